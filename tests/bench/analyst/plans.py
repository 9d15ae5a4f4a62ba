"""What PostgreSQL does to answer a question."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

import psycopg
from psycopg.errors import Diagnostic

from models.tables import Base

_SMALL: Final = {"sources", "feature_counts", "rulings", "ruling_articles", "host_days", "unread"}
BIG: Final = frozenset(table.name for table in Base.metadata.sorted_tables) - _SMALL
"""Tables that grow with the corpus; what is counted over them, and kept, is small beside them."""
_ALONG: Final = ("Index Scan", "Index Only Scan")
_BY_INDEX: Final = (*_ALONG, "Bitmap Heap Scan")
_MOST: Final = 0.5
"""A scan along an index, without a condition, that comes across a larger part of the table reads it whole."""
_SIZES: Final = """
    select relname, greatest(reltuples, 0)::bigint from pg_class
    where relkind in ('r', 'm') and relnamespace in ('news'::regnamespace, 'analyst'::regnamespace)
"""
_PARTIAL: Final = """
    select relname from pg_class join pg_index on indexrelid = pg_class.oid
    where indpred is not null and relnamespace = 'news'::regnamespace
"""
_WATCHED: Final = """
    load 'auto_explain';
    set auto_explain.log_min_duration = 0;
    set auto_explain.log_nested_statements = on;
    set auto_explain.log_analyze = on;
    set auto_explain.log_timing = off;
    set auto_explain.log_format = 'json';
    set auto_explain.log_level = 'notice';
"""
"""What functions run shows in no plan that EXPLAIN gives."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What a question reads, in the statement and in the functions that it calls."""

    read_whole: Mapping[str, int]
    """Tables and kept views that are read from end to end, with the rows that they hold."""
    by_index: frozenset[str]
    """Those of which rows are looked up."""

    @property
    def big_read_whole(self) -> Mapping[str, int]:
        """Of the tables that grow with the corpus."""
        return {name: rows for name, rows in self.read_whole.items() if name in BIG}


def plan_of(connection: psycopg.Connection[Any], sql: str, role: str | None = None, times: int = 1) -> Plan:
    """How a statement is answered, which is run for it. The connection is a superuser's; ``role`` says whose rights
    the statement is run with; the planner was told that tables are so many ``times`` as large as they are. Raises
    psycopg.Error."""
    noticed: list[str] = []

    def notice(diagnostic: Diagnostic) -> None:
        noticed.append(diagnostic.message_primary or "")

    connection.add_notice_handler(notice)
    try:
        with connection.transaction():
            connection.execute(_WATCHED)
            if role:
                connection.execute(f"set local role {role}")  # type: ignore[call-overload]
            connection.execute(sql)  # type: ignore[call-overload]
            connection.execute("reset role")
            connection.execute("set auto_explain.log_min_duration = -1")
    finally:
        connection.remove_notice_handler(notice)
    return _read(connection, noticed, times)


def _read(connection: psycopg.Connection[Any], noticed: list[str], times: int) -> Plan:
    sizes: dict[str, int] = dict(connection.execute(_SIZES).fetchall())
    partial = {name for (name,) in connection.execute(_PARTIAL)}
    whole, looked_up = set(), set()
    for message in set(noticed):
        if "plan:\n" not in message:
            continue
        for node in _nodes(json.loads(message.partition("plan:\n")[2])["Plan"]):
            table = node.get("Relation Name")
            if node["Node Type"] == "Seq Scan" or (
                node["Node Type"] in _ALONG
                and "Index Cond" not in node
                and node["Index Name"] not in partial
                and _passed(node) > _MOST * sizes[table] / times
            ):
                whole.add(table)
            elif node["Node Type"] in _BY_INDEX:
                looked_up.add(table)
    return Plan({table: sizes[table] for table in whole if table in sizes}, frozenset(looked_up))


def _passed(node: Mapping[str, Any]) -> float:
    """Rows that a scan came across."""
    return float((node["Actual Rows"] + node.get("Rows Removed by Filter", 0)) * node["Actual Loops"])


def _nodes(node: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    yield node
    for below in node.get("Plans", ()):
        yield from _nodes(below)
