"""``scrapy reextract``: today's extraction over the archive, without the network."""

import argparse
import asyncio
import json
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, ClassVar

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, ProgressColumn, Task, TextColumn, TimeRemainingColumn
from rich.text import Text
from scrapy.commands import ScrapyCommand
from scrapy.exceptions import UsageError
from sqlalchemy import Engine

from crawler.events.after_crawl import counted_anew
from crawler.pages import source_row
from crawler.reextract_report import as_json, print_findings, print_written
from crawler.reextraction import Findings, Rereading
from crawler.sources.reading import SourceProblem, all_sources
from crawler.sources.schema import Source
from models import db
from models.articles import Stored
from models.items import Fetch
from models.printing import for_people
from models.reextraction import Reread, Rewritten, rewrite
from models.runs import Fenced, close_run, open_run
from models.sources import SourceRow
from models.store import Batch, write_batch
from models.versions import (
    ArchivedPage,
    Scope,
    count_pages,
    extent,
    missing_articles,
    pages_without_article,
    source_ids_of,
    stored_versions,
)
from pipelines.archive.archive import Archive
from pipelines.archive.storage import ArchiveProblem
from pipelines.pool import ExtractionPool, available_cores
from pipelines.spool import Spool

_BATCH = 100  # versions written in a transaction: a crawl that stores the same articles waits for less than a second


class Command(ScrapyCommand):
    """Read archived pages anew, and write what reads otherwise."""

    requires_project = True
    requires_crawler_process = False
    default_settings: ClassVar[dict[str, Any]] = {"LOG_ENABLED": False}

    def syntax(self) -> str:
        """The arguments, for the usage line."""
        return "[options]"

    def short_desc(self) -> str:
        """One line for ``scrapy``'s list of commands."""
        return "Read the archived pages with today's extraction, show what differs, and write it"

    def long_desc(self) -> str:
        """For ``--help``."""
        return (
            "Reads each stored version of each article from the archive, without the network, on all cores; reports "
            "field by field what differs from what is stored, with samples; then writes it, unless --dry-run is given. "
            "Example: scrapy reextract --source bbc --since 2026-01-01 --dry-run"
        )

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """What is read, how much is shown, and whether it is written."""
        super().add_options(parser)
        parser.add_argument("--source", action="append", metavar="SLUG", help="only of this source; may be repeated")
        parser.add_argument("--article", action="append", type=_id, metavar="ID", help="only this one; may be repeated")
        parser.add_argument("--since", type=_day, metavar="DATE", help="only what was captured on this day or later")
        parser.add_argument("--until", type=_day, metavar="DATE", help="only what was captured on this day or earlier")
        parser.add_argument("--dry-run", action="store_true", help="report, and write nothing")
        parser.add_argument(
            "--quarantined", action="store_true", help="read pages, too, that gave no article; store those that do now"
        )
        parser.add_argument(
            "--samples", type=_count, default=2, metavar="N", help="of each kind of difference in a field (default 2)"
        )
        parser.add_argument("--workers", type=_positive, metavar="N", help="processes (default: one for each core)")
        parser.add_argument("--json", type=Path, metavar="FILE", help="write the report there, too, as JSON")

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        """Exit codes: 0 done, 1 fell short: pages that could not be read, or not be written; 2 wrong arguments."""
        if args:
            raise UsageError(f"no such argument: {args[0]}; see scrapy reextract --help", print_help=False)
        if opts.since and opts.until and opts.until < opts.since:
            raise UsageError("--until lies before --since", print_help=False)
        if opts.article and opts.quarantined:
            raise UsageError("--quarantined is about pages that gave no article: leave out --article", print_help=False)
        try:
            known = {source.slug: source for source in all_sources(Path(self._settings()["SOURCES_FOLDER"]))}
            with db.database() as engine:
                db.check(engine)
                with db.problems_named(engine):
                    self.exitcode = 1 if self._reextract(engine, known, opts) else 0
        except (db.DatabaseProblem, ArchiveProblem, SourceProblem, Fenced) as problem:
            _say(str(problem))
            self.exitcode = 1
        except OSError as error:
            _say(f"{error.filename or 'the spool folder'}: {error.strerror or error}")
            self.exitcode = 1
        except KeyboardInterrupt:
            _say("stopped; what it had not written yet is as it was: run it again")
            self.exitcode = 1

    def _settings(self) -> Any:
        if self.settings is None:
            raise RuntimeError("scrapy gave the command no settings")
        return self.settings

    def _reextract(self, engine: Engine, known: dict[str, Source], opts: argparse.Namespace) -> bool:
        """Read, report, write; true if it fell short."""
        scope = _scope(engine, known, opts)
        missing = missing_articles(engine, opts.article or ())
        for article_id in missing:
            _say(f"there is no article {article_id}")
        out = Console(highlight=False, soft_wrap=not sys.stdout.isatty())
        with ExitStack() as stack:
            folder = Path(self._settings()["ARCHIVE_SPOOL"])
            versions: Spool[Reread] = stack.enter_context(Spool(folder))
            pages: Spool[tuple[ArchivedPage, Fetch]] = stack.enter_context(Spool(folder))
            found = asyncio.run(self._read(engine, scope, known, opts, versions, pages))
            print_findings(out, found)
            _write_json(opts.json, found, None)
            done, stored = None, list[Stored]()
            if not opts.dry_run and (len(versions) or len(pages)):
                done, stored = _write(engine, known, opts, versions, pages)
                _write_json(opts.json, found, done)
            print_written(out, done, stored)
            if done is not None:
                out.print(counted_anew(engine), markup=False)
        lost = done is not None and (done.meanwhile or done.refused)
        return bool(found.unreadable or found.faults or missing or lost)

    async def _read(
        self,
        engine: Engine,
        scope: Scope,
        known: dict[str, Source],
        opts: argparse.Namespace,
        versions: Spool[Reread],
        pages: Spool[tuple[ArchivedPage, Fetch]],
    ) -> Findings:
        settings = self._settings()
        workers = opts.workers or settings.getint("EXTRACTION_WORKERS") or available_cores()
        there = await asyncio.to_thread(extent, engine, scope)
        without = 0 if opts.article else await asyncio.to_thread(count_pages, engine, scope)
        archive = Archive(settings["ARCHIVE"], settings["ARCHIVE_SPOOL"])
        pool = ExtractionPool(workers, settings.getfloat("EXTRACTION_TIMEOUT"), settings.getint("EXTRACTION_MEMORY_MB"))
        hints = {slug: source.hints for slug, source in known.items()}
        rereading = Rereading(archive, pool, hints, ahead=4 * workers, samples=opts.samples)
        rereading.findings.not_archived = there.not_archived
        rereading.findings.pages_left = 0 if opts.quarantined else without
        try:
            with archive, _progress("reading", there.versions + without * opts.quarantined) as advance:
                await rereading.versions(stored_versions(engine, scope), versions, advance)
                if opts.quarantined:
                    await rereading.pages(pages_without_article(engine, scope), pages, advance)
        finally:
            await asyncio.to_thread(pool.close)
        return rereading.findings


def _scope(engine: Engine, known: dict[str, Source], opts: argparse.Namespace) -> Scope:
    ids = source_ids_of(engine, opts.source or ())
    for slug in opts.source or ():
        if slug not in ids and slug not in known:
            raise UsageError(
                f"no source is named {slug!r}, see scrapy sources; nothing is stored of it", print_help=False
            )
    return Scope(
        sources=list(ids.values()) if opts.source else None,
        articles=opts.article,
        since=opts.since,
        until=opts.until and opts.until + timedelta(days=1),
    )


def _write(
    engine: Engine,
    known: dict[str, Source],
    opts: argparse.Namespace,
    versions: Spool[Reread],
    pages: Spool[tuple[ArchivedPage, Fetch]],
) -> tuple[Rewritten, list[Stored]]:
    """Write both spools, as a run of its own in the ledger."""
    run = open_run(engine, "reextract", _arguments(opts))
    done, stored, number = Rewritten(), list[Stored](), 0
    problem = "broken off; what was written by then is whole"
    try:
        with _progress("writing", len(versions) + len(pages)) as advance:
            for batch in versions.batches(_BATCH):
                number += 1
                done.add(rewrite(engine, run, number, batch))
                advance(len(batch))
            for fetches, sources, comes_back in _batches(pages, known):
                number += 1
                stored += write_batch(engine, Batch(run, number, sources, fetches, comes_back))
                advance(len(fetches))
        left = len(done.meanwhile) + len(done.refused)
        problem = f"{left} articles were changed meanwhile, or refused by the database" if left else ""
    finally:
        close_run(engine, run, [problem] if problem else [], {"versions": done.written, "pages": len(stored)}, [run.id])
    return done, stored


def _batches(
    pages: Spool[tuple[ArchivedPage, Fetch]], known: dict[str, Source]
) -> Iterator[tuple[list[Fetch], dict[str, SourceRow], bool]]:
    """Pages to store, as a crawl stores them: those of a person's archive files do not come back."""
    rows = {slug: source_row(source) for slug, source in known.items()}
    for batch in pages.batches(_BATCH):
        crawled = {page.source.slug: page.source for page, _ in batch if page.is_crawled}
        for comes_back in (True, False):
            fetches = [fetch for page, fetch in batch if (page.spider != "warc") is comes_back]
            if fetches:
                yield fetches, crawled | rows, comes_back


def _arguments(opts: argparse.Namespace) -> dict[str, Any]:
    given = {name: getattr(opts, name) for name in ("source", "article", "since", "until", "quarantined")}
    return {name: value.date().isoformat() if isinstance(value, datetime) else value for name, value in given.items()}


class _Rate(ProgressColumn):
    """Pages a second."""

    def render(self, task: Task) -> Text:
        return Text(f"{task.speed:.0f}/s" if task.speed else "")


@contextmanager
def _progress(doing: str, total: int) -> Iterator[Callable[..., None]]:
    """A bar on a terminal; gives what moves it on."""
    console = Console(stderr=True)
    columns = (TextColumn(doing), BarColumn(), MofNCompleteColumn(), _Rate(), TimeRemainingColumn())
    with Progress(*columns, console=console, disable=not console.is_terminal, speed_estimate_period=60) as bar:
        task = bar.add_task(doing, total=total)

        def advance(steps: int = 1) -> None:
            bar.advance(task, steps)

        yield advance


def _write_json(path: Path | None, found: Findings, done: Rewritten | None) -> None:
    """The report, whole or not at all."""
    if path is not None:
        part = path.with_name(f"{path.name}.part")
        part.write_text(json.dumps(as_json(found, done), ensure_ascii=False, indent=1, default=str), encoding="utf-8")
        part.replace(path)


def _say(problem: str) -> None:
    print(f"scrapy reextract: {for_people(problem)}", file=sys.stderr)


def _day(given: str) -> datetime:
    try:
        return datetime.strptime(given, "%Y-%m-%d").replace(tzinfo=UTC)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{given!r} is not a date: write YYYY-MM-DD, as in 2017-06-22") from None


def _count(given: str) -> int:
    if not given.isdecimal() or len(given) > 9:
        raise argparse.ArgumentTypeError(f"{given!r} is not a number")
    return int(given)


def _positive(given: str) -> int:
    if not _count(given):
        raise argparse.ArgumentTypeError("at least 1")
    return int(given)


def _id(given: str) -> int:
    if not given.isdecimal() or len(given) > 18:
        raise argparse.ArgumentTypeError(f"{given!r} is not an article's id")
    return int(given)
