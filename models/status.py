"""How the sources are: last runs and what came of them, what was stored lately, what waits. Statements over all
sources at once, so that a hundred cost little more than one; times are the database's."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlalchemy import Connection, Engine, text

from models.crawls import WHOLE_CRAWL
from models.engine import problems_named

# A run that lives says so every few seconds.
SILENT = timedelta(minutes=1)
_RUN_COLUMNS = "id, spider, arguments, started_at, finished_at, heartbeat_at, status, problems, host, pid"

_LAST_RUNS = f"""
select s.id as source_id, s.slug, r.*, whole.started_at as whole_started_at
from news.sources s
left join lateral (
    select {_RUN_COLUMNS} from news.crawl_runs where source_id = s.id order by started_at desc limit 1
) r on true
left join lateral (
    select started_at from news.crawl_runs where source_id = s.id and {WHOLE_CRAWL} order by started_at desc limit 1
) whole on true
where s.slug = any(:slugs)
"""  # noqa: S608 - our own constants

_RUNS_OF = f"""
select {_RUN_COLUMNS} from news.crawl_runs
where source_id = (select id from news.sources where slug = :slug)
order by started_at desc limit :number
"""  # noqa: S608 - our own constants

_OUTCOMES = """
select run_id, outcome, count(*) as pages from news.fetches where run_id = any(:runs)
group by 1, 2 order by 1, 3 desc, 2
"""

_URLS = """
select source_id, count(*) as known,
    count(*) filter (where next_fetch_at <= now()) as due,
    count(*) filter (where state = 'quarantined') as quarantined,
    count(*) filter (where state = 'failed') as failed
from news.urls group by 1
"""

# The longest silence between two new articles of four weeks is what a source is measured by.
_ARTICLES = """
with recent as (
    select source_id, first_captured_at,
        first_captured_at - lag(first_captured_at) over (partition by source_id order by first_captured_at) as gap
    from news.articles where first_captured_at > now() - interval '28 days'
)
select source_id, count(*) as four_weeks,
    count(*) filter (where first_captured_at > now() - interval '1 day') as day,
    count(*) filter (where first_captured_at > now() - interval '7 days') as week,
    max(first_captured_at) as last, max(gap) as longest_gap
from recent group by 1
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class RunStatus:
    """One run; fields as the columns of ``crawl_runs`` of the same names."""

    id: int
    spider: str
    arguments: Mapping[str, str]
    started_at: datetime
    finished_at: datetime | None
    heartbeat_at: datetime
    status: str
    problems: Sequence[str]
    host: str
    pid: int
    outcomes: Mapping[str, int]
    """Pages by outcome, the most frequent first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class UrlCounts:
    """A source's URLs."""

    known: int = 0
    due: int = 0
    """Due now."""
    quarantined: int = 0
    failed: int = 0
    """Whose last fetch failed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleCounts:
    """A source's new articles."""

    day: int = 0
    """Of the last 24 hours."""
    week: int = 0
    """Of the last 7 days."""
    four_weeks: int = 0
    """Of the last 28 days."""
    last: datetime | None = None
    """When the newest was first captured; null: none in 28 days."""
    longest_gap: timedelta | None = None
    """The longest time between two of them in 28 days; null: fewer than two."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceStatus:
    """How a source is."""

    last_run: RunStatus | None = None
    """The run that was begun last; null: it was never crawled."""
    whole_started_at: datetime | None = None
    """When the last crawl without bounds was begun: the schedule counts from there."""
    urls: UrlCounts = field(default_factory=UrlCounts)
    articles: ArticleCounts = field(default_factory=ArticleCounts)


@dataclass(frozen=True, slots=True, kw_only=True)
class Status:
    """How the sources are at one moment."""

    at: datetime
    """By the database's clock."""
    sources: Mapping[str, SourceStatus]
    """By slug, of those asked for."""
    other_sources: int
    """Further sources in the database: domains and sources that have no file here."""
    other_urls: UrlCounts
    """Their URLs."""


def read_status(engine: Engine, slugs: Collection[str]) -> Status:
    """How the sources of these slugs are. Raises DatabaseProblem."""
    with problems_named(engine), engine.connect() as connection:
        connection.execute(text("set transaction isolation level repeatable read read only"))
        at: datetime = connection.execute(text("select now()")).scalar_one()
        rows = connection.execute(text(_LAST_RUNS), {"slugs": list(slugs)}).all()
        outcomes = _outcomes(connection, [row.id for row in rows if row.id is not None])
        urls = {
            row.source_id: UrlCounts(known=row.known, due=row.due, quarantined=row.quarantined, failed=row.failed)
            for row in connection.execute(text(_URLS))
        }
        articles = _articles(connection)
        total = connection.execute(text("select count(*) from news.sources")).scalar_one()
    sources = {
        row.slug: SourceStatus(
            last_run=None if row.id is None else _run(row, outcomes),
            whole_started_at=row.whole_started_at,
            urls=urls.get(row.source_id, UrlCounts()),
            articles=articles.get(row.source_id, ArticleCounts()),
        )
        for row in rows
    }
    ours = {row.source_id for row in rows}
    others = [counts for identity, counts in urls.items() if identity not in ours]
    return Status(
        at=at,
        sources={slug: sources.get(slug, SourceStatus()) for slug in slugs},
        other_sources=total - len(rows),
        other_urls=_sum(others),
    )


def runs_of(engine: Engine, slug: str, number: int) -> list[RunStatus]:
    """A source's last runs, the newest first. Raises DatabaseProblem."""
    with problems_named(engine), engine.connect() as connection:
        rows = connection.execute(text(_RUNS_OF), {"slug": slug, "number": number}).all()
        outcomes = _outcomes(connection, [row.id for row in rows])
    return [_run(row, outcomes) for row in rows]


def _outcomes(connection: Connection, runs: list[int]) -> dict[int, dict[str, int]]:
    found: dict[int, dict[str, int]] = {}
    for row in connection.execute(text(_OUTCOMES), {"runs": runs}):
        found.setdefault(row.run_id, {})[row.outcome] = row.pages
    return found


def _articles(connection: Connection) -> dict[int, ArticleCounts]:
    columns = ArticleCounts.__slots__
    return {
        row.source_id: ArticleCounts(**{column: getattr(row, column) for column in columns})
        for row in connection.execute(text(_ARTICLES))
    }


def _run(row: object, outcomes: Mapping[int, Mapping[str, int]]) -> RunStatus:
    columns = [column for column in RunStatus.__slots__ if column != "outcomes"]
    found = {column: getattr(row, column) for column in columns}
    return RunStatus(**found, outcomes=outcomes.get(found["id"], {}))


def _sum(counts: Collection[UrlCounts]) -> UrlCounts:
    return UrlCounts(**{column: sum(getattr(one, column) for one in counts) for column in UrlCounts.__slots__})
