"""A crawl that is told to go is gone within half a minute, whatever it waits for: nothing of it is lost by that."""

import asyncio
import logging
import os
import signal
import threading
from typing import Self

from scrapy import signals
from scrapy.crawler import Crawler

logger = logging.getLogger(__name__)

_DRAIN = 20.0  # seconds for what is under way; what is archived by then, the next run takes up
_LAST = 27.0  # seconds until nothing is waited for any more, not even a database that has stopped answering
_LOOK = 0.5


class Departure:
    """After the first SIGTERM or SIGINT, Scrapy waits for every answer, each worker and the database. This waits for
    them no longer than a service manager would wait for us."""

    def __init__(self, crawler: Crawler, drain: float = _DRAIN, last: float = _LAST) -> None:
        """``drain``: seconds until what is under way is given up; ``last``: until the process ends by force."""
        self._crawler = crawler
        self._drain = drain
        self._last = last
        self._watching: asyncio.Task[None] | None = None

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Watch from the engine's start."""
        departure = cls(crawler)
        crawler.signals.connect(departure.engine_started, signals.engine_started)
        crawler.signals.connect(departure.spider_closed, signals.spider_closed)
        return departure

    def engine_started(self) -> None:
        """Begin to watch."""
        self._watching = asyncio.ensure_future(self._watch())

    def spider_closed(self) -> None:
        """It has drained in time; the rest is quick."""
        if self._watching is not None:
            self._watching.cancel()

    async def _watch(self) -> None:
        running = True  # from right after the signal that started this
        while running:
            await asyncio.sleep(_LOOK)
            # It stops before the spider is closed only where it was told so.
            running = self._crawler.engine is not None and self._crawler.engine.running
        forced = threading.Timer(self._last, os._exit, [1])
        forced.daemon = True
        forced.start()
        await asyncio.sleep(self._drain)
        if self._crawler.stats is not None:
            self._crawler.stats.set_value("finish_reason", "shutdown")
        logger.warning("some pages do not come to an end; the crawl leaves, and the next one takes them up")
        os.kill(os.getpid(), signal.SIGTERM)  # the second signal, after which Scrapy waits for nothing
