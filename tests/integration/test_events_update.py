"""Events kept up: whatever is stored, revised, read anew or deleted, each article is in exactly one event."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import Engine, text

from crawler.events.updating import Readership, Updated, due, update
from models.events.shelf import PostgresShelf
from models.events.unread import Busy, Due, updating
from models.runs import Run, open_run
from models.store import Batch, write_batch
from tests.documents import NOON, PHOTO, PUBLISHED, document, fetch
from tests.events_stand_in import STAGES, HereReadership

ITS_ARTICLE = "join news.articles on articles.id = article_id"
WORKERS = Readership(workers=1, timeout=20)


@pytest.fixture
def run(engine: Engine) -> Run:
    """A run that stores articles."""
    return open_run(engine, "article", {})


def store(engine: Engine, run: Run, *headlines: str, at: datetime = NOON, **changes: object) -> None:
    """Store or revise an article for each headline, known by the words before its first space."""
    articles = [
        document(line.split()[0], headline=line, **({"body": f"Text of {line}."} | changes)) for line in headlines
    ]
    number = store.number = getattr(store, "number", 0) + 1  # type: ignore[attr-defined]
    write_batch(engine, Batch(run, number, {}, [fetch(article, fetched_at=at) for article in articles]))


def keep_up(engine: Engine, readership: Any = None, **options: Any) -> Updated:
    return update(engine, STAGES, readership or HereReadership(), **options)


def rows(engine: Engine, query: str, **bound: object) -> list[tuple[Any, ...]]:
    with engine.connect() as connection:
        return [tuple(row) for row in connection.execute(text(query), bound)]


def events(engine: Engine) -> dict[int, list[str]]:
    """The names of the articles of each event."""
    found = rows(
        engine,
        "select event_id, array_agg(split_part(headline, ' ', 1) order by headline)"
        " from news.event_articles join news.articles on articles.id = article_id group by 1 order by 1",
    )
    return dict(found)  # type: ignore[arg-type]


def sql(engine: Engine, statement: str, **bound: object) -> None:
    with engine.begin() as connection:
        connection.execute(text(statement), bound)


def test_what_was_stored_finds_its_event_and_the_event_has_its_record(engine: Engine, run: Run) -> None:
    store(engine, run, "a #7 battle for Mosul, 12 killed", "b #7 Mosul", "c #8 elsewhere")
    assert due(engine) == Due(due=3, failed=0)
    done = keep_up(engine)
    assert (done.articles, done.failed, due(engine)) == (3, {}, Due(due=0, failed=0))
    assert events(engine) == {1: ["a", "b"], 2: ["c"]}
    record = rows(
        engine,
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


def test_each_value_leads_to_the_words_it_stands_on(engine: Engine, run: Run) -> None:
    store(engine, run, "a #7 battle for Mosul, 12 killed")
    keep_up(engine)
    for table in ("event_grounds", "event_figures", "event_actors"):
        stands = f"select distinct substr(headline, start + 1, stop - start) = text from news.{table} {ITS_ARTICLE}"
        assert rows(engine, stands) == [(True,)]
    assert rows(engine, "select about from news.event_grounds order by 1") == [
        ("kind",),
        ("occurred",),
        ("place",),
        ("title",),
    ]
    mention = "select name, place, geonames_id, substr(headline, start + 1, stop - start) from news.place_mentions"
    assert rows(engine, f"{mention} {ITS_ARTICLE}") == [("Mosul", "Mosul", 99072, "Mosul")]


def test_the_days_are_those_of_the_zone_that_was_printed(engine: Engine, run: Run) -> None:
    late = replace(PUBLISHED, at=datetime.fromisoformat("2017-06-22T01:00:00+05:30"))
    store(engine, run, "a #7", published=late)
    keep_up(engine)
    assert rows(engine, "select day::text from news.reports") == [("2017-06-22",)]  # in UTC it is the day before


def test_a_late_article_joins_and_the_id_stays(engine: Engine, run: Run) -> None:
    store(engine, run, "a #7", "b #8")
    keep_up(engine)
    store(engine, run, "c #7")
    keep_up(engine)
    assert events(engine) == {1: ["a", "c"], 2: ["b"]}
    assert rows(engine, "select fate, cardinality(came) from news.event_changes where event_id = 1 order by id") == [
        ("new", 1),
        ("changed", 1),
    ]


def test_events_merge_and_split_and_their_history_says_so(engine: Engine, run: Run) -> None:
    store(engine, run, "a #7", "b #7", "c #8")
    keep_up(engine)
    store(engine, run, "link #7 #8")
    keep_up(engine)
    assert events(engine) == {1: ["a", "b", "c", "link"]}
    assert rows(engine, "select status, merged_into, articles from news.events order by id") == [
        ("current", None, 4),
        ("merged", 1, 0),
    ]
    store(engine, run, "link #9 it was another matter", at=NOON + timedelta(hours=1))
    keep_up(engine)
    assert events(engine) == {1: ["a", "b"], 3: ["c"], 4: ["link"]}
    last = "select event_id, fate, other_event_id from news.event_changes order by id desc limit 3"
    assert sorted(rows(engine, last)) == [(1, "changed", None), (3, "split", 1), (4, "split", 1)]


def test_a_revised_article_is_read_again_and_one_that_was_only_seen_again_is_not(engine: Engine, run: Run) -> None:
    store(engine, run, "a #7")
    keep_up(engine)
    store(engine, run, "a #7", at=NOON + timedelta(hours=1))
    assert due(engine).due == 0
    store(engine, run, "a #7 and a word more", at=NOON + timedelta(hours=2))
    assert due(engine).due == 1
    keep_up(engine)
    assert rows(engine, "select title from news.events") == [("a #7 and a word more",)]


def test_a_change_while_it_is_being_read_is_not_lost(engine: Engine, run: Run) -> None:
    store(engine, run, "a #7")
    seen: list[int] = []

    def meanwhile(articles: int) -> None:
        if not seen:
            seen.append(articles)
            store(engine, run, "a #8 anew", at=NOON + timedelta(hours=1))

    keep_up(engine, advance=meanwhile)
    assert due(engine).due == 0
    assert rows(engine, "select title from news.events where status = 'current'") == [("a #8 anew",)]


def test_a_deleted_article_leaves_its_event_as_it_would_be_without_it(engine: Engine, run: Run) -> None:
    store(engine, run, "a #7", "b #8", "link #7 #8", "alone #9")
    keep_up(engine)
    assert list(events(engine).values()) == [["a", "b", "link"], ["alone"]]
    sql(engine, "update news.urls set article_id = null")
    sql(engine, "update news.fetches set article_id = null, outcome = 'dropped', reason = 'asked'")
    sql(engine, "delete from news.articles where headline like 'link%' or headline like 'alone%'")
    assert keep_up(engine).events == 2
    assert sorted(events(engine).values()) == [["a"], ["b"]]
    assert rows(engine, "select status, title from news.events where status <> 'current'") == [("emptied", "")]


def test_copies_are_found_and_count_as_one_source(engine: Engine, run: Run) -> None:
    store(engine, run, "a #7", "b #7", body="The very same words of a wire.")
    keep_up(engine)
    store(engine, run, "c #7", body="The very same words of a wire.")
    keep_up(engine)
    assert rows(engine, "select articles, sources from news.events") == [(3, 1)]
    assert rows(engine, "select copy_of, count(*) from analyst.event_articles group by 1 order by 1 nulls last") == [
        (1, 2),
        (None, 1),
    ]
    store(engine, run, "a #7", body="Words of its own.", at=NOON + timedelta(hours=1))
    keep_up(engine)
    assert rows(engine, "select article_id, representative_id from news.copies") == [(3, 2)]


def test_photos_come_with_the_captions_that_the_articles_have(engine: Engine, run: Run) -> None:
    store(engine, run, "a #7", photos=(PHOTO,))
    keep_up(engine)
    shown = (
        "select caption, credit_raw from news.event_photos join news.captions"
        " on captions.article_id = event_photos.article_id and captions.position = caption_position"
    )
    assert rows(engine, shown) == [(PHOTO.caption, PHOTO.credit.raw if PHOTO.credit else None)]


def named(engine: Engine, failed: dict[int, str]) -> list[str]:
    """The names of articles, for their ids."""
    query = "select split_part(headline, ' ', 1) from news.articles where id = any(:ids) order by 1"
    return [name for (name,) in rows(engine, query, ids=list(failed))]


def test_a_page_that_breaks_its_reader_costs_itself_alone_and_is_not_tried_for_ever(engine: Engine, run: Run) -> None:
    store(engine, run, "a #7", "broken #7", "b #7", "crash #7")
    done = keep_up(engine, WORKERS)
    assert named(engine, done.failed) == ["broken", "crash"]
    assert list(events(engine).values()) == [["a", "b"]]
    assert due(engine) == Due(due=0, failed=2)
    assert keep_up(engine).failed == {}
    sql(engine, "update news.articles set headline = 'mended #7' where headline like 'broken%'")
    assert due(engine) == Due(due=1, failed=1)
    keep_up(engine)
    assert list(events(engine).values()) == [["a", "b", "mended"]]
    sql(engine, "alter table news.articles disable trigger user")
    sql(engine, "update news.articles set headline = 'harmless #7' where headline like 'crash%'")
    keep_up(engine, again=True)
    assert due(engine) == Due(due=0, failed=0)


def test_a_report_that_cannot_be_grouped_costs_itself_alone(engine: Engine, run: Run) -> None:
    store(engine, run, "a #7", "b #unlucky", "c #7", "d #8", "undescribable #9")
    done = keep_up(engine)
    assert named(engine, done.failed) == ["b", "undescribable"]
    assert sorted(events(engine).values()) == [["a", "c"], ["d"]]
    problems = rows(engine, "select problem from news.unread order by 1")
    assert problems == [("grouping: RuntimeError: an unlucky report",), ("grouping: RuntimeError: no record",)]


def test_two_updates_never_interleave(engine: Engine, run: Run) -> None:
    store(engine, run, "a #7")
    with updating(engine, 0), pytest.raises(Busy, match=r"another update of events .*process \d+ on"):
        keep_up(engine, wait=0)
    assert keep_up(engine, wait=0).articles == 1


def test_what_is_killed_before_its_commit_has_changed_nothing(engine: Engine, run: Run) -> None:
    store(engine, run, "a #7", "b #7", "c #8")

    class Killed(BaseException):
        pass

    def killed(articles: int) -> None:
        raise Killed

    with pytest.raises(Killed):
        keep_up(engine, batch=1, advance=killed)
    assert due(engine).due == 2  # the first batch is whole
    keep_up(engine)
    assert events(engine) == {1: ["a", "b"], 2: ["c"]}
    assert rows(engine, "select counts from news.feature_counts where chunk = -1") == [((3).to_bytes(8, "little"),)]


def test_what_is_read_twice_is_counted_once(engine: Engine, run: Run) -> None:
    store(engine, run, "a #7")
    keep_up(engine)
    sql(engine, "update news.articles set headline = 'a #7 #8'")
    keep_up(engine)
    with engine.connect() as connection:
        chunks, reports = PostgresShelf(connection).load_counts()
    assert (reports, sum(sum(chunk) for chunk in chunks.values())) == (1, 2)
