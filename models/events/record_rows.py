"""From the rows that an event's record is made from to the rows that it is written as: pure, no database."""

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from models.events.event import Event, Ground, Member
from models.events.reports import facts_of
from models.events.stories import StoryRow, stored_story
from models.text import storable


class MemberRow(NamedTuple):
    """An article of an event."""

    event_id: int
    article_id: int
    centrality: float
    representative_id: int | None
    """The article whose copy it is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Gathered:
    """What the records of some events are made from."""

    members: Sequence[MemberRow] = ()
    """By event, the most central first."""
    stories: Sequence[StoryRow] = ()
    facts: Sequence[tuple[int, str]] = ()
    """As ``models.events.reports.facts_rows`` gives them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordRows:
    """Records as they are written."""

    events: list[int] = field(default_factory=list)
    """Those that have one."""
    records: str = "[]"
    """Their rows of ``events``, as JSON."""
    parts: Mapping[str, str] = field(default_factory=dict)
    """Rows of the tables beside it, as JSON, by table; tables without any are left out."""


def made_records(describe: Callable[[Sequence[Member]], Event], gathered: Gathered) -> RecordRows:
    """The records that ``describe`` makes of the articles that were gathered."""
    members = members_of(gathered)
    records = {event: describe(own) for event, own in members.items()}
    parts: dict[str, list[dict[str, Any]]] = {
        "event_grounds": [row for event, each in records.items() for row in _grounds(event, each, members[event])],
        "event_figures": [row for event, each in records.items() for row in _figures(event, each)],
        "event_actors": [row for event, each in records.items() for row in _actors(event, each)],
        "event_photos": [row for event, each in records.items() for row in _photos(event, each)],
    }
    return RecordRows(
        events=list(records),
        records=_json(_row(event, record) for event, record in records.items()),
        parts={table: _json(rows) for table, rows in parts.items() if rows},
    )


def members_of(gathered: Gathered) -> dict[int, list[Member]]:
    """The articles by event, the most central first."""
    stories = {row.id: stored_story(row) for row in gathered.stories}
    facts = {article: facts_of(stored) for article, stored in gathered.facts}
    members: dict[int, list[Member]] = {}
    for row in gathered.members:
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
