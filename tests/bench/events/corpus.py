"""A made-up corpus: events over three years, and what newsrooms write of them, the same each time.

Of each telling of an event there is a text, for articles that go the whole way, and marks in it, of which the report
is made straight away that reading it would give: half a million cannot be read while one waits.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cached_property
from pathlib import Path
from random import Random
from typing import Any, Final

import numpy as np
import yaml
from wordfreq import get_frequency_dict

from models.events.items import Passage, Place, Story
from pipelines.events.places import open_gazetteer

FIRST_DAY: Final = date(2023, 1, 1)
DAYS: Final = 3 * 365
SOURCES: Final = 60
_TOWNS: Final = 6000
_SMALLEST_TOWN: Final = 20_000
_VOCABULARY: Final = 200_000
_TOPICAL: Final = (2_000, 40_000)
"""Ranks of the words that an event is told with."""
_POOL: Final = 1 << 20
_SIZES: Final = ((1, 1, 0.5), (2, 2, 0.2), (3, 3, 0.12), (4, 10, 0.14), (11, 50, 0.036), (51, 300, 0.004))
"""Reports that an event gets: from, to, and how many events do."""
_RECENT: Final = 700
_LATE: Final = 100
_A_ROUND: Final = 1000
_ROUNDS: Final = 10
"""After so many it is the turn of the first events again."""
_COPIED: Final = 1 / 12
_TWINS: Final = 8
"""Of so many events one is of the kind of the one before, in its town, some days later."""
_WORDS = yaml.safe_load((Path(__file__).parent / "corpus.yml").read_text("utf-8"))
_KINDS: Final[list[str]] = list(_WORDS["kinds"])


@dataclass(frozen=True, slots=True)
class Mark:
    """Something that a text was given on purpose."""

    what: str
    """place, country, person, day, kind, or a kind of figure."""
    field: str
    start: int
    end: int
    value: Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Telling:
    """An article on an event."""

    event: int
    number: int
    """Its place among the event's tellings."""
    source: int
    published: datetime
    headline: str
    body: str
    marks: tuple[Mark, ...]
    copy_of: int | None = None
    """The number of the telling whose text it has."""

    def story(self, id: int) -> Story:
        """As it is read."""
        passages = (Passage(field="headline", text=self.headline), Passage(field="body", text=self.body))
        return Story(
            id=id, passages=passages, published=self.published, published_precision="minute", language="en",
            source=f"paper-{self.source}", country="GB",
        )  # fmt: skip


class Corpus:
    """Events by number, in the order of their days, as many as are needed to get ``reports`` of them; ``more`` after
    the last day."""

    def __init__(self, reports: int, more: int = 20_000) -> None:
        rng = np.random.default_rng(20)
        count = reports + more
        least, most, part = (np.array(column) for column in zip(*_SIZES, strict=True))
        which = rng.choice(len(part), count, p=part / part.sum())
        # Within a class small ones are more frequent: by a power law.
        sizes = np.floor(least[which] * ((most + 1) / least)[which] ** (rng.random(count) ** 1.5)).astype(int)
        ends = np.cumsum(sizes)
        self.events = int(np.searchsorted(ends, reports)) + 1
        """Those in store; the rest come later."""
        ends[self.events - 1] = reports
        sizes[self.events - 1] = reports - (ends[self.events - 2] if self.events > 1 else 0)
        keep = self.events + more
        self.sizes, self.ends = sizes[:keep], ends[:keep]
        """Reports of each event, and of it and all before it."""
        self._kind = rng.integers(len(_KINDS), size=keep)
        self._town = np.minimum(_TOWNS * rng.random(keep) ** 2.5, _TOWNS - 1).astype(int)
        twins = np.arange(_TWINS, keep, _TWINS)
        self._kind[twins], self._town[twins] = self._kind[twins - 1], self._town[twins - 1]
        position = np.arange(keep)
        self._day = np.where(position < self.events, position * (DAYS - 3) // self.events, DAYS - 3 + position % 5)

        late = self.events // 3
        self.recent = range(max(0, self.events - _RECENT * _ROUNDS), self.events)
        """Events of the last days, of which new articles tell: of other ones in each round, where there are many."""
        self.late = range(late, min(late + _LATE, self.recent.start)) or self.recent
        """Events of two years ago, of which some do."""

    @cached_property
    def _towns(self) -> list[Place]:
        gazetteer = open_gazetteer()
        known = gazetteer._arrays  # no other way to go through all places
        large = np.flatnonzero((known["kind"] == _CITY) & (known["population"] >= _SMALLEST_TOWN))
        chosen = np.random.default_rng(21).permutation(large)[: 2 * _TOWNS]
        named = [gazetteer.place(int(number)) for number in chosen]
        plain = [place for place in named if place.name.isascii() and place.name.isalpha() and place.country]
        return plain[:_TOWNS]

    @cached_property
    def _words(self) -> list[str]:
        return list(self._frequencies)

    @cached_property
    def _frequencies(self) -> dict[str, float]:
        found = get_frequency_dict("en", "best")
        plain = ((word, part) for word, part in found.items() if word.isascii() and word.isalpha())
        return dict(sorted(plain, key=lambda each: (-each[1], each[0]))[:_VOCABULARY])

    @cached_property
    def _pool(self) -> list[str]:
        """Words as they follow each other at random."""
        parts = np.array(list(self._frequencies.values()))
        drawn = np.random.default_rng(22).choice(len(parts), _POOL, p=parts / parts.sum())
        return [self._words[number] for number in drawn]

    def kind(self, event: int) -> str:
        """What kind of occurrence it is."""
        return _KINDS[self._kind[event]]

    def town(self, event: int) -> Place:
        """Where it happened."""
        return self._towns[self._town[event] % len(self._towns)]

    def day(self, event: int) -> date:
        """When it happened."""
        return FIRST_DAY + timedelta(days=int(self._day[event]))

    def tellings(self, event: int) -> Iterator[Telling]:
        """All tellings in store."""
        return (self.telling(event, number) for number in range(int(self.sizes[event])))

    def news(self, count: int, round: int) -> list[Telling]:
        """So many new articles, others in each round, in order of publication: half of them tell of events in store,
        one in twenty of those two years late; the rest of new events."""
        dice = Random(round)  # noqa: S311 - the same each time
        told: dict[int, int] = {}
        recent = self.recent[round % _ROUNDS * _RECENT :][:_RECENT] or self.recent
        end = datetime(FIRST_DAY.year, FIRST_DAY.month, FIRST_DAY.day, tzinfo=UTC) + timedelta(days=DAYS)
        news = []
        for place in range(count // 2):
            is_late = place % 20 == 0
            event = dice.choice(self.late if is_late else recent)
            number = told.setdefault(event, int(self.sizes[event]) + round * _A_ROUND)
            told[event] += 1
            news.append(self.telling(event, number, None if is_late else end + timedelta(hours=dice.random() * 48)))
        event = self.events + round * 700
        while len(news) < count:
            news += self.tellings(event)
            event += 1
        return sorted(news[:count], key=lambda telling: telling.published)

    def telling(self, event: int, number: int, at: datetime | None = None) -> Telling:
        """One of them; one that has come since has a number above its size, and may be published ``at`` a time."""
        dice = Random(event << 20 | number)  # noqa: S311 - the same each time
        lag = dice.expovariate(1 / (1.0 if dice.random() < 0.9 else 20.0))
        first = datetime(FIRST_DAY.year, FIRST_DAY.month, FIRST_DAY.day, tzinfo=UTC)
        told = first + timedelta(days=int(self._day[event]) + lag, hours=dice.random() * 20)
        published = (at or min(told, first + timedelta(days=DAYS))).replace(second=0, microsecond=0)
        source = dice.randrange(SOURCES)
        if number and dice.random() < _COPIED:
            other = dice.randrange(number)
            text = self.telling(event, other)
            return Telling(
                event=event, number=number, source=source, published=max(published, text.published),
                headline=text.headline, body=text.body, marks=text.marks, copy_of=text.copy_of or other,
            )  # fmt: skip
        headline, body, marks = _Writer(self, event, dice).written()
        return Telling(
            event=event, number=number, source=source, published=published, headline=headline, body=body,
            marks=tuple(marks),
        )  # fmt: skip


_CITY: Final = 1


class _Writer:
    """Writes one text."""

    def __init__(self, corpus: Corpus, event: int, dice: Random) -> None:
        self._corpus, self._dice = corpus, dice
        self._town, self._kind, self._day = corpus.town(event), corpus.kind(event), corpus.day(event)
        self._templates = _WORDS["kinds"][self._kind]
        own = Random(event << 1)  # noqa: S311 - the same each time
        self._toll = min(int(own.paretovariate(0.9)), 3000) + 1, min(int(own.paretovariate(0.7)), 9000) + 2
        if own.random() < 0.3:  # tolls rise
            self._toll = self._toll[0] + dice.randrange(3), self._toll[1]
        self._persons = [_person(own) for _ in range(5)]
        self._topic = [corpus._words[own.randrange(*_TOPICAL)] for _ in range(24)]
        self._parts: list[str] = []
        self._length = 0
        self._marks: list[Mark] = []

    def written(self) -> tuple[str, str, list[Mark]]:
        """Headline, body and marks."""
        dice = self._dice
        headline = self._filled("headline", dice.choice(self._templates["headlines"]), 0)
        headline += f" as {dice.choice(self._topic)} {dice.choice(self._topic)}"
        self._marks.append(Mark("kind", "headline", 0, len(headline), self._kind))
        self._say(f"{self._town.name.upper()} — ")
        lead = self._told_apart(dice.choice(self._templates["leads"]))
        start = self._length
        self._say(self._filled("body", lead, self._length))
        self._say(" on ")
        self._mark("day", self._day.strftime("%A"), self._day)
        self._say(f", {dice.choice(self._topic)} officials said.")
        self._marks.append(Mark("kind", "body", start, self._length, self._kind))
        told = dice.sample(self._persons, 3)
        left = int(min(400, max(150, dice.gauss(260, 70)))) - 30
        paragraph = 0
        while left > 0:
            self._say("\n" if paragraph % 3 == 0 else " ")
            left -= self._sentence(told, paragraph)
            paragraph += 1
        return headline, "".join(self._parts), self._marks

    def _sentence(self, told: list[str], number: int) -> int:
        """One more; returns how many words it has."""
        dice = self._dice
        words = self._running(dice.randrange(9, 24))
        if number < len(told):
            title = dice.choice(_WORDS["titles"])
            self._say(f"{title} ")
            self._mark("person", told[number], told[number])
            self._say(f" {dice.choice(_WORDS['deeds'])} that {' '.join(words)}.")
            return len(words) + 7
        if number in (4, 7):
            self._say(f"{' '.join(words).capitalize()} in ")
            self._mark("place", self._town.name, self._town)
            self._say(".")
            return len(words) + 2
        self._say(f"{' '.join(words).capitalize()}.")
        return len(words)

    def _told_apart(self, lead: str) -> str:
        """With words put in: newsrooms that do not copy each other seldom share five words in a row."""
        for before in (" and ", " in {town}", " people", " after "):
            lead = lead.replace(before, f" {self._running(1)[0]}{before}", 1)
        first, _, rest = lead.partition(" ")
        return f"{first} {self._running(1)[0]} {rest}"

    def _running(self, count: int) -> list[str]:
        step = self._dice.randrange(1, _POOL // 32)  # no two texts have the same run of words by chance
        start = self._dice.randrange(_POOL - count * step)
        words = self._corpus._pool[start : start + count * step : step]
        for at in range(2, count, 4):
            words[at] = self._topic[int(self._dice.random() * len(self._topic))]
        return words

    def _filled(self, field: str, template: str, offset: int) -> str:
        n, m = self._toll
        text: str = template.format(n=n, m=m, town=self._town.name)
        at = offset + text.index(self._town.name)
        self._marks.append(Mark("place", field, at, at + len(self._town.name), self._town))
        if field == "body":
            for kind, number in zip(self._templates["figures"], (n, m), strict=False):
                self._marks.append(Mark(kind, field, offset, offset + len(text), number))
        return text

    def _say(self, text: str) -> None:
        self._parts.append(text)
        self._length += len(text)

    def _mark(self, what: str, text: str, value: Any) -> None:
        self._marks.append(Mark(what, "body", self._length, self._length + len(text), value))
        self._say(text)


def _person(dice: Random) -> str:
    choice = dice.choice
    surname = choice(_WORDS["heads"]) + choice(_WORDS["middles"]) + choice(_WORDS["tails"])
    return f"{choice(_WORDS['first'])} {surname}"
