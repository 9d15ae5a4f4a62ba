"""From a credit line to its segments: peel labels and flags off each stretch, and tell what is named."""

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache

from pipelines.extract.credits.agencies import known_agent, lookup_key
from pipelines.extract.credits.joints import Joint, Segment, stretches
from pipelines.extract.credits.names import is_cjk, is_lower_case_name, looks_like_organization, looks_like_person
from pipelines.extract.credits.naming import is_on_platform, read_names
from pipelines.extract.credits.words import phrase_at_head, phrase_at_tail, vocabulary

_EDGE = " .,:;-–—*\"“”„«»'‘’•…"
_YEAR = re.compile(r"(?:19|20)\d\d(?:[-/]\d{2,4})?")
_FRAME_NUMBER = re.compile(r"[A-Z]{1,5}[-_]?\d{3,}")
"""A picture's number in an archive: ``UN0712345``."""
_HANDLE = re.compile(r"@[\w.]{2,40}")
_HEAD_ONLY = frozenset({"copyright", "courtesy"})
_BYLINE_WORDS = frozenset({"by", "par", "por"})
_OPENING = frozenset({"label", "handout", "still", "file"})
_ALWAYS_PEELED = frozenset({"copyright", "courtesy", "rights"})
_PLACES_OF_HANDLES = frozenset({"on", "auf", "sur", "en", "em", "su", "from", "von", "de"})


@lru_cache(maxsize=2048)
def read_segments(text: str) -> tuple[Segment, ...]:
    """The segments of a credit line in printed order; separators and empty stretches leave no segment."""
    found: list[Segment] = []
    for joint, words in stretches(text):
        found.extend(_read_stretch(words, joint))
    return tuple(_labels_joined(found))


def _read_stretch(words: list[str], joint: Joint) -> Iterator[Segment]:
    """One stretch; the name of an account (``@name``) stands for itself in it, and so does a platform after "on"."""
    on = next((at for at in range(1, len(words) - 1) if is_on_platform(words, at)), None)
    if on is not None:
        yield from _read_stretch(words[:on], joint)
        yield from _read_part(words[on + 1 :], "slash")
        return
    at = next((at for at, word in enumerate(words) if _HANDLE.fullmatch(word.rstrip(_EDGE))), None)
    if at is None:
        yield from _read_part(words, joint)
        return
    before, after = words[:at], words[at + 1 :]
    if before:
        yield from _read_part(before, joint)
    name = words[at].rstrip(_EDGE)
    yield Segment(text=name, joint="slash" if before else joint, kind="word", marks=frozenset({"handle"}))
    if after and after[0] in _PLACES_OF_HANDLES:
        after = after[1:]
    if after:
        yield from _read_part(after, "slash")


def _labels_joined(segments: list[Segment]) -> Iterator[Segment]:
    """Hand a label before a colon on to the name after it: the marks of "Photo" in "Photo: NAME" are the name's."""
    label: Segment | None = None
    for segment in segments:
        if label and segment.joint == "colon":
            segment = replace(segment, joint=label.joint, marks=segment.marks | label.marks | {"colon"})
        elif label:
            yield label
        label = segment if segment.kind == "label" else None
        if not label:
            yield segment
    if label:
        yield label


def _read_part(words: list[str], joint: Joint) -> Iterator[Segment]:
    if len(words) == 1 and ((joint == "bracket" and words[0].isdigit()) or _FRAME_NUMBER.fullmatch(words[0])):
        return  # how many of the photographs: "dpa (2)"; which one
    marks: set[str] = set()
    words = _peel(words, marks)
    while words and not _name_ends_with_stop(words[-1]) and words[-1] != (bare := words[-1].rstrip(_EDGE)):
        words = [*words[:-1], bare] if bare else words[:-1]
    words = _peel(words, marks) if words else words
    if not words:
        if marks:
            yield Segment(text="", joint=joint, kind="label", marks=frozenset(marks))
        return
    yield from read_names(words, joint, frozenset(marks))


def _name_ends_with_stop(word: str) -> bool:
    """Whether the full stop belongs to the word: an initial, ``Jr.``, ``Inc.``"""
    return word.endswith(".") and (
        len(word) == 2 or word.count(".") > 1 or lookup_key(word) in {"jr", "sr", "inc", "ltd"}
    )


def _peel(words: list[str], marks: set[str]) -> list[str]:
    """Take phrases of the vocabulary off both ends of ``words``; their categories go into ``marks``."""
    while words and known_agent(" ".join(words)) is None:
        keys = [lookup_key(word.strip(_EDGE)) for word in words]
        if _is_by(words, keys[0], marks):
            marks.add("by")
            words = words[1:]
        elif (head := phrase_at_head(keys)) and _may_go(head[0], words[head[1] :], keys[head[1] :]):
            marks.add(head[0])
            words = words[head[1] :]
        elif (
            (tail := phrase_at_tail(keys))
            and tail[0] not in _HEAD_ONLY
            and (_may_go(tail[0], words[: -tail[1]], keys[: -tail[1]]) or _may_end(tail[0], words, tail[1]))
        ):
            marks.add(tail[0])
            words = words[: -tail[1]]
        elif not keys[0]:
            words = words[1:]
        elif _YEAR.fullmatch(keys[0]):
            marks.add("year")
            words = words[1:]
        elif len(words) > 1 and _YEAR.fullmatch(keys[-1]):
            marks.add("year")
            words = words[:-1]
        else:
            break
    return words


def _may_end(category: str, words: list[str], length: int) -> bool:
    """Whether a phrase at the end can go though an organisation's name is left: ``Kremlin Pool Photo``, ``U.S. Navy
    photo``; and whatever stands before the word for a screenshot in a script without spaces."""
    name, phrase = words[:-length], words[-length:]
    if category == "pool" or (category == "label" and phrase[0].islower()):
        return looks_like_organization(name)
    return category == "still" and is_cjk("".join(phrase)) and len(name) == 1


def _is_by(words: list[str], key: str, marks: set[str]) -> bool:
    """Whether the first word leads from a label to a name ("by", "de"), or opens a byline."""
    if marks & _OPENING and words[0].islower() and key in vocabulary().connectives:
        return len(words) > 1
    return key in _BYLINE_WORDS and looks_like_person(words[1:])


def _may_go(category: str, rest: list[str], keys: list[str]) -> bool:
    """Whether a phrase can be peeled and leave a whole: "Photo Reuters" can, "Photo Museum Winterthur" cannot."""
    if category in _ALWAYS_PEELED or not rest:
        return True
    name = [*rest[:-1], rest[-1].rstrip(_EDGE) or rest[-1]]
    return (
        known_agent(" ".join(name)) is not None
        or phrase_at_head(keys) is not None
        or phrase_at_tail(keys) is not None
        or (rest[0].islower() and keys[0] in vocabulary().connectives)
        or (looks_like_person(name) and not is_lower_case_name(name))
    )
