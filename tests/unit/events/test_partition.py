"""Which reports make up events: what the numbers say, within what analysts rule."""

from hypothesis import given
from hypothesis import strategies as st

from pipelines.events.clusters.partition import partition
from pipelines.events.clusters.shelf import Link, Rulings

SURE, LIKELY = 5.0, 2.0


def linked(*pairs: tuple[int, int], weight: float = SURE) -> list[Link]:
    """Links of one weight."""
    return [Link(a=a, b=b, weight=weight) for a, b in pairs]


def test_reports_that_are_surely_of_one_event_are_joined_and_others_stand_alone() -> None:
    assert partition([1, 2, 3, 4], linked((1, 2), (2, 3), (1, 3))) == [frozenset({1, 2, 3}), frozenset({4})]


def test_more_is_asked_of_two_single_reports_than_of_a_report_and_an_event_of_many() -> None:
    known = linked(*((a, b) for a in range(1, 9) for b in range(a + 1, 9)))
    newcomer = linked(*((a, 20) for a in range(1, 9)), weight=1.8)
    assert partition([1, 20], newcomer) == [frozenset({1}), frozenset({20})]
    assert partition([*range(1, 9), 20], known + newcomer) == [frozenset({*range(1, 9), 20})]


def test_two_events_are_not_joined_by_one_report_that_tells_of_both() -> None:
    first, second = linked((1, 2), (1, 3), (2, 3)), linked((11, 12), (11, 13), (12, 13))
    bridge = linked((3, 11), weight=LIKELY)
    assert partition([1, 2, 3, 11, 12, 13], first + second + bridge) == [frozenset({1, 2, 3}), frozenset({11, 12, 13})]


def test_a_report_goes_where_it_fits_best() -> None:
    links = linked((1, 2), (11, 12)) + linked((5, 1), (5, 2), weight=LIKELY) + linked((5, 11), (5, 12))
    assert partition([1, 2, 5, 11, 12], links) == [frozenset({1, 2}), frozenset({5, 11, 12})]


def test_what_is_ruled_together_is_one_event_without_any_link() -> None:
    ruled = Rulings(together=(frozenset({1, 4}),))
    assert partition([1, 2, 3, 4], linked((1, 2)), ruled) == [frozenset({1, 2, 4}), frozenset({3})]


def test_what_is_ruled_apart_stays_apart_however_alike_it_is() -> None:
    ruled = Rulings(apart=((frozenset({1}), frozenset({3})),))
    found = partition([1, 2, 3], linked((1, 2), (2, 3), (1, 3)), ruled)
    assert not any({1, 3} <= event for event in found)
    assert {report for event in found for report in event} == {1, 2, 3}


def test_a_ruling_on_other_reports_does_no_harm() -> None:
    ruled = Rulings(together=(frozenset({7, 8}),), apart=((frozenset({9}), frozenset({1})),))
    assert partition([1, 2], linked((1, 2)), ruled) == [frozenset({1, 2})]


def test_a_report_is_not_asked_to_be_like_hundreds_of_others() -> None:
    """A large event takes a report that is surely of one event with forty of its two hundred."""
    event = linked(*((a, b) for a in range(200) for b in range(a + 1, min(a + 40, 200))))
    newcomer = linked(*((a, 500) for a in range(40)))
    assert partition([*range(200), 500], event + newcomer)[0] == frozenset({*range(200), 500})


@given(
    st.lists(st.tuples(st.integers(0, 12), st.integers(0, 12), st.floats(0, 6)), max_size=40),
    st.randoms(use_true_random=False),
)
def test_the_order_of_reports_and_links_does_not_matter(drawn: list[tuple[int, int, float]], random: object) -> None:
    links = list(
        {(min(a, b), max(a, b)): Link(a=min(a, b), b=max(a, b), weight=w) for a, b, w in drawn if a != b}.values()
    )
    ids = list(range(13))
    expected = partition(ids, links)
    random.shuffle(ids)  # type: ignore[attr-defined]
    random.shuffle(links)  # type: ignore[attr-defined]
    assert partition(ids, links) == expected
    assert sorted(report for event in expected for report in event) == list(range(13))
