"""The ledger of runs: opened when a crawl starts, closed with what became of it."""

import os
import socket
from collections.abc import Mapping, Sequence
from importlib.metadata import version
from typing import Any

from sqlalchemy import Engine, func, insert, update

from models.tables import CrawlRun

VERSION = version("dateline")


def open_run(engine: Engine, spider: str, arguments: Mapping[str, Any]) -> int:
    """Record that a run has begun; returns its id."""
    row = {
        "spider": spider,
        "arguments": dict(arguments),
        "version": VERSION,
        "host": socket.gethostname(),
        "pid": os.getpid(),
    }
    with engine.begin() as connection:
        return connection.execute(insert(CrawlRun).values(row).returning(CrawlRun.id)).scalar_one()


def close_run(engine: Engine, run_id: int, problems: Sequence[str], stats: Mapping[str, Any]) -> None:
    """Record that the run has ended: ``finished`` if there was no problem, else ``failed``."""
    with engine.begin() as connection:
        connection.execute(
            update(CrawlRun)
            .where(CrawlRun.id == run_id)
            .values(
                finished_at=func.now(),
                status="failed" if problems else "finished",
                problems=list(problems),
                stats=dict(stats),
            )
        )
