"""Scrapy's side of storage: fetches are gathered into batches and written by one thread."""

import asyncio
import logging
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from functools import partial
from typing import Any, Self

from scrapy.crawler import Crawler
from sqlalchemy import Engine
from sqlalchemy.exc import DBAPIError

from models import db
from models.items import Fetch
from models.runs import Fenced, Run
from models.store import Batch, write_batch
from pipelines import ledger
from pipelines.archive.archive import Archive
from pipelines.archive.storage import ArchiveProblem
from pipelines.patience import Patience
from pipelines.traps import Repeats

logger = logging.getLogger(__name__)

_END = object()


class StoragePipeline:
    """Writes what was fetched, in batches, off the event loop; a full queue holds the crawl back."""

    def __init__(
        self, crawler: Crawler, run: Run, archive: Archive, batch_size: int, batch_seconds: float, patience: float
    ) -> None:
        """``run``: the run that the fetches belong to; whoever opened it closes it. ``patience``: seconds to wait for a
        database that is away; the pages wait in the queue, and in the archive."""
        self._crawler = crawler
        self._archive = archive
        self._run = run
        self._batch_size = batch_size
        self._batch_seconds = batch_seconds
        self._resources = ExitStack()
        self._writer = ThreadPoolExecutor(max_workers=1, thread_name_prefix="storage")
        self._patience = Patience(patience, self._writer)
        self._queue: asyncio.Queue[Any] = asyncio.Queue(maxsize=2 * batch_size)
        self._draining: asyncio.Task[None] | None = None
        self._written = 0
        self._broken = False
        self._repeats = Repeats()
        self._trapped = False

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Read the settings."""
        settings = crawler.settings
        return cls(
            crawler,
            run=settings["RUN"],
            archive=Archive(settings["ARCHIVE"], settings["ARCHIVE_SPOOL"]),
            batch_size=settings.getint("STORAGE_BATCH_SIZE"),
            batch_seconds=settings.getfloat("STORAGE_BATCH_SECONDS"),
            patience=settings.getfloat("STORAGE_PATIENCE"),
        )

    def open_spider(self) -> None:
        """Open the database. Raises ``models.db.DatabaseProblem`` where it cannot be used."""
        self._engine: Engine = self._resources.enter_context(db.database())
        spider = self._crawler.spider
        self._batch = partial(
            Batch,
            run=self._run,
            sources=getattr(spider, "source_rows", {}),
            comes_back=getattr(spider, "comes_back", True),
        )
        self._draining = asyncio.ensure_future(self._drain())

    def _stats(self) -> dict[str, Any]:
        if self._crawler.stats is None:
            raise RuntimeError("the crawler keeps no stats")
        return self._crawler.stats.get_stats()

    async def process_item(self, item: Any) -> Any:
        """Queue a ``Fetch``; waits while the queue is full."""
        if isinstance(item, Fetch):
            await self._queue.put(item)
            self._repeats.note(item)
            if self._repeats.trap and not self._trapped:
                self._trapped = True
                self._end(self._repeats.trap, "trap")
        return item

    async def close_spider(self) -> None:
        """Write what is queued."""
        try:
            if self._draining is not None:
                await self._queue.put(_END)
                await self._draining
        finally:
            self._writer.shutdown()
            self._resources.close()

    async def _drain(self) -> None:
        more = True
        while more:
            batch, more = await _next_batch(self._queue, self._batch_size, self._batch_seconds)
            if batch:
                await self._write(batch)

    async def _write(self, fetches: list[Fetch]) -> None:
        if self._broken:
            ledger.lose(self._stats(), len(fetches))
            return
        batch = self._batch(number=self._written + 1, fetches=fetches)
        try:
            await self._sync(fetches)
            results = await self._patience.call(partial(write_batch, self._engine, batch))
        except Exception as error:  # whatever it is, the pages are not stored, and the run must say so
            self._stop(error)
            ledger.lose(self._stats(), len(fetches))
            return
        self._written += 1
        for result in results:
            ledger.count(self._stats(), result)

    async def _sync(self, fetches: list[Fetch]) -> None:
        """What the database is about to name must outlive a power cut."""
        files = {fetch.archived.file for fetch in fetches if fetch.archived}
        await asyncio.get_running_loop().run_in_executor(self._writer, self._archive.sync, files)

    def _stop(self, error: Exception) -> None:
        """End the crawl: what it would fetch now could not be kept."""
        self._broken = True
        if not isinstance(error, DBAPIError | Fenced | ArchiveProblem):
            logger.error("an error of our own", exc_info=error)
        self._end(f"storage stopped: {self._said(error)}", "storage_stopped")

    def _end(self, problem: str, reason: str) -> None:
        ledger.add_problem(self._stats(), problem)
        logger.error("%s", problem)
        if self._crawler.engine is not None:
            self._closing = asyncio.ensure_future(self._crawler.engine.close_spider_async(reason=reason))

    def _said(self, error: Exception) -> str:
        if isinstance(error, DBAPIError):
            return str(db.problem_with(self._engine, error))
        return str(error) if isinstance(error, Fenced | ArchiveProblem) else repr(error)


async def _next_batch(queue: asyncio.Queue[Any], size: int, seconds: float) -> tuple[list[Fetch], bool]:
    """At most ``size`` items, at most ``seconds`` after the first of them came; and whether more may follow."""
    first = await queue.get()
    if first is _END:
        return [], False
    batch = [first]
    loop = asyncio.get_running_loop()
    deadline = loop.time() + seconds
    while len(batch) < size and (left := deadline - loop.time()) > 0:
        try:
            item = await asyncio.wait_for(queue.get(), left)
        except TimeoutError:
            break
        if item is _END:
            return batch, False
        batch.append(item)
    return batch, True
