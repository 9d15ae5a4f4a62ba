"""The extraction pool: a page that breaks its worker costs that page, and no other."""

import asyncio
import multiprocessing
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest

from models.items import Hints, Rejected
from pipelines.pool import ExtractionPool, PageFault
from tests.unit.readers import misread

URL = "https://paper.example/"


@asynccontextmanager
async def pool(timeout: float = 20) -> AsyncIterator[ExtractionPool]:
    opened = ExtractionPool(workers=2, timeout=timeout, read=misread)
    try:
        yield opened
    finally:
        opened.close()


async def read(opened: ExtractionPool, body: bytes) -> str:
    """The headline, or what went wrong."""
    try:
        return str((await opened.extract(body, URL, Hints())).headline)
    except PageFault as fault:
        return fault.reason


@pytest.mark.parametrize(("body", "reason"), [(b"crash", "crashed"), (b"eat", "memory"), (b"err", "extraction_error")])
def test_a_page_that_breaks_its_worker_costs_that_page_alone(body: bytes, reason: str) -> None:
    async def run() -> list[str]:
        async with pool() as opened:
            pages = [b"first", body, *(b"page %d" % number for number in range(10))]
            return list(await asyncio.gather(*(read(opened, page) for page in pages)))

    assert asyncio.run(run()) == ["first", reason, *(f"page {number}" for number in range(10))]


def test_a_page_that_hangs_is_given_up() -> None:
    async def run() -> list[str]:
        async with pool(timeout=1) as opened:
            await read(opened, b"warm")
            return list(await asyncio.gather(read(opened, b"hang"), read(opened, b"next")))

    assert asyncio.run(run()) == ["timeout", "next"]


def test_workers_killed_while_they_have_no_page_are_replaced() -> None:
    async def run() -> list[str]:
        async with pool() as opened:
            await read(opened, b"warm")
            for worker in multiprocessing.active_children():
                worker.kill()
                worker.join()
            return list(await asyncio.gather(*(read(opened, b"page %d" % number) for number in range(6))))

    assert asyncio.run(run()) == [f"page {number}" for number in range(6)]


def test_workers_that_never_start_cost_their_pages_and_hang_nothing() -> None:
    async def run() -> str:
        opened = ExtractionPool(workers=1, timeout=5, memory_mb=1, read=misread)
        try:
            return await read(opened, b"page")
        finally:
            opened.close()

    assert asyncio.run(run()) == "crashed"


def test_a_page_that_is_no_article_comes_back_as_such() -> None:
    async def run() -> None:
        async with pool() as opened:
            await opened.extract(b"reject", URL, Hints())

    with pytest.raises(Rejected, match="this is a PDF") as rejection:
        asyncio.run(run())
    assert rejection.value.reason == "not_html"


def test_the_fault_says_what_went_wrong() -> None:
    async def run() -> None:
        async with pool() as opened:
            await opened.extract(b"err", URL, Hints())

    with pytest.raises(PageFault) as fault:
        asyncio.run(run())
    assert fault.value.detail == "LookupError: no such thing"
