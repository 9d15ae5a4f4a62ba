"""What a site's ``tdmrep.json`` says of the pages that are fetched from it."""

import asyncio
import logging
from collections import defaultdict
from typing import Self
from urllib.parse import urlsplit

from scrapy.crawler import Crawler
from scrapy.http import Request, Response
from scrapy.http.request import NO_CALLBACK

from crawler.manners.refusals import Refused
from crawler.manners.tdmrep import MOST_BYTES, PATH, SITE_RIGHTS, Rule, read_tdmrep, signals_for

logger = logging.getLogger(__name__)


class RightsMiddleware:
    """Asks each host that gave a page for its tdmrep.json, once a run, and lets the page's answer bear what that says.

    It records; it forbids nothing. The request keeps to all manners: robots.txt may close it, and it counts in the
    budget. Most hosts have no such file: that is no failure.
    """

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        self._turns: defaultdict[str, asyncio.Lock] = defaultdict(asyncio.Lock)
        self._rules: dict[str, tuple[Rule, ...]] = {}

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """There are no settings."""
        return cls(crawler)

    async def process_response(self, request: Request, response: Response) -> Response:
        """The answer; if it is a page (``Request.meta`` holds ``asked``), with its site's signals in ``meta``."""
        if "asked" in request.meta and 200 <= response.status < 300:
            rules = await self._of(response.url)
            request.meta[SITE_RIGHTS] = tuple(f"tdmrep.json {signal}" for signal in signals_for(response.url, rules))
        return response

    async def _of(self, url: str) -> tuple[Rule, ...]:
        parts = urlsplit(url)
        origin = f"{parts.scheme}://{parts.netloc}"
        async with self._turns[origin]:
            if origin not in self._rules:
                try:
                    self._rules[origin] = await self._fetch(origin + PATH)
                except Refused as refused:  # not for ever: the next page asks again
                    logger.debug("%s%s: %s", origin, PATH, refused)
                    return ()
            return self._rules[origin]

    async def _fetch(self, url: str) -> tuple[Rule, ...]:
        """The rules at ``url``, none if there is no such file. Raises ``Refused``."""
        meta = {"max_retry_times": 0, "give_up_log_level": logging.DEBUG, "download_maxsize": MOST_BYTES}
        if self._crawler.engine is None:
            raise RuntimeError("the crawl has not begun")
        try:
            response = await self._crawler.engine.download_async(Request(url, callback=NO_CALLBACK, meta=meta))
        except Refused:
            raise
        except Exception as error:  # closed by robots.txt, too large, broken off: whatever it is, the page is there
            logger.debug("%s: %s: %s", url, type(error).__name__, error)
            return ()
        return read_tdmrep(response.body, response.url) if response.status == 200 else ()
