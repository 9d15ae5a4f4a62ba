"""Storage of what was fetched: a batch of ``Fetch`` in one transaction, by Core upserts, safe beside other writers.

Rows are locked table by table and in key order within a table, so that two crawls that store the same pages wait for
each other instead of deadlocking. An article and the outcome of its URL are committed together.
"""

import logging
from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace

from sqlalchemy import Connection, Engine, insert, select
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.exc import DataError, DBAPIError, IntegrityError, ProgrammingError

from models import rows
from models.articles import Candidate, Stored, insert_missing, write_articles
from models.items import Fetch
from models.tables import Fetch as FetchTable
from models.tables import Source, Url
from models.text import digest
from models.urls import url_key

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceRow:
    """What the crawl knows of a source; the columns of ``sources`` of the same names."""

    slug: str
    domain: str
    name: str
    kind: str = "publisher"
    country: str | None = None
    language: str | None = None
    timezone: str | None = None
    date_order: str | None = None


def write_batch(
    engine: Engine, run_id: int, sources: Mapping[str, SourceRow], fetches: Sequence[Fetch]
) -> list[Stored]:
    """Store ``fetches`` in one transaction and return what became of each, in their order.

    A fetch that cannot be stored as it is gets quarantined by itself (reason ``refused_by_database``); the others are
    stored. ``sources`` describes known sources by slug; another slug is taken for a domain. Raises
    ``sqlalchemy.exc.DBAPIError`` where the database is away.
    """
    try:
        return _committed(engine, run_id, sources, fetches)
    except _REFUSALS as refusal:
        logger.warning("a batch of %d was refused, storing one by one: %s", len(fetches), _first_line(refusal))
        return [_write_alone(engine, run_id, sources, fetch) for fetch in fetches]


# A ValueError: an address that cannot be one, or a text that the driver cannot encode.
_REFUSALS = (DataError, IntegrityError, ProgrammingError, ValueError)
_ATTEMPTS = 5


def _committed(engine: Engine, run_id: int, sources: Mapping[str, SourceRow], fetches: Sequence[Fetch]) -> list[Stored]:
    """Write in one transaction; again, if another writer won a race."""
    for attempt in range(_ATTEMPTS):
        try:
            with engine.begin() as connection:
                return _write(connection, run_id, sources, fetches)
        except DBAPIError as error:
            if not _lost_a_race(error) or attempt == _ATTEMPTS - 1:
                raise
    raise AssertionError("the last attempt returns or raises")


def _lost_a_race(error: DBAPIError) -> bool:
    """Deadlock detected, or serialization failure: the same again will pass."""
    return getattr(error.orig, "sqlstate", None) in ("40P01", "40001")


def _first_line(refusal: Exception) -> str:
    return str(getattr(refusal, "orig", refusal)).partition("\n")[0]


def _write_alone(engine: Engine, run_id: int, sources: Mapping[str, SourceRow], fetch: Fetch) -> Stored:
    try:
        return _committed(engine, run_id, sources, [fetch])[0]
    except _REFUSALS as refusal:
        refused = replace(
            fetch, document=None, outcome="quarantined", reason="refused_by_database", detail=_first_line(refusal)
        )
        return _committed(engine, run_id, sources, [refused])[0]


def _write(
    connection: Connection, run_id: int, sources: Mapping[str, SourceRow], fetches: Sequence[Fetch]
) -> list[Stored]:
    source_ids = _source_ids(connection, sources, {fetch.source for fetch in fetches})
    url_ids = _url_ids(connection, source_ids, fetches)
    results = {
        i: Stored(fetch.outcome or "failed", fetch.reason or "unknown")
        for i, fetch in enumerate(fetches)
        if fetch.document is None
    }
    for candidates in _rounds(fetches, source_ids, url_ids):
        results |= write_articles(connection, candidates)
    connection.execute(
        insert(FetchTable),
        [
            {
                **rows.fetch_row(fetch),
                "run_id": run_id,
                "url_id": url_ids[_url_hash(fetch)],
                "article_id": results[i].article_id,
                "outcome": results[i].outcome,
                "reason": results[i].reason,
            }
            for i, fetch in enumerate(fetches)
        ],
    )
    return [results[i] for i in range(len(fetches))]


def _url_hash(fetch: Fetch) -> bytes:
    return digest(url_key(fetch.url))


def _source_ids(connection: Connection, sources: Mapping[str, SourceRow], slugs: set[str]) -> dict[str, int]:
    """Ids by slug. A source's row follows its YAML file; a domain without one is recorded as it is."""
    wanted = [sources.get(slug) or SourceRow(slug=slug, domain=slug.lower(), name=slug) for slug in sorted(slugs)]
    kept = _kept_sources(connection, slugs)
    # Only what differs is written: an upsert locks a row even where it changes nothing, and then every other crawl of
    # the source would wait for this batch.
    changed = [row for row in wanted if row.slug not in kept or kept[row.slug][1] != row]
    if changed:
        statement = upsert(Source)
        columns = {column: statement.excluded[column] for column in SourceRow.__slots__ if column != "slug"}
        connection.execute(
            statement.on_conflict_do_update(index_elements=["slug"], set_=columns), [asdict(row) for row in changed]
        )
        kept = _kept_sources(connection, slugs)
    return {slug: identity for slug, (identity, _) in kept.items()}


def _kept_sources(connection: Connection, slugs: set[str]) -> dict[str, tuple[int, SourceRow]]:
    columns = [getattr(Source, column) for column in SourceRow.__slots__]
    found = connection.execute(select(Source.id, *columns).where(Source.slug.in_(slugs)))
    names = SourceRow.__slots__
    return {row.slug: (row.id, SourceRow(**{name: getattr(row, name) for name in names})) for row in found}


def _url_ids(connection: Connection, source_ids: Mapping[str, int], fetches: Sequence[Fetch]) -> dict[bytes, int]:
    """Ids by key hash of the URLs asked for; the first spelling and the first finder stay."""
    wanted = {
        _url_hash(fetch): {
            "key_hash": _url_hash(fetch),
            "url": fetch.url,
            "source_id": source_ids[fetch.source],
            "discovered_via": fetch.discovered_via,
        }
        for fetch in reversed(fetches)
    }
    return insert_missing(connection, Url, wanted)


def _rounds(
    fetches: Sequence[Fetch], source_ids: Mapping[str, int], url_ids: Mapping[bytes, int]
) -> Iterator[list[Candidate]]:
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
                source_id=source_ids[fetch.source],
                url_id=url_ids[_url_hash(fetch)],
            )
            waiting.setdefault(candidate.key_hash, deque()).append(candidate)
    while waiting:
        yield [waiting[key].popleft() for key in sorted(waiting)]
        waiting = {key: queue for key, queue in waiting.items() if queue}
