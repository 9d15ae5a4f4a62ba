"""Where the headline stands in a page, and the short blocks of text around it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from lxml import etree
from lxml.html import HtmlElement

from pipelines.extract.head import clean
from pipelines.extract.metadata.words import names_dek

SHORT: Final = 260
"""Characters that a block of metadata (byline, date line, kicker) has at most."""
_BEFORE: Final = 8
LONG: Final = 700
"""Characters that a standfirst has at most; only elements named for one are blocks of that length."""
_AFTER: Final = 22
_SKIPPED: Final = frozenset(
    ["script", "style", "noscript", "template", "svg", "form", "select", "button", "iframe", "nav", "footer", "option"]
)
_NAMING: Final = frozenset(["class", "id", "itemprop", "rel", "data-testid", "data-qa"])
_MUTE: Final = frozenset(["script", "style", "noscript", "template", "nav"])
_DEEPEST: Final = 120
"""Nesting below a block that is read: real pages stay under 30, and Python's stack is finite."""
_ASIDE: Final = frozenset(["nav", "aside", "footer", "figure", "form", "li", "table"])
_ALIKE: Final = 0.6
"""Share of words that a lower heading has in common with what the metadata call the page."""
_HEADLINE_WORDS: Final = 4
_FRONT_PAGE = re.compile(r"(?:(?:https?:)?//[^/?#]+)?/?(?:index\.\w+)?", re.IGNORECASE)
_TRAIL = re.compile(r"breadcrumb|\bcrumbs?\b", re.IGNORECASE)
_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Block:
    """A short run of text and the element that holds it; nothing that contains it is short."""

    element: HtmlElement
    text: str
    names: str
    """Class, id, itemprop, rel and test ids of the element, of what holds it alone, and of what it holds first."""
    place: int = 0
    """How many blocks away from the headline: 1 the next after it, -1 the last before it."""


def words(text: str) -> tuple[str, ...]:
    """The words of a text as they are compared: case-folded, punctuation left out."""
    return tuple(_WORD.findall(text.casefold().replace("\xad", "").replace("’", "'")))


def headline_element(tree: HtmlElement, expected: tuple[str, ...]) -> HtmlElement | None:
    """The element that shows the headline: the ``h1`` nearest in words to what the metadata expect, or such an ``h2``
    or ``h3``; where there is none, the first ``h2`` or ``h3`` long enough; where there is none of these either, what is
    set in bold or large type and says what the metadata expect.

    Headings in navigation and breadcrumb trails are none, nor is the site's name, linked to its front page.
    """
    wanted = [set(words(text)) for text in expected if text]
    best: tuple[float, HtmlElement] | None = None
    for tags in (("h1",), ("h2", "h3")):
        for heading in tree.iter(*tags):
            found = set(words(text_of(heading, SHORT * 2)))
            if not found or _leads_home(heading):
                continue
            score = max((len(found & want) / len(found | want) for want in wanted if want), default=0.0)
            if heading.tag != "h1" and score < _ALIKE:
                continue
            if (best is None or score > best[0] + 0.01) and not _in_trail(heading):
                best = (score, heading)
        if best and best[0] == 1:
            break  # no other can be nearer
    if best:
        return best[1]
    lower = _first_lower_heading(tree)
    return lower if lower is not None else _stressed(tree, expected)


def _first_lower_heading(tree: HtmlElement) -> HtmlElement | None:
    for heading in tree.iter("h2", "h3"):
        holders = {holder.tag for holder in heading.iterancestors()}
        linked = heading.find(".//a") is not None or "a" in holders
        if not linked and not holders & _ASIDE and len(words(text_of(heading, SHORT))) >= _HEADLINE_WORDS:
            return heading
    return None


def _stressed(tree: HtmlElement, expected: tuple[str, ...]) -> HtmlElement | None:
    """The element in bold or large type that says what the metadata call the page, where a page has no headings."""
    wanted = {folded for text in expected if len(folded := words(text)) >= _HEADLINE_WORDS}
    stressed = tree.iter("b", "strong", "font", "big") if wanted else ()
    return next((element for element in stressed if words(text_of(element, SHORT * 2)) in wanted), None)


def _leads_home(heading: HtmlElement) -> bool:
    """Whether the heading is a link to the front page."""
    link = heading.find(".//a")
    if link is None:
        link = heading.getparent()
    address = link.get("href") if link is not None and link.tag == "a" else None
    return address is not None and _FRONT_PAGE.fullmatch(address.strip()) is not None


def text_of(element: HtmlElement, limit: int = 100_000) -> str:
    """The text of an element, its parts set apart by spaces; cut soon after ``limit`` characters."""
    parts: list[str] = []
    _collect(element, parts, limit + 1, 0)
    # Entities are the parser's: what looks like one here was printed so.
    return clean(" ".join(parts), entities=False)


def _collect(element: HtmlElement, parts: list[str], room: int, depth: int) -> int:
    """Add the strings of an element, scripts and styles left out, until ``room`` characters are full; what is left."""
    if (text := element.text) and (folded := " ".join(text.split())):
        parts.append(folded)
        room -= len(folded) + 1
    for child in element:
        if room < 0:
            return room
        if depth < _DEEPEST and (tag := child.tag) not in _MUTE and isinstance(tag, str):
            if len(child):
                room = _collect(child, parts, room, depth + 1)
            elif (text := child.text) and (folded := " ".join(text.split())):
                # Most elements hold text alone; a call for each would take half of the time.
                parts.append(folded)
                room -= len(folded) + 1
        if (tail := child.tail) and (folded := " ".join(tail.split())):
            parts.append(folded)
            room -= len(folded) + 1
    return room


def near(tree: HtmlElement, headline: HtmlElement | None) -> tuple[Block, ...]:
    """The short blocks around the headline, those after it first, each list the nearest first.

    Without a headline: the first short blocks of the body.
    """
    if headline is None:
        body = tree.find("body")
        return tuple(_numbered(_blocks(body if body is not None else tree), _AFTER, 1))
    after = _numbered(_around(headline, forward=True), _AFTER, 1)
    return (*after, *_numbered(_around(headline, forward=False), _BEFORE, -1))


def _numbered(found: Iterator[tuple[HtmlElement, str]], limit: int, step: int) -> Iterator[Block]:
    for number, (element, text) in zip(range(1, limit + 1), found, strict=False):
        yield Block(element, text, _names(element), number * step)


def _around(element: HtmlElement, *, forward: bool) -> Iterator[tuple[HtmlElement, str]]:
    at: HtmlElement | None = element
    while at is not None and at.tag != "body":
        for sibling in at.itersiblings(preceding=not forward):
            yield from _blocks(sibling, forward=forward)
            if forward and sibling.tag == "br" and (line := _line_after(sibling)):
                yield sibling, line
        at = at.getparent()


def _blocks(element: HtmlElement, *, forward: bool = True) -> Iterator[tuple[HtmlElement, str]]:
    """The outermost short blocks of an element, in document order or against it; interactive parts are left out."""
    stack = [element]
    visited = 0
    while stack and visited < 400:
        at = stack.pop()
        visited += 1
        if not isinstance(at.tag, str) or at.tag in _SKIPPED or (not forward and _is_masthead(at)):
            continue
        text = text_of(at, SHORT)
        if not text and not len(at):
            continue
        if len(text) <= SHORT:
            yield at, text
        elif names_dek((at.get("class") or "").lower()) and len(whole := text_of(at, LONG)) <= LONG:
            yield at, whole
        else:
            stack.extend(reversed(at) if forward else at)


def _line_after(line_break: HtmlElement) -> str:
    """The bare text between a line break beside the headline and the next; empty where there is none, or more."""
    following = line_break.getnext()
    text = (line_break.tail or "").strip()
    return clean(text, entities=False) if len(text) <= SHORT and (following is None or following.tag == "br") else ""


def _is_masthead(element: HtmlElement) -> bool:
    """The site's own header, whose date is today's."""
    if element.tag != "header":
        return False
    holder = element.getparent()
    return (holder is not None and holder.tag == "body") or element.find(".//nav") is not None


def _names(element: HtmlElement) -> str:
    parts: list[str] = []
    holder = element.getparent()
    if holder is not None and len(holder) <= 2:
        parts.append(holder.get("class") or "")
    for number, at in enumerate(element.iter(etree.Element)):
        if number == 8:
            break
        parts += [value for name, value in at.items() if name in _NAMING]
    return " ".join(parts).lower()


def _in_trail(element: HtmlElement) -> bool:
    at: HtmlElement | None = element
    for _ in range(5):
        if at is None:
            return False
        if at.tag in ("nav", "footer") or _TRAIL.search(f"{at.get('class', '')} {at.get('aria-label', '')}"):
            return True
        if any("breadcrumb" in name for name in at.attrib):
            return True
        at = at.getparent()
    return False
