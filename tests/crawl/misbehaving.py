"""A small server on loopback that answers as bad servers do; the path says how."""

import gzip
import threading
import time
import zlib
from collections.abc import Callable, Mapping
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Self
from urllib.parse import unquote

import brotli
from backports import zstd

ARTICLE = """<!doctype html><html lang="en"><head><title>{title}</title></head><body><article><h1>{title}</h1>
<p>The pontoon was laid before dawn, and by noon four hundred people had crossed it with carts and blankets.</p>
<p>Engineers said that a second one would follow within the week if the level of the river allowed it.</p>
<p>On the far bank the market had opened again, with tomatoes, phone cards and not much else to sell.</p>
</article></body></html>"""

BOMBS: Mapping[str, Callable[[bytes], bytes]] = {
    "gzip": gzip.compress,
    "deflate": zlib.compress,
    "br": brotli.compress,
    "zstd": zstd.compress,
}


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: "MisbehavingServer"

    def do_GET(self) -> None:
        self.server.asked.append(self.path)
        name = self.path.strip("/").partition("?")[0].replace("-", "_").replace(".", "_").removesuffix("_html")
        getattr(self, f"answer_{name}", self.answer_missing)()

    def send(self, status: int, body: bytes = b"", **headers: str) -> None:
        self.send_response(status)
        fields = {"Content-Type": "text/html; charset=utf-8", "Content-Length": str(len(body))}
        for key, value in (fields | {key.replace("_", "-"): value for key, value in headers.items()}).items():
            self.send_header(key, value)
        self.end_headers()
        self.wfile.write(body)

    def answer_article(self) -> None:
        self.send(200, ARTICLE.format(title="A bridge over the Tigris").encode())

    def answer_other(self) -> None:
        self.send(200, ARTICLE.format(title="A second bridge over the Tigris").encode())

    def answer_missing(self) -> None:
        self.send(404, b"<html><body><h1>Not here</h1></body></html>")

    def answer_broken(self) -> None:
        self.send(500, b"<html><body><h1>Oh no</h1></body></html>")

    def answer_moved(self) -> None:
        self.send(301, Location="/article.html")

    def answer_loop(self) -> None:
        self.send(302, Location="/loop.html")

    def answer_pdf(self) -> None:
        self.send(200, b"%PDF-1.7 \x00\x01", Content_Type="application/pdf")

    def answer_empty(self) -> None:
        self.send(200)

    def answer_untitled(self) -> None:
        self.send(200, b"<html><body><p></p></body></html>")

    def answer_half(self) -> None:
        self.send_response(200)
        self.send_header("Content-Length", "100000")
        self.end_headers()
        self.wfile.write(b"<html><body><p>The first half of")
        self.close_connection = True

    def answer_reset(self) -> None:
        self.close_connection = True

    def answer_stall(self) -> None:
        self.server.stalled.wait(20)
        self.close_connection = True

    def answer_slow(self) -> None:
        time.sleep(0.1)
        self.send(200, ARTICLE.format(title=f"Bridge {self.path}").encode())

    def answer_gone(self) -> None:
        self.send(302, Location="/")

    def answer_(self) -> None:
        self.send(200, ARTICLE.format(title="The front page").encode())

    def answer_cycle(self) -> None:
        loc = f"<sitemap><loc>{self.server.url}/cycle</loc></sitemap>"
        body = f'<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{loc}</sitemapindex>'
        self.send(200, body.encode(), Content_Type="application/xml")

    def answer_endless(self) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.send_header("Connection", "close")
        self.end_headers()
        until = time.monotonic() + 20
        try:
            while time.monotonic() < until:
                self.wfile.write(b"<p>and so on" * 10_000)
        except OSError:
            self.close_connection = True  # the client has had enough, as it should

    def answer_robots_txt(self) -> None:
        self.send(200, b"User-agent: *\nDisallow: /closed\n", Content_Type="text/plain")

    def answer_feed(self) -> None:
        items = "".join(
            f"<item><title>x</title><link>{self.server.url}/{p}.html</link></item>" for p in self.server.feed
        )
        self.send(200, f'<rss version="2.0"><channel><title>t</title>{items}</channel></rss>'.encode())

    def answer_consent(self) -> None:
        self.send(200, b"<html><head><title>Before you continue</title></head><body><p>Cookies</p></body></html>")

    def answer_leave(self) -> None:
        self.send(302, Location=unquote(self.path.partition("?")[2]))

    def answer_refresh(self) -> None:
        target = unquote(self.path.partition("?")[2])
        self.send(200, f'<html><head><meta http-equiv="refresh" content="0; url={target}"></head></html>'.encode())

    def answer_closing(self) -> None:
        self.close_connection = True
        self.send(200, ARTICLE.format(title=f"Bridge {self.path}").encode(), Connection="close")

    def answer_bomb(self) -> None:
        encoding = self.path.partition("?")[2]
        self.send(200, BOMBS[encoding](b"<p>and so on" * 500_000), Content_Encoding=encoding)

    def answer_layers(self) -> None:
        body = ARTICLE.format(title="Deeply wrapped").encode()
        for _ in range(20):
            body = gzip.compress(body)
        self.send(200, body, Content_Encoding=", ".join(["gzip"] * 20))

    def answer_head(self) -> None:
        self.send_response(200)
        self.pour(b"X-More: and so on\r\n")

    def answer_chunks(self) -> None:
        self.send_response(200)
        self.send_header("Transfer-Encoding", "chunked")
        self.end_headers()
        self.pour(b"4000\r\n" + b"<p>and so on    " * 1024 + b"\r\n")

    def answer_drip(self) -> None:
        self.send_response(200)
        self.send_header("Content-Length", "100000")
        self.end_headers()
        with suppress(OSError):  # the client has had enough, as it should
            while not self.server.stalled.wait(0.1):
                self.wfile.write(b"<")
        self.close_connection = True

    def answer_steer(self) -> None:
        forged = "\x1b]0;owned\x07\x1b[2J\x9b2J\u202e\n2001-01-01 00:00:00 [scrapy] INFO: all is well"
        head = f"HTTP/1.1 503 {forged!a}\x1b[2J\r\nX-A\x1b[2J: \x1b[2J\r\nContent-Length: 0\r\nBad\x1b[2J\r\n\r\n"
        self.wfile.write(head.encode())

    def pour(self, piece: bytes) -> None:
        """Send ``piece`` until the client has had enough, as it should; ``poured`` counts the bytes."""
        self.close_connection = True
        with suppress(OSError):
            self.flush_headers()
            while not self.server.stalled.is_set() and self.server.poured < 100_000_000:
                self.server.poured += self.wfile.write(piece * 100)

    def log_message(self, format: str, *args: object) -> None:
        return


class MisbehavingServer(ThreadingHTTPServer):
    """Serves while its context is open; ``asked`` lists the paths, ``feed`` is what ``/feed`` names."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.asked: list[str] = []
        self.feed: list[str] = ["article", "other"]
        self.stalled = threading.Event()
        self.poured = 0
        self._thread = threading.Thread(target=self.serve_forever)

    @property
    def url(self) -> str:
        """The server's address."""
        return f"http://127.0.0.1:{self.server_address[1]}"

    def handle_error(self, request: object, client_address: object) -> None:
        """Clients that hang up are the point."""

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stalled.set()
        self.shutdown()
        self._thread.join()
        self.server_close()
