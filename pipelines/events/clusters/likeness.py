"""How like two reports are, and how much that says of either.

Likeness is the cosine of two vectors in which words, names, places, days and tolls stand side by side, each by how
rare it is in the corpus. The same likeness says much of a report that few others resemble, and little of one more
shooting in a city of many: so it is weighed by how crowded it is around both.

The constants were chosen on the development sets in ``tests/quality/events``: see ``docs/events.md``.
"""

from collections.abc import Mapping, Sequence
from typing import Any, Final

import numpy as np
import scipy.sparse
from numpy.typing import NDArray

from pipelines.events.clusters.rarity import Rarity
from pipelines.events.clusters.sketch import Sketch

_SCALES: Final = {
    "terms": 1.0, "lead": 1.0, "names": 1.0, "places": 0.25, "days": 2.0, "numbers": 0.25, "figures": 2.0
}  # fmt: skip
"""What a feature of each section counts."""
_COMMON: Final = ("names", "places", "days", "numbers", "figures")
_TOLD: Final = ("names", "places", "figures")
"""What a report has, and a notice of the site hardly ever."""
_ABROAD: Final = 0.6
"""Reports in two languages are compared by what languages share alone, for so much of its worth, where that is more."""
_FIRST_OF_TONGUE: Final = 3.0
"""After so many reports in a language, what two of them share counts half: what is rare in it is not known yet."""
_RARITY_POWER: Final = 1.25
_SATURATION: Final = 0.4
"""A feature that weighs so much counts half of what it could at most, as in BM25."""
_OTHER_KIND: Final = 0.85
"""What is left of the likeness of a battle and a trial."""
_OTHER_TOWN: Final = 0.8
_NEAR_KM: Final = 100.0
"""What is left of the likeness of two reports whose towns lie further apart than that."""
_EARTH_KM: Final = 6371.0
_FADE_DAYS: Final = 30.0
_FADE_POWER: Final = 0.05
"""Reports a year apart keep 88 % of their likeness: a verdict is of the event that the crime was."""
_NOTICE_DAYS: Final = 3
_REPRINTED: Final = 0.25
"""Nobody prints a report again after so many days: two texts that share so great a part of the keys of copies are a
notice of the site then, under whatever headline."""
_COPIED: Final = 0.6
"""Texts that share so great a part of them differ in single words: one report printed twice, however many print it."""
_OF_COPIES: Final = 20.0
"""The likeness of such at the least. A large one, for of hundreds of copies each is compared with some dozens."""
_FEWEST_WORDS: Final = 20
"""What has fewer that tell at its head is a line or two, and may stand under anything."""
_CROWD: Final = 0.1
"""A feature that so great a part of all reports bears is crowded; one that a third as many bear, a ninth of that."""
_CROWDING_POWER: Final = 0.45
_USUAL: Final = 0.06
_FEW: Final = 250
"""Around the first reports it is taken to be as crowded as is usual; what was seen counts half after so many."""
_AT_ONCE: Final = 1000
_MEANING: Final = 0.8
_USUAL_COSINE: Final = 0.6
"""What the cosine of two embeddings adds above the usual one of reports of one event, and takes away below it."""


def likeness(reports: Sequence[Sketch], pairs: NDArray[np.intp], rarity: Rarity) -> NDArray[np.float64]:
    """Of pairs of ``reports``: from 0, seldom above 8; one for each row of ``pairs``, whose columns are positions."""
    left, right = pairs[:, 0], pairs[:, 1]
    matrix, crowding = _matrix(reports, _SCALES, rarity)
    alike = _products(matrix, left, right)
    tongues = np.array([report.tongue for report in reports], dtype=np.uint32)
    abroad = np.flatnonzero(tongues[left] != tongues[right])
    if len(abroad):
        common, _ = _matrix(reports, {section: _SCALES[section] for section in _COMMON}, rarity)
        alike[abroad] = np.maximum(alike[abroad], _ABROAD * _products(common, left[abroad], right[abroad]))
    known = rarity.others(tongues) + 1
    alike *= np.where(tongues[left] == tongues[right], known[left] / (known[left] + _FIRST_OF_TONGUE), 1.0)
    days = np.array([np.nan if report.day is None else report.day for report in reports])
    apart = np.nan_to_num(np.abs(days[left] - days[right]))
    kinds = np.array([-1 if report.kind is None else report.kind for report in reports])
    differ = (kinds[left] != kinds[right]) & (kinds[left] >= 0) & (kinds[right] >= 0)
    alike *= (1 + apart / _FADE_DAYS) ** -_FADE_POWER * np.where(differ, _OTHER_KIND, 1.0)
    alike *= np.where(_kilometres(reports, left, right) > _NEAR_KM, _OTHER_TOWN, 1.0)
    printed = _printed_alike(reports, left, right)
    alike[(printed >= _REPRINTED) & (apart > _NOTICE_DAYS)] = 0.0
    result: NDArray[np.float64] = alike / (crowding[left] * crowding[right]) ** _CROWDING_POWER
    if any(report.meaning for report in reports):
        result = np.maximum(result + _by_meaning(reports, left, right), 0.0)
    copied = np.flatnonzero((printed >= _COPIED) & (np.abs(days[left] - days[right]) <= _NOTICE_DAYS))
    copied = copied[_tell(reports, pairs[copied], rarity)]
    result[copied] = np.maximum(result[copied], _OF_COPIES)
    return result


def _products(matrix: scipy.sparse.csr_array, left: NDArray[np.intp], right: NDArray[np.intp]) -> NDArray[Any]:
    """Of each pair of rows; some pairs at a time, which stay near the processor."""
    parts = (slice(at, at + _AT_ONCE) for at in range(0, len(left), _AT_ONCE))
    return np.concatenate([np.asarray(matrix[left[p]].multiply(matrix[right[p]]).sum(axis=1)).ravel() for p in parts])


def _printed_alike(reports: Sequence[Sketch], left: NDArray[np.intp], right: NDArray[np.intp]) -> NDArray[np.float64]:
    """The part of the keys of copies that the texts of each pair share, 0 to 1; 0 where one has none."""
    keys = np.concatenate([report.print for report in reports])
    lengths = np.array([len(report.print) for report in reports])
    known, columns = np.unique(keys, return_inverse=True)
    ends = np.concatenate([[0], np.cumsum(lengths)])
    ones = np.ones(len(keys), dtype=np.int32)
    matrix = scipy.sparse.csr_array((ones, columns, ends), shape=(len(reports), max(len(known), 1)))
    result: NDArray[np.float64] = _products(matrix, left, right) / np.maximum(
        np.maximum(lengths[left], lengths[right]), 1
    )
    return result


def _tell(reports: Sequence[Sketch], pairs: NDArray[np.intp], rarity: Rarity) -> NDArray[np.bool_]:
    """Whether both of each pair are long enough, and share a name, a place or a toll. A notice of the site that
    stands under many headlines seldom has any."""
    if not len(pairs):
        return np.zeros(0, dtype=np.bool_)
    among, rows = np.unique(pairs, return_inverse=True)
    rows = rows.reshape(pairs.shape)
    concerned = [reports[at] for at in among]
    long = np.array([len(report.vectors["lead"].hashes) >= _FEWEST_WORDS for report in concerned])
    matrix, _ = _matrix(concerned, {section: _SCALES[section] for section in _TOLD}, rarity)
    result: NDArray[np.bool_] = long[rows].all(axis=1) & (_products(matrix, rows[:, 0], rows[:, 1]) > 0)
    return result


def _kilometres(reports: Sequence[Sketch], left: NDArray[np.intp], right: NDArray[np.intp]) -> NDArray[np.float64]:
    """Between the towns of each pair; not a number where one names none."""
    where = np.radians(np.array([report.at or (np.nan, np.nan) for report in reports]))
    (lat_a, lon_a), (lat_b, lon_b) = where[left].T, where[right].T
    half = np.sin((lat_b - lat_a) / 2) ** 2 + np.cos(lat_a) * np.cos(lat_b) * np.sin((lon_b - lon_a) / 2) ** 2
    result: NDArray[np.float64] = 2 * _EARTH_KM * np.arcsin(np.sqrt(np.minimum(half, 1.0)))
    return result


def _by_meaning(reports: Sequence[Sketch], left: NDArray[np.intp], right: NDArray[np.intp]) -> NDArray[np.float64]:
    """What embeddings add for each pair, or take away; 0 where one has none, or one of another model."""
    added = np.zeros(len(left))
    of_model: dict[tuple[int, int], dict[int, NDArray[np.int8]]] = {}
    for at, report in enumerate(reports):
        if report.meaning:
            model = report.meaning.model, len(report.meaning.vector)
            of_model.setdefault(model, {})[at] = report.meaning.vector
    for bearing in of_model.values():
        row = np.full(len(reports), -1)
        row[list(bearing)] = np.arange(len(bearing))
        vectors = np.stack(list(bearing.values())).astype(np.float32)
        vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
        both = np.flatnonzero((row[left] >= 0) & (row[right] >= 0))
        cosine = np.einsum("ij,ij->i", vectors[row[left[both]]], vectors[row[right[both]]])
        added[both] = _MEANING * (cosine - _USUAL_COSINE)
    return added


def _matrix(
    reports: Sequence[Sketch], scales: Mapping[str, float], rarity: Rarity
) -> tuple[scipy.sparse.csr_array, NDArray[np.float64]]:
    """A row of length 1 for each report, its sections side by side; and how crowded it is around each: the part of its
    weight that stands on crowded features."""
    vectors = [report.vectors[section] for report in reports for section in scales]
    lengths = np.array([len(vector.hashes) for vector in vectors])
    hashes = np.concatenate([vector.hashes for vector in vectors])
    weights = np.concatenate([vector.weights for vector in vectors])
    common = np.concatenate([vector.common for vector in vectors])
    section = np.repeat(np.tile(np.arange(len(scales)), len(reports)), lengths)
    scale = np.array(list(scales.values()), dtype=np.float32)[section]
    row = np.repeat(np.arange(len(reports)), lengths.reshape(len(reports), -1).sum(axis=1))
    value = (scale * weights / (weights + _SATURATION) * rarity.idf(hashes, common) ** _RARITY_POWER).astype(np.float64)
    crowd = np.minimum(rarity.others(hashes) / (_CROWD * (rarity.reports + _FEW)), 1.0) ** 2
    squares = np.maximum(np.bincount(row, value**2, minlength=len(reports)), 1e-12)
    crowding = np.bincount(row, value**2 * crowd, minlength=len(reports)) / squares
    crowding = (crowding * rarity.reports + _USUAL * _FEW) / (rarity.reports + _FEW)
    value /= np.sqrt(squares)[row]
    # Columns are features as they are, ascending within a row: to number them would take longer than the products.
    columns = hashes.astype(np.int64) | section.astype(np.int64) << 32
    ends = np.concatenate([[0], np.cumsum(lengths.reshape(len(reports), -1).sum(axis=1))])
    return scipy.sparse.csr_array((value, columns, ends), shape=(len(reports), len(scales) << 32)), crowding
