"""What an outlet's folder holds, and the answer to a request for it. Pure but for reading those files.

    outlets/<slug>/source.yml    the outlet as a source of the crawler (not served)
    outlets/<slug>/parts/        fragments that pages share: header, footer (not served)
    outlets/<slug>/…             everything else, served at its own path; index.html answers for its folder

Files are UTF-8 text with a suffix that ``CONTENT_TYPES`` knows, and are read at each request.

In every text file ``{base}`` stands for the outlet's URL, ``{base:other-slug}`` for another outlet's, ``{host}`` for
host and port, and ``{part:header}`` for ``parts/header.html``.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from urllib.parse import unquote, urlsplit

from crawler.newsroom.pictures import draw

OUTLETS = Path(__file__).parent / "outlets"
NOT_SERVED = ("source.yml", "parts")
CONTENT_TYPES = {
    ".html": "text/html; charset=utf-8",
    ".xml": "application/xml; charset=utf-8",
    ".rss": "application/rss+xml; charset=utf-8",
    ".atom": "application/atom+xml; charset=utf-8",
    ".txt": "text/plain; charset=utf-8",
    ".css": "text/css; charset=utf-8",
}
PLACEHOLDER = re.compile(r"\{(?P<name>base|host|part)(?::(?P<argument>[a-z0-9-]+))?\}")
GONE = b"<!doctype html><title>Not found</title><h1>This page is not here (any more)</h1>"


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What the server sends for a path."""

    status: int
    """200 or 404."""
    content_type: str
    """The Content-Type header."""
    body: bytes
    """The payload."""

    @property
    def etag(self) -> str:
        """A strong validator: changes with the body alone."""
        return f'"{sha256(self.body).hexdigest()[:16]}"'


def outlet_slugs() -> tuple[str, ...]:
    """The outlets' folder names, sorted."""
    return tuple(sorted(folder.name for folder in OUTLETS.iterdir() if (folder / "source.yml").is_file()))


def routes(slug: str) -> Mapping[str, Path]:
    """URL path to file, for every file that the outlet serves; pictures are drawn and have no file."""
    folder = OUTLETS / slug
    served = (
        file.relative_to(folder)
        for file in sorted(folder.rglob("*"))
        if file.is_file() and file.relative_to(folder).parts[0] not in NOT_SERVED
    )
    return {_url_path(file): folder / file for file in served}


def _url_path(file: Path) -> str:
    parent = "".join(f"/{part}" for part in file.parent.parts)
    return f"{parent}/" if file.name == "index.html" else f"{parent}/{file.name}"


def answer(slug: str, target: str, bases: Mapping[str, str]) -> Answer:
    """The outlet's answer to a request target (path and query, percent-encoded; the query changes nothing)."""
    path = unquote(urlsplit(target).path)
    file = routes(slug).get(path)
    if file is not None:
        text = fill(file.read_text(encoding="utf-8"), slug, bases)
        return Answer(status=200, content_type=CONTENT_TYPES[file.suffix], body=text.encode())
    if picture := draw(path):
        content_type, body = picture
        return Answer(status=200, content_type=content_type, body=body)
    return Answer(status=404, content_type=CONTENT_TYPES[".html"], body=GONE)


def source_yaml(slug: str, bases: Mapping[str, str]) -> str:
    """The outlet as a source file of the crawler, with the addresses where it is served now."""
    return fill((OUTLETS / slug / "source.yml").read_text(encoding="utf-8"), slug, bases)


def fill(text: str, slug: str, bases: Mapping[str, str]) -> str:
    """Put addresses and parts in the place of placeholders.

    Raises:
        KeyError: a placeholder names an outlet that does not exist.
        FileNotFoundError: a placeholder names a part that does not exist.
    """

    def value(placeholder: re.Match[str]) -> str:
        name, argument = placeholder["name"], placeholder["argument"]
        if name == "part":
            part = OUTLETS / slug / "parts" / f"{argument}.html"
            return fill(part.read_text(encoding="utf-8").rstrip("\n"), slug, bases)
        base = bases[argument or slug]
        return base if name == "base" else urlsplit(base).netloc

    return PLACEHOLDER.sub(value, text)
