"""Sketches as bytes, and back: many at a time, for a batch unpacks a thousand."""

import struct
from collections.abc import Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from pipelines.events.clusters.sketch import SECTIONS, Meaning, Sketch, Vector

_HEAD = struct.Struct("<BiIffbB")
_MODEL = struct.Struct("<I")
_NONE = -1
_FORM = 1
"""Raised whenever packed sketches change."""


def pack(made: Sketch) -> bytes:
    """As bytes for a shelf: 6 bytes a feature; at the end what it means, a byte a dimension, if that is known."""
    lat, lon = made.at if made.at else (np.nan, np.nan)
    head = _HEAD.pack(_FORM, _or_none(made.day), made.tongue, lat, lon, _or_none(made.kind), len(made.print))
    parts = [head, made.print.astype("<u4").tobytes()]
    for section in SECTIONS:
        vector = made.vectors[section]
        parts.append(struct.pack("<H", len(vector.hashes)))
        parts.append(vector.hashes.astype("<u4").tobytes())
        parts.append(np.clip(np.rint(vector.weights * 16), 1, 255).astype(np.uint8).tobytes())
        parts.append(np.rint(vector.common * 255).astype(np.uint8).tobytes())
    if made.meaning is not None:
        parts += [_MODEL.pack(made.meaning.model), made.meaning.vector.tobytes()]
    return b"".join(parts)


def unpack(packed: bytes) -> Sketch:
    """What ``pack`` made, with weights in steps of 1/16."""
    return unpack_all([packed])[0]


def unpack_all(packed: Sequence[bytes]) -> list[Sketch]:
    """What ``pack`` made of each, in their order: all their vectors are parts of three long arrays."""
    if not packed:
        return []
    heads = [_HEAD.unpack_from(each) for each in packed]
    for form, *_ in heads:
        if form != _FORM:
            raise ValueError(f"a sketch of form {form}, not {_FORM}: run scrapy events rebuild")
    joined = np.frombuffer(b"".join(packed), np.uint8)
    sizes = np.array([len(each) for each in packed])
    begins = np.cumsum(sizes) - sizes
    firsts, lengths = _sections(joined, begins + _HEAD.size + 4 * np.array([head[-1] for head in heads]))
    ends = (firsts[:, -1] + 6 * lengths[:, -1] - begins).tolist()
    vectors = _vectors(joined, firsts.ravel(), lengths.ravel())
    count = len(SECTIONS)
    return [
        Sketch(
            day=None if day == _NONE else day,
            print=np.frombuffer(packed[number], "<u4", keys, _HEAD.size),
            tongue=tongue,
            at=None if lat != lat else (lat, lon),
            kind=None if kind == _NONE else kind,
            vectors=dict(zip(SECTIONS, vectors[number * count : (number + 1) * count], strict=True)),
            meaning=_meaning(packed[number], ends[number]) if ends[number] < len(packed[number]) else None,
        )
        for number, (_, day, tongue, lat, lon, kind, keys) in enumerate(heads)
    ]


def _sections(joined: NDArray[np.uint8], at: NDArray[np.intp]) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Where the features of each section begin, and how many there are: a row for each sketch."""
    firsts, lengths = [], []
    for _ in SECTIONS:
        length = joined[at].astype(np.intp) | joined[at + 1].astype(np.intp) << 8
        firsts.append(at + 2)
        lengths.append(length)
        at = at + 2 + 6 * length
    return np.stack(firsts, axis=1), np.stack(lengths, axis=1)


def _vectors(joined: NDArray[np.uint8], firsts: NDArray[np.intp], lengths: NDArray[np.intp]) -> list[Vector]:
    """The vectors that begin there, of these lengths."""
    ends = np.cumsum(lengths)
    within = np.arange(ends[-1]) - np.repeat(ends - lengths, lengths)
    first, length = np.repeat(firsts, lengths), np.repeat(lengths, lengths)
    at = first + 4 * within
    hashes = np.stack([joined[at + byte] for byte in range(4)], axis=1).view("<u4").ravel()
    at = first + 4 * length + within
    weights = np.float32(1 / 16) * joined[at]
    common = np.float32(1 / 255) * joined[at + length]
    bounds = [0, *ends.tolist()]
    return [
        Vector(hashes=hashes[start:end], weights=weights[start:end], common=common[start:end])
        for start, end in pairwise(bounds)
    ]


def _meaning(packed: bytes, at: int) -> Meaning:
    (model,) = _MODEL.unpack_from(packed, at)
    return Meaning(model=model, vector=np.frombuffer(packed, np.int8, offset=at + _MODEL.size))


def _or_none(number: int | None) -> int:
    return _NONE if number is None else number
