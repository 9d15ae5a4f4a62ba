"""``scrapy crawl``: Scrapy's own, but arguments and database are checked first, and the exit code tells the truth."""

import argparse
import sys
from typing import NoReturn

from pydantic import ValidationError
from rich.console import Console
from rich.table import Table
from scrapy.commands.crawl import Command as ScrapyCrawl
from scrapy.crawler import Crawler
from scrapy.spiderloader import SpiderLoader

from crawler.sources.reading import SourceProblem
from models import db
from pipelines import ledger


class Command(ScrapyCrawl):
    """Run one spider to its end."""

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

    def process_options(self, args: list[str], opts: argparse.Namespace) -> None:
        """Check the arguments before anything is started; what is wrong with them is said in one line."""
        super().process_options(args, opts)
        if self.settings is None:
            raise RuntimeError("scrapy gave the command no settings")
        spiders = SpiderLoader.from_settings(self.settings)
        if len(args) != 1 or args[0] not in spiders.list():
            _refuse(f"name one spider of {', '.join(sorted(spiders.list()))}, not {' '.join(args) or 'nothing'}")
        spider = spiders.load(args[0])
        try:
            spider.from_crawler(Crawler(spider, self.settings.copy()), **opts.spargs)
        except ValidationError as error:
            _refuse(f"{args[0]}: {_said(error)}")
        except SourceProblem as problem:
            _refuse(str(problem))

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        """Check the database, crawl, sum up. Exit codes: 0 done, 1 fell short, 2 wrong arguments."""
        if self.crawler_process is None:
            raise RuntimeError("scrapy gave the command no crawler process")
        crawler = self.crawler_process.create_crawler(args[0])
        try:
            with db.database() as engine:
                db.check(engine)
                self.crawler_process.crawl(crawler, **opts.spargs)
                self.crawler_process.start()
        except db.DatabaseProblem as problem:
            print(f"scrapy crawl: {problem}", file=sys.stderr)
            self.exitcode = 1
            return
        self.exitcode = 1 if self._report(crawler) else 0

    def _report(self, crawler: Crawler) -> bool:
        """Print what became of the pages; returns whether the run fell short."""
        stats = crawler.stats.get_stats() if crawler.stats else {}
        problems = ledger.problems(stats, getattr(crawler.spider, "shortfalls", ("failed",)))
        if self.crawler_process is not None and self.crawler_process.bootstrap_failed:
            problems.append("the crawl could not start; the log says why")
        if lost := stats.get("dateline/not_stored"):
            problems.append(f"{lost} fetched pages could not be stored")
        console = Console(stderr=True, highlight=False)
        table = Table("outcome", "pages", title=None)
        for outcome, pages in sorted(ledger.outcomes(stats).items()):
            table.add_row(outcome, str(pages))
        console.print(table)
        for problem in problems:
            console.print(f"fell short: {problem}", soft_wrap=True, markup=False)
        return bool(problems)


def _refuse(why: str) -> NoReturn:
    print(f"scrapy crawl: {why}", file=sys.stderr)
    sys.exit(2)


def _said(error: ValidationError) -> str:
    """A validation error in one line: each argument, and what is wrong with it."""
    return "; ".join(_one(part["loc"], part["type"], part["msg"]) for part in error.errors())


def _one(place: tuple[int | str, ...], kind: str, message: str) -> str:
    name = ".".join(str(step) for step in place)
    text = "is not an argument of this spider" if kind == "extra_forbidden" else message.removeprefix("Value error, ")
    return f"{name}: {text}" if name else text
