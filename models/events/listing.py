"""Events found and shown: lists, and one in full."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection, Engine, text

from models.engine import problems_named

Found = Mapping[str, Any]

_LIST = text(
    """
    select id, title, kind, lower(occurred) as first_day, upper(occurred) - 1 as last_day, time_precision, place,
        admin1, country, articles, sources, last_report_at
    from news.events
    where status = 'current' and sources >= :min_sources
        and (cast(:kind as text) is null or kind = :kind)
        and (cast(:country as text) is null or country = :country)
        and (cast(:since as date) is null
            or coalesce(upper(occurred) - 1, cast(last_report_at at time zone 'UTC' as date)) >= :since)
        and (cast(:until as date) is null
            or coalesce(lower(occurred), cast(first_report_at at time zone 'UTC' as date)) <= :until)
    order by last_report_at desc nulls last, id desc limit :limit
    """
)

_EVENT = text(
    """
    select events.*, lower(occurred) as first_day, upper(occurred) - 1 as last_day from news.events where id = :event
    """
)

_INTO = text(
    """
    with recursive way (id, merged_into) as (
        select id, merged_into from news.events where id = :event
        union select events.id, events.merged_into from way join news.events on events.id = way.merged_into
    )
    select id from way where merged_into is null
    """
)

_PARTS = {
    "grounds": "select about, article_id, field, start, stop, text from news.event_grounds where event_id = :event"
    " order by array_position(array['title', 'occurred', 'place', 'kind'], about)",
    "figures": "select kind, low, high, printed, sources, article_id, field, text from news.event_figures"
    " where event_id = :event order by position",
    "actors": "select name, kind, sources, article_id, field, text from news.event_actors where event_id = :event"
    " order by position",
    "photos": "select event_photos.article_id, captions.position, caption, credit_raw, is_file_photo, photos.url"
    " from news.event_photos join news.captions on captions.article_id = event_photos.article_id"
    " and captions.position = caption_position join news.photos on photos.id = photo_id"
    " where event_id = :event order by event_photos.position",
    "articles": "select articles.id, headline, articles.url, sources.name as source, published_at,"
    " published_precision, centrality, representative_id, copies.kind as copy_kind"
    " from news.event_articles join news.articles on articles.id = event_articles.article_id"
    " join news.sources on sources.id = articles.source_id"
    " left join news.copies on copies.article_id = articles.id"
    " where event_id = :event order by published_at, articles.id",
    "history": "select at, fate, other_event_id, came, went from news.event_changes where event_id = :event"
    " order by id",
    "rulings": "select distinct rulings.* from news.rulings left join news.ruling_articles on ruling_id = rulings.id"
    " where rulings.event_id = :event or (withdrawn_at is null and article_id in"
    " (select article_id from news.event_articles where event_id = :event)) order by rulings.id",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Which events are meant; null: whichever."""

    since: date | None = None
    """Those that happened on this day or later; where that is not known, those reported then."""
    until: date | None = None
    """As ``since``: on this day or earlier."""
    kind: str | None = None
    country: str | None = None
    """ISO 3166-1 alpha-2."""
    min_sources: int = 0
    """Independent sources at least."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownEvent:
    """All that is known of an event."""

    event: Found
    """The columns of ``events``, and ``first_day`` and ``last_day`` for ``occurred``."""
    into: int | None
    """For a merged one, the event that its articles are in by now."""
    grounds: Sequence[Found]
    figures: Sequence[Found]
    actors: Sequence[Found]
    photos: Sequence[Found]
    articles: Sequence[Found]
    history: Sequence[Found]
    rulings: Sequence[Found]


def listed(engine: Engine, wanted: Wanted, limit: int) -> list[Found]:
    """The newest events that are wanted. Raises DatabaseProblem."""
    bound = {name: getattr(wanted, name) for name in Wanted.__slots__}
    with problems_named(engine), engine.connect() as connection:
        return _rows(connection, _LIST, **bound, limit=limit)


def shown(engine: Engine, event: int) -> ShownEvent | None:
    """One event with everything; null: there is none of that id. Raises DatabaseProblem."""
    with problems_named(engine), engine.connect() as connection:
        found = _rows(connection, _EVENT, event=event)
        if not found:
            return None
        into = None if found[0]["merged_into"] is None else current_event(connection, event)
        parts = {name: _rows(connection, text(query), event=event) for name, query in _PARTS.items()}
        return ShownEvent(event=found[0], into=into, **parts)


def current_event(connection: Connection, event: int) -> int | None:
    """The event that this one was merged into in the end, or itself; null: there is none of that id."""
    into: int | None = connection.scalar(_INTO, {"event": event})
    return into


def _rows(connection: Connection, statement: Any, **bound: Any) -> list[Found]:
    return [dict(row) for row in connection.execute(statement, bound).mappings()]
