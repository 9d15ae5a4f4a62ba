"""What a contestant's processes take: CPU time by process, and memory over time."""

import os
import subprocess
import threading
import time
from dataclasses import dataclass, field

import psutil

_PERIOD = 0.2  # seconds between two looks
_EACH = 5  # looks for one point of the series


@dataclass(kw_only=True)
class Usage:
    """One run of one contestant."""

    wall: float = 0.0
    """Seconds from the start of its process to its end."""
    main: float = 0.0
    """CPU seconds of the process itself."""
    children: float = 0.0
    """CPU seconds of the processes that it started."""
    server: float = 0.0
    """CPU seconds that the site took meanwhile."""
    postgresql: float = 0.0
    """CPU seconds that PostgreSQL took meanwhile."""
    busy: float = 0.0
    """Seconds that the cores in use were busy meanwhile, with whatever it was."""
    exit_code: int = 0
    """Of the process."""
    memory: list[tuple[float, float, float]] = field(default_factory=list)
    """Each second: seconds since the start, MB of the process, MB of those that it started (resident)."""


def cpu_of(pid: int) -> float:
    """CPU seconds so far of a process, and of those under it, ended ones included."""
    process = psutil.Process(pid)
    times = process.cpu_times()
    whole = times.user + times.system + times.children_user + times.children_system
    for child in process.children(recursive=True):
        try:
            own = child.cpu_times()
        except psutil.NoSuchProcess:
            continue
        whole += own.user + own.system
    return float(whole)


def busy() -> float:
    """Seconds so far that the cores which this process may use were busy, in sum."""
    cores = psutil.Process().cpu_affinity() if hasattr(psutil.Process, "cpu_affinity") else None
    times = psutil.cpu_times(percpu=True)
    mine = [times[core] for core in cores] if cores else times
    return sum(core.user + core.system + getattr(core, "irq", 0) + getattr(core, "softirq", 0) for core in mine)


class _Watch(threading.Thread):
    """Looks at a process until it is told to stop, or the process is gone."""

    def __init__(self, pid: int, usage: Usage) -> None:
        super().__init__(daemon=True)
        self._process = psutil.Process(pid)
        self._usage = usage
        self._since = time.monotonic()
        self.ended = threading.Event()

    def run(self) -> None:
        looks = 0
        while not self.ended.wait(_PERIOD):
            try:
                self._look(of_memory=looks % _EACH == 0)
            except psutil.Error:  # it ended just now; the kernel's own account follows
                return
            looks += 1

    def _look(self, *, of_memory: bool) -> None:
        with self._process.oneshot():
            times = self._process.cpu_times()
            if not (times.user or times.system):
                return  # a process that ended and waits to be asked has no times
            self._usage.main = times.user + times.system
            if of_memory:
                own = self._process.memory_info().rss
                if own:
                    self._usage.memory.append((time.monotonic() - self._since, own / 1e6, self._of_children()))

    def _of_children(self) -> float:
        whole = 0.0
        for child in self._process.children(recursive=True):
            try:
                whole += child.memory_info().rss / 1e6
            except psutil.NoSuchProcess:
                continue
        return whole


def watched(process: "subprocess.Popen[bytes]", site: int, postmaster: int) -> Usage:
    """Wait for the process to end; what it took, and what the site and PostgreSQL took meanwhile."""
    usage = Usage()
    started = time.monotonic()
    others, machine = (cpu_of(site), cpu_of(postmaster)), busy()
    watch = _Watch(process.pid, usage)
    watch.start()
    _, status, taken = os.wait4(process.pid, 0)
    usage.wall = time.monotonic() - started
    usage.busy = busy() - machine
    watch.ended.set()
    watch.join()
    process.returncode = usage.exit_code = os.waitstatus_to_exitcode(status)
    usage.children = max(0.0, taken.ru_utime + taken.ru_stime - usage.main)
    usage.server, usage.postgresql = cpu_of(site) - others[0], cpu_of(postmaster) - others[1]
    return usage
