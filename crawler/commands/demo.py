"""``scrapy demo``: the whole product on this machine: database, newsroom, crawl, and what landed."""

import argparse
import subprocess
import sys
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from rich.console import Console
from rich.markup import escape
from rich.table import Table
from scrapy.commands import ScrapyCommand
from sqlalchemy import Engine, func, select

from crawler import newsroom
from crawler.events import printing
from crawler.events.after_crawl import keep_up
from crawler.newsroom import Newsroom, PortTaken
from models import db
from models.events.listing import Wanted, listed
from models.tables import Article, Caption, Credit, Fetch, Source, Url

_AT_ONCE = 2
_SHOWN = 10  # events
_QUERY = Path(newsroom.__file__).with_name("photographers.sql")


class Command(ScrapyCommand):
    """Crawl the demo newsroom and print what landed."""

    requires_project = True
    requires_crawler_process = False

    def short_desc(self) -> str:
        """One line for ``scrapy``'s list of commands."""
        return "Crawl a small newsroom on this machine into the database and print what landed"

    def long_desc(self) -> str:
        """For ``--help``."""
        return (
            "Starts the database if need be, migrates it, serves six small outlets on loopback, takes in an archive's "
            "earlier captures of them, crawls each with the news spider, and prints counts and a query. Doing it again "
            "adds nothing. Example: scrapy demo --port 8800"
        )

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """``--port``."""
        super().add_options(parser)
        parser.add_argument("--port", type=int, default=8717, help="the first outlet's port (default: 8717)")

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        """Exit codes: 0 every crawl did what it says, 1 one fell short or nothing could start."""
        console = Console(highlight=False, width=None if sys.stdout.isatty() else 160)
        folder = db.PROJECT / ".dateline" / "demo"
        folder.mkdir(parents=True, exist_ok=True)
        try:
            with db.database() as engine, Newsroom(opts.port) as served:
                db.upgrade(engine)
                sources = served.write_sources(folder)
                short = _read_captures(served.write_captures(folder), console)
                short += _crawl_all(sources, console)
                if self._keeps_events(engine, console):
                    short.append("events")
                console.print(_counted(engine, list(served.outlets)))
                console.print(_queried(engine))
                console.print(_events(engine))
        except (db.DatabaseProblem, PortTaken) as problem:
            print(f"scrapy demo: {problem}", file=sys.stderr)
            self.exitcode = 1
            return
        self.exitcode = 1 if short else 0

    def _keeps_events(self, engine: Engine, console: Console) -> bool:
        """Take what was stored into events; returns whether that fell short."""
        if self.settings is None:
            raise RuntimeError("the command runs inside a Scrapy project")
        if not self.settings.getbool("EVENTS_AFTER_CRAWL"):
            return False
        with console.status("reading for events"):
            done, problem = keep_up(engine, self.settings)
        for line in filter(None, (done, problem)):
            console.print(line, soft_wrap=True, markup=False)
        return problem is not None


def _read_captures(captures: Path, console: Console) -> list[str]:
    """Take in how pages read before, as from a web archive: first, since what is older than a page replaces nothing."""
    with console.status("reading earlier captures"):
        code = _run("warc", captures, f"path={captures}", "-s", f"SOURCES_FOLDER={captures.parent}")
    console.print(f"scrapy crawl warc -a path={_shown(captures)}  exit code {code}", soft_wrap=True)
    if code:
        console.print(f"  fell short; its log is {_shown(_log(captures))}", soft_wrap=True)
    return ["captures"] if code else []


def _crawl_all(sources: Sequence[Path], console: Console) -> list[str]:
    """Crawl each source in a process of its own, two at a time; returns the slugs of those that fell short."""
    short = []
    with ThreadPoolExecutor(_AT_ONCE) as threads, console.status(f"crawling {len(sources)} outlets"):
        for source, code in zip(sources, threads.map(_crawl, sources), strict=True):
            console.print(f"scrapy crawl news -a source={_shown(source)}  exit code {code}", soft_wrap=True)
            if code:
                short.append(source.stem)
                console.print(f"  fell short; its log is {_shown(_log(source))}", soft_wrap=True)
    return short


def _crawl(source: Path) -> int:
    return _run("news", source, f"source={source}", "-s", "PRIVATE_NETWORKS_ALLOWED=127.0.0.1/32")


def _run(spider: str, file: Path, told: str, *settings: str) -> int:
    """Run a spider with one worker: a few pages are read before a second one would be up."""
    with _log(file).open("wb") as log:
        events = ("-s", "EVENTS_AFTER_CRAWL=0")  # kept up once, when all have ended
        arguments = ("-a", told, "-s", "EXTRACTION_WORKERS=1", *settings, *events)
        command = [sys.executable, "-m", "scrapy", "crawl", spider, *arguments]
        return subprocess.run(command, cwd=db.PROJECT, stdout=log, stderr=log, check=False).returncode  # noqa: S603 - our own spiders and files


def _log(file: Path) -> Path:
    return file.with_suffix(".log")


def _shown(path: Path) -> str:
    return str(path.relative_to(db.PROJECT))


def _counted(engine: Engine, slugs: Sequence[str]) -> Table:
    """What the database holds of these sources."""
    ours = Source.slug.in_(slugs)
    articles = select(func.count()).select_from(Article).join(Source).where(ours)
    captions = select(func.count(Caption.caption)).join(Article).join(Source).where(ours)
    credits = select(func.count()).select_from(Credit).join(Caption).join(Article).join(Source).where(ours)
    last = select(func.max(Fetch.run_id)).join(Url).join(Source).where(ours).group_by(Source.id)
    outcomes = (
        select(Fetch.outcome, func.coalesce(Fetch.reason, ""), func.count())
        .where(Fetch.run_id.in_(last))
        .group_by(Fetch.outcome, Fetch.reason)
        .order_by(func.count().desc(), Fetch.outcome)
    )
    table = Table("what landed", "count", title="In the database")
    with engine.connect() as connection:
        for name, statement in (("articles", articles), ("captions", captions), ("credits", credits)):
            table.add_row(name, str(connection.scalar(statement)), end_section=name == "credits")
        for outcome, reason, pages in connection.execute(outcomes):
            table.add_row(f"pages {outcome} {reason}".rstrip(), str(pages))
    return table


def _queried(engine: Engine) -> Table:
    """The rows of photographers.sql."""
    with engine.connect() as connection:
        found = connection.exec_driver_sql(_QUERY.read_text("utf-8"))
        table = Table(*found.keys(), title="Photographers by agency")
        for row in found:
            table.add_row(*("" if value is None else str(value) for value in row))
    return table


def _events(engine: Engine) -> Table:
    """The newest events that more than one source tells of, else the newest at all."""
    found = listed(engine, Wanted(min_sources=2), _SHOWN) or listed(engine, Wanted(), _SHOWN)
    table = Table(*printing.COLUMNS, title="Events: scrapy events show ID")
    for event in found:
        table.add_row(*map(escape, printing.row(event)))
    return table
