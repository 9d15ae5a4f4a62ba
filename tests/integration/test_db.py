"""What the door to the database lets through, and what it says when it does not."""

import threading
from collections.abc import Callable
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import Engine, make_url, text

from models import db
from models.local import LocalServer
from models.schema import current_revision, head_revision, is_empty


def tables(engine: Engine) -> set[str]:
    with engine.connect() as connection:
        return set(connection.execute(text("select tablename from pg_tables where schemaname = 'news'")).scalars())


@pytest.mark.parametrize("given", ["", "  "])
def test_an_empty_database_url_means_the_embedded_server(monkeypatch: pytest.MonkeyPatch, given: str) -> None:
    monkeypatch.setenv("DATABASE_URL", given)
    assert db.database_url() is None


def test_both_spellings_of_the_scheme_are_understood(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgres://desk@db.example/news")
    assert db.database_url() == "postgresql://desk@db.example/news"


@pytest.mark.parametrize(
    "given",
    ["mysql://desk:s3cret@db.example/news", "db.example/s3cret", "postgresql://desk:s3cret@db.example:port/news"],
)
def test_any_other_url_is_refused_without_repeating_its_password(monkeypatch: pytest.MonkeyPatch, given: str) -> None:
    monkeypatch.setenv("DATABASE_URL", given)
    with pytest.raises(db.DatabaseProblem) as problem:
        db.database_url()
    assert "DATABASE_URL" in str(problem.value)
    assert "postgresql://user:password@host" in str(problem.value)
    assert "s3cret" not in str(problem.value)


@pytest.mark.parametrize(
    "url", ["postgresql://desk:s3cret@db.example/news", "postgresql://db.example/?password=s3cret"]
)
def test_a_url_for_people_hides_the_password(url: str) -> None:
    assert "s3cret" not in db.masked(url)
    assert "***" in db.masked(url)


def test_sessions_speak_utc_and_bear_our_name(engine: Engine) -> None:
    with engine.connect() as connection:
        assert connection.exec_driver_sql("show timezone").scalar_one() == "UTC"
        assert connection.exec_driver_sql("show application_name").scalar_one() == "dateline"


def test_options_in_the_url_are_kept(database_url: str) -> None:
    url = make_url(database_url).update_query_dict({"options": "-c work_mem=7MB", "application_name": "desk"})
    with db.engine_on(url.render_as_string(hide_password=False)) as engine, engine.connect() as connection:
        assert connection.exec_driver_sql("show work_mem").scalar_one() == "7MB"
        assert connection.exec_driver_sql("show timezone").scalar_one() == "UTC"
        assert connection.exec_driver_sql("show application_name").scalar_one() == "desk"


def test_a_migrated_database_is_fit_for_use(engine: Engine) -> None:
    db.check(engine)
    assert "articles" in tables(engine)


def test_a_database_without_schema_says_how_to_make_it(empty_database_url: str) -> None:
    with db.engine_on(empty_database_url) as engine:
        assert is_empty(engine)
        with pytest.raises(db.DatabaseProblem, match="no schema yet: run `scrapy db upgrade`"):
            db.check(engine)
        db.upgrade(engine)
        assert not is_empty(engine)
        db.check(engine)


def test_database_url_is_never_migrated_unasked(empty_database_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", empty_database_url)
    with db.database() as engine:
        assert is_empty(engine)


def stamp(engine: Engine, revision: str) -> None:
    with engine.begin() as connection:
        connection.execute(text("update news.alembic_version set version_num = :revision"), {"revision": revision})


def test_a_schema_ahead_of_the_code_asks_for_an_update_of_the_checkout(engine: Engine) -> None:
    stamp(engine, "9999")
    with pytest.raises(db.DatabaseProblem, match="this checkout is older than the database"):
        db.check(engine)
    with pytest.raises(db.DatabaseProblem, match="this checkout is older than the database"):
        db.upgrade(engine)
    assert current_revision(engine) == "9999"


def test_a_schema_behind_the_code_asks_for_an_upgrade(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("models.schema.head_revision", lambda: "0002_of_tomorrow")
    with pytest.raises(db.DatabaseProblem, match=r"behind .*0002_of_tomorrow.*run `scrapy db upgrade`"):
        db.check(engine)


def test_a_server_older_than_15_is_refused(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(db, "OLDEST_SERVER", 99)
    with pytest.raises(db.DatabaseProblem, match=r"the server is PostgreSQL 1[5-9], and 99 or newer is needed"):
        db.check(engine)


def test_down_to_nothing_and_up_again(engine: Engine) -> None:
    before = tables(engine)
    db.downgrade(engine, "base")
    assert tables(engine) <= {"alembic_version"}
    with pytest.raises(db.DatabaseProblem, match="no schema yet"):
        db.check(engine)
    db.upgrade(engine)
    assert tables(engine) == before
    assert current_revision(engine) == head_revision()


def test_an_unknown_revision_is_one_line(engine: Engine) -> None:
    with pytest.raises(db.DatabaseProblem, match="nosuch"):
        db.upgrade(engine, "nosuch")


def test_several_upgraders_at_once_do_no_harm(empty_database_url: str) -> None:
    problems: list[BaseException] = []

    def upgrade() -> None:
        try:
            with db.engine_on(empty_database_url) as engine:
                db.upgrade(engine)
        except BaseException as problem:
            problems.append(problem)

    upgraders = [threading.Thread(target=upgrade) for _ in range(4)]
    for upgrader in upgraders:
        upgrader.start()
    for upgrader in upgraders:
        upgrader.join(60)
    assert problems == []
    with db.engine_on(empty_database_url) as engine:
        db.check(engine)


def expect_problem(url: str) -> str:
    with db.engine_on(url) as engine, pytest.raises(db.DatabaseProblem) as problem:
        db.check(engine)
    assert "\n" not in str(problem.value)
    return str(problem.value)


def test_a_server_that_is_away(unused_port: int) -> None:
    said = expect_problem(f"postgresql://desk:s3cret@127.0.0.1:{unused_port}/news")
    assert f"news on 127.0.0.1:{unused_port}: the server is away" in said
    assert "s3cret" not in said


def test_a_socket_that_is_not_there() -> None:
    assert "the server is away" in expect_problem("postgresql://desk@/news?host=/nonexistent")


def test_a_host_that_does_not_exist() -> None:
    assert "no such host" in expect_problem("postgresql://desk:s3cret@nosuch.invalid/news")


def test_a_database_that_does_not_exist(server: str) -> None:
    missing = make_url(server).set(database="nosuch_test").render_as_string(hide_password=False)
    assert "nosuch_test on" in (said := expect_problem(missing))
    assert "there is no such database: create it" in said


def test_a_connection_lost_on_the_way(engine: Engine, database_url: str) -> None:
    with engine.connect() as connection:
        pid = connection.exec_driver_sql("select pg_backend_pid()").scalar_one()
        with psycopg.connect(database_url) as other:
            other.execute("select pg_terminate_backend(%s)", (pid,))
        with pytest.raises(db.DatabaseProblem, match="the server is away"), db.problems_named(engine):
            connection.exec_driver_sql("select 1")


def test_an_upgrade_does_not_wait_for_a_table_in_use(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("models.schema.LOCK_LIMIT", "100ms")
    with engine.begin() as analyst:
        analyst.execute(text("lock table news.articles"))
        with pytest.raises(db.DatabaseProblem, match="another session holds what is needed"):
            db.downgrade(engine, "base")
    db.check(engine)


def test_a_password_that_is_refused(local_server: LocalServer) -> None:
    with psycopg.connect(local_server.start(), autocommit=True) as connection:
        connection.execute("create role desk login password 'right'")
        rules = Path(str(connection.execute("show hba_file").fetchone()[0]))  # type: ignore[index]
        rules.write_text("local all desk scram-sha-256\n" + rules.read_text())
        connection.execute("select pg_reload_conf()")
    url = make_url(local_server.url).set(username="desk")
    for given in ("wr0ng", None):
        said = expect_problem(url.set(password=given).render_as_string(hide_password=False))
        assert "the password was refused: correct it in DATABASE_URL" in said
        assert "wr0ng" not in said


def test_only_the_databases_of_tests_are_dropped(drop_database: Callable[[str], None]) -> None:
    with pytest.raises(ValueError, match="does not end in _test"):
        drop_database("dateline")
