"""A wall clock that jumps under a crawl, as when somebody sets it: nothing is lost, fetched again or never due."""

from pathlib import Path

import pytest

from tests.faults import checks
from tests.faults.crawls import CONCURRENCY, Newsdesk
from tests.faults.site import PaperSite

DAY = 86_400


@pytest.mark.parametrize("jump", [DAY, -DAY], ids=["a-day-forward", "a-day-back"])
def test_a_clock_that_jumps_changes_nothing(site: PaperSite, desk: Newsdesk, tmp_path: Path, jump: int) -> None:
    desk.environment |= {
        "PYTHONPATH": str(Path(__file__).parent / "clock"),
        "CLOCK_JUMP": str(jump),
        "CLOCK_JUMPS_WITH": str(sign := tmp_path / "now"),
    }
    crawl = desk.crawl()
    assert site.wait(lambda: len(site.pages()) > 20, crawl.alive)
    sign.touch()
    assert crawl.wait() == 0, crawl.said
    assert checks.everything(site, desk.url, desk.archive, [], CONCURRENCY) == []
