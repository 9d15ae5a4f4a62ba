"""The grammar of printed dates: finds dates in a text and says what was printed, without deciding on a zone."""

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Final

from pipelines.extract.dates.clock import clock_after, clock_before
from pipelines.extract.dates.months import find_ctime, find_month_name, find_short_year
from pipelines.extract.dates.numbers import find_basic, find_cjk, find_han, find_iso, find_numeric, find_worded
from pipelines.extract.dates.printed import Printed, Reader, ascii_digits

MAX_TEXT: Final = 400
"""Longer texts are cut: no printed date is that long."""
_NEAR: Final = timedelta(days=3)
"""How far apart two calendars' dates of one day can be: sightings of the moon, midnight or sunset."""
_AMERICAN_ZONES: Final = frozenset(str.split("ET EST EDT CT CDT MT MDT PT PDT AKST AKDT HST"))
_WORLD_ZONES: Final = frozenset(["UTC", "GMT", "Z"])


_FOUR_DIGITS = re.compile(r"\d{4}")
_SEPARATED = re.compile(r"\d\s?[-/.]\s?\d{1,2}\s?[-/.]\s?['’]?\d")
_TWO_DIGITS_LAST = re.compile(r"\d{1,2}\D{2,24}\d\d(?![\d:])")
_Finder = Callable[[str, int, Reader], Printed | None]


def scan(text: str, reader: Reader) -> list[Printed]:
    """The dates printed in ``text`` from left to right, in spans that do not overlap; offsets are those of ``text``.

    The reader's order settles numeric dates that could be read both ways; none is later than its latest day or before
    1800. A day that is printed in two calendars is the Gregorian one.
    """
    line = ascii_digits(text[:MAX_TEXT])
    finders = _finders(line)
    found: list[Printed] = []
    position = 0
    while finders and position < len(line):
        cores = [core for finder in finders if (core := finder(line, position, reader))]
        if not cores:
            break
        core = min(cores, key=lambda core: (core.start, -core.end))
        found.append(_with_clock(line, core, position, reader))
        position = found[-1].end
    return (
        found
        if all(printed.calendar == "gregorian" for printed in found)
        else list(_gregorian_first(line, found, reader))
    )


def _finders(line: str) -> list[_Finder]:
    """Which forms are worth looking for in a line, by what each must hold."""
    finders: list[_Finder] = []
    if _FOUR_DIGITS.search(line):
        finders = [find_iso, find_basic, find_month_name]
        finders += [find_ctime] if ":" in line else []
        finders += [find_worded] if "сарын" in line or "háng" in line else []
    if _SEPARATED.search(line):
        finders.append(find_numeric)
    if "年" in line or "년" in line:
        finders += [find_cjk, find_han]
    if _TWO_DIGITS_LAST.search(line):
        finders.append(find_short_year)
    return finders


def _gregorian_first(line: str, found: list[Printed], reader: Reader) -> Iterator[Printed]:
    """The dates without those that repeat a Gregorian one in another calendar; the time beside one of them is kept."""
    western = [printed for printed in found if printed.calendar == "gregorian"]
    for printed in found:
        if printed.calendar != "gregorian":
            if not any(_is_one_day(printed, other) for other in western):
                yield printed
            continue
        double = next((other for other in found if other.calendar != "gregorian" and _is_one_day(other, printed)), None)
        if double and printed.precision == "day":
            coarse = double.precision in ("day", "month", "year")
            timed = _with_clock(line, replace(double, precision="day"), 0, reader) if coarse else double
            timed = replace(timed, start=printed.start, end=printed.end, day=printed.day, calendar="gregorian")
            yield timed if timed.precision != "day" else printed
        else:
            yield printed


def _is_one_day(other: Printed, western: Printed) -> bool:
    if other.precision in ("month", "year"):
        return abs(other.day - western.day) < timedelta(days=366 if other.precision == "year" else 34)
    return abs(other.day - western.day) <= _NEAR


def _with_clock(line: str, core: Printed, position: int, reader: Reader) -> Printed:
    clock = clock_after(line, core.end) or clock_before(line, position, core.start) if core.precision == "day" else None
    if clock is None:
        return core
    day, other = core.day, core.ambiguous
    if other and not reader.firm and clock.zone and clock.zone.isalpha() and clock.zone not in _WORLD_ZONES:
        # Where nothing else is known of the page, an American zone goes with the American order, others do not.
        month_first = clock.zone in _AMERICAN_ZONES
        day, other = (other, day) if month_first != (reader.order == "MDY") else (day, other)
    return Printed(
        start=min(core.start, clock.start),
        end=max(core.end, clock.end),
        day=day,
        precision=clock.precision,
        hour=clock.hour,
        minute=clock.minute,
        second=clock.second,
        microsecond=clock.microsecond,
        zone=clock.zone,
        ambiguous=other,
        calendar=core.calendar,
    )
