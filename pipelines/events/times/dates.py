"""Calendar dates in running text: ``June 21, 2017``, ``9–10 July``, ``the night of 21 to 22 June``, ``06/21/2017``."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Final, Literal

from pipelines.extract.dates.zones import MONTH_FIRST

_DAY = r"(?P<{0}>\d{{1,2}})(?:st|nd|rd|th|er|º|°|\.(?=[\s/–-]))?"
_JOIN = (
    r"(?P<join>\s?[-–—/]\s?|\s(?:and|to|or|through|et|au|a|ou|y|al|e|und|bis|auf|zum|и|по|на|і|та|до|ve|ile|و|الى)\s?)"
    r"(?:(?:the|el|le|il|den|dem)\s|l'|ال)?"
)
_LISTED = r"(?:,\s?\d{1,2}(?:st|nd|rd|th)?)*"
_BEFORE: Final = re.compile(
    rf"(?:(?<![\d.,:/$€£-])(?<!\d\s){_DAY.format('a')}{_LISTED}{_JOIN}|(?<![\d.,:/$€£-]))"
    rf"{_DAY.format('b')}(?:\s(?:(?:of|de|di|du|من)\s)?|-)$"
)
_ENGLISH_DAY = r"(?P<{0}>\d{{1,2}})(?:st|nd|rd|th)?"
_AFTER: Final = re.compile(
    rf"\.?\s(?:the\s)?{_ENGLISH_DAY.format('a')}(?:{_LISTED}{_JOIN}{_ENGLISH_DAY.format('b')})?(?![\d%]|[.,:]\d)"
)
_YEAR: Final = re.compile(r"(?:\.?,?\s(?:(?:of|de|del|عام|سنة)\s)?|-)((?:1[89]|20)\d\d)(?!\d|[.,:]\d|[-–]\d)")
_NUMERIC: Final = re.compile(r"(?<![\d./-])(\d{1,4})([./-])(\d{1,2})\2(\d{1,4})(?![\d/-]|\.\d)")
_BETWEEN: Final = re.compile(r"(?:between|entre|zwischen|между|між|tra|fra|بين)\W+(?:\w{1,3}\W+)?$")
_APART: Final = 3
"""Days of one month that ``and`` joins are a span if they lie no farther apart than this."""

Order = Literal["DMY", "MDY"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Printed:
    """A calendar date as printed: its offsets, and its parts as far as they are named."""

    start: int
    end: int
    month: int
    first: int | None = None
    """Day of the month; null where only the month is named."""
    last: int | None = None
    """The last day, if it is a span within the month."""
    year: int | None = None


@lru_cache(maxsize=256)
def order_of(country: str | None, language: str) -> Order | None:
    """How numeric dates are written; null where the country is unknown and the language has both."""
    if country is None:
        return None if language == "en" else "DMY"
    return "MDY" if country in MONTH_FIRST and language in ("en", "fil", "tl") else "DMY"


def around_month(folded: str, start: int, end: int, month: int, *, since: int, day_may_follow: bool) -> list[Printed]:
    """The dates that are named with the month at these offsets: one, or two where far days are listed; without a day
    where none stands beside it. What stands before ``since`` belongs to another date."""
    if before := _BEFORE.search(folded, max(since, start - 40), start):
        after = end
        parts = before
    elif day_may_follow and (found := _AFTER.match(folded, end)):
        after = found.end()
        parts = found
    else:
        year = _YEAR.match(folded, end)
        stop = year.end() if year else end
        return [Printed(start=start, end=stop, month=month, year=int(year[1]) if year else None)]
    named = _YEAR.match(folded, after)
    whole = (min(start, parts.start()) if parts is before else start, named.end() if named else after)
    return _days(folded, parts, whole, month, int(named[1]) if named else None)


def _days(folded: str, parts: re.Match[str], whole: tuple[int, int], month: int, year: int | None) -> list[Printed]:
    start, end = whole
    days = [int(day) for day in (parts["a"], parts["b"]) if day]
    if len(days) < 2:
        return [Printed(start=start, end=end, month=month, first=days[0], year=year)]
    first, last = days
    if first >= last:
        if start < parts.start("a"):  # "June 21 and 21": what follows is something else
            return [Printed(start=start, end=parts.end("a"), month=month, first=first)]
        return [Printed(start=parts.start("b"), end=end, month=month, first=last, year=year)]
    joined = parts["join"].strip()
    is_span = joined not in _AND or last - first <= _APART
    if is_span or _BETWEEN.search(folded, max(0, start - 24), start):
        return [Printed(start=start, end=end, month=month, first=first, last=last, year=year)]
    one = Printed(start=start, end=parts.end("a"), month=month, first=first, year=year)
    return [one, Printed(start=parts.start("b"), end=end, month=month, first=last, year=year)]


_AND: Final = frozenset(["and", "or", "et", "ou", "y", "e", "und", "и", "і", "та", "ve", "و"])


def numeric_dates(text: str, order: Order | None) -> Iterator[tuple[int, int, date]]:
    """Offsets and day of dates in numbers, with a year of four digits, whose order is certain."""
    for match in _NUMERIC.finditer(text):
        first, separator, second, third = match.groups()
        if len(first) == 4 and len(third) <= 2:
            year, month, day = int(first), int(second), int(third)
        elif len(third) == 4 and len(first) <= 2:
            year = int(third)
            month, day = _ordered(int(first), int(second), "DMY" if separator == "." else order)
        else:
            continue
        if 1800 <= year <= 2199 and (found := valid_day(year, month, day)):
            yield match.start(), match.end(), found


def _ordered(first: int, second: int, order: Order | None) -> tuple[int, int]:
    """Month and day of two numbers; month 0 where the order is not certain."""
    if first > 12 or (first == second and second <= 12):
        return second, first
    if second > 12:
        return first, second
    return {"DMY": (second, first), "MDY": (first, second), None: (0, 0)}[order]


def valid_day(year: int, month: int, day: int) -> date | None:
    """That day; null if the calendar has none."""
    try:
        return date(year, month, day)
    except ValueError:
        return None
