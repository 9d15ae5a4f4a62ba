"""Place mentions of a story: spotted, weighed and resolved together."""

import re
from collections import Counter
from dataclasses import replace
from math import exp

from models.events.items import PlaceMention, Story, Where
from pipelines.events.places.anchoring import Unlisted, nearest, unlisted
from pipelines.events.places.folding import key_of
from pipelines.events.places.gazetteer import Candidate, Gazetteer
from pipelines.events.places.resolving import ALONE, Evidence, resolve
from pipelines.events.places.spotting import Spot, spots
from pipelines.events.places.surroundings import BARRED, Surroundings
from pipelines.events.places.tables import rows
from pipelines.events.places.wording import Wording

MOST_READ = 60_000
"""Characters of a passage that are read: longer ones are no articles."""
MOST_OF_A_STRAY = 30_000
_COMMA = re.compile(
    r"^\s?,\s?$|^\s\($|^,? (?:(?:in|en|w|im|à|au) )?(?:(?:northern|southern|eastern|western|central|north-?eastern|north-?western|south-?eastern|south-?western) )?$|^،? (?:في )?$"
)


def mentions(story: Story, gazetteer: Gazetteer) -> tuple[PlaceMention, ...]:
    """The places that a story names, in printed order."""
    wordings = [Wording(passage.field, passage.text[:MOST_READ]) for passage in story.passages if passage.text]
    language = (story.language or "en").split("-")[0].lower()
    surroundings = Surroundings(gazetteer, wordings, language)
    found = [spot for wording in wordings for spot in spots(wording, gazetteer)]
    for spot in found:
        surroundings.weigh(spot)
    _link(found)
    likely = [spot for spot in found if not spot.barred]
    evidence = Evidence(_peoples(wordings, gazetteer), story.country, key_of(story.dateline_place or "") or None)
    resolve(likely, evidence)
    _share(likely)
    placed = [spot for spot in likely if spot.score + spot.support > 0 and spot.chosen]
    strays = [spot for spot in placed if _is_stray(spot)]
    placed = [spot for spot in placed if not _is_stray(spot)] or placed
    named = [_mention(spot, gazetteer) for spot in placed]
    named += [_stray(spot, placed, gazetteer) for spot in strays if spot not in placed]
    for wording in wordings:
        near = [spot for spot in placed if spot.wording is wording]
        taken = [
            spot for spot in found if spot.wording is wording and spot.score > BARRED and (spot.barred or spot in near)
        ]
        named += [_unlisted(place, gazetteer) for place in unlisted(wording, taken, near, gazetteer)]
    order = {wording.field: number for number, wording in enumerate(wordings)}
    return tuple(sorted(named, key=lambda mention: (order[mention.where.field], mention.where.start)))


def _link(found: list[Spot]) -> None:
    """Neighbours in print: ``Paris, Texas`` and lists of places speak for each other."""
    for spot, following in zip(found, found[1:], strict=False):
        if spot.wording is not following.wording:
            continue
        between = spot.wording.text[spot.wording.end[spot.j - 1] : spot.wording.start[following.i]]
        if _COMMA.match(between):
            wider = [one for one in following.candidates if one.kind in ("country", "admin1") and _holds(one, spot)]
            if wider:
                spot.inside = wider
                following.around = spot.key
                spot.score += 2.5
                following.score += 2.5
                spot.barred = spot.score < -3  # noqa: PLR2004
                following.barred = False
        if between.strip() in (",", "and", "or", ", and", "to", "y", "et", "und", "و", "и", "und") and not (
            spot.barred or following.barred
        ):
            if following.score > 1:
                spot.score += 0.7
            if spot.score > 1:
                following.score += 0.7


def _holds(wider: Candidate, spot: Spot) -> bool:
    return any(
        one.country == wider.country
        and one.kind != "country"
        and (wider.kind == "country" or (one.admin1 == wider.admin1 and one.kind != "admin1"))
        for one in spot.candidates
    )


def _share(spots: list[Spot]) -> None:
    """A name that is a place at one point of a story is rather one at the others."""
    best: dict[str, float] = {}
    for spot in spots:
        best[spot.key] = max(best.get(spot.key, -9.0), spot.score + spot.support)
    for spot in spots:
        if best[spot.key] > 1.0:
            spot.score += min(1.0, 0.5 * best[spot.key])


def _peoples(wordings: list[Wording], gazetteer: Gazetteer) -> Counter[str]:
    peoples = gazetteer.peoples
    counts: Counter[str] = Counter()
    for wording in wordings:
        for word in wording.folded:
            if word in peoples:
                counts[peoples[word]] += 1
    return counts


def _is_stray(spot: Spot) -> bool:
    """Whether the only place of the name is a village in a country that the story is not about."""
    return spot.chosen is not None and spot.chosen.population < MOST_OF_A_STRAY and spot.support <= ALONE


def _stray(spot: Spot, placed: list[Spot], gazetteer: Gazetteer) -> PlaceMention:
    """Such a name is rather that of another village, near what stands near it."""
    near = [other for other in placed if other.wording is spot.wording]
    anchor = nearest(spot.wording, spot.i, spot.j, near)
    return _unlisted((spot.wording, spot.i, spot.j, anchor), gazetteer) if anchor else _mention(spot, gazetteer)


def _unlisted(place: Unlisted, gazetteer: Gazetteer) -> PlaceMention:
    wording, i, j, anchor = place
    assert anchor.chosen is not None  # noqa: S101 - anchors are resolved; for the type checker
    name = wording.raw(i, j)
    near = gazetteer.place(anchor.chosen.number)
    return PlaceMention(
        where=Where(field=wording.field, start=wording.start[i], end=wording.end[j - 1]),
        name=name,
        place=replace(near, name=name, kind="site", geonames_id=None, population=0),
        confidence=0.4,
    )


def _mention(spot: Spot, gazetteer: Gazetteer) -> PlaceMention:
    wording = spot.wording
    start, end = wording.start[spot.i], wording.end[spot.j - 1]
    assert spot.chosen is not None  # noqa: S101 - resolved before; for the type checker
    return PlaceMention(
        where=Where(field=wording.field, start=start, end=end),
        name=wording.text[start:end],
        place=gazetteer.place(spot.chosen.number),
        confidence=round(1 / (1 + exp(-(spot.score + spot.support))) * min(1.0, 0.6 + 0.2 * spot.margin), 3),
    )
