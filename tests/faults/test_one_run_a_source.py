"""Two crawls of one source at once: the second one says who is at it, and one that was given up stores nothing more."""

import os
import signal

import psycopg

from tests.faults import checks
from tests.faults.crawls import Newsdesk, descendants
from tests.faults.site import PaperSite


def test_a_second_crawl_of_a_source_says_who_crawls_it_and_leaves(site: PaperSite, desk: Newsdesk) -> None:
    first = desk.crawl()
    site.wait(lambda: len(site.pages()) > 3, first.alive)
    second = desk.run()
    assert second.wait() == ALREADY_RUNNING, second.said
    assert f"process {first.pid}" in second.said
    assert site.pages(second.number).total() == 0
    assert first.wait() == 0, first.said
    assert checks.everything(site, desk.url, desk.archive, [], 6) == []


def test_a_crawl_that_was_paused_and_given_up_stores_nothing_more(site: PaperSite, desk: Newsdesk) -> None:
    paused = desk.crawl()
    site.wait(lambda: len(site.pages()) > 20, paused.alive)
    processes = [paused.pid, *descendants(paused.pid)]
    for process in processes:
        os.kill(process, signal.SIGSTOP)
    with psycopg.connect(desk.url) as connection:  # as if it had been paused for longer than a lease holds
        connection.execute("update news.sources set lease_until = now() - interval '1 second'")
        connection.execute("update news.crawl_runs set heartbeat_at = now() - interval '1 hour'")
        connection.execute("update news.crawl_runs set started_at = now() - interval '2 hours'")
    second = desk.run()
    assert second.wait() == 0, second.said
    before = fetched_by(desk.url)
    for process in processes:
        os.kill(process, signal.SIGCONT)
    assert paused.wait(60) == 1, paused.said
    assert fetched_by(desk.url) == before
    assert checks.stored_once(site, desk.url) == []
    assert checks.one_outcome_each(site, desk.url) == []


def fetched_by(url: str) -> list[tuple[int, int]]:
    """Runs, and how many pages each has stored an outcome of."""
    with psycopg.connect(url) as connection:
        return connection.execute("select run_id, count(*) from news.fetches group by 1 order by 1").fetchall()


ALREADY_RUNNING = 3
"""Exit code."""
