"""A passage as tokens, with what its print says of each: capitals, gaps, where sentences begin."""

import re
from functools import cached_property

from pipelines.events.places.folding import APOSTROPHES, fold, tokens
from pipelines.events.places.tables import words

_POSSESSIVE = re.compile(rf"[{APOSTROPHES}][sS]$")
_SUFFIX = re.compile(rf"[{APOSTROPHES}][a-zçğıöşü]{{1,5}}$")
_NEW_SENTENCE = re.compile(r"[.!?:;…؟\n|•]|[\"“”«»„]|(?:^|\s)[‘']")
_UNCASED = re.compile("[\u0590-\u08ff]")
"""Letters of scripts without capitals that the press writes: Hebrew, Arabic and its kin."""
_LOUD = 0.75
"""A line most of whose longer words have capitals is a headline in title case: its capitals say nothing."""

_WRITTEN_IN = {
    "ar": re.compile("[\u0600-\u06ff]"),
    "ru": re.compile("[\u0400-\u04ff]"),
}
"""A language by whose words a name in these letters is judged, where it stands in a text in others."""
_ALSO = {"ar": frozenset(("fa", "ur", "ps", "ckb")), "ru": frozenset(("uk", "be", "bg", "mk", "sr", "kk", "ky"))}
"""Languages in the same letters, which have words of their own."""


def language_of(word: str, language: str) -> str:
    """The language of a text, or for a word in letters that it is not written in one that is."""
    if word.isascii():
        return language
    for other, letters in _WRITTEN_IN.items():
        if letters.match(word):
            return language if language in _ALSO[other] else other
    return language


class Wording:
    """The tokens of one passage. Lists run in step; ``gap[i]`` is what stands before token ``i``."""

    def __init__(self, field: str, text: str) -> None:
        self.field = field
        self.text = text
        self.start: list[int] = []
        self.end: list[int] = []
        self.folded: list[str] = []
        self.capital: list[bool] = []
        self.possessive: list[bool] = []
        self.stem: dict[int, str] = {}
        """For tokens with a suffix behind an apostrophe (Musul'da): the folded word without it."""
        add_start, add_end, add_folded = self.start.append, self.end.append, self.folded.append
        add_capital, add_possessive = self.capital.append, self.possessive.append
        for start, end in tokens(text):
            word = text[start:end]
            possessive = False
            if not word.isalnum():
                word, possessive = self._cut(word)
                end = start + len(word)
            add_start(start)
            add_end(end)
            add_folded(fold(word))
            add_capital(word[0].isupper())
            add_possessive(possessive)
        self.gap = [text[a:b] for a, b in zip([0, *self.end], self.start, strict=False)]
        self.joined = [gap in (" ", "-", "\xa0", "‑", "", "  ") for gap in self.gap]
        if self.joined:
            self.joined[0] = False
        self._mend_abbreviations()

    def _cut(self, word: str) -> tuple[str, bool]:
        """The word without a possessive ending, and whether it had one; notes the stem where it has another suffix."""
        cut = _POSSESSIVE.search(word)
        if cut and cut.start() > 1:
            return word[: cut.start()], True
        suffix = _SUFFIX.search(word)
        if suffix and suffix.start() > 2:
            self.stem[len(self.start)] = fold(word[: suffix.start()])
        return word, False

    def _mend_abbreviations(self) -> None:
        """``St. Paul`` and ``Gen. Smith`` go on behind the full stop."""
        titles = words("title")
        for i in range(1, len(self.gap)):
            if self.gap[i] == ". " and (self.folded[i - 1] in titles or self.folded[i - 1] in ("mt", "ft", "n", "s")):
                self.joined[i] = True

    def __len__(self) -> int:
        return len(self.start)

    @cached_property
    def loud(self) -> bool:
        """Whether capitals say nothing here: a headline in title case, or a text in capitals."""
        long = [capital for capital, word in zip(self.capital, self.folded, strict=True) if len(word) > 3]
        return len(long) > 3 and sum(long) > _LOUD * len(long)

    @cached_property
    def is_sport(self) -> bool:
        """Whether the passage reports on a match: its cities are mostly clubs."""
        return len(words("sport").intersection(self.folded)) > 3

    @cached_property
    def silent(self) -> bool:
        """Whether the passage is in a script without capitals, for the most part."""
        letters = [self.text[start] for start in self.start[:400]]
        uncased = sum(letter.isalpha() and letter.lower() == letter.upper() for letter in letters)
        return uncased > 0.4 * max(1, len(letters))

    @cached_property
    def uncased(self) -> frozenset[int]:
        """The tokens in a script without capitals, where the passage is in another: Mosul (الموصل)."""
        if self.text.isascii() or not _UNCASED.search(self.text) or self.silent:
            return frozenset()
        return frozenset(i for i, start in enumerate(self.start) if _UNCASED.match(self.text, start))

    def opens_sentence(self, i: int) -> bool:
        """Whether token ``i`` may have its capital because a sentence begins there."""
        return i == 0 or (not self.joined[i] and _NEW_SENTENCE.search(self.gap[i]) is not None)

    def is_upper(self, i: int) -> bool:
        """Whether the token is printed in capitals throughout."""
        return self.text[self.start[i] : self.end[i]].isupper()

    def raw(self, i: int, j: int) -> str:
        """The tokens from ``i`` to before ``j`` as printed."""
        return self.text[self.start[i] : self.end[j - 1]]
