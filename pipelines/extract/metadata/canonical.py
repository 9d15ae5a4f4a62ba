"""Which address a page calls its own, and what speaks against it."""

import re
from collections.abc import Iterator, Sequence
from typing import Any

from lxml.html import HtmlElement

from models.urls import is_front_page, is_http_url, same_site, url_key
from pipelines.extract.candidates import Candidate, Found
from pipelines.extract.head import MetaTags, absolute_url

_VARIANT = re.compile(r"^https?://(?:(?:www|m|amp|mobile)\.)?")
"""What the editions of one page differ in."""

Stated = Sequence[tuple[str, str]]
"""Addresses and where they stand: source first."""


def stated_links(tree: HtmlElement, meta: MetaTags, url: str) -> Stated:
    """The addresses that ``link rel=canonical`` and ``og:url`` state, absolute."""
    links = (link for link in tree.iter("link") if "canonical" in (link.get("rel") or "").lower().split())
    stated = [("link:canonical", link.get("href")) for link in links]
    stated += [("meta:og:url", content) for content in meta.get("og:url", ())]
    found = ((source, absolute_url(link, url)) for source, link in stated)
    return [(source, link) for source, link in found if link]


def read_canonical(
    links: Stated, article: dict[str, Any] | None, url: str
) -> tuple[Found[str | None], tuple[str, ...]]:
    """The canonical URL, and its conflicts as ``Document`` holds them. ``links`` as ``stated_links`` gives them.

    A link to another site is taken (the article comes from there) and is a conflict; one to a front page is not taken,
    unless the page is one.
    """
    stated = [*links, *_stated_in_jsonld(article, url)]
    own = next((entry for entry in stated if not is_front_page(entry[1]) or is_front_page(url)), None)
    conflicts = [f"{source} {link}" for source, link in stated if own is None or not _same_page(link, own[1])]
    if own and is_http_url(url) and not same_site(own[1], url):
        conflicts.insert(0, f"{own[0]} {own[1]}")
    candidates = [
        Candidate(field="canonical_url", text=link, source=source, taken=(source, link) == own)
        for source, link in stated
    ]
    return Found(own and own[1], tuple(candidates)), tuple(dict.fromkeys(conflicts))


def _stated_in_jsonld(article: dict[str, Any] | None, url: str) -> Iterator[tuple[str, str]]:
    node = article or {}
    for key in ("mainEntityOfPage", "url"):
        value = node.get(key)
        if isinstance(value, dict):
            value = value.get("@id") or value.get("url")
        # "#page" and the like name a node of the graph, not an address.
        if isinstance(value, str) and not value.strip().startswith("#") and (link := absolute_url(value, url)):
            yield f"json-ld:{key}", link


def _same_page(one: str, other: str) -> bool:
    return one == other or _page_key(one) == _page_key(other)


def _page_key(url: str) -> str:
    return _VARIANT.sub("", url_key(url) if is_http_url(url) else url)
