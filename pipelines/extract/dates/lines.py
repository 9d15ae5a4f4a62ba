"""The dates that a page shows: ``<time>`` elements and date lines near the headline."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from lxml.html import HtmlElement

from models.items import DateOrder, DateReading, Hints
from pipelines.extract.dates.grammar import scan
from pipelines.extract.dates.printed import Printed, Reader
from pipelines.extract.dates.reading import fold, latest_instant, parse_date, read_printed, reader_of
from pipelines.extract.dates.relative import read_relative
from pipelines.extract.dates.words import MODIFIED, PUBLISHED
from pipelines.extract.window import SHORT, Block, text_of

_DIGIT = re.compile(r"\d\D*\d")
_WORDS_ONLY: Final = 40
"""Characters of a block without digits that may still be a ``<time>``: ``Yesterday, by our own correspondent``."""
_SLASHED = re.compile(r"(?<![\d/])(\d{1,2})/(\d{1,2})/(?:19|20)\d\d(?!\d)")
_DATE_NAMES = re.compile(
    r"date|time|publi|posted|updat|modif|byline|dateline|meta\b|article-?info|fecha|datum|heure|horaire|erschien|stand\b"
)
_CHANGE_NAMES = re.compile(r"updat|modif|aktualis|actuali|revis|edited")
_FIRST_NAMES = re.compile(r"publish|posted|entry-date|creat|pubdate")
_OTHERS = re.compile(
    r"teaser|related|read-?more|recommend|comment|\bcard|most-?read|popular|live-?blog|ticker|sidebar"
    r"|caption|credit|legend|image|photo|figure"
)
_REACH: Final = 12
"""How many blocks after the headline a date stands at most, where other text stands beside it."""
_MACHINE: Final = ("datetime", "content", "data-datetime", "data-date", "data-timestamp", "data-time")
_RESIDUE_BARE: Final = 45
"""Letters beside the dates of a line that nothing but its form marks as a date line: a byline, a place."""
_RESIDUE_OTHERS: Final = 15
"""The same within what is named for other articles, or for a picture: captions have dates of their own."""
_RESIDUE_NAMED: Final = 130
"""The same for a line whose element is named for dates."""


@dataclass(frozen=True, slots=True)
class Witnesses:
    """Readings in order of trust."""

    published: tuple[DateReading, ...]
    modified: tuple[DateReading, ...]


def shown_order(blocks: Iterable[Block]) -> DateOrder | None:
    """The order of day and month in those numeric dates near the headline that can be read one way only; null where
    there are none, or of both orders."""
    orders: set[DateOrder] = set()
    for block in blocks:
        for match in _SLASHED.finditer(block.text) if "/" in block.text else ():
            if (first := int(match[1])) != (second := int(match[2])) and max(first, second) <= 31:
                orders |= {"DMY"} if first > 12 >= second else {"MDY"} if second > 12 >= first else set()
    return orders.pop() if len(orders) == 1 else None


def relative_date(blocks: Iterable[Block], hints: Hints) -> DateReading | None:
    """What the lines near the headline say of the publication with respect to the day of the capture."""
    for block in blocks:
        letters = sum(map(str.isalnum, block.text))
        if -3 <= block.place <= _REACH and letters <= _RESIDUE_BARE + 20 and not _OTHERS.search(block.names):
            reading = read_relative(block.text, hints) if not MODIFIED.search(block.text) else None
            if reading:
                return reading
    return None


def shown_dates(blocks: Iterable[Block], hints: Hints, known: frozenset[date]) -> Witnesses:
    """What ``<time>`` elements and lines of text near the headline say; ``known``: days named beyond doubt."""
    reader = reader_of(hints, known)
    published: list[DateReading] = []
    modified: list[DateReading] = []
    machine: list[DateReading] = []
    for block in blocks:
        named = "date" in block.names or "time" in block.names
        if not named and (not block.text or (len(block.text) > _WORDS_ONLY and not _DIGIT.search(block.text))):
            continue
        for reading, change in _machine_dates(block, hints):
            (modified if change else machine).append(reading)
        for reading, change in _line_dates(block, hints, reader):
            if block.place < -1 and _is_today(reading, hints):
                continue  # a masthead's
            (modified if change else published).append(reading)
        if len(published) + len(machine) > 3:
            break
    return Witnesses((*machine, *published), tuple(modified))


def _is_today(reading: DateReading, hints: Hints) -> bool:
    """Whether the reading is no more than the day of the page's capture."""
    captured = latest_instant(hints) - timedelta(days=1)
    return reading.precision == "day" and abs(reading.at.date() - captured.date()) <= timedelta(days=1)


def _machine_dates(block: Block, hints: Hints) -> Iterator[tuple[DateReading, bool]]:
    """Attributes of ``<time>`` and of elements with a date's ``itemprop``, and whether each is a change."""
    tags = ("time", "span", "div", "p", "abbr") if "date" in block.names else ("time",)
    for element in block.element.iter(*tags):
        is_time = element.tag == "time"
        prop = (element.get("itemprop") or "").lower()
        if not is_time and not prop.startswith("date"):
            continue
        raw = next((element.get(name) for name in _MACHINE if element.get(name)), None)
        if raw and (reading := parse_date(raw[:200], hints, "time" if is_time else f"itemprop:{prop}")):
            names = f"{element.get('class') or ''} {prop} {element.get('id') or ''}".lower()
            said = _CHANGE_NAMES.search(names) and not _FIRST_NAMES.search(names.replace("datemodified", ""))
            yield reading, bool(said) or _label_says_change(element)


def _label_says_change(element: HtmlElement) -> bool:
    previous = element.getprevious()
    before = (previous.tail if previous is not None else getattr(element.getparent(), "text", None)) or ""
    if (
        previous is not None
        and not before.strip()
        and previous.tag in ("span", "b", "strong", "em", "label", "dt", "i")
    ):
        before = previous.text or ""
    return bool(MODIFIED.search(f"{before[-40:]} {(element.text or '')[:40]}"))


def _line_dates(block: Block, hints: Hints, reader: Reader, depth: int = 0) -> Iterator[tuple[DateReading, bool]]:
    """Dates in the text of a block, and whether each is a change: by the words before it, else by the block's names.

    In a block that says more than a date line does, the line is looked for among its parts.
    """
    if not _DIGIT.search(block.text) and "年" not in block.text:
        return
    dates = scan(block.text, reader)
    if not dates:
        return
    if _is_date_line(block, dates):
        changed = bool(_CHANGE_NAMES.search(block.names)) and not _FIRST_NAMES.search(block.names)
        yield from _read_line(block.text, dates, hints, changed)
    elif depth < 8 and -3 <= block.place <= _REACH and not _OTHERS.search(block.names):
        # The label of the whole reaches into its parts.
        label = "updated" if MODIFIED.search(block.text[:30]) else ""
        for child in block.element:
            if isinstance(child.tag, str) and (text := text_of(child, SHORT)):
                part = Block(child, text, f"{(child.get('class') or '').lower()} {label}", block.place)
                yield from _line_dates(part, hints, reader, depth + 1)


def _read_line(text: str, dates: list[Printed], hints: Hints, changed: bool) -> Iterator[tuple[DateReading, bool]]:
    end = unlabelled = 0
    # Where words tell a change from the publication, the element's name says nothing of a date without such words.
    changed = changed and not MODIFIED.search(text[dates[0].end :])
    for printed in dates:
        label = text[end : printed.start]
        end = printed.end
        says_change, says_first = MODIFIED.search(label), PUBLISHED.search(label)
        unlabelled += not (says_change or says_first)
        if unlabelled > 1:
            return
        reading = read_printed(printed, fold(text[printed.start : printed.end]), hints, "text")
        if reading:
            yield reading, bool(says_change) or (changed and not says_first)


def _is_date_line(block: Block, dates: list[Printed]) -> bool:
    room = sum(printed.end - printed.start for printed in dates)
    if _OTHERS.search(block.names):
        room += _RESIDUE_OTHERS
    else:
        named = block.element.tag == "time" or _DATE_NAMES.search(block.names)
        room += _RESIDUE_NAMED if named else _RESIDUE_BARE
    if sum(map(str.isalnum, block.text)) <= room:
        return True
    return sum(map(str.isalnum, PUBLISHED.sub("", MODIFIED.sub("", block.text)))) <= room
