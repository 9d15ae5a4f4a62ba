"""From a credit line to its segments: cut it at separators, peel off labels and flags, and tell what is named."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Literal

from pipelines.extract.credits.agencies import KnownAgent, known_agent, lookup_key
from pipelines.extract.credits.names import (
    is_cjk,
    is_lower_case_name,
    looks_like_organization,
    looks_like_person,
)
from pipelines.extract.credits.words import phrase_at_head, phrase_at_tail, vocabulary

Joint = Literal["start", "slash", "pipe", "bracket", "close", "comma", "dash", "colon", "via", "for", "and"]
SegmentKind = Literal["agency", "organization", "person", "word", "label", "unread"]

# One character for one, so that positions in the result are positions in the line as printed.
_PLAIN = str.maketrans(
    {0xFF01 + offset: 0x21 + offset for offset in range(94)}
    | {
        "【": "[",
        "】": "]",
        "〔": "[",
        "〕": "]",
        "「": "[",
        "」": "]",
        "《": "[",
        "》": "]",
        "、": ",",
        "،": ",",
        "؛": ";",
    }
    | {
        "\u3000": " ",
        "ⓒ": "©",
        "∕": "/",
        "⁄": "/",
        "¦": "|",
        "｜": "|",
        "‒": "-",
        "–": "-",
        "—": "-",
        "―": "-",
        "−": "-",
    }
)
_COPYRIGHT = re.compile(r"\(c\) ?|© ?", re.IGNORECASE)
_JOINT = re.compile(r"( ?[/|;\\()\[\]{}:=,]+ ?| [-~·•∙]{1,3} ?|(?<= )(?:via|vía|через) )", re.IGNORECASE)
_JOINT_NAMES: dict[str, Joint] = {
    "/": "slash", "\\": "slash", "|": "pipe", ";": "pipe", "·": "pipe", "•": "pipe", "∙": "pipe", "(": "bracket",
    "[": "bracket", "{": "bracket", ")": "close", "]": "close", "}": "close", ":": "colon", "=": "colon", ",": "comma",
    "-": "dash", "~": "dash",
}  # fmt: skip
_EDGE = " .,:;-–—*\"“”„«»'‘’•…"
_YEAR = re.compile(r"(?:19|20)\d\d(?:[-/]\d{2,4})?")
_ADDRESS = re.compile(r"[^\s@]+@[^\s@]+\.\w+|https?//\S*|www\.\S+", re.IGNORECASE)
_CHINESE_STAFF = re.compile(
    r"(?<=[社网報报])(?:记者|記者|发)[: ]*(?=\S)"
)  # 新华社记者 NAME 摄: "agency's reporter NAME took"
_LEGAL_FORM = re.compile(r", ?(?=(?:inc|ltd|llc|a\.s|s\.a|jr|sr|gmbh|plc|corp)\b)", re.IGNORECASE)
_HEAD_ONLY = frozenset({"copyright", "courtesy"})
_BYLINE_WORDS = frozenset({"by", "par", "por"})
_OPENING = frozenset({"label", "handout", "still", "file"})
_LONGEST_SUFFIXED = 12
"""Characters of a name before a word such as 기자 (reporter); what is longer is a sentence."""
_ALWAYS_PEELED = frozenset({"copyright", "courtesy", "rights"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Segment:
    """What stands between two separators of a credit line."""

    text: str
    """What is named, without labels and flags; may be empty."""
    joint: Joint
    """How it hangs on to what stands before it."""
    kind: SegmentKind
    """``word``: one word nobody knows; ``label``: nothing but words of the vocabulary; ``unread``: not a name."""
    agent: KnownAgent | None = None
    marks: frozenset[str] = frozenset()
    """Categories of the phrases that were peeled off (``label``, ``copyright``, ``handout`` …; ``year``, ``by``)."""


def plain(text: str) -> str:
    """``text`` with full-width characters, dashes and brackets in their ASCII form, each in its place."""
    return text.translate(_PLAIN)


def read_segments(text: str) -> tuple[Segment, ...]:
    """The segments of a credit line in printed order; separators and empty stretches leave no segment."""
    line = _CHINESE_STAFF.sub("/", plain(text))
    line = _LEGAL_FORM.sub(" ", _COPYRIGHT.sub(" | © ", line))
    parts = _JOINT.split(" ".join(line.split()))
    found: list[Segment] = []
    joint: Joint = "start"
    for at, part in enumerate(parts):
        if at % 2:
            joint = _joint_name(part, joint)
        elif words := _words(part.strip(' -*"“”„«»')):
            found.extend(_read_part(words, joint))
            joint = "start"
    return tuple(_labels_joined(found))


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


def _words(part: str) -> list[str]:
    """The words of a stretch, mail and web addresses left out."""
    return [word for word in part.split() if not _ADDRESS.fullmatch(word)]


def _joint_name(separator: str, before: Joint) -> Joint:
    """The name of a run of separators; ``via`` and an opening bracket outweigh what stands beside them."""
    signs = separator.strip()
    name: Joint = _JOINT_NAMES.get(signs[-1], "via")
    if before == "via" or (before == "bracket" and name != "via"):
        return before
    return "bracket" if any(sign in "([{" for sign in signs) else name


def _read_part(words: list[str], joint: Joint) -> Iterator[Segment]:
    if joint == "bracket" and len(words) == 1 and words[0].isdigit():
        return  # how many of the photographs: "dpa (2)"
    marks: set[str] = set()
    words = _peel(words, marks)
    while words and not _name_ends_with_stop(words[-1]) and words[-1] != (bare := words[-1].rstrip(_EDGE)):
        words = [*words[:-1], bare] if bare else words[:-1]
    words = _peel(words, marks) if words else words
    if not words:
        if marks:
            yield Segment(text="", joint=joint, kind="label", marks=frozenset(marks))
        return
    yield from _read_names(words, joint, frozenset(marks))


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
            and _may_go(tail[0], words[: -tail[1]], keys[: -tail[1]])
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


def _read_names(words: list[str], joint: Joint, marks: frozenset[str]) -> Iterator[Segment]:
    """One segment, or several where "and" joins names or "for" commissions them."""
    cut = _joined_names(words)
    if cut:
        for at, name in enumerate(cut):
            yield _read_name(name, joint if at == 0 else "and", marks)
        return
    for at in range(1, len(words) - 1):
        if _commissions(words, at):
            yield _read_name(words[:at], joint, marks)
            yield _read_name(words[at + 1 :], "for", frozenset())
            return
    yield from _read_service_member(words, joint, marks)


def _commissions(words: list[str], at: int) -> bool:
    """Whether ``words[at]`` is the "for" of ``NAME for NEWSPAPER``; shouted, only before a newspaper that is known."""
    known = vocabulary().commissions
    told = words[at] in known or (words[at].casefold() in known and known_agent(" ".join(words[at + 1 :])) is not None)
    return told and looks_like_person(words[:at])


def _read_service_member(words: list[str], joint: Joint, marks: frozenset[str]) -> Iterator[Segment]:
    """``U.S. Army photo by Sgt. NAME``, ``U.S. Army Sgt. NAME``: the force, then the photographer without rank."""
    keys = [lookup_key(word) for word in words]
    ranks = [at for at, key in enumerate(keys) if key in vocabulary().ranks]
    if not ranks or known_agent(" ".join(words)) or not looks_like_person(words[ranks[-1] + 1 :]):
        yield _read_name(words, joint, marks)
        return
    force, by = words[: ranks[0]], False
    while force and (lookup_key(force[-1]) == "by" or vocabulary().phrases.get(lookup_key(force[-1])) == "label"):
        force, by = force[:-1], True
    if force:
        yield _read_name(force, joint, marks | ({"label", "by"} if by else set()))
    yield _read_name(words[ranks[-1] + 1 :], "slash" if force else joint, marks)


def _joined_names(words: list[str]) -> list[list[str]]:
    """The names that "and" joins; empty if it joins none, or stands inside one name."""
    joiners = vocabulary().joiners
    if known_agent(" ".join(words)) is not None:
        return []
    names: list[list[str]] = [[]]
    for word in words:
        if word.casefold() in joiners and word == word.lower():
            names.append([])
        else:
            names[-1].append(word)
    if len(names) > 1 and all(looks_like_person(name) or known_agent(" ".join(name)) for name in names):
        return names
    return []


def _read_name(words: list[str], joint: Joint, marks: frozenset[str]) -> Segment:
    text = " ".join(words)
    if agent := known_agent(text):
        return Segment(text=text, joint=joint, kind=agent.kind, agent=agent, marks=marks)
    for suffix in vocabulary().courtesy_suffixes:
        if text.endswith(suffix) and len(text) > len(suffix):
            bare = text.removesuffix(suffix).strip()
            return Segment(
                text=bare, joint=joint, kind="organization", marks=marks | {"courtesy"}, agent=known_agent(bare)
            )
    for suffix in vocabulary().person_suffixes:
        if text.endswith(suffix) and 1 < len(text) - len(suffix) <= _LONGEST_SUFFIXED:
            return Segment(text=text.removesuffix(suffix).strip(), joint=joint, kind="person", marks=marks | {"label"})
    return Segment(text=text, joint=joint, kind=_name_kind(words, marks), marks=marks)


def _name_kind(words: list[str], marks: frozenset[str]) -> SegmentKind:
    if looks_like_person(words):
        return "person"
    if looks_like_organization(words):
        return "organization"
    if len(words) == 1:
        return "word" if any(char.isalpha() for char in words[0]) else "unread"
    if is_cjk("".join(words)):
        return "organization" if len(words) <= 5 and marks else "unread"
    return "unread"
