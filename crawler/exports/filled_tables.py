"""The tables of a package without text, and the same tables with it."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from crawler.exports import package
from crawler.exports.captures import State, Texts, Version, VersionKey, versions_of
from crawler.exports.files import PartFile, TargetProblem
from crawler.exports.filling import (
    FOLLOWS,
    MARK_FIELD,
    OF_ARTICLE,
    OF_CAPTION,
    OF_VERSION,
    Captions,
    Filling,
    Values,
    of_article,
    of_caption,
    of_version,
)
from crawler.exports.publishable import CAPTURES
from crawler.exports.tables import Row, read_rows, write_rows

Resource = Mapping[str, Any]
"""A file as its data package describes it."""


def view_of(resource: Resource) -> str:
    """The view that it was exported from."""
    return str(resource.get("view", "")).removeprefix("analyst.")


def _columns(resource: Resource) -> set[str]:
    return {each["name"] for each in package.fields_of(resource)}


def _in_their_places(
    there: list[dict[str, Any]], left_out: list[dict[str, Any]], fillable: list[dict[str, Any]]
) -> Iterator[dict[str, Any]]:
    """The columns in the view's order, those that are filled among them."""
    missing = {each["position"]: each for each in left_out}
    rest = iter(there)
    for position in range(len(there) + len(left_out)):
        each = missing.get(position)
        if each is None:
            yield next(rest)
        elif each in fillable:
            yield {name: said for name, said in each.items() if name != "position"}


@dataclass(slots=True)
class Thin:
    """A package without text, as it lies in a folder."""

    folder: Path
    described: dict[str, Any]
    digest: str
    """SHA-256 of its datapackage.json: what was filled from another is not mixed with it."""
    versions: list[Version] = field(init=False)
    """The versions whose text is wanted: all, where it has the history of its articles; else the last of each."""

    def __post_init__(self) -> None:
        captures = [each for each in self.resources if view_of(each) == CAPTURES]
        with_history = any({"article_id", "revision"} <= _columns(each) for each in self.resources if "leftOut" in each)
        try:
            self.versions = versions_of(self._captured(captures), only_latest=not with_history)
        except (KeyError, ValueError, TypeError) as error:
            named = ", ".join(str(self.folder / each["path"]) for each in captures) or str(self.folder)
            raise TargetProblem(f"{named} is no table of captures: {error}") from error

    def _captured(self, captures: list[Resource]) -> Iterator[Row]:
        """Each version once: every format that was exported has its own table of them."""
        seen: set[VersionKey] = set()
        for resource in captures:
            for row in self.rows(resource):
                key = int(row["article_id"]), int(row["revision"])
                if key not in seen:
                    seen.add(key)
                    yield row

    @property
    def resources(self) -> list[Resource]:
        """Its files."""
        return list(self.described["resources"])

    def rows(self, resource: Resource) -> Iterator[Row]:
        """The rows of one of its tables."""
        return read_rows(self.folder / resource["path"], resource["format"])


class FilledTables:
    """The tables of a package, filled one by one."""

    def __init__(self, source: Thin, former: Path | None, texts: Texts, states: Mapping[VersionKey, State]) -> None:
        """``former``: the folder of an earlier filling; ``states``: of what was read now."""
        self._source = source
        self._former = former
        self._texts = texts
        self._states = states
        self._latest = {each.article_id: each.revision for each in source.versions if each.latest}
        self._captions = Captions()
        for each in source.resources:
            if view_of(each) == "captions" and each["format"] != "geojson":
                self._captions.note(source.rows(each))

    def write(self, resource: Resource, file: PartFile) -> tuple[dict[str, Any], list[str]]:
        """Write one; gives what the new package says of it, and the columns that no page fills. Raises OSError."""
        names, values = self._values(resource)
        left_out = list(resource.get("leftOut", ()))
        fillable = [each for each in left_out if each["name"] in names]
        missed = [each["name"] for each in left_out if each not in fillable and each["name"] not in FOLLOWS]
        unfilled = [f"{resource['name']}.{name}" for name in missed]
        if not fillable:
            self._copy(resource, file)
            return dict(resource), unfilled
        form = resource["format"]
        fields = [*_in_their_places(package.fields_of(resource), left_out, fillable), dict(MARK_FIELD)]
        former = read_rows(self._former / resource["path"], form) if self._former else None
        rows = Filling(form, fillable, values).filled(
            self._source.rows(resource), self._key_of(resource), self._states, self._texts, former
        )
        count = write_rows(file, form, fields, rows)
        about = {name: said for name, said in resource.items() if name != "leftOut"}
        about |= package.typed(form, count, fields) | {"bytes": file.size, "hash": f"sha256:{file.sha256}"}
        if still := [each for each in left_out if each not in fillable]:
            about["leftOut"] = still
        return about, unfilled

    def _copy(self, resource: Resource, file: PartFile) -> None:
        with (self._source.folder / resource["path"]).open("rb") as stream:
            while piece := stream.read(1 << 20):
                file.write(piece)

    def _values(self, resource: Resource) -> tuple[frozenset[str], Values]:
        """Which columns pages can fill, and how."""
        columns = _columns(resource)
        if resource["format"] == "geojson" or "article_id" not in columns:
            return frozenset(), of_article
        if "revision" in columns:
            return OF_VERSION, of_version
        if "caption_id" not in columns:
            return OF_ARTICLE, of_article
        if view_of(resource) == "captions":
            return OF_CAPTION, of_caption
        return (OF_CAPTION if self._captions else OF_ARTICLE), self._captions.of_credit

    def _key_of(self, resource: Resource) -> Callable[[Row], VersionKey]:
        if "revision" in _columns(resource):
            return lambda row: (int(row["article_id"]), int(row["revision"]))
        return lambda row: (int(row["article_id"]), self._latest.get(int(row["article_id"]), 0))
