"""The JSON-LD of a page: its objects, though the JSON be broken, and the one that describes the article."""

import json
import re
from collections.abc import Iterable, Iterator
from typing import Any, Final

from lxml.html import HtmlElement

from models.text import storable

_DEPTH: Final = 12
"""Nesting that is followed; the deepest seen on news sites is 6."""
_OBJECTS: Final = 500
"""Objects that are kept of one page: live blogs list their entries, a few hundred at most."""

_WRAPPING = re.compile(
    r"^\s*(?://\s*)?(?:<!--|<!\[CDATA\[|/\*\s*<!\[CDATA\[\s*\*/)|(?:-->|(?://\s*)?\]\]>|/\*\s*\]\]>\s*\*/)\s*;?\s*$"
)
_UNSTORABLE_ESCAPE = re.compile(r"\\u(?:d[89a-f]|00[01789])", re.IGNORECASE)
"""Half of a surrogate pair, or a control character, in the guise of a JSON escape."""
_TRAILING_COMMA = re.compile(r",(?=\s*[}\]])")
_BARE_ESCAPE = re.compile(r'\\(?!["\\/bfnrt]|u[0-9a-fA-F]{4})')
_STRING = re.compile(r'"(?:[^"\\]|\\.)*"?', re.DOTALL)
"""A string, or what is left of the text from a quotation mark that nothing closes."""

_ARTICLE_TYPES: Final[dict[str, int]] = {
    "NewsArticle": 6,
    "ReportageNewsArticle": 6,
    "AnalysisNewsArticle": 6,
    "OpinionNewsArticle": 6,
    "BackgroundNewsArticle": 6,
    "ReviewNewsArticle": 6,
    "AskPublicNewsArticle": 6,
    "LiveBlogPosting": 6,
    "Article": 5,
    "AdvertiserContentArticle": 4,
    "SatiricalArticle": 5,
    "ScholarlyArticle": 5,
    "TechArticle": 5,
    "Report": 5,
    "BlogPosting": 5,
    "SocialMediaPosting": 3,
    "DiscussionForumPosting": 3,
    "ClaimReview": 2,
    "MediaGallery": 2,
    "ImageGallery": 2,
    "VideoObject": 0,
    "WebPage": 1,
    "ItemPage": 1,
}
"""How well each type describes an article; those of 1 count only with a date of publication."""


def read_jsonld(tree: HtmlElement) -> tuple[dict[str, Any], ...]:
    """Every JSON-LD object of the page in document order, with ``@graph`` and lists flattened.

    Broken JSON is mended where it can be (trailing commas, raw line breaks, comments around it, several objects in one
    script) and left out where it cannot. Objects nested in properties stay in their place.
    """
    found: list[dict[str, Any]] = []
    for script in tree.iter("script"):
        if "ld+json" not in (script.get("type") or "").lower():
            continue
        text = "".join(script.itertext())
        for value in _values(text):
            escaped = "\\u" in text and _UNSTORABLE_ESCAPE.search(text)
            found.extend(_flatten(_clean(value, 0) if escaped else value, 0))
            if len(found) >= _OBJECTS:
                return tuple(found[:_OBJECTS])
    return tuple(found)


def _clean(value: Any, depth: int) -> Any:
    """``value`` with strings that a database and UTF-8 can hold; what is nested too deep to be read is left out."""
    if isinstance(value, str):
        return storable(value)
    if depth > 2 * _DEPTH:
        return None
    if isinstance(value, list):
        return [_clean(item, depth + 1) for item in value]
    if isinstance(value, dict):
        return {key: _clean(item, depth + 1) for key, item in value.items()}
    return value


def article_node(nodes: Iterable[dict[str, Any]], url: str | None = None) -> dict[str, Any] | None:
    """The node that describes the page's article; null if none does.

    Of several the most specific type wins, then one that names ``url`` as its page, then the first. Nodes nested under
    ``mainEntity`` and ``mainEntityOfPage`` count as well.
    """
    best: tuple[int, dict[str, Any]] | None = None
    for node in nodes:
        for candidate in (node, *_main_entities(node)):
            rank = _rank(candidate, url)
            if rank > 0 and (best is None or rank > best[0]):
                best = (rank, candidate)
    return best[1] if best else None


def types_of(node: Any) -> tuple[str, ...]:
    """The types of a node without their namespace; empty if it states none."""
    if not isinstance(node, dict):
        return ()
    stated = node.get("@type", node.get("type"))
    names = stated if isinstance(stated, list) else [stated]
    return tuple(re.split(r"[/#:]", name)[-1] for name in names if isinstance(name, str))


def _rank(node: dict[str, Any], url: str | None) -> int:
    rank = max((_ARTICLE_TYPES.get(name, 0) for name in types_of(node)), default=0)
    if rank == 0 or (rank == 1 and not node.get("datePublished")):
        return 0
    complete = bool(node.get("headline") or node.get("name")) + bool(node.get("datePublished"))
    return rank * 10 + complete * 2 + (20 if url and _names_page(node, url) else 0)


def _names_page(node: dict[str, Any], url: str) -> bool:
    page = node.get("mainEntityOfPage")
    claims = [node.get("url"), node.get("@id"), page.get("@id") if isinstance(page, dict) else page]
    return any(_page_key(claim) == _page_key(url) for claim in claims if isinstance(claim, str) and claim)


def _page_key(url: str) -> str:
    return re.sub(r"^https?://(?:www\.|m\.|amp\.)?|[?#].*$", "", url.strip()).rstrip("/").casefold()


def _main_entities(node: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for key in ("mainEntity", "mainEntityOfPage", "subjectOf"):
        value = node.get(key)
        for entity in value if isinstance(value, list) else [value]:
            if isinstance(entity, dict):
                yield entity


def _flatten(value: Any, depth: int) -> Iterator[dict[str, Any]]:
    if depth > _DEPTH:
        return
    if isinstance(value, list):
        for item in value:
            yield from _flatten(item, depth + 1)
    elif isinstance(value, dict):
        graph = value.get("@graph")
        if graph is None or types_of(value):
            yield value
        if graph is not None:
            yield from _flatten(graph, depth + 1)


def _values(text: str) -> Iterator[Any]:
    text = text.replace("\ufeff", "").strip()
    # What begins and ends as JSON does is not searched for wrapping: that takes longer than the parsing.
    if text[:1] in "/<" or text.rstrip("; \n\r\t")[-1:] in "/>":
        text = _WRAPPING.sub("", text).strip()
    text = text.rstrip(";")
    if not text:
        return
    decoder = json.JSONDecoder(strict=False)
    mended = False
    position = 0
    while position < len(text):
        try:
            value, position = decoder.raw_decode(text, position)
        except RecursionError:
            return
        except ValueError:
            if mended:
                return
            text, mended = _mend(text[position:]), True
            position = _next_object(text, 0)
            continue
        yield value
        position = _next_object(text, position)


def _next_object(text: str, position: int) -> int:
    """Where the next object or list begins; the end of the text if none does."""
    starts = [start for start in (text.find("{", position), text.find("[", position)) if start >= 0]
    return min(starts, default=len(text))


def _mend(text: str) -> str:
    """JSON as it was meant: no trailing commas, no escapes that JSON does not know, no comment lines."""
    parts: list[str] = []
    position = 0
    for match in _STRING.finditer(text):
        parts += [_mend_outside(text[position : match.start()]), _BARE_ESCAPE.sub(r"\\\\", match.group())]
        position = match.end()
    return _TRAILING_COMMA.sub("", "".join([*parts, _mend_outside(text[position:])]))


def _mend_outside(text: str) -> str:
    return re.sub(r"//[^\n]*|/\*.*?\*/|<!--.*?-->", "", text, flags=re.DOTALL)
