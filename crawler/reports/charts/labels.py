"""Words on the map: where they find room."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from crawler.reports.borders import Land, Point, lands

_LETTER, _LINE = 7.2, 16.0  # pixels, roughly, at 12 pixels' type
_LEAST_PART = 0.03  # of the map: a country of which less is seen goes without its name
_COUNTRIES = 14
_SPECK = 1.5  # pixels: smaller land is left out
_STEP = 1.0  # pixels: points that are nearer to each other are one
_POLE = 85.0  # degrees: as far as Mercator's map goes


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """Mercator's projection as d3 has it: x = scale * longitude + right, y = down - scale * north_of(latitude)."""

    scale: float
    right: float
    down: float
    width: int
    height: int

    def at(self, lat: float, lon: float) -> tuple[float, float]:
        """Pixels from the left and from the top."""
        return self.right + self.scale * math.radians(lon), self.down - self.scale * north_of(lat)

    def seen(self) -> list[Land]:
        """The land on the map, with as many points as can be told apart there. What would shrink to a line is left out:
        d3 takes a ring without an inside for the rest of the globe."""
        found = []
        for land in filter(self.shows, lands()):
            ring = self._thinned(land.ring)
            area = _middle(self.pixels(ring))[0]
            if area and (area > 0) == (_middle(self.pixels(land.ring))[0] > 0):
                found.append(replace(land, ring=ring))
        return found

    def pixels(self, ring: Sequence[Point]) -> list[Point]:
        """A ring of (longitude, latitude) on the map."""
        return [self.at(max(-_POLE, min(_POLE, lat)), lon) for lon, lat in ring]

    def _thinned(self, ring: Sequence[Point]) -> list[Point]:
        kept = [ring[0]]
        places = self.pixels(ring)
        x, y = places[0]
        for point, (next_x, next_y) in zip(ring[1:-1], places[1:-1], strict=True):
            if abs(next_x - x) + abs(next_y - y) >= _STEP:
                kept.append(point)
                x, y = next_x, next_y
        return [*kept, ring[-1]]

    def shows(self, land: Land) -> bool:
        """Whether a piece of land may be on the map, and is more than a speck there."""
        left, bottom = self.at(max(land.south, -_POLE), land.west)
        right, top = self.at(min(land.north, _POLE), land.east)
        large_enough = right - left > _SPECK or bottom - top > _SPECK
        return large_enough and left < self.width and right > 0 and top < self.height and bottom > 0


@dataclass(frozen=True, slots=True)
class Box:
    """Room for a word or a circle, pixels."""

    left: float
    top: float
    right: float
    bottom: float

    @staticmethod
    def width_of(word: str) -> float:
        """How wide a word is."""
        return _LETTER * len(word)

    def meets(self, other: "Box") -> bool:
        """Whether they share room."""
        return (
            self.left < other.right and other.left < self.right and self.top < other.bottom and other.top < self.bottom
        )


@dataclass(frozen=True, slots=True)
class Label:
    """A word and its room."""

    word: str
    box: Box


def free(word: str, starts: Sequence[tuple[float, float]], view: View, taken: Sequence[Box]) -> Box | None:
    """The first place where the word is inside the map and on nothing else; ``starts`` are the left and the middle
    line of each. Null: there is none."""
    for left, middle in starts:
        box = Box(left, middle - _LINE / 2, left + Box.width_of(word), middle + _LINE / 2)
        inside = box.left > 2 and box.right < view.width - 2 and box.top > 2 and box.bottom < view.height - 2
        if inside and not any(box.meets(other) for other in taken):
            return box
    return None


def country_labels(view: View, seen: Sequence[Land], taken: Sequence[Box]) -> list[Label]:
    """Names of the countries of which much is seen, in the middle of what is seen."""
    full = list(taken)
    labels: list[Label] = []
    for part, x, y, name in sorted(_seen_parts(view, seen), reverse=True)[:_COUNTRIES]:
        if part < _LEAST_PART:
            break
        left = x - Box.width_of(name) / 2
        box = free(name, [(left, y), (left, y + 24), (left, y - 24), (left, y + 48), (left, y - 48)], view, full)
        if box is not None:
            full.append(box)
            labels.append(Label(name, box))
    return labels


def _seen_parts(view: View, seen: Sequence[Land]) -> Iterator[tuple[float, float, float, str]]:
    """Share of the map, and the middle in pixels, of each piece of land that is seen, with its country."""
    whole = view.width * view.height
    for land in seen:
        pixels = view.pixels(land.ring)
        for axis, limit, keeps_less in (
            (0, 0.0, False),
            (0, view.width, True),
            (1, 0.0, False),
            (1, view.height, True),
        ):
            pixels = _cut_off(pixels, axis, float(limit), keeps_less=keeps_less)
        area, x, y = _middle(pixels)
        if area:
            yield abs(area) / whole, x, y, land.country


def _cut_off(ring: Sequence[Point], axis: int, limit: float, *, keeps_less: bool) -> list[Point]:
    """Sutherland and Hodgman's: the part of a ring on one side of a line."""
    kept: list[Point] = []
    for at, point in enumerate(ring):
        before = ring[at - 1]
        inside, was_inside = ((end[axis] <= limit) == keeps_less or end[axis] == limit for end in (point, before))
        if inside != was_inside:
            part = (limit - before[axis]) / (point[axis] - before[axis])
            kept.append((before[0] + part * (point[0] - before[0]), before[1] + part * (point[1] - before[1])))
        if inside:
            kept.append(point)
    return kept


def _middle(ring: Sequence[Point]) -> tuple[float, float, float]:
    """Area and centre of gravity of a ring; area 0: there is none."""
    area = x = y = 0.0
    for at, (x1, y1) in enumerate(ring):
        x0, y0 = ring[at - 1]
        cross = x0 * y1 - x1 * y0
        area, x, y = area + cross, x + (x0 + x1) * cross, y + (y0 + y1) * cross
    return (area / 2, x / (3 * area), y / (3 * area)) if abs(area) > 1 else (0.0, 0.0, 0.0)


def north_of(lat: float) -> float:
    """Mercator's distance from the equator for a latitude in degrees."""
    return math.log(math.tan(math.pi / 4 + math.radians(lat) / 2))
