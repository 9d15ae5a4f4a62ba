"""The rarity of features, loaded once and saved in the chunks that have changed."""

from collections.abc import Callable, Sequence
from typing import Self

import numpy as np
from numpy.typing import NDArray

from crawler.events.stages import Rarity
from models.events.shelf import PostgresShelf

_CHUNK = 4096  # counts: 16 kB, of which a row holds one; a batch of a few hundred reports changes most
_NOTES = 64  # batches that are noted, each with the counts it changed, before the chunks themselves are written
_MUCH = 100_000  # counts: more are not worth a note


class Counts:
    """The rarity as the database has it, and as it is by now."""

    def __init__(self, rarity: Rarity, notes: Sequence[bytes] = ()) -> None:
        self.rarity = rarity
        self._reports = rarity.reports
        self._notes = len(notes)
        self._stale = np.zeros(rarity.counts.size // _CHUNK, dtype=bool)  # chunks that are behind the notes
        for note in notes:
            cells, counts = np.frombuffer(note, dtype="<u4").reshape(2, -1)
            rarity.counts[cells] = counts
            self._stale[cells // _CHUNK] = True
        self._saved = rarity.counts.copy()

    @classmethod
    def load(cls, shelf: PostgresShelf, make: Callable[[int, NDArray[np.uint32] | None], Rarity]) -> Self:
        """Read it from the shelf."""
        chunks, notes, reports = shelf.load_counts()
        counts = make(0, None).counts.copy()
        for number, chunk in chunks.items():
            counts[number * _CHUNK : (number + 1) * _CHUNK] = np.frombuffer(chunk, dtype="<u4")
        return cls(make(reports, counts), notes)

    def save(self, shelf: PostgresShelf) -> None:
        """Write what has changed since it was loaded or saved: as a note, or as chunks when there are many notes."""
        counts = self.rarity.counts
        changed = np.flatnonzero(counts != self._saved)
        if not changed.size and self.rarity.reports == self._reports:
            return
        self._stale[changed // _CHUNK] = True
        if self._notes < _NOTES and changed.size < _MUCH:
            shelf.note_counts(np.stack((changed, counts[changed])).astype("<u4").tobytes(), self.rarity.reports)
            self._notes += 1
        else:
            chunks = counts.reshape(-1, _CHUNK)
            stale = {int(at): chunks[at].astype("<u4").tobytes() for at in np.flatnonzero(self._stale)}
            shelf.save_counts(stale, self.rarity.reports)
            self._notes = 0
            self._stale[:] = False
        self._saved[changed] = counts[changed]
        self._reports = self.rarity.reports
