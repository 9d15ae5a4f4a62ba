"""The door to the database: which one, whether it is fit for use, and what to tell people when it is not.

``DATABASE_URL`` names a server (PostgreSQL 15 to 18); without it the checkout's embedded server is used.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Engine, make_url
from sqlalchemy.exc import ArgumentError

from models.engine import (
    DatabaseProblem,
    create_engine,
    engine_on,
    masked,
    place_of,
    problem_with,
    problems_named,
)
from models.local import LocalServer, LocalServerProblem

__all__ = [
    "OLDEST_SERVER",
    "PROJECT",
    "DatabaseProblem",
    "check",
    "create_engine",
    "database",
    "database_url",
    "downgrade",
    "engine_on",
    "local_server",
    "masked",
    "place_of",
    "problem_with",
    "problems_named",
    "revive",
    "upgrade",
]

PROJECT = Path(__file__).resolve().parent.parent
OLDEST_SERVER = 15


def database_url() -> str | None:
    """Give the URL in ``DATABASE_URL``, spelled ``postgresql://``; None if it is unset or empty.

    Raises DatabaseProblem if it is not a PostgreSQL URL.
    """
    given = os.environ.get("DATABASE_URL", "").strip()
    if not given:
        return None
    scheme, separator, rest = given.partition("://")
    if not separator or scheme not in ("postgresql", "postgres"):
        raise DatabaseProblem(
            "DATABASE_URL is not a PostgreSQL URL: write postgresql://user:password@host:5432/database, "
            "or unset it to use the embedded server"
        )
    url = f"postgresql://{rest}"
    try:
        make_url(url)
    except (ArgumentError, ValueError):  # their messages may repeat the password
        raise DatabaseProblem(
            "DATABASE_URL cannot be read: write postgresql://user:password@host:5432/database, "
            "with every special character in the password as %XX"
        ) from None
    return url


def local_server() -> LocalServer:
    """Give the launcher of this checkout's embedded server; nothing is started. Raises DatabaseProblem."""
    try:
        return LocalServer(PROJECT)
    except LocalServerProblem as problem:
        raise DatabaseProblem(str(problem)) from None


@contextmanager
def database(*, keep: bool = False) -> Iterator[Engine]:
    """Give an engine on the database of ``DATABASE_URL``, or else on the embedded server, started or joined.

    Leaving stops the embedded server if nobody else uses it, unless it is kept (by ``keep`` here, or by
    ``scrapy db start``). An embedded database without any schema is migrated; any other is left as it is: call
    :func:`check` before relying on it. Raises DatabaseProblem.
    """
    url = database_url()
    if url is not None:
        with engine_on(url) as engine:
            yield engine
        return
    from models.schema import is_empty, upgrade  # imports Alembic: 0.2 s that most commands need not spend

    server = local_server()
    try:
        url = server.start(keep=keep)
        try:
            with engine_on(url) as engine:
                if is_empty(engine):
                    upgrade(engine)
                yield engine
        finally:
            server.release()
    except LocalServerProblem as problem:
        raise DatabaseProblem(str(problem)) from None


def revive() -> None:
    """Start the checkout's embedded server again, where that is the one in use and it has died under us; a server that
    ``DATABASE_URL`` names is its administrator's. Raises DatabaseProblem."""
    if database_url() is not None:
        return
    server = local_server()
    try:
        server.start()
        server.release()  # whoever waits for it holds a lease of its own
    except LocalServerProblem as problem:
        raise DatabaseProblem(str(problem)) from None


def check(engine: Engine) -> None:
    """Make sure that the server is new enough and its schema is the one of this code. Raises DatabaseProblem."""
    from models.schema import check_schema  # imports Alembic, as above

    with problems_named(engine), engine.connect() as connection:
        number = int(str(connection.exec_driver_sql("show server_version_num").scalar_one()))
    if number < OLDEST_SERVER * 10_000:
        raise DatabaseProblem(
            f"database {place_of(engine.url)}: the server is PostgreSQL {number // 10_000}, "
            f"and {OLDEST_SERVER} or newer is needed: upgrade it, or set DATABASE_URL to another"
        )
    check_schema(engine)


def upgrade(engine: Engine, revision: str = "head") -> None:
    """Migrate the schema up to a revision; several at once do no harm. Raises DatabaseProblem."""
    from models.schema import upgrade as migrate  # imports Alembic, as above

    migrate(engine, revision)


def downgrade(engine: Engine, revision: str) -> None:
    """Migrate the schema down to a revision, ``base`` for none; what only newer ones hold is lost."""
    from models.schema import downgrade as migrate  # imports Alembic, as above

    migrate(engine, revision)
