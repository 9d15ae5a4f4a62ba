"""The page: Jinja's templates, filled with what was read. Everything that is printed is escaped and cleaned."""

from collections.abc import Sequence
from importlib.metadata import version
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from crawler.reports import parts, spans, wording
from crawler.reports.alarms import Alarm
from crawler.reports.file import GENERATOR
from crawler.reports.text import cleaned, cut, link, speaks
from models.reporting import events, photos, revisions
from models.reporting.alarms import SPAN
from models.reporting.reading import Corpus
from models.reporting.wanted import Wanted

_TEMPLATES = Path(__file__).with_name("templates")


def written(corpus: Corpus, alarms: Sequence[Alarm], *, crawl_seen: bool) -> str:
    """The whole page. ``crawl_seen``: whether what ``scrapy status`` knows is among the alarms."""
    return (
        _environment()
        .get_template("page.html")
        .render(
            corpus=corpus,
            about=_about(corpus),
            chosen=_chosen(corpus.wanted, corpus),
            totals=_totals(corpus, alarms),
            timeline=parts.timeline(corpus),
            coverage=parts.coverage(corpus),
            places=parts.places(corpus),
            revisions=parts.revisions(corpus),
            alarms=alarms,
            crawl_seen=crawl_seen,
            limits={
                "events": events.LISTED,
                "members": events.MEMBERS,
                "places": events.PLACES,
                "photos": photos.SHOWN,
                "names": photos.NAMED,
                "revisions": revisions.SHOWN,
                "sources": parts.SOURCES,
                "weeks": SPAN.days // 7,
            },
            generator=GENERATOR,
            version=version("dateline"),
        )
    )


def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(_TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=cleaned,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {
        "cut": cut,
        "link": link,
        "speaks": speaks,
        "day": spans.day,
        "days": spans.days,
        "number": wording.number,
        "share": wording.share,
        "country": wording.country,
        "language": wording.language,
        "count": wording.count,
    }
    return environment


def _about(corpus: Corpus) -> dict[str, Any]:
    """The heading, and the language it is in."""
    if corpus.wanted.event is not None and corpus.events.listed:
        event = corpus.events.listed[0]
        return {"title": event["title"], "language": event["language"]}
    return {"title": "What the corpus holds", "language": "en"}


def _chosen(wanted: Wanted, corpus: Corpus) -> list[tuple[str, str]]:
    """What the report was asked for: names and values."""
    first = min((day.day for day in corpus.coverage.days), default=None)
    last = max((day.day for day in corpus.coverage.days), default=None)
    since, until = wanted.since or first, wanted.until or last
    chosen = []
    if since and until:
        chosen.append(("Published", spans.days(since, max(since, until))))
    if wanted.event is not None:
        chosen.append(("Event", str(wanted.event)))
    if wanted.sources:
        chosen.append(("Sources", ", ".join(corpus.sources[source]["name"] for source in wanted.sources)))
    return chosen


def _totals(corpus: Corpus, alarms: Sequence[Alarm]) -> list[tuple[str, str, int]]:
    """Part of the page, noun and number."""
    days, named = corpus.coverage.days, corpus.photos.photographers
    counted = [
        ("coverage", "article", "articles", sum(day.articles for day in days) + corpus.coverage.undated),
        ("coverage", "source with articles", "sources with articles", len({day.source_id for day in days})),
        ("timeline", "event", "events", corpus.events.total),
        ("photos", "photo in articles", "photos in articles", sum(day.captions for day in days)),
        ("photos", "photographer", "photographers", named[0]["total"] if named else 0),
        ("revisions", "revision", "revisions", corpus.revisions.total),
        ("alarms", "alarm", "alarms", len(alarms)),
    ]
    return [(part, one if number == 1 else more, number) for part, one, more, number in counted]
