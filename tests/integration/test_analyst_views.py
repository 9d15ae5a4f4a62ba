"""What analysts find in schema ``analyst``, asked as they would ask it."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, text

from crawler.events.after_crawl import counted_anew
from models import analyst, db
from models.items import Author, Credit, CreditLine, Document
from models.reextraction import rewrite
from models.runs import open_run
from models.schema import alembic_config
from models.store import Batch, write_batch
from tests.documents import CREDIT, NOON, PHOTO, PUBLISHED, document, fetch
from tests.eventful import Desk
from tests.integration.test_reextraction import reread

TWO = CreditLine(
    raw="Photographs by Alaa Al-Marjani and FADEL SENNA/Reuters",
    credits=(
        Credit(name="Alaa Al-Marjani", role="photographer", kind="person"),
        Credit(name="FADEL SENNA", role="photographer", kind="person"),
        Credit(name="Reuters", role="agency", kind="agency"),
    ),
    confidence=0.9,
)
ARMY = CreditLine(
    raw="Courtesy of the army", credits=(Credit(name="army", role="courtesy", kind="organization"),), confidence=0.8
)
BARE = replace(PHOTO, url="https://paper.example/img/bare.jpg", credit=None)

_BY_CREDITS = """
    select count(*) from news.captions as c
    left join lateral (
        select string_agg(name, ' and ' order by position) filter (where role = 'photographer') as photographer,
            string_agg(name, ' and ' order by position) filter (where role = 'agency') as agency,
            string_agg(name, ' and ' order by position) filter (where role = 'distributor') as distributor,
            string_agg(name, ' and ' order by position) filter (where role = 'rights_holder') as rights_holder,
            string_agg(name, ' and ' order by position) filter (where role = 'courtesy') as courtesy
        from news.credits join news.agents on agents.id = agent_id where caption_id = c.id) as said on true
    where (c.photographer, c.agency, c.distributor, c.rights_holder, c.courtesy) is distinct from
        (said.photographer, said.agency, said.distributor, said.rights_holder, said.courtesy)
"""


@pytest.fixture
def desk(engine: Engine) -> Desk:
    return Desk(engine)


def store(engine: Engine, *documents: Document, source: str = "paper.example", at: datetime = NOON) -> None:
    fetches = [fetch(each, source=source, fetched_at=at) for each in documents]
    write_batch(engine, Batch(open_run(engine, "article", {}), 1, {}, fetches))


def credited(path: str, *lines: CreditLine) -> Document:
    """An article with a photo for each credit line, and one with none."""
    photos = [replace(PHOTO, url=f"https://paper.example/{path}/{i}.jpg", credit=line) for i, line in enumerate(lines)]
    return document(path, photos=(*photos, BARE))


def rows(engine: Engine, query: str) -> list[tuple[Any, ...]]:
    with engine.connect() as connection:
        return [tuple(row) for row in connection.execute(text(query))]


def test_a_photographers_pictures_are_found_by_name_however_it_was_spelled(engine: Engine) -> None:
    store(engine, credited("a", CREDIT), credited("b", TWO, ARMY))
    assert rows(engine, "select count(*) from analyst.captions where photographer is not null") == [(2,)]
    asked = (
        "select photographer, agency, distributor, courtesy, credit_line, source, headline, published_date"
        " from analyst.captions order by article_id, position"
    )
    told = ("paper.example", "The battle, part a", date(2017, 6, 22))
    also = ("paper.example", "The battle, part b", date(2017, 6, 22))
    assert rows(engine, asked) == [
        ("Fadel Senna", "AFP", "Getty Images", None, CREDIT.raw, *told),
        (None, None, None, None, None, *told),
        ("Alaa Al-Marjani and Fadel Senna", "Reuters", None, None, TWO.raw, *also),
        (None, None, None, "army", ARMY.raw, *also),
        (None, None, None, None, None, *also),
    ]
    assert rows(engine, "select name, role, source from analyst.credits where credit_line like 'Photographs%'") == [
        ("Alaa Al-Marjani", "photographer", "paper.example"),
        ("Fadel Senna", "photographer", "paper.example"),
        ("Reuters", "agency", "paper.example"),
    ]


def test_names_beside_a_caption_are_those_of_its_credits_after_a_store_a_revision_and_a_re_extraction(
    engine: Engine,
) -> None:
    store(engine, credited("a", CREDIT, TWO), credited("b", ARMY))
    assert rows(engine, _BY_CREDITS) == [(0,)]
    store(engine, credited("a", TWO), at=NOON + timedelta(hours=1))
    assert rows(engine, "select count(*) from analyst.captions where photographer like 'Alaa%'") == [(1,)]
    assert rows(engine, _BY_CREDITS) == [(0,)]
    again = reread(credited("b", CREDIT, ARMY), article_id=rows(engine, "select max(id) from news.articles")[0][0])
    assert rewrite(engine, open_run(engine, "reextract", {}), 1, [again]).written == 1
    assert rows(engine, "select count(*) from analyst.captions where agency = 'AFP'") == [(1,)]
    assert rows(engine, _BY_CREDITS) == [(0,)]


def test_source_and_date_beside_a_caption_are_its_articles_however_that_is_dated_anew(engine: Engine) -> None:
    store(engine, credited("a", CREDIT), credited("b", TWO))
    other = "select count(*) from news.captions as c join news.articles as a on a.id = article_id where"
    other += " (c.source_id, c.published_at, c.published_date) is distinct from"
    other += " (a.source_id, a.published_at, a.published_date)"
    assert rows(engine, other) == [(0,)]
    dated = replace(credited("b", TWO), published=replace(PUBLISHED, at=NOON, zone="UTC"))
    again = reread(dated, article_id=rows(engine, "select max(id) from news.articles")[0][0], has_other_parts=False)
    assert rewrite(engine, open_run(engine, "reextract", {}), 1, [again]).written == 1
    assert rows(engine, "select count(*) from analyst.captions where published_at = '2017-06-22 12:00Z'") == [(2,)]
    assert rows(engine, other) == [(0,)]


def published(at: str, zone: str | None) -> Document:
    reading = replace(PUBLISHED, at=datetime.fromisoformat(at), zone=zone)
    return document(f"{zone}".replace("/", "-"), published=reading)


ZONES = {
    "Asia/Kolkata": date(2017, 6, 22),
    "America/New_York": date(2017, 6, 21),
    "UTC+05:30": date(2017, 6, 22),
    "UTC-01:00": date(2017, 6, 21),
    "Nowhere/At_All": date(2017, 6, 21),
    "America": date(2017, 6, 21),
    "UTC+99:00": date(2017, 6, 21),
    None: date(2017, 6, 21),
}


def test_the_local_day_stands_beside_the_instant_and_a_zone_that_is_none_does_no_harm(engine: Engine) -> None:
    undated = document("undated", published=None)
    store(engine, undated, *(published("2017-06-21T22:01:00+00:00", zone) for zone in ZONES))
    found = rows(engine, "select published_zone, published_date from analyst.articles where published_at is not null")
    assert dict(found) == ZONES  # type: ignore[comparison-overlap, arg-type]
    asked = "select count(*) from analyst.articles where published_date between '2017-06-22' and '2017-06-30'"
    assert rows(engine, asked) == [(2,)]


def test_what_was_stored_before_there_were_such_columns_is_filled_in(engine: Engine) -> None:
    store(engine, credited("a", CREDIT, TWO), credited("b", ARMY), document("undated", published=None))
    store(engine, *(published("2017-06-21T22:01:00+00:00", zone) for zone in ZONES))
    captions = "select caption_id, photographer, agency, distributor, rights_holder, courtesy from analyst.captions"
    days = "select article_id, published_date from analyst.articles"
    before = sorted(rows(engine, captions)), sorted(rows(engine, days))
    migration = ScriptDirectory.from_config(alembic_config()).get_revision("0007")
    db.downgrade(engine, str(migration.down_revision))
    db.upgrade(engine)
    assert (sorted(rows(engine, captions)), sorted(rows(engine, days))) == before


def test_an_article_is_a_row_with_its_authors_and_how_much_hangs_on_it(engine: Engine) -> None:
    byline = (Author(name="Ann Other", kind="person"), Author(name="Bob Another", kind="person"))
    store(engine, document(authors=byline, byline="By Ann Other and Bob Another", photos=(PHOTO, BARE)))
    store(engine, document(authors=byline, photos=(PHOTO, BARE), dek="New."), at=NOON + timedelta(hours=1))
    assert rows(
        engine,
        "select source, domain, authors, revisions, photos, event_id, copy_of, length(content_hash),"
        " published_at, published_date from analyst.articles",
    ) == [
        (
            *("paper.example", "paper.example", ["Ann Other", "Bob Another"], 2, 2, None, None, 64),
            *(datetime(2017, 6, 21, 22, 1, tzinfo=UTC), date(2017, 6, 22)),
        )
    ]


def test_a_revision_shows_word_by_word_what_was_changed(engine: Engine) -> None:
    first = document(headline="Two killed in Mosul", body="A first line.\nTwo died, the army says.\nA last one.")
    other = replace(PHOTO, caption="A patrol in the Old City.", credit=ARMY)
    later = replace(
        first,
        headline="At least three killed in Mosul",
        dek="Toll rises",
        body="A first line.\nThree died, the army says.\nA last one.\nAnd one more.",
        photos=(other, BARE),
    )
    store(engine, first)
    store(engine, later, at=NOON + timedelta(hours=1))
    asked = "select headline_was, headline_became, changes from analyst.revisions order by revision"
    (before, after) = rows(engine, asked)
    assert before == (None, None, None)
    assert after[:2] == ("Two killed in Mosul", "At least three killed in Mosul")
    assert after[2].splitlines() == [
        "headline: [-Two-] {+At least three+} killed in Mosul",
        "dek: {+Toll rises+}",
        "body: [-Two-] {+Three+} died, the army says.",
        "body: {+And one more.+}",
        "caption 1: A patrol in the [-Shifa quarter.-] {+Old City.+}",
        "credit 1: [-Fadel Senna/AFP via Getty Images)-] {+Courtesy of the army+}",
        "caption 2: {+A patrol in the Shifa quarter.+}",
    ]


WORDS = [
    ("retake mosque", "seize mosque", "[-retake-] {+seize+} mosque"),
    ("the same", "the same", None),
    (None, "a text", "{+a text+}"),
    ("三人が死亡した。", "五人が死亡した。", "[-三-] {+五+}人が死亡した。"),
    ("One.\nTwo.", "One. Two.", "One. [-¶-] Two."),
    ("One.\nTwo.\nThree.", "One.\nThree.", "[-Two.-]"),
    ("a " * 400, "b " * 400, f"[-{'a ' * 399}a-] {{+{'b ' * 399}b+}}"),
]


def test_words_that_went_and_came_are_marked(engine: Engine) -> None:
    asked = text("select analyst.word_diff(:was, :became)")
    with engine.connect() as connection:
        found = [connection.scalar(asked, {"was": was, "became": became}) for was, became, _ in WORDS]
    assert found == [shown for _, _, shown in WORDS]


def test_an_event_is_told_by_sources_and_copies_are_not_independent(desk: Desk) -> None:
    engine = desk.engine
    hours = [replace(PUBLISHED, at=NOON + timedelta(hours=number)) for number in range(6)]
    told = {"headline": "Battle of Mosul #7: 12 killed", "photos": ()}
    own = document("own", published=hours[0], body="Our own text.", **told)
    wire = document("wire", published=hours[1], body="The agency's text.", wire_agencies=("Reuters",), **told)
    store(engine, own, wire, source="a.example")
    copied = document("copied", published=hours[2], body="The agency's text.", wire_agencies=("Reuters",), **told)
    store(engine, copied, source="b.example")
    drawn = document("drawn", published=hours[3], body="Shorter.", wire_agencies=("reuters",), **told)
    third = document("third", published=replace(hours[4], at=NOON + timedelta(days=2)), body="A third.", **told)
    store(engine, drawn, source="c.example")
    store(engine, third, source="d.example")
    desk.keep_up()
    assert rows(engine, "select count(*) from analyst.events") == [(1,)]
    assert rows(
        engine,
        "select source, agency, split_part(url, '/', 5), articles, is_independent, copy_of is not null"
        " from analyst.event_sources where event_id = 1 order by published_at",
    ) == [
        ("a.example", None, "own", 1, True, False),
        ("a.example", "Reuters", "wire", 1, True, False),
        ("b.example", "Reuters", "copied", 1, False, True),
        ("c.example", "reuters", "drawn", 1, False, False),
        ("d.example", None, "third", 1, True, False),
    ]
    analyst.refresh(engine, ["timeline"])
    timeline = "select day, articles, sources, title, killed_most from analyst.timeline order by day"
    assert rows(engine, timeline) == [
        (date(2017, 6, 22), 4, 3, told["headline"], 12),
        (date(2017, 6, 24), 1, 1, told["headline"], None),
    ]
    assert rows(engine, "select killed_least, killed_most, missing, photos from analyst.events") == [(12, 12, None, 0)]


def test_counts_are_kept_until_they_are_counted_anew_and_say_when_that_was(engine: Engine) -> None:
    store(engine, credited("a", CREDIT), credited("b", TWO), document("c", published=None, photos=(), body=None))
    assert rows(engine, "select count(*) from analyst.coverage") == [(0,)]
    before = dict(rows(engine, "select view, refreshed_at from analyst.freshness"))  # type: ignore[arg-type]
    taken = analyst.refresh(engine)
    assert {"agencies", "coverage", "photographers", "quality"} <= set(taken) == set(before)
    after = dict(rows(engine, "select view, refreshed_at from analyst.freshness"))  # type: ignore[arg-type]
    assert all(after[view] > before[view] for view in taken)
    people = "select name, photos, captions, articles, sources, agencies, first_published from analyst.photographers"
    assert rows(engine, f"{people} order by captions desc, name") == [
        ("Fadel Senna", 2, 2, 2, 1, ["AFP", "Reuters"], date(2017, 6, 22)),
        ("Alaa Al-Marjani", 1, 1, 1, 1, ["Reuters"], date(2017, 6, 22)),
    ]
    assert rows(engine, "select name, captions, photographers from analyst.agencies order by 1") == [
        ("AFP", 1, 1),
        ("Getty Images", 1, 1),
        ("Reuters", 1, 2),
    ]
    assert rows(
        engine,
        "select day, source, articles, with_photos, captions, with_credit, with_photographer, photographer_rate"
        " from analyst.coverage",
    ) == [(date(2017, 6, 22), "paper.example", 2, 2, 4, 2, 2, 0.5)]
    assert rows(
        engine,
        "select articles, body_rate, date_rate, captions, credit_rate, understood_rate, pages_28_days"
        " from analyst.quality",
    ) == [(3, 0.667, 0.667, 4, 0.5, 1.0, 3)]
    assert rows(engine, "select name, articles, captions, first_published from analyst.sources") == [
        ("paper.example", 3, 4, date(2017, 6, 22))
    ]


def test_what_one_process_counts_another_that_waited_for_it_leaves_alone(engine: Engine) -> None:
    store(engine, document())
    with engine.connect() as connection:
        connection.execute(text("update analyst.freshness set refreshed_at = now() + interval '1 hour'"))
        connection.commit()
    assert analyst.refresh(engine) == {}
    assert analyst.said({}) == "views: counted anew by another process just now"


def test_counts_that_cannot_be_made_are_said_and_harm_nothing(engine: Engine) -> None:
    store(engine, document())
    with engine.begin() as connection:
        connection.execute(text("drop materialized view analyst.coverage"))
    said = counted_anew(engine)
    assert said.startswith("views could not be counted anew: database ")
    assert said.endswith("scrapy db refresh tries again")
    assert analyst.is_stale(engine)


def test_a_run_is_a_row_with_what_became_of_its_pages(engine: Engine) -> None:
    store(engine, document("a"), document("b"))
    store(engine, document("a"), document("b", dek="New."), at=NOON + timedelta(hours=1))
    counts = "stored, revised, unchanged, dropped, quarantined, failed"
    assert rows(engine, f"select spider, source, status, {counts} from analyst.runs order by run_id") == [
        ("article", None, "running", 2, 0, 0, 0, 0, 0),
        ("article", None, "running", 0, 1, 1, 0, 0, 0),
    ]
