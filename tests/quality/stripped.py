"""The real pages without what a site may do its own way, to see what the figures rest on."""

import gzip
import hashlib
import json
import re
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Final

from tests.quality.gold import MANIFEST, Record

_NAMES = re.compile(rb"(\s(?:class|id)\s*=\s*)([\"'])(.*?)\2", re.DOTALL)


def _scrambled(page: bytes) -> bytes:
    """The page with every word of every class and id replaced by a word that says nothing, the same for the same."""

    def names(found: re.Match[bytes]) -> bytes:
        words = (b"c" + hashlib.sha256(word).hexdigest()[:6].encode() for word in found[3].split())
        return found[1] + b'"' + b" ".join(words) + b'"'

    return _NAMES.sub(names, page)


def _without_json_ld(page: bytes) -> bytes:
    return page.replace(b"application/ld+json", b"text/plain")


WAYS: Final[dict[str, Callable[[bytes], bytes]]] = {
    "every class and id scrambled": _scrambled,
    "without JSON-LD": _without_json_ld,
}
"""What is taken away: how it is called, and how it is done."""


def write_manifest(gold: Iterable[Record], way: Callable[[bytes], bytes], folder: Path) -> Path:
    """The pages with something taken away, and a manifest of them."""
    lines = []
    for number, page in enumerate(gold):
        path = folder / f"{number}.html.gz"
        path.write_bytes(gzip.compress(way(gzip.decompress((MANIFEST.parent / page["html_path"]).read_bytes())), 1))
        lines.append(json.dumps({"id": page["id"], "url": page["url"], "html_path": path.name}))
    manifest = folder / "manifest.jsonl"
    manifest.write_text("\n".join(lines) + "\n", "utf-8")
    return manifest
