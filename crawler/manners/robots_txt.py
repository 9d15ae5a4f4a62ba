"""What a robots.txt says, as RFC 9309 has it, and what it says beside that: Crawl-delay and Sitemap."""

import re
from dataclasses import dataclass
from typing import Final, Self

from protego import Protego

from models.urls import is_http_url
from pipelines.extract.head import absolute_url

MOST_BYTES: Final = 500 * 1024
"""So much is read (RFC 9309, 2.5, asks for at least that); rules beyond it do not count."""
_MOST_SITEMAPS: Final = 100
_HTML = re.compile(rb"\s*<(?:!doctype|html|head|body|\?xml)", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """The rules of one host for one crawler."""

    token: str
    """The crawler's product token, as groups name it."""
    parsed: Protego | None = None
    """Null: the host has no rules."""
    url: str = ""
    """The address of the file, to resolve what it names."""

    @classmethod
    def read(cls, body: bytes, token: str, url: str) -> Self:
        """The rules in ``body``. A page that is sent in place of a robots.txt holds none."""
        body = body.removeprefix(b"\xef\xbb\xbf")
        if _HTML.match(body):
            return cls(token=token, url=url)
        if len(body) > MOST_BYTES:
            body = body[:MOST_BYTES].rpartition(b"\n")[0]  # the last line may be half a rule
        return cls(token=token, parsed=Protego.parse(body.decode("utf-8", errors="ignore")), url=url)

    def allow(self, url: str) -> bool:
        """Whether the crawler may fetch ``url``."""
        return self.parsed is None or self.parsed.can_fetch(url, self.token)

    @property
    def crawl_delay(self) -> float:
        """Seconds between two requests that the group which applies asks for; 0: it asks for none."""
        return (self.parsed.crawl_delay(self.token) or 0.0) if self.parsed else 0.0

    @property
    def sitemaps(self) -> tuple[str, ...]:
        """Addresses of the sitemaps that it names, absolute, each once, in its order."""
        if self.parsed is None:
            return ()
        named = (absolute_url(sitemap, self.url) for sitemap in self.parsed.sitemaps)
        return tuple(dict.fromkeys(url for url in named if url and is_http_url(url)))[:_MOST_SITEMAPS]
