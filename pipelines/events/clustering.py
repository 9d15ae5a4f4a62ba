"""New reports find their events: those they are like are looked up, compared, and the events they touch drawn anew.

A step looks at the new reports and at the events that they are linked with, and at nothing else, so that it takes as
long beside a large corpus as beside a small one. Within that it forgets the old grouping: events merge and split as the
reports say.
"""

from collections.abc import Collection, Mapping, Sequence

import numpy as np

from models.events.items import Report
from pipelines.events.identity import carry
from pipelines.events.likeness import likeness
from pipelines.events.partition import JOIN, partition
from pipelines.events.rarity import Rarity
from pipelines.events.shelf import Change, Filed, Id, Link, Pair, Shelf, Wanted
from pipelines.events.sketch import Sketch, unpack

KEYS = 32
"""Features under which a report is filed and looked up."""
_DAYS = 1500
"""Verdicts and inquests come years later: reports further apart than this are no longer compared."""
_WORTH_KEEPING = 0.25
"""Links less alike than this are not kept; they count as none."""


def take_in(reports: Sequence[Report], shelf: Shelf, rarity: Rarity) -> tuple[Change, ...]:
    """File ``reports``, link them, and settle the events they touch. Counts them in ``rarity``."""
    sketches = {report.id: unpack(report.sketch) for report in reports}
    before = shelf.sketches(list(sketches))
    rarity.add((unpack(packed) for packed in before.values()), sign=-1)
    rarity.add(sketches.values())
    keys = {report: keys_of(made, rarity) for report, made in sketches.items()}
    shelf.file(
        [
            Filed(id=report.id, day=sketches[report.id].day, sketch=report.sketch, keys=keys[report.id])
            for report in reports
        ]
    )
    found = shelf.near([_wanted(report, sketches[report], keys[report]) for report in sketches])
    others = {other for near in found.values() for other in near} - sketches.keys()
    known = {**sketches, **{other: unpack(packed) for other, packed in shelf.sketches(others).items()}}
    links = compare({_pair(report, other) for report, near in found.items() for other in near}, known, rarity)
    shelf.connect([link for link in links if link.weight >= _WORTH_KEEPING])
    joining = {end for link in links if link.weight >= JOIN for end in (link.a, link.b)}
    return regroup(joining | sketches.keys(), shelf)


def compare(pairs: Collection[Pair], known: Mapping[Id, Sketch], rarity: Rarity) -> list[Link]:
    """How like each pair is."""
    if not pairs:
        return []
    ordered = sorted(pairs, key=str)
    position = {report: at for at, report in enumerate(known)}
    columns = np.array([(position[a], position[b]) for a, b in ordered])
    alike = likeness(list(known.values()), columns, rarity)
    return [Link(a=a, b=b, weight=float(weight)) for (a, b), weight in zip(ordered, alike, strict=True)]


def regroup(reports: Collection[Id], shelf: Shelf) -> tuple[Change, ...]:
    """Draw the events of ``reports`` anew, from the links there are and what analysts ruled."""
    ruled = shelf.rulings(reports)
    named = {report for together in ruled.together for report in together}
    named |= {report for sides in ruled.apart for side in sides for report in side}
    nodes = set(reports) | named
    old = shelf.members(set(shelf.events(nodes).values()))
    for members in old.values():
        nodes |= members
    changes = carry(old, partition(nodes, shelf.links(nodes), shelf.rulings(nodes)))
    shelf.settle(changes)
    return changes


def keys_of(made: Sketch, rarity: Rarity) -> tuple[int, ...]:
    """Its ``KEYS`` most telling features, most telling first."""
    hashes, values = [], []
    for section in ("terms", "names", "places"):
        vector = made.vectors[section]
        hashes.append(vector.hashes)
        values.append(vector.weights / (vector.weights + 1.0) * rarity.idf(vector.hashes, vector.common))
    every, telling = np.concatenate(hashes), np.concatenate(values)
    best = np.lexsort((every, -telling))[:KEYS]
    return tuple(int(feature) for feature in every[best])


def _wanted(report: Id, made: Sketch, keys: tuple[int, ...]) -> Wanted:
    if made.day is None:
        return Wanted(id=report, keys=keys, first=None, last=None)
    return Wanted(id=report, keys=keys, first=made.day - _DAYS, last=made.day + _DAYS)


def _pair(a: Id, b: Id) -> Pair:
    return (a, b) if (isinstance(a, str), a) < (isinstance(b, str), b) else (b, a)
