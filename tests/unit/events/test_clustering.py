"""Reports find their events: by what they share, whenever they come, and whatever was ruled."""

from collections.abc import Collection, Iterable
from dataclasses import replace
from functools import cache

import pytest

from models.events.items import Report
from pipelines.events.clusters.clustering import regroup, take_in
from pipelines.events.clusters.in_memory import MemoryShelf, cluster
from pipelines.events.clusters.rarity import Rarity
from pipelines.events.clusters.shelf import Id, Rulings
from pipelines.events.reading import read_story
from tests.quality.events.sets import HERE, read_set
from tests.unit.events.telling import FERRY, FERRY_AGAIN, MOSQUE, MOSQUE_AGAIN, MOSQUE_IN_FRENCH, report


class Ruled(MemoryShelf):
    """A shelf with rulings."""

    ruled = Rulings()

    def rulings(self, ids: Collection[Id]) -> Rulings:
        return self.ruled


def events(reports: Iterable[Report]) -> list[set[Id]]:
    """The events of ``reports``."""
    found: dict[int, set[Id]] = {}
    for identity, event in cluster(reports):
        found.setdefault(event, set()).add(identity)
    return sorted(found.values(), key=lambda event: sorted(map(str, event)))


def coverage() -> list[Report]:
    """Two events, two reports each, and one of the first in French."""
    return [
        report(1, MOSQUE, "2017-06-21"),
        report(2, FERRY, "2021-05-03"),
        report(3, MOSQUE_AGAIN, "2017-06-22"),
        report(4, FERRY_AGAIN, "2021-05-04"),
        report(5, MOSQUE_IN_FRENCH, "2017-06-22", "fr"),
    ]


def test_reports_of_one_event_are_one_event_and_others_are_not() -> None:
    assert events(coverage()) == [{1, 3, 5}, {2, 4}]


def test_a_report_in_another_language_joins_by_day_place_and_names() -> None:
    assert {1, 5} <= next(event for event in events(coverage()) if 5 in event)


def test_a_late_report_finds_its_event_and_the_event_keeps_its_id() -> None:
    shelf, rarity = MemoryShelf(), Rarity()
    early, late = coverage()[:2], coverage()[2:]
    take_in(early, shelf, rarity)
    before = dict(shelf.events([1, 2]))
    take_in(late, shelf, rarity)
    after = shelf.events([1, 2, 3, 4, 5])
    assert {1: after[1], 2: after[2]} == before
    assert after[3] == after[1]
    assert after[4] == after[2]


def test_taking_in_the_same_reports_again_changes_nothing() -> None:
    shelf, rarity = MemoryShelf(), Rarity()
    take_in(coverage(), shelf, rarity)
    before, counted = dict(shelf.events([1, 2, 3, 4, 5])), rarity.counts.copy()
    assert take_in(coverage(), shelf, rarity) == ()
    assert dict(shelf.events([1, 2, 3, 4, 5])) == before
    assert (rarity.counts == counted).all()


def test_a_revised_report_leaves_an_event_that_it_no_longer_tells_of() -> None:
    shelf, rarity = MemoryShelf(), Rarity()
    take_in(coverage(), shelf, rarity)
    take_in([report(3, FERRY_AGAIN, "2021-05-04")], shelf, rarity)
    event = shelf.events([1, 2, 3, 4])
    assert event[3] == event[2]
    assert event[3] != event[1]


def test_what_an_analyst_ruled_stands_when_reports_come_in() -> None:
    shelf, rarity = Ruled(), Rarity()
    shelf.ruled = Rulings(together=(frozenset({1, 2}),), apart=((frozenset({1}), frozenset({3})),))
    take_in(coverage(), shelf, rarity)
    regroup([1, 2, 3, 4, 5], shelf)
    event = shelf.events([1, 2, 3])
    assert event[1] == event[2]
    assert event[1] != event[3]


def test_reports_without_dates_are_grouped_too() -> None:
    bare = [report(1, MOSQUE), report(2, FERRY), report(3, MOSQUE_AGAIN), report(4, FERRY_AGAIN)]
    assert events(bare) == [{1, 3}, {2, 4}]


def test_a_notice_that_a_site_prints_for_weeks_is_no_event() -> None:
    notice = (
        "You have reached the limit of free articles for this month. Subscribe today for unlimited reading "
        "on every device, "
        "or sign in with the address at which you receive our morning letter. Print subscribers read for free."
    )
    titles = ("Man shot on Alder Street", "Flood closes county road", "Council votes on budget", "School bus overturns")
    days = ("2016-01-04", "2016-02-11", "2016-03-20", "2016-05-02")
    printed = [report(n, notice, day, title=title) for n, (title, day) in enumerate(zip(titles, days, strict=True))]
    assert events(printed) == [{0}, {1}, {2}, {3}]


@cache
def others() -> tuple[Report, ...]:
    """Thirty reports of other events."""
    return tuple(read_story(told) for told in read_set(HERE / "conflict.jsonl").stories[:30])


APPEAL = (
    "“We are following this with great concern. We stand ready to help all who were hurt and all who lost their "
    "homes, and we ask every side to let our ambulances pass without delay. Aid workers and medical staff must never "
    "be a target, and those who strike them will have to answer for it.”"
)
ROCKET = "A rocket struck a vegetable market in the east of Aleppo on Monday and killed four traders."
ROCKET_AGAIN = "Four market traders died when a rocket landed among vegetable stalls in eastern Aleppo on Monday."
MINE = "A mine went off under a bus of farm hands near Raqqa on Tuesday and hurt nine of them."


def test_two_short_reports_that_quote_one_statement_are_two_events() -> None:
    rocket = report(1, f"{ROCKET} The Red Crescent said in a statement: {APPEAL}", "2016-03-08")
    mine = report(2, f"{MINE} The head of the aid organisation read out a text. {APPEAL}", "2016-03-09")
    assert [event for event in events([rocket, mine, *others()]) if event & {1, 2}] == [{1}, {2}]


def test_two_short_reports_of_one_event_that_quote_one_statement_stay_one() -> None:
    rocket = report(1, f"{ROCKET} The Red Crescent said in a statement: {APPEAL}", "2016-03-08")
    again = report(2, f"{ROCKET_AGAIN} The head of the aid organisation read out a text. {APPEAL}", "2016-03-08")
    assert [event for event in events([rocket, again, *others()]) if event & {1, 2}] == [{1, 2}]


HEADLINES = ("Blast kills four in Mersin", "Bakery house collapses", "Gas explosion: three bakers among the dead")
WIRE = (
    "A gas canister exploded in the kitchen of a bakery in the port of Mersin early on Tuesday and brought down two "
    "floors of the house above it, killing three bakers and a girl who slept upstairs, the governor said. Firemen "
    "searched the rubble with dogs until noon. Eleven people were taken to hospital, two of them with severe burns."
)


def printed(text: str, days: tuple[str, ...], headlines: tuple[str, ...], times: int) -> list[Report]:
    """One text so many times, under each headline and on each day in turn."""
    seen = [report(0, text, day, title=title) for day in days for title in headlines]
    return [replace(seen[number % len(seen)], id=number) for number in range(times)]


@pytest.mark.parametrize("times", [2, 5, 120])
@pytest.mark.parametrize("is_alone", [True, False])
def test_one_text_that_many_print_within_days_is_one_event(times: int, is_alone: bool) -> None:
    copies = printed(WIRE, ("2020-03-10", "2020-03-11", "2020-03-12"), HEADLINES, times)
    found = events([*copies, *(() if is_alone else others())])
    assert [event for event in found if 0 in event] == [set(range(times))]


def test_one_text_that_is_printed_again_after_weeks_is_not_linked_with_what_it_was() -> None:
    found = events(printed(WIRE, ("2020-03-10", "2020-04-14"), HEADLINES[:1], 10))
    assert found == [{0, 2, 4, 6, 8}, {1, 3, 5, 7, 9}]


def test_a_line_that_stands_under_many_headlines_does_not_make_them_one_event() -> None:
    line = "This is a breaking story from our newsroom in Mosul and will be updated as more becomes known."
    headlines = ("Two officers shot dead", "Flood closes the bridge", "Council votes on the budget")
    found = events(printed(line, ("2020-03-10",), headlines, 60))
    assert found == [set(range(first, 60, 3)) for first in range(3)]


def test_a_report_of_nothing_stands_alone() -> None:
    assert events([report(1, "", "2017-06-21"), report(2, "\x00", "2017-06-21"), report(3, "?!", None)]) == [
        {1},
        {2},
        {3},
    ]
