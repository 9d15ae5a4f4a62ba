"""What a robots.txt says to us."""

import pytest

from crawler.manners.robots_txt import MOST_BYTES, Rules

URL = "https://paper.example/robots.txt"
PAGE = "https://paper.example/2017/bridge.html"


def rules(text: str | bytes) -> Rules:
    return Rules.read(text if isinstance(text, bytes) else text.encode(), "Dateline", URL)


def test_the_group_that_names_us_counts_and_the_general_one_does_not() -> None:
    text = "User-agent: *\nDisallow: /\nCrawl-delay: 30\n\nUser-agent: dateline\nDisallow: /members\nCrawl-delay: 2.5\n"
    assert rules(text).allow(PAGE)
    assert not rules(text).allow("https://paper.example/members/a.html")
    assert rules(text).crawl_delay == 2.5


def test_without_a_group_of_ours_the_general_one_counts() -> None:
    text = "User-agent: otherbot\nDisallow: /\nCrawl-delay: 90\n\nUser-agent: *\nDisallow: /closed\nCrawl-delay: 4\n"
    assert rules(text).allow(PAGE)
    assert not rules(text).allow("https://paper.example/closed.html")
    assert rules(text).crawl_delay == 4


@pytest.mark.parametrize("delay", ["", "soon", "-5", "nan", "inf", "1e400"])
def test_a_crawl_delay_that_is_no_number_is_none(delay: str) -> None:
    assert rules(f"User-agent: *\nCrawl-delay: {delay}\n").crawl_delay == 0


def test_sitemaps_are_named_absolute_and_once() -> None:
    text = (
        "Sitemap: https://paper.example/a.xml\nUser-agent: *\nDisallow:\nsitemap: /b.xml\n"
        "Sitemap: https://paper.example/a.xml\nSitemap: ftp://paper.example/c.xml\nSitemap: http://[\nSitemap:\n"
    )
    assert rules(text).sitemaps == ("https://paper.example/a.xml", "https://paper.example/b.xml")


@pytest.mark.parametrize(
    "page",
    [
        b"<!DOCTYPE html><html><body>\nUser-agent: *\nDisallow: /\n</body></html>",
        b"\xef\xbb\xbf\n <html>\nUser-agent: *\nDisallow: /\n",
        b"\x89PNG\r\n\x1a\n\x00\x00",
        b"",
    ],
)
def test_what_is_no_robots_txt_has_no_rules(page: bytes) -> None:
    assert rules(page).allow(PAGE)
    assert rules(page).sitemaps == ()


def test_rules_after_a_byte_order_mark_and_among_bytes_that_are_no_text_count() -> None:
    assert not rules(b"\xef\xbb\xbfUser-agent: *\nDisallow: /\xff\n").allow("https://paper.example/")
    assert not rules(b"\xef\xbb\xbfUser-agent: *\n# \xff\xfe\nDisallow: /2017\n").allow(PAGE)


def test_of_an_endless_file_only_the_beginning_is_read() -> None:
    first = b"User-agent: *\nDisallow: /closed\n"
    filler = b"# and so on\n" * (MOST_BYTES // 12)
    endless = rules(first + filler + b"Disallow: /\n")
    assert endless.allow(PAGE)
    assert not endless.allow("https://paper.example/closed")
