"""The demo newsroom's server: one port an outlet, on loopback only, so that each outlet has a robots.txt of its own."""

import sys
import threading
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from socketserver import ThreadingTCPServer
from types import MappingProxyType, TracebackType
from typing import Any, NamedTuple, Self

from crawler.newsroom.captures import write_captures
from crawler.newsroom.site import answer, outlet_slugs, source_yaml

HOST = "127.0.0.1"
HIGHEST_PORT = 65535


class NewsroomRequest(NamedTuple):
    """One request that the newsroom answered."""

    outlet: str
    """The outlet's slug."""
    method: str
    """``GET`` or ``HEAD``."""
    path: str
    """The target as sent: path and query, percent-encoded."""
    user_agent: str
    """The User-Agent header; empty if none was sent."""


class PortTaken(Exception):
    """A port that the newsroom needs cannot be had."""

    def __init__(self, port: int, reason: str) -> None:
        super().__init__(port, reason)
        self.port = port
        """The port in question."""
        self.reason = reason
        """The system's own words."""

    def __str__(self) -> str:
        return f"cannot listen on {HOST}:{self.port} ({self.reason}); choose other ports with --port"


class Newsroom:
    """The outlets, served while the context is open.

    With ``base_port`` 0 the system picks free ports; otherwise the outlets take ``base_port`` and those after it, in
    the order of their slugs.
    """

    def __init__(self, base_port: int = 0) -> None:
        self.base_port = base_port
        self._servers: list[_OutletServer] = []
        self._threads: list[threading.Thread] = []
        self._bases: dict[str, str] = {}
        self._requests: list[NewsroomRequest] = []
        self._lock = threading.Lock()

    @property
    def outlets(self) -> MappingProxyType[str, str]:
        """Slug to base URL (no slash at the end); empty while the newsroom is closed."""
        return MappingProxyType(self._bases)

    @property
    def requests(self) -> list[NewsroomRequest]:
        """Every request since the newsroom was made, oldest first; a copy."""
        with self._lock:
            return list(self._requests)

    def start(self) -> None:
        """Open every outlet.

        Raises:
            PortTaken: one of the ports is in use, not allowed, or above the highest there is; nothing stays open then.
        """
        if self._servers:
            return
        try:
            for number, slug in enumerate(outlet_slugs()):
                self._open(slug, self.base_port + number if self.base_port else 0)
        except PortTaken:
            self.stop()
            raise
        for server in self._servers:
            thread = threading.Thread(target=server.serve_forever, args=(0.05,), name=server.slug, daemon=True)
            thread.start()
            self._threads.append(thread)

    def _open(self, slug: str, port: int) -> None:
        if port > HIGHEST_PORT:
            raise PortTaken(port, f"ports end at {HIGHEST_PORT}")
        try:
            server = _OutletServer(slug, port, self)
        except OSError as error:
            raise PortTaken(port, error.strerror or str(error)) from error
        self._servers.append(server)
        self._bases[slug] = f"http://{HOST}:{server.server_address[1]}"

    def stop(self) -> None:
        """Close every outlet; a closed newsroom can be started again."""
        for server in self._servers if self._threads else ():
            server.shutdown()
        for thread in self._threads:
            thread.join()
        for server in self._servers:
            server.server_close()
        self._servers, self._threads, self._bases = [], [], {}

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def write_sources(self, folder: Path) -> list[Path]:
        """Write one source file an outlet, ``<slug>.yml``, with the addresses of now; the folder is made if need be.

        Raises:
            RuntimeError: the newsroom is closed, so there are no addresses.
        """
        if not self._bases:
            raise RuntimeError("the newsroom is closed: start it before writing its sources")
        folder.mkdir(parents=True, exist_ok=True)
        files = []
        for slug in self._bases:
            file = folder / f"{slug}.yml"
            file.write_text(source_yaml(slug, self._bases), encoding="utf-8")
            files.append(file)
        return files

    def write_captures(self, folder: Path) -> Path:
        """Write ``captures.warc.gz``: how some of the pages read before, at the addresses of now.

        Raises:
            RuntimeError: the newsroom is closed, so there are no addresses.
        """
        if not self._bases:
            raise RuntimeError("the newsroom is closed: start it before writing its captures")
        folder.mkdir(parents=True, exist_ok=True)
        file = folder / "captures.warc.gz"
        write_captures(file, self._bases)
        return file

    def note(self, request: NewsroomRequest) -> None:
        """Keep a request in the log; safe from any thread."""
        with self._lock:
            self._requests.append(request)


class _OutletServer(ThreadingTCPServer):
    """One outlet's server. Not http.server's own class: that looks up its host name, which may hang without DNS."""

    allow_reuse_address = True  # a newsroom closed a moment ago leaves its ports in TIME_WAIT
    daemon_threads = True
    request_queue_size = 64

    def __init__(self, slug: str, port: int, newsroom: Newsroom) -> None:
        self.slug = slug
        self.newsroom = newsroom
        super().__init__((HOST, port), _OutletRequestHandler)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A reader who hangs up is no error of ours; anything else is printed."""
        if not isinstance(sys.exc_info()[1], ConnectionError):
            super().handle_error(request, client_address)


class _OutletRequestHandler(BaseHTTPRequestHandler):
    server: _OutletServer
    timeout = 10  # seconds; a connection that sends nothing is let go

    def do_GET(self) -> None:
        newsroom, slug = self.server.newsroom, self.server.slug
        agent = self.headers.get("User-Agent", "")
        newsroom.note(NewsroomRequest(slug, self.command, self.path, agent))
        page = answer(slug, self.path, newsroom.outlets)
        unchanged = page.status == 200 and self.headers.get("If-None-Match") == page.etag
        self.send_response(304 if unchanged else page.status)
        self.send_header("ETag", page.etag)
        if not unchanged:
            self.send_header("Content-Type", page.content_type)
            self.send_header("Content-Length", str(len(page.body)))
        self.end_headers()
        if self.command == "GET" and not unchanged:
            self.wfile.write(page.body)

    do_HEAD = do_GET

    def log_message(self, format: str, *args: object) -> None:
        """Requests are kept in ``Newsroom.requests``, not printed."""
