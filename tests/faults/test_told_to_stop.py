"""A crawl that is told to stop, however often and whatever hangs: it leaves in time, and the next takes up the rest."""

import signal
import time

from tests.faults import checks
from tests.faults.archives import answered_paths
from tests.faults.checks import Kill
from tests.faults.crawls import CONCURRENCY, Crawl, Newsdesk
from tests.faults.site import PaperSite


def stopped(desk: Newsdesk, crawl: Crawl) -> Kill:
    """The crawl's end, with what it had broken off."""
    return Kill(crawl.number, "told to stop", 0, True, answered_paths(desk.archive))


def taken_up(desk: Newsdesk, kill: Kill) -> list[str]:
    """Crawl on, to the end; what is wrong then."""
    again = desk.run()
    assert again.wait() == 0, again.said
    return checks.everything(desk.site, desk.url, desk.archive, [kill], CONCURRENCY)


def test_a_crawl_whose_pages_hang_leaves_within_30_seconds_of_sigterm(site: PaperSite, desk: Newsdesk) -> None:
    hanging = list(site.articles)[30:]
    site.answers = dict.fromkeys(hanging, lambda exchange: exchange.stall())
    crawl = desk.crawl(DOWNLOAD_TIMEOUT=180, **GRACE)
    site.wait(lambda: any(path in site.pages() for path in hanging), crawl.alive)
    crawl.signal(signal.SIGTERM)
    told = time.monotonic()
    assert crawl.wait(60) == 1
    assert time.monotonic() - told < 30
    assert "fell short: stopped by a signal before its end" in crawl.said
    kill = stopped(desk, crawl)
    site.released.set()
    site.answers = {}
    assert taken_up(desk, kill) == []


def test_a_crawl_that_is_told_twice_leaves_at_once_and_loses_nothing(site: PaperSite, desk: Newsdesk) -> None:
    crawl = desk.crawl()
    site.wait(lambda: len(site.pages()) > 20, crawl.alive)
    crawl.signal(signal.SIGINT)
    time.sleep(0.05)
    crawl.signal(signal.SIGINT)
    assert crawl.wait(20) == 1
    assert taken_up(desk, stopped(desk, crawl)) == []


GRACE: dict[str, float] = {}
