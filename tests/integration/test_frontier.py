"""The frontier: what is due is taken once, acknowledged with its result, and never lost in between."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import Engine, text

from models.frontier import Discovered, claim, discover, take, waiting
from models.items import Archived, Fetch
from models.runs import Run, close_run, open_run
from models.sources import SourceRow
from models.store import Batch, write_batch
from tests.documents import NOON, PUBLISHED, document, fetch

PAPER = SourceRow(slug="paper", domain="paper.example", name="The Paper")
RIVAL = SourceRow(slug="rival", domain="rival.example", name="The Rival")
FEED = "https://paper.example/feed"


def link(path: str, **hints: Any) -> Discovered:
    return Discovered(url=f"https://paper.example/2017/{path}", via=FEED, **hints)


def new_run(engine: Engine, source: SourceRow = PAPER) -> Run:
    return open_run(engine, "news", {"source": source.slug}, source)


def end(engine: Engine, run: Run) -> None:
    close_run(engine, run, [], {}, [run.id])


@pytest.fixture
def run(engine: Engine) -> Run:
    return new_run(engine)


def taken(engine: Engine, run: Run, limit: int = 100) -> list[str]:
    return [due.url.rpartition("/")[2] for due in take(engine, run, limit)]


def store(engine: Engine, run: Run, *fetches: Fetch, number: int = 1) -> list[str]:
    batch = Batch(run, number, {"paper": PAPER}, fetches)
    return [stored.outcome for stored in write_batch(engine, batch)]


def answer(path: str, **changes: Any) -> Fetch:
    return fetch(document(path), source="paper", **changes)


def pass_time(engine: Engine, interval: str) -> None:
    """Let everything that is due become due by so much earlier."""
    with engine.begin() as connection:
        connection.execute(text(f"update news.urls set next_fetch_at = next_fetch_at - interval '{interval}'"))


def rows(engine: Engine, query: str) -> Sequence[tuple[Any, ...]]:
    with engine.connect() as connection:
        return [tuple(row) for row in connection.execute(text(query))]


def test_a_new_link_is_due_at_once_and_taken_once(engine: Engine, run: Run) -> None:
    assert discover(engine, run, [link("a"), link("b"), link("a?utm_source=x")]) == 2
    assert discover(engine, run, [link("a")]) == 0
    assert taken(engine, run, 1) == ["a"]
    assert waiting(engine, run) == 1
    assert taken(engine, run) == ["b"]
    assert taken(engine, run) == []


def test_what_a_run_took_and_did_not_store_the_next_one_takes(engine: Engine, run: Run) -> None:
    discover(engine, run, [link("a"), link("b"), link("c")])
    taken(engine, run)
    store(engine, run, answer("b"))
    end(engine, run)
    assert sorted(taken(engine, new_run(engine))) == ["a", "c"]


def test_what_is_stored_is_due_again_when_its_time_has_come(engine: Engine, run: Run) -> None:
    discover(engine, run, [link("a")])
    taken(engine, run)
    now = rows(engine, "select now()")[0][0]
    stored = replace(answer("a", fetched_at=now, etag='"1"', last_modified="Thu, 22 Jun 2017 12:00:00 GMT"))
    fresh = document("a", published=None)
    store(engine, run, replace(stored, document=fresh))
    end(engine, run)
    assert taken(engine, new_run(engine, RIVAL)) == []
    again = new_run(engine)
    assert taken(engine, again) == []
    pass_time(engine, "46 minutes")
    (due,) = take(engine, again, 10)
    assert (due.etag, due.last_modified) == ('"1"', "Thu, 22 Jun 2017 12:00:00 GMT")


def test_a_page_that_is_known_comes_with_the_place_of_its_payload(engine: Engine, run: Run) -> None:
    place = Archived(
        file="paper/00000001-00000.warc.gz",
        offset=812,
        length=4096,
        url="https://paper.example/2017/a",
        at=NOON,
        digest="sha1:3I42H3S6NNFQ2MSVX7XZKYAYSCX5QBYJ",
    )
    discover(engine, run, [link("a")])
    store(engine, run, answer("a", archived=place, final_url="https://paper.example/2017/a"))
    pages = rows(engine, "select warc_file, warc_offset, warc_length, is_revisit, payload_digest from news.fetches")
    assert pages == [(place.file, 812, 4096, False, place.digest)]
    revisit = replace(place, offset=9000, is_revisit=True, at=NOON + timedelta(hours=1))
    same = Fetch(
        url="https://paper.example/2017/a",
        source="paper",
        discovered_via=FEED,
        fetched_at=revisit.at,
        is_same=True,
        archived=revisit,
    )
    assert store(engine, run, same, number=2) == ["unchanged"]
    end(engine, run)
    again = new_run(engine)
    discover(engine, again, [link("a")], again=True)
    assert [due.known for due in take(engine, again, 10)] == [place]


def test_an_unchanged_answer_touches_the_article_and_nothing_else(engine: Engine, run: Run) -> None:
    store(engine, run, answer("a"))
    before = rows(engine, "select xmin::text from news.captions union all select xmin::text from news.credits")
    same = Fetch(
        url="https://paper.example/2017/a",
        source="paper",
        discovered_via=FEED,
        fetched_at=NOON + timedelta(hours=3),
        is_same=True,
        status=304,
    )
    assert store(engine, run, same, number=2) == ["unchanged"]
    assert rows(engine, "select last_captured_at - first_captured_at, revision from news.articles") == [
        (timedelta(hours=3), 1)
    ]
    assert rows(engine, "select xmin::text from news.captions union all select xmin::text from news.credits") == before


def test_not_modified_of_a_page_that_was_never_kept_is_a_failure_and_asked_for_anew(engine: Engine, run: Run) -> None:
    never = Fetch(
        url="https://paper.example/2017/a", source="paper", discovered_via=FEED, fetched_at=NOON, is_same=True
    )
    assert store(engine, run, never) == ["failed"]
    assert rows(engine, "select state, next_fetch_at is not null, etag from news.urls") == [("failed", True, None)]


def test_a_page_that_was_changed_since_its_fetch_is_due_before_its_time(engine: Engine, run: Run) -> None:
    discover(engine, run, [link("a")])
    taken(engine, run)
    store(engine, run, answer("a"))
    end(engine, run)
    again = new_run(engine)
    discover(engine, again, [link("a", modified="before", modified_at=NOON - timedelta(hours=1))])
    assert taken(engine, again) == []
    discover(engine, again, [link("a", modified="after", modified_at=NOON + timedelta(hours=1))])
    assert taken(engine, again) == ["a"]
    discover(engine, again, [link("a", modified="later", modified_at=NOON + timedelta(hours=2))])
    assert taken(engine, again) == []  # once a run


def test_a_change_that_is_announced_soon_after_a_fetch_is_not_forgotten(engine: Engine, run: Run) -> None:
    discover(engine, run, [link("a")])
    taken(engine, run)
    now = rows(engine, "select now()")[0][0]
    store(engine, run, answer("a", fetched_at=now))
    end(engine, run)
    again = new_run(engine)
    announced = link("a", modified="soon", modified_at=now + timedelta(minutes=5))
    discover(engine, again, [announced])
    assert taken(engine, again) == []  # it was fetched a moment ago
    due_in = "select next_fetch_at - fetched_at from news.urls"
    assert rows(engine, due_in) == [(timedelta(minutes=45),)]


def test_the_pages_of_a_source_whose_file_was_renamed_are_the_new_ones(engine: Engine, run: Run) -> None:
    discover(engine, run, [link("a")])
    end(engine, run)
    renamed = new_run(engine, RIVAL)
    discover(engine, renamed, [link("a")], sources=["rival"])
    assert taken(engine, renamed) == ["a"]


def test_hints_are_kept_and_a_finder_that_says_nothing_takes_none_away(engine: Engine, run: Run) -> None:
    discover(engine, run, [link("a", headline="Mosul retaken", published="Mon, 10 Jul 2017 09:00:00 GMT")])
    discover(engine, run, [link("a", headline="Mosul has been retaken")])
    (due,) = take(engine, run, 10)
    assert (due.headline, due.published) == ("Mosul has been retaken", "Mon, 10 Jul 2017 09:00:00 GMT")


def test_a_claimed_page_is_not_taken(engine: Engine, run: Run) -> None:
    discover(engine, run, [link("a", headline="Mosul retaken"), link("b")])
    known = claim(engine, run, ["https://paper.example/2017/a/", "https://paper.example/never-heard-of"])
    assert {url: due.headline for url, due in known.items()} == {"https://paper.example/2017/a/": "Mosul retaken"}
    assert taken(engine, run) == ["b"]


def test_a_page_that_was_first_seen_outside_every_source_becomes_the_sources(engine: Engine) -> None:
    given = open_run(engine, "article", {})
    write_batch(engine, Batch(given, 1, {}, [fetch(document("a"), source="paper.example")]))
    run = new_run(engine)
    discover(engine, run, [link("a")], again=True)
    assert taken(engine, run) == ["a"]


def test_a_page_of_a_source_that_is_crawled_stays_that_sources(engine: Engine, run: Run) -> None:
    discover(engine, run, [link("a")])
    rival = new_run(engine, RIVAL)
    discover(engine, rival, [link("a"), link("b")], sources=["paper", "rival"])
    assert taken(engine, rival) == ["b"]
    assert taken(engine, run) == ["a"]


@pytest.mark.parametrize(
    ("outcome", "reason", "state", "due"),
    [
        ("failed", "timeout", "failed", True),
        ("dropped", "http_404", "gone", True),
        ("dropped", "not_html", "dropped", False),
        ("quarantined", "crashed", "quarantined", False),
    ],
)
def test_a_page_that_gave_no_article_has_its_state(
    engine: Engine, run: Run, outcome: str, reason: str, state: str, due: bool
) -> None:
    discover(engine, run, [link("a")])
    bad = Fetch(
        url="https://paper.example/2017/a",
        source="paper",
        discovered_via=FEED,
        fetched_at=NOON,
        outcome=outcome,  # type: ignore[arg-type]
        reason=reason,
    )
    store(engine, run, bad)
    assert rows(engine, "select state, next_fetch_at is not null from news.urls") == [(state, due)]


def test_an_older_capture_of_an_archive_does_not_turn_the_frontier_back(engine: Engine, run: Run) -> None:
    store(engine, run, answer("a", fetched_at=NOON, etag='"new"'))
    older = answer("a", fetched_at=NOON - timedelta(days=1), etag='"old"')
    write_batch(engine, Batch(run, 2, {"paper": PAPER}, [older], comes_back=False))
    assert rows(engine, "select etag, fetched_at from news.urls") == [('"new"', NOON)]


def test_what_is_read_back_from_the_archive_late_does_not_turn_it_back_either(engine: Engine, run: Run) -> None:
    store(engine, run, answer("a", fetched_at=NOON, etag='"new"'))
    older = answer("a", fetched_at=NOON - timedelta(hours=1), etag='"old"', is_replayed=True)
    late = replace(older, document=document("a", headline="As it was"))
    assert store(engine, run, late, number=2) == ["dropped"]
    assert rows(engine, "select etag, fetched_at from news.urls") == [('"new"', NOON)]


def test_a_clock_that_ran_ahead_and_is_set_right_holds_nothing_up(engine: Engine, run: Run) -> None:
    now = rows(engine, "select now()")[0][0]
    store(engine, run, answer("a", fetched_at=now + timedelta(days=1)))
    assert rows(engine, "select fetched_at < now() + interval '1 minute' from news.urls") == [(True,)]
    changed = fetch(document("a", headline="Corrected"), source="paper", fetched_at=now + timedelta(minutes=1))
    assert store(engine, run, changed, number=2) == ["revised"]


def test_a_clock_that_was_set_back_does_not_keep_a_page_due(engine: Engine, run: Run) -> None:
    store(engine, run, answer("a", fetched_at=NOON))
    gone = Fetch(
        url="https://paper.example/2017/a",
        source="paper",
        discovered_via=FEED,
        fetched_at=NOON - timedelta(days=1),
        outcome="dropped",
        reason="http_404",
    )
    store(engine, run, gone, number=2)
    assert rows(engine, "select state, next_fetch_at > now() from news.urls") == [("gone", True)]


def test_what_was_not_taken_for_the_latest_is_never_taken_for_unchanged(engine: Engine, run: Run) -> None:
    store(engine, run, answer("a", fetched_at=NOON, etag='"first"'))
    corrected = document("a", headline="Corrected")  # the clock was set back meanwhile
    before = fetch(corrected, source="paper", fetched_at=NOON - timedelta(hours=2), etag='"corrected"')
    assert store(engine, run, before, number=2) == ["dropped"]
    assert rows(engine, "select state, etag, last_modified, payload_fetch_id from news.urls") == [
        ("kept", None, None, None)
    ]


def test_a_payload_that_stands_in_another_pages_record_is_not_mixed_up_with_the_one_before(
    engine: Engine, run: Run
) -> None:
    place = Archived(
        file="paper/00000001-00000.warc.gz",
        offset=0,
        length=9,
        url="https://paper.example/2017/a",
        at=NOON,
        digest="sha1:A",
    )
    store(engine, run, answer("a", archived=place))
    elsewhere = replace(place, offset=9, at=NOON + timedelta(hours=1), digest="sha1:B", is_revisit=True)
    second = fetch(document("a", headline="Rewritten"), source="paper", fetched_at=elsewhere.at, archived=elsewhere)
    assert store(engine, run, second, number=2) == ["revised"]
    assert rows(engine, "select payload_fetch_id from news.urls") == [(None,)]


def test_failures_do_not_count_as_looks_for_what_is_gone(engine: Engine, run: Run) -> None:
    bad = Fetch(url="https://paper.example/2017/a", source="paper", discovered_via=FEED, fetched_at=NOON)
    for number, (outcome, reason) in enumerate([("failed", "http_500")] * 3 + [("dropped", "http_404")], 1):
        store(engine, run, replace(bad, outcome=outcome, reason=reason), number=number)  # type: ignore[arg-type]
    assert rows(engine, "select state, attempts, next_fetch_at is not null from news.urls") == [("gone", 1, True)]


def test_an_article_that_bears_a_day_and_no_hour_is_fresh_on_that_day(engine: Engine, run: Run) -> None:
    now = rows(engine, "select now()")[0][0]
    midnight = now.replace(hour=0, minute=0, second=0, microsecond=0)
    today = replace(PUBLISHED, at=midnight, precision="day")
    store(engine, run, fetch(document("a", published=today), source="paper", fetched_at=now))
    assert rows(engine, "select next_fetch_at - now() <= interval '45 minutes' from news.urls") == [(True,)]


def test_pages_of_archives_and_of_unknown_sites_are_not_fetched_again(engine: Engine, run: Run) -> None:
    archive = Batch(run, 1, {"paper": PAPER}, [answer("a")], comes_back=False)
    write_batch(engine, archive)
    write_batch(engine, Batch(run, 2, {"paper": PAPER}, [fetch(document("b"), source="elsewhere.example")]))
    assert rows(engine, "select state, next_fetch_at from news.urls order by url") == [("kept", None), ("kept", None)]


def test_a_thousand_links_are_entered_in_one_go(engine: Engine, run: Run) -> None:
    links = [link(f"{number}") for number in range(1000)]
    assert discover(engine, run, links) == 1000
    assert len(taken(engine, run, 600)) == 600
    assert waiting(engine, run) == 400
