"""Runs: one a source, seen as dead when dead, and unable to store once another has taken over."""

import subprocess
import sys
from collections.abc import Sequence
from typing import Any

import pytest
from sqlalchemy import Engine, text

from models.alive import is_gone, process_identity
from models.frontier import take
from models.runs import AlreadyRunning, Fenced, Run, beat, close_run, open_run, recorded, unsettled
from models.sources import SourceRow
from models.store import Batch, write_batch
from tests.documents import fetch

PAPER = SourceRow(slug="paper", domain="paper.example", name="The Paper")


def new_run(engine: Engine) -> Run:
    return open_run(engine, "news", {"source": "paper"}, PAPER)


def rows(engine: Engine, query: str) -> Sequence[tuple[Any, ...]]:
    with engine.connect() as connection:
        return [tuple(row) for row in connection.execute(text(query))]


def change(engine: Engine, statement: str) -> None:
    with engine.begin() as connection:
        connection.execute(text(statement))


def ended_process() -> str:
    """The identity of a process of this machine that has ended."""
    print_own = "from models.alive import process_identity; print(process_identity())"
    return subprocess.run([sys.executable, "-c", print_own], capture_output=True, text=True, check=True).stdout.strip()


def test_a_second_run_of_a_source_is_told_who_crawls_it(engine: Engine) -> None:
    first = new_run(engine)
    with pytest.raises(AlreadyRunning, match=f"paper is being crawled already, by run {first.id} "):
        new_run(engine)
    assert rows(engine, "select count(*) from news.crawl_runs") == [(1,)]
    close_run(engine, first, [], {})
    assert new_run(engine).token == first.token + 1


def test_runs_of_given_pages_and_archives_need_no_lease(engine: Engine) -> None:
    assert {open_run(engine, "article", {}).token, open_run(engine, "warc", {}).token} == {0}


def test_a_run_whose_process_is_gone_is_dead_at_once(engine: Engine) -> None:
    dead = new_run(engine)
    change(engine, f"update news.crawl_runs set process = '{ended_process()}'")
    heir = new_run(engine)
    assert rows(engine, "select status, finished_at is not null, problems[1] from news.crawl_runs order by id") == [
        ("killed", True, "killed: it ended without a word; the next run takes up what it had in hand"),
        ("running", False, None),
    ]
    assert [run.id for run in unsettled(engine, "news", heir)] == [dead.id]


def test_a_run_of_another_machine_is_dead_when_it_has_been_silent_and_its_lease_is_over(engine: Engine) -> None:
    new_run(engine)
    change(engine, "update news.crawl_runs set process = 'another-boot/pid:[1]/4711/99'")
    with pytest.raises(AlreadyRunning):
        new_run(engine)
    change(engine, "update news.sources set lease_until = now() - interval '1 second'")
    assert new_run(engine).token == 2
    change(engine, "update news.crawl_runs set heartbeat_at = now() - interval '4 minutes' where id = 1")
    open_run(engine, "article", {})
    assert rows(engine, "select status from news.crawl_runs where id = 1") == [("killed",)]


def test_whoever_lost_the_lease_can_store_and_take_nothing(engine: Engine) -> None:
    old = new_run(engine)
    change(engine, "update news.sources set lease_until = now() - interval '1 second'")
    new = new_run(engine)
    for attempt in (
        lambda: write_batch(engine, Batch(old, 1, {"paper": PAPER}, [fetch(source="paper")])),
        lambda: take(engine, old, 10),
        lambda: beat(engine, old),
    ):
        with pytest.raises(Fenced):
            attempt()
    assert rows(engine, "select count(*) from news.fetches") == [(0,)]
    beat(engine, new)
    write_batch(engine, Batch(new, 1, {"paper": PAPER}, [fetch(source="paper")]))
    close_run(engine, old, [], {}, [old.id])  # takes nobody else's lease with it
    with pytest.raises(AlreadyRunning):
        new_run(engine)


def test_a_run_that_was_taken_for_dead_can_store_nothing_though_it_has_no_lease(engine: Engine) -> None:
    run = open_run(engine, "article", {})
    change(engine, "update news.crawl_runs set heartbeat_at = now() - interval '4 minutes'")
    open_run(engine, "article", {})
    with pytest.raises(Fenced):
        write_batch(engine, Batch(run, 1, {}, [fetch()]))


def test_a_heartbeat_holds_the_lease(engine: Engine) -> None:
    run = new_run(engine)
    change(engine, "update news.sources set lease_until = now() + interval '1 second'")
    beat(engine, run)
    assert rows(engine, "select lease_until > now() + interval '50 seconds' from news.sources") == [(True,)]


def test_a_heartbeat_after_a_long_pause_holds_it_too_where_nobody_has_taken_over(engine: Engine) -> None:
    run = new_run(engine)
    change(engine, "update news.sources set lease_until = now() - interval '1 hour'")
    beat(engine, run)
    with pytest.raises(AlreadyRunning):
        new_run(engine)


def test_a_batch_of_which_the_commits_answer_was_lost_is_written_once(engine: Engine) -> None:
    run = new_run(engine)
    batch = Batch(run, 1, {"paper": PAPER}, [fetch(source="paper")])
    first = write_batch(engine, batch)
    again = write_batch(engine, batch)
    assert [(stored.outcome, stored.article_id) for stored in again] == [
        (stored.outcome, stored.article_id) for stored in first
    ]
    assert recorded(engine, run) == 1
    assert rows(engine, "select count(*) from news.article_revisions") == [(1,)]


def test_a_settled_run_is_not_taken_up_again(engine: Engine) -> None:
    first = new_run(engine)
    close_run(engine, first, ["the database went away"], {})
    second = new_run(engine)
    assert [run.id for run in unsettled(engine, "news", second)] == [first.id]
    close_run(engine, second, [], {}, [first.id, second.id])
    assert unsettled(engine, "news", new_run(engine)) == []


def test_a_process_knows_itself_and_one_that_has_ended() -> None:
    assert not is_gone(process_identity())
    assert is_gone(ended_process())
    assert not is_gone(None)
    assert not is_gone("another-boot/pid:[1]/1/1")
