"""The grammar of printed dates: finds dates in a text and says what was printed, without deciding on a zone."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Final

from models.items import DateOrder, Precision
from pipelines.extract.dates.clock import clock_after, clock_before
from pipelines.extract.dates.words import CONNECTIVES, month_number

MAX_TEXT: Final = 400
"""Longer texts are cut: no printed date is that long."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Printed:
    """A date found in a text: where it stands and what is printed, each part null if it is not."""

    start: int
    end: int
    day: date
    precision: Precision
    hour: int = 0
    minute: int = 0
    second: int = 0
    microsecond: int = 0
    zone: str | None = None
    """The printed zone: ``Z``, ``+05:30``, ``UTC+3``, an abbreviation or an IANA name."""
    ambiguous: date | None = None
    """The other reading of a numeric date whose day and month could be swapped."""


_ISO = re.compile(r"(?<![\d./-])(\d{4})(?P<s>[-/.])\s?(\d{1,2})(?P=s)\s?(\d{1,2})(?!\d|[-/]\d)\.?")
_CJK = re.compile(r"(?<!\d)(\d{4})\s?[年년]\s?(\d{1,2})\s?[月월]\s?(\d{1,2})\s?[日號号일]?")
_BASIC = re.compile(r"(?<!\d)(\d{4})(\d\d)(\d\d)(?=T\d{4}|\D|$|\d{4}(?:\d\d)?(?!\d))")
_NUMERIC = re.compile(
    r"(?<![\d./-])(\d{1,2})(?:(?P<s>[-/])(\d{1,2})(?P=s)|(?P<t>\.\s?|\s/\s)(\d{1,2})(?P=t))['’]?(\d{4}|\d{2})(?![\d/-]|\.\d)"
)
_YEAR = re.compile(
    r"(?<![\d:.,/+-])(?<!\d\s[-–])(1[89]\d\d|20\d\d)(?![\d:])|(?<=[-/.])(1[89]\d\d|20\d\d)(?![\d:/-]|\.\d)"
)
_CTIME = re.compile(
    r"([^\W\d_]{3,9})\s+(\d{1,2})\s+(\d{1,2}:\d\d(?::\d\d)?)\s+(?:([A-Z]{1,5}|[+-]\d\d:?\d\d)\s+)?(\d{4})(?!\d)"
)
_VIETNAMESE = re.compile(r"(?<!\d)(\d{1,2})\s+tháng\s+(\d{1,2})(?:,|\s+năm)?\s+(\d{4})(?!\d)", re.IGNORECASE)
_DAY_MONTH_AFTER = re.compile(r"\.?\s+(?:gada\s+)?(\d{1,2})\.?\s+([^\W\d_]{3,12})", re.IGNORECASE)
_SHORT_YEAR = re.compile(r"(?<!\d)(\d{1,2})(?:st|nd|rd|th|\.)?[\s-]([^\W\d_]{3,10})\.?[\s,-]+['’]?(\d{2})(?![\d:])")
_DAY_BEFORE = re.compile(r"(?<![\d:.])(\d{1,2})(?!\d)([^\d\n:|]{1,32})$")
_MONTH_BEFORE = re.compile(r"([^\W\d_][^\d\n:|,;()]{1,24}?)[\s.\-]+(\d{1,2})(?:st|nd|rd|th)?(?:[\s,.\-]|of|de)*$")
_MONTH_AFTER = re.compile(r"([^\d\n:|]{1,32}?)(\d{1,2})(?!\d|:\d)(?:\.|-\w{1,3})?")
_ORDINAL = re.compile(r"^(?:st|nd|rd|th|er|re|ère|º|ª|°|η|ης|-?го|-?ое|\.)(?=[\s.,]|$)", re.IGNORECASE)
_NON_LETTERS = re.compile(r"[\s.,;،\-–—/'’()\[\]|·•:@]+")
_WORD = re.compile(r"[^\s\d,;|·•()،:]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Reader:
    """What a reader of the page knows: the usual order of day and month, the language, and the latest day possible."""

    order: DateOrder
    firm: bool
    """Whether the order is known (from the source or its country), not just likely."""
    language: str | None
    latest: date


def scan(text: str, reader: Reader) -> Iterator[Printed]:
    """The dates printed in ``text`` from left to right, in spans that do not overlap; offsets are those of ``text``.

    The reader's order settles numeric dates that could be read both ways; none is later than its latest day or before
    1800.
    """
    line = _ascii_digits(text[:MAX_TEXT])
    position = 0
    while position < len(line):
        core = _next_core(line, position, reader)
        if core is None:
            return
        printed = _with_clock(line, core, position)
        yield printed
        position = printed.end


def _next_core(line: str, position: int, reader: Reader) -> Printed | None:
    found = [
        core
        for core in (
            _ymd(_ISO, line, position, reader.latest),
            _ymd(_CJK, line, position, reader.latest),
            _ymd(_BASIC, line, position, reader.latest),
            _numeric(line, position, reader),
            _vietnamese(line, position, reader.latest),
            _ctime(line, position, reader.language, reader.latest),
            _with_month_name(line, position, reader.language, reader.latest),
            _short_year(line, position, reader.language, reader.latest),
        )
        if core is not None
    ]
    return min(found, key=lambda core: (core.start, -core.end), default=None)


def _ymd(pattern: re.Pattern[str], line: str, position: int, latest: date) -> Printed | None:
    for match in pattern.finditer(line, position):
        numbers = [int(group) for group in match.groups() if group and group.isdigit()]
        if day := calendar_day(*numbers[:3], latest=latest):
            end = match.end() - (match.group().endswith("."))
            return Printed(start=match.start(), end=end, day=day, precision="day")
    return None


def _numeric(line: str, position: int, reader: Reader) -> Printed | None:
    for match in _NUMERIC.finditer(line, position):
        first, second, third = int(match[1]), int(match[3] or match[5]), match[6]
        year = int(third) if len(third) == 4 else _century(int(third), reader.latest)
        readings = [
            calendar_day(year, second, first, latest=reader.latest),
            calendar_day(year, first, second, latest=reader.latest),
        ]
        dotted = "." in (match["t"] or "")
        if reader.order == "MDY" and not dotted:  # with full stops it is never American
            readings.reverse()
        day, other = readings
        if len(third) == 2 and not _clear(first, second, int(third), day, other, dotted, reader):
            continue
        if day or other:
            rest = other if day and other != day else None
            chosen = day or other or reader.latest
            return Printed(start=match.start(), end=match.end(), day=chosen, precision="day", ambiguous=rest)
    return None


def _clear(
    first: int, second: int, third: int, day: date | None, other: date | None, dotted: bool, reader: Reader
) -> bool:
    """Whether a date with a two-digit year can be read in one way only."""
    if reader.firm or dotted:
        return day is not None and reader.order != "YMD"
    year_first = calendar_day(_century(first, reader.latest), second, third, latest=reader.latest)
    # What is dated with two digits is of our days: a reading long ago is none.
    recent = {found for found in (day, other, year_first) if found and found.year > reader.latest.year - 30}
    return len(recent) == 1 and recent <= {day, other}


def _vietnamese(line: str, position: int, latest: date) -> Printed | None:
    for match in _VIETNAMESE.finditer(line, position):
        if day := calendar_day(int(match[3]), int(match[2]), int(match[1]), latest=latest):
            return Printed(start=match.start(), end=match.end(), day=day, precision="day")
    return None


def _century(year: int, latest: date) -> int:
    return 2000 + year if 2000 + year <= latest.year else 1900 + year


def _ctime(line: str, position: int, language: str | None, latest: date) -> Printed | None:
    for match in _CTIME.finditer(line, position):
        month = month_number(match[1], language)
        day = calendar_day(int(match[5]), month, int(match[2]), latest=latest) if month else None
        if day:
            hour, minute, *second = (int(part) for part in match[3].split(":"))
            if hour > 23 or minute > 59:
                continue
            return Printed(
                start=match.start(),
                end=match.end(),
                day=day,
                precision="second" if second else "minute",
                hour=hour,
                minute=minute,
                second=min(second[0], 59) if second else 0,
                zone=match[4],
            )
    return None


def _with_month_name(line: str, position: int, language: str | None, latest: date) -> Printed | None:
    for match in _YEAR.finditer(line, position):
        year = int(match.group())
        before = line[max(position, match.start() - 48) : match.start()]
        start = match.start() - len(before)
        if spelled := _day_and_month(before, language):
            offset, month, number = spelled
            if day := calendar_day(year, month, number, latest=latest):
                return Printed(start=start + offset, end=match.end(), day=day, precision="day")
        if after := _MONTH_AFTER.match(line, match.end()):
            month_after = _month_in(after[1], language)
            day = calendar_day(year, month_after, int(after[2]), latest=latest) if month_after else None
            if day:
                return Printed(start=match.start(), end=after.end(2), day=day, precision="day")
        if after := _DAY_MONTH_AFTER.match(line, match.end()):
            month_last = month_number(after[2], language)
            day = calendar_day(year, month_last, int(after[1]), latest=latest) if month_last else None
            if day:
                return Printed(start=match.start(), end=after.end(), day=day, precision="day")
    return None


def _day_and_month(before: str, language: str | None) -> tuple[int, int, int] | None:
    """Offset, month and day of ``22 June`` or ``June 22nd,`` at the end of what precedes a year."""
    if (match := _DAY_BEFORE.search(before)) and (month := _month_in(match[2], language)):
        return match.start(1), month, int(match[1])
    if match := _MONTH_BEFORE.search(before):
        words = list(_WORD.finditer(before, match.start(1), match.end(1)))
        for count in (2, 1):
            if len(words) >= count:
                name = before[words[-count].start() : words[-1].end()]
                if month := month_number(name.strip("-"), language):
                    return words[-count].start(), month, int(match[2])
    return None


def _month_in(gap: str, language: str | None) -> int | None:
    """The month that fills a gap between day and year, but for ordinals, connectives and punctuation."""
    gap = _ORDINAL.sub(" ", gap)
    words = [word for word in _NON_LETTERS.split(gap) if word]
    named = [word for word in words if word.casefold() not in CONNECTIVES]
    if not named or len(named) > 3:
        return None
    return month_number(" ".join(named), language) or month_number(" ".join(words), language)


def _short_year(line: str, position: int, language: str | None, latest: date) -> Printed | None:
    for match in _SHORT_YEAR.finditer(line, position):
        month = month_number(match[2], language)
        day = calendar_day(_century(int(match[3]), latest), month, int(match[1]), latest=latest) if month else None
        if day and day.year >= 1990:
            return Printed(start=match.start(), end=match.end(), day=day, precision="day")
    return None


def _with_clock(line: str, core: Printed, position: int) -> Printed:
    if core.precision != "day":
        return core
    if clock := clock_after(line, core.end) or clock_before(line, position, core.start):
        return Printed(
            start=min(core.start, clock.start),
            end=max(core.end, clock.end),
            day=core.day,
            precision=clock.precision,
            hour=clock.hour,
            minute=clock.minute,
            second=clock.second,
            microsecond=clock.microsecond,
            zone=clock.zone,
            ambiguous=core.ambiguous,
        )
    return core


def calendar_day(year: int, month: int, day: int, *, latest: date) -> date | None:
    """That day, if the calendar has it and it lies between 1800 and ``latest``."""
    try:
        found = date(year, month, day)
    except ValueError:
        return None
    return found if date(1800, 1, 1) <= found <= latest else None


def _ascii_digits(text: str) -> str:
    """The same text, character for character, with every script's digits as ASCII and every space a plain one."""
    return text if text.isascii() else "".join(map(_ascii_digit, text))


@lru_cache(maxsize=4096)
def _ascii_digit(character: str) -> str:
    if character.isspace():
        return " "
    if character in "：":
        return ":"
    if character in "／":
        return "/"
    digit = unicodedata.digit(character, None)
    return str(digit) if digit is not None and unicodedata.category(character) == "Nd" else character
