"""Copies of texts: who may be one, which pairs are, and the groups with their representatives."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, delete, insert, text

from models.events.arrays import listed
from models.events.items import Copy, CopyKind, Report
from models.tables import CopyTable

_MANY = 30
"""Articles compared under one key: the first that bear it, as a rule with the group's representative. A wire story that
hundreds print is found by any of them; what shares a site's furniture alone is told apart by comparison."""

_CANDIDATES = text(
    """
    select wanted.id, hit.article_id
    from unnest(cast(:ids as bigint[]), cast(:keys as bigint[])) as wanted (id, key)
    cross join lateral (
        select article_id from news.copy_bands where key = wanted.key order by article_id limit :many
    ) as hit
    where hit.article_id <> wanted.id
    """
)
_BODIES = text("select id, body from news.articles where id = any(cast(:ids as bigint[])) and body <> ''")

_PARTNERS = text(
    """
    select a, b from news.copy_pairs where a = any(cast(:ids as bigint[]))
    union select a, b from news.copy_pairs where b = any(cast(:ids as bigint[]))
    """
)
_UNPAIR = text("delete from news.copy_pairs where a = any(cast(:ids as bigint[])) or b = any(cast(:ids as bigint[]))")
_PAIR = text(
    """
    insert into news.copy_pairs (a, b, kind, a_part, b_part)
    select * from unnest(cast(:a as bigint[]), cast(:b as bigint[]), cast(:kinds as text[]),
        cast(:a_parts as double precision[]), cast(:b_parts as double precision[]))
    on conflict (a, b) do update set kind = excluded.kind, a_part = excluded.a_part, b_part = excluded.b_part
    """
)

# All that hangs together by pairs, however long the chain. How much that is, the planner cannot tell: what is asked of
# it is asked with the ids that were found, or all articles would be gone through.
_HANGS_TOGETHER = text(
    """
    with recursive component (id) as (
        select * from unnest(cast(:ids as bigint[]))
        union select case when pairs.a = component.id then pairs.b else pairs.a end
        from component cross join lateral (
            select a, b from news.copy_pairs where a = component.id
            union all select a, b from news.copy_pairs where b = component.id) as pairs
    )
    select id from component
    """
)
_TEXTS = text("select id, published_at, word_count from news.articles where id = any(cast(:ids as bigint[]))")
_PAIRS = text("select * from news.copy_pairs where a = any(cast(:ids as bigint[]))")

_COPIES = text("select article_id, representative_id from news.copies where article_id = any(cast(:ids as bigint[]))")


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """Two articles whose texts are copies."""

    a: int
    """The smaller id."""
    b: int
    kind: CopyKind
    a_part: float
    """The part of the first text that stands in the second."""
    b_part: float


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupText:
    """An article that may stand for a group."""

    id: int
    published: datetime | None
    words: int


def candidates(connection: Connection, reports: Sequence[Report]) -> set[tuple[int, int]]:
    """Pairs of articles to compare, one of ``reports`` and any other, the smaller id first; the keys of the others are
    stored."""
    asked = [(int(report.id), key) for report in reports for key in report.bands]
    bound = {"ids": listed(each for each, _ in asked), "keys": listed(key for _, key in asked), "many": _MANY}
    found = connection.execute(_CANDIDATES, bound).all() if asked else ()
    bearing: dict[int, list[int]] = {}
    for article, key in sorted(asked):
        bearing.setdefault(key, []).append(article)
    own = {
        (one, other) for articles in bearing.values() for other in articles for one in articles[:_MANY] if one < other
    }
    return own | {(min(one, other), max(one, other)) for one, other in found}


def bodies(connection: Connection, ids: Collection[int]) -> dict[int, str]:
    """The texts of these articles; those without one are left out."""
    found = connection.execute(_BODIES, {"ids": sorted(ids)}) if ids else ()
    return {row.id: row.body for row in found}


def replace_pairs(connection: Connection, ids: Collection[int], pairs: Sequence[Pair]) -> set[int]:
    """Note which pairs these articles are in, in place of what was noted; returns all articles that this is about."""
    before = {end for row in connection.execute(_PARTNERS, {"ids": list(ids)}) for end in row}
    if before:
        connection.execute(_UNPAIR, {"ids": list(ids)})
    if pairs:
        columns = zip(*((p.a, p.b, p.kind, p.a_part, p.b_part) for p in pairs), strict=True)
        names = ("a", "b", "kinds", "a_parts", "b_parts")
        connection.execute(_PAIR, dict(zip(names, map(list, columns), strict=True)))
    return before | set(ids) | {end for pair in pairs for end in (pair.a, pair.b)}


def hanging_together(connection: Connection, ids: Collection[int]) -> tuple[list[GroupText], list[Pair]]:
    """All articles that pairs lead to from these, and the pairs."""
    bound = {"ids": sorted(connection.scalars(_HANGS_TOGETHER, {"ids": sorted(ids)}))}
    texts = [
        GroupText(id=row.id, published=row.published_at, words=row.word_count)
        for row in connection.execute(_TEXTS, bound)
    ]
    pairs = [Pair(**row._asdict()) for row in connection.execute(_PAIRS, bound)]
    return texts, pairs


def write_copies(connection: Connection, among: Iterable[int], copies: Sequence[Copy]) -> set[int]:
    """Note who is a copy of whom ``among`` these articles, whole groups; what was noted of them is replaced. Returns
    the ids of those of which something else is noted now."""
    bound = {"ids": sorted(among)}
    before = {row.article_id: row.representative_id for row in connection.execute(_COPIES, bound)}
    now = {int(copy.id): int(copy.of) for copy in copies}
    if before:
        connection.execute(delete(CopyTable).where(CopyTable.article_id.in_(before)))
    if copies:
        rows = [
            {"article_id": each.id, "representative_id": each.of, "kind": each.kind, "shared": each.shared}
            for each in copies
        ]
        connection.execute(insert(CopyTable), rows)
    return {each for each in before.keys() | now.keys() if before.get(each) != now.get(each)}
