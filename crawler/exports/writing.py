"""A view's rows in each format, written as they come: nothing is held but a few thousand rows."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import closing
from typing import Any

import pyarrow
from pyarrow.parquet import ParquetWriter

from crawler.exports.files import PartFile
from models.exports.columns import Column, Kind
from models.exports.snapshot import Pieces, Selection, Snapshot

Advance = Callable[[int], None]
"""Is told how many rows more are written."""

_GROUP_ROWS = 100_000
_GROUP_BYTES = 32 << 20  # of a row group, before compression: small enough to hold, large enough to compress well

_TYPES: Mapping[Kind, Any] = {
    "string": pyarrow.string(),
    "json": pyarrow.string(),
    "integer": pyarrow.int64(),
    "number": pyarrow.float64(),
    "boolean": pyarrow.bool_(),
    "date": pyarrow.date32(),
    "datetime": pyarrow.timestamp("us", tz="UTC"),
    "strings": pyarrow.list_(pyarrow.string()),
    "integers": pyarrow.list_(pyarrow.int64()),
}


def write(form: str, snapshot: Snapshot, selection: Selection, file: PartFile, advance: Advance) -> int:
    """Write the selection in a format; gives the number of rows. Raises as ``Snapshot`` does, and OSError."""
    match form:
        case "csv":
            return _write_pieces(snapshot.csv(selection), file, advance) - 1
        case "jsonl":
            return _write_pieces(snapshot.json_lines(selection), file, advance)
        case "geojson":
            return write_features(snapshot.features(selection, identity_of(selection.columns)), file, advance)
        case _:
            return write_parquet(selection.columns, snapshot.batches(selection), file, advance)


def identity_of(columns: Sequence[Column]) -> str | None:
    """The column that tells a view's rows from one another: its first, where that is an id."""
    return columns[0].name if columns and columns[0].name.endswith("_id") else None


def _write_pieces(pieces: Pieces, file: PartFile, advance: Advance) -> int:
    """Each piece that COPY gives is one row (of CSV, the header too)."""
    rows = 0
    with closing(pieces):  # or a COPY that is broken off would hold the connection against its own end
        for piece in pieces:
            file.write(piece)
            advance(1)
            rows += 1
    return rows


def write_features(lines: Pieces, file: PartFile, advance: Advance) -> int:
    """A GeoJSON collection of features, one a line; gives how many."""
    file.write(b'{"type": "FeatureCollection", "features": [\n')
    rows = 0
    with closing(lines):
        for rows, line in enumerate(lines, 1):
            file.write((b",\n" if rows > 1 else b"") + line.rstrip(b"\n"))
            advance(1)
    file.write(b"\n]}\n")
    return rows


def arrow_schema(columns: Sequence[Column]) -> Any:
    """Arrow's types of the columns, each with its description."""
    return pyarrow.schema(
        [pyarrow.field(each.name, _TYPES[each.kind], metadata={"description": each.comment}) for each in columns]
    )


def write_parquet(
    columns: Sequence[Column], batches: Iterable[Sequence[Sequence[Any]]], file: PartFile, advance: Advance
) -> int:
    """Parquet, compressed with zstd; gives the number of rows."""
    schema = arrow_schema(columns)
    rows = 0
    with ParquetWriter(file, schema, compression="zstd") as writer:
        waiting: list[Any] = []
        for batch in batches:
            waiting.append(_record_batch(schema, batch))
            rows += len(batch)
            advance(len(batch))
            if sum(each.num_rows for each in waiting) >= _GROUP_ROWS or sum(map(_size, waiting)) >= _GROUP_BYTES:
                writer.write_table(pyarrow.Table.from_batches(waiting, schema))
                waiting.clear()
        if waiting or not rows:
            writer.write_table(pyarrow.Table.from_batches(waiting, schema))
    return rows


def _record_batch(schema: Any, rows: Sequence[Sequence[Any]]) -> Any:
    columns = zip(*rows, strict=True)
    arrays = [pyarrow.array(values, field.type) for values, field in zip(columns, schema, strict=True)]
    return pyarrow.RecordBatch.from_arrays(arrays, schema=schema)


def _size(batch: Any) -> int:
    return int(batch.nbytes)
