"""Refreshes that a page asks for in its head."""

import re

from scrapy.downloadermiddlewares.redirect import MetaRefreshMiddleware as ScrapyMetaRefreshMiddleware
from scrapy.http import HtmlResponse, Request, Response
from scrapy.utils.response import get_meta_refresh

_SCANNED = 4 * 4096  # bytes: as many as the characters that Scrapy looks at can take, in any encoding of the web
_SOON = 100  # seconds: Scrapy's METAREFRESH_MAXDELAY
_REFRESH = re.compile(rb"r\0{0,3}e\0{0,3}f\0{0,3}r\0{0,3}e\0{0,3}s\0{0,3}h", re.IGNORECASE)


def is_refresh(page: HtmlResponse) -> bool:
    """Whether the page asks in its head for another one in its place, soon enough that it is followed."""
    if _REFRESH.search(page.body[:_SCANNED]) is None:
        return False
    seconds, url = get_meta_refresh(page)
    return url is not None and seconds is not None and seconds < _SOON


class MetaRefreshMiddleware(ScrapyMetaRefreshMiddleware):
    """Scrapy's middleware, asked only about pages that have the word in their head.

    It decodes the whole page to look at 4,096 characters, and the response keeps that text: 800 kB for a page of
    350 kB, for each page that waits for a worker.
    """

    def process_response(self, request: Request, response: Response) -> Request | Response:  # type: ignore[override]
        """The answer, or a request for where it leads."""
        if _REFRESH.search(response.body[:_SCANNED]) is None:
            return response
        return super().process_response(request, response)
