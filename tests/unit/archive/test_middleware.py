"""What the middleware promises Scrapy: an answer passes once it is on disk, and not before."""

import asyncio
from pathlib import Path
from typing import Any

import pytest
from scrapy import Spider
from scrapy.crawler import Crawler
from scrapy.http import HtmlResponse, Request
from scrapy.statscollectors import MemoryStatsCollector

from crawler.middlewares.archive import ArchiveMiddleware, NotArchived
from crawler.pages import classify
from models.items import Archived
from tests.exchanges import PAGE, URL, archive_in


def middleware(folder: Path, **settings: Any) -> ArchiveMiddleware:
    """The middleware of run 17, as Scrapy makes it."""
    given = {"ARCHIVE": str(folder / "archive"), "ARCHIVE_SPOOL": str(folder / "spool"), "ARCHIVE_FILE_BYTES": 1 << 29}
    crawler = Crawler(Spider, given | {"RUN_ID": 17} | settings)
    crawler.spider = Spider("paper")
    crawler.stats = MemoryStatsCollector(crawler)
    return ArchiveMiddleware.from_crawler(crawler)


class Engine:
    """Scrapy's engine, as far as the middleware ends it."""

    def __init__(self) -> None:
        self.ended: list[str] = []

    async def close_spider_async(self, *, reason: str) -> None:
        self.ended.append(reason)


def answer(**changes: Any) -> HtmlResponse:
    return HtmlResponse(URL, **({"body": PAGE, "headers": {"Set-Cookie": ["a=1", "b=2"]}} | changes))


def test_an_answer_passes_as_it_is_with_its_place(tmp_path: Path) -> None:
    archiving, request, response = middleware(tmp_path), Request(URL, meta={"asked": URL}), answer()

    async def crawl() -> None:
        assert await archiving.process_response(request, response) is response
        await archiving.spider_closed()

    asyncio.run(crawl())
    place = request.meta["archived"]
    assert isinstance(place, Archived)
    assert place.file == "paper/00000017-00001.warc.gz"
    capture = archive_in(tmp_path).read(place.file, place.offset, place.length)
    assert (capture.body, capture.headers["set-cookie"]) == (PAGE, "a=1, b=2")


def test_a_redirected_or_repeated_request_does_not_keep_the_place_of_the_answer_before(tmp_path: Path) -> None:
    request = Request(URL, meta={"archived": "the answer before"})
    middleware(tmp_path).process_request(request)
    assert "archived" not in request.meta


def test_an_answer_of_scrapys_own_cache_is_not_archived_and_a_crawl_without_answers_opens_no_file(
    tmp_path: Path,
) -> None:
    archiving, request, response = middleware(tmp_path), Request(URL), answer(flags=["cached"])

    async def crawl() -> None:
        archiving.spider_opened()
        assert await archiving.process_response(request, response) is response
        await archiving.spider_closed()

    asyncio.run(crawl())
    assert "archived" not in request.meta
    assert not (tmp_path / "archive").exists()


def test_an_answer_that_cannot_be_archived_does_not_pass_nothing_more_is_sent_and_the_run_says_why_once(
    tmp_path: Path,
) -> None:
    (tmp_path / "archive").write_text("a file, where a folder should be")
    archiving = middleware(tmp_path)
    archiving._crawler.engine = engine = Engine()  # type: ignore[assignment]

    async def crawl() -> None:
        for _ in range(2):
            with pytest.raises(NotArchived) as raised:
                await archiving.process_response(Request(URL), answer())
        assert classify(raised.value)[:2] == ("failed", "not_archived")
        with pytest.raises(NotArchived):
            archiving.process_request(Request(URL))
        await archiving.spider_closed()

    asyncio.run(crawl())
    assert engine.ended == ["archive_stopped"]
    stats = archiving._crawler.stats
    assert stats is not None
    (problem,) = stats.get_value("dateline/problems")
    assert "DATELINE_ARCHIVE" in problem


def test_an_upload_that_failed_makes_the_run_fall_short(tmp_path: Path) -> None:
    """The bucket holds another file of this name by the time that ours is closed."""
    archiving = middleware(tmp_path, ARCHIVE="memory://middleware")

    async def crawl() -> None:
        await archiving.process_response(Request(URL), answer())
        filesystem = archiving._archive._remote
        filesystem.pipe("/middleware/paper/00000017-00001.warc.gz", b"another file")
        await archiving.spider_closed()
        filesystem.rm("/middleware", recursive=True)

    asyncio.run(crawl())
    stats = archiving._crawler.stats
    assert stats is not None
    (problem,) = stats.get_value("dateline/problems")
    assert "could not be uploaded and waits in" in problem
