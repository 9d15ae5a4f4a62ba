"""Whether one text is a copy of another, and how, told exactly: by the runs of words that stand in both."""

from dataclasses import dataclass
from typing import Final

from models.events.items import CopyKind
from pipelines.events.copies.words import Words, read_words

_SEED: Final = 4
"""Words that must agree in a row before a run is looked at."""
_PLACES: Final = 4
"""Places at which one seed is remembered."""
_BRIDGE: Final = 3
"""Words left out, put in or exchanged that do not end a passage; names and numbers that were exchanged do."""
_SLOT: Final = 6
"""Words: an exchange of no more may be a form that was filled in anew."""
_PASSAGE: Final = 12
"""Own words: independent reports of one event share turns of phrase of 10 words, hardly of 12 with nothing exchanged;
and the slots of a form cut it into shorter ones."""
_FEWEST: Final = 30
"""Own words that two texts must share; below it only texts that agree nearly whole are copies."""
_MOST_SLOTS: Final = 3
_WORDS_PER_SLOT: Final = 30
"""More exchanged names and numbers than 3, and than one in so many shared words, are a form filled in twice. Each
exchange counts once: a house that writes Kyiv for Kiev does so throughout."""
_SAME: Final = 0.92
_MOST: Final = 0.5
"""Half of the own text, where much is shared: a text whose greater half is another's is no second source."""
_MUCH: Final = 120
_MOST_OF_LITTLE: Final = 0.65
"""Where fewer than 120 words are shared, they may be one or two standing paragraphs of background (60 words each) at
the end of two short reports: then nearly two thirds."""
_FEWEST_EXCERPT: Final = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """A passage that stands in both texts, as character offsets."""

    a_start: int
    """Where it begins in the first text."""
    a_end: int
    """Behind its last character there."""
    b_start: int
    """Where it begins in the second."""
    b_end: int
    """Behind its last character there."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """Two texts that are copies."""

    kind: CopyKind
    """same: but for trivia; edited: sentences changed, added or cut; excerpt: the shorter stands in the longer."""
    a_part: float
    """0 to 1: the part of the first text's own words that stands in the second."""
    b_part: float
    """The part of the second text's own words that stands in the first."""
    words: int
    """How many own words both have."""
    runs: tuple[Run, ...]
    """Where they stand, in the order of the second text; quoted speech within them is not left out."""

    @property
    def shared(self) -> float:
        """The part of the shorter text that stands in the other."""
        return max(self.a_part, self.b_part)


@dataclass(slots=True)
class _Shared:
    """What two texts share, in words: which are held in passages, and which of the one the other has as speech."""

    held_a: bytearray
    held_b: bytearray
    speech_a: bytearray
    speech_b: bytearray
    any_b: int
    slots: int
    passages: list[tuple[int, int, int, int]]


def compare(a: str, b: str) -> Compared | None:
    """How ``a`` and ``b`` are copies; null if they are not. Raises nothing, whatever the texts."""
    return compare_words(read_words(a), read_words(b))


def compare_words(a: Words, b: Words) -> Compared | None:
    """``compare`` for texts that were read already: reading is the greater part of its cost."""
    unit = max(a.per_word, b.per_word)
    if not a.words or not b.words:
        return None
    if a.words == b.words:
        return _identical(a, b, unit)
    runs = _runs(a.words, b.words, _SEED * unit)
    if not runs:
        return None
    shared = _shared(a, b, runs, unit)
    held = min(shared.held_a.count(1), shared.held_b.count(1))
    own_a = a.own.count(1) - shared.speech_a.count(1)
    own_b = b.own.count(1) - shared.speech_b.count(1)
    a_part = shared.held_a.count(1) / own_a if own_a else 0.0
    b_part = shared.held_b.count(1) / own_b if own_b else 0.0
    if held < _FEWEST * unit:
        # Hardly anything but speech, or very short: the whole must agree, and what is said around the speech too.
        whole = shared.any_b / max(len(a.words), len(b.words))
        around = min(_agreeing(a, b, runs), 1.0) if min(own_a, own_b) else 1.0
        kind: CopyKind | None = "same" if whole >= _SAME and around >= _SAME and shared.slots == 0 else None
        a_part = b_part = whole
    elif shared.slots > _MOST_SLOTS and shared.slots * _WORDS_PER_SLOT * unit > held:
        kind = None
    else:
        kind = _kind(min(a_part, b_part), max(a_part, b_part), held / unit)
    if kind is None:
        return None
    found = tuple(_as_run(a, b, passage) for passage in shared.passages)
    return Compared(kind=kind, a_part=a_part, b_part=b_part, words=held // unit, runs=found)


def _identical(a: Words, b: Words, unit: int) -> Compared | None:
    count = len(a.words)
    if count < 2 * _SEED * unit:
        return None
    run = _as_run(a, b, (0, count, 0, count))
    return Compared(kind="same", a_part=1.0, b_part=1.0, words=count // unit, runs=(run,))


def _kind(lesser: float, greater: float, words: float) -> CopyKind | None:
    if lesser >= _SAME:
        return "same"
    needed = _MOST if words >= _MUCH else _MOST_OF_LITTLE
    if greater < needed:
        return None
    if lesser >= _MOST:
        return "edited"
    return "excerpt" if words >= _FEWEST_EXCERPT else None


def _runs(a: list[str], b: list[str], seed: int) -> list[tuple[int, int, int]]:
    """Greatest runs of equal words, as place in ``a``, place in ``b`` and length; none overlaps another in ``b``."""
    where: dict[tuple[str, ...], list[int]] = {}
    for place, words in enumerate(zip(*(a[shift:] for shift in range(seed)), strict=False)):
        places = where.setdefault(words, [])
        if len(places) < _PLACES:
            places.append(place)
    seeds = list(zip(*(b[shift:] for shift in range(seed)), strict=False))
    runs: list[tuple[int, int, int]] = []
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


def _shared(a: Words, b: Words, runs: list[tuple[int, int, int]], unit: int) -> _Shared:
    count_a, count_b = len(a.words), len(b.words)
    shared = _Shared(bytearray(count_a), bytearray(count_b), bytearray(count_a), bytearray(count_b), 0, 0, [])
    slots: set[tuple[tuple[str, ...], tuple[str, ...]]] = set()
    passage: list[tuple[int, int, int]] = []
    for run in runs:
        shared.any_b += run[2]
        if passage:
            is_slot, goes_on = _between(a, b, passage[-1], run, unit, slots)
            if is_slot or not goes_on:
                _keep(a, b, passage, shared, unit)
                passage = []
        passage.append(run)
    _keep(a, b, passage, shared, unit)
    shared.slots = len(slots)
    return shared


def _between(
    a: Words,
    b: Words,
    last: tuple[int, int, int],
    run: tuple[int, int, int],
    unit: int,
    slots: set[tuple[tuple[str, ...], tuple[str, ...]]],
) -> tuple[bool, bool]:
    """Whether names or numbers were exchanged between two runs, and whether the passage goes on over the gap."""
    a_from, b_from = last[0] + last[2], last[1] + last[2]
    a_gap, b_gap = run[0] - a_from, run[1] - b_from
    if not (0 <= a_gap <= _SLOT * unit and b_gap <= _SLOT * unit):
        return False, False
    is_slot = a_gap > 0 and b_gap > 0 and _has_fact(a, a_from, run[0]) and _has_fact(b, b_from, run[1])
    if is_slot:
        slots.add((tuple(a.words[a_from : run[0]]), tuple(b.words[b_from : run[1]])))
    return is_slot, max(a_gap, b_gap) <= _BRIDGE * unit


def _has_fact(text: Words, first: int, last: int) -> bool:
    """A name (in scripts with capitals) or a number."""
    return any(text.text[text.starts[place]].isupper() or text.words[place].isnumeric() for place in range(first, last))


def _keep(a: Words, b: Words, passage: list[tuple[int, int, int]], shared: _Shared, unit: int) -> None:
    """Mark the words of a passage, if enough of them are the own words of both."""
    both = sum(_own_in_both(a, b, run) for run in passage)
    held = both >= _PASSAGE * unit
    for in_a, in_b, length in passage:
        for shift in range(length):
            at_a, at_b = in_a + shift, in_b + shift
            if a.own[at_a] and b.own[at_b]:
                if held:
                    shared.held_a[at_a] = shared.held_b[at_b] = 1
            elif a.own[at_a]:
                shared.speech_a[at_a] = 1
            elif b.own[at_b]:
                shared.speech_b[at_b] = 1
    if held:
        first, last = passage[0], passage[-1]
        shared.passages.append((first[0], last[0] + last[2], first[1], last[1] + last[2]))


def _own_in_both(a: Words, b: Words, run: tuple[int, int, int]) -> int:
    in_a, in_b, length = run
    own_a, own_b = a.own[in_a : in_a + length], b.own[in_b : in_b + length]
    if own_a == own_b:
        return own_a.count(1)
    return sum(x & y for x, y in zip(own_a, own_b, strict=True))


def _agreeing(a: Words, b: Words, runs: list[tuple[int, int, int]]) -> float:
    """The part of the own words that stand in any run, of the text that has more of them."""
    both = sum(_own_in_both(a, b, run) for run in runs)
    return both / max(a.own.count(1), b.own.count(1))


def _as_run(a: Words, b: Words, passage: tuple[int, int, int, int]) -> Run:
    a_first, a_last, b_first, b_last = passage
    return Run(a_start=a.starts[a_first], a_end=a.ends[a_last - 1], b_start=b.starts[b_first], b_end=b.ends[b_last - 1])
