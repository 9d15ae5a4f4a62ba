"""The frontier: which URLs of a source are known, and which are due. Acknowledging them is ``models.visits``'s."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Engine, func, select, text, update

from models.items import Archived
from models.runs import Run, prove
from models.schedule import SOONEST
from models.tables import Url
from models.text import digest, storable
from models.urls import url_key


@dataclass(frozen=True, slots=True, kw_only=True)
class Discovered:
    """A link that a feed, sitemap or section page of the source named."""

    url: str
    via: str
    """The address of the page that named it."""
    headline: str | None = None
    published: str | None = None
    modified: str | None = None
    """As printed."""
    modified_at: datetime | None = None
    """What that means, aware; null if it cannot be read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """A URL that is to be fetched now."""

    url: str
    via: str
    headline: str | None
    published: str | None
    modified: str | None
    etag: str | None = None
    """Of the answer last kept; null unless the page's last fetch was kept."""
    last_modified: str | None = None
    """As ``etag``."""
    known: Archived | None = None
    """Where the payload last kept stands in the archive; null as for ``etag``."""


def discover(
    engine: Engine,
    run: Run,
    links: Sequence[Discovered],
    *,
    again: bool = False,
    sources: Collection[str] = (),
) -> int:
    """Enter links into the frontier of the run's source; returns how many were new.

    A new link is due at once. One that is known gets the new hints; it is due if it was changed since it was last
    fetched, as its finder says, though not within 45 minutes of that fetch; or with ``again`` whatever is known of it.
    A link that another source found first becomes this source's, unless that one is among ``sources``, those that have
    a file, and was crawled itself. Raises Fenced.
    """
    wanted = {digest(url_key(link.url)): link for link in reversed(links)}
    if not wanted:
        return 0
    rows = [
        {
            "key_hash": key,
            "url": storable(link.url),
            "source": run.source_id,
            "via": storable(link.via),
            "headline": _text(link.headline),
            "published": _text(link.published),
            "modified": _text(link.modified),
            "modified_at": link.modified_at,
            "soonest": SOONEST,
            "again": again,
            "sources": list(sources),
            "run": run.id,
        }
        for key, link in sorted(wanted.items())
    ]
    with engine.begin() as connection:
        prove(connection, run)
        before = _known(connection, list(wanted))
        connection.execute(_DISCOVER, rows)
    return len(wanted) - before


def _text(hint: str | None) -> str | None:
    return hint and storable(hint)


def _known(connection: Connection, keys: Sequence[bytes]) -> int:
    return connection.execute(select(func.count()).where(Url.key_hash.in_(keys))).scalar_one()


_DISCOVER = text(
    """
    insert into news.urls as known
      (key_hash, url, source_id, discovered_via, hint_headline, hint_published, hint_modified, next_fetch_at)
    values (:key_hash, :url, :source, :via, :headline, :published, :modified, now())
    on conflict (key_hash) do update set
      hint_headline = coalesce(excluded.hint_headline, known.hint_headline),
      hint_published = coalesce(excluded.hint_published, known.hint_published),
      hint_modified = coalesce(excluded.hint_modified, known.hint_modified),
      source_id = case when known.source_id <> excluded.source_id and not exists (
          select from news.sources
          where sources.id = known.source_id and lease_token > 0 and slug = any(cast(:sources as text[])))
        then excluded.source_id else known.source_id end,
      next_fetch_at = case
        when :again and known.run_id is distinct from :run then now()
        when known.fetched_at is null then coalesce(known.next_fetch_at, now())
        when :modified_at > known.fetched_at
          then least(coalesce(known.next_fetch_at, 'infinity'), known.fetched_at + :soonest)
        else known.next_fetch_at end
    where :again
      or excluded.hint_headline is distinct from known.hint_headline
      or excluded.hint_published is distinct from known.hint_published
      or excluded.hint_modified is distinct from known.hint_modified
      or excluded.source_id <> known.source_id
      or :modified_at > known.fetched_at
      or (known.fetched_at is null and known.next_fetch_at is null)
    """
)


def take(engine: Engine, run: Run, limit: int) -> list[Due]:
    """The next due URLs of the run's source, at most ``limit``: those never fetched first, then the longest overdue.

    Each is taken once a run; one that is taken and never acknowledged stays due for the next. Raises Fenced.
    """
    with engine.begin() as connection:
        prove(connection, run)
        found = connection.execute(_TAKE, {"run": run.id, "source": run.source_id, "limit": limit})
        return [_due(row) for row in found]


def claim(engine: Engine, run: Run, urls: Sequence[str]) -> dict[str, Due]:
    """Take these URLs, due or not, because their answers are at hand: what the frontier knows of each that it knows, by
    the spelling given. Raises Fenced."""
    keys = {digest(url_key(url)): url for url in urls}
    with engine.begin() as connection:
        prove(connection, run)
        taken = update(Url).where(Url.key_hash.in_(keys)).values(run_id=run.id).returning(*_HINTS)
        return {keys[bytes(row.key_hash)]: _hinted(row) for row in connection.execute(taken)}


_HINTS = (Url.key_hash, Url.url, Url.discovered_via, Url.hint_headline, Url.hint_published, Url.hint_modified)


def waiting(engine: Engine, run: Run) -> int:
    """How many URLs of the run's source are due and not taken by it."""
    due = (Url.source_id == run.source_id, Url.next_fetch_at <= func.now(), Url.run_id.is_distinct_from(run.id))
    with engine.connect() as connection:
        return connection.execute(select(func.count()).select_from(Url).where(*due)).scalar_one()


def _hinted(row: Any) -> Due:
    return Due(
        url=row.url,
        via=row.discovered_via,
        headline=row.hint_headline,
        published=row.hint_published,
        modified=row.hint_modified,
    )


def _due(row: Any) -> Due:
    due = _hinted(row)
    if row.state != "kept":
        return due
    known = _payload(row) if row.warc_file is not None else None
    return replace(due, etag=row.etag, last_modified=row.last_modified, known=known)


def _payload(row: Any) -> Archived:
    captured_at: datetime = row.captured_at
    return Archived(
        file=row.warc_file,
        offset=row.warc_offset,
        length=row.warc_length,
        url=row.answered,
        at=captured_at,
        digest=row.payload_digest,
    )


_TAKE = text(
    """
    with taken as (
      update news.urls set run_id = :run
      where id in (
        select id from news.urls
        where source_id = :source and next_fetch_at <= now() and run_id is distinct from :run
        order by fetched_at is not null, next_fetch_at, id
        limit :limit for no key update)
      returning id, url, discovered_via, hint_headline, hint_published, hint_modified, state, etag, last_modified,
        payload_fetch_id, fetched_at, next_fetch_at)
    select taken.*, fetches.warc_file, fetches.warc_offset, fetches.warc_length, fetches.payload_digest,
      coalesce(fetches.final_url, taken.url) as answered, fetches.fetched_at as captured_at
    from taken left join news.fetches on fetches.id = taken.payload_fetch_id
    order by taken.fetched_at is not null, taken.next_fetch_at, taken.id
    """
)
