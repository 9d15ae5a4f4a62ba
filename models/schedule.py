"""When a page is seen again: a pure function of what its last fetch came to.

A fresh article is seen again within the hour, for that is when headlines are rewritten; one that has long been still is
seen ever more rarely, and in the end no more, unless its feed or sitemap gives it a new date of change.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from typing import Literal

from models.items import Fetch

State = Literal["new", "kept", "gone", "dropped", "quarantined", "failed"]

SOONEST = timedelta(minutes=45)
LONGEST = timedelta(days=30)
FORGOTTEN = timedelta(days=180)
_SHARE = 4  # after eight days of silence the next look is in two
_FIRST_RETRY = timedelta(minutes=10)
_LAST_RETRY = timedelta(days=1)
_TRIES = 8
_LOOKS = 3
# What such an address gives does not change, unless there was an article before.
_FOR_GOOD = frozenset({"not_html", "too_large", "not_http", "private_address", "redirect_loop", "no_http_status"})
_GONE = frozenset({"http_404", "http_410"})


@dataclass(frozen=True, slots=True)
class Visit:
    """What the frontier keeps of a fetch."""

    state: State
    after: timedelta | None
    """From now to the next fetch; null: never, until something new is heard of the page."""
    attempts: int
    """Fetches in a row that came to nothing."""


def next_visit(fetch: Fetch, outcome: str, reason: str | None, *, attempts: int, changed_at: datetime | None) -> Visit:
    """When the page of ``fetch`` is due again. ``attempts`` are those before it; ``changed_at`` is when its
    article last changed, as far as is known."""
    if outcome in ("stored", "revised", "unchanged") or reason == "older_capture":
        return Visit("kept", _quiet(fetch.fetched_at - (changed_at or fetch.fetched_at)), 0)
    if outcome == "failed":
        return _again(fetch, reason, attempts)
    if outcome == "quarantined":
        return Visit("quarantined", None, attempts)
    return _dropped(fetch, reason, attempts, was_kept=changed_at is not None)


def _quiet(still: timedelta) -> timedelta | None:
    """How long to wait after an article has been still for so long; a clock that was set back counts as none."""
    return None if still > FORGOTTEN else min(max(still / _SHARE, SOONEST), LONGEST)


def _again(fetch: Fetch, reason: str | None, attempts: int) -> Visit:
    asked = timedelta(seconds=fetch.retry_after or 0)
    if reason in ("held_off", "robots_unreachable"):  # the host's trouble, not the page's: it never counts as tried
        return Visit("failed", max(asked, _FIRST_RETRY), attempts)
    attempts += 1
    if attempts >= _TRIES:
        return Visit("failed", None, attempts)
    return Visit("failed", max(asked, min(_FIRST_RETRY * 3 ** (attempts - 1), _LAST_RETRY)), attempts)


def _dropped(fetch: Fetch, reason: str | None, attempts: int, *, was_kept: bool) -> Visit:
    if reason == "budget":
        return Visit("dropped", _to_midnight(fetch.fetched_at), attempts)
    if reason == "outside_window":  # of this run only; the next may want it
        return Visit("dropped", timedelta(0), attempts)
    if reason in ("robots", "crawl_delay"):  # the rules may change; a look at them costs the page no request
        return Visit("dropped", timedelta(days=7), attempts)
    again = timedelta(days=1) if attempts + 1 < _LOOKS else None
    if reason in _GONE:
        return Visit("gone", again, attempts + 1)
    if reason in _FOR_GOOD and not was_kept:
        return Visit("dropped", None, attempts)
    return Visit("dropped", again, attempts + 1)  # walls fall, blocks are lifted, pages come back


def _to_midnight(now: datetime) -> timedelta:
    tomorrow = now.astimezone(UTC).date() + timedelta(days=1)
    return datetime.combine(tomorrow, time(), UTC) - now
