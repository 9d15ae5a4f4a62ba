"""Datelines: ``MOSUL, Iraq (AP) —``, ``Berlin (dpa) –``, ``Москва. 3 июля. INTERFAX.RU -``, ``بغداد - رويترز``.

A line's head is read up to each of its separators in turn: as long as all of it is places, dates and agencies, it may
be a dateline. With an agency it is one; without, only where a place in capitals, or one that is known, stands before a
dash or colon. East Asian datelines, which bracket everything or set no spaces, are in ``eastern``.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from pipelines.extract.credits.agencies import known_agent
from pipelines.extract.dates.names import fold_name, weekday_names
from pipelines.extract.metadata.words import KICKER_LABEL
from pipelines.extract.story.agencies import wire_agencies, wire_agency
from pipelines.extract.story.eastern import read_eastern
from pipelines.extract.story.places import is_known_place


@dataclass(frozen=True, slots=True, kw_only=True)
class Dateline:
    """A dateline and its parts."""

    printed: str
    """As printed, with its separator."""
    place: str | None
    """As printed, without date and agency; null where only an agency stands."""
    agencies: tuple[str, ...]
    """Under their usual names."""


_WINDOW: Final = 140
_ALONE: Final = 60
"""Characters of a line that may be nothing but a dateline."""
_SEPARATORS: Final = 5
_CAPITALS: Final = 4
"""Letters of a place that is known by its capitals alone: what is shorter is an abbreviation more often."""
_SEPARATOR = re.compile(
    r"\s*—+\s*|\s+[–―_]\s*|\s+-{1,2}\s+|--\s*|(?<=[^\W\d_])[-–]\s+|(?<=[).\]/])\s?\.?[-–]{1,2}\s*|\s?[:：]\s*|\s=\s|\.\s+(?![-–—])"
    r"|(?<=\))\s+|(?<=\w)/\s+"
)
_DASH = re.compile(r"\s*\.?\s*[-–—―_]+\s*")
_BRACKETS = re.compile(r"[(（\[]([^()（）\[\]]{2,40})[)）\]]|(?<=[\s.])/([^/]{2,30})/")
_LETTER: Final = r"[^\s\d_,.;:!?…\"“”()\[\]/–—-]"
"""A letter, or a mark upon it: Indian scripts have marks that are no word characters."""
_YEAR: Final = r"(?:,?\s+(?:de\s+)?\d{4}(?:\s*г\.?)?)?"
_DATE = re.compile(
    rf"(?<!\w)(?:\d{{1,2}}(?:º|er|st|nd|rd|th)?\.?\s+(?:de\s+)?{_LETTER}{{3,12}}\.?{_YEAR}"
    rf"|(?<=[,.،]\s){_LETTER}{{3,12}}\.?\s+\d{{1,2}}(?:st|nd|rd|th)?\b{_YEAR}"
    r"|^[A-ZÀ-Þ][a-zà-ÿ]{2,8}\.?\s\d{1,2}(?=\s*$)"
    r"|\d{1,2}[./]\d{1,2}[./]?(?:\d{2,4})?|(?<=\s)\d{1,2}\.?(?=\s*$))"
)
_AFTER_COMMA = re.compile(r"(?<=[,،]\s)[^\s\d,،()/]{2,16}(?=\s*(?:[,،(（/]|$))")
"""Where a weekday stands: ``KYIV, Tuesday (Reuters)``."""
_TWICE = re.compile(r"(.+?)(?:\s+-+\s+|\s*[–—]\s*)\1")
"""A place that the page sets before the agency's own dateline."""
_PIECES = re.compile(r"\s*[,،/]\s*|\s+[-–—]+\s+|\.\s+|\s{2,}")
_WORD: Final = rf"{_LETTER}(?:{_LETTER}|\.(?=\w))*"
_PLACE = re.compile(rf"{_WORD}(?:[ .-]{{1,2}}{_WORD}){{0,5}}\.?")
_SPEAKER = re.compile(r"[A-ZÀ-Þ][A-ZÀ-Þ. ]+: ")
"""How the lines of a transcript begin."""
_PARTICLES: Final = frozenset(
    (
        *(
            "de",
            "del",
            "la",
            "las",
            "los",
            "le",
            "les",
            "da",
            "do",
            "dos",
            "das",
            "di",
            "du",
            "des",
            "el",
            "al",
            "y",
            "e",
        ),
        *("an", "am", "im", "in", "der", "den", "dem", "auf", "ob", "bei", "of", "the", "and", "upon", "on", "sur"),
        *("sous", "en", "i", "na", "nad", "pri", "ve", "und", "bin", "ibn", "es", "ash"),
    )
)
_LABEL = re.compile(
    rf"(?:{KICKER_LABEL}|note|nb|warning|caution|correction|clarification|editor.?s note|more|related|see also|"
    r"read next|read also|also read|don.?t miss|sources?|photo|foto|bild|image|by|von|par|por|quelle|fuente|fonte|"
    r"summary|key points?|highlights|context|background|question|answer|spoilers?|disclaimer|advertisement|sponsored|"
    r"trending|must read|deals?|stream|series|season|step|part|chapter|tip|pros?|cons?|price|score|results?|final|"
    r"facts?|why|what|who|when|where|how|yes|no|ok|we|he|she|it|they|hinweis|achtung|wichtig|info|tipp|"
    r"importante|atención|aviso|nota|attention|attenzione|внимание|важно)",
    re.IGNORECASE,
)
"""What stands in capitals before a colon or dash and is no place."""


@dataclass(frozen=True, slots=True)
class _Head:
    """What stands before a separator, when all of it was read."""

    place: str | None
    agencies: tuple[str, ...]
    dated: bool
    bracketed: bool
    """Whether an agency, known or not, stands in brackets."""


def read_dateline(lines: Sequence[str], language: str | None) -> Dateline | None:
    """The dateline at the head of a text's first lines; null if they bear none.

    ``lines``: the body's paragraphs. ``language``: BCP 47 tag, for the places that are known in it.
    """
    for number, line in enumerate(lines[:4]):
        found = read_eastern(line)
        if found:
            return Dateline(printed=found[0], place=found[1], agencies=found[2])
        dateline = _read_line(line, language)
        # Without an agency only the first running line is believed: later ones begin items of a list.
        if dateline and (dateline.agencies or not any(len(earlier) > _ALONE for earlier in lines[:number])):
            spoken = dateline.printed.endswith(":") and any(map(_SPEAKER.match, lines[number + 1 : number + 6]))
            return None if spoken else dateline
    return None


def _read_line(line: str, language: str | None) -> Dateline | None:
    best: Dateline | None = None
    for start, end in _cuts(line):
        head = _read_head(line[:start])
        if head is None:
            break
        separator, rest = line[start:end], line[end:]
        if head.agencies and head.place and _joined(head, separator, rest):
            # A line that ends with the place has no dateline: an agency's mark, and words.
            return _dateline(line[:end], head) if rest or not line.endswith(head.place) else best
        if not head.place:
            best = _dateline(line[:end], head) if rest and _opens(line, separator) else None
        elif head.place and _alone(head, separator, rest, language):
            best = _dateline(line[:end], head)
    return best


def _dateline(printed: str, head: _Head) -> Dateline:
    return Dateline(printed=printed.strip(), place=head.place, agencies=head.agencies)


def _cuts(line: str) -> Iterator[tuple[int, int]]:
    """Where the line's first separators begin and end; the end of a short line is one."""
    for number, match in enumerate(_SEPARATOR.finditer(line, 0, _WINDOW)):
        if number == _SEPARATORS:
            return
        if match.start():
            yield match.span()
    if len(line) <= _ALONE:
        yield len(line), len(line)


def _joined(head: _Head, separator: str, rest: str) -> bool:
    """Whether place and agency make a dateline: by a dash, a date, capitals, or since a sentence begins after them."""
    caps = head.place is not None and head.place.partition(",")[0].isupper()
    if separator.isspace():  # "New Delhi, Jul 3 (PTI) The minister …"
        # Scripts without capitals do not show whether a sentence begins or goes on.
        return head.dated or caps or (head.bracketed and rest[:1].isupper() and _begins_sentence(rest))
    return head.bracketed or head.dated or caps or bool(_DASH.fullmatch(separator)) or _uncased(head.place or "")


def _opens(line: str, separator: str) -> bool:
    """Whether an agency alone opens the line: ``(Reuters) -``, ``AFP –``."""
    return bool(_DASH.fullmatch(separator)) or (line[:1] in "([" and separator.isspace())


def _alone(head: _Head, separator: str, rest: str, language: str | None) -> bool:
    """Whether a place without a known agency is a dateline."""
    place = head.place or ""
    first = place.partition(",")[0].strip()
    if not rest or not _begins_sentence(rest) or known_agent(first):
        return False
    dash, colon = bool(_DASH.fullmatch(separator)), separator.strip() in (":", "：")
    if is_known_place(first, language) and not head.bracketed:
        return dash or colon or separator.startswith(".")
    if not first.isupper() or sum(map(str.isalpha, first)) < _CAPITALS or _LABEL.fullmatch(first.split()[0]):
        return False
    return dash or (colon and "/" not in place and len(place.split()) <= 4)


def _begins_sentence(rest: str) -> bool:
    """Whether running text follows, rather than an aside or a headline in capitals."""
    opening = rest.lstrip(" \"'“”„«»‘’‚¿¡(")
    words = [word for word in opening.split()[:3] if word.isalpha() and len(word) > 2]
    shouted = len(words) == 3 and all(word.isupper() for word in words)
    return bool(opening) and not opening[0].islower() and not shouted


def _read_head(head: str) -> _Head | None:
    """The head's parts; null if it holds anything else."""
    if ":" in head or "：" in head:
        return None
    agencies: list[str] = []
    bracketed = False
    rest = head
    for match in _BRACKETS.finditer(head):
        inside = match[1] or match[2]
        known, _ = wire_agencies(inside)
        if not known and not (inside.isupper() and len(inside) <= 12):
            return None
        agencies += known
        bracketed = True
        rest = _blanked(rest, match)
    dated = False
    for match in _DATE.finditer(rest):
        rest, dated = _blanked(rest, match), True
    for match in _AFTER_COMMA.finditer(rest):
        if fold_name(match.group()) in weekday_names():
            rest, dated = _blanked(rest, match), True
    span = _place_span(rest, agencies)
    if span is None or (not span[1] and not agencies and not _is_broadcaster(head)):
        return None
    start, end = span
    if _BRACKETS.search(head, start, end):
        return None  # words after the agency
    place = " ".join(head[start:end].split()).strip(" ,،-–—/") or None
    if place and (twice := _TWICE.fullmatch(place)):
        place = twice[1]
    if place and head[end : end + 1] == "." and re.search(r"\.\w$|,.*\b\w{1,4}$", place):
        place += "."  # of an abbreviation: D.C., Ont.
    return _Head(place, tuple(dict.fromkeys(agencies)), dated, bracketed)


def _is_broadcaster(head: str) -> bool:
    """Whether the head is no more than a house in brackets that sends its texts out though it is no agency: (CNN)."""
    inside = _BRACKETS.fullmatch(head.strip())
    return inside is not None and inside[1] is not None and known_agent(inside[1]) is not None


def _blanked(text: str, match: re.Match[str]) -> str:
    return text[: match.start()] + " " * (match.end() - match.start()) + text[match.end() :]


def _place_span(rest: str, agencies: list[str]) -> tuple[int, int] | None:
    """Where the places stand in what is left of a head, as one span; null if something else stands there too. Agencies
    without brackets are added to ``agencies``."""
    start = end = position = 0
    closed = False
    for piece, at in _pieces(rest):
        position = at + len(piece)
        if (name := wire_agency(piece)) and not _PARTICLES.intersection([piece]):
            agencies.append(name)
            closed = end > 0
        elif closed or not _is_placelike(piece):
            return None
        else:
            start, end = (start if end else at), position
    return start, end


def _pieces(rest: str) -> Iterator[tuple[str, int]]:
    position = 0
    for match in [*_PIECES.finditer(rest), None]:
        until = match.start() if match else len(rest)
        piece = rest[position:until]
        if stripped := piece.strip(" .,-–—/"):
            yield stripped, position + piece.index(stripped)
        position = match.end() if match else until


def _is_placelike(piece: str) -> bool:
    if len(piece) > 40 or not _PLACE.fullmatch(piece) or _LABEL.fullmatch(piece):
        return False
    words = re.split(r"[ -]+", piece)
    if len(words) > 5 or not (piece[0].isupper() or _uncased(piece)):
        return False
    return all(
        word[:1].isupper() or _uncased(word) or word.lower() in _PARTICLES or "'" in word for word in words if word
    )


def _uncased(text: str) -> bool:
    """Whether the text is of a script that has no capitals."""
    return text.lower() == text.upper()
