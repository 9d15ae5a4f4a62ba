"""What crawls leave behind in the database, for tests: source files, runs, pages."""

import itertools
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, text

from crawler.sources.reading import all_sources
from crawler.sources.schema import Source
from models.items import Fetch
from models.runs import Run
from models.store import Batch, write_batch
from tests.documents import document, fetch

HOUR = timedelta(hours=1)
YAML = """\
name: {slug}
domain: {slug}.example
country: IQ
language: en
timezone: Asia/Baghdad
feeds: [{{url: "https://{slug}.example/rss", verified: null}}]
"""


def sources(folder: Path, **more: str) -> list[Source]:
    """Source files named for the keys, with further lines."""
    for slug, lines in more.items():
        (folder / f"{slug}.yml").write_text(f"{YAML.format(slug=slug)}{lines}\n", encoding="utf-8")
    return all_sources(folder)


class Ledger:
    """Writes rows as crawls would."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self.numbers = itertools.count(1)

    def sql(self, statement: str, **parameters: Any) -> Any:
        with self.engine.begin() as connection:
            result = connection.execute(text(statement), parameters)
            return result.scalar() if result.returns_rows else None

    def source(self, slug: str) -> int:
        known = "insert into news.sources (slug, domain, name) values (:slug, :slug, :slug)"
        return int(self.sql(f"{known} on conflict (slug) do update set name = :slug returning id", slug=slug))

    def run(self, slug: str, *, ago: timedelta, took: timedelta = timedelta(minutes=1), **columns: Any) -> int:
        """A run of the source; ``ago`` by the database's clock, ended unless its status is ``running``."""
        row = {"status": "finished", "problems": [], "arguments": "{}", "heartbeat": took} | columns
        return int(
            self.sql(
                "insert into news.crawl_runs (spider, source_id, arguments, started_at, finished_at, heartbeat_at,"
                " status, problems, version, host, pid) values ('news', :source, cast(:arguments as jsonb),"
                " now() - :ago, case when :status <> 'running' then now() - :ago + :took end,"
                " now() - :ago + :heartbeat, :status, :problems, '1', 'host', 1) returning id",
                source=self.source(slug),
                ago=ago,
                took=took,
                **row,
            )
        )

    def store(self, run_id: int, *fetches: Fetch) -> None:
        """Store pages, as the run did while it ran."""
        before = self.row("select status, finished_at, heartbeat_at from news.crawl_runs where id = :id", id=run_id)
        ends = "update news.crawl_runs set status = :status, finished_at = :finished_at, heartbeat_at = :heartbeat_at"
        self.sql(f"{ends} where id = :id", id=run_id, **before | {"status": "running", "finished_at": None})
        write_batch(self.engine, Batch(Run(id=run_id), next(self.numbers), {}, fetches))
        self.sql(f"{ends} where id = :id", id=run_id, **before)

    def row(self, query: str, **parameters: Any) -> dict[str, Any]:
        with self.engine.connect() as connection:
            return dict(connection.execute(text(query), parameters).mappings().one())


def article(slug: str, path: str, *, ago: timedelta = timedelta(0)) -> Fetch:
    page = document(url=f"https://{slug}.example/{path}")
    return fetch(page, source=slug, fetched_at=datetime.now(UTC) - ago)


def quarantined(slug: str, path: str, reason: str = "no_content", ago: timedelta = HOUR, **changes: Any) -> Fetch:
    page = article(slug, path, ago=ago)
    return replace(page, document=None, outcome="quarantined", reason=reason, **changes)
