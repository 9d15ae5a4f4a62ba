"""Plain Scrapy with trafilatura in the callback, and no storage.

    python plain.py SITE CONCURRENCY metadata|body

The last line on standard output is a line of JSON: ``answered`` (pages) and ``articles`` (those that gave a text).
"""

import json
import sys
from typing import Any

import trafilatura
from scrapy.crawler import AsyncCrawlerProcess
from scrapy.http import TextResponse
from scrapy.spiders import SitemapSpider

counted = {"answered": 0, "articles": 0}


class Plain(SitemapSpider):
    name = "plain"
    sitemap_rules = [("/article/", "parse_article")]  # noqa: RUF012 - as Scrapy's documentation writes it
    what = "metadata"

    def parse_article(self, response: TextResponse) -> None:
        if self.what == "metadata":
            found: Any = trafilatura.bare_extraction(response.text, url=response.url, with_metadata=True)
            text = found and found.text
        else:
            text = trafilatura.extract(response.text)
        counted["answered"] += 1
        counted["articles"] += bool(text)


def main(site: str, concurrency: str, what: str) -> None:
    process = AsyncCrawlerProcess(
        {
            "CONCURRENT_REQUESTS": int(concurrency),
            "CONCURRENT_REQUESTS_PER_DOMAIN": int(concurrency),
            "DOWNLOAD_DELAY": 0,
            "LOG_LEVEL": "INFO",
            "TELNETCONSOLE_ENABLED": False,
        }
    )
    process.crawl(Plain, sitemap_urls=[f"{site}/robots.txt"], what=what)
    process.start()
    print(json.dumps(counted))


if __name__ == "__main__":
    main(*sys.argv[1:])
