"""When an event happened: the day or days that its independent reports agree on."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from models.events.event import Ground
from models.events.items import EventKind, TimeMention, TimePrecision
from pipelines.events.record.tellings import Telling, by_voice, is_within, kind_spans, telling_most, voice_weight

_LONGEST: Final = 7
"""Days of a span that can be an occurrence's; longer ones are times of a campaign."""
_KIND: Final = 2.0
"""How much more a time counts that stands in a sentence on the occurrence."""
_SAID: Final = 0.25
"""How much a time counts that says when somebody spoke."""
_DATELINE: Final = 0.3
"""How much the date counts that a dateline gives: it is the report's."""
_AGAIN: Final = 0.25
"""How much a day counts each further time an article names it."""
_SPAN: Final = 0.7
"""How much each day of a span counts that is named as one: a night's two days yield to the one that others name."""
_AFTER: Final = ((1, 0.25), (3, 0.1))
"""Days behind the first reports, and how much such a day counts: it rather tells of what came of it."""
_LATER: Final = 0.05
_EARLY: Final = 4
"""The first reports are there once one voice of so many has spoken: a forerunner does not bind the others."""
_ALIKE: Final = 0.6
"""Part of the highest centrality from which an article surely is the event's: others do not date its first report."""
_SOON: Final = timedelta(days=14)
"""Reports that lie no farther before those are the event's as well."""
_NEARNESS: Final = ((3, 1.0), (7, 0.7), (31, 0.4), (366, 0.2))
"""Days from an occurrence to its first report, and how much such a day counts."""
_LONG_AGO: Final = 0.1
_LEAST: Final = 0.4
"""Weight under which a time is background."""
_FIRM: Final = 2.5
"""Weight of a time in the lead: who names none that weighs so much has a weaker vote."""
_ATTACHED: Final = 0.8
"""How much a day counts that an occurrence is named by (``Wednesday's bomb``): often an earlier one."""
_SHARE: Final = 0.6
"""Support that a neighbouring day needs beside the best one to belong to the occurrence."""
_SHARE_LASTING: Final = 0.5
"""The same for occurrences that often last for days."""
_LASTING: Final = frozenset(["battle", "protest", "riot", "strategic development", "disaster"])
_TELLING: Final = 0.9
"""Weight from which a week, month or year is the occurrence's and not that of its background."""
_COARSE: Final[tuple[TimePrecision, ...]] = ("week", "month", "year")
_POSSESSIVE: Final = ("'s ", "’s ")
_PROMPT: Final = timedelta(days=3)
_NEWS: Final = frozenset(["politics", "justice", "other"])
"""Kinds whose reports need not follow upon the occurrence at once."""
_DAY: Final = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Occurred:
    """First and last day, how finely known, and the sentence it stands on."""

    first: date
    last: date
    precision: TimePrecision
    ground: Ground | None


@dataclass(frozen=True, slots=True)
class _Told:
    """A time that an article names, and how much it counts."""

    telling: Telling
    mention: TimeMention
    weight: float


def occurred(told: Sequence[Telling], kind: EventKind) -> Occurred | None:
    """The day, or the few days, that the independent reports name; else the week, month or year; else a time that only
    bounds a span (``since Monday``); else the day of the first report where reports followed each other at once; null
    where none of them says."""
    days = [day for telling in told if (day := telling.day)]
    voices = by_voice(told)
    first_report = _first_report(voices.values())
    named = [_named(group, kind, first_report) for group in by_voice(telling_most(told)).values()]
    within = [[each for each in voice if not each.mention.is_bound] for voice in named]
    least = _SHARE_LASTING if kind in _LASTING else _SHARE
    return (
        _by_day(within, least)
        or _coarse(within)
        or _by_day(named, least)
        or _coarse(named)
        or _by_report(told, kind, days)
    )


def _first_report(voices: Collection[Sequence[Telling]]) -> date | None:
    """The day by which the news was out. A stray article that lies weeks before all that are alike does not date it."""
    most = max((telling.member.centrality for group in voices for telling in group), default=0.0)
    firsts: list[tuple[date, bool]] = []
    for group in voices:
        days = [telling.day for telling in group if telling.day]
        if days:
            firsts.append((min(days), max(telling.member.centrality for telling in group) >= _ALIKE * most))
    firsts.sort()
    known = [day for day, _ in firsts]
    at = next((at for at, (_, is_alike) in enumerate(firsts) if is_alike), 0)
    while at > 0 and known[at] - known[at - 1] <= _SOON:
        at -= 1
    return known[at + (len(known) - at - 1) // _EARLY] if known else None


def _named(group: Sequence[Telling], kind: EventKind, first_report: date | None) -> list[_Told]:
    """The times that one voice names."""
    found: list[_Told] = []
    for telling in group:
        spans = kind_spans(telling, kind)
        latest = telling.day
        for mention in telling.member.facts.times:
            if latest and mention.first > latest:
                continue
            weight = telling.weight(mention.where) * _nearness(mention, first_report)
            if is_within(mention.where, spans):
                weight *= _KIND
            if telling.is_dateline(mention.where):
                weight *= _DATELINE
            elif telling.is_said(mention.where):
                weight *= _SAID
            elif telling.texts[mention.where.field].startswith(_POSSESSIVE, mention.where.end):
                weight *= _ATTACHED
            found.append(_Told(telling, mention, weight))
    return found


def _nearness(mention: TimeMention, first_report: date | None) -> float:
    if first_report is None:
        return 1.0
    if mention.first > first_report:
        ahead = (mention.first - first_report).days
        return next((share for days, share in _AFTER if ahead <= days), _LATER)
    gap = (first_report - mention.last).days
    return next((share for days, share in _NEARNESS if gap <= days), _LONG_AGO)


def _by_day(named: Sequence[list[_Told]], least: float) -> Occurred | None:
    support: dict[date, float] = {}
    for told in named:
        for day, share in _shares(told).items():
            support[day] = support.get(day, 0.0) + share * _count(told)
    if not support:
        return None
    best = max(support, key=lambda day: (support[day], -day.toordinal()))
    first = last = best
    close = {day for day, share in support.items() if share >= least * support[best]}
    while first - _DAY in close:
        first -= _DAY
    while last + _DAY in close:
        last += _DAY
    return Occurred(first, last, "day", _ground(named, first, last, best))


def _count(told: Sequence[_Told]) -> float:
    return voice_weight([each.telling for each in told])


def _shares(told: Sequence[_Told]) -> dict[date, float]:
    """How strongly one voice says that it was on each day: at most 1, for the day it says most of."""
    weights: dict[date, float] = {}
    for each in told:
        days = (each.mention.last - each.mention.first).days + 1
        if each.mention.precision != "day" or days > _LONGEST or each.weight < _LEAST:
            continue
        weight = each.weight if days == 1 else each.weight * _SPAN
        for offset in range(days):
            day = each.mention.first + offset * _DAY
            known = weights.get(day, 0.0)
            weights[day] = max(known, weight) + _AGAIN * min(known, weight)
    most = max(_FIRM, max(weights.values(), default=0.0))
    return {day: weight / most for day, weight in weights.items()}


def _coarse(named: Sequence[list[_Told]]) -> Occurred | None:
    """The week, month or year that most voices name, the finest unit first."""
    for precision in _COARSE:
        support: dict[tuple[date, date], float] = {}
        for told in named:
            spans = {(each.mention.first, each.mention.last) for each in told if _tells(each, precision)}
            for span in spans:
                support[span] = support.get(span, 0.0) + _count(told)
        if support:
            first, last = max(support, key=lambda span: (support[span], span))
            return Occurred(first, last, precision, _ground(named, first, last, first))
    return None


def _tells(each: _Told, precision: TimePrecision) -> bool:
    return each.mention.precision == precision and each.weight >= _TELLING


def _ground(named: Sequence[list[_Told]], first: date, last: date, surest: date) -> Ground | None:
    """The sentence that says it best: all of the days if one does, else the surest one; in the most central article."""
    within = [each for told in named for each in told if first <= each.mention.first and each.mention.last <= last]
    if not within:
        return None
    best = max(
        within,
        key=lambda each: (
            (each.mention.first, each.mention.last) == (first, last),
            each.mention.first <= surest <= each.mention.last,
            each.weight * (1 + each.telling.member.centrality),
        ),
    )
    return best.telling.ground(best.mention.where)


def _by_report(told: Sequence[Telling], kind: EventKind, days: Sequence[date]) -> Occurred | None:
    """The first report's day, where it bounds the occurrence: an occurrence that is news by itself, or one of which
    several independent reports came within days."""
    if not days:
        return None
    first = min(days)
    prompt = {telling.voice for telling in told if (day := telling.day) and day - first <= _PROMPT}
    if kind in _NEWS and len(prompt) < 2:
        return None
    return Occurred(first, first, "day", None)
