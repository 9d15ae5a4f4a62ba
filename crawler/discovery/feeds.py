"""RSS, Atom and RDF feeds."""

import re
from html import unescape
from io import BytesIO
from typing import Any

import feedparser

from crawler.discovery.bodies import (
    FEED,
    described,
    has_entries,
    inflated,
    is_utf8,
    may_be_feed,
    stripped,
    whole_entries,
)
from crawler.discovery.links import DiscoveryProblem, Link, absolute_url, plain

MAX_FEED = 10 * 1024 * 1024
"""Bytes; entries beyond are not read. feedparser takes some 25 µs for a tag, in the crawl's own process."""
_MAX_TAGS = 200_000
# Its time grows with the square of the number of one element's attributes: 20,000 of them took 5 s.
_CROWDED = re.compile(rb"<[\w:.-]++(?:\s++[\w:.-]++\s*+=\s*+(?:\"[^\"<]*+\"|'[^'<]*+')){500}")
_TAG = re.compile(r"<[^<>]*>")


def read_feed(body: bytes, url: str, content_type: str | None = None) -> list[Link]:
    """The entries' links in the feed's order, each once: RSS 0.9x to 2.0, RDF, Atom 0.3 and 1.0, plain or gzip.

    ``url`` resolves relative links; ``content_type`` is the header as sent. Entries without an http(s) link are left
    out; a link that Feedburner rewrote is given as it was before. A well-formed feed without entries gives ``[]``.
    Raises DiscoveryProblem if ``body`` is no feed, or one whose markup would take minutes to read.
    """
    given = stripped(inflated(body))[:MAX_FEED]
    body = whole_entries(given, FEED)
    if not may_be_feed(body):  # feedparser's loose parser takes seconds to find nothing in a long page
        raise DiscoveryProblem(url, "a feed", described(body))
    if body.count(b"<") > _MAX_TAGS or _CROWDED.search(body):
        raise DiscoveryProblem(url, "a feed", "a feed of more markup than is read")
    headers = {"content-location": url, "content-type": _content_type(body, content_type)}
    try:
        # Never bytes or str themselves: feedparser takes those for a file name or an address, and opens it.
        feed = feedparser.parse(BytesIO(body), response_headers=headers)
    except Exception as error:  # its loose parser raises what it pleases on damaged markup
        raise DiscoveryProblem(url, "a feed", f"{described(body)} ({type(error).__name__}: {error})") from error
    if not feed.get("version"):
        raise DiscoveryProblem(url, "a feed", described(body))
    language = plain(feed["feed"].get("language"))
    is_rss = str(feed["version"]).startswith("rss")
    links: dict[str, Link] = {}
    for entry in feed["entries"]:
        link = _link(entry, url, language, is_rss)
        if link:
            links.setdefault(link.url, link)
    if not links and has_entries(given, FEED):
        raise DiscoveryProblem(url, "a feed", "a feed of which no entry can be read")
    return list(links.values())


def _content_type(body: bytes, content_type: str | None) -> str:
    """Bytes that are valid UTF-8 and not plain ASCII are UTF-8, whatever the server's default charset says."""
    if is_utf8(body) and not body.isascii():
        return "application/xml; charset=utf-8"
    return content_type or "application/xml"


def _link(entry: dict[str, Any], url: str, language: str | None, is_rss: bool) -> Link | None:
    address = absolute_url(url, entry.get("feedburner_origlink")) or absolute_url(url, entry.get("link"))
    if address is None:
        return None
    # dict.get: the entry's own `get` answers `updated` with `published`, and warns.
    published = dict.get(entry, "published") or dict.get(entry, "created")
    modified = dict.get(entry, "updated")
    if is_rss and not published:  # dc:date, which RSS 1.0 and 0.9x use for the publication
        published, modified = modified, None
    return Link(
        url=address,
        headline=_headline(entry),
        published=plain(published),
        modified=plain(modified),
        language=plain(dict.get(entry, "language")) or language,
    )


def _headline(entry: dict[str, Any]) -> str | None:
    title = dict.get(entry, "title") or ""
    if (dict.get(entry, "title_detail") or {}).get("type") != "text/plain":
        title = unescape(_TAG.sub(" ", title))
    return plain(title)
