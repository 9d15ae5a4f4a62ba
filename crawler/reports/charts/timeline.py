"""When things happened: events by day and kind, or the articles of one event by hour and source."""

import re
from collections import Counter
from collections.abc import Sequence
from datetime import UTC, date
from typing import Any

import altair as alt

from crawler.reports import spans
from crawler.reports.charts.drawing import ACCENT, INK, NARROW, PAPER, WIDE, Drawing, styled
from crawler.reports.text import cut
from models.reporting.events import Events
from models.reporting.wanted import Row

_SINGLE = 150  # events: up to so many stand for themselves
_ROW = 46  # pixels
_NAMES_WIDE, _NAMES_NARROW = 190, 112  # pixels
_SPARE = 16  # pixels: the reader's type may be wider than the one it is measured with
_BREAK = "split(datum.label, '\\n')"


def stand_alone(events: Events) -> bool:
    """Whether each event has a circle of its own: there are not too many, and none would cover another whole."""
    return sum(row["events"] for row in events.counts) <= _SINGLE and all(row["events"] == 1 for row in events.counts)


def events_unit(events: Events, *, narrow: bool) -> str:
    """The unit of time in which the events are drawn."""
    known = [row["day"] for row in events.counts]
    if stand_alone(events):
        return spans.UNITS[0]
    return spans.unit_of(known, 24 if narrow else 60)


def events_by_kind(events: Events, *, narrow: bool) -> Drawing:
    """A circle for each event, as large as its independent sources are many; where they would lie on each other, one
    for those of a time and kind, as large as they are many."""
    unit = events_unit(events, narrow=narrow)
    if stand_alone(events):
        values = [_dot(row["day"], row["kind"], row["sources"]) for row in events.counts]
        return _dots(values, "independent sources", narrow=narrow)
    together: Counter[tuple[date, str]] = Counter()
    for row in events.counts:
        together[spans.start_of(row["day"], unit), row["kind"]] += row["events"]
    values = [_dot(start, kind, number) for (start, kind), number in together.items()]
    return _dots(values, f"events of a {unit}", narrow=narrow)


def _dot(day: date, kind: str, number: int) -> dict[str, Any]:
    return {"at": day.isoformat(), "row": _broken(kind), "n": number}


def members_by_source(members: Sequence[Row], *, narrow: bool) -> Drawing:
    """A mark for each article of an event: a circle where the text is the source's own, a ring for a copy."""
    values = [
        {
            "at": member["published_at"].astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S"),
            "row": cut(member["source"], 18 if narrow else 28),
            "text": "a copy" if member["copy_kind"] else "its own text",
        }
        for member in members
        if member["published_at"] is not None
    ]
    shape = alt.Scale(domain=["its own text", "a copy"], range=["circle", "square"])
    fill = alt.Scale(domain=["its own text", "a copy"], range=[ACCENT, PAPER])
    chart = (
        alt.Chart(alt.InlineData(values=values))
        .mark_point(size=130, opacity=1, stroke=ACCENT, strokeWidth=2)
        .encode(
            x=alt.X("at:T", title="published, UTC", scale=alt.Scale(type="utc", padding=14), axis=_time_axis(narrow)),
            y=alt.Y("row:N", title=None, sort=_first_come(values), axis=_name_axis(narrow)),
            shape=alt.Shape("text:N", scale=shape, title="text", legend=alt.Legend(columnPadding=24)),
            fill=alt.Fill("text:N", scale=fill, title="text", legend=alt.Legend(columnPadding=24)),
        )
    )
    return styled(chart, NARROW if narrow else WIDE, _height(values))


def _dots(values: list[dict[str, Any]], title: str, *, narrow: bool) -> Drawing:
    largest = max(value["n"] for value in values)
    base = alt.Chart(alt.InlineData(values=values)).encode(
        x=alt.X("at:T", title=None, scale=alt.Scale(type="utc", padding=16), axis=_time_axis(narrow)),
        y=alt.Y(
            "row:N", title=None, sort=alt.EncodingSortField("n", op="sum", order="descending"), axis=_name_axis(narrow)
        ),
    )
    size = alt.Size(
        "n:Q",
        title=title,
        scale=alt.Scale(domain=[0, largest], range=[0, 900]),
        legend=alt.Legend(values=sorted({1, max(1, largest // 3), largest}), format=",d"),
    )
    circles = base.mark_point(shape="circle", fill=ACCENT, fillOpacity=0.3, stroke=ACCENT, strokeWidth=1.5).encode(
        size=size
    )
    return styled(circles, NARROW if narrow else WIDE, _height(values))


def _height(values: list[dict[str, Any]]) -> int:
    return 90 + _ROW * len({value["row"] for value in values})


def _first_come(values: list[dict[str, Any]]) -> list[str]:
    return list(dict.fromkeys(value["row"] for value in values))


def _time_axis(narrow: bool) -> alt.Axis:
    return alt.Axis(tickCount=3 if narrow else 8, labelOverlap="greedy", labelFlush=True, labelPadding=6)


def _name_axis(narrow: bool) -> alt.Axis:
    return alt.Axis(
        labelExpr=_BREAK,
        labelLimit=(_NAMES_NARROW if narrow else _NAMES_WIDE) - _SPARE,
        minExtent=_NAMES_NARROW if narrow else _NAMES_WIDE,
        labelColor=INK,
        ticks=False,
        domain=False,
        grid=True,
        labelPadding=6,
        labelBaseline="middle",
    )


def _broken(kind: str) -> str:
    """A kind of event on two lines, where it has many words."""
    return re.sub("(explosion or|violence against|strategic) ", r"\1\n", kind)
