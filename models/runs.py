"""The ledger of runs: opened when a crawl starts, kept alive by its heartbeat, closed with what became of it.

A run of a source holds the source's lease. The lease has a fencing token, which every transaction of the run proves: a
run that was taken for dead, and is not, can store nothing any more. All times are the database's, so that no machine's
clock decides who is alive.
"""

import os
import socket
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from importlib.metadata import version
from typing import Any

from sqlalchemy import Connection, Engine, Row, func, insert, literal, select, text, update

from models.alive import is_gone, process_identity
from models.sources import SourceRow, source_ids
from models.tables import CrawlRun, Fetch, Source

VERSION = version("dateline")
HEARTBEAT = 10.0
"""Seconds between two heartbeats."""
_LEASE = text("interval '60 seconds'")  # six heartbeats
_SILENCE = text("interval '180 seconds'")  # after which a run that holds no lease is given up


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """A run that may store: its row, and the lease where it crawls a source."""

    id: int
    """Its row in ``crawl_runs``."""
    source_id: int | None = None
    """The source whose lease it holds; null: it needs none."""
    token: int = 0
    """The lease's fencing token."""


class AlreadyRunning(Exception):
    """Another run crawls the source."""

    def __init__(self, slug: str, run_id: int, host: str, pid: int, started_at: datetime) -> None:
        super().__init__(slug, run_id, host, pid, started_at)
        self.run_id = run_id
        """The run that holds the lease."""
        self._said = (
            f"{slug} is being crawled already, by run {run_id} (process {pid} on {host}, since "
            f"{started_at:%Y-%m-%d %H:%M} UTC): wait for it, or end it"
        )

    def __str__(self) -> str:
        return self._said


class Fenced(Exception):
    """This run was taken for dead, or another run has taken its source: it may store nothing more."""

    def __str__(self) -> str:
        return "another run has taken over, or this one was taken for dead"


def open_run(engine: Engine, spider: str, arguments: Mapping[str, Any], source: SourceRow | None = None) -> Run:
    """Record that a run has begun, with the lease of ``source`` if it crawls one; runs found dead are marked so.

    Raises AlreadyRunning while another run holds the lease.
    """
    with engine.begin() as connection:  # by itself: what is dead may wake up, and lock these rows in its own order
        bury(connection)
    with engine.begin() as connection:
        source_id = source_ids(connection, {source.slug: source}, [source.slug])[source.slug] if source else None
        row = {
            "spider": spider,
            "source_id": source_id,
            "arguments": dict(arguments),
            "version": VERSION,
            "host": socket.gethostname(),
            "pid": os.getpid(),
            "process": process_identity(),
        }
        run_id = connection.execute(insert(CrawlRun).values(row).returning(CrawlRun.id)).scalar_one()
        token = _take_lease(connection, source.slug, source_id, run_id) if source and source_id else 0
    return Run(id=run_id, source_id=source_id, token=token)


def _take_lease(connection: Connection, slug: str, source_id: int, run_id: int) -> int:
    holder = select(CrawlRun.id, CrawlRun.host, CrawlRun.pid, CrawlRun.started_at, CrawlRun.status)
    locked = select(Source.lease_run_id, Source.lease_token, (Source.lease_until > func.now()).label("holds"))
    lease = connection.execute(locked.where(Source.id == source_id).with_for_update(key_share=True)).one()
    held_by = lease.holds and connection.execute(holder.where(CrawlRun.id == lease.lease_run_id)).one_or_none()
    if held_by and held_by.status == "running":
        raise AlreadyRunning(slug, held_by.id, held_by.host, held_by.pid, held_by.started_at)
    token: int = lease.lease_token + 1
    connection.execute(
        update(Source)
        .where(Source.id == source_id)
        .values(lease_run_id=run_id, lease_token=token, lease_until=func.now() + _LEASE)
    )
    return token


def bury(connection: Connection) -> None:
    """Mark the runs that are dead: those whose process is gone from this machine, and those long silent."""
    running = connection.execute(
        select(CrawlRun.id, CrawlRun.process, (CrawlRun.heartbeat_at < func.now() - _SILENCE).label("silent")).where(
            CrawlRun.status == "running"
        )
    )
    dead = [run.id for run in running if run.silent or is_gone(run.process)]
    if dead:
        connection.execute(
            update(CrawlRun)
            .where(CrawlRun.id.in_(dead), CrawlRun.status == "running")
            .values(
                status="killed",
                finished_at=func.greatest(CrawlRun.heartbeat_at, CrawlRun.started_at),
                problems=["killed: it ended without a word; the next run takes up what it had in hand"],
            )
        )


def prove(connection: Connection, run: Run, **values: Any) -> Row[int, datetime]:
    """Make sure, inside a transaction, that the run may still store; what it sets with ``values`` in its row is its
    sign of life. Returns the row's ``batches`` as it was before, and ``now`` by the database's clock. Raises Fenced.
    """
    if run.source_id is not None:
        lease = select(literal(1)).where(Source.id == run.source_id, Source.lease_token == run.token)
        # Shared, so that a new holder waits for this transaction, and this one for a new holder's.
        if connection.execute(lease.with_for_update(read=True)).first() is None:
            raise Fenced
    row = connection.execute(
        select(CrawlRun.batches, func.now().label("now"))
        .where(CrawlRun.id == run.id, CrawlRun.status == "running")
        .with_for_update(key_share=True)
    ).first()
    if row is None:
        raise Fenced
    connection.execute(update(CrawlRun).where(CrawlRun.id == run.id).values(heartbeat_at=func.now(), **values))
    return row


def beat(engine: Engine, run: Run) -> None:
    """Say that the run lives, and hold its lease for another minute. Raises Fenced."""
    with engine.begin() as connection:
        if run.source_id is not None:
            held = connection.execute(
                update(Source)
                .where(Source.id == run.source_id, Source.lease_token == run.token)
                .values(lease_until=func.now() + _LEASE)
            )
            if not held.rowcount:
                raise Fenced
        prove(connection, run)


@dataclass(frozen=True, slots=True)
class Unsettled:
    """A run that has ended, and of whose archived pages some may have no outcome."""

    id: int
    started_at: datetime


def unsettled(engine: Engine, spider: str, run: Run) -> list[Unsettled]:
    """Such runs of the same source, or, where this one crawls none, of the same spider; oldest first."""
    like = CrawlRun.source_id == run.source_id if run.source_id is not None else CrawlRun.source_id.is_(None)
    ended = (CrawlRun.spider == spider, like, CrawlRun.settled_at.is_(None), CrawlRun.status != "running")
    with engine.connect() as connection:
        found = connection.execute(select(CrawlRun.id, CrawlRun.started_at).where(*ended).order_by(CrawlRun.id))
        return [Unsettled(*row) for row in found]


def acknowledged(engine: Engine, files: Sequence[str]) -> set[tuple[str, int]]:
    """The archive records, as file and offset, of these files that have their outcome."""
    places = select(Fetch.warc_file, Fetch.warc_offset).where(Fetch.warc_file.in_(files))
    with engine.connect() as connection:
        return {(file, offset) for file, offset in connection.execute(places) if file and offset is not None}


def recorded(engine: Engine, run: Run) -> int:
    """How many pages of the run have their outcome."""
    with engine.connect() as connection:
        counted = select(func.count()).select_from(Fetch).where(Fetch.run_id == run.id)
        return connection.execute(counted).scalar_one()


def close_run(
    engine: Engine, run: Run, problems: Sequence[str], stats: Mapping[str, Any], settled: Iterable[int] = ()
) -> None:
    """Record that the run has ended: ``finished`` if there was no problem, else ``failed``; its lease ends with it.

    ``settled``: runs of whose archived pages each has its outcome now, itself among them if that holds for it.
    """
    with engine.begin() as connection:
        mine = (Source.id == run.source_id, Source.lease_token == run.token)
        connection.execute(update(Source).where(*mine).values(lease_until=None))  # the rows in the order of `prove`
        connection.execute(
            update(CrawlRun)
            .where(CrawlRun.id == run.id, CrawlRun.status == "running")
            .values(
                finished_at=func.now(),
                heartbeat_at=func.now(),
                status="failed" if problems else "finished",
                problems=list(problems),
                stats=dict(stats),
            )
        )
        connection.execute(update(CrawlRun).where(CrawlRun.id.in_(list(settled))).values(settled_at=func.now()))
