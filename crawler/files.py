"""Pages on this machine's disk: HTML files, folders, archives and manifests, as ``scrapy extract`` takes them."""

import gzip
import json
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from models.items import Hints
from models.urls import is_http_url
from pipelines.archive.reading import MAX_PAYLOAD, CutOff, read_captures

_PAGES = (".html", ".htm", ".xhtml", ".html.gz", ".htm.gz")
_ARCHIVES = (".warc", ".warc.gz")


@dataclass(frozen=True, slots=True, kw_only=True)
class FilePage:
    """A page to extract, or why there is none."""

    id: str
    """The manifest's id, else the file's path; in an archive, the URL."""
    url: str
    """Where the page came from; the file's own ``file:`` URL if nothing says."""
    body: bytes = b""
    """The payload."""
    hints: Hints = field(default_factory=Hints)
    """What is known of it."""
    problem: str | None = None
    """Why the page cannot be read, with what to do; null if it can."""


def pages_of(path: Path, url: str | None) -> Iterator[FilePage]:
    """The pages of a file, a folder (HTML files below it, by path) or an archive. Never raises: what cannot be read
    comes as a ``FilePage`` with its problem."""
    if path.is_dir():
        files = _files_in(path)
        if not files:
            yield _problem(path, f"no {', '.join(_PAGES[:3])} or .warc file in this folder")
        for file in files:
            yield from pages_of(file, url)
    elif path.name.lower().endswith(_ARCHIVES):
        yield from _archived(path)
    else:
        yield _page(path, str(path), url or path.absolute().as_uri())


def is_page_file(path: Path) -> bool:
    """Whether ``path`` can hold one page only: it is no folder and no archive."""
    return not path.is_dir() and not path.name.lower().endswith(_ARCHIVES)


def count_pages(paths: Iterable[Path], manifest: Path | None) -> int | None:
    """How many pages there are to read, for a progress bar; null if an archive is among them, which must be read for
    that."""
    counted = len(manifest.read_bytes().splitlines()) if manifest is not None and manifest.is_file() else 0
    for path in paths:
        files = _files_in(path) if path.is_dir() else [path]
        if any(file.name.lower().endswith(_ARCHIVES) for file in files):
            return None
        counted += len(files)
    return counted


def _files_in(folder: Path) -> list[Path]:
    return sorted(file for file in folder.rglob("*") if file.name.lower().endswith((*_PAGES, *_ARCHIVES)))


def manifest_pages(manifest: Path) -> Iterator[FilePage]:
    """The pages of a manifest: JSON lines with ``id``, ``html_path`` (relative to the manifest) and ``url``."""
    try:
        lines = manifest.read_text("utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        yield _problem(manifest, _said(error))
        return
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            entry = json.loads(line)
            identity, html_path, url = str(entry["id"]), str(entry["html_path"]), str(entry["url"])
        except (ValueError, KeyError, TypeError):
            yield _problem(Path(f"{manifest}:{number}"), "not a JSON object with id, html_path and url")
            continue
        yield _page(manifest.parent / html_path, identity, url)


def _page(path: Path, identity: str, url: str) -> FilePage:
    try:
        body = path.read_bytes()
        if path.name.lower().endswith(".gz"):
            body = gzip.decompress(body)
    except (OSError, EOFError, zlib.error) as error:
        return _problem(path, _said(error), identity, url)
    if not body.strip():
        return _problem(path, "empty file", identity, url)
    if len(body) > MAX_PAYLOAD:
        return _problem(path, f"over {MAX_PAYLOAD >> 20} MB: no article", identity, url)
    return FilePage(id=identity, url=url, body=body)


def _archived(path: Path) -> Iterator[FilePage]:
    read = 0
    try:
        for capture in read_captures(path):
            read += 1
            if 200 <= capture.status < 300 and capture.body is not None and is_http_url(capture.url):
                hints = Hints(content_type=capture.content_type, fetched_at=capture.captured_at)
                yield FilePage(id=capture.url, url=capture.url, body=capture.body, hints=hints)
    except CutOff as cut:
        yield _problem(path, f"{cut}; the {read} captures before that are taken")
    except OSError as error:
        yield _problem(path, _said(error))
    else:
        if not read:
            yield _problem(path, "no HTTP response in it")


def _said(error: Exception) -> str:
    return str(getattr(error, "strerror", None) or error)


def _problem(path: Path, problem: str, identity: str | None = None, url: str | None = None) -> FilePage:
    return FilePage(id=identity or str(path), url=url or str(path), problem=f"{path}: {problem}")
