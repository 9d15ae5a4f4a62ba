"""Feeds, sitemaps and section pages that were made to hurt."""

import gzip
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest

from crawler.discovery import DiscoveryProblem, feeds, read_feed, read_section, read_sitemap
from crawler.discovery.bodies import MAX_INFLATED, inflated

URL = "https://paper.example/index"
FEED = (
    '<rss version="2.0"><channel><title>&i;</title><item><title>&i;</title><link>https://paper.example/a?&i;</link>'
    "</item></channel></rss>"
)
SITEMAP = (
    "<urlset><url><loc>https://paper.example/a?&i;</loc></url><url><loc>https://paper.example/b</loc></url></urlset>"
)
SECTION = '<html><body><a href="/2017/06/22/a-bridge?&i;">A bridge &i;</a></body></html>'
READERS: list[tuple[Callable[..., Any], str]] = [(read_feed, FEED), (read_sitemap, SITEMAP), (read_section, SECTION)]


@pytest.fixture
def asked() -> Iterator[tuple[str, list[object]]]:
    """The address of a server that nothing should ask, and who did."""
    hits: list[object] = []

    class Server(ThreadingHTTPServer):
        def verify_request(self, request: object, client_address: object) -> bool:
            hits.append(client_address)
            return False

    with Server(("127.0.0.1", 0), BaseHTTPRequestHandler) as server:
        thread = Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_address[1]}/entity", hits
        server.shutdown()
        thread.join()


def read(reader: Callable[..., Any], document: str) -> str:
    """What ``reader`` makes of it, or says of it."""
    try:
        return repr(reader(document.encode(), URL))
    except DiscoveryProblem as problem:
        return str(problem)


@pytest.mark.parametrize(("reader", "document"), READERS)
def test_no_entity_opens_a_file_or_the_network(
    reader: Callable[..., Any], document: str, asked: tuple[str, list[object]], tmp_path: Path
) -> None:
    address, hits = asked
    secret = tmp_path / "secret.txt"
    secret.write_text("hunter2")
    for target in (secret.as_uri(), str(secret), address):
        for declared in (f'<!ENTITY i SYSTEM "{target}">', f'<!ENTITY % p SYSTEM "{target}"> %p; <!ENTITY i "x">'):
            for doctype in (f"<!DOCTYPE x [{declared}]>", f'<!DOCTYPE x SYSTEM "{target}" [{declared}]>'):
                assert "hunter2" not in read(reader, f'<?xml version="1.0"?>{doctype}{document}')
                included = f'<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="{target}" parse="text"/>'
                assert "hunter2" not in read(reader, document.replace("&i;", included))
    assert hits == []


@pytest.mark.parametrize(("reader", "document"), READERS)
def test_entities_that_expand_to_gigabytes_are_not_expanded(reader: Callable[..., Any], document: str) -> None:
    laughs = "".join(f"<!ENTITY e{i} '{f'&e{i - 1};' * 30}'>" for i in range(1, 9))
    nested = f"<!DOCTYPE x [<!ENTITY e0 '{'laugh' * 20}'>{laughs}<!ENTITY i '&e8;'>]>"
    assert len(read(reader, f'<?xml version="1.0"?>{nested}{document}')) < 10_000
    long = f"<!DOCTYPE x [<!ENTITY i '{'x' * 100_000}'>]>"
    assert len(read(reader, f'<?xml version="1.0"?>{long}{document.replace("&i;", "&i;" * 10_000)}')) < 1_000_000


@pytest.mark.parametrize(("reader", "document"), READERS)
def test_elements_in_each_other_without_end_break_nothing(reader: Callable[..., Any], document: str) -> None:
    body, depth = document.replace("&i;", ""), 2_000
    for name in ("x", "item", "url", "div", "a"):
        for nested in (f"<{name}>" * depth + body, body.replace("</", f"{f'<{name}>' * depth}</", 1)):
            assert len(read(reader, nested)) < 10_000


def test_a_feed_that_would_take_minutes_to_read_is_refused() -> None:
    attributes = " ".join(f'a{i}="x"' for i in range(40_000))
    tags = "<b></b>" * 110_000
    for document in (FEED.replace("<rss", f"<rss {attributes}"), FEED.replace("<item>", f"<item>{tags}")):
        with pytest.raises(DiscoveryProblem, match="more markup than is read"):
            read_feed(document.encode(), URL)


def test_of_a_feed_without_end_the_first_entries_are_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(feeds, "MAX_FEED", 10_000)
    items = "".join(f"<item><link>https://paper.example/{i}</link></item>" for i in range(10_000))
    links = read_feed(f'<rss version="2.0"><channel>{items}'.encode(), URL)
    assert 100 < len(links) < 250
    assert links[-1].url == f"https://paper.example/{len(links) - 1}"


def test_gzip_inflates_to_a_limit_and_a_million_empty_files_in_a_row_are_not_all_opened() -> None:
    assert len(inflated(gzip.compress(bytes(MAX_INFLATED + 1), 1))) == MAX_INFLATED
    empty = gzip.compress(b"")
    assert inflated(empty * 200_000) == b""
    assert inflated(empty * 3 + gzip.compress(b"<urlset/>") + empty) == b"<urlset/>"


def test_links_that_are_never_closed_do_not_read_each_other_over_and_over() -> None:
    anchors = "".join(f'<a href="/2017/06/22/bridge-{i}">bridge {i}<div>' for i in range(1_000))
    links = read_section(f"<html><body>{anchors}".encode(), URL)
    assert links[0].url == "https://paper.example/2017/06/22/bridge-0"


@pytest.mark.parametrize(
    "address", ["file:///etc/passwd", "javascript:alert(1)", "data:text/html,a", "ftp://a.example/"]
)
def test_only_http_addresses_are_taken_from_a_document(address: str) -> None:
    item = "<item><link>https://paper.example/b</link></item></channel>"
    feed = FEED.replace("https://paper.example/a?&i;", address).replace("</channel>", item)
    assert [link.url for link in read_feed(feed.encode(), URL)] == ["https://paper.example/b"]
    assert [
        link.url for link in read_sitemap(SITEMAP.replace("https://paper.example/a?&i;", address).encode(), URL).links
    ] == ["https://paper.example/b"]
    other = '<a href="/2017/06/22/another-bridge">B</a></body>'
    section = SECTION.replace("/2017/06/22/a-bridge?&i;", address).replace("</body>", other)
    assert [link.url for link in read_section(section.encode(), URL)] == [
        "https://paper.example/2017/06/22/another-bridge"
    ]
