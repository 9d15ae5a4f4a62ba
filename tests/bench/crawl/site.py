"""The site that is crawled: pages rendered and compressed beforehand, served from one file by a process of its own.

    python -m tests.bench.crawl.site FOLDER

prints its port, and serves until its standard input ends. ``/served`` tells how many articles were asked for since it
was last asked, and when the first and the last of them were (seconds of the monotonic clock).
"""

import asyncio
import gzip
import json
import mmap
import subprocess
import sys
import time
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from pathlib import Path
from types import TracebackType
from typing import Any, Final, Self
from urllib.request import ProxyHandler, build_opener

from tests.bench.crawl.pages import Base

HOST: Final = "127.0.0.1"
_SITEMAPS = 20  # as many as a run reads by default
_TYPES = {"xml": "application/xml", "txt": "text/plain", "json": "application/json", "html": "text/html; charset=utf-8"}


def path_of(number: int) -> str:
    """Where the article of that number stands."""
    return f"/article/report-from-the-field-{number:06d}.html"


def write_site(folder: Path, bases: Sequence[Base], pages: int, port: int) -> int:
    """Write ``pages`` articles, robots.txt and sitemaps for a site on ``port``. Gives the articles' bytes in sum."""
    root = f"http://{HOST}:{port}"
    index: dict[str, tuple[int, int]] = {}
    size = 0
    with (folder / "answers").open("wb") as answers:
        for number in range(pages):
            body = bases[number % len(bases)].page(number, root + path_of(number))
            size += len(body)
            _add(index, answers, path_of(number), body)
        for path, text in _listings(root, pages):
            _add(index, answers, path, text.encode())
    (folder / "index.json").write_text(json.dumps(index), "utf-8")
    return size


def _add(index: dict[str, tuple[int, int]], answers: Any, path: str, body: bytes) -> None:
    packed = gzip.compress(body, 3)
    index[path] = (answers.tell(), len(packed))
    answers.write(packed)


def _listings(root: str, pages: int) -> Iterator[tuple[str, str]]:
    """robots.txt, the index of sitemaps, and the sitemaps."""
    yield "/robots.txt", f"User-agent: *\nDisallow: /private/\n\nSitemap: {root}/sitemap.xml\n"
    yield "/", "<!DOCTYPE html><title>Bench Gazette</title><h1>Bench Gazette</h1>"
    of_each = max(1000, -(-pages // _SITEMAPS))
    urls = (f"{root}{path_of(number)}" for number in range(pages))
    names = []
    while part := list(islice(urls, of_each)):
        names.append(f"/sitemap-{len(names)}.xml")
        yield names[-1], _xml("urlset", "url", part)
    yield "/sitemap.xml", _xml("sitemapindex", "sitemap", [root + name for name in names])


def _xml(outer: str, inner: str, addresses: Iterable[str]) -> str:
    rows = "".join(f"<{inner}><loc>{url}</loc><lastmod>2025-11-04T09:12:00Z</lastmod></{inner}>\n" for url in addresses)
    return f'<?xml version="1.0"?>\n<{outer} xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n{rows}</{outer}>\n'


class _Answers:
    """What is written in a site's folder."""

    def __init__(self, folder: Path) -> None:
        self._index: dict[str, tuple[int, int]] = json.loads((folder / "index.json").read_text("utf-8"))
        with (folder / "answers").open("rb") as file:
            self._bytes = memoryview(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ))
        self._served, self._first, self._last = 0, 0.0, 0.0

    def to(self, request: bytes) -> list[bytes | memoryview]:
        """The answer to a request's head, in pieces."""
        path = request.split(b" ", 2)[1].decode("latin-1")
        if path == "/served":
            return self._tell()
        place = self._index.get(path)
        if place is None:
            return [_head("404 Not Found", "text/plain", 0)]
        if path.startswith("/article/"):
            self._last = time.monotonic()
            self._first = self._first or self._last
            self._served += 1
        body = self._bytes[place[0] : place[0] + place[1]]
        kind = _TYPES.get(path.rpartition(".")[2], _TYPES["html"])
        if b"gzip" in request.lower():
            more = f'Content-Encoding: gzip\r\nVary: Accept-Encoding\r\nETag: "{place[0]:x}"\r\n'
            return [_head("200 OK", kind, len(body), more), body]
        plain = gzip.decompress(body)
        return [_head("200 OK", kind, len(plain)), plain]

    def _tell(self) -> list[bytes | memoryview]:
        said = json.dumps({"served": self._served, "first": self._first, "last": self._last}).encode()
        self._served, self._first, self._last = 0, 0.0, 0.0
        return [_head("200 OK", _TYPES["json"], len(said)), said]


def _head(status: str, kind: str, length: int, more: str = "") -> bytes:
    return f"HTTP/1.1 {status}\r\nContent-Type: {kind}\r\nContent-Length: {length}\r\n{more}\r\n".encode()


class _Connection(asyncio.Protocol):
    """One kept-alive connection; requests have no bodies."""

    def __init__(self, answers: _Answers) -> None:
        self._answers = answers
        self._waiting = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport: Any = transport

    def data_received(self, data: bytes) -> None:
        *requests, self._waiting = (self._waiting + data).split(b"\r\n\r\n")
        for request in requests:
            self._transport.writelines(self._answers.to(request))


async def _serve(folder: Path, port: int) -> None:
    answers = _Answers(folder)
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: _Connection(answers), HOST, port, backlog=128)
    print("ready", flush=True)
    await loop.run_in_executor(None, sys.stdin.read)
    server.close()


class Site:
    """The site's process, while the context is open. It serves what ``write_site`` wrote for its port."""

    def __init__(self, folder: Path, port: int) -> None:
        self._command = [sys.executable, "-m", "tests.bench.crawl.site", str(folder), str(port)]
        self.root = f"http://{HOST}:{port}"
        """Its address, without a slash at the end."""

    def __enter__(self) -> Self:
        self._process = subprocess.Popen(self._command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        if self._process.stdout is None or self._process.stdout.readline() != b"ready\n":
            raise RuntimeError("the site did not start")
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._process.communicate()

    @property
    def pid(self) -> int:
        """Its process."""
        return self._process.pid

    def served(self) -> dict[str, float]:
        """Articles asked for since this was last called, and when the first and last were."""
        with build_opener(ProxyHandler({})).open(f"{self.root}/served", timeout=10) as answer:
            told: dict[str, float] = json.load(answer)
        return told


if __name__ == "__main__":
    asyncio.run(_serve(Path(sys.argv[1]), int(sys.argv[2])))
