"""Content-Encoding undone within limits."""

from scrapy.downloadermiddlewares.httpcompression import HttpCompressionMiddleware as ScrapyHttpCompressionMiddleware
from scrapy.exceptions import DownloadCancelledError, IgnoreRequest
from scrapy.http import Request, Response

MAX_LAYERS = 3
"""Encodings on top of each other; servers send one, a proxy may add another."""


class HttpCompressionMiddleware(ScrapyHttpCompressionMiddleware):
    """Scrapy's, which bounds what each layer may inflate to, but not how many layers there are: a header names a
    thousand in a line, and each may cost the time of a whole page."""

    # Without the argument `spider`, which Scrapy 2.19 warns of.
    def process_response(self, request: Request, response: Response) -> Request | Response:  # type: ignore[override]
        """The answer inflated. Raises ``DownloadCancelledError`` for one that is too large then, or too deeply
        wrapped."""
        layers = sum(len(named.split(b",")) for named in response.headers.getlist("Content-Encoding"))
        if layers > MAX_LAYERS:
            raise DownloadCancelledError(f"{layers} encodings on top of each other")
        try:
            return super().process_response(request, response)
        except IgnoreRequest as refusal:
            raise DownloadCancelledError(str(refusal)) from refusal
