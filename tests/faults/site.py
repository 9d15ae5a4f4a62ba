"""A paper on loopback that keeps a ledger of what it was asked for, and behaves as badly as it is told to."""

import gzip
import hashlib
import random
import threading
import time
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from types import TracebackType
from typing import Self

from tests.faults.articles import Article, article

SITEMAP = "/news-sitemap.xml"
_NAMESPACES = (
    'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"'
)


@dataclass(slots=True)
class Asked:
    """One request."""

    path: str
    """Path and query."""
    crawl: int
    """The crawl that opened the connection: 1 for the first."""
    began: float
    """When it was read, on the monotonic clock."""
    status: int = 0
    """What it was answered; 0 while it is not."""
    ended: float | None = None
    """When the last byte of the answer was given to the socket; null if it never was."""


class Exchange(BaseHTTPRequestHandler):
    """One connection, and the request on it that is being answered."""

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True  # else each answer waits 40 ms for an acknowledgement
    wbufsize = -1
    server: "PaperSite"
    asked: Asked

    def setup(self) -> None:
        super().setup()
        self.crawl = self.server.crawl

    def do_GET(self) -> None:
        self.asked = self.server.note(self.path, self.crawl)
        self.server.answer(self)

    def send(self, status: int, body: bytes = b"", **headers: str) -> None:
        """Answer in whole. ``headers``: names with ``_`` for ``-``."""
        self.asked.status = status
        self.send_response(status)
        fields = {"Content-Type": "text/html; charset=utf-8", "Content-Length": str(len(body))}
        for key, value in (fields | {key.replace("_", "-"): value for key, value in headers.items()}).items():
            self.send_header(key, value)
        self.end_headers()
        self.wfile.write(body)
        self.wfile.flush()
        self.asked.ended = time.monotonic()

    def send_half(self) -> None:
        """Promise a page, give its beginning, and hang up."""
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.send_header("Content-Length", "50000")
        self.end_headers()
        self.wfile.write(b"<html><body><p>The first half of")
        self.close_connection = True

    def hang_up(self) -> None:
        """Close the connection without a word."""
        self.close_connection = True

    def stall(self) -> None:
        """Say nothing until the site is closed or released."""
        self.server.released.wait(120)
        self.close_connection = True

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing: the ledger has it."""


Answer = Callable[[Exchange], None]


@dataclass(slots=True)
class Ledger:
    """What a site was asked for, in order."""

    requests: list[Asked] = field(default_factory=list)
    changed: threading.Condition = field(default_factory=threading.Condition)


class PaperSite(ThreadingHTTPServer):
    """Serves ``articles`` articles and a news sitemap that names them all, while its context is open."""

    daemon_threads = True
    request_queue_size = 64

    def __init__(self, articles: int, delay: tuple[float, float] = (0.02, 0.12)) -> None:
        """``delay``: seconds that an answer takes, at least and at most; each article always takes the same."""
        super().__init__(("127.0.0.1", 0), Exchange)
        self.articles: Mapping[str, Article] = {one.path: one for one in map(article, range(articles))}
        self.crawl = 0
        """The crawl whose connections are counted; the harness raises it at each start."""
        self.ledger = Ledger()
        self.answers: dict[str, Answer] = {}
        """Paths that are answered in another way than with their article; ``SITEMAP`` may be among them."""
        self.listed = list(self.articles)
        """Paths that the sitemap names."""
        self.released = threading.Event()
        """Set: what was stalled goes on."""
        self._delay = delay
        self._thread = threading.Thread(target=self.serve_forever, kwargs={"poll_interval": 0.05})

    @property
    def url(self) -> str:
        """The site's address."""
        return f"http://127.0.0.1:{self.server_address[1]}"

    def note(self, path: str, crawl: int) -> Asked:
        """Write down that a request has come."""
        asked = Asked(path, crawl, time.monotonic())
        with self.ledger.changed:
            self.ledger.requests.append(asked)
            self.ledger.changed.notify_all()
        return asked

    def pages(self, crawl: int | None = None) -> Counter[str]:
        """How often each article was asked for, by all crawls or by one."""
        with self.ledger.changed:
            return Counter(
                one.path for one in self.ledger.requests if one.path in self.articles and crawl in (None, one.crawl)
            )

    def asked(self, path: str, crawl: int | None = None) -> int:
        """How often a path was asked for."""
        with self.ledger.changed:
            return sum(one.path == path and crawl in (None, one.crawl) for one in self.ledger.requests)

    def wait(self, holds: Callable[[], bool], alive: Callable[[], bool], seconds: float = 60) -> bool:
        """Wait until something holds, looking at each request; false if the crawl ended before, or time ran out."""
        deadline = time.monotonic() + seconds
        while not holds():
            if not alive() or time.monotonic() > deadline:
                return False
            with self.ledger.changed:
                self.ledger.changed.wait(0.05)
        return True

    def answer(self, exchange: Exchange) -> None:
        """Answer as told for this path, or else with what stands there."""
        path = exchange.path
        if path in self.answers:
            self.answers[path](exchange)
        elif path in self.articles:
            low, high = self._delay
            time.sleep(low + (high - low) * random.Random(path).random())  # noqa: S311 - the same for the same path
            self._send_cacheable(exchange, self.articles[path].page)
        elif path == SITEMAP:
            self._send_cacheable(exchange, self._sitemap(), "application/xml")
        elif path == "/robots.txt":
            exchange.send(200, b"User-agent: *\nDisallow: /closed\n", Content_Type="text/plain")
        else:
            exchange.send(404, b"<html><body><h1>Not here</h1></body></html>")

    def _send_cacheable(self, exchange: Exchange, body: bytes, kind: str = "text/html; charset=utf-8") -> None:
        """With an ETag; packed, where the client can unpack it and the address says so (every second one or so)."""
        etag = f'"{hashlib.sha1(body).hexdigest()}"'  # noqa: S324 - a name, not a secret
        if exchange.headers.get("If-None-Match") == etag:
            exchange.send(304, ETag=etag)
            return
        if "gzip" in exchange.headers.get("Accept-Encoding", "") and len(exchange.path) % 2:
            exchange.send(200, gzip.compress(body, 1, mtime=0), Content_Type=kind, ETag=etag, Content_Encoding="gzip")
        else:
            exchange.send(200, body, Content_Type=kind, ETag=etag)

    def _sitemap(self) -> bytes:
        return f"<urlset {_NAMESPACES}>{''.join(map(self._entry, self.listed))}</urlset>".encode()

    def _entry(self, path: str) -> str:
        one = self.articles.get(path)
        news = (
            f"<news:news><news:publication_date>{one.published.isoformat()}</news:publication_date>"
            f"<news:title>{one.headline}</news:title></news:news>"
            if one
            else ""
        )
        return f"<url><loc>{self.url}{path}</loc>{news}</url>"

    def write_source(self, folder: Path, concurrency: int) -> Path:
        """Write the source file of this site; returns its path."""
        path = folder / "low-water-courier.yml"
        path.write_text(
            f"name: The Low Water Courier\ndomain: {self.url.removeprefix('http://')}\ncountry: IQ\nlanguage: en\n"
            f"timezone: Asia/Baghdad\ncrawl: {{delay: 0.0, concurrency: {concurrency}}}\n"
            f"sitemaps: [{{url: '{self.url}{SITEMAP}', verified: null}}]\nassertions: {{articles: {{min: 0}}}}\n"
        )
        return path

    def handle_error(self, request: object, client_address: object) -> None:
        """Clients that are killed hang up: that is the point."""

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.released.set()
        self.shutdown()
        self._thread.join()
        self.server_close()
