"""Between Scrapy's requests and our items: what an answer, or the lack of one, is called."""

import logging
import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Self

from scrapy.exceptions import (
    CannotResolveHostError,
    DownloadCancelledError,
    DownloadConnectionRefusedError,
    DownloadFailedError,
    DownloadTimeoutError,
    IgnoreRequest,
    ResponseDataLossError,
    UnsupportedURLSchemeError,
)
from scrapy.http import Response
from scrapy.spidermiddlewares.httperror import HttpError
from twisted.python.failure import Failure

from crawler.manners.refusals import Refused
from crawler.manners.retry_after import asked_to_wait
from crawler.manners.tdmrep import SITE_RIGHTS
from crawler.network.addresses import PrivateAddress
from crawler.sources.reading import readable_sources
from crawler.sources.schema import Source
from models.frontier import Due
from models.items import Archived, Fetch, Hints, Page
from models.items import Failure as Outcome
from models.sources import SourceRow
from models.urls import is_front_page, registered_domain
from pipelines.archive.reading import Capture
from pipelines.extract.metadata.http_rights import rights_from_headers

logger = logging.getLogger(__name__)

# Answers that another try may change; any other 4xx is the publisher's decision.
_RETRYABLE = frozenset({408, 425, 429})

# Scrapy's middlewares raise one exception for all that they refuse; the text says why.
_IGNORED: Mapping[str, str] = {"robots.txt": "robots", "max redirections": "redirect_loop"}

_SAID: Mapping[str, str] = {
    "robots": "forbidden by robots.txt",
    "crawl_delay": "robots.txt asks for longer pauses than CRAWL_DELAY_LIMIT",
    "budget": "the host's requests of the day are spent",
}

_ERRORS: Mapping[type[Exception], tuple[Outcome, str]] = {
    DownloadCancelledError: ("dropped", "too_large"),
    DownloadTimeoutError: ("failed", "timeout"),
    CannotResolveHostError: ("failed", "dns"),
    DownloadConnectionRefusedError: ("failed", "connection_refused"),
    ResponseDataLossError: ("failed", "cut_off"),
    UnsupportedURLSchemeError: ("dropped", "not_http"),
    PrivateAddress: ("dropped", "private_address"),
    ValueError: ("dropped", "not_http"),  # a redirect to what is no address
    DownloadFailedError: ("failed", "connection"),
}


def source_row(source: Source) -> SourceRow:
    """The row of ``sources`` that a YAML file stands for."""
    return SourceRow(
        slug=source.slug,
        domain=source.domain,
        name=source.name,
        kind=source.kind,
        country=source.country,
        language=source.language,
        timezone=source.timezone,
        date_order=source.date_order,
    )


class KnownSources:
    """The sources that have a file, to tell whose page a URL is."""

    def __init__(self, sources: Iterable[Source]) -> None:
        self._sources = tuple(sources)

    @classmethod
    def in_folder(cls, folder: str) -> Self:
        """Every source under ``folder`` whose file is in order: another's mistake stops no crawl, and is logged."""
        sources, problems = readable_sources(Path(folder))
        for problem in problems:
            logger.warning("%s", problem)
        return cls(sources)

    @property
    def rows(self) -> dict[str, SourceRow]:
        """Their rows by slug."""
        return {source.slug: source_row(source) for source in self._sources}

    def of(self, url: str) -> tuple[str, Hints]:
        """Slug and hints of the source that ``url`` belongs to; outside every known source, its domain and none."""
        source = self.source_of(url)
        return (source.slug, source.hints) if source else (registered_domain(url), Hints())

    def source_of(self, url: str) -> Source | None:
        """The source that ``url`` belongs to; null if it lies outside every known one."""
        return next((source for source in self._sources if source.covers(url)), None)


def page_from(response: Response, *, source: str, discovered_via: str, hints: Hints, url: str) -> Page:
    """The page that answered ``url``."""
    latency = response.meta.get("download_latency")
    signals = (*rights_from_headers(response.headers), *response.meta.get(SITE_RIGHTS, ()))
    archived: Archived | None = response.meta.get("archived")
    return Page(
        url=url,
        final_url=response.url,
        status=response.status,
        body=response.body,
        fetched_at=archived.at if archived else datetime.now(UTC),
        source=source,
        discovered_via=discovered_via,
        elapsed_ms=None if latency is None else round(latency * 1000),
        hints=replace(hints, content_type=header(response, "Content-Type"), asked_url=url, rights_signals=signals),
        archived=archived,
        etag=header(response, "ETag"),
        last_modified=header(response, "Last-Modified"),
    )


def archived_page(
    url: str, capture: Capture, archived: Archived, *, source: str, hints: Hints, due: Due | None
) -> Page:
    """The page that answered ``url`` when it was archived; ``due``: what the frontier knows of it."""
    if due is not None:
        hints = replace(hints, headline=due.headline, published=due.published)
    return Page(
        url=url,
        final_url=capture.url,
        status=capture.status,
        body=capture.body or b"",
        fetched_at=archived.at,
        source=source,
        discovered_via=due.via if due else "argument",
        hints=replace(
            hints,
            content_type=capture.content_type,
            asked_url=url,
            rights_signals=rights_from_headers(capture.headers),
        ),
        archived=archived,
        is_replayed=True,
        etag=capture.headers.get("etag"),
        last_modified=capture.headers.get("last-modified"),
    )


def refused(page: Page) -> Fetch | None:
    """An answer that is no page, as its status says; null for others."""
    if 200 <= page.status < 300 or page.status == 304:
        return None
    outcome, reason = _by_status(page.status)
    return replace(Fetch.of(page), outcome=outcome, reason=reason)


def is_same(page: Page, known: Archived | None) -> bool:
    """Whether the answer is the one that was last kept: the server says so, or it is the same byte for byte."""
    same = known is not None and page.archived is not None and page.archived.digest == known.digest
    return page.status == 304 or (same and page.final_url == (known and known.url))


def same_again(page: Page) -> Fetch:
    """The fetch of a page that has not changed since it was last kept."""
    return replace(Fetch.of(page), is_same=True)


def led_home(page: Page) -> Fetch | None:
    """A page that is gone, and whose address leads to the front page instead: that is no article. Null for others."""
    if is_front_page(page.url) or not is_front_page(page.final_url):
        return None
    detail = "redirected to the site's front page"
    return replace(Fetch.of(page), outcome="dropped", reason="led_home", detail=detail)


def header(response: Response, name: str) -> str | None:
    """A header as sent; null if there is none."""
    value = response.headers.get(name)
    return value.decode("latin-1") if value else None


def failed_fetch(failure: Failure, *, source: str, discovered_via: str, url: str) -> Fetch:
    """What a request came to that gave no page."""
    outcome, reason, response = classify(failure.value)
    asked = asked_to_wait(response.status, response.headers, datetime.now(UTC)) if response else None
    archived: Archived | None = response.meta.get("archived") if response else None
    return Fetch(
        url=url,
        source=source,
        discovered_via=discovered_via,
        fetched_at=archived.at if archived else datetime.now(UTC),
        archived=archived,
        final_url=response.url if response else None,
        status=response.status if response else None,
        content_type=header(response, "Content-Type") if response else None,
        size=len(response.body) if response else None,
        outcome=outcome,
        reason=reason,
        detail=str(failure.value)[:500] or type(failure.value).__name__,
        retry_after=failure.value.retry_after if isinstance(failure.value, Refused) else asked,
    )


def classify(error: BaseException | None) -> tuple[Outcome, str, Response | None]:
    """Outcome, reason and answer (if any) for the error that ended a request."""
    if isinstance(error, HttpError):
        return *_by_status(error.response.status), error.response
    if isinstance(error, Refused):
        return error.outcome, error.reason, None
    if isinstance(error, IgnoreRequest):
        return "dropped", next((reason for said, reason in _IGNORED.items() if said in str(error)), "ignored"), None
    for kind, (outcome, reason) in _ERRORS.items():
        if isinstance(error, kind):
            return outcome, reason, None
    return "failed", re.sub(r"(?<!^)(?=[A-Z])", "_", type(error).__name__).lower(), None


def _by_status(status: int) -> tuple[Outcome, str]:
    return "failed" if status >= 500 or status in _RETRYABLE else "dropped", f"http_{status}"


def describe(failure: Failure) -> str:
    """A failed request in a few words, for people."""
    _, reason, response = classify(failure.value)
    if response is not None:
        return f"HTTP {response.status}"
    return _SAID.get(reason) or f"{reason}: {failure.value}".strip(": ")
