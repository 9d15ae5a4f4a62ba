"""A date found in a text, and what a reader of the page knows beforehand."""

import unicodedata
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from models.items import DateOrder, Precision
from pipelines.extract.dates.calendars import Calendar


@dataclass(frozen=True, slots=True, kw_only=True)
class Printed:
    """A date found in a text: where it stands and what is printed, each part null if it is not."""

    start: int
    end: int
    day: date
    precision: Precision
    hour: int = 0
    minute: int = 0
    second: int = 0
    microsecond: int = 0
    zone: str | None = None
    """The printed zone: ``Z``, ``+05:30``, ``UTC+3``, an abbreviation or an IANA name."""
    ambiguous: date | None = None
    """The other reading of a numeric date whose day and month could be swapped."""
    calendar: Calendar = "gregorian"
    """The calendar that it is printed in; ``day`` is Gregorian."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reader:
    """What a reader of the page knows: the usual order of day and month, the language, and the latest day possible."""

    order: DateOrder
    firm: bool
    """Whether the order is known (from the source or its country), not just likely."""
    language: str | None
    latest: date
    country: str | None = None
    known: frozenset[date] = frozenset()
    """Days that the page or its address names beyond doubt: of two readings, the one among them is meant."""


def calendar_day(year: int, month: int, day: int, *, latest: date) -> date | None:
    """That day, if the calendar has it and it lies between 1800 and ``latest``."""
    try:
        found = date(year, month, day)
    except ValueError:
        return None
    return found if date(1800, 1, 1) <= found <= latest else None


def full_year(year: int, latest: date) -> int:
    """The year meant by its last two digits: the last such year until ``latest``."""
    return 2000 + year if 2000 + year <= latest.year else 1900 + year


def ascii_digits(text: str) -> str:
    """The same text, character for character, with every script's digits as ASCII and every space a plain one."""
    return text if text.isascii() else "".join(map(_ascii_digit, text))


@lru_cache(maxsize=4096)
def _ascii_digit(character: str) -> str:
    if character.isspace():
        return " "
    if character in "：":
        return ":"
    if character in "／":
        return "/"
    digit = unicodedata.digit(character, None)
    return str(digit) if digit is not None and unicodedata.category(character) == "Nd" else character
