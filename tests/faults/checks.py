"""What must hold when all is over, whatever was done to the crawls: each check gives what is wrong, a line each."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import psycopg
from warcio.exceptions import ArchiveLoadFailed

from tests.faults.archives import answered_paths, payload_at, unreadable
from tests.faults.site import PaperSite


@dataclass(slots=True)
class Kill:
    """A crawl that was killed, and what was under way.

    A request is **in flight at a kill** if the crawl had sent it and no whole record of its answer stood in the archive
    when the crawl was dead. It may be on the wire, at the server, or received and not yet written. That is exact: what
    is in the archive need never be fetched again, and what is not there can only be fetched again. So that a crawl
    cannot excuse itself by archiving late, no more than its concurrency may be in flight at one kill.
    """

    crawl: int
    """The crawl's number."""
    phase: str
    """What it was at, as far as it was aimed at."""
    seconds: float
    """How long it had lived."""
    was_alive: bool
    """Whether the kill met it: it may have ended before."""
    archived: Counter[str]
    """Answers in the archive for each path, by all crawls."""
    pid: int = 0
    """Its process id."""
    in_flight: Counter[str] = field(default_factory=Counter)
    """How often each path was under way; made by :func:`count_in_flight`."""
    new_pages: int = 0
    """Articles that it had asked for; made by :func:`count_in_flight`."""


def count_in_flight(site: PaperSite, kills: Iterable[Kill], before: Counter[str] | None = None) -> None:
    """Fill in, for each kill, what was in flight. ``before``: what was in the archive before the first."""
    archived = before or Counter()
    for kill in kills:
        asked = site.pages(kill.crawl)
        kill.new_pages = asked.total()
        if kill.was_alive:  # else it has ended by itself, and nothing was under way
            kill.in_flight = asked - (kill.archived - archived)
        archived = kill.archived


def fetched_again(site: PaperSite, kills: Iterable[Kill], concurrency: int) -> list[str]:
    """Each article may be asked for once, and once more for each kill at which it was in flight."""
    excused: Counter[str] = Counter()
    wrong = []
    for kill in kills:
        excused += kill.in_flight
        if kill.in_flight.total() > concurrency:
            wrong.append(
                f"crawl {kill.crawl}: {kill.in_flight.total()} requests in flight when it was killed ({kill.phase}), "
                f"and it may have {concurrency} open"
            )
    beyond = {path: times - 1 - excused[path] for path, times in site.pages().items() if times - 1 > excused[path]}
    if beyond:
        path = next(iter(beyond))
        wrong.append(
            f"{len(beyond)} articles fetched again without need, {sum(beyond.values())} times; one is {path}, "
            f"{site.pages()[path]} times"
        )
    return wrong


def _rows(url: str, query: str) -> list[tuple[Any, ...]]:
    with psycopg.connect(url) as connection:
        return connection.execute(query).fetchall()  # type: ignore[arg-type]


def stored_once(site: PaperSite, url: str, expected: Iterable[str] | None = None) -> list[str]:
    """Each article stands in the database once, whole, with its photo. ``expected``: the paths, if not all."""
    wanted = {path: site.articles[path] for path in (site.articles if expected is None else expected)}
    rows = _rows(
        url,
        "select a.url, a.headline, c.caption, c.credit_raw from news.articles a "
        "left join news.captions c on c.article_id = a.id",
    )
    counted = Counter(urlsplit(address).path for address, *_ in rows)
    wrong = [f"{path} is stored {times} times" for path, times in counted.items() if times > 1]
    missing = [path for path in wanted if path not in counted]
    strange = [path for path in counted if path not in wanted]
    if missing:
        wrong.append(f"{len(missing)} of {len(wanted)} articles are not stored; one is {missing[0]}")
    if strange:
        wrong.append(f"{len(strange)} articles are stored that should not be; one is {strange[0]}")
    for address, headline, caption, credit in rows:
        one = wanted.get(urlsplit(address).path)
        if one and (headline, caption, credit) != (one.headline, one.caption, one.credit):
            wrong.append(f"{one.path} is stored as {(headline, caption, credit)!r}")
    return wrong


def one_outcome_each(site: PaperSite, url: str, outcomes: Iterable[str] = ("stored",)) -> list[str]:
    """Each article has exactly one row in ``fetches``, over all runs."""
    rows = _rows(url, "select u.url, f.outcome from news.urls u left join news.fetches f on f.url_id = u.id")
    found: dict[str, list[str]] = {}
    for address, outcome in rows:
        found.setdefault(urlsplit(address).path, []).append(outcome)
    odd = {path: found.get(path) for path in site.articles if found.get(path) not in [[one] for one in outcomes]}
    if not odd:
        return []
    forms = Counter(", ".join(map(str, outcomes)) if outcomes else "no URL" for outcomes in odd.values())
    return [f"{times} articles have as outcomes: {form}" for form, times in forms.items()]


def paths_with(url: str, outcome: str) -> set[str]:
    """Paths of the pages of which a fetch came to that outcome."""
    query = f"select u.url from news.urls u join news.fetches f on f.url_id = u.id where outcome = '{outcome}'"  # noqa: S608
    return {urlsplit(address).path for (address,) in _rows(url, query)}


def outcomes(url: str, *paths: str) -> list[tuple[str, str | None]]:
    """Outcome and reason of each path's only fetch. Raises ``KeyError`` or ``ValueError`` where it has none or more."""
    rows = _rows(url, "select u.url, f.outcome, f.reason from news.urls u join news.fetches f on f.url_id = u.id")
    found: dict[str, list[tuple[str, str | None]]] = {}
    for address, outcome, reason in rows:
        found.setdefault(urlsplit(address).path, []).append((outcome, reason))
    return [only for path in paths for (only,) in [found[path]]]


def archive_whole(site: PaperSite, url: str, archive: Path) -> list[str]:
    """Every answer is in the archive, and the place in each row of ``fetches`` leads to its payload."""
    wrong = unreadable(archive)
    missing = [path for path in site.pages() if path not in answered_paths(archive)]
    if missing:
        wrong.append(f"{len(missing)} articles were fetched and are not in the archive; one is {missing[0]}")
    rows = _rows(
        url,
        "select u.url, f.warc_file, f.warc_offset, f.warc_length, f.is_revisit, f.sha256 "
        "from news.fetches f join news.urls u on u.id = f.url_id where f.http_status is not null",
    )
    if without := sum(file is None for _, file, *_ in rows):
        wrong.append(f"{without} of {len(rows)} answers in fetches have no place in the archive")
    for address, file, offset, length, is_revisit, sha256 in rows:
        if file is None:
            continue
        try:
            kind, target, digest = payload_at(archive, file, offset, length)
        except (ArchiveLoadFailed, OSError, StopIteration) as error:
            wrong.append(f"{address}: nothing to read at {file}, {offset}: {error!r}")
            continue
        if target != address or kind != ("revisit" if is_revisit else "response"):
            wrong.append(f"{address}: at {file}, {offset} stands a {kind} of {target}")
        elif not is_revisit and digest != sha256:
            wrong.append(f"{address}: the payload at {file}, {offset} is another than was stored")
    return wrong


def all_settled(url: str, kills: Iterable[Kill] = ()) -> list[str]:
    """No run is left running or unsettled; those that were killed are called so."""
    rows = _rows(url, "select id, pid, status, settled_at is not null, problems from news.crawl_runs order by id")
    killed = {kill.pid for kill in kills if kill.was_alive}
    wrong = []
    for run, pid, status, is_settled, problems in rows:
        if status == "running":
            wrong.append(f"run {run} is left running")
        if not is_settled:
            wrong.append(f"run {run} ({status}) is not settled")
        # A kill may meet a crawl that has recorded its end and is about to leave.
        if status not in (("killed", "finished") if pid in killed else ("finished", "failed")):
            wrong.append(f"run {run} is called {status} and was {'' if pid in killed else 'not '}killed: {problems}")
    return wrong


def all_acknowledged(site: PaperSite, url: str) -> list[str]:
    """Every article's URL is kept, bears its article, and owes nothing."""
    rows = _rows(url, "select url, state, attempts, article_id is not null, fetched_at is not null from news.urls")
    odd = Counter(tuple(state) for address, *state in rows if urlsplit(address).path in site.articles)
    del odd["kept", 0, True, True]
    return [f"{times} URLs have as (state, attempts, article, fetched): {state}" for state, times in odd.items()]


def everything(site: PaperSite, url: str, archive: Path, kills: list[Kill], concurrency: int) -> list[str]:
    """All of it, for a site whose every article is good."""
    count_in_flight(site, kills)
    return [
        *stored_once(site, url),
        *one_outcome_each(site, url),
        *archive_whole(site, url, archive),
        *fetched_again(site, kills, concurrency),
        *all_settled(url, kills),
        *all_acknowledged(site, url),
    ]
