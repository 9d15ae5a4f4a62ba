"""A crawl that does not come to its end: what was fetched is kept, it says why, and never that it has finished."""

import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import Engine, make_url, text

from tests.crawl.conftest import PROJECT, environment_of
from tests.crawl.misbehaving import MisbehavingServer
from tests.crawl.test_crawl_command import FAST, source_file


@pytest.fixture
def site() -> Iterator[MisbehavingServer]:
    with MisbehavingServer() as server:
        server.feed = [f"slow.html?{number}&" for number in range(500)]
        yield server


@contextmanager
def crawling(site: MisbehavingServer, folder: Path, url: str, *settings: str) -> Iterator[subprocess.Popen[str]]:
    """A crawl in which some pages have been stored and many are still to come."""
    source = source_file(folder, site)
    command = [sys.executable, "-m", "scrapy", "crawl", "news", "-a", f"source={source}", *FAST]
    batches = ("-s", "STORAGE_BATCH_SECONDS=0.2", "-s", "EXTRACTION_WORKERS=1")
    environment = environment_of(url)
    with subprocess.Popen(
        [*command, *batches, *settings], cwd=PROJECT, env=environment, stderr=subprocess.PIPE, text=True
    ) as crawl:
        try:
            wait_for(lambda: fetches(url) > 0)
            yield crawl
        finally:
            crawl.kill()


def wait_for(holds: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 30
    while not holds():
        assert time.monotonic() < deadline, "it did not come to that"
        time.sleep(0.1)


def fetches(url: str) -> int:
    with psycopg.connect(url) as connection:
        row = connection.execute("select count(*) from news.fetches").fetchone()
    return row[0] if row else 0


def runs(engine: Engine) -> list[tuple[str, str]]:
    with engine.connect() as connection:
        query = "select status, problems[1] from news.crawl_runs where finished_at is not null"
        return [(status, problem) for status, problem in connection.execute(text(query))]


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_crawl_that_is_told_to_stop_keeps_what_it_has_and_falls_short(
    site: MisbehavingServer, tmp_path: Path, database_url: str, engine: Engine, number: signal.Signals
) -> None:
    with crawling(site, tmp_path, database_url) as crawl:
        crawl.send_signal(number)
        _, said = crawl.communicate(timeout=20)
    assert crawl.returncode == 1
    assert "fell short: stopped by a signal before its end" in said
    assert "Traceback" not in said
    assert runs(engine) == [("failed", "stopped by a signal before its end")]
    pages = sum("/slow" in path for path in site.asked)
    assert 0 < fetches(database_url) <= pages < 500


def test_a_crawl_that_is_told_twice_ends_at_once_and_its_row_says_so(
    site: MisbehavingServer, tmp_path: Path, database_url: str, engine: Engine
) -> None:
    with crawling(site, tmp_path, database_url) as crawl:
        crawl.send_signal(signal.SIGTERM)
        time.sleep(0.02)
        crawl.send_signal(signal.SIGTERM)
        _, said = crawl.communicate(timeout=20)
    assert crawl.returncode == 1
    assert "fell short: " in said
    assert [status for status, _ in runs(engine)] == ["failed"]


def test_a_crawl_that_is_killed_takes_its_workers_with_it_and_the_next_one_makes_no_duplicates(
    site: MisbehavingServer, tmp_path: Path, database_url: str, engine: Engine
) -> None:
    site.feed = site.feed[:60]
    with crawling(site, tmp_path, database_url) as crawl:
        workers = children(crawl.pid)
        assert workers
        crawl.kill()
    wait_for(lambda: not any(Path(f"/proc/{worker}").exists() for worker in workers))
    assert runs(engine) == []  # nobody was left to end its row
    with crawling(site, tmp_path, database_url) as again:
        _, said = again.communicate(timeout=50)
    assert again.returncode == 0, said
    with engine.connect() as connection:
        query = "select count(*), count(distinct url_id) from news.fetches"
        assert tuple(connection.execute(text(query)).one()) == (60, 60)
        states = "select status, settled_at is not null from news.crawl_runs order by id"
        assert [tuple(row) for row in connection.execute(text(states))] == [("killed", True), ("finished", True)]
    pages = [path for path in site.asked if "/slow" in path]
    assert len(pages) - len(set(pages)) <= 2  # what was under way when it was killed


def children(pid: int) -> list[int]:
    """The processes whose parent is ``pid``: the fourth word of their ``stat``, of which the second is a name."""
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):  # it has ended meanwhile
            parent = (process / "stat").read_text().rpartition(")")[2].split()[1]
            found += [int(process.name)] * (int(parent) == pid)
    return found


def test_a_database_that_stays_away_ends_the_crawl_with_a_clear_line(
    site: MisbehavingServer, tmp_path: Path, database_url: str, server: str
) -> None:
    name = make_url(database_url).database
    with crawling(site, tmp_path, database_url, "-s", "STORAGE_PATIENCE=1") as crawl:
        with psycopg.connect(server, autocommit=True) as connection:
            connection.execute(f"alter database {name} allow_connections false")  # type: ignore[arg-type]
            connection.execute("select pg_terminate_backend(pid) from pg_stat_activity where datname = %s", (name,))
        _, said = crawl.communicate(timeout=20)
    assert crawl.returncode == 1
    assert f"fell short: storage stopped: database {name} on " in said
    assert "fetched pages could not be stored" in said
    assert "the run's end could not be recorded" in said
    assert "Traceback" not in said
