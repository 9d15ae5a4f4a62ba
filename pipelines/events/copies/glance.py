"""A first glance at two texts: most that share a key share one turn of phrase, and are not compared word by word."""

import re
from typing import Final, TypeAlias

from pipelines.events.copies.matching import SEED
from pipelines.events.copies.words import LONGEST, is_plain

_WORD: Final = re.compile(r"\w+")
_FEWEST: Final = 12
"""Seeds in common: copies hold 30 words together (``compare``), which in runs of seven make 16 seeds, and in the least
that were ever seen made 21."""
_SHORT: Final = 45
"""Words: shorter texts are compared whatever they share, for they may agree nearly whole with less."""

Seeds: TypeAlias = frozenset[int]
"""Hashes that hold within the process."""


def seeds(text: str) -> Seeds | None:
    """All words in a row that a run can begin with, furniture among them; null for a text that must be read to be
    compared: a short one, one with markup, or in a script whose words are not told by blanks alone."""
    text = text[:LONGEST]
    if "&" in text or "<" in text or not is_plain(text):
        return None
    words = _WORD.findall(text.lower())
    if len(words) < _SHORT:
        return None
    return frozenset(map(hash, zip(*(words[shift:] for shift in range(SEED)), strict=False)))


def may_be_copies(a: Seeds | None, b: Seeds | None) -> bool:
    """Whether it is worth while to compare the texts of these seeds; if not, they are no copies."""
    return a is None or b is None or len(a & b) >= _FEWEST
