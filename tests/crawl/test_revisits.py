"""An article is seen again: at next to no cost where nothing is new, and with every version kept where something is."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, text

from tests.crawl.conftest import Scrapy
from tests.crawl.test_crawl_command import FAST
from tests.faults.site import Exchange, PaperSite


@pytest.fixture
def paper() -> Iterator[PaperSite]:
    with PaperSite(3, delay=(0, 0)) as site:
        yield site


def rows(engine: Engine, query: str) -> Sequence[tuple[Any, ...]]:
    with engine.connect() as connection:
        return [tuple(row) for row in connection.execute(text(query))]


def outcomes(engine: Engine, run: int) -> dict[str, tuple[str, int, bool]]:
    """Outcome, HTTP status, and whether the archive holds no payload of its own, by path, of one run."""
    query = (
        "select '/' || split_part(url, '/', 4) || '/' || split_part(url, '/', 5) || '/' || split_part(url, '/', 6),"
        " outcome, http_status, is_revisit from news.fetches join news.urls on urls.id = url_id"
        f" where fetches.run_id = {run}"
    )
    return {path: (outcome, status, revisit) for path, outcome, status, revisit in rows(engine, query)}


def test_what_is_due_again_is_asked_for_what_is_new_and_each_version_stays(
    paper: PaperSite, scrapy: Scrapy, engine: Engine, tmp_path: Path
) -> None:
    source = f"source={paper.write_source(tmp_path, 2)}"
    still, rewritten, untagged = paper.articles
    plain = paper.articles[untagged].page
    paper.answers[untagged] = lambda exchange: exchange.send(200, plain)  # no ETag: the same bytes once more
    first = scrapy("crawl", "news", "-a", source, *FAST)
    assert first.returncode == 0, first.stderr

    early = scrapy("crawl", "news", "-a", source, *FAST)
    assert early.returncode == 0, early.stderr
    assert outcomes(engine, 2) == {}  # nothing is due, and nothing was asked for
    assert len(paper.pages()) == paper.pages().total() == 3

    old = paper.articles[rewritten]
    new = replace(old, page=old.page.replace(old.headline.encode(), b"Convoy held up at the river"))
    paper.articles = {**paper.articles, rewritten: new}
    with engine.begin() as connection:
        connection.execute(text("update news.urls set next_fetch_at = now()"))
    again = scrapy("crawl", "news", "-a", source, *FAST)
    assert again.returncode == 0, again.stderr
    assert outcomes(engine, 3) == {
        still: ("unchanged", 304, True),
        rewritten: ("revised", 200, False),
        untagged: ("unchanged", 200, True),
    }
    versions = "select revision, headline, changed from analyst.revisions where url like '%' || '{}' order by revision"
    assert rows(engine, versions.format(rewritten)) == [
        (1, old.headline, []),
        (2, "Convoy held up at the river", ["headline", "captions"] if old.headline in old.caption else ["headline"]),
    ]
    assert len(rows(engine, versions.format(still))) == 1
    sooner = "select bool_and(next_fetch_at < now() + interval '1 hour') from news.urls where url like '%' || '{}'"
    assert rows(engine, sooner.format(rewritten)) == [(True,)]

    checked = scrapy("archive", "verify")
    assert checked.returncode == 0, checked.stdout + checked.stderr
    (revisit,) = rows(engine, "select max(id) from news.fetches where is_revisit and http_status = 304")[0]
    shown = scrapy("archive", "show", str(revisit), "--body")
    assert shown.stdout == paper.articles[still].page.decode()


def test_a_page_that_is_gone_keeps_its_article_and_says_so(
    paper: PaperSite, scrapy: Scrapy, engine: Engine, tmp_path: Path
) -> None:
    source = f"source={paper.write_source(tmp_path, 2)}"
    scrapy("crawl", "news", "-a", source, *FAST)
    gone = next(iter(paper.articles))
    paper.answers[gone] = lambda exchange: exchange.send(410, b"<h1>Withdrawn</h1>")
    again = scrapy("crawl", "news", "-a", source, "-a", "refresh=true", *FAST)
    assert again.returncode == 0, again.stderr
    assert rows(engine, "select state, article_id is not null from news.urls where state <> 'kept'") == [("gone", True)]
    assert rows(engine, "select count(*) from news.articles") == [(3,)]


def test_a_page_that_was_kept_is_asked_for_whole_after_a_failure(
    paper: PaperSite, scrapy: Scrapy, engine: Engine, tmp_path: Path
) -> None:
    source = f"source={paper.write_source(tmp_path, 2)}"
    scrapy("crawl", "news", "-a", source, *FAST)
    conditional: list[str | None] = []
    path = next(iter(paper.articles))

    def answer(exchange: Exchange) -> None:
        conditional.append(exchange.headers.get("If-None-Match"))
        exchange.send(500) if len(conditional) == 1 else exchange.send(200, paper.articles[path].page)

    paper.answers[path] = answer
    for _ in range(2):
        scrapy("crawl", "news", "-a", source, "-a", "refresh=true", *FAST)
    assert [tag is not None for tag in conditional] == [True, False]
    assert rows(engine, "select distinct state from news.urls") == [("kept",)]


def test_pages_with_very_long_addresses_are_fetched_like_any_other(
    paper: PaperSite, scrapy: Scrapy, engine: Engine, tmp_path: Path
) -> None:
    page = next(iter(paper.articles.values())).page
    long = [f"/2026/11/{number}-{'on-the-road-' * 200}" for number in range(70)]  # more than are in hand at a time
    paper.listed = long
    paper.answers = dict.fromkeys(long, lambda exchange: exchange.send(200, page))
    done = scrapy("crawl", "news", "-a", f"source={paper.write_source(tmp_path, 2)}", *FAST)
    assert "pages repeat others" in done.stderr  # they are all one article, which is another matter
    assert rows(engine, "select count(*) > 50, bool_and(outcome = 'stored') from news.fetches") == [(True, True)]
    given = scrapy("crawl", "article", "-a", f"url={paper.url}{long[0]}", *FAST)
    assert given.returncode == 0, given.stderr
    assert rows(engine, "select count(*) from news.fetches where run_id = 2") == [(1,)]


def test_a_site_that_asks_for_hours_of_peace_gets_them_from_the_next_run_too(
    paper: PaperSite, scrapy: Scrapy, tmp_path: Path
) -> None:
    source = f"source={paper.write_source(tmp_path, 1)}"
    tired = next(iter(paper.articles))
    paper.answers[tired] = lambda exchange: exchange.send(429, Retry_After="7200")
    scrapy("crawl", "news", "-a", source, *FAST)
    asked = len(paper.ledger.requests)
    again = scrapy("crawl", "news", "-a", source, *FAST)
    assert "asked an earlier run to be left alone" in again.stderr
    assert len(paper.ledger.requests) == asked
