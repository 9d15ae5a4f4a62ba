"""``scrapy crawl warc``: store the pages of archive files, as Common Crawl writes them."""

import glob
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import ClassVar, Self

from pydantic import model_validator

from crawler.spiders.base import Arguments, PageSpider
from models.items import Failure, Fetch, Page
from models.urls import is_http_url
from pipelines import ledger
from pipelines.archive.reading import MAX_PAYLOAD, Capture, CutOff, read_captures


class WarcArguments(Arguments):
    """``path``."""

    path: str
    """A WARC file, plain or gzip, or a glob of such files."""

    @model_validator(mode="after")
    def _names_files(self) -> Self:
        if not self.files():
            raise ValueError(f"path: no file matches {self.path!r}")
        return self

    def files(self) -> list[str]:
        """The files that ``path`` names, sorted. A name with brackets in it may be meant as it is."""
        if Path(self.path).is_file():
            return [self.path]
        found = glob.glob(self.path, recursive=True)  # noqa: PTH207 - the pattern may be absolute
        return sorted(path for path in found if not Path(path).is_dir())


class WarcSpider(PageSpider[WarcArguments]):
    """Reads response records; fetches nothing."""

    name = "warc"
    arguments = WarcArguments
    comes_back: ClassVar[bool] = False

    async def start(self) -> AsyncIterator[Page | Fetch]:
        """Each capture of each file. A file that is cut off gives what stands before the cut, and falls short."""
        for path in self.args.files():
            read = 0
            try:
                for capture in read_captures(path):
                    if not is_http_url(capture.url):
                        self.logger.warning("%s: passed over, not an http(s) URL: %.200r", path, capture.url)
                        continue
                    read += 1
                    await self.in_hand()
                    ledger.answer(self._stats())
                    yield self._item(capture, path)
            except CutOff as cut:
                self.problem(f"{path}: {cut}; the {read} captures before that are kept")
            except OSError as error:
                self.problem(f"{path}: {error.strerror or error}")
            else:
                if not read:
                    self.problem(f"{path}: no HTTP response in it")
        await self.all_landed()  # then nothing is in hand, and Scrapy need not poll for that

    def _item(self, capture: Capture, path: str) -> Page | Fetch:
        source, hints = self.known.of(capture.url)
        refusal = _refusal(capture)
        if refusal is None:
            return Page(
                url=capture.url,
                final_url=capture.url,
                status=capture.status,
                body=capture.body or b"",
                fetched_at=capture.captured_at or datetime.now(UTC),
                source=source,
                discovered_via=path,
                hints=replace(hints, content_type=capture.content_type, fetched_at=capture.captured_at),
            )
        outcome, reason, detail = refusal
        return Fetch(
            url=capture.url,
            source=source,
            discovered_via=path,
            fetched_at=capture.captured_at or datetime.now(UTC),
            final_url=capture.url,
            status=capture.status,
            content_type=capture.content_type,
            outcome=outcome,
            reason=reason,
            detail=detail,
        )


def _refusal(capture: Capture) -> tuple[Failure, str, str | None] | None:
    """Outcome, reason and detail of a capture that gives no page. An archived answer other than 2xx holds no article,
    and no later try will change it; without a date nobody can tell which of two captures is the later one."""
    if capture.captured_at is None:
        return "quarantined", "no_capture_date", "its WARC-Date is missing, or no date"
    if not capture.status:
        return "dropped", "no_http_status", "the answer has no status line that can be read"
    if not 200 <= capture.status < 300:
        return "dropped", f"http_{capture.status}", capture.location
    if capture.body is None:
        return "dropped", "too_large", f"over {MAX_PAYLOAD} bytes"
    return None
