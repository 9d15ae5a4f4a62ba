"""Keys under which an article is filed so that its copies are found by equality alone, however large the corpus."""

from typing import Final
from zlib import crc32

import numpy as np
import numpy.typing as npt
from numpy.lib.stride_tricks import sliding_window_view
from rensa import RMinHash

from pipelines.events.copies.words import Words, read_words

BANDS_VERSION: Final = 1
"""Raised whenever the keys of a text change: what was filed under another version must be filed anew."""

Hashes = npt.NDArray[np.uint64]

_FEWEST: Final = 8
"""Words: a shorter text has no keys."""
_BANDS: Final = 12
_ROWS: Final = 3
_SHINGLE: Final = 4
"""Texts that share half of their four-word shingles meet in one of 12 bands of 3 rows nine times of ten, texts that
share one in twenty (one event told twice) once in 700."""
_SEED: Final = 5
_WINDOW: Final = 30
_LONG_WINDOW: Final = 50
"""Of every 50 five-word shingles in a row the least is a key: any 54 words that two texts share give a common one. What
is least of 50 is least of 30 too: so texts of up to 500 words are sampled more closely, and their samples are still
found in long ones."""
_LONG: Final = 500
_MOST_SAMPLES: Final = 48
"""Of a text with more samples (from about 1,200 words) those with the least hashes."""
_FEWEST_OWN: Final = 40
"""Words: an article with fewer of its own is sampled with what it quotes."""

_GOLDEN = np.uint64(0x9E3779B97F4A7C15)
_FIRST = np.uint64(0xFF51AFD7ED558CCD)
_SECOND = np.uint64(0xC4CEB9FE1A85EC53)
_SHIFT = np.uint64(33)


def bands(text: str) -> tuple[int, ...]:
    """Keys of 63 bits, ascending, 60 at most; none for a text of fewer than 8 words. Two texts that are copies, or one
    an excerpt of the other of 60 words or more, nearly always share one. The same on every machine and in every run.
    """
    return bands_of(read_words(text))


def bands_of(read: Words) -> tuple[int, ...]:
    """The keys of a text that was read already."""
    if len(read.words) < _FEWEST * read.per_word:
        return ()
    hashes = _mixed(np.fromiter(map(crc32, "\n".join(read.words).encode().split(b"\n")), np.uint64, len(read.words)))
    own = hashes[np.frombuffer(read.own, np.bool_)]
    if len(own) < _FEWEST_OWN * read.per_word:
        own = hashes
    keys = np.concatenate((_minhash_keys(hashes, read.per_word), _samples(own, read.per_word)))
    return tuple(np.unique(keys >> np.uint64(1)).tolist())


def _minhash_keys(hashes: Hashes, per_word: int) -> Hashes:
    shingles = np.unique(_shingles(hashes, _SHINGLE * per_word))
    rows = RMinHash.digest_matrix_from_flat_token_hashes(shingles, [0, len(shingles)], _BANDS * _ROWS, 1).to_rows()
    grid = np.array(rows[0], np.uint64).reshape(_BANDS, _ROWS)
    keys = _mixed(np.arange(1, _BANDS + 1, dtype=np.uint64) * _GOLDEN)
    for column in range(_ROWS):
        keys = _mixed(keys ^ grid[:, column])
    return keys


def _samples(hashes: Hashes, per_word: int) -> Hashes:
    shingles = _shingles(hashes, _SEED * per_word)
    window = (_WINDOW if len(hashes) <= _LONG * per_word else _LONG_WINDOW) * per_word
    if len(shingles) <= window:
        return np.sort(shingles)[:1]
    least = np.unique(sliding_window_view(shingles, window).min(axis=1))
    return least[:_MOST_SAMPLES]


def _shingles(hashes: Hashes, length: int) -> Hashes:
    """A hash of every ``length`` neighbours."""
    count = len(hashes) - length + 1
    total = np.zeros(count, np.uint64)
    for place in range(length):
        total = total * _GOLDEN + hashes[place : place + count]
    return _mixed(total)


def _mixed(hashes: Hashes) -> Hashes:
    """Every bit depends on every bit: the finish of MurmurHash3 in 64 bits, which wraps around."""
    hashes = (hashes ^ (hashes >> _SHIFT)) * _FIRST
    hashes = (hashes ^ (hashes >> _SHIFT)) * _SECOND
    return hashes ^ (hashes >> _SHIFT)
