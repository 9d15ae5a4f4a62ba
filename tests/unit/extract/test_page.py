"""Any bytes: decoded as what they are, or turned away with a reason; never an exception of another kind."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.items import Document, Hints, Rejected
from pipelines.extract.as_json import document_json
from pipelines.extract.document import extract_document
from pipelines.extract.page import decode

WORDS = "Überlebende am Fluss – der Markt ist geöffnet"
PAGE = (
    "<html lang='de'><head>{meta}<title>Markt</title></head><body><article><h1>" + WORDS + "</h1>"
    "<p>Am Morgen standen vierhundert Menschen an der Brücke, mit Decken und Töpfen und ohne zu wissen, wohin.</p>"
    "<p>Die Ärzte im Lager sagten, es fehle an Wasser, an Öl und an Zelten für die Familien, die noch kämen.</p>"
    "</article></body></html>"
)
URL = "https://paper.example/markt"


def headline(body: bytes, content_type: str | None = None) -> str | None:
    return extract_document(body, URL, Hints(content_type=content_type)).headline


def read(body: bytes) -> Document | str:
    """The document, or the reason why there is none; any other exception is a failure."""
    try:
        return extract_document(body, URL)
    except Rejected as rejection:
        return rejection.reason


@pytest.mark.parametrize(
    ("encoding", "meta", "content_type"),
    [
        ("utf-8", "", None),
        ("utf-8-sig", "", None),
        ("utf-8", "<meta charset='iso-8859-1'>", "text/html; charset=windows-1252"),
        ("windows-1252", "<meta charset='windows-1252'>", None),
        ("windows-1252", "", "text/html; charset=windows-1252"),
        ("windows-1252", "", None),
        ("utf-16", "", None),
        ("utf-16-le", "", None),
    ],
)
def test_the_text_is_right_whatever_the_charset_and_whatever_is_said_of_it(
    encoding: str, meta: str, content_type: str | None
) -> None:
    assert headline(PAGE.format(meta=meta).encode(encoding), content_type) == WORDS


@pytest.mark.parametrize("encoding", ["iso-2022-jp", "shift_jis", "euc-jp"])
def test_japanese_encodings_that_the_page_declares(encoding: str) -> None:
    page = f"<html><head><meta charset='{encoding}'></head><body><p>川の市場が再び開いた</p></body></html>"
    assert "川の市場が再び開いた" in decode(page.encode(encoding), None)


def test_a_page_with_one_damaged_byte_stays_utf_8() -> None:
    damaged = PAGE.format(meta="").encode().replace(b"Ol", b"\xffOl") + b"\xff"
    assert WORDS in decode(damaged, None)


@pytest.mark.parametrize(
    ("body", "content_type", "reason"),
    [
        (b"", None, "empty"),
        (b" \n\0", None, "empty"),
        (b"%PDF-1.7 ...", "text/html", "not_html"),
        (b"\x89PNG\r\n\x1a\n", None, "not_html"),
        (b"\x1f\x8b\x08", None, "not_html"),
        (b"just words", "text/html", "not_html"),
        (b'{"title": "x"}', "application/json", "not_html"),
        (b"<html><body><h1>x</h1></body></html>", "application/json", "not_html"),
        (b"<html><body></body></html>", None, "no_headline"),
        (b"<html><head><title>Front page</title></head><body></body></html>", None, "no_content"),
    ],
)
def test_what_is_no_article_is_turned_away_with_its_reason(body: bytes, content_type: str | None, reason: str) -> None:
    with pytest.raises(Rejected) as rejection:
        headline(body, content_type)
    assert rejection.value.reason == reason


def test_nesting_ten_thousand_deep_is_read_or_turned_away() -> None:
    deep = "<div>" * 10_000 + "<p>deep</p>" + "</div>" * 10_000
    page = PAGE.format(meta="").replace("</article>", f"{deep}</article>")
    assert headline(page.encode()) == WORDS


def test_a_page_cut_off_in_the_middle_of_a_tag_is_read_as_far_as_it_goes() -> None:
    page = PAGE.format(meta="").encode()
    assert headline(page[: page.index(b"Die \xc3\x84rzte") + 30] + b"<a href='x") == WORDS


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=3000) | st.text(max_size=3000).map(lambda text: text.encode("utf-8", "surrogatepass")))
def test_any_bytes_are_a_document_or_turned_away(noise: bytes) -> None:
    for body in (noise, b"<html><body><h1>x</h1><p>" + noise + b"</p></body></html>"):
        assert read(body)


@settings(max_examples=100, deadline=None)
@given(st.data())
def test_a_real_shape_with_bytes_struck_out_or_put_in_is_a_document_or_turned_away(data: st.DataObject) -> None:
    page = bytearray(PAGE.format(meta="<meta property='og:title' content='x'>").encode())
    for _ in range(data.draw(st.integers(1, 12))):
        at = data.draw(st.integers(0, len(page) - 1))
        page[at : at + data.draw(st.integers(0, 40))] = data.draw(st.binary(max_size=12))
    assert read(bytes(page))


def test_every_text_of_a_document_can_be_written_as_utf_8() -> None:
    page = (
        "<html><head><title>A &#xD800; bridge</title><script type='application/ld+json'>"
        r'{"@type": "NewsArticle", "headline": "A \ud83d bridge", "author": "Desk \udc00\u0000",'
        r' "keywords": ["\ud800k"],'
        r' "description": "A \ud800 standfirst that is long enough to be taken for one.",'
        r' "image": {"@type": "ImageObject", "url": "https://paper.example/1.jpg", "caption": "A bridge \udfff."}}'
        "</script></head><body><h1>A bridge</h1><p>By noon four hundred people had crossed it with carts.</p></body>"
    )
    document = extract_document(page.encode(), URL)
    assert json.dumps(document_json(document), ensure_ascii=False).encode("utf-8")
    assert "\x00" not in repr(document)
