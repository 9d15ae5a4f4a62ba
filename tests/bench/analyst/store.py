"""A database filled with the made-up corpus, in some minutes."""

import multiprocessing
import sys
import time
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any, Final

import psycopg

from models import analyst, db
from models.rows import agent_key
from tests.bench.analyst.rows import COLUMNS, RUN_COLUMNS, library_rows, rows_of, run_rows
from tests.bench.analyst.world import DAYS, World
from tests.bench.events.store import without_indexes

_SHARD: Final = 150
"""Events at a time: as articles come by day and not by event, those of some days are mixed."""
_ALONE: Final = 5000
"""Articles that one process makes as fast as two that must be started."""
_NUMBERED: Final = ("sources", "agents", "photos", "urls", "crawl_runs", "fetches", "articles", "captions", "events")
_LATELY: Final = 28
"""Days back from today in which each source was crawled again: a part of quality is of those."""
_LATEST: Final = 400
"""Days after the last event in which articles may come."""
_AGAIN: Final = 5
"""Pages that such a crawl saw."""


def fill(url: str, articles: int, workers: int = 2) -> dict[str, float]:
    """Fill an empty, migrated database with so many articles; gives seconds by step. Needs a superuser: references are
    not checked meanwhile, and what triggers do for each row is done at the end for all."""
    taken: dict[str, float] = {}
    with psycopg.connect(url, autocommit=True) as connection:
        indexes = without_indexes(connection, [*COLUMNS, "agents", "crawl_runs", "search_entries"])
        of_search = [definition for definition in indexes if "search_entries" in definition]
        with _timed(taken, "rows"):
            _rows(url, connection, articles, workers)
        with _timed(taken, "indexes"):
            _at_once(url, [definition for definition in indexes if definition not in of_search], workers)
        with _timed(taken, "search"):
            _at_once(url, _enterings(connection, articles), workers)
            _at_once(url, of_search, workers)
        with _timed(taken, "statistics"):
            connection.execute("vacuum (analyze)")
            connection.execute("checkpoint")
        with _timed(taken, "views"), db.engine_on(url) as engine:
            analyst.refresh(engine)
    return taken


@contextmanager
def _timed(taken: dict[str, float], step: str) -> Iterator[None]:
    began = time.monotonic()
    yield
    taken[step] = time.monotonic() - began
    print(f"  {step}: {taken[step]:.0f} s", file=sys.stderr)


def _rows(url: str, connection: psycopg.Connection[Any], articles: int, workers: int) -> None:
    world = World(articles)
    events = range(world.events.events)
    shards = [events[at : at + _SHARD] for at in range(0, len(events), _SHARD)]
    _add_cast(connection, world)
    if articles <= _ALONE:
        for shard in shards:
            _load(url, articles, shard)
    else:
        spawn = multiprocessing.get_context("spawn")
        with ProcessPoolExecutor(workers, spawn) as pool:
            made, began = 0, time.monotonic()
            for done in pool.map(_load, [url] * len(shards), [articles] * len(shards), shards):
                if made // 50_000 < (made + done) // 50_000:
                    print(f"  {time.monotonic() - began:5.0f} s: {made + done:,} articles", file=sys.stderr)
                made += done
    _visit_again(connection, world)
    for table in _NUMBERED:
        connection.execute(f"select setval(pg_get_serial_sequence('news.{table}', 'id'), max(id)) from news.{table}")


def _add_cast(connection: psycopg.Connection[Any], world: World) -> None:
    """Who was there before the first article."""
    connection.execute("set session_replication_role = replica")
    sources = [
        (each.id, each.slug, each.domain, each.name, each.country, each.language, each.zone) for each in world.sources
    ]
    _copy(connection, "sources", "id, slug, domain, name, country, language, timezone", sources)
    agents = [*world.agencies, *world.organizations, *world.photographers, *world.journalists]
    rows = [(each.id, agent_key(each.kind, each.name).key_hash, each.kind, each.name) for each in agents]  # type: ignore[arg-type]
    _copy(connection, "agents", "id, key_hash, kind, name", rows)
    _copy(connection, "photos", COLUMNS["photos"], library_rows())
    _copy(connection, "crawl_runs", RUN_COLUMNS, run_rows(world, DAYS + _LATEST))


def _visit_again(connection: psycopg.Connection[Any], world: World) -> None:
    """Crawls of the last four weeks, the one thing that is not the same each time: they found little new."""
    now = datetime.now(UTC).replace(minute=0, second=0, microsecond=0)
    (first,) = connection.execute("select max(id) + 1 from news.crawl_runs").fetchone() or (1,)
    (fetch,) = connection.execute("select max(id) + 1 from news.fetches").fetchone() or (1,)
    runs, fetches = [], []
    for place in range(_LATELY * len(world.sources)):
        source, day = world.sources[place % len(world.sources)], place // len(world.sources)
        began = now - timedelta(days=_LATELY - day) + timedelta(hours=2)
        runs.append(
            (first + place, "news", source.id, "{}", began, began, began, began, "finished", [], "1", "host", 1)
        )
        for _ in range(_AGAIN):
            id = 1 + len(fetches) * 7 % world.articles
            outcome, article = ("failed", None) if fetch % 23 == 0 else ("unchanged", id)
            fetches.append((fetch, first + place, id, article, began, outcome, "timeout" if article is None else None))
            fetch += 1
    _copy(connection, "crawl_runs", RUN_COLUMNS, runs)
    _copy(connection, "fetches", "id, run_id, url_id, article_id, fetched_at, outcome, reason", fetches)


@cache
def _world(articles: int) -> World:
    return World(articles)


def _load(url: str, articles: int, events: Sequence[int]) -> int:
    """Make and copy the rows of some events; gives how many articles they are."""
    made = rows_of(_world(articles), events)
    with psycopg.connect(url) as connection:
        connection.execute("set session_replication_role = replica")
        connection.execute("set synchronous_commit = off")
        for table, columns in COLUMNS.items():
            _copy(connection, table, columns, made[table])
    return len(made["articles"])


def _copy(connection: psycopg.Connection[Any], table: str, columns: str, rows: Iterable[Sequence[Any]]) -> None:
    with connection.cursor().copy(f"copy news.{table} ({columns}) from stdin") as copy:
        for row in rows:
            copy.write_row(row)


def _at_once(url: str, statements: Iterable[str], workers: int) -> None:
    """Run statements, some at a time."""

    def run(statement: str) -> None:
        with psycopg.connect(url, autocommit=True) as connection:
            connection.execute("set maintenance_work_mem = '256MB'")
            connection.execute("set synchronous_commit = off")
            connection.execute("set max_parallel_maintenance_workers = 0")
            connection.execute(statement)  # type: ignore[call-overload]

    with ThreadPoolExecutor(workers) as pool:
        for _ in pool.map(run, statements):
            pass


def _enterings(connection: psycopg.Connection[Any], articles: int) -> Iterator[str]:
    """What the triggers of search would have done, where there is one."""
    found = connection.execute("select to_regclass('news.search_entries')").fetchone()
    if found == (None,):
        return
    step = max(1, articles // 100)
    for kind in ("articles", "captions", "events"):
        ids = [id for (id,) in connection.execute(f"select id from news.{kind} order by id")]  # type: ignore[call-overload]
        for at in range(0, len(ids), step):
            last = ids[min(at + step, len(ids)) - 1]
            yield (
                f"select news.enter_{kind}(array(select id from news.{kind}"
                f" where id between {ids[at]} and {last} order by id))"
            )
