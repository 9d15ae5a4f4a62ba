"""robots.txt as RFC 9309 has it, and Crawl-delay and Sitemap beside it, for every request."""

import asyncio
import logging
from collections import defaultdict
from dataclasses import dataclass
from datetime import UTC, datetime
from time import monotonic
from typing import Self, cast
from urllib.parse import urlsplit

from scrapy.core.engine import ExecutionEngine
from scrapy.crawler import Crawler
from scrapy.exceptions import CannotResolveHostError, IgnoreRequest, NotConfigured
from scrapy.http import Request, Response
from scrapy.http.request import NO_CALLBACK

from crawler.manners.refusals import CrawlDelayTooLong, Refused, RobotsUnreachable
from crawler.manners.retry_after import asked_to_wait
from crawler.manners.robots_txt import Rules
from crawler.middlewares.archive import NotArchived
from crawler.network.addresses import PrivateAddress
from crawler.network.downloader import HostDownloader

logger = logging.getLogger(__name__)

_REDIRECTS = 5  # RFC 9309, 2.3.1.2
_LIFE = 86_400.0  # seconds; RFC 9309, 2.4: not to be relied on for longer than a day
_LARGEST = 4 * 1024 * 1024  # bytes; what is larger is not worth its traffic, and counts as unreachable
_PRIORITY = 1000


@dataclass(frozen=True, slots=True)
class _Known:
    rules: Rules | RobotsUnreachable
    until: float


class RobotsTxtMiddleware:
    """Asks each host for its robots.txt before anything else, and keeps to it.

    Not Scrapy's: in Scrapy 2.19 on asyncio, requests that wait for one robots.txt share a Deferred that gives its
    result to the first of them alone; a robots.txt that cannot be fetched allows everything; Crawl-delay is not read.
    """

    def __init__(self, crawler: Crawler, *, token: str, longest_delay: float, patience: float) -> None:
        """``token``: our name in the groups of a robots.txt. ``longest_delay``: seconds of Crawl-delay above which a
        host is not crawled. ``patience``: seconds until an unreachable robots.txt is asked for again."""
        self._crawler = crawler
        self._token = token
        self._longest_delay = longest_delay
        self._patience = patience
        self._turns: defaultdict[str, asyncio.Lock] = defaultdict(asyncio.Lock)
        self._known: dict[str, _Known] = {}

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Read the settings."""
        settings = crawler.settings
        if not settings.getbool("ROBOTSTXT_OBEY"):
            raise NotConfigured
        return cls(
            crawler,
            token=settings["ROBOTSTXT_USER_AGENT"],
            longest_delay=settings.getfloat("CRAWL_DELAY_LIMIT"),
            patience=settings.getfloat("ROBOTSTXT_PATIENCE"),
        )

    async def process_request(self, request: Request) -> None:
        """Let the request pass if its host's rules do. Raises ``IgnoreRequest`` or ``Refused``."""
        if request.meta.get("dont_obey_robotstxt"):
            return
        rules = await self._rules(request.url)
        if rules.crawl_delay > self._longest_delay:
            raise CrawlDelayTooLong(f"robots.txt asks for {rules.crawl_delay:.0f} s between two requests")
        if not rules.allow(request.url):
            self._count("forbidden")
            raise IgnoreRequest("Forbidden by robots.txt")

    async def sitemaps(self, url: str) -> tuple[str, ...]:
        """Sitemaps that the robots.txt of the host of ``url`` names, absolute; none if it cannot be read now."""
        try:
            return (await self._rules(url)).sitemaps
        except Refused as refused:
            logger.warning("%s: its robots.txt could not be asked for sitemaps: %s", url, refused)
            return ()

    async def _rules(self, url: str) -> Rules:
        """The rules of the host of ``url``. One request of a host asks for them; the others wait for its turn to end.
        Raises ``Refused``."""
        parts = urlsplit(url)
        origin = f"{parts.scheme}://{parts.netloc.rpartition('@')[2].lower()}"
        async with self._turns[origin]:
            known = self._known.get(origin)
            if known is None or known.until <= monotonic():
                known = self._known[origin] = await self._ask(origin)
        if isinstance(known.rules, RobotsUnreachable):
            raise RobotsUnreachable(str(known.rules), known.rules.retry_after)
        return known.rules

    async def _ask(self, origin: str) -> _Known:
        try:
            rules = await self._fetch(f"{origin}/robots.txt")
        except RobotsUnreachable as unreachable:
            self._count("unreachable")
            logger.warning("%s/robots.txt cannot be read, so nothing is fetched there: %s", origin, unreachable)
            return _Known(unreachable, monotonic() + self._patience)
        if 0 < rules.crawl_delay <= self._longest_delay:
            host = cast("HostDownloader", self._engine().downloader).host(origin)
            host.crawl_delay = max(host.crawl_delay, rules.crawl_delay)
            logger.info("%s/robots.txt asks for %g s between two requests", origin, rules.crawl_delay)
        return _Known(rules, monotonic() + _LIFE)

    async def _fetch(self, url: str) -> Rules:
        """The rules at ``url``. Raises ``RobotsUnreachable``, or whatever else refused the request."""
        meta = {"dont_obey_robotstxt": True, "redirect_ttl": _REDIRECTS, "download_maxsize": _LARGEST}
        request = Request(url, priority=_PRIORITY, callback=NO_CALLBACK, meta=meta)
        self._count("request_count")
        try:
            response = await self._engine().download_async(request)
        except (Refused, NotArchived, PrivateAddress, CannotResolveHostError):
            raise  # there is no such host, for us at least: that is the page's own outcome
        except Exception as error:
            if isinstance(error, IgnoreRequest) and "max redirections" in str(error):
                return Rules(token=self._token, url=url)  # RFC 9309, 2.3.1.2: as if there were none
            raise RobotsUnreachable(f"{type(error).__name__}: {error}"[:300]) from error
        return self._read(response, url)

    def _read(self, response: Response, url: str) -> Rules:
        self._count(f"response_status_count/{response.status}")
        if response.status >= 500 or response.status == 429:
            now = datetime.now(UTC)
            raise RobotsUnreachable(f"HTTP {response.status}", asked_to_wait(response.status, response.headers, now))
        if not 200 <= response.status < 300:
            return Rules(token=self._token, url=url)
        return Rules.read(response.body, self._token, response.url)

    def _engine(self) -> ExecutionEngine:
        if self._crawler.engine is None:
            raise RuntimeError("the crawl has not begun")
        return self._crawler.engine

    def _count(self, what: str) -> None:
        if self._crawler.stats is not None:
            self._crawler.stats.inc_value(f"robotstxt/{what}")
