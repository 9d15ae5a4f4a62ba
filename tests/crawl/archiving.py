"""A crawl of given addresses with our settings, its answers archived: ``python -m tests.crawl.archiving`` reads a JSON
object on stdin, and prints a JSON line for each answer and failure, and one for the run's end."""

import json
import sys
from collections.abc import AsyncIterator
from dataclasses import asdict
from datetime import datetime
from typing import Any

from scrapy import Spider
from scrapy.crawler import AsyncCrawlerProcess
from scrapy.http import Request, Response
from scrapy.utils.project import get_project_settings
from twisted.python.failure import Failure

from crawler.pages import classify
from models.items import Archived


class ArchivingSpider(Spider):
    """Asks for ``urls``; ``known`` are payloads by URL."""

    name = "archiving"
    archive_label = "paper.example:8080"
    urls: list[str]
    known: dict[str, dict[str, Any]]

    async def start(self) -> AsyncIterator[Request]:
        for url in self.urls:
            known = self.known.get(url)
            place = known and Archived(**(known | {"at": datetime.fromisoformat(known["at"])}))
            headers = {"If-None-Match": '"7"'} if known else {}
            meta = {"asked": url, "known": place}
            yield Request(url, self.parse, errback=self.failed, dont_filter=True, meta=meta, headers=headers)

    def parse(self, response: Response) -> None:
        place = asdict(response.meta["archived"])
        say(asked=response.meta["asked"], length=len(response.body), archived=place | {"at": place["at"].isoformat()})

    def failed(self, failure: Failure) -> None:
        say(asked=failure.request.meta["asked"], reason=classify(failure.value)[1])  # type: ignore[attr-defined]


def say(**words: Any) -> None:
    print(json.dumps(words), flush=True)


def main() -> None:
    given = json.load(sys.stdin)
    settings = get_project_settings()
    settings.setdict(
        {"ITEM_PIPELINES": {}, "DOWNLOAD_DELAY": 0, "AUTOTHROTTLE_ENABLED": False, "HTTPERROR_ALLOW_ALL": True}
        | given.get("settings", {})
    )
    if limit := given.get("limit"):
        import resource

        resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
    process = AsyncCrawlerProcess(settings)
    crawler = process.create_crawler(ArchivingSpider)
    process.crawl(crawler, urls=given["urls"], known=given.get("known", {}))
    process.start()
    stats = crawler.stats.get_stats() if crawler.stats else {}
    say(finish_reason=stats.get("finish_reason"), problems=stats.get("dateline/problems", []))


if __name__ == "__main__":
    main()
