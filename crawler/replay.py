"""Taking up what a run that died left behind: answers that stand in the archive and have no outcome."""

import asyncio
import logging
from collections.abc import AsyncIterator, Iterator
from datetime import timedelta

from scrapy.http import HtmlResponse

from crawler.frontier import Frontier
from crawler.middlewares.refresh import is_refresh
from models.items import Archived
from models.runs import Unsettled
from pipelines.archive.archive import Archive
from pipelines.archive.reading import Capture
from pipelines.archive.storage import run_of

logger = logging.getLogger(__name__)

Answer = tuple[str, Capture, Archived]

# No page ends in one of these answers.
_PASSING = frozenset({301, 302, 303, 307, 308, 408, 425, 429})
# The database's clock says when a run began, this machine's when it archived.
_CLOCKS = timedelta(hours=1)


async def mend(archive: Archive, label: str) -> None:
    """Cut the files of dead writers back to their last whole records. Raises ``ArchiveProblem`` and ``OSError``."""
    for repaired in await asyncio.to_thread(lambda: list(archive.repair(label))):
        logger.info("%s: closed; %d bytes of a broken record were cut off", repaired.name, repaired.cut)


async def unanswered(archive: Archive, frontier: Frontier, label: str, run: Unsettled) -> AsyncIterator[Answer]:
    """The answers of a run that have no outcome: the URL asked for, the answer, its place; in the order they came."""
    names = [name for name in await asyncio.to_thread(archive.names, label) if run_of(name) == run.id]
    acknowledged = await frontier.acknowledged(names)
    answers: Iterator[Answer] = archive.answers_of([run.id], label, run.started_at - _CLOCKS)
    while (answer := await asyncio.to_thread(next, answers, None)) is not None:
        _, capture, archived = answer
        if (archived.file, archived.offset) not in acknowledged and not _leads_on(capture):
            yield answer


def _leads_on(capture: Capture) -> bool:
    """Whether Scrapy asked for another answer after this one: a redirect, in a page's head too, or an error."""
    if capture.status in _PASSING or capture.status >= 500:
        return True
    headers = {"Content-Type": capture.content_type or "text/html"}
    page = HtmlResponse(capture.url, body=capture.body or b"", headers=headers)
    return is_refresh(page)
