"""Dates written in numbers: ISO, with a separator, packed, and those of East Asia with the units between."""

import re
from collections.abc import Iterable
from datetime import date, timedelta
from typing import Final

from models.items import Precision
from pipelines.extract.dates.calendars import Calendar, day_of, era_year, numeric_calendar, thai_year
from pipelines.extract.dates.printed import Printed, Reader, calendar_day, full_year

_ISO = re.compile(r"(?<![\d./-])(\d{4})(?P<s>[-/.])\s?(\d{1,2})(?P=s)\s?(\d{1,2})(?!\d|[-/]\d)\.?")
_CJK = re.compile(
    r"(?<!\d)(?P<era>令和|平成|昭和|大正|民國|民国)?\s?(?P<y>\d{2,4}|元|(?<=[和成正國国])\d)\s?[年년]"
    r"\s?(?P<m>\d{1,2})\s?[月월]\s?(?P<d>\d{1,2})\s?[日號号일]?"
)
_HAN = re.compile(
    r"([〇○零一二三四五六七八九]{4})年([一二三四五六七八九十]{1,2})月([一二三四五六七八九十廿卅]{1,3})[日號号]"
)
_BASIC = re.compile(r"(?<!\d)(\d{4})(\d\d)(\d\d)(?=T\d{4}|\D|$|\d{4}(?:\d\d)?(?!\d))")
_NUMERIC = re.compile(
    r"(?<![\d./-])(\d{1,2})(?:(?P<s>[-/])(\d{1,2})(?P=s)|(?P<t>\.\s?|\s/\s)(\d{1,2})(?P=t))['’]?(\d{4}|\d{2})(?![\d/-]|\.\d)"
)
_WORDED: Final = (
    # Months by number, the units by words.
    re.compile(r"(?<!\d)(?P<d>\d{1,2})\s+tháng\s+(?P<m>\d{1,2})(?:,|\s+năm)?\s+(?P<y>\d{4})(?!\d)", re.IGNORECASE),
    re.compile(r"(?<!\d)(?P<y>\d{4})\s+оны\s+(?P<m>\d{1,2})(?:\s?-?\s?[а-яөү]+)?\s+сарын\s+(?P<d>\d{1,2})"),
)


def _of_numbers(year: int, month: int, day: int, line: str, reader: Reader) -> tuple[date, Precision, Calendar] | None:
    year = thai_year(year, line, reader.language, reader.country)
    calendar = numeric_calendar(year, reader.language, reader.country)
    found = day_of(calendar, year, month, day, latest=reader.latest)
    return (*found, calendar) if found else None


def _first_ymd(matches: Iterable[re.Match[str]], line: str, reader: Reader) -> Printed | None:
    for match in matches:
        year, month, day = (int(group) for group in match.groups() if group and group.isdigit())
        if found := _of_numbers(year, month, day, line, reader):
            end = match.end() - (match.group().endswith("."))
            return Printed(start=match.start(), end=end, day=found[0], precision=found[1], calendar=found[2])
    return None


def find_iso(line: str, position: int, reader: Reader) -> Printed | None:
    return _first_ymd(_ISO.finditer(line, position), line, reader)


def find_basic(line: str, position: int, reader: Reader) -> Printed | None:
    return _first_ymd(_BASIC.finditer(line, position), line, reader)


def find_worded(line: str, position: int, reader: Reader) -> Printed | None:
    for pattern in _WORDED:
        for match in pattern.finditer(line, position):
            if day := calendar_day(int(match["y"]), int(match["m"]), int(match["d"]), latest=reader.latest):
                return Printed(start=match.start(), end=match.end(), day=day, precision="day")
    return None


def find_cjk(line: str, position: int, reader: Reader) -> Printed | None:
    for match in _CJK.finditer(line, position):
        year = era_year(match["era"] or "", match["y"], reader.language, reader.country)
        day = calendar_day(year, int(match["m"]), int(match["d"]), latest=reader.latest) if year else None
        if day:
            return Printed(start=match.start(), end=match.end(), day=day, precision="day")
    return None


def find_han(line: str, position: int, reader: Reader) -> Printed | None:
    for match in _HAN.finditer(line, position):
        year = int("".join(str("〇一二三四五六七八九".index(_HAN_ZERO.get(digit, digit))) for digit in match[1]))
        if day := calendar_day(year, _han_number(match[2]), _han_number(match[3]), latest=reader.latest):
            return Printed(start=match.start(), end=match.end(), day=day, precision="day")
    return None


_HAN_ZERO: Final = {"○": "〇", "零": "〇"}


def _han_number(text: str) -> int:
    """十二 is 12, 二十二 is 22, 廿二 too; 0 for what counts nothing."""
    tens, ten, ones = text.replace("廿", "二十").replace("卅", "三十").rpartition("十")
    digits = "〇一二三四五六七八九"
    ahead = digits.find(tens) if tens else 1
    return (ahead * 10 if ten else 0) + (digits.find(ones) if ones else 0) if len(ones) < 2 else 0


def find_numeric(line: str, position: int, reader: Reader) -> Printed | None:
    for match in _NUMERIC.finditer(line, position):
        first, second, third = int(match[1]), int(match[3] or match[5]), match[6]
        year = int(third) if len(third) == 4 else full_year(int(third), reader.latest)
        readings = [_of_numbers(year, second, first, line, reader), _of_numbers(year, first, second, line, reader)]
        dotted = "." in (match["t"] or "")
        if reader.order == "MDY" and not dotted:  # with full stops it is never American
            readings.reverse()
        days = [reading[0] if reading else None for reading in readings]
        if len(third) == 2 and not _clear(first, second, int(third), days[0], days[1], dotted, reader):
            continue
        if not dotted and days[1] and _is_known(days[1], reader) and not (days[0] and _is_known(days[0], reader)):
            readings.reverse()
        chosen = readings[0] or readings[1]
        if chosen:
            rest = readings[1][0] if readings[0] and readings[1] and readings[1] != readings[0] else None
            day, precision, calendar = chosen
            return Printed(
                start=match.start(),
                end=match.end(),
                day=day,
                precision=precision,
                calendar=calendar,
                ambiguous=rest,
            )
    return None


def _is_known(day: date, reader: Reader) -> bool:
    return any(abs(day - known) <= timedelta(days=1) for known in reader.known)


def _clear(
    first: int, second: int, third: int, day: date | None, other: date | None, dotted: bool, reader: Reader
) -> bool:
    """Whether a date with a two-digit year can be read in one way only."""
    if reader.firm or dotted:
        return day is not None and reader.order != "YMD"
    year_first = calendar_day(full_year(first, reader.latest), second, third, latest=reader.latest)
    # What is dated with two digits is of our days: a reading long ago is none.
    recent = {found for found in (day, other, year_first) if found and found.year > reader.latest.year - 30}
    return len(recent) == 1 and recent <= {day, other}
