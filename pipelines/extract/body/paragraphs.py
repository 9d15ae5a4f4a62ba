"""Paragraphs where the page marks none, so that the text is read alike whatever holds it.

Old pages lay articles out in tables and part paragraphs by two line breaks; others write text straight into ``section``
or ``div``. The body's reader expects ``p``.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import islice
from typing import Final

from lxml.html import Element, HtmlElement

_HOLDERS: Final = frozenset(["div", "section", "article", "main", "body", "center", "dd"])
_INLINE: Final = frozenset(
    (
        *("a", "abbr", "acronym", "b", "bdi", "bdo", "big", "br", "cite", "code", "del", "dfn", "em", "font", "i"),
        *("ins", "kbd", "label", "mark", "nobr", "q", "s", "samp", "small", "span", "strike", "strong", "sub", "sup"),
        *("time", "tt", "u", "var", "wbr"),
    )
)
_TABLE_PARTS: Final = frozenset(["table", "thead", "tbody", "tfoot", "tr", "td", "th", "caption"])
_SENTENCES: Final = 60
"""Characters of a run of text that is more than a label."""
_LINE: Final = 25
"""The same where the run is all that its element holds."""
_CELL_TEXT: Final = 300
"""Characters of text in several blocks that no cell of a table of figures has."""
_LOOKED_AT: Final = 400
"""Elements of a cell, texts of a run that are looked at, so that deep nesting costs no more than breadth."""


def mark_paragraphs(tree: HtmlElement) -> bool:
    """Put runs of bare text into ``p``, in place; whether there were any."""
    mixed = _with_blocks(tree)
    return sum([_wrap_runs(holder, mixed) for holder in list(tree.iter(*_HOLDERS))]) > 0


def _with_blocks(tree: HtmlElement) -> set[HtmlElement]:
    """Inline elements that hold block elements."""
    mixed: set[HtmlElement] = set()
    for element in tree.iter():
        if isinstance(element.tag, str) and element.tag not in _INLINE:
            above = element.getparent()
            while above is not None and above.tag in _INLINE and above not in mixed:
                mixed.add(above)
                above = above.getparent()
    return mixed


def lay_open(tree: HtmlElement) -> None:
    """Make ``div`` of sections and of tables that lay out text, in place: the reader runs their text together."""
    for holder in list(tree.iter("section", "center")):
        holder.tag = "div"
    parts: dict[HtmlElement, list[HtmlElement]] = {}
    for part in tree.iter(*_TABLE_PARTS):
        table = part if part.tag == "table" else next(part.iterancestors("table"), None)
        if table is not None:
            parts.setdefault(table, []).append(part)
    layouts = [table for table, own in parts.items() if _is_layout(own)]
    for table in layouts:
        for part in parts[table]:
            part.tag = "div"


def _is_layout(parts: Iterable[HtmlElement]) -> bool:
    """Whether a table has but one column, or a cell with more in it than a figure or a line."""
    cells = [part for part in parts if part.tag in ("td", "th")]
    rows = Counter(cell.getparent() for cell in cells)
    return max(rows.values(), default=0) <= 1 or any(map(_holds_story, cells))


def _holds_story(cell: HtmlElement) -> bool:
    blocks = length = 0
    for element in islice(cell.iter(), _LOOKED_AT):
        blocks += element.tag in ("p", "br", "div") and element.getparent() is cell
        length += len((element.text or "").strip()) + (len((element.tail or "").strip()) if element is not cell else 0)
        if element.tag in ("table", "h1", "h2", "article") or (length > _CELL_TEXT and blocks > 2):
            return True
    return False


def _wrap_runs(holder: HtmlElement, mixed: set[HtmlElement]) -> int:
    """Put each run of bare text in ``holder`` into a ``p`` of its own; two line breaks part runs. How many."""
    runs = _runs(holder, mixed)
    lengths = [_length(run, holder) for run in runs]
    alone = len(runs) == 1
    if max(lengths, default=0) < (_LINE if alone else _SENTENCES) or (alone and holder.tag == "div"):
        return 0
    for run, length in zip(runs, lengths, strict=True):
        if not length:
            continue
        paragraph = Element("p")
        if run.before is None:
            paragraph.text, holder.text = holder.text, None
            holder.insert(0, paragraph)
        else:
            paragraph.text, run.before.tail = run.before.tail, None
            run.before.addnext(paragraph)
        for element in run.elements:
            paragraph.append(element)
    return sum(map(bool, lengths))


@dataclass(slots=True)
class _Run:
    """Bare text and inline elements between two blocks."""

    before: HtmlElement | None
    """The element whose tail opens the run; None if the holder's own text does."""
    elements: list[HtmlElement]


def _runs(holder: HtmlElement, mixed: set[HtmlElement]) -> list[_Run]:
    runs = [_Run(None, [])]
    for child in holder:
        last = runs[-1].elements
        if child.tag not in _INLINE or child in mixed:
            runs.append(_Run(child, []))
        elif child.tag == "br" and last and last[-1].tag == "br" and not (last[-1].tail or "").strip():
            last.pop()
            runs.append(_Run(child, []))
        elif (
            child.tag == "br" and not last and runs[-1].before is not None and not (runs[-1].before.tail or "").strip()
        ):
            runs[-1].before = child
        else:
            last.append(child)
    return runs


def _length(run: _Run, holder: HtmlElement) -> int:
    """Characters of a run, cut off where it is long enough."""
    opening = holder.text if run.before is None else run.before.tail
    length = len((opening or "").strip())
    for element in run.elements:
        if length > _SENTENCES:
            break
        length += sum(len(text.strip()) for text in islice(element.itertext(), _LOOKED_AT))
        length += len((element.tail or "").strip())
    return length
