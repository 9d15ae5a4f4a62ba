"""A credit line cut at its separators, and what a segment of one is."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from pipelines.extract.credits.agencies import KnownAgent

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
_JOINT = re.compile(r"( ?[/|;\\()\[\]{}:=,]+ ?| [-~·•∙]{1,3} ?|(?:(?<=[ /])|^)(?:via|vía|через) )", re.IGNORECASE)
_JOINT_NAMES: dict[str, Joint] = {
    "/": "slash", "\\": "slash", "|": "pipe", ";": "pipe", "·": "pipe", "•": "pipe", "∙": "pipe", "(": "bracket",
    "[": "bracket", "{": "bracket", ")": "close", "]": "close", "}": "close", ":": "colon", "=": "colon", ",": "comma",
    "-": "dash", "~": "dash",
}  # fmt: skip
_ADDRESS = re.compile(r"[^\s@]+@[^\s@]+\.\w+|https?//\S*|www\.\S+", re.IGNORECASE)
_CHINESE_STAFF = re.compile(
    r"(?<=[社网報报])(?:记者|記者|发)[: ]*(?=\S)"
)  # 新华社记者 NAME 摄: "agency's reporter NAME took"
_LEGAL_FORM = re.compile(r", ?(?=(?:inc|ltd|llc|a\.s|s\.a|jr|sr|gmbh|plc|corp)\b)", re.IGNORECASE)
_LICENCE = re.compile(r"\bCC[ -]BY(?:[ -](?:NC|SA|ND))*(?:[ -]\d(?:\.\d)?)?(?: [A-Z]{2}\b)?", re.IGNORECASE)
_QUOTES = frozenset("\"“”„«»'‘’‹›*-")


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


def stretches(text: str) -> Iterator[tuple[Joint, list[str]]]:
    """What stands between the separators of a credit line, as words, and how each stretch hangs on to the one before.

    Mail and web addresses and empty stretches are left out; the name of a free licence stands as ``CC BY``.
    """
    line = _CHINESE_STAFF.sub("/", plain(text))
    if "CC" in line or "cc" in line:
        line = _LICENCE.sub(" | CC BY ", line)
    line = _LEGAL_FORM.sub(" ", _COPYRIGHT.sub(" | © ", line))
    joint: Joint = "start"
    for at, part in enumerate(_JOINT.split(" ".join(line.split()))):
        if at % 2:
            joint = _joint_name(part, joint)
        elif words := _words(part.strip(' -*"“”„«»')):
            yield joint, words
            joint = "start"


def _words(part: str) -> list[str]:
    return [word for word in part.split() if not _ADDRESS.fullmatch(word) and not _QUOTES.issuperset(word)]


def has_address(text: str) -> bool:
    """Whether a mail or web address ends ``text``."""
    last = text.rstrip(" .)]").rpartition(" ")[2]
    return ("@" in last or "/" in last or last.startswith("www.")) and _ADDRESS.fullmatch(last) is not None


def _joint_name(separator: str, before: Joint) -> Joint:
    """The name of a run of separators; ``via`` and an opening bracket outweigh what stands beside them."""
    signs = separator.strip()
    name: Joint = _JOINT_NAMES.get(signs[-1], "via")
    if before == "via" or (before == "bracket" and name != "via"):
        return before
    return "bracket" if any(sign in "([{" for sign in signs) else name
