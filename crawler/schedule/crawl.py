"""One scheduled crawl: a ``scrapy crawl news`` in a process of its own, its log, and the slot that it takes.

No shell reads the command. The process is a group of its own, so that Ctrl-C reaches us alone and is passed on once;
on Linux the kernel tells it to stop (SIGTERM) if we are gone, however we went.
"""

import ctypes
import fcntl
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

EARLIER_LOGS = 3  # of a source, beside the newest
LOG_SIZE = 5_000_000  # bytes that a log keeps once its crawl has ended; at INFO a page takes about 150
_PR_SET_PDEATHSIG = 1


@dataclass(slots=True, kw_only=True)
class Crawl:
    """A crawl that was started."""

    slug: str
    process: subprocess.Popen[bytes]
    log: Path
    slot: int
    """The descriptor that holds its slot."""
    started: float = field(default_factory=time.monotonic)
    told: int = 0
    """How often it was told to stop."""

    @property
    def seconds(self) -> float:
        """Since it was started."""
        return time.monotonic() - self.started

    def tell(self, number: signal.Signals, times: int) -> None:
        """Pass a signal on, once for each time that we were given it: a second one makes Scrapy stop at once."""
        while self.told < times:
            self.told += 1
            self.process.send_signal(number)

    def last_line(self) -> str:
        """What its log ends with; empty if it says nothing."""
        with suppress(OSError):
            return next((line.strip() for line in reversed(_tail(self.log, 4_000).splitlines()) if line.strip()), "")
        return ""


def start(slug: str, log: Path, slot: int, settings: Sequence[str]) -> Crawl:
    """Start the crawl of a source; ``settings`` are ``NAME=VALUE``. Its log replaces the last one, which is kept."""
    command = [sys.executable, "-m", "scrapy", "crawl", "news", "-a", f"source={slug}"]
    command += [part for setting in settings for part in ("-s", setting)]
    _make_room(log)
    with log.open("wb") as output:
        process = subprocess.Popen(  # noqa: S603 - our own command; slug and settings are arguments, no shell reads them
            command,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            process_group=0,
            pass_fds=[slot],  # the slot is taken as long as the crawl lives, even if we are killed
            preexec_fn=_dies_with_us(),  # safe, because we have no second thread
        )
    return Crawl(slug=slug, process=process, log=log, slot=slot)


def _dies_with_us() -> Callable[[], None] | None:
    """What a new process does to be told when this one is gone; none where the kernel cannot do that.

    The signal comes when the *thread* that started the process ends: only the main thread may start crawls.
    """
    if not sys.platform.startswith("linux"):
        return None
    prctl, parent = ctypes.CDLL(None).prctl, os.getpid()

    def ask() -> None:
        prctl(_PR_SET_PDEATHSIG, int(signal.SIGTERM), 0, 0, 0)
        if os.getppid() != parent:  # we went before it could ask
            os._exit(1)

    return ask


def free_slots(folder: Path, number: int) -> list[int]:
    """Take those of ``number`` slots that no crawl holds; the descriptors are released by closing them.

    So at most ``number`` crawls run at a time, however many calls overlap.
    """
    folder.mkdir(parents=True, exist_ok=True)
    taken = []
    for position in range(1, number + 1):
        slot = os.open(folder / f".slot-{position}", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(slot, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(slot)
        else:
            taken.append(slot)
    return taken


def trim(log: Path) -> None:
    """Cut a log whose crawl has ended to its last ``LOG_SIZE`` bytes."""
    with suppress(FileNotFoundError):  # somebody has tidied up
        if log.stat().st_size > LOG_SIZE:
            log.write_text(_tail(log, LOG_SIZE), encoding="utf-8")


def _tail(log: Path, size: int) -> str:
    with log.open("rb") as written:
        written.seek(max(0, log.stat().st_size - size))
        return written.read().decode("utf-8", "replace")


def _make_room(log: Path) -> None:
    """``slug.log`` becomes ``slug.1.log``, and so on; the oldest goes."""
    for number in range(EARLIER_LOGS, 0, -1):
        older = log if number == 1 else log.with_suffix(f".{number - 1}.log")
        with suppress(FileNotFoundError):
            older.replace(log.with_suffix(f".{number}.log"))
