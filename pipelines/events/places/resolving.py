"""Which of the places of a name is meant: all names of a story together."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from math import cos, hypot, log10, radians, sqrt

from pipelines.events.places.gazetteer import Candidate
from pipelines.events.places.sources import ALTERNATE, BARE, PREFERRED
from pipelines.events.places.spotting import Spot
from pipelines.events.places.tables import words

_STATE_WORDS = frozenset(
    "state province region governorate oblast county republic district prefecture область provincia محافظة".split()
)
_TOWN_WORDS = frozenset("city town village".split())
MOST_ADDED = 4.4
"""What the rest of a story can add to a place at most: a name whose first place is further ahead is settled."""
ALONE = -0.7
"""Support for a smaller place in a country that nothing else in the story points to."""
NEAR_KM = 200
"""Places that one report names together are mostly closer than this."""


class Evidence:
    """What a story says of where it plays, besides its place names."""

    def __init__(self, peoples: Counter[str], home: str | None, dateline: str | None) -> None:
        self.peoples = peoples
        """Countries whose people or adjective is printed, with counts."""
        self.home = home
        """The source's country."""
        self.dateline = dateline
        """Folded name of the place in the dateline."""


def resolve(spots: list[Spot], evidence: Evidence) -> None:
    """Set ``chosen``, ``margin`` and ``support`` of each spot."""
    groups: dict[str, list[Spot]] = defaultdict(list)
    for spot in spots:
        groups[spot.key].append(spot)
    priors = {key: _priors(group, evidence) for key, group in groups.items()}
    for group in groups.values():
        _choose(group, priors[group[0].key], {})
    open_keys = [key for key, group in groups.items() if any(spot.margin < MOST_ADDED for spot in group)]
    for _ in range(2):
        votes = _votes(groups, evidence)
        others = _anchors(groups)
        for key in open_keys:
            group = groups[key]
            if len(priors[key]) > 1:
                _choose(group, priors[key], _bonuses(key, priors[key], others, groups, votes))
    votes = _votes(groups, evidence)
    for key, group in groups.items():
        for spot in group:
            spot.support = _support(key, spot, groups, votes)


def _weight(candidate: Candidate) -> float:
    """How likely the place is meant by its name alone, in powers of ten."""
    if candidate.kind == "country":
        weight = 7.5 if candidate.population > 100_000 else 6.0  # noqa: PLR2004
    elif candidate.kind == "admin1":
        weight = 3.6 + 0.3 * log10(candidate.population + 10)
    elif candidate.kind in ("region", "site"):
        weight = 6.5
    elif candidate.kind == "admin2":
        weight = 3.8
    else:
        weight = log10(candidate.population + 10)
    if candidate.how == ALTERNATE:
        return weight - (1.3 if candidate.population < 100_000 else 0.4)  # noqa: PLR2004 - large cities are known abroad
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
    return rated if len(rated) <= 16 else [*rated[:8], *_one_a_country(rated[8:])][:24]  # noqa: PLR2004


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
    other = max((weight for weight, one in rated if one is not chosen and _km(one, chosen) > 100), default=best - 9)  # noqa: PLR2004
    for spot in group:
        spot.chosen, spot.margin = chosen, best - other


def _votes(groups: dict[str, list[Spot]], evidence: Evidence) -> dict[str, dict[str, float]]:
    """For each country, and ``country/division``: which name gives it how much weight."""
    votes: dict[str, dict[str, float]] = defaultdict(dict)
    for key, group in groups.items():
        sure = [spot for spot in group if spot.score > 0 and spot.chosen]
        if not sure:
            continue
        chosen, margin = sure[0].chosen, sure[0].margin
        assert chosen is not None  # noqa: S101 - filtered above; for the type checker
        weight = sqrt(min(4, len(sure))) * min(1.0, 0.2 + margin / 2) * min(1.0, 0.3 + sure[0].score / 2)
        if evidence.dateline and key == evidence.dateline:
            weight += 1.5
        if chosen.country:
            votes[chosen.country][key] = weight
            if chosen.admin1:
                votes[f"{chosen.country}/{chosen.admin1}"][key] = weight
    for area, count in evidence.peoples.items():
        votes[area][f"people of {area}"] = 0.7 * sqrt(min(4, count))
        if "/" in area:
            votes[area.split("/")[0]][f"people of {area}"] = 0.7 * sqrt(min(4, count))
    return votes


def _anchors(groups: dict[str, list[Spot]]) -> list[tuple[str, Candidate]]:
    """Towns and sites of the story as they stand, with their names: what others may be near to."""
    found = []
    for key, group in groups.items():
        chosen = group[0].chosen
        if chosen and group[0].score > 0 and chosen.kind in ("city", "site", "admin2"):
            found.append((key, chosen))
    return found[:30]


def _sum_without(by: dict[str, float] | None, names: set[str]) -> float:
    """The weights that other names than these give."""
    return sum(by.values()) - sum(by.get(name, 0.0) for name in names) if by else 0.0


def _neighbours(key: str, candidate: Candidate, others: list[tuple[str, Candidate]]) -> int:
    """How many of the story's other towns are near a place; more than two are two."""
    near = 0
    lat, number = candidate.lat, candidate.number
    for name, other in others:
        if -2 < lat - other.lat < 2 and name != key and other.number != number and _km(candidate, other) < NEAR_KM:
            near += 1
            if near == 2:  # noqa: PLR2004
                break
    return near


def _bonuses(
    key: str,
    rated: list[tuple[Candidate, float]],
    others: list[tuple[str, Candidate]],
    groups: dict[str, list[Spot]],
    votes: dict[str, dict[str, float]],
) -> dict[int, float]:
    """What the other names of the story add to each candidate of this one."""
    own = {key, *(name for name, group in groups.items() if all(spot.around == key for spot in group))}
    total = sum(_sum_without(by, own) for code, by in votes.items() if "/" not in code)
    found = {}
    for candidate, _ in rated:
        country = _sum_without(votes.get(candidate.country), own)
        area = f"{candidate.country}/{candidate.admin1}"
        division = _sum_without(votes.get(area), own) if candidate.admin1 else 0.0
        bonus = 2.2 * country / total * min(1.0, country) if total else 0.0
        bonus += 1.2 * min(1.0, division)
        if candidate.kind not in ("country", "region"):
            bonus += 0.5 * _neighbours(key, candidate, others)
        found[candidate.number] = bonus
    return found


def _support(key: str, spot: Spot, groups: dict[str, list[Spot]], votes: dict[str, dict[str, float]]) -> float:
    """Log-odds that the rest of the story adds for the chosen place: its country and its neighbours are named."""
    chosen = spot.chosen
    if chosen is None or chosen.kind in ("country", "region"):
        return 0.0
    country = sum(weight for name, weight in votes.get(chosen.country, {}).items() if name != key)
    area = f"{chosen.country}/{chosen.admin1}"
    division = sum(w for name, w in votes.get(area, {}).items() if name != key) if chosen.admin1 else 0.0
    alone = ALONE if chosen.population < 300_000 else 0.0  # noqa: PLR2004
    return (0.9 * min(1.0, country) if country else alone) + 0.9 * min(1.0, division) + (2.5 if spot.inside else 0.0)


def _km(a: Candidate, b: Candidate) -> float:
    """About how far two places are from each other; flat, which is enough below a thousand kilometres."""
    if abs(a.lat - b.lat) > 20:  # noqa: PLR2004
        return 9999.0
    across = abs(a.lon - b.lon)
    across = min(across, 360 - across)
    return 111.2 * hypot(a.lat - b.lat, across * cos(radians((a.lat + b.lat) / 2)))
