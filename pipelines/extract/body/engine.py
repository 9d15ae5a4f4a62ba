"""Trafilatura on the article's part of a page, and its answer placed on the page's own blocks."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Final

import trafilatura
from lxml import etree, html
from lxml.html import HtmlElement
from trafilatura.settings import Document as TrafilaturaDocument

from models.text import fold
from pipelines.extract.body.blocks import Block, key_of

_TELLING: Final = 16
"""Characters of a key that do not occur by chance within other text."""
_SAME_START: Final = 32
"""Characters with which two different paragraphs do not begin."""
_TOO_MUCH: Final = 1_000_000_000
"""Blocks times characters from which only whole lines are looked up: each block's text is sought in all the lines."""
_ENDLESS: Final = 30_000
"""Elements of a page that is too long for trafilatura, whose time grows with their square."""
_DEEPEST: Final = 200
"""Nesting beyond which trafilatura, which calls itself for each level, runs out of stack; real pages stay under 60."""
_WIDEST: Final = 3_000
"""Children of one element beyond which trafilatura's time grows with their square."""
_SAMPLED: Final = 64
_NEAREST: Final = 4
"""Holders that are asked: in a row of like blocks the sample may always fall on what stands inside them."""
_FRONT: Final = -1


@dataclass(slots=True)
class Answer:
    """Which blocks of a page are taken for the article's, and lines that no block holds."""

    kept: list[bool]
    """For each block, whether it is in."""
    loose: dict[int, list[str]] = field(default_factory=dict)
    """Lines that are no block's, by the number of the kept block that they follow; -1: they come first."""


def is_beyond_reading(root: HtmlElement) -> bool:
    """Whether the tree has too many elements for trafilatura, or stacks or rows of them too long. One element in 64 is
    asked: what is too long has several of those."""
    number = 0
    for number, element in enumerate(root.iter()):
        if number % _SAMPLED == 0:
            holders = list(element.iterancestors())
            if len(holders) > _DEEPEST or any(len(holder) > _WIDEST for holder in holders[:_NEAREST]):
                return True
    return number > _ENDLESS


def ask(root: HtmlElement) -> list[str]:
    """Trafilatura's answer for the article's part of a page, a line each, whitespace folded. The element is moved."""
    page = html.Element("html")
    etree.SubElement(page, "body").append(root)
    document = trafilatura.bare_extraction(page, include_comments=False, include_tables=True, with_metadata=False)
    text = document.text if isinstance(document, TrafilaturaDocument) else None
    return [line for line in map(fold, (text or "").split("\n")) if line]


def place(lines: Sequence[str], blocks: Sequence[Block]) -> Answer:
    """The blocks that an answer's lines stand for: those said whole, and those of which lines say the better part."""
    keys = [key_of(line) for line in lines]
    whole, joined = set(keys), " ".join(keys)
    if len(blocks) * len(joined) > _TOO_MUCH:
        return Answer([block.key in whole for block in blocks])
    answer = Answer([b.key in whole or (len(b.key) >= _TELLING and b.key in joined) for b in blocks])
    numbers = {block.key: number for number, block in enumerate(blocks)}
    holders = [numbers.get(key, -1) if key in numbers else _holder_of(key, blocks) for key in keys]
    said: Counter[int] = Counter()
    for key, holder in zip(keys, holders, strict=True):
        said[holder] += len(key)
    for number, length in said.items():
        if number >= 0 and length * 2 > len(blocks[number].key):
            answer.kept[number] = True
    own = " ".join(block.key for block, kept in zip(blocks, answer.kept, strict=True) if kept)
    last = _FRONT
    for line, key, holder in zip(lines, keys, holders, strict=True):
        last = holder if holder >= 0 else last
        if key and holder < 0 and key not in own and not _runs_together(key, blocks):
            answer.loose.setdefault(last, []).append(line)
    return answer


def _holder_of(key: str, blocks: Sequence[Block]) -> int:
    """The number of the block that a line is a part of, or begins as; -1 if there is none."""
    if len(key) < _TELLING:
        return _FRONT
    start = key[:_SAME_START]
    return next(
        (number for number, block in enumerate(blocks) if key in block.key or block.key[:_SAME_START] == start), _FRONT
    )


def _runs_together(key: str, blocks: Iterable[Block]) -> bool:
    """Whether a line is several blocks in one."""
    return sum(len(block.key) for block in blocks if block.key and block.key in key) >= len(key) * 0.8
