"""Which of the places of a name is meant: all names of a story together."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from math import cos, hypot, log10, radians, sqrt

from pipelines.events.places.gazetteer import Candidate
from pipelines.events.places.sources import ALTERNATE, BARE, PREFERRED
from pipelines.events.places.spotting import Spot
from pipelines.events.places.tables import words
from pipelines.events.places.votes import Votes

_STATE_WORDS, _TOWN_WORDS = words("division"), words("town")
MOST_ADDED = 4.4
"""What the rest of a story can add to a place at most: a name whose first place is further ahead is settled."""
ALONE = -0.7
"""Support for a smaller place in a country that nothing else in the story points to."""
NEAR_KM = 200
"""Places that one report names together are mostly closer than this."""


class Evidence:
    """What a story says of where it plays, besides its place names."""

    def __init__(self, peoples: Counter[str], home: str | None) -> None:
        self.peoples = peoples
        """Countries, and divisions as ``country/division``, whose people or adjective is printed, with counts."""
        self.home = home
        """The source's country."""


def resolve(spots: list[Spot], evidence: Evidence) -> None:
    """Set ``chosen``, ``margin`` and ``support`` of each spot."""
    groups: dict[str, list[Spot]] = defaultdict(list)
    behind: dict[str, set[str]] = defaultdict(set)
    for spot in spots:
        groups[spot.key].append(spot)
    for key, group in groups.items():
        if len(around := {spot.around for spot in group}) == 1:
            behind[around.pop()].add(key)
    own = {key: {key} | behind[key] for key in groups}
    priors = {key: _priors(group, evidence) for key, group in groups.items()}
    for key, group in groups.items():
        _choose(group, priors[key], {})
    unsettled = [key for key, group in groups.items() if any(spot.margin < MOST_ADDED for spot in group)]
    for _ in range(2):
        votes = _votes(groups, evidence)
        anchors = _anchors(groups)
        for key in unsettled:
            if len(priors[key]) > 1:
                _choose(groups[key], priors[key], _bonuses(key, priors[key], anchors, votes, own[key]))
    votes = _votes(groups, evidence)
    for spot in spots:
        spot.support = _support(spot, votes)


def _weight(candidate: Candidate) -> float:
    """How likely the place is meant by its name alone, in powers of ten."""
    if candidate.kind == "country":
        weight = 7.5 if candidate.population > 100_000 else 6.0
    elif candidate.kind == "admin1":
        weight = 3.6 + 0.3 * log10(candidate.population + 10)
    elif candidate.kind in ("region", "site"):
        weight = 6.5
    elif candidate.kind == "admin2":
        weight = 3.8
    else:
        weight = log10(candidate.population + 10)
    if candidate.how == ALTERNATE:
        return weight - (1.3 if candidate.population < 100_000 else 0.4)  # large cities are known abroad
    return weight + {PREFERRED: 1.5, BARE: -2.5}.get(candidate.how, 0.0)


def _priors(group: list[Spot], evidence: Evidence) -> list[tuple[Candidate, float]]:
    """The candidates of a name with their weight from its own surroundings, best first, sixteen at most."""
    nouns = Counter(noun for spot in group for noun in _nouns(spot))
    rated = []
    for candidate in group[0].candidates:
        weight = _weight(candidate)
        if candidate.country == evidence.home:
            weight += 0.6
        is_division = candidate.kind in ("admin1", "admin2")
        if any(noun in _STATE_WORDS for noun in nouns) and is_division:
            weight += 3
        if any(noun in _TOWN_WORDS for noun in nouns) and candidate.kind == "city":
            weight += 2
        rated.append((candidate, weight))
    rated.sort(key=lambda pair: -pair[1])
    return rated if len(rated) <= 16 else [*rated[:8], *_one_a_country(rated[8:])][:24]


def _one_a_country(rated: list[tuple[Candidate, float]]) -> list[tuple[Candidate, float]]:
    seen: set[tuple[str, str]] = set()
    left = []
    for candidate, weight in rated:
        area = (candidate.country, candidate.admin1)
        if area not in seen:
            seen.add(area)
            left.append((candidate, weight))
    return left


def _nouns(spot: Spot) -> Iterable[str]:
    wording = spot.wording
    if spot.j < len(wording) and wording.joined[spot.j]:
        yield wording.folded[spot.j]
    if spot.i > 1 and wording.folded[spot.i - 1] in ("of", "de"):
        yield wording.folded[spot.i - 2]


def _lies_in(candidate: Candidate, place: Candidate) -> bool:
    if candidate.kind == "country" or candidate.country != place.country:
        return False
    return place.kind == "country" or (candidate.admin1 == place.admin1 and candidate.kind != "admin1")


def _choose(group: list[Spot], rated: list[tuple[Candidate, float]], bonuses: dict[int, float]) -> None:
    """Take the best place for each mention of a name. Its country or division, once printed behind the name, holds for
    the later mentions too (``Paris, Texas``, then ``Paris``) and speaks a little for the earlier ones."""
    plain = [(weight + bonuses.get(one.number, 0.0), one) for one, weight in rated]
    told = [place for spot in group for place in spot.inside]
    if not told:
        _take(group, plain)
        return
    latest: list[Candidate] = []
    for spot in group:
        latest = spot.inside or latest
        weight, wider = (8.0, latest) if latest else (1.0, told)
        _take([spot], [(w + weight * any(_lies_in(one, place) for place in wider), one) for w, one in plain])


def _take(group: list[Spot], rated: list[tuple[float, Candidate]]) -> None:
    best, chosen = max(rated, key=lambda pair: pair[0])
    other = max((weight for weight, one in rated if one is not chosen and _km(one, chosen) > 100), default=best - 9)
    for spot in group:
        spot.chosen, spot.margin = chosen, best - other


def _votes(groups: dict[str, list[Spot]], evidence: Evidence) -> Votes:
    votes = Votes()
    for key, group in groups.items():
        sure = [spot for spot in group if spot.score > 0 and spot.chosen]
        chosen = sure[0].chosen if sure else None
        if chosen is None or not chosen.country:
            continue
        weight = min(1.0, 0.2 + sure[0].margin / 2) * min(1.0, 0.3 + sure[0].score / 2)
        weight = sqrt(min(4, len(sure))) * weight + (1.0 if any(spot.is_dateline for spot in sure) else 0.0)
        votes.give(key, chosen.country, chosen.admin1, weight)
    for area, count in evidence.peoples.items():
        country, _, division = area.partition("/")
        votes.give(f"people of {area}", country, division, 0.7 * sqrt(min(4, count)))
    return votes


def _anchors(groups: dict[str, list[Spot]]) -> list[tuple[str, Candidate]]:
    """Towns and sites of the story as they stand, with their names: what others may be near to."""
    found = []
    for key, group in groups.items():
        chosen = group[0].chosen
        if chosen and group[0].score > 0 and chosen.kind in ("city", "site", "admin2"):
            found.append((key, chosen))
    return found[:30]


def _neighbours(key: str, candidate: Candidate, others: list[tuple[str, Candidate]]) -> int:
    """How many of the story's other towns are near a place; more than two are two."""
    near = 0
    lat, number = candidate.lat, candidate.number
    for name, other in others:
        if -2 < lat - other.lat < 2 and name != key and other.number != number and _km(candidate, other) < NEAR_KM:
            near += 1
            if near == 2:
                break
    return near


def _bonuses(
    key: str, rated: list[tuple[Candidate, float]], anchors: list[tuple[str, Candidate]], votes: Votes, own: set[str]
) -> dict[int, float]:
    """What the other names of the story add to each candidate of this one; ``own`` are the names not to be asked:
    itself, and those that are printed behind it only."""
    found = {}
    for candidate, _ in rated:
        country, division, total = votes.without(own, candidate.country, candidate.admin1)
        bonus = 2.2 * country / total * min(1.0, country) if total > 0 else 0.0
        bonus += 1.2 * min(1.0, division)
        if candidate.kind not in ("country", "region"):
            bonus += 0.5 * _neighbours(key, candidate, anchors)
        found[candidate.number] = bonus
    return found


def _support(spot: Spot, votes: Votes) -> float:
    """Log-odds that the rest of the story adds for the chosen place: its country and its division are named."""
    chosen = spot.chosen
    if chosen is None or chosen.kind in ("country", "region"):
        return 0.0
    country, division, _ = votes.without((spot.key,), chosen.country, chosen.admin1)
    alone = ALONE if chosen.population < 300_000 else 0.0
    inside = 2.5 if spot.inside else 0.0
    return (0.9 * min(1.0, country) if country > 0.01 else alone) + 0.9 * min(1.0, division) + inside


def _km(a: Candidate, b: Candidate) -> float:
    """About how far two places are from each other; flat, which is enough below a thousand kilometres."""
    if abs(a.lat - b.lat) > 20:
        return 9999.0
    across = abs(a.lon - b.lon)
    across = min(across, 360 - across)
    return 111.2 * hypot(a.lat - b.lat, across * cos(radians((a.lat + b.lat) / 2)))
