"""``scrapy rehydrate`` from its arguments to its exit code."""

import argparse
import asyncio
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from scrapy.exceptions import UsageError

from crawler.exports.captures import Finding, Texts
from crawler.exports.files import TargetProblem
from crawler.exports.rehydration import Rehydrated, former_states, thin, write_filled
from crawler.exports.rereading import Looked, Rereading, in_archive, on_the_web
from crawler.pages import KnownSources
from models import db
from models.printing import for_people
from pipelines.archive.archive import Archive
from pipelines.archive.storage import ArchiveProblem
from pipelines.pool import ExtractionPool, available_cores


def run_rehydrate(settings: Any, args: list[str], opts: argparse.Namespace) -> int:
    """Exit codes: 0 all is filled, 1 something is missing, or nothing could be done; 2 wrong arguments."""
    if len(args) != 1 or args[0].startswith("-"):
        raise UsageError("name the one folder with the package; see scrapy rehydrate --help", print_help=False)
    if opts.from_web and opts.from_archive:
        raise UsageError("--from-archive or --from-web, not both", print_help=False)
    folder = Path(args[0])
    out = opts.output or folder.with_name(f"{folder.resolve().name}-filled")
    if out.resolve() == folder.resolve():
        raise UsageError("the filled package goes to a folder of its own: name another with -o", print_help=False)
    try:
        return 0 if _rehydrate(settings, folder, out, opts).is_whole else 1
    except (TargetProblem, ArchiveProblem, db.DatabaseProblem) as problem:
        _say(str(problem))
        return 1
    except OSError as error:
        _say(f"{error.filename or out}: {error.strerror or error}")
        return 1
    except KeyboardInterrupt:
        _say("stopped; nothing was written")
        return 1


def _rehydrate(settings: Any, folder: Path, out: Path, opts: argparse.Namespace) -> Rehydrated:
    source = thin(folder)
    former = former_states(out, source, force=opts.force)
    wanted = [each for each in source.versions if former.get(each.key, {}).get("state") != "same"]
    place = settings["ARCHIVE"] if opts.from_archive is None else opts.from_archive
    if "://" not in place and not Path(place).is_dir() and not opts.from_web:
        raise ArchiveProblem(f"{place} is no folder: name an archive with --from-archive, or say --from-web")
    if opts.from_web:
        with db.database() as engine:
            db.check(engine)
            looked = on_the_web(engine, wanted, place)
    else:
        looked = in_archive(wanted)
    with Archive(place, settings["ARCHIVE_SPOOL"]) as archive, Texts() as texts:
        findings = asyncio.run(_read(settings, archive, looked, texts))
        done = write_filled(source, out, findings, texts, former)
    _tell(done, out)
    return done


async def _read(settings: Any, archive: Archive, looked: Sequence[Looked], texts: Texts) -> list[Finding]:
    """What became of each; the documents go to ``texts``."""
    workers = min(settings.getint("EXTRACTION_WORKERS") or available_cores(), max(1, len(looked)))
    pool = ExtractionPool(workers, settings.getfloat("EXTRACTION_TIMEOUT"), settings.getint("EXTRACTION_MEMORY_MB"))
    rereading = Rereading(archive, pool, KnownSources.in_folder(settings["SOURCES_FOLDER"]), ahead=4 * workers)
    findings = []
    try:
        with _progress(len(looked)) as advance:
            async for finding in rereading.findings(looked):
                if finding.document is not None:
                    texts.put(finding.version.key, finding.document)
                findings.append(finding.without_document())
                advance()
    finally:
        await asyncio.to_thread(pool.close)
    return findings


def _tell(done: Rehydrated, out: Path) -> None:
    versions = sum(done.states.values())
    counted = ", ".join(f"{done.states[state]} {state}" for state in ("same", "changed", "gone"))
    print(f"{out}: {versions} versions: {counted}; rehydration.csv says which")
    for reason, count in done.reasons.most_common():
        _say(f"{count} gone: {reason}")
    if done.unfilled:
        _say(f"no page holds {', '.join(done.unfilled)}: left out still")


@contextmanager
def _progress(total: int) -> Iterator[Callable[[], None]]:
    """A bar on a terminal; gives what moves it on."""
    console = Console(stderr=True)
    columns = (TextColumn("reading"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=console, disable=not console.is_terminal) as bar:
        task = bar.add_task("reading", total=total)
        yield lambda: bar.advance(task)


def _say(problem: str) -> None:
    print(f"scrapy rehydrate: {for_people(problem)}", file=sys.stderr)
