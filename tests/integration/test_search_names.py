"""Names in spite of spelling, the same picture elsewhere, and citations that can be checked."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.exc import DBAPIError

from models import db
from models.items import Archived, Author
from models.runs import open_run
from models.store import Batch, write_batch
from tests.conftest import scratch_database
from tests.documents import NOON, PHOTO, document, fetch
from tests.newsstand import article, credited, on, rows, sql, store

CAPTION = "Civilians flee from the old city of Mosul in June 2017."
NAMES = "select name, roles, mentions from analyst.names_like(:name)"


@pytest.fixture(scope="module")
def empty(server: str, migrated_template: str) -> Iterator[Engine]:
    """A database without articles, which no test changes."""
    with scratch_database(server, migrated_template) as url, db.engine_on(url) as engine:
        yield engine


def test_names_are_found_in_spite_of_spelling_with_how_often_they_stand_in_which_role(engine: Engine) -> None:
    names = ("Fadel Senna", "Fadel Senna", "Aris Messinis", "Bülent Kılıç", "أحمد الربيعي", "Ахмад Джадалла")
    shown = tuple(
        replace(PHOTO, url=f"https://paper.example/{n}.jpg", position=n, credit=credited(name))
        for n, name in enumerate(names)
    )
    authors = (Author(name="Fadel Senna", kind="person"),)
    store(engine, article("a", "Photos", photos=shown, authors=authors))
    assert rows(engine, NAMES, name="fadel sena") == [("Fadel Senna", ["photographer", "author"], 3)]
    assert rows(engine, NAMES, name="Senna")[0][0] == "Fadel Senna"
    assert rows(engine, NAMES, name="bulent kilic")[0][0] == "Bülent Kılıç"
    assert rows(engine, NAMES, name="احمد الربيعي")[0][0] == "أحمد الربيعي"
    assert rows(engine, NAMES, name="Akhmad Dzhadalla")[0][0] == "Ахмад Джадалла"
    assert rows(engine, NAMES, name="AFP") == [("AFP", ["agency"], 6)]
    assert rows(engine, NAMES, name="nobody of that name") == []
    ((alike,),) = rows(engine, "select similarity from analyst.names_like('Fadel Senna')")
    assert alike == 1


@pytest.mark.parametrize(
    ("name", "said"),
    [("", "No name was given"), (" -- ", "No name was given"), (None, "No name"), ("x" * 100_000, "name is too long")],
)
def test_what_is_no_name_is_said(empty: Engine, name: str | None, said: str) -> None:
    with pytest.raises(DBAPIError, match=said):
        rows(empty, NAMES, name=name)


def test_a_hostile_name_is_only_a_name(empty: Engine) -> None:
    assert rows(empty, NAMES, name="'; drop schema news cascade; -- \\") == []
    assert rows(empty, NAMES, name="%_x%_%.*(((") == []


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("https://a.example/img/mosul-flight-1200x800.jpg", "https://cdn.a.example/img/mosul-flight-300x200.jpg?w=300"),
        ("https://a.example/wp/mosul-flight-scaled.jpg", "https://a.example/wp/mosul-flight.jpg"),
        ("https://a.example/mosul-flight@2x.jpg.webp", "https://a.example/MOSUL-FLIGHT.jpg"),
        ("https://a.example/ap17172543234521/800.jpg", "https://b.example/media/AP17172543234521-large.jpeg"),
        ("https://i.a.example/resize?w=9&url=https%3A%2F%2Fa.example%2Fmosul-flight.jpg", "https://a.example/mosul-flight.jpg"),
    ],
)  # fmt: skip
def test_renditions_of_a_picture_have_one_key(empty: Engine, one: str, other: str) -> None:
    ((a, b),) = rows(empty, "select news.picture_key(:one), news.picture_key(:other)", one=one, other=other)
    assert a == b is not None


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("https://a.example/mosul-flight-1.jpg", "https://a.example/mosul-flight-2.jpg"),
        ("https://a.example/mosul-flight.jpg", "https://b.example/mosul-flight.jpg"),
        ("https://a.example/1.jpg", "https://a.example/1.jpg"),
        ("https://a.example/20170621.jpg", "https://a.example/20170621.jpg"),
        ("https://a.example/placeholder-image.png", "https://a.example/placeholder-image.png"),
        ("https://a.example/2017/06/800x600.jpg", "https://a.example/2017/07/800x600.jpg"),
    ],
)
def test_what_may_be_two_pictures_has_no_key_in_common(empty: Engine, one: str, other: str) -> None:
    ((a, b),) = rows(empty, "select news.picture_key(:one), news.picture_key(:other)", one=one, other=other)
    assert a is None or a != b


def test_the_appearances_of_a_picture_are_told_apart_by_how_sure_they_are(engine: Engine) -> None:
    def showing(
        path: str, photo: str, domain: str = "paper", who: str = "Fadel Senna", day: str = "2017-06-22"
    ) -> None:
        shown = replace(PHOTO, url=photo, caption=CAPTION, credit=credited(who, f"{who} Agency"))
        told = article(path, path, url=f"https://{domain}.example/{path}", photos=(shown,), published=on(day))
        run = open_run(engine, "article", {})
        write_batch(engine, Batch(run, 1, {}, [fetch(told, source=f"{domain}.example")]))

    showing("first", "https://paper.example/img/mosul-flight-1200x800.jpg")
    showing("again", "https://paper.example/img/mosul-flight-1200x800.jpg", day="2017-07-01")
    showing("small", "https://paper.example/img/mosul-flight-300x200.jpg")
    showing("elsewhere", "https://gazette.example/x/9.jpg", "gazette")
    showing("claimed", "https://courier.example/x/9.jpg", "courier", "Somebody Else")
    asked = "select how, split_part(url, '/', 4), source, photographer from analyst.same_photo({})"
    expected = [
        ("same file", "first", "paper.example", "Fadel Senna"),
        ("same file", "again", "paper.example", "Fadel Senna"),
        ("same picture", "small", "paper.example", "Fadel Senna"),
        ("same caption", "elsewhere", "gazette.example", "Fadel Senna"),
    ]
    own = "(select caption_id from analyst.captions where headline = 'first')"
    assert rows(engine, asked.format(own)) == expected
    assert rows(engine, asked.format("'https://paper.example/img/mosul-flight-1200x800.jpg'")) == expected
    unseen = asked.format("'https://static.paper.example/mosul-flight-640w.webp?q=9'")
    assert [row[:2] for row in rows(engine, unseen)] == [
        ("same picture", "first"), ("same picture", "small"), ("same picture", "again")
    ]  # fmt: skip
    assert rows(engine, asked.format("''")) == rows(engine, asked.format("999999")) == []
    assert rows(engine, asked.format("null::bigint")) == rows(engine, asked.format("null::text")) == []


def test_a_citation_says_all_that_is_needed_to_check_it(engine: Engine) -> None:
    place = Archived(
        file="2017/06/crawl.warc.gz",
        offset=1234,
        length=99,
        digest="sha1:ABC",
        url="https://paper.example/2017/a",
        at=NOON,
    )
    first = document("a", authors=(Author(name="Jane Roe", kind="person"), Author(name="AFP", kind="agency")))
    run = open_run(engine, "article", {})
    write_batch(engine, Batch(run, 1, {}, [fetch(first, archived=place)]))
    ((said, content),) = rows(engine, "select analyst.cite(id), encode(content_hash, 'hex') from news.articles")
    assert said == (
        "Jane Roe, AFP. “The battle, part a”. paper.example, 22 June 2017. https://paper.example/2017/a. "
        "Accessed 22 June 2017, 12:00 UTC. First version seen; archived in 2017/06/crawl.warc.gz at offset 1234, "
        f"payload sha1:ABC; content SHA-256 {content}."
    )


def test_a_citation_says_what_is_not_known(engine: Engine) -> None:
    bare = document("a", authors=(), published=None)
    store(engine, bare)
    store(engine, replace(bare, headline="Another"), hours=26)
    ((said, missing),) = rows(
        engine, "select analyst.cite(id), not_known from news.articles, analyst.citation(articles.id)"
    )
    assert said.startswith(
        "[author not named]. “Another”. paper.example, [date of publication not known]. https://paper.example/2017/a. "
        "Accessed 23 June 2017, 14:00 UTC. Version 2, as it read from 23 June 2017, 14:00 UTC; [page not archived]; "
    )
    assert missing == ["author", "date of publication", "archive record", "name of the source"]
    sql(engine, "delete from news.article_revisions")
    assert "[time not known]" in rows(engine, "select analyst.cite(id) from news.articles")[0][0]
    with pytest.raises(DBAPIError, match="There is no article 99"), engine.connect() as connection:
        connection.execute(text("select analyst.cite(99)"))
