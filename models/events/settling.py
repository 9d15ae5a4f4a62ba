"""Taking over what became of events: who is in which now, and the history of it."""

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, text

from models.events.clusters import Change

_AT_ONCE = 1000  # changes: a rebuild may bring hundreds of thousands

_NEW = text("insert into news.events (title) select '' from generate_series(1, :count) returning id")

_BEFORE = text(
    """
    select article_id, event_id from news.event_articles
    where event_id = any(cast(:events as bigint[])) or article_id = any(cast(:ids as bigint[]))
    """
)

_PUT = text(
    """
    insert into news.event_articles (article_id, event_id)
    select * from unnest(cast(:ids as bigint[]), cast(:events as bigint[]))
    on conflict (article_id) do update set event_id = excluded.event_id
    """
)
_TAKE = text("delete from news.event_articles where article_id = any(cast(:ids as bigint[]))")

# What an analyst rejected stays rejected as long as it is there at all; so does what was split off it.
_STATUS = text(
    """
    update news.events set
        status = case
            when fate.merged_into is not null then 'merged'
            when fate.members = 0 then 'emptied'
            when events.status = 'rejected' or ruled.rejected then 'rejected'
            else 'current' end,
        merged_into = fate.merged_into, is_due = false, updated_at = now(),
        articles = fate.members,
        title = case when fate.members > 0 or fate.merged_into is not null then title else '' end
    from unnest(cast(:events as bigint[]), cast(:members as integer[]), cast(:into as bigint[]))
        as fate (id, members, merged_into)
    cross join lateral (
        select fate.members > 0 and 2 * count(*) >= fate.members as rejected
        from news.event_articles as own
        where own.event_id = fate.id and exists (
            select from news.ruling_articles as named join news.rulings on rulings.id = named.ruling_id
            where named.article_id = own.article_id and rulings.kind = 'reject' and rulings.withdrawn_at is null)
    ) as ruled
    where events.id = fate.id
    """
)

_HISTORY = text(
    """
    insert into news.event_changes (event_id, fate, other_event_id, came, went)
    select change.event_id, change.fate, change.other_event_id,
        coalesce((select array_agg(value::bigint) from jsonb_array_elements_text(change.came)), '{}'),
        coalesce((select array_agg(value::bigint) from jsonb_array_elements_text(change.went)), '{}')
    from jsonb_to_recordset(cast(:changes as jsonb))
        as change (event_id bigint, fate text, other_event_id bigint, came jsonb, went jsonb)
    """
)


def settle(connection: Connection, changes: Sequence[Change], *, keeps_history: bool = True) -> set[int]:
    """Write the changes; returns the ids of the events that are now otherwise, new ones with those they were given."""
    given = _numbered(connection, changes)
    for at in range(0, len(changes), _AT_ONCE):
        _settle(connection, changes[at : at + _AT_ONCE], given, keeps_history=keeps_history)
    return {given.get(change.event, change.event) for change in changes}


def _settle(
    connection: Connection, changes: Sequence[Change], given: Mapping[int, int], *, keeps_history: bool
) -> None:
    settled = {given.get(change.event, change.event): change for change in changes}
    before = _before(connection, settled)
    now: dict[Any, int] = {article: event for event, change in settled.items() for article in change.members}
    moved = {article: event for article, event in now.items() if before.get(article) != event}
    gone = [article for article, event in before.items() if event in settled and article not in now]
    if gone:
        connection.execute(_TAKE, {"ids": gone})
    if moved:
        connection.execute(_PUT, {"ids": sorted(moved), "events": [moved[article] for article in sorted(moved)]})
    into = {event: _known(change.merged_into, given) for event, change in settled.items()}
    sizes = [len(change.members) for change in settled.values()]
    bound = {"events": list(settled), "members": sizes, "into": list(into.values())}
    connection.execute(_STATUS, bound)
    if keeps_history:
        write_history(connection, _history(settled, given, before, now))


def write_history(connection: Connection, rows: Iterable[Mapping[str, Any]]) -> None:
    """Add rows to ``event_changes``: ``event_id``, ``fate``, ``other_event_id``, ``came``, ``went``."""
    if changes := list(rows):
        connection.execute(_HISTORY, {"changes": json.dumps(changes)})


def _numbered(connection: Connection, changes: Sequence[Change]) -> dict[int, int]:
    """Ids for the new events, by the negative numbers that stand for them."""
    new = [change.event for change in changes if change.event < 0]
    if not new:
        return {}
    return dict(zip(new, sorted(connection.scalars(_NEW, {"count": len(new)})), strict=True))


def _known(event: int | None, given: Mapping[int, int]) -> int | None:
    return None if event is None else given.get(event, event)


def _before(connection: Connection, settled: Mapping[int, Change]) -> dict[int, int]:
    ids = [article for change in settled.values() for article in change.members]
    found = connection.execute(_BEFORE, {"events": list(settled), "ids": ids})
    return {row.article_id: row.event_id for row in found}


def _history(
    settled: Mapping[int, Change], given: Mapping[int, int], before: Mapping[int, int], now: Mapping[Any, int]
) -> Iterable[dict[str, Any]]:
    """A row for each event whose articles are other ones now, or whose fate says so."""
    were: dict[int, set[int]] = {}
    for article, event in before.items():
        were.setdefault(event, set()).add(article)
    for event, change in settled.items():
        members: set[Any] = set(change.members)
        came, went = members - were.get(event, set()), were.get(event, set()) - members
        if not came and not went and change.fate == "changed":
            continue
        other = _known(change.merged_into, given)
        origin = [_known(each, given) for each in change.split_from]
        if origin:
            other = other or origin[0]
        fate = "split" if origin and change.fate == "new" else change.fate
        yield {
            "event_id": event,
            "fate": fate,
            "other_event_id": other,
            "came": sorted(came),
            "went": sorted(went),
        }
