"""Which part of a page is the article: the element with its paragraphs, and the one around it with the headline."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import cast

from lxml.html import HtmlElement

from pipelines.extract.photos.words import Says, says_of

_OUTSIDE_TAGS = frozenset(
    ("nav", "footer", "aside", "form", "figure", "figcaption", "noscript", "button", "blockquote")
)
_FURNITURE = Says.FURNITURE | Says.SUSPECT | Says.PORTRAIT
_CONTENT_SHARE = 0.7
_LONG_ENOUGH = 40
_ENOUGH_TEXT = 500
_BARE_TAGS = ("div", "td", "article", "section", "main", "center", "span", "font", "li", "body")


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """The article's place in the tree."""

    root: HtmlElement
    """The element to walk: holds headline and text."""
    content: HtmlElement
    """The deepest element that holds most of the paragraphs."""
    path: frozenset[HtmlElement]
    """``content``, its ancestors and the headline's: these hold the article, whatever their class says."""
    headline: HtmlElement | None
    """The ``h1``; None if the page has none."""


def _weights(tree: HtmlElement) -> tuple[dict[HtmlElement, float], list[HtmlElement]]:
    """Length of paragraph text under each element that directly holds paragraphs; and the ``h1`` elements."""
    weights: dict[HtmlElement, float] = {}
    headings: list[HtmlElement] = []
    for paragraph in tree.iter("p", "h1"):
        if paragraph.tag == "h1":
            headings.append(paragraph)
            continue
        length = len(str(paragraph.text_content()).strip())
        parent = paragraph.getparent()
        if length >= _LONG_ENOUGH and parent is not None:
            weights[parent] = weights.get(parent, 0.0) + length
    told = sum(weights.values())
    # Text between line breaks stands in one element, which then outweighs every paragraph of comments and teasers.
    if told < _ENOUGH_TEXT or told < max(_broken_weights(tree).values(), default=0.0):
        for block, weight in _bare_weights(tree.iter(*_BARE_TAGS)).items():
            weights[block] = weights.get(block, 0.0) + weight
    return weights, headings


def _broken_weights(tree: HtmlElement) -> dict[HtmlElement, float]:
    """``_bare_weights`` of the elements with line breaks alone: no other holds as much text outside paragraphs, and
    weighing them all costs more than the rest of the search."""
    broken = {block: None for line_break in tree.iter("br") if (block := line_break.getparent()) is not None}
    return _bare_weights(block for block in broken if block.tag in _BARE_TAGS)


def _bare_weights(blocks: Iterable[HtmlElement]) -> dict[HtmlElement, float]:
    """The text that stands in no paragraph, by the element that holds it."""
    weights: dict[HtmlElement, float] = {}
    for block in blocks:
        own = len((block.text or "").strip()) + sum(len((child.tail or "").strip()) for child in block)
        if own >= _LONG_ENOUGH:
            weights[block] = float(own)
    return weights


def _ancestors(element: HtmlElement) -> list[HtmlElement]:
    return [element, *cast("list[HtmlElement]", list(element.iterancestors()))]


def _discount(lineage: list[HtmlElement]) -> float:
    """Less than 1 where the element stands in something that is seldom the article."""
    for element in lineage[:8]:
        if element.tag in ("main", "article", "body"):
            return 1.0
        if element.tag in _OUTSIDE_TAGS or says_of(element) & Says.FURNITURE:
            return 0.1
    return 0.5 if any(says_of(element) & _FURNITURE for element in lineage[:5]) else 1.0


def find_scope(tree: HtmlElement) -> Scope:
    """The article's scope; the whole tree where nothing tells it apart."""
    total = 0.0
    gathered: dict[HtmlElement, float] = {}
    depth: dict[HtmlElement, int] = {}
    weights, headings = _weights(tree)
    for holder, weight in weights.items():
        lineage = _ancestors(holder)
        weight *= _discount(lineage)
        total += weight
        for up, element in enumerate(lineage):
            gathered[element] = gathered.get(element, 0.0) + weight
            depth[element] = len(lineage) - up
    content = tree
    fitting = [element for element, weight in gathered.items() if weight >= total * _CONTENT_SHARE]
    if fitting:
        content = max(fitting, key=depth.__getitem__)
    lineage = _ancestors(content)
    headline = _headline(headings)
    root = _root(lineage, frozenset(lineage), headline)
    above = () if headline is None else headline.iterancestors()
    return Scope(root=root, content=content, path=frozenset((*lineage, *above)), headline=headline)


def _headline(headings: list[HtmlElement]) -> HtmlElement | None:
    """The longest of the first few ``h1``: the others are site names."""
    found = [(len(str(heading.text_content()).strip()), -index, heading) for index, heading in enumerate(headings)]
    return max(found[:6], key=lambda entry: entry[:2])[2] if found else None


def _root(lineage: list[HtmlElement], path: frozenset[HtmlElement], headline: HtmlElement | None) -> HtmlElement:
    """The nearest element that holds content and headline, widened to an ``article`` or ``main`` around it."""
    start = lineage[0]
    if headline is not None:
        start = next((element for element in _ancestors(headline) if element in path), start)
    above = lineage[lineage.index(start) :]
    for element in above:
        if element.tag in ("article", "main") or (element.get("itemtype") or "").endswith("Article"):
            return element
    if headline is None:
        return above[min(3, len(above) - 1)]
    # One wider: the lead picture often stands right above the block with the headline.
    return above[min(1, len(above) - 1)]
