"""Hosts, and what is known of each during a run: how fast it may be asked, and until when it is to be left alone."""

from dataclasses import dataclass
from urllib.parse import urlsplit

_USUAL_PORTS = {"http": 80, "https": 443}


def host_of(url: str) -> str:
    """The host of ``url`` in lower case, with its port where that is not the scheme's usual one; empty if it has
    none."""
    try:
        parts = urlsplit(url)
        name, port = (parts.hostname or "").rstrip("."), parts.port
    except ValueError:
        return ""
    name = f"[{name}]" if ":" in name else name
    return name if port is None or port == _USUAL_PORTS.get(parts.scheme) else f"{name}:{port}"


@dataclass(slots=True)
class Host:
    """One host. Moments are those of ``time.monotonic``: a clock that is set does not move them."""

    name: str
    """As ``host_of`` gives it."""
    crawl_delay: float = 0.0
    """Seconds between two requests that its robots.txt asks for."""
    held_until: float = 0.0
    """Until then nothing is sent to it; what is to be sent waits."""
    refused_until: float = 0.0
    """Until then nothing is sent to it; what is to be sent fails at once."""
    hold_offs: int = 0
    """How often in a row it has asked to be left alone."""

    def hold(self, now: float, seconds: float) -> None:
        """Send it nothing for so long; an earlier hold-off that lasts longer stands."""
        self.held_until = max(self.held_until, now + seconds)

    def refuse(self, now: float, seconds: float) -> None:
        """Give it up for so long."""
        self.refused_until = max(self.refused_until, now + seconds)

    def is_held(self, now: float) -> bool:
        """Whether what is to be sent to it waits."""
        return self.held_until > now

    def waits(self, now: float) -> bool:
        """Whether its requests wait for its own sake, and not for want of a free connection."""
        return self.crawl_delay > 0 or self.is_held(now)

    def refused_for(self, now: float) -> float:
        """Seconds for which it is still given up; 0: it is not."""
        return max(0.0, self.refused_until - now)
