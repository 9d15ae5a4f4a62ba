"""What trafilatura's answer lacks: standfirst, lead, and paragraphs that stand between the article's own."""

from collections.abc import Sequence
from typing import Final

from pipelines.extract.body.blocks import Block, is_sentence, is_statement
from pipelines.extract.body.homes import Homes

_LINKED_TEXT: Final = 0.5
_LINKED_LEAD: Final = 0.3
_PARAGRAPH: Final = 25
"""Characters of a paragraph that is more than a label."""
_SOURCE: Final = 120
_LONGEST_DEK: Final = 700


def fill(blocks: Sequence[Block], kept: list[bool], homes: Homes, headline: str, dek: str) -> None:
    """Take in what belongs to the article. ``headline``, ``dek``: their keys, empty where there is none."""
    if dek:
        _standfirst(blocks, kept, dek)
    _between(blocks, kept, homes)
    _quoted(blocks, kept)
    if headline:
        _lead(blocks, kept, homes, headline)


def _standfirst(blocks: Sequence[Block], kept: list[bool], dek: str) -> None:
    """Take in the standfirst where the page shows it before the text. ``dek``: its key."""
    for number, block in enumerate(blocks):
        if kept[number] and not block.is_heading and block.length > _LONGEST_DEK:
            return
        if dek in block.key and len(block.key) <= len(dek) * 1.5:
            kept[number] = True
            return


def _between(blocks: Sequence[Block], kept: list[bool], homes: Homes) -> None:
    """Take in paragraphs, items and headings that stand between the article's own and like them."""
    own = [number for number, is_kept in enumerate(kept) if is_kept and blocks[number] in homes]
    if not own:
        return
    ends = blocks[own[0]].group, blocks[own[-1]].group
    reach = [
        number for number, block in enumerate(blocks)
        if block in homes and (own[0] <= number <= own[-1] or block.group in ends)
    ]  # fmt: skip
    for number in reach:
        kept[number] = kept[number] or (not blocks[number].is_heading and _is_text(blocks[number]))
    for number in reversed(reach):
        block = blocks[number]
        if block.is_heading and block.tag != "h1" and block.linked < _LINKED_TEXT and number + 1 < len(blocks):
            kept[number] = kept[number] or _heads_text(number, blocks, kept)


def _quoted(blocks: Sequence[Block], kept: list[bool]) -> None:
    """Take in who is quoted: the short line below a quotation, in its own element."""
    for number in range(1, len(blocks)):
        block = blocks[number]
        if kept[number - 1] and not kept[number] and block.length <= _SOURCE and block.linked < _LINKED_TEXT:
            quotation = next(block.element.iterancestors("blockquote"), None)
            kept[number] = quotation is not None and quotation in blocks[number - 1].element.iterancestors("blockquote")


def _is_text(block: Block) -> bool:
    return block.length >= _PARAGRAPH and block.tag != "tr" and (block.linked < _LINKED_TEXT or is_statement(block))


def _heads_text(number: int, blocks: Sequence[Block], kept: Sequence[bool]) -> bool:
    """Whether what comes next is text of the article, or a lower heading."""
    after = blocks[number + 1]
    return kept[number + 1] or (after.is_heading and after.tag > blocks[number].tag)


def _lead(blocks: Sequence[Block], kept: list[bool], homes: Homes, headline: str) -> None:
    """Take in whole sentences between the headline and the article's first paragraph: lead and standfirst.
    ``headline``: its key."""
    first = next((number for number, block in enumerate(blocks) if kept[number] and block in homes), 0)
    heads = [n for n in range(first) if blocks[n].is_heading and headline in blocks[n].key]
    if not heads:
        return
    around = homes.around()
    siblings = {blocks[n].group for n in range(heads[-1], first) if kept[n]}
    for number in range(heads[-1] + 1, first):
        block = blocks[number]
        near = block.group in around or block.group in siblings or number <= heads[-1] + 2
        if not kept[number] and near and block.linked < _LINKED_LEAD and is_sentence(block):
            kept[number] = True
