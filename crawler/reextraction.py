"""Re-extraction: archived pages through today's extraction, and what comes of it held against what is stored."""

import asyncio
from collections import Counter, deque
from collections.abc import AsyncGenerator, Callable, Iterator, Mapping
from contextlib import aclosing
from dataclasses import dataclass, field, replace
from typing import TypeVar

from crawler.pages import archived_page
from models.fields import fields_of, fields_of_version, is_filled
from models.items import Document, Fetch, Hints, Page, Rejected
from models.reextraction import Reread
from models.rows import article_key, article_url
from models.versions import ArchivedPage, StoredVersion
from pipelines.archive.archive import Archive
from pipelines.archive.storage import ArchiveProblem
from pipelines.differences import PARTS, Sample, Tally, changes
from pipelines.pool import ExtractionPool, PageFault
from pipelines.spool import Spool

T = TypeVar("T")

Answer = tuple[Page | None, Document | Exception]

# What a site's tdmrep.json reserves stands with its articles, and not in their pages' records.
_RESERVATIONS = ("tdm-reservation", "tdm-policy")


@dataclass(slots=True)
class Missed:
    """Pages that were to be read, and for one and the same cause could not be."""

    pages: int = 0
    example: str = ""
    """Of the first: its URL, and what was said."""

    def add(self, url: str, said: str) -> None:
        """Count one more."""
        self.pages += 1
        self.example = self.example or f"{url}: {said}"


@dataclass(slots=True)
class Findings:
    """What a pass over the archive found; nothing of it is written yet."""

    tally: Tally
    not_archived: int = 0
    """Versions in the scope whose page is not archived."""
    read: int = 0
    """Versions whose page gave a document."""
    differing: int = 0
    """Those of them that read otherwise now."""
    rejected: dict[str, Missed] = field(default_factory=dict)
    """Versions whose page gives no article any more, by reason: they stay as they are."""
    faults: dict[str, Missed] = field(default_factory=dict)
    """Versions whose page broke the worker that read it, by reason."""
    unreadable: dict[str, Missed] = field(default_factory=dict)
    """Versions and pages that the archive does not give, by its file."""
    moved: list[Sample] = field(default_factory=list)
    """Samples of articles that would be known by another URL now."""
    moves: int = 0
    """How many there are: they stay under the one they have."""
    pages_left: int = 0
    """Pages in the scope that gave no article, and are not read."""
    pages: int = 0
    """Pages that gave no article, and were read anew."""
    pages_still: Counter[str] = field(default_factory=Counter)
    """Those that give none now, by reason."""
    pages_now: int = 0
    """Those that do."""
    page_samples: list[tuple[str, str]] = field(default_factory=list)
    """URLs and headlines of some of them."""

    def miss(self, missed: dict[str, Missed], reason: str, page: ArchivedPage, said: str) -> None:
        """Count a page that gave nothing."""
        missed.setdefault(reason, Missed()).add(page.due.url, said)


class Rereading:
    """One pass over the archive."""

    def __init__(
        self, archive: Archive, pool: ExtractionPool, hints: Mapping[str, Hints], *, ahead: int, samples: int
    ) -> None:
        """``hints``: what the sources' files say, by slug; ``ahead``: pages in work at a time; ``samples``: of each
        kind of difference in each field."""
        self._archive = archive
        self._pool = pool
        self._known = hints
        self._ahead = ahead
        self._samples = samples
        self.findings = Findings(Tally(samples))

    async def versions(
        self, batches: Iterator[list[StoredVersion]], spool: Spool[Reread], advance: Callable[[], None]
    ) -> None:
        """Read the pages of these versions; those that differ go to ``spool``. ``advance`` is called after each.

        Raises ``sqlalchemy.exc.DBAPIError``, and ``OSError`` where the spool's disk is full.
        """
        async with aclosing(self._in_order(batches, lambda version: version.page)) as answers:
            async for version, _, reading in answers:
                if isinstance(reading, Document):
                    self._compare(version, reading, spool)
                else:
                    self._miss(version.page, reading)
                advance()

    async def pages(
        self,
        batches: Iterator[list[ArchivedPage]],
        spool: Spool[tuple[ArchivedPage, Fetch]],
        advance: Callable[[], None],
    ) -> None:
        """Read pages that gave no article; those that do now go to ``spool``. Otherwise as ``versions``."""
        found = self.findings
        async with aclosing(self._in_order(batches, lambda page: page)) as answers:
            async for archived, page, reading in answers:
                found.pages += 1
                match reading:
                    case Document():
                        found.pages_now += 1
                        if page is not None:
                            spool.append((archived, replace(Fetch.of(page), document=reading)))
                        if len(found.page_samples) < self._samples:
                            found.page_samples.append((archived.due.url, reading.headline or ""))
                    case Rejected() | PageFault():
                        found.pages_still[reading.reason] += 1
                    case _:
                        self._miss(archived, reading)
                advance()

    async def _in_order(
        self, batches: Iterator[list[T]], page_of: Callable[[T], ArchivedPage]
    ) -> AsyncGenerator[tuple[T, Page | None, Document | Exception], None]:
        """Each version or page with its answer and its reading, in the archive's order."""
        waiting: deque[tuple[T, asyncio.Task[Answer]]] = deque()
        try:
            while (batch := await asyncio.to_thread(next, batches, None)) is not None:
                for each in batch:
                    waiting.append((each, asyncio.create_task(self._read(page_of(each)))))
                    if len(waiting) >= self._ahead:
                        first, task = waiting.popleft()
                        yield first, *await task
            while waiting:
                first, task = waiting.popleft()
                yield first, *await task
        finally:  # broken off: a page that is still to be read must not find the pool closed
            for _, task in waiting:
                task.cancel()
            await asyncio.gather(*(task for _, task in waiting), return_exceptions=True)

    async def _read(self, archived: ArchivedPage) -> Answer:
        place = archived.archived
        try:
            capture = await asyncio.to_thread(self._archive.read, place.file, place.offset, place.length)
        except (ArchiveProblem, OSError) as error:
            return None, error
        page = archived_page(
            archived.due.url,
            capture,
            place,
            source=archived.source.slug,
            hints=self._hints(archived),
            due=archived.due,
        )
        try:
            return page, await self._pool.extract(page.body, page.final_url, page.hints)
        except (Rejected, PageFault) as nothing:
            return page, nothing

    def _hints(self, archived: ArchivedPage) -> Hints:
        """What the source's file says today; of a source without one, what it said when it was last crawled."""
        row = archived.source
        known = self._known.get(row.slug)
        if known is None:
            known = Hints(
                country=row.country,
                timezone=row.timezone,
                language=row.language,
                date_order=row.date_order,  # type: ignore[arg-type] # a constraint of the table
            )
        # As the spiders do it: of a capture somebody else made, only its date says when the page was seen.
        return replace(known, fetched_at=archived.archived.at) if archived.spider == "warc" else known

    def _miss(self, page: ArchivedPage, reading: Exception) -> None:
        found = self.findings
        match reading:
            case Rejected():
                found.miss(found.rejected, reading.reason, page, reading.detail)
            case PageFault():
                found.miss(found.faults, reading.reason, page, reading.detail)
            case _:
                found.miss(found.unreadable, page.archived.file, page, str(reading))

    def _compare(self, version: StoredVersion, document: Document, spool: Spool[Reread]) -> None:
        found = self.findings
        found.read += 1
        document = _with_reservations(document, version)
        before, after = version.kept, fields_of_version(document)
        differs = changes(before, after)
        moves = version.article is not None and article_key(document) != version.key_hash
        of_article = {}
        if version.article is not None:
            before, after = dict(version.article), dict(fields_of(document))
            if moves:
                self._note_move(version, document)
                del before["url"], after["url"]
            of_article = changes(before, after)
        differs |= of_article
        found.tally.add(version.article_id, version.revision, version.url, before, after, differs)
        if differs:
            found.differing += 1
            spool.append(
                Reread(
                    article_id=version.article_id,
                    revision=version.revision,
                    latest=version.latest,
                    is_article=bool(of_article),
                    has_other_parts=not PARTS.isdisjoint(of_article),
                    keeps_url=moves,
                    document=document,
                )
            )

    def _note_move(self, version: StoredVersion, document: Document) -> None:
        found = self.findings
        found.moves += 1
        if len(found.moved) < self._samples:
            found.moved.append(
                Sample(
                    article_id=version.article_id,
                    revision=version.revision,
                    url=version.url,
                    before=version.url,
                    after=article_url(document),
                )
            )


def _with_reservations(document: Document, version: StoredVersion) -> Document:
    """The document with the reservations of rights that are stored and that its page does not show."""
    if version.article is None:
        return document
    stored = version.article["rights_signals"]
    lost = [each for each in stored if each not in document.rights_signals and each.startswith(_RESERVATIONS)]
    if not lost:
        return document
    signals = (*document.rights_signals, *lost)
    if set(signals) == set(stored):
        signals = stored
    where = version.article["field_sources"].get("rights_signals")
    sources = dict(document.sources) | ({"rights_signals": where} if is_filled(where) else {})
    return replace(document, rights_signals=signals, sources=sources)
