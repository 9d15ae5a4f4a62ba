"""How sure it is that two reports tell of one event: a weighted sum of what they share.

``features`` gives what two reports share, in figures; ``log_odds`` weighs them by ``weights.tsv``, which
``python -m tests.quality.events.fit`` makes from the development sets.
"""

from collections.abc import Sequence
from functools import lru_cache
from importlib.resources import files

import numpy as np
import scipy.sparse
from numpy.typing import NDArray

from pipelines.events.rarity import Rarity
from pipelines.events.sketch import Sketch

_COSINES = ("terms", "lead", "proper", "names", "places", "numbers")
_EVIDENCE = ("proper", "names", "places", "days", "numbers", "figures")
FEATURES = (
    *(f"{section} alike" for section in _COSINES),
    *(f"{section} shared" for section in _EVIDENCE),
    "both name people",
    "days between the reports",
    "both reports dated",
    "days between the days told of",
    "both tell of a day",
    "kilometres between the towns",
    "both tell of a town",
    "of one kind",
    "both of a kind",
)
"""The columns of ``features``, in order."""
_SATURATION = 1.2
"""A feature borne that often counts half of what it could at most, as in BM25."""
_EARTH_KM = 6371.0


def features(reports: Sequence[Sketch], pairs: NDArray[np.intp], rarity: Rarity) -> NDArray[np.float64]:
    """What pairs of ``reports`` share: one row a pair (``pairs`` has two columns of positions), columns ``FEATURES``."""
    left, right = pairs[:, 0], pairs[:, 1]
    columns = []
    matrices = {section: _matrix(reports, section, rarity) for section in {*_COSINES, *_EVIDENCE}}
    for section in _COSINES:
        unit = _normalised(matrices[section])
        columns.append(_dots(unit, unit, left, right))
    for section in _EVIDENCE:
        bearing = matrices[section].copy()
        bearing.data = np.sqrt(bearing.data)
        columns.append(np.log1p(_dots(bearing, bearing, left, right)))
    naming = np.diff(matrices["names"].indptr) > 0
    columns.append((naming[left] & naming[right]).astype(np.float64))
    columns += _gap([report.day for report in reports], left, right)
    columns += _gap([report.when or report.day for report in reports], left, right)
    columns += _distance(reports, left, right)
    kinds = np.array([-1 if report.kind is None else report.kind for report in reports])
    both = (kinds[left] >= 0) & (kinds[right] >= 0)
    columns += [(both & (kinds[left] == kinds[right])).astype(np.float64), both.astype(np.float64)]
    return np.column_stack(columns)


def log_odds(shared: NDArray[np.float64]) -> NDArray[np.float64]:
    """Above 0: rather one event. One figure for each row of ``features``."""
    weights, intercept = _weights()
    result: NDArray[np.float64] = shared @ weights + intercept
    return result


@lru_cache(maxsize=1)
def _weights() -> tuple[NDArray[np.float64], float]:
    lines = files("pipelines.events").joinpath("weights.tsv").read_text("utf-8").splitlines()
    table = dict(line.split("\t") for line in lines if line and not line.startswith("#"))
    return np.array([float(table[name]) for name in FEATURES]), float(table["to begin with"])


def _matrix(reports: Sequence[Sketch], section: str, rarity: Rarity) -> scipy.sparse.csr_array:
    """One row a report: its features' weights, saturated, times their rarity."""
    vectors = [report.vectors[section] for report in reports]
    hashes = np.concatenate([vector.hashes for vector in vectors])
    weights = np.concatenate([vector.weights for vector in vectors])
    common = np.concatenate([vector.common for vector in vectors])
    known, columns = np.unique(hashes, return_inverse=True)
    values = weights / (weights + _SATURATION) * rarity.idf(hashes, common)
    ends = np.concatenate([[0], np.cumsum([len(vector.hashes) for vector in vectors])])
    return scipy.sparse.csr_array((values.astype(np.float64), columns, ends), shape=(len(reports), max(len(known), 1)))


def _normalised(matrix: scipy.sparse.csr_array) -> scipy.sparse.csr_array:
    norms = np.sqrt(np.asarray(matrix.multiply(matrix).sum(axis=1)).ravel())
    scaled = matrix.copy()
    scaled.data = matrix.data / np.repeat(np.maximum(norms, 1e-9), np.diff(matrix.indptr))
    return scaled


def _dots(
    a: scipy.sparse.csr_array, b: scipy.sparse.csr_array, left: NDArray[np.intp], right: NDArray[np.intp]
) -> NDArray[np.float64]:
    """The product of row ``left[i]`` and row ``right[i]``, for each i."""
    return np.asarray(a[left].multiply(b[right]).sum(axis=1)).ravel()


def _gap(days: Sequence[int | None], left: NDArray[np.intp], right: NDArray[np.intp]) -> list[NDArray[np.float64]]:
    known = np.array([day is not None for day in days])
    ordinal = np.array([day or 0 for day in days])
    both = (known[left] & known[right]).astype(np.float64)
    return [np.log1p(np.abs(ordinal[left] - ordinal[right])) * both, both]


def _distance(reports: Sequence[Sketch], left: NDArray[np.intp], right: NDArray[np.intp]) -> list[NDArray[np.float64]]:
    known = np.array([report.at is not None for report in reports])
    where = np.radians(np.array([report.at or (0.0, 0.0) for report in reports]))
    lat, lon = where[:, 0], where[:, 1]
    both = (known[left] & known[right]).astype(np.float64)
    half = np.sin((lat[right] - lat[left]) / 2) ** 2
    half += np.cos(lat[left]) * np.cos(lat[right]) * np.sin((lon[right] - lon[left]) / 2) ** 2
    km = 2 * _EARTH_KM * np.arcsin(np.sqrt(np.minimum(half, 1.0)))
    return [np.log1p(km / 10.0) * both, both]
