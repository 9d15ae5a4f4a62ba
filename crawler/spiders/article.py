"""``scrapy crawl article``: store the pages that a person names."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any, ClassVar, Self

from pydantic import model_validator
from scrapy.crawler import Crawler
from scrapy.http import Request
from sqlalchemy.exc import DBAPIError

from crawler.sources.schema import CrawlManners
from crawler.spiders.base import Arguments, PageSpider, keep_manners
from models.items import Fetch, Page
from models.runs import Fenced
from models.urls import is_http_url, url_key


class ArticleArguments(Arguments):
    """``url`` or ``urls_file``, or both."""

    url: str | None = None
    """One URL, http or https."""
    urls_file: Path | None = None
    """A text file with a URL a line; empty lines and lines that begin with # are passed over."""

    @model_validator(mode="after")
    def _names_pages(self) -> Self:
        if self.url is None and self.urls_file is None:
            raise ValueError("give -a url=https://… or -a urls_file=FILE")
        self.urls()
        return self

    def urls(self) -> list[str]:
        """Every URL given, in order, each once. Raises ValueError naming the one that is none, and its line."""
        named = [("url", self.url)] if self.url is not None else []
        if self.urls_file is not None:
            named += list(_read_lines(self.urls_file))
        for place, url in named:
            if not is_http_url(url):
                raise ValueError(f"{place}: {url[:200]!r} is not an http(s) URL")
        if not named:
            raise ValueError(f"{self.urls_file}: no URL in it")
        return list({url_key(url): url for _, url in reversed(named)}.values())[::-1]


def _read_lines(path: Path) -> list[tuple[str, str]]:
    if path.exists() and not path.is_file():  # a pipe gives its lines once, and they are read before and in the crawl
        raise ValueError(f"{path}: is not a file; write the URLs into one")
    try:
        text = path.read_text("utf-8-sig")
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        raise ValueError(f"{path}:{line}: is not UTF-8 text") from error
    except OSError as error:
        raise ValueError(f"{path}: {error.strerror}") from error
    stripped = [(f"{path}:{number}", line.strip()) for number, line in enumerate(text.splitlines(), 1)]
    return [(place, line) for place, line in stripped if line and not line.startswith("#")]


class ArticleSpider(PageSpider[ArticleArguments]):
    """Fetches given pages and no other."""

    name = "article"
    arguments = ArticleArguments
    shortfalls: ClassVar[tuple[str, ...]] = ("failed", "quarantined", "dropped")

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **kwargs: Any) -> Self:
        """Take over the manners of the sources that the pages belong to."""
        spider = super().from_crawler(crawler, *args, **kwargs)
        owners = [spider.known.source_of(url) for url in spider.args.urls()]
        keep_manners(crawler.settings, [source.crawl if source else CrawlManners() for source in owners])
        return spider

    async def start(self) -> AsyncIterator[Request | Page | Fetch]:
        """What earlier runs left in the archive; then a request for each URL."""
        self.open_frontier()
        try:
            async for page in self.replay():
                yield page
        except (DBAPIError, Fenced) as error:
            await self.break_off(error)
            return
        for url in self.args.urls():
            slug, hints = self.known.of(url)
            await self.in_hand()
            yield self.page_request(url, source=slug, via="argument", hints=hints)
