"""``scrapy export``: the analysts' views as files, with a data package beside them."""

import argparse
from datetime import UTC, date, datetime
from typing import Any, ClassVar

from scrapy.commands import ScrapyCommand

from crawler.exports import FORMATS


class Command(ScrapyCommand):
    """Take views of schema analyst away."""

    requires_project = True
    requires_crawler_process = False
    default_settings: ClassVar[dict[str, Any]] = {"LOG_ENABLED": False}

    def syntax(self) -> str:
        """The arguments, for the usage line."""
        return "[options] <VIEW …|all>"

    def short_desc(self) -> str:
        """One line for ``scrapy``'s list of commands."""
        return "Write articles, captions, credits, events … to Parquet, CSV, JSON lines or GeoJSON files"

    def long_desc(self) -> str:
        """For ``--help``."""
        return (
            "Writes views of schema analyst (articles, captions, credits, photographers, agencies, events, "
            "event_sources, timeline, revisions, coverage …) to files, all of them from one snapshot of the database, "
            "with a Frictionless data package, datapackage.json, beside them. Example: scrapy export captions credits "
            "--format parquet --where \"agency = 'Reuters'\" --since 2017-06-01 -o reuters/"
        )

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """What is exported, and where to."""
        super().add_options(parser)
        parser.add_argument("--format", choices=FORMATS, help="default: what FILE ends in, else parquet")
        parser.add_argument("--where", metavar="SQL", help="only rows for which this holds, as after WHERE in SQL")
        parser.add_argument(
            "--since", type=_day, metavar="DATE", help="only rows of this day or later (docs/export.md)"
        )
        parser.add_argument("--until", type=_day, metavar="DATE", help="only rows of this day or earlier")
        parser.add_argument(
            "--without-text", action="store_true", help="leave out what belongs to publishers, so that it may be shared"
        )
        parser.add_argument("--force", action="store_true", help="write over files that are there")
        parser.add_argument(
            "-o",
            "--output",
            metavar="PLACE",
            help="a folder, or a file whose name ends in the format (default: export/)",
        )

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        """Exit codes: 0 done, 1 it could not be done, and nothing was written; 2 wrong arguments."""
        from crawler.exports.asking import run_export  # not before: it takes half a second

        self.exitcode = run_export(args, opts)


def _day(given: str) -> date:
    try:
        return datetime.strptime(given, "%Y-%m-%d").replace(tzinfo=UTC).date()
    except ValueError:
        raise argparse.ArgumentTypeError(f"{given!r} is not a date: write YYYY-MM-DD, as in 2017-06-22") from None
