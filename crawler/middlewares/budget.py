"""A budget of requests a host and day, over all runs."""

import asyncio
import logging
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from datetime import UTC, date, datetime, time, timedelta
from functools import partial
from time import monotonic
from typing import Self, TypeVar, cast

from scrapy import signals
from scrapy.crawler import Crawler
from scrapy.exceptions import NotConfigured
from scrapy.http import Request, Response
from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError

from crawler.manners.budget import Budget
from crawler.manners.hosts import Host, host_of
from crawler.manners.refusals import BudgetSpent, Refused, host_given_up
from crawler.network.downloader import HostDownloader
from models import db
from models.budget import Key, StillOpen, add_requests, hold_off, requests_sent

logger = logging.getLogger(__name__)
Answer = TypeVar("Answer")

_PATIENCE = 15.0
"""Seconds that a request waits to learn what its host was sent before; the database has ten to take a connection."""
_AWAY = (SQLAlchemyError, db.DatabaseProblem, StillOpen, TimeoutError)


class BudgetMiddleware:
    """Counts every request that is sent, whatever it is for, and turns away those that are too many.

    It stands near the downloader: robots.txt, feeds, redirects and retries pass it too. Counts are written in the
    background; while the database is away, counting goes on, and what is counted is written later. A run that is killed
    loses what it counted since it last wrote.
    """

    def __init__(self, limit: int, write_seconds: float, crawler: Crawler) -> None:
        """``limit``: requests a host and day. ``write_seconds``: between two writes. ``crawler``: whose downloader is
        told of hosts that an earlier run was to leave alone."""
        self._crawler = crawler
        self._given_up: dict[str, float] = {}
        self._budget = Budget(limit)
        self._write_seconds = write_seconds
        self._sent: dict[Request, Key] = {}
        self._turn = asyncio.Lock()
        self._resources = ExitStack()
        self._engine: Engine | None = None
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="budget")
        self._writing: asyncio.Task[None] | None = None

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Read the settings. Without a run there is no database to count in."""
        settings = crawler.settings
        if not settings.getint("RUN_ID"):
            raise NotConfigured
        middleware = cls(settings.getint("HOST_DAILY_REQUESTS"), settings.getfloat("BUDGET_WRITE_SECONDS"), crawler)
        crawler.signals.connect(middleware._host_given_up, host_given_up)
        crawler.signals.connect(middleware._closed, signals.spider_closed)
        return middleware

    async def process_request(self, request: Request) -> None:
        """Count the request. Raises ``BudgetSpent``."""
        now = datetime.now(UTC)
        key = host_of(request.url), now.date()
        if not self._budget.knows(key):
            await self._learn(key, request.url)
        if not self._budget.take(key):
            midnight = datetime.combine(now.date() + timedelta(days=1), time(), UTC)
            said = f"{key[0]} was sent {self._budget.limit} requests today, and gets no more"
            raise BudgetSpent(said, (midnight - now).total_seconds())
        self._sent[request] = key

    def process_response(self, request: Request, response: Response) -> Response:
        """Let it pass."""
        self._sent.pop(request, None)
        return response

    def process_exception(self, request: Request, exception: Exception) -> None:
        """A request that was turned away after it was counted has not been sent."""
        key = self._sent.pop(request, None)
        if key is not None and isinstance(exception, Refused):
            self._budget.give_back(key)

    def _host_given_up(self, host: str, seconds: float) -> None:
        """To be written: the next run must leave the host alone as well."""
        self._given_up[host] = max(self._given_up.get(host, 0.0), monotonic() + seconds)

    async def _learn(self, key: Key, url: str) -> None:
        async with self._turn:
            if self._budget.knows(key):
                return
            self._writing = self._writing or asyncio.ensure_future(self._keep_writing())
            try:
                reading = self._in_thread(lambda: requests_sent(self._database(), *key))
                sent, held = await asyncio.wait_for(reading, _PATIENCE)
                self._budget.learn(key, sent)
                if held:
                    logger.warning("%s asked an earlier run to be left alone, for %.0f s more", key[0], held)
                    self._host(url).refuse(monotonic(), held)
            except _AWAY as error:
                logger.warning("%s: what it was sent before today is not known yet: %s", key[0], _said(error))
                self._budget.learn(key, 0)  # the next write tells

    async def _keep_writing(self) -> None:
        while True:
            await asyncio.sleep(self._write_seconds)
            await self._write()

    def _host(self, url: str) -> Host:
        if self._crawler.engine is None:
            raise RuntimeError("the crawl has not begun")
        return cast("HostDownloader", self._crawler.engine.downloader).host(url)

    def _hold_off(self, host: str, day: date, seconds: float) -> None:
        hold_off(self._database(), host, day, seconds)

    async def _write(self) -> None:
        for host, until in list(self._given_up.items()):
            day, left = datetime.now(UTC).date(), until - monotonic()
            try:
                await self._in_thread(partial(self._hold_off, host, day, left))
                self._given_up.pop(host, None)
            except _AWAY as error:
                logger.debug("a hold-off is written later: %s", _said(error))
        addition = self._budget.addition()
        if addition is None:
            return
        try:
            self._budget.written(await self._in_thread(lambda: add_requests(self._database(), addition)))
        except _AWAY as error:
            logger.debug("request counts are written later: %s", _said(error))

    async def _closed(self) -> None:
        """Write what is not written yet."""
        if self._writing is not None:
            self._writing.cancel()
            await self._write()  # what an interrupted write had in hand
            await self._write()
            await self._in_thread(self._resources.close)
        self._thread.shutdown()
        if left := self._budget.unwritten:
            logger.warning("%d requests were sent that news.host_days does not count: the database is away", left)

    def _database(self) -> Engine:
        """The database, opened at first use. Raises ``models.db.DatabaseProblem``."""
        if self._engine is None:
            self._engine = self._resources.enter_context(db.database())
        return self._engine

    def _in_thread(self, call: Callable[[], Answer]) -> "asyncio.Future[Answer]":
        return asyncio.get_running_loop().run_in_executor(self._thread, call)


def _said(error: BaseException) -> str:
    return str(error).partition("\n")[0] or type(error).__name__
