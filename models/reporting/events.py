"""Events, the places they happened at, and the articles of one."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Connection

from models.reporting.wanted import Row, Wanted, rows

LISTED = 60
"""Events in the list: those that most independent sources tell of."""
PLACES = 200
"""Places on the map, likewise."""
MEMBERS = 200
"""Articles listed of one event: the earliest."""

_WHEN = "coalesce(occurred_from, (first_report_at at time zone 'UTC')::date)"


@dataclass(frozen=True, slots=True, kw_only=True)
class Events:
    """Events of the period."""

    total: int
    counts: Sequence[Row]
    """``day``, ``kind``, ``sources`` and ``events``: how many events of a day, kind and number of sources."""
    undated: int
    """Events of which neither day nor report is dated: they are in no chart."""
    listed: Sequence[Row]
    """The columns of ``analyst.events``, and ``day``, ``url`` and ``language`` of the title; in order of time."""
    places: Sequence[Row]
    """``place``, ``admin1``, ``country``, ``lat``, ``lon``, ``geo_precision``, ``events``, ``articles``, ``title``."""
    places_total: int
    placeless: int
    """Events that name no place with coordinates."""
    members: Sequence[Row]
    """Of a single event: its articles in order of time; else empty."""
    members_total: int


def read_events(connection: Connection, wanted: Wanted) -> Events:
    """Everything about the events that are wanted."""
    counted = f"""
        select {_WHEN} as day, kind, sources, count(*) as events, count(*) filter (where lat is null) as placeless
        from analyst.events where {wanted.events} group by 1, 2, 3 order by 1, 2, 3
    """  # noqa: S608 - our own conditions, here and below
    counts = rows(connection, counted, wanted)
    places = _places(connection, wanted)
    members = _members(connection, wanted)
    return Events(
        total=sum(row["events"] for row in counts),
        counts=[row for row in counts if row["day"] is not None],
        undated=sum(row["events"] for row in counts if row["day"] is None),
        listed=_listed(connection, wanted),
        places=places,
        places_total=places[0]["total"] if places else 0,
        placeless=sum(row["placeless"] for row in counts),
        members=members,
        members_total=members[0]["total"] if members else 0,
    )


def _listed(connection: Connection, wanted: Wanted) -> list[Row]:
    query = f"""
        with chosen as (
            select *, {_WHEN} as day from analyst.events where {wanted.events}
            order by sources desc, articles desc, event_id desc limit :limit
        )
        select chosen.*, articles.url, articles.language
        from chosen left join analyst.articles on articles.article_id = chosen.title_article_id
        order by chosen.day nulls last, chosen.event_id
    """  # noqa: S608
    return rows(connection, query, wanted, limit=LISTED)


def _places(connection: Connection, wanted: Wanted) -> list[Row]:
    query = f"""
        select min(place) as place, min(admin1) as admin1, min(country) as country, lat, lon,
            min(geo_precision) as geo_precision, count(*) as events, sum(articles)::bigint as articles,
            (array_agg(title order by sources desc, event_id))[1] as title, count(*) over () as total
        from analyst.events where {wanted.events} and lat is not null
        group by lat, lon order by count(*) desc, sum(articles) desc, lat, lon limit :limit
    """  # noqa: S608
    return rows(connection, query, wanted, limit=PLACES)


def _members(connection: Connection, wanted: Wanted) -> list[Row]:
    if wanted.event is None:
        return []
    query = f"""
        select article_id, source, headline, url, language, published_at, published_date, copy_kind,
            count(*) over () as total
        from analyst.articles where {wanted.articles}
        order by published_at nulls last, article_id limit :limit
    """  # noqa: S608
    return rows(connection, query, wanted, limit=MEMBERS)
