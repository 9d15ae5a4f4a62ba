"""Whether a process that wrote a row still runs: what tells it from every other, and a look at this machine."""

import os
from pathlib import Path

_PROC = Path("/proc")


def process_identity() -> str | None:
    """This process, as no other on any machine is called: boot, pid namespace, pid, start; null without ``/proc``."""
    return _identity(os.getpid())


def is_gone(identity: str | None) -> bool:
    """Whether the process ran on this machine, in this boot and pid namespace, and runs no more. False: it runs, or
    that cannot be told from here."""
    if identity is None or (ours := process_identity()) is None:
        return False
    boot, namespace, pid, _ = identity.split("/")
    if [boot, namespace] != ours.split("/")[:2]:
        return False
    return _identity(int(pid)) != identity


def _identity(pid: int) -> str | None:
    """Null if there is no such process (a zombie is none), or no ``/proc``."""
    try:
        boot = (_PROC / "sys/kernel/random/boot_id").read_text().strip()
        namespace = (_PROC / "self/ns/pid").readlink().name
        # After the name, which may hold blanks and brackets: state is the first word, the start in ticks the 20th.
        words = (_PROC / str(pid) / "stat").read_text().rpartition(")")[2].split()
    except OSError:
        return None
    return None if words[0] in "ZX" else f"{boot}/{namespace}/{pid}/{words[19]}"
