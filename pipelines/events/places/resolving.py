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
NEAR_KM = 250
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
    for _ in range(2):
        votes = _votes(groups, evidence)
        for key, group in groups.items():
            if len(priors[key]) > 1:
                _choose(group, priors[key], _bonuses(key, priors[key], groups, votes))
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
    return weight + {PREFERRED: 1.5, ALTERNATE: -1.3, BARE: -2.5}.get(candidate.how, 0.0)


def _priors(group: list[Spot], evidence: Evidence) -> list[tuple[Candidate, float]]:
    """The candidates of a name with their weight from its own surroundings, best first, sixteen at most."""
    inside = [place for spot in group for place in spot.inside]
    nouns = Counter(noun for spot in group for noun in _nouns(spot))
    rated = []
    for candidate in group[0].candidates:
        weight = _weight(candidate)
        if any(_lies_in(candidate, place) for place in inside):
            weight += 6
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
    ranked = sorted(((weight + bonuses.get(one.number, 0.0), one) for one, weight in rated), key=lambda p: -p[0])
    best, chosen = ranked[0]
    other = next((weight for weight, one in ranked[1:] if _km(one, chosen) > 100), best - 4)  # noqa: PLR2004
    for spot in group:
        spot.chosen, spot.margin = chosen, best - other
        if spot.inside and not any(_lies_in(chosen, place) for place in spot.inside):
            own = [(w, one) for w, one in ranked if any(_lies_in(one, place) for place in spot.inside)]
            if own:
                spot.chosen, spot.margin = own[0][1], 3.0


def _votes(groups: dict[str, list[Spot]], evidence: Evidence) -> dict[str, dict[str, float]]:
    """For each country, and ``country/division``: which name gives it how much weight."""
    votes: dict[str, dict[str, float]] = defaultdict(dict)
    for key, group in groups.items():
        sure = [spot for spot in group if spot.score > 0 and not spot.barred and spot.chosen]
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
    for country, count in evidence.peoples.items():
        votes[country][f"people of {country}"] = 0.7 * sqrt(min(4, count))
    return votes


def _bonuses(
    key: str,
    rated: list[tuple[Candidate, float]],
    groups: dict[str, list[Spot]],
    votes: dict[str, dict[str, float]],
) -> dict[int, float]:
    """What the other names of the story add to each candidate of this one."""
    others = [
        group[0].chosen
        for other, group in groups.items()
        if other != key and group[0].chosen and group[0].score > 0 and group[0].chosen.kind in ("city", "site", "admin2")
    ][:40]
    total = sum(sum(w for name, w in by.items() if name != key) for code, by in votes.items() if "/" not in code)
    found = {}
    for candidate, _ in rated:
        country = sum(w for name, w in votes.get(candidate.country, {}).items() if name != key)
        area = f"{candidate.country}/{candidate.admin1}"
        division = sum(w for name, w in votes.get(area, {}).items() if name != key) if candidate.admin1 else 0.0
        bonus = 1.7 * sqrt(country / total) * min(1.0, country) if total else 0.0
        bonus += 1.2 * min(1.0, division)
        near = sum(1 for other in others if other.number != candidate.number and _km(candidate, other) < NEAR_KM)
        bonus += 0.6 * min(2, near) if candidate.kind not in ("country", "region") else 0.0
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
    return (0.9 * min(1.0, country) if country else -0.7) + 0.9 * min(1.0, division) + (2.5 if spot.inside else 0.0)


def _km(a: Candidate, b: Candidate) -> float:
    """About how far two places are from each other; flat, which is enough below a thousand kilometres."""
    if abs(a.lat - b.lat) > 20:  # noqa: PLR2004
        return 9999.0
    across = abs(a.lon - b.lon)
    across = min(across, 360 - across)
    return 111.2 * hypot(a.lat - b.lat, across * cos(radians((a.lat + b.lat) / 2)))
