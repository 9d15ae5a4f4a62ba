"""What the names of a story say together: which countries and divisions it plays in."""

from collections import defaultdict
from collections.abc import Iterable


class Votes:
    """Weights that names give to areas: a country's code, or ``country/division``."""

    def __init__(self) -> None:
        self._given: dict[str, list[tuple[str, float]]] = defaultdict(list)
        self._sum: dict[str, float] = defaultdict(float)
        self._all = 0.0

    def give(self, name: str, country: str, division: str, weight: float) -> None:
        """Let a name speak for a country, and for its division if that is not empty."""
        for area in (country, f"{country}/{division}") if division else (country,):
            self._given[name].append((area, weight))
            self._sum[area] += weight
        self._all += weight

    def without(self, names: Iterable[str], country: str, division: str) -> tuple[float, float, float]:
        """The weights of a country, of its division and of all countries, these names not counted."""
        area = f"{country}/{division}"
        of_country, of_all = self._sum.get(country, 0.0), self._all
        of_division = self._sum.get(area, 0.0) if division else 0.0
        for name in names:
            for given, weight in self._given.get(name, ()):
                if given == country:
                    of_country -= weight
                elif division and given == area:
                    of_division -= weight
                if "/" not in given:
                    of_all -= weight
        return max(0.0, of_country), max(0.0, of_division), max(0.0, of_all)
