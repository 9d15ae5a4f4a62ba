"""Which local days are meant: words and partial dates, read against the day that a text was printed on."""

from calendar import monthrange
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Final

from models.events.items import TimePrecision
from pipelines.events.times.dates import Printed, valid_day

_AHEAD: Final = 3
"""A date without a year is rather so many days back than one ahead: the press reports what was."""
_CLOSE: Final = 60
"""Within so many days of the article's own, a weekday that does not fit is a misprint and says nothing of the year."""
_ONE: Final = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Reading:
    """A span of local days, and the unit that was named."""

    first: date
    last: date
    precision: TimePrecision


def weekday(number: int, day: date, *, ahead: bool = False, other: bool = False) -> date:
    """The weekday (0 is Monday) that a text of that day means: the last one, or ``ahead`` the next one; ``day`` itself
    counts if it is not said to be the ``other`` one (``last Wednesday``)."""
    if ahead:
        return day + timedelta(days=(number - day.weekday()) % 7 or 7 * other)
    return day - timedelta(days=(day.weekday() - number) % 7 or 7 * other)


def relative(unit: str, number: int, day: date) -> Reading | None:
    """The day, week, month or year that lies ``number`` of them from the one of ``day``; null if the calendar ends.

    Units that go on end with ``day``: ``this week`` is what has passed of it.
    """
    kind = unit.removeprefix("ago ")
    if kind == "day":
        there = day + timedelta(days=number)
        return Reading(there, there, "day")
    if kind == "night":
        return Reading(day - _ONE, day, "day")
    if kind == "weekend":
        saturday = day - timedelta(days=(day.weekday() - 5) % 7)
        return Reading(saturday, min(saturday + _ONE, day), "day")
    if kind == "week":
        monday = day + timedelta(days=7 * number - day.weekday())
        return Reading(monday, day if number == 0 else monday + timedelta(days=6), "week")
    if kind == "month":
        months = day.year * 12 + day.month - 1 + number
        return _ended(_month(months // 12, months % 12 + 1), day, number) if months >= 12 else None
    if kind == "year" and day.year + number >= 1:
        year = day.year + number
        return _ended(Reading(date(year, 1, 1), date(year, 12, 31), "year"), day, number)
    return None


def _ended(reading: Reading, day: date, number: int) -> Reading:
    return replace(reading, last=day) if number == 0 else reading


def _month(year: int, month: int) -> Reading:
    return Reading(date(year, month, 1), date(year, month, monthrange(year, month)[1]), "month")


def whole_month(month: int, year: int) -> Reading:
    """A month of a year."""
    return _month(year, month)


def nearest_month(month: int, day: date) -> Reading:
    """A month without a year: the one nearest to ``day``, rather past than to come."""
    ahead = (month - day.month) % 12
    if ahead * _AHEAD < 12 - ahead:
        return _month(day.year + (day.month + ahead > 12), month)
    return _month(day.year - (month > day.month), month)


def month_days(printed: Printed, year: int | None) -> tuple[date, date] | None:
    """First and last day of a date with its year; null if the calendar has none such."""
    if year is None or printed.first is None:
        return None
    first = valid_day(year, printed.month, printed.first)
    last = valid_day(year, printed.month, printed.last or printed.first)
    return (first, last) if first and last else None


def yearless(printed: Printed, day: date, weekday: int | None) -> tuple[date, date] | None:
    """First and last day of a date without a year: the nearest to ``day``, rather past than to come; of two years the
    one in which the day is the ``weekday`` that is named with it."""
    spans = [span for year in range(day.year - 1, day.year + 2) if (span := month_days(printed, year))]
    if not any(abs((span[0] - day).days) <= _CLOSE for span in spans):
        spans = [span for span in spans if span[0].weekday() == weekday] or spans
    return min(spans, key=lambda span: _distance(span[0], day), default=None)


def _distance(there: date, day: date) -> int:
    days = (there - day).days
    return days * _AHEAD if days > 0 else -days


def between_days(first: Reading, last: Reading, longest: timedelta) -> Reading | None:
    """The span from one day to another; a first day behind the last one was of its year, or of the one before."""
    start = first.first
    if start > last.last:
        for year in (last.last.year, last.last.year - 1):
            moved = valid_day(year, start.month, start.day)
            if moved and moved <= last.last:
                start = moved
                break
    if not start <= last.last <= start + longest:
        return None
    return Reading(start, last.last, "day")
