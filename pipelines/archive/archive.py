"""The archive as one thing: reading what stands at a place, going through a run's answers, mending what a kill left."""

import fcntl
import io
import logging
import os
from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO

from fastwarc.warc import ArchiveIterator, WarcRecordType

from models.items import Archived
from pipelines.archive.members import Broken, Malformed, Record, members, next_start, record_of
from pipelines.archive.reading import MAX_BLOCK, Capture, capture_of
from pipelines.archive.storage import OPEN, ArchiveFiles, ArchiveProblem, label_of, run_of, sync_folder

_REFERENCES = 8  # a revisit may name a revisit: an answer 304 after an answer 304
_ANSWERS = ("response", "revisit")

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Repaired:
    """What a dead writer's file was brought to."""

    name: str
    """The file, which is closed now; gone if it held no whole record."""
    kept: int
    """Its length, bytes."""
    cut: int
    """Bytes cut off its end."""
    aside: Path | None = None
    """The file that holds what was cut off, where that held more than the beginning of one record."""


class Archive(ArchiveFiles):
    """Archive files, and what stands in them."""

    def record(self, file: str, offset: int, length: int) -> Record:
        """The record at that place. Raises ``ArchiveProblem`` if there is none."""
        place = f"{file} at {offset}"
        if not 0 < length <= 2 * MAX_BLOCK or offset < 0:
            raise ArchiveProblem(f"{place}: {length} bytes are no record's length")
        try:
            content = self.read_at(file, offset, length)
            member = next(members(io.BytesIO(content)), None)
            if member is None or member.length != length:
                raise ArchiveProblem(f"{place}: no record of {length} bytes stands there")
            return record_of(member)
        except (Broken, Malformed) as fault:
            raise ArchiveProblem(f"{place}: no whole record stands there: {fault}") from fault
        except OSError as error:
            raise ArchiveProblem(f"{place}: {error.strerror or error}") from error

    def read(self, file: str, offset: int, length: int) -> Capture:
        """The answer at that place, its payload decoded; of a revisit, the payload of the record that it names.

        Raises ``ArchiveProblem`` where there is none, or where that other record is not there.
        """
        return self._capture(self.record(file, offset, length), _REFERENCES)

    def payload_record(self, record: Record) -> Record:
        """The record with the payload of ``record``: itself, unless it is a revisit. Raises ``ArchiveProblem``."""
        for _ in range(_REFERENCES):
            if record.kind != "revisit":
                return record
            record = self.record(*_named_place(record))
        raise ArchiveProblem(f"a revisit of {record.headers.get('warc-target-uri')} leads to no payload")

    def answers_of(
        self, run_ids: Collection[int], label: str, since: datetime | None = None
    ) -> Iterator[tuple[str, Capture, Archived]]:
        """Each answer to a request for a page in the files of these runs, as it was written: the URL that was asked for
        (before redirects, which are answers too), the answer, and its place.

        A file that is cut off gives what stands before. Answers older than ``since`` are passed over: a new database
        counts its runs from 1 again.
        """
        for name in self.names(label):
            if run_of(name) in run_ids:
                with self.open(name) as stream:
                    yield from self._answers(name, stream, since)

    def _answers(self, name: str, stream: BinaryIO, since: datetime | None) -> Iterator[tuple[str, Capture, Archived]]:
        try:
            for member in members(stream):
                try:
                    record = record_of(member)
                    asked = record.headers.get("dateline-asked")
                    if asked is None or record.kind not in _ANSWERS:
                        continue
                    archived = archived_at(name, member.offset, member.length, record)
                    if since is None or archived.at >= since:
                        yield asked, self._capture(record, _REFERENCES), archived
                except (Malformed, ArchiveProblem) as fault:
                    log.error("%s at %d: passed over: %s", name, member.offset, fault)
        except Broken as broken:
            log.warning("%s: %s; what stands before is read", name, broken)

    def _capture(self, record: Record, references: int) -> Capture:
        if record.kind not in _ANSWERS:
            raise ArchiveProblem(f"the record holds no answer, but a {record.kind[:20]!r}")
        capture = _http_answer(record)
        if record.kind == "response":
            return capture
        if not references:
            raise ArchiveProblem(f"a revisit of {capture.url} leads to no payload")
        original = self._capture(self.record(*_named_place(record)), references - 1)
        return replace(
            capture,
            body=original.body,
            content_type=capture.content_type or original.content_type,
            headers={**original.headers, **capture.headers},
        )

    def repair(self, label: str | None = None) -> Iterator[Repaired]:
        """Cut the open files whose writers are gone back to their last whole records, and close them; of one label, or
        of all. A file whose writer lives is left alone."""
        for name in list(self.left_open()):
            if label is not None and name.partition("/")[0] != label_of(label):
                continue
            opened = self.path(name).with_name(self.path(name).name + OPEN)
            try:
                with opened.open("r+b") as stream:
                    fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
                    if opened.stat().st_ino != os.fstat(stream.fileno()).st_ino:
                        continue
                    yield self._mend(name, opened, stream)
            except (BlockingIOError, FileNotFoundError):
                continue  # its writer lives, or has just closed it

    def _mend(self, name: str, opened: Path, stream: BinaryIO) -> Repaired:
        path, aside = self.path(name), None
        size = os.fstat(stream.fileno()).st_size
        whole = _end_of_whole(stream, size)
        if not whole:
            opened.unlink()
            return Repaired(name=name, kept=0, cut=size)
        if whole < size:
            if next_start(stream, whole) is not None:
                aside = path.with_name(f"{path.name}.cut-{whole}")
                stream.seek(whole)
                aside.write_bytes(stream.read())
            stream.truncate(whole)
        os.fsync(stream.fileno())
        opened.rename(path)
        sync_folder(path.parent)
        self.deliver(name)
        return Repaired(name=name, kept=whole, cut=size - whole, aside=aside)

    def is_live(self, name: str) -> bool:
        """Whether a writer has the file open, on this machine."""
        path = self.path(name)
        try:
            with path.with_name(path.name + OPEN).open("rb") as stream:
                fcntl.flock(stream, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
        except FileNotFoundError:
            return False
        return False


def archived_at(name: str, offset: int, length: int, record: Record) -> Archived:
    """The place of an answer's record. Raises ``Malformed`` if it states no date."""
    try:
        at = datetime.fromisoformat(record.headers.get("warc-date", "")).astimezone(UTC)
    except ValueError as error:
        raise Malformed("has no WARC-Date") from error
    return Archived(
        file=name,
        offset=offset,
        length=length,
        url=record.headers.get("warc-target-uri", ""),
        at=at,
        digest=record.headers.get("warc-payload-digest"),
        is_revisit=record.kind == "revisit",
    )


def _named_place(record: Record) -> tuple[str, int, int]:
    """Where the payload of a revisit stands."""
    file, *numbers = record.headers.get("dateline-payload", "").rsplit(" ", 2)
    if len(numbers) != 2 or not all(number.isascii() and number.isdecimal() and len(number) < 19 for number in numbers):
        raise ArchiveProblem("a revisit record that names no place of its payload")
    return file, int(numbers[0]), int(numbers[1])


def _http_answer(record: Record) -> Capture:
    stream = io.BytesIO(record.content)
    warc = next(ArchiveIterator(stream, record_types=WarcRecordType.any_type, parse_http=False), None)
    if warc is None or not warc.is_http:
        raise ArchiveProblem("the record holds no HTTP answer")
    return capture_of(warc, len(record.block))


def _end_of_whole(stream: BinaryIO, size: int) -> int:
    stream.seek(0)
    try:
        for _ in members(stream):
            pass
    except Broken as broken:
        return broken.whole
    return size
