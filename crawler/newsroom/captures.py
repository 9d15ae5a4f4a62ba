"""An archive file with earlier captures of the outlets' pages, as ``captures.yml`` beside this file describes them."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

import yaml

from crawler.newsroom.site import answer
from pipelines.archive.records import response, warc_date

CAPTURES = Path(__file__).with_name("captures.yml")
_HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n"


def write_captures(file: Path, bases: Mapping[str, str]) -> None:
    """Write a WARC file with each capture, in the order of time; ``bases`` are the outlets' URLs by slug.

    Raises:
        ValueError: ``captures.yml`` names words that do not stand on the page.
    """
    with file.open("wb") as opened:
        for at, url, body in sorted(_captured(bases)):
            opened.write(response({"WARC-Target-URI": url, "WARC-Date": warc_date(at)}, _HEAD, body))


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
