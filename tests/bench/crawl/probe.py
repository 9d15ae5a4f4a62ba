"""A Scrapy extension that the benchmark alone switches on: the event loop's lag, and where the crawling process's own
CPU time goes, by thread and, for the main one, by stage."""

import asyncio
import gc
import json
import os
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from types import FrameType
from typing import Any, Final, Self

from scrapy import signals
from scrapy.crawler import Crawler

_BEAT = 0.02  # seconds between two calls
_LOOK = 0.01  # seconds between two looks at the main thread's stack

_STAGES: Final = (
    ("crawler/middlewares/archive", "archive"),
    ("/warcio/", "archive"),
    ("scrapy/downloadermiddlewares/httpcompression", "decompress"),
    ("scrapy/utils/_compression", "decompress"),
    ("pipelines/archive", "archive"),
    ("/pebble/", "pool"),
    ("/multiprocessing/", "pool"),
    ("pipelines/pool", "pool"),
    ("models/frontier", "frontier"),
    ("pipelines/storage", "storage"),
    ("/sqlalchemy/", "storage"),
    ("/psycopg/", "storage"),
    ("models/", "storage"),
    ("pipelines/extraction", "extraction pipeline"),
    ("crawler/discovery/", "discovery"),
    ("crawler/spiders/", "spider"),
    ("crawler/pages", "spider"),
    ("crawler/middlewares/", "our middlewares"),
    ("scrapy/core/downloader/", "download"),
    ("scrapy/core/http", "download"),
    ("twisted/web/", "download"),
    ("twisted/protocols/", "download"),
    ("scrapy/downloadermiddlewares/", "Scrapy's middlewares"),
    ("scrapy/spidermiddlewares/", "Scrapy's middlewares"),
    ("logging/__init__", "logging"),
    ("scrapy/", "Scrapy's engine"),
    ("twisted/", "event loop"),
    ("asyncio/", "event loop"),
)
"""What a path holds, and the stage that it stands for; the first that is found, from the innermost call outwards."""
_WAITS: Final = frozenset({("selectors.py", "select"), ("epollreactor.py", "doPoll")})


def stage_of(files: Iterable[str]) -> str:
    """The stage of a stack of calls, whose files are given from the innermost outwards."""
    for file in files:
        for part, stage in _STAGES:
            if part in file:
                return stage
    return "the rest"


class Probe:
    """Writes ``BENCH_PROBE``, a file of JSON, when the crawl ends."""

    def __init__(self, crawler: Crawler, file: Path, looks: bool) -> None:
        """``looks``: look at the stack too, which costs the crawl a little."""
        self._crawler = crawler
        self._file = file
        self._looks = looks
        self._late: list[float] = []
        self._seen: Counter[str] = Counter()
        self._over = threading.Event()
        self._latest: dict[int, tuple[str, float]] = {}
        self._collecting = {"seconds": 0.0, "longest": 0.0}
        self._began = time.perf_counter()

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Read the settings."""
        settings = crawler.settings
        probe = cls(crawler, Path(settings["BENCH_PROBE"]), settings.getbool("BENCH_PROBE_LOOKS"))
        crawler.signals.connect(probe.opened, signals.spider_opened)
        crawler.signals.connect(probe.closed, signals.spider_closed)
        return probe

    def opened(self) -> None:
        """Begin."""
        self._loop = asyncio.get_running_loop()
        self._due = self._loop.time() + _BEAT
        self._beat = self._loop.call_at(self._due, self._on_time)
        gc.callbacks.append(self._on_collection)
        if self._looks:
            threading.Thread(target=self._look, name="probe", daemon=True).start()

    def _on_collection(self, phase: str, told: dict[str, int]) -> None:
        now = time.perf_counter()
        if phase == "stop":
            self._collecting["seconds"] += now - self._began
            self._collecting["longest"] = max(self._collecting["longest"], now - self._began)
        self._began = now

    def _on_time(self) -> None:
        now = self._loop.time()
        self._late.append(now - self._due)
        self._due = now + _BEAT
        self._beat = self._loop.call_at(self._due, self._on_time)
        if len(self._late) % 50 == 0:
            self._count_threads()

    def _look(self) -> None:
        main = threading.main_thread().ident or 0
        while not self._over.wait(_LOOK):
            frame = sys._current_frames().get(main)
            if frame is not None and (Path(frame.f_code.co_filename).name, frame.f_code.co_name) not in _WAITS:
                self._seen[stage_of(_files(frame))] += 1

    def _count_threads(self) -> None:
        for thread in threading.enumerate():
            taken = _cpu_of_thread(thread.native_id)
            if taken is not None:
                self._latest[thread.native_id or 0] = _name_of(thread), taken

    def closed(self) -> None:
        """Write what was measured. Threads that the storage ends first were last counted within the second before."""
        self._over.set()
        self._beat.cancel()
        gc.callbacks.remove(self._on_collection)
        self._count_threads()
        threads: Counter[str] = Counter()
        for name, taken in self._latest.values():
            threads[name] += taken
        found: dict[str, Any] = {"late": _spread(self._late), "threads": threads, "stages": self._seen}
        found["collecting"] = self._collecting
        self._file.write_text(json.dumps(found), "utf-8")


def _files(frame: FrameType | None) -> Iterable[str]:
    while frame is not None:
        yield frame.f_code.co_filename
        frame = frame.f_back


def _name_of(thread: threading.Thread) -> str:
    """A thread's name, or what it runs if it bears none of its own."""
    if thread is threading.main_thread():
        return "main"
    if thread.name.startswith("Thread-"):
        return thread.name.partition("(")[2].rstrip(")") or "other"
    return thread.name.partition("_")[0]


def _cpu_of_thread(native: int | None) -> float | None:
    """CPU seconds of a thread of this process as the kernel counts them; null where the system has no such file."""
    try:
        counted = Path(f"/proc/self/task/{native}/stat").read_text("utf-8").rpartition(")")[2].split()
    except OSError:
        return None
    return (int(counted[11]) + int(counted[12])) / os.sysconf("SC_CLK_TCK")


def _spread(late: list[float]) -> dict[str, float]:
    """Milliseconds: the middle, the 99th of a hundred, the worst; and how many calls there were."""
    ordered = sorted(late) or [0.0]
    picked = {"p50": ordered[len(ordered) // 2], "p99": ordered[int(len(ordered) * 0.99)], "max": ordered[-1]}
    return {name: 1000 * value for name, value in picked.items()} | {"calls": float(len(late))}
