"""What trafilatura's answer has too much: links, boxes, repetitions, notes, labels, prompts."""

from collections import Counter
from collections.abc import Collection, Sequence
from typing import Final

from lxml.html import HtmlElement

from pipelines.extract.body.blocks import SENTENCE_ENDS, Block, is_sentence, signature
from pipelines.extract.body.homes import Homes
from pipelines.extract.prompts import is_prompt

_BOX: Final = 0.2
"""Share of the text up to which a part with a heading of its own is a box beside the article."""
_NEARLY_ALL: Final = 0.8
_STRAY: Final = 0.1
"""Share of the text up to which an element is beside the article, where the article's own hold nearly all."""
_MOSTLY_LINKS: Final = 0.7
_LINKS_OF_LIST: Final = 0.5
_LABEL: Final = 60
"""Characters of a label, at most."""
_LABELLING: Final = frozenset(["div", "section", "header", "footer", "summary", "address", "figure"])
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
        if kept[n] and (block.linked >= _MOSTLY_LINKS or block.element in leading)
    ]  # fmt: skip
    if sum(blocks[n].length for n in chosen) * 2 > sum(b.length for n, b in enumerate(blocks) if kept[n]):
        return
    for number in chosen:
        kept[number] = False


def _without_boxes(blocks: Sequence[Block], kept: list[bool], homes: Homes) -> None:
    """Leave out parts in the midst of the text that have a heading of their own and a template that holds little."""
    begun = False
    weight, heads = _weights(blocks, kept)
    boxes: set[HtmlElement] = set()
    for number, block in enumerate(blocks):
        if not kept[number]:
            continue
        if block.is_heading and begun and block not in homes:
            box = _box(block, heads, weight)
            if box is not None and weight[box] <= _BOX * homes.total:
                boxes.add(box)
        begun = begun or (block in homes and not block.is_heading)
    for number, block in enumerate(blocks):
        if kept[number] and boxes and any(above in boxes for above in block.element.iterancestors()):
            kept[number] = False


def _weights(blocks: Sequence[Block], kept: Sequence[bool]) -> tuple[Counter[HtmlElement], Counter[tuple[str, str]]]:
    """Kept text under each element; and how much text stands under each template that holds headings."""
    weight: Counter[HtmlElement] = Counter()
    headed: set[HtmlElement] = set()
    for block, is_kept in zip(blocks, kept, strict=True):
        if is_kept:
            if block.is_heading:
                headed.add(block.group)
            for above in block.element.iterancestors():
                weight[above] += block.length
    by_template: Counter[tuple[str, str]] = Counter()
    for group in headed:
        by_template[signature(group)] += weight[group]
    return weight, by_template


def _box(block: Block, heads: Counter[tuple[str, str]], weight: Counter[HtmlElement]) -> HtmlElement | None:
    """The part that a heading opens: its group, if no other text of the article stands above the heading in it."""
    group = block.group
    return group if heads[signature(group)] <= weight[group] * 3 else None


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
    return block.is_heading and headline in block.key


def _without_strays(blocks: Sequence[Block], kept: list[bool], homes: Homes) -> None:
    """Leave out paragraphs in small elements of their own after the article's first, where its elements hold nearly
    all: notes on the author, prompts, consent boxes. Quotations, tables and what stands around the homes stay."""
    weight: Counter[HtmlElement] = Counter()
    own = [number for number, block in enumerate(blocks) if kept[number] and block in homes]
    for number, block in enumerate(blocks):
        if kept[number]:
            weight[block.group] += block.length
    if not own or sum(blocks[number].length for number in own) < _NEARLY_ALL * sum(weight.values()):
        return
    around = homes.around()
    for number in range(own[0], len(blocks)):
        block = blocks[number]
        if kept[number] and block not in homes and (number > own[-1] or _may_stray(block, around)):
            kept[number] = weight[block.group] > _STRAY * sum(weight.values())


def _may_stray(block: Block, around: Collection[HtmlElement]) -> bool:
    return block.group not in around and block.tag in ("p", "div") and not _is_quoted(block)


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
