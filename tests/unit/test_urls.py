"""Two spellings of one address are one page; two articles never share a key."""

import socket

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.urls import MAX_URL_LENGTH, is_http_url, registered_domain, same_site, url_key


@pytest.mark.parametrize(
    "spellings",
    [
        ("https://a.com/x", "http://a.com/x", "HTTPS://A.com:443/x/", "https://a.com./x#photos", "http://u:p@a.com:80/x"),
        ("https://a.com/x?id=7", "https://a.com/x/?id=7&utm_source=rss&fbclid=1", "https://a.com/x?at_medium=RSS&id=7"),
        ("https://a.com/x?a=1&b=2", "https://a.com/x?b=2&a=1", "https://a.com//y/../x?&b=2&&a=1"),
        ("https://a.com/معركة", "https://a.com/%d9%85%d8%b9%d8%b1%d9%83%d8%a9", "https://a.com/%D9%85%D8%B9%D8%B1%D9%83%D8%A9"),
        ("https://a.com/~desk", "https://a.com/%7Edesk", "https://a.com/%7edesk"),
        ("https://a.com/s?q=old+city", "https://a.com/s?q=old%20city"),
        ("https://пример.рф/", "https://xn--e1afmkfd.xn--p1ai"),
        ("http://[::1]:8717/x", "http://[0:0:0:0:0:0:0:1]:8717/x"),
    ],
)  # fmt: skip
def test_spellings_of_one_address_have_one_key(spellings: tuple[str, ...]) -> None:
    assert len({url_key(spelling) for spelling in spellings}) == 1


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("https://a.com/?id=123", "https://a.com/?id=124"),
        ("https://a.com/?p=5", "https://a.com/"),
        ("https://a.com/?p=5&lang=en", "https://a.com/?p=5&lang=ar"),
        ("https://a.com/x?id=1&section=world", "https://a.com/x?id=1&section=sport"),
        ("https://a.com/story.php?12345", "https://a.com/story.php?12346"),
        ("https://a.com/x?cid=7", "https://a.com/x?cid=8"),
        ("https://a.com/x?gallery=3", "https://a.com/x?gallery=4"),
        ("https://a.com/x?global=", "https://a.com/x"),
        ("https://www.a.com/x", "https://a.com/x"),
        ("https://m.a.com/x", "https://a.com/x"),
        ("https://a.com/x/amp", "https://a.com/x"),
        ("https://a.com/X", "https://a.com/x"),
        ("https://a.com/a%2Fb", "https://a.com/a/b"),
        ("http://127.0.0.1:8717/x", "http://127.0.0.1:8718/x"),
    ],
)
def test_what_tells_articles_apart_stays_in_the_key(one: str, other: str) -> None:
    assert url_key(one) != url_key(other)


def test_a_key_reads_as_an_address() -> None:
    assert url_key("http://127.0.0.1:8717/a//b/?x=%d9%85&utm_medium=x#y") == "http://127.0.0.1:8717/a/b?x=%D9%85"
    assert url_key("http://a.com") == "https://a.com/"


@pytest.mark.parametrize(
    "text",
    [
        *("", "a.com/x", "ftp://a.com/x", "javascript:alert(1)", "http://", "http:///x", "https://a.com:99999/x"),
        *("http://[x/", "https://a .com/", "https://a.com/x y", "https://a.com/\n", "https://a.com/\x00", "file:///x"),
        *("https://a.com\\@b.com/", "https://a..com/", "https://a.com/\ud800", "https://a.com:0/"),
        "https://a.com/" + "x" * MAX_URL_LENGTH,
    ],
)
def test_what_cannot_be_fetched_is_refused(text: str) -> None:
    assert not is_http_url(text)
    with pytest.raises(ValueError, match="not an http"):
        url_key(text)


@pytest.mark.parametrize(
    ("url", "domain"),
    [
        ("https://www.bbc.co.uk/news", "bbc.co.uk"),
        ("https://feeds.bbci.co.uk/", "bbci.co.uk"),
        ("www.aa.com.tr", "aa.com.tr"),
        ("https://desk.blogspot.com/", "desk.blogspot.com"),
        ("https://a.com:8443/", "a.com"),
        ("http://127.0.0.1:8717/x", "127.0.0.1:8717"),
        ("127.0.0.1:8717", "127.0.0.1:8717"),
        ("http://localhost:8000/", "localhost:8000"),
        ("http://[::1]:8717/", "[::1]:8717"),
        ("https://www.news.example/", "news.example"),
        ("https://github.io/", "github.io"),
    ],
)
def test_the_registered_domain_names_the_site(url: str, domain: str) -> None:
    assert registered_domain(url) == domain


def test_sites_are_the_same_across_their_hosts_only() -> None:
    assert same_site("https://www.bbc.co.uk/x", "http://m.bbc.co.uk/y")
    assert not same_site("https://a.co.uk/", "https://b.co.uk/")
    assert not same_site("http://127.0.0.1:8717/", "http://127.0.0.1:8718/")
    assert not same_site("mailto:x", "mailto:x y")
    with pytest.raises(ValueError, match="no host"):
        registered_domain("two words")


def test_no_public_suffix_list_is_fetched(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise AssertionError("a socket was opened")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    assert registered_domain("https://never-asked-before.gov.uk/") == "never-asked-before.gov.uk"


PIECES = [*"/?&=%+;#:@.aم", "//", "..", "%2", "%d9%85", "%2f", "%20", "x=1", "utm_a=1"]
PARTS = st.lists(st.sampled_from(PIECES) | st.text(max_size=4)).map("".join)


@settings(deadline=None)
@given(PARTS)
def test_a_key_is_its_own_key(rest: str) -> None:
    url = f"http://a.com/{rest}"
    if is_http_url(url):
        assert url_key(url_key(url)) == url_key(url)
        assert url_key(url).isascii()
