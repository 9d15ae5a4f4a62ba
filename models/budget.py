"""How many requests a host was sent in a day, by all runs."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import Connection, Engine, func, select, text, tuple_
from sqlalchemy.dialects.postgresql import insert

from models.tables import HostDay

Key = tuple[str, date]
"""A host, and a day (UTC)."""


_LONGEST = 7 * 24 * 3600.0  # seconds: who asks for more is asked again after a week


class StillOpen(Exception):
    """Whether an earlier attempt to write took effect is not known yet: its transaction is still open on the server."""


@dataclass(slots=True)
class Addition:
    """Requests to be added to the table, once, however often that has to be tried."""

    counts: Mapping[Key, int]
    """Requests by host and day."""
    transaction: str | None = None
    """The transaction of the last attempt; whether it took effect tells the server."""


def requests_sent(engine: Engine, host: str, day: date) -> tuple[int, float]:
    """Requests that ``host`` was sent on ``day``, as far as they are written, and the seconds for which it still wants
    to be left alone, as it told an earlier run."""
    sent = select(HostDay.requests).where(HostDay.host == host, HostDay.day == day)
    left = func.extract("epoch", func.max(HostDay.held_until) - func.now())
    held = select(left).where(HostDay.host == host, HostDay.held_until > func.now())
    with engine.connect() as connection:
        return connection.scalar(sent) or 0, float(connection.scalar(held) or 0)


def hold_off(engine: Engine, host: str, day: date, seconds: float) -> None:
    """Keep in mind that ``host`` wants to be left alone for so long; of several such wishes the longest holds.

    Raises ``sqlalchemy.exc.DBAPIError`` where the database is away.
    """
    until = func.now() + timedelta(seconds=min(seconds, _LONGEST))
    statement = insert(HostDay).values(host=host, day=day, requests=0, held_until=until)
    statement = statement.on_conflict_do_update(
        index_elements=[HostDay.host, HostDay.day],
        set_={"held_until": func.greatest(HostDay.held_until, statement.excluded.held_until)},
    )
    with engine.begin() as connection:
        connection.execute(statement)


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
