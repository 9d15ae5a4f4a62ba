"""Rows of an exported table, read and written again in its own format, a few thousand at a time.

A value is as its format holds it: of CSV a text, where nothing is the empty text; else Python's own.
"""

import csv
import io
import json
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from pathlib import Path
from typing import Any

import pyarrow
from pyarrow.parquet import ParquetFile, ParquetWriter

from crawler.exports.files import PartFile

Row = dict[str, Any]
Fields = Sequence[Mapping[str, Any]]
"""Columns as a data package describes them."""

_HELD = 2000

_TYPES: Mapping[str, Any] = {
    "integer": pyarrow.int64(),
    "number": pyarrow.float64(),
    "boolean": pyarrow.bool_(),
    "date": pyarrow.date32(),
    "datetime": pyarrow.timestamp("us", tz="UTC"),
}


def read_rows(path: Path, form: str) -> Iterator[Row]:
    """The rows of a file. Raises OSError, and ValueError where it is damaged."""
    match form:
        case "csv":
            csv.field_size_limit(sys.maxsize)  # an article is longer than the module expects of a field
            with path.open(encoding="utf-8", newline="") as stream:
                yield from csv.DictReader(stream)
        case "jsonl":
            with path.open(encoding="utf-8", newline="\n") as stream:
                yield from map(json.loads, stream)
        case _:
            with ParquetFile(path) as file:
                for batch in file.iter_batches(batch_size=_HELD):
                    yield from batch.to_pylist()


def value_for(form: str, field: Mapping[str, Any], value: Any) -> Any:
    """A value as a table of that format holds it in that column."""
    as_text = field["type"] == "string" and not isinstance(value, str) and value is not None
    if as_text or (form == "csv" and isinstance(value, list | dict)):
        value = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    if form != "csv":
        return value
    return "" if value is None else str(value).lower() if isinstance(value, bool) else value


def write_rows(file: PartFile, form: str, fields: Fields, rows: Iterable[Row]) -> int:
    """Write rows that have these columns; gives how many. Raises OSError."""
    match form:
        case "csv":
            return _write_csv(file, fields, rows)
        case "jsonl":
            return _write_lines(file, fields, rows)
        case _:
            return _write_parquet(file, fields, rows)


def _write_csv(file: PartFile, fields: Fields, rows: Iterable[Row]) -> int:
    names = [field["name"] for field in fields]
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(names)
    count = 0
    for row in rows:
        writer.writerow([row[name] for name in names])
        count += 1
        if not count % _HELD:
            file.write(text.getvalue().encode("utf-8"))
            text.seek(0)
            text.truncate()
    file.write(text.getvalue().encode("utf-8"))
    return count


def _write_lines(file: PartFile, fields: Fields, rows: Iterable[Row]) -> int:
    names = [field["name"] for field in fields]
    count = 0
    for row in rows:
        line = json.dumps({name: row[name] for name in names}, ensure_ascii=False, separators=(",", ":"))
        file.write(line.encode("utf-8") + b"\n")
        count += 1
    return count


def _write_parquet(file: PartFile, fields: Fields, rows: Iterable[Row]) -> int:
    schema = pyarrow.schema(
        [
            pyarrow.field(each["name"], _arrow(each), metadata={"description": each.get("description", "")})
            for each in fields
        ]
    )
    count = 0
    rows = iter(rows)
    with ParquetWriter(file, schema, compression="zstd") as writer:
        while held := list(islice(rows, _HELD)):
            writer.write_batch(pyarrow.RecordBatch.from_pylist(held, schema=schema))
            count += len(held)
        if not count:
            writer.write_table(schema.empty_table())
    return count


def _arrow(field: Mapping[str, Any]) -> Any:
    if field["type"] == "array":
        return pyarrow.list_(_TYPES.get(field["arrayItem"]["type"], pyarrow.string()))
    return _TYPES.get(field["type"], pyarrow.string())
