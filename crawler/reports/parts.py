"""What stands in each part of the page, from what was read: charts, tables, and what was left out."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date
from typing import Any

from markupsafe import Markup

from crawler.reports import spans
from crawler.reports.charts import coverage as coverage_chart
from crawler.reports.charts import places as places_chart
from crawler.reports.charts import timeline as timeline_chart
from crawler.reports.charts.drawing import drawn
from crawler.reports.text import cut
from crawler.reports.wording import count, marked
from models.reporting.corpus import Day
from models.reporting.reading import Corpus
from models.reporting.revisions import Change, Revision

SOURCES = 40
"""Sources with a row of their own; the others share one."""
_CHANGES = 8  # of one revision
_NAME = 40  # characters
_FIELDS = tuple(field.name for field in fields(Day) if field.type is int and field.name != "source_id")


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceRow:
    """A source in the table of coverage."""

    name: str
    counts: Mapping[str, int]
    """Sums of the fields of ``Day``."""
    first: date
    last: date


def timeline(corpus: Corpus) -> dict[str, Any]:
    """Charts and the table beside them; of a single event, its articles."""
    events = corpus.events
    dated = [member for member in events.members if member["published_at"] is not None]
    charts: list[Markup] = []
    label = "Events by day and kind; the numbers are in the table below"
    if dated:
        label = "Articles of the event by time and source; they are listed below"
        charts = [
            drawn(timeline_chart.members_by_source(dated, narrow=narrow), label=label, css=css)
            for narrow, css in _SIZES
        ]
    elif events.counts and corpus.wanted.event is None:
        charts = [
            drawn(timeline_chart.events_by_kind(events, narrow=narrow), label=label, css=css) for narrow, css in _SIZES
        ]
    unit = timeline_chart.events_unit(events, narrow=False)
    unit = spans.unit_of((row["day"] for row in events.counts), 100) if unit == "day" else unit
    table: Counter[tuple[date, str]] = Counter()
    for row in events.counts:
        table[spans.start_of(row["day"], unit), row["kind"]] += row["events"]
    return {
        "charts": charts,
        "unit": unit,
        "table": [(spans.spelled(start, unit), kind, number) for (start, kind), number in sorted(table.items())],
    }


def coverage(corpus: Corpus) -> dict[str, Any]:
    """Charts, a table of sources, and one of every source and time."""
    days = corpus.coverage.days
    if not days:
        return {"charts": [], "sources": [], "table": [], "others": 0}
    ranked = [source for source, _ in _sums(days, "source_id", "articles").most_common()]
    own = ranked[:SOURCES]
    others = len(ranked) - len(own)
    rest = count(others, "other source")
    shown = dict(zip(own, _distinct(corpus, own), strict=True))
    names = shown | ({0: rest} if others else {})  # no source has the id 0
    units = {
        narrow: spans.unit_of(
            (day.day for day in days), coverage_chart.COLUMNS_NARROW if narrow else coverage_chart.COLUMNS_WIDE
        )
        for narrow in (False, True)
    }
    label = f"Articles by source and {units[False]}; the numbers are in the tables below"
    charts = [
        drawn(coverage_chart.squares(days, shown, units[narrow], narrow=narrow), label=label, css=css)
        for narrow, css in _SIZES
    ]
    table: Counter[tuple[str, date]] = Counter()
    for each in days:
        table[names.get(each.source_id, rest), spans.start_of(each.day, units[False])] += each.articles
    starts = sorted({start for _, start in table})
    return {
        "charts": charts,
        "unit": units[False],
        "others": others,
        "sources": _source_rows(days, names, rest),
        "starts": [spans.spelled(start, units[False]) for start in starts],
        "table": [(name, [table[name, start] for start in starts]) for name in names.values()],
    }


def places(corpus: Corpus) -> dict[str, Any]:
    """Maps; the table is ``corpus.events.places``."""
    shown = corpus.events.places
    label = "Map of the places where events happened; they are in the table below"
    charts = [
        drawn(places_chart.places_map(shown, narrow=narrow), label=label, css=css) for narrow, css in _SIZES if shown
    ]
    return {"charts": charts, "most": max((place["events"] for place in shown), default=0)}


def revisions(corpus: Corpus) -> list[dict[str, Any]]:
    """Each revision with its texts side by side."""
    return [
        {
            "article": each.article,
            "tells": each.tells,
            "changes": [(change.field, *marked(change.was, change.became)) for change in _telling(each)[:_CHANGES]],
            "more": max(len(each.changes) - _CHANGES, 0),
        }
        for each in corpus.revisions.shown
    ]


_SIZES = ((False, "wide"), (True, "narrow"))


def _telling(revision: Revision) -> list[Change]:
    """What was reworded or went before what came, within each kind of text as it stands on the page."""
    order = ("headline", "dek", "kicker", "body", "caption", "credit")
    return sorted(revision.changes, key=lambda change: (order.index(change.field), change.was is None))


def _sums(days: Iterable[Day], key: str, field: str) -> Counter[Any]:
    sums: Counter[Any] = Counter()
    for day in days:
        sums[getattr(day, key)] += getattr(day, field)
    return sums


def _distinct(corpus: Corpus, sources: Sequence[int]) -> list[str]:
    """Names of sources, with the domain where two share one."""
    names = [cut(corpus.sources[source]["name"], _NAME) for source in sources]
    return [
        name if names.count(name) == 1 else f"{name} ({cut(corpus.sources[source]['slug'], _NAME)})"
        for name, source in zip(names, sources, strict=True)
    ]


def _source_rows(days: Sequence[Day], names: Mapping[int, str], rest: str) -> list[SourceRow]:
    counts: dict[str, Counter[str]] = {name: Counter() for name in names.values()}
    when: dict[str, list[date]] = {name: [] for name in names.values()}
    for day in days:
        name = names.get(day.source_id, rest)
        counts[name].update({field: getattr(day, field) for field in _FIELDS})
        when[name].append(day.day)
    return [
        SourceRow(name=name, counts=counts[name], first=min(when[name]), last=max(when[name]))
        for name in names.values()
    ]
