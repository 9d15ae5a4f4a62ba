"""Articles of the made-up corpus, before they have ids."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from random import Random
from typing import Final

from models.events.items import Place
from tests.bench.analyst.pictures import Desk, Shown
from tests.bench.analyst.world import MIDNIGHT, WORDS, Agent, Source, World
from tests.bench.events.corpus import _WORDS as OF_EVENTS

_COPIED: Final = 1 / 10
_FROM_WIRE: Final = 0.25
_REWORDED: Final = 0.06
"""Headlines that change within a day."""
_WITHDRAWN: Final = 0.02
_RECREDITED: Final = 0.02
_TAKEN_OFF: Final = 0.01


@dataclass(slots=True, kw_only=True)
class Draft:
    """An article: what is printed, and what was printed before."""

    event: int
    source: Source
    published: datetime
    headline: str
    body: str
    shown: list[Shown]
    wire: Agent | None = None
    author: Agent | None = None
    copy_of: "Draft | None" = None
    headline_was: str | None = None
    claim: str | None = None
    """A sentence that was withdrawn."""
    is_recredited: bool = False
    taken_off: Shown | None = None
    """A picture that was there before."""
    revised_after: timedelta = timedelta()
    dice: Random = field(repr=False)
    id: int = 0

    @property
    def revisions(self) -> int:
        """How many versions of it were seen."""
        return 1 + bool(self.headline_was or self.claim or self.is_recredited or self.taken_off)

    @property
    def day(self) -> date:
        """The local day on which it was published."""
        return self.published.astimezone(self.source.clock).date()


class Telling:
    """An event as newsrooms tell of it."""

    def __init__(self, world: World, event: int) -> None:
        self.event, self._world = event, world
        self._dice = dice = Random(event << 2)  # noqa: S311 - the same each time
        self.town: Place = world.town(event, dice)
        self.kind = world.kind(event)
        self.toll = min(int(dice.paretovariate(0.9)), 3000) + 1, min(int(dice.paretovariate(0.7)), 9000) + 2
        self.actors = [*dice.sample(WORDS["groups"], 2), dice.choice(world.journalists).name]
        self._topic: dict[str, list[str]] = {}
        self._desk = Desk(world, event, self.town, dice)

    def drafts(self) -> list[Draft]:
        """All its articles."""
        made: list[Draft] = []
        for _ in range(int(self._world.events.sizes[self.event])):
            made.append(self._draft(made))
        return made

    def _draft(self, before: list[Draft]) -> Draft:
        dice, world = self._dice, self._world
        source = world.sources[world.publishing.draw(dice)]
        lag = dice.expovariate(1.5 if dice.random() < 0.9 else 0.05)
        published = MIDNIGHT + timedelta(days=world.day(self.event) + lag, hours=6 + 12 * dice.random())
        published = published.replace(second=0, microsecond=0)
        same = [draft for draft in before[:20] if draft.source.language == source.language]
        original = dice.choice(same) if same and dice.random() < _COPIED else None
        if original is not None:
            original = original.copy_of or original
            published = max(published, original.published + timedelta(minutes=30))
        headline = original.headline if original else self._headline(source.language)
        draft = Draft(
            event=self.event, source=source, published=published, headline=headline, dice=dice, copy_of=original,
            body=original.body if original else self._body(source.language),
            shown=self._desk.shown(source, f"{published:%d.%m.%Y}" if source.language != "en" else
                                   f"{published:%B} {published.day}, {published.year}"),
        )  # fmt: skip
        if original is None and dice.random() < _FROM_WIRE:
            draft.wire = world.agencies[world.selling.draw(dice)]
        elif dice.random() < 0.7:
            draft.author = world.journalists[world.writing.draw(dice)]
        self._revise(draft)
        return draft

    def _revise(self, draft: Draft) -> None:
        """Some articles read otherwise before."""
        dice, language = self._dice, draft.source.language
        drawn = dice.random()
        draft.revised_after = timedelta(minutes=20 + int(1000 * dice.random()))
        if drawn < _REWORDED:
            draft.headline_was = self._headline(language)
        elif drawn < _REWORDED + _WITHDRAWN:
            draft.claim = WORDS["withdrawn"][language].format(n=self.toll[0] + dice.randrange(40))
        elif drawn < _REWORDED + _WITHDRAWN + _RECREDITED:
            draft.is_recredited = any(shown.credit for shown in draft.shown)
        elif drawn < _REWORDED + _WITHDRAWN + _RECREDITED + _TAKEN_OFF and len(draft.shown) > 1:
            draft.taken_off = draft.shown.pop()

    def _headline(self, language: str) -> str:
        dice = self._dice
        kinds = WORDS["headlines"].get(language)
        templates = kinds[self.kind] if kinds else OF_EVENTS["kinds"][self.kind]["headlines"]
        told = dice.choice(templates).format(n=self.toll[0] + dice.randrange(3), town=self._spelt(language))
        return f"{told} – {' '.join(self._words(language, 2 + dice.randrange(4)))}"

    def _spelt(self, language: str) -> str:
        return self._world.spelt(self.town, language)

    def _words(self, language: str, count: int) -> list[str]:
        """Running words, every fifth or so of those that the event is told with."""
        dice = self._dice
        topic = self._topic.get(language)
        if topic is None:
            topic = self._topic[language] = [max(self._world.running(language, 4, dice), key=len) for _ in range(16)]
        words = self._world.running(language, count, dice)
        words[int(dice.random() * count)] = topic[int(dice.random() * len(topic))]
        return words

    def _body(self, language: str) -> str:
        dice, town = self._dice, self._spelt(language)
        left, place, parts = int(min(500, max(60, dice.gauss(230, 80)))), 0, [f"{town} —"]
        while left > 0:
            count = 9 + int(15 * dice.random())
            words = self._words(language, count)
            words[0] = words[0].capitalize()
            if place in (0, 4):
                words[count // 2] = town
            end = ".\n" if place % 3 == 2 else ". "
            parts.append(" ".join(words) + end)
            left -= count
            place += 1
        return " ".join(parts).replace(" \n", "\n").replace("\n ", "\n").replace(".  ", ". ").strip()
