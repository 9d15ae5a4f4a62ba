"""What stands in a text and is not the story's: datelines, agency tails, lines about the page, markup left over."""

import re
from typing import Final

_MARKUP = re.compile(r"&(?:[a-zA-Z]{2,8}|#\d{1,6}|#x[0-9a-fA-F]{1,5});|</?[a-zA-Z][^<>\n]{0,300}>")

# ``MOSUL, Iraq (AP) — ``, ``BAGDAD, 12 juin (Reuters) - ``, ``(AFP) ``. The place must be there in capitals, or the
# agency in brackets: a name and a dash alone begin many a sentence.
_DATELINE = re.compile(
    r"\s*(?:[^\n()]{0,60}\((?:[A-Z][\w./& ]{1,30})\)\s*(?:[-–—:]+|\.-)\s*"
    r"|[A-ZÀ-Ý][A-ZÀ-Ý'’ -]{2,30}(?:,[^\n—–]{1,40}?)?\s*[—–]\s+"
    r"|\([A-Z][\w./& ]{1,30}\)\s*[-–—]?\s+)"
)

_LINE = re.compile(
    r"\W*(?:"
    r"(?:additional |further |with )?"
    r"(?:report(?:ing|ed|age)|writing|written|edit(?:ing|ed)|editorial|compiled|translat\w+)"
    r"(?: and \w+)?(?: work)?(?: for [\w ]+)?(?: by| from|:).*"
    r"|.{0,60}\bcontributed (?:to|reporting).*"
    r"|(?:avec|con|mit|com|with|from) "
    r"(?:information\w*|informacion\w*|informaç\w*|material|agenc\w+|inputs?|files?|wires?)\b.*"
    r"|this (?:story|article|report|version|post|piece) (?:was|has been|is|first|originally)\b.*"
    r"|(?:copyright|©|\(c\)).*|.{0,40}all rights reserved.*"
    r"|(?:photo|image|picture|foto|video|credit|file)s?(?: credit| by)?\s*[:/].*"
    r"|(?:read|see|also|related|watch|listen|share|follow|subscribe|sign up|join|click|download|advertis\w+|more)\b"
    r"[^.]{0,20}\b(?:more|also|stories|story|article|us|our|to|on|here|this|now|the app|newsletter|below|from)\b.*"
    r"|(?:advertisement|continue reading|story continues below.*|print|e-?mail|share|tweet|comments?)"
    r"|(?:last )?(?:updated?|published|posted|modified)\b.*"
    r"|(?:reuters|afp|ap|dpa|efe|ansa|tass|upi|xinhua|anadolu(?: agency)?|associated press|agence france-presse)"
    r"(?:\s*/\s*\w+)*"
    r")\W*",
    re.IGNORECASE,
)
_LONGEST_LINE: Final = 260
"""Characters: a line that is longer is a paragraph, whatever it begins with."""
_BRACKET_TAIL = re.compile(
    r"[(\[](?:additional |with )?(?:report(?:ing|ed)|writing|edit(?:ing|ed)|compiled|afp|ap|reuters|dpa|efe|ansa"
    r"|redacción|reportage|par|von|mit)\b[^()\[\]\n]{0,250}[)\]]",
    re.IGNORECASE,
)
_ENDED = re.compile(r"[.!?…؟۔。！？:;,”\"»」』’)]\s*$")
_EDGE_LINES: Final = 8
"""So many lines at each end may be the page's."""
_EDGE_CHARACTERS: Final = 80
"""A line at an end of the text that has no more, and no end of a sentence, is a headline, byline or label."""


def without_furniture(text: str) -> str:
    """``text`` with blanks in the place of what is not the story's: as long as before, so that offsets hold."""
    if "&" in text or "<" in text:
        text = _MARKUP.sub(_blank, text)
    lines = text.split("\n")
    bodies = [line for line in lines if line.strip()]
    if len(bodies) > 1:
        lines = _without_edges([_without_phrases(line) for line in lines])
    else:
        lines = [_without_phrases(line) for line in lines]
    told = "\n".join(lines)
    return told if told.strip() else text


def _blank(found: re.Match[str]) -> str:
    return " " * len(found.group())


def _without_phrases(line: str) -> str:
    if len(line) <= _LONGEST_LINE and _LINE.fullmatch(line.strip()):
        return " " * len(line)
    if dateline := _DATELINE.match(line, 0, 120):
        line = " " * dateline.end() + line[dateline.end() :]
    if "(" in line or "[" in line:
        line = _BRACKET_TAIL.sub(_blank, line)
    return line


def _without_edges(lines: list[str]) -> list[str]:
    """Blank short lines without an end of sentence, from both ends inwards, until a paragraph stands there."""
    kept = list(lines)
    for order in (range(len(lines)), range(len(lines) - 1, -1, -1)):
        seen = 0
        for place in order:
            line = lines[place].strip()
            if not line:
                continue
            if seen == _EDGE_LINES or len(line) > _EDGE_CHARACTERS or _ENDED.search(line):
                break
            seen += 1
            kept[place] = " " * len(lines[place])
    return kept if any(line.strip() for line in kept) else lines
