"""Manners as a publisher sees them: in the record of his own server."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack
from itertools import pairwise
from pathlib import Path

import pytest
from sqlalchemy import Engine, text

from tests.crawl.conftest import PROJECT, Scrapy
from tests.crawl.mannered import Answer, ManneredServer, article
from tests.crawl.mannered import text as plain
from tests.crawl.test_crawl_command import outcomes

AT_ONCE = ("-s", "DOWNLOAD_DELAY=0", "-s", "AUTOTHROTTLE_START_DELAY=0", "-s", "RETRY_DELAY=0.1")
TDMREP = "/.well-known/tdmrep.json"


@pytest.fixture
def servers() -> Iterator[ExitStack]:
    with ExitStack() as stack:
        yield stack


def urls_file(folder: Path, *urls: str) -> Path:
    path = folder / "urls.txt"
    path.write_text("".join(f"{url}\n" for url in urls))
    return path


def test_a_host_that_asks_for_pauses_gets_them_and_its_signals_are_kept_and_its_budget_holds_over_two_runs(
    servers: ExitStack, scrapy: Scrapy, engine: Engine, tmp_path: Path
) -> None:
    too_much = plain("too much", 429, Retry_After="1")
    paper = servers.enter_context(
        ManneredServer(
            {
                "/robots.txt": plain("User-agent: *\nCrawl-delay: 1\nDisallow: /closed\n"),
                "/a.html": [too_much, article("A bridge", X_Robots_Tag="noai, otherbot: noindex")],
                TDMREP: plain('[{"location": "/a", "tdm-reservation": 1}]'),
            }
        )
    )
    pages = urls_file(tmp_path, f"{paper.url}/a.html", f"{paper.url}/b.html", f"{paper.url}/closed.html")
    first = scrapy("crawl", "article", "-a", f"urls_file={pages}", *AT_ONCE)
    assert outcomes(engine) == {
        "a.html": ("stored", None),
        "b.html": ("stored", None),
        "closed.html": ("dropped", "robots"),
    }, first.stderr
    assert sorted(paper.paths) == sorted(["/robots.txt", "/a.html", "/a.html", "/b.html", TDMREP])
    assert all(after.at - before.at > 0.95 for before, after in pairwise(paper.record))
    with engine.connect() as connection:
        rights = "select headline, rights_signals, field_sources->>'rights_signals' from news.articles order by 1"
        assert [tuple(row) for row in connection.execute(text(rights))] == [
            ("A bridge", ["noai", "tdm-reservation=1"], "http:x-robots-tag, tdmrep.json"),
            ("A bridge over /b.html", [], None),
        ]
        days = "select host, requests from news.host_days"
        assert [tuple(row) for row in connection.execute(text(days))] == [(paper.host, 5)]

    again = urls_file(tmp_path, f"{paper.url}/c.html", f"{paper.url}/d.html")
    second = scrapy("crawl", "article", "-a", f"urls_file={again}", *AT_ONCE, "-s", "HOST_DAILY_REQUESTS=6")
    found = outcomes(engine)
    assert (found["c.html"], found["d.html"]) == (("dropped", "budget"), ("dropped", "budget")), second.stderr
    assert paper.paths[5:] == ["/robots.txt"]
    with engine.connect() as connection:
        assert connection.scalar(text("select sum(requests) from news.host_days")) == 6


def test_each_host_is_treated_as_it_asks(
    servers: ExitStack, scrapy: Scrapy, engine: Engine, tmp_path: Path, unused_port: int
) -> None:
    closed = plain("User-agent: *\nDisallow: /\n")
    later = plain("later", 503, Retry_After="86400")
    page = Answer(200, b"<!doctype html><html><body>\nUser-agent: *\nDisallow: /\n</body></html>")
    hosts = {
        "broken": ManneredServer({"/robots.txt": plain("oh no", 500)}),
        "busy": ManneredServer({"/robots.txt": plain("later", 429, Retry_After="900")}),
        "slow": ManneredServer({"/robots.txt": plain("User-agent: dateline\nCrawl-delay: 3600\n")}),
        "none": ManneredServer(),
        "page": ManneredServer({"/robots.txt": page}),
        "moved": ManneredServer(
            {"/robots.txt": plain("", 301, Location="/rules/robots.txt"), "/rules/robots.txt": closed}
        ),
        "loop": ManneredServer({"/robots.txt": plain("", 302, Location="/robots.txt")}),
        "tired": ManneredServer(dict.fromkeys(["/tired-1.html", "/tired-2.html"], later)),
        "weak": ManneredServer({"/weak-1.html": [plain("", 503), plain("", 503), article("At last")]}),
    }
    sites = {name: servers.enter_context(server) for name, server in hosts.items()}
    urls = [f"{site.url}/{name}-1.html" for name, site in sites.items()]
    urls += [f"{sites['tired'].url}/tired-2.html", f"http://127.0.0.1:{unused_port}/away-1.html"]
    one = ("-s", "CONCURRENT_REQUESTS_PER_DOMAIN=1", "-s", "RETRY_BACKOFF=0.3")
    done = scrapy("crawl", "article", "-a", f"urls_file={urls_file(tmp_path, *urls)}", *AT_ONCE, *one)
    found = outcomes(engine)
    assert {found.pop("tired-1.html"), found.pop("tired-2.html")} == {("failed", "http_503"), ("failed", "held_off")}
    assert found == {
        "broken-1.html": ("failed", "robots_unreachable"),
        "busy-1.html": ("failed", "robots_unreachable"),
        "slow-1.html": ("dropped", "crawl_delay"),
        "none-1.html": ("stored", None),
        "page-1.html": ("stored", None),
        "moved-1.html": ("dropped", "robots"),
        "loop-1.html": ("stored", None),
        "weak-1.html": ("stored", None),
        "away-1.html": ("failed", "robots_unreachable"),
    }, done.stderr
    assert sites["broken"].paths == ["/robots.txt"] * 3
    assert sites["busy"].paths == sites["slow"].paths == ["/robots.txt"]
    assert sites["moved"].paths == ["/robots.txt", "/rules/robots.txt"]
    assert sites["loop"].paths.count("/robots.txt") == 6
    assert len(sites["tired"].record) == 2, "robots.txt, one page, and nothing more"
    tries = [asked.at for asked in sites["weak"].record if asked.path == "/weak-1.html"]
    assert tries[1] - tries[0] > 0.29
    assert tries[2] - tries[1] > 0.59


def test_a_host_that_is_held_off_keeps_no_other_from_its_turn_and_a_crawl_that_waits_for_it_can_be_ended(
    servers: ExitStack, engine: Engine, database_url: str, tmp_path: Path
) -> None:
    held, other = (servers.enter_context(ManneredServer()) for _ in range(2))
    held.answers |= {f"/{number}.html": plain("later", 503, Retry_After="100") for number in range(40)}
    urls = [f"{held.url}/{number}.html" for number in range(40)]
    urls += [f"{other.url}/other-{number}.html" for number in range(10)]
    command = [sys.executable, "-m", "scrapy", "crawl", "article", "-a", f"urls_file={urls_file(tmp_path, *urls)}"]
    with subprocess.Popen(
        [*command, *AT_ONCE, "-s", "CONCURRENT_REQUESTS_PER_DOMAIN=1", "-s", "CONCURRENT_REQUESTS=4"],
        cwd=PROJECT,
        env=os.environ | {"DATABASE_URL": database_url},
        stderr=subprocess.PIPE,
        text=True,
    ) as crawl:
        try:
            deadline = time.monotonic() + 30
            while sum(path.startswith("/other") for path in other.paths) < 10:
                assert time.monotonic() < deadline, "the other host waits too"
                time.sleep(0.05)
            crawl.send_signal(signal.SIGTERM)
            _, said = crawl.communicate(timeout=30)
        finally:
            crawl.kill()
    assert "stopped by a signal before its end" in said
    assert "Traceback" not in said
    assert "do not come to an end" not in said, "it leaves by itself, and not because it must"
    assert len(held.record) == 2, "robots.txt, the first page, and nothing more"
    assert all(outcome == ("stored", None) for outcome in outcomes(engine).values()), "what waited is as it was"
