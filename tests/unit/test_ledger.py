"""When a run fell short, and what it says then."""

from typing import Any

import pytest

from models.articles import Stored
from pipelines import ledger


def counted(*results: Stored) -> dict[str, Any]:
    stats: dict[str, Any] = {"item_scraped_count": len(results), "finish_reason": "finished"}
    for result in results:
        ledger.count(stats, result)
    return stats


def test_a_run_whose_pages_were_stored_or_rightly_dropped_did_what_it_says() -> None:
    stats = counted(Stored("stored"), Stored("unchanged"), Stored("dropped", "robots"))
    assert ledger.outcomes(stats) == {"stored": 1, "unchanged": 1, "dropped": 1}
    assert ledger.problems(stats, ("failed",)) == []


def test_pages_that_failed_are_counted_by_reason_the_most_frequent_first() -> None:
    stats = counted(Stored("stored"), Stored("failed", "dns"), *[Stored("failed", "timeout")] * 2)
    assert ledger.problems(stats, ("failed",)) == ["3 of 4 pages failed: timeout 2, dns 1"]


def test_a_dropped_page_counts_where_a_person_asked_for_it() -> None:
    stats = counted(Stored("stored"), Stored("dropped", "http_404"))
    assert ledger.problems(stats, ("failed", "quarantined", "dropped")) == ["1 of 2 pages dropped: http_404 1"]


def test_a_run_in_which_no_page_gave_an_article_fell_short() -> None:
    assert ledger.problems(counted(Stored("dropped", "robots")), ("failed",)) == ["none of 1 pages gave an article"]


def test_a_run_without_pages_did_what_it_says_if_nothing_went_wrong() -> None:
    assert ledger.problems(counted(), ("failed",)) == []


def test_errors_in_the_spider_and_problems_it_reported_are_told() -> None:
    stats = counted() | {"spider_exceptions/count": 2}
    ledger.add_problem(stats, "the feed is gone")
    assert ledger.problems(stats, ()) == ["the feed is gone", "2 errors in the spider; the log has them"]


@pytest.mark.parametrize(
    ("reason", "said"),
    [
        ("shutdown", "stopped by a signal before its end"),
        ("memusage_exceeded", "stopped before its end: it used more memory than MEMUSAGE_LIMIT_MB allows"),
        ("closespider_timeout", "stopped before its end: closespider_timeout"),
        (None, "broken off before its end; the log says why"),
    ],
)
def test_a_run_that_ended_before_its_end_fell_short(reason: str | None, said: str) -> None:
    stats = counted(Stored("stored")) | {"finish_reason": reason}
    assert ledger.problems(stats, ("failed",)) == [said]


def test_pages_that_were_fetched_and_not_stored_are_counted() -> None:
    stats = counted(Stored("stored"))
    ledger.lose(stats)
    ledger.lose(stats, 2)
    assert ledger.problems(stats, ("failed",)) == [
        "3 fetched pages could not be stored; the next run takes them from the archive"
    ]
