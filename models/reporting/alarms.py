"""What a person should look at before trusting a corpus: pages that could not be read, fields that emptied."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import Connection

from models.reporting.corpus import Coverage, Day
from models.reporting.wanted import Row, Wanted, rows

RUNS_OF = timedelta(days=28)
"""How far back runs are looked at."""
SPAN = timedelta(days=28)
"""The last days of the period, compared with as many before."""
# Of fewer articles no share can be told; a fifth is more than the chance of some dozen articles.
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

_RUNS = """
    select source, source_id, count(*) as runs, sum(quarantined)::bigint as quarantined, sum(failed)::bigint as failed,
        count(*) filter (where status not in ('finished', 'running')) as short,
        max(started_at) as last_run_at
    from analyst.runs
    where started_at > now() - cast(:back as interval) and {conditions}
    group by source, source_id
    having sum(quarantined) + sum(failed) > 0 or count(*) filter (where status not in ('finished', 'running')) > 0
    order by sum(quarantined) + sum(failed) desc, source
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


def read_unread(connection: Connection, wanted: Wanted) -> list[Row]:
    """Sources whose runs of four weeks quarantined or failed pages, or fell short: ``source``, ``source_id``, ``runs``,
    ``quarantined``, ``failed``, ``short`` (runs), ``last_run_at``."""
    query = _RUNS.format(conditions="source_id = any(:sources)" if wanted.sources else "true")
    return rows(connection, query, wanted, back=f"{RUNS_OF.days} days")


def falls(coverage: Coverage, until: date) -> list[Fall]:
    """Shares that are much smaller in the four weeks up to ``until`` than in the four before; the deepest fall first."""
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
