"""Events anew: every article read and every event drawn as today's rules have it, ids carried over, rulings kept."""

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from sqlalchemy import Connection, Engine

from crawler.events.batches import Batches
from crawler.events.counts import Counts
from crawler.events.reading import Readers
from crawler.events.stages import Stages
from crawler.events.updating import Readership, update
from models.events.rebuilding import all_reports, clear, newest_event, partition, put_back
from models.events.reports import stored_reports, write_parts, write_reports
from models.events.settling import settle
from models.events.shelf import PostgresShelf
from models.events.stories import StoredStory, stored_stories
from models.events.unread import all_articles, count_articles, hold_articles, note_failed, retry_failed, updating
from pipelines.events.clusters.identity import carry

_BATCH = 200
_REDRAWN = 20_000  # articles whose events are drawn anew at a time: with their links some hundred megabytes

Progress = Callable[[str, int, int], None]
"""Told what is done, how many articles of how many."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rebuilt:
    """What a rebuild came to."""

    articles: int
    """Articles that are in events."""
    changed: int
    """Events that have other articles than before, or are new or gone."""
    failed: Mapping[int, str]
    """Why articles could not be read, by id: what was read of them before stands."""


def rebuild(
    engine: Engine,
    stages: Stages,
    readership: Readership,
    *,
    wait: float = 10.0,
    batch: int = _BATCH,
    progress: Progress = lambda doing, done, total: None,
) -> Rebuilt:
    """Read all articles anew, then draw all events anew in one transaction: until it ends, everybody sees the old ones,
    and killed before that it has changed nothing but what was read. Then take in what came meanwhile.

    Raises as ``crawler.events.updating.update``.
    """
    with updating(engine, wait) as connection:
        with connection.begin():
            retry_failed(connection)
        failed = asyncio.run(_read_all(connection, stages, readership, batch, progress))
        with connection.begin(), readership.helper(count_articles(connection)) as helper:
            articles, changed = _draw_all(connection, Batches(connection, stages, helper), stages, batch, progress)
    meanwhile = update(engine, stages, readership, wait=wait, batch=batch)
    return Rebuilt(articles=articles, changed=changed, failed=failed | meanwhile.failed)


async def _read_all(
    connection: Connection, stages: Stages, readership: Readership, batch: int, progress: Progress
) -> dict[int, str]:
    """Read every article; returns why some could not be."""

    def begin(after: int) -> tuple[list[int], int]:
        with connection.begin():
            return list(all_articles(connection, after, batch)), count_articles(connection) if not after else 0

    failed: dict[int, str] = {}
    ids, total = await asyncio.to_thread(begin, 0)
    readers, read = readership.readers(stages, total), 0
    try:
        while ids:
            failed |= await _read(connection, readers, ids)
            read += len(ids)
            progress("reading", read, total)
            ids, _ = await asyncio.to_thread(begin, ids[-1])
    finally:
        await asyncio.to_thread(readers.close)
    return failed


async def _read(connection: Connection, readers: Readers, ids: list[int]) -> dict[int, str]:
    def take() -> list[StoredStory]:
        with connection.begin():
            return list(stored_stories(connection, ids).values())

    stories = await asyncio.to_thread(take)
    readings, failed = await readers.read(stories)

    def write() -> None:
        with connection.begin():
            there = hold_articles(connection, ids)
            kept = [each for each in readings if each.report.id in there]
            write_reports(connection, kept, with_sketches=True)
            write_parts(connection, [each.report for each in kept])
            note_failed(connection, failed)

    await asyncio.to_thread(write)
    return failed


def _draw_all(
    connection: Connection, batches: Batches, stages: Stages, batch: int, progress: Progress
) -> tuple[int, int]:
    """Draw every event, give each the id that most of its articles had, and record it. Returns how many articles there
    are, and how many events have become otherwise."""
    old, newest, ids = partition(connection), newest_event(connection), all_reports(connection)
    clear(connection)
    shelf = PostgresShelf(connection, keeps_history=False)
    counts = Counts.load(shelf, stages.rarity)
    for at in range(0, len(ids), batch):
        reports = stored_reports(connection, ids[at : at + batch])
        batches.find_copies(reports)
        stages.take_in(reports, shelf, counts.rarity)
        progress("grouping", min(at + batch, len(ids)), len(ids))
    counts.save(shelf)
    # Once more over all, so that it does not matter which article came first.
    for at in range(0, len(ids), _REDRAWN):
        stages.regroup(ids[at : at + _REDRAWN], shelf)
    new = [members for _, members in sorted(partition(connection).items())]
    put_back(connection, old, newest)
    changes = carry(old, new)
    settle(connection, changes)
    events = sorted(partition(connection))
    for at in range(0, len(events), batch):
        batches.record(events[at : at + batch])
        progress("recording", min(at + batch, len(events)), len(events))
    return len(ids), len(changes)
