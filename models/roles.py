"""The role ``analyst``: who has it reads schema ``analyst`` and nothing else.

A role is the whole server's, what it may do is the database's: the role is made once, its rights are given again
whenever the views are made anew. What PostgreSQL lets everybody do (connect, temporary tables, large objects, advisory
locks) is closed when the first analyst is let in, for everybody but those who hold something in the database already.
"""

from collections.abc import Sequence
from contextlib import suppress

from psycopg.errors import InsufficientPrivilege
from psycopg.sql import SQL, Composable, Identifier, Literal
from sqlalchemy import Connection, text

ROLE = "analyst"
OURS = "Dateline: reads schema analyst and nothing else."
"""The comment that tells our role from anybody else's of the same name."""
LOGIN_MARK = "Dateline analyst"
"""How the comments on the logins that we made begin."""

# Two databases of one server may be upgraded at once; an advisory lock is a database's own and would not help.
_MAKE = SQL(
    """
    do $make$
    begin
      if to_regrole({name}) is null then
        create role {role} nologin;
        comment on role {role} is {ours};
      end if;
    exception
      when duplicate_object or unique_violation then null;  -- made for another database at this moment
      when insufficient_privilege then null;  -- `scrapy db status` says what to do
    end $make$
    """
).format(name=Literal(ROLE), role=Identifier(ROLE), ours=Literal(OURS))
# The owner of the views is a member, so that `set role analyst` shows him what analysts see.
_JOIN = SQL(
    """
    do $join$
    begin
      if not pg_has_role(current_user, {name}, 'usage') then
        execute format('grant {role} to %I', current_user);
      end if;
    exception
      when insufficient_privilege or unique_violation then null;
      when internal_error then null;  -- "tuple concurrently updated": done for another database at this moment
    end $join$
    """
).format(name=Literal(ROLE), role=Identifier(ROLE))
_GRANTS = (
    "revoke execute on all routines in schema analyst from public",
    "grant usage on schema analyst to analyst",
    "grant select on all tables in schema analyst to analyst",
    "grant execute on all routines in schema analyst to analyst",
)
_COMMENT = text("select shobj_description(to_regrole(:name), 'pg_authid')")

# Whoever was given anything in this database, or owns something there, keeps what everybody had.
_KEEPERS = text(
    """
    select distinct rolname from pg_shdepend
    join pg_roles on pg_roles.oid = refobjid
    cross join (select oid as here from pg_database where datname = current_database()) as this
    where refclassid = 'pg_authid'::regclass
      and (dbid = here or (classid = 'pg_database'::regclass and objid = here))
      and coalesce(shobj_description(pg_roles.oid, 'pg_authid'), '') not like 'Dateline%'
    order by rolname
    """
)
# Large objects are writes; our own work waits for advisory locks; the last writes to the log of the server.
_FUNCTIONS = text(
    r"""
    select pg_proc.oid::regprocedure::text from pg_proc
    where pronamespace = 'pg_catalog'::regnamespace and has_function_privilege('public', pg_proc.oid, 'execute')
      and (proname like 'lo\_%' or proname in ('loread', 'lowrite') or proname like 'pg\_%advisory%'
        or proname = 'pg_logical_emit_message')
    order by 1
    """
)
_OPEN = text(
    """
    select has_database_privilege('public', current_database(), 'connect') as connect,
      has_database_privilege('public', current_database(), 'temporary') as temporary,
      coalesce(has_schema_privilege('public', to_regnamespace('public'), 'create'), false) as public
    """
)
_IS_SUPERUSER = text("select rolsuper from pg_roles where rolname = current_user")
_MAY_MAKE = text("select rolsuper or rolcreaterole from pg_roles where rolname = current_user")
_READABLE = text(
    """
    select format('%I.%I', nspname, relname) from pg_class join pg_namespace on pg_namespace.oid = relnamespace
    where relkind in ('r', 'v', 'm', 'f', 'p') and nspname not in ('analyst', 'pg_catalog', 'information_schema')
      and nspname not like 'pg\\_%' and has_schema_privilege('analyst', pg_namespace.oid, 'usage')
      and has_table_privilege('analyst', pg_class.oid, 'select, insert, update, delete, truncate')
    order by 1
    """
)
_ABOVE = text(
    "select roles.rolname from pg_auth_members join pg_roles as roles on roles.oid = roleid"
    " where member = to_regrole('analyst') order by 1"
)
_MISSING = text(
    """
    select count(*) from pg_class where relnamespace = to_regnamespace('analyst') and relkind in ('r', 'v', 'm')
      and not (has_schema_privilege('analyst', relnamespace, 'usage')
        and has_table_privilege('analyst', pg_class.oid, 'select'))
    """
)


def grant_views(connection: Connection) -> None:
    """Make the role, where there is none and we may, and let it read schema ``analyst`` as it is now.

    A role of that name which is not ours gets nothing.
    """
    execute(connection, _MAKE)
    if not is_ours(connection):
        return
    execute(connection, _JOIN)
    for grant in _GRANTS:
        connection.execute(text(grant))


def is_ours(connection: Connection) -> bool:
    """Whether there is a role ``analyst``, and it is the one that we, or a superuser for us, made."""
    return bool(connection.scalar(_COMMENT, {"name": ROLE}) == OURS)


def close_to_others(connection: Connection) -> None:
    """Take from everybody, and so from analysts, what PostgreSQL gives to everybody in this database: to connect, to
    make temporary tables and large objects, to take advisory locks, and to create things in schema ``public`` where an
    old server allows it. Those who hold something here keep it. What we may not close, :func:`left_open` names.
    """
    opened = connection.execute(_OPEN).one()
    keepers = connection.scalars(_KEEPERS).all()
    here = Identifier(str(connection.scalar(text("select current_database()"))))
    if opened.connect or opened.temporary:
        _narrow(connection, SQL("connect, temporary on database {}").format(here), keepers)
    if opened.public:
        _narrow(connection, SQL("create on schema public"), ())
    if connection.scalar(_IS_SUPERUSER):
        functions = connection.scalars(_FUNCTIONS).all()
        if functions:
            named = SQL(", ".join(functions))  # as the server itself writes them
            _narrow(connection, SQL("execute on function {}").format(named), keepers)


def gaps(connection: Connection) -> list[str]:
    """What the role cannot do and should, and what it was given and should not: a sentence each, with its remedy."""
    if connection.scalar(text("select to_regrole('analyst')")) is None:
        if connection.scalar(_MAY_MAKE):
            return ["there is no role analyst: run `scrapy db upgrade`"]
        return [f"there is no role analyst, and this user may not make one; as a superuser, once: {_setup(connection)}"]
    if not is_ours(connection):
        return [
            "the role analyst was not made by Dateline, so it gets nothing; if it is meant for this, as a superuser:"
            f" comment on role analyst is '{OURS}'; then run `scrapy db upgrade`"
        ]
    found = []
    if connection.scalar(_MISSING):
        found.append("analysts may not read all of schema analyst: run `scrapy db upgrade`")
    found += [
        f"the role analyst is a member of {above}: revoke {above} from analyst" for above in connection.scalars(_ABOVE)
    ]
    found += [
        f"analysts can use {table}, which everybody or they were given: revoke all on {table} from public, analyst"
        for table in connection.scalars(_READABLE)
    ]
    return found


def execute(connection: Connection, statement: Composable) -> None:
    """Run a statement with names and values already in it, which ``text()`` would read as parameters."""
    driver = connection.connection.driver_connection
    if driver is None:
        raise RuntimeError("the connection is closed")
    driver.execute(statement)


def _narrow(connection: Connection, right: Composable, keepers: Sequence[str]) -> None:
    """Take a right from everybody, and give it to some; or nothing of it, where it is not ours to take."""
    with suppress(InsufficientPrivilege), connection.begin_nested():
        if keepers:
            names = SQL(", ").join(map(Identifier, keepers))
            execute(connection, SQL("grant {} to {}").format(right, names))
        execute(connection, SQL("revoke {} from public").format(right))


def left_open(connection: Connection) -> list[str]:
    """What everybody can do in this database, and analysts with them: a sentence each, with its remedy."""
    opened = connection.execute(_OPEN).one()
    here = connection.scalar(text("select quote_ident(current_database())"))
    found = []
    if opened.connect or opened.temporary:
        found.append(
            "everybody may connect or make temporary tables; as the database's owner: "
            f"revoke connect, temporary on database {here} from public"
        )
    if opened.public:
        found.append("everybody may create things in schema public: revoke create on schema public from public")
    functions = connection.scalars(_FUNCTIONS).all()
    if functions:
        owner = connection.scalar(
            text("select quote_ident(pg_get_userbyid(datdba)) from pg_database where datname = current_database()")
        )
        listed = ", ".join(functions)
        found.append(
            "everybody may write large objects, and take the advisory locks that our own work waits for;"
            f" as a superuser, in this database: grant execute on function {listed} to {owner};"
            f" revoke execute on function {listed} from public"
        )
    return found


def _setup(connection: Connection) -> str:
    """What a superuser runs where our user may not create roles."""
    user = connection.scalar(text("select quote_ident(current_user)"))
    return (
        f"create role analyst; comment on role analyst is '{OURS}'; grant analyst to {user} with admin option;"
        " then run `scrapy db upgrade`"
    )
