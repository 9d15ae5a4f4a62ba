"""A crawl that is told to stop twice: the next one takes up the rest. (SIGTERM while pages hang: make test-faults.)"""

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


def test_a_crawl_that_is_told_twice_leaves_at_once_and_loses_nothing(site: PaperSite, desk: Newsdesk) -> None:
    crawl = desk.crawl()
    site.wait(lambda: len(site.pages()) > 20, crawl.alive)
    crawl.signal(signal.SIGINT)
    time.sleep(0.05)
    crawl.signal(signal.SIGINT)
    assert crawl.wait(20) == 1
    assert taken_up(desk, stopped(desk, crawl)) == []
