"""``scrapy extract``: extraction alone, from files to JSON lines; no database and no network."""

import argparse
import asyncio
import json
import sys
from collections import deque
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TextIO

from rich.console import Console
from rich.progress import MofNCompleteColumn, Progress, TimeElapsedColumn
from scrapy.commands import ScrapyCommand
from scrapy.exceptions import UsageError

from crawler.explain import explain
from crawler.files import FilePage, count_pages, is_page_file, manifest_pages, pages_of
from models.items import Rejected
from models.printing import printable
from models.urls import is_http_url
from pipelines.extract.as_json import document_json
from pipelines.pool import ExtractionPool, PageFault, available_cores

# JSON escapes the other controls by itself; these steer a terminal too.
_C1_ESCAPED = {code: f"\\u{code:04x}" for code in range(0x7F, 0xA0)}


class Command(ScrapyCommand):
    """Extract pages that lie on disk."""

    requires_project = True
    requires_crawler_process = False

    def syntax(self) -> str:
        """The arguments, for the usage line."""
        return "[options] FILE|FOLDER|WARC …"

    def short_desc(self) -> str:
        """One line for ``scrapy``'s list of commands."""
        return "Extract articles, captions and credits from files, as JSON lines"

    def long_desc(self) -> str:
        """For ``--help``."""
        return (
            "Reads HTML files (gzip too), folders of them, WARC files, or the pages that a manifest lists, and writes "
            "a JSON object a line. A page that gives no article is named on stderr, and the exit code is 1. Example: "
            "scrapy extract saved-pages/ -o articles.jsonl. With --explain it shows for one page each field, where it "
            "stands and what it beat, and the photos with their credits. Example: "
            "scrapy extract --explain page.html --url https://www.example.org/2017/06/mosul"
        )

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """``--url``, ``--manifest``, ``-o``, ``--explain``."""
        super().add_options(parser)
        parser.add_argument("--url", help="the URL that the one FILE was taken from")
        parser.add_argument("--manifest", type=Path, help="JSON lines with id, html_path and url of each page")
        parser.add_argument(
            "--explain", action="store_true", help="show where each field of the one FILE stands, and what it beat"
        )
        parser.add_argument("-o", "--output", type=Path, metavar="FILE", help="write here (default: standard output)")

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        """Extract, in the order given. Exit codes: 0 all well, 1 a page gave nothing, 2 wrong arguments."""
        if unknown := [argument for argument in args if argument.startswith("-")]:
            raise UsageError(f"unknown option {unknown[0]}", print_help=False)
        if not args and opts.manifest is None:
            raise UsageError("name a file, a folder or a WARC, or give --manifest", print_help=False)
        if opts.url is not None and (len(args) != 1 or not Path(args[0]).is_file() or not is_http_url(opts.url)):
            raise UsageError("--url takes an http(s) URL and goes with one FILE", print_help=False)
        paths = [Path(argument) for argument in args]
        if opts.explain:
            if len(paths) != 1 or opts.manifest is not None or opts.output is not None or not is_page_file(paths[0]):
                raise UsageError("--explain takes one HTML file, and no other option but --url", print_help=False)
            self.exitcode = _explain(next(pages_of(paths[0], opts.url)))
            return
        pages = _pages(paths, opts.url, opts.manifest)
        try:
            total = count_pages(paths, opts.manifest)
            self.exitcode = asyncio.run(self._extract(pages, total, opts.output))
        except OSError as error:
            print(f"scrapy extract: {error.filename or opts.output}: {error.strerror}", file=sys.stderr)
            self.exitcode = 1

    async def _extract(self, pages: Iterator[FilePage], total: int | None, output: Path | None) -> int:
        settings = self.settings
        if settings is None:
            raise RuntimeError("scrapy gave the command no settings")
        workers = settings.getint("EXTRACTION_WORKERS") or available_cores()
        pool = ExtractionPool(workers, settings.getfloat("EXTRACTION_TIMEOUT"), settings.getint("EXTRACTION_MEMORY_MB"))
        problems = done = 0
        console = Console(stderr=True)
        progress = Progress(*Progress.get_default_columns(), MofNCompleteColumn(), TimeElapsedColumn(), console=console)
        progress.disable = not console.is_terminal
        try:
            with _destination(output) as stream, progress:
                task = progress.add_task("extracting", total=total)
                async for identity, record in _in_order(pages, pool, 4 * workers):
                    done += 1
                    progress.update(task, completed=done)
                    line = json.dumps({"id": identity, **record}, ensure_ascii=False)
                    stream.write(line.translate(_C1_ESCAPED) + "\n")
                    if "error" in record:
                        problems += 1
                        console.print(f"scrapy extract: {printable(record['detail'])}", markup=False, soft_wrap=True)
        finally:
            pool.close()
        return 1 if problems else 0


def _explain(page: FilePage) -> int:
    """Print what one page holds, and why. Exit codes: 0 it is an article, 1 it is none."""
    from pipelines.extract.document import weigh_page  # not before: it loads trafilatura, which the workers have

    try:
        if page.problem is not None:
            raise Rejected("unreadable", page.problem)
        reading = weigh_page(page.body, page.url, page.hints)
    except Rejected as rejection:
        detail = page.problem or f"{page.id}: {rejection.detail}"
        print(f"scrapy extract: {printable(detail)}", file=sys.stderr)
        return 1
    explain(Console(highlight=False), reading)
    return 0


def _pages(files: list[Path], url: str | None, manifest: Path | None) -> Iterator[FilePage]:
    if manifest is not None:
        yield from manifest_pages(manifest)
    for file in files:
        yield from pages_of(file, url)


async def _in_order(
    pages: Iterator[FilePage], pool: ExtractionPool, ahead: int
) -> AsyncIterator[tuple[str, dict[str, Any]]]:
    """Each page's id and record in the order of ``pages``, at most ``ahead`` pages in work or waiting."""
    waiting: deque[tuple[str, asyncio.Task[dict[str, Any]]]] = deque()
    for page in pages:
        waiting.append((page.id, asyncio.create_task(_record(page, pool))))
        if len(waiting) >= ahead:
            identity, task = waiting.popleft()
            yield identity, await task
    while waiting:
        identity, task = waiting.popleft()
        yield identity, await task


async def _record(page: FilePage, pool: ExtractionPool) -> dict[str, Any]:
    if page.problem is not None:
        return {"url": page.url, "error": "unreadable", "detail": page.problem}
    try:
        return document_json(await pool.extract(page.body, page.url, page.hints))
    except Rejected as rejection:
        return {"url": page.url, "error": rejection.reason, "detail": f"{page.id}: {rejection.detail}"}
    except PageFault as fault:
        return {"url": page.url, "error": fault.reason, "detail": f"{page.id}: {fault.detail}"}


@contextmanager
def _destination(path: Path | None) -> Iterator[TextIO]:
    """Standard output, or a file that appears under its name only when it is whole."""
    if path is None:
        yield sys.stdout
        return
    part = path.with_name(f"{path.name}.part")
    try:
        with part.open("w", encoding="utf-8") as stream:
            yield stream
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)
