"""Whether one text is a copy of another, and how, told exactly: by the runs of words that stand in both."""

from dataclasses import dataclass
from typing import Final, TypeAlias

from models.events.items import CopyKind
from pipelines.events.copies.matching import SEED, Matched, covered, matched
from pipelines.events.copies.words import Words, read_words

_BRIDGE: Final = 3
"""Words left out, put in or exchanged that do not end a passage; names and numbers that were exchanged do."""
_SLOT: Final = 12
"""Words: an exchange of no more may be a form that was filled in anew."""
_PASSAGE: Final = 12
"""Own words: independent reports of one event share turns of phrase of 10 words, hardly of 12 with nothing exchanged;
and the slots of a form cut it into shorter ones."""
_LESSER: Final = 8
"""Own words of a lesser passage, such as a short sentence. They count only as far as they are no more than what whole
passages hold: a form that was filled in twice has hardly any other."""
_FEWEST: Final = 30
"""Own words that two texts must share; below it only texts that agree nearly whole are copies."""
_MOST_SLOTS: Final = 3
_WORDS_PER_SLOT: Final = 20
"""More exchanged names and numbers than 3, and than one in so many shared words, are a form filled in twice. Each
counts once, and no name that stands in the other text too: a house that writes Kyiv for Kiev does so throughout."""
_SAME: Final = 0.93
"""The rest, at the ends, may be another page's header or footer that nothing tells from text;"""
_TOUCHED: Final = 0.02
"""within the text no more than single words may differ."""
_WHOLE: Final = 0.985
"""Where this part of one text stands in another that has more, nothing was changed, only left out: an excerpt."""
_MOST: Final = 0.5
"""Half of the own text, where much is shared: a text whose greater half is another's is no second source."""
_MUCH: Final = 100
_MOST_OF_LITTLE: Final = 0.65
"""Where fewer than 100 words are shared, they may be a standing paragraph of background (60 words, seldom more) at the
end of two short reports: then nearly two thirds, unless passages stand in every third of the text."""
_SPREAD: Final = 0.25
"""The part of each third that must be held for that."""
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


_Passage: TypeAlias = list[Matched]
"""Runs with hardly anything between them."""


@dataclass(slots=True)
class _Shared:
    """What two texts share, in words."""

    held_a: bytearray
    """1 for each word of the first that is held in a passage."""
    held_b: bytearray
    """The same for the second."""
    speech_a: bytearray
    """1 for each own word of the first that the second has as speech."""
    speech_b: bytearray
    """The same for the second."""
    slots: int
    """Distinct names and numbers that were exchanged."""
    passages: list[_Passage]
    """What is held, in the order of the second text."""


def compare(a: str, b: str) -> Compared | None:
    """How ``a`` and ``b`` are copies; null if they are not. Raises nothing, whatever the texts."""
    return compare_words(read_words(a), read_words(b))


def compare_words(a: Words, b: Words) -> Compared | None:
    """``compare`` for texts that were read already: reading is the greater part of its cost."""
    unit = max(a.per_word, b.per_word)
    if a.words == b.words:
        return _identical(a, b, unit)
    runs = matched(a.words, b.words, SEED * unit)
    if not runs:
        return None
    shared = _shared(a, b, runs, unit)
    held_a, held_b = shared.held_a.count(1), shared.held_b.count(1)
    held = min(held_a, held_b)
    if held < _FEWEST * unit:
        return _nearly_identical(a, b, runs, shared)
    if shared.slots > _MOST_SLOTS and shared.slots * _WORDS_PER_SLOT * unit > held:
        return None
    a_part = held_a / max(held_a, a.own.count(1) - shared.speech_a.count(1))
    b_part = held_b / max(held_b, b.own.count(1) - shared.speech_b.count(1))
    least = _MOST if held >= _MUCH * unit or _is_spread(a, b, shared, a_part >= b_part) else _MOST_OF_LITTLE
    if max(a_part, b_part) < least:
        return None
    whole_a, whole_b = covered(len(a.words), runs, 0), covered(len(b.words), runs, 1)
    kind = _kind(min(whole_a, whole_b), max(whole_a, whole_b), is_touched=_is_touched(a, b, shared))
    if kind == "excerpt" and held < _FEWEST_EXCERPT * unit:
        return None
    found = tuple(_as_run(a, b, passage) for passage in shared.passages)
    return Compared(kind=kind, a_part=a_part, b_part=b_part, words=held // unit, runs=found)


def _nearly_identical(a: Words, b: Words, runs: list[Matched], shared: _Shared) -> Compared | None:
    """For texts of hardly anything but speech, and very short ones: the whole must agree, and what is said around the
    speech too, with no name or number exchanged."""
    whole = sum(length for _, _, length in runs) / max(len(a.words), len(b.words))
    around = sum(_own_in_both(a, b, run) for run in runs)
    if shared.slots or whole < _SAME or around < _SAME * max(a.own.count(1), b.own.count(1)):
        return None
    unit = max(a.per_word, b.per_word)
    found = tuple(_as_run(a, b, [run]) for run in runs)
    return Compared(kind="same", a_part=whole, b_part=whole, words=around // unit, runs=found)


def _identical(a: Words, b: Words, unit: int) -> Compared | None:
    count = len(a.words)
    if count < 2 * SEED * unit:
        return None
    run = _as_run(a, b, [(0, 0, count)])
    return Compared(kind="same", a_part=1.0, b_part=1.0, words=count // unit, runs=(run,))


def _kind(lesser: float, greater: float, *, is_touched: bool) -> CopyKind:
    """Of texts that are copies, by the parts of each with its speech that stand in the other."""
    if lesser >= _SAME and not is_touched:
        return "same"
    return "excerpt" if lesser < _MOST or greater >= _WHOLE else "edited"


def _is_spread(a: Words, b: Words, shared: _Shared, is_a: bool) -> bool:
    """Whether what is held stands in every third of the text of which it is the greater part."""
    own, held = (a.own, shared.held_a) if is_a else (b.own, shared.held_b)
    count = len(own)
    thirds = [slice(count * third // 3, count * (third + 1) // 3) for third in range(3)]
    return all(held[third].count(1) >= _SPREAD * max(1, own[third].count(1)) for third in thirds)


def _is_touched(a: Words, b: Words, shared: _Shared) -> bool:
    """Whether more than single own words differ between the first and the last passage."""
    for text, held, speech in ((a, shared.held_a, shared.speech_a), (b, shared.held_b, shared.speech_b)):
        within = slice(held.find(1), held.rfind(1) + 1)
        differing = text.own[within].count(1) - held[within].count(1) - speech[within].count(1)
        if differing > _TOUCHED * len(text.words) + 1:
            return True
    return False


def _shared(a: Words, b: Words, runs: list[Matched], unit: int) -> _Shared:
    passages: list[_Passage] = []
    gone: set[str] = set()
    come: set[str] = set()
    last: Matched = (0, 0, 0)
    for run in [*runs, (len(a.words), len(b.words), 0)]:
        a_from, b_from = last[0] + last[2], last[1] + last[2]
        a_gap, b_gap = run[0] - a_from, run[1] - b_from
        is_exchange = False
        if 0 < a_gap <= _SLOT * unit and 0 < b_gap <= _SLOT * unit:
            left, put = _facts(a, a_from, run[0]), _facts(b, b_from, run[1])
            is_exchange = bool(left and put) and left != put
            if is_exchange:
                gone |= left
                come |= put
        if passages and run[2] and not is_exchange and 0 <= a_gap <= _BRIDGE * unit and b_gap <= _BRIDGE * unit:
            passages[-1].append(run)
        elif run[2]:
            passages.append([run])
        last = run
    slots = min(len(_exchanged(gone, b)), len(_exchanged(come, a)))
    return _held(a, b, passages, slots, unit)


def _held(a: Words, b: Words, passages: list[_Passage], slots: int, unit: int) -> _Shared:
    count_a, count_b = len(a.words), len(b.words)
    shared = _Shared(bytearray(count_a), bytearray(count_b), bytearray(count_a), bytearray(count_b), slots, [])
    worth = [sum(_own_in_both(a, b, run) for run in passage) for passage in passages]
    greater = sum(words for words in worth if words >= _PASSAGE * unit)
    lesser = sum(words for words in worth if _LESSER * unit <= words < _PASSAGE * unit)
    least = _LESSER if lesser <= greater else _PASSAGE
    for passage, words in zip(passages, worth, strict=True):
        is_held = words >= least * unit
        _mark(a, b, passage, shared, is_held=is_held)
        if is_held:
            shared.passages.append(passage)
    return shared


def _exchanged(facts: set[str], other: Words) -> set[str]:
    """Without the names that the other text has elsewhere; small numbers stand in most texts and tell nothing."""
    return facts - {word for word in facts.intersection(other.words) if not word.isnumeric()}


def _facts(text: Words, first: int, last: int) -> set[str]:
    """Names (in scripts with capitals) and numbers."""
    return {
        text.words[place]
        for place in range(first, last)
        if text.text[text.starts[place]].isupper() or text.words[place].isnumeric()
    }


def _mark(a: Words, b: Words, passage: _Passage, shared: _Shared, *, is_held: bool) -> None:
    for in_a, in_b, length in passage:
        own_a, own_b = a.own[in_a : in_a + length], b.own[in_b : in_b + length]
        for shift, (mine, theirs) in enumerate(zip(own_a, own_b, strict=True)):
            if mine and theirs:
                if is_held:
                    shared.held_a[in_a + shift] = shared.held_b[in_b + shift] = 1
            elif mine:
                shared.speech_a[in_a + shift] = 1
            elif theirs:
                shared.speech_b[in_b + shift] = 1


def _own_in_both(a: Words, b: Words, run: tuple[int, int, int]) -> int:
    in_a, in_b, length = run
    own_a, own_b = a.own[in_a : in_a + length], b.own[in_b : in_b + length]
    if own_a == own_b:
        return own_a.count(1)
    return sum(x & y for x, y in zip(own_a, own_b, strict=True))


def _as_run(a: Words, b: Words, passage: _Passage) -> Run:
    a_first, b_first, _ = passage[0]
    a_last, b_last, length = passage[-1]
    return Run(
        a_start=a.starts[a_first],
        a_end=a.ends[a_last + length - 1],
        b_start=b.starts[b_first],
        b_end=b.ends[b_last + length - 1],
    )
