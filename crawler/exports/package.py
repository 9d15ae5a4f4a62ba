"""The Frictionless data package that lies beside exported files: what they hold, and where it comes from."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

from crawler.exports.files import PartFile, TargetProblem
from models.exports.columns import Column, Kind
from models.exports.snapshot import Selection

NAME = "datapackage.json"

# Types of Frictionless by format. Parquet and CSV hold objects as text; JSON lines hold them as they are.
_TYPES: Mapping[Kind, str] = {
    "string": "string", "integer": "integer", "number": "number", "boolean": "boolean", "date": "date",
    "datetime": "datetime", "strings": "array", "integers": "array", "json": "string",
}  # fmt: skip

_MEDIA: Mapping[str, str] = {
    "csv": "text/csv",
    "jsonl": "application/x-ndjson",
    "parquet": "application/vnd.apache.parquet",
    "geojson": "application/geo+json",
}

_DESCRIPTION = (
    "Exported from a Dateline corpus: articles, photo captions, credits and events of conflict news, with where each "
    "comes from. Each table names its own query and snapshot under provenance."
)
RIGHTS = (
    "Texts, headlines, captions and photos belong to their publishers, agencies and photographers. That they stand "
    "here grants nobody a right to publish them; what a page grants or reserves stands with its article (licence, "
    "copyright, rights_signals)."
)
_PLACES = "Names and positions of places: GeoNames (https://www.geonames.org/), CC BY 4.0."
WITHOUT_TEXT = (
    "Texts are left out, so that this may be published: of each table the columns named in leftOut. "
    "`scrapy rehydrate FOLDER --from-archive ARCHIVE`, or --from-web, fills them again where the pages are to be had: "
    "each version's page and content hash stand in captures."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Exported:
    """A file that was written, and what it holds."""

    path: Path
    format: str
    selection: Selection
    left_out: Sequence[Column]
    """Columns whose text is not in it."""
    unplaced: int
    """Rows without a place, which a map cannot show."""
    rows: int
    size: int
    """Bytes."""
    sha256: str
    """Hexadecimal."""
    at: datetime
    """The snapshot's moment."""
    revision: str | None
    """The schema's."""
    licences: Sequence[tuple[str, int]] = ()
    """Licences that the pages of its articles name, and how many name each."""


def resource(done: Exported) -> dict[str, Any]:
    """What the package says of one file."""
    view, chosen = done.selection.view, done.selection
    given = {
        "where": chosen.where,
        "since": chosen.since and chosen.since.isoformat(),
        "until": chosen.until and chosen.until.isoformat(),
    }
    about: dict[str, Any] = {
        "name": view.name if done.path.stem == view.name else _slug(done.path.stem),
        "path": done.path.name,
        "title": view.name.replace("_", " ").capitalize(),
        "description": view.comment,
        "format": done.format,
        "mediatype": _MEDIA[done.format],
        "encoding": "utf-8",
        "bytes": done.size,
        "hash": f"sha256:{done.sha256}",
        "view": f"analyst.{view.name}",
    }
    fields = [field(column, done.format) for column in chosen.columns]
    about |= typed(done.format, done.rows, fields)
    if done.format == "geojson":
        about["unplaced"] = done.unplaced
    if done.left_out:
        places = {column.name: place for place, column in enumerate(view.columns)}
        about["leftOut"] = [field(each, done.format) | {"position": places[each.name]} for each in done.left_out]
    if done.licences:
        about["licencesOfPages"] = [{"licence": licence, "articles": count} for licence, count in done.licences]
    about["provenance"] = {
        "software": f"Dateline {version('dateline')}",
        "schemaRevision": done.revision,
        "snapshot": done.at.isoformat(),
        "query": chosen.query,
        **{name: value for name, value in given.items() if value is not None},
    }
    return about


def typed(form: str, rows: int, fields: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """How a file of that format is to be read, and what its columns are."""
    if form == "geojson":  # no table to Frictionless: one object with a list of features
        return {"type": "json", "rowCount": rows, "columns": fields}
    # Parquet has its types in itself, and Frictionless reads it by way of pandas, where an id may be 3.0 or NaN; an
    # empty file of JSON lines it cannot read.
    if form == "parquet" or (form == "jsonl" and not rows):
        return {"type": "file", "rowCount": rows, "columns": fields}
    return {"type": "table", "rowCount": rows, "rows": rows, "schema": {"fields": fields}}


def field(column: Column, form: str) -> dict[str, Any]:
    """What the package says of a column."""
    said: dict[str, Any] = {"name": column.name, "type": _TYPES[column.kind], "description": column.comment}
    if column.kind == "json":
        said |= {"type": "any"} if form == "jsonl" else {"contentMediaType": "application/json"}
    if column.kind in ("strings", "integers"):
        said["arrayItem"] = {"type": "string" if column.kind == "strings" else "integer"}
    return said


def descriptor(resources: Sequence[Mapping[str, Any]], created: str) -> dict[str, Any]:
    """The package of these resources, made at a moment (ISO 8601)."""
    thin = any("leftOut" in each for each in resources)
    names = ", ".join(str(each["name"]) for each in resources)
    about: dict[str, Any] = {
        "name": "dateline-export",
        "title": f"Conflict news by Dateline: {names}",
        "description": _DESCRIPTION + (f" {WITHOUT_TEXT}" if thin else ""),
        "created": created,
        "contributors": [{"title": f"Dateline {version('dateline')}", "role": "wrangler"}],
        "rights": [RIGHTS, *([_PLACES] if any(map(_has_places, resources)) else [])],
    }
    if any(map(_has_places, resources)):
        about["sources"] = [{"title": "GeoNames, CC BY 4.0", "path": "https://www.geonames.org/"}]
    return about | {"resources": list(resources)}


def _has_places(about: Mapping[str, Any]) -> bool:
    return any(each["name"] in ("lat", "place", "geonames_id") for each in fields_of(about))


def fields_of(about: Mapping[str, Any]) -> list[dict[str, Any]]:
    """What is said of a resource's columns."""
    return list(about["columns"] if "columns" in about else about["schema"]["fields"])


def beside(path: Path, made: Iterable[Mapping[str, Any]], *, force: bool) -> list[Mapping[str, Any]]:
    """The resources of the package in ``path``, these put in their places, those whose file is gone left out.

    Raises TargetProblem where the file there is no package of ours, unless it is to be written over.
    """
    fresh = {str(each["path"]): each for each in made}
    try:
        there = read(path) if path.exists() else {"resources": []}
    except TargetProblem:
        if not force:
            raise
        there = {"resources": []}
    kept = [
        each
        for each in there["resources"]
        if each["path"] not in fresh and (path.parent / str(each["path"])).is_file() and "provenance" in each
    ]
    names = {str(each["name"]) for each in kept}
    return [*kept, *(_renamed(each, names) for each in fresh.values())]


def _renamed(about: Mapping[str, Any], taken: set[str]) -> Mapping[str, Any]:
    """The same table in a second format has its format in its name."""
    return about if about["name"] not in taken else {**about, "name": f"{about['name']}-{about['format']}"}


def _slug(stem: str) -> str:
    return "".join(sign if sign.isalnum() or sign in "-_." else "-" for sign in stem.lower()) or "table"


def read(path: Path) -> dict[str, Any]:
    """A data package of ours. Raises TargetProblem where the file is none, and says what it is."""
    try:
        package: dict[str, Any] = json.loads(path.read_text("utf-8"))
    except OSError as error:
        raise TargetProblem(f"{path}: {error.strerror}") from None
    except ValueError:
        raise TargetProblem(f"{path} is no data package: move it away, or say --force to write over it") from None
    resources = package.get("resources") if isinstance(package, dict) else None
    if not isinstance(resources, list) or not all(isinstance(each, dict) and "path" in each for each in resources):
        raise TargetProblem(f"{path} is no data package: move it away, or say --force to write over it")
    known = {"provenance", "format", "hash", "name"}
    if not all(known <= each.keys() and ("columns" in each or "schema" in each) for each in resources):
        raise TargetProblem(f"{path} is a data package, but none of scrapy export: name another place")
    return package


def write(file: PartFile, package: Mapping[str, Any]) -> None:
    """Write the package, whole."""
    file.write(json.dumps(package, ensure_ascii=False, indent=1).encode("utf-8") + b"\n")
