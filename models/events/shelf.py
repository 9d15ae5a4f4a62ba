"""The clusterer's shelf in PostgreSQL, as ``pipelines.events.clusters.shelf.Shelf`` asks; in the caller's transaction.

Every look-up goes by an indexed key for a batch at a time, so what a batch costs does not grow with the corpus.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from typing import Any, TypeAlias

import numpy as np
from sqlalchemy import Connection, text

from models.events.arrays import listed, repeated
from models.events.clusters import EACH_WAY, NEAREST, Change, Filed, Link, Rulings, Wanted, least_shared
from models.events.settling import settle

Id: TypeAlias = int | str

# Nearest days first. Reports without a day stand apart in the index; they are always wanted. Their own days are found
# before, by their ids: the planner would go through all reports there are for them. Hits are counted here: to group a
# hundred thousand of them would take the server longer than to find them.
_NEAR = text(
    """
    with own as materialized (
        select article_id, day from news.reports where article_id = any(cast(:own as bigint[]))
    ),
    undated (is_there) as (select exists (select from news.reports where day is null and is_filed))
    select wanted.id, array_agg(hit.article_id) as found
    from unnest(cast(:ids as bigint[]), cast(:keys as bigint[]), cast(:firsts as date[]), cast(:lasts as date[]))
        as wanted (id, key, first, last)
    join own on own.article_id = wanted.id
    cross join lateral (
        (select article_id from news.report_keys where key = wanted.key
            and day <= own.day and day >= coalesce(wanted.first, '-infinity')
            order by day desc, article_id desc limit :each_way)
        union all
        (select article_id from news.report_keys where key = wanted.key
            and day > coalesce(own.day, '-infinity') and day <= coalesce(wanted.last, 'infinity')
            order by day, article_id limit :each_way)
        union all
        (select article_id from news.report_keys where key = wanted.key and day is null
            and (select is_there from undated) order by article_id desc limit :each_way)
    ) as hit
    group by wanted.id
    """
)

_SKETCHES = "select article_id, sketch from news.reports where is_filed and article_id = any(%s::bigint[])"

# Their other ends are held against the ids here: the server would compare each with each.
_LINKS = text("select a, b, weight from news.report_links where a = any(cast(:ids as bigint[]))")

_EVENTS = text("select article_id, event_id from news.event_articles where article_id = any(cast(:ids as bigint[]))")

_MEMBERS = text(
    """
    select event_id, array_agg(article_id) as members from news.event_articles
    where event_id = any(cast(:events as bigint[])) group by event_id
    """
)

_RULINGS = text(
    """
    select id, kind, array_agg(article_id) filter (where side = 1) as one,
        array_agg(article_id) filter (where side = 2) as two
    from news.rulings join news.ruling_articles on ruling_id = id
    where withdrawn_at is null and kind in ('together', 'apart')
        and id in (select ruling_id from news.ruling_articles where article_id = any(cast(:ids as bigint[])))
    group by id, kind order by id
    """
)

_UNFILE = text("delete from news.report_keys where article_id = any(cast(:ids as bigint[]))")
_UNLINK = text(
    """
    delete from news.report_links where a = any(cast(:ids as bigint[])) or b = any(cast(:ids as bigint[]))
    """
)
_FILE = text(
    """
    update news.reports set day = filed.day, is_filed = true
    from unnest(cast(:ids as bigint[]), cast(:days as date[])) as filed (id, day)
    where article_id = filed.id and not is_filed returning article_id
    """
)
_REFILE = text(
    """
    update news.reports set day = filed.day, sketch = filed.sketch
    from unnest(cast(:ids as bigint[]), cast(:days as date[]), cast(:sketches as bytea[])) as filed (id, day, sketch)
    where article_id = filed.id
    """
)
_KEYS = text(
    """
    insert into news.report_keys (article_id, key, day)
    select * from unnest(cast(:ids as bigint[]), cast(:keys as bigint[]), cast(:days as date[]))
    """
)
_CONNECT = text(
    """
    insert into news.report_links (a, b, weight)
    select least(a, b), greatest(a, b), max(weight)
    from unnest(cast(:a as bigint[]), cast(:b as bigint[]), cast(:weights as double precision[])) as link (a, b, weight)
    where a <> b group by 1, 2
    on conflict (a, b) do update set weight = excluded.weight
    """
)

_COUNTS = text("select chunk, counts from news.feature_counts order by chunk")
_COUNT = text(
    """
    insert into news.feature_counts (chunk, counts)
    select * from unnest(cast(:chunks as integer[]), cast(:counts as bytea[]))
    on conflict (chunk) do update set counts = excluded.counts
    """
)
_NOTE = text(
    """
    insert into news.feature_counts (chunk, counts)
    select coalesce(max(chunk) + 1, :first), :note from news.feature_counts where chunk >= :first
    """
)
_UNNOTE = text("delete from news.feature_counts where chunk >= :first")
_FIRST_NOTE = 1 << 20
_TOTAL = -1  # the chunk that holds the number of reports


class PostgresShelf:
    """The shelf, as one transaction sees it. ``changed`` gathers the events whose articles it has changed."""

    def __init__(
        self, connection: Connection, *, each_way: int = EACH_WAY, nearest: int = NEAREST, keeps_history: bool = True
    ) -> None:
        """``each_way``: reports looked at under one key before and behind a day; ``nearest``: reports given for each
        that looks for its like; ``keeps_history``: whether what becomes of events is noted in ``event_changes``."""
        self._connection = connection
        self._each_way = each_way
        self._nearest = nearest
        self._keeps_history = keeps_history
        self.changed: set[int] = set()

    def near(self, wanted: Sequence[Wanted]) -> Mapping[Id, Sequence[Id]]:
        """As in ``Shelf``."""
        keys = [len(each.keys) for each in wanted]
        bound = {
            "own": listed(each.id for each in wanted),
            "ids": repeated((each.id for each in wanted), keys),
            "keys": listed(key for each in wanted for key in each.keys),
            "firsts": repeated((_day(each.first) for each in wanted), keys),
            "lasts": repeated((_day(each.last) for each in wanted), keys),
            "each_way": self._each_way,
        }
        hits = {row.id: row.found for row in self._connection.execute(_NEAR, bound)} if any(keys) else {}
        return {each.id: self._nearest_of(each, hits.get(each.id, [])) for each in wanted}

    def _nearest_of(self, wanted: Wanted, hits: Sequence[int]) -> list[Id]:
        """Those hit under most keys, of the same number the newest."""
        found, times = np.unique(np.array(hits, dtype=np.int64), return_counts=True)
        enough = (times >= least_shared(wanted)) & (found != wanted.id)
        found, times = found[enough], times[enough]
        best: list[Id] = found[np.lexsort((-found, -times))[: self._nearest]].tolist()
        return best

    def sketches(self, ids: Collection[Id]) -> Mapping[Id, bytes]:
        """As in ``Shelf``."""
        if not ids:
            return {}
        # In the driver's binary form: as text they would be twice as long, and read byte by byte.
        cursor: Any = self._connection.connection.cursor(binary=True)
        with cursor:
            return dict(cursor.execute(_SKETCHES, (listed(ids),)).fetchall())

    def links(self, ids: Collection[Id]) -> Iterable[Link]:
        """As in ``Shelf``."""
        among = frozenset(ids)
        found = self._look_up(_LINKS, ids)
        return [Link(a=a, b=b, weight=weight) for a, b, weight in found if b in among]

    def events(self, ids: Collection[Id]) -> Mapping[Id, int]:
        """As in ``Shelf``."""
        return {row.article_id: row.event_id for row in self._look_up(_EVENTS, ids)}

    def members(self, events: Collection[int]) -> Mapping[int, frozenset[Id]]:
        """As in ``Shelf``."""
        found = self._connection.execute(_MEMBERS, {"events": list(events)}) if events else ()
        members: dict[int, frozenset[Id]] = {event: frozenset() for event in events}
        members |= {row.event_id: frozenset(row.members) for row in found}
        return members

    def rulings(self, ids: Collection[Id]) -> Rulings:
        """As in ``Shelf``. Rulings that were withdrawn are none."""
        together: list[frozenset[Id]] = []
        apart: list[tuple[frozenset[Id], frozenset[Id]]] = []
        for row in self._look_up(_RULINGS, ids):
            if row.kind == "together":
                together.append(frozenset(row.one or ()))
            else:
                apart.append((frozenset(row.one or ()), frozenset(row.two or ())))
        return Rulings(together=tuple(together), apart=tuple(apart))

    def file(self, filed: Sequence[Filed]) -> None:
        """As in ``Shelf``. The reports have rows already (``models.events.reports``), with these sketches but where one
        was on the shelf before."""
        if not filed:
            return
        ids = listed(each.id for each in filed)
        days = {each.id: _day(each.day) for each in filed}
        keys = sorted((key, each.id) for each in filed for key in set(each.keys))  # neighbours in the index
        self._connection.execute(_UNFILE, {"ids": ids})
        self._connection.execute(_UNLINK, {"ids": ids})
        fresh = set(self._connection.scalars(_FILE, {"ids": ids, "days": listed(days.values())}))
        if again := [each for each in filed if each.id not in fresh]:
            bound = {"days": [days[each.id] for each in again], "sketches": [each.sketch for each in again]}
            self._connection.execute(_REFILE, {"ids": [each.id for each in again], **bound})
        columns = {"keys": listed(key for key, _ in keys), "ids": listed(each for _, each in keys)}
        self._connection.execute(_KEYS, {**columns, "days": listed(days[each] for _, each in keys)})

    def connect(self, links: Sequence[Link]) -> None:
        """As in ``Shelf``; of links between the same two the surest counts."""
        if links:
            bound = {"a": listed(each.a for each in links), "b": listed(each.b for each in links)}
            self._connection.execute(_CONNECT, {**bound, "weights": listed(float(each.weight) for each in links)})

    def settle(self, changes: Sequence[Change]) -> None:
        """As in ``Shelf``."""
        self.changed |= settle(self._connection, changes, keeps_history=self._keeps_history)

    def load_counts(self) -> tuple[Mapping[int, bytes], Sequence[bytes], int]:
        """How many reports bear each feature, in chunks by number; what was noted since, in its order; and how many
        reports were counted."""
        chunks = {row.chunk: bytes(row.counts) for row in self._connection.execute(_COUNTS)}
        total = int.from_bytes(chunks.pop(_TOTAL, b""), "little")
        notes = [chunks.pop(number) for number in sorted(chunks) if number >= _FIRST_NOTE]
        return chunks, notes, total

    def save_counts(self, chunks: Mapping[int, bytes], reports: int) -> None:
        """Keep chunks that have changed, in place of the notes, and the number of reports counted so far."""
        self._connection.execute(_UNNOTE, {"first": _FIRST_NOTE})
        rows = {**chunks, _TOTAL: reports.to_bytes(8, "little")}
        self._connection.execute(_COUNT, {"chunks": list(rows), "counts": list(rows.values())})

    def note_counts(self, note: bytes, reports: int) -> None:
        """Keep what a batch has changed, and the number of reports counted so far."""
        self._connection.execute(_NOTE, {"first": _FIRST_NOTE, "note": note})
        self._connection.execute(_COUNT, {"chunks": [_TOTAL], "counts": [reports.to_bytes(8, "little")]})

    def _look_up(self, statement: Any, ids: Collection[Id]) -> Iterable[Any]:
        return self._connection.execute(statement, {"ids": listed(ids)}).all() if ids else ()


def _day(ordinal: int | None) -> date | None:
    """The day of an ordinal; beyond what a date can be, the first or the last one."""
    if ordinal is None:
        return None
    return date.fromordinal(min(max(ordinal, date.min.toordinal()), date.max.toordinal()))
