"""Days put together until a chart can show them: weeks, months, quarters, years."""

from collections.abc import Iterable
from datetime import date, timedelta

UNITS = ("day", "week", "month", "quarter", "year")
_DAYS = {"day": 1, "week": 7, "month": 30, "quarter": 91, "year": 365}


def unit_of(days: Iterable[date], most: int) -> str:
    """The finest unit of which the time from the first to the last of ``days`` has at most ``most``."""
    known = sorted(days)
    length = (known[-1] - known[0]).days + 1 if known else 1
    return next((unit for unit in UNITS if length / _DAYS[unit] <= most), UNITS[-1])


def start_of(day: date, unit: str) -> date:
    """The first day of the week (a Monday), month … that ``day`` lies in."""
    match unit:
        case "day":
            return day
        case "week":
            return day - timedelta(days=day.weekday()) if day.toordinal() > day.weekday() else day
        case "month":
            return day.replace(day=1)
        case "quarter":
            return day.replace(month=day.month - (day.month - 1) % 3, day=1)
        case "year":
            return day.replace(month=1, day=1)
    raise ValueError(f"there is no unit {unit!r}")


def all_starts(first: date, last: date, unit: str) -> list[date]:
    """The first days of all units from the one of ``first`` to the one of ``last``."""
    starts = [start_of(first, unit)]
    while (following := _next(starts[-1], unit)) <= last:
        starts.append(following)
    return starts


def _next(start: date, unit: str) -> date:
    return start_of(start + timedelta(days={"day": 1, "week": 7, "month": 31, "quarter": 92, "year": 366}[unit]), unit)


def spelled(start: date, unit: str) -> str:
    """A unit for people, by its first day: ``21 June 2017``, ``week of 19 June 2017``, ``June 2017``."""
    match unit:
        case "week":
            return f"week of {day(start)}"
        case "month":
            return f"{start:%B} {start.year}"
        case "quarter":
            return f"{start:%B} to {start.replace(month=start.month + 2):%B} {start.year}"
        case "year":
            return str(start.year)
    return day(start)


def day(of: date) -> str:
    """A day for people: ``21 June 2017``."""
    return f"{of.day} {of:%B} {of.year}"


def days(first: date, last: date) -> str:
    """A stretch of days for people."""
    if first == last:
        return day(first)
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day} to {day(last)}"
    return f"{day(first)} to {day(last)}"
