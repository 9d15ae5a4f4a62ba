"""``scrapy crawl news``: what a source publishes, by its feeds, sitemaps and section pages."""

import re
from collections.abc import AsyncIterator, Callable, Iterable, Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Annotated, Any, Self

from pydantic import BeforeValidator, Field, model_validator
from scrapy import signals
from scrapy.crawler import Crawler
from scrapy.http import Request, Response
from twisted.python.failure import Failure

from crawler.discovery import DiscoveryProblem, Link, in_window, is_wanted, read_feed, read_section, read_sitemap
from crawler.pages import content_type, describe, source_row
from crawler.sources.reading import find_source
from crawler.sources.schema import Source
from crawler.spiders.base import Arguments, PageSpider, keep_manners
from models.store import SourceRow
from models.urls import url_key

_SITEMAP_DEPTH = 3


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
        self._taken: set[str] = set()
        self._sitemaps: set[str] = set()
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

    async def start(self) -> AsyncIterator[Request]:
        """A request for each address that the source's file lists."""
        for address in self.source.feeds:
            yield self._ask(address.url, self.parse_feed)
        for address in self.source.sitemaps:
            yield self._ask(address.url, self.parse_sitemap, depth=0)
        for address in self.source.sections:
            yield self._ask(address.url, self.parse_section)

    def _ask(self, url: str, callback: Callable[..., Any], **cb_kwargs: Any) -> Request:
        return Request(
            url, callback=callback, errback=self.discovery_failed, dont_filter=True, cb_kwargs=cb_kwargs, priority=1
        )

    def parse_feed(self, response: Response) -> Iterator[Request]:
        """Articles of an RSS or Atom feed."""
        try:
            links = read_feed(response.body, response.url, content_type(response))
        except DiscoveryProblem as problem:
            self.problem(str(problem))
            return
        yield from self._articles(links, response)

    def parse_sitemap(self, response: Response, depth: int) -> Iterator[Request]:
        """Articles of a sitemap, or the sitemaps of an index, the newest first."""
        try:
            sitemap = read_sitemap(response.body, response.url)
        except DiscoveryProblem as problem:
            self.problem(str(problem))
            return
        yield from self._articles(sitemap.links, response)
        if depth < _SITEMAP_DEPTH:
            yield from self._children(sitemap.children, depth)

    def _children(self, children: Iterable[Link], depth: int) -> Iterator[Request]:
        for child in sorted(children, key=lambda link: link.modified or "", reverse=True):
            if child.url in self._sitemaps or in_window(child, self.args.since, None, self.source.hints) is False:
                continue
            if len(self._sitemaps) >= self.settings.getint("SITEMAPS_PER_SOURCE"):
                self.logger.warning("%s: more sitemaps than SITEMAPS_PER_SOURCE; the rest is left out", child.url)
                return
            self._sitemaps.add(child.url)
            yield self._ask(child.url, self.parse_sitemap, depth=depth + 1)

    def parse_section(self, response: Response) -> Iterator[Request]:
        """Articles that a section page links to."""
        source = self.source
        try:
            links = read_section(response.body, response.url, source.article_pattern, source.exclude_pattern)
        except DiscoveryProblem as problem:
            self.problem(str(problem))
            return
        yield from self._articles(links, response)

    def _articles(self, links: Iterable[Link], response: Response) -> Iterator[Request]:
        """A request for each link that is wanted and not taken yet."""
        source, args = self.source, self.args
        found = 0
        for link in links:
            found += 1
            key = url_key(link.url)
            if (
                key in self._taken
                or (args.limit is not None and len(self._taken) >= args.limit)
                or not is_wanted(link.url, source.article_pattern, source.exclude_pattern)
                or in_window(link, args.since, args.until, source.hints) is False
            ):
                continue
            self._taken.add(key)
            hints = replace(source.hints, headline=link.headline, published=link.published)
            yield self.page_request(
                link.url, source=source.slug, via=response.url, hints=hints, since=args.since, until=args.until
            )
        self.logger.info("%s lists %d articles", response.url, found)

    def discovery_failed(self, failure: Failure) -> None:
        """A feed, sitemap or section page that cannot be read is an alarm: a source must not go quiet unseen."""
        self.problem(f"{failure.request.url}: {describe(failure)}")  # type: ignore[attr-defined]

    def _idle(self) -> None:
        """Nothing is left to fetch: hold what was found against what the source's file calls normal. A crawl with
        bounds is no measure of it."""
        normal = self.source.assertions.articles
        bounded = self.args.since or self.args.until or self.args.limit
        if self._judged or bounded:
            return
        self._judged = True
        found = len(self._taken)
        if found < normal.min:
            self.problem(f"{self.source.slug}: {found} articles found, normal is {normal.min} or more")
        elif normal.max is not None and found > normal.max:
            self.logger.warning("%s: %d articles found, normal is %d or fewer", self.source.slug, found, normal.max)
