"""``scrapy report``: the corpus on one page that a browser opens without a network."""

import argparse
import re
import sys
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, ClassVar

from rich.console import Console
from scrapy.commands import ScrapyCommand
from sqlalchemy import Engine

from crawler.reports.file import FileKept, check_place, put
from crawler.schedule.health import Health, healths
from crawler.sources.cadence import cadence
from crawler.sources.reading import readable_sources
from models import db
from models.reporting.reading import Progress, has_event, may_read_tables, read_corpus, source_ids
from models.reporting.wanted import Wanted
from models.status import read_status

_LONGEST_ID = 18  # digits: PostgreSQL's bigint holds them


class Command(ScrapyCommand):
    """Write a page that shows the corpus: events, coverage, places, photos, revisions, alarms."""

    requires_project = True
    requires_crawler_process = False
    default_settings: ClassVar[dict[str, Any]] = {"LOG_ENABLED": False}

    def syntax(self) -> str:
        """The arguments, for the usage line."""
        return "[options]"

    def short_desc(self) -> str:
        """One line for ``scrapy``'s list of commands."""
        return "Write one page that shows the corpus: events, coverage, places, photos, revisions, alarms"

    def long_desc(self) -> str:
        """For ``--help``."""
        return (
            "One HTML file without scripts, pictures or anything from the network: to read, print or send."
            " Example: scrapy report --since 2017-06-01 --until 2017-06-30 -o june.html"
        )

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """Which part of the corpus, and where to."""
        super().add_options(parser)
        parser.add_argument("--since", metavar="DATE", help="published, happened or revised on this day or later")
        parser.add_argument("--until", metavar="DATE", help="published, happened or revised on this day or earlier")
        parser.add_argument("--event", metavar="ID", help="one event only: scrapy events list prints the ids")
        parser.add_argument(
            "--source", metavar="SLUG", nargs="+", action="extend", default=[], help="these sources only"
        )
        parser.add_argument(
            "-o", "--output", metavar="FILE", type=Path, default=Path("report.html"), help="default: report.html"
        )
        parser.add_argument("--force", action="store_true", help="overwrite FILE even if it is no report")

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        """Exit codes: 0 written; 1 no database, or the file cannot be written; 2 wrong arguments."""
        try:
            wanted = _wanted(args, opts)
            check_place(opts.output, force=opts.force)
        except (ValueError, FileKept) as wrong:
            self._ends(2, wrong)
            return
        console = Console(stderr=True)
        try:
            with db.database() as engine, console.status("reading") as status:
                self._write(engine, wanted, opts, lambda part: status.update(f"reading {part}"))
        except ValueError as wrong:
            self._ends(2, wrong)
        except db.DatabaseProblem as problem:
            self._ends(1, problem)
        except OSError as error:
            self._ends(1, f"{opts.output}: {error.strerror or error}")

    def _write(self, engine: Engine, wanted: Wanted, opts: argparse.Namespace, progress: Progress) -> None:
        """Read, draw and write. Raises ValueError, DatabaseProblem, OSError."""
        crawls = may_read_tables(engine)
        if crawls:
            db.check(engine)
        wanted = _resolved(engine, wanted, opts.source)
        corpus = read_corpus(engine, wanted, progress)
        found = self._healths(engine, opts.source) if crawls else []
        progress("on: drawing")
        from crawler.reports.alarms import (
            alarms,
        )  # Altair and V8 behind these: half a second that --help need not spend
        from crawler.reports.page import written

        page = written(corpus, alarms(corpus, found), crawl_seen=crawls)
        put(opts.output, page)
        print(f"{opts.output}: {len(page.encode()) / 1_000_000:.1f} MB")

    def _healths(self, engine: Engine, slugs: list[str]) -> list[Health]:
        """What ``scrapy status`` knows of the sources. Raises ValueError, DatabaseProblem."""
        if self.settings is None:
            raise RuntimeError("the command runs inside a Scrapy project")
        sources, _ = readable_sources(Path(self.settings["SOURCES_FOLDER"]))
        chosen = [source for source in sources if not slugs or source.slug in slugs]
        status = read_status(engine, [source.slug for source in chosen])
        return healths(chosen, status, cadence(self.settings["CRAWL_EVERY"]))

    def _ends(self, code: int, why: object) -> None:
        print(f"scrapy report: {why}", file=sys.stderr)
        self.exitcode = code


def _wanted(args: list[str], opts: argparse.Namespace) -> Wanted:
    """What is asked for, but for the sources. Raises ValueError."""
    if args:
        raise ValueError(f"what is {args[0]!r}? See scrapy report --help")
    since, until = _day(opts.since, "--since"), _day(opts.until, "--until")
    if since and until and until < since:
        raise ValueError("--until lies before --since")
    if opts.event is not None and not re.fullmatch(f"[0-9]{{1,{_LONGEST_ID}}}", opts.event):
        raise ValueError(f"--event is an id, not {opts.event!r}; scrapy events list prints them")
    return Wanted(since=since, until=until, event=None if opts.event is None else int(opts.event))


def _resolved(engine: Engine, wanted: Wanted, slugs: list[str]) -> Wanted:
    """``wanted`` with the ids of its sources. Raises ValueError for an event or a source that there is not."""
    sources, unknown = source_ids(engine, list(dict.fromkeys(slugs)))
    if unknown:
        raise ValueError(f"there is no source {unknown[0]!r} in the database; scrapy sources prints their names")
    if wanted.event is not None and not has_event(engine, wanted.event):
        raise ValueError(f"there is no event {wanted.event}; scrapy events list prints them")
    return Wanted(since=wanted.since, until=wanted.until, event=wanted.event, sources=sources)


def _day(given: str | None, option: str) -> date | None:
    if given is None:
        return None
    try:
        return datetime.strptime(given, "%Y-%m-%d").replace(tzinfo=UTC).date()
    except ValueError:
        raise ValueError(f"{option} is a day, YYYY-MM-DD, not {given!r}") from None
