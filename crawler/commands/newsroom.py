"""``scrapy newsroom``: serve the demo newsroom until Ctrl-C."""

import argparse
import signal
import sys
import threading
from pathlib import Path
from shlex import quote
from typing import Any, ClassVar

from scrapy.commands import ScrapyCommand
from scrapy.exceptions import UsageError

from crawler.newsroom import Newsroom, PortTaken


class Command(ScrapyCommand):
    """Serve the demo outlets on loopback, and say where."""

    requires_project = True
    requires_crawler_process = False
    default_settings: ClassVar[dict[str, Any]] = {"LOG_ENABLED": False}

    def syntax(self) -> str:
        return "[options]"

    def short_desc(self) -> str:
        return "Serve the demo newsroom on loopback until Ctrl-C"

    def long_desc(self) -> str:
        return (
            "Serves six small outlets on 127.0.0.1, a port each, with feeds, sitemaps, robots.txt and articles. "
            "Example: scrapy newsroom --sources outlets, then scrapy crawl news -a source=outlets/two-banks.yml"
        )

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        super().add_options(parser)
        parser.add_argument(
            "--port",
            type=int,
            default=8717,
            help="first port, the outlets take it and the next; 0: any (default: 8717)",
        )
        parser.add_argument("--sources", type=Path, metavar="DIR", help="write a source file for each outlet into DIR")

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        if args:
            raise UsageError(f"newsroom takes no arguments, got: {' '.join(args)}", print_help=False)
        if not 0 <= opts.port <= 65535:
            raise UsageError(f"--port is a number from 0 to 65535, got: {opts.port}", print_help=False)
        try:
            with Newsroom(opts.port) as newsroom:
                if opts.sources is not None:
                    write_sources(newsroom, opts.sources)
                closing = set_by_signals()
                print(notice(newsroom, opts.sources), flush=True)
                closing.wait()
        except (PortTaken, SourcesUnwritable) as error:
            print(f"newsroom: {error}", file=sys.stderr)
            self.exitcode = 1


class SourcesUnwritable(Exception):
    """The folder given with --sources cannot take the source files."""


def write_sources(newsroom: Newsroom, folder: Path) -> None:
    """Write the outlets' source files; raises SourcesUnwritable, which names the folder and the reason."""
    try:
        newsroom.write_sources(folder)
    except OSError as error:
        raise SourcesUnwritable(f"cannot write source files into {folder}: {error.strerror}") from error


def notice(newsroom: Newsroom, sources: Path | None) -> str:
    """What the command prints once the outlets are open: each one's URL, and how to crawl it."""
    lines = ["The demo newsroom is open:", ""]
    lines += [f"  {slug:<20} {base}/" for slug, base in newsroom.outlets.items()]
    lines += ["", "Crawl an outlet:", ""]
    if sources is None:
        lines += ["  first restart with --sources DIR, which writes a source file for each outlet"]
    else:
        crawl = "scrapy crawl news -s PRIVATE_NETWORKS_ALLOWED=127.0.0.1/32 -a source="
        lines += [f"  {crawl}{quote(str(sources / f'{slug}.yml'))}" for slug in newsroom.outlets]
    return "\n".join([*lines, "", "Ctrl-C closes it."])


def set_by_signals() -> threading.Event:
    """An event that Ctrl-C and SIGTERM set from now on, instead of ending the process."""
    closing = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: closing.set())
    return closing
