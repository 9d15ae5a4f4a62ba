"""Is this text a credit line at all? Graded: less is asked of a text in brackets or after a caption."""

import re
from collections.abc import Sequence
from enum import IntEnum

from pipelines.extract.credits.agencies import lookup_key
from pipelines.extract.credits.joints import Joint, Segment, has_address, plain
from pipelines.extract.credits.names import is_lower_case_name
from pipelines.extract.credits.segments import read_segments
from pipelines.extract.credits.words import vocabulary

LONGEST_CREDIT = 220
"""Characters of the longest text that is taken for a credit line (pool photos name a ministry or two)."""
_MOST_WORDS = 26
_MOST_SMALL_WORDS = 7
_MOST_SIGNS = 16
_MOST_NAMES = 7
_GALLERY = re.compile(r"[(\[]?(?:photos|pictures|images|pics|videos?) ?:", re.IGNORECASE)
"""Headlines of galleries begin like a label: ``PHOTOS: …``."""
_SIGN = re.compile(r"[/|()\[\]:=,;©]")

_PREFIX = re.compile(
    r"[(\[ |/\-]*(?P<label>(?:\(c\)|[^:=()\[\]|©.]{0,48}[^\s:=()\[\]|©.]) ?[:=©]|(?:\(c\)|©) ?:?)", re.IGNORECASE
)
_BY = re.compile(r"[(\[ ]*(?P<label>[^\s/]{2,20}(?: [^\s/]{2,16}){1,3}?)(?= )", re.IGNORECASE)
_BYLINE = re.compile(r"(?:by|von|par|por|di|door)\b", re.IGNORECASE)
_TIGHT: frozenset[Joint] = frozenset({"slash", "bracket", "via", "for"})
_APART: frozenset[Joint] = frozenset({"bracket", "close", "pipe", "dash"})
_TELLING = frozenset({"label", "copyright", "courtesy", "handout", "file", "still", "video"})


class Evidence(IntEnum):
    """How much speaks for a text being a credit line."""

    NONE = 0
    """It reads as something else, or as nothing."""
    WEAK = 1
    """The form of one, with names that could be anybody's: enough in brackets or after a full stop."""
    STRONG = 2
    """It names an agency, a label or a copyright in the way of credit lines, and nothing else."""


def credit_prefix(text: str) -> str | None:
    """The words at the start of ``text`` that mark a credit, as printed: ``Foto:``, ``Photo by``, ``©``; None if none.

    Looks at the first 60 characters; brackets before the words are not part of the result.
    """
    head = text[:60]
    line = plain(head)
    if match := _PREFIX.match(line):
        keys = lookup_key(match["label"].rstrip(":=© ")).split()
        if match["label"].rstrip(": ").casefold() in {"©", "(c)"} or _is_label(keys):
            return head[match.start("label") : match.end("label")].rstrip()
    if match := _BY.match(line):
        words = match["label"].split()
        for length in range(len(words), 1, -1):
            keys = [lookup_key(word) for word in words[:length]]
            if keys[-1] in _BY_WORDS and _is_label(keys[:-1]):
                return head[match.start("label") : match.start("label") + len(" ".join(words[:length]))]
    return None


_BY_WORDS = frozenset({"by", "par", "por", "von", "di", "door", "av", "af", "od"})


def _is_label(keys: Sequence[str]) -> bool:
    """Whether words are labels and what goes between them, with a word for photo, credit or copyright among them."""
    known = vocabulary()
    whole = known.phrases.get(" ".join(keys))
    if whole in {"label", "courtesy", "copyright", "file", "handout", "still", "own"}:
        return True
    categories = [known.phrases.get(key) for slashed in keys for key in slashed.split("/")]
    words = [key for slashed in keys for key in slashed.split("/")]
    ours = all(category or key in known.connectives for category, key in zip(categories, words, strict=True))
    return ours and any(category in {"label", "courtesy", "copyright"} for category in categories)


def is_credit_line(text: str) -> bool:
    """Whether the whole text is a credit line by itself: ``REUTERS/Name``, ``Foto: Name/dpa``, ``Getty Images``.

    Conservative: a sentence, a headline, a place line or a person's bare name is none, nor is a site's own copyright.
    """
    line = text[: 2 * LONGEST_CREDIT].strip() if len(text) > 2 * LONGEST_CREDIT else " ".join(text.split())
    return evidence(line) is Evidence.STRONG


def evidence(line: str) -> Evidence:
    """How much speaks for ``line`` (whitespace folded) being a credit line and nothing else."""
    if not line or len(line) > LONGEST_CREDIT or _is_prose(line) or _BYLINE.match(line):
        return Evidence.NONE
    if has_address(line):
        return _of_addressed(read_segments(line))
    segments = read_segments(line)
    named = [segment for segment in segments if segment.kind != "label"]
    if len(named) > _MOST_NAMES or any(_reads_as_prose(segment) for segment in named):
        return Evidence.NONE
    marks = frozenset(mark for segment in segments for mark in segment.marks)
    if not named:
        return _of_labels(line, marks)
    labelled = _labelled(segments, marks)
    if "position" in marks and not labelled:
        return Evidence.NONE
    if _starts_with_caption(segments) or (not labelled and _has_loose_end(named)):
        return Evidence.NONE
    if _GALLERY.match(line) and not any(segment.agent for segment in named) and not _lists_people(named):
        return Evidence.NONE
    if labelled or (marks & {"label", "still"} and any(segment.agent for segment in named)):
        return Evidence.STRONG
    if "handle" in marks and any(segment.agent and segment.agent.platform for segment in named):
        return Evidence.STRONG
    if "handout" in marks and _is_set_apart(segments, "handout") and not any(s.kind == "word" for s in named):
        return Evidence.STRONG
    return _of_names(named, marks)


def _lists_people(named: Sequence[Segment]) -> bool:
    """Whether names of people stand side by side in the way of credits: ``Photos: NAME; NAME``. Headlines say "and"."""
    joints = {segment.joint for segment in named[1:]}
    return len(named) > 1 and joints <= {"pipe", "slash"} and all(segment.kind == "person" for segment in named)


def _of_addressed(segments: Sequence[Segment]) -> Evidence:
    """Names and a mail address: a credit where a caption has ended, since nobody else is given an address there."""
    names = {"person", "agency", "organization"}
    sure = segments and all(s.kind in names for s in segments) and any(s.kind == "person" for s in segments)
    return Evidence.WEAK if sure else Evidence.NONE


def _is_prose(line: str) -> bool:
    """A first look that spares most sentences the grammar: too many words, small words or separators."""
    words = line.split(" ")
    small = sum(word[:1].islower() for word in words)
    return len(words) > _MOST_WORDS or small > _MOST_SMALL_WORDS or len(_SIGN.findall(line)) > _MOST_SIGNS


def _reads_as_prose(segment: Segment) -> bool:
    """No name, or a run of small letters that only a label would make a name."""
    if segment.kind == "unread" or _two_sentences(segment):
        return True
    return segment.kind == "person" and is_lower_case_name(segment.text.split())


def _two_sentences(segment: Segment) -> bool:
    """Whether a word of several letters ends with a full stop inside the segment."""
    return any(len(word) > 4 and word.endswith(".") for word in segment.text.split()[:-1])


def _of_labels(line: str, marks: frozenset[str]) -> Evidence:
    """``Handout``, ``Foto: Privat``, ``Supplied photo``: complete without a name."""
    if "own" in marks:
        return Evidence.STRONG
    complete = {"label", "private", "handout", "pool", "still"}
    if marks & {"colon", "copyright"} and marks & complete and not marks & {"year", "rights"}:
        return Evidence.STRONG
    if "handout" in marks and 4 <= len(line) <= 24:
        return Evidence.STRONG
    return Evidence.WEAK if marks & {"private", "handout", "pool"} else Evidence.NONE


def _labelled(segments: Sequence[Segment], marks: frozenset[str]) -> bool:
    """Whether a label, a copyright sign or a courtesy formula says that what follows is a credit."""
    first = segments[0]
    known = [segment.agent for segment in segments if segment.agent]
    if "copyright" in marks:
        notice = "rights" in marks or ("year" in marks and not known)
        return not notice or any(agent.kind == "agency" for agent in known)
    if "courtesy" in marks:
        return True
    colon = "colon" in first.marks and bool(first.marks & {"label", "handout", "file", "still"})
    return colon or {"by", "label"} <= first.marks


def _starts_with_caption(segments: Sequence[Segment]) -> bool:
    """Whether names stand before the credit proper: ``NAME (PARTY) Foto: NAME``, ``NAME | NAME/AGENCY``."""
    told = False
    for at, segment in enumerate(segments):
        if at and not told:
            if segment.marks & {"colon", "by", "copyright"} and segment.joint != "slash":
                return True
            if segment.joint == "colon" or (segment.kind == "person" and segment.joint in _APART):
                return True
        told = told or segment.agent is not None or _is_label_for_next(segment, segments[at + 1 : at + 2])
    return False


def _is_set_apart(segments: Sequence[Segment], mark: str) -> bool:
    """Whether a mark closes the line behind a slash: ``Présidence/Handout``."""
    last = segments[-1]
    return last.kind == "label" and mark in last.marks and last.joint in _TIGHT


def _is_label_for_next(segment: Segment, following: Sequence[Segment]) -> bool:
    """Whether a segment says that a credit goes on here; a name that ends with a label ("NAME Foto: …") does not."""
    runs_into_label = segment.kind != "label" and any(after.joint == "colon" for after in following)
    return segment.kind == "label" or (bool(segment.marks & _TELLING) and not runs_into_label)


def _has_loose_end(named: Sequence[Segment]) -> bool:
    """Whether a word nobody knows hangs on by a comma, or in brackets before more: a place, a party."""
    for segment, after in zip(named, [*named[1:], None], strict=True):
        if segment.kind != "word":
            continue
        next_joint: Joint = after.joint if after else "close"
        if "comma" in {segment.joint, next_joint} or not {segment.joint, next_joint} & (_TIGHT | {"pipe"}):
            return True
        if (segment.joint == "bracket" and after) or sum(map(str.isalpha, segment.text)) < 2:
            return True
    return False


def _of_names(named: Sequence[Segment], marks: frozenset[str]) -> Evidence:
    """What the names alone say: an agency among them, and how they hang together."""
    agencies = [s for s in named if s.agent and s.agent.kind == "agency"]
    sure = [s for s in agencies if s.agent and not s.agent.ambiguous]
    joints = {segment.joint for segment in named[1:]}
    persons = any(segment.kind == "person" for segment in named)
    if any(segment.joint == "via" and segment.agent for segment in named) and (len(named) > 1 or marks):
        return Evidence.STRONG
    if sure:
        return _of_agencies(named, len(agencies) == len(named), joints, persons)
    if persons and any(segment.agent and segment.joint in {"slash", "for"} for segment in named[1:]):
        return Evidence.STRONG
    if persons and named[0].agent and "slash" in joints:
        return Evidence.STRONG
    if len(named) == 1:
        return Evidence.WEAK if named[0].agent or "label" in marks else Evidence.NONE
    return Evidence.WEAK if joints & _TIGHT and (persons or any(s.agent for s in named)) else Evidence.NONE


def _of_agencies(named: Sequence[Segment], only: bool, joints: set[Joint], persons: bool) -> Evidence:
    if only or joints & _TIGHT:
        place = not only and joints == {"bracket"} and not persons
        return Evidence.NONE if place else Evidence.STRONG
    if joints <= {"comma", "and"} and persons:
        return Evidence.STRONG
    if joints <= {"pipe", "comma", "and", "dash"} and persons:
        agency_first = named[0].agent is not None and len(named) == 2
        return Evidence.STRONG if "pipe" in joints or agency_first else Evidence.WEAK
    return Evidence.WEAK if "pipe" in joints else Evidence.NONE
