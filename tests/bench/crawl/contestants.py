"""Who is compared: how each is started on the site, what it stores in, and how many articles it really delivered."""

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import psycopg
from psycopg.conninfo import conninfo_to_dict

from crawler import settings
from tests.bench.crawl.meters import Usage, watched
from tests.bench.crawl.site import HOST, Site, path_of
from tests.bench.tools import PROJECT, interpreter
from tests.conftest import named, scratch_database

PEERS: Final = Path(__file__).parent / "peers"
CONCURRENCY: Final = 16

OURS: Final = "dateline"
TOOLS: Final = {
    OURS: "Dateline, the whole path",
    "scrapy": "Scrapy, trafilatura",
    "scrapy-body": "Scrapy, trafilatura: text only",
    "news-please": "news-please into PostgreSQL",
}
"""Contestants, and what they are called."""


@dataclass(frozen=True, kw_only=True)
class Place:
    """What every run of every contestant uses."""

    site: Site
    """The site's server."""
    server: str
    """URL of a PostgreSQL server on which databases can be made."""
    postmaster: int
    """The PID of its first process."""
    template: str
    """The name of a migrated, empty database on it."""
    folder: Path
    """Where files can be written."""
    settings: Sequence[str] = ()
    """``NAME=VALUE``, given to our crawl with ``-s``."""


@dataclass(kw_only=True)
class Run:
    """One crawl, and what came of it."""

    tool: str
    pages: int
    """Pages on offer."""
    articles: int
    """Articles that it delivered: rows, or texts where nothing is stored."""
    usage: Usage
    served: Mapping[str, float] = field(default_factory=dict)
    """What the site says of it."""
    probe: Mapping[str, Any] = field(default_factory=dict)
    """What ``probe.py`` measured; of ours alone."""

    @property
    def rate(self) -> float:
        """Articles a second, from the start of the process to its end."""
        return self.articles / self.usage.wall


def crawl(tool: str, place: Place, pages: int, *, looks: bool = False) -> Run:
    """Let a contestant crawl the site once, on a database of its own. Raises ``RuntimeError`` if it fails."""
    place.site.served()
    runners: dict[str, Callable[[], Run]] = {
        OURS: lambda: _ours(place, pages, looks=looks),
        "scrapy": lambda: _plain(place, pages, "scrapy", "metadata"),
        "scrapy-body": lambda: _plain(place, pages, "scrapy-body", "body"),
        "news-please": lambda: _news_please(place, pages),
    }
    run = runners[tool]()
    run.served = place.site.served()
    return run


def _started(
    command: Sequence[str | Path], log: Path, place: Place, cwd: Path, environment: Mapping[str, str] | None = None
) -> Usage:
    """Run a command to its end, its words in ``log``. Whatever it would ask of other machines goes nowhere."""
    kept = {key: value for key, value in os.environ.items() if key not in ("PYTHONPATH", "DATABASE_URL")}
    nowhere = {"http_proxy": f"http://{HOST}:9", "https_proxy": f"http://{HOST}:9", "no_proxy": HOST}
    with log.open("wb") as words, log.with_suffix(".out").open("wb") as answer:
        process = subprocess.Popen(
            command, stdout=answer, stderr=words, cwd=cwd, env=kept | nowhere | dict(environment or {})
        )
        try:
            usage = watched(process, place.site.pid, place.postmaster)
        except BaseException:
            process.kill()
            raise
    if usage.exit_code:
        last = "\n".join(log.read_text("utf-8", "replace").splitlines()[-25:])
        raise RuntimeError(f"{' '.join(map(str, command))} ended with exit code {usage.exit_code}:\n{last}")
    return usage


def _ours(place: Place, pages: int, *, looks: bool) -> Run:
    number = len(list(place.folder.glob("dateline-*.log")))
    source = place.folder / "bench-gazette.yml"
    source.write_text(_source(place.site.root), "utf-8")
    probe = place.folder / f"probe-{number}.json"
    extensions = {**getattr(settings, "EXTENSIONS", {}), "tests.bench.crawl.probe.Probe": 0}
    options = [
        "AUTOTHROTTLE_ENABLED=0", "DOWNLOAD_DELAY=0", f"CONCURRENT_REQUESTS={CONCURRENCY}",
        f"CONCURRENT_REQUESTS_PER_DOMAIN={CONCURRENCY}", f"PAGES_PER_RUN={pages}",
        f"HOST_DAILY_REQUESTS={2 * pages + 100}",
        f"EXTENSIONS={json.dumps(extensions)}", f"BENCH_PROBE={probe}",
        f"BENCH_PROBE_LOOKS={int(looks)}", *place.settings,
    ]  # fmt: skip
    command = [sys.executable, "-m", "scrapy", "crawl", "news", "-a", f"source={source}"]
    for option in options:
        command += ["-s", option]
    with scratch_database(place.server, place.template) as url:
        environment = {
            "DATELINE_EVENTS_AFTER_CRAWL": "0",  # the peers make none
            "DATABASE_URL": url,
            "DATELINE_ALLOW_NETWORKS": f"{HOST}/32",
            "DATELINE_ARCHIVE": str(place.folder / f"archive-{number}"),
            "PYTHONPATH": os.pathsep.join([str(PROJECT), *filter(None, [os.environ.get("PYTHONPATH")])]),
        }
        usage = _started(command, place.folder / f"dateline-{number}.log", place, PROJECT, environment)
        articles = _count(url, "select count(*) from news.articles")
    return Run(tool=OURS, pages=pages, articles=articles, usage=usage, probe=json.loads(probe.read_text("utf-8")))


def _source(root: str) -> str:
    return (
        f'name: Bench Gazette\ndomain: "{root.removeprefix("http://")}"\ncountry: GB\nlanguage: en\n'
        f'timezone: Europe/London\nsitemaps:\n  - {{url: "{root}/sitemap.xml", verified: null}}\n'
        f"article_pattern: '/article/'\ncrawl: {{delay: 0.0, concurrency: {CONCURRENCY}}}\n"
    )


def _plain(place: Place, pages: int, tool: str, what: str) -> Run:
    log = place.folder / f"{tool}.log"
    command = [interpreter(tool), PEERS / "plain.py", place.site.root, str(CONCURRENCY), what]
    usage = _started(command, log, place, place.folder)
    told = json.loads(log.with_suffix(".out").read_text("utf-8").splitlines()[-1])
    return Run(tool=tool, pages=pages, articles=told["articles"], usage=usage)


def _news_please(place: Place, pages: int) -> Run:
    with scratch_database(place.server) as url:
        with psycopg.connect(url) as connection:
            connection.execute((PEERS / "news_please.sql").read_text("utf-8"))
        folder = place.folder / "news-please"
        folder.mkdir(exist_ok=True)
        addresses = [place.site.root + path_of(number) for number in range(pages)]
        (folder / "sitelist.hjson").write_text(json.dumps({"base_urls": [{"url": addresses}]}), "utf-8")
        where: dict[str, Any] = {"port": 5432, "user": "postgres", **conninfo_to_dict(url)}
        text = (PEERS / "news_please.cfg").read_text("utf-8")
        text = text.format(
            folder=folder, host=where.get("host", HOST), port=where["port"], database=where["dbname"],
            user=where["user"], concurrency=CONCURRENCY,
        )  # fmt: skip
        (folder / "config.cfg").write_text(text, "utf-8")
        command = [interpreter("news-please"), PEERS / "news_please.py", folder]
        usage = _started(command, place.folder / "news-please.log", place, folder)
        articles = _count(url, "select count(*) from CurrentVersions where maintext is not null")
    return Run(tool="news-please", pages=pages, articles=articles, usage=usage)


def _count(url: str, statement: str) -> int:
    with psycopg.connect(url) as connection:
        row = connection.execute(statement.encode()).fetchone()
    return int(row[0]) if row else 0


@contextmanager
def migrated(server: str) -> Iterator[str]:
    """The name of a database at the newest revision, to copy."""
    from models import db

    with scratch_database(server) as url:
        with db.engine_on(url) as engine:
            db.upgrade(engine)
        yield url.partition("?")[0].rpartition("/")[2]


def postmaster_of(server: str) -> int:
    """The PID of the server's first process, on this machine."""
    with psycopg.connect(named(server, "postgres")) as connection:
        row = connection.execute("select pg_read_file('postmaster.pid')").fetchone()
    return int(str(row[0]).split("\n", 1)[0]) if row else 0
