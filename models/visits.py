"""Acknowledging URLs: what the frontier keeps of a fetch, written in the transaction that stores its result."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ARRAY, BigInteger, Connection, any_, literal, select, text

from models.articles import Stored
from models.items import Fetch, Precision
from models.schedule import next_visit
from models.tables import Url
from models.text import storable


@dataclass(frozen=True, slots=True, kw_only=True)
class UrlRow:
    """What the frontier holds of a URL."""

    id: int
    key_hash: bytes
    state: str
    attempts: int
    fetched_at: datetime | None
    changed_at: datetime | None
    article_id: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Visited:
    """A URL, its fetch, and what became of that."""

    url: UrlRow
    fetch: Fetch
    stored: Stored
    fetch_id: int
    is_live: bool
    """Whether this run fetched it, and read it from no archive: then the clock that dates it may be wrong, and still
    it is the latest."""
    comes_back: bool
    """Whether it is fetched again: it belongs to a source with a file, and was not read from a person's archive."""


def locked_urls(connection: Connection, ids: Iterable[int]) -> dict[bytes, UrlRow]:
    """The rows of these URLs by key hash, locked in the order of their ids."""
    columns = (Url.id, Url.key_hash, Url.state, Url.attempts, Url.fetched_at, Url.changed_at, Url.article_id)
    wanted = Url.id == any_(literal(list(set(ids)), ARRAY(BigInteger)))
    found = connection.execute(select(*columns).where(wanted).order_by(Url.id).with_for_update(key_share=True))
    return {bytes(row.key_hash): UrlRow(**(row._asdict() | {"key_hash": bytes(row.key_hash)})) for row in found}


def acknowledge(connection: Connection, visits: Sequence[Visited]) -> None:
    """Write each URL's state and next turn. Of several fetches of one URL the latest decides, and none of an archive's
    that is older than what the frontier knows of."""
    latest: dict[int, Visited] = {}
    for visit in sorted(visits, key=lambda visit: visit.fetch.fetched_at):
        if visit.is_live or visit.url.fetched_at is None or visit.fetch.fetched_at >= visit.url.fetched_at:
            latest[visit.url.id] = visit
    if latest:
        connection.execute(_UPDATE, [_row(latest[identity]) for identity in sorted(latest)])


def _row(visit: Visited) -> dict[str, Any]:
    fetch, stored = visit.fetch, visit.stored
    changed_at = _changed_at(visit)
    planned = next_visit(fetch, stored.outcome, stored.reason, attempts=visit.url.attempts, changed_at=changed_at)
    if planned.state != visit.url.state:  # attempts of another kind do not count
        planned = next_visit(fetch, stored.outcome, stored.reason, attempts=0, changed_at=changed_at)
    kept = planned.state == "kept"
    # What the next fetch is held against must be what the article shows, and it does not show an older capture.
    shown = kept and stored.reason is None
    archived = fetch.archived if shown and visit.comes_back else None
    return {
        "url": visit.url.id,
        "new_state": planned.state,
        "after": planned.after if visit.comes_back else None,
        "new_attempts": planned.attempts,
        "at": fetch.fetched_at,
        "new_changed_at": changed_at,
        "article": stored.article_id or visit.url.article_id,
        "is_kept": kept,
        "is_same": fetch.is_same,
        "new_etag": _storable(fetch.etag) if shown else None,
        "new_last_modified": _storable(fetch.last_modified) if shown else None,
        "answered": _storable(fetch.final_url) if fetch.final_url != fetch.url else None,
        "payload": visit.fetch_id if archived and not archived.is_revisit else None,
    }


def _storable(header: str | None) -> str | None:
    return header and storable(header)


# A date without a time may mean the day's last minute: what is fresh must not be taken for older than it is.
_WITHIN: Mapping[Precision, timedelta] = {
    "year": timedelta(days=366),
    "month": timedelta(days=31),
    "day": timedelta(days=1),
    "hour": timedelta(hours=1),
    "minute": timedelta(0),
    "second": timedelta(0),
}


def _changed_at(visit: Visited) -> datetime | None:
    """A new article has been still since it was published, where that is known."""
    fetch, outcome = visit.fetch, visit.stored.outcome
    if outcome == "stored":
        published = fetch.document and fetch.document.published
        return min(published.at + _WITHIN[published.precision], fetch.fetched_at) if published else fetch.fetched_at
    return fetch.fetched_at if outcome == "revised" else visit.url.changed_at


_UPDATE = text(
    """
    update news.urls set
      state = :new_state,
      next_fetch_at = now() + :after,
      attempts = :new_attempts,
      fetched_at = :at,
      changed_at = coalesce(:new_changed_at, changed_at),
      article_id = :article,
      etag = case when :is_kept then coalesce(:new_etag, case when :is_same then etag end) else etag end,
      last_modified = case when :is_kept then coalesce(:new_last_modified, case when :is_same then last_modified end)
        else last_modified end,
      redirect_to = :answered,
      payload_fetch_id = case when :is_kept and not :is_same then :payload else payload_fetch_id end
    where id = :url
    """
)
