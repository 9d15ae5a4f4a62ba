"""What an answer's bytes are: gzip undone, and a name for people where they are not what was expected."""

import html
import re
import zlib
from dataclasses import dataclass
from typing import Self

MAX_INFLATED = 50 * 1024 * 1024
"""Bytes; the sitemap protocol's own limit for one uncompressed file. What lies beyond is not read."""

# A gzip file may be many in a row, each with its own end to be looked for: 20 MB hold a million empty ones.
_MAX_MEMBERS = 10_000
_CHUNK = 16 * 1024

_FEED_START = re.compile(rb"<(?:[\w.-]{1,20}:)?(?:rss|rdf|feed|channel)[\s>]", re.IGNORECASE)
_LEADING = b"\xef\xbb\xbf \t\r\n\x00"


@dataclass(frozen=True, slots=True)
class Markup:
    """The tags by which a kind of document is taken apart without parsing it, whatever their namespace prefix."""

    root_end: re.Pattern[bytes]
    entry_start: re.Pattern[bytes]
    entry_end: re.Pattern[bytes]

    @classmethod
    def of(cls, roots: bytes, entries: bytes) -> Self:
        """From alternatives of a regular expression: ``b"rss|feed"``."""
        return cls(
            re.compile(rb"</(?:[\w.-]+:)?(?:%b)\s*>" % roots, re.IGNORECASE),
            re.compile(rb"<(?:[\w.-]+:)?(?:%b)(?=[\s>])" % entries, re.IGNORECASE),
            re.compile(rb"</(?:[\w.-]+:)?(?:%b)\s*>" % entries, re.IGNORECASE),
        )


FEED = Markup.of(b"rss|rdf|feed", b"item|entry")
SITEMAP = Markup.of(b"urlset|sitemapindex", b"url|sitemap")


def inflated(body: bytes) -> bytes:
    """``body`` with its gzip layer undone, to at most ``MAX_INFLATED`` bytes; a truncated file as far as it goes."""
    parts: list[bytes] = []
    left, at = MAX_INFLATED, 0
    for _ in range(_MAX_MEMBERS):
        if left <= 0 or not body.startswith(b"\x1f\x8b", at):
            break
        member = zlib.decompressobj(wbits=31)
        try:
            while left > 0 and not member.eof and at < len(body):
                chunk = body[at : at + _CHUNK]
                part = member.decompress(chunk, left)
                at += len(chunk) - len(member.unused_data)
                parts.append(part)
                left -= len(part)
        except zlib.error:
            break
    return b"".join(parts) if parts else body


def stripped(body: bytes) -> bytes:
    """``body`` without byte order mark and blanks before its first character, where an XML parser stumbles on them."""
    return body if body.startswith((b"\xff\xfe", b"\xfe\xff")) else body.lstrip(_LEADING)


def whole_entries(body: bytes, markup: Markup) -> bytes:
    """A document that broke off, cut back to its last whole entry: half an address is a wrong address.

    One whose root element is closed comes back as it is.
    """
    if markup.root_end.search(body):
        return body
    ends = [match.end() for match in markup.entry_end.finditer(body)]
    start = markup.entry_start.search(body, ends[-1] if ends else 0)
    return body[: start.start()] if start else body


def has_entries(body: bytes, markup: Markup) -> bool:
    """Whether an entry begins anywhere in ``body``."""
    return markup.entry_start.search(body) is not None


def is_utf8(body: bytes) -> bool:
    """Whether ``body`` is valid UTF-8 without NUL bytes, as UTF-16 of Latin text has them."""
    try:
        body.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return b"\x00" not in body


def may_be_feed(body: bytes) -> bool:
    """Whether any tag of a feed's is in ``body``; of bytes in UTF-16 or 32, always."""
    return b"\x00" in body or _FEED_START.search(body) is not None


def described(body: bytes) -> str:
    """What ``body`` is, in a few words for people; looks at its first 64 kB only."""
    start = stripped(body[:65536])
    if not start:
        return "an empty answer"
    if start.startswith(b"%PDF"):
        return "a PDF"
    if start[:1] in b"{[":
        return "JSON"
    name = _root(start)
    if name in ("rss", "rdf", "feed"):
        return "a feed"
    if name in ("urlset", "sitemapindex"):
        return "a sitemap"
    if name in ("html", "head", "body", "meta", "title", "div", "script"):
        return _page(start)
    if name:
        return f"XML with the root <{name}>"
    return f"text that begins {start[:40].decode('utf-8', 'replace')!r}"


def _root(start: bytes) -> str:
    """The first element's local name in lower case, behind XML declaration, comments and document type."""
    while start.startswith((b"<?", b"<!")):
        end = b"?>" if start[1:2] == b"?" else b"-->" if start.startswith(b"<!--") else b">"
        if end == b">" and b"[" in start.partition(b">")[0]:
            start = start.partition(b"]")[2]  # a document type with declarations of its own
        start = start.partition(end)[2].lstrip(_LEADING)
    element = re.match(rb"<([A-Za-z][\w:.-]*)", start)
    return element[1].decode("ascii", "replace").rpartition(":")[2].lower() if element else ""


def _page(start: bytes) -> str:
    title = re.search(rb"<title[^>]*>([^<]*)", start, re.IGNORECASE)
    words = " ".join(html.unescape(title[1].decode("utf-8", "replace")).split()) if title else ""
    return f"an HTML page titled {words[:100]!r}" if words else "an HTML page without a title"
