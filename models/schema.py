"""The schema's revision: the one in the database, the one of this code, and the way between them."""

from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from alembic.util import CommandError
from sqlalchemy import Connection, Engine, text

from models.engine import DatabaseProblem, place_of, problems_named
from models.tables import SCHEMA

_PYPROJECT = Path(__file__).resolve().parent.parent / "pyproject.toml"
UPGRADE_LOCK = 0x6461746C  # any number that nobody else takes for an advisory lock: "datl"
TURN_LIMIT = "10min"  # another upgrade may be building an index
LOCK_LIMIT = "10s"  # a table in use: better to fail than to queue every reader behind us
STATEMENT_LIMIT = "30min"


def alembic_config(connection: Connection | None = None) -> Config:
    """Read Alembic's configuration from pyproject.toml; ``migrations/env.py`` uses the connection, if one is given."""
    attributes: dict[str, Any] = {} if connection is None else {"connection": connection}
    return Config(toml_file=_PYPROJECT, attributes=attributes)


def head_revision() -> str | None:
    """Give the revision that this code is written for."""
    return ScriptDirectory.from_config(alembic_config()).get_current_head()


def current_revision(engine: Engine) -> str | None:
    """Give the database's revision; None if it has none. Raises DatabaseProblem."""
    with problems_named(engine), engine.connect() as connection:
        return _revision(connection)


def is_empty(engine: Engine) -> bool:
    """Whether nobody ever made a schema or table of their own in the database. Raises DatabaseProblem."""
    query = text(
        "select not exists (select from pg_namespace where nspname = :schema) and not exists (select from pg_class c"
        " join pg_namespace n on n.oid = c.relnamespace where n.nspname = 'public')"
    )
    with problems_named(engine), engine.connect() as connection:
        return bool(connection.execute(query, {"schema": SCHEMA}).scalar_one())


def check_schema(engine: Engine) -> None:
    """Make sure that the database's revision is this code's. Raises DatabaseProblem."""
    current = current_revision(engine)
    place = place_of(engine.url)
    if current is None:
        raise DatabaseProblem(f"database {place}: it has no schema yet: run `scrapy db upgrade`")
    head = head_revision()
    if current == head:
        return
    if _is_known(current):
        raise DatabaseProblem(
            f"database {place}: its schema is behind (revision {current}, this code needs {head}): "
            "run `scrapy db upgrade`"
        )
    raise DatabaseProblem(
        f"database {place}: this checkout is older than the database (revision {current}, unknown here): "
        "update the checkout"
    )


def upgrade(engine: Engine, revision: str = "head") -> None:
    """Migrate up to a revision, all or nothing; whoever comes at the same time waits, and finds it done.

    Raises DatabaseProblem, also if the database is ahead of this code.
    """
    current = current_revision(engine)
    if current is not None and not _is_known(current):
        check_schema(engine)
    _migrate(engine, lambda config: command.upgrade(config, revision))


def downgrade(engine: Engine, revision: str) -> None:
    """Migrate down to a revision, all or nothing. Raises DatabaseProblem."""
    _migrate(engine, lambda config: command.downgrade(config, revision))


def _migrate(engine: Engine, step: Callable[[Config], None]) -> None:
    """Run one of Alembic's commands in a transaction that only one upgrader can be in."""
    with problems_named(engine), closing(engine.connect()) as connection, connection.begin():
        connection.execute(text(f"set local lock_timeout = '{TURN_LIMIT}'"))
        connection.execute(text("select pg_advisory_xact_lock(:lock)"), {"lock": UPGRADE_LOCK})
        connection.execute(text(f"set local lock_timeout = '{LOCK_LIMIT}'"))
        connection.execute(text(f"set local statement_timeout = '{STATEMENT_LIMIT}'"))
        try:
            step(alembic_config(connection))
        except CommandError as error:
            raise DatabaseProblem(f"database {place_of(engine.url)}: {error}") from None


def _revision(connection: Connection) -> str | None:
    """Read Alembic's own table."""
    table = f"{SCHEMA}.alembic_version"
    if connection.execute(text("select to_regclass(:table)"), {"table": table}).scalar_one() is None:
        return None
    # Two heads cannot be: a test holds that the revisions form a line.
    return connection.execute(text(f"select version_num from {table}")).scalar_one_or_none()  # noqa: S608 - our constant


def _is_known(revision: str) -> bool:
    """Whether this code has the revision."""
    return any(script.revision == revision for script in ScriptDirectory.from_config(alembic_config()).walk_revisions())
