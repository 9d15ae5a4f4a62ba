"""An archive file with earlier captures of the outlets' pages, as ``captures.yml`` beside this file describes them."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from io import BytesIO
from pathlib import Path
from typing import Any

import yaml
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from crawler.newsroom.site import answer

CAPTURES = Path(__file__).with_name("captures.yml")


def write_captures(file: Path, bases: Mapping[str, str]) -> None:
    """Write a WARC file with each capture, in the order of time; ``bases`` are the outlets' URLs by slug.

    Raises:
        ValueError: ``captures.yml`` names words that do not stand on the page.
    """
    with file.open("wb") as opened:
        writer = WARCWriter(opened, gzip=True)
        for at, url, body in sorted(_captured(bases)):
            head = StatusAndHeaders("200 OK", [("Content-Type", "text/html; charset=utf-8")], protocol="HTTP/1.1")
            date = {"WARC-Date": f"{at:%Y-%m-%dT%H:%M:%SZ}"}
            record = writer.create_warc_record(
                url, "response", BytesIO(body), http_headers=head, warc_headers_dict=date
            )
            writer.write_record(record)


def _captured(bases: Mapping[str, str]) -> Iterator[tuple[datetime, str, bytes]]:
    """When, address and body of each capture."""
    for page in yaml.safe_load(CAPTURES.read_text("utf-8")):
        now = answer(page["outlet"], page["path"], bases).body.decode()
        for capture in page["captures"]:
            yield capture["at"], bases[page["outlet"]] + page["path"], _as_it_read(now, capture).encode()


def _as_it_read(page: str, capture: Mapping[str, Any]) -> str:
    for now, then in capture.get("then", []):
        if now not in page:
            raise ValueError(f"{CAPTURES.name}: {now!r} does not stand on the page")
        page = page.replace(now, then)
    return page
