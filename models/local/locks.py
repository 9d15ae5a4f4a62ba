"""File locks by ``flock``: the kernel releases them when their last holder is gone, however it went."""

import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from models.local.place import Account

PAUSE = 0.01  # seconds between two attempts


def open_lock(path: Path, account: Account) -> int:
    """Open a lock file, made if need be for the account that owns the folder. Gives a descriptor; it is not locked."""
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC | os.O_NOFOLLOW, 0o600)
    if account.dropped:
        os.fchown(descriptor, account.uid, account.gid)
    return descriptor


def try_exclusive(descriptor: int) -> bool:
    """Take the lock for ourselves alone (a shared one is converted), or say that others hold it."""
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def wait_exclusive(descriptor: int, seconds: float) -> bool:
    """Take the lock for ourselves alone within a time; false if others still hold it then."""
    deadline = time.monotonic() + seconds
    while not try_exclusive(descriptor):
        if time.monotonic() > deadline:
            return False
        time.sleep(PAUSE)
    return True


def share(descriptor: int) -> None:
    """Take a shared lock; waits while somebody holds an exclusive one."""
    fcntl.flock(descriptor, fcntl.LOCK_SH)


def held_by_others(path: Path, account: Account) -> bool:
    """Whether any other open file holds a lock on ``path``."""
    with opened(path, account) as descriptor:
        return not try_exclusive(descriptor)


@contextmanager
def opened(path: Path, account: Account) -> Iterator[int]:
    """Open a lock file for a while; leaving releases what we hold, unless a child inherited the descriptor."""
    descriptor = open_lock(path, account)
    try:
        yield descriptor
    finally:
        os.close(descriptor)
