"""The time of day beside a printed date: hours in the forms of the world's press, and the zone after them."""

import re
from dataclasses import dataclass
from typing import Final

from models.items import Precision
from pipelines.extract.dates.names import fold_name, weekday_names
from pipelines.extract.dates.words import CONNECTIVES, DAY_PARTS, HALVES
from pipelines.extract.dates.zones import ABBREVIATIONS, UNIQUE, zone_info

_REACH: Final = 48
"""How far before a date its time may begin, in characters."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Clock:
    """A time found in a text: where it stands and what is printed."""

    start: int
    end: int
    hour: int
    minute: int
    second: int
    microsecond: int
    precision: Precision
    zone: str | None


_AM = (
    r"a\.?\s?m\b\.?|p\.?\s?m\b\.?|π\.?\s?μ\.?|μ\.?\s?μ\.?|ق\.ظ|ب\.ظ|ق\.م|ص(?!\w)|م(?!\w)|عصر"
    r"|पूर्वाह्न|अपराह्न|SA\b|CH\b|ÖÖ\b|ÖS\b|de\.|du\.|dop\.|odp\.|n\.?[uh]\.|[vn]m\b\.?|pagi\b|petang\b|ptg\b"
    r"|ព្រឹក|ល្ងាច|مساءً?|صباحا?ً?ا?|ظهرا?ً?ا?|فجرا?ً?ا?|da tarde\b|de la tarde\b"
)
_PARTS = "|".join(sorted((re.escape(word) for words in DAY_PARTS.values() for word in words.split()), key=len)[::-1])
_CLOCK = re.compile(
    rf"""(?:(?<![^\W\d_])(?P<pre>{_PARTS})(?:\s|(?=\d))?)?
    (?<![\d:.,/])(?P<h>[01]?\d|2[0-4])
    (?: (?: : | \.(?!\d?\d\.\d) | \s?[hH]\s?(?=\d\d(?!\d)) | \s?(?:[時时点點시]|giờ)\s? )
          (?P<mi>[0-5]\d)(?!\d)\s?[分분]?
        (?: (?: : | \s?(?=\d\d[秒초]) | \.(?=\d\d(?![\d.])) ) (?P<s>[0-5]\d|60) [秒초]? (?:[.,](?P<f>\d{{1,9}}))? )?
      | (?P<bare>) (?= \s?(?:{_AM}) | \s?Uhr\b | \s?hrs\b | \s?[hH](?![\w]) | \s?[時时点點시] )
    )
    (?:\s?[時时点點시]|\s?(?:Uhr|uur|hrs|horas|[hH](?!\w)|ч\.?(?!\w)|น\.|min\b))?
    (?:\s?(?P<ap>{_AM}))?
    (?:\s?(?:Uhr|uur|hrs|horas|[hH](?!\w)))?""",
    re.VERBOSE | re.IGNORECASE,
)
_MILITARY = re.compile(r"(?<![\d:.,/])(?P<h>[01]\d|2[0-3])(?P<mi>[0-5]\d)(?=\s?(?:GMT|UTC|hrs|hours)\b)")
_PACKED = re.compile(r"T?(?P<h>[01]\d|2[0-3])(?P<mi>[0-5]\d)(?P<s>[0-5]\d)?(?!\d)")
_ZONE = re.compile(
    r"""[\s,]*\(?\s?(?P<zone>
      Z(?![\w]) | (?:UTC|GMT|Gmt)\s?[+\-−–]\s?\d{1,2}(?::?\d\d)?(?!\d) | (?:UTC|GMT|gmt|utc)(?!\w)
      | [+\-−]\d\d:?\d\d(?!\d) | [+\-−]\d\d(?!\d|[/.:-])
      | [A-Z][A-Za-z]+/[A-Z][A-Za-z_]+(?:/[A-Z][A-Za-z_]+)?(?!\w)
      | (?:[A-Z]{2,5}|МСК)(?!\w)
    )(?:\s?\))?(?:\s*\([A-Z][A-Za-z +:\d]*\))?""",
    re.VERBOSE,
)
_BETWEEN = re.compile(r"(?:[\s,;.|·•\-–—@()（）、，،]|T(?=\d))*")
_WORD = re.compile(r"[^\s\d,;|·•()（）、，،:]+")


def clock_after(line: str, end: int) -> Clock | None:
    """The time printed right after a date that ends at ``end``; null if none."""
    if packed := _PACKED.match(line, end):
        return _clock_of(packed, line)
    at = _skip_idle(line, end)
    match = _CLOCK.match(line, at) or _MILITARY.match(line, at)
    return _clock_of(match, line) if match else None


def clock_before(line: str, position: int, start: int) -> Clock | None:
    """The time printed right before a date that begins at ``start``, not before ``position``; null if none."""
    reach = max(position, start - _REACH)
    for match in (*_CLOCK.finditer(line, reach, start), *_MILITARY.finditer(line, reach, start)):
        clock = _clock_of(match, line)
        if clock and clock.end <= start and _skip_idle(line, clock.end) >= start:
            return clock
    return None


def _skip_idle(line: str, at: int) -> int:
    """Past separators, connectives, weekdays and an abbreviation of a year's unit; where the next word begins."""
    while True:
        separators = _BETWEEN.match(line, at)
        at = separators.end() if separators else at
        word = _WORD.match(line, at)
        folded = word.group().casefold().strip(".") if word else ""
        if not word or not (folded in CONNECTIVES or fold_name(folded) in weekday_names()):
            return at
        at = word.end() + (line[word.end() : word.end() + 1] in {":", ","})


def _clock_of(match: re.Match[str], line: str) -> Clock | None:
    groups = match.groupdict()
    hour, minute = int(groups["h"]), int(groups.get("mi") or 0)
    hour = _hour_of_day(hour, groups.get("pre") or groups.get("ap"))
    if hour > 23:
        return None
    zone = _ZONE.match(line, match.end())
    if zone and not _is_zone(zone["zone"]):
        zone = None
    fraction = (groups.get("f") or "")[:6].ljust(6, "0")
    fine: Precision = "second" if groups.get("s") else "hour" if groups.get("bare") is not None else "minute"
    return Clock(
        start=match.start(),
        end=zone.end() if zone else match.end(),
        hour=hour,
        minute=minute,
        second=min(int(groups.get("s") or 0), 59),
        microsecond=int(fraction),
        precision=fine,
        zone=zone["zone"] if zone else None,
    )


def _is_zone(printed: str) -> bool:
    if printed.isalpha() and printed.upper() not in {"Z", "UTC", "GMT"}:
        return printed in UNIQUE or printed in ABBREVIATIONS
    return zone_info(printed) is not None if "/" in printed else True


def _hour_of_day(hour: int, mark: str | None) -> int:
    """0 to 23, of an hour printed with a mark of the part of the day; hours past twelve need none."""
    if not mark or not 1 <= hour <= 12:
        return hour
    part = _PART_OF.get(fold_name(mark).replace(" ", ""))
    if part == "noon":
        return hour if hour in (11, 12) else hour + 12
    if part == "night":
        return 0 if hour == 12 else hour + 12 if hour >= 6 else hour
    return hour if part is None else hour % 12 + (12 if part == "pm" else 0)


_PART_OF: Final = {
    fold_name(word).replace(" ", ""): part
    for table in (HALVES, DAY_PARTS)
    for part, words in table.items()
    for word in words.split()
}
