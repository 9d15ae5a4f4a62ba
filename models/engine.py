"""Engines on PostgreSQL, and what to tell people when a database does not do as it is asked."""

from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
from sqlalchemy import URL, Engine, make_url
from sqlalchemy import create_engine as new_engine
from sqlalchemy.exc import DBAPIError

CONNECT_LIMIT = 10  # seconds
LOCK_LIMIT = "60s"  # a batch holds its rows for less than one; who waits longer waits for somebody's open psql
# A server that vanished without a word is found out within a minute; the system's own limit is two hours.
KEEPALIVE = {"keepalives_idle": "20", "keepalives_interval": "10", "keepalives_count": "4", "tcp_user_timeout": "60000"}


class DatabaseProblem(Exception):
    """The database cannot be used: one line that names it and says what to do. It never holds a password."""


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
    if is_away(error):
        return DatabaseProblem(f"database {place}: the server is away: start it, or correct DATABASE_URL ({said})")
    return DatabaseProblem(f"database {place}: {said}")


def is_away(error: DBAPIError) -> bool:
    """Whether the connection was not made or broke off: the server is away, and may come back."""
    state = getattr(error.orig, "sqlstate", None)  # none: it said nothing any more
    lost = isinstance(error.orig, psycopg.OperationalError) and (state is None or state.startswith(("08", "57P")))
    return error.connection_invalidated or lost


def may_pass(error: DBAPIError) -> bool:
    """Whether the same again may succeed later: the server is away, is out of disk, memory or connections, or another
    session holds a lock for too long."""
    state = getattr(error.orig, "sqlstate", None) or ""
    return is_away(error) or state.startswith("53") or state in ("55P03", "40P01", "40001")


@contextmanager
def problems_named(engine: Engine) -> Iterator[None]:
    """Turn the driver's errors within into DatabaseProblem."""
    try:
        yield
    except DBAPIError as error:
        raise problem_with(engine, error) from error
