"""Reading archives: what is whole is given, what is not is said, and nothing takes the machine's memory."""

import gzip
import tracemalloc
import zlib
from collections.abc import Callable
from datetime import UTC, datetime
from itertools import accumulate
from pathlib import Path

import pytest

from pipelines.archive.reading import MAX_PAYLOAD, Capture, CutOff, decoded, read_captures

HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n"


def record(kind: str, block: bytes, url: str = "https://paper.example/a", date: str = "2017-06-22T12:00:00Z") -> bytes:
    fields = (
        f"WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Target-URI: {url}\r\nWARC-Date: {date}\r\n"
        "WARC-Record-ID: <urn:uuid:00000000-0000-4000-8000-000000000000>\r\n"
        f"Content-Type: application/http; msgtype={kind}\r\nContent-Length: {len(block)}\r\n\r\n"
    )
    return fields.encode() + block + b"\r\n\r\n"


def captures(folder: Path, content: bytes) -> list[Capture]:
    path = folder / "crawl.warc"
    path.write_bytes(content)
    return list(read_captures(path))


def records() -> list[bytes]:
    parts = [record("warcinfo", b"software: x\r\n")]
    for number in range(4):
        parts.append(record("request", b"GET / HTTP/1.1\r\n\r\n"))
        parts.append(record("response", HEAD + b"<p>page %d</p>" % number * 40, f"https://paper.example/{number}"))
        parts.append(record("metadata", b"fetchTimeMs: 12\r\n" * 30))
    return parts


@pytest.mark.parametrize("form", [lambda part: part, gzip.compress], ids=["plain", "gzip"])
def test_wherever_an_archive_is_cut_off_the_whole_records_before_are_given_and_the_cut_is_said(
    tmp_path: Path, form: Callable[[bytes], bytes]
) -> None:
    parts = [form(part) for part in records()]
    ends = list(accumulate(map(len, parts)))
    content = b"".join(parts)
    path = tmp_path / "crawl.warc"
    for cut in range(ends[0] + 1, len(content), 7):
        if any(end - 4 <= cut <= end for end in ends):  # nothing of a record is missing: some writers end so
            continue
        path.write_bytes(content[:cut])
        given: list[Capture] = []
        with pytest.raises(CutOff):
            given += read_captures(path)
        whole = sum(end <= cut for end in ends[2::3])
        # What is cut off a gzip member's end may be its checksum alone.
        assert whole <= len(given) <= whole + 1, f"cut after {cut} of {len(content)} bytes"


def test_a_record_too_large_for_an_article_is_passed_over_without_taking_memory(tmp_path: Path) -> None:
    path = tmp_path / "crawl.warc"
    huge = b"y" * (3 * MAX_PAYLOAD)
    path.write_bytes(record("response", HEAD + huge) + record("resource", huge) + record("response", HEAD + b"<p>last"))
    del huge
    tracemalloc.start()
    found = list(read_captures(path))
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert [capture.body for capture in found] == [None, b"<p>last"]
    assert peak < MAX_PAYLOAD / 4


def test_dates_are_utc_in_the_forms_of_the_standard_and_null_where_they_are_none(tmp_path: Path) -> None:
    dates = ("2017-06-22T12:00:00.123456Z", "2017-06-22", "yesterday", "")
    found = captures(tmp_path, b"".join(record("response", HEAD + b"x", date=date) for date in dates))
    assert [capture.captured_at for capture in found] == [
        datetime(2017, 6, 22, 12, 0, 0, 123456, tzinfo=UTC),
        datetime(2017, 6, 22, tzinfo=UTC),
        None,
        None,
    ]


def test_an_answer_without_a_status_line_or_with_one_of_http_2_is_given(tmp_path: Path) -> None:
    heads = (b"HTTP/2 200\r\ncontent-type: text/html\r\n\r\n", b"")
    found = captures(tmp_path, b"".join(record("response", head + b"x") for head in heads))
    assert [(capture.status, capture.content_type) for capture in found] == [(200, "text/html"), (0, None)]


def raw_deflate(body: bytes) -> bytes:
    compressor = zlib.compressobj(wbits=-15)
    return compressor.compress(body) + compressor.flush()


@pytest.mark.parametrize(
    ("encoding", "form"),
    [
        ("gzip", gzip.compress),
        ("gzip", lambda body: gzip.compress(body[:500]) + gzip.compress(body[500:])),
        ("deflate", zlib.compress),
        ("deflate", raw_deflate),
        ("gzip, br", lambda body: body),
    ],
    ids=["gzip", "gzip in two members", "deflate", "deflate without its header", "not encoded at all"],
)
def test_encodings_are_undone(encoding: str, form: Callable[[bytes], bytes]) -> None:
    body = b"<p>The pontoon was laid before dawn.</p>" * 50
    assert decoded(form(body), "", encoding) == body


def test_a_bomb_is_not_inflated() -> None:
    assert decoded(gzip.compress(bytes(2 * MAX_PAYLOAD)), "", "gzip") is None
