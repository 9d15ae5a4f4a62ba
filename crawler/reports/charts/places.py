"""Where things happened: a map with coastlines and borders, as far as the places reach."""

import math
from collections.abc import Sequence
from typing import Any

import altair as alt

from crawler.reports.borders import Land
from crawler.reports.charts.drawing import ACCENT, BORDER, INK, LAND, MUTED, NARROW, WIDE, styled
from crawler.reports.charts.labels import Box, View, country_labels, free, north_of
from crawler.reports.text import cut
from models.reporting.wanted import Row

_LEAST = 13.0  # degrees across: less would show a place without its country
_MARGIN = 0.18  # of the extent, on each side
_FARTHEST_NORTH = 78.0  # degrees: Mercator's map has no end
_LABELS_WIDE, _LABELS_NARROW = 14, 7
_LONGEST_NAME = 24
_LAND = "land"
_LARGEST = 700.0  # square pixels of the largest circle


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
    land = alt.Chart(alt.NamedData(name=_LAND)).mark_geoshape(fill=LAND, stroke=BORDER, strokeWidth=0.7)
    spots = [{"lat": row["lat"], "lon": row["lon"], "n": row["events"]} for row in places]
    largest = max(row["events"] for row in places)
    circles = (
        alt.Chart(alt.InlineData(values=spots))
        .mark_point(shape="circle", fill=ACCENT, fillOpacity=0.3, stroke=ACCENT, strokeWidth=1.5)
        .encode(
            longitude="lon:Q",
            latitude="lat:Q",
            size=alt.Size(
                "n:Q",
                scale=alt.Scale(domain=[0, largest], range=[30, _LARGEST]),
                legend=None,
            ),
        )
    )
    seen = view.seen()
    labels = _labels(places, view, seen, largest, narrow=narrow)
    words = alt.Chart(alt.InlineData(values=[label for label in labels if "name" in label]))
    countries = alt.Chart(alt.InlineData(values=[label for label in labels if "country" in label]))
    position = {"x": alt.X("x:Q", axis=None, scale=alt.Scale(domain=[0, view.width], range=[0, view.width]))} | {
        "y": alt.Y("y:Q", axis=None, scale=alt.Scale(domain=[0, view.height], range=[0, view.height]))
    }
    ink: dict[str, Any] = {"fontSize": 12, "align": "left", "baseline": "middle"}
    halo = words.mark_text(**ink, color=LAND, stroke=LAND, strokeWidth=3).encode(text="name:N", **position)
    names = words.mark_text(**ink, color=INK).encode(text="name:N", **position)
    spaced = countries.mark_text(**ink | {"fontSize": 11}, color=MUTED).encode(text="country:N", **position)
    chart = alt.layer(land, spaced, circles, halo, names).project(
        type="mercator",
        scale=view.scale,
        translate=[view.right, view.down],
        clipExtent=[[0, 0], [view.width, view.height]],
    )
    spec: dict[str, Any] = styled(chart, view.width, view.height, framed=False).to_dict()
    spec["datasets"] = spec.get("datasets", {}) | {_LAND: _features(seen)}
    return spec


def _features(seen: Sequence[Land]) -> list[dict[str, Any]]:
    return [{"type": "Feature", "geometry": {"type": "Polygon", "coordinates": [land.ring]}} for land in seen]


def _labels(
    places: Sequence[Row], view: View, seen: Sequence[Land], largest: int, *, narrow: bool
) -> list[dict[str, Any]]:
    """Names beside their circles, none over another or over a circle: those that find no room are in the table."""
    circles = []
    for row in places:
        x, y = view.at(row["lat"], row["lon"])
        circles.append((x, y, math.sqrt((30 + (_LARGEST - 30) * row["events"] / largest) / math.pi)))
    taken = [Box(x - r, y - r, x + r, y + r) for x, y, r in circles]
    labels: list[dict[str, Any]] = []
    for row, (x, y, r) in zip(places, circles, strict=True):
        name = cut(row["place"], _LONGEST_NAME)
        box = free(
            name, [(x + r + 4, y), (x - r - 4 - Box.width_of(name), y), (x, y - r - 9), (x, y + r + 9)], view, taken
        )
        if not name or box is None:
            continue
        taken.append(box)
        labels.append({"x": box.left, "y": (box.top + box.bottom) / 2, "name": name})
        if len(labels) == (_LABELS_NARROW if narrow else _LABELS_WIDE):
            break
    return [*labels, *country_labels(view, seen, taken)]


def _widened(low: float, high: float, least: float) -> tuple[float, float]:
    missing = max(least - (high - low), 0) / 2 + (high - low) * _MARGIN
    return low - missing, high + missing
