"""What walls say to their readers, in the languages of ``phrases.tsv``, and how much of a text is such phrases."""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Final, NamedTuple

_FILE = "phrases.tsv"
_GAP: Final = 6
"""Words that ``*`` stands for at most: ``our 832 carefully chosen partners``."""
_OPENING: Final = 0.25
"""Share of a sentence that a phrase at its beginning makes up at least, to be what the sentence says."""
_MOST: Final = 0.5
"""The same of phrases that stand anywhere."""
_SOME: Final = 0.2
"""The same where the page's name has said as much already."""
WHOLE: Final = 0.75
"""Share of a heading that phrases make up, where it says nothing else."""

_UNSPACED = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\uf900-\ufaff"
_TOKEN = re.compile(rf"[{_UNSPACED}]|[^\W{_UNSPACED}]+")
_DROPPED = re.compile("['’‘ʼ`´\u200c\u200d\u00ad]")
_QUOTED = re.compile(
    r"“[^”]{1,300}”|„[^“”]{1,300}[“”]|«[^»]{1,300}»|»[^«]{1,300}«|\"[^\"]{1,300}\"|‘[^’]{1,300}’|「[^」]{1,300}」"
)
_SENTENCE = re.compile(r"[\n!?。！？؟।;]+|\.(?:\s|$)")


@dataclass(frozen=True, slots=True)
class _Phrase:
    tokens: tuple[str, ...]
    """``*`` is a gap; a token that ends in ``+`` is the beginning of a word."""
    kind: str
    printed: str
    is_whole: bool
    """``=`` in the table: a phrase only where the text says nothing else."""
    is_filler: bool
    """``~`` in the table: says nothing by itself (``sorry``)."""


class _Span(NamedTuple):
    """Where a phrase stands among the words of a text."""

    start: int
    end: int
    phrase: _Phrase


class Speech(NamedTuple):
    """What a text says of one kind."""

    share: float
    """Share of its words, 0 to 1."""
    opens: bool
    """Whether it begins with that."""
    phrase: str
    """The longest phrase in it, as the table has it."""

    def speaks(self, *, named: bool = False) -> bool:
        """Whether the kind is what the sentence is about. ``named``: the page is called by such a phrase."""
        return self.share >= (_SOME if named else _OPENING if self.opens else _MOST)


def tokens_of(text: str) -> list[str]:
    """Words, folded to what they are compared by; single characters in scripts without spaces."""
    text = _DROPPED.sub("", text).casefold()
    if not text.isascii():
        stripped = "".join(char for char in unicodedata.normalize("NFKD", text) if unicodedata.category(char)[0] != "M")
        text = unicodedata.normalize("NFC", stripped)
    return _TOKEN.findall(text)


def sentences_of(texts: Iterable[str]) -> Iterator[list[str]]:
    """The words of each sentence; what is quoted is left out, since walls quote nobody."""
    for text in texts:
        for sentence in _SENTENCE.split(_QUOTED.sub(" ", text)):
            if words := tokens_of(sentence):
                yield words


def speeches(words: Sequence[str]) -> Mapping[str, Speech]:
    """What one sentence or heading says, by kind."""
    spans: dict[str, list[_Span]] = {}
    for start in range(len(words)):
        for phrase in _beginning(words[start]):
            if end := _end(phrase.tokens, words, start):
                spans.setdefault(phrase.kind, []).append(_Span(start, end, phrase))
    kept = {kind: list(_fitting(found, len(words))) for kind, found in spans.items()}
    return {
        kind: _speech(found, len(words))
        for kind, found in kept.items()
        if not all(span.phrase.is_filler for span in found)
    }


def _fitting(found: list[_Span], length: int) -> Iterator[_Span]:
    """What stands in the text; of phrases that are all of a text, those that leave nothing over but fillers."""
    filled = _covered(span for span in found if span.phrase.is_filler)
    for span in found:
        if not span.phrase.is_whole or len(filled | set(range(span.start, span.end))) == length:
            yield span


def _covered(spans: Iterable[_Span]) -> set[int]:
    return {at for span in spans for at in range(span.start, span.end)}


def _speech(found: list[_Span], length: int) -> Speech:
    covered = _covered(found)
    said = [span for span in found if not span.phrase.is_filler]
    # One word may stand before a phrase that opens a sentence: "and", "please", the site's name.
    opens = any(span.start <= 1 or set(range(span.start)) <= covered for span in said)
    return Speech(len(covered) / length, opens, max((span.phrase.printed for span in said), key=len))


def _end(tokens: Sequence[str], words: Sequence[str], at: int) -> int:
    """Where the phrase that begins at a word ends; 0 if it does not stand there."""
    for number, wanted in enumerate(tokens):
        if wanted == "*":
            ends = (_end(tokens[number + 1 :], words, at + skipped) for skipped in range(_GAP + 1))
            return next((end for end in ends if end), 0)
        if at >= len(words) or not (words[at].startswith(wanted[:-1]) if wanted[-1] == "+" else words[at] == wanted):
            return 0
        at += 1
    return at


def _beginning(word: str) -> Iterator[_Phrase]:
    """The phrases that may begin with a word."""
    whole, stems = _table()
    yield from whole.get(word, ())
    yield from stems.get(word[:4], ())


@lru_cache(maxsize=1)
def _table() -> tuple[Mapping[str, list[_Phrase]], Mapping[str, list[_Phrase]]]:
    """The phrases by their first word; those that begin with a part of a word, by its first four letters."""
    whole: dict[str, list[_Phrase]] = {}
    stems: dict[str, list[_Phrase]] = {}
    for line in files(__package__).joinpath(_FILE).read_text("utf-8").splitlines():
        kind, _, printed = line.split("\t")
        for text in printed.split("|"):
            phrase = _phrase(kind, text)
            first = phrase.tokens[0]
            (stems if first[-1] == "+" else whole).setdefault(first[:4] if first[-1] == "+" else first, []).append(
                phrase
            )
    return whole, stems


def _phrase(kind: str, text: str) -> _Phrase:
    printed = text.lstrip("=~")
    tokens: list[str] = []
    for part in printed.split():
        if part == "*":
            tokens.append(part)
            continue
        tokens += tokens_of(part)
        if part[-1] == "+":
            tokens[-1] += "+"
    return _Phrase(tuple(tokens), kind, printed.replace("+", "").replace(" * ", " … "), text[0] == "=", text[0] == "~")
