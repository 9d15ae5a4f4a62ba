"""Stories read in worker processes: one that breaks its reader costs itself alone."""

import asyncio
import logging
from collections import deque
from collections.abc import AsyncGenerator, Callable, Collection, Iterator, Sequence
from dataclasses import replace
from itertools import islice
from typing import TypeAlias

from models.events.items import Facts, Report, Story
from models.events.reports import Reading, storable_facts
from models.events.stories import StoredStory
from pipelines.pool import PageFault, WorkerPool

logger = logging.getLogger(__name__)

_LOST = 20  # stories in a row that may break their reader
_AT_ONCE = 8  # stories that a worker takes at a time: the way there and back costs as much as a tenth of a story


class NothingCanBeRead(Exception):
    """One story after the other could not be read: the fault is not theirs."""

    def __str__(self) -> str:
        return f"one story after the other could not be read, so the fault is not theirs: {': '.join(self.args)}"


Read: TypeAlias = tuple[Report, str]
"""A report without its facts, and these as they are stored: nobody here looks into them, and on their way from another
process they are lighter so."""


def read_stories(read: Callable[[Story], Report], stories: Sequence[Story]) -> list[Read]:
    """What a worker does."""
    reports = [read(story) for story in stories]
    return [(replace(report, facts=Facts()), storable_facts(report.facts)) for report in reports]


class Readers:
    """A pool of processes that read stories; none is started before there is something to read."""

    def __init__(
        self, read: Callable[[Story], Report], *, workers: int, timeout: float, memory_mb: int, at_once: int = _AT_ONCE
    ) -> None:
        """``timeout``: seconds for a story; ``memory_mb``: what a worker may take; ``at_once``: stories that a worker
        takes at a time."""
        self._read = read
        self._workers = workers
        self._timeout = timeout
        self._memory_mb = memory_mb
        self._at_once = at_once
        self._lost = 0
        self._pool: WorkerPool[list[Read]] | None = None

    async def read(self, stored: Collection[StoredStory]) -> tuple[list[Reading], dict[int, str]]:
        """What each story gave; and why some gave nothing, by article."""
        ordered = list(stored)
        parts = [ordered[at : at + self._at_once] for at in range(0, len(ordered), self._at_once)]
        readings: list[Reading] = []
        failed: dict[int, str] = {}
        asked = (self._read_part([each.story for each in part]) for part in parts)
        for part, answer in zip(parts, await asyncio.gather(*asked), strict=True):
            for each, read in zip(part, answer, strict=True):
                if isinstance(read, str):
                    failed[int(each.story.id)] = read
                else:
                    report, facts = read
                    readings.append(Reading(report, each.content_hash, facts))
        return readings, failed

    async def stream(self, stories: Iterator[Story]) -> AsyncGenerator[tuple[Story, Report | str], None]:
        """Each story with its report, or with why there is none, in their order."""
        waiting: deque[tuple[list[Story], asyncio.Task[Sequence[Read | str]]]] = deque()
        try:
            while True:
                part = list(islice(stories, self._at_once))
                if part:
                    waiting.append((part, asyncio.create_task(self._read_part(part))))
                if waiting and (not part or len(waiting) > 4 * self._workers):
                    first, task = waiting.popleft()
                    for story, read in zip(first, await task, strict=True):
                        yield story, read if isinstance(read, str) else read[0]
                elif not part:
                    return
        finally:
            for _, task in waiting:
                task.cancel()

    async def _read_part(self, stories: Sequence[Story]) -> Sequence[Read | str]:
        """The reports; where the whole part fails, each story by itself."""
        try:
            reports = await self._started().run(self._read, stories)
            self._lost = 0
            return reports
        except PageFault as fault:
            if len(stories) > 1:
                return [each for one in stories for each in await self._read_part([one])]
            self._lost += 1
            if self._lost > _LOST:
                raise NothingCanBeRead(fault.reason, fault.detail) from fault
            logger.warning("article %s could not be read for events: %s: %s", stories[0].id, fault.reason, fault.detail)
            return [f"{fault.reason}: {fault.detail}"]

    def _started(self) -> WorkerPool[list[Read]]:
        if self._pool is None:
            self._pool = WorkerPool(read_stories, self._workers, self._timeout, self._memory_mb, naming="reading")
        return self._pool

    def close(self) -> None:
        """Stop the workers; nobody waits for an answer any more."""
        if self._pool is not None:
            self._pool.stop()
