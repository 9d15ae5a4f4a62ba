"""The words of a language for what figures count: who was killed, hurt, driven out, missed, arrested."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final, Literal, TypeAlias

from models.events.items import FigureKind
from pipelines.events.facts.phrases import ARABIC_PREFIX, Phrases, fold, read_words

Role: TypeAlias = Literal["takes", "of", "is", "things", "toll", "either"]
Stem: TypeAlias = tuple[int, int, tuple[tuple[FigureKind, Role], ...]]
"""Start and end of a word in the sentence, and what it may stand for."""

_KINDS: Final[tuple[FigureKind, ...]] = ("killed", "injured", "displaced", "missing", "arrested")
_ROLES: Final[tuple[Role, ...]] = ("takes", "of", "is", "things", "toll", "either")


@dataclass(frozen=True, slots=True, kw_only=True)
class FigureWords:
    """The words of a language for what is counted."""

    stems: Phrases[tuple[tuple[FigureKind, Role], ...]]
    people: re.Pattern[str]
    """Nouns that stand for people; matches nothing where the language has no list."""
    single: re.Pattern[str]
    """``a man``, ``another soldier``: one of them, with as much as three words between."""
    heading: re.Pattern[str]
    """A person without an article, at the head of a headline."""


@cache
def figure_words(language: str) -> FigureWords | None:
    """The words of ``language``; None if there are none."""
    table = read_words("figures.yml").get(language)
    if table is None:
        return None
    meanings: dict[str, list[tuple[FigureKind, Role]]] = {}
    for kind in _KINDS:
        for role in _ROLES:
            for phrase in table[kind].get(role, ()):
                meanings.setdefault(phrase, []).append((kind, role))
    people, singular = _nouns(table.get("people", ())), _nouns(table.get("singular", ()))
    return FigureWords(
        stems=Phrases(
            {phrase: tuple(found) for phrase, found in meanings.items()},
            prefix=ARABIC_PREFIX if language == "ar" else "",
        ),
        people=re.compile(rf"(?<![\w-])(?:{people})(?!\w)"),
        single=re.compile(
            rf"(?<!\w)(?P<one>an?|another) (?:[\w'-]+ ){{0,3}}?(?:{singular})(?![\w'-])(?! (?:who )?(?:said|says))"
        ),
        heading=re.compile(rf"^(?:[\w'-]+ ){{0,2}}?(?:{singular})(?![\w'-])(?=,? )"),
    )


def _nouns(nouns: Sequence[str]) -> str:
    return "|".join(re.escape(fold(noun)).replace("\\*", r"\w*") for noun in nouns) or "(?!)"
