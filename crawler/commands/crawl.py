"""``scrapy crawl``: Scrapy's own, but arguments and database are checked first, and the exit code tells the truth."""

import argparse
import signal
import sys
import time
from collections.abc import Mapping
from typing import Any, NoReturn

from pydantic import ValidationError
from rich.console import Console
from rich.table import Table
from scrapy.commands import ScrapyCommand
from scrapy.commands.crawl import Command as ScrapyCrawl
from scrapy.crawler import AsyncCrawlerProcess, Crawler
from scrapy.exceptions import UsageError
from scrapy.settings import Settings
from scrapy.spiderloader import SpiderLoader
from sqlalchemy import Engine
from sqlalchemy.exc import DBAPIError

from crawler.events.after_crawl import keep_up
from crawler.network.addresses import Allowance
from crawler.sources.reading import SourceProblem
from models import db
from models.printing import for_people
from models.runs import AlreadyRunning, Run, close_run, open_run, recorded
from pipelines import ledger
from pipelines.archive.archive import Archive
from pipelines.archive.storage import ArchiveProblem


class Command(ScrapyCrawl):
    """Run one spider to its end."""

    # Made by ourselves, once the database is known to be fit: Scrapy logs as soon as it has one.
    requires_crawler_process = False
    _was_stopped = False

    def syntax(self) -> str:
        """The arguments, for the usage line."""
        return "[options] <news|article|warc> [-a NAME=VALUE …]"

    def short_desc(self) -> str:
        """One line for ``scrapy``'s list of commands."""
        return "Run a spider; exit code 0 only if it did what it says"

    def long_desc(self) -> str:
        """For ``--help``."""
        return (
            "Crawl a source (news -a source=SLUG [-a since=DATE] [-a until=DATE] [-a limit=N]), given pages (article "
            "-a url=URL [-a urls_file=FILE]) or archive files (warc -a path=GLOB) into PostgreSQL. Example: "
            "scrapy crawl news -a source=al-jazeera -a limit=20"
        )

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """``-a``. Scrapy's ``-o`` and ``-O`` are left out: articles go to the database."""
        ScrapyCommand.add_options(self, parser)
        parser.add_argument(
            "-a", dest="spargs", action="append", default=[], metavar="NAME=VALUE", help="an argument of the spider"
        )
        parser.set_defaults(output=None, overwrite_output=None)

    def process_options(self, args: list[str], opts: argparse.Namespace) -> None:
        """Check the arguments before anything is started; what is wrong with them is said in one line."""
        try:
            super().process_options(args, opts)
        except UsageError as error:
            _refuse(str(error))
        settings = self._settings()
        if unknown := [argument for argument in args if argument.startswith("-")]:
            _refuse(f"there is no option {unknown[0]}; see scrapy crawl --help")
        try:
            Allowance(settings.getlist("PRIVATE_NETWORKS_ALLOWED"))
            Archive(settings["ARCHIVE"], settings["ARCHIVE_SPOOL"])
        except ValueError as error:
            _refuse(f"PRIVATE_NETWORKS_ALLOWED: {error}")
        except ArchiveProblem as problem:
            _refuse(str(problem))
        spiders = SpiderLoader.from_settings(settings)
        if len(args) != 1 or args[0] not in spiders.list():
            given = f", not {' '.join(args)}" if args else ""
            _refuse(f"name one spider of {', '.join(sorted(spiders.list()))}{given}")
        spider = spiders.load(args[0])
        try:
            checked = spider.from_crawler(Crawler(spider, settings.copy()), **opts.spargs)
            opts.leased = getattr(checked, "leased", None)
        except ValidationError as error:
            _refuse(f"{args[0]}: {_said(error)}")
        except SourceProblem as problem:
            _refuse(str(problem))

    def _settings(self) -> Settings:
        if not isinstance(self.settings, Settings):
            raise TypeError("scrapy gave the command no settings")
        return self.settings

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        """Check the database, crawl, sum up. Exit codes: 0 done, 1 fell short, 2 wrong arguments, 3 the source is being
        crawled already."""
        try:
            with db.database() as engine:
                db.check(engine)
                with db.problems_named(engine):
                    run = open_run(engine, args[0], opts.spargs, opts.leased)
                short = self._crawl(engine, run, args[0], opts.spargs)
                self.exitcode = 1 if self._events(engine) or short else 0
        except AlreadyRunning as running:
            print(f"scrapy crawl: {running}", file=sys.stderr)
            self.exitcode = 3
        except db.DatabaseProblem as problem:
            print(f"scrapy crawl: {problem}", file=sys.stderr)
            self.exitcode = 1

    def _crawl(self, engine: Engine, run: Run, spider: str, arguments: Mapping[str, str]) -> list[str]:
        """Crawl, and say how that fell short, here and in the run's row: the row ends here, and not in a pipeline,
        because a second Ctrl-C stops Scrapy before its pipelines are closed."""
        process = AsyncCrawlerProcess(self._settings())
        _keep_time()
        crawler = process.create_crawler(spider)
        crawler.settings.setdict({"RUN": run, "RUN_ID": run.id})
        process.crawl(crawler, **arguments)
        process.start()
        stats = crawler.stats.get_stats() if crawler.stats else {}
        problems = ledger.problems(stats, getattr(crawler.spidercls, "shortfalls", ("failed",)))
        try:
            _close(engine, run, problems, stats)
        except DBAPIError as error:
            problems.append(f"the run's end could not be recorded: {db.problem_with(engine, error)}")
        _report(ledger.outcomes(stats), problems)
        self._was_stopped = stats.get("finish_reason") == "shutdown"
        return problems

    def _events(self, engine: Engine) -> bool:
        """Take what was stored into events, unless somebody wants us to end; returns whether that fell short."""
        if self._was_stopped or not self._settings().getbool("EVENTS_AFTER_CRAWL"):
            return False
        for ending in (signal.SIGINT, signal.SIGTERM):  # Scrapy's own handlers would wait for a reactor that is gone
            signal.signal(ending, signal.default_int_handler)
        try:
            done, problem = keep_up(engine, self._settings())
        except KeyboardInterrupt:
            done, problem = "", "stopped; the crawl is whole, and scrapy events update takes in what is left"
        if done:
            print(done, file=sys.stderr)
        if problem:
            print(f"fell short: {for_people(problem)}", file=sys.stderr)
        return problem is not None


def _keep_time() -> None:
    """Twisted's timers go by the wall clock: one set back by a day would hold every delay and timeout for a day, one
    set forward would end every open request at once. The reactor is there, and has no timer yet."""
    from twisted.internet import reactor

    setattr(reactor, "seconds", time.monotonic)  # noqa: B010 - a method by its type, a function by its use


def _close(engine: Engine, run: Run, problems: list[str], stats: Mapping[str, Any]) -> None:
    """End the run's row. Each page that was answered must have its outcome there; of a run where that does not hold,
    the next one takes up what is in the archive."""
    pages, answered = recorded(engine, run), ledger.answered(stats)
    settled = ledger.is_settled(stats, pages)
    if not settled and not problems:
        problems.append(f"{answered} pages were answered, and {pages} have an outcome")
    close_run(engine, run, problems, ledger.plain(stats), [run.id, *ledger.replayed(stats)] if settled else ())


def _report(outcomes: Mapping[str, int], problems: list[str]) -> None:
    """Print what became of the pages, and how the run fell short."""
    console = Console(stderr=True, highlight=False)
    table = Table("outcome", "pages", title=None)
    for outcome, pages in sorted(outcomes.items()):
        table.add_row(outcome, str(pages))
    console.print(table)
    for problem in problems:
        console.print(f"fell short: {for_people(problem)}", soft_wrap=True, markup=False)


def _refuse(why: str) -> NoReturn:
    print(f"scrapy crawl: {why}", file=sys.stderr)
    sys.exit(2)


def _said(error: ValidationError) -> str:
    """A validation error in one line: each argument, and what is wrong with it."""
    return "; ".join(_one(part["loc"], part["type"], part["msg"]) for part in error.errors())


_SAID: Mapping[str, str] = {
    "extra_forbidden": "is not an argument of this spider",
    "missing": "is missing",
    "int_parsing": "must be a whole number",
    "string_unicode": "is not UTF-8 text",
}


def _one(place: tuple[int | str, ...], kind: str, message: str) -> str:
    name = ".".join(str(step) for step in place)
    text = _SAID.get(kind) or message.removeprefix("Value error, ").removeprefix("Input ")
    return f"{name}: {text}" if name else text
