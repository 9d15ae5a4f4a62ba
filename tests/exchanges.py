"""Requests and their answers, to be archived by tests."""

import gzip
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

from models.items import Archived
from pipelines.archive.archive import Archive
from pipelines.archive.records import Exchange
from pipelines.archive.writer import ArchiveWriter

NOON = datetime(2017, 6, 22, 12, 0, 0, 123456, tzinfo=UTC)
URL = "https://paper.example/2017/06/bridge"
PAGE = b"<html><body><h1>A bridge over the Tigris</h1>" + b"".join(
    b"<p>The pontoon was laid before dawn %s.</p>" % sha256(b"%d" % number).hexdigest().encode() for number in range(60)
)


def exchange(**changes: Any) -> Exchange:
    """A page as a server sends it, gzip."""
    whole: dict[str, Any] = {
        "url": URL,
        "at": NOON,
        "status": 200,
        "protocol": "HTTP/1.1",
        "asked_headers": [(b"User-Agent", b"Dateline/1")],
        "headers": [(b"Content-Type", b"text/html; charset=utf-8"), (b"Content-Encoding", b"gzip")],
        "payload": gzip.compress(PAGE, mtime=0),
        "ip": "192.0.2.7",
        "asked": URL,
    }
    return Exchange(**(whole | changes))


def plain(payload: bytes, **changes: Any) -> Exchange:
    """An answer that is not compressed."""
    return exchange(payload=payload, headers=[(b"Content-Type", b"text/html")], **changes)


def archive_in(folder: Path) -> Archive:
    """An archive in a folder of the test's own."""
    return Archive(str(folder / "archive"), folder / "spool")


def written(archive: Archive, *exchanges: Exchange, label: str = "paper", run_id: int = 17) -> list[Archived]:
    """Where these exchanges stand after a run wrote them."""
    writer = ArchiveWriter(archive, label, run_id, file_bytes=1 << 29, about={"software": "Dateline/1"})
    places = [writer.write(each) for each in exchanges]
    writer.close()
    return places
