"""The zones that dates were placed by, under the names that are stored."""

from datetime import timedelta, timezone, tzinfo
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError


def zone_of(name: str | None) -> tzinfo:
    """The zone of an IANA name or of ``UTC+05:30``; UTC for want of one."""
    if name and name[:3] == "UTC" and name[3:4] in ("+", "-", "\u2212", "±"):
        hours, _, minutes = name[4:].partition(":")
        offset = timedelta(hours=int(hours), minutes=int(minutes or 0))
        return timezone(-offset if name[3] in "-\u2212" else offset)
    try:
        return ZoneInfo(name or "UTC")
    except (ZoneInfoNotFoundError, ValueError):
        return ZoneInfo("UTC")
