"""Data that a page hands to its scripts: JSON in script elements, from which they would build what a reader sees."""

import json
import re
from collections.abc import Iterable, Iterator
from typing import Any, Final

from lxml.html import HtmlElement

_LONGEST: Final = 4_000_000
"""Characters of a script that are read; the longest seen on news pages is 2 million."""
_ASSIGNED = re.compile(
    r"(?:^|[;\s}])(?:window\.|self\.|globalThis\.|var |let |const )[\w.$\[\]\"']{1,80}\s*=\s*(?=[{\[])"
)


def read_states(scripts: Iterable[HtmlElement]) -> Iterator[Any]:
    """The JSON values in scripts, in page order: typed as JSON, or assigned to a variable. JSON-LD is left out."""
    decoder = json.JSONDecoder(strict=False)
    for script in scripts:
        kind = (script.get("type") or "").lower()
        text = script.text or ""
        if "ld+json" in kind or not 2 < len(text) <= _LONGEST:
            continue
        starts = (
            [len(text) - len(text.lstrip())] if "json" in kind else [found.end() for found in _ASSIGNED.finditer(text)]
        )
        end = 0
        for start in starts:
            if start < end:
                continue
            try:
                value, end = decoder.raw_decode(text, start)
            except (ValueError, RecursionError):
                continue
            yield value
