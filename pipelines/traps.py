"""Traps: a site that serves one page under endless addresses."""

from models import rows
from models.items import Fetch

_FEW = 50  # pages that repeat others; a source where an article has several addresses stays far below that


class Repeats:
    """Counts, in one run, the pages that read like another one of it."""

    def __init__(self, few: int = _FEW) -> None:
        """``few``: so many are no trap yet."""
        self._few = few
        self._seen: set[bytes] = set()
        self._pages = 0

    def note(self, fetch: Fetch) -> None:
        """Count a page; one that was not read, or is as it was before, says nothing."""
        if fetch.is_same:
            return
        digest = rows.content_hash(fetch.document) if fetch.document else fetch.sha256
        if digest is not None:
            self._pages += 1
            self._seen.add(digest)

    @property
    def trap(self) -> str | None:
        """What is wrong, for people: more than half of the pages repeat others, and they are many; null if not so."""
        repeats = self._pages - len(self._seen)
        if repeats <= self._few or 2 * repeats <= self._pages:
            return None
        return (
            f"{repeats} of {self._pages} pages repeat others under new addresses: a trap or a wall. The crawl ends; "
            "keep such addresses out with exclude_pattern in the source's file"
        )
