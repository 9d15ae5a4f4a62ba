"""How many requests a host was sent in a day, by all runs."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection, Engine, select, text, tuple_
from sqlalchemy.dialects.postgresql import insert

from models.tables import HostDay

Key = tuple[str, date]
"""A host, and a day (UTC)."""


class StillOpen(Exception):
    """Whether an earlier attempt to write took effect is not known yet: its transaction is still open on the server."""


@dataclass(slots=True)
class Addition:
    """Requests to be added to the table, once, however often that has to be tried."""

    counts: Mapping[Key, int]
    """Requests by host and day."""
    transaction: str | None = None
    """The transaction of the last attempt; whether it took effect tells the server."""


def requests_sent(engine: Engine, host: str, day: date) -> int:
    """Requests that ``host`` was sent on ``day``, as far as they are written."""
    query = select(HostDay.requests).where(HostDay.host == host, HostDay.day == day)
    with engine.connect() as connection:
        return connection.scalar(query) or 0


def add_requests(engine: Engine, addition: Addition) -> dict[Key, int]:
    """Add the counts, and give each host's total for its day.

    Raises ``sqlalchemy.exc.DBAPIError`` where the database is away, and ``StillOpen``: then it is to be called again
    with the same addition. An attempt whose connection broke off in its commit is neither lost nor counted twice.
    """
    with engine.begin() as connection:
        if addition.transaction is not None and _took_effect(connection, addition.transaction):
            return _totals(connection, addition)
        addition.transaction = connection.scalar(text("select pg_current_xact_id()::text"))
        rows = [
            {"host": host, "day": day, "requests": requests}
            for (host, day), requests in sorted(addition.counts.items())  # two runs take their locks in one order
        ]
        statement = insert(HostDay).values(rows)
        statement = statement.on_conflict_do_update(
            index_elements=[HostDay.host, HostDay.day],
            set_={"requests": HostDay.requests + statement.excluded.requests},
        )
        connection.execute(statement)
        return _totals(connection, addition)


def _took_effect(connection: Connection, transaction: str) -> bool:
    status = connection.scalar(text("select pg_xact_status(cast(:number as xid8))"), {"number": transaction})
    if status == "in progress":
        raise StillOpen
    return bool(status == "committed")


def _totals(connection: Connection, addition: Addition) -> dict[Key, int]:
    keys = list(addition.counts)
    query = select(HostDay.host, HostDay.day, HostDay.requests).where(tuple_(HostDay.host, HostDay.day).in_(keys))
    return {(host, day): requests for host, day, requests in connection.execute(query)}
