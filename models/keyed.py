"""Rows that are found by their ``key_hash``, and made where there are none: agents, photos, URLs."""

from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import ARRAY, Connection, LargeBinary, any_, literal, select
from sqlalchemy.dialects.postgresql import insert as upsert


def among(column: Any, keys: Iterable[bytes]) -> Any:
    """``column = any(keys)``: one parameter however many keys."""
    return column == any_(literal(list(keys), ARRAY(LargeBinary)))


def insert_missing(connection: Connection, table: Any, wanted: Mapping[bytes, Mapping[str, Any]]) -> dict[bytes, int]:
    """Insert the rows of ``wanted`` whose ``key_hash`` is new, in key order; returns the ids of all by key hash."""
    if not wanted:
        return {}
    ids = _ids(connection, table, wanted)
    missing = [dict(wanted[key]) for key in sorted(wanted.keys() - ids.keys())]
    if missing:
        connection.execute(upsert(table).on_conflict_do_nothing(index_elements=["key_hash"]), missing)
        ids |= _ids(connection, table, [row["key_hash"] for row in missing])
    return ids


def _ids(connection: Connection, table: Any, keys: Iterable[bytes]) -> dict[bytes, int]:
    found = connection.execute(select(table.key_hash, table.id).where(among(table.key_hash, keys)))
    return {bytes(key): identity for key, identity in found}
