"""The records of events: what they are made from, and where they are written, with the ground of each value."""

import json
from collections.abc import Collection, Iterable, Mapping
from typing import Any

from sqlalchemy import Connection, text

from models.events.event import Event, Ground, Member
from models.events.reports import stored_facts
from models.events.stories import stored_stories
from models.text import storable

_CENTRAL = 300
_ENDS = 50
"""Of an event that more articles tell of, its record is made from so many of the most central, the earliest and the
latest."""

# How like the others: the sum of its links within the event, beside that of the article which has most. A large event's
# articles are not all compared with each other.
_CENTRALITY = text(
    """
    with own as (
        select article_id, event_id, count(*) over (partition by event_id) as size,
            (select coalesce(sum(greatest(links.weight, 0)), 0) from (
                select b as other, weight from news.report_links where a = members.article_id
                union all select a, weight from news.report_links where b = members.article_id) as links
            join news.event_articles as other
                on other.article_id = links.other and other.event_id = members.event_id) as likeness
        from news.event_articles as members where event_id = any(cast(:events as bigint[]))
    )
    update news.event_articles set centrality = now.centrality
    from (
        select article_id, case when size = 1 then 1 else round(coalesce(
            likeness / nullif(max(likeness) over (partition by event_id), 0), 0)::numeric, 4)::double precision
            end as centrality
        from own
    ) as now
    where event_articles.article_id = now.article_id and event_articles.centrality is distinct from now.centrality
    """
)

_MEMBERS = text(
    """
    select event_id, article_id, centrality, representative_id from (
        select own.event_id, own.article_id, own.centrality, copies.representative_id,
            row_number() over (partition by event_id order by centrality desc, published_at, own.article_id) as central,
            row_number() over (partition by event_id order by published_at, own.article_id) as first,
            row_number() over (partition by event_id order by published_at desc nulls last, own.article_id) as last
        from news.event_articles as own
        join news.articles on articles.id = own.article_id
        left join news.copies on copies.article_id = own.article_id
        where event_id = any(cast(:events as bigint[]))
    ) as ranked
    where central <= :central or first <= :ends or last <= :ends
    order by event_id, central
    """
)

_EVENTS = text("select distinct event_id from news.event_articles where article_id = any(cast(:ids as bigint[]))")

_RECORD = text(
    """
    update news.events set
        title = new.title, title_article_id = new.title_article_id, first_report_at = new.first_report_at,
        last_report_at = new.last_report_at,
        occurred = case when new.first_day is not null then daterange(new.first_day, new.last_day, '[]') end,
        time_precision = new.time_precision, place = new.place, geonames_id = new.geonames_id, country = new.country,
        admin1 = new.admin1, lat = new.lat, lon = new.lon, geo_precision = new.geo_precision, kind = new.kind,
        sources = new.sources, languages = new.languages, updated_at = now()
    from jsonb_to_recordset(cast(:rows as jsonb)) as new (
        id bigint, title text, title_article_id bigint, first_report_at timestamptz, last_report_at timestamptz,
        first_day date, last_day date, time_precision text, place text, geonames_id integer, country text, admin1 text,
        lat double precision, lon double precision, geo_precision text, kind text, sources integer, languages text[])
    where events.id = new.id
    """
)

_PARTS = {
    "event_grounds": "event_id bigint, about text, article_id bigint, field text, start integer, stop integer,"
    " text text",
    "event_figures": "event_id bigint, position integer, kind text, low bigint, high bigint, printed text,"
    " sources integer, article_id bigint, field text, start integer, stop integer, text text",
    "event_actors": "event_id bigint, position integer, name text, kind text, sources integer, article_id bigint,"
    " field text, start integer, stop integer, text text",
    "event_photos": "event_id bigint, position integer, article_id bigint, caption_position integer",
}


def events_of(connection: Connection, ids: Collection[int]) -> set[int]:
    """The events that these articles are in."""
    return set(connection.scalars(_EVENTS, {"ids": list(ids)})) if ids else set()


def members_of(
    connection: Connection, events: Collection[int], *, central: int = _CENTRAL, ends: int = _ENDS
) -> dict[int, list[Member]]:
    """The articles of each event that has any, the most central first, with all that its record is made from; how
    central each is, is found anew. Of very large events only some."""
    if not events:
        return {}
    connection.execute(_CENTRALITY, {"events": list(events)})
    found = connection.execute(_MEMBERS, {"events": list(events), "central": central, "ends": ends}).all()
    ids = [row.article_id for row in found]
    stories, facts = stored_stories(connection, ids), stored_facts(connection, ids)
    members: dict[int, list[Member]] = {}
    for row in found:
        if row.article_id not in stories or row.article_id not in facts:
            continue  # deleted a moment ago
        member = Member(
            story=stories[row.article_id].story,
            facts=facts[row.article_id],
            centrality=row.centrality,
            copy_of=row.representative_id,
            photos=stories[row.article_id].photos,
        )
        members.setdefault(row.event_id, []).append(member)
    return members


def write_records(connection: Connection, records: Mapping[int, Event], members: Mapping[int, list[Member]]) -> None:
    """Write the records in place of what is there; how many articles an event has is known already."""
    if not records:
        return
    connection.execute(_RECORD, {"rows": _json(_row(event, record) for event, record in records.items())})
    rows: dict[str, list[dict[str, Any]]] = {table: [] for table in _PARTS}
    for event, record in records.items():
        rows["event_grounds"] += _grounds(event, record, members.get(event, []))
        rows["event_figures"] += _figures(event, record)
        rows["event_actors"] += _actors(event, record)
        rows["event_photos"] += _photos(event, record)
    for table, columns in _PARTS.items():
        names = ", ".join(column.split()[0] for column in columns.split(", "))
        gone = text(f"delete from news.{table} where event_id = any(cast(:events as bigint[]))")  # noqa: S608 - our own names
        connection.execute(gone, {"events": list(records)})
        if rows[table]:
            put = f"insert into news.{table} ({names}) select {names} from jsonb_to_recordset(cast(:rows as jsonb))"  # noqa: S608
            connection.execute(text(f"{put} as new ({columns})"), {"rows": _json(rows[table])})


def clear_records(connection: Connection, events: Collection[int]) -> None:
    """Take away what events without articles stood on: what went into another event stands there."""
    for table in _PARTS if events else ():
        gone = text(f"delete from news.{table} where event_id = any(cast(:events as bigint[]))")  # noqa: S608 - our own names
        connection.execute(gone, {"events": list(events)})


def _json(rows: Iterable[Mapping[str, Any]]) -> str:
    return storable(json.dumps(list(rows), ensure_ascii=False, default=str)).replace("\\u0000", "")


def _row(event: int, record: Event) -> dict[str, Any]:
    place = record.place
    return {
        "id": event,
        "title": record.title,
        "title_article_id": record.title_article,
        "first_report_at": record.first_report and record.first_report.isoformat(),
        "last_report_at": record.last_report and record.last_report.isoformat(),
        "first_day": record.occurred and record.occurred[0].isoformat(),
        "last_day": record.occurred and record.occurred[1].isoformat(),
        "time_precision": record.time_precision,
        "place": place and place.name,
        "geonames_id": place and place.geonames_id,
        "country": place and place.country,
        "admin1": place and place.admin1,
        "lat": place and place.lat,
        "lon": place and place.lon,
        "geo_precision": record.geo_precision,
        "kind": record.kind,
        "sources": record.sources,
        "languages": list(record.languages),
    }


def _grounds(event: int, record: Event, members: Iterable[Member]) -> list[dict[str, Any]]:
    grounds = {"occurred": record.occurred_ground, "place": record.place_ground, "kind": record.kind_ground}
    rows = [{"event_id": event, "about": about, **_ground(given)} for about, given in grounds.items() if given]
    for member in members:
        if member.story.id != record.title_article:
            continue
        for passage in member.story.passages:
            start = passage.text.find(record.title) if record.title else -1
            if start >= 0:
                where = {"field": passage.field, "start": start, "stop": start + len(record.title)}
                own = {"article_id": member.story.id, **where, "text": record.title}
                return [{"event_id": event, "about": "title", **own}, *rows]
    return rows


def _ground(ground: Ground) -> dict[str, Any]:
    where = ground.where
    return {
        "article_id": ground.article,
        "field": where.field,
        "start": where.start,
        "stop": where.end,
        "text": ground.text,
    }


def _figures(event: int, record: Event) -> list[dict[str, Any]]:
    return [
        {
            "event_id": event,
            "position": position,
            "kind": each.figure.kind,
            "low": each.figure.low,
            "high": each.figure.high,
            "printed": each.figure.text,
            "sources": each.sources,
            **_ground(each.ground),
        }
        for position, each in enumerate(record.figures)
    ]


def _actors(event: int, record: Event) -> list[dict[str, Any]]:
    return [
        {
            "event_id": event,
            "position": position,
            "name": each.name,
            "kind": each.kind,
            "sources": each.sources,
            **_ground(each.ground),
        }
        for position, each in enumerate(record.actors)
    ]


def _photos(event: int, record: Event) -> list[dict[str, Any]]:
    placed = {(each.article, each.position): None for each in record.photos}
    return [
        {"event_id": event, "position": position, "article_id": article, "caption_position": own}
        for position, (article, own) in enumerate(placed)
    ]
