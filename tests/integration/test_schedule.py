"""When a source is due, what ``scrapy status`` makes of it, and what can be done with pages in quarantine."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine

from crawler.schedule.due import standings
from crawler.schedule.health import Health, healths
from crawler.sources.schema import Source
from models.crawls import last_crawls
from models.quarantine import Wanted, listed, retry, shown
from models.status import read_status, runs_of
from tests.ledger import HOUR, Ledger, article, quarantined, sources


@pytest.fixture
def ledger(engine: Engine) -> Ledger:
    return Ledger(engine)


class TestDue:
    def states(self, engine: Engine, found: list[Source]) -> list[tuple[str, str]]:
        last = last_crawls(engine, [source.slug for source in found])
        return [(standing.source.slug, standing.state) for standing in standings(found, last, HOUR)]

    def test_a_source_is_due_when_no_crawl_was_begun_within_its_cadence_the_longest_overdue_first(
        self, engine: Engine, ledger: Ledger, tmp_path: Path
    ) -> None:
        found = sources(
            tmp_path,
            daily="crawl: {every: 1d}",
            fresh="",
            late="",
            never="",
            often="crawl: {every: 15m}",
            resting="enabled: no",
        )
        ledger.run("daily", ago=timedelta(hours=30))
        ledger.run("late", ago=timedelta(hours=3))
        ledger.run("fresh", ago=timedelta(minutes=50))
        ledger.run("often", ago=timedelta(minutes=50))
        assert self.states(engine, found) == [
            ("never", "due"),
            ("resting", "not enabled"),
            ("daily", "due"),
            ("late", "due"),
            ("often", "due"),
            ("fresh", "not due"),
        ]

    def test_a_trial_with_bounds_does_not_put_off_the_next_crawl(
        self, engine: Engine, ledger: Ledger, tmp_path: Path
    ) -> None:
        ledger.run("desk", ago=timedelta(hours=2))
        ledger.run("desk", ago=timedelta(minutes=2), arguments='{"source": "desk", "limit": "5"}')
        assert self.states(engine, sources(tmp_path, desk="")) == [("desk", "due")]

    def test_what_a_living_run_crawls_is_passed_over_and_what_a_dead_one_held_is_not(
        self, engine: Engine, ledger: Ledger, tmp_path: Path
    ) -> None:
        for slug in ("held", "lost"):
            ledger.run(slug, ago=timedelta(hours=2), status="running")
        held = "update news.sources set lease_until = now() + cast(:until as interval) where slug = :slug"
        ledger.sql(held, slug="held", until="30 s")
        ledger.sql(held, slug="lost", until="-30 s")
        assert self.states(engine, sources(tmp_path, held="", lost="")) == [("held", "running"), ("lost", "due")]

    def test_a_crawl_that_was_killed_is_taken_up_soon_and_not_at_its_cadence(
        self, engine: Engine, ledger: Ledger, tmp_path: Path
    ) -> None:
        found = sources(tmp_path, daily="crawl: {every: 1d}", again="crawl: {every: 1d}")
        ledger.run("daily", ago=timedelta(minutes=12), status="killed")
        ledger.run("again", ago=timedelta(minutes=3), status="killed")
        assert self.states(engine, found) == [("daily", "due"), ("again", "not due")]

    def test_a_timer_as_often_as_the_cadence_misses_no_call(
        self, engine: Engine, ledger: Ledger, tmp_path: Path
    ) -> None:
        ledger.run("desk", ago=timedelta(minutes=59, seconds=50))
        assert self.states(engine, sources(tmp_path, desk="")) == [("desk", "due")]


class TestStatus:
    def health(self, engine: Engine, found: list[Source]) -> dict[str, Health]:
        status = read_status(engine, [source.slug for source in found])
        return {health.source.slug: health for health in healths(found, status, HOUR)}

    def test_a_source_that_does_well_has_nothing_wrong(self, engine: Engine, ledger: Ledger, tmp_path: Path) -> None:
        run = ledger.run("desk", ago=timedelta(minutes=20))
        pages = (article("desk", "a"), article("desk", "b"), article("desk", "c", ago=timedelta(days=3)))
        ledger.store(run, *pages, quarantined("desk", "d"))
        ledger.sql("update news.urls set next_fetch_at = now() - interval '1 minute' where url like '%/a'")

        health = self.health(engine, sources(tmp_path, desk=""))["desk"]

        assert health.wrong == ()
        assert (health.run_state, health.took) == ("finished", timedelta(minutes=1))
        assert health.next_at is not None
        assert timedelta(minutes=39) < health.next_at - health.at <= timedelta(minutes=40)
        assert health.status.last_run is not None
        assert health.status.last_run.outcomes == {"stored": 3, "quarantined": 1}
        assert (health.status.articles.day, health.status.articles.week) == (2, 3)
        urls = health.status.urls
        assert (urls.known, urls.due, urls.quarantined, urls.failed) == (4, 1, 1, 0)

    def test_what_is_wrong_is_said(self, engine: Engine, ledger: Ledger, tmp_path: Path) -> None:
        found = sources(tmp_path, dead="", killed="", late="", never="", resting="enabled: no", runs="", short="")
        ledger.run("short", ago=timedelta(minutes=5), status="failed", problems=["4 of 9 pages failed", "and more"])
        ledger.run("killed", ago=timedelta(minutes=5), status="killed")
        ledger.run("dead", ago=timedelta(minutes=5), status="running", heartbeat=timedelta(minutes=1))
        ledger.run("runs", ago=timedelta(hours=9), status="running", heartbeat=timedelta(hours=9))
        ledger.run("late", ago=timedelta(hours=5))
        ledger.run("resting", ago=timedelta(days=9), status="failed", problems=["x"])
        said = {slug: health.wrong for slug, health in self.health(engine, found).items()}
        run = ledger.sql("select id from news.crawl_runs where source_id = :source", source=ledger.source("dead"))
        assert said == {
            "dead": (f"its run {run} is dead: no heartbeat for 4 min",),
            "killed": ("its last run was killed",),
            "late": ("overdue for 4 h (every 1h): does crawl-due run?",),
            "never": ("never crawled",),
            "resting": (),
            "runs": (),
            "short": ("fell short: 4 of 9 pages failed",),
        }

    def test_a_source_that_went_quiet_is_told_and_one_that_is_always_slow_is_not(
        self, engine: Engine, ledger: Ledger, tmp_path: Path
    ) -> None:
        run = ledger.run("quiet", ago=timedelta(minutes=5))
        ledger.run("slow", ago=timedelta(minutes=5))
        for slug, days in (("quiet", 0.5), ("slow", 1.5)):
            pages = [article(slug, f"p{n}", ago=timedelta(days=3 + n * days)) for n in range(12)]
            ledger.store(run, *pages)
        said = {
            slug: health.wrong for slug, health in self.health(engine, sources(tmp_path, quiet="", slow="")).items()
        }
        assert said == {"quiet": ("quiet: no new article for 2 d, it was never longer than 12 h",), "slow": ()}

    def test_failed_urls_that_pile_up_are_told(self, engine: Engine, ledger: Ledger, tmp_path: Path) -> None:
        run = ledger.run("desk", ago=timedelta(minutes=5))
        pages = [article("desk", f"p{number}") for number in range(40)]
        failed = [replace(page, document=None, outcome="failed", reason="timeout") for page in pages[:25]]
        ledger.store(run, *failed, *pages[25:])
        wrong = self.health(engine, sources(tmp_path, desk=""))["desk"].wrong
        assert wrong == ("25 of 40 URLs failed when they were last fetched",)

    def test_domains_without_a_file_are_summed_up(self, engine: Engine, ledger: Ledger) -> None:
        run = ledger.run("elsewhere.example", ago=HOUR)
        ledger.store(run, article("elsewhere.example", "a"), quarantined("further.example", "b"))
        status = read_status(engine, [])
        assert status.other_sources == 2
        assert (status.other_urls.known, status.other_urls.quarantined) == (2, 1)

    def test_the_last_runs_of_a_source_come_newest_first(self, engine: Engine, ledger: Ledger) -> None:
        older, newer = ledger.run("desk", ago=2 * HOUR), ledger.run("desk", ago=HOUR)
        ledger.store(newer, article("desk", "a"))
        found = runs_of(engine, "desk", 10)
        assert [(run.id, run.outcomes) for run in found] == [(newer, {"stored": 1}), (older, {})]
        assert len(runs_of(engine, "desk", 1)) == 1


class TestQuarantine:
    @pytest.fixture
    def run(self, ledger: Ledger) -> int:
        return ledger.run("desk", ago=HOUR)

    def urls(self, engine: Engine, wanted: Wanted) -> list[str]:
        return [page.url.rpartition("/")[2] for page in listed(engine, wanted, 20)[1]]

    def test_pages_are_listed_newest_first_and_counted_by_reason_and_source(
        self, engine: Engine, ledger: Ledger, run: int
    ) -> None:
        ledger.store(
            run,
            quarantined("desk", "a", ago=3 * HOUR),
            quarantined("desk", "b", ago=2 * HOUR),
            quarantined("other", "c", "timeout"),
            article("desk", "good"),
        )
        groups, pages = listed(engine, Wanted(), 2)
        assert [(group.reason, group.source, group.pages) for group in groups] == [
            ("no_content", "desk", 2),
            ("timeout", "other", 1),
        ]
        assert [page.url for page in pages] == ["https://other.example/c", "https://desk.example/b"]
        assert self.urls(engine, Wanted(source="desk")) == ["b", "a"]
        assert self.urls(engine, Wanted(reason="timeout")) == ["c"]
        assert self.urls(engine, Wanted(since=datetime.now(UTC) - 2.5 * HOUR)) == ["c", "b"]

    def test_a_page_leaves_quarantine_with_its_next_fetch(self, engine: Engine, ledger: Ledger, run: int) -> None:
        ledger.store(run, quarantined("desk", "a", ago=2 * HOUR), quarantined("desk", "b", ago=2 * HOUR))
        ledger.store(run, article("desk", "a", ago=HOUR), quarantined("desk", "b", "timeout"))
        groups, pages = listed(engine, Wanted(), 20)
        assert [(group.reason, group.pages) for group in groups] == [("timeout", 1)]
        assert [page.url for page in pages] == ["https://desk.example/b"]

    def test_a_retry_makes_pages_due_and_leaves_those_that_no_crawl_takes(
        self, engine: Engine, ledger: Ledger, run: int
    ) -> None:
        ledger.store(run, quarantined("desk", "a"), quarantined("elsewhere.example", "b"), article("desk", "good"))
        ledger.sql("update news.urls set attempts = 3")
        done = retry(engine, Wanted(), ["desk"])
        assert (done.due, done.unknown) == ({"desk": 1}, [])
        assert done.left == {"elsewhere.example": (1, "https://elsewhere.example.example/b")}
        query = (
            "select string_agg(url || ' ' || attempts || ' ' || state, ';') from news.urls where next_fetch_at <= now()"
        )
        assert ledger.sql(query) == "https://desk.example/a 0 quarantined"

    def test_a_retry_of_ids_takes_those_alone_and_names_what_is_not_in_quarantine(
        self, engine: Engine, ledger: Ledger, run: int
    ) -> None:
        ledger.store(run, quarantined("desk", "a"), quarantined("desk", "b"), article("desk", "good"))
        ids = {page.url.rpartition("/")[2]: page.id for page in listed(engine, Wanted(), 20)[1]}
        good = int(ledger.sql("select id from news.fetches where outcome = 'stored'"))
        done = retry(engine, Wanted(), ["desk"], [ids["a"], good, 10**17])
        assert (done.due, done.left, done.unknown) == ({"desk": 1}, {}, [good, 10**17])
        assert ledger.sql("select url from news.urls where next_fetch_at <= now()") == "https://desk.example/a"

    def test_one_page_is_shown_with_all_that_is_known(self, engine: Engine, ledger: Ledger, run: int) -> None:
        ledger.store(run, quarantined("desk", "a", ago=2 * HOUR, detail="no block of text"))
        first = listed(engine, Wanted(), 1)[1][0].id
        found = shown(engine, first)
        assert found is not None
        assert (found["slug"], found["reason"], found["detail"]) == ("desk", "no_content", "no block of text")
        assert (found["state"], found["later_id"]) == ("quarantined", None)
        ledger.store(run, quarantined("desk", "a"))
        later = shown(engine, first)
        assert later is not None
        assert later["later_id"] == first + 1
        assert shown(engine, 10**17) is None
