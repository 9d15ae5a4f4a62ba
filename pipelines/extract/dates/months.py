"""Dates with the month's name, in any order of the parts."""

import re
from collections.abc import Iterator

from pipelines.extract.dates.calendars import Calendar, day_of, month_of, thai_year
from pipelines.extract.dates.printed import Printed, Reader, calendar_day, full_year
from pipelines.extract.dates.words import CONNECTIVES

_YEAR = re.compile(
    r"((?:1[3489]|2[05])\d\d)(?:(?<![\d:.,/+-]\d{4})(?<!\d\s[-–]\d{4})(?![\d:])|(?<=[-/.]\d{4})(?![\d:/-]|\.\d))"
)
_CTIME = re.compile(
    r"([^\W\d_]{3,9})\s+(\d{1,2})\s+(\d{1,2}:\d\d(?::\d\d)?)\s+(?:([A-Z]{1,5}|[+-]\d\d:?\d\d)\s+)?(\d{4})(?!\d)"
)
_DAY_MONTH_AFTER = re.compile(
    r"\.?(?:[\s-]?(?:gada|gads|g\.|жылғы|жылдын|жыл|жылы|yil|yili|yılı|ilin|il|оны|ж\.|м\.|ko))?\.?\s+"
    r"(\d{1,2})[.-]?\s*([^\W\d_]{3,14})",
    re.IGNORECASE,
)
_SHORT_YEAR = re.compile(
    r"(?<!\d)(\d{1,2})(?:st|nd|rd|th|\.)?[\s-]([^\W\d_][^\d\n:|,;()]{1,9}?)\.?[\s,-]+['’]?(\d{2})(?![\d:])"
)
_DAY_BEFORE = re.compile(r"(?<![\d:.])(\d{1,2})(?!\d)([^\d\n:|]{1,48})$")
_MONTH_BEFORE = re.compile(r"([^\W\d_][^\d\n:|,;()]{1,24}?)[\s.\-]+(\d{1,2})(?:st|nd|rd|th)?(?:[\s,.،\-]|of|de|ቀን)*$")
_MONTH_AFTER = re.compile(r"([^\d\n:|]{1,32}?)(\d{1,2})(?!\d|:\d)(?:\.|-\w{1,3})?")
_DIGIT = re.compile(r"\d")
_ORDINAL = re.compile(r"^(?:st|nd|rd|th|er|re|ère|º|ª|°|η|ης|-?го|-?ое|-?ші|-?і|\.)(?=[\s.,]|$)", re.IGNORECASE)
_ERA = re.compile(r"พ\s?\.?\s?ศ\.?|ค\.\s?ศ\.?|ዓ\.?\s?ም\.?|እ\.ኤ\.አ\.?")
"""Abbreviations for an era, which stand before its year."""
_NON_LETTERS = re.compile(r"[\s.,;،\-–—/'’()\[\]|·•:@]+")
_WORD = re.compile(r"[^\s\d,;|·•()،:]+")


def find_ctime(line: str, position: int, reader: Reader) -> Printed | None:
    for match in _CTIME.finditer(line, position):
        calendar, month = month_of(match[1], reader.language) or ("gregorian", 0)
        day = calendar_day(int(match[5]), month, int(match[2]), latest=reader.latest)
        hour, minute, *second = (int(part) for part in match[3].split(":"))
        if day and calendar == "gregorian" and hour <= 23 and minute <= 59:
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


def find_month_name(line: str, position: int, reader: Reader) -> Printed | None:
    for match in _YEAR.finditer(line, position):
        for start, end, named, number in _spelled(line, position, match, reader.language):
            calendar, month = named
            year = int(match.group())
            year = thai_year(year, line, reader.language, reader.country) if calendar == "gregorian" else year
            if found := day_of(calendar, year, month, number, latest=reader.latest):
                return Printed(start=start, end=end, day=found[0], precision=found[1], calendar=calendar)
    return None


def _spelled(
    line: str, position: int, year: re.Match[str], language: str | None
) -> Iterator[tuple[int, int, tuple[Calendar, int], int]]:
    """Start, end, month and day of what may be a date around a year."""
    before = line[max(position, year.start() - 64) : year.start()]
    start = year.start() - len(before)
    if spelled := _day_and_month(before, language):
        offset, named, number = spelled
        yield start + offset, year.end(), named, number
    if (after := _MONTH_AFTER.match(line, year.end())) and (month := _month_in(after[1], language)):
        yield year.start(), after.end(2), month, int(after[2])
    if (after := _DAY_MONTH_AFTER.match(line, year.end())) and (last := month_of(after[2], language)):
        yield year.start(), after.end(), last, int(after[1])


def _day_and_month(before: str, language: str | None) -> tuple[int, tuple[Calendar, int], int] | None:
    """Offset, month and day of ``22 June`` or ``June 22nd,`` at the end of what precedes a year."""
    if (match := _DAY_BEFORE.search(before)) and (month := _month_in(match[2], language)):
        return match.start(1), month, int(match[1])
    if _DIGIT.search(before[-16:]) and (match := _MONTH_BEFORE.search(before)):
        words = list(_WORD.finditer(before, match.start(1), match.end(1)))
        for count in (2, 1):
            if len(words) >= count:
                name = before[words[-count].start() : words[-1].end()]
                if month := month_of(name.strip("-"), language):
                    return words[-count].start(), month, int(match[2])
    return None


def _month_in(gap: str, language: str | None) -> tuple[Calendar, int] | None:
    """The month that fills a gap between day and year, but for ordinals, connectives and punctuation; given under two
    names (``حزيران/يونيو``) if both are one."""
    gap = _ORDINAL.sub(" ", gap if gap.isascii() else _ERA.sub(" ", gap))
    words = [word for word in _NON_LETTERS.split(gap) if word]
    named = [word for word in words if word.casefold() not in CONNECTIVES]
    if not named or len(named) > 5:
        return None
    if month := month_of(" ".join(named), language) or month_of(" ".join(words), language):
        return month
    if "/" not in gap and "(" not in gap:
        return None
    each = {month_of(part.strip(" ()"), language) for part in re.split(r"[/(]", gap) if part.strip(" (),.،")}
    return each.pop() if len(each) == 1 else None


def find_short_year(line: str, position: int, reader: Reader) -> Printed | None:
    for match in _SHORT_YEAR.finditer(line, position):
        named = month_of(match[2], reader.language)
        if not named or named[0] != "gregorian":
            continue
        # Thai years of two digits are of the Buddhist era: 60 is 2560, which is 2017.
        year = thai_year(2500 + int(match[3]), match[2], reader.language, reader.country)
        year = year if year < 2400 else full_year(int(match[3]), reader.latest)
        day = calendar_day(year, named[1], int(match[1]), latest=reader.latest)
        if day and day.year >= 1990:
            return Printed(start=match.start(), end=match.end(), day=day, precision="day")
    return None
