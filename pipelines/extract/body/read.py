"""The article's text from one parsed tree."""

import re
import unicodedata
from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import Any

from lxml import html
from lxml.html import HtmlElement

from models.items import Hints
from models.text import fold
from pipelines.extract.body import engine, mend
from pipelines.extract.body.blocks import Block, break_lines, key_of, read_blocks
from pipelines.extract.body.paragraphs import lay_open, mark_paragraphs
from pipelines.extract.dates.reading import is_dateline_of_page
from pipelines.extract.furniture import drop, find_furniture, is_counter_line, is_furniture_line, says_only_furniture
from pipelines.extract.photos.scope import find_scope

_NOT_TEXT = ("title", "script", "style", "noscript", "template", "svg", "iframe")
_ENDLESS = 30_000
"""Elements of a page that is too long for trafilatura, whose time grows with their square."""
_WORD = re.compile(r"\w+")
_UNSPACED = re.compile(r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]")


def read_body(
    tree: HtmlElement,
    spent: Iterable[HtmlElement],
    known: Collection[str],
    headline: str,
    dek: str | None,
    hints: Hints,
) -> str | None:
    """The text, a paragraph a line; null if the page has none.

    ``spent``: elements that hold captions and credits. ``known``: texts that other fields hold (headline, captions,
    credit lines, dates as printed), which are not repeated here. ``dek``: the standfirst, which opens the text if the
    page shows it. Takes elements out of ``tree``: call it last.
    """
    drop(spent)
    drop(list(tree.iter(*_NOT_TEXT)))
    break_lines(tree)
    shown = dek if dek and fold(dek) in fold(str(tree.text_content())) else None
    root = find_scope(tree).root
    drop(find_furniture(root))
    lay_open(root)
    mark_paragraphs(root)
    blocks = read_blocks(root)
    taken = {_bare(text) for text in known}
    if sum(1 for _ in root.iter()) > _ENDLESS:
        answer = engine.Answer([block.length > 25 and block.linked < 0.5 for block in blocks])
    else:
        answer = engine.place(engine.ask(root), blocks)
    kept, before = answer.kept, tuple(answer.kept)
    homes = mend.Homes(blocks, kept)
    if dek:
        mend.keep_standfirst(blocks, kept, key_of(dek))
    mend.fill(blocks, kept, homes)
    mend.fill_front(blocks, kept, homes, key_of(headline))
    mend.without_links(blocks, kept)
    mend.without_boxes(blocks, kept, homes)
    mend.without_repetitions(blocks, kept, key_of(headline))
    mend.without_strays(blocks, kept, homes)
    mend.without_labels(blocks, kept, homes)
    mend.without_idle_headings(blocks, kept, before)
    mend.without_prompts(blocks, kept)
    lines = [line for line in _lines(blocks, answer) if _bare(line) not in taken and not _is_aside(line, hints)]
    if shown and lines and key_of(shown) not in key_of(" ".join(lines)):
        lines.insert(0, fold(shown))
    return "\n".join(lines) or None


def _lines(blocks: Sequence[Block], answer: engine.Answer) -> Iterator[str]:
    yield from answer.loose.get(-1, ())
    for number, block in enumerate(blocks):
        if answer.kept[number] and not says_only_furniture(block.element):
            for text in block.paragraphs:
                yield f"- {text}" if block.tag in ("li", "dd") else text
        yield from answer.loose.get(number, ())


def stated_body(article: dict[str, Any] | None) -> str | None:
    """The text that the page's JSON-LD states, for pages whose own text a script would have to put in place."""
    stated = (article or {}).get("articleBody")
    if not isinstance(stated, str) or not stated.strip():
        return None
    text = str(html.fromstring(f"<div>{stated}</div>").text_content()) if "<" in stated else stated
    return "\n".join(line for line in map(fold, text.splitlines()) if line) or None


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
