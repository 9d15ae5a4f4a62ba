"""What a report is about, and the conditions that say so in SQL."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection, text

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """The part of a corpus that a report shows; null or empty: all of it."""

    since: date | None = None
    """First day; an article's is the local day of its publication."""
    until: date | None = None
    """Last day, itself included."""
    event: int | None = None
    """One event only."""
    sources: Sequence[int] = ()
    """Ids of sources; none: every source."""

    @property
    def bound(self) -> dict[str, Any]:
        """The parameters of the conditions below."""
        return {"since": self.since, "until": self.until, "event": self.event, "sources": list(self.sources)}

    @property
    def articles(self) -> str:
        """Which rows of ``analyst.articles``, ``analyst.captions`` and what else has their columns."""
        return self._conditions("published_date", "event_id = :event")

    @property
    def revisions(self) -> str:
        """Which rows of ``analyst.revisions`` joined with ``analyst.articles``: by the day of the capture, in UTC."""
        return self._conditions("(captured_at at time zone 'UTC')::date", "event_id = :event")

    @property
    def events(self) -> str:
        """Which rows of ``analyst.events``: what happened in these days; where that is not known, was reported."""
        chosen = [
            (self.since, "coalesce(occurred_to, (last_report_at at time zone 'UTC')::date) >= :since"),
            (self.until, "coalesce(occurred_from, (first_report_at at time zone 'UTC')::date) <= :until"),
            (self.event, "event_id = :event"),
            (
                self.sources or None,
                "event_id in (select event_id from analyst.articles where source_id = any(:sources))",
            ),
        ]
        return _and(condition for value, condition in chosen if value is not None)

    def _conditions(self, day: str, event: str) -> str:
        chosen = [
            (self.since, f"{day} >= :since"),
            (self.until, f"{day} <= :until"),
            (self.event, event),
            (self.sources or None, "source_id = any(:sources)"),
        ]
        return _and(condition for value, condition in chosen if value is not None)


def _and(conditions: Any) -> str:
    return " and ".join(conditions) or "true"


def rows(connection: Connection, query: str, wanted: Wanted, **more: Any) -> list[Row]:
    """The rows of a query over what is wanted; parameters that it does not name are left out."""
    statement = text(query)
    bound = wanted.bound | more
    named = {name: bound[name] for name in statement.compile().params}
    return [dict(row) for row in connection.execute(statement, named).mappings()]
