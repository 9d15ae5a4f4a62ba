"""The zones that dates were placed by, under the names that are stored."""

import re
from datetime import UTC, date, datetime, timedelta, timezone, tzinfo
from zoneinfo import ZoneInfo

_OFFSET = re.compile(r"(?:UTC|GMT)?([+\-\u2212±])(\d{1,2})(?::?([0-5]\d))?")


def offset_of(name: str) -> timedelta | None:
    """How far the zone ``UTC+05:30`` or ``+05:30`` is ahead of UTC; null for a name that is no offset."""
    match = _OFFSET.fullmatch(name.strip())
    if match is None:
        return None
    offset = timedelta(hours=int(match[2]), minutes=int(match[3] or 0))
    return -offset if match[1] in "-\u2212" else offset


def zone_of(name: str | None) -> tzinfo:
    """The zone of an IANA name or of ``UTC+05:30``; UTC for want of one, and for a name that no zone has."""
    if name and (offset := offset_of(name)) is not None:
        return timezone(offset) if abs(offset) < timedelta(days=1) else UTC
    try:
        return ZoneInfo(name or "UTC")
    except (KeyError, ValueError, OSError):  # OSError: the name of a folder of zones, such as America
        return ZoneInfo("UTC")


def local_day(at: datetime, zone: str | None) -> date:
    """The day that an instant falls on in a zone, named as for ``zone_of``."""
    try:
        return at.astimezone(zone_of(zone)).date()
    except OverflowError:  # at the edge of what there is
        return at.date()
