"""How rare features are in the corpus: counts of reports, by hash, in an array of fixed size."""

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from pipelines.events.clusters.sketch import Sketch

CELLS = 1 << 20
"""Features share cells by their last 20 bits; a corpus of a million reports has about as many that matter."""
_COUNTED = ("terms", "names", "places", "days", "figures")
_PRIOR_REPORTS = 1000.0
"""What is known of words before the corpus is seen weighs as much as so many reports."""
_BESIDE = 5.0
"""What all reports of a small corpus bear says nothing there, however rare elsewhere; the first few reports aside.
In a large one the counts say so themselves."""
_YOUNG = 1024
"""Reports by which a corpus knows what is rare in it."""


class Rarity:
    """Counts of reports that bear a feature. Adding reports never needs those that were added before."""

    def __init__(self, reports: int = 0, counts: NDArray[np.uint32] | None = None) -> None:
        self.reports = reports
        """How many reports were counted."""
        self.counts = np.zeros(CELLS, dtype=np.uint32) if counts is None else counts
        """Reports by cell, length ``CELLS``."""

    def add(self, sketches: Iterable[Sketch], sign: int = 1) -> None:
        """Count reports in, or out with ``sign`` -1."""
        for made in sketches:
            bearing = np.concatenate([made.vectors[section].hashes for section in _COUNTED])
            cells = np.unique(np.append(bearing, np.uint32(made.tongue)) & (CELLS - 1))
            if sign > 0:
                self.counts[cells] += 1
            else:
                self.counts[cells] -= np.minimum(self.counts[cells], 1)
            self.reports += sign

    def idf(self, hashes: NDArray[np.uint32], common: NDArray[np.float32]) -> NDArray[np.float32]:
        """The logarithm of how many reports there are for one that bears the feature, at least 0; same length."""
        bearing = self.counts[hashes & (CELLS - 1)] + _PRIOR_REPORTS * common + 0.5
        ratio = (self.reports + _PRIOR_REPORTS) / bearing
        share = self.counts[hashes & (CELLS - 1)] / (self.reports + _BESIDE)
        share *= _PRIOR_REPORTS / (self.reports + _PRIOR_REPORTS)
        result: NDArray[np.float32] = (np.maximum(np.log(ratio), 0.0) * (1 - share)).astype(np.float32)
        return result

    def others(self, hashes: NDArray[np.uint32]) -> NDArray[np.float64]:
        """How many other reports than the one in hand bear each feature; same length."""
        result: NDArray[np.float64] = np.maximum(self.counts[hashes & (CELLS - 1)].astype(np.float64) - 1, 0.0)
        return result


def is_outgrown(before: int, now: int) -> bool:
    """Whether a young corpus of so many reports has doubled, past a power of two: what is rare in it was not known when
    its first reports were compared. They are compared again then, or events would hang on which outlet came first."""
    return 0 < before < now <= _YOUNG and before.bit_length() != now.bit_length()
