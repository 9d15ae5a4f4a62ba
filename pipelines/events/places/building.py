"""The gazetteer's arrays, made from the packages' tables: slow (about ten seconds), and so done once."""

from collections.abc import Iterable
from functools import cache
from hashlib import blake2b
from typing import Any

import numpy as np
from wordfreq import get_frequency_dict, zipf_frequency

from models.events.items import PlaceKind
from pipelines.events.places.folding import fold, key_of
from pipelines.events.places.sources import ALTERNATE, PREFERRED, Entry, cities, countries, regions
from pipelines.events.places.tables import rows, several

KINDS: tuple[PlaceKind, ...] = ("site", "city", "admin2", "admin1", "country", "region")
LANGUAGES = ("en", "fr", "de", "es", "it", "pt", "tr", "nl", "ru", "uk", "ar", "fa")
"""Languages whose ordinary words are told from names."""
MOST_OF_A_NAME = 64
"""So many places of one name are kept: the largest of each country and division first."""

Arrays = dict[str, np.ndarray[Any, Any]]
Words = dict[str, Any]


def hash_of(key: str) -> int:
    """64 bits that stand for a key."""
    return int.from_bytes(blake2b(key.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "little")


def build() -> tuple[Arrays, Words]:
    """The gazetteer: arrays of places and of the names' hashes, and what is kept as words."""
    towns, divisions = cities()
    nations, areas = countries(), regions()
    _give_spellings(towns)
    areas = _merge_cities(areas, towns)
    places = [*nations, *divisions, *areas, *towns]
    return arrays_of(places)


def _give_spellings(towns: list[Entry]) -> None:
    """Nicknames, older and transliterated names from our own table."""
    wanted = {(key_of(name), country) for _, name, country in rows("spellings.tsv")}
    best: dict[tuple[str, str], Entry] = {}
    for town in towns:
        for key in town.names:
            known = best.get((key, town.country))
            if (key, town.country) in wanted and (known is None or known.population < town.population):
                best[key, town.country] = town
    for printed, name, country in rows("spellings.tsv"):
        if (key_of(name), country) in best:
            best[key_of(name), country].names[key_of(printed)] = PREFERRED


def _merge_cities(areas: list[Entry], towns: list[Entry]) -> list[Entry]:
    """Cities of our own table that the package has give it their names; the others stand for themselves."""
    left = []
    by_country: dict[str, list[Entry]] = {}
    for town in towns:
        by_country.setdefault(town.country, []).append(town)
    for area in areas:
        near = [
            town
            for town in (by_country.get(area.country, []) if area.kind == "city" else [])
            if abs(town.lat - area.lat) < 0.1 and abs(town.lon - area.lon) < 0.1  # about ten kilometres
        ]
        if near:
            max(near, key=lambda town: town.population).names.update(area.names)
        else:
            left.append(area)
    return left


def arrays_of(places: list[Entry]) -> tuple[Arrays, Words]:
    """The gazetteer that holds these places."""
    codes = sorted({place.country for place in places})
    admins = sorted({place.admin1 for place in places})
    code_of = {code: number for number, code in enumerate(codes)}
    admin_of = {name: number for number, name in enumerate(admins)}
    names = [place.name.encode() for place in places]
    arrays: Arrays = {
        "lat": np.array([place.lat for place in places], "f4"),
        "lon": np.array([place.lon for place in places], "f4"),
        "population": np.array([min(place.population, 2**31 - 1) for place in places], "i4"),
        "geonames": np.array([place.geonames_id for place in places], "i4"),
        "kind": np.array([KINDS.index(place.kind) for place in places], "u1"),
        "country": np.array([code_of[place.country] for place in places], "u2"),
        "admin1": np.array([admin_of[place.admin1] for place in places], "u2"),
        "name_end": np.cumsum([len(name) for name in names]).astype("u4"),
        "name": np.frombuffer(b"".join(names), "u1"),
    }
    arrays |= _index(places)
    ordinary, known = _english()
    return arrays, {
        "countries": codes,
        "admin1": admins,
        "words": ordinary,
        "known": sorted(known),
        "peoples": _peoples(),
    }


def _index(places: list[Entry]) -> Arrays:
    """Names to places: sorted hashes, and for each a stretch of places with how the name belongs to them."""
    index: dict[str, list[tuple[int, int]]] = {}
    for number, place in enumerate(places):
        for key, how in place.names.items():
            index.setdefault(key, []).append((number, how))
    order = sorted((hash_of(key), key) for key in index)
    stretches = [_largest(index[key], places) for _, key in order]
    return {
        "key": np.array([number for number, _ in order], "u8"),
        "first": np.concatenate([[0], np.cumsum([len(stretch) for stretch in stretches])]).astype("u4"),
        "place": np.array([number for stretch in stretches for number, _ in stretch], "u4"),
        "how": np.array([how for stretch in stretches for _, how in stretch], "u1"),
        "ordinary": _ordinary_names([key for _, key in order], stretches, places),
    }


def _largest(pairs: list[tuple[int, int]], places: list[Entry]) -> list[tuple[int, int]]:
    if len(pairs) <= 1:
        return pairs
    ranked = sorted(pairs, key=lambda pair: (pair[1] == ALTERNATE, -places[pair[0]].population))
    if len(ranked) <= MOST_OF_A_NAME:
        return ranked
    seen: set[tuple[str, str]] = set()
    firsts: list[tuple[int, int]] = []
    others: list[tuple[int, int]] = []
    for pair in ranked:
        area = (places[pair[0]].country, places[pair[0]].admin1)
        (others if area in seen else firsts).append(pair)
        seen.add(area)
    return (firsts + others)[:MOST_OF_A_NAME]


def _ordinary_names(keys: list[str], stretches: list[list[tuple[int, int]]], places: list[Entry]) -> Any:
    """For each key and language, in tenths of a power of ten: how much oftener the word is met than a place of that
    size would be. ``reading`` is, ``london`` is not. 0 to 100."""
    found = np.zeros((len(keys), len(LANGUAGES)), "u1")
    row_of = {key: number for number, key in enumerate(keys) if " " not in key}
    for column, language in enumerate(LANGUAGES):
        for word, zipf in _frequent(language).items():
            row = row_of.get(word)
            if row is None:
                continue
            expected = max(_expected(places[number], how) for number, how in stretches[row])
            found[row, column] = max(0, min(100, round(10 * (zipf - expected))))
    return found


def _expected(place: Entry, how: int) -> float:
    """The Zipf frequency (log10 of uses in a thousand million words) that a place's own name is expected to have."""
    if place.kind in ("country", "admin1", "region", "site"):
        return 5.0 if place.kind == "country" else 4.6
    # Measured by eye on well-known cities: 10 million 5.3, 1 million 4.3, 100,000 3.2, 10,000 2.2.
    size = 1.05 * float(np.log10(place.population + 10)) - 2.0
    return size - (0.5 if how == ALTERNATE else 0)


@cache
def _frequent(language: str) -> dict[str, float]:
    """Folded words of a language with their Zipf frequency, the frequent ones (3 and more)."""
    wordlist = "large" if language == "en" else "small"
    found: dict[str, float] = {}
    for word, share in get_frequency_dict(language, wordlist=wordlist).items():
        zipf = float(np.log10(share)) + 9
        if zipf >= 3 and word.isalpha():
            folded = fold(word)
            found[folded] = max(zipf, found.get(folded, 0.0))
    return found


@cache
def _english() -> tuple[dict[str, int], set[str]]:
    """English words that are no names, with their Zipf frequency in tenths; and all other frequent ones.

    Names of persons and places are about as frequent in other languages of the press; ordinary words are not.
    """
    found, others = {}, set()
    for word, zipf in _frequent("en").items():
        abroad = sorted(zipf_frequency(word, language) for language in ("de", "es", "fr", "it", "pt", "nl", "pl"))
        if zipf - abroad[3] >= 1:
            found[word] = round(10 * zipf)
        else:
            others.add(word)
    return found, others | found.keys()


def _peoples() -> dict[str, str]:
    """Folded adjectives and names of peoples to country codes."""

    def pairs() -> Iterable[tuple[str, str]]:
        for code, _, _, _, peoples in rows("countries.tsv"):
            for people in several(peoples):
                yield key_of(people), code
                yield key_of(people + "s"), code
        for row in rows("divisions.tsv"):
            for people in several(row[6] if len(row) > 6 else ""):
                yield key_of(people), f"{row[0]}/{row[1]}"
                yield key_of(people + "s"), f"{row[0]}/{row[1]}"

    return dict(pairs())
