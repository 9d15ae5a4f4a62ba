"""Sources as ``scrapy status`` prints them: a row, in full, and for machines."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from crawler.columns import plain
from crawler.schedule.due import roughly
from crawler.schedule.health import Health
from crawler.sources.cadence import spelled
from crawler.sources.reading import SourceProblem
from models.status import RunStatus, Status

COLUMNS = ("source", "every", "last run", "took", "state", "next", "24 h", "7 d", "due", "quar.", "pages", "wrong")
"""``due`` counts URLs that are due now, ``pages`` the last run's by outcome."""


def row(health: Health) -> tuple[str, ...]:
    """The source's cells under ``COLUMNS``; what is wrong stands last, as the one column without a limit."""
    run, urls, articles = health.status.last_run, health.status.urls, health.status.articles
    took = health.took
    return (
        health.source.slug,
        spelled(health.every) if health.source.enabled else "off",
        f"{roughly(health.at - run.started_at)} ago" if run else "never",
        roughly(took) if took is not None else "",
        health.run_state,
        _next(health),
        str(articles.day),
        str(articles.week),
        str(urls.due),
        str(urls.quarantined),
        _pages(run.outcomes) if run else "",
        plain("; ".join(health.wrong)),
    )


def in_full(health: Health, runs: Sequence[RunStatus]) -> Iterator[str]:
    """Everything about one source, a line a fact, with its last runs and their problems."""
    source, urls, articles = health.source, health.status.urls, health.status.articles
    newest = f", the newest {roughly(health.at - articles.last)} ago" if articles.last else ""
    facts = {
        "enabled": "yes" if source.enabled else "no: scheduled crawls pass it over",
        "every": spelled(health.every),
        "next crawl": _next(health) or "by hand",
        "new articles": f"{articles.day} in 24 h, {articles.week} in 7 d, {articles.four_weeks} in 28 d{newest}",
        "URLs": f"{urls.known}: {urls.due} due now, {urls.quarantined} in quarantine, {urls.failed} failed",
        "wrong": "nothing",
    }
    if health.wrong:
        facts["wrong"] = f"\n{'':15}".join(map(plain, health.wrong))
    yield f"{source.slug}: {source.name}"
    yield from (f"  {name:<13}{said}" for name, said in facts.items())
    yield "  runs, the newest first" if runs else "  no runs yet"
    for run in runs:
        yield f"    {_told(run)}"
        yield from (f"      {plain(problem)}" for problem in run.problems)


def as_json(
    wanted: Sequence[Health], status: Status, runs: Sequence[RunStatus], problems: Sequence[SourceProblem]
) -> dict[str, Any]:
    """All of it for machines: times as ISO 8601, lengths in seconds."""
    return {
        "at": status.at.isoformat(),
        "sources": [_source_json(health) for health in wanted],
        **({"runs": [_run_json(run) for run in runs]} if runs else {}),
        "broken_files": [str(problem) for problem in problems],
        "without_file": {
            "sources": status.other_sources,
            "urls": status.other_urls.known,
            "quarantined": status.other_urls.quarantined,
            "failed": status.other_urls.failed,
        },
    }


def _source_json(health: Health) -> dict[str, Any]:
    run, urls, articles = health.status.last_run, health.status.urls, health.status.articles
    return {
        "slug": health.source.slug,
        "name": health.source.name,
        "enabled": health.source.enabled,
        "every_seconds": int(health.every.total_seconds()),
        "last_run": None if run is None else {**_run_json(run), "state": health.run_state},
        "last_run_seconds": _seconds(health.took),
        "next_at": _iso(health.next_at),
        "articles_24h": articles.day,
        "articles_7d": articles.week,
        "last_article_at": _iso(articles.last),
        "urls": urls.known,
        "urls_due": urls.due,
        "urls_failed": urls.failed,
        "quarantined": urls.quarantined,
        "wrong": list(health.wrong),
    }


def _run_json(run: RunStatus) -> dict[str, Any]:
    return {
        "id": run.id,
        "started_at": run.started_at.isoformat(),
        "finished_at": _iso(run.finished_at),
        "heartbeat_at": run.heartbeat_at.isoformat(),
        "status": run.status,
        "arguments": dict(run.arguments),
        "outcomes": dict(run.outcomes),
        "problems": list(run.problems),
        "host": run.host,
        "pid": run.pid,
    }


def _told(run: RunStatus) -> str:
    """A run in a line."""
    bounds = "".join(f" {name}={given}" for name, given in run.arguments.items() if name != "source")
    took = f", {roughly(run.finished_at - run.started_at)}" if run.finished_at else ""
    begun = run.started_at.strftime("%Y-%m-%d %H:%M UTC")
    return plain(f"run {run.id}{bounds}: {begun}{took}, {run.status}: {_pages(run.outcomes) or 'no page'}")


def _next(health: Health) -> str:
    if health.run_state == "running":
        return "runs"
    if health.next_at is None:
        return ""
    return f"in {roughly(health.next_at - health.at)}" if health.next_at > health.at else "now"


def _pages(outcomes: Mapping[str, int]) -> str:
    return ", ".join(f"{count} {outcome}" for outcome, count in outcomes.items())


def _iso(moment: datetime | None) -> str | None:
    return None if moment is None else moment.isoformat()


def _seconds(time: timedelta | None) -> float | None:
    return None if time is None else round(time.total_seconds(), 1)
