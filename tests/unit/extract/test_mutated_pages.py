"""Whatever happened to a page's bytes on the way: an article that can be stored, or a reason why there is none."""

import os
import re
from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from models.items import Document, Hints, Rejected
from pipelines.extract.as_json import document_json
from pipelines.extract.document import extract_document
from tests.unit.extract.page_shapes import Story, broken, content_types, encodings, render, stories

URL = "https://example.org/news/2017/06/22/a"
CAPTURED = datetime(2017, 6, 24, 12, tzinfo=UTC)
FUZZ = os.environ.get("HYPOTHESIS_PROFILE") == "fuzz"
"""``make fuzz``: new examples each time, and many."""
UNSTORABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")

pages = settings(
    max_examples=1_500 if FUZZ else 120,
    derandomize=not FUZZ,
    database=None,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)


def extract(body: bytes, content_type: str | None = None) -> Document | Rejected:
    """The outcome of a page; anything but these two fails the test."""
    try:
        return extract_document(body, URL, Hints(content_type=content_type, fetched_at=CAPTURED))
    except Rejected as rejected:
        return rejected


def strings(value: object) -> list[str]:
    """Every string in a JSON value."""
    if isinstance(value, dict):
        return [text for item in value.items() for part in item for text in strings(part)]
    if isinstance(value, list):
        return [text for item in value for text in strings(item)]
    return [value] if isinstance(value, str) else []


def check(document: Document) -> None:
    """What holds of every document."""
    assert [text for text in strings(document_json(document)) if UNSTORABLE.search(text)] == []
    assert [photo.position for photo in document.photos] == list(range(len(document.photos)))
    for photo in document.photos:
        assert photo.url in photo.urls
        assert all(urlsplit(url).scheme in ("http", "https") and urlsplit(url).hostname for url in photo.urls)
    printed = {text for photo in document.photos for text in (photo.caption, photo.credit and photo.credit.raw) if text}
    assert printed.isdisjoint((document.body or "").splitlines())
    for reading in (document.published, document.modified):
        assert reading is None or reading.at <= CAPTURED + timedelta(days=1)


@pages
@given(data=st.data(), story=stories(), markup=st.integers(0, 2), content_type=content_types)
def test_a_broken_page_is_read_or_refused(data: st.DataObject, story: Story, markup: int, content_type: str) -> None:
    body = data.draw(broken(render(story, markup).encode()))
    outcome = extract(body, content_type)
    if isinstance(outcome, Document):
        check(outcome)
        assert extract(body, content_type) == outcome


@pages
@given(story=stories(), markup=st.integers(0, 2))
def test_an_unharmed_page_keeps_what_it_says(story: Story, markup: int) -> None:
    document = extract(render(story, markup).encode())
    assert isinstance(document, Document)
    check(document)
    assert document.headline == story.headline
    assert document.published is not None
    assert document.published.at == datetime(2017, 6, 22, 10, 1, tzinfo=UTC)
    assert [photo.caption for photo in document.photos] == story.captions
    assert set(story.paragraphs) <= set((document.body or "").splitlines())


@pages
@given(story=stories(), markup=st.integers(0, 2), encoding=encodings, content_type=content_types)
def test_a_page_in_any_encoding_under_any_label(story: Story, markup: int, encoding: str, content_type: str) -> None:
    outcome = extract(render(story, markup).encode(encoding, "xmlcharrefreplace"), content_type)
    if isinstance(outcome, Document):
        check(outcome)


@pages
@given(body=st.binary(max_size=400) | st.binary(max_size=200).map(lambda noise: b"<html><h1>" + noise + b"</h1><p>x"))
def test_noise_is_read_or_refused(body: bytes) -> None:
    outcome = extract(body)
    if isinstance(outcome, Document):
        check(outcome)


@pytest.mark.parametrize("content_type", ["application/pdf", "image/jpeg", "application/json"])
def test_what_is_sent_as_something_else_is_no_page(content_type: str) -> None:
    outcome = extract(b"%PDF-1.7 <html>", content_type)
    assert isinstance(outcome, Rejected)
    assert outcome.reason == "not_html"
