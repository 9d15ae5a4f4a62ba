"""Scrapy's download handler for http and https with two limits more: where it connects, and how long a head may be."""

from typing import Any
from urllib.parse import urlsplit

from scrapy.core.downloader.handlers.http11 import (
    HTTP11DownloadHandler,
    _LenientHTTP11ClientFactory,
    _LenientHTTP11ClientProtocol,
)
from scrapy.crawler import Crawler
from scrapy.exceptions import CannotResolveHostError, DownloadCancelledError, DownloadFailedError
from scrapy.http import Request, Response
from twisted.python.failure import Failure
from twisted.web._newclient import HEADER, STATUS

from crawler.network.addresses import Allowance, GuardedResolver, PrivateAddress, as_address, refused

MAX_HEAD = 256 * 1024
"""Bytes of status line and headers; real ones stay under 16 kB, and Twisted itself bounds a line, not their number."""


class HeadTooLarge(Exception):
    """The answer's headers do not end."""


class _Protocol(_LenientHTTP11ClientProtocol):
    """Counts what comes before a body: without a limit, headers fill the memory for as long as a download may take."""

    _head = 0

    def request(self, request: Any) -> Any:
        self._head = 0
        return super().request(request)

    def dataReceived(self, data: bytes) -> None:
        parser = self._parser
        if parser is not None and parser.state in (STATUS, HEADER):
            self._head += len(data)
            if self._head > MAX_HEAD:
                self._giveUp(Failure(HeadTooLarge()))  # type: ignore[no-untyped-call]
                return
        super().dataReceived(data)  # type: ignore[no-untyped-call]


class _Factory(_LenientHTTP11ClientFactory):
    def buildProtocol(self, addr: Any) -> _Protocol:
        return _Protocol(self._quiescentCallback)  # type: ignore[no-untyped-call]


class GuardedHandler(HTTP11DownloadHandler):
    """Connects where ``crawler.network.addresses`` allows it, and to nothing if the reactor has another resolver."""

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self._pool._factory = _Factory
        self._allowance = Allowance(crawler.settings.getlist("PRIVATE_NETWORKS_ALLOWED"))

    async def download_request(self, request: Request) -> Response:
        """The answer. Raises ``PrivateAddress`` where no address of the host may be connected to, besides what Scrapy's
        own handler raises."""
        from twisted.internet import reactor

        if not isinstance(reactor.nameResolver, GuardedResolver):
            raise RuntimeError("TWISTED_DNS_RESOLVER is another one than GuardedResolver: nothing is fetched")
        if request.meta.get("proxy"):
            self._judge_spelled(request.url)
        found: list[PrivateAddress] = []
        refused.set(found)
        try:
            return await super().download_request(request)
        except CannotResolveHostError as error:
            if found:
                raise found[0] from error
            raise
        except DownloadFailedError as error:
            if any(reason.check(HeadTooLarge) for reason in getattr(error.__cause__, "reasons", ())):
                raise DownloadCancelledError(f"more than {MAX_HEAD} bytes of headers") from error
            raise

    def _judge_spelled(self, url: str) -> None:
        """Through a proxy nothing is resolved here; what can be told from the URL itself is."""
        host = urlsplit(url).hostname or ""
        address = "127.0.0.1" if host.rstrip(".").rpartition(".")[2] == "localhost" else as_address(host)
        if address is not None and not self._allowance.covers(address):
            raise PrivateAddress(host, address)
