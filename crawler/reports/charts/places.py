"""Where things happened: a map with coastlines and borders, as far as the places reach."""

import math
from collections.abc import Sequence
from typing import Any

import altair as alt

from crawler.reports.borders import Land
from crawler.reports.charts.drawing import ACCENT, BORDER, INK, LAND, MUTED, NARROW, WIDE, styled
from crawler.reports.charts.labels import Box, Label, View, country_labels, free, north_of
from crawler.reports.text import cut
from models.reporting.wanted import Row

_LEAST = 13.0  # degrees across: less would show a place without its country
_MARGIN = 0.18  # of the extent, on each side
_FARTHEST_NORTH = 78.0  # degrees: Mercator's map has no end
_LABELS_WIDE, _LABELS_NARROW = 14, 7
_LONGEST_NAME = 24
_LAND = "land"
_AREAS_WIDE, _AREAS_NARROW = (30.0, 700.0), (14.0, 320.0)  # square pixels of the smallest and the largest circle


def view_of(places: Sequence[Row], *, narrow: bool) -> View:
    """What the map shows: all places with some land around them."""
    width = NARROW if narrow else WIDE
    height = 330 if narrow else 520
    west, east = _widened(min(row["lon"] for row in places), max(row["lon"] for row in places), _LEAST)
    lats = [min(max(row["lat"], -_FARTHEST_NORTH), _FARTHEST_NORTH) for row in places]
    south, north = _widened(min(lats), max(lats), _LEAST)
    low, high = north_of(max(south, -_FARTHEST_NORTH)), north_of(min(north, _FARTHEST_NORTH))
    across = math.radians(min(east - west, 360.0))
    scale = min(width / across, height / (high - low))
    middle = math.radians((west + east) / 2)
    return View(
        scale=scale,
        right=width / 2 - scale * middle,
        down=height / 2 + scale * (low + high) / 2,
        width=width,
        height=height,
    )


def places_map(places: Sequence[Row], *, narrow: bool) -> dict[str, Any]:
    """A circle for each place, as large as its events are many; the places with most are named. As a Vega-Lite
    specification: Altair would copy the coastlines at each step."""
    view = view_of(places, narrow=narrow)
    seen = view.seen()
    areas = _areas(places, narrow=narrow)
    labels = _labels(places, areas, view, narrow=narrow)
    land = alt.Chart(alt.NamedData(name=_LAND)).mark_geoshape(fill=LAND, stroke=BORDER, strokeWidth=0.7)
    spots = [{"lat": row["lat"], "lon": row["lon"], "area": area} for row, area in zip(places, areas, strict=True)]
    circles = (
        alt.Chart(alt.InlineData(values=spots))
        .mark_point(shape="circle", fill=ACCENT, fillOpacity=0.3, stroke=ACCENT, strokeWidth=1.5)
        .encode(longitude="lon:Q", latitude="lat:Q", size=alt.Size("area:Q", scale=None))
    )
    countries = country_labels(view, seen, [label.box for label in labels] + _boxes(places, areas, view))
    chart = alt.layer(
        land,
        _words(countries, view, color=MUTED, fontSize=11),
        circles,
        _words(labels, view, color=LAND, fontSize=12, stroke=LAND, strokeWidth=3),  # a rim, to be read on borders
        _words(labels, view, color=INK, fontSize=12),
    ).project(
        type="mercator",
        scale=view.scale,
        translate=[view.right, view.down],
        clipExtent=[[0, 0], [view.width, view.height]],
    )
    spec: dict[str, Any] = styled(chart, view.width, view.height, framed=False).to_dict()
    spec["datasets"] = spec.get("datasets", {}) | {_LAND: _features(seen)}
    return spec


def _words(labels: Sequence[Label], view: View, **ink: Any) -> alt.Chart:
    values = [{"x": each.box.left, "y": (each.box.top + each.box.bottom) / 2, "word": each.word} for each in labels]
    across = alt.Scale(domain=[0, view.width], range=[0, view.width])
    down = alt.Scale(domain=[0, view.height], range=[0, view.height])
    chart: alt.Chart = (
        alt.Chart(alt.InlineData(values=values))
        .mark_text(align="left", baseline="middle", **ink)
        .encode(x=alt.X("x:Q", axis=None, scale=across), y=alt.Y("y:Q", axis=None, scale=down), text="word:N")
    )
    return chart


def _areas(places: Sequence[Row], *, narrow: bool) -> list[float]:
    """Square pixels of the circles."""
    most = max(row["events"] for row in places)
    least, largest = _AREAS_NARROW if narrow else _AREAS_WIDE
    return [least + (largest - least) * row["events"] / most for row in places]


def _boxes(places: Sequence[Row], areas: Sequence[float], view: View) -> list[Box]:
    """Where the circles are."""
    found = []
    for row, area in zip(places, areas, strict=True):
        (x, y), r = view.at(row["lat"], row["lon"]), math.sqrt(area / math.pi)
        found.append(Box(x - r, y - r, x + r, y + r))
    return found


def _features(seen: Sequence[Land]) -> list[dict[str, Any]]:
    return [{"type": "Feature", "geometry": {"type": "Polygon", "coordinates": [land.ring]}} for land in seen]


def _labels(places: Sequence[Row], areas: Sequence[float], view: View, *, narrow: bool) -> list[Label]:
    """Names beside their circles, none over another or over a large circle: what finds no room is in the table."""
    most = _LABELS_NARROW if narrow else _LABELS_WIDE
    circles = _boxes(places, areas, view)
    taken = circles[: 2 * most]
    labels: list[Label] = []
    for row, circle in list(zip(places, circles, strict=True))[: 2 * most]:
        word = cut(row["place"], _LONGEST_NAME)
        middle, width = (circle.top + circle.bottom) / 2, Box.width_of(word)
        starts = [
            (circle.right + 4, middle),
            (circle.left - 4 - width, middle),
            (circle.left, circle.top - 9),
            (circle.left, circle.bottom + 9),
        ]
        box = free(word, starts, view, taken)
        if word and box is not None and len(labels) < most:
            taken.append(box)
            labels.append(Label(word, box))
    return labels


def _widened(low: float, high: float, least: float) -> tuple[float, float]:
    missing = max(least - (high - low), 0) / 2 + (high - low) * _MARGIN
    return low - missing, high + missing
