"""Crawls as a user runs them: the ``scrapy`` command in a process of its own, on a test's database."""

import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from sqlalchemy import Engine, make_url

from crawler.newsroom import Newsroom
from models import analyst, db
from tests.conftest import scratch_database

PROJECT = Path(__file__).parents[2]

Scrapy = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture(scope="session", autouse=True)
def loopback_allowed() -> Iterator[None]:
    """The servers of these tests are on loopback, which a crawl refuses unless told otherwise."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DATELINE_ALLOW_NETWORKS", "127.0.0.1/32")
        yield


def run_scrapy(*arguments: str | Path, url: str | None = None, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run ``scrapy`` in the checkout, on the database ``url``, for at most a minute."""
    return subprocess.run(
        [sys.executable, "-m", "scrapy", *map(str, arguments)],
        cwd=PROJECT,
        env=environment_of(url) | environment,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def environment_of(url: str | None) -> dict[str, str]:
    """The environment of a crawl into the database ``url``: its archive is that database's own."""
    inherited = {key: value for key, value in os.environ.items() if key != "DATABASE_URL"}
    if url is None:
        return inherited
    archive = Path(tempfile.gettempdir()) / "dateline-tests" / str(make_url(url).database)
    return inherited | {"DATABASE_URL": url, "DATELINE_ARCHIVE": str(archive)}


@pytest.fixture
def scrapy(database_url: str) -> Scrapy:
    """``scrapy`` on a new database of this test's own."""

    def run(*arguments: str | Path, **environment: str) -> subprocess.CompletedProcess[str]:
        return run_scrapy(*arguments, **({"url": database_url} | environment))

    return run


@dataclass(frozen=True)
class Crawled:
    """A newsroom and the database that each of its outlets was crawled into."""

    newsroom: Newsroom
    engine: Engine
    url: str
    sources: Mapping[str, Path]
    runs: Mapping[str, subprocess.CompletedProcess[str]]


@contextmanager
def newsroom_crawled(url: str, folder: Path) -> Iterator[Crawled]:
    """The newsroom's outlets after one crawl of each, two at a time, over the earlier captures of them."""
    with Newsroom() as newsroom, db.engine_on(url) as engine:
        sources = {path.stem: path for path in newsroom.write_sources(folder)}
        captures = newsroom.write_captures(folder)
        one_worker = ("-s", "EXTRACTION_WORKERS=1")  # a few pages are read before a second one would be up
        known = ("-s", f"SOURCES_FOLDER={folder}")
        run_scrapy("crawl", "warc", "-a", f"path={captures}", *known, *one_worker, url=url)

        def crawl(path: Path) -> subprocess.CompletedProcess[str]:
            return run_scrapy("crawl", "news", "-a", f"source={path}", *one_worker, url=url)

        with ThreadPoolExecutor(2) as threads:
            runs = dict(zip(sources, threads.map(crawl, sources.values()), strict=True))
        yield Crawled(newsroom, engine, url, sources, runs)


def keep_events_up(crawled: Crawled) -> None:
    """Take the articles into events and count the views anew, with which a user's crawls end."""
    done = run_scrapy("events", "update", url=crawled.url)
    if done.returncode:
        raise RuntimeError(done.stderr[-2000:])
    analyst.refresh(crawled.engine)


@pytest.fixture(scope="session")
def crawled(server: str, migrated_template: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Crawled]:
    """The newsroom's outlets, crawled once."""
    with (
        scratch_database(server, migrated_template) as url,
        newsroom_crawled(url, tmp_path_factory.mktemp("sources")) as done,
    ):
        yield done


@pytest.fixture(scope="session")
def kept_up(crawled: Crawled) -> Crawled:
    """The same crawl once its articles are taken into events."""
    keep_events_up(crawled)
    return crawled
