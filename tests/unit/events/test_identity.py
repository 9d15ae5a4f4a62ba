"""Ids of events stay with most of their reports."""

from collections.abc import Mapping, Sequence

from hypothesis import given
from hypothesis import strategies as st

from pipelines.events.clusters.identity import carry
from pipelines.events.clusters.shelf import Change

Old = dict[int, frozenset[int]]
Clusters = list[frozenset[int]]


def drawn(labels: Sequence[int | None], first: int = 1) -> dict[int, frozenset[int]]:
    """Sets of the places of ``labels``, by label; null: in none."""
    sets: dict[int, set[int]] = {}
    for report, label in enumerate(labels, first):
        if label is not None:
            sets.setdefault(label, set()).add(report)
    return {label: frozenset(reports) for label, reports in sets.items()}


def labelled(most: int) -> st.SearchStrategy[list[int | None]]:
    return st.lists(st.one_of(st.none(), st.integers(1, most)), max_size=24)


OLD = labelled(6).map(drawn)
NEW = labelled(6).map(lambda labels: list(drawn(labels).values()))


def applied(old: Mapping[int, frozenset[int]], changes: Sequence[Change]) -> dict[int, frozenset[int]]:
    """The events after the changes, those without a report left out."""
    after = dict(old) | {change.event: frozenset(map(int, change.members)) for change in changes}
    return {event: members for event, members in after.items() if members}


@given(OLD, NEW)
def test_every_report_is_in_the_event_of_its_cluster_and_in_no_other(old: Old, new: Clusters) -> None:
    assert sorted(map(sorted, applied(old, carry(old, new)).values())) == sorted(map(sorted, new))


@given(OLD, NEW)
def test_ids_are_never_used_again(old: Old, new: Clusters) -> None:
    changes = carry(old, new)
    assert len({change.event for change in changes}) == len(changes)
    assert all(change.event in old for change in changes if change.event > 0)
    assert sorted(change.event for change in changes if change.event < 0) == sorted(
        -number for number in range(1, sum(change.fate == "new" for change in changes) + 1)
    )
    ended = {change.event for change in changes if change.fate in ("merged", "emptied")}
    assert ended == old.keys() - applied(old, changes).keys()


@given(OLD, NEW)
def test_what_was_merged_leads_to_an_event_that_has_most_of_its_reports(old: Old, new: Clusters) -> None:
    changes = carry(old, new)
    after = applied(old, changes)
    for change in changes:
        if change.fate == "merged":
            assert change.merged_into is not None
            most = max(len(old[change.event] & members) for members in after.values())
            assert len(old[change.event] & after[change.merged_into]) == most > 0
        elif change.fate == "emptied":
            assert not any(old[change.event] & cluster for cluster in new)


@given(OLD)
def test_what_stays_as_it_is_gives_no_change(old: Old) -> None:
    assert carry(old, list(old.values())) == ()


@given(OLD, NEW, st.randoms())
def test_the_order_of_clusters_decides_nothing_but_the_numbers_of_new_events(
    old: Old, new: Clusters, random: st.DataObject
) -> None:
    shuffled = list(new)
    random.shuffle(shuffled)  # type: ignore[attr-defined]

    def known(changes: Sequence[Change]) -> set[tuple[object, ...]]:
        return {
            (change.event if change.event > 0 else 0, change.members, change.fate, change.split_from)
            for change in changes
        }

    assert known(carry(old, new)) == known(carry(old, shuffled))


def test_a_cluster_takes_the_id_of_the_event_that_it_shares_most_with() -> None:
    old = {1: frozenset({10}), 2: frozenset({11, 12})}
    merged = carry(old, [frozenset({10, 11, 12, 13})])
    assert merged == (
        Change(event=2, members=frozenset({10, 11, 12, 13}), fate="changed"),
        Change(event=1, members=frozenset(), fate="merged", merged_into=2),
    )


def test_of_two_events_that_it_shares_as_much_with_it_takes_the_older_id() -> None:
    changes = carry({4: frozenset({1}), 7: frozenset({2})}, [frozenset({1, 2})])
    assert [(change.event, change.fate, change.merged_into) for change in changes] == [
        (4, "changed", None),
        (7, "merged", 4),
    ]


def test_the_greater_part_of_an_event_that_splits_keeps_its_id_and_the_rest_says_where_it_comes_from() -> None:
    changes = carry({5: frozenset({1, 2, 3})}, [frozenset({3}), frozenset({1, 2})])
    assert changes == (
        Change(event=-1, members=frozenset({3}), fate="new", split_from=(5,)),
        Change(event=5, members=frozenset({1, 2}), fate="changed"),
    )


def test_a_cluster_whose_first_choice_is_taken_keeps_the_id_that_is_left() -> None:
    old = {1: frozenset({1, 2, 3, 4, 5}), 2: frozenset({6})}
    changes = carry(old, [frozenset({1, 2, 3}), frozenset({4, 5, 6})])
    assert [(change.event, change.fate, change.split_from) for change in changes] == [
        (1, "changed", ()),
        (2, "changed", (1,)),
    ]


def test_an_event_whose_reports_are_gone_is_empty() -> None:
    assert carry({3: frozenset({1})}, []) == (Change(event=3, members=frozenset(), fate="emptied"),)
