"""What a person should look at before trusting a corpus: pages that could not be read, fields that emptied."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import Connection

from models.reporting.corpus import Coverage, Day, read_coverage
from models.reporting.wanted import Row, Wanted, rows

SPAN = timedelta(days=28)
"""The last days of the period, compared with as many before."""
# Of fewer articles no share can be told; a fifth is more than the chance of some dozen articles.
_READ = 200  # sources, those with most pages unread
ENOUGH = 10
FALL = 0.2

_SHARES = (
    ("text", "with_body", "articles"),
    ("byline", "with_byline", "articles"),
    ("photos", "with_photos", "articles"),
    ("captions", "with_caption", "captions"),
    ("credit lines", "with_credit", "captions"),
    ("photographers", "with_photographer", "captions"),
)

_READING = """
    select source_id, pages_28_days as pages, quarantined_28_days as quarantined, failed_28_days as failed, time_rate,
        understood_rate
    from analyst.quality where {conditions}
    order by quarantined_28_days + failed_28_days desc, pages_28_days desc, source_id limit :limit
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fall:
    """A share of a source that fell."""

    source_id: int
    what: str
    """text, byline, photos, captions, credit lines or photographers."""
    was: float
    """0 to 1: in the four weeks before."""
    became: float
    """0 to 1: in the last four weeks."""
    of: int
    """Of how many articles, or captions, in the last four weeks."""


def read_reading(connection: Connection, wanted: Wanted) -> dict[int, Row]:
    """How each source is read, by its id: ``pages`` fetched in 28 days, of them ``quarantined`` and ``failed``;
    ``time_rate`` (articles whose date has an hour) and ``understood_rate`` (credit lines that were understood), 0 to 1
    or null."""
    query = _READING.format(conditions="source_id = any(:sources)" if wanted.sources else "true")
    return {row["source_id"]: row for row in rows(connection, query, wanted, limit=_READ)}


def read_falls(connection: Connection, wanted: Wanted, newest: date | None) -> list[Fall]:
    """Shares that are much smaller in the last four weeks of what is wanted than in the four before."""
    until = wanted.until if newest is None or (wanted.until is not None and wanted.until < newest) else newest
    if until is None or until.toordinal() <= 2 * SPAN.days:
        return []
    recent = Wanted(since=until - 2 * SPAN + timedelta(days=1), until=until, sources=wanted.sources)
    return falls(read_coverage(connection, recent), until)


def falls(coverage: Coverage, until: date) -> list[Fall]:
    """Shares that are much less in the four weeks up to ``until`` than in the four before; the deepest fall first."""
    late = _sums(coverage.days, until - SPAN + timedelta(days=1), until)
    early = _sums(coverage.days, until - 2 * SPAN + timedelta(days=1), until - SPAN)
    found = [fall for source in late if source in early for fall in _fallen(source, early[source], late[source])]
    return sorted(found, key=lambda fall: fall.became - fall.was)


def _fallen(source: int, early: dict[str, int], late: dict[str, int]) -> Iterator[Fall]:
    for what, part, whole in _SHARES:
        if min(early[whole], late[whole]) < ENOUGH:
            continue
        was, became = early[part] / early[whole], late[part] / late[whole]
        if was - became >= FALL:
            yield Fall(source_id=source, what=what, was=was, became=became, of=late[whole])


def _sums(days: Sequence[Day], first: date, last: date) -> dict[int, dict[str, int]]:
    names = sorted({name for _, part, whole in _SHARES for name in (part, whole)})
    sums: dict[int, dict[str, int]] = {}
    for day in days:
        if first <= day.day <= last:
            of = sums.setdefault(day.source_id, dict.fromkeys(names, 0))
            for name in names:
                of[name] += getattr(day, name)
    return sums
