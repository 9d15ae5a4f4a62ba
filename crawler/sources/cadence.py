"""How often a source is crawled, as people write it: ``15m``, ``2h``, ``1d``."""

import re
from datetime import timedelta

SHORTEST = timedelta(minutes=5)
LONGEST = timedelta(days=30)
_UNITS = {"m": timedelta(minutes=1), "h": timedelta(hours=1), "d": timedelta(days=1)}


def cadence(written: object) -> timedelta:
    """The time from one crawl to the next. Raises ValueError, in words for people."""
    found = re.fullmatch(r"([0-9]{1,9})([mhd])", written) if isinstance(written, str) else None
    if found is None:
        raise ValueError(f"{written!r} is no cadence; write a number of minutes, hours or days: 15m, 2h or 1d")
    number, unit = int(found[1]), found[2]
    if not SHORTEST <= number * _UNITS[unit] <= LONGEST:
        raise ValueError(f"{written!r} is not between {spelled(SHORTEST)} and {spelled(LONGEST)}")
    return number * _UNITS[unit]


def spelled(every: timedelta) -> str:
    """A cadence as it is written, in the largest unit that is exact; ``90m``, not ``1.5h``."""
    unit = next(unit for unit in ("d", "h", "m") if unit == "m" or every % _UNITS[unit] == timedelta(0))
    return f"{every // _UNITS[unit]}{unit}"
