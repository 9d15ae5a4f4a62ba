"""What HTTP headers ask of machines, and how that goes together with what the page says."""

from typing import Any

import pytest
from scrapy.http.headers import Headers

from models.items import Hints
from pipelines.extract.document import extract_document
from pipelines.extract.metadata.http_rights import rights_from_headers

PAGE = """<!doctype html><html lang="en"><head><title>A bridge</title>{head}</head><body><article><h1>A bridge</h1>
<p>The pontoon was laid before dawn, and by noon four hundred people had crossed it with carts and blankets.</p>
<p>Engineers said that a second one would follow within the week if the level of the river allowed it.</p>
</article></body></html>"""


@pytest.mark.parametrize(
    ("value", "directives"),
    [
        ("noai, noimageai", ["noai", "noimageai"]),
        ("NoArchive", ["noarchive"]),
        ("googlebot: noindex, nosnippet", []),
        ("dateline: noarchive", ["noarchive"]),
        ("*: noai", ["noai"]),
        ("otherbot: noindex, Dateline: noai, noimageai", ["noai", "noimageai"]),
        ("noindex, otherbot: noai", ["noindex"]),
        ("unavailable_after: 25 Jun 2017 15:00:00 PST, noai", ["noai"]),
        ("max-snippet:20, max-image-preview: large, noarchive", ["noarchive"]),
        ("index, follow, all", []),
        ("", []),
        (": ,,: noai", []),
    ],
)
def test_directives_to_us_and_to_everyone_count_and_those_to_others_do_not(value: str, directives: list[str]) -> None:
    assert rights_from_headers({"X-Robots-Tag": value}) == tuple(f"http:x-robots-tag {one}" for one in directives)


@pytest.mark.parametrize(
    "headers",
    [
        Headers({"X-Robots-Tag": ["noai", "otherbot: none", "noarchive"], "tdm-reservation": "1"}),
        [("x-robots-tag", "noai"), ("X-ROBOTS-TAG", "noarchive, noai"), ("TDM-Reservation", " 1 ")],
        {b"X-Robots-Tag": [b"noai", b"noarchive"], b"tdm-reservation": b"1"},
    ],
)
def test_every_occurrence_counts_however_the_headers_are_kept(headers: Any) -> None:
    assert rights_from_headers(headers) == (
        "http:x-robots-tag noai",
        "http:x-robots-tag noarchive",
        "http:tdm-reservation tdm-reservation=1",
    )


def test_the_reservation_in_headers() -> None:
    assert rights_from_headers({"tdm-reservation": "1", "tdm-policy": "https://rights.example/p.json"}) == (
        "http:tdm-reservation tdm-reservation=1",
        "http:tdm-policy tdm-policy=https://rights.example/p.json",
    )
    assert rights_from_headers([("tdm-reservation", "0"), ("tdm-reservation", "1")]) == (
        "http:tdm-reservation tdm-reservation=1",
    )
    assert rights_from_headers({"tdm-reservation": "yes", "tdm-policy": "/relative", "Server": "x"}) == ()


def test_a_document_has_the_signals_of_page_header_and_site_each_once_and_says_where_they_stand() -> None:
    hints = Hints(
        rights_signals=("http:x-robots-tag noai", "http:x-robots-tag noarchive", "tdmrep.json tdm-reservation=1")
    )
    document = extract_document(
        PAGE.format(head='<meta name="robots" content="noai">').encode(), "https://paper.example/a", hints
    )
    assert document.rights_signals == ("noai", "noarchive", "tdm-reservation=1")
    assert document.sources["rights_signals"] == "meta:robots, http:x-robots-tag, tdmrep.json"


def test_the_reservation_nearest_to_the_text_counts() -> None:
    hints = Hints(
        rights_signals=(
            "http:tdm-reservation tdm-reservation=1",
            "tdmrep.json tdm-reservation=0",
            "tdmrep.json tdm-policy=https://rights.example/p.json",
            "malformed",
        )
    )
    page, url = PAGE.format(head="").encode(), "https://paper.example/a"
    assert extract_document(page, url, hints).rights_signals == (
        "tdm-reservation=1",
        "tdm-policy=https://rights.example/p.json",
    )
    free = PAGE.format(head='<meta name="tdm-reservation" content="0">').encode()
    assert extract_document(free, url, hints).rights_signals == (
        "tdm-reservation=0",
        "tdm-policy=https://rights.example/p.json",
    )
