"""``scrapy status``: how the sources are, and what is wrong."""

import argparse
import json
import sys
from datetime import timedelta
from pathlib import Path
from typing import Any, ClassVar

from scrapy.commands import ScrapyCommand

from crawler.columns import print_columns
from crawler.schedule.health import Health, healths
from crawler.schedule.report import COLUMNS, as_json, in_full, row
from crawler.sources.cadence import cadence
from crawler.sources.reading import SourceProblem, find_source, readable_sources
from crawler.sources.schema import Source
from models import db
from models.status import Status, read_status, runs_of

_RUNS = 10


class Command(ScrapyCommand):
    """Show the sources: last and next run, outcomes, what waits, what is wrong."""

    requires_project = True
    requires_crawler_process = False
    default_settings: ClassVar[dict[str, Any]] = {"LOG_ENABLED": False}

    def syntax(self) -> str:
        """The arguments, for the usage line."""
        return "[options]"

    def short_desc(self) -> str:
        """One line for ``scrapy``'s list of commands."""
        return "Show each source's last and next run, outcomes, and what is wrong"

    def long_desc(self) -> str:
        """For ``--help``."""
        return (
            "A line for each source: cadence, last run, next run, pages by outcome in the last run, new articles of the"
            " last 24 hours and 7 days, URLs that are due now, pages in quarantine, and what is wrong. "
            "Example, for monitoring: scrapy status --wrong --check"
        )

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """``--source``, ``--wrong``, ``--json``, ``--check``."""
        super().add_options(parser)
        parser.add_argument("--source", metavar="SLUG", help=f"this source in full, with its last {_RUNS} runs")
        parser.add_argument("--wrong", action="store_true", help="only sources with something wrong")
        parser.add_argument("--json", action="store_true", help="for machines: one JSON object")
        parser.add_argument("--check", action="store_true", help="exit code 1 if anything is wrong")

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        """Exit codes: 0 shown; 1 no database, or with ``--check`` something is wrong; 2 wrong arguments."""
        try:
            sources, problems, usual = self._checked(args, opts)
        except (SourceProblem, ValueError) as wrong:
            print(f"scrapy status: {wrong}", file=sys.stderr)
            self.exitcode = 2
            return
        try:
            with db.database() as engine:
                db.check(engine)
                status = read_status(engine, [source.slug for source in sources])
                runs = runs_of(engine, opts.source, _RUNS) if opts.source else []
        except db.DatabaseProblem as problem:
            print(f"scrapy status: {problem}", file=sys.stderr)
            self.exitcode = 1
            return
        found = healths(sources, status, usual)
        wanted = [health for health in found if health.wrong or not opts.wrong]
        if opts.json:
            print(json.dumps(as_json(wanted, status, runs, problems), ensure_ascii=False, indent=2))
        elif opts.source:
            print("\n".join(line for health in wanted for line in in_full(health, runs)))
        else:
            _print_table(found, wanted, status)
        for broken in problems:
            print(f"scrapy status: {broken}", file=sys.stderr)
        if opts.check and (problems or any(health.wrong for health in found)):
            self.exitcode = 1

    def _checked(
        self, args: list[str], opts: argparse.Namespace
    ) -> tuple[list[Source], list[SourceProblem], timedelta]:
        """Sources, what is wrong with the files of others, and the usual cadence. Raises ValueError, SourceProblem."""
        if self.settings is None:
            raise RuntimeError("the command runs inside a Scrapy project")
        if args:
            raise ValueError(f"what is {args[0]!r}? See scrapy status --help")
        folder = Path(self.settings["SOURCES_FOLDER"])
        try:
            usual = cadence(self.settings["CRAWL_EVERY"])
        except ValueError as wrong:
            raise ValueError(f"CRAWL_EVERY: {wrong}") from None
        if opts.source:
            return [find_source(opts.source, folder)], [], usual
        return *readable_sources(folder), usual


def _print_table(found: list[Health], wanted: list[Health], status: Status) -> None:
    if wanted:
        print_columns(COLUMNS, [row(health) for health in wanted])
    wrong = sum(bool(health.wrong) for health in found)
    print(f"sources: {len(found)}, with something wrong: {wrong}")
    if status.other_sources:
        counts = status.other_urls
        print(
            f"domains without a source file: {status.other_sources}, their URLs: {counts.known},"
            f" in quarantine: {counts.quarantined}, failed: {counts.failed}"
        )
