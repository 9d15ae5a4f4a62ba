"""A partition anew, inside one transaction: everybody else sees the old events until it ends."""

from collections.abc import Mapping, Sequence

from sqlalchemy import Connection, text

_PARTITION = text("select event_id, array_agg(article_id) as members from news.event_articles group by event_id")
_NEWEST = text("select coalesce(max(id), 0) from news.events")
_CLEAR = (
    "delete from news.report_keys",
    "delete from news.report_links",
    "delete from news.copy_pairs",
    "delete from news.copies",
    "delete from news.feature_counts",
    "delete from news.event_articles",
    "update news.reports set is_filed = false where is_filed",
)
_IDS = text(
    """
    select article_id from news.reports join news.articles on articles.id = article_id
    order by published_at, article_id
    """
)
_SCRATCH = text("delete from news.events where id > :newest")
# Only this session makes events now: the ids of those that nobody ever saw are free.
_NUMBER_ON = text("select setval(pg_get_serial_sequence('news.events', 'id'), greatest(:newest, 1), :newest > 0)")
_PUT_BACK = text(
    """
    insert into news.event_articles (article_id, event_id)
    select * from unnest(cast(:ids as bigint[]), cast(:events as bigint[]))
    """
)

Partition = Mapping[int, frozenset[int | str]]


def partition(connection: Connection) -> dict[int, frozenset[int | str]]:
    """The articles of all events that have any."""
    return {row.event_id: frozenset(row.members) for row in connection.execute(_PARTITION)}


def newest_event(connection: Connection) -> int:
    """The newest event's id; 0 if there is none."""
    return int(connection.execute(_NEWEST).scalar_one())


def clear(connection: Connection) -> None:
    """Take all reports off the shelf and out of their events; what was read of them stays."""
    for statement in _CLEAR:
        connection.execute(text(statement))


def all_reports(connection: Connection) -> Sequence[int]:
    """Ids of the articles that were read, in order of publication, undated ones last."""
    return connection.scalars(_IDS).all()


def put_back(connection: Connection, old: Partition, newest: int) -> None:
    """Forget the events that were made since ``newest``; all articles are in the ones of ``old`` again."""
    connection.execute(text("delete from news.event_articles"))
    connection.execute(_SCRATCH, {"newest": newest})
    connection.execute(_NUMBER_ON, {"newest": newest})
    pairs = [(article, event) for event, members in old.items() for article in members]
    connection.execute(_PUT_BACK, {"ids": [each for each, _ in pairs], "events": [event for _, event in pairs]})
