"""The database gives the events that a file of the same articles gives."""

import json
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import Engine

from crawler.events.rebuilding import rebuild
from crawler.events.updating import update
from crawler.events.wiring import our_stages
from models.events.stories import stored_stories
from models.runs import open_run
from models.store import Batch, write_batch
from pipelines.events.clusters.in_memory import cluster
from pipelines.events.reading import read_story
from tests.documents import PUBLISHED, document, fetch
from tests.eventful import Desk
from tests.events_stand_in import HereReadership

REPORTS = Path(__file__).parents[1] / "quality" / "events" / "conflict.jsonl"
BATCH = 30


def store_reports(engine: Engine, most: int) -> None:
    fetches = []
    for line in REPORTS.read_text("utf-8").splitlines()[:most]:
        row = json.loads(line)
        day = datetime.fromisoformat(row["published"]).replace(tzinfo=UTC)
        published = replace(PUBLISHED, at=day, precision="day", zone="UTC")
        told = {"headline": row["title"], "body": row["body"], "language": row["language"], "published": published}
        fetches.append(fetch(document(row["id"], photos=(), **told)))
    write_batch(engine, Batch(open_run(engine, "article", {}), 1, {}, fetches))


def events_of_a_file(engine: Engine, *, is_redrawn: bool) -> set[frozenset[int | str]]:
    with engine.connect() as connection:
        ids = list(connection.exec_driver_sql("select id from news.articles order by published_at, id").scalars())
        stories = stored_stories(connection, ids)
    found: dict[int, set[int | str]] = {}
    for article, event in cluster((read_story(stories[each].story) for each in ids), BATCH, is_redrawn):
        found.setdefault(event, set()).add(article)
    return set(map(frozenset, found.values()))


def test_updates_and_rebuilds_draw_the_same_events_as_without_a_database(engine: Engine) -> None:
    store_reports(engine, 80)
    desk, here = Desk(engine), HereReadership(read_story)

    def events() -> set[frozenset[int | str]]:
        query = "select array_agg(article_id) from news.event_articles group by event_id"
        return {frozenset(ids) for (ids,) in desk.rows(query)}

    update(engine, our_stages(), here, batch=BATCH)  # type: ignore[arg-type]
    assert len(events()) > 10
    assert events() == events_of_a_file(engine, is_redrawn=False)
    assert desk.rows("select count(*) from analyst.events where title = '' or first_report_at is null") == [(0,)]
    rebuild(engine, our_stages(), here, batch=BATCH)  # type: ignore[arg-type]
    assert events() == events_of_a_file(engine, is_redrawn=True)
