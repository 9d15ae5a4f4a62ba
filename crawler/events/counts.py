"""The rarity of features, loaded once and saved in the chunks that have changed."""

from collections.abc import Callable
from typing import Self

import numpy as np
from numpy.typing import NDArray

from crawler.events.stages import Rarity
from models.events.shelf import PostgresShelf

_CHUNK = 4096  # counts: 16 kB, of which a row holds one; a batch of a few hundred reports changes most


class Counts:
    """The rarity as the database has it, and as it is by now."""

    def __init__(self, rarity: Rarity) -> None:
        self.rarity = rarity
        self._saved = rarity.counts.copy()
        self._reports = rarity.reports

    @classmethod
    def load(cls, shelf: PostgresShelf, make: Callable[[int, NDArray[np.uint32] | None], Rarity]) -> Self:
        """Read it from the shelf."""
        chunks, reports = shelf.load_counts()
        if not chunks:
            return cls(make(reports, None))
        counts = make(0, None).counts.copy()
        for number, chunk in chunks.items():
            counts[number * _CHUNK : (number + 1) * _CHUNK] = np.frombuffer(chunk, dtype="<u4")
        return cls(make(reports, counts))

    def save(self, shelf: PostgresShelf) -> None:
        """Write what has changed since it was loaded or saved."""
        now, before = self.rarity.counts.reshape(-1, _CHUNK), self._saved.reshape(-1, _CHUNK)
        changed = np.flatnonzero((now != before).any(axis=1))
        if changed.size or self.rarity.reports != self._reports:
            shelf.save_counts({int(at): now[at].astype("<u4").tobytes() for at in changed}, self.rarity.reports)
            before[changed] = now[changed]
            self._reports = self.rarity.reports
