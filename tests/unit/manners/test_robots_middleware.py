"""robots.txt is asked for once, waited for by all, and believed for a day."""

import asyncio
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any, cast

import pytest
from scrapy.crawler import Crawler
from scrapy.exceptions import DownloadTimeoutError, IgnoreRequest
from scrapy.http import Request, Response

from crawler.manners.hosts import Host
from crawler.manners.refusals import BudgetSpent, CrawlDelayTooLong, HeldOff, RobotsUnreachable
from crawler.middlewares.archive import NotArchived
from crawler.middlewares.robots import RobotsTxtMiddleware

SITE = "https://paper.example"
RULES = b"User-agent: *\nDisallow: /closed\nCrawl-delay: 7\nSitemap: https://paper.example/news.xml\n"


class Engine:
    """The engine as far as robots.txt goes: each request gets the next answer, the last one for ever."""

    def __init__(self, *answers: bytes | int | Exception) -> None:
        self._answers = list(answers)
        self.asked: list[str] = []
        self.paper = Host("paper.example")
        self.downloader = SimpleNamespace(host=lambda url: self.paper)

    async def download_async(self, request: Request) -> Response:
        self.asked.append(request.url)
        await asyncio.sleep(0.01)
        answer = self._answers.pop(0) if len(self._answers) > 1 else self._answers[0]
        if isinstance(answer, Exception):
            raise answer
        if isinstance(answer, int):
            return Response(request.url, status=answer, headers={"Retry-After": "60"})
        return Response(request.url, body=answer)


def middleware(engine: Engine, patience: float = 300.0) -> RobotsTxtMiddleware:
    crawler = cast("Crawler", SimpleNamespace(engine=engine, stats=None))
    return RobotsTxtMiddleware(crawler, token="Dateline", longest_delay=600.0, patience=patience)  # noqa: S106


def passes(robots: RobotsTxtMiddleware, *urls: str) -> list[str | None]:
    """What became of requests that are made at once: null, or the refusal's name."""

    async def ask() -> list[Any]:
        tries = (robots.process_request(Request(url)) for url in urls)
        return await asyncio.gather(*tries, return_exceptions=True)

    return [result and type(result).__name__ for result in asyncio.run(ask())]


def test_all_that_wait_for_the_rules_get_them_and_they_are_asked_for_once() -> None:
    engine = Engine(RULES)
    urls = [f"{SITE}/{number}" for number in range(10)] + [f"{SITE}/closed"] * 3
    assert passes(middleware(engine), *urls) == [None] * 10 + ["IgnoreRequest"] * 3
    assert engine.asked == [f"{SITE}/robots.txt"]
    assert engine.paper.crawl_delay == 7


def test_the_sitemaps_of_a_host_can_be_asked_for() -> None:
    async def ask(robots: RobotsTxtMiddleware) -> tuple[tuple[str, ...], ...]:
        return await robots.sitemaps(SITE), await robots.sitemaps(f"{SITE}/section")

    engine = Engine(RULES)
    assert asyncio.run(ask(middleware(engine))) == (("https://paper.example/news.xml",),) * 2
    assert len(engine.asked) == 1
    assert asyncio.run(ask(middleware(Engine(404)))) == ((), ())
    assert asyncio.run(ask(middleware(Engine(500)))) == ((), ())


@pytest.mark.parametrize("answer", [500, 503, 429, DownloadTimeoutError("30 s"), IgnoreRequest("not there, please")])
def test_rules_that_cannot_be_had_forbid_everything_for_a_while(answer: int | Exception) -> None:
    engine = Engine(answer)
    assert passes(middleware(engine), f"{SITE}/a", f"{SITE}/b") == ["RobotsUnreachable"] * 2
    assert len(engine.asked) == 1
    later = Engine(answer, b"")
    robots = middleware(later, patience=0)
    assert passes(robots, f"{SITE}/a") == ["RobotsUnreachable"]
    assert passes(robots, f"{SITE}/a") == [None]


@pytest.mark.parametrize("answer", [404, 403, 401, 302, IgnoreRequest("max redirections reached"), b"<html></html>"])
def test_a_host_without_rules_forbids_nothing(answer: int | Exception | bytes) -> None:
    assert passes(middleware(Engine(answer)), f"{SITE}/closed") == [None]


@pytest.mark.parametrize(
    "refusal", [lambda: HeldOff("for an hour", 3600), lambda: BudgetSpent("5000"), lambda: NotArchived("disk full")]
)
def test_a_request_for_the_rules_that_is_not_sent_says_nothing_of_the_host(refusal: Callable[[], Exception]) -> None:
    robots = middleware(Engine(refusal(), RULES))
    assert passes(robots, f"{SITE}/a") == [type(refusal()).__name__]
    assert passes(robots, f"{SITE}/a") == [None]


def test_how_long_the_host_wants_to_be_left_alone_is_kept() -> None:
    async def ask() -> None:
        await middleware(Engine(503)).process_request(Request(f"{SITE}/a"))

    with pytest.raises(RobotsUnreachable) as unreachable:
        asyncio.run(ask())
    assert unreachable.value.retry_after == 60


def test_http_and_https_have_rules_of_their_own_and_a_name_in_the_address_does_not_matter() -> None:
    engine = Engine(b"")
    passes(middleware(engine), "http://paper.example/a", f"{SITE}/a", "https://me:x@Paper.Example/b")
    assert sorted(engine.asked) == ["http://paper.example/robots.txt", f"{SITE}/robots.txt"]


def test_a_host_that_asks_for_an_hour_between_two_requests_is_not_crawled() -> None:
    engine = Engine(b"User-agent: *\nCrawl-delay: 3600\n")
    assert passes(middleware(engine), f"{SITE}/a") == [CrawlDelayTooLong.__name__]
    assert engine.paper.crawl_delay == 0
