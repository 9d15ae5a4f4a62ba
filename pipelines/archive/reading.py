"""Reading archives: the captures of a WARC file, whole and decoded, and whether the file is cut off."""

import io
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, BinaryIO

from fastwarc.stream_io import BrotliReader, ChunkedReader, ZstdReader
from fastwarc.warc import ArchiveIterator, WarcRecord, WarcRecordType

MAX_PAYLOAD = 20 * 1024 * 1024
"""Bytes of a payload with its encodings undone; more is no article, and may be a bomb."""

MAX_BLOCK = 2 * MAX_PAYLOAD
"""Bytes of a record with its headers and encodings; a larger one is not even read."""

_PIECE = 1 << 16


class CutOff(Exception):
    """The archive is cut off in the middle of a record, or damaged there; what stands before is whole."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Capture:
    """One response record."""

    url: str
    """The target URI."""
    captured_at: datetime | None
    """WARC-Date, aware, UTC; null if it is missing or no date."""
    status: int
    """HTTP status."""
    content_type: str | None
    """The Content-Type header of the answer."""
    location: str | None
    """The Location header of a redirect."""
    body: bytes | None
    """The payload, transfer and content encodings undone; null if it is too large for an article."""
    headers: Mapping[str, str] = field(default_factory=dict, hash=False)
    """The answer's HTTP headers, names in lower case; several of one name are parted by ``, ``."""


def read_captures(path: str | Path) -> Iterator[Capture]:
    """Each HTTP response in the file, plain or gzip, in its order; at most one record is held in memory, and none that
    is over ``MAX_BLOCK``.

    Raises ``OSError`` where the file cannot be read or is no WARC file, ``CutOff`` after the last whole record.
    """
    start = None
    with Path(path).open("rb") as stream:
        records = ArchiveIterator(stream, record_types=WarcRecordType.any_type, parse_http=False)
        while (record := _next_record(records, first=start is None)) is not None:
            start = record.stream_pos
            declared = record.headers.get("Content-Length") or ""
            if not declared.isdecimal():
                raise CutOff("cut off in the middle of a record, or damaged there")
            if record.record_type is WarcRecordType.response and record.is_http:
                yield capture_of(record, int(declared))
            else:
                _pass_over(record)
    if start is not None:
        _check_end(Path(path), start)


def _next_record(records: Iterator[WarcRecord], *, first: bool) -> WarcRecord | None:
    try:
        return next(records, None)
    except OSError as error:
        if first:  # not a WARC file at all
            raise
        raise CutOff(f"damaged after a whole record: {error}") from error


def capture_of(record: WarcRecord, declared: int) -> Capture:
    """The answer in a record whose block is ``declared`` bytes long. Raises ``CutOff`` if it is shorter."""
    small = declared <= MAX_BLOCK
    if small:
        record.freeze()  # the whole block, in memory
        if record.content_length < declared:
            raise CutOff("cut off in the middle of a record")
    record.parse_http()
    headers: dict[str, str] = {}
    for name, value in record.http_headers.items():
        name = name.lower()
        headers[name] = f"{headers[name]}, {value}" if name in headers else value
    encodings = headers.get("transfer-encoding", ""), headers.get("content-encoding", "")
    body = decoded(record.reader.read(), *encodings) if small else None
    if not small:
        _pass_over(record)
    return Capture(
        url=(record.headers.get("WARC-Target-URI") or "").strip("<> "),
        captured_at=_captured_at(record),
        status=int(record.http_headers.status_code or 0),
        content_type=headers.get("content-type"),
        location=headers.get("location"),
        body=body,
        headers=headers,
    )


def _pass_over(record: WarcRecord) -> None:
    """Read what is left of the record, piece by piece; it must be as long as its header says."""
    left = record.content_length
    try:
        while piece := record.reader.read(_PIECE):
            left -= len(piece)
    except OSError as error:
        raise CutOff(f"damaged in the middle of a record: {error}") from error
    if left > 0:
        raise CutOff("cut off in the middle of a record")


def _captured_at(record: WarcRecord) -> datetime | None:
    """WARC-Date in the forms that WARC 1.1 allows, which FastWARC does not all read."""
    date: datetime | None = record.record_date
    if date is None:
        try:
            date = datetime.fromisoformat(record.headers.get("WARC-Date") or "")
        except ValueError:
            return None
    return date.astimezone(UTC) if date.tzinfo else date.replace(tzinfo=UTC)


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
        elif encoding == "deflate" and not payload.lstrip().startswith(b"<"):
            payload = _inflated(payload, 15 if payload[:1] == b"\x78" else -15)  # some servers leave zlib's header out
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
    """``payload`` decompressed, all its gzip members; as it is, if it is not in that encoding after all."""
    parts: list[bytes] = []
    left = MAX_PAYLOAD + 1
    waiting = payload
    while waiting and left > 0:
        inflater = zlib.decompressobj(window_bits)
        try:
            parts.append(inflater.decompress(waiting, left))
        except zlib.error:
            break
        left -= len(parts[-1])
        waiting = inflater.unused_data
    return b"".join(parts) if parts else payload


def _check_end(path: Path, last_record: int) -> None:
    """FastWARC ends silently on a cut in a gzip header: look at what follows the last record that it gave."""
    with path.open("rb") as stream:
        stream.seek(last_record)
        waiting = stream.read(_PIECE)
        if not waiting.startswith(b"\x1f\x8b"):
            return
        while waiting:
            waiting = _after_member(stream, waiting).lstrip(b"\0")


def _after_member(stream: BinaryIO, waiting: bytes) -> bytes:
    """What was read of ``stream`` beyond the gzip member that begins with ``waiting``; the member must be whole."""
    inflater = zlib.decompressobj(31)
    try:
        while waiting and not inflater.eof:
            inflater.decompress(waiting, _PIECE)
            waiting = inflater.unconsumed_tail or (b"" if inflater.eof else stream.read(_PIECE))
    except zlib.error as error:
        raise CutOff(f"damaged after a whole record: {error}") from error
    if not inflater.eof:
        raise CutOff("cut off in the middle of a record")
    return inflater.unused_data or stream.read(_PIECE)
