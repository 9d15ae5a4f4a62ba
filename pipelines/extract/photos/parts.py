"""Caption and credit within one line, told apart at the borders of its inline elements; names as they are printed."""

import re
from functools import lru_cache

from pipelines.extract import credits
from pipelines.extract.credits import credit_prefix
from pipelines.extract.photos.flow import Line
from pipelines.extract.photos.words import Says

LONGEST_CAPTION = 900
LONGEST_CREDIT = 160
FIRST_UNSPACED = 0x2E7F  # kana, Han and Hangul lie above


@lru_cache(maxsize=4096)
def is_credit_line(text: str) -> bool:
    """``credits.is_credit_line``, remembered: a line is asked several times, and most lines are too long to be one."""
    return len(text) <= LONGEST_CREDIT and credits.is_credit_line(text)


def is_sentence(text: str, longest: int) -> bool:
    """Whether a line is long enough to be a caption and no longer than ``longest`` characters: no label, no name.

    A character of a script that sets no spaces counts as two and a half.
    """
    if text and ord(text[len(text) // 2]) > FIRST_UNSPACED:
        return 8 <= len(text) <= longest / 2.5
    return len(text) <= longest and (len(text.split()) >= 3 or len(text) >= 16)


def split_parts(line: Line, text: str) -> tuple[str | None, str | None]:
    """Split at the border of an inline element before or behind which all is a credit line."""
    if len(line.parts) < 2 or not (line.figcaption is not None or line.says & (Says.CAPTION | Says.MEDIA)):
        return text, None
    for cut in range(1, len(line.parts)):
        tail = "".join(line.parts[cut:]).strip()
        if len(tail) <= LONGEST_CREDIT and is_credit_line(tail):
            return _with_label("".join(line.parts[:cut]).strip(), tail)
        head = "".join(line.parts[:cut]).strip()
        if is_credit_line(head) and is_sentence(tail, LONGEST_CAPTION):
            return tail, head
    tail = line.parts[-1].strip()
    head = "".join(line.parts[:-1]).strip()
    owner, is_tail = line.owners[-1]
    if (
        not is_tail
        and head[-1:] in '.!?»”"'
        and looks_like_names(tail)
        and owner.tag in ("span", "small", "cite", "em", "i")
    ):
        return head, tail
    return text, None


_LABEL_AT_END = re.compile(r"(?:(?<=[\s(\[])|(?<=[.!?。]))[^\s:：.!?()\[\]]{2,24}(?: [^\s:：.!?()\[\]]{2,16})? ?[:：]$")


def _with_label(caption: str, credit: str) -> tuple[str, str]:
    """Caption and credit; a label at the caption's end, such as ``Photo:``, goes to the name that it announces."""
    found = _LABEL_AT_END.search(caption)
    while found and not credit_prefix(found.group() + " x"):
        found = _LABEL_AT_END.search(caption, found.start() + 1)
    if not found:
        return caption, credit
    return caption[: found.start()].rstrip(" (["), f"{found.group()} {credit}"


def looks_like_names(text: str) -> bool:
    """Two to eight words, all capitalised or joined by slashes, no full stop: a person, an agency."""
    words = re.findall(r"[^\s/,|·-]+", text)
    if not 1 < len(words) <= 8 or len(text) > 70 or text[-1:] in ".!?:":
        return False
    small = {
        "de",
        "da",
        "di",
        "del",
        "van",
        "von",
        "der",
        "den",
        "al",
        "el",
        "la",
        "le",
        "and",
        "und",
        "et",
        "y",
        "via",
        "for",
        "dos",
        "bin",
    }
    return all(word[:1].isupper() or word in small or word.startswith(("(", "©")) for word in words)
