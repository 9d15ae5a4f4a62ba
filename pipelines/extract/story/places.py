"""Cities by their names in the page's language, as far as CLDR knows them: some four hundred, with most capitals."""

from functools import lru_cache
from typing import Any, Final
from zoneinfo import available_timezones

from babel import Locale, UnknownLocaleError

_CONTINENTS: Final = ("Africa", "America", "Asia", "Atlantic", "Australia", "Europe", "Indian", "Pacific")
_WORDS_TOO: Final = frozenset(
    ["easter", "midway", "oral", "phoenix", "regina", "resolute", "wake", "north", "south", "west"]
)
"""Places that are named as words or people are."""


def is_known_place(name: str, language: str | None) -> bool:
    """Whether ``name`` is, whatever its case, a city that CLDR names in that language, or in English."""
    return name.casefold().strip(" .") in _places((language or "en").partition("-")[0])


@lru_cache(maxsize=64)
def _places(language: str) -> frozenset[str]:
    names = {city.replace("_", " ") for zone in available_timezones() for city in _cities(zone)}
    try:
        zones: dict[str, Any] = dict(Locale.parse(language).time_zones)
    except (UnknownLocaleError, ValueError):
        zones = {}
    names |= {str(zone["city"]) for zone in zones.values() if zone.get("city")}
    return frozenset(name.casefold() for name in names if len(name) > 2) - _WORDS_TOO


def _cities(zone: str) -> list[str]:
    continent, _, city = zone.partition("/")
    return [city] if continent in _CONTINENTS and "/" not in city else []
