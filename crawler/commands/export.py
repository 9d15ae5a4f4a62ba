"""``scrapy export``: the analysts' views as files, with a data package beside them."""

import argparse
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, ClassVar

from rich.console import Console
from rich.filesize import decimal
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn, TimeRemainingColumn
from scrapy.commands import ScrapyCommand
from scrapy.exceptions import UsageError

from crawler.exports.exporting import NoSuchView, Order, export, is_format
from crawler.exports.files import TargetProblem
from crawler.exports.writing import FORMATS, Advance
from models import db
from models.exports.conditions import ConditionProblem
from models.printing import for_people

_FOLDER = Path("export")


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
        order = _order(args, opts)
        try:
            with _told_to_stop(), db.database() as engine:
                db.check(engine)
                done, notes = export(engine, order, _progress)
        except (NoSuchView, ConditionProblem) as problem:
            _say(str(problem))
            self.exitcode = 2
        except (TargetProblem, db.DatabaseProblem) as problem:
            _say(str(problem))
            self.exitcode = 1
        except OSError as error:
            _say(f"{error.filename or order.target}: {error.strerror or error}")
            self.exitcode = 1
        except KeyboardInterrupt:
            _say("stopped; nothing was written")
            self.exitcode = 1
        else:
            for each in done:
                print(f"{each.path}: {each.rows} rows, {decimal(each.size)}")
            print(f"{done[0].path.parent / 'datapackage.json'}: as of {done[0].at:%Y-%m-%d %H:%M:%S} UTC")
            for note in notes:
                _say(note)


@contextmanager
def _told_to_stop() -> Iterator[None]:
    """Being told to end is as Ctrl-C: nothing half is left behind."""
    before = {ending: signal.signal(ending, signal.default_int_handler) for ending in (signal.SIGTERM, signal.SIGHUP)}
    try:
        yield
    finally:
        for ending, handler in before.items():
            signal.signal(ending, handler)


def _order(args: list[str], opts: argparse.Namespace) -> Order:
    if unknown := [argument for argument in args if argument.startswith("-")]:
        raise UsageError(f"unknown option {unknown[0]}", print_help=False)
    if not args:
        raise UsageError(
            "say what: scrapy export articles, for one, or all; see scrapy export --help", print_help=False
        )
    if opts.since and opts.until and opts.until < opts.since:
        raise UsageError("--until lies before --since", print_help=False)
    target = Path(opts.output or _FOLDER)
    ending = target.suffix.removeprefix(".").lower()
    is_file = is_format(ending) and not target.is_dir() and not (opts.output or "/").endswith("/")
    if is_file and opts.format not in (None, ending):
        raise UsageError(f"--format {opts.format} goes to a file whose name ends in .{opts.format}", print_help=False)
    if not is_file and target.exists() and not target.is_dir():
        raise UsageError(f"{target} is no folder, and its name ends in none of {', '.join(FORMATS)}", print_help=False)
    return Order(
        names=args,
        target=target,
        is_file=is_file,
        format=opts.format or (ending if is_file else "parquet"),
        where=opts.where,
        since=opts.since,
        until=opts.until,
        without_text=opts.without_text,
        force=opts.force,
        count=Console(stderr=True).is_terminal,
    )


@contextmanager
def _progress(name: str, rows: int | None) -> Iterator[Advance]:
    """A bar on a terminal, and nothing elsewhere; gives what moves it on."""
    console = Console(stderr=True)
    columns = (TextColumn(name), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn(), TimeRemainingColumn())
    with Progress(*columns, console=console, disable=not console.is_terminal) as bar:
        task = bar.add_task(name, total=rows)
        waiting = 0

        def advance(steps: int) -> None:
            nonlocal waiting
            waiting += steps
            if waiting >= 1000:  # the bar costs more than a row
                bar.advance(task, waiting)
                waiting = 0

        yield advance
        bar.advance(task, waiting)


def _say(problem: str) -> None:
    print(f"scrapy export: {for_people(problem)}", file=sys.stderr)


def _day(given: str) -> date:
    try:
        return datetime.strptime(given, "%Y-%m-%d").replace(tzinfo=UTC).date()
    except ValueError:
        raise argparse.ArgumentTypeError(f"{given!r} is not a date: write YYYY-MM-DD, as in 2017-06-22") from None
