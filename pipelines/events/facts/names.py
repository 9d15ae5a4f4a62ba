"""Persons, organisations, armed groups and forces that a story names, from capitalised words and a table of known ones.

Known groups bear their usual name whatever their spelling (``Daesh`` is ``Islamic State``), and a surname that stands
alone bears the full name that the story gives elsewhere (``Yarallah said``). Names of places, days and peoples,
bylines, photographers and news agencies are left out.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

from models.events.items import NameMention, Passage, PlaceMention, Story, Where
from pipelines.events.facts.name_keys import name_key
from pipelines.events.facts.name_runs import Found, named, parts_of_run
from pipelines.events.facts.name_words import RUN, arabic_titled, known_groups, name_words, word_key
from pipelines.events.facts.phrases import fold, language_of, sentence_spans

__all__ = ["find_names", "name_key"]

_CREDIT = re.compile(
    r"\([^()\n]{0,80}?(?:AP|AFP|Reuters|REUTERS|EPA|Getty|Photo|photo|TASS|DPA|dpa)[^()\n]{0,80}\)"
    r"|\b(?:Photo|Photograph|Picture|Image|Foto|Crédit|Crédits|Credit|Bild|Фото)s?(?: by| credit)?(?::| by| de| von|/)"
    r"\s?[^.\n]{0,80}"
    r"|\b(?:Additional r|R|Additional r)eporting by [^\n]{0,200}|\b(?:Editing|Writing|Edited|Written) by [^\n]{0,200}"
    r"|^By [A-Z][^\n.]{2,80}$|[A-Z][\w'’-]+ [A-Z][\w'’-]+ ?/ ?(?:AP|AFP|Reuters|REUTERS|EPA|Getty)\b[^\n]{0,40}",
    re.MULTILINE,
)
_CREDIT_MARKS: Final = (
    *("(AP", "(AFP", "(Reu", "(REU", "(EPA", "(Getty", "(TASS", "(DPA", "(dpa", "hoto", "icture", "mage", "Foto"),
    *(
        "redit",
        "rédit",
        "Bild",
        "Фото",
        "ing by",
        "ted by",
        "ten by",
        "By ",
        "/AP",
        "/AFP",
        "/R",
        "/EPA",
        "/Getty",
        "/ ",
    ),
)
"""What none of these stands in has no credit either: cheaper to look for."""
_SHOUTED: Final = 0.6
"""The part of a headline's longer words in capitals above which its capitals tell nothing."""
_WORDS = re.compile(r"\w+")
_CAPITALS = re.compile(r"[A-ZİА-ЯІЇЄ][A-ZİА-ЯІЇЄ\d.'-]{1,9}(?![\w])")
_NEAR_AFTER: Final = 4
_NEAR_BEFORE: Final = 3


def find_names(
    story: Story, places: Sequence[PlaceMention] = (), entities: Sequence[Found] = ()
) -> tuple[NameMention, ...]:
    """Who is named, in printed order. ``places`` are the place mentions of the same story: they are no names;
    ``entities`` are names that somebody else found in it: those of them count that stand apart from ours."""
    language = language_of(story)
    taken: dict[str, list[tuple[int, int]]] = {}
    for mention in places:
        taken.setdefault(mention.where.field, []).append((mention.where.start, mention.where.end))
    found: list[Found] = []
    for passage in story.passages:
        among = sorted(taken.get(passage.field, ()))
        ours = _in_passage(passage, among, language)
        theirs = [each for each in entities if each.field == passage.field]
        found += _with(theirs, ours, among, passage.text) if theirs else ours
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


def _in_passage(passage: Passage, places: Sequence[tuple[int, int]], language: str) -> list[Found]:
    text = passage.text
    credits_ = _credits(text)
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
            if " " not in run and ((match.start() in starts and len(run) < 4) or word_key(run) in skipped):
                continue
            if any(start < match.end() and match.start() < end for start, end in _around(covered, match)):
                continue
            for start, end in parts_of_run(text, *match.span()):
                name = named(passage, start, end, start in starts, language)
                if name and not any(s <= name.start and name.end <= e for s, e in _around(places, match)):
                    found.append(name)
    return sorted(found, key=lambda each: each.start)


def _credits(text: str) -> list[tuple[int, int]]:
    return [match.span() for match in _CREDIT.finditer(text)] if any(mark in text for mark in _CREDIT_MARKS) else []


def _with(theirs: Sequence[Found], ours: Sequence[Found], places: Sequence[tuple[int, int]], text: str) -> list[Found]:
    """Our names and those of theirs that touch none of ours, no place and no credit line."""
    taken = [*((each.start, each.end) for each in ours), *places, *_credits(text)]
    added = [each for each in theirs if not any(start < each.end and each.start < end for start, end in taken)]
    return sorted([*ours, *added], key=lambda each: each.start)


def _titled_in_arabic(passage: Passage, covered: Sequence[tuple[int, int]]) -> Iterator[Found]:
    """Persons by the title before them: a script without capitals shows no others."""
    for match in arabic_titled().finditer(passage.text):
        start, end = match.span("name")
        if not any(first < end and start < last for first, last in covered):
            name = " ".join(match["name"].split())
            yield Found(
                field=passage.field, start=start, end=end, name=name, kind="person", titled=True, at_place=False
            )


def _around(spans: Sequence[tuple[int, int]], match: re.Match[str]) -> Sequence[tuple[int, int]]:
    """The spans, in order, that may touch a match."""
    at = bisect_right(spans, (match.end(), 0))
    return spans[max(0, at - 6) : at]


def _within(at: int, spans: Sequence[tuple[int, int]]) -> bool:
    return any(start <= at < end for start, end in spans)


def _is_shouted(text: str) -> bool:
    words = re.findall(r"[^\W\d_]{4,}", text[:300])
    return sum(word[0].isupper() for word in words) > _SHOUTED * len(words) and len(words) > 3


def _groups(passage: Passage, language: str) -> Iterator[Found]:
    """Known groups and bodies, under their usual names."""
    groups = known_groups(language == "ar")
    text, folded = passage.text, fold(passage.text)
    last = 0
    hits = [
        (start, end, meaning)
        for start, end, meaning in groups.names.find(folded)
        if _is_printed_so(text, start, end, language)
    ]
    for match in _CAPITALS.finditer(text):
        acronym = match.group() if match.group() in groups.by_acronym else match.group().rstrip(".'-")
        shouted = text[max(0, match.start() - 12) : match.end() + 12].isupper()
        if acronym in groups.by_acronym and not shouted and not text[match.start() - 1 : match.start()].isalnum():
            hits.append((match.start(), match.start() + len(acronym), groups.by_acronym[acronym]))
    for start, end, (name, kind) in sorted(hits, key=lambda hit: (hit[0], -hit[1])):
        if start >= last:
            last = end
            yield Found(
                field=passage.field,
                start=start,
                end=end,
                name=name,
                kind=kind,
                titled=False,
                at_place=False,
                known=True,
            )


def _is_printed_so(text: str, start: int, end: int, language: str) -> bool:
    """Whether a group's name has a capital where the script has any."""
    return language == "ar" or any(sign.isupper() for sign in text[start:end]) or end - start > 9


def _joined(found: Sequence[Found]) -> list[Found]:
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


def _is_actor(each: Found, text: str) -> bool:
    """Whether a verb of acting stands close to the name, or, for one with a title or known, a verb of saying."""
    words = name_words()
    if each.kind == "unknown" and (
        each.at_place or " " not in each.name or word_key(each.name.rsplit(" ", 1)[-1]) in words.places
    ):
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
