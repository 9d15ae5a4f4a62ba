"""From a printed date to an instant: which zone, which order of day and month, how precise."""

import re
from datetime import UTC, date, datetime, timedelta, timezone, tzinfo
from typing import Final

from models.items import DateOrder, DateReading, Hints, Precision, ZoneBasis
from pipelines.extract.dates.grammar import scan
from pipelines.extract.dates.names import fold_name, month_number, weekday_names
from pipelines.extract.dates.printed import Printed, Reader, calendar_day
from pipelines.extract.dates.words import MODIFIED, PUBLISHED
from pipelines.extract.dates.zones import COUNTRY_ZONE, MONTH_FIRST, zone_info, zone_of_abbreviation

_OFFSET = re.compile(r"(?:UTC|GMT)?\s?(?P<sign>[+\-−–])\s?(?P<h>\d{1,2}):?(?P<m>\d\d)?$", re.IGNORECASE)
_STAMP = re.compile(
    r"(\d{4})-(\d\d)-(\d\d)[T ]([01]\d|2[0-3]):([0-5]\d)(?::([0-5]\d)(?:[.,](\d{1,9}))?)?\s?(Z|[+-]\d\d:?\d\d)"
)
"""What nearly all metadata hold."""
_EPOCH = re.compile(r"(\d{10})(\d{3})?(?:\.0+)?")
_COARSE = re.compile(r"(?:(?P<name>[^\W\d_]{3,12})\.?\s)?(?P<y>1[89]\d\d|20\d\d)(?:[-/](?P<m>\d\d))?")
_MONTH_FIRST_LANGUAGES: Final = frozenset({"en", "en-us", "fil", "tl"})
_RESIDUE_LINE: Final = 6
"""Letters and digits of a line of the body that is nothing but a date: a word such as ``on``, or ``IST``."""
_LONGEST_LINE: Final = 160
_CJK_WITHOUT_YEAR = re.compile(r"\d{1,2}[月월]\s?\d{1,2}[日일](?:\s?\d{1,2}[:：時时시]\s?(?:\d{1,2}[分분]?)?)?")
"""What stands beside a whole date: ``2025年1月14日 01時28分 (1月14日 01時40分更新)``."""
_DIGITS = re.compile(r"\d\D*\d\D*\d\D*\d|年")
"""A day, a month or year, and a time need four digits at least."""
_RESIDUE: Final = 60
"""Letters that may stand beside the date in a string that is said to be one: weekdays, labels, a zone's long name."""


def fold(text: str) -> str:
    """The text with every run of white space as one space, stripped."""
    return " ".join(text.split())


def latest_instant(hints: Hints) -> datetime:
    """No article is later than this: a day after its capture, or after now where that is unknown."""
    moment = hints.fetched_at or datetime.now(UTC)
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)) + timedelta(days=1)


def date_order(hints: Hints) -> DateOrder:
    """How numeric dates are read that could be read both ways: as the source says, its country or its language does."""
    if hints.date_order:
        return hints.date_order
    if hints.country:
        return "MDY" if hints.country.upper() in MONTH_FIRST else "DMY"
    language = (hints.language or "").replace("_", "-").lower()
    return "MDY" if language in _MONTH_FIRST_LANGUAGES else "DMY"


def reader_of(hints: Hints, known: frozenset[date] = frozenset()) -> Reader:
    """What the hints say of how to read this page's dates; ``known``: days that other witnesses name beyond doubt."""
    return Reader(
        order=date_order(hints),
        firm=bool(hints.date_order or hints.country),
        language=hints.language,
        latest=latest_instant(hints).date(),
        country=hints.country,
        known=known,
    )


def parse_date(raw: str, hints: Hints, origin: str, known: frozenset[date] = frozenset()) -> DateReading | None:
    """Read one printed date or time of any usual form; null if it is none, is in the future or before 1800.

    ``raw`` of the reading is the whole string with its white space folded. Seconds or milliseconds since 1970 count as
    dates in metadata, not in the page's text (origin ``text``).
    """
    text = fold(raw)
    if (stamp := _STAMP.fullmatch(text)) and (reading := _from_stamp(stamp, hints, origin)):
        return reading
    if not any(map(str.isnumeric, text[:200])):
        return None
    latest = latest_instant(hints)
    if origin != "text" and (epoch := _EPOCH.fullmatch(text)):
        return _from_epoch(text, int(epoch[1]), int(epoch[2] or 0), origin, latest)
    reader = reader_of(hints, known)
    for printed in scan(text, reader):
        letters = sum(map(str.isalnum, text[: printed.start] + text[printed.end :]))
        return read_printed(printed, text, hints, origin) if letters <= _RESIDUE else None
    coarse = _month_or_year(text, reader) if origin != "text" else None
    return read_printed(coarse, text, hints, origin) if coarse else None


def is_dateline_of_page(line: str, hints: Hints) -> bool:
    """Whether the whole line says when the article appeared or was changed: ``Updated: Jun 24, 2017, 06:40 PM IST``.

    A date without such words and without a time of day may be a heading in a chronology, and is none.
    """
    if len(line) > _LONGEST_LINE or not _DIGITS.search(line):
        return False
    dates = scan(line, reader_of(hints))
    labelled = MODIFIED.search(line) or PUBLISHED.search(line)
    if not dates or not (labelled or any(printed.precision in ("minute", "second") for printed in dates)):
        return False
    rest = line
    for printed in reversed(dates):
        rest = rest[: printed.start] + rest[printed.end :]
    rest = PUBLISHED.sub("", MODIFIED.sub("", _CJK_WITHOUT_YEAR.sub("", rest)))
    if sum(map(str.isalnum, rest)) > _RESIDUE_LINE:
        rest = " ".join(word for word in rest.split() if fold_name(word.strip("()[]|-–—")) not in weekday_names())
    return sum(map(str.isalnum, rest)) <= _RESIDUE_LINE


def _month_or_year(text: str, reader: Reader) -> Printed | None:
    match = _COARSE.fullmatch(text)
    if match is None:
        return None
    month = int(match["m"]) if match["m"] else month_number(match["name"], reader.language) if match["name"] else 1
    day = calendar_day(int(match["y"]), month or 0, 1, latest=reader.latest)
    precision: Precision = "month" if match["m"] or match["name"] else "year"
    return Printed(start=0, end=len(text), day=day, precision=precision) if day else None


def read_printed(printed: Printed, raw: str, hints: Hints, origin: str) -> DateReading | None:
    """The instant of a date found in a text; null if it lies after the page's capture."""
    wall = datetime(  # noqa: DTZ001 - the zone is decided in the next line
        printed.day.year,
        printed.day.month,
        printed.day.day,
        printed.hour,
        printed.minute,
        printed.second,
        printed.microsecond,
    )
    zone, name, basis = _place(printed.zone, wall, hints)
    offset = wall.replace(tzinfo=zone).utcoffset() or timedelta()
    at = wall.replace(tzinfo=timezone(offset))
    if at > latest_instant(hints):
        return None
    return DateReading(raw=fold(raw), at=at, precision=printed.precision, zone=name, zone_basis=basis, origin=origin)


def _place(printed: str | None, wall: datetime, hints: Hints) -> tuple[tzinfo, str, ZoneBasis]:
    return (_printed_zone(printed, wall, hints) if printed else None) or home_zone(hints)


def home_zone(hints: Hints) -> tuple[tzinfo, str, ZoneBasis]:
    """The zone that the source prints times in, its name, and the ground for it: UTC where nothing tells."""
    for name in (hints.timezone, COUNTRY_ZONE.get((hints.country or "").upper())):
        if name and (zone := zone_info(name)):
            return zone, name, "source"
    return UTC, "UTC", "assumed_utc"


def _printed_zone(printed: str, wall: datetime, hints: Hints) -> tuple[tzinfo, str, ZoneBasis] | None:
    if printed == "Z":
        return UTC, "UTC", "offset"
    if printed.upper() in {"UTC", "GMT"}:
        return UTC, "UTC", "abbreviation"
    if match := _OFFSET.fullmatch(printed):
        minutes = int(match["h"]) * 60 + int(match["m"] or 0)
        if minutes > 15 * 60:
            return None
        sign = "+" if match["sign"] == "+" else "-"
        offset = timedelta(minutes=minutes if sign == "+" else -minutes)
        return timezone(offset), f"UTC{sign}{minutes // 60:02}:{minutes % 60:02}", "offset"
    if "/" in printed:
        zone = zone_info(printed)
        return (zone, printed, "abbreviation") if zone else None
    own = zone_info(hints.timezone) if hints.timezone else None
    if own and hints.timezone and wall.replace(tzinfo=own).tzname() == printed:
        return own, hints.timezone, "abbreviation"
    name = zone_of_abbreviation(printed, (hints.country or "").upper() or None, hints.timezone)
    zone = zone_info(name) if name else None
    return (zone, name, "abbreviation") if zone and name else None


def _from_stamp(stamp: re.Match[str], hints: Hints, origin: str) -> DateReading | None:
    year, month, day, hour, minute = (int(stamp[group]) for group in range(1, 6))
    found = calendar_day(year, month, day, latest=latest_instant(hints).date())
    if found is None:
        return None
    printed = Printed(
        start=0,
        end=stamp.end(),
        day=found,
        precision="second" if stamp[6] else "minute",
        hour=hour,
        minute=minute,
        second=int(stamp[6] or 0),
        microsecond=int((stamp[7] or "")[:6].ljust(6, "0")),
        zone=stamp[8],
    )
    return read_printed(printed, stamp.group(), hints, origin)


def _from_epoch(raw: str, seconds: int, milliseconds: int, origin: str, latest: datetime) -> DateReading | None:
    at = datetime.fromtimestamp(seconds, UTC) + timedelta(milliseconds=milliseconds)
    if at > latest:
        return None
    return DateReading(raw=raw, at=at, precision="second", zone="UTC", zone_basis="offset", origin=origin)
