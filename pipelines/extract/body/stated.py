"""Text that the page's data state, for pages whose own text a script would have to put in place."""

import re
from collections.abc import Iterable, Iterator
from typing import Any, Final

from lxml import etree, html
from lxml.html import HtmlElement

from models.text import fold
from pipelines.extract.state import read_states

_TEXT_KEYS: Final = frozenset(
    str.split(
        "text content body html value paragraph articlebody bodyhtml contenthtml fulltext p story markup children"
    )
)
_DEPTH: Final = 40
_SENTENCE = re.compile(r"\S\s+\S.*[.!?…。！？؟।।]|[\u3040-\u30ff\u3400-\u9fff].*。", re.DOTALL)
_PARAGRAPH: Final = 40
_LOOKED_AT: Final = 2_000
"""Characters among which a text that is one has a whole sentence."""
_ENOUGH: Final = 300
"""Characters of an article's text; less is a teaser's."""
_TAG = re.compile(r"</?[a-zA-Z][^<>]*>")


def stated_text(article: dict[str, Any] | None) -> str | None:
    """The text that the page's JSON-LD states, a paragraph a line; null if it states none."""
    stated = (article or {}).get("articleBody")
    return "\n".join(_paragraphs(stated)) or None if isinstance(stated, str) else None


def state_text(scripts: Iterable[HtmlElement]) -> str | None:
    """The longest run of paragraphs in the data that the page hands to its scripts; null if there is none long enough.

    Paragraphs belong together that stand under the same keys, whatever their numbers in lists.
    """
    runs: dict[tuple[str, ...], list[str]] = {}
    for state in read_states(scripts):
        for path, text in _texts(state, (), 0):
            run = runs.setdefault(path, [])
            run.extend(paragraph for paragraph in _paragraphs(text) if paragraph not in run)
    longest = max(runs.values(), key=lambda run: sum(map(len, run)), default=[])
    return "\n".join(longest) if sum(map(len, longest)) >= _ENOUGH else None


def _texts(value: Any, path: tuple[str, ...], depth: int) -> Iterator[tuple[tuple[str, ...], str]]:
    if depth > _DEPTH:
        return
    if isinstance(value, list):
        for item in value:
            yield from _texts(item, path, depth + 1)
    elif isinstance(value, dict):
        for key, item in value.items():
            yield from _texts(item, (*path, str(key)), depth + 1)
    elif isinstance(value, str) and path and path[-1].lower().replace("_", "") in _TEXT_KEYS and _is_text(value):
        yield path, value


def _is_text(value: str) -> bool:
    return len(value) >= _PARAGRAPH and _SENTENCE.search(value[:_LOOKED_AT]) is not None


def _paragraphs(text: str) -> list[str]:
    """A text's lines, or the blocks of its markup."""
    if _TAG.search(text) is None:
        return [line for line in map(fold, text.splitlines()) if line]
    try:
        parsed = html.fromstring(f"<div>{text}</div>")
    except (etree.ParserError, ValueError):
        return []
    for mute in list(parsed.iter("script", "style", "figure", "iframe")):
        mute.drop_tree()
    for block in parsed.iter("p", "div", "br", "li", "h2", "h3", "h4", "blockquote"):
        block.tail = f"\n{block.tail or ''}"
        if block.tag != "br":
            block.text = f"\n{block.text or ''}"
    return [line for line in map(fold, str(parsed.text_content()).split("\n")) if line]
