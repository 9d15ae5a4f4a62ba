"""The record of an event: what its articles say of it, each value with the sentence or caption that it stands on."""

from collections.abc import Sequence

from models.events.event import Event, Member
from pipelines.events.record.shown import languages, photos, title
from pipelines.events.record.tellings import tellings
from pipelines.events.record.what import event_kind, key_figures
from pipelines.events.record.when import occurred
from pipelines.events.record.where import location
from pipelines.events.record.who import actors


def record(members: Sequence[Member]) -> Event:
    """The record made of an event's articles; at least one, in any order: the record is the same."""
    told = tellings(members)
    kind, kind_ground = event_kind(told)
    when = occurred(told, kind)
    where = location(told, kind)
    place, place_ground = where or (None, None)
    days = (when.first, when.last) if when else None
    heading, headed = title(told)
    published = [member.story.published for member in members if member.story.published]
    return Event(
        title=heading,
        title_article=headed.member.story.id,
        first_report=min(published, default=None),
        last_report=max(published, default=None),
        occurred=days,
        time_precision=when.precision if when else None,
        occurred_ground=when.ground if when else None,
        place=place,
        geo_precision=place.kind if place else None,
        place_ground=place_ground,
        kind=kind,
        kind_ground=kind_ground,
        actors=actors(told),
        figures=key_figures(told),
        articles=len(told),
        sources=len({telling.voice for telling in told}),
        languages=languages(told),
        photos=photos(told, place, days),
    )
