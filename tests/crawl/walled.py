"""A small server on loopback whose articles stand behind walls; the path says behind which."""

import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Self
from urllib.parse import quote

from tests.crawl.misbehaving import ARTICLE
from tests.unit.extract.wall_pages import bare, chrome, form

_TEASER = """<!doctype html><html lang="en"><head><title>{title}</title></head><body><main><article><h1>{title}</h1>
<p>The pontoon was laid before dawn, and by noon four hundred people had crossed it with carts and blankets.</p>
<p>Engineers said that a second one would follow within the week if the level of the river allowed it.</p></article>
<div><h3>Subscribe to continue reading</h3><p>Already a subscriber? Log in.</p></div></main></body></html>"""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        kind = self.path.strip("/").partition("?")[0].split("/")[0]
        getattr(self, f"answer_{kind.replace('-', '_').replace('.', '_')}")()

    def send(self, page: str, status: int = 200, **headers: str) -> None:
        body = page.encode()
        self.send_response(status)
        fields = {"Content-Type": "text/html; charset=utf-8", "Content-Length": str(len(body))} | headers
        for key, value in fields.items():
            self.send_header(key, value)
        self.end_headers()
        self.wfile.write(body)

    def answer_robots_txt(self) -> None:
        self.send("User-agent: *\nDisallow:\n", **{"Content-Type": "text/plain"})

    def answer_open(self) -> None:
        self.send(ARTICLE.format(title="A bridge over the Tigris"))

    def answer_asking(self) -> None:
        self.send("", 302, Location=f"/privacy-gate?return={quote(self.path, safe='')}")

    def answer_privacy_gate(self) -> None:
        said = "We and our 214 partners store information on your device. You can change your choices at any time."
        self.send(bare("The Paper", "Your privacy, your choice", said))

    def answer_members(self) -> None:
        self.send("", 302, Location=f"/account/login?next={quote(self.path, safe='')}")

    def answer_account(self) -> None:
        self.send(form("Log in", "Log in to your account", "Log in", "Forgot your password?"))

    def answer_removed(self) -> None:
        self.send(chrome("Page not found", "Page not found", "The page you are looking for has been removed."))

    def answer_checked(self) -> None:
        self.send(bare("Just a moment...", "Verify you are human", "Please enable JavaScript and cookies to continue."))

    def answer_paid(self) -> None:
        self.send(_TEASER.format(title="The bridge that was never paid for"))

    def log_message(self, format: str, *args: object) -> None:
        return


class WalledServer(ThreadingHTTPServer):
    """Serves while its context is open."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self._thread = threading.Thread(target=self.serve_forever)

    @property
    def url(self) -> str:
        """The server's address."""
        return f"http://127.0.0.1:{self.server_address[1]}"

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.shutdown()
        self._thread.join()
        self.server_close()
