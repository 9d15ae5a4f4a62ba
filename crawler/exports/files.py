"""Files that appear under their names only when they are whole."""

import fcntl
import hashlib
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from types import TracebackType
from typing import BinaryIO, Self

_SUFFIX = ".part"


class TargetProblem(Exception):
    """Nothing can be written there: one line that says why, and what to do."""


class PartFile:
    """A file under a temporary name beside its own, hashed while it is written; a killed writer's is written over.

    ``pyarrow`` writes to it as to any file object.
    """

    def __init__(self, path: Path) -> None:
        """Raises TargetProblem where another export is writing it, and OSError."""
        self.path = path
        self.size = 0
        """Bytes written."""
        self._digest = hashlib.sha256()
        self._part = path.with_name(path.name + _SUFFIX)
        self._stream: BinaryIO = self._part.open("ab")
        try:
            fcntl.flock(self._stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            self._stream.close()
            raise TargetProblem(f"{path}: another export is writing it: wait for it, or name another place") from None
        if not self._is_there():  # another export gave it its name between the two
            self._stream.close()
            raise TargetProblem(f"{path}: another export has just written it: say it again")
        self._stream.truncate(0)

    @property
    def sha256(self) -> str:
        """Of what was written, hexadecimal."""
        return self._digest.hexdigest()

    @property
    def closed(self) -> bool:
        """Whether nothing more can be written."""
        return self._stream.closed

    def write(self, piece: bytes) -> int:
        """Append; gives the number of bytes. Raises OSError where the disk is full."""
        self._stream.write(piece)
        self._digest.update(piece)
        length = len(piece)
        self.size += length
        return length

    def flush(self) -> None:
        """To the operating system."""
        self._stream.flush()

    def sync(self) -> None:
        """See to it that what is written outlives a power cut."""
        self._stream.flush()
        os.fsync(self._stream.fileno())

    def publish(self) -> None:
        """Give it its name."""
        self._part.replace(self.path)

    def close(self) -> None:
        """Close it; it keeps its temporary name. ``pyarrow`` calls this, and so ``discard`` must come last."""
        self.flush()

    def discard(self) -> None:
        """Close it and take the temporary name away, if it still has it."""
        if not self._stream.closed:
            if self._is_there():
                self._part.unlink(missing_ok=True)
            with suppress(OSError):  # what a full disk did not take
                self._stream.close()

    def _is_there(self) -> bool:
        return self._part.exists() and self._part.stat().st_ino == os.fstat(self._stream.fileno()).st_ino


class PartFiles:
    """Several such files, which get their names together: all of them, or none."""

    def __init__(self, *, force: bool) -> None:
        """``force``: files that exist are written over."""
        self._force = force
        self._files: list[PartFile] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        for file in self._files:
            file.discard()

    def check(self, path: Path) -> None:
        """Raises TargetProblem where a file of that name is not to be written over."""
        if path.is_dir():
            raise TargetProblem(f"{path} is a folder: name a file, or end the name with / for a folder of files")
        if path.exists() and not self._force:
            raise TargetProblem(f"{path} is there already: name another place, or say --force to write over it")

    def begin(self, path: Path) -> PartFile:
        """A file to write. Raises TargetProblem, OSError."""
        self.check(path)
        file = PartFile(path)
        self._files.append(file)
        return file

    def publish(self) -> None:
        """Give all of them their names."""
        for file in self._files:
            file.sync()
        for file in self._files:
            file.publish()


@contextmanager
def folder_lock(folder: Path) -> Iterator[None]:
    """Hold a folder against others who would write its data package at the same time; waits for them."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)
