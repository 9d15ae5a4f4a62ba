"""The article's photos with caption and credit, from one parsed tree."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from lxml.html import HtmlElement

from models.items import CreditLine, Photo
from pipelines.extract.credits import flags_told, parse_credit
from pipelines.extract.photos.blocks import Block, own_block
from pipelines.extract.photos.captions import Printed, apart, read_printed
from pipelines.extract.photos.flow import Flow, Line, Shot
from pipelines.extract.photos.groups import Group
from pipelines.extract.photos.lines import pair_lines
from pipelines.extract.photos.metadata import NamedImage, named_alone, named_images, told_in_attributes
from pipelines.extract.photos.numbering import without_numbers
from pipelines.extract.photos.own import identify, own_shots, stands_for_another
from pipelines.extract.photos.parts import is_credit_line
from pipelines.extract.photos.reader import read_flow
from pipelines.extract.photos.scope import Scope, find_scope
from pipelines.extract.photos.spent import find_spent
from pipelines.extract.photos.state import inline_states, told_in_state
from pipelines.extract.photos.urls import width_hint
from pipelines.extract.photos.words import Says

_MOST_ASKED = 40
"""Photos for which the page's scripts are searched: each search reads them whole."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundPhotos:
    """Photos, and the elements that the article's text must do without."""

    photos: tuple[Photo, ...]
    """In page order."""
    spent: tuple[HtmlElement, ...]
    """Elements of the tree that hold nothing but captions, credits and pictures; their tails belong to others."""
    spent_tails: tuple[HtmlElement, ...] = ()
    """Elements whose *tail* is a caption or credit: text after a ``<br>`` or a picture in a block with other text."""
    scope: Scope
    """The article's part of the tree."""


@dataclass(slots=True)
class _Draft:
    """A photo being put together."""

    shot: Shot
    printed: Printed
    source: str | None
    lines: tuple[Line, ...]
    block: HtmlElement | None


def find_photos(tree: HtmlElement, article: dict[str, Any] | None, url: str) -> FoundPhotos:
    """The article's own photos in page order; ``tree`` is only read.

    ``article`` is the JSON-LD node of the article, or None; ``url`` is the page's address, for relative ones.
    """
    base, named = named_images(tree, article, url)
    scope = find_scope(tree)
    flow = read_flow(scope, url, base)
    identify(flow.shots)
    drafts = _drafts(flow, scope, frozenset().union(*(image.keys for image in named)))
    photos = without_numbers(_photos(drafts, named)) or named_alone(named)
    if not all(photo.caption or photo.credit for photo in photos):
        states = inline_states(tree)
        photos = tuple(
            photo if photo.caption or photo.credit or photo.position >= _MOST_ASKED else _from_state(states, photo)
            for photo in photos
        )
    spent, tails = find_spent(flow, scope, [(draft.block, draft.lines) for draft in drafts])
    return FoundPhotos(photos=photos, spent=spent, spent_tails=tails, scope=scope)


def _from_state(states: Iterable[str], photo: Photo) -> Photo:
    """A photo for which the page prints nothing, with what its scripts say."""
    caption, credit = apart(*told_in_state(states, photo.urls))
    if caption and photo.alt and caption.casefold() == photo.alt.casefold():
        caption = None
    return replace(
        photo,
        caption=caption,
        caption_source="script" if caption else None,
        credit=_credit_line(credit, caption) if credit else None,
        credit_source="script" if credit else None,
    )


def _drafts(flow: Flow, scope: Scope, own_keys: frozenset[str]) -> list[_Draft]:
    """Every own photo with what is printed for it; an image that stands twice gives two drafts of one identity."""
    shots = [shot for shot in flow.shots if not shot.weak]
    if not shots:
        shots = flow.shots
    shots = [shot for shot in shots if shot.renditions.keys & own_keys or not stands_for_another(flow, shot, scope)]
    blocks = {shot.index: own_block(flow, shot, scope) for shot in shots}
    drafts = {shot.index: _from_block(shot, blocks[shot.index]) for shot in shots}
    _add_lines(flow, scope, shots, drafts)
    captioned = {draft.shot.identity for draft in drafts.values() if draft.printed.caption}
    credited = {draft.shot.identity for draft in drafts.values() if draft.printed.credit}
    own = own_shots(flow, shots, scope, captioned, credited, own_keys)
    return [drafts[shot.index] for shot in own]


def _add_lines(flow: Flow, scope: Scope, shots: list[Shot], drafts: dict[int, _Draft]) -> None:
    """Give shots without a caption the lines around them; an image's later places are tried after its first."""
    start, end = flow.spans.get(scope.content, (0, len(flow.tokens)))
    able = [shot for shot in shots if start <= shot.index < end or not (shot.link or shot.says & Says.SUSPECT)]
    tried: set[int] = set()
    for _ in range(2):
        captioned = {draft.shot.identity for draft in drafts.values() if draft.printed.caption}
        bare = list(_first_of_each(s for s in able if s.identity not in captioned and s.index not in tried))
        taken = {line.index for draft in drafts.values() for line in draft.lines}
        credited = frozenset(shot.index for shot in bare if drafts[shot.index].printed.credit)
        for index, group in pair_lines(flow, bare, taken, credited).items():
            draft = _from_group(drafts[index], group)
            if draft is not None:
                drafts[index] = draft
        tried.update(shot.index for shot in bare)


def _first_of_each(shots: Iterable[Shot]) -> Iterator[Shot]:
    seen: set[int] = set()
    for shot in shots:
        if shot.identity not in seen:
            seen.add(shot.identity)
            yield shot


def _from_block(shot: Shot, block: Block) -> _Draft:
    printed = read_printed(block.lines, in_figure=shot.figure is not None or bool(shot.says & Says.MEDIA))
    return _Draft(
        shot=shot, printed=printed, source=_source_of(block.lines), lines=tuple(block.lines),
        block=block.element if block.lines else None,
    )  # fmt: skip


def _source_of(lines: Iterable[Line]) -> str:
    source = "block"
    for line in lines:
        if line.figcaption is not None:
            return "figcaption"
        if line.says & Says.CAPTION:
            source = "class"
    return source


def _from_group(draft: _Draft, group: Group) -> _Draft | None:
    """The draft with a group of lines as its caption; None if the group has nothing to add."""
    printed = read_printed(group.lines, in_figure=False, told=group.source == "alt")
    own_credit = draft.printed.credit
    if own_credit and (printed.credit or not printed.caption or group.source == "styled"):
        return None
    credit_source = draft.printed.credit_source if own_credit else printed.credit_source
    if not own_credit and group.source in ("line-before", "line-after"):
        credit_source = group.source
    printed = Printed(caption=printed.caption, credit=own_credit or printed.credit, credit_source=credit_source)
    source = group.source if group.source in ("class", "styled") else "paragraph"
    if any(line.says & Says.CAPTION and not is_credit_line(line.text) for line in group.lines):
        source = "class"
    return _Draft(
        shot=draft.shot, printed=printed, source=source, lines=(*draft.lines, *group.lines), block=draft.block
    )


def _photos(drafts: Iterable[_Draft], named: list[NamedImage]) -> Iterator[Photo]:
    """Photos with running positions; drafts of one image are merged at its first place."""
    by_key: dict[str, list[int]] = {}
    for rank, image in enumerate(named):
        for key in image.keys:
            by_key.setdefault(key, []).append(rank)
    merged: dict[int, list[_Draft]] = {}
    for draft in drafts:
        merged.setdefault(draft.shot.identity, []).append(draft)
    for position, same in enumerate(merged.values()):
        keys = frozenset().union(*(draft.shot.renditions.keys for draft in same))
        ranks = sorted({rank for key in keys for rank in by_key.get(key, ())})
        yield _photo(position, same, [named[rank] for rank in ranks])


def _credit_line(printed: str, caption: str | None) -> CreditLine:
    """The credit as read, with the flags that the caption raises."""
    line = parse_credit(printed)
    told = flags_told(caption) if caption else frozenset()
    return replace(line, flags=line.flags | told) if told - line.flags else line


def _is_alt(caption: str, same: list[_Draft], credit: str | None) -> bool:
    """Whether what the metadata call a caption is the image's alternative text, which the page prints nowhere: in a
    credit of which a name is the caption, it does."""
    if credit and credit.startswith(caption):
        return False
    return any(draft.shot.alt and draft.shot.alt.casefold() == caption.casefold() for draft in same)


def _photo(position: int, same: list[_Draft], named: list[NamedImage]) -> Photo:
    """``named``: what the metadata say of this very image."""
    best = max(same, key=lambda draft: (bool(draft.printed.caption), bool(draft.printed.credit)))
    printed, source = best.printed, best.source
    widest = max(same, key=lambda draft: width_hint(draft.shot.renditions.urls[0]) or 0).shot.renditions
    urls = tuple(dict.fromkeys((*widest.urls, *(url for draft in same for url in draft.shot.renditions.urls))))
    caption, credit, credit_source = printed.caption, printed.credit, printed.credit_source
    if caption is None or credit is None:
        for image in named:
            if caption is None and image.caption and not _is_alt(image.caption, same, credit):
                caption, source = image.caption, image.source
            if credit is None and image.credit:
                credit, credit_source = image.credit, image.source
    if credit is None:
        told = [told_in_attributes(draft.shot.element) for draft in same]
        credit = next((line for _, line in told if line), None)
        credit_source = "attribute"
        if caption is None:
            caption = next((text for text, _ in told if text and not _is_alt(text, same, None)), None)
            source = "attribute"
    caption, credit = apart(caption, credit)
    return Photo(
        url=urls[0],
        urls=urls,
        position=position,
        alt=next((draft.shot.alt for draft in same if draft.shot.alt), None),
        caption=caption,
        caption_source=source if caption else None,
        credit=_credit_line(credit, caption) if credit else None,
        credit_source=credit_source if credit else None,
        width=widest.width,
        height=widest.height,
    )
