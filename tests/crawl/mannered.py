"""A small server on loopback that says how it wants to be treated, and keeps a record of how it is."""

import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Self

from tests.crawl.misbehaving import ARTICLE


@dataclass(frozen=True)
class Answer:
    """What the server sends."""

    status: int = 200
    body: bytes = b""
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Asked:
    """One request: when it came (``time.monotonic``), for what, and the status it got."""

    at: float
    path: str
    status: int


def article(title: str, **headers: str) -> Answer:
    """An article; in the names of headers ``_`` stands for ``-``."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return Answer(200, ARTICLE.format(title=title).encode(), {"Content-Type": "text/html; charset=utf-8"} | named)


def text(body: str, status: int = 200, **headers: str) -> Answer:
    """Plain text."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return Answer(status, body.encode(), {"Content-Type": "text/plain"} | named)


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: "ManneredServer"

    def do_GET(self) -> None:
        answer = self.server.answer(self.path)
        self.send_response(answer.status)
        for name, value in answer.headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(answer.body)))
        self.end_headers()
        self.wfile.write(answer.body)

    def log_message(self, format: str, *args: object) -> None:
        return


class ManneredServer(ThreadingHTTPServer):
    """Serves while its context is open.

    ``answers``: what each path gets; of a list, one after the other, and the last for ever. Any other path that ends in
    ``.html`` is an article named for it, the rest is missing. ``record``: every request in its order.
    """

    daemon_threads = True

    def __init__(self, answers: Mapping[str, Answer | list[Answer]] | None = None) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.answers = dict(answers or {})
        self.record: list[Asked] = []
        self._lock = threading.Lock()
        self._thread = threading.Thread(target=self.serve_forever, args=(0.05,))

    @property
    def host(self) -> str:
        """The server's host and port."""
        return f"127.0.0.1:{self.server_address[1]}"

    @property
    def url(self) -> str:
        """The server's address."""
        return f"http://{self.host}"

    @property
    def paths(self) -> list[str]:
        """What was asked for, in order."""
        return [asked.path for asked in self.record]

    def answer(self, path: str) -> Answer:
        """What ``path`` gets now; recorded."""
        with self._lock:
            given = self.answers.get(path)
            if isinstance(given, list):
                given = given.pop(0) if len(given) > 1 else given[0]
            if given is None:
                given = article(f"A bridge over {path}") if path.endswith(".html") else text("not here", 404)
            self.record.append(Asked(time.monotonic(), path, given.status))
            return given

    def handle_error(self, request: object, client_address: object) -> None:
        """Clients may hang up."""

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.shutdown()
        self._thread.join()
        self.server_close()
