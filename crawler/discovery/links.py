"""A link to an article as a feed, sitemap or section page gives it, and which of them a crawl wants."""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from urllib.parse import urljoin

from models.frontier import Discovered
from models.items import Hints
from models.urls import is_http_url
from pipelines.extract.dates.find import parse_date

_UNPRINTABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """One article's address, with what the discovering document says of it."""

    url: str
    """Absolute, http or https, without its fragment; otherwise as spelled there."""
    headline: str | None = None
    """The headline as given there, plain text, whitespace folded."""
    published: str | None = None
    """The publication date as printed there."""
    modified: str | None = None
    """The date of the last change as printed there."""
    language: str | None = None
    """The language tag as printed there."""


class DiscoveryProblem(Exception):
    """The answer is not what the source's file promises at this address."""

    def __init__(self, url: str, expected: str, found: str) -> None:
        super().__init__(url, expected, found)
        self.url = url
        """The address that was asked."""
        self.expected = expected
        """``a feed``, ``a sitemap`` or ``a section page``."""
        self.found = found
        """What stood there instead, for people: ``an HTML page titled 'Before you continue'``."""

    def __str__(self) -> str:
        return f"{self.url}: expected {self.expected}, found {self.found}"


def discovered(link: Link, via: str, hints: Hints) -> Discovered:
    """The link as the frontier takes it; ``via``: the page that named it."""
    modified = parse_date(link.modified, hints, "hint") if link.modified else None
    return Discovered(
        url=link.url,
        via=via,
        headline=link.headline,
        published=link.published,
        modified=link.modified,
        modified_at=modified.at if modified else None,
    )


def is_wanted(url: str, article_pattern: str | None, exclude_pattern: str | None) -> bool:
    """Whether the source's patterns let ``url`` pass; each is searched for anywhere in it, and exclusion wins."""
    if exclude_pattern and re.search(exclude_pattern, url):
        return False
    return not article_pattern or re.search(article_pattern, url) is not None


def in_window(link: Link, since: date | None, until: date | None, hints: Hints | None = None) -> bool | None:
    """Whether the article was published from ``since`` to ``until``, both days included; null if that is not known.

    The day is the one printed, in the offset in which it was printed; of a bare month any day counts. Where only a
    date of change is known, an article last changed before ``since`` is out, any other unknown.
    """
    if since is None and until is None:
        return True
    reading = parse_date(link.published, hints or Hints(), "hint") if link.published else None
    if reading is None:
        changed = parse_date(link.modified, hints or Hints(), "hint") if link.modified else None
        return False if changed and since and _last_day(changed.at.date(), changed.precision) < since else None
    first = reading.at.date()
    return (until is None or first <= until) and (since is None or _last_day(first, reading.precision) >= since)


def _last_day(first: date, precision: str) -> date:
    if precision == "year":
        return first.replace(month=12, day=31)
    return first.replace(day=monthrange(first.year, first.month)[1]) if precision == "month" else first


def absolute_url(base: str, address: str | None) -> str | None:
    """``address`` resolved against ``base``, without its fragment; null if that gives no http(s) URL."""
    address = (address or "").strip()
    if not address:
        return None
    try:
        url = urljoin(base, address).partition("#")[0].replace(" ", "%20")
    except ValueError:  # an address such as http://[x
        return None
    # U+FFFD is what a parser leaves of a byte that it could not decode: the address is not the one meant.
    return url if is_http_url(url) and "\ufffd" not in url else None


def plain(text: str | None) -> str | None:
    """Text with whitespace folded and unprintable characters gone; null if nothing is left."""
    return " ".join(_UNPRINTABLE.sub("", text).split()) or None if text else None
