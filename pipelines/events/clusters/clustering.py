"""New reports find their events: those they are like are looked up, compared, and the events they touch drawn anew.

A step looks at the new reports and at the events that they are linked with, and at nothing else, so that it takes as
long beside a large corpus as beside a small one. Within that it forgets the old grouping: events merge and split as the
reports say.
"""

from collections.abc import Collection, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from models.events.items import Report
from pipelines.events.clusters.identity import carry
from pipelines.events.clusters.likeness import likeness
from pipelines.events.clusters.packed import unpack_all
from pipelines.events.clusters.partition import JOIN, partition
from pipelines.events.clusters.rarity import Rarity
from pipelines.events.clusters.shelf import Change, Filed, Id, Link, Pair, Shelf, Wanted
from pipelines.events.clusters.sketch import Sketch

KEYS = 32
_KEYS_ABROAD = 12
_ABROAD = 1 << 32
"""Features under which a report is filed and looked up, and such as other languages have too."""
_DAYS = 1500
"""Verdicts and inquests come years later: reports further apart than this are no longer compared."""
_WORTH_KEEPING = 0.25
"""Links less alike than this are not kept; they count as none."""


def take_in(reports: Sequence[Report], shelf: Shelf, rarity: Rarity) -> tuple[Change, ...]:
    """File ``reports``, link them, and settle the events they touch. Counts them in ``rarity``."""
    sketches = dict(zip((r.id for r in reports), unpack_all([r.sketch for r in reports]), strict=True))
    before = shelf.sketches(list(sketches))
    rarity.add(unpack_all(list(before.values())), sign=-1)
    rarity.add(sketches.values())
    own = {report: own_keys(made, rarity) for report, made in sketches.items()}
    abroad = {report: keys_abroad(made, rarity) for report, made in sketches.items()}
    shelf.file(
        [
            Filed(
                id=report.id,
                day=sketches[report.id].day,
                sketch=report.sketch,
                keys=own[report.id] + abroad[report.id],
            )
            for report in reports
        ]
    )
    links = _links(own, abroad, sketches, shelf, rarity)
    shelf.connect([link for link in links if link.weight >= _WORTH_KEEPING])
    joining = {end for link in links if link.weight >= JOIN for end in (link.a, link.b)}
    return regroup(joining | sketches.keys(), shelf)


def _links(
    own: Mapping[Id, tuple[int, ...]],
    abroad: Mapping[Id, tuple[int, ...]],
    sketches: Mapping[Id, Sketch],
    shelf: Shelf,
    rarity: Rarity,
) -> list[Link]:
    """How like the new reports are to those that share their keys: their own, or, in another language, those abroad."""
    near = shelf.near([_wanted(report, sketches[report], keys) for report, keys in own.items()])
    beyond = shelf.near([_wanted(report, sketches[report], keys) for report, keys in abroad.items() if keys])
    others = {other for found in (near, beyond) for ids in found.values() for other in ids} - sketches.keys()
    stored = shelf.sketches(others)
    known = {**sketches, **dict(zip(stored, unpack_all(list(stored.values())), strict=True))}
    pairs = {_pair(report, other) for report, found in near.items() for other in found}
    pairs |= {
        _pair(report, other)
        for report, found in beyond.items()
        for other in found
        if known[report].tongue != known[other].tongue
    }
    return compare(pairs, known, rarity)


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


def own_keys(made: Sketch, rarity: Rarity) -> tuple[int, ...]:
    """Its most telling features, most telling first."""
    return _most_telling(made, ("terms", "names", "places"), KEYS, rarity)


def keys_abroad(made: Sketch, rarity: Rarity) -> tuple[int, ...]:
    """Its most telling features among those that other languages have too, apart from its own keys; none where all
    reports are in its language."""
    if rarity.others(np.array([made.tongue], dtype=np.uint32))[0] + 1 >= rarity.reports:
        return ()
    common = _most_telling(made, ("names", "places", "days", "figures"), _KEYS_ABROAD, rarity)
    return tuple(key | _ABROAD for key in common)


def _most_telling(made: Sketch, sections: Sequence[str], most: int, rarity: Rarity) -> tuple[int, ...]:
    every, telling = _telling(made, sections, rarity)
    return tuple(dict.fromkeys(every[np.lexsort((every, -telling))[:most]].tolist()))


def _telling(made: Sketch, sections: Sequence[str], rarity: Rarity) -> tuple[NDArray[np.uint32], NDArray[np.float32]]:
    """The features of some sections, and how telling each is: by weight and rarity."""
    vectors = [made.vectors[section] for section in sections]
    hashes = np.concatenate([vector.hashes for vector in vectors])
    weights = np.concatenate([vector.weights for vector in vectors])
    common = np.concatenate([vector.common for vector in vectors])
    telling = weights / (weights + 1.0) * rarity.idf(hashes, common)
    return hashes, telling.astype(np.float32, copy=False)


def _wanted(report: Id, made: Sketch, keys: tuple[int, ...]) -> Wanted:
    if made.day is None:
        return Wanted(id=report, keys=keys, first=None, last=None)
    return Wanted(id=report, keys=keys, first=made.day - _DAYS, last=made.day + _DAYS)


def _pair(a: Id, b: Id) -> Pair:
    return (a, b) if (isinstance(a, str), a) < (isinstance(b, str), b) else (b, a)
