"""The vocabulary of names: titles, words of organisations and places, given names, and the groups that are known."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Final, Literal, TypeAlias, cast

from pipelines.events.facts.name_keys import name_key
from pipelines.events.facts.phrases import ARABIC_PREFIX, Phrases, fold, read_rows, read_words

NameKind: TypeAlias = Literal["person", "organisation", "group", "unknown"]
_LONGEST_ACRONYM: Final = 7


def _letters(category: str) -> str:
    """The letters of Latin, Greek and Cyrillic in one case, for a class of a regular expression."""
    blocks = (*range(0x41, 0x250), *range(0x370, 0x530), *range(0x1E00, 0x1F00))
    return "".join(chr(code) for code in blocks if unicodedata.category(chr(code)) == category)


_UPPER: Final = _letters("Lu")
_WORD: Final = (
    rf"(?:[{_UPPER}]\.(?:[{_UPPER}]\.)*|(?:(?:d|l|D|L|O)['’])?(?:(?:al|el|as|ash|ad|an|ar|az|at|ul|аль|эль|аш|ан|ас)-)?"
    rf"[{_UPPER}]\w{{0,40}}(?:(?:['’]|[-‑])(?!s\b)\w{{1,40}}){{0,3}})"
)
_SMALL: Final = (
    r"(?:of the|of|for the|for|and|al|el|bin|ibn|ben|bint|van der|van den|van|von|der|den|ter|de la|de los|de las|de|da"
    r"|do|dos|das|del|della|di|du|des|la|le|los|las|ul|ur|ould|zu|et|para|für|pour)"
)
RUN: Final = re.compile(rf"(?<![\w'’@#-]){_WORD}(?: (?:{_SMALL} ){{0,2}}{_WORD}|(?<=[A-Z]\.){_WORD}){{0,8}}")
"""Capitalised words that follow each other, with the small words that names hold."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NameWords:
    """Words that tell names from others and from each other, in small letters without full stops."""

    titles: frozenset[str]
    joining: frozenset[str]
    titles_in_small: frozenset[str]
    organisations: frozenset[str]
    groups: frozenset[str]
    places: frozenset[str]
    never: frozenset[str]
    demonyms: frozenset[str]
    given: frozenset[str]
    particles: frozenset[str]
    connectors: frozenset[str]
    speech: frozenset[str]
    actions: re.Pattern[str]
    """A word that begins with the stem of a verb of acting."""
    head: frozenset[str]
    """What is taken off the head of a name: titles, words that are none, names of peoples."""
    tail: frozenset[str]
    """What is taken off its end."""
    tail_of_bodies: frozenset[str]
    """The same for an organisation: ``Ministry of Defence`` ends in what is a title elsewhere."""


@cache
def name_words() -> NameWords:
    """The vocabulary, read once a process."""
    table = read_words("names.yml")
    return NameWords(
        titles=_keys(table["titles"]),
        joining=_keys(table["joining"]),
        titles_in_small=_keys(table["titles_behind_lower"]),
        organisations=_keys(table["organisations"]),
        groups=_keys(table["groups"]),
        places=_keys(table["places"]),
        never=_keys(table["never"]),
        demonyms=_keys(table["demonyms"]),
        given=frozenset(name_key(word) for word in table["given"]),
        particles=_keys(table["particles"]),
        connectors=_keys(table["connectors"]),
        speech=_keys(table["speech"]),
        actions=re.compile(rf"(?<!\w)(?:{'|'.join(sorted(_keys(table['actions'])))})"),
        tail=_keys([*table["never"], *table["connectors"], *table["before_titles"], *table["titles"]]),
        tail_of_bodies=_keys([*table["never"], *table["connectors"]]),
        head=_keys([*table["never"], *table["demonyms"], *table["before_titles"], *table["titles"]]),
    )


@lru_cache(maxsize=32768)
def word_key(word: str) -> str:
    """A word as the vocabulary lists it."""
    return fold(word).replace(".", "")


def _keys(words: Sequence[str]) -> frozenset[str]:
    return frozenset(word_key(word) for word in words)


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownGroups:
    """The groups and bodies of ``groups.tsv``."""

    names: Phrases[tuple[str, NameKind]]
    """By their names, in any case."""
    by_acronym: dict[str, tuple[str, NameKind]]
    """By their acronyms, which stand in capitals only."""


@cache
def known_groups(arabic: bool) -> KnownGroups:
    """The groups, with the names of Arabic script or those of all others."""
    names: dict[str, tuple[str, NameKind]] = {}
    by_acronym: dict[str, tuple[str, NameKind]] = {}
    for name, kind, aliases in read_rows("groups.tsv"):
        for alias in (name, *aliases.split("|")):
            meaning = (name, cast(NameKind, kind))
            if alias.isupper() and len(alias.replace(".", "")) <= _LONGEST_ACRONYM and " " not in alias:
                by_acronym.setdefault(alias, meaning)
            elif (alias[0] > "\u0600") == arabic:
                names.setdefault(alias, meaning)
    return KnownGroups(
        names=Phrases(names, prefix=ARABIC_PREFIX if arabic else ""),
        by_acronym=by_acronym,
    )


@cache
def arabic_titled() -> re.Pattern[str]:
    """A title in Arabic and the two words of the name behind it, between them the adjective of a people."""
    titles = "|".join(sorted(read_words("names.yml")["arabic_titles"], key=len, reverse=True))
    return re.compile(
        rf"(?<!\w)[وف]?(?:{titles}) (?:ال\w{{2,12}}ي )?"
        rf"(?P<name>\w{{2,12}} (?:عبد |بن |أبو |آل )?(?:ال)?\w{{3,12}})(?!\w)"
    )
