"""How like two reports are, and how much that says of either.

Likeness is the cosine of two vectors in which words, names, places, days and tolls stand side by side, each by how
rare it is in the corpus. The same likeness says much of a report that few others resemble, and little of one more
shooting in a city of many: so it is weighed by how crowded it is around both.

The constants were chosen on the development sets in ``tests/quality/events``: see ``docs/events.md``.
"""

from collections.abc import Sequence
from typing import Final

import numpy as np
import scipy.sparse
from numpy.typing import NDArray

from pipelines.events.rarity import Rarity
from pipelines.events.sketch import Sketch

_SCALES: Final = {"terms": 1.0, "lead": 1.5, "names": 1.0, "places": 0.25, "days": 2.0, "figures": 2.0}
"""What a feature of each section counts."""
_RARITY_POWER: Final = 2.0
_SATURATION: Final = 0.8
"""A feature that weighs so much counts half of what it could at most, as in BM25."""
_OTHER_KIND: Final = 0.7
"""What is left of the likeness of a battle and a trial."""
_OTHER_TOWN: Final = 0.6
_NEAR_KM: Final = 50.0
"""What is left of the likeness of two reports whose towns lie further apart than that."""
_FADE_DAYS: Final = 30.0
_FADE_POWER: Final = 0.05
"""Reports a year apart keep 88 % of their likeness: a verdict is of the event that the crime was."""
_EARTH_KM: Final = 6371.0
_CROWD: Final = 2.0
"""A feature is crowded when so many reports bear it, times the root of how many reports there are."""
_USUAL: Final = 0.06
_FEW: Final = 250
"""Around the first reports it is taken to be as crowded as is usual; what was seen counts half after so many."""
_CROWDING_POWER: Final = 0.55


def likeness(reports: Sequence[Sketch], pairs: NDArray[np.intp], rarity: Rarity) -> NDArray[np.float64]:
    """Of pairs of ``reports``: from 0, seldom above 10; one for each row of ``pairs``, whose columns are positions."""
    left, right = pairs[:, 0], pairs[:, 1]
    matrix, crowding = _matrix(reports, rarity)
    alike = np.asarray(matrix[left].multiply(matrix[right]).sum(axis=1)).ravel()
    days = np.array([np.nan if report.day is None else report.day for report in reports])
    apart = np.nan_to_num(np.abs(days[left] - days[right]))
    kinds = np.array([-1 if report.kind is None else report.kind for report in reports])
    differ = (kinds[left] != kinds[right]) & (kinds[left] >= 0) & (kinds[right] >= 0)
    alike *= (1 + apart / _FADE_DAYS) ** -_FADE_POWER * np.where(differ, _OTHER_KIND, 1.0)
    alike *= np.where(_kilometres(reports, left, right) > _NEAR_KM, _OTHER_TOWN, 1.0)
    result: NDArray[np.float64] = alike / (crowding[left] * crowding[right]) ** _CROWDING_POWER
    return result


def _matrix(reports: Sequence[Sketch], rarity: Rarity) -> tuple[scipy.sparse.csr_array, NDArray[np.float64]]:
    """A row of length 1 for each report, its sections side by side; and how crowded it is around each: the part of its
    weight that stands on crowded features."""
    rows, features, values, crowds = [], [], [], []
    for number, (section, scale) in enumerate(_SCALES.items()):
        vectors = [report.vectors[section] for report in reports]
        hashes = np.concatenate([vector.hashes for vector in vectors])
        weights = np.concatenate([vector.weights for vector in vectors])
        common = np.concatenate([vector.common for vector in vectors])
        rows.append(np.repeat(np.arange(len(reports)), [len(vector.hashes) for vector in vectors]))
        features.append(hashes.astype(np.uint64) | np.uint64(number << 32))
        values.append(scale * weights / (weights + _SATURATION) * rarity.idf(hashes, common) ** _RARITY_POWER)
        crowds.append(np.minimum(rarity.others(hashes) / (_CROWD * np.sqrt(rarity.reports + _FEW)), 1.0))
    row, value = np.concatenate(rows), np.concatenate(values).astype(np.float64)
    known, column = np.unique(np.concatenate(features), return_inverse=True)
    squares = np.maximum(np.bincount(row, value**2, minlength=len(reports)), 1e-12)
    crowding = np.bincount(row, value**2 * np.concatenate(crowds), minlength=len(reports)) / squares
    crowding = (crowding * rarity.reports + _USUAL * _FEW) / (rarity.reports + _FEW)
    value /= np.sqrt(squares)[row]
    return scipy.sparse.csr_array((value, (row, column)), shape=(len(reports), max(len(known), 1))), crowding


def _kilometres(reports: Sequence[Sketch], left: NDArray[np.intp], right: NDArray[np.intp]) -> NDArray[np.float64]:
    """Between the towns of each pair; not a number where one names none."""
    where = np.radians(np.array([report.at or (np.nan, np.nan) for report in reports]))
    (lat_a, lon_a), (lat_b, lon_b) = where[left].T, where[right].T
    half = np.sin((lat_b - lat_a) / 2) ** 2 + np.cos(lat_a) * np.cos(lat_b) * np.sin((lon_b - lon_a) / 2) ** 2
    result: NDArray[np.float64] = 2 * _EARTH_KM * np.arcsin(np.sqrt(np.minimum(half, 1.0)))
    return result
