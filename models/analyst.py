"""The analysts' views that are counted anew: photographers, agencies, coverage, quality and timeline, and whatever else
in schema ``analyst`` is materialized. Whoever reads them meanwhile reads the earlier count."""

import time
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from datetime import datetime

from sqlalchemy import Connection, Engine, text

from models.engine import problems_named
from models.views import IN_MEMORY

_LOCK = 0x72667265  # "rfre": any number that nobody else takes for an advisory lock

_NOW = text("select clock_timestamp()")
_VIEWS = text("select view, refreshed_at from analyst.freshness order by view")
_IS_STALE = text(
    """
    select exists (
        select from news.crawl_runs
        where coalesce(finished_at, heartbeat_at) >= (select min(refreshed_at) from analyst.freshness))
    """
)
_NOTE = text("update analyst.freshness set refreshed_at = now(), seconds = :seconds where view = :view")


def refresh(engine: Engine, only: Collection[str] = ()) -> dict[str, float]:
    """Count each of them anew, or only those named, one caller at a time; gives the seconds that each took, by view.

    What somebody else counted after this was called is left out. Raises DatabaseProblem.
    """
    taken: dict[str, float] = {}
    with problems_named(engine), engine.connect() as connection:
        asked: datetime = connection.execute(_NOW).scalar_one()
        connection.commit()
        with _turn(connection):
            views = connection.execute(_VIEWS).all()
            connection.commit()
            for view, refreshed_at in views:
                if refreshed_at < asked and (not only or view in only):
                    taken[view] = _count_anew(connection, view)
    return taken


def is_stale(engine: Engine) -> bool:
    """Whether any run has been at work since they were counted. Raises DatabaseProblem."""
    with problems_named(engine), engine.connect() as connection:
        return bool(connection.execute(_IS_STALE).scalar_one())


def said(taken: dict[str, float]) -> str:
    """What a refresh did, in words."""
    if not taken:
        return "views: counted anew by another process just now"
    return f"views: {', '.join(taken)} counted anew in {sum(taken.values()):.1f} s"


def _count_anew(connection: Connection, view: str) -> float:
    """Refresh one view, and note when: the time of the snapshot, which the transaction's is a little earlier than."""
    name = connection.dialect.identifier_preparer.quote(view)
    began = time.monotonic()
    with connection.begin():
        connection.execute(text(IN_MEMORY))
        connection.execute(text(f"refresh materialized view concurrently analyst.{name}"))
        connection.execute(text(f"analyze analyst.{name}"))
        seconds = time.monotonic() - began
        connection.execute(_NOTE, {"view": view, "seconds": round(seconds, 3)})
    return seconds


@contextmanager
def _turn(connection: Connection) -> Iterator[None]:
    """Hold the advisory lock of the session; a connection that breaks off gives it back by itself."""
    connection.execute(text("select pg_advisory_lock(:lock)"), {"lock": _LOCK})
    connection.commit()
    try:
        yield
    finally:
        connection.rollback()
        connection.execute(text("select pg_advisory_unlock(:lock)"), {"lock": _LOCK})
        connection.commit()
