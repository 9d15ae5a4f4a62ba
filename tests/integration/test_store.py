"""What storage promises: nothing twice, nothing lost, the latest capture wins, and each fetch has its outcome."""

import itertools
import threading
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import Engine, text

from models import db
from models.articles import Stored
from models.items import Author, Credit, CreditLine, Fetch
from models.runs import Run, close_run, open_run
from models.sources import SourceRow
from models.store import Batch, write_batch
from tests.documents import CREDIT, NOON, PHOTO, document, fetch

NUMBERS = itertools.count(1)
LATER = NOON + timedelta(hours=1)


@pytest.fixture
def run(engine: Engine) -> Run:
    return open_run(engine, "article", {"url": "https://paper.example/2017/a"})


def rows(engine: Engine, query: str, **parameters: Any) -> list[tuple[Any, ...]]:
    with engine.connect() as connection:
        return [tuple(row) for row in connection.execute(text(query), parameters)]


def store(engine: Engine, run: Run, *fetches: Fetch) -> list[Stored]:
    return write_batch(engine, Batch(run, next(NUMBERS), {}, fetches))


def outcomes(engine: Engine, run: Run, *fetches: Fetch) -> list[tuple[str, str | None]]:
    return [(stored.outcome, stored.reason) for stored in store(engine, run, *fetches)]


def test_an_article_lands_with_its_photo_caption_credit_and_agents(engine: Engine, run: Run) -> None:
    assert outcomes(engine, run, fetch()) == [("stored", None)]

    assert rows(
        engine, "select headline, body, published_raw, published_zone_basis, word_count from news.articles"
    ) == [
        (
            "The battle, part a",
            "The first paragraph.\nThe second one.",
            "22/06/2017 3:31 AM IST",
            "abbreviation",
            6,
        )
    ]
    assert rows(engine, "select published_at at time zone 'UTC' from news.articles")[0][0].isoformat() == (
        "2017-06-21T22:01:00"
    )
    assert rows(engine, "select caption, alt, credit_raw, credit_confidence from news.captions") == [
        ("A patrol in the Shifa quarter.", "soldiers in a street", "Fadel Senna/AFP via Getty Images)", 1.0)
    ]
    credited = "select name, role, kind from news.credits join news.agents on agents.id = agent_id order by position"
    assert rows(engine, credited) == [
        ("Fadel Senna", "photographer", "person"),
        ("AFP", "agency", "agency"),
        ("Getty Images", "distributor", "agency"),
    ]


def test_the_same_page_again_adds_nothing_but_its_fetch(engine: Engine, run: Run) -> None:
    store(engine, run, fetch())
    assert outcomes(engine, run, fetch(fetched_at=LATER)) == [("unchanged", None)]

    counts = rows(
        engine,
        "select (select count(*) from news.articles), (select count(*) from news.captions),"
        " (select count(*) from news.credits), (select count(*) from news.fetches)",
    )
    assert counts == [(1, 1, 3, 2)]
    assert rows(engine, "select last_captured_at > first_captured_at, revision from news.articles") == [(True, 1)]


def test_a_changed_page_replaces_text_photos_and_authors_and_counts_a_revision(engine: Engine, run: Run) -> None:
    store(engine, run, fetch())
    changed = document(
        headline="The battle is over", authors=(Author(name="World Desk", kind="organization"),), photos=()
    )
    assert outcomes(engine, run, fetch(changed, fetched_at=LATER)) == [("revised", None)]

    assert rows(engine, "select headline, revision from news.articles") == [("The battle is over", 2)]
    assert rows(engine, "select name from news.article_authors join news.agents on agents.id = agent_id") == [
        ("World Desk",)
    ]
    assert rows(engine, "select count(*) from news.captions") == [(0,)]


def test_dateline_agencies_rights_and_sources_are_stored(engine: Engine, run: Run) -> None:
    told = document(
        dateline="MOSUL, Iraq (AP) —",
        dateline_place="MOSUL, Iraq",
        wire_agencies=("AP", "AFP"),
        corrections=("Correction: it was a Monday.",),
        has_video=True,
        paywalled=False,
        licence="https://paper.example/licence",
        copyright="© The Paper",
        rights_signals=("noai",),
        canonical_conflicts=("meta:og:url https://paper.example/b",),
        sources={"headline": "h1", "body": "text\0"},
    )
    store(engine, run, fetch(told))
    columns = "dateline, dateline_place, wire_agencies, corrections, has_video, paywalled, licence, copyright"
    assert rows(engine, f"select {columns} from news.articles") == [
        (
            "MOSUL, Iraq (AP) —",
            "MOSUL, Iraq",
            ["AP", "AFP"],
            ["Correction: it was a Monday."],
            True,
            False,
            "https://paper.example/licence",
            "© The Paper",
        )
    ]
    assert rows(engine, "select rights_signals, canonical_conflicts, field_sources from news.articles") == [
        (["noai"], ["meta:og:url https://paper.example/b"], {"headline": "h1", "body": "text"})
    ]


def test_a_field_that_is_found_elsewhere_is_no_revision(engine: Engine, run: Run) -> None:
    store(engine, run, fetch(document(sources={"headline": "h1"})))
    moved = document(sources={"headline": "meta:og:title"})
    assert outcomes(engine, run, fetch(moved, fetched_at=LATER)) == [("unchanged", None)]


def test_an_older_capture_does_not_replace_a_newer_one(engine: Engine, run: Run) -> None:
    newer = fetch(document(headline="As it read at one"), fetched_at=LATER)
    older = fetch(document(headline="As it read at noon"))
    store(engine, run, newer)
    assert outcomes(engine, run, older) == [("dropped", "older_capture")]
    assert rows(engine, "select headline, revision from news.articles") == [("As it read at one", 1)]


def test_two_captures_of_one_url_in_one_batch_are_both_accounted_for_and_the_later_wins(
    engine: Engine, run: Run
) -> None:
    newer = fetch(document(headline="As it read at one"), fetched_at=LATER)
    older = fetch(document(headline="As it read at noon"))
    assert outcomes(engine, run, newer, older) == [("revised", None), ("stored", None)]
    assert rows(engine, "select headline, revision from news.articles") == [("As it read at one", 2)]
    assert rows(engine, "select outcome from news.fetches order by fetched_at") == [("stored",), ("revised",)]


def test_spellings_of_a_url_are_one_url_and_one_article(engine: Engine, run: Run) -> None:
    plain = document()
    tracked = document(url="https://paper.example/2017/a?utm_source=feed#top")
    assert outcomes(engine, run, fetch(plain), fetch(tracked, fetched_at=LATER)) == [
        ("stored", None),
        ("unchanged", None),
    ]
    assert rows(engine, "select count(*) from news.urls") == [(1,)]


def test_a_canonical_link_to_another_site_does_not_merge_a_syndicated_copy_into_the_original(
    engine: Engine, run: Run
) -> None:
    original = document()
    copy = document(url="https://other.example/syndicated/a", canonical_url=original.url)
    assert outcomes(engine, run, fetch(original), fetch(copy, source="other.example")) == [("stored", None)] * 2
    assert rows(engine, "select count(*) from news.articles") == [(2,)]
    assert rows(engine, "select count(*) from news.photos") == [(1,)]


def test_a_canonical_link_to_the_front_page_does_not_merge_a_sites_articles(engine: Engine, run: Run) -> None:
    broken = [document(path, canonical_url="https://paper.example/") for path in "ab"]
    assert outcomes(engine, run, *map(fetch, broken)) == [("stored", None)] * 2


def test_a_page_that_gave_no_article_keeps_its_reason(engine: Engine, run: Run) -> None:
    missing = fetch(document=None, outcome="dropped", reason="http_404", status=404, detail="Not Found")
    assert outcomes(engine, run, missing) == [("dropped", "http_404")]
    assert rows(engine, "select outcome, reason, http_status, detail, article_id from news.fetches") == [
        ("dropped", "http_404", 404, "Not Found", None)
    ]


def test_text_that_postgresql_cannot_hold_does_not_break_a_batch(engine: Engine, run: Run) -> None:
    strange = document(
        "strange",
        headline="NUL\x00 and lone \ud800 surrogate",
        body="\x00\ud83d",
        tags=("a\x00b",),
        photos=(replace(PHOTO, caption="\udfff\x00caption", alt="\x00"),),
    )
    assert outcomes(engine, run, fetch(strange), fetch()) == [("stored", None)] * 2
    assert rows(engine, "select headline, tags from news.articles where url like :u", u="%strange") == [
        ("NUL and lone  surrogate", ["ab"])
    ]


def test_long_text_is_never_cut(engine: Engine, run: Run) -> None:
    long = "x" * 1_000_000
    name = "A" * 5000
    line = CreditLine(raw=name, credits=(Credit(name=name, role="photographer", kind="person"),), confidence=0.1)
    photo = replace(PHOTO, caption=long, credit=line, url=f"https://paper.example/{'i' * 4000}.jpg")
    article = document("a" * 3500, headline=long, body=long, tags=(long[:3000],), photos=(photo,))
    assert outcomes(engine, run, fetch(article)) == [("stored", None)]
    assert rows(engine, "select length(headline), length(body) from news.articles") == [(1_000_000, 1_000_000)]
    assert rows(engine, "select length(name) from news.agents where kind = 'person' order by 1 desc limit 1") == [
        (5000,)
    ]


def test_a_fetch_that_the_database_refuses_costs_that_fetch_alone(engine: Engine, run: Run) -> None:
    refused = document("refused", word_count=-1)
    good = [document(path) for path in "abc"]
    assert outcomes(engine, run, fetch(refused), *map(fetch, good)) == [
        ("quarantined", "refused_by_database"),
        *[("stored", None)] * 3,
    ]
    assert rows(engine, "select count(*) from news.articles") == [(3,)]
    assert "word_count" in rows(engine, "select detail from news.fetches where outcome = 'quarantined'")[0][0]


def test_an_address_that_is_none_costs_its_fetch_alone(engine: Engine, run: Run) -> None:
    no_address = fetch(document("a", photos=(replace(PHOTO, url="data:image/png;base64,AAAA"),)))
    too_long = fetch(document(url=f"https://paper.example/{'x' * 5000}"), url="https://paper.example/b")
    results = outcomes(engine, run, no_address, too_long, fetch(document("c")))
    assert results == [*[("quarantined", "refused_by_database")] * 2, ("stored", None)]
    details = rows(engine, "select detail from news.fetches where outcome = 'quarantined'")
    assert all("not an http(s) URL" in detail for (detail,) in details)


def test_a_crawl_does_not_wait_for_another_one_of_the_same_source(engine: Engine, run: Run) -> None:
    store(engine, run, fetch())
    results: list[Stored] = []
    writer = threading.Thread(target=lambda: results.extend(store(engine, run, fetch(document("b")))))
    with engine.connect() as other:
        other.execute(text("select id from news.sources for no key update"))  # as a batch would that writes the row
        writer.start()
        writer.join(20)
        assert [stored.outcome for stored in results] == ["stored"]
    writer.join()


def test_one_agent_for_the_spellings_of_a_name_and_two_for_two_kinds(engine: Engine, run: Run) -> None:
    def credited(*credits: Credit) -> CreditLine:
        return CreditLine(raw="…", credits=credits, confidence=1.0)

    spellings = [
        Credit(name="Ahmad Al-Rubaye", role="photographer", kind="person"),
        Credit(name="AHMAD AL RUBAYE", role="photographer", kind="person"),
        Credit(name="Ahmad Al-Rubaye", role="rights_holder", kind="organization"),
    ]
    photos = tuple(
        replace(PHOTO, url=f"https://paper.example/{i}.jpg", position=i, credit=credited(credit))
        for i, credit in enumerate(spellings)
    )
    store(engine, run, fetch(document(photos=photos, authors=())))
    assert rows(engine, "select kind, name from news.agents order by kind") == [
        ("organization", "Ahmad Al-Rubaye"),
        ("person", "Ahmad Al-Rubaye"),
    ]


def test_a_photo_listed_twice_is_one_caption(engine: Engine, run: Run) -> None:
    article = document(photos=(PHOTO, replace(PHOTO, position=1, caption="again")))
    assert outcomes(engine, run, fetch(article)) == [("stored", None)]
    assert rows(engine, "select position, caption from news.captions") == [(0, PHOTO.caption)]


def test_a_sources_row_follows_its_file(engine: Engine, run: Run) -> None:
    first = SourceRow(slug="paper", domain="paper.example", name="The Paper", country="IN")
    write_batch(engine, Batch(run, 1, {"paper": first}, [fetch(source="paper")]))
    write_batch(engine, Batch(run, 2, {"paper": replace(first, country="IQ")}, [fetch(document("b"), source="paper")]))
    assert rows(engine, "select slug, name, country from news.sources") == [("paper", "The Paper", "IQ")]


def test_writers_at_once_on_the_same_articles_do_no_harm(engine: Engine) -> None:
    shared = [document(str(number)) for number in range(40)]
    results: list[Stored] = []
    problems: list[Exception] = []

    def write(order: int) -> None:
        with db.engine_on(engine.url.render_as_string(hide_password=False)) as own:
            try:
                run = open_run(own, "article", {})
                for _ in range(3):
                    batch = [fetch(article) for article in (shared if order % 2 else shared[::-1])]
                    results.extend(store(own, run, *batch))
            except Exception as problem:
                problems.append(problem)

    writers = [threading.Thread(target=write, args=(order,)) for order in range(4)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()

    assert problems == []
    assert sorted(stored.outcome for stored in results) == ["stored"] * 40 + ["unchanged"] * 440
    assert rows(engine, "select count(*), count(distinct key_hash) from news.articles") == [(40, 40)]
    assert rows(engine, "select count(*) from news.captions") == [(40,)]


def test_a_runs_row_says_how_it_ended(engine: Engine) -> None:
    good, short = open_run(engine, "news", {"source": "paper"}), open_run(engine, "warc", {"path": "x"})
    close_run(engine, good, [], {"pages": 3})
    close_run(engine, short, ["the feed is gone"], {})
    assert rows(engine, "select status, problems, finished_at is null from news.crawl_runs order by id") == [
        ("finished", [], False),
        ("failed", ["the feed is gone"], False),
    ]


def test_the_credit_line_as_printed_stays_beside_its_reading(engine: Engine, run: Run) -> None:
    store(engine, run, fetch())
    assert rows(engine, "select credit_raw from news.captions") == [(CREDIT.raw,)]
