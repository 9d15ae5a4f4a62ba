"""The blocks of text of a page, in order: paragraphs, headings, list items, cells, whatever element holds them."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from lxml.html import HtmlElement

from models.text import fold

# Cells are no parts: what lays out text in tables was made of divisions before, so a row is one line of figures.
_PARTS: Final = (
    *("p", "div", "section", "article", "main", "header", "footer", "body", "center", "hgroup", "details", "summary"),
    *("h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "li", "dl", "dt", "dd", "blockquote", "pre", "address", "form"),
    *("table", "thead", "tbody", "tfoot", "tr", "caption", "figure", "figcaption", "fieldset"),
)
HEADINGS: Final = frozenset(["h1", "h2", "h3", "h4", "h5", "h6"])
_LIST_PARTS: Final = frozenset(
    ["li", "ul", "ol", "dd", "dt", "dl", "td", "th", "tr", "tbody", "thead", "tfoot", "table"]
)
SENTENCE_ENDS: Final = frozenset(".!?…。！？؟।։။።\"'”’»“」』)")
_SENTENCE: Final = 60
"""Characters of a whole sentence, most of the time; of a script without spaces, a third."""
_WORD = re.compile(r"\w+")
_BREAK: Final = "\u2028"
_PARTED = re.compile(rf"{_BREAK}\s*{_BREAK}")
_NUMBER = re.compile(r"\d+")


@dataclass(frozen=True, slots=True)
class Block:
    """A run of text in an element that holds no other block."""

    element: HtmlElement
    paragraphs: tuple[str, ...]
    """Its text, whitespace folded; two line breaks part paragraphs."""
    key: str
    """Its letters and digits, case folded: what texts are compared by, whatever is between the words."""
    linked: float
    """The share of its characters that are links, 0 to 1."""
    group: HtmlElement
    """The nearest element around it that holds other blocks too; for a list's or table's item, what holds the list."""

    @property
    def length(self) -> int:
        """Characters of text."""
        return sum(map(len, self.paragraphs))

    @property
    def tag(self) -> str:
        """The element's tag."""
        return str(self.element.tag)

    @property
    def is_heading(self) -> bool:
        """Whether it heads something."""
        return self.element.tag in HEADINGS


def key_of(text: str) -> str:
    """Letters and digits only, case folded, nothing between them."""
    return "".join(_WORD.findall(unicodedata.normalize("NFKC", text).casefold()))


def break_lines(tree: HtmlElement) -> None:
    """Put a line separator, which is white space, where line breaks are: else the words around one run together."""
    for line_break in tree.iter("br"):
        line_break.tail = _BREAK + (line_break.tail or "")


def read_blocks(tree: HtmlElement) -> list[Block]:
    """The tree's blocks in document order, after ``break_lines``."""
    parts = list(tree.iter(*_PARTS))
    holders: set[HtmlElement] = set()
    for part in parts:
        above = part.getparent()
        while above is not None and above not in holders:
            holders.add(above)
            above = above.getparent()
    found: list[tuple[HtmlElement, tuple[str, ...]]] = []
    for part in parts:
        if part not in holders and (paragraphs := _paragraphs(part)):
            found.append((part, paragraphs))
    counts = _counts(element for element, _ in found)
    return [
        Block(
            element, texts, "".join(map(key_of, texts)), _linked(element, sum(map(len, texts))), _group(element, counts)
        )
        for element, texts in found
    ]


def _paragraphs(part: HtmlElement) -> tuple[str, ...]:
    if part.tag == "tr":
        # A row of a table of figures, its cells parted by bars.
        row = " | ".join(filter(None, (fold(str(cell.text_content())) for cell in part)))
        return (row,) if row else ()
    text = str(part.text_content())
    pieces = _PARTED.split(text) if _BREAK in text else [text]
    return tuple(piece for piece in map(fold, pieces) if piece)


def _counts(elements: Iterable[HtmlElement]) -> Counter[HtmlElement]:
    """How many of these stand in each element around them."""
    return Counter(above for element in elements for above in element.iterancestors())


def _group(element: HtmlElement, counts: Mapping[HtmlElement, int]) -> HtmlElement:
    at, above = element, element.getparent()
    while above is not None and above.tag in _LIST_PARTS:
        at, above = above, above.getparent()
    while above is not None and counts[above] == counts.get(at, 1):
        at, above = above, above.getparent()
    return at if above is None else above


def _linked(element: HtmlElement, length: int) -> float:
    if any(_leads_away(link) for link in element.iterancestors("a")):
        return 1.0
    links = sum(len(fold(str(link.text_content()))) for link in element.iter("a") if _leads_away(link))
    return min(1.0, links / length)


def is_sentence(block: Block) -> bool:
    """Whether the block holds at least one whole sentence."""
    last = block.paragraphs[-1]
    long_enough = block.length >= (_SENTENCE if " " in last[:_SENTENCE] else _SENTENCE // 3)
    return long_enough and (last[-1] in SENTENCE_ENDS or last[-2:-1] in SENTENCE_ENDS)


def is_statement(block: Block) -> bool:
    """Whether the block is a whole sentence with its full stop, as teasers are not."""
    return block.tag == "p" and is_sentence(block) and block.paragraphs[-1].endswith((".", "。", "।"))


def _leads_away(link: HtmlElement) -> bool:
    """Whether a link leads to another page; headings are often links to themselves."""
    return not (link.get("href") or "#").startswith("#")


def signature(element: HtmlElement) -> tuple[str, str]:
    """What elements made by one template have in common: the tag, and the class without its numbers."""
    return str(element.tag), _NUMBER.sub("", element.get("class") or "")
