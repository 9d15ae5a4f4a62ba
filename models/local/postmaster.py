"""The running server as its ``postmaster.pid`` tells it, checked against the processes that exist."""

import os
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

PROCESSES = Path("/proc")


@dataclass(frozen=True, slots=True, kw_only=True)
class Postmaster:
    """What a server wrote about itself."""

    pid: int
    """Process id of the server's first process."""
    started: datetime
    """When it was started, UTC, to the second."""
    sockets: Path | None
    """The folder of its Unix socket; null as long as it has none."""
    port: int
    """The number in the socket's name."""
    status: str
    """``starting``, ``ready``, ``stopping`` …; empty in the first moments."""

    @property
    def run(self) -> str:
        """Tells this run of the server from every other."""
        return f"{self.pid} {int(self.started.timestamp())}"


def read_postmaster(cluster: Path) -> Postmaster | None:
    """Read what a server wrote about itself; None if no server did, or it is not done writing."""
    try:
        lines = (cluster / "postmaster.pid").read_text("utf-8", "surrogateescape").splitlines()
    except FileNotFoundError:
        return None
    if len(lines) < 4 or not all(lines[at].strip().lstrip("-").isdigit() for at in (0, 2, 3)):
        return None
    return Postmaster(
        pid=abs(int(lines[0])),
        started=datetime.fromtimestamp(int(lines[2]), UTC),
        port=int(lines[3]),
        sockets=Path(lines[4]) if len(lines) > 4 and lines[4] else None,
        status=lines[7].strip() if len(lines) > 7 else "",
    )


def runs_in(pid: int, cluster: Path) -> bool:
    """Whether a process is a server of this cluster, and not one that got a dead server's number.

    Its command line names the cluster, or, if it was started by hand, it works in it. Where the system has no
    ``/proc``, every living process counts.
    """
    process = PROCESSES / str(pid)
    if not PROCESSES.joinpath("self", "cmdline").exists():
        return _exists(pid)
    try:
        words = (process / "cmdline").read_bytes().split(b"\0")
    except OSError:
        return False
    if Path(os.fsdecode(words[0])).name != "postgres":  # a zombie's command line is empty
        return False
    try:
        return os.fsencode(cluster) in words or (process / "cwd").samefile(cluster)
    except OSError:  # another user's
        return False


def _exists(pid: int) -> bool:
    """Whether there is a process of that number."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def clear_traces(cluster: Path, sockets: Path, port: int) -> None:
    """Remove what a killed server left: its number, reused by any process, would keep PostgreSQL from starting."""
    name = f".s.PGSQL.{port}"
    for trace in (cluster / "postmaster.pid", sockets / name, sockets / f"{name}.lock"):
        trace.unlink(missing_ok=True)
