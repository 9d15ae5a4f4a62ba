"""What is wrong with a source, in words for people."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from crawler.schedule.due import roughly
from crawler.sources.cadence import spelled
from crawler.sources.schema import Source
from models.status import SILENT, SourceStatus, Status

OVERDUE = 3  # cadences that a crawl may be late
# Quiet: silent for twice as long as ever in four weeks, and a day at least; of fewer articles nothing can be told.
_TIMES_THE_LONGEST_GAP = 2
_LEAST_SILENCE = timedelta(days=1)
_ENOUGH_ARTICLES = 10
# Piling up: more than a source's usual handful, and more than a tenth of all its URLs.
_MANY_FAILED = 20
_PART_FAILED = 0.1


@dataclass(frozen=True, slots=True, kw_only=True)
class Health:
    """A source as ``scrapy status`` shows it."""

    source: Source
    every: timedelta
    """Its cadence."""
    status: SourceStatus
    at: datetime
    """The moment that all this is true of."""

    @property
    def run_state(self) -> str:
        """The last run's status, and ``dead`` for one that does not say any more that it lives; empty: none yet."""
        run = self.status.last_run
        if run is None:
            return ""
        return "dead" if run.status == "running" and self.at - run.heartbeat_at > SILENT else run.status

    @property
    def took(self) -> timedelta | None:
        """How long the last run took, or has been running; of a dead one, until its last heartbeat."""
        run = self.status.last_run
        if run is None:
            return None
        until = run.finished_at or (run.heartbeat_at if self.run_state == "dead" else self.at)
        return max(until - run.started_at, timedelta(0))

    @property
    def next_at(self) -> datetime | None:
        """When it is due: now, if it was never crawled; null: scheduled crawls pass it over."""
        if not self.source.enabled:
            return None
        started = self.status.whole_started_at
        return self.at if started is None else started + self.every

    @property
    def wrong(self) -> tuple[str, ...]:
        """What a person should see to, the worst first; empty: nothing. Nothing is expected of what is not enabled."""
        return tuple(self._wrong()) if self.source.enabled else ()

    def _wrong(self) -> Iterator[str]:
        run, urls = self.status.last_run, self.status.urls
        match self.run_state:
            case "dead":
                yield f"its run {run.id} is dead: no heartbeat for {roughly(self.at - run.heartbeat_at)}" if run else ""
            case "killed":
                yield "its last run was killed"
            case "failed":
                yield f"fell short: {run.problems[0] if run and run.problems else 'the run does not say how'}"
        if self.next_at is not None and self.status.whole_started_at is None and self.run_state != "running":
            yield "never crawled"
        elif self.next_at is not None and self.at - self.next_at > OVERDUE * self.every and self.run_state != "running":
            yield f"overdue for {roughly(self.at - self.next_at)} (every {spelled(self.every)}): does crawl-due run?"
        if (silence := self._silence()) is not None:
            yield f"quiet: no new article for {roughly(silence)}, it was never longer than {roughly(self._longest())}"
        if urls.failed > max(_MANY_FAILED, _PART_FAILED * urls.known):
            yield f"{urls.failed} of {urls.known} URLs failed when they were last fetched"

    def _longest(self) -> timedelta:
        return self.status.articles.longest_gap or timedelta(0)

    def _silence(self) -> timedelta | None:
        """For how long the source has been strangely quiet; null if it has not. While nobody crawls, nobody knows."""
        articles, crawled = self.status.articles, self.status.whole_started_at
        if articles.last is None or crawled is None or articles.four_weeks < _ENOUGH_ARTICLES:
            return None
        silence = crawled - articles.last
        usual = max(_TIMES_THE_LONGEST_GAP * self._longest(), _LEAST_SILENCE)
        return silence if silence > usual else None


def healths(sources: list[Source], status: Status, usual: timedelta) -> list[Health]:
    """The sources as they are, in their order; ``usual`` is the cadence where a file names none."""
    return [
        Health(source=s, every=s.crawl.every or usual, status=status.sources[s.slug], at=status.at) for s in sources
    ]
