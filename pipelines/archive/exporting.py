"""Exporting records as a WARC file that stands alone: payloads that stand elsewhere are put where they are named."""

from models.places import Place
from pipelines.archive.archive import Archive
from pipelines.archive.members import Record, sha1
from pipelines.archive.records import response
from pipelines.archive.storage import ArchiveProblem


def exported(archive: Archive, place: Place) -> bytes:
    """The request and the answer of a fetch, as gzip members. Raises ``ArchiveProblem`` if they are not there."""
    record = archive.record(place.file, place.offset, place.length)
    asked = _request(archive, place, record)
    if record.kind == "response":
        return asked + archive.read_at(place.file, place.offset, place.length)
    original = archive.payload_record(record)
    # A 304's head speaks of no payload: the one that came with the payload does.
    head = original.head if record.headers.get("warc-profile", "").endswith("/server-not-modified") else record.head
    headers = {
        "WARC-Target-URI": record.headers.get("warc-target-uri", ""),
        "WARC-Date": record.headers.get("warc-date", ""),
        "WARC-Concurrent-To": record.headers.get("warc-concurrent-to", ""),
        "WARC-Payload-Digest": sha1(original.payload),
    }
    return asked + response({name: value for name, value in headers.items() if value}, head, original.payload)


def request_of(archive: Archive, place: Place, answer: Record) -> Record | None:
    """The record of the request that ``answer``, which stands at ``place``, answers; null if it names none."""
    length = answer.headers.get("dateline-request-length", "")
    if not (length.isascii() and length.isdecimal() and len(length) < 10):
        return None
    return archive.record(place.file, place.offset - int(length), int(length))


def _request(archive: Archive, place: Place, answer: Record) -> bytes:
    request = request_of(archive, place, answer)
    if request is None:
        return b""
    if request.kind != "request":
        raise ArchiveProblem(f"{place.file} at {place.offset}: the record before it is no request")
    length = int(answer.headers["dateline-request-length"])
    return archive.read_at(place.file, place.offset - length, length)
