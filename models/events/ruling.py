"""Analysts' rulings: made, withdrawn, and what a new one takes the place of."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Literal

from sqlalchemy import Connection, text

from models.events.settling import write_history
from models.text import storable

RulingKind = Literal["together", "apart", "reject"]

_MAKE = text("insert into news.rulings (kind, event_id, note, made_by) values (:kind, :event, :note, :by) returning id")
_NAME = text(
    """
    insert into news.ruling_articles (ruling_id, article_id, side)
    select cast(:ruling as bigint), * from unnest(cast(:ids as bigint[]), cast(:sides as integer[]))
    """
)
_STANDING = text(
    """
    select id, kind, note, made_by, event_id,
        coalesce(array_agg(article_id) filter (where side = 1), '{}') as one,
        coalesce(array_agg(article_id) filter (where side = 2), '{}') as two
    from news.rulings join news.ruling_articles on ruling_id = id
    where withdrawn_at is null and kind in ('together', 'apart')
        and id in (select ruling_id from news.ruling_articles where article_id = any(cast(:ids as bigint[])))
    group by id order by id
    """
)
_WITHDRAW = text(
    "update news.rulings set withdrawn_at = now() where id = any(cast(:ids as bigint[])) and withdrawn_at is null"
    " returning id, kind, event_id"
)
_NAMED = text("select article_id from news.ruling_articles where ruling_id = :ruling")
_THERE = text("select status from news.events where id = :event for update")
_STATUS = text("update news.events set status = :status, updated_at = now() where id = any(cast(:ids as bigint[]))")
_STILL_REJECTED = text(
    """
    select events.id from news.events
    where status = 'rejected' and id in (
        select event_id from news.event_articles where article_id = any(cast(:articles as bigint[])))
    and not exists (
        select from news.rulings
        where rulings.kind = 'reject' and withdrawn_at is null and (rulings.event_id = events.id or exists (
            select from news.ruling_articles as named join news.event_articles as own using (article_id)
            where named.ruling_id = rulings.id and own.event_id = events.id)))
    """
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """A ruling that was made."""

    id: int
    replaced: tuple[int, ...] = ()
    """Earlier rulings that it contradicts: they are withdrawn."""


class NoSuchRuling(Exception):
    """There is no such ruling, or it was withdrawn already."""


def together(connection: Connection, event: int, articles: Collection[int], note: str | None, by: str | None) -> Made:
    """Rule that these articles belong to one event."""
    wanted = set(articles)
    contradicted = [
        each.id
        for each in connection.execute(_STANDING, {"ids": list(wanted)})
        if each.kind == "apart" and wanted & set(each.one) and wanted & set(each.two)
    ]
    return _made(connection, "together", event, [(each, 1) for each in sorted(wanted)], note, by, contradicted)


def apart(
    connection: Connection, event: int, one: Collection[int], two: Collection[int], note: str | None, by: str | None
) -> Made:
    """Rule that no article of the first is in an event with one of the second. Of earlier rulings that put some of
    both together, what does not contradict it goes on as rulings of its own."""
    first, second = set(one), set(two)
    contradicted = []
    for each in connection.execute(_STANDING, {"ids": sorted(first | second)}).all():
        named = set(each.one)
        if each.kind != "together" or not (named & first and named & second):
            continue
        contradicted.append(each.id)
        for part in (named & first, named - first):
            if len(part) > 1:
                sides = [(article, 1) for article in sorted(part)]
                _made(connection, "together", each.event_id, sides, each.note, each.made_by, ())
    sides = [(each, 1) for each in sorted(first)] + [(each, 2) for each in sorted(second)]
    return _made(connection, "apart", event, sides, note, by, contradicted)


def reject(connection: Connection, event: int, articles: Collection[int], note: str | None, by: str | None) -> Made:
    """Rule that an event is none."""
    made = _made(connection, "reject", event, [(each, 1) for each in sorted(articles)], note, by, ())
    connection.execute(_STATUS, {"status": "rejected", "ids": [event]})
    write_history(connection, [_fate(event, "rejected")])
    return made


def withdraw(connection: Connection, ruling: int) -> set[int]:
    """Withdraw a ruling; returns the articles that it names. Events that no other ruling rejects are events again.

    Raises NoSuchRuling.
    """
    gone = connection.execute(_WITHDRAW, {"ids": [ruling]}).one_or_none()
    if gone is None:
        raise NoSuchRuling
    articles = set(connection.scalars(_NAMED, {"ruling": ruling}))
    if gone.kind == "reject":
        restored = connection.scalars(_STILL_REJECTED, {"articles": sorted(articles)}).all()
        connection.execute(_STATUS, {"status": "current", "ids": restored})
        write_history(connection, [_fate(event, "restored") for event in restored])
    return articles


def status_of(connection: Connection, event: int) -> str | None:
    """The event's status, which stays until the transaction ends; null: there is none of that id."""
    status: str | None = connection.scalar(_THERE, {"event": event})
    return status


def _made(
    connection: Connection,
    kind: RulingKind,
    event: int | None,
    sides: Iterable[tuple[int, int]],
    note: str | None,
    by: str | None,
    contradicted: Collection[int],
) -> Made:
    if contradicted:
        connection.execute(_WITHDRAW, {"ids": list(contradicted)})
    said = {"note": note and storable(note), "by": by and storable(by)}
    ruling = connection.execute(_MAKE, {"kind": kind, "event": event, **said}).scalar_one()
    named = list(sides)
    bound = {"ids": [article for article, _ in named], "sides": [side for _, side in named]}
    connection.execute(_NAME, {"ruling": ruling, **bound})
    return Made(id=ruling, replaced=tuple(contradicted))


def _fate(event: int, fate: str) -> dict[str, object]:
    return {"event_id": event, "fate": fate, "other_event_id": None, "came": [], "went": []}
