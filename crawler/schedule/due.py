"""Which sources are due, and in which order."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Literal

from crawler.sources.cadence import spelled
from crawler.sources.schema import Source
from models.crawls import LastCrawl

# A run begins some seconds after the call that starts it: without this, a source of 30m would be missed by every second
# call of a timer of 30 minutes.
GRACE = timedelta(minutes=1)

# A crawl that was killed is taken up soon, and not at its cadence; a source that kills its crawls is not tried all day.
AFTER_A_KILL = timedelta(minutes=10)

State = Literal["due", "not due", "running", "not enabled"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """How a source stands in the schedule."""

    source: Source
    every: timedelta
    """Its cadence."""
    last: LastCrawl
    """As of when this was made."""

    @property
    def state(self) -> State:
        """What scheduled crawls make of it."""
        if not self.source.enabled:
            return "not enabled"
        if self.last.is_running:
            return "running"
        return "due" if self.overdue is None or self.overdue >= -GRACE else "not due"

    @property
    def overdue(self) -> timedelta | None:
        """Since it was due, negative if it will be; null: it was never crawled."""
        every = min(self.every, AFTER_A_KILL) if self.last.was_killed else self.every
        return None if self.last.ago is None else self.last.ago - every

    @property
    def said(self) -> str:
        """One line for people."""
        every = f"every {spelled(self.every)}" + (", the last crawl was killed" if self.last.was_killed else "")
        match self.state:
            case "not enabled":
                return "not enabled"
            case "running":
                return "skipped: another run crawls it"
            case _ if self.overdue is None:
                return f"due: never crawled, {every}"
            case "due":
                return f"due since {roughly(max(self.overdue, timedelta(0)))}, {every}"
            case _:
                return f"due in {roughly(-self.overdue)}, {every}"


def standings(sources: Iterable[Source], last: Mapping[str, LastCrawl], usual: timedelta) -> list[Standing]:
    """How the sources stand, longest overdue first, and before them those that were never crawled."""
    found = [Standing(source=s, every=s.crawl.every or usual, last=last.get(s.slug, LastCrawl())) for s in sources]
    return sorted(found, key=lambda standing: standing.overdue or timedelta.max, reverse=True)


def roughly(time: timedelta) -> str:
    """A length of time in its largest unit: ``40 s``, ``12 min``, ``5 h``, ``3 d``."""
    seconds = round(time.total_seconds())
    for unit, length in (("d", 86_400), ("h", 3_600), ("min", 60)):
        if seconds >= 2 * length or (unit == "min" and seconds >= length):
            return f"{seconds // length} {unit}"
    return f"{seconds} s"
