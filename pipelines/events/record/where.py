"""Where an event happened: the place that its independent reports agree on, as finely as they do."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from math import asin, cos, radians, sin, sqrt
from typing import Final

from models.events.event import Ground
from models.events.items import EventKind, Place, PlaceMention, Where
from pipelines.events.record.tellings import Telling, by_voice, is_within, kind_spans, telling_most, voice_weight

_IN: Final = frozenset(
    str.split("""
    in near outside inside at around across on off dans à près en cerca em perto no na nel nella a ad vicino im bei nahe
    в во у під под біля около поблизу في قرب شمال جنوب شرق غرب شمالي جنوبي شرقي غربي
    """)
)
_FROM: Final = frozenset(str.split("from originally aus из з із من"))
_OF: Final = frozenset(
    str.split("""
    the la le el der dem central northern southern eastern western nearby downtown city town village of de di ville
    ciudad cidade città stadt vieille old alte مدينة بلدة محافظة городе города місті місто
    """)
)
"""What stands between such a word and the name: ``in the northern city of``."""
_IN_TURKISH: Final = re.compile(r"['’][dt][ea]\b")
_KIND: Final = 2.0
_LOCATIVE: Final = 1.5
"""How much more a place counts in which something is said to be: ``in Mosul``, not ``Mosul's``."""
_ORIGIN: Final = 0.5
"""How much a place counts that somebody is from."""
_SAID: Final = 0.2
"""How much a place counts in which somebody spoke."""
_BACKGROUND: Final = 0.5
"""Weight of names far down in an article, whose sentences are not looked at."""
_DATELINE: Final = 0.7
"""What a dateline counts of a lead: the reporter was there, the event perhaps elsewhere."""
_AGREED: Final = 0.3
"""Share of a country's support that makes a place in it the event's."""
_NEAR: Final = 30.0
"""Kilometres within which a site lies in its city."""
_FINE: Final = ("site", "city")
_COARSER: Final = ("admin2", "admin1")

_Key = tuple[str, str, str | None, float, float]


@dataclass(frozen=True, slots=True)
class _Told:
    telling: Telling
    mention: PlaceMention
    weight: float


def location(told: Sequence[Telling], kind: EventKind) -> tuple[Place, Ground] | None:
    """The place of the event, and a sentence or caption that names it; null if no report names one."""
    named = [
        [each for telling in group for each in _named(telling, kind)] for group in by_voice(telling_most(told)).values()
    ]
    support: dict[_Key, float] = {}
    places: dict[_Key, Place] = {}
    for group in named:
        for key, share in _shares(group, places).items():
            support[key] = support.get(key, 0.0) + share * voice_weight([each.telling for each in group])
    if not support:
        return None
    key = _choose(support, places)
    within = [each for group in named for each in group if _key(each.mention.place) == key]
    best = max(within, key=lambda each: each.weight * (1 + each.telling.member.centrality))
    return places[key], best.telling.ground(best.mention.where)


def _key(place: Place) -> _Key:
    return place.kind, place.name, place.country, place.lat, place.lon


def _named(telling: Telling, kind: EventKind) -> list[_Told]:
    spans = kind_spans(telling, kind)
    found: list[_Told] = []
    for mention in telling.member.facts.places:
        where = mention.where
        weight = telling.weight(where) * mention.confidence
        text = telling.texts[where.field]
        if telling.is_dateline(where):
            weight *= _DATELINE
        elif weight > _BACKGROUND:
            weight *= _relation(text, where)
            if telling.is_said(where):
                weight *= _SAID
            elif is_within(where, spans):
                weight *= _KIND
        found.append(_Told(telling, mention, weight))
    return found


def _relation(text: str, where: Where) -> float:
    """What the words before a name make of it: where something is, or where somebody is from."""
    for word in reversed(text[max(0, where.start - 32) : where.start].lower().split()):
        if word in _IN:
            return _LOCATIVE
        if word in _FROM:
            return _ORIGIN
        if word not in _OF:
            break
    return _LOCATIVE if _IN_TURKISH.match(text, where.end) else 1.0


def _shares(group: Sequence[_Told], places: dict[_Key, Place]) -> dict[_Key, float]:
    """How strongly one voice names each place: 1 for the one it names most."""
    weights: dict[_Key, float] = {}
    for each in group:
        key = _key(each.mention.place)
        places.setdefault(key, each.mention.place)
        weights[key] = weights.get(key, 0.0) + each.weight
    most = max(weights.values(), default=0.0) or 1.0
    return {key: weight / most for key, weight in weights.items()}


def _choose(support: dict[_Key, float], places: dict[_Key, Place]) -> _Key:
    by_country: dict[str, float] = {}
    for key, share in support.items():
        if country := places[key].country:
            by_country[country] = by_country.get(country, 0.0) + share
    if not by_country:
        return _most(support, list(support))
    country = max(by_country, key=lambda code: (by_country[code], code))
    inside = [key for key in support if places[key].country == country]
    least = _AGREED * max(support[key] for key in inside)
    for kinds in (_FINE, _COARSER):
        if fine := [key for key in inside if key[0] in kinds and support[key] >= least]:
            return _city_of(_most(support, fine), fine, support)
    return _most(support, inside)


def _most(support: dict[_Key, float], keys: Sequence[_Key]) -> _Key:
    return max(keys, key=lambda key: (support[key], key[0] == "city", key[1], key[3], key[4]))


def _city_of(best: _Key, fine: Sequence[_Key], support: dict[_Key, float]) -> _Key:
    """The city around a site, where reports name it as well: its coordinates are sure."""
    if best[0] != "site":
        return best
    around = [key for key in fine if key[0] == "city" and _kilometres(key, best) <= _NEAR]
    return _most(support, around) if around else best


def _kilometres(one: _Key, other: _Key) -> float:
    lat_1, lon_1, lat_2, lon_2 = (radians(degrees) for degrees in (one[3], one[4], other[3], other[4]))
    half = sin((lat_2 - lat_1) / 2) ** 2 + cos(lat_1) * cos(lat_2) * sin((lon_2 - lon_1) / 2) ** 2
    return 12742.0 * asin(sqrt(half))
