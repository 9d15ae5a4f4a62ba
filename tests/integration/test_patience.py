"""Waiting for a database that is away: it is asked again until it is back, or until the patience is over."""

import asyncio
import os
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.exc import DBAPIError

from models import db
from models.local import LocalServer
from pipelines.patience import Patience


@pytest.fixture
def embedded(checkout: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Engine]:
    """The database of a checkout that has a server of its own."""
    monkeypatch.setattr(db, "PROJECT", checkout)
    monkeypatch.delenv("DATABASE_URL", raising=False)
    with db.database() as engine:
        yield engine


def one(engine: Engine) -> int:
    with engine.connect() as connection:
        return connection.execute(text("select 1")).scalar_one()


def test_the_embedded_server_is_started_again_when_it_has_died(embedded: Engine, checkout: Path) -> None:
    assert one(embedded) == 1
    cluster = LocalServer(checkout).state().home / "data"
    os.kill(int((cluster / "postmaster.pid").read_text().splitlines()[0]), signal.SIGKILL)
    assert asyncio.run(Patience(30).call(lambda: one(embedded))) == 1


def test_patience_has_an_end() -> None:
    with db.engine_on("postgresql://nobody@127.0.0.1:1/nowhere") as engine, pytest.MonkeyPatch.context() as patch:
        patch.setenv("DATABASE_URL", "postgresql://nobody@127.0.0.1:1/nowhere")
        with pytest.raises(DBAPIError):
            asyncio.run(Patience(0.5).call(lambda: one(engine)))


def test_what_no_time_will_mend_is_not_waited_for(engine: Engine) -> None:
    def wrong() -> None:
        with engine.connect() as connection:
            connection.execute(text("select nosuch"))

    with pytest.raises(DBAPIError, match="nosuch"):
        asyncio.run(Patience(3600).call(wrong))
