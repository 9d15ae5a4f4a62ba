"""The lines near the headline that say who wrote."""

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import Final

from lxml import etree
from lxml.html import HtmlElement

from pipelines.extract.dates.names import fold_name, month_number, weekday_names
from pipelines.extract.dates.words import MODIFIED, PUBLISHED
from pipelines.extract.metadata.byline_words import LEAD_IN, LEAD_WITHIN
from pipelines.extract.metadata.names import is_organization, is_whole_name, split_names
from pipelines.extract.window import Block, text_of

_NAMED = re.compile(
    r"byline|\bby-line|author|autor|auteur|writer|reporter|verfasser|journalist|forfatter|skribent|firma\b|yazar|muhabir"
    r"|penulis|redacteur|contributor|kirjoittaja|szerzo|tac-?gia"
)
_NOT_NAMED = re.compile(
    r"author-?(?:bio|desc|image|photo|avatar|social|follow)|comment|newsletter|caption|credit|copyright|media-?(?:box|info)"
    r"|teaser|related|podcast|gallery|slideshow"
)
_NOT_AUTHORED: Final = frozenset(["figure", "figcaption", "picture", "video", "audio"])
_DATE_BEGINS = re.compile(
    r"\s*(?:[|•·]\s*)?(?=\b\d{1,2}[./:]\d|\b\d{1,2}(?:st|nd|rd|th)?[,.]?\s\w*\.?,?\s?\d{4}\b|\b\d{4}[-/.年])"
)
_DAY = re.compile(r"\d{4}|\d{1,2}[./-]\d{1,2}[./-]\d\d")
_BEHIND = re.compile(r"\s*[|•·;/]\s+|\s+[–—-]\s+")
_IS_DATE = re.compile(
    r"(?=(?:\D*\d){4})[^\W\d_]{0,12}(?:[\s\d.:/,-]|(?<=\d)[TZ]|[^\W\d_]{1,10}(?=[\s.,]+\d)|[年月日時时分])+"
)
"""A date of digits, with a weekday's and a month's name."""
_LOOSE = re.compile(r"\s+(?=[,;](?:\s|$))")
"""Before a comma that the markup sets apart."""
_DIGIT = re.compile(r"\d")
_MONTH_BEFORE = re.compile(r"\d{1,2}(?:st|nd|rd|th)?,?\s\d{4}")
_MARKS: Final = " |•·/,;–—-"
_NOT_A_NAME = re.compile(r"categor|section|topic|location|breadcrumb|rubri|kicker|\btags?\b|comment|teaser|related")
_INLINE: Final = frozenset(["a", "b", "cite", "em", "i", "span", "strong", "u", "mark", "sup"])
_MOST_PARTS: Final = 60
"""Elements of a block that are read: a byline's are few, and an empty block can hold thousands."""
_LINE: Final = 160
"""Characters of a byline without any marking, at most."""
_REACH: Final = 14
"""How many blocks after the headline a byline stands at most."""
_HEAD_REACH: Final = 6
"""How many blocks after the headline a byline stands that only a link or its first word marks."""
_DATED_REACH: Final = 10
"""How many blocks after the headline a name stands that only its date marks as a byline."""
_PARTS: Final = ("a", "address", "b", "div", "em", "li", "p", "span", "strong")
_MOST_NAME: Final = 40
_LONGEST: Final = 200
"""Characters of a byline, at most."""
_SHARE: Final = 0.25
"""Of a byline's letters that its names have, at least; without a first word that tells, twice as many."""


def near_by(blocks: Iterable[Block]) -> list[Block]:
    """The blocks among which a byline can stand: around the headline, not inside the text's paragraphs."""
    return [block for block in blocks if -4 <= block.place <= _REACH and not _within_paragraph(block.element)]


def byline_lines(blocks: Iterable[Block]) -> Iterator[str]:
    """Lines that say who wrote: by the name of their element, or by beginning with ``By`` and a name."""
    for block in blocks:
        if _NAMED.search(block.names):
            yield from _named_lines(block.element)
        if len(block.text) <= _LINE and (line := _led_in(block)):
            line = without_date(line)
            if any(is_organization(name) or is_whole_name(name) for name in split_names(line)):
                yield line


def printed_line(blocks: Iterable[Block], names: Sequence[str]) -> str | None:
    """The line near the headline that prints these names: of those with most of them, one that begins with ``By``,
    else the shortest; null where none is made up of names for the most part."""
    wanted = [name.casefold() for name in names]
    found: list[tuple[int, bool, int, str]] = []
    for block in blocks:
        folded = block.text.casefold()
        if block.element.tag in _NOT_AUTHORED or not any(name in folded for name in wanted):
            continue
        for text in _texts(block):
            line = without_date(text)
            named = [name for name in wanted if name in line.casefold()]
            if named and len(line) <= _LONGEST and _is_of_names(line, named):
                led_in = LEAD_IN.match(line) is not None
                if led_in and len(named) == len(wanted):
                    return line
                found.append((-len(named), not led_in, len(line), line))
    return min(found)[-1] if found else None


def _texts(block: Block) -> Iterator[str]:
    """The block's text and that of its elements, each once."""
    seen = {block.text}
    yield block.text
    for part in islice(block.element.iterdescendants(*_PARTS), _MOST_PARTS):
        if (text := text_of(part, _LONGEST)) not in seen:
            seen.add(text)
            yield text


def _is_of_names(line: str, named: list[str]) -> bool:
    share = sum(map(len, named)) / len(line)
    if share >= 2 * _SHARE or (share >= _SHARE and LEAD_IN.match(line)):
        return True
    only = {name.casefold() for name in split_names(line)}
    return bool(only) and only <= set(named)


def linked_names(blocks: Iterable[Block]) -> Iterator[str]:
    """The names that a byline links to their authors' pages, one line a byline."""
    for block in blocks:
        marked = _NAMED.search(block.names) or LEAD_IN.match(block.text)
        if marked or (-2 <= block.place <= _HEAD_REACH and len(block.text) <= _LINE):
            attributes = ("rel", "href", "class") if marked else ("rel", "href")
            links = (link for link in block.element.iter("a") if _NAMED.search(_names_of(link, *attributes)))
            names = [
                name for name in (text_of(link, 80) for link in links) if is_whole_name(name) and split_names(name)
            ]
            if names:
                yield "; ".join(dict.fromkeys(names))


def dated_names(blocks: Iterable[Block], tree: HtmlElement) -> Iterator[str]:
    """Names that only the date beside them marks as a byline: ``Jane Austen | 22 June 2017``.

    What the page links to elsewhere, other than as an author, is a section or a place.
    """
    for block in blocks:
        if not -2 <= block.place <= _DATED_REACH or len(block.text) > _LINE or _NOT_A_NAME.search(block.names):
            continue
        line = _beside_date(block.text)
        names = split_names(line) if 3 < len(line) <= _MOST_NAME else ()
        if names and all(is_whole_name(name) and not is_organization(name) for name in names):
            linked = {text_of(link, 80) for link in tree.iter("a") if not _NAMED.search(_names_of(link, "rel", "href"))}
            if linked.isdisjoint(names):
                yield line


def _beside_date(text: str) -> str:
    """What stands before a day, or behind it with a mark between; empty where no day is printed: a time alone may be a
    player's."""
    if not _DAY.search(text):
        return ""
    if (line := without_date(text)) and line != text:
        return line
    head, *parts = _BEHIND.split(text)
    return parts[0] if len(parts) == 1 and _IS_DATE.fullmatch(head) else ""


def without_date(line: str) -> str:
    """The line up to where its date begins, without the words that announce a date."""
    text, *date = _DATE_BEGINS.split(line, maxsplit=1) if _DIGIT.search(line) else (line,)
    if date:
        text = _without_date_words(text, month_first=_MONTH_BEFORE.match(date[0]) is not None)
    if date or text.endswith(":"):
        for announces in (PUBLISHED, MODIFIED):
            found = announces.search(text)
            if found and found.start() > 3 and len(text) - found.end() < 8:
                text = text[: found.start()]
    return _LOOSE.sub("", text.strip(_MARKS))


def _without_date_words(text: str, *, month_first: bool) -> str:
    """The text without the weekday, or the month before a day (``June 22, 2017``), at its end."""
    while (words := text.rstrip(_MARKS).split()) and (
        (word := fold_name(words[-1])) in weekday_names() or (month_first and month_number(word, None) is not None)
    ):
        text = " ".join(words[:-1])
    return text


def _led_in(block: Block) -> str | None:
    """The block's text, or one of its elements beside a date or a reading time, where it begins with ``By``."""
    if LEAD_IN.match(block.text):
        return block.text
    if not 0 < block.place <= _HEAD_REACH or not LEAD_WITHIN.search(block.text):
        return None
    parts = islice(block.element.iterdescendants(*_PARTS), _MOST_PARTS)
    texts = (text_of(part, _LINE) for part in parts)
    return next((text for text in texts if LEAD_IN.match(text)), None)


def _named_lines(block: HtmlElement) -> Iterator[str]:
    """The texts of the elements that are named for an author; elements of one name side by side make one line."""
    groups: dict[tuple[HtmlElement | None, str], list[str]] = {}
    for element in block.iter(etree.Element):
        names = _names_of(element, "class", "itemprop", "rel", "id")
        if _NAMED.search(names) and not _NOT_NAMED.search(names) and not _is_media(element):
            text = text_of(element, _LONGEST)
            if 1 < len(text) <= _LONGEST and (line := without_date(text)):
                groups.setdefault((element.getparent(), names), []).append(line)
    side_by_side = [lines for lines in groups.values() if len(lines) > 1 and _are_names(lines)]
    yield from ("; ".join(dict.fromkeys(lines)) for lines in side_by_side)
    yield from (lines[0] for lines in groups.values())


def _are_names(lines: list[str]) -> bool:
    return all(len(names) == 1 and is_whole_name(names[0]) for names in map(split_names, lines))


def _is_media(element: HtmlElement) -> bool:
    """Whether the element stands in a picture's or a recording's frame, whose author is another."""
    return element.tag in _NOT_AUTHORED or any(holder.tag in _NOT_AUTHORED for holder in element.iterancestors())


def _within_paragraph(element: HtmlElement) -> bool:
    """Whether the element is a part of a paragraph too long to be a block: a link or stress in the running text."""
    holder = element.getparent()
    return element.tag in _INLINE and holder is not None and holder.tag == "p"


def _names_of(element: HtmlElement, *attributes: str) -> str:
    return " ".join(element.get(name) or "" for name in attributes).lower()
