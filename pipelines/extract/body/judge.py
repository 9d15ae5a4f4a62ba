"""Is trafilatura's answer the article? Told from the page's own paragraphs and from what its JSON-LD states."""

from collections.abc import Sequence
from typing import Final

from pipelines.extract.body.blocks import Block, is_sentence, key_of

_COVERED: Final = 0.4
"""Share of the paragraphs in the article's element below which an answer is another text, or a fragment."""
_WITNESSED: Final = 0.5
"""Share of a text that its JSON-LD must hold to speak for it: one in ten states a summary or a fragment."""
_LINKED: Final = 0.3
_LONG_ENOUGH: Final = 200


def judge(blocks: Sequence[Block], kept: list[bool], inside: Sequence[bool], stated: str | None) -> str:
    """Whose reading is taken: ``trafilatura`` or ``paragraphs``; ``kept`` is changed to that reading.

    ``inside``: whether a block stands in the element that holds most paragraphs. ``stated``: the text in JSON-LD, a
    witness that is believed only where the page shows at least half of it, or it holds at least half of the answer.
    """
    own = [is_in and _is_paragraph(block) for block, is_in in zip(blocks, inside, strict=True)]
    whole = _length(blocks, own)
    if not whole or _length(blocks, [k and o for k, o in zip(kept, own, strict=True)]) >= _COVERED * whole:
        return "trafilatura"
    key = key_of(stated or "")
    witnessed = [len(block.key) > 1 and block.key in key for block in blocks]
    if len(key) >= _LONG_ENOUGH:
        agreed = _length(blocks, [k and w for k, w in zip(kept, witnessed, strict=True)])
        if agreed >= _WITNESSED * _length(blocks, kept) and agreed >= _WITNESSED * _length(blocks, witnessed):
            return "trafilatura"
        if _length(blocks, witnessed) >= _WITNESSED * len(key):
            own = witnessed
    kept[:] = own
    return "paragraphs"


def _is_paragraph(block: Block) -> bool:
    return is_sentence(block) and block.linked < _LINKED


def _length(blocks: Sequence[Block], chosen: Sequence[bool]) -> int:
    """Characters of the chosen blocks; a text that stands twice counts once."""
    return sum({block.key: block.length for block, is_in in zip(blocks, chosen, strict=True) if is_in}.values())
