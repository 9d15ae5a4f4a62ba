"""The article's text: trafilatura on the shared tree, after captions, credits and widgets are taken out."""

import re
import unicodedata
from collections.abc import Collection, Iterable, Iterator
from typing import Any

import trafilatura
from lxml import html
from lxml.html import HtmlElement
from trafilatura.settings import Document as TrafilaturaDocument

from models.items import Hints
from models.text import fold
from pipelines.extract.dates.reading import is_dateline_of_page
from pipelines.extract.furniture import drop, find_furniture, is_counter_line, is_furniture_line
from pipelines.extract.paragraphs import lay_open, mark_paragraphs
from pipelines.extract.photos.scope import find_scope

_NOT_TEXT = ("title", "script", "style", "noscript", "template", "svg", "iframe")
_GAIN = 1.03
"""How much longer the text must be with paragraphs marked for that reading to be taken."""
_ENDLESS = 30_000
"""Elements of a page that is too long for trafilatura, whose time grows with their square."""
_DEEPEST = 200
"""Nesting beyond which trafilatura, which calls itself for each level, runs out of stack; real pages stay under 60."""
_WIDEST = 3_000
"""Children of one element beyond which trafilatura's time grows with their square."""
_SAMPLED = 64
_WORD = re.compile(r"\w+")
_UNSPACED = re.compile(r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]")


def read_body(tree: HtmlElement, spent: Iterable[HtmlElement], known: Collection[str], hints: Hints) -> str | None:
    """The text, a paragraph a line; null if the page has none.

    ``spent``: elements that hold captions and credits. ``known``: texts that other fields hold (headline, captions,
    credit lines, dates as printed), which are not repeated here. Takes elements out of ``tree``: call it last.
    """
    drop(spent)
    drop(list(tree.iter(*_NOT_TEXT)))
    drop(find_furniture(tree))
    lay_open(tree)
    taken = {_bare(text) for text in known}
    if _is_beyond_reading(tree):
        return "\n".join(_kept(_blocks(tree), taken, hints)) or None
    lines = _kept(_article_lines(tree), taken, hints)
    if mark_paragraphs(tree):
        marked = _kept(_article_lines(tree), taken, hints)
        if sum(map(len, marked)) > sum(map(len, lines)) * _GAIN:
            lines = marked
    return "\n".join(lines) or None


def stated_body(article: dict[str, Any] | None) -> str | None:
    """The text that the page's JSON-LD states, for pages whose own text a script would have to put in place."""
    stated = (article or {}).get("articleBody")
    if not isinstance(stated, str) or not stated.strip():
        return None
    text = str(html.fromstring(f"<div>{stated}</div>").text_content()) if "<" in stated else stated
    return "\n".join(line for line in map(fold, text.splitlines()) if line) or None


def _is_beyond_reading(tree: HtmlElement) -> bool:
    """Whether the tree has too many elements, or stacks or rows of them too long. One element in 64 is asked: what is
    too long has several of those."""
    number = 0
    for number, element in enumerate(tree.iter()):
        if number % _SAMPLED == 0:
            holders = list(element.iterancestors())
            if len(holders) > _DEEPEST or (holders and len(holders[0]) > _WIDEST):
                return True
    return number > _ENDLESS


def _article_lines(tree: HtmlElement) -> list[str]:
    document = trafilatura.bare_extraction(tree, include_comments=False, include_tables=True, with_metadata=False)
    found = isinstance(document, TrafilaturaDocument) and document.text
    return found.splitlines() if found else []


def _blocks(tree: HtmlElement) -> Iterator[str]:
    """The paragraphs of the article's part of a page, as they stand."""
    for block in find_scope(tree).content.iter("p", "h2", "h3", "h4", "li", "blockquote"):
        if block.tag in ("p", "h2", "h3", "h4") or block.find(".//p") is None:
            yield str(block.text_content())


def _kept(lines: Iterable[str], taken: Collection[str], hints: Hints) -> list[str]:
    folded = map(fold, lines)
    return [line for line in folded if line and _bare(line) not in taken and not _is_aside(line, hints)]


def _is_aside(line: str, hints: Hints) -> bool:
    return is_furniture_line(line) or is_counter_line(line) or is_dateline_of_page(line, hints)


def _bare(text: str) -> str:
    """Letters and digits only, case folded: what a line is compared by."""
    return " ".join(_WORD.findall(unicodedata.normalize("NFKC", text).casefold()))


def count_words(text: str | None) -> int:
    """Words; each character of a script that sets no spaces counts as one."""
    if not text:
        return 0
    unspaced = len(_UNSPACED.findall(text))
    return unspaced + len(_WORD.findall(_UNSPACED.sub(" ", text)))
