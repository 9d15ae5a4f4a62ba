"""Archive first: no answer is interpreted before it is on disk."""

import asyncio
import logging
from collections import defaultdict
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from functools import partial
from importlib.metadata import version
from typing import Self
from urllib.parse import urlsplit

from scrapy import signals
from scrapy.crawler import Crawler
from scrapy.exceptions import NotConfigured
from scrapy.http import Headers, Request, Response
from scrapy.settings import BaseSettings

from models.items import Archived
from pipelines import ledger
from pipelines.archive.archive import Archive
from pipelines.archive.records import Exchange
from pipelines.archive.storage import ArchiveProblem
from pipelines.archive.writer import ArchiveWriter

log = logging.getLogger(__name__)

_UNDER_WAY = "archive_turn"

STOPPED = "archive_stopped"
"""Scrapy's ``finish_reason`` of a crawl that could not archive."""


class NotArchived(Exception):
    """The answer could not be archived, and is therefore not read."""


class ArchiveMiddleware:
    """Writes each answer, as the downloader gives it, in a thread of its own, and notes its place in
    ``request.meta["archived"]``.

    A request for a page bears its URL in ``meta["asked"]``, and in ``meta["known"]`` the place of the payload that the
    URL gave last, if one is known. Once an answer cannot be archived, no further request is sent, and the crawl ends.

    A request is under way until its answer is archived: no more of them than the host's concurrency allows, however
    slow the disk is, so that a kill never costs more answers than that.
    """

    def __init__(
        self,
        crawler: Crawler,
        archive: Archive,
        *,
        run_id: int,
        file_bytes: int,
        about: dict[str, str],
        concurrency: int,
    ) -> None:
        self._crawler = crawler
        self._archive = archive
        self._run_id = run_id
        self._file_bytes = file_bytes
        self._about = about
        self._writer: ArchiveWriter | None = None
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="archive")
        self._problem: ArchiveProblem | None = None
        self._turns: defaultdict[str, asyncio.Semaphore] = defaultdict(partial(asyncio.Semaphore, concurrency))

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Read the settings. Raises ``NotConfigured`` outside our own command, whose runs alone have a number."""
        settings = crawler.settings
        if settings.get("RUN_ID") is None:
            raise NotConfigured("answers are archived by scrapy crawl alone, whose runs have a number")
        middleware = cls(
            crawler,
            Archive(settings["ARCHIVE"], settings["ARCHIVE_SPOOL"]),
            run_id=settings.getint("RUN_ID"),
            file_bytes=settings.getint("ARCHIVE_FILE_BYTES"),
            about=_about(settings),
            concurrency=settings.getint("CONCURRENT_REQUESTS_PER_DOMAIN"),
        )
        crawler.signals.connect(middleware.spider_opened, signals.spider_opened)
        crawler.signals.connect(middleware.spider_closed, signals.spider_closed)
        return middleware

    def spider_opened(self) -> None:
        """Upload what earlier runs left in the spool folder."""
        self._archive.deliver_left_behind()

    async def process_request(self, request: Request) -> None:
        """Wait for the host's turn. Send nothing whose answer could not be kept."""
        host = urlsplit(request.url).netloc
        await self._turns[host].acquire()
        request.meta[_UNDER_WAY] = host
        if self._problem is not None:
            raise NotArchived(str(self._problem))

    def process_exception(self, request: Request, exception: Exception) -> None:
        """There is no answer: the host's next request may go."""
        self._over(request)

    def _over(self, request: Request) -> None:
        if (host := request.meta.pop(_UNDER_WAY, None)) is not None:
            self._turns[host].release()

    async def process_response(self, request: Request, response: Response) -> Response:
        """Archive the answer. Raises ``NotArchived``, and ends the crawl, if that cannot be done."""
        if "cached" in response.flags:
            return response
        exchange = _exchange(request, response)
        try:
            request.meta["archived"] = await asyncio.get_running_loop().run_in_executor(
                self._thread, self._write, exchange
            )
        except ArchiveProblem as problem:
            self._stop(problem)
            raise NotArchived(str(problem)) from problem
        finally:
            self._over(request)
        return response

    async def spider_closed(self) -> None:
        """Close the file, and wait until what has been closed is uploaded."""
        problems = await asyncio.get_running_loop().run_in_executor(self._thread, self._close)
        for problem in problems:
            log.error(problem)
            self._add_problem(problem)
        self._thread.shutdown()

    def _write(self, exchange: Exchange) -> Archived:
        if self._problem is not None:  # answers that were on their way when the first could not be kept
            raise self._problem
        if self._writer is None:
            spider = self._crawler.spider
            label = str(getattr(spider, "archive_label", None) or getattr(spider, "name", ""))
            self._writer = ArchiveWriter(
                self._archive, label, self._run_id, file_bytes=self._file_bytes, about=self._about
            )
        return self._writer.write(exchange)

    def _close(self) -> list[str]:
        problems = []
        try:
            if self._writer is not None:
                self._writer.close()
        except ArchiveProblem as problem:
            problems.append(str(problem))
        return problems + self._archive.delivered()

    def _stop(self, problem: ArchiveProblem) -> None:
        if self._problem is not None:
            return
        self._problem = problem
        log.error("%s", problem)
        self._add_problem(str(problem))
        engine = self._crawler.engine
        if engine is not None:
            self._closing = asyncio.ensure_future(engine.close_spider_async(reason=STOPPED))

    def _add_problem(self, problem: str) -> None:
        if self._crawler.stats is not None:
            ledger.add_problem(self._crawler.stats.get_stats(), problem)


def _about(settings: BaseSettings) -> dict[str, str]:
    return {
        "software": f"Dateline/{version('dateline')}",
        "format": "WARC File Format 1.1",
        "conformsTo": "http://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/",
        "isPartOf": f"run {settings.getint('RUN_ID')}",
        "robots": "obey" if settings.getbool("ROBOTSTXT_OBEY") else "ignore",
        "http-header-user-agent": str(settings["USER_AGENT"]),
    }


def _exchange(request: Request, response: Response) -> Exchange:
    flags = response.flags
    return Exchange(
        url=response.url,
        at=datetime.now(UTC),
        method=request.method,
        asked_headers=_fields(request.headers),
        asked_body=request.body,
        status=response.status,
        protocol=response.protocol,
        headers=_fields(response.headers),
        payload=response.body,
        ip=None if response.ip_address is None else str(response.ip_address),
        asked=request.meta.get("asked"),
        known=request.meta.get("known"),
        truncated="disconnect" if "dataloss" in flags else "unspecified" if "download_stopped" in flags else None,
    )


def _fields(headers: Headers) -> list[tuple[bytes, bytes]]:
    return [(name, value) for name, values in headers.items() for value in values]
