"""robots.txt for every request, those that wait for it included."""

import asyncio
from collections import defaultdict
from urllib.parse import urlsplit

from scrapy.crawler import Crawler
from scrapy.downloadermiddlewares.robotstxt import RobotsTxtMiddleware as ScrapyRobotsTxtMiddleware
from scrapy.http import Request
from scrapy.robotstxt import RobotParser


class RobotsTxtMiddleware(ScrapyRobotsTxtMiddleware):
    """Scrapy's middleware, asked by one request of a host at a time.

    In Scrapy 2.19 on asyncio, requests that wait for the same robots.txt share one Deferred, and only the first of them
    gets its result: the others get null, which means that everything is allowed. Seen as a forbidden page that was
    fetched whenever several URLs of a host were asked for at once.
    """

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self._turns: defaultdict[str, asyncio.Lock] = defaultdict(asyncio.Lock)

    async def robot_parser(self, request: Request) -> RobotParser | None:
        """The rules of the request's host; null if it has none."""
        async with self._turns[urlsplit(request.url).netloc]:
            return await super().robot_parser(request)
