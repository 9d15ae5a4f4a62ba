"""Reading the lines that belong to a photo: which is its caption, which its credit, what is a button's label."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from pipelines.extract import credits
from pipelines.extract.credits import credit_prefix
from pipelines.extract.furniture import is_furniture_line
from pipelines.extract.photos.caption_words import BARE_LABEL, CONTROL, COUNTER, DATED, LABEL
from pipelines.extract.photos.flow import Line
from pipelines.extract.photos.parts import (
    LONGEST_CAPTION,
    LONGEST_CREDIT,
    is_credit_line,
    is_sentence,
    looks_like_names,
    split_parts,
)
from pipelines.extract.photos.words import Says

_EDGES = " \t|•·–—"


@dataclass(frozen=True, slots=True, kw_only=True)
class Printed:
    """What the page prints for a photo."""

    caption: str | None = None
    credit: str | None = None
    """As printed, prefix and brackets included."""
    credit_source: str | None = None
    """``element``, ``caption-tail``, ``line-before`` or ``line-after``."""


@lru_cache(maxsize=4096)
def split_caption(text: str) -> tuple[str | None, str | None]:
    """``credits.split_caption``, remembered."""
    return credits.split_caption(text)


@lru_cache(maxsize=4096)
def is_control(text: str) -> bool:
    """Whether a line only labels a button, a counter or the picture itself."""
    return len(text) <= 80 and (
        DATED.search(text) is not None
        or CONTROL.match(text) is not None
        or not any(map(str.isalnum, text))
        or (is_furniture_line(text) and not is_credit_line(text))
    )


def clean_caption(text: str | None) -> str | None:
    """A caption without label, counter and separators at its ends; None if nothing is left."""
    if not text:
        return None
    text = COUNTER.sub("", LABEL.sub("", text)).strip(_EDGES).strip().removesuffix(" -")
    return text if any(map(str.isalnum, text)) and not is_control(text) else None


def is_tail_captioned(text: str) -> bool:
    """Whether a line reads as a caption that ends (or begins) with its credit."""
    if len(text) > LONGEST_CAPTION:
        return False
    caption, credit = split_caption(text)
    return bool(caption and credit and len(caption) >= 8)


def _unique(lines: Sequence[Line]) -> list[Line]:
    """Lines that say something, each text once; a line repeated in a longer one is left out."""
    kept: list[Line] = []
    for line in lines:
        if is_control(line.text) and not (line.says & Says.CREDIT and not CONTROL.match(line.text)):
            continue
        if any(line.text == other.text for other in kept):
            continue
        kept.append(line)
    return [
        line for line in kept if not any(line is not o and len(line.text) > 20 and line.text in o.text for o in kept)
    ]


def _without_overlay(lines: list[Line]) -> list[Line]:
    """Without what is printed over a picture, such as its video's title, where a ``figcaption`` holds the caption."""
    captions = [line.index for line in lines if line.figcaption is not None and not is_credit_line(line.text)]
    if not captions or not any(is_sentence(line.text, LONGEST_CAPTION) for line in lines if line.index in captions):
        return lines
    return [
        line
        for line in lines
        if line.index >= captions[0]
        or line.figcaption is not None
        or line.says & (Says.CAPTION | Says.CREDIT)
        or is_credit_line(line.text)
    ]


def _joined_labels(lines: Sequence[Line]) -> list[tuple[str, Line]]:
    """Texts with their lines; a bare ``Foto:`` is put before the text that follows it."""
    texts: list[tuple[str, Line]] = []
    label = ""
    for line in lines:
        if BARE_LABEL.match(line.text):
            label = line.text
            continue
        texts.append(
            (f"{label} {line.text}" if label and not line.text.startswith(label.rstrip(" :")) else line.text, line)
        )
        label = ""
    return texts


def _is_credit(text: str, line: Line, alone: bool) -> bool:
    says = line.says
    if len(text) > LONGEST_CREDIT:
        return False
    if says & Says.CREDIT and not says & Says.CAPTION:
        return True
    if line.label and credit_prefix(line.label + ":"):
        return True
    if is_credit_line(text):
        return True
    return bool(says & Says.CREDIT) and not alone and len(text) <= 60


def read_printed(lines: Sequence[Line], *, in_figure: bool, told: bool = False) -> Printed:
    """Caption and credit from the lines of one photo, in page order.

    ``in_figure``: the lines stand in the photo's own block, so that a short last line of capitalised words may be
    taken for a name. ``told``: that this is the caption is sure, however short it be.
    """
    texts = _joined_labels(_without_overlay(_unique(lines)))
    captions, credits_ = _sorted_texts(texts, in_figure=in_figure)
    caption = clean_caption(" ".join(captions))
    credit = _one_credit(credits_)
    if credit is not None and caption is None:
        head, tail = split_caption(credit)
        if not tail or not head:
            head, tail = _prefixed_tail(credit)
        if head and tail and is_sentence(head, LONGEST_CAPTION) and not credit_prefix(head):
            return Printed(caption=clean_caption(head), credit=tail, credit_source="caption-tail")
    if credit is not None:
        return _without_repeat(caption, credit)
    if caption is None:
        return Printed()
    named = told or any(line.figcaption is not None for _, line in texts)
    head, tail = split_caption(caption)
    if not tail and in_figure:
        head, tail = _prefixed_tail(caption)
    if not tail and named:
        head, tail = credits.split_bare_name(caption)
    if tail:
        return Printed(caption=clean_caption(head), credit=tail, credit_source="caption-tail")
    return Printed(caption=caption if named or is_sentence(caption, LONGEST_CAPTION) else None)


def _sorted_texts(texts: Sequence[tuple[str, Line]], *, in_figure: bool) -> tuple[list[str], list[str]]:
    """The captions and the credits among the texts of one photo, in page order."""
    credits_: list[str] = []
    captions: list[str] = []
    headed = any(not line.heading and not _is_credit(text, line, len(texts) == 1) for text, line in texts)
    for text, line in texts:
        if headed and line.heading:
            continue
        if _is_credit(text, line, len(texts) == 1):
            credits_.append(text)
        else:
            head, tail = split_parts(line, text)
            captions.extend(filter(None, (head,)))
            credits_.extend(filter(None, (tail,)))
    if in_figure and not credits_ and len(captions) >= 2 and looks_like_names(captions[-1]):
        credits_.append(captions.pop())
    if any(map(is_credit_line, credits_)):
        # A class for credits round a caption as well, or round a note such as "From the evening news."
        notes = [text for text in credits_ if _ends_sentence(text) and not is_credit_line(text)]
        credits_ = [text for text in credits_ if text not in notes]
        captions = captions or notes
    return captions, credits_


_TAIL_START = re.compile(r"(?:(?<=\s)|(?<=[.!?]))(?=[©(\[A-ZÀ-Þ])")


def _prefixed_tail(caption: str) -> tuple[str | None, str | None]:
    """Split before the last stretch that opens with a credit's prefix, though its names be unknown."""
    for found in reversed(list(_TAIL_START.finditer(caption, max(1, len(caption) - LONGEST_CREDIT)))):
        tail = caption[found.start() :]
        prefix = credit_prefix(tail.lstrip("(["))
        if prefix and (tail[0] in "([©" or prefix.rstrip()[-1:] in ":：©/") and len(tail) - len(prefix) >= 3:
            return caption[: found.start()].rstrip(" |/–-,"), tail
    return caption, None


def _one_credit(found: list[str]) -> str | None:
    """One printed credit of several: repeats and parts of another are left out, the rest stand side by side."""
    kept: list[str] = []
    for text in found:
        text = text.strip(_EDGES).strip()
        if text and not any(text.casefold() in other.casefold() for other in kept):
            kept = [other for other in kept if other.casefold() not in text.casefold()] + [text]
    return " / ".join(kept[:2]) if kept else None


def _ends_sentence(text: str) -> bool:
    return text.rstrip(" /|").endswith((".", "!", "?")) and len(text.split()) > 4


def _without_repeat(caption: str | None, credit: str) -> Printed:
    """A credit in its own element, and the caption without the credit that it may repeat at its end."""
    if caption is not None:
        head, tail = split_caption(caption)
        if tail:
            longer = tail if len(tail) > len(credit) and _share_word(tail, credit) else credit
            return Printed(caption=clean_caption(head), credit=longer, credit_source="element")
        bare = _bare(credit)
        if len(bare) >= 4 and caption.casefold().endswith(bare.casefold()) and len(bare) < len(caption):
            caption = clean_caption(caption[: -len(bare)].rstrip(" (/[©-–|,:"))
        elif caption.casefold() == bare.casefold():
            caption = None
    return Printed(caption=caption, credit=credit, credit_source="element")


def apart(caption: str | None, credit: str | None) -> tuple[str | None, str | None]:
    """Caption and credit from two sources, neither repeating the other."""
    if caption and credit:
        if caption.casefold() in (credit.casefold(), _bare(credit).casefold()):
            return None, credit
        rest = credit[len(caption) :].strip(" /|,·–-")
        if credit.startswith(caption) and rest:
            return caption, rest
    return caption, credit


def _bare(credit: str) -> str:
    prefix = credit_prefix(credit) or ""
    return (credit[len(prefix) :] if credit.startswith(prefix) else credit).strip(" ()[]:©/")


def _share_word(one: str, other: str) -> bool:
    return bool(set(re.findall(r"\w{2,}", one.casefold())) & set(re.findall(r"\w{2,}", other.casefold())))
