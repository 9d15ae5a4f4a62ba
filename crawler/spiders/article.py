"""``scrapy crawl article``: store the pages that a person names."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import ClassVar, Self

from pydantic import model_validator
from scrapy.http import Request

from crawler.spiders.base import Arguments, PageSpider
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
                raise ValueError(f"{place}: {url!r} is not an http(s) URL")
        if not named:
            raise ValueError(f"{self.urls_file}: no URL in it")
        return list({url_key(url): url for _, url in reversed(named)}.values())[::-1]


def _read_lines(path: Path) -> list[tuple[str, str]]:
    try:
        lines = path.read_text("utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise ValueError(f"{path}: {getattr(error, 'strerror', None) or 'is not UTF-8 text'}") from error
    stripped = [(f"{path}:{number}", line.strip()) for number, line in enumerate(lines, 1)]
    return [(place, line) for place, line in stripped if line and not line.startswith("#")]


class ArticleSpider(PageSpider[ArticleArguments]):
    """Fetches given pages and no other."""

    name = "article"
    arguments = ArticleArguments
    shortfalls: ClassVar[tuple[str, ...]] = ("failed", "quarantined", "dropped")

    async def start(self) -> AsyncIterator[Request]:
        """A request for each URL."""
        for url in self.args.urls():
            slug, hints = self.known.of(url)
            yield self.page_request(url, source=slug, via="argument", hints=hints)
