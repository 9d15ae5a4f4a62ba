"""How well places are found and located on texts of our own writing, which lie beside this module."""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

PLACES: Final = Path(__file__).with_name("places.jsonl")
NEAR_KM: Final = 161.0
"""100 miles, the field's customary threshold."""
_EARTH_KM: Final = 6371.0

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceScore:
    """How well place mentions came out, each figure from 0 to 1."""

    mentions: float
    """F1 of mentions: spans that overlap, one to one."""
    within: float
    """Of those found, the part that lies within ``NEAR_KM`` of the right place."""
    both: float
    """Of all that are there, the part found and within ``NEAR_KM``."""


def score_places(gold: Sequence[Row], said: Mapping[Any, Sequence[Row]]) -> PlaceScore:
    """The figures of ``said``, mentions by row id. What overlaps an optional mention alone counts for nothing."""
    there = named = found = near = 0
    for row in gold:
        left = list(said.get(row["id"], ()))
        there += len(row["places"])
        for place in row["places"]:
            hit = next(_over(place, left), None)
            if hit is None:
                continue
            left.remove(hit)
            found += 1
            named += 1
            near += km(place["lat"], place["lon"], hit["lat"], hit["lon"]) <= NEAR_KM
        named += sum(not any(_over(mention, row.get("optional", ()))) for mention in left)
    return PlaceScore(
        mentions=2 * found / max(1, there + named), within=near / max(1, found), both=near / max(1, there)
    )


def km(lat: float, lon: float, other_lat: float, other_lon: float) -> float:
    """Kilometres between two points, as the crow flies."""
    a, b, c, d = map(math.radians, (lat, lon, other_lat, other_lon))
    half = math.sin((c - a) / 2) ** 2 + math.cos(a) * math.cos(c) * math.sin((d - b) / 2) ** 2
    return 2 * _EARTH_KM * math.asin(min(1.0, math.sqrt(half)))


def _over(span: Row, others: Iterable[Row]) -> Iterable[Row]:
    return (other for other in others if other["start"] < span["end"] and span["start"] < other["end"])
