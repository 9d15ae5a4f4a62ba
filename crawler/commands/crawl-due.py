"""``scrapy crawl-due``: every source whose cadence says that it is time, for cron or a systemd timer to call.

The file is named as the command is: Scrapy takes a command's name from its module.
"""

import argparse
import socket
import sys
from collections.abc import Iterable
from contextlib import suppress
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any, ClassVar

from rich.console import Console
from rich.live import Live
from rich.text import Text
from scrapy.commands import ScrapyCommand
from sqlalchemy import Engine

from crawler.columns import plain
from crawler.events.after_crawl import keep_up
from crawler.schedule import crawl as crawls
from crawler.schedule.due import Standing, roughly, standings
from crawler.schedule.round import Round
from crawler.schedule.tally import Tally
from crawler.sources.cadence import cadence
from crawler.sources.reading import SourceProblem, find_source, readable_sources
from crawler.sources.schema import Source
from models import db
from models.crawls import last_crawls, newest_run
from pipelines.pool import available_cores

_MOST = 64  # crawls at a time


class Command(ScrapyCommand):
    """Crawl what is due, a process for each source."""

    requires_project = True
    requires_crawler_process = False
    default_settings: ClassVar[dict[str, Any]] = {"LOG_ENABLED": False}

    def syntax(self) -> str:
        """The arguments, for the usage line."""
        return "[options]"

    def short_desc(self) -> str:
        """One line for ``scrapy``'s list of commands."""
        return "Crawl each source that is due, a process each; for cron or a timer"

    def long_desc(self) -> str:
        """For ``--help``."""
        return (
            "Crawls each enabled source of which no crawl was begun within its cadence ('crawl: {every: 30m}' in its "
            "file, else CRAWL_EVERY), the longest overdue first; settings given with -s hold for the crawls too. "
            "Exit code 0 if all did what they say, or nothing was due; 1 if one fell short. "
            "Example, in a crontab: */5 * * * * cd ~/dateline && .venv/bin/scrapy crawl-due >/dev/null"
        )

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """``--at-once``, ``--source``, ``--dry-run``."""
        super().add_options(parser)
        parser.add_argument(
            "--at-once", type=int, default=2, metavar="N", help="crawls at a time, of all such calls (default: 2)"
        )
        parser.add_argument(
            "--source", action="append", default=[], metavar="SLUG", help="only this source, if it is due; repeatable"
        )
        parser.add_argument("--dry-run", action="store_true", help="say how each source stands, and crawl nothing")

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        """Exit codes: 0 all did what they say, or nothing was due; 1 one fell short; 2 wrong arguments."""
        try:
            sources, problems, usual = self._checked(args, opts)
        except (SourceProblem, ValueError) as wrong:
            print(f"scrapy crawl-due: {wrong}", file=sys.stderr)
            self.exitcode = 2
            return
        for problem in problems:  # one broken file does not keep the others waiting
            print(f"scrapy crawl-due: {problem}", file=sys.stderr)
        try:
            with db.database() as engine:
                db.check(engine)
                short = self._crawl(engine, sources, usual, opts)
                short = (not opts.dry_run and self._events(engine)) or short
        except (db.DatabaseProblem, OSError) as problem:
            print(f"scrapy crawl-due: {problem}", file=sys.stderr)
            short = True
        self.exitcode = 1 if short or problems else 0

    def _checked(
        self, args: list[str], opts: argparse.Namespace
    ) -> tuple[list[Source], list[SourceProblem], timedelta]:
        """Sources, what is wrong with the files of others, and the usual cadence. Raises ValueError, SourceProblem."""
        if self.settings is None:
            raise RuntimeError("the command runs inside a Scrapy project")
        if args:
            raise ValueError(f"what is {args[0]!r}? See scrapy crawl-due --help")
        if not 1 <= opts.at_once <= _MOST:
            raise ValueError(f"--at-once is a number from 1 to {_MOST}, not {opts.at_once}")
        if path := next((given for given in opts.source if "/" in given or given.endswith((".yml", ".yaml"))), None):
            raise ValueError(f"--source takes a slug, and {path!r} is a path; set its folder with -s SOURCES_FOLDER=…")
        try:
            usual = cadence(self.settings["CRAWL_EVERY"])
        except ValueError as wrong:
            raise ValueError(f"CRAWL_EVERY: {wrong}") from None
        folder = Path(self.settings["SOURCES_FOLDER"])
        if opts.source:
            return [find_source(slug, folder) for slug in dict.fromkeys(opts.source)], [], usual
        return *readable_sources(folder), usual

    def _crawl(self, engine: Engine, sources: list[Source], usual: timedelta, opts: argparse.Namespace) -> bool:
        """Crawl what is due; returns whether anything fell short."""
        found = standings(sources, last_crawls(engine, [source.slug for source in sources]), usual)
        if opts.dry_run:
            for standing in found:
                print(f"{standing.source.slug}: {standing.said}")
            return False
        for standing in found:
            if standing.state == "running":
                print(f"{standing.source.slug}: {standing.said}")
        due = [standing for standing in found if standing.state == "due"]
        if not due:
            print(f"nothing is due (sources: {len(found)})")
            return False
        logs = self._logs()
        slots = crawls.free_slots(logs, opts.at_once)
        if not slots:
            print(f"--at-once {opts.at_once}: as many crawls run already; the next call takes what is due: {len(due)}")
            return False
        return self._round(engine, due, slots, logs, opts)

    def _round(
        self, engine: Engine, due: list[Standing], slots: list[int], logs: Path, opts: argparse.Namespace
    ) -> bool:
        tally = Tally(engine, host=socket.gethostname(), after=newest_run(engine))
        # Events are kept up once, when all have ended.
        settings = [*self._shared(min(opts.at_once, len(due))), *opts.set, "EVENTS_AFTER_CRAWL=0"]
        console = Console(highlight=False)
        # Without a thread of its own: a thread and a fork do not go together.
        live = Live(console=console, auto_refresh=False, transient=True, redirect_stderr=sys.stderr.isatty())

        def progress(running: Iterable[crawls.Crawl], waiting: int) -> None:
            if console.is_terminal:
                live.update(Text(_progress(running, waiting)), refresh=True)

        round_ = Round(
            start=lambda slug, slot: crawls.start(slug, logs / f"{slug}.log", slot, settings),
            standing_now=partial(_standing_now, engine),
            passed_over=tally.pass_over,
            ended=tally.count,
            progress=progress,
        )
        if not console.is_terminal:
            left = round_.run(due, slots)
        else:
            with live:
                left = round_.run(due, slots)
        return tally.close(left)

    def _events(self, engine: Engine) -> bool:
        """Take what was stored into events; returns whether that fell short."""
        if self.settings is None:
            raise RuntimeError("the command runs inside a Scrapy project")
        if not self.settings.getbool("EVENTS_AFTER_CRAWL"):
            return False
        done, problem = keep_up(engine, self.settings)
        if done:
            print(done, flush=True)
        if problem:
            print(f"scrapy crawl-due: {plain(problem)}", file=sys.stderr)
        return problem is not None

    def _logs(self) -> Path:
        if self.settings is None:
            raise RuntimeError("the command runs inside a Scrapy project")
        return Path(self.settings["CRAWL_LOGS"]).resolve()

    def _shared(self, at_once: int) -> list[str]:
        """Settings of each crawl: the cores are shared among them."""
        if self.settings is None:
            raise RuntimeError("the command runs inside a Scrapy project")
        workers = self.settings.getint("EXTRACTION_WORKERS") or available_cores()
        return [f"EXTRACTION_WORKERS={max(1, workers // at_once)}"]


def _standing_now(engine: Engine, standing: Standing) -> Standing:
    slug = standing.source.slug
    with suppress(db.DatabaseProblem):  # the crawl itself will say so, or the database is back by then
        return standings([standing.source], last_crawls(engine, [slug]), standing.every)[0]
    return standing


def _progress(running: Iterable[crawls.Crawl], waiting: int) -> str:
    crawling = ", ".join(f"{crawl.slug} ({roughly(timedelta(seconds=crawl.seconds))})" for crawl in running)
    return plain(f"crawling {crawling}" + (f"; {waiting} more are due" if waiting else ""))
