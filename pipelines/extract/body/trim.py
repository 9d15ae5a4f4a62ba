"""What trafilatura's answer has too much: links, boxes, repetitions, notes, labels, prompts."""

from collections import Counter
from collections.abc import Sequence
from typing import Final

from lxml.html import HtmlElement

from pipelines.extract.body.blocks import SENTENCE_ENDS, Block, is_sentence, is_statement
from pipelines.extract.body.homes import Homes
from pipelines.extract.furniture import is_named_box
from pipelines.extract.prompts import is_prompt

_BOXES: Final = 0.25
"""Share of the text up to which named parts with headings of their own are boxes beside the article."""
_NEARLY_ALL: Final = 0.8
_STRAY: Final = 0.1
"""Share of the text up to which an element is beside the article, where the article's own hold nearly all."""
_MOSTLY_LINKS: Final = 0.7
_LINKS_OF_LIST: Final = 0.5
_LABEL: Final = 60
"""Characters of a label, at most."""
_STRAYING: Final = frozenset(["p", "div", "dt", "dd"])
_LABELLING: Final = frozenset(["div", "section", "header", "footer", "summary", "address", "figure"])
_LONGER: Final = 1.3
_REPEATED: Final = 30
"""Characters of a key that nobody writes twice."""


def trim(blocks: Sequence[Block], kept: list[bool], homes: Homes, headline: str) -> None:
    """Leave out what does not belong to the article. ``headline``: its key, empty if there is none."""
    before = tuple(kept)
    _without_links(blocks, kept)
    _without_boxes(blocks, kept, homes)
    _without_repetitions(blocks, kept, headline)
    _without_strays(blocks, kept, homes)
    _without_labels(blocks, kept, homes, headline)
    _without_idle_headings(blocks, kept, before)
    _without_prompts(blocks, kept, homes)


def _without_links(blocks: Sequence[Block], kept: list[bool]) -> None:
    """Leave out blocks and lists that only lead elsewhere (``MORE: …``), unless most of the text would go with them."""
    lists: dict[HtmlElement, list[Block]] = {}
    for block in blocks:
        holder = block.element.getparent()
        if block.tag in ("li", "dd") and holder is not None:
            lists.setdefault(holder, []).append(block)
    leading = {
        block.element
        for items in lists.values()
        if sum(item.linked * item.length for item in items) >= _LINKS_OF_LIST * sum(i.length for i in items)
        for block in items
    }
    chosen = [
        n for n, block in enumerate(blocks)
        if kept[n] and (block.element in leading or (block.linked >= _MOSTLY_LINKS and not is_statement(block)))
    ]  # fmt: skip
    if sum(blocks[n].length for n in chosen) * 2 > sum(b.length for n, b in enumerate(blocks) if kept[n]):
        return
    for number in chosen:
        kept[number] = False


def _without_boxes(blocks: Sequence[Block], kept: list[bool], homes: Homes) -> None:
    """Leave out parts in the midst of the text that have a heading of their own and are named for a box, unless they
    hold a good part of the text together."""
    weight: Counter[HtmlElement] = Counter()
    for block, is_kept in zip(blocks, kept, strict=True):
        if is_kept:
            weight.update(dict.fromkeys(block.element.iterancestors(), block.length))
    begun = False
    boxes: set[HtmlElement] = set()
    for number, block in enumerate(blocks):
        if kept[number] and block.is_heading and begun and block not in homes and is_named_box(block.group):
            boxes.add(block.group)
        begun = begun or (kept[number] and block in homes and not block.is_heading)
    if not boxes or sum(weight[box] for box in boxes) > _BOXES * homes.total:
        return
    for number, block in enumerate(blocks):
        if kept[number] and not boxes.isdisjoint(block.element.iterancestors()):
            kept[number] = False


def _without_repetitions(blocks: Sequence[Block], kept: list[bool], headline: str) -> None:
    """Leave out headings that say the headline again, and paragraphs that stand twice. ``headline``: its key."""
    seen: set[str] = set()
    for number, block in enumerate(blocks):
        if not kept[number]:
            continue
        repeats = len(block.key) >= _REPEATED and block.key in seen
        if repeats or (headline and _says_headline(block, headline, first=not seen)):
            kept[number] = False
        else:
            seen.add(block.key)


def _says_headline(block: Block, headline: str, *, first: bool) -> bool:
    if block.key == headline:
        return True
    if block.tag == "h1" or (first and block.is_heading):
        return headline in block.key or (len(block.key) > _REPEATED and block.key in headline)
    return block.is_heading and headline in block.key and len(block.key) <= len(headline) * _LONGER


def _without_strays(blocks: Sequence[Block], kept: list[bool], homes: Homes) -> None:
    """Leave out, after the article's first paragraph, short lines in small elements of their own, where the article's
    elements hold nearly all: names, sources, notes. Of whole sentences only those in an element named for a box go;
    quotations, lists and tables stay."""
    weight: Counter[HtmlElement] = Counter()
    own = [number for number, block in enumerate(blocks) if kept[number] and block in homes]
    for number, block in enumerate(blocks):
        if kept[number]:
            weight[block.group] += block.length
    total = sum(weight.values())
    if not own or sum(blocks[number].length for number in own) < _NEARLY_ALL * total:
        return
    around = homes.around()
    for number in range(own[0], len(blocks)):
        block = blocks[number]
        if kept[number] and block not in homes and (number > own[-1] or block.group not in around):
            small = weight[block.group] <= _STRAY * total
            kept[number] = not (small and block.tag in _STRAYING and not _is_quoted(block) and _is_beside(block))


def _is_beside(block: Block) -> bool:
    return not is_sentence(block) or is_named_box(block.group)


def _is_quoted(block: Block) -> bool:
    return next(block.element.iterancestors("blockquote"), None) is not None


def _without_labels(blocks: Sequence[Block], kept: list[bool], homes: Homes, headline: str) -> None:
    """Leave out short texts that are no sentences, above the headline and in divisions outside the article's own
    elements: section names, labels, buttons."""
    above = next((number for number, block in enumerate(blocks) if headline and block.key == headline), 0)
    for number, block in enumerate(blocks):
        labels = block.tag in _LABELLING and block not in homes and not _is_quoted(block)
        if kept[number] and (number < above or labels):
            kept[number] = block.length > _LABEL or block.paragraphs[-1][-1] in SENTENCE_ENDS


def _without_idle_headings(blocks: Sequence[Block], kept: list[bool], before: Sequence[bool]) -> None:
    """Leave out headings of which the text was left out. ``before``: what was kept at first."""
    for number in reversed(range(len(blocks))):
        if kept[number] and blocks[number].is_heading:
            kept[number] = _heads_something(number, blocks, kept, before)


def _heads_something(number: int, blocks: Sequence[Block], kept: Sequence[bool], before: Sequence[bool]) -> bool:
    """Headings may follow one another, with pictures between; what heads nothing but left out text is idle, unless it
    is a sentence, such as a standfirst."""
    if is_sentence(blocks[number]):
        return True
    for after in range(number + 1, len(blocks)):
        if kept[after]:
            return True
        if before[after] or blocks[after].is_heading:
            return blocks[after].is_heading
    return True


def _without_prompts(blocks: Sequence[Block], kept: list[bool], homes: Homes) -> None:
    """Leave out paragraphs that ask the reader to subscribe, follow, donate, write or read something else, and what
    stands with such a paragraph in an element beside the article's own."""
    around = homes.around()
    boxes: set[HtmlElement] = set()
    for number, block in enumerate(blocks):
        if kept[number] and is_prompt(" ".join(block.paragraphs), links=block.linked > 0):
            kept[number] = False
            if block not in homes and block.group not in around:
                boxes.add(block.group)
    for number, block in enumerate(blocks):
        if kept[number] and boxes and block not in homes and not boxes.isdisjoint(block.element.iterancestors()):
            kept[number] = False
