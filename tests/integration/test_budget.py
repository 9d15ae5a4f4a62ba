"""Counting requests in the database, once each."""

from datetime import date

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.exc import DBAPIError

from models import db
from models.budget import Addition, StillOpen, add_requests, hold_off, requests_sent

DAY = date(2017, 6, 22)
KEY = ("paper.example", DAY)


def test_runs_add_to_one_count(engine: Engine) -> None:
    assert requests_sent(engine, *KEY) == (0, 0)
    assert add_requests(engine, Addition({KEY: 3, ("cdn.paper.example", DAY): 1})) == {
        KEY: 3,
        ("cdn.paper.example", DAY): 1,
    }
    assert add_requests(engine, Addition({KEY: 2})) == {KEY: 5}
    assert requests_sent(engine, *KEY) == (5, 0)
    assert requests_sent(engine, "paper.example", date(2017, 6, 23)) == (0, 0)


def test_an_addition_that_is_tried_again_counts_once(engine: Engine) -> None:
    addition = Addition({KEY: 3})
    add_requests(engine, addition)
    assert add_requests(engine, addition) == {KEY: 3}  # as after a connection that broke off in the commit


def test_an_addition_that_was_rolled_back_counts(engine: Engine) -> None:
    with engine.connect() as connection:
        number = connection.scalar(text("select pg_current_xact_id()::text"))
        connection.rollback()
    assert add_requests(engine, Addition({KEY: 3}, number)) == {KEY: 3}


def test_an_addition_whose_fate_is_open_waits(engine: Engine) -> None:
    with engine.connect() as connection:
        addition = Addition({KEY: 3}, connection.scalar(text("select pg_current_xact_id()::text")))
        with pytest.raises(StillOpen):
            add_requests(engine, addition)
    assert add_requests(engine, addition) == {KEY: 3}


def test_a_database_that_is_away_leaves_the_addition_as_it_is(engine: Engine, unused_port: int) -> None:
    addition = Addition({KEY: 3})
    with (
        db.engine_on(f"postgresql://nobody@127.0.0.1:{unused_port}/nowhere") as away,
        pytest.raises(DBAPIError),
    ):
        add_requests(away, addition)
    assert add_requests(engine, addition) == {KEY: 3}


def test_who_asks_to_be_left_alone_is_left_alone_by_the_next_run_too(engine: Engine) -> None:
    hold_off(engine, *KEY, 7200)
    sent, held = requests_sent(engine, KEY[0], date(2030, 1, 1))
    assert sent == 0
    assert 7100 < held <= 7200
    assert requests_sent(engine, "other.example", KEY[1]) == (0, 0)
    hold_off(engine, *KEY, 130)  # another answer, which was under way with the first
    assert requests_sent(engine, *KEY)[1] > 7100
    hold_off(engine, *KEY, 1e20)
    assert requests_sent(engine, *KEY)[1] <= 7 * 24 * 3600
