"""Archive first: what a crawl fetches is on disk as it was sent before anything reads it."""

import gzip
import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import asdict
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from scrapy import Spider
from scrapy.crawler import Crawler
from scrapy.exceptions import NotConfigured
from warcio.archiveiterator import ArchiveIterator

from crawler.middlewares.archive import ArchiveMiddleware
from tests.crawl.conftest import PROJECT
from tests.exchanges import PAGE, archive_in, exchange, written

Run = Callable[..., list[dict[str, Any]]]


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        if self.headers["If-None-Match"] == '"7"':
            self.send(304, b"", ETag='"7"')
        elif self.path == "/gzip":
            self.send(200, gzip.compress(PAGE, mtime=0), Content_Encoding="gzip", ETag='"7"')
        elif self.path == "/chunked":
            self.send(200, b"%x\r\n%s\r\n0\r\n\r\n" % (len(PAGE), PAGE), Transfer_Encoding="chunked")
        elif self.path == "/moved":
            self.send(301, b"", Location="/gzip")
        elif self.path.startswith("/large"):
            self.send(200, os.urandom(300_000))
        else:
            self.send(404, b"<h1>Not here</h1>")

    def send(self, status: int, body: bytes, **headers: str) -> None:
        self.send_response(status)
        self.send_header("Content-Type", "text/html")
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        if "Transfer_Encoding" not in headers:
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        return


@pytest.fixture(scope="module")
def site() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Handler)
    server.daemon_threads = True
    thread = Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_address[1]}"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def crawl(tmp_path: Path) -> Run:
    def crawl(**given: Any) -> list[dict[str, Any]]:
        given["settings"] = {"ARCHIVE": str(tmp_path / "archive"), "RUN_ID": 17}
        done = subprocess.run(
            [sys.executable, "-m", "tests.crawl.archiving"],
            cwd=PROJECT,
            input=json.dumps(given),
            env=os.environ | {"PYTHONPATH": str(PROJECT)},
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        return [json.loads(line) for line in done.stdout.splitlines()]

    return crawl


def test_a_crawl_archives_each_answer_as_it_was_sent(crawl: Run, site: str, tmp_path: Path) -> None:
    archive = archive_in(tmp_path)
    known = written(archive, exchange(), label="paper.example:8080", run_id=16)[0]
    urls = [f"{site}/{path}" for path in ("gzip", "chunked", "moved", "missing", "unchanged")]
    given = asdict(known) | {"at": known.at.isoformat()}
    *answers, end = crawl(urls=urls, known={f"{site}/unchanged": given})
    assert end == {"finish_reason": "finished", "problems": []}
    assert archive.names() == [known.file, "paper.example:8080/00000017-00001.warc.gz"]
    assert sorted(answer["asked"] for answer in answers) == sorted(urls)
    for answer in answers:
        place = answer["archived"]
        capture = archive.read(place["file"], place["offset"], place["length"])
        assert capture.body == (b"<h1>Not here</h1>" if answer["asked"].endswith("missing") else PAGE)
        assert place["is_revisit"] or capture.status != 304
        assert answer["length"] == (0 if capture.status == 304 else len(capture.body))

    replayed = [
        (asked.removeprefix(site), capture.status, capture.url.removeprefix(site))
        for asked, capture, _ in archive.answers_of([17], "paper.example:8080")
    ]
    assert sorted(replayed) == [
        ("/chunked", 200, "/chunked"),
        ("/gzip", 200, "/gzip"),
        ("/missing", 404, "/missing"),
        ("/moved", 200, "/gzip"),
        ("/moved", 301, "/moved"),
        ("/unchanged", 304, "/unchanged"),
    ]
    with archive.open(archive.names()[1]) as stream:
        records = [
            (record.rec_headers["WARC-Target-URI"] or "", record.rec_type)
            for record in ArchiveIterator(stream, check_digests="raise")
        ]
    assert (f"{site}/robots.txt", "response") in records
    assert len(records) == 1 + 2 * 8  # robots.txt, tdmrep.json, five pages, one redirect


def test_when_the_disk_is_full_nothing_is_read_that_was_not_archived_and_the_crawl_ends(
    crawl: Run, site: str, tmp_path: Path
) -> None:
    urls = [f"{site}/large?{number}" for number in range(8)]
    *answers, end = crawl(urls=urls, limit=1_000_000)
    assert end["finish_reason"] == "archive_stopped"
    (problem,) = end["problems"]
    assert "Free space" in problem
    kept = [answer for answer in answers if "archived" in answer]
    assert len(kept) == 3
    assert {answer["reason"] for answer in answers if "archived" not in answer} == {"not_archived"}
    archive = archive_in(tmp_path)
    assert len(list(archive.answers_of([17], "paper.example:8080"))) == 3
    assert list(archive.left_open()) == []


def test_outside_our_own_command_nothing_is_archived() -> None:
    """As in a spider's shell: there is no run that the answers could belong to. Scrapy logs why, once."""
    with pytest.raises(NotConfigured, match="archived by scrapy crawl alone"):
        ArchiveMiddleware.from_crawler(Crawler(Spider, {"ARCHIVE": "nowhere"}))
