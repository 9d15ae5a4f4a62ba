"""Which reports make up events: average linkage over what is known of pairs, under analysts' rulings.

Clusters are joined, the most alike first, as long as their reports are on average as alike as is asked: of two single
reports most, for one likeness may be chance; of larger clusters less, for a mean of many is seldom. The result does not
depend on the order in which reports or links are given.
"""

import heapq
from collections.abc import Collection, Iterable

from pipelines.events.clusters.shelf import Id, Link, Rulings

JOIN = 2.1
"""Likeness that is asked of two single reports: chosen on the development sets, see ``docs/events.md``."""
JOIN_MANY = 1.5
"""What is asked on average where many reports stand on one side; between the two, by how many there are."""
_WIDTH = 30
"""A report is compared with so many of a large cluster as a rule: more would be asked of it than it can have."""


class _Clusters:
    """Clusters while they grow. Each is known by the position of its first report; sums are of weights."""

    def __init__(self, ids: Collection[Id]) -> None:
        self._ids = sorted(ids, key=_order)
        self._position = {report: position for position, report in enumerate(self._ids)}
        self.members: dict[int, list[int]] = {position: [position] for position in range(len(self._ids))}
        self._sums: dict[int, dict[int, float]] = {position: {} for position in self.members}
        self._sides: dict[int, set[tuple[int, int]]] = {position: set() for position in self.members}
        self._heap: list[tuple[float, int, int, int]] = []

    def link(self, links: Iterable[Link]) -> None:
        for link in links:
            a, b = self._position.get(link.a), self._position.get(link.b)
            if a is not None and b is not None and a != b:
                self._sums[a][b] = self._sums[b][a] = link.weight

    def rule(self, rulings: Rulings) -> None:
        for number, sides in enumerate(rulings.apart):
            for side, reports in enumerate(sides):
                for report in reports & self._position.keys():
                    self._sides[self._position[report]].add((number, side))
        for reports in rulings.together:
            positions = sorted(self._position[report] for report in reports & self._position.keys())
            for position in positions[1:]:
                self._merge(*sorted((self._home(positions[0]), self._home(position))))

    def join(self) -> None:
        for a in sorted(self._sums):
            for b in self._sums[a]:
                if a < b:
                    self._propose(a, b)
        while self._heap:
            _, a, b, size = heapq.heappop(self._heap)
            if a in self.members and b in self.members and size == len(self.members[a]) + len(self.members[b]):
                self._merge(a, b)
                for other in list(self._sums[a]):
                    self._propose(*sorted((a, other)))

    def result(self) -> list[frozenset[Id]]:
        return [frozenset(self._ids[position] for position in self.members[first]) for first in sorted(self.members)]

    def _home(self, position: int) -> int:
        return next(first for first, members in self.members.items() if position in members)

    def _propose(self, a: int, b: int) -> None:
        m, n = len(self.members[a]), len(self.members[b])
        average = self._sums[a].get(b, 0.0) / (m * n * min(1.0, _WIDTH / max(m, n)))
        score = average / (JOIN_MANY + (JOIN - JOIN_MANY) / max(m, n))
        if score >= 1.0 and not self._apart(a, b):
            heapq.heappush(self._heap, (-score, a, b, m + n))

    def _apart(self, a: int, b: int) -> bool:
        return any((number, 1 - side) in self._sides[b] for number, side in self._sides[a])

    def _merge(self, a: int, b: int) -> None:
        """Into the one whose first report stands first."""
        if a == b:
            return
        self.members[a] += self.members.pop(b)
        self._sides[a] |= self._sides.pop(b)
        for other, total in self._sums.pop(b).items():
            del self._sums[other][b]
            if other != a:
                total += self._sums[a].get(other, 0.0)
                self._sums[a][other] = self._sums[other][a] = total


def partition(ids: Collection[Id], links: Iterable[Link], rulings: Rulings | None = None) -> list[frozenset[Id]]:
    """Events of ``ids``: each report in exactly one. A pair without a link counts as not alike at all."""
    clusters = _Clusters(ids)
    clusters.link(links)
    clusters.rule(rulings or Rulings())
    clusters.join()
    return clusters.result()


def _order(report: Id) -> tuple[int, int, str]:
    """Numbers as numbers, before texts."""
    return (0, report, "") if isinstance(report, int) else (1, 0, report)
