"""What a page shows beside its article's text: its title, its lines, and whether it asks for a password."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from lxml import etree
from lxml.html import HtmlElement

from pipelines.extract.head import clean

_UNSEEN_TAGS = "head script style noscript template svg nav footer aside select option iframe object video audio"
_UNSEEN: Final = frozenset(_UNSEEN_TAGS.split())
_INLINE_TAGS = "a abbr b bdi bdo big cite code em font i mark q s small span strong sub sup time u"
_INLINE: Final = frozenset(_INLINE_TAGS.split())
_ENOUGH: Final = 6_000
"""Characters that are looked at: a wall says what it says at once."""
_WIDGETS: Final = ("g-recaptcha", "h-captcha", "cf-turnstile", "captcha")
_MASTHEADS: Final = frozenset(["header", "nav", "footer", "aside"])
_TEASER: Final = 4
"""Words of a line that is one link, from which on it is another page's headline."""


@dataclass(frozen=True, slots=True)
class Look:
    """What is seen at a glance."""

    title: str
    heading: str
    """The first heading of the first rank, or else of the second; empty if there is none."""
    lines: tuple[str, ...]
    """Texts in page order, without navigation, footer, asides, hidden parts and teasers."""
    asks_password: bool
    has_captcha: bool


def look_at(tree: HtmlElement) -> Look:
    """Read them from a tree that nothing was taken out of."""
    fields = (field for field in tree.iter("input") if (field.get("type") or "").lower() == "password")
    lines = tuple(_lines(tree))
    return Look(
        title=clean((tree.findtext(".//title") or "")[:1000]),
        heading=_heading(tree),
        lines=lines,
        asks_password=any(not _is_aside(field) for field in fields),
        has_captcha=any(_is_captcha(part) for part in tree.iter("div", "iframe", "script", "form", "img", "input")),
    )


def _heading(tree: HtmlElement) -> str:
    headings = (clean(" ".join(heading.itertext())) for rank in ("h1", "h2") for heading in tree.iter(rank))
    return next((heading for heading in headings if heading), "")


def _is_aside(element: HtmlElement) -> bool:
    return any(part.tag in _MASTHEADS or _is_hidden(part) for part in element.iterancestors())


def _is_hidden(element: HtmlElement) -> bool:
    attributes = element.attrib
    if not attributes:
        return False
    style = (attributes.get("style") or "").replace(" ", "").lower()
    return "hidden" in attributes or attributes.get("aria-hidden") == "true" or "display:none" in style


def _is_captcha(element: HtmlElement) -> bool:
    names = f"{element.get('class', '')} {element.get('id', '')} {element.get('src', '')}".lower()
    return any(widget in names for widget in _WIDGETS)


def _lines(tree: HtmlElement) -> Iterator[str]:
    """The lines that a reader sees; an element that is not inline ends one."""
    parts: list[str] = []
    room, linked = _ENOUGH, 0
    walker = etree.iterwalk(tree, events=("start", "end"))
    for event, element in walker:
        tag = element.tag
        if event == "start":
            if not isinstance(tag, str) or tag in _UNSEEN or _is_masthead(element) or _is_hidden(element):
                walker.skip_subtree()
                continue
            text = element.text
        else:
            text = element.tail
        if tag not in _INLINE:
            if line := _line(parts, linked):
                yield line
            parts, linked = [], 0
        if text and (folded := " ".join(text.split())):
            parts.append(folded)
            linked += len(folded) if event == "start" and _in_link(element) else 0
            room -= len(folded)
        if room < 0:
            break


def _in_link(element: HtmlElement) -> bool:
    parent = element.getparent()
    return element.tag == "a" or (parent is not None and parent.tag == "a")


def _is_masthead(element: HtmlElement) -> bool:
    if element.tag != "header":
        return False
    parent = element.getparent()
    return (parent is not None and parent.tag == "body") or element.find(".//nav") is not None


def _line(parts: list[str], linked: int) -> str:
    line = clean(" ".join(parts))
    is_teaser = linked * 5 > len(line) * 4 and len(line.split()) >= _TEASER
    return "" if is_teaser else line
