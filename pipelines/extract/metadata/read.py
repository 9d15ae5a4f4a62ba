"""What a page says of its article: headline, byline, dates, language, section, tags, canonical URL."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import islice
from typing import Any, Final
from urllib.parse import urlsplit

from lxml.html import HtmlElement

from models.items import Document, Hints
from pipelines.extract.candidates import Candidate, Found, first_of, sources_of
from pipelines.extract.dates.find import dates_of, local_hints
from pipelines.extract.head import MetaTags, clean, first, read_meta
from pipelines.extract.jsonld import article_node, types_of
from pipelines.extract.metadata.access import read_paywalled
from pipelines.extract.metadata.bylines import read_authors
from pipelines.extract.metadata.canonical import Stated, read_canonical, stated_links
from pipelines.extract.metadata.headline import Headline, find_headline, kicker_near, site_names
from pipelines.extract.metadata.labels import read_language, read_section, read_tags, string_of
from pipelines.extract.metadata.rights import read_rights_signals
from pipelines.extract.metadata.words import names_dek
from pipelines.extract.window import Block, headline_element, near, text_of, words

_DESCRIPTIONS: Final = ("og:description", "description", "twitter:description")
_DEK_REACH: Final = 9
"""How many blocks after the headline a standfirst stands at most."""
_NOT_DEK = re.compile(r"caption|credit|figure|gallery|image|teaser-?list|related|newsletter|share|author|audio|podcast")
_CAPTIONED: Final = frozenset(["figcaption", "video", "audio"])
_PICTURES: Final = frozenset(["img", "amp-img", "picture"])
_LEAD = re.compile(r"(?<![a-z])lead(?![a-z])")
"""Names the first picture as well as the first lines."""
_LOOKED_AT: Final = 20
_RUNNING: Final = 80
"""Characters of a paragraph that is the text's."""
_TEXT: Final = 5_000
"""Characters of one text in the metadata that are read."""
_DEK_LENGTH: Final = (25, 600)
_CUT_OFF = re.compile(r"(?:…|\.\.\.|\[…\]|\[\.\.\.\])\s*$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Metadata:
    """What a page's metadata give, and what later readers need of them again."""

    document: Document
    """As far as the metadata go: without body and photos."""
    candidates: tuple[Candidate, ...]
    meta: MetaTags
    article: dict[str, Any] | None
    """The article's JSON-LD node."""
    nodes: tuple[dict[str, Any], ...]
    """All of the page's JSON-LD."""


def read_metadata(tree: HtmlElement, nodes: Iterable[Mapping[str, Any]], url: str, hints: Hints) -> Metadata:
    """What the page's metadata say of its article. The tree is left as it is.

    ``nodes``: the page's JSON-LD as ``read_jsonld`` gives it. ``url``: the page's own, to resolve links against.
    """
    objects = [dict(node) for node in nodes]
    meta = read_meta(tree)
    links = stated_links(tree, meta, url)
    article = article_node(objects, links[0][1] if links else url)
    title = clean((tree.findtext(".//title") or "")[:_TEXT])
    expected = (string_of((article or {}).get("headline")) or "", first(meta, ("og:title",)) or "", title)
    element = headline_element(tree, expected)
    blocks = near(tree, element)
    local = local_hints(tree, meta, hints, url)
    sites = site_names(meta, article, _host(url))
    headline = find_headline(element, meta, article, title, sites, hints.headline)
    dates = dates_of(blocks, meta, article or _video(objects, headline), local, url)
    byline = read_authors(article, objects, meta, blocks, sites, tree, headline.text)
    kicker, dek = _kicker(headline, blocks), _dek(blocks, article, meta, headline)
    document = Document(
        url=url,
        headline=headline.text,
        kicker=kicker.value,
        dek=dek.value,
        authors=byline.authors,
        byline=byline.byline,
        published=dates.published,
        modified=dates.modified,
    )
    labelled, labels = _labelled(document, tree, meta, article, objects, links, hints)
    candidates = (
        *headline.candidates,
        *kicker.candidates,
        *dek.candidates,
        *byline.candidates,
        *dates.candidates,
        *labels,
    )
    labelled = replace(labelled, sources=sources_of(candidates))
    return Metadata(document=labelled, candidates=candidates, meta=meta, article=article, nodes=tuple(objects))


def _labelled(
    document: Document,
    tree: HtmlElement,
    meta: MetaTags,
    article: dict[str, Any] | None,
    nodes: list[dict[str, Any]],
    links: Stated,
    hints: Hints,
) -> tuple[Document, Iterator[Candidate]]:
    """``document`` with what the page says beside its text, and what was offered for that."""
    url = document.url
    canonical, conflicts = read_canonical(links, article, url)
    language, section = read_language(tree, meta, article, hints), read_section(meta, article, nodes)
    tags = read_tags(meta, article)
    paywalled = read_paywalled(meta, article, nodes)
    signals = read_rights_signals(meta, article, url, hints.rights_signals)
    labelled = replace(
        document,
        canonical_url=canonical.value,
        canonical_conflicts=conflicts,
        language=language.value,
        section=section.value,
        tags=tags.value,
        paywalled=paywalled.value,
        rights_signals=signals.value,
    )
    found = (canonical, language, section, tags, paywalled, signals)
    return labelled, (candidate for one in found for candidate in one.candidates)


def _video(nodes: Iterable[dict[str, Any]], headline: Headline) -> dict[str, Any] | None:
    """The node of the video that a page without any article is about: the one that bears its headline."""
    wanted = words(headline.text or "")
    videos = (node for node in nodes if "VideoObject" in types_of(node))
    return next((node for node in videos if words(string_of(node.get("name")) or "") == wanted), None)


def _kicker(headline: Headline, blocks: Iterable[Block]) -> Found[str | None]:
    own = headline.kicker
    return first_of("kicker", [("headline", own), ("class", None if own else kicker_near(blocks, headline.text or ""))])


def _host(url: str) -> str:
    try:
        return (urlsplit(url).hostname or "").removeprefix("www.")
    except ValueError:
        return ""


def _dek(
    blocks: Iterable[Block], article: dict[str, Any] | None, meta: MetaTags, headline: Headline
) -> Found[str | None]:
    """The standfirst beside the headline, else a description that is a summary of its own."""
    return first_of("dek", _deks(blocks, article, meta, headline))


def _deks(
    blocks: Iterable[Block], article: dict[str, Any] | None, meta: MetaTags, headline: Headline
) -> Iterator[tuple[str, str]]:
    for block in blocks:
        if -3 <= block.place <= _DEK_REACH and _named_dek(block) and _is_dek(block.text, headline):
            yield "class", block.text
    stated = [("json-ld:description", string_of((article or {}).get("description")))]
    stated += [(f"meta:{name}", meta[name][0]) for name in _DESCRIPTIONS if name in meta]
    for source, text in stated:
        if text and _is_dek(text, headline) and not _CUT_OFF.search(text) and not _begins_body(text, article):
            yield source, text


def _named_dek(block: Block) -> bool:
    element = block.element
    holder = element.getparent()
    names = [element.get(name) or "" for name in ("class", "itemprop", "data-testid")]
    if holder is not None and len(holder) == 1:
        names.append(holder.get("class") or "")
    named = " ".join(names).lower()
    # A heading further down that is called a subheading heads a part of the text.
    heads_part = element.tag in ("h2", "h3", "h4") and block.place > 4
    if not names_dek(named) or heads_part or _NOT_DEK.search(block.names):
        return False
    return not _is_caption(element, named) and not _follows_text(element)


def _is_caption(element: HtmlElement, named: str) -> bool:
    """Whether the element holds the words to a picture, or is the lead picture's."""
    tags = {part.tag for part in islice(element.iter(), _LOOKED_AT)}
    return bool(tags & _CAPTIONED) or (bool(tags & _PICTURES) and _LEAD.search(named) is not None)


def _follows_text(element: HtmlElement) -> bool:
    """Whether two of the text's own paragraphs stand before the element: it is a note below the text."""
    before = (other for other in element.itersiblings("p", preceding=True) if not other.get("class"))
    return len(list(islice((other for other in before if len(text_of(other, _RUNNING)) >= _RUNNING), 2))) == 2


def _is_dek(text: str, headline: Headline) -> bool:
    return _DEK_LENGTH[0] <= len(text) <= _DEK_LENGTH[1] and words(text) != words(headline.text or "")


def _begins_body(text: str, article: dict[str, Any] | None) -> bool:
    body = (article or {}).get("articleBody")
    return isinstance(body, str) and words(clean(body[: len(text) + 200]))[: len(words(text))] == words(text)
