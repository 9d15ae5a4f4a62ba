"""Which images are the article's own photographs: not logos, portraits, teasers, trackers or advertisements."""

import re
from collections.abc import Sequence

from lxml.html import HtmlElement

from pipelines.extract.metadata.byline_words import LEAD_IN
from pipelines.extract.photos.blocks import LARGEST
from pipelines.extract.photos.flow import Flow, Line, Shot
from pipelines.extract.photos.parts import is_credit_line
from pipelines.extract.photos.scope import Scope
from pipelines.extract.photos.words import Says

_CARDS = frozenset(("article", "li", "aside"))
_LONGEST_NAME = 5
_CARD_SPAN = 24
"""Lines and images in the largest card of a teaser."""
_HOST = re.compile(r"(?:https?:)?//(?:www\.|m\.)?([^/?#]+)", re.IGNORECASE)


def identify(shots: Sequence[Shot]) -> None:
    """Give shots of one image the same identity: shared keys, or the twin of a lazy image in ``noscript``."""
    by_key: dict[str, int] = {}
    for position, shot in enumerate(shots):
        keys = shot.renditions.keys
        known = {by_key[key] for key in keys if key in by_key}
        before = shots[position - 1] if position else None
        if known:
            shot.identity = min(known)
        elif shot.from_noscript and before is not None and before.index == shot.index - 1 and not before.from_noscript:
            shot.identity = before.identity
        else:
            shot.identity = position
        for key in keys:
            by_key.setdefault(key, shot.identity)


def own_shots(
    flow: Flow, shots: Sequence[Shot], scope: Scope, captioned: set[int], credited: set[int], own_keys: frozenset[str]
) -> list[Shot]:
    """The article's own among the shots.

    ``captioned``, ``credited``: identities with a caption, with a credit, in their own block. ``own_keys``: keys of the
    images that the page's metadata name.
    """
    start, end = flow.spans.get(scope.content, (0, len(flow.tokens)))
    own = []
    for shot in shots:
        named = bool(shot.renditions.keys & own_keys)
        has_caption = shot.identity in captioned
        has_credit = shot.identity in credited
        told = (has_caption and has_credit) or (named and (has_caption or has_credit))
        if is_teaser(flow, shot, scope) and not told:
            continue
        if not has_credit and is_authors(flow, shot):
            continue
        if shot.says & Says.PLAYER and not (has_credit and named):
            continue  # a video's poster, or a broadcast's, with its title below
        inside = start <= shot.index < end
        if shot.says & (Says.SUSPECT | Says.FURNITURE) and not (
            has_credit
            or (inside and (named or (has_caption and not shot.link)))
            or (named and has_caption and shot.index < end and _below_headline(flow, shot, scope))
        ):
            continue
        if shot.index >= end and not (has_credit or (has_caption and named)):
            continue
        if shot.index < start and not (named or has_caption or has_credit or _below_headline(flow, shot, scope)):
            continue
        own.append(shot)
    return own


def _below_headline(flow: Flow, shot: Shot, scope: Scope) -> bool:
    span = flow.spans.get(scope.headline) if scope.headline is not None else None
    return span is not None and shot.index >= span[1] and not shot.link


def is_teaser(flow: Flow, shot: Shot, scope: Scope) -> bool:
    """Whether the image is linked to another page, or stands for one."""
    return (shot.link is not None and shot.figure is None) or stands_for_another(flow, shot, scope)


def is_authors(flow: Flow, shot: Shot) -> bool:
    """Whether a byline with the name that is the image's alternative text stands beside the image: ``By NAME``."""
    if not shot.alt or len(shot.alt.split()) > _LONGEST_NAME:
        return False
    beside = (flow.tokens[at] for at in (shot.index - 1, shot.index + 1) if 0 <= at < len(flow.tokens))
    return any(isinstance(line, Line) and _is_byline(line.text, shot.alt) for line in beside)


def _is_byline(text: str, name: str) -> bool:
    bare = LEAD_IN.sub("", text, count=1)
    return bare != text and bare.casefold().startswith(name.casefold())


def stands_for_another(flow: Flow, shot: Shot, scope: Scope) -> bool:
    """Whether the image illustrates a link to another page: a linked heading beside it, nothing but linked lines, or a
    card around it whose heading leads to another page of the site."""
    element = shot.element.getparent()
    alone = True
    for _ in range(8):
        if element is None or element in scope.path:
            return False
        span = flow.spans.get(element)
        if span is not None and span[1] - span[0] > LARGEST:
            return False
        if span is not None:
            lines = [token for token in flow.tokens[span[0] : span[1]] if isinstance(token, Line)]
            if alone and lines:
                if _tells_of_another(lines, shot):
                    return True
                alone = False
            if not alone and span[1] - span[0] <= _CARD_SPAN and _is_card(element, lines, shot):
                return True
        element = element.getparent()
    return False


def _tells_of_another(lines: Sequence[Line], shot: Shot) -> bool:
    """Whether the nearest lines belong to a link."""
    if any(line.heading and (line.linked or shot.link) for line in lines):
        return True
    if not all(line.linked for line in lines):
        return False
    return bool(shot.link) or not any(line.figcaption is not None or is_credit_line(line.text) for line in lines)


def _is_card(element: HtmlElement, lines: Sequence[Line], shot: Shot) -> bool:
    """Whether a heading leads where the image does, or stands in a card of its own and leads to the same site."""
    links = [line.link for line in lines if line.heading and line.link]
    if shot.link:
        return shot.link in links
    return element.tag in _CARDS and any(_HOST.match(link) is None for link in links)
