"""Which of a page's dates to believe, where they differ."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime, timedelta, tzinfo
from typing import Final

from models.items import DateReading, Hints
from pipelines.extract.dates.reading import home_zone

_RENDERED: Final = timedelta(minutes=10)
"""A page whose date is no older than this at its capture is dated by its rendering, if it shows an older day."""
_CLOCKS_DIFFER: Final = timedelta(minutes=5)
"""How far the newsroom's clock may be ahead of ours."""
_VISIBLE: Final = ("text", "time", "itemprop")


def choose(readings: Iterable[DateReading], hints: Hints, other_than: DateReading | None = None) -> DateReading | None:
    """The first reading, unless a later one says the same and more: its wall clock's offset, its day's time.

    Midnight counts as a day without a time where another witness has one; ``other_than`` is a time that belongs to
    something else (the last change), so it completes no day.
    """
    witnesses = tuple(readings)
    if not witnesses:
        return None
    home, _, basis = home_zone(hints)
    local = home if basis == "source" else None
    best = witnesses[0]
    for other in witnesses[1:]:
        if _is_timed(other, local) and not _is_timed(best, local) and _same_day(best, other, local):
            if other_than is not None and not is_coarse(best) and abs(other.at - other_than.at) < timedelta(minutes=1):
                continue
            best = other
    if best.zone_basis in ("source", "assumed_utc") and not is_coarse(best):
        best = next((other for other in witnesses if is_settled(other) and _same_clock(best, other)), best)
    return best


def corrected(best: DateReading, witnesses: Sequence[DateReading], hints: Hints) -> DateReading:
    """``best``, or the witness that shows it to be wrong: local time marked as UTC, or the moment of rendering."""
    if is_utc_marked(best):
        local = next((other for other in witnesses if _contradicts_utc(best, other)), None)
        if local and not any(_confirms(best, third) for third in witnesses):
            return local
        best = _not_to_come(best, hints)
    shown = next((reading for reading in witnesses if reading.origin.startswith(_VISIBLE)), None)
    address = next((reading for reading in witnesses if reading.origin == "url" and reading.precision == "day"), None)
    if (
        shown
        and not best.origin.startswith(_VISIBLE)
        and best.at - shown.at >= timedelta(days=2 if is_coarse(shown) else 1)
    ):
        agreed = address is not None and abs(address.at - shown.at) < timedelta(days=2)
        if agreed or (is_rendering_time(best, hints) and address is None):
            return shown
    return best


def alike(changes: Iterable[DateReading], best: DateReading, right: DateReading) -> Iterator[DateReading]:
    """The changes, those of the same origin as ``best`` set right as it was: its UTC was the zone of ``right``."""
    wrong = is_utc_marked(best) and right.at.utcoffset() and _same_clock(best, right)
    for change in changes:
        if wrong and change.origin.partition(":")[0] == best.origin.partition(":")[0] and is_utc_marked(change):
            at = change.at.replace(tzinfo=right.at.tzinfo)
            yield replace(change, at=at, zone=right.zone, zone_basis=right.zone_basis)
        else:
            yield change


def is_rendering_time(reading: DateReading, hints: Hints) -> bool:
    """Whether the reading is the moment at which the page was made for the capture."""
    if hints.fetched_at is None or hints.fetched_at.tzinfo is None:
        return False
    return -_CLOCKS_DIFFER <= hints.fetched_at - reading.at <= _RENDERED


def is_utc_marked(reading: DateReading) -> bool:
    """Whether a time claims an offset of zero, as systems write it that know of no zones."""
    return not is_coarse(reading) and reading.zone_basis == "offset" and not reading.at.utcoffset()


def is_midnight(at: datetime) -> bool:
    """Whether the time of day is what a system fills in that knows the day only."""
    return (at.hour, at.minute, at.second, at.microsecond) == (0, 0, 0, 0)


def is_settled(reading: DateReading) -> bool:
    """Whether the reading has a time of day with a printed zone."""
    return not is_coarse(reading) and reading.zone_basis in ("offset", "abbreviation")


def is_coarse(reading: DateReading) -> bool:
    """Whether no time of day is printed."""
    return reading.precision in ("day", "month", "year")


def precedes(reading: DateReading, published: DateReading) -> bool:
    """Whether a change would come before the publication."""
    if is_coarse(reading) or is_coarse(published):
        return reading.at.date() < published.at.date() and reading.at < published.at
    # Printed to the minute beside a publication known to the second.
    return reading.at < published.at - (timedelta(minutes=1) if reading.precision == "minute" else timedelta())


def _is_timed(reading: DateReading, local: tzinfo | None) -> bool:
    if is_coarse(reading) or is_midnight(reading.at):
        return False
    return local is None or not is_midnight(reading.at.astimezone(local))


def _contradicts_utc(best: DateReading, other: DateReading) -> bool:
    """Whether a witness prints the same time of day with another zone."""
    return is_settled(other) and bool(other.at.utcoffset()) and _same_clock(best, other)


def _confirms(best: DateReading, third: DateReading) -> bool:
    """Whether a witness of another zone, or one shown to readers, gives the same instant."""
    if third is best or not is_settled(third) or abs(third.at - best.at) >= timedelta(minutes=1):
        return False
    return bool(third.at.utcoffset()) or third.origin == "text"


def _not_to_come(best: DateReading, hints: Hints) -> DateReading:
    """Local time in place of a UTC that would lie after the capture."""
    zone, name, basis = home_zone(hints)
    captured = hints.fetched_at
    if basis != "source" or captured is None or captured.tzinfo is None or best.at <= captured + _CLOCKS_DIFFER:
        return best
    local = best.at.replace(tzinfo=zone)
    fixed = datetime.fromisoformat(local.isoformat())
    return replace(best, at=fixed, zone=name, zone_basis=basis) if fixed <= captured + _CLOCKS_DIFFER else best


def _same_day(coarse: DateReading, fine: DateReading, local: tzinfo | None) -> bool:
    if coarse.precision in ("month", "year"):
        same_year = fine.at.year == coarse.at.year
        return same_year and (coarse.precision == "year" or fine.at.month == coarse.at.month)
    if coarse.precision == "day":
        return fine.at.date() == coarse.at.date() or fine.at.astimezone(coarse.at.tzinfo).date() == coarse.at.date()
    # Midnight as printed, in the newsroom's zone, or in the zone that the other witness prints.
    if is_midnight(coarse.at) and fine.at.date() == coarse.at.date():
        return True
    padded = [coarse.at.astimezone(zone) for zone in (local, fine.at.tzinfo) if zone]
    return any(is_midnight(at) and at.date() == fine.at.astimezone(at.tzinfo).date() for at in padded)


def _same_clock(one: DateReading, other: DateReading) -> bool:
    walls = {reading.at.replace(second=0, microsecond=0, tzinfo=None) for reading in (one, other)}
    return len(walls) == 1
