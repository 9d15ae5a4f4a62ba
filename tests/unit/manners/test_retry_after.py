"""How long a server asks to be left alone."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scrapy.http import Request, Response
from scrapy.spidermiddlewares.httperror import HttpError
from twisted.python.failure import Failure

from crawler.manners.refusals import BudgetSpent, HeldOff, Refused, RobotsUnreachable
from crawler.manners.retry_after import LONGEST, asked_to_wait, retry_after
from crawler.pages import classify, failed_fetch

NOW = datetime(2017, 6, 22, 12, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        ("0", 0),
        (b" 120 ", 120),
        ("Thu, 22 Jun 2017 12:02:00 GMT", 120),
        ("Thu, 22 Jun 2017 14:02:00 +0200", 120),
        ("Thu, 22 Jun 2017 12:02:00", 120),
        ("Thu, 22 Jun 2017 11:00:00 GMT", 0),
        ("Fri, 31 Dec 9999 23:59:59 GMT", LONGEST),
        ("9" * 90, LONGEST),
        ("9" * 9000, None),
        ("-5", None),
        ("1.5", None),
        ("\u0663", None),
        ("soon", None),
        ("Thu, 99 Jun 2017 12:02:00 GMT", None),
        ("", None),
        (None, None),
    ],
)
def test_a_number_of_seconds_or_a_date_and_nothing_else(value: str | bytes | None, seconds: float | None) -> None:
    assert retry_after(value, NOW) == seconds


@given(st.one_of(st.text(), st.binary()))
def test_whatever_a_server_writes_there_is_no_error(value: str | bytes) -> None:
    asked = retry_after(value, NOW)
    assert asked is None or 0 <= asked <= LONGEST


def test_only_answers_that_say_too_much_or_not_now_ask_for_a_wait() -> None:
    assert [asked_to_wait(status, {"Retry-After": "7"}, NOW) for status in (200, 301, 429, 500, 503)] == [
        None,
        None,
        7,
        None,
        7,
    ]


def failure(error: Exception) -> Failure:
    return Failure(error)


def test_a_page_that_was_told_to_wait_says_how_long() -> None:
    page = "https://paper.example/a"
    answer = Response(page, status=503, headers={"Retry-After": "7200"}, request=Request(page))
    fetch = failed_fetch(failure(HttpError(answer)), source="paper", discovered_via="feed", url=page)
    assert (fetch.outcome, fetch.reason, fetch.retry_after) == ("failed", "http_503", 7200)
    silent = Response(page, status=429, request=Request(page))
    fetch = failed_fetch(failure(HttpError(silent)), source="paper", discovered_via="feed", url=page)
    assert (fetch.outcome, fetch.reason, fetch.retry_after) == ("failed", "http_429", None)


@pytest.mark.parametrize(
    ("refusal", "outcome", "reason"),
    [
        (HeldOff("it asked for that", 900), "failed", "held_off"),
        (RobotsUnreachable("HTTP 500", 900), "failed", "robots_unreachable"),
        (BudgetSpent("5000 today", 900), "dropped", "budget"),
    ],
)
def test_a_page_that_was_not_asked_for_says_why_and_when_it_may_be(refusal: Refused, outcome: str, reason: str) -> None:
    assert classify(refusal) == (outcome, reason, None)
    fetch = failed_fetch(failure(refusal), source="paper", discovered_via="feed", url="https://paper.example/a")
    assert (fetch.outcome, fetch.reason, fetch.retry_after) == (outcome, reason, 900)
