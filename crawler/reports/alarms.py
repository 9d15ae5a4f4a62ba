"""The alarms of a report: what ``scrapy status`` says is wrong, pages that were not read, fields that emptied."""

from collections.abc import Sequence
from dataclasses import dataclass

from crawler.reports.wording import count, share
from crawler.schedule.health import Health
from models.reporting.reading import Corpus

_NEVER = "never crawled"
_NAMED = 12
_UNREAD = 0.1  # of the pages of four weeks
_FEW = 5  # pages: fewer are no alarm


@dataclass(frozen=True, slots=True, kw_only=True)
class Alarm:
    """Something that a person should see to."""

    what: str
    """silent, pages unread, or quality fell."""
    source: str
    """Its name; several in one line."""
    text: str


def alarms(corpus: Corpus, healths: Sequence[Health]) -> list[Alarm]:
    """What is wrong, the sources first. ``healths``: of the sources that the report is about."""
    return [*_wrong(healths), *_unread(corpus), *_fallen(corpus)]


def _wrong(healths: Sequence[Health]) -> list[Alarm]:
    found = [
        Alarm(what="crawl", source=health.source.name, text=wrong)
        for health in healths
        for wrong in health.wrong
        if wrong != _NEVER
    ]
    never = [health.source.name for health in healths if _NEVER in health.wrong]
    if never:
        named = ", ".join(never[:_NAMED]) + (f" and {len(never) - _NAMED} more" if len(never) > _NAMED else "")
        text = f"{count(len(never), 'enabled source')} with a file but without a crawl so far"
        found.append(Alarm(what="crawl", source=named, text=text))
    return found


def _unread(corpus: Corpus) -> list[Alarm]:
    found = []
    for source, row in corpus.reading.items():
        lost = row["quarantined"] + row["failed"]
        if lost >= _FEW and lost > _UNREAD * row["pages"]:
            text = (
                f"of {count(row['pages'], 'page')} of the last 28 days {row['quarantined']:,} went into quarantine"
                f" and {row['failed']:,} failed"
            )
            found.append(Alarm(what="pages unread", source=corpus.sources[source]["name"], text=text))
    return found


def _fallen(corpus: Corpus) -> list[Alarm]:
    return [
        Alarm(
            what="quality fell",
            source=corpus.sources[fall.source_id]["name"],
            text=f"{fall.what}: {share(fall.became)} of {fall.of:,} in the last four weeks,"
            f" {share(fall.was)} in the four before",
        )
        for fall in corpus.falls
    ]
