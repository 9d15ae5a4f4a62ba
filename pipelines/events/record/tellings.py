"""An event's articles as the record reads them: in order, with what weighs in each, and who of them is independent."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from models.events.event import Ground, Member
from models.events.items import EventKind, Story, Where
from pipelines.events.sentences import sentences

Voice = tuple[str, str]
"""Who speaks: ``("agency", "AFP")``, ``("source", "harbour-daily")`` or, for one without a source, its article."""

_LEAD: Final = 400
"""Characters in which a report has said when and where: some 60 words, or its first paragraph."""
_UPPER: Final = 1200
"""Characters behind which background begins."""
_ENOUGH: Final = 150
"""Articles that settle when and where an event was."""
_DATELINE: Final = 60
"""Characters in which a dateline ends."""
_DASH: Final = re.compile(r"[^.!?\n]{0,40}?(?:\s?\([^()\n]{2,30}\)(?=\s?[-–—:])|\s[-–—]{1,2}\s)")
_SMALL: Final = re.compile(r"\b[a-zà-ÿ]{4,}|[.!?]\s")
"""What no dateline has before its date or place."""
_STRAY: Final = 0.3
"""What an article counts that is like none of the others; the most central one counts 1 more."""
_LAST: Final = 9e15
_SAID: Final = frozenset(
    str.split("""
    said says told reported reports tweeted wrote testified according dit déclaré indiqué selon d'après dijo informó
    declaró según sagte teilte erklärte laut disse informou segundo detto dichiarato secondo сообщил сообщила сообщили
    заявил заявила заявили сообщает повідомив повідомила повідомили заявив заявила заявили söyledi açıkladı bildirdi
    قال وقال قالت وقالت صرح أعلن وأعلن
    """)
)
"""Words for saying."""
_BETWEEN: Final = frozenset(
    str.split("""
    to in a an his her its their statement interview news press conference briefing broadcast late early on at by here
    reporters journalists lawmakers parliament court telephone phone via from the state television radio officials
    dans un une le la les à en el una los am im auf mit em uma no na nel alla ai agli il lo в во у на під في يوم
    periodistas journalistes jornalistas giornalisti журналистам журналістам للصحفيين
    """)
)
"""What stands between a word for saying and where or when it was said, besides names."""
_SAYING: Final = re.compile(
    r"\s*,?\s?(?:said|told|says|reported|dijo|a\s(?:dit|déclaré|indiqué)|disse|sagte|заявил|сообщил|повідомив)\b"
)


@dataclass(frozen=True, slots=True)
class Telling:
    """A member of the event, prepared."""

    member: Member
    """The article."""
    voice: Voice
    """Who speaks in it."""
    texts: dict[str, str]
    """Its texts by field."""
    lead: int
    """Offset in the body behind its lead."""
    file_photos: frozenset[str]
    """Fields of captions under archive pictures."""
    day: date | None
    """Its local day, if that is known."""

    def weight(self, where: Where) -> float:
        """How much what stands there says of the event itself, by its place in the article."""
        if where.field == "body":
            return 2.5 if where.start < self.lead else 1.0 if where.start < _UPPER else 0.5
        if where.field == "headline":
            return 3.0
        if where.field == "dek":
            return 2.0
        return 0.2 if where.field in self.file_photos else 1.5

    def is_dateline(self, where: Where) -> bool:
        """Whether the words stand in a dateline: before the agency or dash that ends it, at the body's beginning."""
        if where.field != "body" or where.start > _DATELINE:
            return False
        text = self.texts["body"]
        return _DASH.match(text, where.end) is not None and not _SMALL.search(text, 0, where.start)

    def is_said(self, where: Where) -> bool:
        """Whether the words belong to who speaks of the event (``told reporters in Baghdad on Thursday``)."""
        text = self.texts[where.field]
        if _SAYING.match(text, where.end):
            return True
        for word in reversed(text[max(0, where.start - 80) : where.start].split()):
            bare = word.strip(",—–-")
            if bare.lower() in _SAID:
                return True
            if bare and bare.lower() not in _BETWEEN and not (bare[0].isupper() and bare == word):
                return False
        return False

    def ground(self, where: Where) -> Ground:
        """The sentence in which these words stand."""
        text = self.texts[where.field]
        # Sentences end at line breaks in any case: one line is enough.
        begin = text.rfind("\n", 0, where.start) + 1
        stop = text.find("\n", where.end)
        line = text[begin : stop if stop >= 0 else len(text)]
        for start, end in sentences(line):
            if begin + end > where.start:
                start, end = min(begin + start, where.start), max(begin + end, where.end)
                return self.quote(Where(field=where.field, start=start, end=end))
        return self.quote(where)

    def quote(self, where: Where) -> Ground:
        """These words themselves."""
        text = self.texts[where.field][where.start : where.end]
        return Ground(article=self.member.story.id, where=where, text=text)


def tellings(members: Iterable[Member]) -> tuple[Telling, ...]:
    """The articles in order of publication, those without a date last."""
    ordered = sorted(members, key=_order)
    by_id = {member.story.id: member for member in ordered}
    return tuple(_telling(member, by_id) for member in ordered)


def _order(member: Member) -> tuple[float, bool, str]:
    published = member.story.published
    return published.timestamp() if published else _LAST, isinstance(member.story.id, str), f"{member.story.id:>20}"


def _telling(member: Member, by_id: dict[int | str, Member]) -> Telling:
    texts = {passage.field: passage.text for passage in member.story.passages}
    file_photos = frozenset(f"caption:{photo.position}" for photo in member.photos if photo.is_file_photo)
    paragraph = texts.get("body", "").find("\n", 1)
    return Telling(member, _voice(member, by_id), texts, max(_LEAD, paragraph), file_photos, _day(member.story))


def _voice(member: Member, by_id: dict[int | str, Member]) -> Voice:
    """The voice of the article that the text was first printed in."""
    first = member if member.copy_of is None else by_id.get(member.copy_of)
    if first is None:
        return "copy", str(member.copy_of)
    story = first.story
    if len(story.agencies) == 1:
        return "agency", story.agencies[0].casefold()
    return ("source", story.source) if story.source else ("article", str(story.id))


def telling_most(told: Sequence[Telling]) -> Sequence[Telling]:
    """The articles read for when and where: all, or of very many the most central that stand for themselves."""
    if len(told) <= _ENOUGH:
        return told
    ranked = sorted(
        range(len(told)), key=lambda at: (told[at].member.copy_of is not None, -told[at].member.centrality, at)
    )
    return [told[at] for at in sorted(ranked[:_ENOUGH])]


def by_voice(told: Sequence[Telling]) -> dict[Voice, list[Telling]]:
    """The articles of each voice, in order."""
    found: dict[Voice, list[Telling]] = {}
    for telling in told:
        found.setdefault(telling.voice, []).append(telling)
    return found


def voice_weight(group: Sequence[Telling]) -> float:
    """How much a voice counts: one that speaks of something else beside the event counts less."""
    return _STRAY + max(telling.member.centrality for telling in group)


def kind_spans(telling: Telling, kind: EventKind) -> dict[str, list[tuple[int, int]]]:
    """By field, the sentences of an article that carry the event's kind."""
    spans: dict[str, list[tuple[int, int]]] = {}
    for mention in telling.member.facts.kinds:
        if mention.kind == kind:
            spans.setdefault(mention.where.field, []).append((mention.where.start, mention.where.end))
    return spans


def is_within(where: Where, spans: dict[str, list[tuple[int, int]]]) -> bool:
    """Whether words stand in one of these sentences."""
    return where.field in spans and any(start <= where.start < end for start, end in spans[where.field])


def _day(story: Story) -> date | None:
    """The local day a story was published on, if it is known to the day."""
    if story.published is None or story.published_precision in ("month", "year"):
        return None
    return story.published.date()
