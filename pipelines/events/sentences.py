"""Sentences of a text, as offsets: what figures, kinds and times link to."""

import re

# A sentence ends at a full stop, question or exclamation mark (in any script) with what closes it, or at a line's end.
_END = re.compile(r"(?:[.!?…؟۔]+[\"'”’»)\]]*(?=\s)|[。！？]+[」』”）]*|\n+)")
_ABBREVIATION = re.compile(
    r"(?:\b(?:[A-Z]|Mr|Mrs|Ms|Dr|St|Sgt|Lt|Col|Gen|Maj|Capt|Cpl|Gov|Sen|Rep|Rev|Hon|Prof|Jr|Sr|No|vs|etc|Inc|Ltd|Co|Corp"
    r"|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec|approx|est|a\.m|p\.m|i\.e|e\.g|U\.S|U\.K|U\.N|Ave|Blvd|Rd"
    r"|Calif|Fla|Tex|Ill|Mass|Mich|Penn?|Wash|Ariz|Colo|Conn|Ga|Va|Md|Minn|Miss|Mo|Okla|Ore|Tenn|Wis|Ala|Ark|Ky|La|Neb|Nev))\.$"
)


def sentences(text: str) -> list[tuple[int, int]]:
    """Start and end offsets of each sentence of ``text``, ends without white space; abbreviations do not end one."""
    found: list[tuple[int, int]] = []
    start = 0
    for end in _END.finditer(text):
        if "\n" not in end.group() and _goes_on(text, start, end):
            continue
        _add(text, start, end.end(), found)
        start = end.end()
    _add(text, start, len(text), found)
    return found


def _goes_on(text: str, start: int, end: re.Match[str]) -> bool:
    """Whether the mark closes an abbreviation, or what follows begins with a small letter."""
    following = text[end.end() : end.end() + 40].lstrip(" \t\"'“‘«([")
    if following[:1].islower():
        return True
    return end.group() == "." and _ABBREVIATION.search(text, max(start, end.start() - 8), end.end()) is not None


def _add(text: str, start: int, end: int, found: list[tuple[int, int]]) -> None:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    if start < end:
        found.append((start, end))
