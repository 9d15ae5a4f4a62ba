"""What the crawl logs is safe to read on a terminal, Scrapy's own lines included."""

import logging
from typing import Self

from scrapy import signals
from scrapy.crawler import Crawler

from models.printing import make_safe


class SafeLogs:
    """Extension: no control sequence of a page's reaches the log, and no secret in a URL does."""

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Take the handlers that stand, and once more at the start: Scrapy replaces its own in between."""
        extension = cls()
        extension.install()
        crawler.signals.connect(extension.install, signals.spider_opened)
        return extension

    def install(self) -> None:
        """Make each handler of the root logger safe. Not pytest's and others' that only collect records."""
        for handler in logging.getLogger().handlers:
            if isinstance(handler, logging.StreamHandler):
                make_safe(handler)
