"""Coastlines and borders for the map: the file that ships, and how it was made.

They are Natural Earth's (public domain, de facto borders, 1:50 million), taken from the npm package ``world-atlas``
2.0.2 and thinned out. To make the file anew, unpack ``npm pack world-atlas@2.0.2`` and give its
``countries-50m.json``::

    python -m crawler.reports.borders package/countries-50m.json
"""

import json
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

BORDERS = Path(__file__).with_name("borders.json")
_OBJECT = "countries"
_STEP = 0.01  # degrees: about a kilometre, what a coordinate is rounded to
_TOLERANCE = 0.03  # degrees: how far a line may be from where it was
_LEAST = 0.002  # square degrees of an island; one of none at all would be drawn as the whole globe
Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Land:
    """A piece of land: a country's mainland, or an island of it."""

    country: str
    """Its English name."""
    ring: Sequence[Point]
    """Its outline, (longitude, latitude) in degrees, clockwise."""
    west: float
    south: float
    east: float
    north: float


@cache
def lands() -> tuple[Land, ...]:
    """All land, the largest pieces first: what lies within another comes after it."""
    topology = json.loads(BORDERS.read_text("utf-8"))
    arcs = [_points(arc) for arc in topology["arcs"]]
    found = [
        _land(country["properties"]["name"], _ring(polygon[0], arcs))
        for country in topology["objects"][_OBJECT]["geometries"]
        for polygon in country["arcs"]
    ]
    return tuple(sorted(found, key=lambda land: (land.east - land.west) * (land.south - land.north)))


def _land(country: str, ring: list[Point]) -> Land:
    lons, lats = [point[0] for point in ring], [point[1] for point in ring]
    return Land(country, ring, min(lons), min(lats), max(lons), max(lats))


def _points(arc: Sequence[Sequence[int]]) -> list[Point]:
    x = y = 0
    points = []
    for column, row in arc:
        x, y = x + column, y + row
        points.append((round(x * _STEP, 2), round(y * _STEP, 2)))
    return points


def thinned(topology: dict[str, Any]) -> dict[str, Any]:
    """A TopoJSON topology with fewer points; neighbours still share their lines, since each is thinned by itself.
    Islands of which next to nothing is left are left out."""
    (dx, dy), (x0, y0) = topology["transform"]["scale"], topology["transform"]["translate"]
    arcs = []
    for arc in topology["arcs"]:
        x = y = 0
        points: list[Point] = []
        for step in arc:
            x, y = x + step[0], y + step[1]
            points.append((x * dx + x0, y * dy + y0))
        arcs.append(_deltas(_simplified(points)))
    lines = [_points(arc) for arc in arcs]
    geometries = []
    for country in topology["objects"][_OBJECT]["geometries"]:
        rings = [[ring for ring in polygon if _area(ring, lines) > _LEAST] for polygon in _polygons(country)]
        if kept := [polygon for polygon in rings if polygon]:
            name = {"name": country["properties"]["name"]}
            geometries.append({"type": "MultiPolygon", "arcs": kept, "properties": name})
    return {
        "type": "Topology",
        "transform": {"scale": [_STEP, _STEP], "translate": [0, 0]},
        "objects": {_OBJECT: {"type": "GeometryCollection", "geometries": geometries}},
        "arcs": arcs,
    }


def _polygons(country: dict[str, Any]) -> list[list[list[int]]]:
    polygons: list[list[list[int]]] = country.get("arcs", [])
    return polygons if country["type"] == "MultiPolygon" else [polygons] if polygons else []  # type: ignore[list-item]


def _ring(numbers: Sequence[int], arcs: Sequence[list[Point]]) -> list[Point]:
    return [point for number in numbers for point in (arcs[number] if number >= 0 else arcs[~number][::-1])]


def _area(numbers: Sequence[int], arcs: Sequence[list[Point]]) -> float:
    ring = _ring(numbers, arcs)
    return abs(sum(ring[at - 1][0] * y - x * ring[at - 1][1] for at, (x, y) in enumerate(ring))) / 2


def _simplified(points: Sequence[Point]) -> list[Point]:
    """Douglas and Peucker's: the ends stay, and what lies far from the line between those that stay. A ring is cut at
    the point farthest from its start first, or nothing of it would be left."""
    if len(points) < 3:
        return list(points)
    if points[0] == points[-1]:
        far = max(range(len(points)), key=lambda at: _squared(points[at], points[0]))
        return [*_simplified(points[: far + 1])[:-1], *_simplified(points[far:])]
    distances = [_distance(point, points[0], points[-1]) for point in points[1:-1]]
    far = max(range(len(distances)), key=distances.__getitem__)
    if distances[far] <= _TOLERANCE:
        return [points[0], points[-1]]
    return [*_simplified(points[: far + 2])[:-1], *_simplified(points[far + 1 :])]


def _squared(one: Point, other: Point) -> float:
    return (one[0] - other[0]) ** 2 + (one[1] - other[1]) ** 2


def _distance(point: Point, start: Point, end: Point) -> float:
    dx, dy = end[0] - start[0], end[1] - start[1]
    length: float = (dx * dx + dy * dy) ** 0.5
    return abs(dy * (point[0] - start[0]) - dx * (point[1] - start[1])) / length if length else 0.0


def _deltas(points: Sequence[Point]) -> list[list[int]]:
    x = y = 0
    steps: list[list[int]] = []
    for at_x, at_y in points:
        column, row = round(at_x / _STEP), round(at_y / _STEP)
        steps.append([column - x, row - y])
        x, y = column, row
    return steps


if __name__ == "__main__":
    made = thinned(json.loads(Path(sys.argv[1]).read_text("utf-8")))
    BORDERS.write_text(json.dumps(made, separators=(",", ":")) + "\n", "utf-8")
