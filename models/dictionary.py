"""The data dictionary: the tables and columns of ``news`` as the code describes them, as Markdown."""

from collections.abc import Iterator

from sqlalchemy import Table
from sqlalchemy.dialects.postgresql.base import PGDialect

from models.tables import Base

_DIALECT = PGDialect()  # type: ignore[no-untyped-call] # its constructor bears no types


def data_dictionary() -> str:
    """The text of ``docs/data-dictionary.md``; in psql the same stands in ``\\d+ news.*``."""
    return "\n".join(_lines())


def _lines() -> Iterator[str]:
    yield "# Data dictionary"
    yield ""
    yield "Made from the code's docstrings by `make docs`. The database shows the same: `\\d+ news.captions` in psql."
    for table in sorted(Base.metadata.sorted_tables, key=lambda table: table.name):
        yield ""
        yield f"## {table.name}"
        yield ""
        yield table.comment or ""
        yield ""
        yield from _columns(table)
    yield ""


def _columns(table: Table) -> Iterator[str]:
    yield "| column | type | what it holds |"
    yield "| --- | --- | --- |"
    for column in table.columns:
        kind = column.type.compile(dialect=_DIALECT).lower()
        required = "" if column.nullable else ", never null"
        points_to = "".join(f"; → {key.target_fullname.removeprefix('news.')}" for key in column.foreign_keys)
        yield f"| {column.name} | {kind}{required}{points_to} | {column.comment} |"
