"""Who wrote an article, as the data say that a page hands to its scripts."""

import json
from collections.abc import Iterable, Iterator
from typing import Any, Final

from lxml.html import HtmlElement

from pipelines.extract.state import read_states
from pipelines.extract.window import words

_AUTHOR_KEYS: Final = ("author", "authors", "byline", "bylines", "creator", "creators", "writers", "contributors")
_HEADLINE_KEYS: Final = ("headline", "title", "name")
_MOST: Final = 20_000
"""Objects of one page's data that are looked at; those of large sites hold some ten thousand."""


def stated_authors(scripts: Iterable[HtmlElement], headline: str) -> Iterator[Any]:
    """What an object that bears the headline gives as its authors: a name, an object with a name, or lists of these.

    Scripts that do not hold the headline are not parsed.
    """
    spellings = {json.dumps(headline, ensure_ascii=ascii_only)[1:-1] for ascii_only in (True, False)}
    telling = (script for script in scripts if _may_tell(script.text or "", spellings))
    wanted = words(headline)
    for state in read_states(telling):
        for node in _objects(state):
            stated = [node[key] for key in _AUTHOR_KEYS if node.get(key)]
            titles = [node.get(key) for key in _HEADLINE_KEYS] if stated else []
            if any(isinstance(title, str) and words(title) == wanted for title in titles):
                yield from stated
                return


def _may_tell(text: str, headlines: Iterable[str]) -> bool:
    """Whether a script's text is worth parsing."""
    return any(f'"{key}' in text for key in _AUTHOR_KEYS) and any(headline in text for headline in headlines)


def _objects(state: Any) -> Iterator[dict[str, Any]]:
    left = [state]
    looked_at = 0
    while left and looked_at < _MOST:
        value = left.pop()
        looked_at += 1
        if isinstance(value, dict):
            yield value
        inner = value.values() if isinstance(value, dict) else value
        left.extend(item for item in inner if isinstance(item, dict | list))
