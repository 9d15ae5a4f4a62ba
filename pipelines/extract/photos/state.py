"""What the page's inline JSON state says of an image (``__NEXT_DATA__``, ``window.__STATE__ = {…}``).

Pages that a script builds carry the article a second time in a script, its pictures with caption and credit. Only the
innermost object that names the image's own file is read, and only by keys that leave no doubt.
"""

import json
import re
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any

from lxml.html import HtmlElement

from pipelines.extract.credits import split_caption
from pipelines.extract.photos.captions import clean_caption
from pipelines.extract.photos.parts import LONGEST_CAPTION, LONGEST_CREDIT

_CAPTION_KEYS = ("caption", "captionText", "caption_text", "imageCaption", "image_caption", "photoCaption", "legend")
_CREDIT_KEYS = (
    *("credit", "credits", "creditText", "creditLine", "credit_line", "imageCredit", "photoCredit", "photographer"),
    *("byline", "copyright", "copyrightNotice", "copyrightHolder"),
)
_STEM = re.compile(r"([\w%.~-]{10,}?)(?:\.(?:jpe?g|png|webp|avif))?(?:[?#].*)?$", re.IGNORECASE)
_TAG = re.compile(r"<[^<>]*>")
_SHORTEST_STATE = 200
_WINDOW = 4000
"""Characters around the file's name in which its object must lie."""
_MOST_OBJECTS = 6
"""Objects around the file's name that are tried, the innermost first: sizes and crops are nested in the picture's."""
_MOST_HITS = 4
_MOST_NAMES = 4
_LARGEST_STATE = 4_000_000
"""Characters of a script; larger ones hold the whole site's front page and cost too much."""
_DECODER = json.JSONDecoder(strict=False)


def inline_states(tree: HtmlElement) -> tuple[str, ...]:
    """The texts of the page's scripts that may hold such a state; JSON-LD is none."""
    texts = (
        script.text
        for script in tree.iter("script")
        if not script.get("src") and "ld+json" not in (script.get("type") or "")
    )
    return tuple(text for text in texts if text and _SHORTEST_STATE < len(text) < _LARGEST_STATE and _may_tell(text))


def _may_tell(text: str) -> bool:
    return "aption" in text or "redit" in text or "opyright" in text or "legend" in text


def told_in_state(states: Iterable[str], urls: Iterable[str]) -> tuple[str | None, str | None]:
    """Caption and credit that scripts give to the image with these addresses; None for what they don't."""
    names = {found.group(1) for url in islice(urls, _MOST_NAMES) if (found := _STEM.search(url.rpartition("/")[2]))}
    stems = [name for name in names if _is_telling(name)]
    for text in states:
        for stem in stems:
            for node in _objects(text, stem):
                caption, credit = _read(node)
                if caption or credit:
                    return caption, credit
    return None, None


def _is_telling(stem: str) -> bool:
    return sum(map(str.isdigit, stem)) >= 4


def _objects(text: str, stem: str) -> Iterator[dict[str, Any]]:
    """The JSON objects around each place where a file is named, innermost first."""
    at = text.find(stem)
    for _ in range(_MOST_HITS):
        if at < 0:
            return
        start = max(0, at - _WINDOW)
        window, inside = text[start : at + _WINDOW], at - start
        if '\\"' in window[inside : inside + 200]:
            before = window[:inside].replace('\\"', '"').replace("\\\\", "\\")
            window = before + window[inside:].replace('\\"', '"').replace("\\\\", "\\")
            inside = len(before)
        yield from _enclosing(window, inside)
        at = text.find(stem, at + len(stem))


def _enclosing(window: str, inside: int) -> Iterator[dict[str, Any]]:
    opening = inside
    for _ in range(_MOST_OBJECTS):
        opening = window.rfind("{", 0, opening)
        if opening < 0:
            return
        try:
            node, end = _DECODER.raw_decode(window, opening)
        except (ValueError, RecursionError):
            continue
        if end > inside and isinstance(node, dict):
            yield node


def _read(node: dict[str, Any]) -> tuple[str | None, str | None]:
    credit = _first_text(node, _CREDIT_KEYS, LONGEST_CREDIT)
    caption = _first_text(node, _CAPTION_KEYS, LONGEST_CAPTION)
    if caption is None:
        return None, credit
    head, tail = split_caption(caption)
    return clean_caption(head), credit or tail


def _first_text(node: dict[str, Any], keys: Iterable[str], longest: int) -> str | None:
    for key in keys:
        value = node.get(key)
        if isinstance(value, dict):
            value = value.get("text") or value.get("name") or value.get("plain") or value.get("html")
        if isinstance(value, str) and not value.startswith(("http", "/", "{")):
            folded = " ".join(_TAG.sub(" ", value).split())
            if 1 < len(folded) <= longest:
                return folded
    return None
