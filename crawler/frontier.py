"""The spider's side of the frontier: the database's questions asked in a thread, patiently."""

from collections.abc import Callable, Collection, Sequence
from contextlib import ExitStack
from functools import partial
from typing import TypeVar

from sqlalchemy.exc import DBAPIError

from models import db, frontier, runs
from models.frontier import Discovered, Due
from models.runs import Fenced, Run, Unsettled
from pipelines.patience import Patience

T = TypeVar("T")
_LINKS = 1000  # in one transaction


class Frontier:
    """What a run asks of the database. Each method waits while the database is away, ``patience`` seconds at most, and
    then raises ``sqlalchemy.exc.DBAPIError``; ``models.runs.Fenced`` where another run has taken over."""

    def __init__(self, run: Run, patience: float) -> None:
        self._run = run
        self._patience = Patience(patience)
        self._resources = ExitStack()

    def open(self) -> None:
        """Open the database. Raises ``models.db.DatabaseProblem``."""
        self._engine = self._resources.enter_context(db.database())

    def close(self) -> None:
        """Close the database."""
        self._resources.close()

    async def discover(self, links: Sequence[Discovered], *, again: bool, sources: Collection[str]) -> int:
        """Enter links, some at a time, so that storage and heartbeat get their turn; returns how many were new."""
        new = 0
        for start in range(0, len(links), _LINKS):
            part = links[start : start + _LINKS]
            new += await self._ask(
                partial(frontier.discover, self._engine, self._run, part, again=again, sources=sources)
            )
        return new

    async def take(self, limit: int) -> list[Due]:
        """The next due URLs, at most ``limit``."""
        return await self._ask(partial(frontier.take, self._engine, self._run, limit))

    async def claim(self, urls: Sequence[str]) -> dict[str, Due]:
        """Take URLs whose answers are at hand; what is known of each."""
        return await self._ask(partial(frontier.claim, self._engine, self._run, urls))

    async def waiting(self) -> int:
        """How many URLs of the source are due and not taken."""
        return await self._ask(partial(frontier.waiting, self._engine, self._run))

    async def unsettled(self, spider: str) -> list[Unsettled]:
        """Earlier runs like this one that left archived pages without an outcome, perhaps."""
        return await self._ask(partial(runs.unsettled, self._engine, spider, self._run))

    async def acknowledged(self, files: Sequence[str]) -> set[tuple[str, int]]:
        """The records of these archive files that have their outcome."""
        return await self._ask(partial(runs.acknowledged, self._engine, files))

    async def beat(self) -> None:
        """Say that the run lives; asked once, without patience."""
        await Patience(0).call(partial(runs.beat, self._engine, self._run))

    def said(self, error: DBAPIError | Fenced) -> str:
        """What an error of these methods means, for people."""
        return str(db.problem_with(self._engine, error) if isinstance(error, DBAPIError) else error)

    async def _ask(self, function: Callable[[], T]) -> T:
        return await self._patience.call(function)
