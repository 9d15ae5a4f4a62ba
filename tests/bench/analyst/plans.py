"""What PostgreSQL does to answer a question."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

import psycopg

BIG: Final = frozenset(
    (
        "articles", "captions", "credits", "photos", "article_revisions", "article_authors", "agents", "urls", "fetches",
        "crawl_runs", "events", "event_articles", "event_figures", "event_actors", "event_grounds", "event_photos",
        "event_changes", "reports", "copies", "copy_pairs", "place_mentions", "search_entries",
    )
)  # fmt: skip
"""Tables that grow with the corpus; what is counted over them, and kept, is small beside them."""
_BY_INDEX: Final = ("Index Scan", "Index Only Scan", "Bitmap Heap Scan")


@dataclass(frozen=True, slots=True)
class Plan:
    """What a plan reads."""

    read_whole: Mapping[str, int]
    """Tables and kept views that are read from end to end, with the rows that they hold."""
    by_index: frozenset[str]
    """Those of which rows are looked up."""

    @property
    def big_read_whole(self) -> Mapping[str, int]:
        """Of the tables that grow with the corpus."""
        return {name: rows for name, rows in self.read_whole.items() if name in BIG}


def plan_of(connection: psycopg.Connection[Any], sql: str) -> Plan:
    """The plan of a statement, which is not run."""
    found = connection.execute(f"explain (format json) {sql}").fetchone()  # type: ignore[call-overload]
    whole, looked_up = set(), set()
    for node in _nodes(found[0][0]["Plan"]):
        if node["Node Type"] == "Seq Scan":
            whole.add(node["Relation Name"])
        elif node["Node Type"] in _BY_INDEX:
            looked_up.add(node["Relation Name"])
    rows = connection.execute(
        "select relname, greatest(reltuples, 0)::bigint from pg_class where relname = any(%s) and relkind in ('r', 'm')"
        " and relnamespace in ('news'::regnamespace, 'analyst'::regnamespace)",
        [sorted(whole)],
    ).fetchall()
    return Plan(dict(rows), frozenset(looked_up))


def _nodes(node: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    yield node
    for below in node.get("Plans", ()):
        yield from _nodes(below)
