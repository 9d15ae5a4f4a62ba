"""How much there is, by source and by day."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection

from models.reporting.wanted import Row, Wanted, rows

_COUNTED = ("articles", "with_body", "with_byline")
_PICTURED = ("with_photos", "captions", "with_caption", "with_credit", "with_photographer")


@dataclass(frozen=True, slots=True, kw_only=True)
class Day:
    """A source on a local day."""

    source_id: int
    day: date
    articles: int = 0
    with_body: int = 0
    with_byline: int = 0
    with_photos: int = 0
    captions: int = 0
    """Photos in articles: one that stands in two counts twice."""
    with_caption: int = 0
    with_credit: int = 0
    with_photographer: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Coverage:
    """What was published, as far as it bears a date."""

    days: Sequence[Day]
    """In order of day and source; days without an article are left out."""
    undated: int
    """Articles without a date of publication: they are in no day. 0 if only a period is asked for."""


def read_sources(connection: Connection) -> dict[int, Row]:
    """Every source: ``source_id``, ``name``, ``slug``, ``domain``, ``language``, ``country``."""
    query = "select source_id, name, slug, domain, language, country from analyst.sources order by name, source_id"
    return {row["source_id"]: row for row in rows(connection, query, Wanted())}


def read_coverage(connection: Connection, wanted: Wanted) -> Coverage:
    """Articles by source and day, and how full they are."""
    counted = f"""
        select source_id, published_date as day, count(*) as articles,
            count(*) filter (where word_count > 0) as with_body, count(byline) as with_byline
        from analyst.articles where {wanted.articles} group by 1, 2
    """  # noqa: S608 - our own conditions
    pictured = f"""
        select source_id, published_date as day, count(distinct article_id) as with_photos, count(*) as captions,
            count(caption) as with_caption, count(credit_line) as with_credit, count(photographer) as with_photographer
        from analyst.captions where {wanted.articles} group by 1, 2
    """  # noqa: S608
    found = {(row["source_id"], row["day"]): row for row in rows(connection, counted, wanted)}
    photos = {(row["source_id"], row["day"]): row for row in rows(connection, pictured, wanted)}
    days = [
        _day(source, day, row, photos.get((source, day), {})) for (source, day), row in found.items() if day is not None
    ]
    return Coverage(
        days=sorted(days, key=lambda each: (each.day, each.source_id)),
        undated=sum(row["articles"] for (_, day), row in found.items() if day is None),
    )


def _day(source: int, day: date, counted: Row, pictured: Mapping[str, int]) -> Day:
    counts = {name: counted[name] for name in _COUNTED} | {name: pictured.get(name, 0) for name in _PICTURED}
    return Day(source_id=source, day=day, **counts)
