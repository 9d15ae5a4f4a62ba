"""Who is named as acting or acted upon, and by how many independent sources."""

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Final, Literal

from models.events.items import Actor, NameMention
from pipelines.events.record_tellings import Telling, Voice

_MOST: Final = 15
"""Actors of a record."""
_JOINTS: Final = re.compile(r"[-‐–’'.]+")
_TITLES: Final = frozenset(
    str.split(
        "mr mrs ms dr sir gen general lt col colonel maj major capt captain sgt president prime minister premier "
        "chancellor sheikh mullah ayatollah the le la les el der die das al bin ibn m mme herr frau"
    )
)

_Kind = Literal["person", "organisation", "group", "unknown"]


@dataclass(slots=True)
class _Named:
    """One actor, as far as names show."""

    printed: Counter[str] = field(default_factory=Counter)
    kinds: Counter[_Kind] = field(default_factory=Counter)
    voices: set[Voice] = field(default_factory=set)
    acting: list[tuple[Telling, NameMention]] = field(default_factory=list)


def actors(told: Sequence[Telling]) -> tuple[Actor, ...]:
    """The names that act, those that most voices name first; a surname alone is taken for the one who bears it."""
    named: dict[tuple[str, ...], _Named] = {}
    for telling in told:
        for mention in telling.member.facts.names:
            key = _key(mention.name)
            one = named.setdefault(key, _Named()) if key else None
            if one is None:
                continue
            one.printed[mention.name] += 1
            one.kinds[mention.kind] += 1
            one.voices.add(telling.voice)
            if mention.is_actor:
                one.acting.append((telling, mention))
    _merge(named)
    acting = [(key, one) for key, one in named.items() if one.acting]
    acting.sort(key=lambda pair: (-len(pair[1].voices), -sum(pair[1].printed.values()), pair[0]))
    return tuple(_actor(one) for _, one in acting[:_MOST])


@lru_cache(maxsize=16384)
def _key(name: str) -> tuple[str, ...]:
    """The words of a name without accents, titles and articles; ``al-Abadi`` and ``Abadi`` are one."""
    plain = unicodedata.normalize("NFD", name.casefold())
    plain = "".join(char for char in plain if not unicodedata.combining(char))
    words = _JOINTS.sub(" ", plain).split()
    return tuple(word for word in words if word not in _TITLES) or tuple(words)


def _merge(named: dict[tuple[str, ...], _Named]) -> None:
    """Put single words with the one longer name that ends in them."""
    fuller: dict[str, list[tuple[str, ...]]] = {}
    for key in named:
        if len(key) > 1:
            fuller.setdefault(key[-1], []).append(key)
    for key in [key for key in named if len(key) == 1]:
        bearers = fuller.get(key[0], [])
        if len(bearers) == 1 and _may_be_one(named[bearers[0]], named[key]):
            bearer, short = named[bearers[0]], named.pop(key)
            bearer.printed += short.printed
            bearer.kinds += short.kinds
            bearer.voices |= short.voices
            bearer.acting += short.acting


def _may_be_one(fuller: _Named, short: _Named) -> bool:
    """A surname is a person's: groups and organisations do not go by their last word."""
    return fuller.kinds["person"] > 0 and not (short.kinds["group"] or short.kinds["organisation"])


def _actor(one: _Named) -> Actor:
    name = max(one.printed, key=lambda printed: (len(_key(printed)), one.printed[printed], -len(printed), printed))
    known: list[_Kind] = [kind for kind in one.kinds if kind != "unknown"] or ["unknown"]
    kind = max(known, key=lambda each: (one.kinds[each], each))
    telling, mention = max(one.acting, key=lambda pair: pair[0].weight(pair[1].where) * (1 + pair[0].member.centrality))
    return Actor(name=name, kind=kind, sources=len(one.voices), ground=telling.ground(mention.where))
