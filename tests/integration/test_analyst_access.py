"""Analysts' access as an administrator gives it: by `scrapy db`, on a server of one's own and on the embedded one."""

import secrets
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from io import StringIO

import psycopg
import pytest
from sqlalchemy import Engine, make_url, text

from models import db, logins, roles
from models.local import LocalServer
from tests.commands import run_command
from tests.conftest import new_checkout, scratch_database


@pytest.fixture(scope="module")
def bare_server() -> Iterator[str]:
    """The URL of a server on which nobody has made the role yet, as its superuser."""
    with new_checkout() as root:
        local = LocalServer(root)
        yield local.start()
        local.release()


def drop_roles(server: str, names: str) -> None:
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"drop role {names}")


@pytest.fixture
def name(database_url: str) -> Iterator[str]:
    """An analyst's name; a login of it is gone afterwards."""
    name = f"sara_{secrets.token_hex(4)}"
    yield name
    with db.engine_on(database_url) as engine, engine.connect() as connection:
        left = connection.scalar(text("select to_regrole(:name) is not null"), {"name": name})
    if left:
        with db.engine_on(database_url) as engine:
            logins.revoke_login(engine, name)


@pytest.fixture
def on_own_server(database_url: str, monkeypatch: pytest.MonkeyPatch) -> str:
    """Commands are on the server of DATABASE_URL."""
    monkeypatch.setenv("DATABASE_URL", database_url)
    return database_url


def test_two_databases_of_a_server_make_the_role_at_once_and_share_it(bare_server: str) -> None:
    with ExitStack() as opened:
        opened.callback(drop_roles, bare_server, "analyst")
        engines = [
            opened.enter_context(db.engine_on(opened.enter_context(scratch_database(bare_server)))) for _ in range(3)
        ]
        for engine in engines:
            with engine.begin() as connection:
                connection.execute(text("create schema analyst"))
        with ThreadPoolExecutor(3) as at_once:
            list(at_once.map(granted, engines))
        for engine in engines:
            with engine.connect() as connection:
                assert roles.gaps(connection) == []


def granted(engine: Engine) -> None:
    with engine.begin() as connection:
        roles.grant_views(connection)


def test_an_owner_who_may_make_no_roles_is_told_what_a_superuser_does_once(
    bare_server: str, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    with psycopg.connect(bare_server, autocommit=True) as superuser, scratch_database(bare_server) as url:
        here = make_url(url).database
        superuser.execute(f"create role desk login; alter database {here} owner to desk")
        mine = make_url(url).set(username="desk").render_as_string(hide_password=False)
        monkeypatch.setenv("DATABASE_URL", mine)
        assert run_command("db", "upgrade") == 0
        assert run_command("db", "status") == 0
        said = capfd.readouterr().out
        assert (
            "analysts  WARNING: there is no role analyst, and this user may not make one; as a superuser, once:" in said
        )
        assert run_command("db", "psql", "--analyst", "-c", "select 1") == 1

        once = said.partition("once: ")[2].partition("; then run `scrapy db upgrade`")[0]
        superuser.execute(once)
        assert run_command("db", "upgrade") == 0
        assert run_command("db", "status") == 0
        assert "analysts  role analyst, logins: 0" in capfd.readouterr().out
        assert run_command("db", "psql", "--analyst", "-Atc", "select current_user, count(*) from articles") == 0
        assert capfd.readouterr().out == "analyst|0\n"

        assert run_command("db", "grant-analyst", "sara") == 1
        assert "createrole" in capfd.readouterr().err
        superuser.execute("alter role desk createrole")
        assert run_command("db", "grant-analyst", "sara") == 0
        assert "as a superuser, in this database: grant execute on function" in capfd.readouterr().err

        as_sara = make_url(url).set(username="sara").render_as_string(hide_password=False)
        with psycopg.connect(as_sara, autocommit=True) as sara:
            assert sara.execute("select count(*) from articles").fetchone() == (0,)
            with pytest.raises(psycopg.errors.ReadOnlySqlTransaction):
                sara.execute("create temp table t ()")
            sara.execute("set default_transaction_read_only = off")
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                sara.execute("create temp table t ()")
            # No superuser has closed this yet; who does it for long is found and ended.
            sara.execute("select pg_advisory_lock(1)")
            assert run_command("db", "analysts", "--end-overdue") == 1
            assert "ended sara: held an advisory lock" in capfd.readouterr().out
            with pytest.raises(psycopg.OperationalError):
                sara.execute("select 1")
        with psycopg.connect(as_sara, autocommit=True):
            assert run_command("db", "revoke-analyst", "sara") == 0
        assert capfd.readouterr().out == "sara can no longer read this database; sessions ended: 1\n"
    drop_roles(bare_server, "desk, analyst")


def test_a_role_analyst_of_somebody_elses_gets_nothing(bare_server: str) -> None:
    with psycopg.connect(bare_server, autocommit=True) as superuser:
        superuser.execute("create role analyst")
        with scratch_database(bare_server) as url, db.engine_on(url) as engine:
            db.upgrade(engine)
            with engine.connect() as connection:
                assert "was not made by Dateline" in roles.gaps(connection)[0]
                assert not connection.scalar(text("select has_schema_privilege('analyst', 'analyst', 'usage')"))
        superuser.execute("drop role analyst")


def test_a_new_login_is_printed_with_a_password_that_is_not_shown_again(
    on_own_server: str, name: str, capfd: pytest.CaptureFixture[str]
) -> None:
    assert run_command("db", "grant-analyst", name, "--connection-limit", "2", "--timeout", "90") == 0
    said, wrong = capfd.readouterr()
    assert wrong == ""
    assert f"{name} reads schema analyst, 2 sessions at a time, 90 s a statement." in said
    url = make_url(said.partition("psql '")[2].partition("'")[0])
    assert url.username == name
    assert len(url.password or "") == 32
    with psycopg.connect(url.render_as_string(hide_password=False)) as session:
        assert session.execute("show statement_timeout").fetchone() == ("90s",)

    assert run_command("db", "analysts") == 0
    listed = capfd.readouterr().out
    assert f"{name}       0 of 2 sessions, 90 s a statement" in listed
    assert str(url.password) not in listed
    assert run_command("db", "status") == 0
    assert "analysts  role analyst, logins: 1" in capfd.readouterr().out
    assert run_command("db", "revoke-analyst", name) == 0
    assert capfd.readouterr().out == f"{name} can no longer read this database\n"
    assert run_command("db", "revoke-analyst", name) == 1
    assert capfd.readouterr().err == f"scrapy db revoke-analyst: there is no analyst's login {name}\n"


def test_a_password_of_ones_own_is_read_and_not_shown(
    on_own_server: str, name: str, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdin", StringIO("battery-horse-staple\n"))
    assert run_command("db", "grant-analyst", name, "--password-stdin") == 0
    assert "battery" not in capfd.readouterr().out
    with db.engine_on(on_own_server) as engine:
        psycopg.connect(logins.url_for(engine.url, name, "battery-horse-staple")).close()
    monkeypatch.setattr("sys.stdin", StringIO("short\n"))
    assert run_command("db", "grant-analyst", name, "--password-stdin") == 1
    assert "12 characters at least" in capfd.readouterr().err


def test_psql_as_analyst_sees_what_analysts_see_and_one_can_leave_the_role(
    on_own_server: str, capfd: pytest.CaptureFixture[str]
) -> None:
    asked = "select current_user, count(*) from articles"
    assert run_command("db", "psql", "--analyst", "-Atc", asked) == 0
    assert capfd.readouterr().out == "analyst|0\n"
    assert run_command("db", "psql", "--analyst", "-Atc", "select count(*) from news.articles") == 1
    assert "permission denied for schema news" in capfd.readouterr().err
    assert run_command("db", "psql", "--analyst", "-Atc", "create table analyst.t ()") == 1
    assert "read-only" in capfd.readouterr().err
    assert (
        run_command("db", "psql", "--analyst", "-Atqc", "set role none", "-c", "select count(*) from news.articles")
        == 0
    )
    assert capfd.readouterr().out == "0\n"


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("grant-analyst",), "whose? Give a name"),
        (("grant-analyst", "sara", "omar"), "what is 'omar'?"),
        (("grant-analyst", "sara", "--timeout", "0"), "--timeout is a number of seconds"),
        (("grant-analyst", "sara", "--connection-limit", "1000"), "--connection-limit is a number from 1 to 50"),
        (("revoke-analyst", "sara", "--timeout", "5"), "--timeout is for grant-analyst"),
        (("status", "--analyst"), "--analyst is for psql"),
        (("analysts", "sara"), "what is 'sara'?"),
    ],
)
def test_a_wrong_command_line_is_one_line(
    arguments: tuple[str, ...], said: str, capfd: pytest.CaptureFixture[str]
) -> None:
    assert run_command("db", *arguments) == 2
    wrong = capfd.readouterr().err
    assert said in wrong
    assert wrong.count("\n") == 1
