"""PostgreSQL killed, stopped, frozen and away under a crawl."""

from tests.faults import scenarios
from tests.faults.crawls import Newsdesk
from tests.faults.servers import MortalServer


def test_a_database_that_is_killed_and_started_again_costs_nothing(
    mortal_desk: Newsdesk, mortal: MortalServer, seed: int
) -> None:
    report = scenarios.database_killed(mortal_desk, mortal, kills=2, seed=seed)
    assert report.wrong == [], "\n".join([report.title, *report.lines])


def test_a_crawl_waits_for_a_database_that_is_away(mortal_desk: Newsdesk, mortal: MortalServer) -> None:
    report = scenarios.database_away(mortal_desk, mortal, seconds=5)
    assert report.wrong == [], "\n".join(report.lines)


def test_a_crawl_waits_for_a_database_that_says_nothing(mortal_desk: Newsdesk, mortal: MortalServer) -> None:
    report = scenarios.database_frozen(mortal_desk, mortal, seconds=2)
    assert report.wrong == [], "\n".join(report.lines)


def test_a_crawl_that_waits_in_vain_stops_and_the_next_one_reads_its_archive(
    mortal_desk: Newsdesk, mortal: MortalServer
) -> None:
    report = scenarios.database_away_for_good(mortal_desk, mortal, patience=3)
    assert report.wrong == [], "\n".join(report.lines)
