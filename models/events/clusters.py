"""What passes between the clusterer and whatever keeps reports, links and events."""

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True, kw_only=True)
class Filed:
    """A report as it is put on the shelf."""

    id: int | str
    """The article's id."""
    day: int | None
    """Its day as ``date.toordinal``; null if it bears no date."""
    sketch: bytes
    """``Report.sketch``."""
    keys: tuple[int, ...]
    """Its most telling features, 33 bits each: what it is found by."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """A question for reports like one."""

    id: int | str
    """The report that looks for its like."""
    keys: tuple[int, ...]
    """Features to look under, most telling first."""
    first: int | None
    """Earliest day, as ordinal; null: from the beginning. Reports without a date are always wanted."""
    last: int | None
    """Latest day, inclusive; null: to the end."""


EACH_WAY = 16
"""Reports looked at under one key, before and behind a report's day: a key that a million bear costs no more."""
NEAREST = 32
"""Reports that are given for each that looks for its like."""
_MANY_KEYS = 16


def least_shared(wanted: Wanted) -> int:
    """How many keys a report must share with one that looks for its like. Of those that share a single one of two dozen
    hardly any tells of the same, and in a large corpus they are most."""
    return 2 if len(wanted.keys) >= _MANY_KEYS else 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """How like two reports are."""

    a: int | str
    """One report: the smaller id."""
    b: int | str
    """The other."""
    weight: float
    """Likeness, from 0, seldom above 8: see ``pipelines.events.clusters.likeness``."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rulings:
    """What analysts have ruled on some reports. It stands whatever the texts say."""

    together: tuple[frozenset[int | str], ...] = ()
    """Sets whose reports belong to one event."""
    apart: tuple[tuple[frozenset[int | str], frozenset[int | str]], ...] = ()
    """No report of the first set is in an event with one of the second."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """What becomes of one event after its reports were looked at again."""

    event: int
    """The event's id; negative for one that is new in this batch: the shelf gives it its own."""
    members: frozenset[int | str]
    """Its reports from now on; empty for one that was merged, or that has lost all."""
    fate: Literal["new", "changed", "merged", "emptied"]
    """What happened to it."""
    merged_into: int | None = None
    """For a merged one: the event that most of its reports went to (negative as above)."""
    split_from: tuple[int, ...] = ()
    """Events whose reports, in part, are now here."""
