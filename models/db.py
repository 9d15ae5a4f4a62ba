"""The door to the database: which one, whether it is fit for use, and what to tell people when it is not.

``DATABASE_URL`` names a server (PostgreSQL 15 to 18); without it the checkout's embedded server is used.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
from sqlalchemy import URL, Engine, make_url
from sqlalchemy import create_engine as new_engine
from sqlalchemy.exc import ArgumentError, DBAPIError

from models.local import LocalServer, LocalServerProblem

PROJECT = Path(__file__).resolve().parent.parent
OLDEST_SERVER = 15
CONNECT_LIMIT = 10  # seconds
LOCK_LIMIT = "60s"  # a batch holds its rows for less than one; who waits longer waits for somebody's open psql
# A server that vanished without a word is found out within a minute; the system's own limit is two hours.
KEEPALIVE = {"keepalives_idle": "20", "keepalives_interval": "10", "keepalives_count": "4", "tcp_user_timeout": "60000"}


class DatabaseProblem(Exception):
    """The database cannot be used: one line that names it and says what to do. It never holds a password."""


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


def create_engine(url: str) -> Engine:
    """Make an engine (psycopg 3, sync) whose sessions speak UTC and are named ``dateline``; nothing is connected yet.

    What the URL itself asks for (``connect_timeout``, ``application_name``, ``options``) comes first.
    """
    parsed = make_url(url).set(drivername="postgresql+psycopg")
    options = parsed.query.get("options", "")
    arguments = {"connect_timeout": str(CONNECT_LIMIT), "application_name": "dateline", **KEEPALIVE}
    arguments = {name: value for name, value in arguments.items() if name not in parsed.query}
    ours = f"-c timezone=UTC -c lock_timeout={LOCK_LIMIT}"
    arguments["options"] = f"{ours} {options if isinstance(options, str) else ' '.join(options)}".strip()
    return new_engine(parsed.difference_update_query(["options"]), connect_args=arguments, pool_pre_ping=True)


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


@contextmanager
def engine_on(url: str) -> Iterator[Engine]:
    """Give an engine for a while; its connections are closed at the end."""
    engine = create_engine(url)
    try:
        yield engine
    finally:
        engine.dispose()


def masked(url: str | URL) -> str:
    """Write a URL for people: the password, and what its query says of keys, as ``***``."""
    parsed = make_url(url)
    secret = {name: "***" for name in parsed.query if "password" in name}
    return parsed.update_query_dict(secret).render_as_string(hide_password=True).replace("%2A%2A%2A", "***")


def place_of(url: URL) -> str:
    """Name a database in a message: ``dateline on db.example:5432``."""
    host = url.host or url.query.get("host") or "the default socket"
    where = host if isinstance(host, str) else ",".join(host)
    return f"{url.database or url.username or '(no name)'} on {where}{f':{url.port}' if url.port else ''}"


def problem_with(engine: Engine, error: DBAPIError) -> DatabaseProblem:
    """Say what a driver's error means for the user. The server's own words are kept; they never hold a password."""
    place = place_of(engine.url)
    said = str(error.orig).partition("\n")[0]  # then come hints for the server's administrator
    said = said.removeprefix("connection failed: ").removeprefix("connection is bad: ")
    known = (
        ("does not exist", 'database "', "there is no such database: create it, or correct DATABASE_URL"),
        ("password", "", "the password was refused: correct it in DATABASE_URL"),
        ("no pg_hba.conf entry", "", "the server does not let this user in from here: ask its administrator"),
        ('role "', "does not exist", "there is no such user: correct DATABASE_URL"),
        ("permission denied", "", "this user lacks a right that is needed: ask the server's administrator"),
        ("failed to resolve host", "", "no such host: correct DATABASE_URL"),
        ("timeout expired", "", "the server does not answer: is it running and reachable from here?"),
        ("lock timeout", "", "another session holds what is needed: end it, or try again later"),
        ("too many", "", "the server takes no more connections: end some, or raise max_connections"),
    )
    for first, second, advice in known:
        if first in said and second in said:
            return DatabaseProblem(f"database {place}: {advice} ({said})")
    state = getattr(error.orig, "sqlstate", None)  # none: the connection was not made, or broke off
    lost = isinstance(error.orig, psycopg.OperationalError) and (state is None or state.startswith(("08", "57P")))
    if error.connection_invalidated or lost:
        return DatabaseProblem(f"database {place}: the server is away: start it, or correct DATABASE_URL ({said})")
    return DatabaseProblem(f"database {place}: {said}")


@contextmanager
def problems_named(engine: Engine) -> Iterator[None]:
    """Turn the driver's errors within into DatabaseProblem."""
    try:
        yield
    except DBAPIError as error:
        raise problem_with(engine, error) from error


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
