"""Stored versions of articles whose pages stand in the archive, and archived pages that gave no article.

Both come in the order in which they stand there, so that an archive is read from its beginning to its end, in pages of
a few hundred rows: no transaction stays open while the archive is read.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any, TypeVar

from sqlalchemy import Connection, Engine, Row, select, text

from models.fields import Fields, stored_version_fields
from models.frontier import Due
from models.items import Archived
from models.sources import SourceRow
from models.stored_fields import article_fields
from models.tables import Article, Source

NO_ARTICLE = (
    "no_headline", "no_content", "timeout", "crashed", "memory", "extraction_error", "not_html", "empty",
    "consent_wall", "login_wall", "bot_wall", "soft_404",
)  # fmt: skip
"""Reasons by which extraction made a page give no article."""

_PAGE = 200  # rows asked for at a time; with their texts 2 MB
_START = ("", -1, -1)

T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """Which versions, or pages, are meant; null: whichever."""

    sources: list[int] | None = None
    """Ids of sources."""
    articles: list[int] | None = None
    """Ids of articles."""
    since: datetime | None = None
    """Captured then or later."""
    until: datetime | None = None
    """Captured before then."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ArchivedPage:
    """An answer in the archive, and what was known of its page."""

    fetch_id: int
    archived: Archived
    due: Due
    """The URL that was asked for, who named it, and the hints that its feed or sitemap last gave."""
    source: SourceRow
    """Whom it was fetched for."""
    is_crawled: bool
    """Whether that source is, or was, crawled as one; false for a domain that pages were merely taken from."""
    spider: str
    """The spider that fetched it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredVersion:
    """A version of an article as it is stored, and the page that it was read from."""

    article_id: int
    revision: int
    latest: int
    """The article's latest version."""
    key_hash: bytes
    """The article's."""
    url: str
    """The article's."""
    kept: Fields
    """What ``article_revisions`` holds of it."""
    article: Fields | None
    """What ``articles`` holds; null for all versions but the latest."""
    page: ArchivedPage


@dataclass(frozen=True, slots=True)
class Extent:
    """How much lies in a scope."""

    versions: int
    """Versions whose page is archived."""
    not_archived: int
    """Versions whose page is not."""


_OF_VERSIONS = """
  (cast(:sources as bigint[]) is null or a.source_id = any(:sources))
  and (cast(:articles as bigint[]) is null or a.id = any(:articles))
  and (cast(:since as timestamptz) is null or r.captured_at >= :since)
  and (cast(:until as timestamptz) is null or r.captured_at < :until)
"""

_PAGE_COLUMNS = """
  f.id as fetch_id, f.warc_file, f.warc_offset, f.warc_length, f.is_revisit, f.payload_digest, f.fetched_at,
  coalesce(f.final_url, u.url) as answered, u.url as asked, u.discovered_via, u.hint_headline, u.hint_published,
  u.hint_modified, coalesce(run.source_id, u.source_id) as for_source, run.spider
"""

_NEXT = "(f.warc_file, f.warc_offset, f.id) > (:file, :offset, :fetch)"
_ORDER = f"order by f.warc_file, f.warc_offset, f.id limit {_PAGE}"

# In two steps: left to itself, PostgreSQL joins all there is, and sorts it, for each few hundred rows.
_MADE_VERSIONS = text(
    f"""
    select f.id as fetch_id, f.warc_file, f.warc_offset
    from news.fetches f
    where f.warc_file is not null and f.outcome in ('stored', 'revised') and {_NEXT}
      and (cast(:articles as bigint[]) is null or f.article_id = any(:articles))
      and (cast(:since as timestamptz) is null or f.fetched_at >= :since)
      and (cast(:until as timestamptz) is null or f.fetched_at < :until)
    {_ORDER}
    """  # noqa: S608 - our own constants
)

_VERSIONS = text(
    f"""
    select {_PAGE_COLUMNS}, a.id as article_id, a.revision as latest, a.key_hash, a.url, r.revision, r.headline,
      r.kicker, r.dek, r.body, r.photos, r.content_hash
    from unnest(cast(:fetches as bigint[])) as made (id)
    join news.fetches f on f.id = made.id
    join news.article_revisions r on r.article_id = f.article_id and r.fetch_id = f.id
    join news.articles a on a.id = r.article_id
    join news.urls u on u.id = f.url_id
    join news.crawl_runs run on run.id = f.run_id
    where {_OF_VERSIONS} order by f.warc_file, f.warc_offset, f.id
    """  # noqa: S608 - our own constants
)

_COUNT_VERSIONS = text(
    f"""
    select count(*) filter (where f.warc_file is not null), count(*) filter (where f.warc_file is null)
    from news.article_revisions r
    join news.articles a on a.id = r.article_id
    left join news.fetches f on f.id = r.fetch_id
    where {_OF_VERSIONS}
    """  # noqa: S608 - our own constants
)

# The URL's last fetch: what gave an article later needs no older page, and what was read anew already is such a fetch.
_OF_PAGES = """
  from news.fetches f
  join news.urls u on u.id = f.url_id
  join news.crawl_runs run on run.id = f.run_id
  where f.warc_file is not null and f.outcome in ('quarantined', 'dropped') and f.reason = any(:reasons)
    and (cast(:sources as bigint[]) is null or coalesce(run.source_id, u.source_id) = any(:sources))
    and (cast(:since as timestamptz) is null or f.fetched_at >= :since)
    and (cast(:until as timestamptz) is null or f.fetched_at < :until)
    and not exists (
      select from news.fetches later
      where later.url_id = f.url_id and (later.fetched_at, later.id) > (f.fetched_at, f.id))
"""

_PAGES = text(f"select {_PAGE_COLUMNS} {_OF_PAGES} and {_NEXT} {_ORDER}")
_COUNT_PAGES = text(f"select count(*) {_OF_PAGES}")


def extent(engine: Engine, scope: Scope) -> Extent:
    """How many versions lie in the scope."""
    with engine.connect() as connection:
        return Extent(*connection.execute(_COUNT_VERSIONS, asdict(scope)).one())


def count_pages(engine: Engine, scope: Scope) -> int:
    """How many archived pages gave no article; ``scope.articles`` does not count."""
    with engine.connect() as connection:
        return int(connection.execute(_COUNT_PAGES, _of_pages(scope)).scalar_one())


def source_ids_of(engine: Engine, slugs: Sequence[str]) -> dict[str, int]:
    """Ids by slug of the sources of which anything is stored."""
    with engine.connect() as connection:
        return {slug: id_ for slug, id_ in connection.execute(select(Source.slug, Source.id)) if slug in slugs}


def missing_articles(engine: Engine, ids: Sequence[int]) -> list[int]:
    """Which of these ids no article has."""
    with engine.connect() as connection:
        found = set(connection.scalars(select(Article.id).where(Article.id.in_(ids))))
    return [id_ for id_ in dict.fromkeys(ids) if id_ not in found]


def stored_versions(engine: Engine, scope: Scope) -> Iterator[list[StoredVersion]]:
    """The versions of the scope whose pages are archived, some at a time."""
    bounds = {name: value for name, value in asdict(scope).items() if name != "sources"}

    def load(connection: Connection, made: list[Row[Any]]) -> list[StoredVersion]:
        fetches = [row.fetch_id for row in made]
        return _loaded(connection, list(connection.execute(_VERSIONS, asdict(scope) | {"fetches": fetches})))

    yield from _paged(engine, lambda c, at: list(c.execute(_MADE_VERSIONS, bounds | at)), load)


def pages_without_article(engine: Engine, scope: Scope) -> Iterator[list[ArchivedPage]]:
    """Archived pages that gave no article when they were last read, some at a time; ``scope.articles`` does not
    count."""
    yield from _paged(engine, lambda c, at: list(c.execute(_PAGES, _of_pages(scope) | at)), _pages)


def _of_pages(scope: Scope) -> dict[str, Any]:
    bounds = asdict(scope)
    del bounds["articles"]
    return bounds | {"reasons": list(NO_ARTICLE)}


def _paged(
    engine: Engine,
    find: Callable[[Connection, dict[str, Any]], list[Row[Any]]],
    load: Callable[[Connection, list[Row[Any]]], list[T]],
) -> Iterator[list[T]]:
    file, offset, fetch = _START
    while True:
        with engine.connect().execution_options(isolation_level="REPEATABLE READ") as connection:
            rows = find(connection, {"file": file, "offset": offset, "fetch": fetch})
            if not rows:
                return
            loaded = load(connection, rows)
        yield loaded
        file, offset, fetch = rows[-1].warc_file, rows[-1].warc_offset, rows[-1].fetch_id


def _pages(connection: Connection, rows: list[Row[Any]]) -> list[ArchivedPage]:
    names = SourceRow.__slots__
    columns = (Source.id, Source.lease_token, *(getattr(Source, name) for name in names))
    wanted = Source.id.in_({row.for_source for row in rows})
    sources = {row.id: row for row in connection.execute(select(*columns).where(wanted))}
    return [_page(row, sources[row.for_source]) for row in rows]


def _page(row: Row[Any], source: Row[Any]) -> ArchivedPage:
    return ArchivedPage(
        fetch_id=row.fetch_id,
        archived=Archived(
            file=row.warc_file,
            offset=row.warc_offset,
            length=row.warc_length,
            url=row.answered,
            at=row.fetched_at,
            digest=row.payload_digest,
            is_revisit=row.is_revisit,
        ),
        due=Due(
            url=row.asked,
            via=row.discovered_via,
            headline=row.hint_headline,
            published=row.hint_published,
            modified=row.hint_modified,
        ),
        source=SourceRow(**{name: getattr(source, name) for name in SourceRow.__slots__}),
        is_crawled=source.lease_token > 0,
        spider=row.spider,
    )


def _loaded(connection: Connection, rows: list[Row[Any]]) -> list[StoredVersion]:
    if not rows:
        return []
    articles = article_fields(connection, [row.article_id for row in rows if row.revision == row.latest])
    return [
        StoredVersion(
            article_id=row.article_id,
            revision=row.revision,
            latest=row.latest,
            key_hash=bytes(row.key_hash),
            url=row.url,
            kept=stored_version_fields(row._asdict()),
            article=articles[row.article_id] if row.revision == row.latest else None,
            page=page,
        )
        for row, page in zip(rows, _pages(connection, rows), strict=True)
    ]
