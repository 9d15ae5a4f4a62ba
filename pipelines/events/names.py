"""Persons, organisations, armed groups and forces that a story names, from capitalised words and a table of known ones.

Known groups bear their usual name whatever their spelling (``Daesh`` is ``Islamic State``), and a surname that stands alone
bears the full name that the story gives elsewhere (``Yarallah said``). Names of places, days and peoples, bylines,
photographers and news agencies are left out.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from models.events.items import NameMention, Passage, PlaceMention, Story, Where
from pipelines.events.name_keys import name_key
from pipelines.events.name_words import RUN, NameKind, arabic_titled, known_groups, name_words, word_key
from pipelines.events.phrases import fold, language_of, sentence_spans
from pipelines.extract.credits.agencies import known_agent

__all__ = ["find_names", "name_key"]

_CREDIT = re.compile(
    r"\([^()\n]{0,80}?(?:AP|AFP|Reuters|REUTERS|EPA|Getty|Photo|photo|TASS|DPA|dpa)[^()\n]{0,80}\)"
    r"|\b(?:Photo|Photograph|Picture|Image|Foto|Crédit|Crédits|Credit|Bild|Фото)s?(?: by| credit)?(?::| by| de| von|/| )\s?[^.\n]{0,80}"
    r"|\b(?:Additional r|R|Additional r)eporting by [^\n]{0,200}|\b(?:Editing|Writing|Edited|Written) by [^\n]{0,200}"
    r"|^By [A-Z][^\n.]{2,80}$|[A-Z][\w'’-]+ [A-Z][\w'’-]+ ?/ ?(?:AP|AFP|Reuters|REUTERS|EPA|Getty)\b[^\n]{0,40}",
    re.MULTILINE,
)
_CREDIT_MARKS: Final = (
    *("(AP", "(AFP", "(Reu", "(REU", "(EPA", "(Getty", "(TASS", "(DPA", "(dpa", "hoto", "icture", "mage", "Foto", "redit"),
    *("rédit", "Bild", "Фото", "ing by", "ted by", "ten by", "By ", "/AP", "/AFP", "/R", "/EPA", "/Getty", "/ "),
)
"""What none of these stands in has no credit either: cheaper to look for."""
_PLACE_BEFORE = re.compile(r"(?<!\w)(?:in|at|near|from|to|of|outside|inside|around|across|toward|towards|into|via|on|en|à|a|au|au|bei|nach|aus|im|em|no|na|de|в|во|на|из|у|з|із)(?: the)? $")
_AGE_BEHIND = re.compile(r",? (?:\(?\d{1,2}\)?(?:,|\.|\)| |$)|who |whose )|\(\d{1,2}\)")
_SHOUTED: Final = 0.6
"""The part of a headline's longer words in capitals above which its capitals tell nothing."""
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
_WORDS = re.compile(r"\w+")
_SMALL_LETTER = re.compile(r" [^\W\d_]*(?<=[a-zà-ÿа-яіїє])[ ]|(?<= )(?:of|for|and|the|et|para|für|pour|de|des|du|la|les|los|del|y|e|und) ")
_NEAR_AFTER: Final = 4
_NEAR_BEFORE: Final = 3
_TRIM: Final = " ,.;:'’\"-"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Found:
    field: str
    start: int
    end: int
    name: str
    kind: NameKind
    titled: bool
    at_place: bool
    """Whether a preposition of place goes before it."""
    known: bool = False


def find_names(story: Story, places: Sequence[PlaceMention] = ()) -> tuple[NameMention, ...]:
    """Who is named, in printed order. ``places`` are the place mentions of the same story: they are no names."""
    language = language_of(story)
    taken: dict[str, list[tuple[int, int]]] = {}
    for mention in places:
        taken.setdefault(mention.where.field, []).append((mention.where.start, mention.where.end))
    found: list[_Found] = []
    for passage in story.passages:
        found += _in_passage(passage, sorted(taken.get(passage.field, ())), language)
    texts = {passage.field: passage.text for passage in story.passages}
    mentions = [
        NameMention(
            where=Where(field=each.field, start=each.start, end=each.end),
            name=each.name,
            kind=each.kind,
            is_actor=_is_actor(each, texts[each.field]),
        )
        for each in _joined(found)
    ]
    return tuple(mentions)


def _in_passage(passage: Passage, places: Sequence[tuple[int, int]], language: str) -> list[_Found]:
    text = passage.text
    credits_ = [match.span() for match in _CREDIT.finditer(text)] if any(mark in text for mark in _CREDIT_MARKS) else []
    spans = sentence_spans(text)
    found = [group for group in _groups(passage, language) if not _within(group.start, credits_)]
    covered = sorted([*((group.start, group.end) for group in found), *credits_])
    if language == "ar":
        return sorted([*found, *_titled_in_arabic(passage, covered)], key=lambda each: each.start)
    if passage.field == "headline" and _is_shouted(text):
        return found
    starts = {start for start, _ in spans}
    skipped = name_words().head
    for first, last in spans:
        for match in RUN.finditer(text, first, last):
            run = match.group()
            if " " not in run and (match.start() in starts and len(run) < 4 or word_key(run) in skipped):
                continue
            if any(start < match.end() and match.start() < end for start, end in _around(covered, match)):
                continue
            for start, end in _parts(text, *match.span()):
                name = _named(passage, start, end, start in starts, language)
                if name and not any(s <= name.start and name.end <= e for s, e in _around(places, match)):
                    found.append(name)
    return sorted(found, key=lambda each: each.start)


def _titled_in_arabic(passage: Passage, covered: Sequence[tuple[int, int]]) -> Iterator[_Found]:
    """Persons by the title before them: a script without capitals shows no others."""
    for match in arabic_titled().finditer(passage.text):
        start, end = match.span("name")
        if not any(first < end and start < last for first, last in covered):
            name = " ".join(match["name"].split())
            yield _Found(
                field=passage.field, start=start, end=end, name=name, kind="person", titled=True, at_place=False
            )


def _around(spans: Sequence[tuple[int, int]], match: re.Match[str]) -> Sequence[tuple[int, int]]:
    """The spans, in order, that may touch a match."""
    at = bisect_right(spans, (match.end(), 0))
    return spans[max(0, at - 6) : at]


def _within(at: int, spans: Sequence[tuple[int, int]]) -> bool:
    return any(start <= at < end for start, end in spans)


def _is_shouted(text: str) -> bool:
    words = [word for word in re.findall(r"[^\W\d_]{4,}", text[:300])]
    return sum(word[0].isupper() for word in words) > _SHOUTED * len(words) and len(words) > 3


def _groups(passage: Passage, language: str) -> Iterator[_Found]:
    """Known groups and bodies, under their usual names."""
    groups = known_groups(language == "ar")
    text, folded = passage.text, fold(passage.text)
    last = 0
    hits = [(start, end, meaning) for start, end, meaning in groups.names.find(folded) if _is_printed_so(text, start, end, language)]
    for match in groups.acronyms.finditer(text):
        alone = not text[max(0, match.start() - 12) : match.end() + 12].isupper()
        if alone and (len(match.group()) > 2 or "." in match.group() or match.group() in ("UN", "EU", "AU", "IS", "ИГ", "EI", "ЕС", "ЄС", "UE")):
            hits.append((match.start(), match.end(), groups.by_acronym[match.group()]))
    for start, end, (name, kind) in sorted(hits, key=lambda hit: (hit[0], -hit[1])):
        if start >= last:
            last = end
            yield _Found(field=passage.field, start=start, end=end, name=name, kind=kind, titled=False, at_place=False, known=True)


def _is_printed_so(text: str, start: int, end: int, language: str) -> bool:
    """Whether a group's name has a capital where the script has any."""
    return language == "ar" or any(sign.isupper() for sign in text[start:end]) or end - start > 9


def _parts(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
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
        organisation = organisation or key in words.organisations or key in words.groups or key in ("doctors", "médecins")
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


def _named(passage: Passage, start: int, end: int, opens: bool, language: str) -> _Found | None:
    """The name in a part of a run, without what goes before and behind it; None if nothing is left."""
    words, text = name_words(), passage.text
    pieces = [(match.start(), match.group().rstrip(_TRIM)) for match in _PIECE.finditer(text, start, end)]
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
    begin, finish = pieces[first][0], pieces[last - 1][0] + len(pieces[last - 1][1])
    before = text[max(0, begin - 24) : begin].lower()
    role = before.rstrip().rsplit(" ", 1)[-1] if before.endswith(" ") else ""
    bare = word_key(role)
    titled = titled or bare in words.titles_in_small or (role.endswith(".") and bare in words.titles)
    name = " ".join(text[begin:finish].split())
    at_place = _PLACE_BEFORE.search(before) is not None
    kind = _kind(keys[first:last], [piece for _, piece in pieces[first:last]], text, finish, titled, at_place)
    if not _is_kept(name, kind, last - first, opens and first == 0, language) or _is_agency(name):
        return None
    return _Found(field=passage.field, start=begin, end=finish, name=name, kind=kind, titled=titled, at_place=at_place)


def _kind(keys: Sequence[str], pieces: Sequence[str], text: str, end: int, titled: bool, at_place: bool) -> NameKind:
    words = name_words()
    if any(key in words.groups for key in keys[-2:]) and len(keys) > 1:
        return "group"
    if len(keys) > 1 and not words.organisations.isdisjoint(keys):
        return "organisation"
    if len(keys) > 1 and not words.places.isdisjoint(keys):
        return "unknown"
    if len(keys) > _LONGEST_PERSON or any(
        key not in words.particles and (key in words.never or key in words.demonyms) for key in keys
    ):
        return "unknown"
    acronyms = sum(piece.isupper() and len(piece) > 1 and "." not in piece for piece in pieces)
    if titled and not acronyms:
        return "person"
    if len(keys) == 1 or acronyms or any(key.isdigit() for key in keys):
        return "unknown"
    if name_key(pieces[0]).split(" ")[0] in words.given or len(keys[0]) == 1 or len(keys[-2]) == 1:
        return "person"
    behind = text[end : end + 24]
    follows = behind.lower().lstrip(" ,").split(" ", 1)[0].rstrip(".,")
    small = _PARTICLES_OF_PERSONS.search(" ".join(pieces)) is not None
    if _AGE_BEHIND.match(behind) or follows in words.speech or (small and not at_place):
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


def _is_agency(name: str) -> bool:
    agent = known_agent(name)
    return agent is not None and agent.kind == "agency" and not agent.ambiguous


def _joined(found: Sequence[_Found]) -> list[_Found]:
    """The names, each surname that stands alone under the full name that the story gives elsewhere."""
    full: dict[str, set[str]] = {}
    titled: set[str] = set()
    spelled: dict[str, str] = {}
    for each in found:
        key = name_key(each.name)
        if each.kind == "person" and " " in key:
            spelled.setdefault(key, each.name)
            full.setdefault(key.rsplit(" ", 1)[1], set()).add(key)
            full.setdefault(" ".join(key.split(" ")[-2:]), set()).add(key)
            if each.titled:
                titled.add(key)
    joined = []
    for each in found:
        key = name_key(each.name)
        keys = full.get(key, set())
        if not each.known and len(keys) == 1 and key not in spelled:
            whole = next(iter(keys))
            each = replace(each, name=spelled[whole], kind="person", titled=each.titled or whole in titled)
        elif key in titled:
            each = replace(each, titled=True, kind="person")
        elif key in spelled and each.kind == "unknown":
            each = replace(each, kind="person")
        joined.append(each)
    return joined


def _is_actor(each: _Found, text: str) -> bool:
    """Whether a verb of acting stands close to the name, or, for one with a title or known, a verb of saying."""
    words = name_words()
    if each.kind == "unknown" and (each.at_place or word_key(each.name.rsplit(" ", 1)[-1]) in words.places):
        return False
    behind = text[each.end : each.end + 60].lower().partition("\n")[0]
    before = text[max(0, each.start - 40) : each.start].lower().rpartition("\n")[2]
    if behind.startswith(","):  # a title or an age between commas
        behind = behind[1:].partition(",")[2] or behind
    near = (
        *_WORDS.findall(behind.partition(".")[0])[:_NEAR_AFTER],
        *_WORDS.findall(before.rpartition(".")[2])[-_NEAR_BEFORE:],
    )
    if words.actions.search(" ".join(near)):
        return True
    return (each.titled or each.known) and not words.speech.isdisjoint(near)
