"""Hosts, and the pauses that each is owed."""

from datetime import date

import pytest

from crawler.manners.budget import Budget
from crawler.manners.hosts import Host, host_of
from crawler.network.downloader import HostSlot

KEY = ("paper.example", date(2017, 6, 22))


@pytest.mark.parametrize(
    ("url", "host"),
    [
        ("https://Paper.Example/a", "paper.example"),
        ("https://paper.example:443/a", "paper.example"),
        ("http://paper.example.:80/", "paper.example"),
        ("http://paper.example:443/a", "paper.example:443"),
        ("http://name:secret@paper.example:8080/", "paper.example:8080"),
        ("http://[2001:DB8::1]/", "[2001:db8::1]"),
        ("http://paper.example:99999/", ""),
        ("nonsense", ""),
    ],
)
def test_a_host_is_one_for_all_spellings(url: str, host: str) -> None:
    assert host_of(url) == host


def test_no_pause_is_shorter_than_the_crawl_delay_whatever_else_is_set() -> None:
    host = Host("paper.example")
    slot = HostSlot(host, concurrency=8, delay=1.0, jitter=0.5)
    assert slot.free_transfer_slots() == 8
    host.crawl_delay = 10.0
    slot.delay = 0.2  # as AutoThrottle does after each answer
    assert slot.delay == 10.0
    assert all(slot.download_delay() >= 10.0 for _ in range(100))
    assert slot.free_transfer_slots() == 1
    slot.delay = 30.0
    assert slot.delay == 30.0


def test_a_hold_off_is_a_pause_that_ends_when_it_ends() -> None:
    host = Host("paper.example")
    slot = HostSlot(host, concurrency=2, delay=0.0, jitter=0.0)
    slot.lastseen = 1000.0
    host.hold(now=1001.0, seconds=60)
    host.hold(now=1002.0, seconds=5)
    assert slot.download_delay() == 61.0  # from the last request on
    assert host.is_held(1060.0)
    assert not host.is_held(1061.0)


def test_a_budget_counts_what_other_runs_have_sent() -> None:
    budget = Budget(limit=5)
    assert not budget.knows(KEY)
    budget.learn(KEY, 3)
    assert [budget.take(KEY) for _ in range(4)] == [True, True, False, False]
    assert budget.take(("other.example", KEY[1]))


def test_counts_are_neither_lost_nor_doubled_while_they_are_written() -> None:
    budget = Budget(limit=5)
    budget.take(KEY)
    budget.take(KEY)
    under_way = budget.addition()
    budget.take(KEY)
    assert budget.addition() is under_way  # it failed, and is tried again
    assert under_way is not None
    assert under_way.counts == {KEY: 2}
    assert budget.unwritten == 3
    budget.written({KEY: 4})  # another run has sent two
    assert [budget.take(KEY), budget.take(KEY)] == [False, False]
    rest = budget.addition()
    assert rest is not None
    assert rest.counts == {KEY: 1}
    budget.written({KEY: 5})
    assert budget.addition() is None


def test_a_request_that_was_not_sent_after_all_is_not_counted() -> None:
    budget = Budget(limit=1)
    budget.take(KEY)
    budget.give_back(KEY)
    assert budget.addition() is None
    budget.take(KEY)
    budget.addition()
    budget.give_back(KEY)
    budget.written({KEY: 1})
    assert budget.addition() is None
    assert budget.take(KEY)  # what is in the table is one too many
    assert budget.addition() is None
