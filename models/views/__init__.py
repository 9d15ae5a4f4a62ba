"""The analysts' views and functions: a schema of their own, made anew after each migration, so that they never stand in
a migration's way and always are this code's."""

from collections.abc import Iterator
from pathlib import Path

from sqlalchemy import Connection

from models.roles import grant_views

ANALYST = "analyst"
_FOLDER = Path(__file__).parent

IN_MEMORY = "set local work_mem = '64MB'"
"""For the counting of all there is: a million captions are sorted by whom they name."""

# A materialized view is filled where it is made.
_COUNTED_NOW = """
    insert into analyst.freshness (view, refreshed_at, seconds)
    select matviewname, now(), 0 from pg_matviews where schemaname = 'analyst'
"""

PLANNING = {"join_collapse_limit": 16, "from_collapse_limit": 16, "geqo_threshold": 18}
"""Settings of the database: analysts join views that are joins themselves, and of more than eight tables PostgreSQL
would take them as they stand, and read whole tables. Who migrates and does not own the database cannot set them."""
_SET = "".join(
    f"execute format('alter database %I set {name} = {value}', current_database());" for name, value in PLANNING.items()
)
_PLANNING = f"do $$ begin {_SET} exception when insufficient_privilege then null; end $$"


def drop_views(connection: Connection) -> None:
    """Drop what depends on the tables, before they change."""
    _run(connection, f"drop schema if exists {ANALYST} cascade")


def make_views(connection: Connection) -> None:
    """Make the schema with all that is in it, for analysts to read; the tables are at this code's revision."""
    _run(connection, f"create schema {ANALYST}")
    _run(connection, f"comment on schema {ANALYST} is 'What analysts query: views and functions over the news schema.'")
    _run(connection, IN_MEMORY)
    for file in _files():
        _run(connection, file.read_text("utf-8"))
    _run(connection, _COUNTED_NOW)
    _run(connection, _PLANNING)
    grant_views(connection)  # last: until we commit, another database's upgrade waits for the role


def _files() -> Iterator[Path]:
    yield from sorted(_FOLDER.glob("*.sql"))


def _run(connection: Connection, sql: str) -> None:
    """On the driver's own connection: SQLAlchemy would read ``:name`` and ``%`` in the text as parameters."""
    driver = connection.connection.driver_connection
    if driver is None:
        raise RuntimeError("the connection is closed")
    driver.execute(sql)
