"""The role analyst: what it may do, and that every way out of it which we know is refused.

Each session that tries has lifted its read-only mode and its time limit first, as PostgreSQL lets it.
"""

import secrets
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor, wait
from contextlib import contextmanager
from typing import Any

import psycopg
import pytest
from psycopg import errors
from sqlalchemy import Engine, make_url, text

from models import db, logins, roles
from models.runs import open_run
from models.store import Batch, write_batch
from tests.conftest import named, scratch_database
from tests.documents import document, fetch

Session = psycopg.Connection[Any]
DENIED = errors.InsufficientPrivilege


@pytest.fixture(scope="module")
def desk(server: str, migrated_template: str) -> Iterator[Engine]:
    """The owner of a database with an article in two versions."""
    with scratch_database(server, migrated_template) as url, db.engine_on(url) as engine:
        run = open_run(engine, "article", {})
        for position, headline in enumerate(("The battle", "The siege"), 1):
            write_batch(engine, Batch(run, position, {}, [fetch(document(headline=headline))]))
        yield engine


@contextmanager
def login_to(desk: Engine, connections: int = 5, seconds: int = 60) -> Iterator[str]:
    """The URL of an analyst's login, which is taken away afterwards."""
    name, password = f"sara_{secrets.token_hex(4)}", secrets.token_hex(16)
    logins.grant_login(desk, name, password, connections, seconds)
    try:
        yield logins.url_for(desk.url, name, password)
    finally:
        logins.revoke_login(desk, name)


@pytest.fixture(scope="module")
def sara(desk: Engine) -> Iterator[str]:
    """The URL of an analyst."""
    with login_to(desk) as url:
        yield url


@pytest.fixture
def session(sara: str) -> Iterator[Session]:
    """A session of the analyst that has lifted what it could."""
    with psycopg.connect(sara, autocommit=True) as connection:
        connection.execute("set default_transaction_read_only = off")
        connection.execute("set statement_timeout = 0")
        yield connection


@pytest.fixture
def owner(desk: Engine) -> Iterator[Session]:
    """A session of the database's owner."""
    with psycopg.connect(desk.url.set(drivername="postgresql").render_as_string(False), autocommit=True) as connection:
        yield connection


def test_every_view_can_be_read_and_every_function_be_called(session: Session) -> None:
    views = session.execute(
        "select oid::regclass::text from pg_class where relnamespace = 'analyst'::regnamespace"
        " and relkind in ('r', 'v', 'm')"
    ).fetchall()
    assert ("analyst.revisions",) in views or ("revisions",) in views
    for (view,) in views:
        session.execute(f"select * from {view} limit 1")
    withheld = """
        select oid::regprocedure from pg_proc
        where pronamespace = 'analyst'::regnamespace and not has_function_privilege(oid, 'execute')
    """
    assert session.execute(withheld).fetchall() == []


def test_no_function_reads_tables_with_the_rights_of_an_analyst_who_has_none(owner: Session) -> None:
    readers = """
        select distinct pg_depend.objid::regprocedure from pg_depend join pg_proc on pg_proc.oid = objid
        join pg_class on pg_class.oid = refobjid
        where pg_depend.classid = 'pg_proc'::regclass and refclassid = 'pg_class'::regclass
          and pronamespace = 'analyst'::regnamespace and relnamespace = 'news'::regnamespace and not prosecdef
    """
    assert owner.execute(readers).fetchall() == []


def test_a_function_with_the_owners_rights_looks_names_up_where_no_analyst_can_put_any(owner: Session) -> None:
    loose = """
        select oid::regprocedure from pg_proc
        where pronamespace in ('analyst'::regnamespace, 'news'::regnamespace) and prosecdef
          and coalesce(array_to_string(proconfig, ';'), '')
            !~ 'search_path=(""|((pg_catalog|news|analyst|public), )*pg_temp)(;|$)'
    """
    assert owner.execute(loose).fetchall() == []


def test_no_view_reads_with_the_rights_of_an_analyst_who_has_none(owner: Session) -> None:
    invoking = """
        select oid::regclass from pg_class
        where relnamespace = 'analyst'::regnamespace and reloptions::text ~ 'security_invoker'
    """
    assert owner.execute(invoking).fetchall() == []


def test_a_difference_between_versions_can_be_asked_for(session: Session) -> None:
    rows = session.execute("select was, became from diff((select min(article_id) from revisions), 1, 2)").fetchall()
    assert rows == [("The battle", "The siege")]


def test_a_session_begins_read_only_with_limits_in_utc_and_in_its_schema(sara: str) -> None:
    with psycopg.connect(sara) as connection:
        shown = {name: connection.execute(f"show {name}").fetchone() for name in logins.defaults()}
    assert shown == {
        "default_transaction_read_only": ("on",),
        "statement_timeout": ("1min",),
        "idle_in_transaction_session_timeout": ("5min",),
        "lock_timeout": ("5s",),
        "search_path": ("analyst, public",),
        "timezone": ("UTC",),
    }


REFUSED = {
    "reading an article's table": "select * from news.articles",
    "reading the queue of addresses": "select * from news.urls",
    "reading the schema's revision": "table news.alembic_version",
    "locking a table": "begin; lock table news.articles in access share mode",
    "locking a view against changes": "begin; lock table analyst.events in access exclusive mode",
    "locking rows through a view": "select * from analyst.events for update",
    "copying a table out": "copy news.articles to stdout",
    "reading a sequence": "select * from news.articles_id_seq",
    "inserting": "insert into news.sources (slug) values ('x')",
    "updating through a view": "update analyst.events set title = 'x'",
    "deleting through a view": "delete from analyst.events",
    "truncating": "truncate news.articles cascade",
    "calling setval": "select setval('news.articles_id_seq', 1)",
    "a cursor": "declare c cursor for select * from news.articles",
    "preparing": "prepare p as select * from news.articles",
    "explaining with execution": "explain analyze select * from news.articles",
    "a DO block": "do $$ begin perform from news.articles; end $$",
    "a DO block's dynamic SQL": "do $$ begin execute 'delete from news.articles'; end $$",
    "XML of a query": "select query_to_xml('select * from news.articles', true, true, '')",
    "words of a query": "select ts_stat('select to_tsvector(headline) from news.articles')",
    "reading passwords": "select * from pg_authid",
    "reading passwords by their view": "select * from pg_shadow",
    "reading a file": "select pg_read_file('/etc/hosts')",
    "reading a file as bytes": "select pg_read_binary_file('/etc/hosts')",
    "listing a folder": "select pg_ls_dir('.')",
    "looking at a file": "select pg_stat_file('/etc/hosts')",
    "reading the server's access rules": "select * from pg_hba_file_rules",
    "importing a file as a large object": "select lo_import('/etc/hosts')",
    "exporting a large object as a file": "select lo_export(1, '/tmp/x')",
    "copying to a program": "copy (select 1) to program 'true'",
    "copying from a program": "create temp table t (x text); copy t from program 'true'",
    "copying to a file": "copy (select 1) to '/tmp/x'",
    "another server by dblink": "create extension dblink",
    "another server by a foreign table": "create extension postgres_fdw",
    "a trusted extension": "create extension citext",
    "a foreign-data wrapper": "create foreign data wrapper w",
    "a function in the analysts' schema": "create function analyst.f() returns int language sql return 1",
    "a function in schema public": "create function public.f() returns int language sql return 1",
    "a function that is gone with the session": "create function pg_temp.f() returns int language sql return 1",
    "an operator": "create operator public.=== (function = int4eq, leftarg = int4, rightarg = int4)",
    "a temporary table": "create temp table t ()",
    "a temporary view": "create temp view v as select 1",
    "a temporary sequence": "create temp sequence s",
    "a table": "create table analyst.t ()",
    "a table in schema public": "create table public.t ()",
    "a table from a query": "select * into public.t from analyst.events",
    "a type": "create type public.t as (x int)",
    "a schema": "create schema s",
    "a database": "create database s_test",
    "a role": "create role s",
    "a publication": "create publication p",
    "a subscription": "create subscription s connection 'host=127.0.0.1' publication p with (connect = false)",
    "an event trigger": "create event trigger e on ddl_command_start execute function nosuch()",
    "a large object": "select lo_create(0)",
    "a large object of bytes": "select lo_from_bytea(0, 'x')",
    "a large object by its old name": "select lo_creat(-1)",
    "being the owner": "set role {owner}",
    "being the owner from the start": "set session authorization {owner}",
    "being one who reads all": "set role pg_read_all_data",
    "joining those who read all": "grant pg_read_all_data to current_user",
    "giving one's rights to another": "grant analyst to {owner}",
    "raising one's own connection limit": "alter role current_user connection limit -1",
    "renaming the role": "alter role analyst rename to omar",
    "being a superuser": "alter role {me} superuser",
    "changing one's mark": "comment on role {me} is ''",
    "changing everybody's settings": "alter database {database} set work_mem = '1GB'",
    "changing the server's settings": "alter system set work_mem = '1GB'",
    "changing the analysts' settings": "alter role analyst set work_mem = '1GB'",
    "reloading the settings": "select pg_reload_conf()",
    "lifting the limit on disk": "set temp_file_limit = -1",
    "hiding from the log": "set log_min_error_statement = panic",
    "loading a library": "load '/tmp/x.so'",
    "cancelling another's query": "select pg_cancel_backend({pid})",
    "ending another's session": "select pg_terminate_backend({pid})",
    "taking the lock of upgrades": "select pg_advisory_lock(1685283180)",
    "taking the lock of updates of events": "select pg_try_advisory_lock(1684108389)",
    "taking a lock for a transaction": "select pg_advisory_xact_lock(1)",
    "sharing a lock": "select pg_advisory_lock_shared(1)",
    "a checkpoint": "checkpoint",
    "writing to the server's log of changes": "select pg_logical_emit_message(false, 'x', 'y')",
    "switching that log": "select pg_switch_wal()",
    "a replication slot": "select pg_create_physical_replication_slot('x')",
    "resetting the statistics": "select pg_stat_reset()",
    "counting anew": "refresh materialized view analyst.coverage",
    "dropping a view": "drop view analyst.events",
    "renaming a view": "alter view analyst.events rename to e",
    "dropping the schema": "drop schema analyst cascade",
    "dropping what another owns": "drop owned by {owner}",
    "taking over what the owner has": "reassign owned by {owner} to current_user",
    "changing privileges of the future": "alter default privileges for role {owner} grant select on tables to public",
}


@pytest.mark.parametrize("statement", REFUSED.values(), ids=REFUSED.keys())
def test_refused(statement: str, session: Session, owner: Session) -> None:
    names = {
        "owner": owner.info.user,
        "me": session.info.user,
        "database": session.info.dbname,
        "pid": owner.info.backend_pid,
    }
    with pytest.raises(DENIED):
        session.execute(statement.format_map(names) if "$$" not in statement else statement)


def test_what_others_ask_the_server_is_hidden(session: Session, owner: Session) -> None:
    owner.execute("select 'a secret'")
    seen = session.execute("select query from pg_stat_activity where pid = %s", [owner.info.backend_pid]).fetchone()
    assert seen == ("<insufficient privilege>",)


def test_dropping_the_rights_of_all_analysts_takes_none_away(session: Session) -> None:
    session.execute("drop owned by analyst, current_user")
    session.execute("select from analyst.events")


def test_a_transaction_that_is_left_prepared_is_refused(session: Session) -> None:
    with pytest.raises(errors.ObjectNotInPrerequisiteState):
        session.execute("begin; prepare transaction 'left'")


def test_more_sessions_than_allowed_are_refused(desk: Engine) -> None:
    refused = pytest.raises(psycopg.OperationalError, match="too many connections for role")
    with login_to(desk, connections=2) as url, psycopg.connect(url), psycopg.connect(url), refused:
        psycopg.connect(url)


def test_another_corpus_on_the_server_is_refused(desk: Engine, database_url: str, sara: str) -> None:
    with db.engine_on(database_url) as other, login_to(other):  # it has analysts of its own, and so is closed
        theirs = str(make_url(database_url).database)
        with pytest.raises(psycopg.OperationalError, match="CONNECT"):
            psycopg.connect(named(sara, theirs))


def test_a_login_serves_two_corpora_and_goes_with_the_second(desk: Engine, database_url: str) -> None:
    name = f"omar_{secrets.token_hex(4)}"
    with db.engine_on(database_url) as other:
        logins.grant_login(desk, name, "x" * 12)
        logins.grant_login(other, name, "y" * 12)
        assert logins.revoke_login(desk, name).endswith(f"its login stays for {other.url.database}")
        with psycopg.connect(logins.url_for(other.url, name, "y" * 12)):
            assert logins.revoke_login(other, name).endswith("sessions ended: 1")
        with other.connect() as connection:
            assert connection.scalar(text("select to_regrole(:name)"), {"name": name}) is None


def test_a_statement_ends_at_the_limit_and_one_that_lifted_it_is_ended_when_one_looks(desk: Engine) -> None:
    with login_to(desk, seconds=1) as url, psycopg.connect(url, autocommit=True) as session:
        with pytest.raises(errors.QueryCanceled):
            session.execute("select pg_sleep(60)")
        name = session.info.user
        session.execute("set default_transaction_read_only = off")
        session.execute("set statement_timeout = 0")
        session.execute("alter role current_user set statement_timeout = 0")  # its own, for all its sessions to come
        with ThreadPoolExecutor(1) as meanwhile, psycopg.connect(url, autocommit=True) as freed:
            asked = meanwhile.submit(freed.execute, "select pg_sleep(60)")
            while not (ended := logins.end_overdue(desk)):
                assert not wait([asked], timeout=0.1).done
            assert [line.rpartition(" for ")[0] for line in ended] == [f"{name}: active"]
            with pytest.raises(psycopg.OperationalError):
                asked.result()
        logins.grant_login(desk, name, "x" * 12, seconds=7)
        with psycopg.connect(logins.url_for(desk.url, name, "x" * 12)) as renewed:
            assert renewed.execute("show statement_timeout").fetchone() == ("7s",)


def test_a_password_is_kept_as_its_verifier_alone(sara: str, owner: Session) -> None:
    query = "select rolpassword from pg_authid where rolname = %s"
    kept = owner.execute(query, [make_url(sara).username]).fetchone()
    assert kept is not None
    assert kept[0].startswith("SCRAM-SHA-256$")


@pytest.fixture
def stranger(owner: Session) -> Iterator[str]:
    """A role of somebody else's, who was given something in this database."""
    name = f"desk_{secrets.token_hex(4)}"
    owner.execute(f"create role {name} login password 'not ours'; grant usage on schema news to {name}")
    yield name
    owner.execute(f"drop owned by {name}; drop role {name}")


def test_a_role_that_we_did_not_make_is_never_touched(desk: Engine, stranger: str, owner: Session) -> None:
    query = "select rolpassword, rolconnlimit, rolvaliduntil from pg_authid where rolname = %s"
    before = owner.execute(query, [stranger]).fetchone()
    with pytest.raises(db.DatabaseProblem, match="was not made here"):
        logins.grant_login(desk, stranger, "x" * 12)
    with pytest.raises(db.DatabaseProblem, match="is another's"):
        logins.revoke_login(desk, stranger)
    assert owner.execute(query, [stranger]).fetchone() == before


@pytest.mark.parametrize(
    "name", ["", "Sara", "sara k", 'sara"', "pg_sara", "analyst", "public", "1st", "s" * 64, "sára"]
)
def test_a_name_that_is_none_is_refused(desk: Engine, name: str) -> None:
    with pytest.raises(db.DatabaseProblem, match="is no name for a login"):
        logins.grant_login(desk, name, "x" * 12)


def test_who_held_something_here_may_still_connect_and_make_temporary_tables(engine: Engine) -> None:
    name = f"crawler_{secrets.token_hex(4)}"
    with engine.begin() as connection:
        connection.execute(text(f"create role {name}; grant usage on schema news to {name}"))
    with login_to(engine) as url, engine.begin() as connection:
        for right in ("connect", "temporary"):
            query = text("select has_database_privilege(:name, current_database(), :right)")
            assert connection.scalar(query, {"name": name, "right": right})
        assert connection.scalar(
            text(f"select has_function_privilege('{name}', 'pg_advisory_lock(bigint)', 'execute')")
        )
        assert roles.gaps(connection) + roles.left_open(connection) == []
        assert [login.name for login in logins.logins(connection)] == [make_url(url).username]
    with engine.begin() as connection:
        connection.execute(text(f"drop owned by {name}; drop role {name}"))


def test_what_analysts_were_given_besides_is_named(engine: Engine) -> None:
    with engine.begin() as connection:
        connection.execute(text("create table public.notes (); grant select on public.notes to public"))
        assert any("public.notes" in gap for gap in roles.gaps(connection))


def test_an_upgrade_lets_analysts_read_the_views_made_anew(desk: Engine, sara: str) -> None:
    db.upgrade(desk)
    with psycopg.connect(sara) as session:
        session.execute("select from analyst.events")
