"""Pages to crawl: made-up news articles with the bulk of real ones, or the real ones themselves under many addresses.

A page is a ``Base``, of which there are a few hundred, with its own address and number filled in. The made-up ones have
the measure of 114 real pages: 350 kB, half of it scripts; 1,200 elements with 2,200 attributes, 190 links, 30 images,
5,000 characters of article; 65 kB compressed. They are simpler than real ones all the same.
"""

import gzip
import html
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from tests.bench.crawl.markup import Writer, page, write_story

SIZE: Final = 330
"""Kilobytes of a page of the usual size."""

_URL: Final = "@@page-address@@"
_NUMBER: Final = "@@page-number@@"
_SENTENCE: Final = f"The desk filed this report as number {_NUMBER} of its series."


@dataclass(frozen=True, slots=True)
class Base:
    """A page with places for what makes it one of its own."""

    template: bytes
    """HTML, with marks where address and number belong."""

    def page(self, number: int, url: str) -> bytes:
        """The page of that number, to be served at ``url``."""
        return self.template.replace(_URL.encode(), url.encode()).replace(_NUMBER.encode(), b"%06d" % number)


def made_up(count: int, kilobytes: int = SIZE) -> Iterator[Base]:
    """``count`` different bases of about that size, the same ones each time."""
    for seed in range(count):
        writer = Writer(seed)
        size = 1024 * kilobytes * writer.dice.lognormvariate(-0.08, 0.4)
        yield Base(page(writer, write_story(writer, _URL, _NUMBER, _SENTENCE), size).encode())


def real(manifest: Path) -> Iterator[Base]:
    """The pages of a manifest of ``../shared/eval``, which stay where they are: each is a base.

    The page's own address becomes the one it is served at, so that it counts as an article of its own. A refresh to
    another site is taken out, so that nothing but this machine is asked for anything.
    """
    for line in manifest.read_text("utf-8").splitlines():
        entry = json.loads(line)
        body = (manifest.parent / entry["html_path"]).read_bytes()
        body = gzip.decompress(body) if entry["html_path"].endswith(".gz") else body
        yield Base(_as_template(body.decode("utf-8", "replace"), entry).encode("utf-8", "replace"))


def _as_template(text: str, entry: dict[str, Any]) -> str:
    text = re.sub(r"""(?i)<meta[^>]{0,200}http-equiv=["']?refresh[^>]*>""", "", text)
    for address in (entry["url"], entry["url"].split("?")[0]):
        for spelled in (address, html.escape(address), address.replace("/", "\\/")):
            text = text.replace(spelled, _URL)
    text = _pointed(text, r"""(?i)<link\b[^>]*\brel=["']?canonical\b[^>]*>""", "href")
    text = _pointed(text, r"""(?i)<meta\b[^>]*\bproperty=["']?og:url\b[^>]*>""", "content")
    paragraphs = sorted(entry.get("paragraphs") or [], key=len, reverse=True)
    spellings = [*paragraphs, *map(html.escape, paragraphs)]
    found = next((paragraph for paragraph in spellings if paragraph in text), None)
    return text.replace(found, f"{found} {_SENTENCE}", 1) if found else text


def _pointed(text: str, tag: str, attribute: str) -> str:
    """Let the attribute of each such tag be the page's address."""
    value = re.compile(rf"""(?i)\b{attribute}=("[^"]*"|'[^']*'|[^\s>]+)""")
    return re.sub(tag, lambda found: value.sub(f'{attribute}="{_URL}"', found[0]), text)
