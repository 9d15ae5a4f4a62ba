"""Writing the archive: every answer on disk before anything reads it."""

import fcntl
import os
from collections import OrderedDict
from collections.abc import Mapping
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path

from models.items import Archived
from pipelines.archive.members import sha1
from pipelines.archive.records import Exchange, Written, records_of, warcinfo
from pipelines.archive.storage import OPEN, ArchiveFiles, ArchiveProblem, file_name, problem_with, sync_folder

_REMEMBERED = 10_000  # payloads of a run; 4 MB
_WORTH_REFERRING = 1024  # bytes: a revisit record is itself 500 bytes longer than an empty response


class ArchiveWriter:
    """Writes the exchanges of one run to files of its own; to be used from one thread at a time."""

    def __init__(
        self, archive: ArchiveFiles, label: str, run_id: int, *, file_bytes: int, about: Mapping[str, str] | None = None
    ) -> None:
        """``file_bytes``: a file that is as large as that is closed, and the next one begun. ``about``: what each
        file's warcinfo record says."""
        self._archive = archive
        self._label = label
        self._run_id = run_id
        self._file_bytes = file_bytes
        self._about = about or {}
        self._serial = 0
        self._file: _File | None = None
        self._seen: OrderedDict[str, Archived] = OrderedDict()
        self._has = lru_cache(maxsize=1024)(archive.has)

    def write(self, exchange: Exchange) -> Archived:
        """Append the exchange; when this returns, the operating system has it. Gives the answer's record.

        Raises ``ArchiveProblem``; the file then ends with the last whole record before.
        """
        digest = sha1(exchange.payload)
        original = self._original(exchange, digest)
        written = records_of(exchange, digest, original)
        file = self._current()
        offset = file.append(written.request + written.answer)
        archived = Archived(
            file=file.name,
            offset=offset + len(written.request),
            length=len(written.answer),
            url=exchange.url,
            at=exchange.at,
            digest=digest if exchange.status != 304 or original is None else original.digest,
            is_revisit=written.refers_to is not None,
        )
        self._remember(exchange, archived, written)
        if file.size >= self._file_bytes:
            self.close()
        return archived

    def close(self) -> None:
        """Close the file, if one is open: it loses its suffix, and is uploaded where the archive is remote."""
        file, self._file = self._file, None
        if file is not None and file.close():
            self._archive.deliver(file.name)

    def _original(self, exchange: Exchange, digest: str) -> Archived | None:
        """The record that holds the payload already, and is still there."""
        known = exchange.known
        if known is not None and not self._has(known.file):
            known = None
        if exchange.status == 304:
            return known
        if known is not None and known.digest == digest and not known.is_revisit and exchange.payload:
            return known
        return self._seen.get(digest)

    def _remember(self, exchange: Exchange, archived: Archived, written: Written) -> None:
        if len(exchange.payload) < _WORTH_REFERRING or exchange.truncated or archived.digest is None:
            return
        self._seen[archived.digest] = written.refers_to or archived
        self._seen.move_to_end(archived.digest)
        if len(self._seen) > _REMEMBERED:
            self._seen.popitem(last=False)

    def _current(self) -> "_File":
        while self._file is None:
            self._serial += 1
            name = file_name(self._label, self._run_id, self._serial)
            if not self._archive.has(name):
                self._file = _File.new(self._archive.path(name), name, self._about)
        return self._file


class _File:
    """One file that is being written, under an exclusive lock that the kernel releases however we end."""

    def __init__(self, path: Path, name: str, descriptor: int) -> None:
        self.name = name
        self.size = 0
        self._path = path
        self._descriptor = descriptor
        self._is_whole = True

    @classmethod
    def new(cls, path: Path, name: str, about: Mapping[str, str]) -> "_File | None":
        """A new file with its warcinfo record; null if another process has just made one of that name."""
        opened = path.with_name(path.name + OPEN)
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            descriptor = os.open(opened, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_APPEND | os.O_CLOEXEC, 0o644)
        except FileExistsError:
            return None
        except OSError as error:
            raise problem_with(path, error) from error
        if not _locked(descriptor, opened):
            os.close(descriptor)
            return None
        file = cls(path, name, descriptor)
        try:
            file.append(warcinfo(name, datetime.now(UTC), about))
            sync_folder(path.parent)
        except (ArchiveProblem, OSError) as error:
            os.close(descriptor)
            opened.unlink(missing_ok=True)
            raise error if isinstance(error, ArchiveProblem) else problem_with(path, error) from error
        return file

    def append(self, content: bytes) -> int:
        """Write all of ``content``, or nothing. Gives where it begins."""
        start = self.size
        left = memoryview(content)
        try:
            while left:
                left = left[os.write(self._descriptor, left) :]
        except OSError as error:
            try:
                os.ftruncate(self._descriptor, start)
            except OSError:
                self._is_whole = False  # left open, for a repair to cut
            raise problem_with(self._path, error) from error
        self.size = start + len(content)
        return start

    def close(self) -> bool:
        """Sync it and take its suffix off. False: it could not be cut back, and stays open for a repair."""
        try:
            os.fsync(self._descriptor)
            if self._is_whole:
                self._path.with_name(self._path.name + OPEN).rename(self._path)
                sync_folder(self._path.parent)
        except OSError as error:
            raise problem_with(self._path, error) from error
        finally:
            os.close(self._descriptor)
        return self._is_whole


def _locked(descriptor: int, path: Path) -> bool:
    """Lock a new file, unless a repair has come first: between its making and this it looks like a dead writer's."""
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        return path.stat().st_ino == os.fstat(descriptor).st_ino
    except (BlockingIOError, FileNotFoundError):
        return False
