"""The article's text from one parsed tree."""

import re
import unicodedata
from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import Any

from lxml.html import HtmlElement

from models.items import Document, Hints
from models.text import fold
from pipelines.extract.body.blocks import Block, break_lines, key_of, read_blocks
from pipelines.extract.body.engine import Answer, ask, is_beyond_reading, place
from pipelines.extract.body.fill import fill
from pipelines.extract.body.homes import Homes
from pipelines.extract.body.judge import judge
from pipelines.extract.body.paragraphs import lay_open, mark_paragraphs
from pipelines.extract.body.stated import state_text, stated_text
from pipelines.extract.body.trim import trim
from pipelines.extract.candidates import Found, first_of
from pipelines.extract.dates.reading import is_dateline_of_page
from pipelines.extract.furniture import drop, find_furniture, is_counter_line, is_furniture_line, says_only_furniture
from pipelines.extract.photos.scope import Scope

_NOT_TEXT = ("title", "script", "style", "noscript", "template", "svg", "iframe")
_TEASER = 200
"""Letters and digits of a text that is too short to be a whole article's."""
_HEAD_LINE = 300
"""Characters of a line that repeats headline, byline and date, at most."""
_FRAGMENT = 0.4
"""Share of the text stated in JSON-LD up to which a page shows its beginning alone."""
_WORD = re.compile(r"\w+")
_UNSPACED = re.compile(r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]")


def read_body(
    tree: HtmlElement,
    scope: Scope,
    spent: Iterable[HtmlElement],
    known: Collection[str],
    metadata: Document,
    article: dict[str, Any] | None,
    hints: Hints,
) -> Found[str | None]:
    """The article's text, a paragraph a line, and whose reading it is: ``trafilatura``; ``paragraphs``, the page's own,
    where trafilatura's answer was another text or a fragment; ``json-ld:articleBody`` or ``script`` where it stands
    there alone; null if the page has none.

    ``scope``: where the article stands in the tree. ``spent``: elements that hold captions and credits. ``known``:
    texts that other fields hold (headline, captions, credit lines, dates as printed), which are not repeated here.
    ``metadata``: its dek opens the text where the page shows it. ``article``: the page's JSON-LD. Takes elements out
    of ``tree``: call it last.
    """
    drop(spent)
    scripts = list(tree.iter("script"))
    drop(list(tree.iter(*_NOT_TEXT)))
    break_lines(tree)
    dek = fold(metadata.dek or "")
    shown = dek if dek and dek in fold(str(tree.text_content())) else None
    drop(find_furniture(scope.root))
    lay_open(scope.root)
    mark_paragraphs(scope.root)
    blocks = read_blocks(scope.root)
    stated = stated_text(article)
    answer, source = _answer(blocks, scope, stated)
    homes = Homes(blocks, answer.kept)
    fill(blocks, answer.kept, homes, key_of(metadata.headline or ""), key_of(dek))
    trim(blocks, answer.kept, homes, key_of(metadata.headline or ""))
    lines = list(_without_known(_lines(blocks, answer), known, hints))
    if shown and lines and key_of(shown) not in key_of(" ".join(lines)):
        lines.insert(0, shown)
    return first_of("body", _weighed("\n".join(lines), source, stated, scripts))


def _answer(blocks: Sequence[Block], scope: Scope, stated: str | None) -> tuple[Answer, str]:
    """The blocks that are the article's, and whose reading that is."""
    if is_beyond_reading(scope.root):
        return Answer([block.length > 25 and block.linked < 0.5 for block in blocks]), "paragraphs"
    content = scope.content
    inside = [content in block.element.iterancestors() for block in blocks]
    answer = place(ask(scope.root), blocks)
    return answer, judge(blocks, answer.kept, inside, stated)


def _weighed(
    shown: str, source: str, stated: str | None, scripts: Iterable[HtmlElement]
) -> Iterator[tuple[str, str | None]]:
    """The readings of the text, the best first: what the page's data hold, where the page itself shows no text, or its
    beginning alone; else what it shows."""
    length = len(key_of(shown))
    cut = stated and length < _FRAGMENT * len(key_of(stated)) and (not shown or _begins(stated, shown))
    if cut:
        yield "json-ld:articleBody", stated
    elif length < _TEASER and (text := state_text(scripts)) and len(key_of(text)) > length * 2:
        yield "script", text
    yield source, shown
    if not cut:
        yield "json-ld:articleBody", stated


def _begins(stated: str, text: str) -> bool:
    """Whether most of the text stands in what is stated."""
    key = key_of(stated)
    lines = [key_of(line) for line in text.split("\n")]
    return sum(len(line) for line in lines if line in key) * 2 > sum(map(len, lines))


def _lines(blocks: Sequence[Block], answer: Answer) -> Iterator[str]:
    yield from answer.loose.get(-1, ())
    for number, block in enumerate(blocks):
        if answer.kept[number] and not says_only_furniture(block.element):
            for text in block.paragraphs:
                yield f"- {text}" if block.tag in ("li", "dd") else text
        yield from answer.loose.get(number, ())


def _without_known(lines: Iterable[str], known: Iterable[str], hints: Hints) -> Iterator[str]:
    """The lines that say something new: no known text, no row of them (``14.05.2026 11:20 | Jane Austen``)."""
    taken = {_bare(text) for text in known} - {""}
    openings = {text.partition(" ")[0] for text in taken}
    for line in lines:
        bare = _bare(line)
        row = bare.partition(" ")[0] in openings and len(bare) <= _HEAD_LINE and _is_row(bare, taken)
        if not (row or not bare or bare in taken or _is_aside(line, hints)):
            yield line


def _is_row(line: str, texts: Collection[str]) -> bool:
    while line:
        longest = max((text for text in texts if f"{line} ".startswith(f"{text} ")), key=len, default="")
        if not longest:
            return False
        line = line[len(longest) + 1 :]
    return True


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
