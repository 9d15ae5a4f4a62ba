"""Which event a redrawn cluster is: ids stay with most of their reports, and are never given again."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from pipelines.events.clusters.shelf import Change, Id


def carry(old: Mapping[int, frozenset[Id]], new: Sequence[frozenset[Id]]) -> tuple[Change, ...]:
    """What becomes of the events ``old`` when their reports, with others, are drawn anew as ``new``.

    No report stands twice in ``old``, or twice in ``new``. A cluster takes the id of the event with which it
    shares most reports, where no other cluster shares more with that one (ties: the older event, which is the smaller
    id); clusters without one get -1, -2 … in the order of ``new``. Reports of ``old`` that are in no cluster are gone.
    Events whose reports are the same as before are left out. The order of ``new`` decides nothing but the numbering of
    new events.
    """
    event_of = {report: event for event, members in old.items() for report in members}
    clusters = [cluster for cluster in new if cluster]
    shared = [Counter(event_of[report] for report in cluster if report in event_of) for cluster in clusters]
    taken = _taken(clusters, shared)
    numbers: list[int] = []
    for at in range(len(clusters)):
        numbers.append(taken[at] if at in taken else -1 - sum(number < 0 for number in numbers))
    living = set(numbers)
    changes = [
        Change(
            event=number,
            members=cluster,
            fate="changed" if number > 0 else "new",
            split_from=tuple(sorted(event for event in common if event in living and event != number)),
        )
        for number, cluster, common in zip(numbers, clusters, shared, strict=True)
        if number < 0 or cluster != old[number]
    ]
    changes.extend(_ended(event, _went_to(event, numbers, shared)) for event in sorted(old) if event not in living)
    return tuple(changes)


def _taken(clusters: Sequence[frozenset[Id]], shared: Sequence[Mapping[int, int]]) -> dict[int, int]:
    """Cluster, by its place, -> the event whose id it takes: those that share most choose first."""
    offers = [
        (-count, event, _first(clusters[at]), at) for at, common in enumerate(shared) for event, count in common.items()
    ]
    taken: dict[int, int] = {}
    given: set[int] = set()
    for _, event, _, at in sorted(offers):
        if at not in taken and event not in given:
            taken[at] = event
            given.add(event)
    return taken


def _first(reports: Iterable[Id]) -> tuple[bool, int, str]:
    """The least of some reports, so that two clusters that share as much are told apart whatever their order."""
    return min((isinstance(report, str), report if isinstance(report, int) else 0, str(report)) for report in reports)


def _went_to(event: int, numbers: Sequence[int], shared: Sequence[Mapping[int, int]]) -> int | None:
    """The event that most of an ended one's reports went to; null if they are gone."""
    went = [
        (-common[event], number < 0, abs(number))
        for number, common in zip(numbers, shared, strict=True)
        if event in common
    ]
    if not went:
        return None
    _, is_new, number = min(went)
    return -number if is_new else number


def _ended(event: int, into: int | None) -> Change:
    return Change(event=event, members=frozenset(), fate="emptied" if into is None else "merged", merged_into=into)
