"""The vocabulary of credit lines (``words.yml``): which words are labels, flags or noise rather than names."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from pipelines.extract.credits.agencies import load_words, lookup_key

_PHRASES = (
    "own", "rights", "courtesy", "handout", "private", "still", "file", "copyright", "pool", "position", "noise",
    "video", "label",
)  # fmt: skip
"""Categories that are peeled off a segment, the first one that lists a phrase wins."""

_OPENING = frozenset({"label", "copyright", "courtesy", "file", "still", "handout"})

LONGEST_PHRASE = 6
"""Words in the longest phrase worth looking up."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Vocabulary:
    """The words of ``words.yml``, keyed as ``lookup_key`` folds them."""

    phrases: Mapping[str, str]
    """Phrase to category: ``label``, ``copyright``, ``courtesy``, ``handout``, ``file``, ``still``, ``noise`` …"""
    label_heads: frozenset[str]
    """First words of the phrases that can open a label such as ``Photo credit:``."""
    connectives: frozenset[str]
    joiners: frozenset[str]
    """Words for "and"."""
    commissions: frozenset[str]
    """Words for "for", as in ``NAME for NEWSPAPER``."""
    particles: frozenset[str]
    """Words that stand in lower case inside a person's name."""
    organizations: frozenset[str]
    """Words that occur in names of organisations, and not in names of people."""
    surnames: frozenset[str]
    """Words of organisations that are surnames too, and decide nothing in a name of two words."""
    ranks: frozenset[str]
    """Military ranks, as they stand before a service member's name."""
    prose: frozenset[str]
    """Function words of scripts without capitals."""
    courtesy_suffixes: tuple[str, ...]
    person_suffixes: tuple[str, ...]


@cache
def vocabulary() -> Vocabulary:
    """The vocabulary, read once a process."""
    words = load_words("words.yml")
    phrases: dict[str, str] = {}
    for category in _PHRASES:
        for phrase in words[category]:
            phrases.setdefault(lookup_key(phrase), category)
    return Vocabulary(
        phrases=phrases,
        label_heads=frozenset(phrase.split()[0] for phrase, category in phrases.items() if category in _OPENING),
        connectives=_keys(words["connective"]),
        joiners=_keys(words["and"]),
        commissions=_keys(words["for"]),
        particles=_keys(words["particles"]),
        organizations=_keys([*words["organization"], *words["organization_or_surname"]]),
        surnames=_keys(words["organization_or_surname"]),
        ranks=_keys(words["ranks"]),
        prose=_keys(words["prose"]),
        courtesy_suffixes=tuple(words["courtesy_suffix"]),
        person_suffixes=tuple(words["person_suffix"]),
    )


def _keys(words: Sequence[str]) -> frozenset[str]:
    return frozenset(lookup_key(word) for word in words)


def phrase_at_head(keys: Sequence[str]) -> tuple[str, int] | None:
    """Category and length in words of the longest known phrase that ``keys`` begin with; None if there is none."""
    phrases = vocabulary().phrases
    for length in range(min(LONGEST_PHRASE, len(keys)), 0, -1):
        if category := phrases.get(" ".join(keys[:length])):
            return category, length
    return None


def phrase_at_tail(keys: Sequence[str]) -> tuple[str, int] | None:
    """Category and length in words of the longest known phrase that ``keys`` end with; None if there is none."""
    phrases = vocabulary().phrases
    for length in range(min(LONGEST_PHRASE, len(keys)), 0, -1):
        if category := phrases.get(" ".join(keys[-length:])):
            return category, length
    return None
