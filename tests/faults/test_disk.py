"""A disk that is full: the crawl stops, says what to do, and the next one goes on once there is room."""

from tests.faults import checks
from tests.faults.archives import answered_paths
from tests.faults.checks import Kill
from tests.faults.crawls import CONCURRENCY, Newsdesk
from tests.faults.site import PaperSite


def test_a_full_disk_stops_the_crawl_and_the_next_one_goes_on(site: PaperSite, desk: Newsdesk) -> None:
    # A limit on the size of a file fails as a full disk does: in the middle of a write. Logs count as well.
    crawl = desk.run(file_limit=48_000, LOG_LEVEL="WARNING")
    assert crawl.wait() == 1, crawl.said
    assert "fell short: " in crawl.said
    assert "archive" in crawl.said
    assert "Traceback" not in crawl.said
    asked = len(site.pages())
    assert 0 < asked < len(site.articles), "it goes on fetching what it cannot keep"
    full = Kill(crawl.number, "disk full", 0, True, answered_paths(desk.archive))
    again = desk.run()
    assert again.wait() == 0, again.said
    assert checks.everything(site, desk.url, desk.archive, [full], CONCURRENCY) == []
