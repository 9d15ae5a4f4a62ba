"""All that a report shows, read at one moment."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

from sqlalchemy import Connection, Engine, text

from models.engine import problems_named
from models.reporting.alarms import Fall, read_falls, read_reading
from models.reporting.corpus import Coverage, read_coverage, read_sources
from models.reporting.events import Events, read_events
from models.reporting.photos import Photos, read_photos
from models.reporting.revisions import Revisions, read_revisions
from models.reporting.wanted import Row, Wanted

Progress = Callable[[str], None]
"""Told what is read next."""
_Part = TypeVar("_Part")


@dataclass(frozen=True, slots=True, kw_only=True)
class Corpus:
    """The part of a corpus that was asked for."""

    at: datetime
    """The moment that all this is true of, by the database's clock; UTC."""
    wanted: Wanted
    sources: dict[int, Row]
    """Every source by its id."""
    coverage: Coverage
    events: Events
    photos: Photos
    revisions: Revisions
    reading: Mapping[int, Row]
    """How each source is read, by its id: see ``read_reading``."""
    falls: Sequence[Fall]
    """Shares of fields that fell of late."""


def may_read_tables(engine: Engine) -> bool:
    """Whether this login may read more than the analysts' schema: true, too, where there is no schema at all yet.
    Raises DatabaseProblem."""
    query = "select coalesce(has_schema_privilege(to_regnamespace('news')::oid, 'usage'), true)"
    with problems_named(engine), engine.connect() as connection:
        return bool(connection.exec_driver_sql(query).scalar_one())


def source_ids(engine: Engine, names: Sequence[str]) -> tuple[list[int], list[str]]:
    """The ids of sources by their slugs, and the slugs that no source has. Raises DatabaseProblem."""
    with problems_named(engine), engine.connect() as connection:
        known = {row["slug"]: row["source_id"] for row in read_sources(connection).values()}
    return [known[name] for name in names if name in known], [name for name in names if name not in known]


def has_event(engine: Engine, event: int) -> bool:
    """Whether there is a current event of this id. Raises DatabaseProblem."""
    with problems_named(engine), engine.connect() as connection:
        query = text("select exists (select from analyst.events where event_id = :event)")
        return bool(connection.execute(query, {"event": event}).scalar_one())


def read_corpus(engine: Engine, wanted: Wanted, progress: Progress) -> Corpus:
    """What is wanted of the corpus, from one snapshot. Raises DatabaseProblem."""
    with problems_named(engine), engine.connect() as connection:
        connection.execute(text("set transaction isolation level repeatable read read only"))

        def part(name: str, read: Callable[[Connection, Wanted], _Part]) -> _Part:
            progress(name)
            return read(connection, wanted)

        at: datetime = connection.execute(text("select now()")).scalar_one()
        coverage = part("coverage", read_coverage)
        newest = max((each.day for each in coverage.days if each.day <= at.date()), default=None)
        return Corpus(
            at=at,
            wanted=wanted,
            sources=read_sources(connection),
            coverage=coverage,
            events=part("events", read_events),
            photos=part("photos", read_photos),
            revisions=part("revisions", read_revisions),
            reading=part("alarms", read_reading),
            falls=part("alarms", lambda of, which: read_falls(of, which, newest)),
        )
