"""Reports as reading would make them, made from a telling's marks in a tenth of the time."""

import re
from collections.abc import Sequence
from functools import lru_cache
from random import Random
from typing import Final

import numpy as np
from numpy.typing import NDArray

from models.events.items import Facts, Figure, KindMention, NameMention, Place, PlaceMention, Report, TimeMention, Where
from pipelines.events.clusters.packed import pack
from pipelines.events.clusters.sketch import KINDS, SECTIONS, Sketch, Vector, place_features
from pipelines.events.clusters.vocabulary import hashed, language
from pipelines.events.copies import bands
from pipelines.events.facts.names import name_key
from tests.bench.events.corpus import Mark, Telling

_WORD: Final = re.compile("[A-Za-z0-9]+")
"""All there is in these texts."""
_LEAD: Final = 60
_FADE: Final = 250.0
_TOO_COMMON: Final = 0.5
_SURE: Final = 0.9
_MINHASHES: Final = 12
_WORDS_A_SAMPLE: Final = 15
_FIGURES: Final = ("killed", "injured", "displaced", "missing", "arrested")
_ENGLISH: Final = hashed("language en")
_NONE: Final = np.array([], np.float32)
_EMPTY: Final = Vector(hashes=np.array([], np.uint32), weights=_NONE, common=_NONE)

Floats = NDArray[np.float64]


def report(id: int, telling: Telling, *, is_exact: bool) -> Report:
    """What reading its text would give, nearly; ``is_exact``: with the very keys that its copies are found by."""
    keys = bands(telling.body) if is_exact else _bands(telling)
    return Report(id=id, facts=_facts(telling), sketch=pack(_sketch(telling, keys)), bands=keys)


class _Words(dict[str, int]):
    """Printed words, numbered as they come, with what stands for each in a sketch."""

    def __init__(self) -> None:
        self.hashes = np.zeros(1 << 22, np.uint32)
        self.common = np.zeros(1 << 22, np.float32)
        self.is_number = np.zeros(1 << 22, bool)
        self.is_term = np.zeros(1 << 22, bool)

    def __missing__(self, word: str) -> int:
        number = len(self)
        feature, common = language("en").feature(word)
        self.hashes[number], self.common[number] = feature, common
        self.is_number[number] = word[0].isdigit()
        self.is_term[number] = common <= _TOO_COMMON and (len(word) > 1 or word.isdigit())
        self[word] = number
        return number


_WORDS: Final = _Words()


def _sketch(telling: Telling, keys: Sequence[int]) -> Sketch:
    numbers = np.array(list(map(_WORDS.__getitem__, _WORD.findall(f"{telling.headline}\n{telling.body}"))))
    weights = _FADE / (_FADE + np.arange(len(numbers)))
    vectors = dict.fromkeys(SECTIONS, _EMPTY)
    terms = _WORDS.is_term[numbers]
    vectors["terms"] = _counted(numbers[terms], weights[terms])
    lead = numbers[:_LEAD][terms[:_LEAD]]
    vectors["lead"] = _counted(lead, np.ones(len(lead)))
    town = None
    counted = _WORDS.is_number[numbers]
    vectors["numbers"] = _counted(numbers[counted], weights[counted])
    listed: dict[str, list[tuple[int, float, float]]] = {"names": [], "places": [], "days": [], "figures": []}
    for mark in telling.marks:
        prominence = 1.0 if mark.field != "body" else 1500.0 / (1500.0 + mark.start)
        if mark.what == "person":
            listed["names"].append((_name(mark.value), prominence, 0.0))
        elif mark.what == "place":
            town = mark.value
            listed["places"] += [(feature, _SURE * prominence, 0.0) for feature in _place(mark.value)]
        elif mark.what == "day":
            listed["days"].append((mark.value.toordinal(), prominence, 0.0))
        elif mark.what in _FIGURES:
            listed["figures"].append((hashed(f"{mark.what} {mark.value}"), prominence, 1 / (1 + mark.value)))
    vectors |= {section: _vector(rows) for section, rows in listed.items()}
    kind = next(mark.value for mark in telling.marks if mark.what == "kind")
    return Sketch(
        day=telling.published.date().toordinal(),
        print=np.unique(np.array(keys, np.uint64).astype(np.uint32)),
        tongue=_ENGLISH,
        at=town and (town.lat, town.lon),
        kind=KINDS.index(kind),
        vectors=vectors,
    )


def _counted(numbers: NDArray[np.int64], weights: Floats) -> Vector:
    hashes, first, place = np.unique(_WORDS.hashes[numbers], return_index=True, return_inverse=True)
    summed = np.bincount(place, weights, minlength=len(hashes)).astype(np.float32)
    return Vector(hashes=hashes, weights=summed, common=_WORDS.common[numbers[first]])


def _vector(rows: Sequence[tuple[int, float, float]]) -> Vector:
    summed: dict[int, list[float]] = {}
    for feature, weight, common in rows:
        summed.setdefault(feature, [0.0, common])[0] += weight
    order = sorted(summed)
    return Vector(
        hashes=np.array(order, np.uint32),
        weights=np.array([summed[each][0] for each in order], np.float32),
        common=np.array([summed[each][1] for each in order], np.float32),
    )


@lru_cache(maxsize=100_000)
def _name(name: str) -> int:
    return hashed("name " + name_key(name))


@lru_cache(maxsize=20_000)
def _place(place: Place) -> tuple[int, ...]:
    return tuple(feature for feature, _ in place_features(place))


def _facts(telling: Telling) -> Facts:
    places, times, figures, kinds, names = [], [], [], [], []
    for mark in telling.marks:
        where = Where(field=mark.field, start=mark.start, end=mark.end)
        if mark.what == "place":
            name = _text(telling, mark)
            places.append(PlaceMention(where=where, name=name, place=mark.value, confidence=_SURE))
        elif mark.what == "day":
            day = {"first": mark.value, "last": mark.value, "precision": "day", "is_relative": True}
            times.append(TimeMention(where=where, text=_text(telling, mark), **day))
        elif mark.what == "kind":
            weight = 12.0 if mark.field == "headline" else 9.0
            kinds.append(KindMention(where=where, kind=mark.value, weight=weight))
        elif mark.what == "person":
            names.append(NameMention(where=where, name=mark.value, kind="person", is_actor=True))
        else:
            number = mark.value
            figures.append(Figure(where=where, kind=mark.what, low=number, high=number, text=str(number)))  # type: ignore[arg-type]
    return Facts(
        places=tuple(places), times=tuple(times), figures=tuple(figures), kinds=tuple(kinds), names=tuple(names)
    )


def _text(telling: Telling, mark: Mark) -> str:
    return (telling.headline if mark.field == "headline" else telling.body)[mark.start : mark.end]


def _bands(telling: Telling) -> tuple[int, ...]:
    """As many as its text would have; copies have the same."""
    original = telling.number if telling.copy_of is None else telling.copy_of
    dice = Random(telling.event << 20 | original)  # noqa: S311 - the same each time
    count = _MINHASHES + telling.body.count(" ") // _WORDS_A_SAMPLE
    return tuple(sorted(dice.getrandbits(63) for _ in range(count)))
