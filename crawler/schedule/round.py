"""One call of ``scrapy crawl-due``: the due sources crawled, as many at a time as there are slots."""

import os
import signal
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from types import FrameType

from crawler.schedule.crawl import Crawl, trim
from crawler.schedule.due import Standing

_PAUSE = 0.1  # seconds between two looks at the children
STOPPING = (signal.SIGINT, signal.SIGTERM)


@dataclass(frozen=True, slots=True)
class Round:
    """What a round needs to know of the world."""

    start: Callable[[str, int], Crawl]
    """Starts the crawl of a slug, in a slot."""
    standing_now: Callable[[Standing], Standing]
    """How a source stands by now: another call may have crawled it since."""
    passed_over: Callable[[Standing], None]
    """Told of a source that is not due any more when its turn comes."""
    ended: Callable[[Crawl], None]
    """Told of a crawl that has ended."""
    progress: Callable[[Iterable[Crawl], int], None]
    """Told again and again what runs, and how many sources wait."""

    def run(self, due: Iterable[Standing], slots: Iterable[int]) -> int:
        """Crawl what is due, in its order; returns how many sources were not begun, because we were told to stop.

        Signals to stop are passed on to the crawls and waited for. A slot is released when nothing is left for it. An
        error of a callback stops the crawls, and is raised when they have ended.
        """
        waiting, free = deque(due), list(slots)
        running: list[Crawl] = []
        with _signals_noted() as noted:
            try:
                while waiting or running:
                    if noted:
                        _release(free)
                    while waiting and free:
                        self._next(waiting, free, running)
                    if not waiting:
                        _release(free)
                    self._look(running, free, noted, len(waiting))
                    if noted and not running:
                        break
            except BaseException:
                _stop(running)
                raise
            finally:
                _release(free)
        return len(waiting)

    def _next(self, waiting: deque[Standing], free: list[int], running: list[Crawl]) -> None:
        standing = self.standing_now(waiting.popleft())
        if standing.state == "due":
            running.append(self.start(standing.source.slug, free[-1]))
            free.pop()
        else:
            self.passed_over(standing)

    def _look(self, running: list[Crawl], free: list[int], noted: list[signal.Signals], waiting: int) -> None:
        for crawl in list(running):
            if crawl.process.poll() is not None:
                running.remove(crawl)
                free.append(crawl.slot)
                trim(crawl.log)
                self.ended(crawl)
            elif noted:
                crawl.tell(noted[-1], len(noted))
        if running:
            self.progress(running, waiting)
            time.sleep(_PAUSE)


def _release(slots: list[int]) -> None:
    while slots:
        os.close(slots.pop())


def _stop(running: Iterable[Crawl]) -> None:
    for crawl in running:
        crawl.tell(signal.SIGTERM, 1)
    for crawl in running:
        crawl.process.wait()
        os.close(crawl.slot)


@contextmanager
def _signals_noted() -> Iterator[list[signal.Signals]]:
    """Signals that ask us to stop, as they come, instead of what they usually do."""
    noted: list[signal.Signals] = []

    def note(number: int, frame: FrameType | None) -> None:
        noted.append(signal.Signals(number))

    before = {number: signal.signal(number, note) for number in STOPPING}
    try:
        yield noted
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
