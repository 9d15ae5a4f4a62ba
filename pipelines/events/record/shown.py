"""What of an event is shown first: its title and its photos."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Final

from models.events.event import EventPhoto
from models.events.items import Place
from models.text import primary_subtag
from pipelines.events.record.tellings import Telling
from pipelines.events.sentences import sentences
from pipelines.events.times.words import fold

_MOST_PHOTOS: Final = 12
_NEAR_TIE: Final = 0.05
"""Headlines whose centrality lies no farther apart are equally good: the English one is taken."""
_LIVE: Final = re.compile(
    r"""^\s*(?:live|en\sdirect|en\svivo|ao\svivo|diretta|liveblog|live-?ticker|newsticker|онлайн|مباشر|canlı)\b
    |\blive\s(?:updates?|blog|coverage)\b|\b(?:as\sit\shappened|in\s(?:\w+\s)?(?:pictures|photos|frames|images)
    |minute\sby\sminute|what\swe\sknow|en\simages|in\sbildern)\b|^\s*(?:photos?|video|watch|opinion|analysis|podcast|briefing|editorial|gallery)\s*[:|]""",
    re.IGNORECASE | re.VERBOSE,
)
_QUESTION: Final = re.compile(r"[?？؟]\s*['\"”’»]?\s*$")
_FEW: Final = 2
"""A headline of so many words is a section's name or a rubric."""


def title(told: Sequence[Telling]) -> tuple[str, Telling]:
    """The headline of the most central article that stands for itself and says what happened, and that article."""
    own = [telling for telling in told if telling.member.copy_of is None] or list(told)
    fit = min(_unfitness(telling) for telling in own)
    left = [telling for telling in own if _unfitness(telling) == fit]
    top = max(telling.member.centrality for telling in left) - _NEAR_TIE
    tied = [telling for telling in left if telling.member.centrality >= top]
    best = max(tied, key=lambda telling: (_language(telling) == "en", telling.member.centrality))
    return _heading(best), best


def _unfitness(telling: Telling) -> int:
    """0 for a headline that says what happened, more for questions, rubrics and none at all."""
    headline = telling.texts.get("headline", "").strip()
    if not headline:
        return 3
    if len(headline.split()) <= _FEW and headline.isascii():
        return 2
    return 1 if _QUESTION.search(headline) or _LIVE.search(headline) else 0


def _heading(telling: Telling) -> str:
    if headline := telling.texts.get("headline", "").strip():
        return headline
    text = next(iter(telling.texts.values()), "")
    first = next(iter(sentences(text[:1000])), (0, 0))
    return text[first[0] : first[1]]


def _language(telling: Telling) -> str:
    return primary_subtag(telling.member.story.language)


def languages(told: Iterable[Telling]) -> tuple[str, ...]:
    """Primary subtags, most articles first."""
    counts: dict[str, int] = {}
    for telling in told:
        if language := _language(telling):
            counts[language] = counts.get(language, 0) + 1
    return tuple(sorted(counts, key=lambda each: (-counts[each], each)))


def photos(told: Sequence[Telling], place: Place | None, days: tuple[date, date] | None) -> tuple[EventPhoto, ...]:
    """The best photos, each once: new ones before those from the archive, those with caption and credit before those
    without, those whose captions name the event's place and day; among those that are as good the articles take turns,
    the most central first, so that one with a gallery does not fill the record alone."""
    ranked: list[tuple[tuple[float, ...], EventPhoto]] = []
    for order, telling in enumerate(told):
        turns: Counter[tuple[bool, int, int]] = Counter()
        of_place, of_days = _naming_place(telling, place), _naming_days(telling, days)
        name = fold(place.name) if place else None
        for photo in telling.member.photos:
            words = bool(photo.caption) + bool(photo.credit)
            field = f"caption:{photo.position}"
            is_placed = field in of_place or bool(name and photo.caption and name in fold(photo.caption))
            named = is_placed + (field in of_days)
            good = (photo.is_file_photo, -words, -named)
            ranked.append(((*good, turns[good], -telling.member.centrality, order, photo.position), photo))
            turns[good] += 1
    ranked.sort(key=lambda pair: pair[0])
    best: dict[int | str, EventPhoto] = {}
    first: dict[tuple[str, str], int | str] = {}
    for _, photo in ranked:
        printed = _printed(photo)
        # One article may print two pictures with the same words.
        if photo.photo not in best and (printed is None or first.setdefault(printed, photo.article) == photo.article):
            best[photo.photo] = photo
    return tuple(best.values())[:_MOST_PHOTOS]


def _printed(photo: EventPhoto) -> tuple[str, str] | None:
    """What tells that two outlets' files are one agency photo: caption and credit, if both were printed."""
    if not photo.caption or not photo.credit:
        return None
    return " ".join(fold(photo.caption).split()), " ".join(fold(photo.credit).split())


def _naming_place(telling: Telling, place: Place | None) -> set[str]:
    """Fields in which the event's place is named."""
    return {mention.where.field for mention in telling.member.facts.places if mention.place == place}


def _naming_days(telling: Telling, days: tuple[date, date] | None) -> set[str]:
    """Fields in which one of the event's days is named."""
    if days is None:
        return set()
    return {
        mention.where.field
        for mention in telling.member.facts.times
        if mention.precision == "day" and mention.first <= days[1] and mention.last >= days[0]
    }
