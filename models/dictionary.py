"""The data dictionary, as Markdown: the analysts' views as a database describes them, the tables as the code does.
``python -m models.dictionary`` prints it, from a new database on a server of its own."""

import shutil
import sys
import tempfile
from collections.abc import Iterable, Iterator
from itertools import groupby
from pathlib import Path

from sqlalchemy import Connection, Row, Table, text
from sqlalchemy.dialects.postgresql.base import PGDialect

from models.tables import Base

_DIALECT = PGDialect()  # type: ignore[no-untyped-call] # its constructor bears no types

_VIEWS = text(
    """
    select relname as view, obj_description(pg_class.oid, 'pg_class') as view_comment, attname as column,
        format_type(atttypid, atttypmod) as type, col_description(pg_class.oid, attnum) as comment
    from pg_class
    join pg_attribute on attrelid = pg_class.oid and attnum > 0 and not attisdropped
    where relnamespace = 'analyst'::regnamespace and relkind in ('r', 'v', 'm')
    order by relname collate "C", attnum
    """
)
_FUNCTIONS = text(
    """
    select proname as name, pg_get_function_arguments(oid) as arguments, pg_get_function_result(oid) as result,
        obj_description(oid, 'pg_proc') as comment
    from pg_proc where pronamespace = 'analyst'::regnamespace and prokind = 'f'
    order by proname collate "C", pg_get_function_arguments(oid)
    """
)


def data_dictionary(connection: Connection) -> str:
    """The text of ``docs/data-dictionary.md``, for a database at this code's revision; in psql the same stands in
    ``\\d+ analyst.*`` and ``\\d+ news.*``."""
    return "\n".join(_lines(connection.execute(_VIEWS).all(), connection.execute(_FUNCTIONS).all()))


def _lines(columns: Iterable[Row[tuple[str, ...]]], functions: Iterable[Row[tuple[str, ...]]]) -> Iterator[str]:
    views = [(key, list(rows)) for key, rows in groupby(columns, lambda row: (row.view, row.view_comment))]
    yield "# Data dictionary"
    yield ""
    yield "Made by `make docs` from the comments of views, functions and tables. The database shows the same:"
    yield "`\\d+ analyst.captions` in psql. Times are UTC; a `date` beside one is the local day."
    yield ""
    yield "## Schema analyst: what to query"
    yield ""
    yield "| view | what a row is |"
    yield "| --- | --- |"
    for (view, comment), _ in views:
        yield f"| [{view}](#analyst{view}) | {_first_sentence(comment)} |"
    for (view, comment), rows in views:
        yield from (
            "",
            f"### analyst.{view}",
            "",
            comment,
            "",
            "| column | type | what it holds |",
            "| --- | --- | --- |",
        )
        yield from (f"| {row.column} | {row.type} | {_cell(row.comment)} |" for row in rows)
    yield ""
    yield "### Functions"
    for function in functions:
        yield ""
        yield f"- `analyst.{function.name}({function.arguments})` gives `{function.result}`. {function.comment}"
    yield ""
    yield "## Schema news: what the views are made of"
    for table in sorted(Base.metadata.sorted_tables, key=lambda table: table.name):
        yield ""
        yield f"### news.{table.name}"
        yield ""
        yield table.comment or ""
        yield ""
        yield from _columns(table)
    yield ""


def _first_sentence(comment: str) -> str:
    return _cell(comment.partition(". ")[0].rstrip("."))


def _cell(words: str) -> str:
    """``words`` in a cell of a table."""
    return words.replace("|", "\\|")


def _columns(table: Table) -> Iterator[str]:
    yield "| column | type | what it holds |"
    yield "| --- | --- | --- |"
    for column in table.columns:
        kind = column.type.compile(dialect=_DIALECT).lower()
        required = "" if column.nullable else ", never null"
        points_to = "".join(f"; → {key.target_fullname.removeprefix('news.')}" for key in column.foreign_keys)
        yield f"| {column.name} | {kind}{required}{points_to} | {_cell(column.comment or '')} |"


def main() -> None:
    """Print it. The database is thrown away afterwards: the one in use may be another revision's."""
    from models import db
    from models.local import LocalServer

    with tempfile.TemporaryDirectory(prefix="dl-") as folder:
        root = Path(folder).resolve()
        root.chmod(0o755)  # for root, the server runs as another user
        server = LocalServer(root)
        try:
            with db.engine_on(server.start()) as engine:
                db.upgrade(engine)
                with engine.connect() as connection:
                    sys.stdout.write(data_dictionary(connection))
        finally:
            server.release()
            shutil.rmtree(server.place.home, ignore_errors=True)
            shutil.rmtree(server.place.sockets, ignore_errors=True)


if __name__ == "__main__":
    main()
