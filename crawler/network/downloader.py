"""Scrapy's downloader, kept to what each host asks for: its Crawl-delay, its pauses, its wish to be left alone."""

import asyncio
import logging
from collections.abc import Callable
from time import monotonic

from scrapy import signals
from scrapy.core.downloader import Downloader, Slot
from scrapy.crawler import Crawler
from scrapy.http import Request
from scrapy.pqueues import DownloaderAwarePriorityQueue, DownloaderInterface
from twisted.python.failure import Failure

from crawler.manners.hosts import Host, host_of
from crawler.manners.refusals import HeldOff, Refused, Stopped

logger = logging.getLogger(__name__)

_GLANCE = 0.5
"""Seconds between two looks at whether the crawl is ending: Scrapy tells nobody before all requests are through."""


class HostSlot(Slot):
    """Scrapy's slot, whose pauses are never shorter than the host's Crawl-delay, whatever AutoThrottle sets.

    Every request passes here just before it is sent, so a hold-off stops those too that were on their way already.
    """

    __slots__ = ("_set_delay", "host")

    def __init__(self, host: Host, concurrency: int, delay: float, jitter: float) -> None:
        self.host = host
        super().__init__(concurrency, delay, jitter)

    @property
    def delay(self) -> float:
        """Seconds between two requests: what was set, or the Crawl-delay if that is longer."""
        return max(self._set_delay, self.host.crawl_delay)

    @delay.setter
    def delay(self, seconds: float) -> None:
        self._set_delay = seconds

    def download_delay(self) -> float:
        """Seconds from the last request to the next: jitter goes no lower than the Crawl-delay, and a hold-off is a
        pause that ends when it ends."""
        return max(super().download_delay(), self.host.crawl_delay, self.host.held_until - self.lastseen)

    def free_transfer_slots(self) -> int:
        """Requests that may be sent beside those under way; who asks for a pause is asked one thing at a time."""
        return (1 if self.host.crawl_delay else self.concurrency) - len(self.transferring)


class HostDownloader(Downloader):
    """Scrapy's downloader with a slot for each host and port, also after a redirect to another host."""

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self._hosts: dict[str, Host] = {}
        self._ending = asyncio.Event()
        self._watching: asyncio.Task[None] | None = None
        crawler.signals.connect(self._opened, signals.spider_opened)

    def host(self, url: str) -> Host:
        """What is known of the host of ``url``, for the whole run."""
        name = host_of(url)
        return self._hosts.setdefault(name, Host(name))

    def get_slot_key(self, request: Request) -> str:
        """The host. Scrapy would leave a redirected request in the slot of the host that redirected it."""
        return host_of(request.url)

    def _get_slot(self, request: Request, spider: object = None) -> tuple[str, Slot]:
        """The slot that the request is about to wait in. Raises ``HeldOff`` or ``Stopped``: this is the last place to
        turn it away before it does."""
        host = self.host(request.url)
        if left := host.refused_for(monotonic()):
            raise HeldOff(f"{host.name} asked to be left alone for {left:.0f} s more", left)
        if self._ending.is_set():
            raise Stopped("the crawl is ending")
        key, slot = super()._get_slot(request)
        if not isinstance(slot, HostSlot):  # made this moment, and empty
            slot = self.slots[key] = HostSlot(host, slot.concurrency, slot.delay, slot.jitter)
        return key, slot

    def needs_backout(self) -> bool:
        """Whether as many requests are under way as may be; those that wait for a host's sake do not count, so that
        the other hosts' requests go on."""
        now = monotonic()
        under_way = sum(not self.host(request.url).waits(now) for request in self.active)
        return 0 < self.total_concurrency <= under_way

    def has_room(self, host: str) -> bool:
        """Whether another request to ``host`` may leave the queue: not while it is held off, and not if others to it
        wait already, for their turn or for its robots.txt."""
        if host in self._hosts and self._hosts[host].is_held(monotonic()):
            return False
        under_way = sum(host_of(request.url) == host for request in self.active)
        return under_way < 2 * max(self.domain_concurrency, 2)

    def hold(self, url: str, seconds: float) -> None:
        """Send nothing to the host of ``url`` for so long; what is to be sent to it waits."""
        self.host(url).hold(monotonic(), seconds)
        # Scrapy would look at its queue again within five seconds, if nothing else happens.
        asyncio.get_running_loop().call_later(seconds, self._look_at_queue)

    def _look_at_queue(self) -> None:
        if self.crawler.engine is not None and self.crawler.engine._slot is not None:
            self.crawler.engine._slot.nextcall.schedule()

    def turn_away(self, host: str, refusal: Callable[[], Refused]) -> None:
        """Fail every request that waits to be sent to ``host``."""
        slot = self.slots.get(host)
        while slot is not None and slot.queue:
            _, waiting = slot.queue.popleft()
            waiting.errback(Failure(refusal()))  # type: ignore[no-untyped-call]

    async def pause(self, seconds: float) -> None:
        """Wait. Raises ``Stopped`` at once if the crawl is ending."""
        try:
            await asyncio.wait_for(self._ending.wait(), seconds)
        except TimeoutError:
            return
        raise Stopped("the crawl is ending")

    def _opened(self) -> None:
        self._watching = asyncio.ensure_future(self._watch())

    async def _watch(self) -> None:
        """When the crawl ends, let go of what waits: it may wait for minutes."""
        while not self._is_closing():
            await asyncio.sleep(_GLANCE)
        self._ending.set()
        for host in list(self.slots):
            self.turn_away(host, lambda: Stopped("the crawl is ending"))

    def _is_closing(self) -> bool:
        engine = self.crawler.engine
        return engine is not None and engine._slot is not None and engine._slot.closing is not None

    def close(self) -> None:
        """End the watch and Scrapy's own timers."""
        if self._watching is not None:
            self._watching.cancel()
        super().close()


class _RoomyHosts(DownloaderInterface):
    """What the queue asks the downloader, answered for hosts that have room alone."""

    def stats(self, possible_slots: object) -> list[tuple[int, str]]:
        found = super().stats(possible_slots)  # type: ignore[arg-type]
        has_room = getattr(self.downloader, "has_room", None)
        return [(active, slot) for active, slot in found if has_room is None or has_room(slot)]


class HostAwareQueue(DownloaderAwarePriorityQueue):
    """Scrapy's queue, which gives no request of a host that waits: it would take the place of another host's."""

    def __init__(self, crawler: Crawler, *args: object, **kwargs: object) -> None:
        super().__init__(crawler, *args, **kwargs)  # type: ignore[arg-type]
        self._downloader_interface = _RoomyHosts(crawler)
