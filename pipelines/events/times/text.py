"""A text as the tables of times see it: folded, cut into words, with what stands beside each of them."""

import re
from collections.abc import Iterator
from typing import Final

from pipelines.events.times.words import Lexicon, Phrase, fold, tokens

_POSSESSIVE: Final = ("'s", "’s")
_REACH: Final = 110
"""What says that a day is a bound stands no farther before it."""
_GLUE: Final = frozenset("-–/$€£#.,:")
_GOES_ON: Final = re.compile(r"\w|[-–/.,:]\d|%")


class TimeText:
    """A text and its language's words for times; words are named by their index."""

    def __init__(self, text: str, words: Lexicon) -> None:
        self.text = text
        self.words = words
        self.folded = fold(text)
        found = tokens(self.folded)
        self.tokens, self.starts, self.ends = found.words, found.starts, found.ends

    def candidates(self, word: str, index: int, is_number: bool) -> Iterator[Phrase]:
        """Phrases that may begin here, those that say most first."""
        following = self.tokens[index + 1] if index + 1 < len(self.tokens) else ""
        if group := self.words.phrases.get(word):
            if following:
                yield from group.get(following, ())
                if "#" in group:
                    yield from group["#"]
            yield from group.get("", ())
        if is_number and (counted := self.words.phrases.get("#")):
            yield from counted.get(following, ())

    def matches(self, phrase: Phrase, index: int) -> int:
        """How many tokens the phrase takes from here; 0 if it does not stand here."""
        words = phrase.words
        if index + len(words) > len(self.tokens):
            return 0
        for at, word in enumerate(words, index):
            there = self.tokens[at]
            is_same = there == word or (word == "#" and self.number(there) is not None)
            if not is_same or (at > index and not self.is_near(at)):
                return 0
        return len(words)

    def is_near(self, index: int) -> bool:
        """Whether nothing but a space, hyphen or apostrophe stands before this token."""
        gap = self.folded[self.ends[index - 1] : self.starts[index]]
        return len(gap) <= 2 and not gap.strip(" '’ʼ-\u00a0\u202f")

    def number_in(self, first: int, after: int) -> int:
        """The first number among these words; 0 if there is none."""
        return next((number for word in self.tokens[first:after] if (number := self.number(word))), 0)

    def stands_behind(self, kind: str, index: int) -> bool:
        """Whether a word of that kind stands right before this one."""
        return index > 0 and self.words.has(kind, self.tokens[index - 1]) and self.is_near(index)

    def stands_before(self, kind: str, index: int) -> bool:
        """Whether the word at ``index`` is of that kind and follows the one before it closely."""
        return index < len(self.tokens) and self.words.has(kind, self.tokens[index]) and self.is_near(index)

    def number(self, word: str) -> int | None:
        if word.isdecimal() and len(word) <= 2:
            return int(word)
        return self.words.numbers.get(word)

    def beside(self, kind: str, index: int, after: int) -> tuple[int, int] | None:
        """Offsets of the word of that kind right before or behind."""
        if kind not in self.words.words:
            return None
        for beside, near in ((index - 1, index), (after, after)):
            if 0 <= beside < len(self.tokens) and self.is_near(near) and self.words.has(kind, self.tokens[beside]):
                return self.starts[beside], self.ends[beside]
        return None

    def night_before(self, index: int) -> int | None:
        """Where ``Nacht zum`` begins, if it stands before this token."""
        for at in range(max(0, index - 4), index):
            for group in self.words.phrases.get(self.tokens[at], {}).values():
                for phrase in group:
                    if phrase.unit == "night to" and self.matches(phrase, at) == index - at:
                        return self.starts[at]
        return None

    def unit_behind(self, unit: str, index: int) -> tuple[int, int] | None:
        """The number and end of ``of last week`` behind a weekday, ``last year`` behind a month."""
        for at in range(index, min(index + 3, len(self.tokens))):
            if not self.is_near(at):
                return None
            for phrase in self.candidates(self.tokens[at], at, False):
                if phrase.unit == unit and (count := self.matches(phrase, at)):
                    return phrase.value, self.ends[at + count - 1]
            if len(self.tokens[at]) > 3:
                return None
        return None

    def part_of_day(self, index: int, end: int) -> int:
        """The end, behind a part of the day that follows."""
        return self.ends[index] if self.stands_before("part", index) else end

    def is_to_come(self, start: int, end: int) -> bool:
        """Whether the clause speaks of what is to come: ``will meet on Wednesday``; ``On Wednesday they will``."""
        if self.words.will is None:
            return False
        clauses = self.words.clause.split(self.folded[max(0, start - 120) : start])
        if self.words.will.search(clauses[-1]):
            return True
        behind = self.folded[end : end + 60].lstrip(", ")
        opens = len(clauses[-1].split()) <= 1
        return bool(
            self.words.will.search(self.words.clause.split(behind)[0]) if opens else self.words.will.match(behind)
        )

    def is_bound(self, start: int, end: int) -> bool:
        """Whether the time there only begins or ends a span: ``since Monday``, but not ``since Monday's raid``."""
        words, reach = self.words, max(0, start - _REACH)
        if words.bound and words.bound.search(self.folded, reach, start):
            return self.folded[end : end + 2] not in _POSSESSIVE
        if not words.bound_after or not words.bound_after.match(self.folded, end):
            return False
        return words.start is None or bool(words.start.search(self.folded, reach, start))

    def is_spelt(self, kind: str, start: int) -> bool:
        return not self.words.has("capital", kind) or self.text[start].isupper()

    def stands_alone(self, index: int) -> bool:
        """Whether the number is whole: no ``1990s``, ``2014-15``, ``2,014`` or ``2014.5``."""
        start, end = self.starts[index], self.ends[index]
        before, behind = self.folded[max(0, start - 1) : start], self.folded[end : end + 2]
        return before not in _GLUE and not _GOES_ON.match(behind)
