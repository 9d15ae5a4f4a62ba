"""Which archived answers a page can have ended in."""

import pytest

from crawler.replay import _leads_on
from pipelines.archive.reading import Capture

PAGE = b"<html><head><title>A bridge</title></head><body><p>It is open.</p></body></html>"
REFRESH = b'<html><head><meta http-equiv="refresh" content="%d; url=/the-article"></head></html>'


def capture(status: int = 200, body: bytes | None = PAGE) -> Capture:
    url = "https://paper.example/2017/a"
    return Capture(url=url, captured_at=None, status=status, content_type="text/html", location=None, body=body)


@pytest.mark.parametrize("status", [200, 304, 404, 410, 403])
def test_an_answer_that_is_final_is_taken_up(status: int) -> None:
    assert not _leads_on(capture(status))


@pytest.mark.parametrize("status", [301, 302, 307, 308, 429, 500, 503])
def test_redirects_and_answers_that_are_asked_for_again_are_not(status: int) -> None:
    assert _leads_on(capture(status))


def test_a_page_that_only_sends_on_to_the_article_is_not() -> None:
    assert _leads_on(capture(body=REFRESH % 0))
    assert not _leads_on(capture(body=REFRESH % 900))  # a page that renews itself every quarter of an hour
    assert not _leads_on(capture(body=None))
