"""What the schedule asks of the database: when each source was last crawled, and what came of one crawl."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import Engine, text

from models.engine import problems_named
from models.runs import bury

# A trial with bounds is no crawl of the source: it must not put off the next one.
WHOLE_CRAWL = "spider = 'news' and not arguments ?| array['since', 'until', 'limit']"

_LAST = f"""
select s.slug, now() - last.started_at as ago, coalesce(last.status = 'killed', false) as was_killed,
    coalesce(s.lease_until > now(), false) and coalesce(holder.status = 'running', true) as is_running
from news.sources s
left join news.crawl_runs holder on holder.id = s.lease_run_id
left join lateral (
    select started_at, status from news.crawl_runs
    where source_id = s.id and {WHOLE_CRAWL}
    order by started_at desc limit 1
) last on true
where s.slug = any(:slugs)
"""  # noqa: S608 - our own constant

_RUN = """
select id, status, problems from news.crawl_runs
where id > :after and host = :host and pid = :pid
order by id desc limit 1
"""

_OUTCOMES = "select outcome, count(*) as pages from news.fetches where run_id = :run_id group by 1 order by 2 desc, 1"


@dataclass(frozen=True, slots=True, kw_only=True)
class LastCrawl:
    """How a source stands, by the database's clock."""

    ago: timedelta | None = None
    """Since the last crawl without bounds was started; null: there was none."""
    is_running: bool = False
    """Whether a living run crawls it now."""
    was_killed: bool = False
    """Whether that crawl was found dead."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CrawlResult:
    """What one crawl came to."""

    run_id: int
    status: str
    """As in ``crawl_runs``."""
    problems: Sequence[str]
    """How it fell short, for people."""
    outcomes: Mapping[str, int]
    """Pages by outcome, the most frequent first."""


def last_crawls(engine: Engine, slugs: Collection[str]) -> dict[str, LastCrawl]:
    """How each source stands, by slug; one that was never stored was never crawled. Runs found dead are marked so.

    Raises DatabaseProblem.
    """
    with problems_named(engine), engine.begin() as connection:
        bury(connection)
        found = connection.execute(text(_LAST), {"slugs": list(slugs)})
        kept = {row.slug: LastCrawl(ago=row.ago, is_running=row.is_running, was_killed=row.was_killed) for row in found}
    return {slug: kept.get(slug, LastCrawl()) for slug in slugs}


def newest_run(engine: Engine) -> int:
    """The id of the run that was begun last; 0: there was none. Raises DatabaseProblem."""
    with problems_named(engine), engine.connect() as connection:
        return int(connection.execute(text("select coalesce(max(id), 0) from news.crawl_runs")).scalar_one())


def result_of(engine: Engine, *, host: str, pid: int, after: int) -> CrawlResult | None:
    """What the process ``pid`` of ``host`` came to, of the runs later than ``after``; null: it never began one.

    Raises DatabaseProblem.
    """
    with problems_named(engine), engine.connect() as connection:
        run = connection.execute(text(_RUN), {"host": host, "pid": pid, "after": after}).one_or_none()
        if run is None:
            return None
        outcomes = connection.execute(text(_OUTCOMES), {"run_id": run.id})
        return CrawlResult(
            run_id=run.id,
            status=run.status,
            problems=run.problems,
            outcomes={row.outcome: row.pages for row in outcomes},
        )
