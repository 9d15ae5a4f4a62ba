"""A small server on loopback that answers as bad servers do; the path says how."""

import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Self

ARTICLE = """<!doctype html><html lang="en"><head><title>{title}</title></head><body><article><h1>{title}</h1>
<p>The pontoon was laid before dawn, and by noon four hundred people had crossed it with carts and blankets.</p>
<p>Engineers said that a second one would follow within the week if the level of the river allowed it.</p>
<p>On the far bank the market had opened again, with tomatoes, phone cards and not much else to sell.</p>
</article></body></html>"""


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
