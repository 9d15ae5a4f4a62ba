"""Scrapy's side of extraction: a ``Page`` in, a ``Fetch`` with its ``Document``, or the reason for none, out."""

from dataclasses import replace
from datetime import date
from typing import Any, Self

from scrapy.crawler import Crawler

from models.items import Document, Failure, Fetch, Page, Rejected
from pipelines.pool import ExtractionPool, PageFault, available_cores

# A page of another kind than ours is as it should be; one that looks like ours and gives nothing wants a look.
_DROPPED = frozenset({"not_html", "empty", "too_large", "consent_wall", "login_wall", "bot_wall", "soft_404"})


class ExtractionPipeline:
    """Reads pages in a process pool."""

    def __init__(self, workers: int, timeout: float, memory_mb: int) -> None:
        self._workers = workers
        self._timeout = timeout
        self._memory_mb = memory_mb
        self._pool: ExtractionPool | None = None

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Read the settings."""
        settings = crawler.settings
        return cls(
            workers=settings.getint("EXTRACTION_WORKERS") or available_cores(),
            timeout=settings.getfloat("EXTRACTION_TIMEOUT"),
            memory_mb=settings.getint("EXTRACTION_MEMORY_MB"),
        )

    def open_spider(self) -> None:
        """Start the workers."""
        self._pool = ExtractionPool(self._workers, self._timeout, self._memory_mb)

    def close_spider(self) -> None:
        """Stop the workers."""
        if self._pool is not None:
            self._pool.close()

    async def process_item(self, item: Any) -> Any:
        """Extract a ``Page``; let a ``Fetch`` that has no page pass."""
        if not isinstance(item, Page):
            return item
        if self._pool is None:
            raise RuntimeError("the pipeline is not open")
        fetch = Fetch.of(item)
        try:
            document = await self._pool.extract(item.body, item.final_url, item.hints)
        except Rejected as rejection:
            outcome: Failure = "dropped" if rejection.reason in _DROPPED else "quarantined"
            return replace(fetch, outcome=outcome, reason=rejection.reason, detail=rejection.detail)
        except PageFault as fault:
            return replace(fetch, outcome="quarantined", reason=fault.reason, detail=fault.detail)
        if not _within(document, item.since, item.until):
            return replace(fetch, outcome="dropped", reason="outside_window")
        return replace(fetch, document=document)


def _within(document: Document, since: date | None, until: date | None) -> bool:
    """An article without a date is taken: nothing says that it lies outside."""
    if document.published is None:
        return True
    day = document.published.at.date()
    return (since is None or since <= day) and (until is None or day <= until)
