"""``scrapy export`` from its arguments to its exit code."""

import argparse
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from rich.console import Console
from rich.filesize import decimal
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn, TimeRemainingColumn
from scrapy.exceptions import UsageError

from crawler.exports import FORMATS
from crawler.exports.exporting import NoSuchView, Order, export
from crawler.exports.files import TargetProblem
from crawler.exports.writing import Advance
from models import db
from models.exports.conditions import ConditionProblem
from models.printing import for_people

_FOLDER = Path("export")


def run_export(args: list[str], opts: argparse.Namespace) -> int:
    """Exit codes: 0 done, 1 it could not be done, and nothing was written; 2 wrong arguments."""
    order = _order(args, opts)
    try:
        with _told_to_stop(), db.database() as engine:
            db.check(engine)
            done, notes = export(engine, order, _progress)
    except (NoSuchView, ConditionProblem) as problem:
        _say(str(problem))
        return 2
    except (TargetProblem, db.DatabaseProblem) as problem:
        _say(str(problem))
        return 1
    except OSError as error:
        _say(f"{error.filename or order.target}: {error.strerror or error}")
        return 1
    except KeyboardInterrupt:
        _say("stopped; nothing was written")
        return 1
    for each in done:
        print(f"{each.path}: {each.rows} rows, {decimal(each.size)}")
    print(f"{done[0].path.parent / 'datapackage.json'}: as of {done[0].at:%Y-%m-%d %H:%M:%S} UTC")
    for note in notes:
        _say(note)
    return 0


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
    is_file = ending in FORMATS and not target.is_dir() and not (opts.output or "/").endswith("/")
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
