"""Pictures of the made-up corpus: who took them, what is said of them, and how that is printed."""

from dataclasses import dataclass, replace
from random import Random
from typing import Final

from models.events.items import Place
from tests.bench.analyst.world import WORDS, Agent, Source, World

SIZES: Final = ((1200, 800), (1024, 683), (1600, 1067), (800, 533), (2000, 1333))
LIBRARY: Final = 3000
"""File pictures that articles of any event are given."""
_UNSIGNED: Final = 0.08
_COURTESY: Final = 0.03
_HANDOUT: Final = 0.04
_VIA_GETTY: Final = {"AFP", "Anadolu", "EPA"}
_UNREAD: Final = 0.04


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """A picture, whatever addresses it has."""

    stem: str
    """What its file is called in all renditions."""
    photographer: Agent | None = None
    agency: Agent | None = None
    distributor: Agent | None = None
    courtesy: Agent | None = None
    is_handout: bool = False
    library: int | None = None
    """Its number among the file pictures; null of all others."""
    line: str | None = None
    """Its credit line; null if it is never credited."""
    is_understood: bool = True
    telling: int = 0
    """What its captions are made from."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A picture in an article."""

    picture: Picture
    url: str
    width: int
    height: int
    caption: str | None
    alt: str | None
    credit: str | None


class Desk:
    """The picture desk: pictures of one event, those that agencies send to everybody and those that a source has."""

    def __init__(self, world: World, event: int, town: Place, dice: Random) -> None:
        self._world, self._event, self._town, self._dice = world, event, town, dice
        size = int(world.events.sizes[event])
        self._there = [world.picturing.draw(dice) for _ in range(2 + int(size**0.5))]
        self._sent = [self._picture() for _ in range(2 + int(2 * size**0.5))]

    def shown(self, source: Source, day: str) -> list[Shown]:
        """The pictures of an article of that source, each once."""
        dice = self._dice
        pictures = {picture.stem: picture for picture in (self._chosen() for _ in range(_how_many(dice)))}
        return [self._printed(picture, source, day) for picture in pictures.values()]

    def _chosen(self) -> Picture:
        drawn = self._dice.random()
        if drawn < 0.45:
            return self._sent[int(len(self._sent) * self._dice.random() ** 2)]
        if drawn < 0.53:
            return library(self._world, int(LIBRARY * self._dice.random() ** 3))
        return self._picture()

    def _picture(self) -> Picture:
        dice, place = self._dice, self._dice.choice(self._there)
        if dice.random() < 0.2:
            place = self._world.picturing.draw(dice)
        return taken(self._world, place, dice)

    def _printed(self, picture: Picture, source: Source, day: str) -> Shown:
        dice = self._dice
        width, height = SIZES[(source.id + (dice.random() < 0.08)) % (len(SIZES) - 1)]
        url = f"https://{source.domain}/img/{picture.stem}-{width}x{height}.jpg"
        if picture.library is not None:
            (width, height), url = SIZES[-1], library_address(picture.library)
        said = dice.random() < 0.85
        return Shown(
            picture=picture,
            url=url,
            width=width,
            height=height,
            caption=self._caption(picture, source.language, day) if said else None,
            alt=f"{self._world.spelt(self._town, source.language)}, {day}" if dice.random() < 0.6 else None,
            credit=picture.line if dice.random() < crediting(source) else None,
        )

    def _caption(self, picture: Picture, language: str, day: str) -> str:
        """Mostly the same for a picture, wherever it stands; one in eight is a source's own."""
        wording = picture.telling if self._dice.random() < 0.88 else self._dice.getrandbits(24)
        words = WORDS["captions"][language]
        who, town = words["who"][wording % len(words["who"])], self._world.spelt(self._town, language)
        if picture.library is not None:
            return str(WORDS["file_captions"][language].format(who=who, town=town))
        do = words["do"][wording // 16 % len(words["do"])]
        where = words["where"][wording // 256 % len(words["where"])].format(town=town, day=day)
        return f"{who} {do} {where}"


def crediting(source: Source) -> float:
    """How often it prints a credit line: some sources hardly ever, a few never."""
    if source.id % 40 == 17:
        return 0.0
    return 0.05 if source.id % 9 == 8 else 0.85


def library_address(number: int) -> str:
    """Where a file picture lies: with its library, and nowhere else."""
    return f"https://pictures.example/{number:06}/archive-{number * 7919:012}.jpg"


def library(world: World, number: int) -> Picture:
    """A file picture."""
    dice = Random(-1 - number)  # noqa: S311 - the same each time
    return replace(taken(world, world.picturing.draw(dice), dice), library=number)


def taken(world: World, place: int, dice: Random) -> Picture:
    """A picture that this photographer took, or that somebody handed out."""
    made = Picture(stem=f"{dice.getrandbits(80):020x}", telling=dice.getrandbits(24))
    drawn = dice.random()
    if drawn < _UNSIGNED:
        return made
    if drawn < _UNSIGNED + _COURTESY:
        giver = dice.choice(world.organizations)
        return replace(made, courtesy=giver, line=f"Courtesy {giver.name}")
    house = world.agencies[world.own_photographers.get(place, world.selling.draw(dice))]
    if drawn < _UNSIGNED + _COURTESY + _HANDOUT:
        return replace(made, distributor=house, is_handout=True, line=f"Handout via {house.name}")
    if drawn > 1 - _UNREAD:
        return replace(made, line=f"{house.name} // {made.telling:x} @ desk", is_understood=False)
    if dice.random() < 0.15:
        return replace(made, agency=house, line=house.name)
    person = world.photographers[place]
    if place not in world.own_photographers and dice.random() < 0.5:
        return replace(made, photographer=person, line=f"Photo: {person.name}")
    line = f"(AP Photo/{person.name})" if house.name == "AP" else f"{person.name}/{house.name}"
    getty = None
    if house.name in _VIA_GETTY and dice.random() < 0.6:
        getty = next(agency for agency in world.agencies if agency.name == "Getty Images")
        line += " via Getty Images"
    return replace(made, photographer=person, agency=house, distributor=getty, line=line)


def _how_many(dice: Random) -> int:
    """Pictures in an article, three on average; one in twenty is a gallery."""
    drawn = dice.random()
    if drawn < 0.08:
        return 0
    if drawn > 0.95:
        return dice.randrange(9, 22)
    return 1 + min(int(dice.expovariate(0.4)), 7)
