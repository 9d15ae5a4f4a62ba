"""The run's sign of life, which holds its lease."""

import asyncio
import logging
from typing import Self

from scrapy import signals
from scrapy.crawler import Crawler
from scrapy.exceptions import NotConfigured
from sqlalchemy.exc import DBAPIError

from crawler.frontier import Frontier
from models.runs import HEARTBEAT, Fenced
from pipelines import ledger

logger = logging.getLogger(__name__)


class Heartbeat:
    """Beats from the event loop, so that a crawl that hangs is seen as dead; ends a crawl that was taken for dead."""

    def __init__(self, crawler: Crawler, frontier: Frontier) -> None:
        self._crawler = crawler
        self._frontier = frontier
        self._beating: asyncio.Task[None] | None = None

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Read the settings. Raises ``NotConfigured`` outside our own command, whose runs alone have a row."""
        if crawler.settings.get("RUN") is None:
            raise NotConfigured("only runs of scrapy crawl have a row in the database")
        heartbeat = cls(crawler, Frontier(crawler.settings["RUN"], 0))
        crawler.signals.connect(heartbeat.spider_opened, signals.spider_opened)
        crawler.signals.connect(heartbeat.spider_closed, signals.spider_closed)
        return heartbeat

    def spider_opened(self) -> None:
        """Begin. Raises ``models.db.DatabaseProblem``."""
        self._frontier.open()
        self._beating = asyncio.ensure_future(self._beat())

    async def spider_closed(self) -> None:
        """End."""
        if self._beating is not None:
            self._beating.cancel()
        self._frontier.close()

    async def _beat(self) -> None:
        while True:
            await asyncio.sleep(HEARTBEAT)
            try:
                await self._frontier.beat()
            except Fenced as fenced:
                self._end(fenced)
                return
            except DBAPIError as error:  # whoever has something to store waits for the database, and says so
                logger.debug("no heartbeat: %s", error)

    def _end(self, fenced: Fenced) -> None:
        logger.error("%s; the crawl ends", fenced)
        if self._crawler.stats is not None:
            ledger.add_problem(self._crawler.stats.get_stats(), f"stopped before its end: {fenced}")
        if self._crawler.engine is not None:
            self._ending = asyncio.ensure_future(self._crawler.engine.close_spider_async(reason="fenced"))
