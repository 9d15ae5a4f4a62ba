"""A text as its words: folded, with their offsets, and which of them are the article's own and not quoted."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from pipelines.events.copies.furniture import without_furniture

LONGEST: Final = 100_000
"""Characters of a text that are read: the rest of a longer one stays unread, so that no text costs without bound."""

_HAN_AND_KANA = "\u3005\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\U00020000-\U0003ffff"
_SYLLABLES = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff"  # Thai, Lao, Burmese, Khmer
_MARKS = "\u00ad\u0300-\u036f\u0610-\u061a\u0640\u064b-\u065f\u0670\u0900-\u0963\u0970-\u0dff\u200b-\u200d\u2060\ufeff"
_SPACED_WORD = re.compile(rf"(?:\w|[{_MARKS}])+")
_PLAIN_WORD = re.compile(r"\w+")
_WORD = re.compile(rf"[{_HAN_AND_KANA}{_SYLLABLES}]|(?:[^\W{_HAN_AND_KANA}{_SYLLABLES}]|[{_MARKS}])+")
_UNSPACED = re.compile(rf"[{_HAN_AND_KANA}{_SYLLABLES}]")
_SYLLABLE = re.compile(f"[{_SYLLABLES}]")
_UNSEEN = {
    **dict.fromkeys((0xAD, 0x640, 0x670, 0x200B, 0x200C, 0x200D, 0x2060, 0xFEFF)),
    **dict.fromkeys(range(0x64B, 0x660)),
    **dict.fromkeys(range(0x610, 0x61B)),
}
"""Soft hyphens, joiners, the Arabic vowel signs and the stretched line: printed or not at will."""

# Speech in quotation marks of any style, to the end of the paragraph if nothing closes it: so the press prints a
# quotation of several paragraphs; or a paragraph after a dash. What must stand before a mark is asked behind it: with
# a mark first in every branch the search leaps from one to the next.
_QUOTED = re.compile(
    r"“[^”\n]*|„[^“”\"\n]*|«[^»\n]*|「[^」\n]*|『[^』\n]*|``(?:[^`'\n]|'(?!'))*"
    r"|»(?<![^\s(\[]»)(?=\S)[^«\n]*|”(?<![^\s(\[]”)(?=\w)[^”\n]*|[\"″＂‟][^\"″＂\n]*[\"″＂]?"
    r"|‹[^›\n]*|[‘‚](?<!\w.)(?=[^\s’])(?:[^‘’\n]|’(?=\w))*"
    r"|'(?<![\w'].)(?=\w)(?:[^'\n]|(?<=\w)'(?=\w))*(?='(?!\w))"
    r"|[—–―](?<![^\n].)[ \t]+\S[^\n]*"
)
SHORTEST_QUOTE: Final = 5
"""Words: what is shorter in quotation marks is a name or a turn of phrase in the article's own sentence."""


_COMPOSED = re.compile(rf"[{_MARKS}{_HAN_AND_KANA}{_SYLLABLES}]")


def is_plain(text: str) -> bool:
    """Whether its words are runs of letters and digits: no marks within, no script without spaces."""
    return text.isascii() or _COMPOSED.search(text) is None


@dataclass(frozen=True, slots=True)
class Words:
    """A text's words in their order, furniture left out."""

    text: str
    """The text as it was given, cut at ``LONGEST``."""
    words: list[str]
    """Folded words; in scripts without spaces, characters."""
    starts: list[int]
    """Offset of each word's first character."""
    ends: list[int]
    """Offset behind its last."""
    own: bytes
    """1 for each word that stands outside of quoted speech, else 0."""
    per_word: int
    """How many of ``words`` are worth one word of a language with spaces."""


def read_words(text: str) -> Words:
    """The words of ``text``. Raises nothing, whatever the text."""
    text = text[:LONGEST]
    told = without_furniture(text)
    per_word = 1
    pattern = _PLAIN_WORD
    if not told.isascii():
        unspaced = len(_UNSPACED.findall(told))
        pattern = _WORD if unspaced else _SPACED_WORD
        if unspaced * 2 > len(pattern.findall(told)):
            per_word = 4 if len(_SYLLABLE.findall(told)) * 2 > unspaced else 2
    spans = [found.span() for found in pattern.finditer(told)]
    if told.isascii():
        lower = told.lower()
        words = [lower[start:end] for start, end in spans]
    else:
        words = [_folded(told[start:end]) for start, end in spans]
    starts = [start for start, _ in spans]
    ends = [end for _, end in spans]
    return Words(text, words, starts, ends, _own(told, starts, per_word), per_word)


def quotations(text: str) -> Iterator[tuple[int, int]]:
    """Where quoted speech begins, at its mark, and ends, in the order of ``text``; what has fewer words than
    ``SHORTEST_QUOTE`` among it."""
    return (quoted.span() for quoted in _QUOTED.finditer(text))


def _folded(word: str) -> str:
    if word.isascii():
        return word.lower()
    return unicodedata.normalize("NFKC", word.translate(_UNSEEN)).casefold()


def _own(text: str, starts: list[int], per_word: int) -> bytes:
    own = bytearray(b"\x01" * len(starts))
    place = 0
    count = len(starts)
    for start, end in quotations(text):
        while place < count and starts[place] < start:
            place += 1
        first = place
        while place < count and starts[place] < end:
            place += 1
        if place - first >= SHORTEST_QUOTE * per_word:
            own[first:place] = bytes(place - first)
    return bytes(own)
