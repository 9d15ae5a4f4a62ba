"""Runs of words that stand in two texts."""

from typing import Final, TypeAlias

SEED: Final = 4
"""Words that must agree in a row before a run is looked at."""
_PLACES: Final = 4
"""Places at which one seed is remembered."""

Matched: TypeAlias = tuple[int, int, int]
"""A run: its place in the first text, its place in the second, and its length, in words."""


def matched(a: list[str], b: list[str], seed: int) -> list[Matched]:
    """Greatest runs of equal words, as place in ``a``, place in ``b`` and length; none overlaps another in ``b``."""
    in_a = list(zip(*(a[shift:] for shift in range(seed)), strict=False))
    seeds = list(zip(*(b[shift:] for shift in range(seed)), strict=False))
    common = set(in_a).intersection(seeds)
    if not common:
        return []
    where: dict[tuple[str, ...], list[int]] = {words: [] for words in common}
    for place, words in enumerate(in_a):
        if words in common and len(where[words]) < _PLACES:
            where[words].append(place)
    runs: list[Matched] = []
    place = 0
    while place < len(seeds):
        if not (starts := where.get(seeds[place])):
            place += 1
            continue
        length, start = max((_length(a, b, start, place, seed), -start) for start in starts)
        runs.append((-start, place, length))
        place += length
    return runs


def _length(a: list[str], b: list[str], in_a: int, in_b: int, length: int) -> int:
    most = min(len(a) - in_a, len(b) - in_b)
    while length < most and a[in_a + length] == b[in_b + length]:
        length += 1
    return length


def covered(count: int, runs: list[Matched], side: int) -> float:
    """The part of a text's words that stand in any run; ``side`` is 0 for the first text, 1 for the second."""
    covered = bytearray(count)
    for run in runs:
        covered[run[side] : run[side] + run[2]] = b"\x01" * run[2]
    return covered.count(1) / count
