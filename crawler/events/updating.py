"""Events kept up: what was stored, revised or read anew since the last time finds its event."""

import asyncio
from collections.abc import Callable, Collection, Iterator
from concurrent.futures import Executor
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial

from sqlalchemy import Connection, Engine

from crawler.events.batches import Batches
from crawler.events.reading import Readers
from crawler.events.stages import Stages
from models.engine import problems_named
from models.events.reports import Reading
from models.events.stories import StoredStory, stored_stories
from models.events.unread import Due, count_unread, next_unread, retry_failed, updating
from pipelines.events.extras import NO_EXTRAS, Extras
from pipelines.pool import Helper

_BATCH = 300  # articles in a transaction: crawls that revise one of them wait for about a second

Advance = Callable[[int], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Readership:
    """How stories are read."""

    workers: int
    """Processes."""
    timeout: float
    """Seconds that a story may take."""
    memory_mb: int = 2048
    """Megabytes that a worker may take."""
    extras: Extras = NO_EXTRAS
    """Models that help with reading."""
    helped_from: int = 1000
    """Stories from which records are made in a process of their own: it takes a second to begin."""

    def readers(self, stages: Stages, stories: int) -> Readers:
        """A pool for so many stories: a second worker is up in a second, and some fifty are read by then."""
        workers = max(1, min(self.workers, stories // 50))
        read = stages.read if self.extras == NO_EXTRAS else partial(stages.read, extras=self.extras)
        return Readers(read, workers=workers, timeout=self.timeout, memory_mb=self.memory_mb)

    @contextmanager
    def helper(self, stories: int) -> Iterator[Executor | None]:
        """What makes the records of the events of so many stories; null: the process that asks."""
        if self.workers < 2 or stories < self.helped_from:
            yield None
            return
        with Helper(self.memory_mb) as helper:
            yield helper


@dataclass(slots=True)
class Updated:
    """What an update came to."""

    articles: int = 0
    """Articles that were read and are in their events."""
    events: int = 0
    """Events that were looked at again because an article of theirs was deleted."""
    failed: dict[int, str] = field(default_factory=dict)
    """Why articles could not be taken in, by id: they are left alone until they change."""


def due(engine: Engine) -> Due:
    """How many articles are to be read. Raises DatabaseProblem."""
    with problems_named(engine), engine.connect() as connection:
        return count_unread(connection)


def update(
    engine: Engine,
    stages: Stages,
    readership: Readership,
    *,
    wait: float = 10.0,
    again: bool = False,
    batch: int = _BATCH,
    advance: Advance = lambda articles: None,
) -> Updated:
    """Read all articles that are due and take them into their events, in order of publication, ``batch`` at a time,
    until none is left; ``again``: those, too, that could not be read before. Killed at any moment, what it has
    committed is whole and the rest is due still.

    Raises ``models.events.unread.Busy`` where another update is at work and is not done within ``wait`` seconds,
    ``crawler.events.reading.NothingCanBeRead``, and DatabaseProblem.
    """
    with updating(engine, wait) as connection:
        if again:
            with connection.begin():
                retry_failed(connection)
        return asyncio.run(_update(connection, stages, readership, batch, advance))


async def _update(
    connection: Connection, stages: Stages, readership: Readership, batch: int, advance: Advance
) -> Updated:
    """Batch by batch; while one is grouped, the workers read the next."""
    waiting = await asyncio.to_thread(_waiting, connection)
    readers = readership.readers(stages, waiting)
    current = following = None
    with readership.helper(waiting) as helper:
        batches = Batches(connection, stages, helper)
        done = Updated(events=await asyncio.to_thread(batches.look_again))
        try:
            current = await _begin(connection, readers, batch, ())
            while current is not None:
                following = await _begin(connection, readers, batch, current.taken)
                readings, failed = await current.reading
                left = await asyncio.to_thread(batches.take, current.taken, readings, failed)
                done.articles += len(readings) + len(failed) - len(left)
                done.failed |= left
                advance(len(current.taken))
                current, following = following or await _begin(connection, readers, batch, ()), None
        finally:
            for begun in (current, following):
                if begun is not None:
                    begun.reading.cancel()
            await asyncio.to_thread(readers.close)
    return done


def _waiting(connection: Connection) -> int:
    with connection.begin():
        return count_unread(connection).due


@dataclass(frozen=True, slots=True)
class _Current:
    """A batch whose stories are being read."""

    taken: dict[int, int]
    """Articles with their marks."""
    reading: "asyncio.Task[tuple[list[Reading], dict[int, str]]]"


async def _begin(connection: Connection, readers: Readers, batch: int, but: Collection[int]) -> _Current | None:
    """Take the next articles, ``but`` those that are in work; null if there are none."""

    def take() -> tuple[dict[int, int], Collection[StoredStory]]:
        with connection.begin():
            taken = next_unread(connection, batch, but)
            return taken, stored_stories(connection, taken).values()

    taken, stories = await asyncio.to_thread(take)
    return _Current(taken, asyncio.create_task(readers.read(stories))) if taken else None
