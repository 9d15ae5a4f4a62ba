"""Place mentions of a story: spotted, weighed and resolved together."""

import re
from collections import Counter
from dataclasses import replace
from itertools import pairwise
from math import exp

from models.events.items import PlaceMention, Story, Where
from models.text import primary_subtag
from pipelines.events.places.anchoring import Unlisted, nearest, unlisted
from pipelines.events.places.folding import APOSTROPHES
from pipelines.events.places.gazetteer import Candidate, Gazetteer
from pipelines.events.places.resolving import ALONE, Evidence, resolve
from pipelines.events.places.spotting import Spot, spots
from pipelines.events.places.surroundings import BARRED, Surroundings
from pipelines.events.places.wording import Wording

DATELINE = "dateline"
"""Field of the dateline where the story has it apart: evidence, not a passage."""
LEAST = -0.5
"""Points from which a name is taken for a place: a little more or less changes hardly anything on labelled texts."""
MOST_READ = 60_000
"""Characters of a passage that are read: longer ones are no articles."""
MOST_OF_A_STRAY = 30_000
"""Inhabitants: a larger place is known abroad, and may be meant wherever a report plays."""
_COMMA = re.compile(
    r"\s?,\s?|\s\(|،? (?:في )?"
    r"|,? (?:(?:in|en|w|im|à|au) )?"
    r"(?:(?:northern|southern|eastern|western|central|(?:north|south)-?(?:eastern|western)) )?"
)
"""What stands between a place and the country or division that it lies in: Mosul, in northern Iraq."""
_LIST = frozenset((",", "and", "or", ", and", "to", "y", "et", "und", "و", "и", "та", "ve", "e"))


def mentions(story: Story, gazetteer: Gazetteer) -> tuple[PlaceMention, ...]:
    """The places that a story names, in printed order."""
    wordings = [Wording(passage.field, passage.text[:MOST_READ]) for passage in story.passages if passage.text]
    printed = {wording.field: number for number, wording in enumerate(wordings)}
    if story.dateline_place:
        wordings.insert(0, Wording(DATELINE, story.dateline_place[:MOST_READ]))
    found = [spot for wording in wordings for spot in spots(wording, gazetteer)]
    surroundings = Surroundings(gazetteer, wordings, primary_subtag(story.language) or "en")
    for spot in found:
        surroundings.weigh(spot)
    _link(found)
    likely = [spot for spot in found if not spot.barred]
    resolve(likely, Evidence(_peoples(wordings, gazetteer), story.country))
    _share(likely)
    named = [mention for wording in wordings for mention in _named(wording, found, gazetteer)]
    named = [mention for mention in named if mention.where.field in printed]
    return tuple(sorted(named, key=lambda mention: (printed[mention.where.field], mention.where.start)))


def _named(wording: Wording, found: list[Spot], gazetteer: Gazetteer) -> list[PlaceMention]:
    """The mentions of one passage, once its spots are resolved."""
    own = [spot for spot in found if spot.wording is wording]
    likely = [spot for spot in own if not spot.barred and spot.chosen and spot.score + spot.support > LEAST]
    placed = [spot for spot in likely if not _is_stray(spot)] or likely
    named = [_mention(spot, spot.chosen, gazetteer) for spot in placed if spot.chosen]
    settled = set(map(id, placed))
    named += [
        _stray(spot, spot.chosen, placed, gazetteer) for spot in likely if spot.chosen and id(spot) not in settled
    ]
    known = [spot for spot in own if spot.barred and spot.score > BARRED]
    return named + [_unlisted(place, gazetteer) for place in unlisted(wording, known + likely, placed, gazetteer)]


def _link(found: list[Spot]) -> None:
    """Neighbours in print: ``Paris, Texas`` and lists of places speak for each other."""
    for spot, following in pairwise(found):
        if spot.wording is not following.wording:
            continue
        between = spot.wording.text[spot.wording.end[spot.j - 1] : spot.wording.start[following.i]]
        if len(between) > 30:
            continue
        if _COMMA.fullmatch(between):
            wider = [one for one in following.candidates if one.kind in ("country", "admin1") and _holds(one, spot)]
            if wider:
                spot.inside, following.around = wider, spot.key
                spot.score += 2.5
                following.score += 2.5
                spot.barred, following.barred = spot.score < -3, False
        if between.strip() in _LIST and not (spot.barred or following.barred):
            before, behind = spot.score > 1, following.score > 1
            spot.score += 0.7 if behind else 0.0
            following.score += 0.7 if before else 0.0


def _holds(wider: Candidate, spot: Spot) -> bool:
    """Whether a place of the name lies in that country or division. One country behind another is a list (``Canada,
    Spain``, though Spain has a Cañada), unless the first is the name of a division too (``Georgia, USA``)."""
    is_country = any(one.kind == "country" for one in spot.candidates)
    return any(
        one.country == wider.country
        and (one.kind == "admin1" or not is_country or wider.kind == "admin1")
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


def _span(spot: Spot) -> tuple[int, int]:
    """Offsets of the name itself, without a particle written on to it (وبغداد) or a case ending (Musul'da)."""
    wording = spot.wording
    start, end = wording.start[spot.i], wording.end[spot.j - 1]
    if spot.j - spot.i == 1:
        if wording.text[start] in "وبلفك" and spot.key[0] != wording.folded[spot.i][0]:
            start += 1
        elif spot.key == wording.stem.get(spot.i):
            end = start + next(n for n, letter in enumerate(wording.text[start:end]) if letter in APOSTROPHES)
    return start, end


def _is_stray(spot: Spot) -> bool:
    """Whether the only place of the name is a village in a country that the story is not about."""
    return spot.chosen is not None and spot.chosen.population < MOST_OF_A_STRAY and spot.support <= ALONE


def _stray(spot: Spot, chosen: Candidate, placed: list[Spot], gazetteer: Gazetteer) -> PlaceMention:
    """Such a name is rather that of another village, near what stands near it."""
    anchor = nearest(spot.i, spot.j, placed)
    if anchor is None:
        return _mention(spot, chosen, gazetteer)
    return _unlisted((spot.wording, spot.i, spot.j, anchor), gazetteer)


def _unlisted(place: Unlisted, gazetteer: Gazetteer) -> PlaceMention:
    wording, i, j, anchor = place
    name = wording.raw(i, j)
    near = gazetteer.place(anchor.number)
    return PlaceMention(
        where=Where(field=wording.field, start=wording.start[i], end=wording.end[j - 1]),
        name=name,
        place=replace(near, name=name, kind="site", geonames_id=None, population=0),
        confidence=0.4,
    )


def _mention(spot: Spot, chosen: Candidate, gazetteer: Gazetteer) -> PlaceMention:
    wording = spot.wording
    start, end = _span(spot)
    return PlaceMention(
        where=Where(field=wording.field, start=start, end=end),
        name=wording.text[start:end],
        place=gazetteer.place(chosen.number),
        confidence=round(1 / (1 + exp(-(spot.score + spot.support))) * min(1.0, 0.6 + 0.2 * spot.margin), 3),
    )
