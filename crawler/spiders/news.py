"""``scrapy crawl news``: what a source publishes, by its feeds, sitemaps and section pages."""

import asyncio
import re
import sys
from collections.abc import AsyncIterator, Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from functools import partial
from pathlib import Path
from typing import Annotated, Any, Self

from pydantic import BeforeValidator, Field, model_validator
from scrapy import signals
from scrapy.crawler import Crawler
from scrapy.http import Request, Response
from sqlalchemy.exc import DBAPIError
from twisted.python.failure import Failure

from crawler.discovery import (
    DiscoveryProblem,
    Link,
    discovered,
    in_window,
    is_wanted,
    read_feed,
    read_section,
    read_sitemap,
)
from crawler.manners.refusals import BudgetSpent, Stopped
from crawler.middlewares.robots import RobotsTxtMiddleware
from crawler.pages import describe, header, source_row
from crawler.sources.reading import find_source
from crawler.sources.schema import Source
from crawler.spiders.base import Arguments, PageSpider, keep_manners
from models.frontier import Discovered, Due
from models.items import Fetch, Hints, Page
from models.runs import Fenced
from models.sources import SourceRow
from models.urls import url_key

_SITEMAP_DEPTH = 3
_BATCH = 100  # URLs taken from the frontier at a time
_ENOUGH = 20  # pages that the host did not let us ask for, until no more are taken


def _link(due: Due) -> Link:
    return Link(url=due.url, published=due.published, modified=due.modified)


def _day(given: object) -> object:
    """pydantic would take 0 and 1498089600 too: seconds since 1970."""
    if isinstance(given, str) and not re.fullmatch(r"\d{4}-\d\d-\d\d", given):
        raise ValueError(f"{given!r} is not a date: write YYYY-MM-DD, as in 2017-06-22")
    return given


Day = Annotated[date, BeforeValidator(_day)]


class NewsArguments(Arguments):
    """``source``, and bounds for what is taken of it."""

    source: str
    """The source's slug (see ``scrapy sources``), or the path of a source file."""
    since: Day | None = None
    """Only articles published on this day or later, YYYY-MM-DD."""
    until: Day | None = None
    """Only articles published on this day or earlier, YYYY-MM-DD."""
    limit: Annotated[int, Field(ge=1)] | None = None
    """At most so many articles."""
    refresh: bool = False
    """Fetch again what is listed and known, though it is not due."""

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.since and self.until and self.until < self.since:
            raise ValueError(f"until ({self.until}) lies before since ({self.since})")
        return self


class NewsSpider(PageSpider[NewsArguments]):
    """Crawls one source."""

    name = "news"
    arguments = NewsArguments
    source: Source

    def __init__(self, name: str | None = None, **kwargs: Any) -> None:
        super().__init__(name, **kwargs)
        self._listed: set[str] = set()
        self._taken = 0
        self._sitemaps: set[str] = set()
        self._discovering = 0
        self._discovered = asyncio.Event()
        self._judged = False

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **kwargs: Any) -> Self:
        """Find the source and take over its manners. Raises ``SourceProblem``."""
        spider = super().from_crawler(crawler, *args, **kwargs)
        spider.source = find_source(spider.args.source, Path(crawler.settings["SOURCES_FOLDER"]))
        keep_manners(crawler.settings, [spider.source.crawl])
        crawler.signals.connect(spider._idle, signals.spider_idle)
        return spider

    @property
    def source_rows(self) -> dict[str, SourceRow]:
        """Known sources by slug; the crawled one may come from a file of its own."""
        return self.known.rows | {self.source.slug: source_row(self.source)}

    @property
    def leased(self) -> SourceRow:
        """The source that it crawls."""
        return source_row(self.source)

    @property
    def archive_label(self) -> str:
        """The source's slug."""
        return self.source.slug

    def owner_of(self, url: str) -> tuple[str, Hints]:
        """The source, whatever site the page stands on."""
        return self.source.slug, self.source.hints

    async def start(self) -> AsyncIterator[Request | Page | Fetch]:
        """What earlier runs left in the archive; a request for each address that the source's file lists; then one for
        each page that is due."""
        self.open_frontier()
        try:
            async for page in self.replay():
                yield page
            for address in self.source.feeds:
                yield self._ask(address.url, self.parse_feed)
            for address in self.source.sitemaps:
                yield self._ask(address.url, self.parse_sitemap, depth=0)
            for url in await self._named_by_robots():
                yield self._ask(url, self.parse_sitemap, depth=0)
            for address in self.source.sections:
                yield self._ask(address.url, self.parse_section)
            async for request in self._due():
                yield request
        except (DBAPIError, Fenced) as error:
            await self.break_off(error)

    async def _named_by_robots(self) -> Sequence[str]:
        """The sitemaps in the site's robots.txt, where the source's file names neither feed nor sitemap: they often
        hold a site's whole history, and whoever wrote the file chose what is wanted."""
        robots = self.crawler.get_downloader_middleware(RobotsTxtMiddleware)
        if robots is None or self.source.feeds or self.source.sitemaps:
            return ()
        named = await robots.sitemaps(self.source.addresses[0].url)
        return named[: self.settings.getint("SITEMAPS_PER_SOURCE")]

    async def _due(self) -> AsyncIterator[Request]:
        """Pages that are due, in batches, until there are no more and nothing is left that could name others."""
        most = min(self.args.limit or sys.maxsize, self.settings.getint("PAGES_PER_RUN"))
        while self._taken < most and self.not_served < _ENOUGH:
            last = not self._discovering
            self._discovered.clear()
            batch = await self.frontier.take(min(_BATCH, most - self._taken))
            for due in batch:
                if in_window(_link(due), self.args.since, self.args.until, self.source.hints) is False:
                    continue
                self._taken += 1
                await self.in_hand()
                yield self._page(due)
            if not batch and last:
                return
            if not batch:
                await self._discovered.wait()
        waiting = await self.frontier.waiting()
        why = "as many as this run may" if self.not_served < _ENOUGH else "and the site would have no more asked for"
        self.logger.info("%d pages taken, %s; %d that are due wait", self._taken, why, waiting)

    def _page(self, due: Due) -> Request:
        return self.page_request(
            due.url,
            source=self.source.slug,
            via=due.via,
            hints=replace(self.source.hints, headline=due.headline, published=due.published),
            due=due,
            since=self.args.since,
            until=self.args.until,
        )

    def _ask(self, url: str, callback: Callable[..., Any], **cb_kwargs: Any) -> Request:
        self._discovering += 1
        return Request(
            url, callback=callback, errback=self.discovery_failed, dont_filter=True, cb_kwargs=cb_kwargs, priority=1
        )

    def _answered(self) -> None:
        """One page of discovery is done with, for good or ill."""
        self._discovering -= 1
        self._discovered.set()

    async def parse_feed(self, response: Response) -> None:
        """Articles of an RSS or Atom feed."""
        await self._read(response, partial(read_feed, response.body, response.url, header(response, "Content-Type")))

    async def parse_sitemap(self, response: Response, depth: int) -> list[Request]:
        """Articles of a sitemap, or the sitemaps of an index, the newest first."""
        children: list[Request] = []

        def links() -> Iterable[Link]:
            sitemap = read_sitemap(response.body, response.url)
            if depth < _SITEMAP_DEPTH:
                children.extend(self._children(sitemap.children, depth))
            return sitemap.links

        await self._read(response, links)
        return children

    def _children(self, children: Iterable[Link], depth: int) -> Iterator[Request]:
        for child in sorted(children, key=lambda link: link.modified or "", reverse=True):
            if child.url in self._sitemaps or in_window(child, self.args.since, None, self.source.hints) is False:
                continue
            if len(self._sitemaps) >= self.settings.getint("SITEMAPS_PER_SOURCE"):
                self.logger.warning("%s: more sitemaps than SITEMAPS_PER_SOURCE; the rest is left out", child.url)
                return
            self._sitemaps.add(child.url)
            yield self._ask(child.url, self.parse_sitemap, depth=depth + 1)

    async def parse_section(self, response: Response) -> None:
        """Articles that a section page links to."""
        patterns = (self.source.article_pattern, self.source.exclude_pattern)
        await self._read(response, partial(read_section, response.body, response.url, *patterns))

    async def _read(self, response: Response, links: Callable[[], Iterable[Link]]) -> None:
        """Enter the links of a page into the frontier. They are read in a thread: a long feed takes seconds."""
        try:
            found = await asyncio.to_thread(lambda: list(links()))
            wanted = await asyncio.to_thread(self._wanted, found, response.url)
            new = await self.frontier.discover(wanted, again=self.args.refresh, sources=self.source_rows)
            self.logger.info("%s lists %d articles, %d of them new", response.url, len(found), new)
        except DiscoveryProblem as problem:
            self.problem(str(problem))
        except (DBAPIError, Fenced) as error:
            await self.break_off(error)
        finally:
            self._answered()

    def _wanted(self, links: Iterable[Link], via: str) -> list[Discovered]:
        """The links that the source's file and the run's bounds let pass."""
        source, args = self.source, self.args
        wanted = []
        for link in links:
            if not is_wanted(link.url, source.article_pattern, source.exclude_pattern):
                continue
            if in_window(link, args.since, args.until, source.hints) is False:
                continue
            self._listed.add(url_key(link.url))
            wanted.append(discovered(link, via, source.hints))
        return wanted

    def discovery_failed(self, failure: Failure) -> None:
        """A feed, sitemap or section page that cannot be read is an alarm: a source must not go quiet unseen."""
        self._answered()
        said = f"{failure.request.url}: {describe(failure)}"  # type: ignore[attr-defined]
        if isinstance(failure.value, BudgetSpent | Stopped):  # tomorrow, or the next run, reads it
            self.logger.warning(said)
        else:
            self.problem(said)

    def _idle(self) -> None:
        """Nothing is left to fetch: hold what was found against what the source's file calls normal. A crawl with
        bounds is no measure of it."""
        normal = self.source.assertions.articles
        bounded = self.args.since or self.args.until or self.args.limit
        if self._judged or bounded:
            return
        self._judged = True
        found = len(self._listed)
        if found < normal.min:
            self.problem(f"{self.source.slug}: {found} articles found, normal is {normal.min} or more")
        elif normal.max is not None and found > normal.max:
            self.logger.warning("%s: %d articles found, normal is %d or fewer", self.source.slug, found, normal.max)
