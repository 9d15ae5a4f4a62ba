"""The article's text: trafilatura on the shared tree, after captions, credits and widgets are taken out."""

import re
import unicodedata
from collections.abc import Collection, Iterable

import trafilatura
from lxml.html import HtmlElement
from trafilatura.settings import Document as TrafilaturaDocument

from models.items import Hints
from models.text import fold
from pipelines.extract.dates.find import is_dateline_of_page
from pipelines.extract.furniture import drop, find_furniture, is_furniture_line

_NOT_TEXT = ("script", "style", "noscript", "template", "svg", "iframe")
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
    document = trafilatura.bare_extraction(tree, include_comments=False, include_tables=True, with_metadata=False)
    if not isinstance(document, TrafilaturaDocument) or not document.text:
        return None
    taken = {_bare(text) for text in known}
    lines = (fold(line) for line in document.text.splitlines())
    kept = [line for line in lines if line and _bare(line) not in taken and not _is_aside(line, hints)]
    return "\n".join(kept) or None


def _is_aside(line: str, hints: Hints) -> bool:
    return is_furniture_line(line) or is_dateline_of_page(line, hints)


def _bare(text: str) -> str:
    """Letters and digits only, case folded: what a line is compared by."""
    return " ".join(_WORD.findall(unicodedata.normalize("NFKC", text).casefold()))


def count_words(text: str | None) -> int:
    """Words; each character of a script that sets no spaces counts as one."""
    if not text:
        return 0
    unspaced = len(_UNSPACED.findall(text))
    return unspaced + len(_WORD.findall(_UNSPACED.sub(" ", text)))
