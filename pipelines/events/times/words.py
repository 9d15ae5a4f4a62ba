"""What a language calls days, weeks, months and years: ``times.tsv``, and the names in ``pipelines.extract.dates``.

A line of the table: language, kind, entries set apart by tabs. Kinds:

``day N``, ``week N``, ``month N``, ``year N``
    that unit, N from the one in which the text was printed
``weekend``, ``night``
    the last one
``before``, ``after``
    the day before or behind the one spoken of
``ago UNIT``
    so many units ago, ``#`` for the number, besides what CLDR lists
``weekday N``, ``month name N``
    forms that CLDR does not list; Monday is 0, January 1
``number``
    number words, ``two=2``
``past``, ``future``
    what stands beside a weekday or month that is over, or to come
``part``
    parts of a day, which follow its name
``night to``
    stands before the second of two days whose night is meant
``in``, ``month after``, ``year in``, ``year after``
    the last word before, or the first behind, a bare month or year
``will``, ``clause``
    words that speak of what is to come, and words that begin another clause
``since``, ``bound``
    stand before a day that begins a span, or is another bound of one; ``bound gap``: words that may stand between
``begin``
    speaks of a beginning behind ``since``: ``since the assault began on Monday``
``from``, ``bound after``
    stand before and behind a day that begins a span: ``from Monday on``; where nothing is listed as ``from``, what
    stands behind is enough
``capital``
    whether ``months`` and ``days`` are spelt with a capital letter
``named``
    words beside which a weekday is part of a name: ``Sunday Times``
``not``
    names that mean something else too often to count by themselves
"""

import re
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Final, NamedTuple

from pipelines.extract.dates.names import ago_of, fold_name, months_of, weekdays_of

_TABLE: Final = Path(__file__).with_name("times.tsv")
_TOKEN: Final = re.compile("[^\\W\\d_]+(?:[\u0300-\u036f\u064b-\u0652\u0640][^\\W\\d_]*)*|\\d+|#")
_MARKS: Final = re.compile("[\u0300-\u036f\u064b-\u0652\u0640]")
_UNITS: Final = frozenset(["day", "week", "month", "year"])
_PATTERNS: Final = frozenset(["will", "clause", "since", "bound", "bound gap", "begin", "from", "bound after"])
"""Kinds that are looked for as patterns."""


_Kinds = Mapping[str, tuple[str, ...]]
"""Entries by kind."""


class Phrase(NamedTuple):
    """Words that name a time."""

    words: tuple[str, ...]
    """Folded; ``#`` for a number."""
    unit: str
    """``day``, ``ago day``, ``weekday`` …: the kind without its number."""
    value: int
    """The kind's number; 0 where it has none."""


@dataclass(frozen=True, slots=True)
class Tokens:
    """The words and numbers of a text, in three lists of one length."""

    words: list[str]
    """Folded; Arabic ones without vowel signs."""
    starts: list[int]
    """Offsets of their first characters."""
    ends: list[int]
    """Offsets behind their last ones."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Lexicon:
    """The words of one language."""

    language: str
    """Primary subtag."""
    phrases: dict[str, dict[str, tuple[Phrase, ...]]]
    """By their first and their second word (empty for those of one word), longest first."""
    numbers: dict[str, int]
    """Number words."""
    words: dict[str, frozenset[str]]
    """Single words by kind: ``past``, ``in``, ``capital`` …"""
    will: re.Pattern[str] | None
    """What speaks of things to come; null where the table has nothing."""
    clause: re.Pattern[str]
    """Where another clause begins."""
    bound: re.Pattern[str] | None
    """What ends right before a day that only bounds a span; null where the table has nothing."""
    start: re.Pattern[str] | None
    """The same, if ``bound_after`` begins right behind the day; null where that is enough."""
    bound_after: re.Pattern[str] | None
    """See ``start``; null where the table has nothing."""

    def has(self, kind: str, word: str) -> bool:
        """Whether a folded word is listed under a kind."""
        return word in self.words[kind] if kind in self.words else False


class _Folding(dict[int, str]):
    """Each character as the tables know it, so that offsets stay: without accents, in lower case."""

    def __missing__(self, code: int) -> str:
        char = chr(code)
        folded = fold_name(char)
        self[code] = folded if len(folded) == 1 else char.lower() if len(char.lower()) == 1 else char
        return self[code]


_FOLDING: Final = _Folding()


def fold(text: str) -> str:
    """The text in lower case and without accents, of the same length."""
    return text.lower() if text.isascii() else text.translate(_FOLDING)


def tokens(folded: str) -> Tokens:
    """The words and numbers of a folded text."""
    words = _TOKEN.findall(folded)
    starts = [match.start() for match in _TOKEN.finditer(folded)]
    ends = list(map(int.__add__, starts, map(len, words)))
    if _MARKS.search(folded):
        words = [_MARKS.sub("", word) for word in words]
    return Tokens(words, starts, ends)


@lru_cache(maxsize=64)
def lexicon(language: str) -> Lexicon:
    """The words of a language, given by its primary subtag; for those not in the table, what CLDR has."""
    phrases: list[Phrase] = []
    numbers: dict[str, int] = {}
    words: dict[str, set[str]] = defaultdict(set)
    for kind, entries in _rows(language):
        unit, value = _number_in(kind)
        if unit == "number":
            numbers.update((fold(name), int(number)) for name, _, number in (entry.partition("=") for entry in entries))
        elif unit in _UNITS or unit in ("weekend", "night", "before", "after", "weekday", "month name", "night to"):
            phrases += [Phrase(_split(entry), unit, value) for entry in entries]
        elif unit.startswith("ago "):
            phrases += [Phrase(_split(entry), unit, 0) for entry in entries]
        elif unit not in _PATTERNS:
            words[unit].update(fold(entry).split()[-1] for entry in entries)
    phrases += _names(language, frozenset(words["not"]))
    kinds = dict(_rows(language))
    return Lexicon(
        language=language,
        phrases=_by_first_words(_with_joined(phrases) if language == "ar" else phrases),
        numbers=numbers,
        words={kind: frozenset(listed) for kind, listed in words.items()},
        will=_pattern(kinds, "will"),
        clause=re.compile(
            r"[,.;:!?()\n–—“”\"«»،؛]|" + _alternatives(kinds["clause"]) if "clause" in kinds else r"[,.;:\n]"
        ),
        bound=_bound(kinds),
        start=_pattern(kinds, "from", behind=r"\s$"),
        bound_after=_pattern(kinds, "bound after", before=r"(?:['’]\w+)?\s"),
    )


def _pattern(kinds: _Kinds, kind: str, before: str = "", behind: str = "") -> re.Pattern[str] | None:
    return re.compile(before + _alternatives(kinds[kind]) + behind) if kind in kinds else None


def _bound(kinds: _Kinds) -> re.Pattern[str] | None:
    if "since" not in kinds:
        return None
    since, bounds = _alternatives(kinds["since"]), _alternatives(kinds["since"] + kinds["bound"])
    gap, begin = _alternatives(kinds["bound gap"]), _alternatives(kinds["begin"])
    return re.compile(rf"{bounds}(?:\s{gap}){{0,2}}\s$|{since}[^.;:!?\n]{{1,60}}{begin}[^.;:!?\n]{{0,30}}$")


def _names(language: str, unsure: frozenset[str]) -> list[Phrase]:
    """Phrases from the tables of dates: names of months and weekdays, so long ago."""
    found = [Phrase(_split(name), "month name", number) for name, number in months_of(language).items()]
    for name, number in weekdays_of(language).items():
        if name in unsure:
            continue
        found.append(Phrase(_split(name), "weekday", number))
        if language == "de":  # Mittwochabend
            parts = next(entries for kind, entries in _rows("de") if kind == "part")
            found += [Phrase((name + fold(part),), "weekday", number) for part in parts]
    found += [Phrase(_split(words), f"ago {unit}", 0) for words, unit in ago_of(language).items() if unit in _UNITS]
    return found


def _with_joined(phrases: list[Phrase]) -> list[Phrase]:
    """Arabic phrases, and those that ``and`` or ``by`` is written together with."""
    joined = [
        phrase._replace(words=(prefix + phrase.words[0], *phrase.words[1:]))
        for phrase in phrases
        if phrase.words[0] != "#"
        for prefix in ("و", "ف", "ب", "ل")
    ]
    return phrases + joined


def _by_first_words(phrases: list[Phrase]) -> dict[str, dict[str, tuple[Phrase, ...]]]:
    grouped: dict[str, dict[str, list[Phrase]]] = defaultdict(lambda: defaultdict(list))
    for phrase in sorted(phrases, key=lambda phrase: -len(phrase.words)):
        grouped[phrase.words[0]][phrase.words[1] if len(phrase.words) > 1 else ""].append(phrase)
    return {first: {second: tuple(group) for second, group in of.items()} for first, of in grouped.items()}


def _split(entry: str) -> tuple[str, ...]:
    return tuple(tokens(fold(entry)).words)


def _number_in(kind: str) -> tuple[str, int]:
    unit, _, last = kind.rpartition(" ")
    return (unit, int(last)) if last.lstrip("-").isdecimal() else (kind, 0)


def _alternatives(entries: tuple[str, ...]) -> str:
    return rf"\b(?:{'|'.join(re.escape(fold(entry)) for entry in entries)})\b"


@lru_cache(maxsize=1)
def _table() -> dict[str, list[tuple[str, tuple[str, ...]]]]:
    rows: dict[str, list[tuple[str, tuple[str, ...]]]] = defaultdict(list)
    for line in _TABLE.read_text("utf-8").splitlines():
        if not line.startswith("#"):
            language, kind, *entries = line.split("\t")
            rows[language].append((kind, tuple(entries)))
    return rows


def _rows(language: str) -> list[tuple[str, tuple[str, ...]]]:
    return _table().get(language, [])
