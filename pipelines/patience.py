"""Waiting for a database that went away: the crawl holds its breath, and goes on when it is back."""

import asyncio
import logging
from collections.abc import Callable
from concurrent.futures import Executor
from typing import TypeVar

from sqlalchemy.exc import DBAPIError

from models import db
from models.engine import may_pass

logger = logging.getLogger(__name__)

T = TypeVar("T")
_FIRST_WAIT, _LONGEST_WAIT = 0.2, 5.0  # seconds


def _revive() -> None:
    try:
        db.revive()
    except db.DatabaseProblem as problem:
        logger.warning("%s", problem)


class Patience:
    """Calls the database in a thread, again and again while it is away, for ``seconds`` at most."""

    def __init__(self, seconds: float, executor: Executor | None = None) -> None:
        self._seconds = seconds
        self._executor = executor

    async def call(self, function: Callable[[], T]) -> T:
        """What ``function`` returns. Raises its DBAPIError when it is no matter of time, or takes too long."""
        loop = asyncio.get_running_loop()
        deadline = loop.time() + self._seconds
        wait, waited = _FIRST_WAIT, False
        while True:
            try:
                answer = await loop.run_in_executor(self._executor, function)
            except DBAPIError as error:
                if not may_pass(error) or loop.time() + wait > deadline:
                    raise
                if not waited:
                    said = str(error.orig).partition("\n")[0]
                    logger.warning("the database is away (%s); waiting for it, %g s at most", said, self._seconds)
                waited = True
                await loop.run_in_executor(self._executor, _revive)
                await asyncio.sleep(wait)
                wait = min(2 * wait, _LONGEST_WAIT)
            else:
                if waited:
                    logger.warning("the database is back")
                return answer
