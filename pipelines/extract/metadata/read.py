"""What a page says of its article: headline, byline, dates, language, section, tags, canonical URL."""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final
from urllib.parse import urlsplit

from lxml.html import HtmlElement

from models.items import Document, Hints
from pipelines.extract.dates.find import dates_of, local_hints
from pipelines.extract.head import MetaTags, absolute_url, clean, first, language_tag, read_meta
from pipelines.extract.jsonld import article_node, types_of
from pipelines.extract.metadata.bylines import read_authors
from pipelines.extract.metadata.headline import Headline, find_headline, kicker_near, site_names
from pipelines.extract.metadata.words import DEK_NAMES
from pipelines.extract.window import Block, headline_element, near, words

_TAGS: Final = 100
"""Keywords that are kept of one page."""
_DEK_REACH: Final = 9
"""How many blocks after the headline a standfirst stands at most."""
_NOT_DEK = re.compile(r"caption|credit|figure|gallery|image|teaser-?list|related|newsletter|share|author|audio|podcast")
_TEXT: Final = 5_000
"""Characters of one text in the metadata that are read."""
_DEK_LENGTH: Final = (25, 600)
_CUT_OFF = re.compile(r"(?:…|\.\.\.|\[…\]|\[\.\.\.\])\s*$")


def read_metadata(tree: HtmlElement, nodes: Iterable[Mapping[str, Any]], url: str, hints: Hints) -> Document:
    """The page's ``Document`` as far as its metadata go: without body and photos. The tree is left as it is.

    ``nodes``: the page's JSON-LD as ``read_jsonld`` gives it. ``url``: the page's own, to resolve links against.
    """
    objects = [dict(node) for node in nodes]
    meta = read_meta(tree)
    canonical = _canonical(tree, meta, url)
    article = article_node(objects, canonical or url)
    title = clean((tree.findtext(".//title") or "")[:_TEXT])
    expected = (_string((article or {}).get("headline")) or "", first(meta, ("og:title",)) or "", title)
    element = headline_element(tree, expected)
    blocks = near(tree, element)
    local = local_hints(tree, meta, hints, url)
    sites = site_names(meta, article, _host(url))
    headline = find_headline(element, meta, article, title, sites, hints.headline)
    dates = dates_of(blocks, meta, article, local, url)
    authors, byline = read_authors(article, objects, meta, blocks, sites)
    return Document(
        url=url,
        headline=headline.text,
        headline_source=headline.source,
        kicker=headline.kicker or kicker_near(blocks, headline.text or ""),
        dek=_dek(blocks, article, meta, headline),
        authors=authors,
        byline=byline,
        published=dates.published,
        modified=dates.modified,
        language=_language(tree, meta, article, hints),
        section=_section(meta, article, objects),
        tags=tuple(_tags(meta, article)),
        canonical_url=canonical,
    )


def _canonical(tree: HtmlElement, meta: MetaTags, url: str) -> str | None:
    links = (link for link in tree.iter("link") if "canonical" in (link.get("rel") or "").lower().split())
    stated = [link.get("href") for link in links] + list(meta.get("og:url", ()))
    return next((found for found in (absolute_url(link, url) for link in stated) if found), None)


def _host(url: str) -> str:
    try:
        return (urlsplit(url).hostname or "").removeprefix("www.")
    except ValueError:
        return ""


def _string(value: Any) -> str | None:
    if isinstance(value, list):
        value = value[0] if value else None
    if isinstance(value, dict):
        value = value.get("name")
    return (clean(value[:_TEXT]) or None) if isinstance(value, str) else None


def _language(tree: HtmlElement, meta: MetaTags, article: dict[str, Any] | None, hints: Hints) -> str | None:
    names = ("og:locale", "content-language", "language", "dc.language", "dcterms.language", "inlanguage")
    stated = [
        tree.get("lang") or tree.get("xml:lang"),
        _string((article or {}).get("inLanguage")),
        *(meta[name][0] for name in names if name in meta),
        hints.language,
    ]
    tags = [tag for tag in map(language_tag, stated) if tag]
    # A region is added by a later witness of the same language.
    return next((tag for tag in tags if "-" in tag and tag.split("-")[0] == tags[0]), tags[0]) if tags else None


def _section(meta: MetaTags, article: dict[str, Any] | None, nodes: list[dict[str, Any]]) -> str | None:
    names = ("article:section", "parsely-section", "section", "cxenseparse:section", "articlesection", "dc.subject")
    return (
        first(meta, names[:2])
        or _string((article or {}).get("articleSection"))
        or first(meta, names[2:])
        or _trail(nodes)
    )


def _trail(nodes: list[dict[str, Any]]) -> str | None:
    """The deepest step of the breadcrumb trail that is neither the start page nor the article."""
    for node in nodes:
        crumbs = [node, node.get("breadcrumb")]
        for crumb in crumbs:
            items = crumb.get("itemListElement") if isinstance(crumb, dict) else None
            if "BreadcrumbList" not in types_of(crumb) or not isinstance(items, list):
                continue
            names = [_string(item) or _string(item.get("item")) for item in items if isinstance(item, dict)]
            steps = [name for name in names[1:] if name and len(name) <= 40]
            if steps:
                return steps[0]
    return None


def _tags(meta: MetaTags, article: dict[str, Any] | None) -> Iterator[str]:
    seen: set[str] = set()
    keywords = (article or {}).get("keywords")
    listed = keywords if isinstance(keywords, list) else [keywords]
    sources = [
        *meta.get("news_keywords", ()),
        *meta.get("article:tag", ()),
        *meta.get("og:article:tag", ()),
        *(text for text in map(_string, listed) if text),
        *meta.get("keywords", ()),
        *meta.get("parsely-tags", ()),
    ]
    for source in sources:
        for tag in re.split(r"\s*[,;、،|]\s*", source):
            key = tag.strip().casefold()
            if key and key not in seen and len(key) <= 100 and len(seen) < _TAGS:
                seen.add(key)
                yield tag.strip()


def _dek(blocks: Iterable[Block], article: dict[str, Any] | None, meta: MetaTags, headline: Headline) -> str | None:
    """The standfirst beside the headline, else a description that is a summary of its own."""
    for block in blocks:
        if -3 <= block.place <= _DEK_REACH and _named_dek(block) and _is_dek(block.text, headline):
            return block.text
    stated = [
        _string((article or {}).get("description")),
        first(meta, ("og:description", "description", "twitter:description")),
    ]
    for text in stated:
        if text and _is_dek(text, headline) and not _CUT_OFF.search(text) and not _begins_body(text, article):
            return text
    return None


def _named_dek(block: Block) -> bool:
    element = block.element
    holder = element.getparent()
    names = [element.get(name) or "" for name in ("class", "itemprop", "data-testid")]
    if holder is not None and len(holder) == 1:
        names.append(holder.get("class") or "")
    named = " ".join(names).lower()
    # A heading further down that is called a subheading heads a part of the text.
    heads_part = element.tag in ("h2", "h3", "h4") and block.place > 4
    return bool(DEK_NAMES.search(named)) and not heads_part and not _NOT_DEK.search(block.names)


def _is_dek(text: str, headline: Headline) -> bool:
    return _DEK_LENGTH[0] <= len(text) <= _DEK_LENGTH[1] and words(text) != words(headline.text or "")


def _begins_body(text: str, article: dict[str, Any] | None) -> bool:
    body = (article or {}).get("articleBody")
    return isinstance(body, str) and words(clean(body[: len(text) + 200]))[: len(words(text))] == words(text)
