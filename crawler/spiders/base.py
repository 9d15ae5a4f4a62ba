"""What the spiders share: typed arguments, the request for a page, and its end in one item."""

import asyncio
from collections.abc import AsyncIterator, Collection, Iterator, Mapping
from dataclasses import replace
from datetime import date
from typing import Any, ClassVar, Generic, Self, TypeVar, cast

from pydantic import BaseModel, ConfigDict
from scrapy import Spider, signals
from scrapy.crawler import Crawler
from scrapy.http import Request, Response
from scrapy.settings import BaseSettings
from sqlalchemy.exc import DBAPIError
from twisted.python.failure import Failure

from crawler.frontier import Frontier
from crawler.manners.refusals import Stopped
from crawler.middlewares.archive import NotArchived
from crawler.pages import (
    KnownSources,
    archived_page,
    failed_fetch,
    is_same,
    led_home,
    page_from,
    refused,
    same_again,
)
from crawler.replay import mend, unanswered
from crawler.sources.schema import CrawlManners
from models.frontier import Due
from models.items import Archived, Fetch, Hints, Page
from models.printing import for_people
from models.runs import Fenced
from models.sources import SourceRow
from pipelines import ledger
from pipelines.archive.archive import Archive
from pipelines.archive.storage import ArchiveProblem

# Why a page was not sent for that is the whole host's: the next one will not be either.
_OF_THE_HOST = frozenset({"robots_unreachable", "held_off", "budget", "crawl_delay"})
# Pages between the frontier and storage at a time: enough to keep every worker busy, few enough to hold in memory.
_IN_HAND = 64


class Arguments(BaseModel):
    """A spider's arguments: an unknown one is an error."""

    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)


A = TypeVar("A", bound=Arguments)


def keep_manners(settings: BaseSettings, demands: Collection[CrawlManners]) -> None:
    """Go as slowly as the most demanding of the sources asks; who asks for nothing gets what the settings say."""
    usual_delay, usual_concurrency = (
        settings.getfloat("DOWNLOAD_DELAY"),
        settings.getint("CONCURRENT_REQUESTS_PER_DOMAIN"),
    )
    delay = max(usual_delay if asked.delay is None else asked.delay for asked in demands)
    concurrency = min(usual_concurrency if asked.concurrency is None else asked.concurrency for asked in demands)
    usual_budget = settings.getint("HOST_DAILY_REQUESTS")
    budget = min(usual_budget if asked.daily_requests is None else asked.daily_requests for asked in demands)
    # AutoThrottle's upper bound beats its lower one: a delay above it would be cut.
    longest = max(delay, settings.getfloat("AUTOTHROTTLE_MAX_DELAY"))
    settings.setdict(
        {
            "DOWNLOAD_DELAY": delay,
            "AUTOTHROTTLE_START_DELAY": delay,
            "AUTOTHROTTLE_MAX_DELAY": longest,
            "CONCURRENT_REQUESTS_PER_DOMAIN": concurrency,
            "HOST_DAILY_REQUESTS": budget,
        },
        priority="spider",
    )


class PageSpider(Spider, Generic[A]):
    """Discovers and fetches; each page ends in one ``Page`` or ``Fetch``. Extracts nothing."""

    arguments: ClassVar[type[Arguments]]
    """What the spider may be told with ``-a``."""
    args: A
    """What it was told, checked and typed."""
    shortfalls: ClassVar[tuple[str, ...]] = ("failed",)
    """Outcomes that make the run fall short."""
    comes_back: ClassVar[bool] = True
    """Whether its pages are fetched again when they are due."""
    known: KnownSources
    """The sources that have a file."""
    frontier: Frontier
    """The database's side of the crawl; open while ``start`` runs, and until the spider is closed."""

    def __init__(self, name: str | None = None, **kwargs: Any) -> None:
        super().__init__(name)
        self.args = cast("A", self.arguments.model_validate(kwargs))
        self._in_hand = asyncio.Semaphore(_IN_HAND)
        self.not_served = 0
        """Pages that were not sent for because the host would have none sent for."""

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **kwargs: Any) -> Self:
        """Check the arguments and read the sources. Raises ``pydantic.ValidationError`` or ``SourceProblem``."""
        spider = super().from_crawler(crawler, *args, **kwargs)
        spider.known = KnownSources.in_folder(crawler.settings["SOURCES_FOLDER"])
        for signal in (signals.item_scraped, signals.item_dropped, signals.item_error, signals.spider_error):
            crawler.signals.connect(spider._landed, signal)
        crawler.signals.connect(spider._lost, signals.item_error)
        return spider

    def _landed(self, item: object = None, response: Response | None = None) -> None:
        """A page has left the spider's hands: it is queued for storage, or an error ended it."""
        if isinstance(item, Page | Fetch) or (response is not None and "asked" in response.meta):
            self._in_hand.release()

    def _lost(self) -> None:
        """A pipeline raised: the page has no outcome, and the run must say so."""
        ledger.lose(self._stats())

    def _stats(self) -> dict[str, Any]:
        if self.crawler.stats is None:
            raise RuntimeError("the crawler keeps no stats")
        return self.crawler.stats.get_stats()

    @property
    def source_rows(self) -> Mapping[str, SourceRow]:
        """Known sources by slug, as storage records them."""
        return self.known.rows

    @property
    def leased(self) -> SourceRow | None:
        """The source that no other run may crawl at the same time; null: the spider crawls none."""
        return None

    @property
    def archive_label(self) -> str:
        """The folder of the archive that its answers go to."""
        return self.name

    def open_frontier(self) -> None:
        """Open the database for ``start``. Raises ``models.db.DatabaseProblem``."""
        self.frontier = Frontier(self.settings["RUN"], self.settings.getfloat("STORAGE_PATIENCE"))
        self.frontier.open()
        self.crawler.signals.connect(self.frontier.close, signals.spider_closed)

    async def in_hand(self) -> None:
        """Wait until one more page can be taken in hand: fetched or read, extracted and queued for storage."""
        await self._in_hand.acquire()

    async def all_landed(self) -> None:
        """Wait until nothing is in hand any more."""
        for _ in range(_IN_HAND):
            await self._in_hand.acquire()

    def page_request(
        self,
        url: str,
        *,
        source: str,
        via: str,
        hints: Hints,
        due: Due | None = None,
        since: date | None = None,
        until: date | None = None,
    ) -> Request:
        """Ask for one page; of a page that is known, for what is new. Scrapy's duplicate filter is off: two URLs that
        redirect to one end in two outcomes."""
        asked = {"url": url, "source": source, "discovered_via": via}
        known = due and due.known
        headers = {"If-None-Match": due and due.etag, "If-Modified-Since": due and due.last_modified}
        return Request(
            url,
            callback=self.parse_page,
            errback=self.page_failed,
            dont_filter=True,
            headers={name: value for name, value in headers.items() if value},
            meta={"asked": url, "known": known, "handle_httpstatus_list": [304]},
            cb_kwargs={"asked": asked, "hints": hints, "bounds": {"since": since, "until": until}},
        )

    def parse_page(
        self, response: Response, asked: dict[str, str], hints: Hints, bounds: dict[str, date | None]
    ) -> Iterator[Page | Fetch]:
        """The answer as a ``Page``, or as a ``Fetch`` where it can be none."""
        page = page_from(response, hints=hints, **asked)
        yield self.answer(replace(page, since=bounds["since"], until=bounds["until"]), response.meta.get("known"))

    def answer(self, page: Page, known: Archived | None = None) -> Page | Fetch:
        """The one item that a page ends in; ``known``: where the payload that its URL last gave stands."""
        ledger.answer(self._stats())
        if is_same(page, known):
            return same_again(page)
        return refused(page) or led_home(page) or page

    def page_failed(self, failure: Failure) -> Iterator[Fetch]:
        """No answer, or none to read, as a ``Fetch``. What was not sent because the crawl ends, and what could not be
        archived, stays due as it was."""
        if isinstance(failure.value, Stopped | NotArchived):
            self._in_hand.release()
            return
        ledger.answer(self._stats())
        fetch = failed_fetch(failure, **failure.request.cb_kwargs["asked"])  # type: ignore[attr-defined]
        self.not_served += fetch.reason in _OF_THE_HOST
        yield fetch

    def problem(self, text: str) -> None:
        """Say how the run falls short; it goes on, and exits non-zero."""
        self.logger.error(text)
        ledger.add_problem(self._stats(), for_people(text))

    async def break_off(self, error: DBAPIError | Fenced) -> None:
        """End the crawl where the frontier can be asked no more."""
        self.problem(f"the frontier stopped: {self.frontier.said(error)}")
        if self.crawler.engine is not None:
            await self.crawler.engine.close_spider_async(reason="storage_stopped")

    async def replay(self) -> AsyncIterator[Page | Fetch]:
        """Pages that earlier runs fetched and archived, and that have no outcome: they need not be fetched again."""
        archive = Archive(self.settings["ARCHIVE"], self.settings["ARCHIVE_SPOOL"])
        runs = await self.frontier.unsettled(self.name)
        try:
            await mend(archive, self.archive_label)
            for run in runs:
                pages = 0
                async for asked, capture, archived in unanswered(archive, self.frontier, self.archive_label, run):
                    pages += 1
                    # Else it would be due, and be fetched, until storage has written it.
                    due = (await self.frontier.claim([asked])).get(asked)
                    source, hints = self.owner_of(asked)
                    page = archived_page(asked, capture, archived, source=source, hints=hints, due=due)
                    await self.in_hand()
                    yield self.answer(page)
                ledger.add_replayed(self._stats(), run.id)
                self.logger.info("run %d left %d pages in the archive; they are taken up", run.id, pages)
        except (ArchiveProblem, OSError) as error:
            self.problem(f"what earlier runs archived could not be taken up: {error}")

    def owner_of(self, url: str) -> tuple[str, Hints]:
        """The slug that a page is stored under, and what is known of it beforehand."""
        return self.known.of(url)
