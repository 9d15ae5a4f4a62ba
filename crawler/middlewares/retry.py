"""Retries that keep to what a host asks for: who says "too much" or "not now" is left alone, as a whole."""

import logging
from datetime import UTC, datetime
from time import monotonic
from typing import Self, cast

from scrapy import signals
from scrapy.crawler import Crawler
from scrapy.downloadermiddlewares.retry import RetryMiddleware as ScrapyRetryMiddleware
from scrapy.http import Request, Response
from scrapy.settings import BaseSettings
from scrapy.utils.response import response_status_message

from crawler.manners.hosts import Host
from crawler.manners.refusals import HeldOff, host_given_up
from crawler.manners.retry_after import asked_to_wait
from crawler.network.downloader import HostDownloader

logger = logging.getLogger(__name__)

_HOLD_OFF = (429, 503)


class RetryMiddleware(ScrapyRetryMiddleware):
    """Scrapy's middleware, with pauses: of a whole host after 429 and 503, of one request after other errors."""

    def __init__(self, settings: BaseSettings) -> None:
        super().__init__(settings)
        self._longest = settings.getfloat("RETRY_AFTER_LIMIT")
        self._first = settings.getfloat("RETRY_BACKOFF")
        self._delay = settings.getfloat("RETRY_DELAY")
        self._most = settings.getint("HOLD_OFFS")
        self._rest = settings.getfloat("HOLD_OFF_REST")

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Read the settings."""
        middleware = cls(crawler.settings)
        middleware.crawler = crawler
        crawler.signals.connect(middleware.downloaded, signals.response_downloaded)
        return middleware

    @property
    def _downloader(self) -> HostDownloader:
        if self.crawler.engine is None:
            raise RuntimeError("the crawl has not begun")
        return cast("HostDownloader", self.crawler.engine.downloader)

    def process_request(self, request: Request) -> None:
        """Turn the request away if its host is given up for now. Raises ``HeldOff``."""
        host = self._downloader.host(request.url)
        if left := host.refused_for(monotonic()):
            raise HeldOff(f"{host.name} asked to be left alone for {left:.0f} s more", left)

    def downloaded(self, response: Response, request: Request) -> None:
        """Hold the host off if its answer asks for that. This cannot wait for ``process_response``: by then the
        downloader has sent the next request."""
        host = self._downloader.host(request.url)
        if response.status in _HOLD_OFF:
            self._hold_off(host, request.url, response)
        else:
            host.hold_offs = 0

    async def process_response(self, request: Request, response: Response) -> Request | Response:  # type: ignore[override]
        """The answer, or the request again, to be sent when the host may be asked again."""
        is_given_up = self._downloader.host(request.url).refused_for(monotonic()) > 0
        if is_given_up or request.meta.get("dont_retry") or response.status not in self.retry_http_codes:
            return response
        again = self._retry(request, response_status_message(response.status))
        if again is not None and response.status not in _HOLD_OFF:
            await self._pause(again)
        return again or response

    async def process_exception(self, request: Request, exception: Exception) -> Request | None:  # type: ignore[override]
        """The request again, after a pause, if the error is one that may pass."""
        if not isinstance(exception, self.exceptions_to_retry) or request.meta.get("dont_retry"):
            return None
        again = self._retry(request, exception)
        if again is not None:
            await self._pause(again)
        return again

    async def _pause(self, again: Request) -> None:
        await self._downloader.pause(self._delay * int(again.meta["retry_times"]))

    def _hold_off(self, host: Host, url: str, response: Response) -> None:
        """Leave the host alone for as long as it asks, or for longer each time if it does not say; give it up for now
        if that is longer than a run waits."""
        now = monotonic()
        seconds = asked_to_wait(response.status, response.headers, datetime.now(UTC))
        if not host.is_held(now):  # else it is the answer to a request that was under way when the hold-off began
            host.hold_offs += 1
            # "At once" is no answer to "too much".
            seconds = seconds or min(self._first * 2 ** (min(host.hold_offs, 20) - 1), self._longest)
        if seconds is not None and seconds <= self._longest and host.hold_offs > self._most:
            seconds = max(seconds, self._rest)
        if seconds is not None and seconds > self._longest:
            self._give_up(host, seconds, response.status)
        elif seconds:
            logger.info("%s: HTTP %d; nothing is sent to it for %.0f s", host.name, response.status, seconds)
            self._downloader.hold(url, seconds)

    def _give_up(self, host: Host, seconds: float, status: int) -> None:
        logger.warning("%s: HTTP %d; it is left alone for %.0f s, longer than a run waits", host.name, status, seconds)
        host.refuse(monotonic(), seconds)
        self.crawler.signals.send_catch_log(host_given_up, host=host.name, seconds=seconds)
        said = f"{host.name} asked to be left alone for {seconds:.0f} s"
        self._downloader.turn_away(host.name, lambda: HeldOff(said, seconds))
