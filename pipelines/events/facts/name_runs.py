"""What is a name in a run of capitalised words, and of what kind: titles, peoples and days are no part of it."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from models.events.items import Passage
from pipelines.events.facts.name_keys import name_key
from pipelines.events.facts.name_words import NameKind, name_words, word_key
from pipelines.extract.credits.agencies import known_agent

_PLACE_BEFORE = re.compile(
    r"(?<!\w)(?:in|at|near|from|to|of|outside|inside|around|across|towards?|into|via|on|en|à|a|au|bei|nach|aus|im|em|no|na|de"
    r"|в|во|на|из|у|з|із)(?: the)? $"
)
_AGE_BEHIND = re.compile(r",? (?:\(?\d{1,2}\)?(?:,|\.|\)| |$)|who |whose )|\(\d{1,2}\)")
_NUMERAL = re.compile(r"[IVXL]{1,4}")
_LONGEST_PERSON: Final = 5
_ARTICLES: Final = frozenset({"al", "el"})
_ROMANCE: Final = frozenset({"es", "it", "pt"})
"""Where ``al`` and ``el`` are everyday words."""
_AND: Final = frozenset({"and", "et", "und", "y", "e"})
_PARTICLES_OF_PERSONS = re.compile(r"(?<![\w-])(?:(?:al|el|аль|эль|ад|аш)-|(?:bin|ibn|ben|bint|van|ould|ul) )")
_GERMAN: Final = frozenset({"de"})
"""Languages that write every noun with a capital."""
_PIECE = re.compile(r"\S+")
_SMALL_LETTER = re.compile(
    r" [^\W\d_]*(?<=[a-zà-ÿа-яіїє])[ ]|(?<= )(?:of|for|and|the|et|para|für|pour|de|des|du|la|les|los|del|y|e|und) "
)
_TRIM: Final = " ,.;:'’\"-"


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A name in a passage, before surnames are joined to full names."""

    field: str
    start: int
    end: int
    name: str
    kind: NameKind
    titled: bool
    at_place: bool
    """Whether a preposition of place goes before it."""
    known: bool = False


def parts_of_run(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """A run of capitalised words, parted at small words that only organisations hold."""
    words = name_words()
    run = text[start:end]
    if " " not in run or not _SMALL_LETTER.search(run):
        yield start, end
        return
    pieces = [(match.start(), match.group()) for match in _PIECE.finditer(run)]
    head, organisation, joins = 0, False, False
    last_end = 0
    for offset, piece in pieces:
        key = word_key(piece.strip(_TRIM))
        organisation = (
            organisation or key in words.organisations or key in words.groups or key in ("doctors", "médecins")
        )
        joins = joins or key in words.joining
        parted = key in words.connectors and key not in words.particles
        if piece[:1].islower() and parted and not (organisation and (joins or key not in _AND)):
            if last_end > head:
                yield start + head, start + last_end
            head, organisation, joins = offset + len(piece) + 1, False, False
        elif not (piece[:1].islower() and key == "the" and head == offset):
            last_end = offset + len(piece)
        if head == offset and piece[:1].islower() and key == "the":
            head = offset + len(piece) + 1
    if last_end > head:
        yield start + head, start + last_end


def named(passage: Passage, start: int, end: int, opens: bool, language: str) -> Found | None:
    """The name in a part of a run, without what goes before and behind it; None if nothing is left."""
    text = passage.text
    core = _core(text[start:end], language)
    if core is None:
        return None
    words = name_words()
    begin, finish = start + core.start, start + core.end
    before = text[max(0, begin - 24) : begin].lower()
    role = before.rstrip().rsplit(" ", 1)[-1] if before.endswith(" ") else ""
    bare = word_key(role)
    titled = core.titled or bare in words.titles_in_small or (role.endswith(".") and bare in words.titles)
    at_place = _PLACE_BEFORE.search(before) is not None
    kind = core.kind or _person_or_not(core, text, finish, titled, at_place)
    if not _is_kept(core.name, kind, len(core.keys), opens and core.start == 0, language) or is_agency(core.name):
        return None
    return Found(
        field=passage.field, start=begin, end=finish, name=core.name, kind=kind, titled=titled, at_place=at_place
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Core:
    """What of a run is the name, whatever stands around the run."""

    start: int
    end: int
    name: str
    keys: tuple[str, ...]
    pieces: tuple[str, ...]
    titled: bool
    kind: NameKind | None
    """Null where the words around it tell."""


@lru_cache(maxsize=32768)
def _core(run: str, language: str) -> _Core | None:
    words = name_words()
    pieces = [(match.start(), match.group().rstrip(_TRIM)) for match in _PIECE.finditer(run)]
    keys = [word_key(piece) for _, piece in pieces]
    titled = False
    first, last = 0, len(pieces)
    organisation = not words.organisations.isdisjoint(keys) or not words.groups.isdisjoint(keys)
    while first < last and (keys[first] in words.head or keys[first].partition("-")[0] in words.demonyms):
        if keys[first] in _ARTICLES and language not in _ROMANCE:
            break  # "Al Qaim"
        if organisation and keys[first] not in words.never and last - first > 1 and keys[first] in words.titles:
            break  # "Interior Ministry", "District Court"
        titled = titled or (keys[first] in words.titles and keys[first] not in words.never)
        first += 1
    if not organisation:  # "Pakistan Foreign Minister Abdul Sattar"
        inner = [at + 1 for at in range(first + 1, last - 1) if keys[at] in words.titles]
        if inner:
            first, titled = inner[-1], True
    behind = words.tail_of_bodies if organisation else words.tail
    while last > first and keys[last - 1] in behind and keys[last - 1] not in _ARTICLES:
        last -= 1
    if first == last or not any(piece[:1].isupper() or "-" in piece for _, piece in pieces[first:last]):
        return None
    start, end = pieces[first][0], pieces[last - 1][0] + len(pieces[last - 1][1])
    left = tuple(keys[first:last])
    return _Core(
        start=start,
        end=end,
        name=" ".join(run[start:end].split()),
        keys=left,
        pieces=tuple(piece for _, piece in pieces[first:last]),
        titled=titled,
        kind=_kind_by_words(left),
    )


def _kind_by_words(keys: Sequence[str]) -> NameKind | None:
    """The kind that the words of a name tell by themselves."""
    words = name_words()
    if len(keys) > 1 and not words.groups.isdisjoint(keys[-2:]):
        return "group"
    if len(keys) > 1 and not words.organisations.isdisjoint(keys):
        return "organisation"
    if len(keys) > 1 and not words.places.isdisjoint(keys):
        return "unknown"
    if len(keys) > _LONGEST_PERSON:
        return "unknown"
    odd = (key not in words.particles and (key in words.never or key in words.demonyms) for key in keys)
    return "unknown" if any(odd) else None


def _person_or_not(core: _Core, text: str, end: int, titled: bool, at_place: bool) -> NameKind:
    keys, pieces = core.keys, core.pieces
    acronyms = sum(piece.isupper() and len(piece) > 1 and "." not in piece for piece in pieces)
    if titled and not acronyms:
        return "person"
    if len(keys) == 1 or acronyms or any(key.isdigit() for key in keys):
        return "unknown"
    if name_key(pieces[0]).split(" ")[0] in name_words().given or len(keys[0]) == 1 or len(keys[-2]) == 1:
        return "person"
    behind = text[end : end + 24]
    follows = behind.lower().lstrip(" ,").split(" ", 1)[0].rstrip(".,")
    small = _PARTICLES_OF_PERSONS.search(" ".join(pieces)) is not None
    if _AGE_BEHIND.match(behind) or follows in name_words().speech or (small and not at_place):
        return "person"
    return "unknown"


def _is_kept(name: str, kind: NameKind, length: int, opens: bool, language: str) -> bool:
    """Whether the name tells anything: single words at the head of a sentence do not."""
    if kind != "unknown":
        return len(name) > 1
    if language in _GERMAN and not name.isupper():
        return False
    if length == 1 and (opens or len(name) < 3 or _NUMERAL.fullmatch(name) is not None or name.isdigit()):
        return False
    return len(name) > 2


def is_agency(name: str) -> bool:
    """Whether it is the name of a news agency, and of nothing else."""
    agent = known_agent(name)
    return agent is not None and agent.kind == "agency" and not agent.ambiguous
