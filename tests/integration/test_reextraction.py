"""What a re-extraction may write, and what it leaves alone."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import Engine, text

from models.items import Author, Document
from models.reextraction import Reread, Rewritten, rewrite
from models.runs import Fenced, Run, close_run, open_run
from models.store import Batch, write_batch
from tests.documents import NOON, PHOTO, document, fetch

AGAIN = replace(document(), headline="The battle, read better")


@pytest.fixture
def crawl(engine: Engine) -> Run:
    return open_run(engine, "article", {})


@pytest.fixture
def run(engine: Engine) -> Run:
    return open_run(engine, "reextract", {})


def rows(engine: Engine, query: str) -> list[tuple[Any, ...]]:
    with engine.connect() as connection:
        return [tuple(row) for row in connection.execute(text(query))]


def store(engine: Engine, crawl: Run, *documents: Document) -> None:
    """As captures an hour apart."""
    for number, each in enumerate(documents, 1):
        seen = fetch(each, fetched_at=NOON + timedelta(hours=number))
        write_batch(engine, Batch(crawl, number, {}, [seen]))


def reread(reading: Document, revision: int = 1, latest: int = 1, article_id: int = 1, **other: Any) -> Reread:
    fields: dict[str, Any] = {
        "article_id": article_id,
        "revision": revision,
        "latest": latest,
        "is_article": revision == latest,
        "has_other_parts": revision == latest,
        "keeps_url": False,
        "document": reading,
    }
    return Reread(**(fields | other))


def test_the_article_and_its_version_are_replaced_and_no_version_is_added(engine: Engine, crawl: Run, run: Run) -> None:
    store(engine, crawl, document())
    anew = replace(AGAIN, authors=(Author(name="Ann Other", kind="person"),), photos=(replace(PHOTO, caption=None),))
    assert rewrite(engine, run, 1, [reread(anew)]) == Rewritten(written=1)
    assert rows(
        engine,
        "select a.headline, r.headline, a.revision, r.revision, a.content_hash = r.content_hash, r.changed,"
        " r.photos->0->>'caption', last_captured_at = captured_at from news.articles a"
        " join news.article_revisions r on r.article_id = a.id",
    ) == [("The battle, read better", "The battle, read better", 1, 1, True, [], None, True)]
    assert rows(engine, "select caption from news.captions") == [(None,)]
    assert rows(engine, "select name from news.article_authors join news.agents on id = agent_id") == [("Ann Other",)]


def test_an_article_that_was_revised_meanwhile_is_left_alone(engine: Engine, crawl: Run, run: Run) -> None:
    store(engine, crawl, document(), document(headline="What the paper says now"))
    store(engine, open_run(engine, "article", {}), document("b"))
    done = rewrite(engine, run, 1, [reread(AGAIN), reread(document("b", dek="New"), article_id=2)])
    assert done == Rewritten(written=1, meanwhile=[1])
    assert rows(engine, "select headline from news.article_revisions where article_id = 1 order by revision") == [
        ("The battle, part a",),
        ("What the paper says now",),
    ]
    assert rows(engine, "select headline from news.articles where id = 1") == [("What the paper says now",)]


def test_versions_that_read_alike_now_both_stay_and_say_that_nothing_changed(
    engine: Engine, crawl: Run, run: Run
) -> None:
    third = document(dek="A dek.")
    store(engine, crawl, document(), document(body="The first paragraph.\nAn advertisement."), third)
    changed = "select changed from news.article_revisions order by revision"
    assert rows(engine, changed) == [([],), (["body"],), (["dek", "body"],)]
    assert rewrite(engine, run, 1, [reread(document(), revision=2, latest=3)]).written == 1
    assert rows(engine, changed) == [([],), ([],), (["dek"],)]
    assert rows(engine, "select dek, revision from news.articles") == [("A dek.", 3)]


def test_what_the_database_does_not_take_costs_nothing_else(engine: Engine, crawl: Run, run: Run) -> None:
    store(engine, crawl, document())
    store(engine, open_run(engine, "article", {}), document("b"))
    impossible = document("b", word_count=-1)
    done = rewrite(engine, run, 1, [reread(AGAIN), reread(impossible, article_id=2)])
    assert (done.written, list(done.refused)) == (1, [2])
    assert "word_count" in done.refused[2]
    assert rows(engine, "select headline from news.articles order by id") == [
        ("The battle, read better",),
        ("The battle, part b",),
    ]


def test_an_article_keeps_its_url_where_that_of_todays_reading_is_another_ones_key(
    engine: Engine, crawl: Run, run: Run
) -> None:
    store(engine, crawl, document())
    elsewhere = replace(AGAIN, canonical_url="https://paper.example/2017/z")
    rewrite(engine, run, 1, [reread(elsewhere, keeps_url=True)])
    assert rows(engine, "select url, canonical_url, headline from news.articles") == [
        ("https://paper.example/2017/a", "https://paper.example/2017/z", "The battle, read better")
    ]


def test_a_run_that_was_ended_writes_nothing(engine: Engine, crawl: Run, run: Run) -> None:
    store(engine, crawl, document())
    close_run(engine, run, [], {})
    with pytest.raises(Fenced):
        rewrite(engine, run, 1, [reread(AGAIN)])
    assert rows(engine, "select headline from news.articles") == [("The battle, part a",)]
