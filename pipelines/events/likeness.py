"""How like two reports are, and how much that says of either.

Likeness is the cosine of two vectors in which words, names, places, days and numbers stand side by side, each by how rare
it is in the corpus. The same likeness says much of a report that few others resemble, and little of one more shooting in
a city of many: so it is weighed by how crowded it is around both.

The constants were chosen on the development sets in ``tests/quality/events``: see ``docs/events.md``.
"""

from collections.abc import Iterable, Sequence
from typing import Final

import numpy as np
import scipy.sparse
from numpy.typing import NDArray

from pipelines.events.rarity import Rarity
from pipelines.events.sketch import Sketch

_SCALES: Final = {
    "terms": 1.0, "lead": 1.0, "proper": 0.25, "names": 0.75, "places": 0.25, "days": 2.0, "numbers": 0.5, "figures": 2.0
}  # fmt: skip
"""What a feature of each section counts."""
_RARITY_POWER: Final = 2.0
_SATURATION: Final = 0.8
"""A feature that weighs so much counts half of what it could at most, as in BM25."""
_OTHER_KIND: Final = 0.85
"""What is left of the likeness of a battle and a trial."""
_FADE_DAYS: Final = 30.0
_FADE_POWER: Final = 0.05
"""Reports a year apart keep 88 % of their likeness: a verdict is of the event that the crime was."""

NEIGHBOURS: Final = 30
"""How many of a report's likenesses are remembered."""
_SKIPPED: Final = 5
"""The nearest may be of its own event, and don't count as a crowd."""
_USUAL: Final = 0.02
"""The likeness of neighbours not yet seen: what is usual in corpora of some hundred reports."""
_LEAST: Final = 0.003
_CROWDING_POWER: Final = 0.3


def likeness(reports: Sequence[Sketch], pairs: NDArray[np.intp], rarity: Rarity) -> NDArray[np.float64]:
    """Of pairs of ``reports``: 0 to 1, one for each row of ``pairs``, whose two columns are positions."""
    left, right = pairs[:, 0], pairs[:, 1]
    matrix = _matrix(reports, rarity)
    alike = np.asarray(matrix[left].multiply(matrix[right]).sum(axis=1)).ravel()
    days = np.array([np.nan if report.day is None else report.day for report in reports])
    apart = np.nan_to_num(np.abs(days[left] - days[right]))
    kinds = np.array([-1 if report.kind is None else report.kind for report in reports])
    differ = (kinds[left] != kinds[right]) & (kinds[left] >= 0) & (kinds[right] >= 0)
    result: NDArray[np.float64] = alike * (1 + apart / _FADE_DAYS) ** -_FADE_POWER * np.where(differ, _OTHER_KIND, 1.0)
    return result


def _matrix(reports: Sequence[Sketch], rarity: Rarity) -> scipy.sparse.csr_array:
    """A row of length 1 for each report: its sections side by side."""
    rows, features, values = [], [], []
    for number, (section, scale) in enumerate(_SCALES.items()):
        vectors = [report.vectors[section] for report in reports]
        hashes = np.concatenate([vector.hashes for vector in vectors])
        weights = np.concatenate([vector.weights for vector in vectors])
        common = np.concatenate([vector.common for vector in vectors])
        rows.append(np.repeat(np.arange(len(reports)), [len(vector.hashes) for vector in vectors]))
        features.append(hashes.astype(np.uint64) | np.uint64(number << 32))
        values.append(scale * weights / (weights + _SATURATION) * rarity.idf(hashes, common) ** _RARITY_POWER)
    row, value = np.concatenate(rows), np.concatenate(values).astype(np.float64)
    known, column = np.unique(np.concatenate(features), return_inverse=True)
    norms = np.sqrt(np.bincount(row, value * value, minlength=len(reports)))
    value /= np.maximum(norms, 1e-9)[row]
    return scipy.sparse.csr_array((value, (row, column)), shape=(len(reports), max(len(known), 1)))


def nearest(known: bytes, seen: Iterable[float]) -> bytes:
    """The ``NEIGHBOURS`` greatest likenesses of a report to others: those known, and those now seen. 2 bytes each."""
    every = np.concatenate([np.frombuffer(known, "<u2"), np.rint(np.fromiter(seen, np.float64) * 65535)])
    return np.sort(every)[::-1][:NEIGHBOURS].astype("<u2").tobytes()


def crowding(greatest: bytes) -> float:
    """How like a report its wider neighbourhood is, 0 to 1; from what ``nearest`` gave."""
    known = np.frombuffer(greatest, "<u2") / 65535
    usual = np.full(NEIGHBOURS - len(known), _USUAL)
    return float(np.sort(np.concatenate([known, usual]))[::-1][_SKIPPED:].mean())


def weigh(alike: float, crowding_a: float, crowding_b: float) -> float:
    """Likeness, weighed by how crowded it is around both: about 0.1 to 5."""
    return float(alike / ((crowding_a + _LEAST) * (crowding_b + _LEAST)) ** _CROWDING_POWER)
