"""What a caption tells of where its photograph comes from: ``(Archivbild)``, ``FILE - …``, ``in this handout``."""

import re

from models.items import CreditFlag
from pipelines.extract.credits.agencies import lookup_key
from pipelines.extract.credits.joints import plain
from pipelines.extract.credits.words import phrase_at_head, vocabulary

_FLAGS: dict[str, CreditFlag] = {"handout": "handout", "file": "file_photo", "still": "video_still"}
_BRACKETED = re.compile(r"[(\[]([^()\[\]]{2,60})[)\]]")
_HEAD = re.compile(r"([^:|-]{2,30}?)(?: ?[:|]| ?- )")
_IN_THIS = re.compile(
    r"\bin (?:this|an?) (?:\w+[ ,]+){0,4}?(?P<file>file|archive)|"
    r"\bin (?:this|an?) (?:\w+[ ,]+){0,4}?(?P<handout>handout)|"
    r"\bin (?:this|an?) (?:\w+[ ,]+){0,4}?"
    r"(?P<still>still|frame grab|screen ?grab|screenshot|image taken from (?:a )?video)",
    re.IGNORECASE,
)
_SHOWN_IN = re.compile(
    r"(?:an?|this|the|one) (?:video )?(?:screen ?(?:grab|shot|capture)|(?:frame )?grab|frame|still(?: image| frame)?) "
    r"(?:(?:taken|made|captured) )?(?:from|of) ",
    re.IGNORECASE,
)
"""A caption that begins with the picture itself: ``A screengrab from a film shows …``."""
_DATE_BEHIND = frozenset(["vom", "von", "from", "of", "aus", "du", "del", "de", "dal", "fra", "från", "z", "ze"])


def flags_told(caption: str) -> frozenset[CreditFlag]:
    """The flags that a caption raises by a word in brackets, before its first separator, or in so many words."""
    line = plain(caption)
    found: set[CreditFlag] = set()
    stretches = [match.group(1) for match in _BRACKETED.finditer(line)]
    if head := _HEAD.match(line):
        stretches.append(head.group(1))
    for stretch in stretches:
        category = _category(stretch)
        if category in _FLAGS:
            found.add(_FLAGS[category])
    if _SHOWN_IN.match(line):
        found.add("video_still")
    if " this " in line or " a" in line:
        for match in _IN_THIS.finditer(line):
            found.add(_FLAGS[match.lastgroup or ""])
    return frozenset(found)


def _category(stretch: str) -> str:
    """The category of a stretch that is one phrase, but for a date; empty if it is not."""
    keys = lookup_key(stretch.strip(" .,;")).split()
    if (whole := vocabulary().phrases.get(" ".join(keys))) is not None:
        return whole
    head = phrase_at_head(keys) if keys else None
    if head is None:
        return ""
    rest = [key.strip(",.()") for key in keys[head[1] :]]
    dated = bool(rest) and (rest[0] in _DATE_BEHIND or any(char.isdigit() for char in rest[0])) and len(rest) <= 5
    return head[0] if dated and any(char.isdigit() for key in rest for char in key) else ""
