"""What an answer's bytes are: gzip undone, and a name for people where they are not what was expected."""

import html
import re
import zlib

MAX_INFLATED = 50 * 1024 * 1024
"""Bytes; the sitemap protocol's own limit for one uncompressed file. What lies beyond is not read."""

_ROOT_END = re.compile(rb"</(?:[\w.-]+:)?(?:rss|rdf|feed|urlset|sitemapindex)\s*>", re.IGNORECASE)
_ENTRY_START = re.compile(rb"<(?:[\w.-]+:)?(?:item|entry|url|sitemap)(?=[\s>])", re.IGNORECASE)
_ENTRY_END = re.compile(rb"</(?:[\w.-]+:)?(?:item|entry|url|sitemap)\s*>", re.IGNORECASE)
_LEADING = b"\xef\xbb\xbf \t\r\n\x00"


def inflated(body: bytes) -> bytes:
    """``body`` with its gzip layer undone, to at most ``MAX_INFLATED`` bytes; a truncated file as far as it goes."""
    parts: list[bytes] = []
    left = MAX_INFLATED
    while body.startswith(b"\x1f\x8b") and left > 0:
        member = zlib.decompressobj(wbits=31)
        try:
            part = member.decompress(body, left)
        except zlib.error:
            break
        parts.append(part)
        left -= len(part)
        body = member.unused_data
    return b"".join(parts) if parts else body


def stripped(body: bytes) -> bytes:
    """``body`` without byte order mark and blanks before its first character, where an XML parser stumbles on them."""
    return body if body.startswith((b"\xff\xfe", b"\xfe\xff")) else body.lstrip(_LEADING)


def whole_entries(body: bytes) -> bytes:
    """A feed or sitemap that broke off, cut back to its last whole entry: half an address is a wrong address.

    One whose root element is closed comes back as it is.
    """
    if _ROOT_END.search(body) or not _ENTRY_START.search(body):
        return body
    ends = [match.end() for match in _ENTRY_END.finditer(body)]
    start = _ENTRY_START.search(body, ends[-1] if ends else 0)
    return body[: start.start()] if start else body


def described(body: bytes) -> str:
    """What ``body`` is, in a few words for people; looks at its first 64 kB only."""
    start = stripped(body[:65536])
    if not start:
        return "an empty answer"
    if start.startswith(b"%PDF"):
        return "a PDF"
    if start[:1] in b"{[":
        return "JSON"
    root = re.search(rb"<(?![?!])([A-Za-z][\w:.-]*)", start)
    name = root[1].decode("ascii", "replace").rpartition(":")[2].lower() if root else ""
    if name in ("rss", "rdf", "feed"):
        return "a feed"
    if name in ("urlset", "sitemapindex"):
        return "a sitemap"
    if name in ("html", "head", "body", "meta", "title", "div", "script"):
        return _page(start)
    if name and start.startswith(b"<"):
        return f"XML with the root <{name}>"
    return f"text that begins {start[:40].decode('utf-8', 'replace')!r}"


def _page(start: bytes) -> str:
    title = re.search(rb"<title[^>]*>([^<]*)", start, re.IGNORECASE)
    words = " ".join(html.unescape(title[1].decode("utf-8", "replace")).split()) if title else ""
    return f"an HTML page titled {words[:100]!r}" if words else "an HTML page without a title"
