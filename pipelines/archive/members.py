"""The gzip members of our archive files, one record each: where they stand, what they hold, where a file breaks."""

import base64
import hashlib
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import BinaryIO

from pipelines.archive.reading import MAX_BLOCK, CutOff

_PIECE = 1 << 16
_KEEP = MAX_BLOCK + _PIECE  # a block and its WARC headers
_MAGIC = b"\x1f\x8b\x08"


class Broken(CutOff):
    """The file holds no whole record where one should begin."""

    def __init__(self, reason: str, whole: int) -> None:
        super().__init__(f"{reason}, {whole} bytes into the file")
        self.whole = whole
        """Where the last whole record ends, bytes."""


class Malformed(Exception):
    """A record is not as WARC 1.1 wants it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """One gzip member; its checksum is right."""

    offset: int
    """Where it begins, bytes."""
    length: int
    """Its length in the file, bytes."""
    content: bytes | None
    """What it holds, decompressed; null if that is more than any record of ours."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """One WARC record."""

    headers: Mapping[str, str]
    """Its WARC headers, names in lower case."""
    content: bytes
    """The whole record, as it stands in its member."""
    block: bytes
    """What follows them: of a response, the HTTP head and the payload."""

    @property
    def kind(self) -> str:
        """``warcinfo``, ``request``, ``response`` or ``revisit``."""
        return self.headers.get("warc-type", "")

    @property
    def head(self) -> bytes:
        """The HTTP head, its empty line included."""
        head, gap, _ = self.block.partition(b"\r\n\r\n")
        return head + gap

    @property
    def payload(self) -> bytes:
        """What follows the HTTP head, as sent."""
        return self.block.partition(b"\r\n\r\n")[2]


def members(stream: BinaryIO) -> Iterator[Member]:
    """Each member from where ``stream`` stands, one at a time in memory. Raises ``Broken`` where one is not whole."""
    offset, waiting = stream.tell(), b""
    while waiting := waiting or stream.read(_PIECE):
        inflater = zlib.decompressobj(31)
        parts: list[bytes] = []
        size = length = 0
        while not inflater.eof:
            waiting = waiting or stream.read(_PIECE)
            if not waiting:
                raise Broken("cut off in the middle of a record", offset)
            try:
                piece = inflater.decompress(waiting, 4 * _PIECE)
            except zlib.error as error:
                raise Broken(f"damaged: {error}", offset) from error
            left = inflater.unused_data if inflater.eof else inflater.unconsumed_tail
            length += len(waiting) - len(left)
            waiting = left
            size += len(piece)
            if size > _KEEP:
                parts.clear()
            else:
                parts.append(piece)
        yield Member(offset=offset, length=length, content=b"".join(parts) if size <= _KEEP else None)
        offset += length


def record_of(member: Member) -> Record:
    """The one record that ``member`` holds. Raises ``Malformed``."""
    if member.content is None:
        raise Malformed(f"holds more than {_KEEP} bytes")
    head, gap, rest = member.content.partition(b"\r\n\r\n")
    version, _, lines = head.partition(b"\r\n")
    if version != b"WARC/1.1" or not gap:
        raise Malformed("holds no WARC/1.1 record")
    headers: dict[str, str] = {}
    for line in lines.decode("utf-8", "replace").split("\r\n"):
        name, colon, value = line.partition(":")
        if not colon or name.lower() in headers:
            raise Malformed(f"has a WARC header that is wrong or there twice: {line[:80]!r}")
        headers[name.lower()] = value.strip()
    length = headers.get("content-length", "")
    if not (length.isdecimal() and len(length) < 12 and len(rest) == int(length) + 4 and rest.endswith(b"\r\n\r\n")):
        raise Malformed("is not as long as its Content-Length says")
    return Record(headers=headers, content=member.content, block=rest[:-4])


def sha1(content: bytes) -> str:
    """The digest as WARC writes it, ``sha1:BASE32``. It tells payloads apart; nothing rests on it that must be safe."""
    return "sha1:" + base64.b32encode(hashlib.sha1(content, usedforsecurity=False).digest()).decode()


def digest_fault(record: Record) -> str | None:
    """Which digest of the record is missing or wrong; null if they are right."""
    if record.headers.get("warc-block-digest") != sha1(record.block):
        return "block digest is wrong"
    if record.kind == "response" and record.headers.get("warc-payload-digest") != sha1(record.payload):
        return "payload digest is wrong"
    return None


def next_start(stream: BinaryIO, after: int) -> int | None:
    """Where, beyond the offset ``after``, bytes stand that begin a record; null: nowhere. They may belong to an archive
    that a site sent as a payload: this is for saying what there is, never for trusting it."""
    stream.seek(after + 1)
    at, waiting = after + 1, b""
    while piece := stream.read(_PIECE):
        waiting += piece
        found = waiting.find(_MAGIC)
        while found >= 0:
            if _begins_record(waiting[found : found + 256]):
                return at + found
            found = waiting.find(_MAGIC, found + 1)
        at += max(0, len(waiting) - 256)
        waiting = waiting[-256:]
    return None


def _begins_record(start: bytes) -> bool:
    try:
        return zlib.decompressobj(31).decompress(start, 16).startswith(b"WARC/1.")
    except zlib.error:
        return False
