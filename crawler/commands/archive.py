"""``scrapy archive``: is the archive whole, what was answered, and records to take away."""

import argparse
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, date, datetime
from importlib.metadata import version
from itertools import chain
from pathlib import Path
from typing import BinaryIO

from rich.console import Console
from rich.filesize import decimal
from rich.progress import DownloadColumn, Progress, TimeElapsedColumn
from scrapy.commands import ScrapyCommand
from scrapy.exceptions import UsageError

from models import db
from models.places import Place, all_places, place_of_fetch, places_of
from models.printing import printable, printable_lines
from pipelines.archive.archive import Archive
from pipelines.archive.checking import Checker, Fault
from pipelines.archive.exporting import exported, request_of
from pipelines.archive.records import warcinfo
from pipelines.archive.storage import ArchiveProblem

Places = Iterator[tuple[str, list[Place]]]


class Command(ScrapyCommand):
    """Read the archive of raw answers."""

    requires_project = True
    requires_crawler_process = False

    def syntax(self) -> str:
        """The arguments, for the usage line."""
        return "verify|show ID|export [options]"

    def short_desc(self) -> str:
        """One line for ``scrapy``'s list of commands."""
        return "Check the archive of raw answers, print one, or export some as WARC"

    def long_desc(self) -> str:
        """For ``--help``."""
        return (
            "verify: read every file, check each record's checksum and digests, and that each fetch in the database "
            "finds its record; with --repair, cut files whose writer died back to their last whole record. "
            "show ID: the request and the answer of a fetch (news.fetches.id); with --body, its decoded payload alone. "
            "export: requests and answers as one WARC file that stands alone. Examples: scrapy archive verify; "
            "scrapy archive show 17 --body > page.html; "
            "scrapy archive export --source al-jazeera --since 2017-06-01 -o june.warc.gz"
        )

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """Of ``verify``, ``show`` and ``export``."""
        super().add_options(parser)
        parser.add_argument("--repair", action="store_true", help="verify: mend the files of writers that died")
        parser.add_argument("--no-database", action="store_true", help="verify: the files alone")
        parser.add_argument("--body", action="store_true", help="show: write the decoded payload, and nothing else")
        parser.add_argument("--source", metavar="SLUG", help="export: the pages of this source")
        parser.add_argument("--since", type=_day, metavar="DATE", help="export: fetched on this day (UTC) or later")
        parser.add_argument("--until", type=_day, metavar="DATE", help="export: fetched on this day (UTC) or earlier")
        parser.add_argument("--article", type=int, metavar="ID", help="export: the fetches of this article")
        parser.add_argument("-o", "--output", type=Path, metavar="FILE", help="export: the WARC file to write")

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        """Exit codes: 0 all well, 1 something is wrong or missing, 2 wrong arguments."""
        action, *rest = args or [""]
        if unknown := [argument for argument in args if argument.startswith("-")]:
            raise UsageError(f"unknown option {unknown[0]}", print_help=False)
        if action not in _ACTIONS or len(rest) != (action == "show"):
            raise UsageError("say verify, show ID or export; see scrapy archive --help", print_help=False)
        if self.settings is None:
            raise RuntimeError("scrapy gave the command no settings")
        try:
            with Archive(self.settings["ARCHIVE"], self.settings["ARCHIVE_SPOOL"]) as archive:
                self.exitcode = _ACTIONS[action](archive, rest, opts)
        except (ArchiveProblem, db.DatabaseProblem) as problem:
            print(f"scrapy archive {action}: {problem}", file=sys.stderr)
            self.exitcode = 1
        except OSError as error:
            print(f"scrapy archive {action}: {error.filename or error}: {error.strerror or ''}", file=sys.stderr)
            self.exitcode = 1


def _verify(archive: Archive, _: list[str], opts: argparse.Namespace) -> int:
    if opts.repair:
        for mended in archive.repair():
            kept = f"; what was cut off lies in {mended.aside}" if mended.aside else ""
            print(f"{mended.name}: cut {mended.cut} bytes off its end, {mended.kept} are kept{kept}")
        for problem in archive.delivered():
            print(problem)
    if opts.no_database:
        return _report(archive, iter(()))
    with db.database() as engine:
        db.check(engine)
        return _report(archive, all_places(engine))


def _report(archive: Archive, named: Places) -> int:
    """Print each fault, and the sum."""
    faults = 0
    console = Console(highlight=False, soft_wrap=True)
    names = archive.names()
    with _progress(sum(archive.size(name) for name in names)) as on_bytes:
        checker = Checker(archive, on_bytes)
        for fault in _faults(archive, names, named, checker):
            faults += 1
            console.print(printable(str(fault)), markup=False)
    counted = f"{_so_many(len(names), 'file')}, {_so_many(checker.records, 'record')}, {decimal(checker.size)}"
    print(f"{counted}: {_so_many(faults, 'fault') if faults else 'all in order'}")
    return 1 if faults else 0


def _so_many(count: int, of: str) -> str:
    return f"{count} {of}" if count == 1 else f"{count} {of}s"


def _faults(archive: Archive, names: list[str], named: Places, checker: Checker) -> Iterator[Fault]:
    """The faults of each file; both lists are sorted alike."""
    file, places = next(named, ("", []))
    for name in chain(names, [None]):
        while file and (name is None or file < name):
            if archive.has(file):  # made since the files were listed
                yield from checker.check(file, places, live=archive.is_live(file))
            else:
                yield Fault(
                    file=file, said=f"not in the archive, but {_so_many(len(places), 'fetch record')} should be there"
                )
            file, places = next(named, ("", []))
        if name is None:
            return
        live = archive.is_live(name)
        if live:
            print(f"{name}: still being written", file=sys.stderr)
        elif name in archive.left_open():
            yield Fault(file=name, said="not closed, its writer is gone: scrapy archive verify --repair closes it")
        yield from checker.check(name, places if file == name else (), live=live)
        if file == name:
            file, places = next(named, ("", []))


def _show(archive: Archive, args: list[str], opts: argparse.Namespace) -> int:
    if not (args[0].isascii() and args[0].isdecimal() and len(args[0]) < 19):
        raise UsageError(f"{args[0]!r} is no id of a fetch", print_help=False)
    with db.database() as engine:
        db.check(engine)
        found = place_of_fetch(engine, int(args[0]))
    if found is None:
        raise ArchiveProblem(f"there is no fetch {args[0]}")
    url, place = found
    if place is None:
        raise ArchiveProblem(f"fetch {args[0]} of {printable(url)} has no record: it had no answer, or none was kept")
    if place.file.startswith("file:"):
        raise ArchiveProblem(f"fetch {args[0]} was read from a file that a person named: {place.file}, {place.offset}")
    capture = archive.read(place.file, place.offset, place.length)
    if opts.body:
        sys.stdout.buffer.write(capture.body or b"")
        return 0
    record = archive.record(place.file, place.offset, place.length)
    request = request_of(archive, place, record)
    print(f"{place.file}, {place.length} bytes at {place.offset}: {record.kind}, {record.headers.get('warc-date')}\n")
    for head in (request.head if request else b"", record.head):
        print(printable_lines(head.decode("latin-1").replace("\r\n", "\n")))
    print(_readable(capture.body, capture.content_type))
    return 0


def _readable(body: bytes | None, content_type: str | None) -> str:
    if body is None:
        return "(a payload too large to be an article)"
    kind, _, rest = (content_type or "text/html").lower().partition(";")
    if not any(word in kind for word in ("text", "html", "xml", "json", "javascript")):
        return f"({len(body)} bytes of {printable(kind)}: --body writes them)"
    charset = rest.partition("charset=")[2].partition(";")[0].strip("\"' ") or "utf-8"
    try:
        return printable_lines(body.decode(charset, "replace").replace("\r\n", "\n"))
    except LookupError:
        return printable_lines(body.decode("utf-8", "replace").replace("\r\n", "\n"))


def _export(archive: Archive, _: list[str], opts: argparse.Namespace) -> int:
    if opts.output is None:
        raise UsageError("say where to: -o FILE.warc.gz", print_help=False)
    count = missing = 0
    about = {"software": f"Dateline/{version('dateline')}", "format": "WARC File Format 1.1"}
    with db.database() as engine, _destination(opts.output) as stream:
        db.check(engine)
        stream.write(warcinfo(opts.output.name, datetime.now(UTC), about))
        for place in places_of(engine, source=opts.source, since=opts.since, until=opts.until, article=opts.article):
            try:
                stream.write(exported(archive, place))
                count += 1
            except ArchiveProblem as problem:
                missing += 1
                print(f"scrapy archive export: fetch {place.fetch_id}: {problem}", file=sys.stderr)
        if not count:
            raise ArchiveProblem("no fetch meets these conditions and has a record")
    print(f"{opts.output}: {count} requests and their answers{f'; {missing} are missing' if missing else ''}")
    return 1 if missing else 0


_ACTIONS: Mapping[str, Callable[[Archive, list[str], argparse.Namespace], int]] = {
    "verify": _verify,
    "show": _show,
    "export": _export,
}


@contextmanager
def _progress(total: int) -> Iterator[Callable[[int], None]]:
    console = Console(stderr=True)
    progress = Progress(*Progress.get_default_columns(), DownloadColumn(), TimeElapsedColumn(), console=console)
    progress.disable = not console.is_terminal
    with progress:
        task = progress.add_task("verifying", total=total)
        yield lambda read: progress.advance(task, read)


@contextmanager
def _destination(path: Path) -> Iterator[BinaryIO]:
    """A file that appears under its name only when it is whole."""
    part = path.with_name(f"{path.name}.part")
    try:
        with part.open("wb") as stream:
            yield stream
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)


def _day(given: str) -> date:
    try:
        return datetime.strptime(given, "%Y-%m-%d").replace(tzinfo=UTC).date()
    except ValueError:
        raise argparse.ArgumentTypeError(f"{given!r} is not a date: write YYYY-MM-DD, as in 2017-06-22") from None
