"""``scrapy rehydrate``: a package without text gets its text again, from an archive or from the web."""

import argparse
from pathlib import Path
from typing import Any, ClassVar

from scrapy.commands import ScrapyCommand


class Command(ScrapyCommand):
    """Fill an export without text again."""

    requires_project = True
    requires_crawler_process = False
    default_settings: ClassVar[dict[str, Any]] = {"LOG_ENABLED": False}

    def syntax(self) -> str:
        """The arguments, for the usage line."""
        return "[options] FOLDER"

    def short_desc(self) -> str:
        """One line for ``scrapy``'s list of commands."""
        return "Fill an export --without-text with its texts again, from an archive or from the web"

    def long_desc(self) -> str:
        """For ``--help``."""
        return (
            "Reads the pages of each article of the package in FOLDER, extracts them, and holds them by their content "
            "hash against what was exported: same, changed since, or gone. Writes the tables with their texts, and "
            "rehydration.csv, which says what became of each. Again, it asks only for what it did not find the same. "
            "--from-web crawls the pages as scrapy crawl article does, into the database and the archive. Example: "
            "scrapy rehydrate mosul/ --from-archive /archive -o mosul-filled/"
        )

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """Where the pages come from, and where the texts go."""
        super().add_options(parser)
        parser.add_argument(
            "--from-archive",
            metavar="FOLDER",
            help="the archive, a folder or an fsspec URL (default: DATELINE_ARCHIVE)",
        )
        parser.add_argument("--from-web", action="store_true", help="fetch each page from its address")
        parser.add_argument("--force", action="store_true", help="begin anew, and write over whatever lies in OUT")
        parser.add_argument("-o", "--output", type=Path, metavar="OUT", help="a folder (default: FOLDER-filled)")

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        """Exit codes: 0 all is filled, 1 something is missing, or nothing could be done; 2 wrong arguments."""
        from crawler.exports.refilling import run_rehydrate  # not before: it takes half a second

        if self.settings is None:
            raise RuntimeError("scrapy gave the command no settings")
        self.exitcode = run_rehydrate(self.settings, args, opts)
