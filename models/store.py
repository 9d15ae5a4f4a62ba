"""Storage of what was fetched: a batch of ``Fetch`` in one transaction, by Core upserts, safe beside other writers.

Rows are locked table by table and in key order within a table, so that two crawls that store the same pages wait for
each other instead of deadlocking. An article, the outcome of its URL, and the URL's next turn in the frontier are
committed together: that is how a page is acknowledged.
"""

import logging
from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any, cast

from sqlalchemy import Connection, Engine, insert, select
from sqlalchemy.exc import DataError, DBAPIError, IntegrityError, ProgrammingError

from models import rows
from models.articles import Candidate, Outcome, Stored, touch_same, write_articles, write_revisions
from models.items import Fetch
from models.keyed import insert_missing
from models.runs import Run, prove
from models.sources import SourceRow, source_ids
from models.tables import Fetch as FetchTable
from models.tables import Url
from models.text import digest
from models.urls import url_key
from models.visits import Visited, acknowledge, locked_urls

logger = logging.getLogger(__name__)

# A ValueError: an address that cannot be one, or a text that the driver cannot encode.
_REFUSALS = (DataError, IntegrityError, ProgrammingError, ValueError)
_ATTEMPTS = 5
_AHEAD = timedelta(minutes=5)  # clocks that differ by less need no help


@dataclass(frozen=True, slots=True)
class Batch:
    """Fetches of one run that are written in one transaction."""

    run: Run
    number: int
    """1 for the run's first batch, one more for each: a batch that was committed is not written again."""
    sources: Mapping[str, SourceRow]
    """Known sources by slug; another slug is taken for a domain."""
    fetches: Sequence[Fetch]
    comes_back: bool = True
    """Whether pages of known sources are fetched again when they are due; false for what a person's archives hold."""


def write_batch(engine: Engine, batch: Batch) -> list[Stored]:
    """Store the batch in one transaction and return what became of each fetch, in their order.

    A fetch that cannot be stored as it is gets quarantined by itself (reason ``refused_by_database``); the others are
    stored. May be called again for a batch of which it is not known whether it was committed. Raises
    ``models.runs.Fenced`` where the run may not store any more, and ``sqlalchemy.exc.DBAPIError`` where the database is
    away.
    """
    for attempt in range(_ATTEMPTS):
        try:
            return _committed(engine, batch)
        except DBAPIError as error:
            if not _lost_a_race(error) or attempt == _ATTEMPTS - 1:
                raise
    raise AssertionError("the last attempt returns or raises")


def _lost_a_race(error: DBAPIError) -> bool:
    """Deadlock detected, or serialization failure: the same again will pass."""
    return getattr(error.orig, "sqlstate", None) in ("40P01", "40001")


def _committed(engine: Engine, batch: Batch) -> list[Stored]:
    with engine.begin() as connection:
        proof = prove(connection, batch.run, batches=batch.number)
        if proof.batches >= batch.number:
            return _recorded(connection, batch)  # the answer to the commit was lost, not the commit
        batch = replace(batch, fetches=[_not_of_the_future(fetch, proof.now) for fetch in batch.fetches])
        try:
            with connection.begin_nested():
                return _write(connection, batch)
        except _REFUSALS as refusal:
            logger.warning("a batch of %d was refused, storing one by one: %s", len(batch.fetches), _said(refusal))
        return [_write_alone(connection, batch, fetch) for fetch in batch.fetches]


def _not_of_the_future(fetch: Fetch, now: datetime) -> Fetch:
    """The fetch, dated by the database where this machine's clock runs ahead of it: else nothing that comes later would
    be the latest, until that day has come."""
    return replace(fetch, fetched_at=now) if fetch.fetched_at > now + _AHEAD else fetch


def _said(refusal: Exception) -> str:
    return str(getattr(refusal, "orig", refusal)).partition("\n")[0]


def _write_alone(connection: Connection, batch: Batch, fetch: Fetch) -> Stored:
    try:
        with connection.begin_nested():
            return _write(connection, replace(batch, fetches=[fetch]))[0]
    except _REFUSALS as refusal:
        refused = replace(
            fetch, document=None, outcome="quarantined", reason="refused_by_database", detail=_said(refusal)
        )
        return _write(connection, replace(batch, fetches=[refused]))[0]


def _recorded(connection: Connection, batch: Batch) -> list[Stored]:
    """What a committed batch came to."""
    found = connection.execute(
        select(Url.key_hash, FetchTable.outcome, FetchTable.reason, FetchTable.article_id)
        .join(Url, Url.id == FetchTable.url_id)
        .where(FetchTable.run_id == batch.run.id, Url.key_hash.in_({_url_hash(fetch) for fetch in batch.fetches}))
    )
    known = {bytes(key): Stored(cast(Outcome, outcome), reason, article) for key, outcome, reason, article in found}
    return [known[_url_hash(fetch)] for fetch in batch.fetches]


def _write(connection: Connection, batch: Batch) -> list[Stored]:
    fetches = batch.fetches
    slugs = source_ids(connection, batch.sources, {fetch.source for fetch in fetches})
    urls = locked_urls(connection, _url_ids(connection, slugs, fetches).values())
    own = [urls[_url_hash(fetch)] for fetch in fetches]
    results = {
        i: Stored(fetch.outcome or "failed", fetch.reason or "unknown")
        for i, fetch in enumerate(fetches)
        if fetch.document is None
    }
    same = {i: (own[i].article_id, fetch.fetched_at) for i, fetch in enumerate(fetches) if fetch.is_same}
    results |= touch_same(connection, same)
    candidates: list[Candidate] = []
    for taken in _rounds(fetches, slugs, [url.id for url in own]):
        results |= write_articles(connection, taken)
        candidates += taken
    ids = _insert_fetches(connection, batch, [url.id for url in own], results)
    write_revisions(connection, candidates, results, ids)
    acknowledge(
        connection,
        [
            Visited(
                url=url,
                fetch=fetch,
                stored=results[i],
                fetch_id=ids[i],
                is_live=batch.comes_back and not fetch.is_replayed,
                comes_back=batch.comes_back and fetch.source in batch.sources,
            )
            for i, (url, fetch) in enumerate(zip(own, fetches, strict=True))
        ],
    )
    return [results[i] for i in range(len(fetches))]


def _insert_fetches(
    connection: Connection, batch: Batch, url_ids: Sequence[int], results: Mapping[int, Stored]
) -> list[int]:
    written: list[dict[str, Any]] = [
        {
            **rows.fetch_row(fetch),
            "run_id": batch.run.id,
            "url_id": url_ids[i],
            "article_id": results[i].article_id,
            "outcome": results[i].outcome,
            "reason": results[i].reason,
        }
        for i, fetch in enumerate(batch.fetches)
    ]
    inserted = insert(FetchTable).returning(FetchTable.id, sort_by_parameter_order=True)
    return list(connection.scalars(inserted, written))


def _url_hash(fetch: Fetch) -> bytes:
    return digest(url_key(fetch.url))


def _url_ids(connection: Connection, slugs: Mapping[str, int], fetches: Sequence[Fetch]) -> dict[bytes, int]:
    """Ids by key hash of the URLs asked for; the first spelling and the first finder stay."""
    wanted = {
        _url_hash(fetch): {
            "key_hash": _url_hash(fetch),
            "url": fetch.url,
            "source_id": slugs[fetch.source],
            "discovered_via": fetch.discovered_via,
        }
        for fetch in reversed(fetches)
    }
    return insert_missing(connection, Url, wanted)


def _rounds(fetches: Sequence[Fetch], slugs: Mapping[str, int], url_ids: Sequence[int]) -> Iterator[list[Candidate]]:
    """The documents in rounds that hold each article once, oldest capture first, so that the latest is what stays."""
    waiting: dict[bytes, deque[Candidate]] = {}
    for i in sorted(range(len(fetches)), key=lambda i: fetches[i].fetched_at):
        fetch = fetches[i]
        if fetch.document is not None:
            candidate = Candidate(
                index=i,
                key_hash=rows.article_key(fetch.document),
                document=fetch.document,
                captured_at=fetch.fetched_at,
                source_id=slugs[fetch.source],
                url_id=url_ids[i],
            )
            waiting.setdefault(candidate.key_hash, deque()).append(candidate)
    while waiting:
        yield [waiting[key].popleft() for key in sorted(waiting)]
        waiting = {key: queue for key, queue in waiting.items() if queue}
