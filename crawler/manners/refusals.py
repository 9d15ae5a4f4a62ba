"""Requests that are not sent, because manners forbid it."""

from typing import ClassVar

from scrapy.exceptions import IgnoreRequest

from models.items import Failure

# A signal of ours, with ``host`` and ``seconds``: a host asks to be left alone for longer than a run waits.
host_given_up = object()


class Refused(IgnoreRequest):
    """A request that was not sent. ``outcome`` and ``reason`` say what becomes of its page."""

    outcome: ClassVar[Failure] = "failed"
    reason: ClassVar[str] = "refused"

    def __init__(self, detail: str, retry_after: float | None = None) -> None:
        super().__init__(detail)
        self.retry_after = retry_after
        """Seconds after which another try makes sense; null if nobody can tell."""


class RobotsUnreachable(Refused):
    """The host's robots.txt cannot be read now, so nothing of the host may be fetched now (RFC 9309, 2.3.1.4)."""

    reason = "robots_unreachable"


class CrawlDelayTooLong(Refused):
    """robots.txt asks for pauses so long that the host does not want to be crawled."""

    outcome = "dropped"
    reason = "crawl_delay"


class HeldOff(Refused):
    """The host has asked to be left alone for longer than a run waits."""

    reason = "held_off"


class BudgetSpent(Refused):
    """The host has got as many requests as it gets in a day."""

    outcome = "dropped"
    reason = "budget"


class Stopped(Refused):
    """The crawl is ending: the request was still waiting for its turn, and is as if it had never been taken up."""

    reason = "stopped"
