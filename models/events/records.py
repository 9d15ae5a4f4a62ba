"""The records of events in the database: what they are made from, and where they are written. What is made in between
is made of plain rows (``models.events.record_rows``), so that another process may do it."""

from collections.abc import Collection

from sqlalchemy import Connection, TextClause, text

from models.events.record_rows import Gathered, MemberRow, RecordRows
from models.events.reports import facts_rows
from models.events.stories import story_rows

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
    where events.id = new.id and events.articles > 0
    """
)

_PARTS = {
    "event_grounds": ("about text", "article_id bigint, field text, start integer, stop integer, text text"),
    "event_figures": (
        "position integer",
        "kind text, low bigint, high bigint, printed text, sources integer, article_id bigint, field text,"
        " start integer, stop integer, text text",
    ),
    "event_actors": (
        "position integer",
        "name text, kind text, sources integer, article_id bigint, field text, start integer, stop integer, text text",
    ),
    "event_photos": ("position integer", "article_id bigint, caption_position integer"),
}
"""What stands beside a record, by table: the column that with event_id tells its rows, and the others."""

# Of an event that one more article tells of, most stays: to write it again would index its names again.
_GONE = """
    delete from news.{table} as old where event_id = any(cast(:events as bigint[])) and not exists (
        select from jsonb_to_recordset(cast(:rows as jsonb)) as new ({columns})
        where new.event_id = old.event_id and new.{key} = old.{key} and ({new}) is not distinct from ({old}))
"""
_COME = """
    insert into news.{table} ({names}) select {names} from jsonb_to_recordset(cast(:rows as jsonb)) as new ({columns})
    where not exists (
        select from news.{table} as old where old.event_id = new.event_id and old.{key} = new.{key})
"""


def _difference(table: str) -> tuple[TextClause, TextClause]:
    """The statements by which the rows of a table become those given."""
    key, others = _PARTS[table]
    columns = f"event_id bigint, {key}, {others}"
    names = [column.split()[0] for column in columns.split(", ")]
    told = {
        "table": table,
        "columns": columns,
        "names": ", ".join(names),
        "key": names[1],
        "new": ", ".join(f"new.{name}" for name in names[2:]),
        "old": ", ".join(f"old.{name}" for name in names[2:]),
    }
    return text(_GONE.format(**told)), text(_COME.format(**told))


_DIFFERENCES = {table: _difference(table) for table in _PARTS}


def events_of(connection: Connection, ids: Collection[int]) -> set[int]:
    """The events that these articles are in."""
    return set(connection.scalars(_EVENTS, {"ids": list(ids)})) if ids else set()


def gather(connection: Connection, events: Collection[int], *, central: int = _CENTRAL, ends: int = _ENDS) -> Gathered:
    """The articles of each event that has any, with all that its record is made from; how central each is, is found
    anew. Of very large events only some."""
    if not events:
        return Gathered()
    connection.execute(_CENTRALITY, {"events": list(events)})
    found = connection.execute(_MEMBERS, {"events": list(events), "central": central, "ends": ends})
    members = [MemberRow(*row) for row in found]
    ids = [row.article_id for row in members]
    return Gathered(members=members, stories=story_rows(connection, ids), facts=facts_rows(connection, ids))


def write_records(connection: Connection, rows: RecordRows) -> None:
    """Write the records in place of what is there; how many articles an event has is known already."""
    if not rows.events:
        return
    for table, (gone, come) in _DIFFERENCES.items():
        bound = {"rows": rows.parts.get(table, "[]")}
        connection.execute(gone, {"events": rows.events, **bound})
        connection.execute(come, bound)
    # Last, because an event without a title has no search entry: a new one gets it once, with its actors.
    connection.execute(_RECORD, {"rows": rows.records})


def clear_records(connection: Connection, events: Collection[int]) -> None:
    """Take away what events without articles stood on: what went into another event stands there."""
    for table in _PARTS if events else ():
        gone = text(f"delete from news.{table} where event_id = any(cast(:events as bigint[]))")  # noqa: S608 - our own names
        connection.execute(gone, {"events": list(events)})
