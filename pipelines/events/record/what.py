"""What kind of occurrence an event is, and its key figures as reported."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from models.events.event import Ground, ReportedFigure
from models.events.items import EventKind, Figure, FigureKind
from pipelines.events.record.tellings import Telling, Voice, by_voice, voice_weight

_Key = tuple[FigureKind, int, int | None]
_LEADING: Final = 2.0
"""Weight from which a sentence is one of the lead: its figure is the report's own, not one of its parts."""
_KINDS: Final[tuple[FigureKind, ...]] = ("killed", "injured", "missing", "displaced", "arrested")


def event_kind(told: Sequence[Telling]) -> tuple[EventKind, Ground | None]:
    """The kind that most voices report, and the strongest sentence that carries it; ``other`` if none does."""
    support: dict[EventKind, float] = {}
    for group in by_voice(told).values():
        weights: dict[EventKind, float] = {}
        for telling in group:
            for mention in telling.member.facts.kinds:
                weights[mention.kind] = weights.get(mention.kind, 0.0) + mention.weight
        whole = sum(weights.values()) or 1.0
        for kind, weight in weights.items():
            support[kind] = support.get(kind, 0.0) + weight / whole * voice_weight(group)
    named: list[EventKind] = [kind for kind in support if kind != "other"] or list(support)
    if not named:
        return "other", None
    kind = max(named, key=lambda each: (support[each], each))
    mentions = [
        (telling, mention) for telling in told for mention in telling.member.facts.kinds if mention.kind == kind
    ]
    telling, best = max(mentions, key=lambda pair: pair[1].weight * (1 + pair[0].member.centrality))
    return kind, telling.quote(best.where)


@dataclass(slots=True)
class _Count:
    """Who gives one figure."""

    voices: set[Voice]
    """All who ever gave it."""
    standing: set[Voice]
    """Those whose last word it is."""
    order: int
    """Position, among the reports, of the latest that gives it."""
    telling: Telling
    figure: Figure


def key_figures(told: Sequence[Telling]) -> tuple[ReportedFigure, ...]:
    """The figures of each kind, background left out: those first that most voices give in their last report (a toll
    rises, and an agency's later count takes the place of its earlier one), then the latest."""
    counts: dict[_Key, _Count] = {}
    last_words: dict[tuple[Voice, FigureKind], _Key] = {}
    for order, telling in enumerate(told):
        own: dict[FigureKind, list[Figure]] = {}
        for figure in telling.member.facts.figures:
            if not figure.is_background:
                own.setdefault(figure.kind, []).append(figure)
                _count(counts, figure, telling, order)
        for kind, figures in own.items():
            leading = [figure for figure in figures if telling.weight(figure.where) >= _LEADING]
            toll = max(leading or figures, key=lambda each: (each.low, each.high or each.low))
            last_words[telling.voice, kind] = (kind, toll.low, toll.high)
    for (voice, _), key in last_words.items():
        counts[key].standing.add(voice)
    ordered = sorted(counts.values(), key=_rank)
    return tuple(
        ReportedFigure(figure=each.figure, sources=len(each.voices), ground=each.telling.quote(each.figure.where))
        for each in ordered
    )


def _count(counts: dict[_Key, _Count], figure: Figure, telling: Telling, order: int) -> None:
    key = (figure.kind, figure.low, figure.high)
    count = counts.get(key)
    if count is None:
        counts[key] = _Count({telling.voice}, set(), order, telling, figure)
        return
    count.voices.add(telling.voice)
    if order > count.order:
        count.order, count.telling, count.figure = order, telling, figure


def _rank(count: _Count) -> tuple[float, ...]:
    figure = count.figure
    return (
        _KINDS.index(figure.kind),
        -len(count.standing),
        -len(count.voices),
        -count.order,
        -figure.low,
        -(figure.high or 0),
    )
