"""Events kept up: whatever is stored, revised, read anew or deleted, each article is in exactly one event."""

import asyncio
import contextlib
import os
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from sqlalchemy import Engine

from crawler.events.batches import Batches
from crawler.events.counts import Counts
from crawler.events.reading import NothingCanBeRead
from crawler.events.updating import Readership, due
from crawler.events.wiring import our_stages
from models import db
from models.events.shelf import PostgresShelf
from models.events.stories import stored_stories
from models.events.unread import Busy, Due, next_unread, still_unread, updating
from models.reextraction import Reread, rewrite
from models.runs import open_run
from pipelines.pool import LOST, Helper
from tests.documents import NOON, PHOTO, PUBLISHED, document
from tests.eventful import ITS_ARTICLE, Desk
from tests.events_stand_in import Counted

WORKERS = Readership(workers=1, timeout=20)


@pytest.fixture
def desk(engine: Engine) -> Desk:
    """A new database."""
    return Desk(engine)


def test_what_was_stored_finds_its_event_and_the_event_has_its_record(desk: Desk) -> None:
    desk.store("a #7 battle for Mosul, 12 killed", "b #7 Mosul", "c #8 elsewhere")
    assert due(desk.engine) == Due(due=3, failed=0)
    done = desk.keep_up()
    assert (done.articles, done.failed, due(desk.engine)) == (3, {}, Due(due=0, failed=0))
    assert desk.events == {1: ["a", "b"], 2: ["c"]}
    record = desk.rows(
        "select title, kind, occurred_from::text, occurred_to::text, place, country, killed, actors, articles, sources"
        " from analyst.events where event_id = 1",
    )
    assert record == [
        (
            "a #7 battle for Mosul, 12 killed",
            "battle",
            "2017-06-22",
            "2017-06-22",
            "Mosul",
            "IQ",
            ["12"],
            ["Golden Division"],
            2,
            2,
        )
    ]


def test_each_value_leads_to_the_words_it_stands_on(desk: Desk) -> None:
    desk.store("a #7 battle for Mosul, 12 killed")
    desk.keep_up()
    for table in ("event_grounds", "event_figures", "event_actors"):
        stands = f"select distinct substr(headline, start + 1, stop - start) = text from news.{table} {ITS_ARTICLE}"
        assert desk.rows(stands) == [(True,)]
    assert desk.rows("select about from news.event_grounds order by 1") == [
        ("kind",),
        ("occurred",),
        ("place",),
        ("title",),
    ]
    mention = "select name, place, geonames_id, substr(headline, start + 1, stop - start) from news.place_mentions"
    assert desk.rows(f"{mention} {ITS_ARTICLE}") == [("Mosul", "Mosul", 99072, "Mosul")]


def test_the_days_are_those_of_the_zone_that_was_printed(desk: Desk) -> None:
    late = replace(PUBLISHED, at=datetime.fromisoformat("2017-06-22T01:00:00+05:30"))
    desk.store("a #7", published=late)
    desk.keep_up()
    assert desk.rows("select day::text from news.reports") == [("2017-06-22",)]  # in UTC it is the day before


def test_a_late_article_joins_and_the_id_stays(desk: Desk) -> None:
    desk.store("a #7", "b #8")
    desk.keep_up()
    desk.store("c #7")
    desk.keep_up()
    assert desk.events == {1: ["a", "c"], 2: ["b"]}
    assert desk.rows("select fate, cardinality(came) from news.event_changes where event_id = 1 order by id") == [
        ("new", 1),
        ("changed", 1),
    ]


def test_events_merge_and_split_and_their_history_says_so(desk: Desk) -> None:
    desk.store("a #7", "b #7", "c #8")
    desk.keep_up()
    desk.store("link #7 #8")
    desk.keep_up()
    assert desk.events == {1: ["a", "b", "c", "link"]}
    assert desk.rows("select status, merged_into, articles from news.events order by id") == [
        ("current", None, 4),
        ("merged", 1, 0),
    ]
    desk.store("link #9 it was another matter", at=NOON + timedelta(hours=1))
    desk.keep_up()
    assert desk.events == {1: ["a", "b"], 3: ["c"], 4: ["link"]}
    last = "select event_id, fate, other_event_id from news.event_changes order by id desc limit 3"
    assert sorted(desk.rows(last)) == [(1, "changed", None), (3, "split", 1), (4, "split", 1)]


def test_a_revised_article_is_read_again_and_one_that_was_only_seen_again_is_not(desk: Desk) -> None:
    desk.store("a #7")
    desk.keep_up()
    desk.store("a #7", at=NOON + timedelta(hours=1))
    assert due(desk.engine).due == 0
    desk.store("a #7 and a word more", at=NOON + timedelta(hours=2))
    assert due(desk.engine).due == 1
    desk.keep_up()
    assert desk.rows("select title from news.events") == [("a #7 and a word more",)]


def test_a_change_while_it_is_being_read_is_not_lost(desk: Desk) -> None:
    desk.store("a #7")
    seen: list[int] = []

    def meanwhile(articles: int) -> None:
        if not seen:
            seen.append(articles)
            desk.store("a #8 anew", at=NOON + timedelta(hours=1))

    desk.keep_up(advance=meanwhile)
    assert due(desk.engine).due == 0
    assert desk.rows("select title from news.events where status = 'current'") == [("a #8 anew",)]


def test_a_deleted_article_leaves_its_event_as_it_would_be_without_it(desk: Desk) -> None:
    desk.store("a #7", "b #8", "link #7 #8", "alone #9")
    desk.keep_up()
    assert list(desk.events.values()) == [["a", "b", "link"], ["alone"]]
    desk.delete("link")
    desk.delete("alone")
    assert desk.keep_up().events == 2
    assert sorted(desk.events.values()) == [["a"], ["b"]]
    assert desk.rows("select status, title from news.events where status <> 'current'") == [("emptied", "")]


def test_a_deleted_article_leaves_nothing_to_be_found_by(desk: Desk) -> None:
    desk.store("a #7", "b #7", "c #8")
    desk.keep_up()
    left = """
        select (select count(*) from news.report_keys where article_id not in (select id from news.articles))
            + (select count(*) from news.copy_bands where article_id not in (select id from news.articles))
            + (select count(*) from news.report_links where a not in (select id from news.articles)
                or b not in (select id from news.articles)),
            (select count(*) > 0 from news.report_keys), (select count(*) from news.report_links)
    """
    assert desk.rows(left) == [(0, True, 1)]
    desk.delete("a")
    assert desk.rows(left) == [(0, True, 0)]


@pytest.mark.parametrize("table", ["copy_bands", "report_keys"])
def test_what_another_session_spoils_is_done_again(desk: Desk, table: str) -> None:
    """In either of a batch's two threads, whose transaction is one."""
    desk.sql("create sequence news.tries")
    desk.sql(
        """
        create function news.spoil() returns trigger language plpgsql as $$ begin
            if nextval('news.tries') = 1 then raise exception 'not now' using errcode = '40P01'; end if;
            return null;
        end $$
        """
    )
    desk.sql(f"create trigger spoilt after insert on news.{table} for each statement execute function news.spoil()")
    desk.store("a #7", "b #7", "c #8")
    assert desk.keep_up().articles == 3
    assert desk.events == {1: ["a", "b"], 2: ["c"]}
    assert desk.rows("select last_value > 1 from news.tries") == [(True,)]


def test_records_are_the_same_whoever_makes_them(desk: Desk) -> None:
    """In an update of many articles a process of its own does; where it is lost, they are made here."""
    for name in ("a #7 battle for Mosul, 12 killed", "b #8 Mosul", "c #7 Mosul"):
        desk.store(name)
    with updating(desk.engine, 0) as connection, Helper() as helper:
        batches = Batches(connection, our_stages(), helper)
        readers = WORKERS.readers(our_stages(), 1)
        with connection.begin():
            taken = next_unread(connection, 10)
            stories = list(stored_stories(connection, taken).values())
        readings, _ = asyncio.run(readers.read(stories))
        readers.close()
        batches.take(taken, readings, {})
        made = desk.rows("select title, kind, occurred, place, sources from news.events order by id")
        assert {row[3] for row in made} == {"Mosul"}
        with contextlib.suppress(*LOST):
            helper.submit(os._exit, 1).result()
        with connection.begin():
            batches.record([event for (event,) in desk.rows("select id from news.events")])
    assert desk.rows("select title, kind, occurred, place, sources from news.events order by id") == made


def test_copies_are_found_and_count_as_one_source(desk: Desk) -> None:
    desk.store("a #7", "b #7", body="The very same words of a wire.")
    desk.keep_up()
    desk.store("c #7", body="The very same words of a wire.")
    desk.keep_up()
    assert desk.rows("select articles, sources from news.events") == [(3, 1)]
    assert desk.rows("select copy_of, count(*) from analyst.event_articles group by 1 order by 1 nulls last") == [
        (1, 2),
        (None, 1),
    ]
    desk.store("a #7", body="Words of its own.", at=NOON + timedelta(hours=1))
    desk.keep_up()
    assert desk.rows("select article_id, representative_id from news.copies") == [(3, 2)]


def test_photos_come_with_the_captions_that_the_articles_have(desk: Desk) -> None:
    desk.store("a #7", photos=(PHOTO,))
    desk.keep_up()
    shown = (
        "select caption, credit_raw from news.event_photos join news.captions"
        " on captions.article_id = event_photos.article_id and captions.position = caption_position"
    )
    assert desk.rows(shown) == [(PHOTO.caption, PHOTO.credit.raw if PHOTO.credit else None)]


@pytest.mark.parametrize(
    ("change", "photos"),
    [
        ("update news.captions set caption = 'A patrol in Mosul.' where article_id = 1", 2),
        ("update news.captions set is_file_photo = true where article_id = 1", 2),
        ("delete from news.captions where article_id = 1", 1),
        (
            "insert into news.captions (article_id, position, photo_id, caption)"
            " select 1, 1, id, 'Its ruins.' from news.photos where id not in (select photo_id from news.captions)",
            3,
        ),
    ],
)
def test_a_caption_changed_in_psql_has_its_article_read_again(desk: Desk, change: str, photos: int) -> None:
    desk.store("a #7", "b #8", photos=(PHOTO,))
    desk.sql("insert into news.photos (key_hash, url) values (decode(repeat('ab', 32), 'hex'), 'https://x.example/p')")
    desk.keep_up()
    desk.sql(change)
    assert desk.rows("select article_id, marks from news.unread") == [(1, 1)]
    desk.keep_up()
    assert due(desk.engine).due == 0
    assert desk.rows("select count(*) from news.event_photos") == [(photos,)]


def test_what_of_a_caption_events_are_not_made_from_has_nothing_read_again(desk: Desk) -> None:
    desk.store("a #7", photos=(PHOTO,))
    desk.keep_up()
    desk.sql("update news.captions set alt = 'two soldiers', caption = caption")
    desk.sql("update news.captions set caption = 'of none' where article_id = 7")
    assert due(desk.engine).due == 0


def test_a_caption_changed_while_its_article_is_being_read_is_not_lost(desk: Desk) -> None:
    desk.store("a #7", "b #8", photos=(PHOTO,))
    with updating(desk.engine, 0) as connection:
        taken = next_unread(connection, 10)
        connection.commit()
        desk.sql("update news.captions set caption = 'Another.' where article_id = 1")
        assert still_unread(connection, taken) == {2}


def test_storing_or_revising_an_article_with_its_captions_is_one_change(desk: Desk) -> None:
    desk.store("a #7", photos=(PHOTO,))
    assert desk.rows("select marks from news.unread") == [(1,)]
    desk.keep_up()
    desk.store("a #7", photos=(replace(PHOTO, caption="Another."),), at=NOON + timedelta(hours=1))
    assert desk.rows("select marks from news.unread") == [(1,)]


def test_a_page_that_breaks_its_reader_costs_itself_alone_and_is_not_tried_for_ever(desk: Desk) -> None:
    desk.store("a #7", "broken #7", "b #7", "crash #7")
    done = desk.keep_up(WORKERS)
    assert desk.named(done.failed) == ["broken", "crash"]
    assert list(desk.events.values()) == [["a", "b"]]
    assert due(desk.engine) == Due(due=0, failed=2)
    assert desk.keep_up().failed == {}
    desk.sql("update news.articles set headline = 'mended #7' where headline like 'broken%'")
    assert due(desk.engine) == Due(due=1, failed=1)
    desk.keep_up()
    assert list(desk.events.values()) == [["a", "b", "mended"]]
    desk.sql("alter table news.articles disable trigger user")
    desk.sql("update news.articles set headline = 'harmless #7' where headline like 'crash%'")
    desk.keep_up(again=True)
    assert due(desk.engine) == Due(due=0, failed=0)


def test_a_report_that_cannot_be_grouped_costs_itself_alone(desk: Desk) -> None:
    desk.store("a #7", "b #unlucky", "c #7", "d #8", "undescribable #9")
    done = desk.keep_up()
    assert desk.named(done.failed) == ["b", "undescribable"]
    assert sorted(desk.events.values()) == [["a", "c"], ["d"]]
    problems = desk.rows("select problem from news.unread order by 1")
    assert problems == [("grouping: RuntimeError: an unlucky report",), ("grouping: RuntimeError: no record",)]


def test_where_every_report_fails_the_fault_is_not_theirs(desk: Desk) -> None:
    desk.store(*(f"{name} #unlucky" for name in "abcdefghi"))
    with pytest.raises(RuntimeError, match="unlucky"):
        desk.keep_up()
    assert due(desk.engine) == Due(due=4, failed=5)


def test_where_no_story_can_be_read_the_fault_is_not_theirs(desk: Desk) -> None:
    desk.store(*(f"n{number} broken" for number in range(30)))
    with pytest.raises(NothingCanBeRead, match="one story after the other"):
        desk.keep_up(WORKERS)
    assert due(desk.engine) == Due(due=30, failed=0)


def test_two_updates_never_interleave(desk: Desk) -> None:
    desk.store("a #7")
    with updating(desk.engine, 0), pytest.raises(Busy, match=r"another update of events .*process \d+ on"):
        desk.keep_up(wait=0)
    assert desk.keep_up(wait=0).articles == 1


class Killed(BaseException):
    """Nothing may catch it."""


def test_what_is_killed_before_its_commit_has_changed_nothing(desk: Desk) -> None:
    desk.store("a #7", "b #7", "c #8")

    def killed(articles: int) -> None:
        raise Killed

    with pytest.raises(Killed):
        desk.keep_up(batch=1, advance=killed)
    assert due(desk.engine).due == 2  # the first batch is whole
    desk.keep_up()
    assert desk.events == {1: ["a", "b"], 2: ["c"]}
    assert desk.rows("select counts from news.feature_counts where chunk = -1") == [((3).to_bytes(8, "little"),)]


def test_what_is_read_twice_is_counted_once(desk: Desk) -> None:
    desk.store("a #7")
    desk.keep_up()
    desk.sql("update news.articles set headline = 'a #7 #8'")
    desk.keep_up()
    with desk.engine.connect() as connection:
        rarity = Counts.load(PostgresShelf(connection), Counted).rarity
    assert (rarity.reports, rarity.counts.sum()) == (1, 2)


def test_what_was_stored_before_there_were_events_is_due(desk: Desk) -> None:
    desk.store("a #7", "b #7")
    desk.keep_up()
    db.downgrade(desk.engine, "0003")
    db.upgrade(desk.engine)
    assert due(desk.engine) == Due(due=2, failed=0)
    desk.keep_up()
    assert desk.events == {1: ["a", "b"]}


def test_what_is_read_anew_in_the_archive_is_due(desk: Desk) -> None:
    desk.store("a #7", "b #7")
    desk.keep_up()
    anew = document("a", headline="a #8 as it is read today", photos=(PHOTO,))
    reread = Reread(
        article_id=desk.id("a"),
        revision=1,
        latest=1,
        is_article=True,
        has_other_parts=True,
        keeps_url=False,
        document=anew,
    )
    assert rewrite(desk.engine, open_run(desk.engine, "reextract", {}), 1, [reread]).written == 1
    assert due(desk.engine).due == 1
    desk.keep_up()
    assert sorted(desk.events.values()) == [["a"], ["b"]]
    assert desk.rows("select count(*) from news.event_photos") == [(2,)]


def test_however_many_batches_come_all_are_counted(desk: Desk) -> None:
    desk.store(*(f"{number} #7" for number in range(70)))
    desk.keep_up(batch=1)
    with desk.engine.connect() as connection:
        rarity = Counts.load(PostgresShelf(connection), Counted).rarity
    assert (rarity.reports, rarity.counts.sum()) == (70, 70)
    assert desk.rows("select count(*) < 10 from news.feature_counts") == [(True,)]
