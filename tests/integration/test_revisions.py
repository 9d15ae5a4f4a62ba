"""Every version of an article stays, and two of them can be held beside each other."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import Engine, text

from models.items import CreditLine, Document
from models.runs import open_run
from models.store import Batch, write_batch
from tests.documents import NOON, PHOTO, document, fetch

FIRST = document()
REWRITTEN = replace(FIRST, headline="The battle is over", body="The first paragraph.\nA new one.\nThe second one.")
RECAPTIONED = replace(
    REWRITTEN,
    photos=(replace(PHOTO, caption="Soldiers in the Shifa quarter.", credit=CreditLine(raw="Handout/AFP")),),
)


@pytest.fixture
def versions(engine: Engine) -> Engine:
    """An article that was found to read in three ways, an hour apart, and then once more as before."""
    run = open_run(engine, "article", {})
    for number, version in enumerate((FIRST, REWRITTEN, RECAPTIONED, RECAPTIONED), 1):
        write_batch(engine, Batch(run, number, {}, [fetch(version, fetched_at=NOON + timedelta(hours=number))]))
    return engine


def rows(engine: Engine, query: str) -> list[tuple[object, ...]]:
    with engine.connect() as connection:
        return [tuple(row) for row in connection.execute(text(query))]


def test_all_versions_stay_with_what_changed_and_the_fetch_that_showed_it(versions: Engine) -> None:
    query = (
        "select revision, headline, changed, captured_at - first_value(captured_at) over (order by revision),"
        " (select fetched_at from news.fetches where fetches.id = fetch_id) = captured_at"
        " from news.article_revisions order by revision"
    )
    assert rows(versions, query) == [
        (1, "The battle, part a", [], timedelta(0), True),
        (2, "The battle is over", ["headline", "body"], timedelta(hours=1), True),
        (3, "The battle is over", ["captions", "credits"], timedelta(hours=2), True),
    ]
    assert rows(versions, "select headline, revision from news.articles") == [("The battle is over", 3)]
    assert rows(versions, "select caption from news.captions") == [("Soldiers in the Shifa quarter.",)]


def test_an_unchanged_page_costs_no_version(versions: Engine) -> None:
    assert rows(versions, "select count(*) from news.fetches") == [(4,)]
    assert rows(versions, "select count(*) from news.article_revisions") == [(3,)]


def test_an_analyst_sees_what_differs_between_two_versions(versions: Engine) -> None:
    diff = "select * from analyst.diff((select id from news.articles), {}, {})"
    assert rows(versions, diff.format(1, 2)) == [
        ("headline", 0, "The battle, part a", "The battle is over"),
        ("body", 2, None, "A new one."),
    ]
    assert rows(versions, diff.format(2, 3)) == [
        ("caption", 1, "A patrol in the Shifa quarter.", "Soldiers in the Shifa quarter."),
        ("credit", 1, "Fadel Senna/AFP via Getty Images)", "Handout/AFP"),
    ]
    assert rows(versions, diff.format(3, 3)) == []
    assert len(rows(versions, diff.format(1, 3))) == 4


def test_an_analyst_finds_the_versions_in_one_view(versions: Engine) -> None:
    query = "select source, revision, changed from analyst.revisions where 'headline' = any(changed)"
    assert rows(versions, query) == [("paper.example", 2, ["headline", "body"])]


def test_a_paragraph_that_stands_twice_and_then_once_is_one_that_went(engine: Engine) -> None:
    run = open_run(engine, "article", {})
    twice: Document = replace(FIRST, body="Same.\nSame.")
    for number, version in enumerate((twice, replace(FIRST, body="Same.")), 1):
        write_batch(engine, Batch(run, number, {}, [fetch(version, fetched_at=NOON + timedelta(hours=number))]))
    assert rows(engine, "select * from analyst.diff((select id from news.articles), 1, 2)") == [
        ("body", 2, "Same.", None)
    ]


def test_another_rendition_of_a_picture_is_no_other_picture(engine: Engine) -> None:
    run = open_run(engine, "article", {})
    small, large = (
        replace(PHOTO, url=f"https://pictures.paper.example/{width}/2017/06/bridge-over-the-tigris-20170621.jpg")
        for width in (640, 1200)
    )
    versions = (
        replace(FIRST, photos=(small,)),
        replace(FIRST, body="Something else.", photos=(replace(large, caption="The bridge."),)),
    )
    for number, version in enumerate(versions, 1):
        write_batch(engine, Batch(run, number, {}, [fetch(version, fetched_at=NOON + timedelta(hours=number))]))
    differing = rows(engine, "select field, was, became from analyst.diff((select id from news.articles), 1, 2)")
    assert [row for row in differing if row[0] != "body"] == [("caption", PHOTO.caption, "The bridge.")]


def test_a_version_that_there_is_not_differs_in_nothing(versions: Engine) -> None:
    assert rows(versions, "select * from analyst.diff((select id from news.articles), 2, 99)") == []
