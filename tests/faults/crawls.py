"""Crawls as a user starts them, each in a process of its own that can be killed, paused and measured."""

import os
import resource
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import ExitStack, suppress
from pathlib import Path
from types import TracebackType
from typing import Self

from tests.faults.site import PaperSite

PROJECT = Path(__file__).parents[2]
CONCURRENCY = 6
"""Requests that a crawl may have open at once."""
SETTINGS = {
    "DOWNLOAD_DELAY": "0",
    "AUTOTHROTTLE_ENABLED": "False",
    "CONCURRENT_REQUESTS": str(CONCURRENCY),
    "CONCURRENT_REQUESTS_PER_DOMAIN": str(CONCURRENCY),
    "EXTRACTION_WORKERS": "1",
    "STORAGE_BATCH_SIZE": "20",
    "STORAGE_BATCH_SECONDS": "0.5",
    "RETRY_TIMES": "0",
}
"""A crawl of a site that is our own needs no manners; small batches, so that a kill finds some of each kind."""


class Crawl:
    """One run of ``scrapy crawl``."""

    def __init__(self, process: "subprocess.Popen[bytes]", log: Path, number: int) -> None:
        self.process = process
        self.number = number
        """Counted from 1 at its site."""
        self.started = time.monotonic()
        self._log = log

    @property
    def pid(self) -> int:
        return self.process.pid

    def alive(self) -> bool:
        """Whether it has not ended yet."""
        return self.process.poll() is None

    @property
    def said(self) -> str:
        """What it has logged and printed."""
        return self._log.read_text("utf-8", "replace")

    def wait(self, seconds: float = 180) -> int:
        """Wait for its end; gives the exit code."""
        return self.process.wait(seconds)

    def signal(self, number: signal.Signals) -> None:
        """Send it a signal, and not to its workers."""
        self.process.send_signal(number)

    def kill(self) -> bool:
        """SIGKILL, and wait until its workers have left as well; false if it had ended before."""
        was_alive = self.alive()
        workers = descendants(self.pid)
        self.process.kill()
        self.process.wait()
        wait_for(lambda: not any(is_alive(worker) for worker in workers), 20, "a killed crawl's workers do not leave")
        return was_alive


class Newsdesk:
    """Starts crawls of one site into one database and one archive; ends what still runs when its context closes."""

    def __init__(self, site: PaperSite, folder: Path, url: str, concurrency: int = CONCURRENCY) -> None:
        """``folder``: for the source file, the logs and the archive; ``url``: of the database."""
        self.site = site
        self.url = url
        self.archive = folder / "archive"
        self.environment = {"DATELINE_ALLOW_NETWORKS": "127.0.0.1/32", "DATELINE_EVENTS_AFTER_CRAWL": "0"}
        """Variables for the crawls to come, beside the usual ones."""
        self.source = site.write_source(folder, concurrency)
        self._folder = folder
        self._crawls: list[Crawl] = []
        self._files = ExitStack()

    def crawl(self, file_limit: int | None = None, **settings: str | float) -> Crawl:
        """Start a crawl. ``file_limit``: bytes that a file which it writes may have."""
        self.site.crawl += 1
        given = SETTINGS | {key: str(value) for key, value in settings.items()}
        options = [part for key, value in given.items() for part in ("-s", f"{key}={value}")]
        log = self._folder / f"crawl-{self.site.crawl}.log"
        process = subprocess.Popen(
            [sys.executable, "-m", "scrapy", "crawl", "news", "-a", f"source={self.source}", *options],
            cwd=PROJECT,
            env=os.environ | {"DATABASE_URL": self.url, "DATELINE_ARCHIVE": str(self.archive)} | self.environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=self._files.enter_context(log.open("wb")),
            preexec_fn=None if file_limit is None else lambda: _limit_files(file_limit),
            start_new_session=True,  # a terminal's Ctrl-C is for us
        )
        crawl = Crawl(process, log, self.site.crawl)
        self._crawls.append(crawl)
        return crawl

    def run(self, file_limit: int | None = None, **settings: str | float) -> Crawl:
        """Crawl to the end."""
        crawl = self.crawl(file_limit, **settings)
        crawl.wait()
        return crawl

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for crawl in self._crawls:
            if crawl.alive():
                crawl.kill()
        self._files.close()


def _limit_files(size: int) -> None:
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))


def wait_for(holds: Callable[[], bool], seconds: float, otherwise: str) -> None:
    """Wait until something holds. Raises ``TimeoutError`` saying ``otherwise``."""
    deadline = time.monotonic() + seconds
    while not holds():
        if time.monotonic() > deadline:
            raise TimeoutError(otherwise)
        time.sleep(0.02)


def descendants(pid: int) -> list[int]:
    """The processes below ``pid``: children, their children, and so on."""
    parents = {}
    for process in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):  # it has ended meanwhile; the name, in brackets, may hold anything
            parents[int(process.name)] = int((process / "stat").read_text().rpartition(")")[2].split()[1])
    found = [pid]
    for one in found:
        found += [child for child, parent in parents.items() if parent == one]
    return found[1:]


def is_alive(pid: int) -> bool:
    """Whether the process is there, and no zombie."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False
