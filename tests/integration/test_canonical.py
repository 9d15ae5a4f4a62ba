"""A canonical link says which of a site's addresses an article is known by; it gives no key to another site's."""

from datetime import timedelta

import pytest
from sqlalchemy import Engine, text

from models.runs import open_run
from models.store import Batch, write_batch
from tests.documents import NOON, document, fetch

VICTIM = "https://paper.example/2017/a"


@pytest.mark.parametrize(
    ("page", "canonical", "victim"),
    [
        ("https://evil.example/x", VICTIM, VICTIM),
        ("https://evil.example/x", "http://PAPER.example:80/2017/a/?utm_source=x#top", VICTIM),
        ("https://evil.example/x", "https://user:evil.example@paper.example/2017/a", VICTIM),
        ("https://paper.example.evil.example/x", VICTIM, VICTIM),
        ("https://evilpaper.example/x", VICTIM, VICTIM),
        ("https://b.github.io/x", "https://a.github.io/news/a", "https://a.github.io/news/a"),
        ("https://b.blogspot.com/x", "https://a.blogspot.com/2017/a", "https://a.blogspot.com/2017/a"),
        ("https://evil.co.uk/x", "https://paper.co.uk/a", "https://paper.co.uk/a"),
        ("http://192.0.2.7:8001/x", "http://192.0.2.7:8002/a", "http://192.0.2.7:8002/a"),
        ("http://192.0.2.7/x", "http://192.0.3.7/a", "http://192.0.3.7/a"),
        ("https://paper.example/x", "https://paper.example/", "https://paper.example/"),
        ("https://paper.example/x", "javascript:alert(1)", VICTIM),
        ("https://paper.example/x", "https://[paper.example/2017/a", VICTIM),
        ("https://paper.example/x", "//paper.example\\@evil.example/2017/a", VICTIM),
        ("https://paper.example/x", "https://paper.example/2017/a\x1b[2J", VICTIM),
    ],
)
def test_a_hostile_canonical_link_leaves_the_other_article_as_it_is_and_its_own_page_under_its_own_address(
    engine: Engine, page: str, canonical: str, victim: str
) -> None:
    run_id = open_run(engine, "article", {})
    original = fetch(document(url=victim, headline="A bridge over the Tigris"))
    hostile = fetch(
        document(url=page, canonical_url=canonical, headline="Forged", body="Nothing of this is true."),
        fetched_at=NOON + timedelta(hours=1),
        source="evil.example",
    )
    for number, at_once in enumerate(([original, hostile], [hostile]), 1):
        write_batch(engine, Batch(run_id, number, {}, at_once))
    with engine.connect() as connection:
        query = text("select url, headline, revision from news.articles order by headline")
        stored = [tuple(row) for row in connection.execute(query)]
    assert stored == [(victim, "A bridge over the Tigris", 1), (page, "Forged", 1)]


def test_the_addresses_of_one_article_on_its_own_site_are_one_article(engine: Engine) -> None:
    run_id = open_run(engine, "article", {})
    pages = [VICTIM, "https://m.paper.example/2017/a", "https://amp.paper.example/a?print=1"]
    stored = write_batch(
        engine, Batch(run_id, 1, {}, [fetch(document(url=page, canonical_url=VICTIM)) for page in pages])
    )
    assert [one.outcome for one in stored] == ["stored", "unchanged", "unchanged"]
