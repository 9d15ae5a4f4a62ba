"""Each crawl ends with taking what it stored into events; whatever goes wrong there never harms the crawl."""

from pathlib import Path

from sqlalchemy import Engine, text

from crawler.newsroom import Newsroom
from tests.crawl.conftest import Scrapy

ON = {"DATELINE_EVENTS_AFTER_CRAWL": "1"}
OUTLET = "two-banks"


def crawl(scrapy: Scrapy, folder: Path, *options: str) -> tuple[int, str]:
    """The exit code, and what was said on the terminal."""
    with Newsroom() as newsroom:
        source = next(path for path in newsroom.write_sources(folder) if path.stem == OUTLET)
        done = scrapy("crawl", "news", "-a", f"source={source}", "-s", "EXTRACTION_WORKERS=1", *options, **ON)
    return done.returncode, done.stderr


def counted(engine: Engine, table: str) -> int:
    with engine.connect() as connection:
        return int(connection.execute(text(f"select count(*) from {table}")).scalar_one())


def test_what_was_crawled_is_in_its_events_with_what_they_stand_on(
    scrapy: Scrapy, engine: Engine, tmp_path: Path
) -> None:
    code, said = crawl(scrapy, tmp_path)
    assert code == 0, said[-2000:]
    assert "events: 3 articles taken in" in said
    assert counted(engine, "analyst.event_articles") == 3
    assert counted(engine, "news.unread") == 0
    with engine.connect() as connection:
        articles = {
            row.id: row for row in connection.execute(text("select id, headline, dek, body from news.articles"))
        }
        grounds = connection.execute(
            text("select * from news.event_grounds where field in ('headline', 'dek', 'body')")
        )
        for ground in grounds:
            assert getattr(articles[ground.article_id], ground.field)[ground.start : ground.stop] == ground.text
    shown = scrapy("events", "list")
    assert len(shown.stdout.splitlines()) > 1, shown.stderr


def test_what_goes_wrong_is_said_and_the_crawl_stands(scrapy: Scrapy, engine: Engine, tmp_path: Path) -> None:
    with engine.begin() as connection:
        connection.execute(text("alter table news.feature_counts rename to feature_counts_lost"))
    code, said = crawl(scrapy, tmp_path)
    assert code == 1
    assert "fell short: events could not be kept up: " in said
    assert said.rstrip().endswith("the crawl is whole; scrapy events update takes in what is left")
    assert counted(engine, "news.articles") == 3
    with engine.connect() as connection:
        assert connection.execute(text("select status from news.crawl_runs")).scalar_one() == "finished"
