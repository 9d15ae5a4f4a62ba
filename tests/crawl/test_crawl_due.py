"""``scrapy crawl-due``: what is due is crawled, nothing twice, and who looks at the exit code learns the truth."""

import json
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine, text

from crawler.newsroom import Newsroom
from models import db
from tests.commands import run_command
from tests.conftest import scratch_database
from tests.crawl.conftest import PROJECT, environment_of, run_scrapy
from tests.crawl.misbehaving import MisbehavingServer
from tests.crawl.test_crawl_broken_off import wait_for
from tests.crawl.test_crawl_command import FAST, source_file

OUTLETS = ("harbour-daily", "two-banks")


@pytest.fixture
def site() -> Iterator[MisbehavingServer]:
    with MisbehavingServer() as server:
        yield server


def in_folder(folder: Path) -> tuple[str, ...]:
    """Settings: source files of ``folder``, logs below it."""
    return ("-s", f"SOURCES_FOLDER={folder}", "-s", f"CRAWL_LOGS={folder / 'logs'}", *FAST)


def values(engine: Engine, query: str) -> list[object]:
    with engine.connect() as connection:
        return list(connection.scalars(text(query)))


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("due")


@pytest.fixture(scope="module")
def url(server: str, migrated_template: str) -> Iterator[str]:
    with scratch_database(server, migrated_template) as url:
        yield url


@pytest.fixture(scope="module")
def first(folder: Path, url: str) -> subprocess.CompletedProcess[str]:
    """The first call over two outlets of the newsroom."""
    with Newsroom() as newsroom:
        for file in newsroom.write_sources(folder):
            if file.stem not in OUTLETS:
                file.unlink()
        return run_scrapy("crawl-due", *in_folder(folder), url=url)


def test_each_due_source_is_crawled_once_and_said_in_a_line(
    first: subprocess.CompletedProcess[str], folder: Path, url: str
) -> None:
    assert first.returncode == 0, first.stderr
    assert first.stderr == ""
    *ended, last = first.stdout.splitlines()
    assert sorted(line.partition(":")[0] for line in ended) == list(OUTLETS)
    assert all(" stored" in line and line.endswith(".log") for line in ended)
    assert last == "2 finished, 0 fell short, 0 skipped"
    assert sorted(path.name for path in (folder / "logs").glob("*.log")) == [f"{slug}.log" for slug in OUTLETS]
    with db.engine_on(url) as engine:
        assert sorted(values(engine, "select arguments->>'source' from news.crawl_runs")) == list(OUTLETS)


@pytest.fixture
def database(first: object, url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """For commands inside this process: the database as the first call left it."""
    monkeypatch.setenv("DATABASE_URL", url)


@pytest.mark.usefixtures("database")
def test_a_second_call_does_nothing(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run_command("crawl-due", folder=folder, CRAWL_LOGS=str(folder / "logs")) == 0
    assert tuple(capsys.readouterr()) == ("nothing is due (sources: 2)\n", "")


@pytest.mark.usefixtures("database")
def test_a_dry_run_says_how_each_stands(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run_command("crawl-due", "--dry-run", folder=folder, CRAWL_EVERY="2d") == 0
    said = capsys.readouterr().out.splitlines()
    assert sorted(line.partition(":")[0] for line in said) == list(OUTLETS)
    assert all(line.endswith(": due in 47 h, every 2d") for line in said)


@pytest.mark.usefixtures("database")
def test_status_shows_them_and_finds_nothing_wrong(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run_command("status", "--json", "--check", folder=folder) == 0
    told = json.loads(capsys.readouterr().out)
    assert [source["slug"] for source in told["sources"]] == list(OUTLETS)
    for source in told["sources"]:
        assert source["wrong"] == []
        assert source["last_run"]["state"] == "finished"
        assert source["articles_24h"] == source["last_run"]["outcomes"]["stored"]


def test_one_that_falls_short_is_told_with_its_problem_and_one_that_runs_already_or_is_not_enabled_is_passed_over(
    site: MisbehavingServer, tmp_path: Path, database_url: str, engine: Engine
) -> None:
    short = source_file(tmp_path, site, feeds=f"[{{url: {site.url}/missing, verified: null}}]")
    (tmp_path / "held.yml").write_text(short.read_text())
    (tmp_path / "broken.yml").write_text("name: [\n")
    (tmp_path / "resting.yml").write_text(short.read_text() + "enabled: false\n")
    with engine.begin() as connection:
        held = "insert into news.sources (slug, domain, name, lease_until) values ('held', 'h.example', 'Held', {})"
        connection.execute(text(held.format("now() + interval '5 minutes'")))

    done = run_scrapy("crawl-due", *in_folder(tmp_path), url=database_url)

    assert done.returncode == 1
    assert done.stdout.splitlines() == ["held: skipped: another run crawls it", "0 finished, 1 fell short, 0 skipped"]
    broken, said = done.stderr.splitlines()
    assert broken.startswith(f"scrapy crawl-due: {tmp_path / 'broken.yml'}:")
    assert said.startswith("bad-day: fell short in ")
    assert f"{site.url}/missing: HTTP 404" in said
    assert values(engine, "select count(*) from news.crawl_runs") == [1]


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGKILL])
def test_who_ends_the_call_ends_its_crawls_and_meanwhile_no_other_call_begins_more(
    site: MisbehavingServer,
    tmp_path: Path,
    database_url: str,
    engine: Engine,
    number: signal.Signals,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("DATABASE_URL", database_url)
    site.feed = [f"slow.html?{page}&" for page in range(500)]
    waiting = source_file(tmp_path, site).rename(tmp_path / "waiting.yml")
    source_file(tmp_path, site)
    command = [sys.executable, "-m", "scrapy", "crawl-due", "--at-once", "1", *in_folder(tmp_path)]
    fast = ("-s", "STORAGE_BATCH_SECONDS=0.2", "-s", "EXTRACTION_WORKERS=1")
    with subprocess.Popen(
        [*command, *fast],
        cwd=PROJECT,
        env=environment_of(database_url),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as call:
        try:
            wait_for(lambda: values(engine, "select count(*) from news.fetches") != [0])
            if number == signal.SIGTERM:
                other = run_command("crawl-due", "--at-once", "1", folder=tmp_path, CRAWL_LOGS=str(tmp_path / "logs"))
                assert other == 0
                assert capsys.readouterr().out.splitlines() == [
                    "bad-day: skipped: another run crawls it",
                    "--at-once 1: as many crawls run already; the next call takes what is due: 1",
                ]
            call.send_signal(number)
            _, said = call.communicate(timeout=20)
        finally:
            call.kill()
    wait_for(lambda: values(engine, "select status from news.crawl_runs") == ["failed"])
    assert values(engine, "select problems[1] from news.crawl_runs") == ["stopped by a signal before its end"]
    assert waiting.is_file()
    if number == signal.SIGTERM:
        assert call.returncode == 1
        assert "stopped by a signal before its end; log: " in said
        assert "told to stop; due and not begun: 1" in said
