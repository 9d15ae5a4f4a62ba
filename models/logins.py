"""Analysts' logins: made, renewed, taken away, and what their sessions are doing.

A login is a role of the whole server, a member of ``analyst``, that may connect to those databases of ours for which it
was granted. Its comment marks it as made here and keeps its limit, which PostgreSQL lets its bearer lift.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import psycopg
from psycopg.errors import DependentObjectsStillExist, InsufficientPrivilege
from psycopg.sql import SQL, Composable, Identifier, Literal
from sqlalchemy import URL, Connection, Engine, text

from models.engine import DatabaseProblem, place_of, problems_named
from models.roles import LOGIN_MARK, ROLE, close_to_others, execute, is_ours
from models.schema import UPGRADE_LOCK

CONNECTIONS = 5
SECONDS = 60
IDLE_SECONDS = 300  # an open transaction keeps upgrades waiting, and old rows alive
LOCAL_LOGIN = "dateline_analyst"
"""Whom `scrapy db psql --analyst` logs in as on the embedded server, where nobody is asked for a password."""
_NAME = re.compile(r"(?!pg_)[a-z][a-z0-9_]{0,62}")
_RESERVED = frozenset({ROLE, "public", "none", "current_user", "current_role", "session_user", "user"})
_GRACE = 1.5  # a statement that ends by its own limit is over long before
_DISK = "4GB"  # what a session's sorts may take of the disk; no analyst can lift it
_KEPT_PARTS = ("host", "port", "sslmode", "sslrootcert")  # of a URL's query, for the analyst's

_FOUND = text(
    """
    select rolsuper or rolcreaterole or rolcreatedb or rolreplication or rolbypassrls as is_more, rolcanlogin,
      coalesce(shobj_description(oid, 'pg_authid'), '') as comment
    from pg_roles where rolname = :name
    """
)
_LOGINS = text(
    """
    select rolname as name, rolconnlimit as connections, shobj_description(oid, 'pg_authid') as comment,
      (select count(*) from pg_stat_activity where usesysid = pg_roles.oid and datname = current_database()) as sessions
    from pg_roles
    where shobj_description(oid, 'pg_authid') like :mark
      and has_database_privilege(oid, current_database(), 'connect') and pg_has_role(oid, 'analyst', 'member')
    order by 1
    """
)
_ELSEWHERE = text(
    """
    select datname from pg_database, aclexplode(datacl) as given
    where given.grantee = (select oid from pg_roles where rolname = :name) and datname <> current_database()
    order by 1
    """
)
_REACHED = text(
    """
    select datname from pg_database where datallowconn and datname <> current_database()
      and has_database_privilege(:name, oid, 'connect') order by 1
    """
)
_END = text(
    """
    select count(*) filter (where pg_terminate_backend(pid, 5000)) from pg_stat_activity
    where usename = :name and datname = coalesce(cast(:database as name), datname)
    """
)
_OVERDUE = text(
    """
    select pid, usename as name, state, extract(epoch from clock_timestamp() - state_change) as seconds,
      exists (select from pg_locks where pg_locks.pid = activity.pid and locktype = 'advisory') as has_advisory_lock
    from pg_stat_activity as activity
    join unnest(cast(:names as name[]), cast(:limits as integer[])) as login (usename, seconds) using (usename)
    where datname = current_database() and (
      state = 'active' and clock_timestamp() - query_start > :grace * seconds * interval '1 second'
      or state like 'idle in transaction%' and clock_timestamp() - state_change > :grace * :idle * interval '1 second'
      or exists (select from pg_locks where pg_locks.pid = activity.pid and locktype = 'advisory'))
    """
)


@dataclass(frozen=True, slots=True)
class Login:
    """An analyst's login to this database."""

    name: str
    connections: int
    """How many sessions it may have."""
    seconds: int
    """How long a statement of it may take."""
    sessions: int
    """How many it has here now."""


def check_name(name: str) -> str:
    """Give a name that a login may have. Raises DatabaseProblem."""
    if not _NAME.fullmatch(name) or name in _RESERVED:
        raise DatabaseProblem(
            f"{name!r} is no name for a login: small letters, digits and _, a letter first, 63 at most, and none that "
            "PostgreSQL or Dateline uses itself"
        )
    return name


def grant_login(
    engine: Engine, name: str, password: str | None, connections: int = CONNECTIONS, seconds: int = SECONDS
) -> None:
    """Make an analyst's login to this database, or renew it: password, limits and settings. The server is only told
    the password's SCRAM verifier; None takes the password away. Raises DatabaseProblem.
    """
    check_name(name)
    with _administering(engine) as connection:
        if not is_ours(connection):
            raise DatabaseProblem("the role analyst is not there: `scrapy db analysts` says what to do")
        found = connection.execute(_FOUND, {"name": name}).one_or_none()
        if found is not None and (not found.comment.startswith(LOGIN_MARK) or found.is_more):
            raise DatabaseProblem(f"there is a role {name} that was not made here: choose another name")
        role = Identifier(name)
        close_to_others(connection)
        if found is None:
            execute(connection, SQL("create role {}").format(role))
        execute(
            connection,
            SQL("alter role {} login inherit connection limit {} password {}").format(
                role, Literal(connections), Literal(_verifier(connection, name, password))
            ),
        )
        comment = f"{LOGIN_MARK}, made by `scrapy db grant-analyst`; statements of {seconds} s."
        execute(connection, SQL("comment on role {} is {}").format(role, Literal(comment)))
        execute(connection, SQL("grant {} to {}").format(Identifier(ROLE), role))
        execute(connection, SQL("grant connect on database {} to {}").format(_here(connection), role))
        _be_member(connection, role)
        _set_defaults(connection, role, seconds)


def revoke_login(engine: Engine, name: str) -> str:
    """Take an analyst's login to this database away and end its sessions; says what became of it.

    The role itself goes with its last database. Raises DatabaseProblem.
    """
    check_name(name)
    role = Identifier(name)
    with _administering(engine) as connection:
        found = connection.execute(_FOUND, {"name": name}).one_or_none()
        if found is None or not found.comment.startswith(LOGIN_MARK):
            raise DatabaseProblem(f"there is no analyst's login {name}" + (": that role is another's" if found else ""))
        execute(connection, SQL("revoke connect on database {} from {}").format(_here(connection), role))
        elsewhere = connection.scalars(_ELSEWHERE, {"name": name}).all()
        if not elsewhere:
            execute(connection, SQL("alter role {} nologin password null").format(role))
            execute(connection, SQL("revoke {} from {}").format(Identifier(ROLE), role))
    with _administering(engine) as connection:  # what was taken is committed, and no session can come after this
        database = engine.url.database if elsewhere else None
        ended = connection.scalar(_END, {"name": name, "database": database})
    said = f"{name} can no longer read this database" + (f"; sessions ended: {ended}" if ended else "")
    if elsewhere:
        return f"{said}; its login stays for {', '.join(elsewhere)}"
    try:
        with _administering(engine) as connection:
            execute(connection, SQL("drop role {}").format(role))
    except DatabaseProblem as problem:
        if not isinstance(problem.__cause__, DependentObjectsStillExist):
            raise
        return f"{said}; the role stays, without login: somebody gave it more than we did"
    return said


def logins(connection: Connection) -> list[Login]:
    """The analysts' logins to this database."""
    if not is_ours(connection):
        return []
    return [
        Login(row.name, row.connections, _limit(row.comment), row.sessions)
        for row in connection.execute(_LOGINS, {"mark": f"{LOGIN_MARK}%"})
    ]


def reached(connection: Connection, name: str) -> list[str]:
    """Other databases of the server to which a login can connect."""
    return list(connection.scalars(_REACHED, {"name": name}))


def end_overdue(engine: Engine) -> list[str]:
    """End the analysts' sessions whose statement or open transaction has outlived its limit, which its bearer must have
    lifted, and those that hold an advisory lock, for which they have no use; says whose. Raises DatabaseProblem."""
    ended = []
    with problems_named(engine), engine.begin() as connection:
        ours = logins(connection)
        asked = {
            "names": [login.name for login in ours],
            "limits": [login.seconds for login in ours],
            "grace": _GRACE,
            "idle": IDLE_SECONDS,
        }
        for row in connection.execute(_OVERDUE, asked).all():
            connection.execute(text("select pg_terminate_backend(:pid, 5000)"), {"pid": row.pid})
            why = "held an advisory lock" if row.has_advisory_lock else f"{row.state} for {row.seconds:.0f} s"
            ended.append(f"{row.name}: {why}")
    return ended


def defaults(seconds: int = SECONDS) -> dict[str, str]:
    """The settings with which an analyst's session begins."""
    return {
        "default_transaction_read_only": "on",
        "statement_timeout": f"{seconds}s",
        "idle_in_transaction_session_timeout": f"{IDLE_SECONDS}s",
        "lock_timeout": "5s",
        "search_path": f"{ROLE},public",
        "timezone": "UTC",
    }


def url_for(url: URL, name: str, password: str | None) -> str:
    """The URL with which a login comes to the database of ``url``."""
    kept = {part: url.query[part] for part in _KEPT_PARTS if part in url.query}
    theirs = URL.create("postgresql", name, password, url.host, url.port, url.database, kept)
    return theirs.render_as_string(hide_password=False)


def _set_defaults(connection: Connection, role: Composable, seconds: int) -> None:
    """Give a login's sessions their settings, and take those away that it chose itself."""
    execute(connection, SQL("alter role {} reset all").format(role))
    execute(connection, SQL("alter role {} in database {} reset all").format(role, _here(connection)))
    chosen = defaults(seconds)
    if connection.scalar(text("select has_parameter_privilege('temp_file_limit', 'set')")):
        chosen["temp_file_limit"] = _DISK
    for setting, value in chosen.items():
        parts = SQL(", ").join(Literal(part) for part in value.split(","))
        execute(connection, SQL("alter role {} set {} = {}").format(role, Identifier(setting), parts))


def _be_member(connection: Connection, role: Composable) -> None:
    """Have the rights of the login ourselves (it has few), or we could not end its sessions."""
    if not connection.scalar(text("select rolsuper from pg_roles where rolname = current_user")):
        execute(connection, SQL("grant {} to current_user").format(role))


def _verifier(connection: Connection, name: str, password: str | None) -> str | None:
    """What the server keeps of a password: it never sees the password itself."""
    driver = connection.connection.driver_connection
    if password is None or driver is None:
        return None
    return str(driver.pgconn.encrypt_password(password.encode(), name.encode(), b"scram-sha-256").decode())


def _here(connection: Connection) -> Identifier:
    return Identifier(str(connection.scalar(text("select current_database()"))))


def _limit(comment: str) -> int:
    """The seconds that a login's comment keeps; those of every login where somebody changed it."""
    found = re.search(r"statements of (\d+) s", comment)
    return int(found[1]) if found else SECONDS


@contextmanager
def _administering(engine: Engine) -> Iterator[Connection]:
    """A transaction in which nobody else makes views or logins of this database. Raises DatabaseProblem."""
    with problems_named(engine), engine.begin() as connection:
        connection.execute(text("select pg_advisory_xact_lock(:lock)"), {"lock": UPGRADE_LOCK})
        try:
            yield connection
        except InsufficientPrivilege as error:
            raise DatabaseProblem(
                f"database {place_of(engine.url)}: {str(error).partition(chr(10))[0]}: as a superuser, or as the"
                " database's owner with createrole and, where another made the role analyst, `grant analyst to … with"
                " admin option`"
            ) from error
        except psycopg.Error as error:
            raise DatabaseProblem(f"database {place_of(engine.url)}: {str(error).partition(chr(10))[0]}") from error
