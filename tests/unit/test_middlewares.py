"""What Dateline does in the place of Scrapy's middlewares gives what they would give."""

import gzip

import pytest
from scrapy.exceptions import DownloadCancelledError
from scrapy.http import HtmlResponse, Request, Response
from scrapy.utils.test import get_crawler

from crawler.middlewares.compression import HttpCompressionMiddleware
from crawler.middlewares.refresh import MetaRefreshMiddleware

PAGE = b"<!DOCTYPE html><title>Dovek</title><p>The bridge is open again.</p>" * 50
URL = "https://gazette.example/article/bridge"


def decoded(body: bytes, **settings: int) -> bytes:
    middleware = HttpCompressionMiddleware.from_crawler(get_crawler(settings_dict=settings))
    response = Response(URL, body=body, headers={"Content-Encoding": "gzip", "Content-Type": "text/html"})
    result = middleware.process_response(Request(URL), response)
    assert isinstance(result, Response)
    return result.body


@pytest.mark.parametrize(
    ("sent", "read"),
    [
        (gzip.compress(PAGE), PAGE),
        (gzip.compress(PAGE) + gzip.compress(b"<p>more</p>"), PAGE + b"<p>more</p>"),
        (gzip.compress(PAGE)[:-8] + b"wrong" + gzip.compress(PAGE)[-3:], PAGE),
    ],
    ids=["one part", "two parts", "a wrong checksum"],
)
def test_a_compressed_page_is_read_whole(sent: bytes, read: bytes) -> None:
    assert decoded(sent) == read


def test_a_page_cut_off_is_read_as_far_as_it_goes() -> None:
    found = decoded(gzip.compress(PAGE)[:-12])
    assert found
    assert PAGE.startswith(found)


def test_a_page_that_grows_beyond_the_limit_is_refused() -> None:
    assert decoded(gzip.compress(bytes(1000)), DOWNLOAD_MAXSIZE=1000) == bytes(1000)
    with pytest.raises(DownloadCancelledError):
        decoded(gzip.compress(bytes(1001)), DOWNLOAD_MAXSIZE=1000)


def refreshed(head: str, encoding: str = "utf-8") -> str | None:
    middleware = MetaRefreshMiddleware.from_crawler(get_crawler())
    page = HtmlResponse(URL, body=f"<html><head>{head}</head>".encode(encoding), encoding=encoding)
    result = middleware.process_response(Request(URL), page)
    return result.url if isinstance(result, Request) else None


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "windows-1251", "shift_jis"])
def test_a_refresh_in_the_head_is_followed(encoding: str) -> None:
    place = refreshed('<META HTTP-EQUIV="Refresh" CONTENT="0; URL=/elsewhere">', encoding)
    assert (place or "").partition("?")[0] == "https://gazette.example/elsewhere"


def test_a_page_that_only_speaks_of_a_refresh_stays() -> None:
    assert refreshed("<title>Refresh your memory</title>") is None


def test_a_page_without_a_refresh_is_not_decoded() -> None:
    page = HtmlResponse(URL, body=PAGE, encoding="utf-8")
    assert MetaRefreshMiddleware.from_crawler(get_crawler()).process_response(Request(URL), page) is page
    assert page._cached_ubody is None
