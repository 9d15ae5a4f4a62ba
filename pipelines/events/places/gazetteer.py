"""Where names are looked up."""

from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

import numpy as np

from models.events.items import Place, PlaceKind
from pipelines.events.places.building import KINDS, LANGUAGES, Arrays, Words, hash_of


class Candidate(NamedTuple):
    """A place that a name may mean."""

    number: int
    """Its row in the gazetteer."""
    how: int
    """How the name belongs to it: see ``sources``."""
    kind: str
    country: str
    admin1: str
    lat: float
    lon: float
    population: int


class Gazetteer:
    """Places under their names."""

    def __init__(self, arrays: Arrays, words: Words) -> None:
        self._arrays = arrays
        self._keys, self._first = arrays["key"], arrays["first"]
        self._countries: list[str] = words["countries"]
        self._admin1: list[str] = words["admin1"]
        self.words: dict[str, int] = words["words"]
        """English words that are no names: folded, to their Zipf frequency in tenths."""
        self.known: frozenset[str] = frozenset(words["known"])
        """Frequent English words, names among them."""
        self.peoples: dict[str, str] = words["peoples"]
        """Folded adjectives and names of peoples to ISO 3166-1 alpha-2."""
        self.candidates = lru_cache(maxsize=20_000)(self._candidates)
        """The places of the name in that row of the index, best first."""
        self.place = lru_cache(maxsize=20_000)(self._place)
        """The place in that row."""

    def find(self, keys: Sequence[str]) -> list[int]:
        """For each key its row in the index of names, or -1."""
        if not keys:
            return []
        wanted = np.array([hash_of(key) for key in keys], "u8")
        rows = np.searchsorted(self._keys, wanted)
        rows[rows == len(self._keys)] = 0
        return np.where(self._keys[rows] == wanted, rows, -1).tolist()  # type: ignore[no-any-return]

    def ordinary(self, row: int, language: str) -> float:
        """By how many powers of ten the word is oftener met in that language than a place of its size would be."""
        column = LANGUAGES.index(language) if language in LANGUAGES else 0
        return float(self._arrays["ordinary"][row, column]) / 10

    def _candidates(self, row: int) -> tuple[Candidate, ...]:
        start, end = int(self._first[row]), int(self._first[row + 1])
        a = self._arrays
        return tuple(
            Candidate(
                number,
                int(a["how"][position]),
                KINDS[a["kind"][number]],
                self._countries[a["country"][number]],
                self._admin1[a["admin1"][number]],
                float(a["lat"][number]),
                float(a["lon"][number]),
                int(a["population"][number]),
            )
            for position in range(start, end)
            for number in (int(a["place"][position]),)
        )

    def _place(self, number: int) -> Place:
        a = self._arrays
        start = int(a["name_end"][number - 1]) if number else 0
        kind: PlaceKind = KINDS[a["kind"][number]]
        return Place(
            name=bytes(a["name"][start : int(a["name_end"][number])]).decode(),
            kind=kind,
            country=self._countries[a["country"][number]] or None,
            admin1=self._admin1[a["admin1"][number]] or None,
            lat=round(float(a["lat"][number]), 5),
            lon=round(float(a["lon"][number]), 5),
            geonames_id=int(a["geonames"][number]) or None,
            population=int(a["population"][number]),
        )
