"""When a page is seen again: fresh ones within the hour, then rarer; failures later and later; the rest never."""

from datetime import timedelta

import pytest

from models.schedule import LONGEST, SOONEST, next_visit
from tests.documents import NOON, fetch

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


def after(outcome: str, reason: str | None = None, *, attempts: int = 0, still: timedelta = timedelta(0)) -> object:
    return next_visit(fetch(), outcome, reason, attempts=attempts, changed_at=NOON - still).after


def test_a_fresh_article_is_seen_again_within_the_hour() -> None:
    assert after("stored") == SOONEST <= HOUR
    assert after("revised") == SOONEST


def test_the_longer_it_is_still_the_rarer_it_is_seen() -> None:
    waits = [after("unchanged", still=still) for still in (2 * HOUR, 12 * HOUR, 4 * DAY, 100 * DAY, 170 * DAY)]
    assert waits == [SOONEST, 3 * HOUR, DAY, 25 * DAY, LONGEST]
    assert after("unchanged", still=181 * DAY) is None


def test_a_clock_that_was_set_back_does_no_harm() -> None:
    assert after("unchanged", still=-400 * DAY) == SOONEST


def test_a_failed_page_is_tried_later_and_later_and_in_the_end_no_more() -> None:
    waits = [after("failed", "timeout", attempts=attempts) for attempts in range(8)]
    assert waits == [10 * MINUTE, 30 * MINUTE, 90 * MINUTE, 270 * MINUTE, 810 * MINUTE, DAY, DAY, None]


def test_what_the_server_asks_for_is_granted() -> None:
    asked = fetch(retry_after=7200.0)
    visit = next_visit(asked, "failed", "http_503", attempts=0, changed_at=None)
    assert (visit.after, visit.attempts, visit.state) == (2 * HOUR, 1, "failed")


@pytest.mark.parametrize("reason", ["held_off", "robots_unreachable"])
def test_the_hosts_trouble_is_not_the_pages(reason: str) -> None:
    assert next_visit(fetch(), "failed", reason, attempts=7, changed_at=None).attempts == 7
    assert after("failed", reason, attempts=7) == 10 * MINUTE


@pytest.mark.parametrize(
    ("outcome", "reason", "state", "wait"),
    [
        ("dropped", "http_404", "gone", DAY),
        ("dropped", "http_410", "gone", DAY),
        ("dropped", "http_403", "dropped", DAY),
        ("dropped", "empty", "dropped", DAY),
        ("dropped", "not_html", "dropped", None),
        ("dropped", "robots", "dropped", 7 * DAY),
        ("dropped", "budget", "dropped", 12 * HOUR),  # to midnight, from noon
        ("dropped", "outside_window", "dropped", timedelta(0)),
        ("dropped", "consent_wall", "dropped", DAY),
        ("dropped", "older_capture", "kept", SOONEST),
        ("quarantined", "crashed", "quarantined", None),
    ],
)
def test_each_outcome_has_its_next_turn(outcome: str, reason: str, state: str, wait: timedelta | None) -> None:
    visit = next_visit(fetch(), outcome, reason, attempts=0, changed_at=None if outcome == "dropped" else NOON)
    assert (visit.state, visit.after) == (state, wait)


def test_where_an_article_was_it_is_looked_for_again_whatever_stands_there_now() -> None:
    assert after("dropped", "not_html") == DAY


@pytest.mark.parametrize(("reason", "tries"), [("http_404", 3), ("consent_wall", 3), ("http_403", 3)])
def test_what_is_gone_or_walled_is_looked_for_a_few_times(reason: str, tries: int) -> None:
    attempts, seen = 0, 1
    while (visit := next_visit(fetch(), "dropped", reason, attempts=attempts, changed_at=None)).after is not None:
        attempts, seen = visit.attempts, seen + 1
    assert seen == tries
