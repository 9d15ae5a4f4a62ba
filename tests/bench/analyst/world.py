"""The fixed cast of the made-up corpus: who publishes, who takes pictures, where, and in which words."""

from bisect import bisect
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cached_property
from itertools import accumulate
from pathlib import Path
from random import Random
from typing import Any, Final
from zoneinfo import ZoneInfo

import yaml
from wordfreq import top_n_list, word_frequency

from models.events.items import Place
from tests.bench.events import corpus as of_events

FIRST_DAY: Final = date(2014, 1, 1)
DAYS: Final = 7 * 365
MIDNIGHT: Final = datetime(FIRST_DAY.year, FIRST_DAY.month, FIRST_DAY.day, tzinfo=UTC)
WORDS: Final[dict[str, Any]] = yaml.safe_load((Path(__file__).parent / "words.yml").read_text("utf-8"))
SOURCES: Final = 120
_FEWER: Final = 100
"""In a small corpus a source has at least so many articles on average."""
_PHOTOGRAPHERS: Final = 25
_JOURNALISTS: Final = 50
"""Articles for each of them."""
_AGENCIES: Final = 60
_VOCABULARY: Final = 30_000
_POOL: Final = 1 << 18
_KNOWN_TOWN: Final = 0.3
_IN_THE_NEWS: Final = 12
"""How much oftener a town is told of in its months."""


@dataclass(frozen=True, slots=True)
class Source:
    """A publisher."""

    id: int
    slug: str
    name: str
    country: str
    language: str
    zone: str

    @property
    def domain(self) -> str:
        """Its registered domain."""
        return f"{self.slug}.example"

    @property
    def clock(self) -> ZoneInfo:
        """Its zone."""
        return ZoneInfo(self.zone)


@dataclass(frozen=True, slots=True)
class Agent:
    """Somebody named in a byline or credit line."""

    id: int
    kind: str
    name: str


class LongTail:
    """Draws from so many, the first ones much oftener: the one at place n as often as 1 / n ** ``steep``."""

    def __init__(self, count: int, steep: float = 1.0) -> None:
        self._summed = list(accumulate(1 / place**steep for place in range(1, count + 1)))

    def draw(self, dice: Random) -> int:
        """A place, from 0."""
        return bisect(self._summed, dice.random() * self._summed[-1])


class World:
    """The cast of a corpus of so many articles, and its events: how many articles each has, and what happened where
    and when."""

    def __init__(self, articles: int) -> None:
        self.articles = articles
        self.events = of_events.Corpus(articles, more=0)
        """Their sizes and kinds, and the towns that are seldom told of."""
        self.sources = _sources(max(len(WORDS["sources"]), min(SOURCES, articles // _FEWER)))
        self.publishing = LongTail(len(self.sources), 0.8)
        self.agencies, self.organizations, self.photographers, self.journalists = self._agents()
        self.selling = LongTail(len(self.agencies), 1.1)
        self.picturing = LongTail(len(self.photographers), 0.8)
        self.writing = LongTail(len(self.journalists), 0.6)
        self._towns = [_place(town) for town in WORDS["towns"]]
        self._spelt = {town["name"]: town for town in WORDS["towns"]}
        self._pools: dict[str, list[str]] = {}

    def _agents(self) -> tuple[list[Agent], ...]:
        dice = Random(31)  # noqa: S311 - the same each time
        houses = WORDS["agencies"] + [f"{_surname(dice)} Press" for _ in range(_AGENCIES)]
        people = dict.fromkeys(WORDS["photographers"])
        while len(people) < self.articles // _PHOTOGRAPHERS:
            people[of_events._person(dice)] = None
        writers: dict[str, None] = {}
        while len(writers) < max(10, self.articles // _JOURNALISTS):
            name = of_events._person(dice)
            if name not in people:
                writers[name] = None
        casts, first = [], 1
        for kind, names in (
            ("agency", dict.fromkeys(houses)),
            ("organization", WORDS["organizations"]),
            ("person", people),
            ("person", writers),
        ):
            casts.append([Agent(id, kind, name) for id, name in enumerate(names, first)])
            first += len(casts[-1])
        return tuple(casts)

    def day(self, event: int) -> int:
        """Days from the first day to the event."""
        return event * DAYS // self.events.events

    def town(self, event: int, dice: Random) -> Place:
        """Where it happened: the towns in the news of that month are told of most."""
        if dice.random() > _KNOWN_TOWN:
            return self.events.town(event)
        month = f"{FIRST_DAY + timedelta(days=self.day(event)):%Y-%m}"
        weights = [
            (_IN_THE_NEWS if town["from"] <= month <= town["to"] else 1) / place
            for place, town in enumerate(WORDS["towns"], 2)
        ]
        return dice.choices(self._towns, weights)[0]

    def spelt(self, town: Place, language: str) -> str:
        """The town's name in a language, English where no other is known."""
        return str(self._spelt.get(town.name, {}).get(language, town.name))

    def kind(self, event: int) -> str:
        """What kind of occurrence it is."""
        return self.events.kind(event)

    def running(self, language: str, count: int, dice: Random) -> list[str]:
        """Words of the language, each as frequent as it is there."""
        pool = self._pools.get(language)
        if pool is None:
            pool = self._pools[language] = _pool(language)
        start = int(dice.random() * (_POOL - count))
        return pool[start : start + count]

    @cached_property
    def own_photographers(self) -> dict[int, int]:
        """For which agency each photographer works, by place in their lists; the others are free."""
        dice = Random(32)  # noqa: S311 - the same each time
        firsts = {"Felipe Dana": "AP", "Alaa Al-Marjani": "Reuters"}
        houses = {agency.name: place for place, agency in enumerate(self.agencies)}
        found = {}
        for place, person in enumerate(self.photographers):
            house = houses[firsts.get(person.name, "AFP")] if place < 6 else self.selling.draw(dice)
            if place < 6 or dice.random() < 0.7:
                found[place] = house
        return found


def _sources(count: int) -> list[Source]:
    dice = Random(30)  # noqa: S311 - the same each time
    made = [
        Source(id, each["slug"], each["name"], each["country"], each["language"], each["zone"])
        for id, each in enumerate(WORDS["sources"], 1)
    ]
    while len(made) < count:
        id = len(made) + 1
        country, language, zone = dice.choice(WORDS["zones"])
        paper, place = dice.choice(WORDS["papers"][language]), _surname(dice)
        name = f"{place} {paper}" if language == "en" else f"{paper} {place}"
        made.append(Source(id, f"{place.lower()}-{id}", name, country, language, zone))
    return made


def _surname(dice: Random) -> str:
    return of_events._person(dice).rpartition(" ")[2]


def _place(town: dict[str, Any]) -> Place:
    return Place(
        name=town["name"], kind="city", country=town["country"], admin1=town["admin1"], lat=town["lat"],
        lon=town["lon"], geonames_id=town["geonames"], population=0,
    )  # fmt: skip


def _pool(language: str) -> list[str]:
    words: Sequence[str] = [word for word in top_n_list(language, _VOCABULARY) if word.isalpha()]
    weights = [word_frequency(word, language) for word in words]
    return Random(33).choices(words, weights, k=_POOL)  # noqa: S311 - the same each time
