"""The archive as a stranger reads it: by the form of its files, and by warcio; with none of Dateline's own code."""

import hashlib
import io
import zlib
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

from warcio.archiveiterator import ArchiveIterator
from warcio.exceptions import ArchiveLoadFailed

_ANSWERS = (b"response", b"revisit")


def answered_paths(archive: Path) -> Counter[str]:
    """How many answers the archive holds for each path, files that are still being written among them.

    Only whole records count: gzip members with their trailer.
    """
    found: Counter[str] = Counter()
    for file in sorted(archive.rglob("*.warc.gz*")):
        for member in _members(file.read_bytes()):
            fields = _fields(member)
            if fields.get(b"warc-type") in _ANSWERS:
                found[urlsplit(fields[b"warc-target-uri"].decode()).path] += 1
    return found


def _members(packed: bytes) -> Iterator[bytes]:
    """What each whole gzip member holds."""
    while packed:
        reader = zlib.decompressobj(zlib.MAX_WBITS | 16)
        try:
            member = reader.decompress(packed)
        except zlib.error:
            return
        if not reader.eof:
            return
        yield member
        packed = reader.unused_data


def _fields(member: bytes) -> dict[bytes, bytes]:
    """The WARC headers of a record."""
    lines = member.partition(b"\r\n\r\n")[0].split(b"\r\n")[1:]
    pairs = (line.partition(b":") for line in lines)
    return {name.strip().lower(): value.strip() for name, _, value in pairs}


def unreadable(archive: Path) -> list[str]:
    """What is wrong with the archive's files; none may be left open."""
    wrong = [f"{file.name} was left open" for file in archive.rglob("*.open")]
    for file in sorted(archive.rglob("*.warc.gz")):
        with file.open("rb") as stream:
            try:
                for record in ArchiveIterator(stream, check_digests="raise"):
                    record.content_stream().read()
            except (ArchiveLoadFailed, OSError, zlib.error) as error:
                wrong.append(f"{file.name} cannot be read to its end: {error!r}")
    return wrong


def payload_at(archive: Path, file: str, offset: int, length: int) -> tuple[str, str, bytes]:
    """Type, target and payload of the record at that place, read alone, and its SHA-256. Raises ``OSError``,
    ``ArchiveLoadFailed`` or ``StopIteration`` where there is none."""
    with (archive / file).open("rb") as stream:
        stream.seek(offset)
        alone = io.BytesIO(stream.read(length))
    record = next(iter(ArchiveIterator(alone)))
    payload = record.content_stream().read()
    return record.rec_type, record.rec_headers.get_header("WARC-Target-URI"), hashlib.sha256(payload).digest()
