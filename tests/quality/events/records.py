"""How well the record of an event says when, where, what and how many dead, given the right articles."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

import numpy as np

from models.events.event import Event, Member
from models.events.items import Report
from pipelines.events.clusters.likeness import likeness
from pipelines.events.clusters.packed import unpack
from pipelines.events.clusters.rarity import Rarity
from pipelines.events.clusters.sketch import Sketch
from pipelines.events.record.making import record
from tests.quality.events.places import NEAR_KM, km
from tests.quality.events.sets import HERE, LabelledSet, read_rows

Truth = Mapping[str, Any]

_KINDS: Final = {"explosion/remote violence": "explosion or remote violence"}
"""What the sets call otherwise."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordScore:
    """Parts of the events, from 0 to 1, of those for which the right answer is known."""

    occurred: float
    """The days overlap the right ones."""
    place: float
    """The place lies within ``NEAR_KM`` of the right one."""
    kind: float
    """The kind is the right one."""
    killed: float
    """The last toll is among the numbers listed; events that nobody died in are left out."""


def truths(labelled: LabelledSet) -> dict[str, Truth]:
    """What is known of each event of a set."""
    return {row["event"]: row for row in read_rows(HERE / f"{labelled.name}.events.jsonl")}


def records(labelled: LabelledSet, reports: Sequence[Report]) -> dict[str, Event]:
    """The record of each event, made from the reports that are labelled as its own."""
    sketches, rarity = [unpack(report.sketch) for report in reports], Rarity()
    rarity.add(sketches)
    members: dict[str, list[int]] = {}
    for position, event in enumerate(labelled.events):
        members.setdefault(event, []).append(position)
    return {
        event: record(list(_members(labelled, reports, own, [sketches[at] for at in own], rarity)))
        for event, own in members.items()
    }


def _members(
    labelled: LabelledSet, reports: Sequence[Report], own: Sequence[int], sketches: Sequence[Sketch], rarity: Rarity
) -> Iterator[Member]:
    """The reports at ``own`` as members; how central they are is found as it is in the database."""
    central = np.ones(1)
    if len(own) > 1:
        pairs = np.array([(a, b) for a in range(len(own)) for b in range(len(own)) if a != b])
        sums = np.bincount(pairs[:, 0], likeness(sketches, pairs, rarity))
        central = sums / (sums.max() or 1)
    for at, like in zip(own, central, strict=True):
        copy_of = labelled.rows[at].get("copy_of")
        yield Member(story=labelled.stories[at], facts=reports[at].facts, centrality=float(like), copy_of=copy_of)


def score_records(made: Mapping[str, Event], known: Mapping[str, Truth]) -> RecordScore:
    """The figures of these records."""
    pairs = [(made[event], known[event]) for event in made]
    return RecordScore(
        occurred=_part(_overlaps(event, truth) for event, truth in pairs if truth["occurred"]),
        place=_part(_is_near(event, truth) for event, truth in pairs),
        kind=_part(event.kind == _KINDS.get(truth["kind"], truth["kind"]) for event, truth in pairs),
        killed=_part(_lists(event, truth["killed"]) for event, truth in pairs if truth["killed"]),
    )


def _part(right: Iterator[bool]) -> float:
    found = list(right)
    return sum(found) / max(1, len(found))


def _overlaps(event: Event, truth: Truth) -> bool:
    first, last = map(date.fromisoformat, truth["occurred"])
    return event.occurred is not None and event.occurred[0] <= last and first <= event.occurred[1]


def _is_near(event: Event, truth: Truth) -> bool:
    return event.place is not None and km(event.place.lat, event.place.lon, truth["lat"], truth["lon"]) <= NEAR_KM


def _lists(event: Event, killed: int) -> bool:
    tolls = (each.figure for each in event.figures if each.figure.kind == "killed")
    return any(toll.low == killed or toll.low <= killed <= (toll.high or 0) for toll in tolls)
