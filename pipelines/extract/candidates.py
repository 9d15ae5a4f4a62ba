"""What a page offers for a field: the reading that was taken, and those that it beat."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Generic, TypeVar

from models.items import Document

Value = TypeVar("Value")

_WITH_ORIGIN = frozenset(["published", "modified"])


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """One reading of one field. A page's candidates are listed in the order in which they were weighed."""

    field: str
    """The ``Document``'s field: ``headline``, ``authors``, ``published`` …"""
    text: str
    """As found, whitespace folded."""
    source: str
    """Where it stands: ``h1``, ``json-ld:headline``, ``meta:og:title``, ``text`` …"""
    taken: bool = False
    """Whether the field got this reading."""


@dataclass(frozen=True, slots=True)
class Found(Generic[Value]):
    """What a field gets, and all that was offered for it."""

    value: Value
    candidates: tuple[Candidate, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """A page's document, and everything that the page offered for its fields."""

    document: Document
    candidates: tuple[Candidate, ...]


def first_of(field: str, offers: Iterable[tuple[str, str | None]]) -> Found[str | None]:
    """The first offer that has a text. ``offers``: source and text, the most trusted first."""
    candidates: list[Candidate] = []
    for source, text in offers:
        if text:
            candidates.append(Candidate(field=field, text=text, source=source, taken=not candidates))
    return Found(candidates[0].text if candidates else None, tuple(candidates))


def all_of(field: str, offers: Iterable[tuple[str, str]]) -> Found[tuple[str, ...]]:
    """Every text that is offered, each once. ``offers``: source and text in the field's order."""
    candidates: dict[str, Candidate] = {}
    for source, text in offers:
        if text not in candidates:
            candidates[text] = Candidate(field=field, text=text, source=source, taken=True)
    return Found(tuple(candidates), tuple(candidates.values()))


def sources_of(candidates: Iterable[Candidate]) -> dict[str, str]:
    """Where the readings that were taken stand, by field; several places parted by ``, ``. Dates carry their own."""
    sources: dict[str, str] = {}
    for candidate in candidates:
        if not candidate.taken or not candidate.source or candidate.field in _WITH_ORIGIN:
            continue
        known = sources.get(candidate.field)
        if known is None:
            sources[candidate.field] = candidate.source
        elif candidate.source not in known.split(", "):
            sources[candidate.field] = f"{known}, {candidate.source}"
    return sources
