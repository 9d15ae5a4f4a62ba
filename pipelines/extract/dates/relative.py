"""Dates for who reads them on the day: ``3 hours ago``, ``yesterday, 15:31``, ``22 June, 15:31``.

They are read against the page's capture, and not at all where that is unknown.
"""

import re
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone
from typing import Final

from models.items import DateReading, Hints, Precision
from pipelines.extract.dates.calendars import month_of
from pipelines.extract.dates.clock import clock_after, clock_before
from pipelines.extract.dates.names import ago_patterns, fold_name
from pipelines.extract.dates.printed import Printed, ascii_digits
from pipelines.extract.dates.reading import fold, home_zone, read_printed
from pipelines.extract.dates.words import DAYS_BACK

_LONGEST: Final = 100
"""Characters of a line that may hold such a date: a byline and it."""
_NUMBER = re.compile(r"(?<![\d:.,/-])\d{1,2}(?![\d:.,/])")
_UNSPACED = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3]")
_YEARLESS = re.compile(
    r"(?<![\d:./-])(?P<d>\d{1,2})(?:st|nd|rd|th|\.)?\s+(?:de\s+)?(?P<n>[^\W\d_][^\d\s,|:]{2,13})"
    r"|(?P<n2>[^\W\d_][^\d\s,|:]{2,13})\s+(?P<d2>\d{1,2})(?:st|nd|rd|th)?(?![\d:.])"
    r"|(?P<m>\d{1,2})\s?[月월]\s?(?P<d3>\d{1,2})\s?[日일]"
)
_DAY_WORD = re.compile("|".join(sorted(map(re.escape, DAYS_BACK), key=len, reverse=True)), re.IGNORECASE)
_SPANS: Final[dict[str, timedelta]] = {
    "minute": timedelta(minutes=1),
    "hour": timedelta(hours=1),
    "day": timedelta(days=1),
    "week": timedelta(weeks=1),
    "month": timedelta(days=30.4),
    "year": timedelta(days=365.2),
}


def read_relative(text: str, hints: Hints) -> DateReading | None:
    """The date of a line, as it is meant on the day of the page's capture; null if the line holds none.

    How long ago is known to the unit only: the reading is the start of the minute, hour, day or month that lies so far
    back. A date without a year is the last such day before the capture, and counts with a time of day beside it only.
    """
    if hints.fetched_at is None or len(text) > _LONGEST:
        return None
    line = ascii_digits(text)
    reading = _ago(line, hints) or _named_day(line, hints) or _yearless(line, hints)
    return replace(reading, raw=fold(text)) if reading else None


def _captured(hints: Hints) -> datetime:
    captured = hints.fetched_at or datetime.now(UTC)
    zone, _, _ = home_zone(hints)
    return (captured if captured.tzinfo else captured.replace(tzinfo=zone)).astimezone(zone)


def _ago(line: str, hints: Hints) -> DateReading | None:
    for match in _NUMBER.finditer(line):
        unit = _unit_around(line, match)
        if unit is None:
            continue
        precision: Precision = "month" if unit in ("week", "month") else unit  # type: ignore[assignment]
        moment = _floor(_captured(hints) - int(match.group()) * _SPANS[unit], precision)
        _, name, basis = home_zone(hints)
        return DateReading(raw=line, at=moment, precision=precision, zone=name, zone_basis=basis, origin="relative")
    return None


def _unit_around(line: str, number: re.Match[str]) -> str | None:
    patterns = ago_patterns()
    before = fold_name(line[max(0, number.start() - 24) : number.start()]).split()
    rest = fold_name(line[number.end() : number.end() + 32])
    ends = {len(rest), *(space.start() for space in re.finditer(" ", rest))}
    ends.update(range(13) if _UNSPACED.match(rest) else ())
    for head in ("", *("".join(before[-count:]) for count in (1, 2, 3) if len(before) >= count)):
        for end in sorted(ends, reverse=True):
            if unit := patterns.get(f"{head}#{rest[:end].replace(' ', '')}"):
                return unit
    return None


def _floor(moment: datetime, precision: Precision) -> datetime:
    zeros: dict[str, int] = {"second": 0, "microsecond": 0}
    for unit, zero in (("minute", 0), ("hour", 0), ("day", 1), ("month", 1)):
        if unit == precision:
            break
        zeros[unit] = zero
    floored = moment.replace(**zeros)  # type: ignore[arg-type]
    return floored.replace(tzinfo=timezone(floored.utcoffset() or timedelta()))


def _named_day(line: str, hints: Hints) -> DateReading | None:
    for match in _DAY_WORD.finditer(line):
        inside = line[: match.start()][-1:].isalpha() or line[match.end() :][:1].isalpha()
        back = DAYS_BACK.get(match.group().casefold())
        if back is not None and (not inside or _UNSPACED.match(match.group())):
            day = (_captured(hints) - timedelta(days=back)).date()
            if reading := _timed(line, match.start(), match.end(), day, hints):
                return reading
    return None


def _yearless(line: str, hints: Hints) -> DateReading | None:
    captured = _captured(hints).date()
    for match in _YEARLESS.finditer(line):
        named = (
            month_of(match["n"] or match["n2"] or "", hints.language)
            if not match["m"]
            else ("gregorian", int(match["m"]))
        )
        if not named or named[0] != "gregorian":
            continue
        day = _last_such_day(named[1], int(match["d"] or match["d2"] or match["d3"]), captured)
        if day and (reading := _timed(line, match.start(), match.end(), day, hints)):
            return reading
    return None


def _last_such_day(month: int, day: int, captured: date) -> date | None:
    for year in (captured.year, captured.year - 1):
        try:
            found = date(year, month, day)
        except ValueError:
            continue
        if found <= captured:
            return found
    return None


def _timed(line: str, start: int, end: int, day: date, hints: Hints) -> DateReading | None:
    clock = clock_after(line, end) or clock_before(line, 0, start)
    if clock is None:
        return None
    printed = Printed(
        start=min(start, clock.start),
        end=max(end, clock.end),
        day=day,
        precision=clock.precision,
        hour=clock.hour,
        minute=clock.minute,
        second=clock.second,
        zone=clock.zone,
    )
    return read_printed(printed, line, hints, "relative")
