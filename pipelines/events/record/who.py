"""Who is named as acting or acted upon, and by how many independent sources."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Final, Literal

from models.events.event import Actor
from models.events.items import NameMention
from pipelines.events.facts.name_keys import name_key, name_skeleton
from pipelines.events.record.tellings import Telling, Voice

_MOST: Final = 12
"""Actors of a record."""
_SOUNDS: Final = 5
"""Consonants that tell one person from another: shorter names sound alike by chance."""
_TITLES: Final = frozenset(
    str.split(
        "mr mrs ms dr sir gen general lt col colonel maj major capt captain sgt president prime minister premier "
        "chancellor sheikh mullah ayatollah the le la les el der die das al bin ibn m mme herr frau"
    )
)

_Key = tuple[str, ...]
_Kind = Literal["person", "organisation", "group", "unknown"]


@dataclass(slots=True)
class _Named:
    """One actor, as far as names show."""

    printed: Counter[str] = field(default_factory=Counter)
    kinds: Counter[_Kind] = field(default_factory=Counter)
    voices: set[Voice] = field(default_factory=set)
    acting: list[tuple[Telling, NameMention]] = field(default_factory=list)

    def add(self, other: "_Named") -> None:
        """Take over what is another spelling of the same."""
        if other is not self:
            self.printed += other.printed
            self.kinds += other.kinds
            self.voices |= other.voices
            self.acting += other.acting

    @property
    def name(self) -> str:
        """The fullest printed form; of equally full ones the most usual."""
        return max(
            self.printed, key=lambda printed: (len(_key(printed)), self.printed[printed], -len(printed), printed)
        )

    @property
    def kind(self) -> _Kind:
        """What most mentions say that it is."""
        known: list[_Kind] = [kind for kind in self.kinds if kind != "unknown"] or ["unknown"]
        return max(known, key=lambda each: (self.kinds[each], each))


def actors(told: Sequence[Telling]) -> tuple[Actor, ...]:
    """The names that act, those that most voices name first; a surname alone is taken for the one who bears it. Places
    are none, and names that nothing tells apart are if a second voice has them."""
    voices = {telling.voice for telling in told}
    named = _merged(_named(told))
    known = [one for one in named if one.acting and (one.kind != "unknown" or len(one.voices) >= min(2, len(voices)))]
    known.sort(key=lambda one: (-len(one.voices), -sum(one.printed.values()), one.name))
    return tuple(_actor(one) for one in known[:_MOST])


def _named(told: Sequence[Telling]) -> dict[_Key, _Named]:
    places = {_key(mention.name) for telling in told for mention in telling.member.facts.places}
    named: dict[_Key, _Named] = {}
    for telling in told:
        for mention in telling.member.facts.names:
            key = _key(mention.name)
            if not key or (mention.kind == "unknown" and key in places):
                continue
            one = named.get(key)
            if one is None:
                one = named[key] = _Named()
            one.printed[mention.name] += 1
            one.kinds[mention.kind] += 1
            one.voices.add(telling.voice)
            if mention.is_actor:
                one.acting.append((telling, mention))
    return named


@lru_cache(maxsize=16384)
def _key(name: str) -> _Key:
    """The words of a name as every spelling has them, without titles."""
    words = name_key(name).split()
    return tuple(word for word in words if word not in _TITLES) or tuple(words)


def _merged(named: dict[_Key, _Named]) -> list[_Named]:
    """Spellings of one name (``Haider``, ``Haidar al-Abadi``) put together, then single words with the one longer name
    that ends in them."""
    by_sound: dict[str, _Named] = {}
    bearers: dict[str, dict[int, _Named]] = {}
    for key, one in named.items():
        if len(key) > 1:
            sound = name_skeleton(" ".join(key))
            fuller = by_sound.setdefault(sound if len(sound) >= _SOUNDS else " ".join(key), one)
            fuller.add(one)
            bearers.setdefault(key[-1], {})[id(fuller)] = fuller
    alone: list[_Named] = []
    for key, one in named.items():
        if len(key) == 1:
            bearer = list(bearers.get(key[0], {}).values())
            if len(bearer) == 1 and _may_be_one(bearer[0], one):
                bearer[0].add(one)
            else:
                alone.append(one)
    return [*by_sound.values(), *alone]


def _may_be_one(fuller: _Named, short: _Named) -> bool:
    """A surname is a person's: groups and organisations do not go by their last word."""
    return fuller.kinds["person"] > 0 and not (short.kinds["group"] or short.kinds["organisation"])


def _actor(one: _Named) -> Actor:
    telling, mention = max(one.acting, key=lambda pair: pair[0].weight(pair[1].where) * (1 + pair[0].member.centrality))
    return Actor(name=one.name, kind=one.kind, sources=len(one.voices), ground=telling.ground(mention.where))
