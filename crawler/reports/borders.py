"""Coastlines and borders for the map: the file that ships, and how it was made.

They are Natural Earth's (public domain, de facto borders, 1:50 million), taken from the npm package ``world-atlas`` 2.0.2,
thinned out. To make the file anew, unpack ``npm pack world-atlas@2.0.2`` and give its ``countries-50m.json``::

    python -m crawler.reports.borders package/countries-50m.json
"""

import json
import sys
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

BORDERS = Path(__file__).with_name("borders.json")
OBJECT = "countries"
_STEP = 0.01  # degrees: about a kilometre, what a coordinate is rounded to
_TOLERANCE = 0.03  # degrees: how far a line may be from where it was
Point = tuple[float, float]


@cache
def borders() -> dict[str, Any]:
    """The countries as TopoJSON: object ``countries``, degrees, WGS 84."""
    topology: dict[str, Any] = json.loads(BORDERS.read_text("utf-8"))
    return topology


def thinned(topology: dict[str, Any]) -> dict[str, Any]:
    """A TopoJSON topology with fewer points; neighbours still share their lines, since each is thinned by itself."""
    (dx, dy), (x0, y0) = topology["transform"]["scale"], topology["transform"]["translate"]
    arcs = []
    for arc in topology["arcs"]:
        x = y = 0
        points: list[Point] = []
        for step in arc:
            x, y = x + step[0], y + step[1]
            points.append((x * dx + x0, y * dy + y0))
        arcs.append(_deltas(_simplified(points)))
    countries = topology["objects"][OBJECT]["geometries"]
    geometries = [{key: each[key] for key in ("type", "arcs") if key in each} for each in countries]
    return {
        "type": "Topology",
        "transform": {"scale": [_STEP, _STEP], "translate": [0, 0]},
        "objects": {OBJECT: {"type": "GeometryCollection", "geometries": geometries}},
        "arcs": arcs,
    }


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
