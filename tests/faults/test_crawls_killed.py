"""A crawl that is killed loses nothing, stores nothing twice, and fetches again only what it had in flight."""

import os
import signal
from pathlib import Path

from tests.faults import checks
from tests.faults.crawls import CONCURRENCY, Newsdesk, descendants, is_alive, wait_for
from tests.faults.scenarios import crawls_killed
from tests.faults.site import PaperSite


def test_crawls_killed_at_random_moments_lose_nothing(desk: Newsdesk, seed: int) -> None:
    report = crawls_killed(desk, kills=3, seed=seed)
    assert report.wrong == [], "\n".join([report.title, *report.lines])


def test_an_extraction_worker_that_is_killed_costs_at_most_the_page_it_had_in_hand(
    site: PaperSite, desk: Newsdesk
) -> None:
    crawl = desk.crawl()
    site.wait(lambda: len(site.pages()) > 20, crawl.alive)
    workers = [process for process in descendants(crawl.pid) if "spawn_main" in _command(process)]
    assert workers
    for worker in workers:
        _kill(worker)
    assert crawl.wait() == 0, crawl.said
    assert checks.one_outcome_each(site, desk.url, ("stored", "quarantined")) == []
    kept = checks.paths_with(desk.url, "stored")
    assert len(site.articles) - len(kept) <= len(workers)
    assert checks.stored_once(site, desk.url, kept) == []
    assert checks.fetched_again(site, [], CONCURRENCY) == []


def _command(process: int) -> str:
    return Path(f"/proc/{process}/cmdline").read_text() if is_alive(process) else ""


def _kill(process: int) -> None:
    os.kill(process, signal.SIGKILL)
    wait_for(lambda: not is_alive(process), 10, "a killed worker does not leave")
