"""A caption and its credit in one line: where the one ends and the other begins.

Only the two ends of a text are looked at, so a long text costs no more than a short one.
"""

import re
from collections.abc import Iterator

from pipelines.extract.credits.agencies import known_agent, lookup_key
from pipelines.extract.credits.evidence import LONGEST_CREDIT, Evidence, credit_prefix, evidence, is_credit_line
from pipelines.extract.credits.joints import plain
from pipelines.extract.credits.names import is_numeral, looks_like_person
from pipelines.extract.credits.segments import read_segments
from pipelines.extract.credits.words import vocabulary

_WINDOW = LONGEST_CREDIT + 40
"""Characters at either end of a text in which its credit is looked for."""
_HEAD_WINDOW = 120

_BREAK = re.compile(
    r"(?<!\b\w)[.!?…][\"'”’»)\]]* (?=\S)|[。！？][」』”)\]]? ?(?=\S)|[”»\"] (?=\S)"  # the end of a sentence
    r"|(?<=[^\W\d_]{2})[.!?…][\"”’»)\]]*(?=[A-ZÀ-ÞΆ-ΏΑ-ΫЀ-Я©(\[])"  # glued to it: "the hall.NAME/AGENCY"
    r"|(?<=[\u3040-\u30ff\u3400-\u9fff])=(?=\D)"  # Japanese papers: caption＝agency
    r"| ?\| ?| [•·] | -{1,2} "
)
_DATED_TAIL = re.compile(
    r"(?<=[\u3040-\u30ff\u3400-\u9fff])=[^=,]*\d[^=]*?,(?P<credit>[^,=\s]{2,24}(?:=[^,=\s]{2,24})?)$"
)
"""Japanese papers: caption＝day, place, agency."""
_HEAD_SEPARATOR = re.compile(r" ?[|•] ?| -{1,2} |: |(?<=[^\W\d_]{2})\. (?=[^\W\d_])")
_WORD_START = re.compile(r"(?:(?<=[\s(\[|.。])|^)[^\W_][^\s(©]*|©|\(c\)", re.IGNORECASE)
_TIGHT_JOINT = re.compile(r" ?/ ?| via ", re.IGNORECASE)
_CLOSING = {")": "(", "]": "["}
_TRIM = " |•·-–—"
_LONGEST_AGENCY_NAME = 4


def split_caption(text: str) -> tuple[str | None, str | None]:
    """Cut a caption's credit off it: ``(caption, credit)``, whitespace folded, either of them None.

    The credit may stand at the tail, at the head or be all there is; it keeps its prefix words and brackets, a stray
    bracket too. The caption keeps its full stop. Nothing but separators between the two is lost.
    """
    folded = " ".join(text.split())
    if not folded:
        return None, None
    if is_credit_line(folded):
        return None, folded
    line = plain(folded)
    for start in _tail_starts(line):
        caption, credit = folded[:start].rstrip(_TRIM + "＝、"), folded[start:].lstrip(_TRIM + "/＝=")
        return (caption, credit) if caption else (None, folded)
    for end in _head_ends(line):
        caption, credit = folded[end:].lstrip(_TRIM + ":."), folded[:end].rstrip(_TRIM + ":")
        return (caption, credit) if caption else (None, folded)
    return folded, None


_SENTENCE_END = re.compile(r"(?P<last>\w+)[.!?…][\"”’»]? (?=\S)")
_FEWEST_WORDS = 4
_LONGEST_TITLE = 4
"""Letters of the longest title that ends with a full stop before a name: ``Capt.``, ``Staff Sgt.``"""


def split_bare_name(caption: str) -> tuple[str, str | None]:
    """Cut a person's bare name off behind the last sentence of a text that is known to be a caption.

    A title before the name (``Gen.``) is no sentence's end, nor is a text of fewer than four words a sentence.
    """
    ends = list(_SENTENCE_END.finditer(caption, max(0, len(caption) - _WINDOW)))
    if not ends:
        return caption, None
    last, head, name = ends[-1]["last"], caption[: ends[-1].end()].rstrip(), caption[ends[-1].end() :]
    words = name.split()
    short = len(last) <= _LONGEST_TITLE and not last.islower() and not last.isdigit()
    title = short or lookup_key(last) in vocabulary().ranks
    if title or len(head.split()) < _FEWEST_WORDS or name[-1:] in ".!?…" or not 2 <= len(words) <= 4:
        return caption, None
    bare = looks_like_person(words) and all(word[:1].isupper() for word in (words[0], words[-1]))
    return (head, name) if bare else (caption, None)


def _tail_starts(line: str) -> Iterator[int]:
    """Where a credit at the end of ``line`` may begin, the likeliest reading first."""
    floor = max(0, len(line) - _WINDOW)
    bracket = _bracketed_tail(line, floor)
    if bracket is not None and _names_maker(line[bracket:]):
        yield bracket
    yield from _labelled_tail(line, floor)
    dated = _DATED_TAIL.search(line, floor) if "=" in line else None
    if dated and evidence(dated["credit"]) >= Evidence.WEAK:
        yield dated.start("credit")
    for match in _BREAK.finditer(line, floor):
        sign = match.group()
        close = sign[0] in ".!?…" and not sign.endswith(" ")
        needed = Evidence.STRONG if close or "-" in sign else Evidence.WEAK
        if evidence(line[match.end() :]) >= needed:
            yield match.end()
    if bracket is not None:
        yield bracket
    if (glued := _glued_tail(line, floor)) is not None:
        yield glued


def _bracketed_tail(line: str, floor: int) -> int | None:
    """Where the bracketed credits that end ``line`` begin; None if it ends with none."""
    start = None
    end = len(line.rstrip(" ."))
    while end > floor and line[end - 1] in _CLOSING:
        opening = _opening_bracket(line, end - 1, floor)
        if opening is None or not _is_bracketed_credit(line, opening, end):
            break
        start, end = opening, len(line[:opening].rstrip())
    return start


def _is_bracketed_credit(line: str, opening: int, end: int) -> bool:
    """A credit, or, after the end of a sentence, a person's bare name."""
    inside = line[opening + 1 : end - 1].strip()
    if line[:opening].rstrip()[-1:] in {".", "!", "?", "…"} and looks_like_person(inside.split()):
        return inside[:1].isupper()
    return evidence(inside) >= Evidence.WEAK


def _opening_bracket(line: str, closing: int, floor: int) -> int | None:
    sign, depth = line[closing], 0
    for at in range(closing, floor - 1, -1):
        depth += (line[at] == sign) - (line[at] == _CLOSING[sign])
        if depth == 0:
            return at
    return None


def _names_maker(credit: str) -> bool:
    """Whether a bracketed credit is complete: it has a label or a photographer, so that none stands before it."""
    segments = read_segments(credit)
    return any(segment.kind == "person" or segment.marks & {"label", "copyright", "courtesy"} for segment in segments)


def _labelled_tail(line: str, floor: int) -> Iterator[int]:
    """Where ``Foto: …``, ``Photo by …`` or ``© …`` begins, with all that follows a credit."""
    labels = vocabulary().label_heads
    for match in _WORD_START.finditer(line, floor):
        word = lookup_key(match.group().rstrip(":=,/").split("=")[0].split(":")[0].split("/")[0])
        if not (match.group() in {"©", "(c)", "(C)"} or word in labels or word.startswith("©")):
            continue
        start = match.start()
        if credit_prefix(line[start:]) and evidence(line[start:]) is Evidence.STRONG:
            while start > floor and line[start - 1] in "([":
                start -= 1
            yield start


def _glued_tail(line: str, floor: int) -> int | None:
    """Where ``NAME/AGENCY`` begins after a caption without a full stop; a name is taken to be of two words."""
    for joint in _TIGHT_JOINT.finditer(line, floor):
        words = line[max(floor, joint.start() - 80) : joint.start()].split()
        count = _agency_length(words) or _name_length(words)
        if count and count < len(words):
            start = len(line[: joint.start()]) - len(" ".join(words[-count:]))
            if evidence(line[start:]) is Evidence.STRONG:
                return start
    return None


def _agency_length(words: list[str]) -> int:
    """How many of the last ``words`` are an agency's name."""
    for count in range(min(_LONGEST_AGENCY_NAME, len(words)), 0, -1):
        agent = known_agent(" ".join(words[-count:]))
        if agent and not agent.ambiguous and (count > 1 or not words[-1].islower()):
            return count
    return 0


def _name_length(words: list[str]) -> int:
    """How many of the last ``words`` are a person's name; particles and shouted words run on."""
    count = 3 if words and is_numeral(words[-1]) else 2
    while count < len(words) - 1 and lookup_key(words[-count]) in vocabulary().particles:
        count += 1
    if len(words) <= count or not looks_like_person(words[-count:]) or words[-1].islower():
        return 0
    while count < min(len(words), 5):
        before, first = words[-count - 1], words[-count]
        shouted = before.isupper() and first.isupper() and len(before) > 1
        initial = first.endswith(".") and len(first) == 2
        if not (shouted or initial or lookup_key(first) in vocabulary().particles) or not looks_like_person(
            words[-count - 1 :]
        ):
            break
        count += 1
    return count


def _head_ends(line: str) -> Iterator[int]:
    """Where a credit at the beginning of ``line`` may end."""
    head = line[:_HEAD_WINDOW]
    if line[0] in "([":
        closing = line.find({"(": ")", "[": "]"}[line[0]], 0, _WINDOW)
        if closing > 0 and evidence(line[1:closing].strip()) is Evidence.STRONG:
            yield closing + 1
    for match in _HEAD_SEPARATOR.finditer(head):
        before = line[: match.start()]
        told = credit_prefix(before) is not None or (_TIGHT_JOINT.search(before) and match.group() != ". ")
        if told and evidence(before) is Evidence.STRONG:
            yield match.start()
    for joint in _TIGHT_JOINT.finditer(head):
        if end := _glued_head_end(line, joint.end()):
            yield end


def _glued_head_end(line: str, start: int) -> int | None:
    """The end of the agency's name at ``start``, if a credit ends there and a sentence follows at once."""
    words = line[start : start + _HEAD_WINDOW].split(" ")
    for count in range(min(_LONGEST_AGENCY_NAME, len(words) - 4), 0, -1):
        agent = known_agent(" ".join(words[:count]))
        if agent and agent.kind == "agency" and not agent.ambiguous:
            rest = words[count:]
            end = start + len(" ".join(words[:count]))
            follows = rest[0][:1].isupper() and any(word.isalpha() and word.islower() for word in rest[1:5])
            return end if follows and evidence(line[:end]) is Evidence.STRONG else None
    return None
