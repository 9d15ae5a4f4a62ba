"""Where fetches stand in the archive, as the database has it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from operator import attrgetter

from sqlalchemy import ColumnElement, Engine, Select, select

from models.engine import problems_named
from models.tables import Fetch, Source, Url

_GIVEN = "file:%"  # files that a person named to the warc spider are not the archive's


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """The record that a row of ``fetches`` names."""

    fetch_id: int
    file: str
    """As ``Archived.file``."""
    offset: int
    """Bytes."""
    length: int
    """Bytes."""
    digest: str | None
    """The record's payload digest, as ``sha1:BASE32``."""


def place_of_fetch(engine: Engine, fetch_id: int) -> tuple[str, Place | None] | None:
    """The URL that a fetch asked for, and its record; null for the record if it names none, null if there is no such
    fetch. Raises DatabaseProblem."""
    with problems_named(engine), engine.connect() as connection:
        url = connection.scalar(select(Url.url).join(Fetch, Fetch.url_id == Url.id).where(Fetch.id == fetch_id))
        row = connection.execute(_places(Fetch.id == fetch_id)).first()
    if url is None:
        return None
    return url, None if row is None else Place(**row._mapping)


def all_places(engine: Engine) -> Iterator[tuple[str, list[Place]]]:
    """The archive's files that fetches name, sorted by name (as bytes), each with its places in their order; one file
    at a time is held in memory. Raises DatabaseProblem."""
    query = _places(Fetch.warc_file.not_like(_GIVEN))
    yield from ((file, list(places)) for file, places in groupby(_stream(engine, query), attrgetter("file")))


def places_of(
    engine: Engine,
    *,
    source: str | None = None,
    since: date | None = None,
    until: date | None = None,
    article: int | None = None,
) -> Iterator[Place]:
    """The places of the fetches that meet every condition given, days in UTC and both included. Raises
    DatabaseProblem."""
    conditions: list[ColumnElement[bool]] = [Fetch.warc_file.not_like(_GIVEN)]
    if source is not None:
        urls = select(Url.id).join(Source).where(Source.slug == source)
        conditions.append(Fetch.url_id.in_(urls))
    if since is not None:
        conditions.append(Fetch.fetched_at >= datetime.fromisoformat(f"{since}T00:00:00+00:00"))
    if until is not None:
        conditions.append(Fetch.fetched_at <= datetime.fromisoformat(f"{until}T23:59:59.999999+00:00"))
    if article is not None:
        conditions.append(Fetch.article_id == article)
    yield from _stream(engine, _places(*conditions))


def _stream(engine: Engine, query: Select[int, str | None, int | None, int | None, str | None]) -> Iterator[Place]:
    with problems_named(engine), engine.connect().execution_options(yield_per=1000) as connection:
        for row in connection.execute(query):
            yield Place(**row._mapping)


def _places(
    *conditions: ColumnElement[bool],
) -> Select[int, str | None, int | None, int | None, str | None]:
    return (
        select(
            Fetch.id.label("fetch_id"),
            Fetch.warc_file.label("file"),
            Fetch.warc_offset.label("offset"),
            Fetch.warc_length.label("length"),
            Fetch.payload_digest.label("digest"),
        )
        .where(Fetch.warc_file.is_not(None), *conditions)
        .order_by(Fetch.warc_file.collate("C"), Fetch.warc_offset, Fetch.id)
    )
