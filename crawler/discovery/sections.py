"""Section pages: the front of a desk, read for its links to articles."""

import re
from itertools import islice
from urllib.parse import unquote, urlsplit

from lxml import etree, html

from crawler.discovery.bodies import described, inflated, is_utf8, stripped
from crawler.discovery.links import DiscoveryProblem, Link, absolute_url, is_wanted, plain
from models.urls import same_site

_HEADLINE_LENGTH = 300
"""Characters; a longer link text is a teaser with everything in it, not a headline."""

_HEADLINE_ELEMENTS = 300
"""Elements and texts that are looked at for it; links that are never closed lie in each other by the thousand."""
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})

_NOT_A_PAGE = re.compile(r"\.(?!html?$|php$|aspx?$|jsp$|shtml$|stm$|cms$|ece$)[a-z][a-z0-9]{1,4}$", re.IGNORECASE)
_NOT_ARTICLES = re.compile(
    "/(?:about(?:-us)?|account|advertise|authors?|careers|categor(?:y|ies)|contact(?:-us)?|cookie-policy|feed"
    "|help|legal|log-?in|newsletters?|page|privacy(?:-policy)?|profile|register|rss|search|shop|sign-?(?:in|up)"
    "|sitemap|subscri(?:be|ption)|tags?|terms(?:-and-conditions)?|topics?|user|wp-admin)(?:/|$)",
    re.IGNORECASE,
)
_DAY_IN_PATH = re.compile(r"/(?:19|20)\d\d[/-](?:0?[1-9]|1[0-2]|[a-z]{3})(?:[/-]\d{1,2})?/[^/]{3,}", re.IGNORECASE)
_UNDER_ARTICLES = re.compile(r"/(?:articles?|stor(?:y|ies))/[^/]{8,}", re.IGNORECASE)
_NUMBER = re.compile(r"(?<!\d)\d{5,}(?!\d)")
_NUMBER_IN_QUERY = re.compile(r"(?:^|&)(?:p|[a-z_]*id|article|story|news)=\d+(?:&|$)|^\d+$", re.IGNORECASE)


def read_section(
    body: bytes, url: str, article_pattern: str | None = None, exclude_pattern: str | None = None
) -> list[Link]:
    """The links to articles of the same site, in page order, each once; the link's text is the headline.

    With ``article_pattern`` an address is an article's if the pattern is found in it; without, if it looks like one
    (``looks_like_article``). Links marked ``nofollow`` are left alone, as the publisher asks.
    Raises DiscoveryProblem if ``body`` is no HTML page, or names no article: a consent wall, an empty shell.
    """
    body = stripped(inflated(body))
    tree = _parsed(body, url)
    base = absolute_url(url, next(iter(tree.xpath("//base/@href")), None)) or url
    links: dict[str, Link] = {}
    for anchor in tree.iter("a"):
        address = absolute_url(base, anchor.get("href"))
        if address is None or "nofollow" in (anchor.get("rel") or "").lower().split():
            continue
        if not same_site(address, url) or not is_wanted(address, article_pattern, exclude_pattern):
            continue
        if not article_pattern and not looks_like_article(address):
            continue
        if address not in links or not links[address].headline:  # the picture's link often comes before the headline's
            links[address] = Link(url=address, headline=_headline(anchor))
    if not links:
        raise DiscoveryProblem(url, "a section page", f"{described(body)} that links to no article")
    return list(links.values())


def looks_like_article(url: str) -> bool:
    """Whether an address is spelled as those of articles are, on sites that nobody described.

    A day, ``article`` or ``story`` in the path with something after it; a number of five digits or more, or a slug of
    four words or more, in the last two segments; an identifier in the query. Never a file that is no page,
    nor a path through ``/tag/`` and its like.
    """
    parts = urlsplit(url)
    path = unquote(parts.path)
    segments = [segment for segment in path.split("/") if segment]
    if _NOT_A_PAGE.search(path) or _NOT_ARTICLES.search(path):
        return False
    if _NUMBER_IN_QUERY.search(parts.query) or _DAY_IN_PATH.search(path) or _UNDER_ARTICLES.search(path):
        return True
    return any(_NUMBER.search(segment) or len(re.findall("[-_]", segment)) >= 3 for segment in segments[-2:])


def _parsed(body: bytes, url: str) -> html.HtmlElement:
    kind = described(body)
    if not kind.startswith("an HTML page") and b"<a" not in body.lower():
        raise DiscoveryProblem(url, "a section page", kind)
    # Where the bytes are no UTF-8, lxml goes by what the page declares.
    encoding = "utf-8" if is_utf8(body) else None
    parser = html.HTMLParser(encoding=encoding, no_network=True, huge_tree=True, remove_comments=True)
    try:
        tree = html.document_fromstring(body, parser=parser)
    except (etree.LxmlError, ValueError):
        raise DiscoveryProblem(url, "a section page", kind) from None
    return tree


def _headline(anchor: html.HtmlElement) -> str | None:
    inside = list(islice(anchor.iter(), _HEADLINE_ELEMENTS))
    heading = next((element for element in inside[1:] if element.tag in _HEADINGS), anchor)
    text = plain(" ".join(islice(heading.itertext(), _HEADLINE_ELEMENTS)))
    return text if text and len(text) <= _HEADLINE_LENGTH else None
