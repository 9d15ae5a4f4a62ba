"""What is measured beside a store."""

import asyncio
import os
import statistics
import time
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from typing import Any, Final

import psutil
import psycopg
from sqlalchemy import Connection, text

from crawler.events.batches import Batches
from crawler.events.updating import Readership, update
from crawler.events.wiring import our_stages
from models import db
from models.events.reports import Reading, storable_facts
from models.events.stories import StoredStory, stored_stories
from models.events.unread import next_unread, updating
from tests.bench.crawl.meters import cpu_of
from tests.bench.events.clock import Clock
from tests.bench.events.corpus import Corpus, Telling
from tests.bench.events.store import store

BATCH: Final = 300
READERS: Final = Readership(workers=2, timeout=60)
_LARGE: Final = 5
"""Large events that get one more report."""


@dataclass(kw_only=True)
class Round:
    """One round beside one store."""

    in_store: int
    articles: int
    assigning: float
    """Seconds for all articles, their reading not counted."""
    python: float
    """CPU seconds of ours meanwhile, in all processes."""
    postgresql: float
    """CPU seconds of the server's process for us meanwhile."""
    reading: float
    """Seconds in which two workers read all articles, their start not counted."""
    steps: dict[str, float] = field(default_factory=dict)
    """Seconds of assigning by step."""
    whole: float = 0.0
    """Seconds of an update with as many other articles, from its call to its end."""
    memory: float = 0.0
    """MB of the main process at the end."""


@dataclass(kw_only=True)
class Large:
    """An event that got one more report."""

    members: int
    seconds: float
    steps: dict[str, float]


def measure(url: str, corpus: Corpus, in_store: int, articles: int, number: int) -> Round:
    """One round: articles assigned that were read before, then an update with others."""
    store(url, corpus.news(articles, 2 * number))
    with ExitStack() as stack:
        engine = stack.enter_context(db.engine_on(url))
        connection = stack.enter_context(updating(engine, 0))
        taken, readings, reading = asyncio.run(_read(connection, articles))
        clock = Clock()
        helper = stack.enter_context(READERS.helper(articles))
        if helper is not None:
            helper.submit(len, ()).result()  # it is up
        batches = Batches(connection, clock.stages(our_stages()), helper)
        backend = connection.scalar(text("select pg_backend_pid()"))
        connection.commit()
        before = time.perf_counter(), cpu_of(os.getpid()), cpu_of(backend)
        with clock.watching():
            for marks, read in zip(taken, readings, strict=True):
                batches.take(marks, read, {})
        after = time.perf_counter(), cpu_of(os.getpid()), cpu_of(backend)
    spent = [late - early for early, late in zip(before, after, strict=True)]
    store(url, corpus.news(articles, 2 * number + 1))
    with db.engine_on(url) as engine:
        began = time.perf_counter()
        done = update(engine, our_stages(), READERS)
        whole = time.perf_counter() - began
    if done.articles != articles or done.failed:
        raise RuntimeError(f"{done.articles} of {articles} articles were taken in: {done.failed}")
    return Round(
        in_store=in_store, articles=articles, assigning=spent[0], python=spent[1], postgresql=spent[2],
        reading=reading, steps=dict(clock.spent), whole=whole, memory=psutil.Process().memory_info().rss / 1e6,
    )  # fmt: skip


async def _read(connection: Connection, articles: int) -> tuple[list[dict[int, int]], list[list[Reading]], float]:
    """Everything that is due, batch by batch as an update takes it, read by two workers."""
    taken: list[dict[int, int]] = []
    stories: list[list[StoredStory]] = []
    while True:
        with connection.begin():
            marks = next_unread(connection, BATCH, [article for each in taken for article in each])
            if not marks:
                break
            taken.append(marks)
            stories.append(list(stored_stories(connection, marks).values()))
    readers = READERS.readers(our_stages(), articles)
    try:
        await readers.read(stories[0])  # the workers are up
        await readers.read(stories[0])
        began = time.perf_counter()
        readings = [await readers.read(each) for each in stories]
        seconds = time.perf_counter() - began
    finally:
        readers.close()
    if failed := [problem for _, problems in readings for problem in problems.values()]:
        raise RuntimeError(failed[0])
    return taken, [read for read, _ in readings], seconds


def one_more(url: str, corpus: Corpus) -> list[Large]:
    """What it takes to assign one more report of each of the largest events."""
    events = sorted(range(corpus.events), key=lambda event: -corpus.sizes[event])[:_LARGE]
    found = []
    with db.engine_on(url) as engine, updating(engine, 0) as connection:
        clock = Clock()
        batches = Batches(connection, clock.stages(our_stages()))
        for event in (events[0], *events):  # the first time the counts are loaded
            number = int(corpus.sizes[event]) + 1 + len(found)
            taken, readings = _one(url, connection, corpus.telling(event, number))
            clock.spent.clear()
            began = time.perf_counter()
            with clock.watching():
                batches.take(taken, readings, {})
            seconds = time.perf_counter() - began
            found.append(Large(members=int(corpus.sizes[event]), seconds=seconds, steps=dict(clock.spent)))
    return found[1:]


def _one(url: str, connection: Connection, telling: Telling) -> tuple[dict[int, int], list[Reading]]:
    ids = store(url, [telling])
    with connection.begin():
        taken = next_unread(connection, 1)
        stored = stored_stories(connection, ids)[ids[0]]
    report = our_stages().read(stored.story)
    return taken, [Reading(report, stored.content_hash, storable_facts(report.facts))]


def sizes(url: str) -> list[tuple[str, int]]:
    """Bytes of each table with its indexes, the largest first."""
    with psycopg.connect(url) as connection:
        return connection.execute(
            "select relname, pg_total_relation_size(relid) from pg_stat_user_tables where schemaname = 'news'"
            " order by 2 desc"
        ).fetchall()


def median(rounds: Sequence[Round], what: str) -> float:
    """The middle of what the rounds found."""
    values: list[Any] = [getattr(each, what) for each in rounds]
    return statistics.median(values)
