"""Reading archives: the captures of a WARC file, whole and decoded, and whether the file is cut off."""

import io
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from fastwarc.stream_io import BrotliReader, ChunkedReader, ZstdReader
from fastwarc.warc import ArchiveIterator, WarcRecord, WarcRecordType

MAX_PAYLOAD = 20 * 1024 * 1024
"""Bytes of a payload with its encodings undone; more is no article, and may be a bomb."""


class CutOff(Exception):
    """The archive is cut off in the middle of a record, or damaged there; what stands before is whole."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Capture:
    """One response record."""

    url: str
    """The target URI."""
    captured_at: datetime
    """WARC-Date, aware, UTC."""
    status: int
    """HTTP status."""
    content_type: str | None
    """The Content-Type header of the answer."""
    location: str | None
    """The Location header of a redirect."""
    body: bytes | None
    """The payload, transfer and content encodings undone; null if it is over ``MAX_PAYLOAD``."""


def read_captures(path: str | Path) -> Iterator[Capture]:
    """Each HTTP response in the file, plain or gzip, in its order.

    Raises ``OSError`` where the file cannot be read or is no WARC file, ``CutOff`` after the last whole record.
    """
    start = None
    with Path(path).open("rb") as stream:
        records = ArchiveIterator(stream, record_types=WarcRecordType.any_type, parse_http=False)
        while (record := _next_record(records, first=start is None)) is not None:
            start = record.stream_pos
            _freeze(record)
            if record.record_type is WarcRecordType.response and record.is_http:
                yield _capture(record)
    if start is not None:
        _check_end(Path(path), start)


def _next_record(records: Iterator[WarcRecord], *, first: bool) -> WarcRecord | None:
    try:
        return next(records, None)
    except OSError as error:
        if first:  # not a WARC file at all
            raise
        raise CutOff(f"damaged after a whole record: {error}") from error


def _freeze(record: WarcRecord) -> None:
    """Read the record's block into memory; it must be as long as its header says."""
    declared = record.headers.get("Content-Length")
    record.freeze()
    if declared is None or record.content_length < int(declared):
        raise CutOff("cut off in the middle of a record")


def _capture(record: WarcRecord) -> Capture:
    record.parse_http()
    headers: dict[str, str] = {name.lower(): value for name, value in record.http_headers.items()}
    return Capture(
        url=(record.headers.get("WARC-Target-URI") or "").strip("<> "),
        captured_at=record.record_date or datetime.fromtimestamp(0, UTC),
        status=int(record.http_headers.status_code or 0),
        content_type=headers.get("content-type"),
        location=headers.get("location"),
        body=decoded(record.reader.read(), headers.get("transfer-encoding", ""), headers.get("content-encoding", "")),
    )


def decoded(payload: bytes, transfer_encoding: str, content_encoding: str) -> bytes | None:
    """``payload`` with its encodings undone; null if that gives more than ``MAX_PAYLOAD`` bytes.

    Crawlers differ in whether they store the bytes as sent or decoded and leave the headers standing, so an encoding
    that the bytes do not bear is passed over. A damaged stream gives what can be read of it.
    """
    if "chunked" in transfer_encoding.lower() and _looks_chunked(payload):
        payload = _read(ChunkedReader(io.BytesIO(payload)), payload)
    for encoding in reversed([name.strip().lower() for name in content_encoding.split(",")]):
        if encoding in ("gzip", "x-gzip") and payload.startswith(b"\x1f\x8b"):
            payload = _inflated(payload, 31)
        elif encoding == "deflate" and payload[:1] == b"\x78":
            payload = _inflated(payload, 15)
        elif encoding == "zstd" and payload.startswith(b"\x28\xb5\x2f\xfd"):
            payload = _read(ZstdReader(io.BytesIO(payload)), payload)
        elif encoding == "br" and not payload.lstrip().startswith(b"<"):
            payload = _read(BrotliReader(io.BytesIO(payload)), payload)
    return payload if len(payload) <= MAX_PAYLOAD else None


def _looks_chunked(payload: bytes) -> bool:
    size = payload[:20].partition(b"\r\n")[0].partition(b";")[0].strip()
    return bool(size) and all(digit in b"0123456789abcdefABCDEF" for digit in size)


def _read(reader: Any, otherwise: bytes) -> bytes:
    try:
        return bytes(reader.read(MAX_PAYLOAD + 1))
    except OSError:  # not in that encoding after all
        return otherwise


def _inflated(payload: bytes, window_bits: int) -> bytes:
    inflater = zlib.decompressobj(window_bits)
    try:
        return inflater.decompress(payload, MAX_PAYLOAD + 1)
    except zlib.error:  # not in that encoding after all
        return payload


def _check_end(path: Path, last_record: int) -> None:
    """FastWARC ends silently on a cut in a gzip header: look at what follows the last record that it gave."""
    with path.open("rb") as stream:
        stream.seek(last_record)
        tail = stream.read()
    if not tail.startswith(b"\x1f\x8b"):
        return
    while tail:
        inflater = zlib.decompressobj(31)
        try:
            inflater.decompress(tail)
        except zlib.error as error:
            raise CutOff(f"damaged after a whole record: {error}") from error
        if not inflater.eof:
            raise CutOff("cut off in the middle of a record")
        tail = inflater.unused_data.lstrip(b"\0")
