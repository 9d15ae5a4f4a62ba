"""Pages in quarantine: those whose URL's last fetch wants a person's look. Found, shown, and made due again."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Engine, text

from models.engine import problems_named

# The last fetch of a URL, by its capture; another outcome than quarantined means that the page was let out meanwhile.
_IN_QUARANTINE = """
from news.urls
join news.sources on sources.id = urls.source_id
cross join lateral (
    select id, fetched_at, outcome, reason, detail from news.fetches where url_id = urls.id
    order by fetched_at desc, id desc limit 1
) as last
where urls.state = 'quarantined' and last.outcome = 'quarantined'
    and (cast(:source as text) is null or slug = :source)
    and (cast(:reason as text) is null or last.reason = :reason)
    and (cast(:since as timestamptz) is null or last.fetched_at >= :since)
"""

_LISTED = f"""
select last.id, last.fetched_at, slug, last.reason, last.detail, urls.url
{_IN_QUARANTINE} order by last.fetched_at desc, last.id desc limit :limit
"""

_COUNTED = f"""
select last.reason, slug, count(*) as pages, max(last.fetched_at) as newest
{_IN_QUARANTINE} group by 1, 2 order by 3 desc, 1, 2
"""

_SHOWN = """
select f.*, u.url, u.state, u.discovered_via, u.discovered_at, u.next_fetch_at, u.attempts,
    s.slug, r.spider, r.version,
    (select max(id) from news.fetches later where later.url_id = u.id
        and (later.fetched_at, later.id) > (f.fetched_at, f.id)) as later_id
from news.fetches f
join news.urls u on u.id = f.url_id
join news.sources s on s.id = u.source_id
join news.crawl_runs r on r.id = f.run_id
where f.id = :id
"""

_RETRIED = f"""
with wanted as (
    select urls.id {_IN_QUARANTINE} and slug = any(:crawled)
        and (cast(:ids as bigint[]) is null
            or urls.id in (select url_id from news.fetches where id = any(cast(:ids as bigint[]))))
    order by urls.key_hash for no key update of urls
), due as (
    update news.urls set next_fetch_at = now(), attempts = 0 from wanted where urls.id = wanted.id
    returning urls.id, urls.source_id
)
select slug, count(*) as pages from due join news.sources on sources.id = due.source_id group by 1 order by 1
"""  # noqa: S608 - our own constant

_LEFT = f"""
select slug, count(*) as pages, min(urls.url) as example {_IN_QUARANTINE} and slug <> all(:crawled)
    and (cast(:ids as bigint[]) is null
        or urls.id in (select url_id from news.fetches where id = any(cast(:ids as bigint[]))))
group by 1 order by 1
"""  # noqa: S608 - our own constant

_NOT_HERE = """
select wanted.id from unnest(cast(:ids as bigint[])) as wanted (id)
left join news.fetches on fetches.id = wanted.id
left join news.urls on urls.id = fetches.url_id
where urls.state is distinct from 'quarantined' order by 1
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Which pages are meant; null: whichever."""

    source: str | None = None
    """The slug of their source."""
    reason: str | None = None
    """Why they were quarantined."""
    since: datetime | None = None
    """Quarantined then or later, aware."""


@dataclass(frozen=True, slots=True, kw_only=True)
class QuarantinedPage:
    """A page in quarantine."""

    id: int
    """Of the fetch that quarantined it."""
    fetched_at: datetime
    source: str
    """The slug."""
    reason: str
    detail: str | None
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class QuarantineGroup:
    """How many pages of a source are in quarantine for one reason."""

    reason: str
    source: str
    pages: int
    newest: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Retried:
    """What a retry came to."""

    due: Mapping[str, int]
    """Pages that are due now, by the slug of the source whose next crawl takes them."""
    left: Mapping[str, tuple[int, str]]
    """Pages of sources that no crawl takes, and one of their URLs, by slug: they stay as they are."""
    unknown: Sequence[int]
    """Ids that are no fetch of a page in quarantine."""


def listed(engine: Engine, wanted: Wanted, limit: int) -> tuple[list[QuarantineGroup], list[QuarantinedPage]]:
    """The pages in quarantine: counted by reason and source, the most first; and the newest ``limit`` of them.

    Raises DatabaseProblem.
    """
    with problems_named(engine), engine.connect() as connection:
        counted = connection.execute(text(_COUNTED), _bound(wanted)).all()
        found = connection.execute(text(_LISTED), {**_bound(wanted), "limit": limit}).all()
    groups = [
        QuarantineGroup(reason=row.reason, source=row.slug, pages=row.pages, newest=row.newest) for row in counted
    ]
    pages = [
        QuarantinedPage(
            id=row.id, fetched_at=row.fetched_at, source=row.slug, reason=row.reason, detail=row.detail, url=row.url
        )
        for row in found
    ]
    return groups, pages


def shown(engine: Engine, fetch_id: int) -> Mapping[str, Any] | None:
    """Everything that is known of one fetch: its columns, its URL's and its run's, and ``later_id``, a later fetch of
    the URL (null: it is the last). Null: there is no such fetch. Raises DatabaseProblem."""
    with problems_named(engine), engine.connect() as connection:
        row = connection.execute(text(_SHOWN), {"id": fetch_id}).mappings().one_or_none()
        return None if row is None else dict(row)


def retry(engine: Engine, wanted: Wanted, crawled: Collection[str], ids: Sequence[int] | None = None) -> Retried:
    """Make pages in quarantine due now, those of ``ids`` (fetches) or all that are wanted, where a source of the slugs
    ``crawled`` is theirs. They stay in quarantine until their next fetch. Raises DatabaseProblem."""
    bound = {**_bound(wanted), "crawled": list(crawled), "ids": None if ids is None else list(ids)}
    with problems_named(engine), engine.begin() as connection:
        due = {row.slug: row.pages for row in connection.execute(text(_RETRIED), bound)}
        left = {row.slug: (row.pages, row.example) for row in connection.execute(text(_LEFT), bound)}
        unknown = connection.scalars(text(_NOT_HERE), {"ids": list(ids)}).all() if ids else []
    return Retried(due=due, left=left, unknown=list(unknown))


def _bound(wanted: Wanted) -> dict[str, Any]:
    return {"source": wanted.source, "reason": wanted.reason, "since": wanted.since}
