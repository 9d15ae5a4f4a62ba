"""Which elements hold nothing but captions and credits, so that the article's text is read without them."""

from collections.abc import Iterable

from lxml.html import HtmlElement

from pipelines.extract.photos.flow import Flow, Line
from pipelines.extract.photos.scope import Scope

Claim = tuple[HtmlElement | None, tuple[Line, ...]]
"""A photo's own block (None: it has none) and its lines."""


def find_spent(
    flow: Flow, scope: Scope, claims: Iterable[Claim]
) -> tuple[tuple[HtmlElement, ...], tuple[HtmlElement, ...]]:
    """Spent elements, and elements whose tail alone is spent; both without repeats, in page order of their lines."""
    spent: dict[HtmlElement, None] = {}
    tails: dict[HtmlElement, None] = {}
    whole: dict[HtmlElement, bool] = {}
    pairs = list(claims)
    claimed = {line.index for _, lines in pairs for line in lines}
    for block, lines in pairs:
        if block is not None and block not in scope.path:
            spent[block] = None
        for line in lines:
            if block is None or not _inside(flow, block, line):
                _spend_line(line, _is_whole(flow, scope, line, claimed, whole), spent, tails)
    for token in flow.tokens:
        if isinstance(token, Line) and token.figcaption is not None:
            spent[token.figcaption] = None
    return tuple(spent), tuple(tails)


def _inside(flow: Flow, block: HtmlElement, line: Line) -> bool:
    start, end = flow.spans.get(block, (0, 0))
    return start <= line.index < end


def _is_whole(flow: Flow, scope: Scope, line: Line, claimed: set[int], known: dict[HtmlElement, bool]) -> bool:
    """Whether all lines of the block around a line are claimed. ``known``: what was found before, by block."""
    block = line.block
    if block not in known:
        start, end = flow.spans.get(block, (0, 0))
        inside = [token for token in flow.tokens[start:end] if isinstance(token, Line)]
        known[block] = block not in scope.path and bool(inside) and all(token.index in claimed for token in inside)
    return known[block]


def _spend_line(line: Line, whole: bool, spent: dict[HtmlElement, None], tails: dict[HtmlElement, None]) -> None:
    """``whole``: the line's block holds nothing but claimed lines."""
    if whole:
        spent[line.block] = None
        return
    for owner, is_tail in line.owners:
        if is_tail:
            tails[owner] = None
        elif owner is not line.block:
            spent[owner] = None
