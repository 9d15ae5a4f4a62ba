"""Where archive files lie: a folder, or a bucket by fsspec with a local spool folder for what is being written."""

import errno
import fcntl
import io
import os
import re
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, BinaryIO, Self, cast
from urllib.parse import urlsplit

OPEN = ".open"
"""Suffix of a file that is being written, or was when its writer died."""

_NAME = re.compile(r"([a-z0-9_][a-z0-9._:-]{0,99})/(\d{8,})-(\d{5,})\.warc\.gz", re.ASCII)
_BLOCK = 1 << 23  # bytes that are asked of a bucket at a time
_HEAD = 4096  # bytes in which two archive files differ: each begins with an id of its own


class ArchiveProblem(Exception):
    """The archive cannot be used. Its text says why, and what to do about it."""


def label_of(name: str) -> str:
    """A source's slug or domain as the name of a folder: lower case; what is neither letter, digit, ``.``, ``:``, ``_``
    nor ``-`` becomes ``_``."""
    safe = re.sub(r"[^a-z0-9._:-]", "_", name.lower())[:100]
    return safe if re.match(r"[a-z0-9_]", safe) else f"_{safe}"[:100]


def file_name(label: str, run_id: int, serial: int) -> str:
    """The name below the archive's folder."""
    return f"{label_of(label)}/{run_id:08d}-{serial:05d}.warc.gz"


def run_of(name: str) -> int:
    """The run that wrote the file."""
    return int(_checked(name)[2])


def serial_of(name: str) -> int:
    """The file's number in its run."""
    return int(_checked(name)[3])


class ArchiveFiles:
    """Archive files by their names, which never bear ``.open``. Safe to use from several threads."""

    def __init__(self, url: str, spool: str | Path) -> None:
        """``url``: a folder, or an fsspec URL, in which case files are written to ``spool`` and uploaded when closed.

        Raises ``ArchiveProblem`` for a URL that nothing here can read.
        """
        self._remote: Any = None
        self._prefix = ""
        self._uploads: ThreadPoolExecutor | None = None
        self._waiting: list[tuple[str, Future[None]]] = []
        if "://" not in url or url.startswith("file:///"):
            self.folder = Path(url.removeprefix("file://")).expanduser()
            return
        parts = urlsplit(url)
        if parts.username or parts.password:
            raise ArchiveProblem("ARCHIVE holds a user or password: leave them out, and give them in the environment")
        self._remote, self._prefix = _filesystem(url)
        self.folder = Path(spool).expanduser() / re.sub(r"[^A-Za-z0-9.-]+", "-", url).strip("-")

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self._uploads is not None:
            self._uploads.shutdown()

    @property
    def is_remote(self) -> bool:
        """Whether closed files are uploaded."""
        return self._remote is not None

    def names(self, label: str | None = None) -> list[str]:
        """Every file, those that are open too, sorted; of one label, or of all."""
        inside = label_of(label) if label is not None else "*"
        found = {
            path.relative_to(self.folder).as_posix().removesuffix(OPEN)
            for path in self.folder.glob(f"{inside}/*.warc.gz*")
        }
        if self._remote is not None:
            with self.asking():
                self._remote.invalidate_cache()
                start = len(self._prefix) + 1
                found |= {str(path)[start:] for path in self._remote.glob(f"{self._prefix}/{inside}/*.warc.gz")}
        return sorted(name for name in found if _NAME.fullmatch(name))

    def local(self, name: str) -> Path | None:
        """The file on this machine, open or closed; null if it is not here."""
        path = self.path(name)
        return next((each for each in (_opened(path), path, _opened(path), path) if each.is_file()), None)

    def path(self, name: str) -> Path:
        """Where the file lies on this machine once it is closed. Raises ``ArchiveProblem`` for a name that is none."""
        return self.folder / _checked(name)[0]

    def has(self, name: str) -> bool:
        """Whether there is such a file; false for a name that none can have."""
        if not _NAME.fullmatch(name):
            return False
        if self.local(name) is not None:
            return True
        with self.asking():
            return self._remote is not None and bool(self._remote.exists(self._far(name)))

    def next_serial(self, label: str, run_id: int) -> int:
        """The number of the next file of a run: 1, unless another database's run of the same number wrote some."""
        return max((serial_of(name) for name in self.names(label) if run_of(name) == run_id), default=0) + 1

    def open(self, name: str) -> BinaryIO:
        """The file for reading, whether it is open or closed. Raises ``FileNotFoundError`` and other ``OSError``."""
        for _ in range(2):  # it may be closed, or uploaded, between a look and the opening
            if path := self.local(name):
                with suppress(FileNotFoundError):
                    return path.open("rb")
        if self._remote is None:
            raise FileNotFoundError(f"{name}: not in the archive")
        with self.asking():
            return cast("BinaryIO", self._remote.open(self._far(name), "rb", block_size=_BLOCK))

    def read_at(self, name: str, offset: int, length: int) -> bytes:
        """``length`` bytes from ``offset``, fewer at the file's end. Raises as ``open`` does."""
        if self._remote is not None and self.local(name) is None:
            with self.asking():
                return bytes(self._remote.cat_file(self._far(name), start=offset, end=offset + length))
        with self.open(name) as stream:
            stream.seek(offset)
            return stream.read(length)

    def size(self, name: str) -> int:
        """Of the file, bytes."""
        with self.open(name) as stream:
            return stream.seek(0, io.SEEK_END)

    @contextmanager
    def asking(self) -> Iterator[None]:
        """For a bucket that does not answer each client library has exceptions of its own: here they are
        ``ArchiveProblem``. A folder's are ``OSError``, and left alone."""
        if self._remote is None:
            yield
            return
        try:
            yield
        except (FileNotFoundError, ArchiveProblem):
            raise
        except Exception as error:
            raise ArchiveProblem(f"the archive at {self._prefix} cannot be read: {error}") from error

    def sync(self, names: Iterable[str]) -> None:
        """See to it that what stands in these files outlives a power cut: to be called before a database names it.

        Raises ``ArchiveProblem``.
        """
        for name in set(names):
            path = self.path(name)
            for each in (_opened(path), path):
                try:
                    with each.open("rb") as stream:
                        os.fsync(stream.fileno())
                except FileNotFoundError:
                    continue  # closed in the meantime, and synced then; or uploaded
                except OSError as error:
                    raise problem_with(path, error) from error
                break
            else:
                if self._remote is None:
                    raise problem_with(path, FileNotFoundError(errno.ENOENT, "a file that was being written is gone"))

    def deliver(self, name: str) -> None:
        """A file was closed: upload it, in a thread of its own. Nothing is to be done where the archive is a folder."""
        if self._remote is None:
            return
        if self._uploads is None:
            self._uploads = ThreadPoolExecutor(1, thread_name_prefix="archive-upload")
        self._waiting.append((name, self._uploads.submit(self._upload, name)))

    def deliver_left_behind(self) -> None:
        """Upload what earlier runs could not."""
        if self._remote is not None:
            for path in sorted(self.folder.glob("*/*.warc.gz")):
                self.deliver(path.relative_to(self.folder).as_posix())

    def delivered(self) -> list[str]:
        """Wait for the uploads; how each that failed did so. The files stay in the spool folder for the next run."""
        problems = [
            f"{name} could not be uploaded and waits in {self.folder}: {error}"
            for name, upload in self._waiting
            if (error := upload.exception()) is not None
        ]
        self._waiting.clear()
        return problems

    def _upload(self, name: str) -> None:
        path = self.path(name)
        try:
            stream = path.open("rb")
        except FileNotFoundError:
            return  # another run has uploaded it
        with stream:
            try:
                fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                return  # another run is at it
            if path.exists():
                self._put(path, stream, self._far(name))

    def _put(self, path: Path, stream: BinaryIO, far: str) -> None:
        size = path.stat().st_size
        self._remote.invalidate_cache()
        if self._remote.exists(far):
            there = self._remote.cat_file(far, start=0, end=min(_HEAD, size))
            if there != stream.read(_HEAD)[: len(there)]:  # the beginning of ours may be left of an upload cut short
                raise ArchiveProblem("another file of this name is there already; it is not overwritten")
        self._remote.put_file(str(path), far)
        self._remote.invalidate_cache()
        if (arrived := self._remote.size(far)) != size:
            raise ArchiveProblem(f"{arrived} bytes arrived of {size}")
        path.unlink()

    def _far(self, name: str) -> str:
        return f"{self._prefix}/{_checked(name)[0]}"

    def left_open(self) -> Iterator[str]:
        """The names of the files that bear ``.open``: of writers that live, or that died."""
        for path in sorted(self.folder.glob(f"*/*.warc.gz{OPEN}")):
            name = path.relative_to(self.folder).as_posix().removesuffix(OPEN)
            if _NAME.fullmatch(name):
                yield name


def problem_with(path: Path, error: OSError) -> ArchiveProblem:
    """What a failed read or write of an archive file means, and what to do."""
    said = error.strerror or str(error)
    return ArchiveProblem(
        f"the archive cannot be written: {path.parent}: {said}. Free space or name another place with DATELINE_ARCHIVE;"
        " then start the crawl again: what was archived is kept"
    )


def sync_folder(folder: Path) -> None:
    """See to it that the names in ``folder`` outlive a power cut."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _opened(path: Path) -> Path:
    return path.with_name(path.name + OPEN)


def _checked(name: str) -> re.Match[str]:
    found = _NAME.fullmatch(name)
    if found is None:
        raise ArchiveProblem(f"{name[:200]!r} is not the name of an archive file")
    return found


def _filesystem(url: str) -> tuple[Any, str]:
    """The filesystem of an fsspec URL, and the path in it."""
    import fsspec  # not before: a folder needs none of it

    protocol = url.partition("://")[0]
    try:
        filesystem, path = fsspec.core.url_to_fs(url)
    except ImportError as error:
        how = "in the checkout, pip install '.[s3]'" if protocol in ("s3", "s3a") else str(error)
        raise ArchiveProblem(
            f"what reads {protocol}:// addresses, as ARCHIVE is one, is not installed: {how}"
        ) from error
    except ValueError as error:
        raise ArchiveProblem(f"ARCHIVE: {error}") from error
    return filesystem, str(path).rstrip("/")
