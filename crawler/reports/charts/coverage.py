"""How much each source published, and when: what is blank is silence, or was not crawled."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date

import altair as alt

from crawler.reports import spans
from crawler.reports.charts.drawing import ACCENT, NARROW, WIDE, Drawing, styled
from models.reporting.corpus import Day

COLUMNS_WIDE, COLUMNS_NARROW = 62, 18
_ROW = 26  # pixels
_NAMES_WIDE, _NAMES_NARROW = 190, 112
_SPARE = 16  # pixels: the reader's type may be wider than the one it is measured with


def squares(days: Sequence[Day], names: Mapping[int, str], unit: str, *, narrow: bool) -> Drawing:
    """A square for each source and ``unit``, as large as its articles are many. ``names``: the sources that are shown,
    by id, in their order."""
    found: Counter[tuple[str, date]] = Counter()
    for each in days:
        if each.source_id in names:
            found[names[each.source_id], spans.start_of(each.day, unit)] += each.articles
    values = [{"row": name, "at": start.isoformat(), "n": n} for (name, start), n in found.items()]
    every = spans.all_starts(min(day.day for day in days), max(day.day for day in days), unit)
    width = NARROW if narrow else WIDE
    names_width = _NAMES_NARROW if narrow else _NAMES_WIDE
    cell = (width - names_width - 30) / max(len(every), 8)
    side = max(min(cell, _ROW) - 2, 3)
    largest = max(found.values())
    size = alt.Size(
        "n:Q",
        title=f"articles a {unit}",
        scale=alt.Scale(domain=[0, largest], range=[4, side * side], zero=False),
        legend=alt.Legend(values=sorted({1, max(1, largest // 4), largest}), format=",d"),
    )
    chart = (
        alt.Chart(alt.InlineData(values=values))
        .mark_square(color=ACCENT, opacity=1)
        .encode(
            x=_over([start.isoformat() for start in every], unit, 4 if narrow else 9),
            y=_by_source(list(names.values()), names_width),
            size=size,
        )
    )
    return styled(chart, width, 80 + _ROW * len({value["row"] for value in values}))


def _over(starts: list[str], unit: str, ticks: int) -> alt.X:
    axis = alt.Axis(
        labelExpr=_LABELS[unit], values=_ticks(starts, ticks), labelAngle=0, labelOverlap="greedy", grid=False
    )
    return alt.X("at:O", title=None, scale=alt.Scale(domain=starts, paddingOuter=0.2), axis=axis)


def _by_source(names: list[str], width: int) -> alt.Y:
    axis = alt.Axis(labelLimit=width - _SPARE, minExtent=width, ticks=False, domain=False, grid=True)
    return alt.Y("row:N", title=None, sort=names, axis=axis)


def _ticks(starts: Sequence[str], most: int) -> list[str]:
    step = -(-len(starts) // most)
    return list(starts[::step])


_DAY = "utcFormat(utcParse(datum.label, '%Y-%m-%d'), '%-d %b %Y')"
_MONTH = "utcFormat(utcParse(datum.label, '%Y-%m-%d'), '%b %Y')"
_YEAR = "utcFormat(utcParse(datum.label, '%Y-%m-%d'), '%Y')"
_LABELS = {"day": _DAY, "week": _DAY, "month": _MONTH, "quarter": _MONTH, "year": _YEAR}
