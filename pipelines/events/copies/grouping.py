"""Groups of copies: one article stands for each, and every other one points to it."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final, TypeAlias

from models.events.items import Copy, CopyKind

Id: TypeAlias = int | str
_Rank: TypeAlias = tuple[bool, datetime, int, str]

_PIECES: Final = 3
_PIECES_PART: Final = 0.6
"""A text that three others make up to this part, each unlike the next, is a page of several articles."""
_EARLIER_PIECES: Final = 2
"""And so is one that holds two texts, unlike each other, that were printed before it."""
_LESSER_PART: Final = 0.5
"""An excerpt that is the greater part of a text can stand for it, as the first version of a report that grew does."""
_NEVER: Final = datetime.max.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Printed:
    """What tells which article of a group stands for it."""

    id: int | str
    """The article."""
    published: datetime | None
    """Aware; null if unknown: such an article stands for a group only if all its texts are undated."""
    words: int
    """How full its text is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Alike:
    """Two articles that were found to be copies: ``Compared`` with their ids."""

    a: int | str
    """One article."""
    b: int | str
    """The other."""
    kind: CopyKind
    """As ``Compared.kind``."""
    a_part: float
    """The part of the first one's own words that stands in the second."""
    b_part: float
    """The part of the second one's that stands in the first."""


@dataclass(frozen=True, slots=True)
class _Edge:
    """A pair as one of its two articles sees it."""

    kind: CopyKind
    mine: float
    theirs: float

    @property
    def is_within(self) -> bool:
        """Whether this one is a lesser part of the other."""
        return self.kind == "excerpt" and self.theirs < _LESSER_PART

    @property
    def holds(self) -> bool:
        """Whether the other is a lesser part of this one."""
        return self.kind == "excerpt" and self.mine < _LESSER_PART


def group(articles: Collection[Printed], alike: Iterable[Alike]) -> tuple[Copy, ...]:
    """The copies among ``articles``, by id; an article that is not in the answer stands for itself.

    ``alike`` is all that is known of any two of them, from before or just found, in any order; pairs with an article
    that is not given (deleted, or without a text now) are passed over. Nothing else matters, so an article that arrives
    late changes what it would have changed in time.

    The earliest article stands for its group; of those printed at one time the fullest, then the smaller id. Every
    other one agrees with that very text or with one that is the same: there are no chains. An excerpt belongs to the
    text it shares most with, and even where it was printed earlier it does not stand for it, unless it is its greater
    part. A page that holds several articles joins none of them.
    """
    ranks = {article.id: _rank(article) for article in articles}
    edges = _edges(ranks, alike)
    texts = _texts(ranks, edges)
    heads = {text[0]: text for text in texts}
    near = _near(texts, edges)
    digests = {head for head in heads if _is_digest(head, near, ranks)}
    copies: list[Copy] = []
    leaders: set[Id] = set()
    for head in sorted(heads, key=lambda head: (_is_excerpt(near[head], digests), ranks[head])):
        leader = _leader(near[head], leaders, digests, ranks)
        if leader is None:
            leaders.add(head)
            copies.extend(_copy(article, head, edges, _Edge("same", 1.0, 1.0)) for article in heads[head][1:])
        else:
            copies.extend(_copy(article, leader, edges, near[head][leader]) for article in heads[head])
    return tuple(sorted(copies, key=lambda copy: _order(copy.id)))


def _rank(article: Printed) -> _Rank:
    return (article.published is None, article.published or _NEVER, -article.words, _order(article.id))


def _order(article: Id) -> str:
    return f"{article:020d}" if isinstance(article, int) else article


def _edges(ranks: Mapping[Id, _Rank], alike: Iterable[Alike]) -> dict[Id, dict[Id, _Edge]]:
    edges: dict[Id, dict[Id, _Edge]] = {article: {} for article in ranks}
    for pair in alike:
        if pair.a in ranks and pair.b in ranks and pair.a != pair.b:
            edges[pair.a][pair.b] = _Edge(pair.kind, pair.a_part, pair.b_part)
            edges[pair.b][pair.a] = _Edge(pair.kind, pair.b_part, pair.a_part)
    return edges


def _texts(ranks: Mapping[Id, _Rank], edges: Mapping[Id, Mapping[Id, _Edge]]) -> list[list[Id]]:
    """Articles that have one and the same text, together; the first of each stands for it."""
    seen: set[Id] = set()
    texts = []
    for article in sorted(ranks, key=ranks.__getitem__):
        if article in seen:
            continue
        seen.add(article)
        text = [article]
        for member in text:
            same = [other for other, edge in edges[member].items() if edge.kind == "same" and other not in seen]
            seen.update(same)
            text.extend(same)
        texts.append(sorted(text, key=ranks.__getitem__))
    return texts


def _near(texts: list[list[Id]], edges: Mapping[Id, Mapping[Id, _Edge]]) -> dict[Id, dict[Id, _Edge]]:
    """The same edges from text to text, each named by its first article; of several the closest."""
    head_of = {article: text[0] for text in texts for article in text}
    near: dict[Id, dict[Id, _Edge]] = {text[0]: {} for text in texts}
    for article, others in edges.items():
        mine = near[head_of[article]]
        for other, edge in others.items():
            head = head_of[other]
            if head != head_of[article] and (head not in mine or _closeness(edge) > _closeness(mine[head])):
                mine[head] = edge
    return near


def _closeness(edge: _Edge) -> tuple[bool, float, float]:
    return (edge.kind != "excerpt", min(edge.mine, edge.theirs), max(edge.mine, edge.theirs))


def _is_digest(head: Id, near: Mapping[Id, Mapping[Id, _Edge]], ranks: Mapping[Id, _Rank]) -> bool:
    pieces: list[Id] = []
    for other in sorted(near[head], key=ranks.__getitem__):
        if near[head][other].holds and not any(piece in near[other] for piece in pieces):
            pieces.append(other)
    if sum(ranks[piece] < ranks[head] for piece in pieces) >= _EARLIER_PIECES:
        return True
    return len(pieces) >= _PIECES and sum(near[head][piece].mine for piece in pieces) >= _PIECES_PART


def _is_excerpt(near: Mapping[Id, _Edge], digests: set[Id]) -> bool:
    return any(edge.is_within and other not in digests for other, edge in near.items())


def _leader(near: Mapping[Id, _Edge], leaders: set[Id], digests: set[Id], ranks: Mapping[Id, _Rank]) -> Id | None:
    """The text that stands for the group to join: the one most is shared with, of several the first printed."""
    best: Id | None = None
    for other in sorted(leaders & near.keys(), key=ranks.__getitem__):
        edge = near[other]
        if edge.holds or (edge.is_within and other in digests):
            continue
        if best is None or edge.mine > near[best].mine:
            best = other
    return best


def _copy(article: Id, of: Id, edges: Mapping[Id, Mapping[Id, _Edge]], known: _Edge) -> Copy:
    """``known`` is how its text is like the representative's, where the two articles themselves were not compared."""
    edge = edges[article].get(of, known)
    has_grown = edge.kind == "excerpt" and edge.mine < edge.theirs
    return Copy(id=article, of=of, kind="edited" if has_grown else edge.kind, shared=max(edge.mine, edge.theirs))
