"""Articles whose reading for events is due, and the turn that one updater at a time has."""

import os
import socket
import time
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from sqlalchemy import Connection, Engine, text

from models.engine import problems_named
from models.text import storable

_LOCK = 0x64617465  # "date": any number that nobody else takes for an advisory lock
_PAUSE = 0.2  # seconds between two attempts to take it

# A batch looks up some rows of large tables, mostly such as were just looked at. With the server's own costs, which are
# those of turning disks, it is planned to go through a whole table for them while the corpus is of some ten thousands.
_FEW_OF_MANY = text("set random_page_cost = 1.1")

_NEXT = text(
    """
    select article_id, marks from news.unread where problem is null and article_id <> all(cast(:but as bigint[]))
    order by published_at, article_id limit :limit
    """
)
# In the order in which crawls lock articles (``models.articles``), and shared: a crawl that revises one of them waits
# for this batch, and this batch for it.
_HELD = text("select id from news.articles where id = any(cast(:ids as bigint[])) order by key_hash for key share")
_MARKS = text("select article_id, marks from news.unread where article_id = any(cast(:ids as bigint[]))")
_READ = text("delete from news.unread where article_id = any(cast(:ids as bigint[]))")
_FAILED = text(
    """
    update news.unread set problem = failed.said
    from unnest(cast(:ids as bigint[]), cast(:marks as integer[]), cast(:said as text[])) as failed (id, marks, said)
    where article_id = failed.id and unread.marks = failed.marks
    """
)
_NOTE = text(
    """
    insert into news.unread (article_id, published_at, problem)
    select articles.id, published_at, failed.said
    from unnest(cast(:ids as bigint[]), cast(:said as text[])) as failed (id, said)
    join news.articles using (id)
    on conflict (article_id) do nothing
    """
)
_AGAIN = text("update news.unread set problem = null where problem is not null")
_COUNT = text(
    "select count(*) filter (where problem is null) as due, count(*) filter (where problem is not null) as failed"
    " from news.unread"
)
_DUE_EVENTS = text("select id from news.events where is_due order by id limit :limit")
_ALL = text("select id from news.articles where id > :after order by id limit :limit")

_HOLDER = text(
    """
    select activity.application_name, activity.backend_start
    from pg_locks join pg_stat_activity as activity using (pid)
    where locktype = 'advisory' and granted and objid = :lock and objsubid = 1
        and pg_locks.database = (select oid from pg_database where datname = current_database())
    """
)


class Busy(Exception):
    """Another update of events is at work."""

    def __init__(self, holder: str) -> None:
        super().__init__(holder)
        self.holder = holder
        """Who it is, for people."""

    def __str__(self) -> str:
        return f"another update of events is at work ({self.holder}): it takes up what is due"


@dataclass(frozen=True, slots=True)
class Due:
    """How many articles are to be read."""

    due: int
    failed: int
    """Those whose reading failed, and that wait for a change or for a person."""


@contextmanager
def updating(engine: Engine, wait: float) -> Iterator[Connection]:
    """Give a connection that alone may update events, as long as it lives. Raises Busy if another holds that turn for
    more than ``wait`` seconds, and DatabaseProblem."""
    with problems_named(engine), engine.connect() as connection:
        before = connection.exec_driver_sql("show application_name").scalar_one()
        name = f"dateline events, process {os.getpid()} on {socket.gethostname()}"
        connection.execute(text("select set_config('application_name', :name, false)"), {"name": name[:63]})
        connection.execute(_FEW_OF_MANY)
        connection.commit()
        try:
            _take(connection, wait)
            yield connection
        finally:
            if not connection.invalidated and not connection.closed:
                connection.rollback()
                connection.execute(text("select pg_advisory_unlock(:lock)"), {"lock": _LOCK})
                connection.execute(text("select set_config('application_name', :name, false)"), {"name": before})
                connection.execute(text("reset random_page_cost"))
                connection.commit()


def _take(connection: Connection, wait: float) -> None:
    deadline = time.monotonic() + wait
    while not connection.scalar(text("select pg_try_advisory_lock(:lock)"), {"lock": _LOCK}):
        connection.commit()
        if time.monotonic() >= deadline:
            raise Busy(_holder(connection))
        time.sleep(_PAUSE)
    connection.commit()


def _holder(connection: Connection) -> str:
    found = connection.execute(_HOLDER, {"lock": _LOCK}).first()
    connection.commit()
    if found is None:
        return "just gone"
    return f"{storable(found.application_name)}, since {found.backend_start:%Y-%m-%d %H:%M} UTC"


def next_unread(connection: Connection, limit: int, but: Collection[int] = ()) -> dict[int, int]:
    """The next articles to read, ``but`` some, in order of publication, each with the marks that it bears."""
    found = connection.execute(_NEXT, {"limit": limit, "but": list(but)})
    return {row.article_id: row.marks for row in found}


def still_unread(connection: Connection, taken: Mapping[int, int]) -> set[int]:
    """Those of the articles taken that have not changed since, and are there; they stay so until the transaction
    ends."""
    there = hold_articles(connection, taken)
    found = connection.execute(_MARKS, {"ids": sorted(there)})
    return {row.article_id for row in found if taken[row.article_id] == row.marks}


def hold_articles(connection: Connection, ids: Collection[int]) -> set[int]:
    """Keep these articles as they are until the transaction ends; returns those that are there."""
    return set(connection.scalars(_HELD, {"ids": list(ids)}))


def mark_read(connection: Connection, ids: Collection[int]) -> None:
    """These articles were read as they are."""
    connection.execute(_READ, {"ids": sorted(ids)})


def mark_failed(connection: Connection, taken: Mapping[int, int], failed: Mapping[int, str]) -> None:
    """Note why articles could not be read; one that has changed meanwhile is due again."""
    if failed:
        said = [storable(problem) for problem in failed.values()]
        marks = [taken[article] for article in failed]
        connection.execute(_FAILED, {"ids": list(failed), "marks": marks, "said": said})


def retry_failed(connection: Connection) -> int:
    """Have those that could not be read tried again; returns how many."""
    return connection.execute(_AGAIN).rowcount


def count_unread(connection: Connection) -> Due:
    """How many articles are to be read."""
    return Due(*connection.execute(_COUNT).one())


def due_events(connection: Connection, limit: int) -> Sequence[int]:
    """Events that lost an article by its deletion."""
    return connection.scalars(_DUE_EVENTS, {"limit": limit}).all()


def all_articles(connection: Connection, after: int, limit: int) -> Sequence[int]:
    """Ids of all articles above one, in their order."""
    return connection.scalars(_ALL, {"after": after, "limit": limit}).all()


def count_articles(connection: Connection) -> int:
    """How many articles there are."""
    return int(connection.execute(text("select count(*) from news.articles")).scalar_one())


def note_failed(connection: Connection, failed: Mapping[int, str]) -> None:
    """Note why articles could not be read that are not due otherwise."""
    if failed:
        said = [storable(problem) for problem in failed.values()]
        connection.execute(_NOTE, {"ids": list(failed), "said": said})
