"""The pages of exported versions, read again: from an archive, or from the web by way of a crawl."""

import asyncio
import subprocess
import sys
import tempfile
from collections import deque
from collections.abc import AsyncGenerator, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import Engine

from crawler.exports.captures import Finding, Version
from crawler.pages import KnownSources, archived_page
from models import db
from models.exports.fetched import Fetched, fetched_after, last_fetch
from models.frontier import Due
from models.items import Archived, Rejected
from models.rows import content_hash
from models.urls import is_http_url
from pipelines.archive.archive import Archive
from pipelines.archive.reading import Capture
from pipelines.archive.storage import ArchiveProblem
from pipelines.pool import ExtractionPool, PageFault

_OUTSIDE = "its page was not in the archive of whoever exported it"
_OLDER = "an older version: only an archive has it"


@dataclass(frozen=True, slots=True, kw_only=True)
class Looked:
    """Where the page of a version is to be read."""

    version: Version
    archived: Archived | None
    reason: str = ""
    """Why there is none."""


def in_archive(versions: Sequence[Version]) -> list[Looked]:
    """Each version where its package says that it stands."""
    return [Looked(version=each, archived=each.archived, reason="" if each.archived else _OUTSIDE) for each in versions]


def on_the_web(engine: Engine, versions: Sequence[Version], archive: str) -> list[Looked]:
    """Each version where a crawl of its address has just put what that gives now. The crawl is one like every other:
    with robots.txt, pauses and budgets; its articles land in the database, its answers in ``archive``. Raises
    DatabaseProblem, OSError."""
    asked = list(dict.fromkeys(each.asked_url for each in versions if each.latest and is_http_url(each.asked_url)))
    before = last_fetch(engine)
    if asked:
        _crawl(asked, archive)
    found = fetched_after(engine, asked, before)
    return [_looked(each, found) for each in versions]


def _crawl(urls: Sequence[str], archive: str) -> None:
    """What falls short of it shows by the pages that have no answer."""
    with tempfile.NamedTemporaryFile("w", encoding="utf-8", suffix=".txt") as listed:
        listed.write("\n".join(urls) + "\n")
        listed.flush()
        spider = [
            "crawl",
            "article",
            "-a",
            f"urls_file={listed.name}",
            "-s",
            "EVENTS_AFTER_CRAWL=0",
            "-s",
            f"ARCHIVE={archive}",
        ]
        subprocess.run([sys.executable, "-m", "scrapy", *spider], cwd=db.PROJECT, check=False)  # noqa: S603 - our own spider and file


def _looked(version: Version, found: Mapping[str, Fetched]) -> Looked:
    fetched = found.get(version.asked_url)
    if fetched is None:
        return Looked(version=version, archived=None, reason="not fetched" if version.latest else _OLDER)
    if fetched.outcome in ("stored", "revised", "unchanged") and fetched.archived is not None:
        return Looked(version=version, archived=fetched.archived)
    return Looked(version=version, archived=None, reason=f"{fetched.outcome}: {fetched.reason or 'no page'}")


class Rereading:
    """Reads pages of an archive with today's extraction."""

    def __init__(self, archive: Archive, pool: ExtractionPool, known: KnownSources, *, ahead: int) -> None:
        """``ahead``: pages in work at a time."""
        self._archive = archive
        self._pool = pool
        self._known = known
        self._ahead = ahead

    async def findings(self, looked: Sequence[Looked]) -> AsyncGenerator[Finding, None]:
        """What became of each, in their order."""
        waiting: deque[asyncio.Task[Finding]] = deque()
        try:
            for each in looked:
                waiting.append(asyncio.create_task(self._finding(each)))
                if len(waiting) >= self._ahead:
                    yield await waiting.popleft()
            while waiting:
                yield await waiting.popleft()
        finally:  # broken off: a page that is still to be read must not find the pool closed
            for task in waiting:
                task.cancel()
            await asyncio.gather(*waiting, return_exceptions=True)

    async def _finding(self, looked: Looked) -> Finding:
        version, place = looked.version, looked.archived
        if place is None:
            return Finding(version=version, state="gone", reason=looked.reason)
        try:
            capture = await asyncio.to_thread(self._archive.read, place.file, place.offset, place.length)
            return await self._read(version, capture, place)
        except (ArchiveProblem, OSError) as error:
            return Finding(version=version, state="gone", reason=f"not to be had from the archive: {error}")
        except Rejected as rejected:
            return Finding(version=version, state="gone", reason=f"no article any more: {rejected.reason}")
        except PageFault as fault:
            return Finding(version=version, state="gone", reason=f"could not be read: {fault.reason}")

    async def _read(self, version: Version, capture: Capture, place: Archived) -> Finding:
        source, hints = self._known.of(version.asked_url)
        due = Due(url=version.asked_url, via="argument", headline=version.feed_headline, published=None, modified=None)
        page = archived_page(version.asked_url, capture, place, source=source, hints=hints, due=due)
        document = await self._pool.extract(page.body, page.final_url, page.hints)
        now = content_hash(document).hex()
        if now == version.content_hash:
            return Finding(version=version, state="same", content_hash=now, document=document)
        if not version.latest and version.archived != place:
            return Finding(version=version, state="gone", reason=_OLDER, content_hash=now)
        reason = "reads otherwise" if version.archived == place else "was rewritten, or reads otherwise"
        return Finding(version=version, state="changed", reason=reason, content_hash=now, document=document)
