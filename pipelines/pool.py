"""Pools of processes for reading pages and stories: a crash, a hang or one that eats memory costs that one alone."""

import asyncio
import logging
import multiprocessing
import os
import resource
import signal
import threading
from collections.abc import Callable
from concurrent.futures import CancelledError, Executor, Future
from concurrent.futures.process import BrokenProcessPool
from functools import partial
from multiprocessing.connection import wait
from typing import Any, Generic, TypeVar

from pebble import ProcessExpired, ProcessPool

from models.items import Document, Hints, Rejected
from models.printing import make_safe

logger = logging.getLogger(__name__)

T = TypeVar("T")

_ATTEMPTS = 3
_START_LIMIT = 60.0  # seconds; a worker is up in one, on a machine that is not overloaded


class PageFault(Exception):
    """The page broke its worker."""

    def __init__(self, reason: str, detail: str) -> None:
        super().__init__(reason, detail)
        self.reason = reason
        """``timeout``, ``crashed``, ``memory``, or ``extraction_error`` (``reading_error`` …)."""
        self.detail = detail
        """For people."""


def available_cores() -> int:
    """Cores that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _prepare_worker(memory_mb: int) -> None:
    """Runs once in each worker: it must not outlive its parent, answer Ctrl-C, or take the machine's memory."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if logging.lastResort is not None:  # what libraries warn of goes straight to the terminal, with text of the page
        make_safe(logging.lastResort)
    limit, hardest = memory_mb * 1024 * 1024, resource.getrlimit(resource.RLIMIT_AS)[1]
    if hardest == resource.RLIM_INFINITY or limit < hardest:  # else the user's `ulimit -v` is the narrower one
        resource.setrlimit(resource.RLIMIT_AS, (limit, hardest))
    parent = multiprocessing.parent_process()
    if parent is not None:
        threading.Thread(target=_leave_with, args=(parent.sentinel,), daemon=True).start()


def _leave_with(sentinel: int) -> None:
    wait([sentinel])
    os._exit(1)


def read_page(body: bytes, url: str, hints: Hints) -> Document:
    """``extract_document``, imported in the worker, so that the crawling process need not load trafilatura."""
    from pipelines.extract.document import extract_document

    return extract_document(body, url, hints)


class WorkerPool(Generic[T]):
    """Runs a function in worker processes. Call ``close`` at the end."""

    def __init__(
        self,
        work: Callable[..., T],
        workers: int,
        timeout: float,
        memory_mb: int = 2048,
        pages_per_worker: int = 5000,
        naming: str = "extraction",
    ) -> None:
        """``work`` is what a worker does with its arguments, importable by name; ``workers`` processes, replaced after
        ``pages_per_worker`` calls; ``timeout`` seconds a call; ``naming``: what is done, for messages."""
        self._work = work
        self._timeout = timeout
        self._naming = naming
        self._slots = asyncio.Semaphore(workers * 2)
        self._new_pool = partial(
            ProcessPool,
            max_workers=workers,
            max_tasks=pages_per_worker,
            initializer=_prepare_worker,
            initargs=(memory_mb,),
            context=multiprocessing.get_context("spawn"),
        )
        self._pool: ProcessPool = self._new_pool()
        self._answers: set[asyncio.Future[T]] = set()

    async def run(self, *arguments: Any) -> T:
        """Do one piece of work in a worker. Raises ``Rejected`` as the work does, or ``PageFault``. Waits while all
        workers have work and as much again is queued: that is the caller's back-pressure.

        A page whose worker dies gets a second one: the kernel may have chosen that worker for another one's hunger.
        """
        async with self._slots:
            died = False
            for _ in range(_ATTEMPTS):
                pool = self._pool
                answer = await self._answer(pool, arguments)
                if answer is None:
                    self._replace(pool)
                elif died or not isinstance(answer.exception(), ProcessExpired):
                    return self._result(answer)
                else:
                    died = True
        raise PageFault("crashed", f"the workers broke down {_ATTEMPTS} times in a row")

    async def _answer(self, pool: ProcessPool, arguments: tuple[Any, ...]) -> "asyncio.Future[T] | None":
        """What a worker made of the page; null if the pool broke down, which is not the page's fault.

        Pebble gives up a whole pool if a worker dies that has no page in hand (the kernel chose it when memory ran
        out, say), and forgets a page whose worker dies on taking it.
        """
        try:
            future = pool.schedule(self._work, args=arguments, timeout=self._timeout)
        except RuntimeError:  # it broke down before
            return None
        loop = asyncio.get_running_loop()
        began = loop.time()
        answer = asyncio.wrap_future(future)
        self._answers.add(answer)
        answer.add_done_callback(self._answers.discard)
        # Another page may be before it in the queue, and each has its time; the rest is for workers to start.
        await asyncio.wait([answer], timeout=3 * self._timeout + _START_LIMIT)
        if not answer.done():
            answer.cancel()
            return None
        error = None if answer.cancelled() else answer.exception()
        # Pebble times its pages by the wall clock: one that is set forward ends them all at once.
        too_early = isinstance(error, TimeoutError) and loop.time() - began < self._timeout
        broken = answer.cancelled() or isinstance(error, BrokenProcessPool) or too_early
        return None if broken else answer

    def _result(self, answer: "asyncio.Future[T]") -> T:
        try:
            return answer.result()
        except Rejected:
            raise
        except TimeoutError as error:
            raise PageFault("timeout", f"{self._naming} took more than {self._timeout:g} s") from error
        except ProcessExpired as error:
            raise PageFault("crashed", f"the worker died with exit code {error.exitcode}") from error
        except MemoryError as error:
            raise PageFault("memory", f"{self._naming} needed more memory than a worker may have") from error
        except Exception as error:
            raise PageFault(f"{self._naming}_error", f"{type(error).__name__}: {error}") from error

    def _replace(self, broken: ProcessPool) -> None:
        """Start anew, once for all pages that were in the pool."""
        if self._pool is broken:
            logger.warning("the %s workers broke down and are started anew", self._naming)
            self._pool = self._new_pool()
            for answer in list(self._answers):  # Pebble does not always say that they are lost
                answer.cancel()
            broken.stop()
            broken.join()

    def close(self) -> None:
        """Stop the workers once they have finished what they are at."""
        self._pool.close()
        self._pool.join()

    def stop(self) -> None:
        """Stop the workers at once; nobody waits for what they are at."""
        self._pool.stop()
        self._pool.join()


class Helper(Executor):
    """One worker process, for work that is the project's own and would otherwise be in the caller's way."""

    def __init__(self, memory_mb: int = 2048) -> None:
        """``memory_mb``: megabytes that it may take."""
        self._pool = ProcessPool(
            max_workers=1,
            initializer=_prepare_worker,
            initargs=(memory_mb,),
            context=multiprocessing.get_context("spawn"),
        )

    def submit(self, work: Callable[..., T], /, *args: Any, **kwargs: Any) -> "Future[T]":
        """Do it there; ``work`` is importable by name. The future raises one of ``LOST`` where the process is lost."""
        future: Future[T]
        try:
            future = self._pool.schedule(work, args=args, kwargs=kwargs)
        except RuntimeError as error:  # Pebble gave the pool up: its worker died with nothing in hand
            future = Future()
            future.set_exception(BrokenProcessPool(str(error)))
        return future

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """End it; nobody waits for what it is at."""
        self._pool.stop()
        self._pool.join()


LOST = (ProcessExpired, BrokenProcessPool, CancelledError)


class ExtractionPool(WorkerPool[Document]):
    """Runs ``extract_document`` in worker processes."""

    def __init__(
        self,
        workers: int,
        timeout: float,
        memory_mb: int = 2048,
        pages_per_worker: int = 5000,
        read: Callable[[bytes, str, Hints], Document] = read_page,
    ) -> None:
        """``read`` is what a worker does with a page; the rest as in ``WorkerPool``."""
        super().__init__(read, workers, timeout, memory_mb, pages_per_worker)

    async def extract(self, body: bytes, url: str, hints: Hints) -> Document:
        """Read one page in a worker. Raises ``Rejected`` as ``extract_document`` does, or ``PageFault``."""
        return await self.run(body, url, hints)
