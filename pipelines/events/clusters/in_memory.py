"""A shelf in memory: for files of articles, for measuring, and for tests."""

from bisect import bisect_left, bisect_right, insort
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import islice

from models.events.clusters import EACH_WAY, NEAREST, least_shared
from models.events.items import Report
from pipelines.events.clusters.clustering import regroup, take_in
from pipelines.events.clusters.rarity import Rarity, is_outgrown
from pipelines.events.clusters.shelf import Change, Filed, Id, Link, Rulings, Wanted

_UNDATED = 0
_BATCH = 200


class MemoryShelf:
    """See ``shelf.Shelf``. Without rulings: there is nobody to make them."""

    def __init__(self, each_way: int = EACH_WAY, nearest: int = NEAREST) -> None:
        self._each_way = each_way
        self._nearest = nearest
        self._filed: dict[Id, Filed] = {}
        self._under: dict[int, list[tuple[int, int]]] = defaultdict(list)
        self._numbers: dict[Id, int] = {}
        self._ids: list[Id] = []
        self._links: dict[Id, dict[Id, Link]] = defaultdict(dict)
        self._event_of: dict[Id, int] = {}
        self._members: dict[int, frozenset[Id]] = {}
        self._last_event = 0

    def near(self, wanted: Sequence[Wanted]) -> Mapping[Id, Sequence[Id]]:
        """As the protocol says."""
        return {one.id: self._near(one) for one in wanted}

    def _near(self, wanted: Wanted) -> list[Id]:
        shared: Counter[int] = Counter()
        own = self._numbers.get(wanted.id, -1)
        day = self._filed[wanted.id].day or _UNDATED
        for key in wanted.keys:
            filed = self._under.get(key, [])
            middle = bisect_left(filed, (day, own))
            around = filed[max(0, middle - self._each_way) : middle + self._each_way]
            undated = filed[: bisect_right(filed, (_UNDATED, len(self._ids)))][-self._each_way :] if day else []
            for number in {number for at, number in (*around, *undated) if _within(at, wanted)}:
                shared[number] += 1
        shared.pop(own, None)
        least = least_shared(wanted)
        return [self._ids[number] for number, count in shared.most_common(self._nearest) if count >= least]

    def sketches(self, ids: Collection[Id]) -> Mapping[Id, bytes]:
        """As the protocol says."""
        return {report: self._filed[report].sketch for report in ids if report in self._filed}

    def links(self, ids: Collection[Id]) -> Iterable[Link]:
        """As the protocol says."""
        among = set(ids)
        return [
            link
            for report in among
            for other, link in self._links[report].items()
            if report == link.a and other in among
        ]

    def events(self, ids: Collection[Id]) -> Mapping[Id, int]:
        """As the protocol says."""
        return {report: self._event_of[report] for report in ids if report in self._event_of}

    def members(self, events: Collection[int]) -> Mapping[int, frozenset[Id]]:
        """As the protocol says."""
        return {event: self._members[event] for event in events}

    def rulings(self, ids: Collection[Id]) -> Rulings:
        """None."""
        return Rulings()

    def file(self, filed: Sequence[Filed]) -> None:
        """As the protocol says."""
        for one in filed:
            if one.id in self._filed:
                self._forget(one.id)
            else:
                self._numbers[one.id] = len(self._ids)
                self._ids.append(one.id)
            self._filed[one.id] = one
            for key in one.keys:
                insort(self._under[key], (one.day or _UNDATED, self._numbers[one.id]))

    def _forget(self, report: Id) -> None:
        filed = self._filed[report]
        for key in filed.keys:
            self._under[key].remove((filed.day or _UNDATED, self._numbers[report]))
        for other in self._links.pop(report, {}):
            del self._links[other][report]

    def connect(self, links: Sequence[Link]) -> None:
        """As the protocol says."""
        for link in links:
            self._links[link.a][link.b] = self._links[link.b][link.a] = link

    def settle(self, changes: Sequence[Change]) -> None:
        """As the protocol says, without history."""
        for change in changes:
            event = change.event
            if event < 0:
                self._last_event += 1
                event = self._last_event
            self._members[event] = change.members
            for report in change.members:
                self._event_of[report] = event


def _within(day: int, wanted: Wanted) -> bool:
    if day == _UNDATED:
        return True
    return (wanted.first is None or wanted.first <= day) and (wanted.last is None or day <= wanted.last)


def cluster(reports: Iterable[Report], batch: int = _BATCH, is_redrawn: bool = True) -> Iterator[tuple[Id, int]]:
    """The event of each of ``reports``, in their order: batch by batch, then once more over all, as a rebuild draws
    them; or, if not ``is_redrawn``, as the daily update finds them."""
    shelf, rarity = MemoryShelf(), Rarity()
    taken: list[Report] = []
    waiting = iter(reports)
    while fresh := list(islice(waiting, batch)):
        before = rarity.reports
        take_in(fresh, shelf, rarity)
        taken += fresh
        if not is_redrawn and is_outgrown(before, rarity.reports):
            take_in(taken, shelf, rarity)
    ids = [report.id for report in taken]
    if is_redrawn:
        regroup(ids, shelf)
    event = shelf.events(ids)
    return ((report, event[report]) for report in ids)
