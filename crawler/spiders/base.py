"""What the spiders share: typed arguments, the request for a page, and its end in one item."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace
from datetime import date
from typing import Any, ClassVar, Generic, Self, TypeVar, cast

from pydantic import BaseModel, ConfigDict
from scrapy import Spider, signals
from scrapy.crawler import Crawler
from scrapy.http import Request, Response
from scrapy.settings import BaseSettings
from twisted.python.failure import Failure

from crawler.manners.refusals import Stopped
from crawler.pages import KnownSources, content_type, failed_fetch, led_home, page_from
from crawler.sources.schema import CrawlManners
from models.items import Fetch, Hints, Page
from models.store import SourceRow
from pipelines import ledger


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
    known: KnownSources
    """The sources that have a file."""

    def __init__(self, name: str | None = None, **kwargs: Any) -> None:
        super().__init__(name)
        self.args = cast("A", self.arguments.model_validate(kwargs))

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **kwargs: Any) -> Self:
        """Check the arguments and read the sources. Raises ``pydantic.ValidationError`` or ``SourceProblem``."""
        spider = super().from_crawler(crawler, *args, **kwargs)
        spider.known = KnownSources.in_folder(crawler.settings["SOURCES_FOLDER"])
        crawler.signals.connect(spider._lost, signals.item_error)
        return spider

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

    def page_request(
        self,
        url: str,
        *,
        source: str,
        via: str,
        hints: Hints,
        since: date | None = None,
        until: date | None = None,
    ) -> Request:
        """Ask for one page. Scrapy's duplicate filter is off: two URLs that redirect to one end in two outcomes."""
        asked = {"url": url, "source": source, "discovered_via": via}
        return Request(
            url,
            callback=self.parse_page,
            errback=self.page_failed,
            dont_filter=True,
            meta={"asked": url},
            cb_kwargs={"asked": asked, "hints": hints, "bounds": {"since": since, "until": until}},
        )

    def parse_page(
        self, response: Response, asked: dict[str, str], hints: Hints, bounds: dict[str, date | None]
    ) -> Iterator[Page | Fetch]:
        """The answer as a ``Page``, or as a ``Fetch`` where it can be none."""
        page = page_from(response, hints=replace(hints, content_type=content_type(response)), **asked)
        yield led_home(page) or replace(page, since=bounds["since"], until=bounds["until"])

    def page_failed(self, failure: Failure) -> Iterator[Fetch]:
        """No answer, or none to read, as a ``Fetch``; what was not sent because the crawl ends stays as it was."""
        if isinstance(failure.value, Stopped):
            return
        yield failed_fetch(failure, **failure.request.cb_kwargs["asked"])  # type: ignore[attr-defined]

    def problem(self, text: str) -> None:
        """Say how the run falls short; it goes on, and exits non-zero."""
        self.logger.error(text)
        ledger.add_problem(self._stats(), text)
