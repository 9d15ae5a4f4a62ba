"""The whole path, from the newsroom's pages to rows: each article as a reader finds it on its page."""

import subprocess
import sys
from datetime import datetime
from typing import Any

import pytest
import yaml
from sqlalchemy import Row, text

from models.events.stories import stored_stories
from models.reading import StoredArticle, find_article
from pipelines.events.clusters.in_memory import cluster
from pipelines.events.reading import read_story
from tests.crawl.conftest import PROJECT, Crawled, environment_of, run_scrapy
from tests.quality.events.places import km

EXPECTED: dict[str, Any] = yaml.safe_load((PROJECT / "tests" / "newsroom_expected.yml").read_text("utf-8"))
OUTLETS: dict[str, Any] = EXPECTED["outlets"]
ARTICLES = [
    pytest.param(slug, path, id=f"{slug}{path}") for slug, outlet in OUTLETS.items() for path in outlet["articles"]
]

EVENTS = [pytest.param(event, id=event["what"][:40]) for event in EXPECTED["events"]]
IN_EVENTS = {
    "articles": "select * from analyst.event_articles where event_id = :event",
    "photos": "select caption, credit_raw from news.event_photos join news.captions"
    " on captions.article_id = event_photos.article_id and captions.position = caption_position"
    " where event_id = :event",
    "grounds": "select about, article_id, text from news.event_grounds where event_id = :event",
}


def stored(crawled: Crawled, slug: str, path: str) -> tuple[StoredArticle, dict[str, Any]]:
    found = find_article(crawled.engine, crawled.newsroom.outlets[slug] + path)
    assert found is not None
    return found, OUTLETS[slug]["articles"][path]


@pytest.mark.parametrize("slug", OUTLETS)
def test_the_crawl_of_an_outlet_does_what_it_says(crawled: Crawled, slug: str) -> None:
    assert crawled.runs[slug].returncode == 0, crawled.runs[slug].stderr[-2000:]


@pytest.mark.parametrize(("slug", "path"), ARTICLES)
def test_the_articles_own_words(crawled: Crawled, slug: str, path: str) -> None:
    found, expected = stored(crawled, slug, path)
    article = found.article
    for field in ("headline", "kicker", "dek", "language", "section"):
        if field in expected:
            assert getattr(article, field) == expected[field], field
    if "authors" in expected:
        assert list(found.authors) == expected["authors"]
    if "tags" in expected:
        assert article.tags == expected["tags"]


@pytest.mark.parametrize(("slug", "path"), ARTICLES)
def test_whose_copy_it_is_and_what_may_be_done_with_it(crawled: Crawled, slug: str, path: str) -> None:
    found, expected = stored(crawled, slug, path)
    wire = ("dateline", "dateline_place", "wire_agencies", "corrections")
    for field in (*wire, "has_video", "paywalled", "licence", "rights_signals"):
        if field in expected:
            assert getattr(found.article, field) == expected[field], field
    if "doubts" in expected:
        assert [conflict.split()[0] for conflict in found.article.canonical_conflicts] == expected["doubts"]


@pytest.mark.parametrize(("slug", "path"), ARTICLES)
def test_every_text_says_where_it_stands(crawled: Crawled, slug: str, path: str) -> None:
    article = stored(crawled, slug, path)[0].article
    fields = ("headline", "dek", "body", "section", "language", "canonical_url", "dateline", "licence", "copyright")
    assert [field for field in fields if getattr(article, field) and not article.field_sources.get(field)] == []


@pytest.mark.parametrize(("slug", "path"), ARTICLES)
def test_the_articles_dates_as_instants(crawled: Crawled, slug: str, path: str) -> None:
    found, expected = stored(crawled, slug, path)
    for field in ("published", "modified"):
        if field in expected:
            instant = expected[field] and datetime.fromisoformat(str(expected[field]))
            assert getattr(found.article, f"{field}_at") == instant, field


@pytest.mark.parametrize(("slug", "path"), ARTICLES)
def test_the_body_is_the_article_and_nothing_else(crawled: Crawled, slug: str, path: str) -> None:
    found, expected = stored(crawled, slug, path)
    body = found.article.body or ""
    assert [phrase for phrase in expected.get("body_has", []) if phrase not in body] == []
    photos = expected.get("photos", [])
    printed = [photo[key] for photo in photos for key in ("caption", "credit") if photo.get(key)]
    unwanted = [*expected.get("body_lacks", []), *(text for text in printed if len(text) > 12)]
    assert [phrase for phrase in unwanted if phrase in body] == []


@pytest.mark.parametrize(("slug", "path"), ARTICLES)
def test_the_photos_with_their_captions_and_credits(crawled: Crawled, slug: str, path: str) -> None:
    found, expected = stored(crawled, slug, path)
    kinds = {"file_photo": "file photo", "video_still": "video still", "handout": "handout"}
    assert [(p.caption, p.credit_raw, list(p.agents), sorted(p.flags)) for p in found.photos] == [
        (
            photo["caption"],
            photo["credit"],
            [(name, role) for name, role, _ in photo.get("credits") or []],
            sorted(kinds[flag] for flag in photo.get("flags") or []),
        )
        for photo in expected.get("photos", [])
    ]


def test_nothing_else_was_stored(crawled: Crawled) -> None:
    with crawled.engine.connect() as connection:
        articles = connection.scalar(text("select count(*) from news.articles"))
        outcomes = connection.execute(text("select outcome, reason, count(*) from news.fetches group by 1, 2")).all()
    gone = sum(len(outlet["gone"]) for outlet in OUTLETS.values())
    forbidden = sum(len(outlet["disallowed"]) for outlet in OUTLETS.values())
    assert articles == len(ARTICLES)
    assert {(outcome, reason): pages for outcome, reason, pages in outcomes} == {
        ("stored", None): len(ARTICLES),
        ("revised", None): len(EXPECTED["captures"]),
        ("dropped", "http_404"): gone,
        ("dropped", "robots"): forbidden,
    }


def test_earlier_captures_are_versions_of_the_articles_that_the_outlets_print_now(crawled: Crawled) -> None:
    query = text("select url, captured_at, changed from analyst.revisions where revision > 1 order by captured_at")
    with crawled.engine.connect() as connection:
        revised = connection.execute(query).all()
    assert [(row.url, row.captured_at, row.changed) for row in revised] == [
        (crawled.newsroom.outlets[slug] + path, datetime.fromisoformat(at), changed)
        for slug, path, at, changed in EXPECTED["captures"]
    ]


def test_what_robots_txt_forbids_was_never_asked_for(crawled: Crawled) -> None:
    asked = {(request.outlet, request.path) for request in crawled.newsroom.requests}
    forbidden = {(slug, path) for slug, outlet in OUTLETS.items() for path in outlet["disallowed"]}
    assert forbidden
    assert asked & forbidden == set()
    assert {(slug, "/robots.txt") for slug in OUTLETS} <= asked


def test_the_crawler_says_who_it_is(crawled: Crawled) -> None:
    agents = {request.user_agent for request in crawled.newsroom.requests}
    assert len(agents) == 1
    assert agents.pop().startswith("Dateline/")


def test_a_second_crawl_makes_no_duplicate(crawled: Crawled) -> None:
    count = text(
        "select (select count(*) from news.articles), (select count(*) from news.captions),"
        " (select count(*) from news.credits), (select count(*) from news.agents)"
    )
    with crawled.engine.connect() as connection:
        before = connection.execute(count).one()
    source = f"source={crawled.sources['harbour-daily']}"
    again = run_scrapy("crawl", "news", "-a", source, "-a", "refresh=true", url=crawled.url)
    with crawled.engine.connect() as connection:
        assert connection.execute(count).one() == before
    assert again.returncode == 0
    assert "unchanged" in again.stderr


def test_show_prints_an_article_as_a_reader_wants_it(crawled: Crawled) -> None:
    url = crawled.newsroom.outlets["tigris-post"] + "/entry/mosul-nuri-mosque.html"
    shown = run_scrapy("show", url, url=crawled.url)
    assert shown.returncode == 0
    lines = shown.stdout.splitlines()
    assert lines[0] == "Mosul's Great Mosque Is Gone, And Each Side Blames The Other"
    assert any("22 June 2017, 03:31" in line and "22/06/2017 3:31 AM IST" in line for line in lines)
    credit = lines.index("    Credit: AHMAD AL-RUBAYE via Getty Images")
    assert lines[credit + 1].strip() == "Ahmad Al-Rubaye (photographer), Getty Images (distributor)"


def test_show_says_whose_copy_it_is_and_where_it_may_come_from(crawled: Crawled) -> None:
    url = crawled.newsroom.outlets["tigris-post"] + "/entry/wire-western-mosul-advance.html"
    lines = run_scrapy("show", url, url=crawled.url).stdout.splitlines()
    original = crawled.newsroom.outlets["plains-courier"] + "/article/western-mosul-advance.html"
    assert {"copy of AP", "rights: noarchive", f"but link:canonical {original}"} <= set(lines)


def test_show_says_so_when_nothing_is_stored_under_a_url(crawled: Crawled) -> None:
    shown = run_scrapy("show", "https://nowhere.example/", url=crawled.url)
    assert (shown.returncode, shown.stdout) == (1, "")
    assert shown.stderr == "scrapy show: no article is stored under 'https://nowhere.example/'\n"


def event_of(crawled: Crawled, address: list[str]) -> Row[Any]:
    """The event that an article is in."""
    wanted = text(
        "select events.* from analyst.events join analyst.event_articles using (event_id) where article_id = :article"
    )
    with crawled.engine.connect() as connection:
        return connection.execute(wanted, {"article": article_id(crawled, address)}).one()


def article_id(crawled: Crawled, address: list[str]) -> int:
    return stored(crawled, *address)[0].article.id


def rows_of(crawled: Crawled, event: Row[Any], what: str) -> list[Row[Any]]:
    with crawled.engine.connect() as connection:
        return list(connection.execute(text(IN_EVENTS[what]), {"event": event.event_id}).all())


@pytest.mark.parametrize("expected", EVENTS)
def test_what_the_outlets_tell_of_one_occurrence_is_one_event(kept_up: Crawled, expected: dict[str, Any]) -> None:
    event = event_of(kept_up, expected["articles"][0])
    articles = {row.article_id: row for row in rows_of(kept_up, event, "articles")}
    told = {article_id(kept_up, address): address for address in expected["articles"]}
    may = {article_id(kept_up, address): address for address in expected["may_have"]}
    assert [address for id, address in told.items() if id not in articles] == []
    assert [row.url for id, row in articles.items() if id not in told | may] == []
    copies = {frozenset(article_id(kept_up, address) for address in pair) for pair in expected["copies"]}
    assert {frozenset((id, row.copy_of)) for id, row in articles.items() if row.copy_of} == copies
    assert event.articles == len(articles)
    assert event.sources == len(articles) - len(copies)
    assert sorted(event.languages) == expected["languages"]


@pytest.mark.parametrize("expected", EVENTS)
def test_an_event_says_when_and_where_it_was_and_on_what_words_that_stands(
    kept_up: Crawled, expected: dict[str, Any]
) -> None:
    event, place = event_of(kept_up, expected["articles"][0]), expected["place"]
    assert [event.occurred_from, event.occurred_to] == expected["occurred"]
    assert (event.place, event.country) == (place["name"], place["country"])
    assert km(event.lat, event.lon, place["latitude"], place["longitude"]) < 20
    grounds = {row.about: row for row in rows_of(kept_up, event, "grounds")}
    assert {"occurred", "place", "kind"} <= set(grounds)
    articles = {row.article_id for row in rows_of(kept_up, event, "articles")}
    assert [about for about, ground in grounds.items() if ground.article_id not in articles or not ground.text] == []


@pytest.mark.parametrize("expected", EVENTS)
def test_an_event_comes_with_its_photos_their_captions_and_credits(kept_up: Crawled, expected: dict[str, Any]) -> None:
    photos = rows_of(kept_up, event_of(kept_up, expected["articles"][0]), "photos")
    printed = {
        (photo["caption"], photo["credit"])
        for slug, path in expected["articles"]
        for photo in OUTLETS[slug]["articles"][path].get("photos", [])
    }
    found = [(photo.caption, photo.credit_raw) for photo in photos]
    assert len(set(found)) == len(found)
    missing = [one for one in printed if one[0] in expected["photos"] and one not in found]
    assert missing == []
    assert set(expected["photos"]) <= {caption for caption, _ in printed}


def test_the_independent_sources_of_an_event_are_as_many_as_it_counts(kept_up: Crawled) -> None:
    asked = text(
        "select event_id, sources, (select count(*) filter (where is_independent) from analyst.event_sources as told"
        " where told.event_id = events.event_id) as told from analyst.events"
    )
    with kept_up.engine.connect() as connection:
        found = connection.execute(asked).all()
    assert [row for row in found if row.sources != row.told] == []
    assert max(row.sources for row in found) > 2


def test_what_was_crawled_is_counted_once_events_are_kept_up(kept_up: Crawled) -> None:
    asked = text("select sum(articles), sum(captions), sum(with_photographer) from analyst.coverage")
    counted = text(
        "select (select count(*) from analyst.articles where published_date is not null), count(*),"
        " count(photographer) from analyst.captions where published_date is not null"
    )
    with kept_up.engine.connect() as connection:
        assert tuple(connection.execute(asked).one()) == tuple(connection.execute(counted).one())
        assert connection.scalar(text("select count(*) from analyst.photographers")) > 3


def test_two_occurrences_are_two_events(kept_up: Crawled) -> None:
    events = {event_of(kept_up, event["articles"][0]).event_id for event in EXPECTED["events"]}
    assert len(events) == len(EXPECTED["events"])


@pytest.mark.parametrize("first", OUTLETS)
def test_events_do_not_hang_on_which_outlet_was_crawled_first(kept_up: Crawled, first: str) -> None:
    query = text("select articles.id from news.articles join news.sources on sources.id = source_id where slug = :slug")
    slugs = list(OUTLETS)[list(OUTLETS).index(first) :] + list(OUTLETS)[: list(OUTLETS).index(first)]
    with kept_up.engine.connect() as connection:
        ids = [id for slug in slugs for id in connection.scalars(query, {"slug": slug})]
        stories = stored_stories(connection, ids)
    event_of_id = dict(cluster([read_story(stories[id].story) for id in ids], batch=3, is_redrawn=False))
    for expected in EXPECTED["events"]:
        assert len({event_of_id[article_id(kept_up, address)] for address in expected["articles"]}) == 1


def test_events_printed_for_head_end_quietly(kept_up: Crawled) -> None:
    command = [sys.executable, "-m", "scrapy", "events", "show", "1"]
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    with subprocess.Popen(command, cwd=PROJECT, env=environment_of(kept_up.url), **pipes) as shown:
        assert shown.stdout is not None
        assert shown.stderr is not None
        shown.stdout.close()
        assert shown.stderr.read() == b""
