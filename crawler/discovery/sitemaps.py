"""Sitemaps: url sets, news sitemaps, indexes and plain lists."""

import re
from dataclasses import dataclass
from html import unescape
from io import BytesIO

from lxml import etree

from crawler.discovery.bodies import SITEMAP, described, has_entries, inflated, is_utf8, stripped, whole_entries
from crawler.discovery.feeds import read_feed
from crawler.discovery.links import DiscoveryProblem, Link, absolute_url, plain

_BARE_AMPERSAND = re.compile(rb"&(?!#?\w{1,32};)")
_CDATA = b"<![CDATA["


@dataclass(frozen=True, slots=True, kw_only=True)
class Sitemap:
    """One sitemap file: articles, or further sitemaps."""

    links: tuple[Link, ...] = ()
    """The articles it names, in its order, each once; ``modified`` is the lastmod."""
    children: tuple[Link, ...] = ()
    """The sitemaps that an index names, in its order, each once; ``modified`` is the lastmod."""


def read_sitemap(body: bytes, url: str) -> Sitemap:
    """Reads a urlset (with the news extension), a sitemapindex, a feed that serves as one, or a list of addresses.

    ``body`` may be gzip. Broken XML is read as far as it goes; entities are not resolved and nothing is fetched.
    An empty urlset gives an empty Sitemap. Raises DiscoveryProblem if ``body`` is no sitemap.
    """
    given = stripped(inflated(body))
    body = whole_entries(given, SITEMAP)
    kind = described(body)
    if kind == "a feed":
        return Sitemap(links=tuple(read_feed(body, url)))
    if not body.startswith((b"<", b"\xff\xfe", b"\xfe\xff")):
        return Sitemap(links=_listed(body, url, kind))
    links: dict[str, Link] = {}
    children: dict[str, Link] = {}
    elements = _parsed(body)
    for _, element in elements:
        link = _entry(element, url)
        if link:
            (children if _name(element) == "sitemap" else links).setdefault(link.url, link)
        _forget(element)
    root = elements.root  # set at the end of the file
    if kind != "a sitemap" and (root is None or _name(root) not in ("urlset", "sitemapindex")):
        raise DiscoveryProblem(url, "a sitemap", kind)
    if not links and not children and has_entries(given, SITEMAP):
        raise DiscoveryProblem(url, "a sitemap", "a sitemap of which no entry can be read")
    return Sitemap(links=tuple(links.values()), children=tuple(children.values()))


def _parsed(body: bytes) -> "etree.iterparse[tuple[str, etree._Element]]":
    """The ``url`` and ``sitemap`` elements as they end, so that memory stays that of one entry."""
    if b"\x00" not in body:  # else UTF-16, where an ampersand is two bytes
        body = _with_ampersands_escaped(body)
    return etree.iterparse(
        BytesIO(body),
        encoding="utf-8" if is_utf8(body) else None,  # whatever it declares
        events=("end",),
        tag=("{*}url", "{*}sitemap"),
        recover=True,
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )


def _with_ampersands_escaped(body: bytes) -> bytes:
    """A parser that mends ``?a=1&b=2`` drops the ``&b``, and with it makes another address."""
    first, *rest = body.split(_CDATA)
    parts = [_BARE_AMPERSAND.sub(b"&amp;", first)]
    for part in rest:
        text, end, after = part.partition(b"]]>")
        parts.append(text + end + _BARE_AMPERSAND.sub(b"&amp;", after))
    return _CDATA.join(parts)


def _forget(element: etree._Element) -> None:
    element.clear()
    parent = element.getparent()
    if parent is not None:
        del parent[: parent.index(element)]


def _name(element: etree._Element) -> str:
    """The local name; of a prefix that was never declared, too, as recovery leaves it in the tag."""
    return re.split("[}:]", element.tag)[-1].lower() if isinstance(element.tag, str) else ""


def _entry(element: etree._Element, url: str) -> Link | None:
    own = {_name(child): child for child in element}
    loc = own.get("loc")
    address = absolute_url(url, _text(loc)) if loc is not None and not len(loc) else None
    if address is None:  # nothing there, or an entity of the document's own in it, which is not resolved
        return None
    news = {_name(child): child for child in own["news"].iter()} if "news" in own else {}
    return Link(
        url=address,
        headline=plain(unescape(_text(news.get("title")) or "")),  # named entities stay unresolved in XML
        published=_text(news.get("publication_date")),
        modified=_text(own.get("lastmod")),
        language=_text(news.get("language")),
    )


def _text(element: etree._Element | None) -> str | None:
    return plain("".join(element.itertext(with_tail=False))) if element is not None else None


def _listed(body: bytes, url: str, kind: str) -> tuple[Link, ...]:
    """A plain-text sitemap: an absolute address a line, the first line among them."""
    lines = [line.strip() for line in body.decode("utf-8", "replace").splitlines() if line.strip()]
    if not lines or not re.match("https?://", lines[0]):
        raise DiscoveryProblem(url, "a sitemap", kind)
    addresses = [absolute_url(url, line) for line in lines if "://" in line]
    return tuple(Link(url=address) for address in dict.fromkeys(addresses) if address)
