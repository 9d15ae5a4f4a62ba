"""A package without text, filled again: its tables with their texts, and a report of what became of each version."""

import hashlib
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from importlib.metadata import version as version_of
from pathlib import Path
from typing import Any

from crawler.exports import package
from crawler.exports.captures import RANK, REPORT, REPORT_FIELDS, Finding, State, Texts, VersionKey, report_row
from crawler.exports.files import PartFile, PartFiles, TargetProblem, folder_lock
from crawler.exports.filled_tables import FilledTables, Resource, Thin, view_of
from crawler.exports.publishable import CAPTURES
from crawler.exports.tables import Row, read_rows, write_rows


@dataclass(slots=True)
class Rehydrated:
    """What came of it."""

    states: Counter[str] = field(default_factory=Counter)
    """Versions by state."""
    reasons: Counter[str] = field(default_factory=Counter)
    """Of those that are gone."""
    unfilled: list[str] = field(default_factory=list)
    """Columns that cannot be filled from pages, as ``table.column``."""

    @property
    def is_whole(self) -> bool:
        """Whether nothing is missing."""
        return not self.states["gone"] and not self.unfilled


def thin(folder: Path) -> Thin:
    """The package in a folder, each file looked at. Raises TargetProblem where there is none that can be filled."""
    path = folder / package.NAME
    described = package.read(path)
    resources = described["resources"]
    if not any("leftOut" in each for each in resources):
        raise TargetProblem(f"{path}: nothing is left out of it: only an export --without-text is filled again")
    if CAPTURES not in [view_of(each) for each in resources]:
        raise TargetProblem(f"{path} says of no article where its page stands: there is nothing to fill it from")
    for each in resources:
        _check_file(folder, each)
    return Thin(folder, described, hashlib.sha256(path.read_bytes()).hexdigest())


def _check_file(folder: Path, resource: Resource) -> None:
    name = str(resource["path"])
    if Path(name).name != name:
        raise TargetProblem(f"{folder / package.NAME}: {name!r} is no file of that folder")
    path = folder / name
    try:
        with path.open("rb") as stream:
            digest = hashlib.file_digest(stream, "sha256").hexdigest()
    except OSError as error:
        raise TargetProblem(f"{path}: {error.strerror}") from None
    if resource["hash"] != f"sha256:{digest}":
        raise TargetProblem(f"{path} is not the file that its data package describes: get it again")


def former_states(out: Path, source: Thin, *, force: bool) -> dict[VersionKey, Row]:
    """The report of an earlier filling of the same package; empty if there was none.

    ``force``: begin anew, whatever lies there. Raises TargetProblem where that is something else.
    """
    path = out / package.NAME
    if not path.exists() or force:
        return {}
    if package.read(path).get("rehydratedFrom") == source.digest:
        return {(int(row["article_id"]), int(row["revision"])): row for row in read_rows(out / REPORT, "csv")}
    raise TargetProblem(f"{path} is there already, and of another package: name another place, or say --force")


def write_filled(
    source: Thin, out: Path, findings: Sequence[Finding], texts: Texts, former: Mapping[VersionKey, Row]
) -> Rehydrated:
    """Write the filled tables, the report and their package to ``out``. Raises TargetProblem, OSError."""
    report = _report(findings, former)
    fresh: dict[VersionKey, State] = {each.version.key: each.state for each in findings}
    gone = [row["reason"] for row in report.values() if row["state"] == "gone"]
    done = Rehydrated(Counter(row["state"] for row in report.values()), Counter(gone))
    out.mkdir(parents=True, exist_ok=True)
    with folder_lock(out), PartFiles(force=True) as files:
        tables = FilledTables(source, out if former else None, texts, fresh)
        resources = []
        for each in source.resources:
            about, unfilled = tables.write(each, files.begin(out / each["path"]))
            resources.append(about)
            done.unfilled += unfilled
        file = files.begin(out / REPORT)
        count = write_rows(file, "csv", REPORT_FIELDS, report.values())
        resources.append(_report_resource(file, count))
        about = package.descriptor(resources, source.described["created"])
        about |= {"rehydratedFrom": source.digest, "rehydratedBy": f"Dateline {version_of('dateline')}"}
        package.write(files.begin(out / package.NAME), about)
        files.publish()
    return done


def _report(findings: Sequence[Finding], former: Mapping[VersionKey, Row]) -> dict[VersionKey, Row]:
    """The report's rows by version: of two findings, the better."""
    fresh = {each.version.key: report_row(each) for each in findings}
    kept = {
        key: row for key, row in former.items() if key not in fresh or RANK[row["state"]] > RANK[fresh[key]["state"]]
    }
    return dict(sorted((fresh | kept).items()))


def _report_resource(file: PartFile, rows: int) -> dict[str, Any]:
    return {
        "name": "rehydration",
        "path": file.path.name,
        "title": "Rehydration",
        "description": "A row for each version whose text was wanted: what became of it.",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": file.size,
        "hash": f"sha256:{file.sha256}",
        "view": "",
        **package.typed("csv", rows, REPORT_FIELDS),
        "provenance": {"software": f"Dateline {version_of('dateline')}"},
    }
