"""A list on disk: what is found in a long pass waits there, and not in memory, until it is written."""

import pickle
import tempfile
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import Generic, Self, TypeVar

T = TypeVar("T")


class Spool(Generic[T]):
    """Things in the order in which they came, in a file without a name: it is gone when this process is."""

    def __init__(self, folder: Path) -> None:
        """``folder`` is made if need be. Raises ``OSError``."""
        folder.mkdir(parents=True, exist_ok=True)
        self._stream = tempfile.TemporaryFile(dir=folder)  # noqa: SIM115 - closed with the spool
        self._length = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._stream.close()

    def __len__(self) -> int:
        return self._length

    def append(self, thing: T) -> None:
        """Raises ``OSError`` where the disk is full."""
        pickle.dump(thing, self._stream, pickle.HIGHEST_PROTOCOL)
        self._length += 1

    def batches(self, size: int) -> Iterator[list[T]]:
        """All there is, at most ``size`` things at a time. Nothing may be appended meanwhile."""
        self._stream.seek(0)
        for start in range(0, self._length, size):
            count = min(size, self._length - start)
            yield [pickle.load(self._stream) for _ in range(count)]  # noqa: S301 - our own, in a file that only we have
