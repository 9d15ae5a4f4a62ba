"""Articles that were rewritten, and how: the changes that tell most."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import islice

from sqlalchemy import Connection

from models.reporting.wanted import Row, Wanted, rows

SHOWN = 20
"""Revisions side by side."""
_LOOKED_AT = 150  # those with a new headline first, then the newest
_LONGEST = 4_000  # characters of a paragraph
_PARAGRAPHS = 200  # of one revision
_SAME = 0.4  # of the words: from here on a paragraph was reworded, below it one went and another came
_FIGURE = re.compile(r"\d+(?:[.,\u066b\u066c]\d+)*")

# A headline is what most people read, a figure what they quote; a claim that went is what they miss.
_HEADLINE, _FIGURES, _WITHDRAWN, _REWORDED = 4, 3, 2, 1

_CANDIDATES = """
    select revisions.article_id, revisions.revision, revisions.captured_at, revisions.changed, articles.source,
        articles.headline, articles.url, articles.language, count(*) over () as total
    from analyst.revisions join analyst.articles on articles.article_id = revisions.article_id
    where revisions.revision > 1 and {conditions}
    order by 'headline' = any(revisions.changed) desc, revisions.captured_at desc, revisions.article_id limit :limit
"""

_DIFF = f"""
    select field, place, left(was, {_LONGEST}) as was, left(became, {_LONGEST}) as became
    from analyst.diff(:article, :before, :after) limit {_PARAGRAPHS}
"""  # noqa: S608 - our own numbers


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """A paragraph, or another text of the article, before and after."""

    field: str
    """headline, kicker, dek, body, caption or credit."""
    was: str | None
    """Null: it came."""
    became: str | None
    """Null: it went."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Revision:
    """A version of an article beside the one before."""

    article: Row
    """``article_id``, ``revision``, ``captured_at``, ``source``, ``headline``, ``url``, ``language``."""
    changes: Sequence[Change]
    tells: Sequence[str]
    """What makes it telling: headline, figures, withdrawn; empty: it was reworded only."""

    @property
    def weight(self) -> int:
        """How much it tells."""
        weights = {"headline": _HEADLINE, "figures": _FIGURES, "withdrawn": _WITHDRAWN}
        return sum(weights[tell] for tell in self.tells) + _REWORDED * bool(self.changes)


@dataclass(frozen=True, slots=True, kw_only=True)
class Revisions:
    """What was rewritten in the period."""

    total: int
    looked_at: int
    """How many of them were compared: those with a new headline first, then the newest."""
    shown: Sequence[Revision]
    """The most telling, one of an article."""


def read_revisions(connection: Connection, wanted: Wanted) -> Revisions:
    """The revisions that tell most, the most telling first."""
    conditions = wanted.revisions.replace("source_id", "articles.source_id").replace("event_id", "articles.event_id")
    candidates = rows(connection, _CANDIDATES.format(conditions=conditions), wanted, limit=_LOOKED_AT)
    compared = sorted((_compared(connection, row) for row in candidates), key=lambda each: -each.weight)
    return Revisions(
        total=candidates[0]["total"] if candidates else 0,
        looked_at=len(candidates),
        shown=list(islice(_one_an_article(compared), SHOWN)),
    )


def _one_an_article(revisions: Sequence[Revision]) -> Iterator[Revision]:
    seen: set[int] = set()
    for each in revisions:
        if each.changes and each.article["article_id"] not in seen:
            seen.add(each.article["article_id"])
            yield each


def _compared(connection: Connection, row: Row) -> Revision:
    number = row["revision"]
    lines = rows(connection, _DIFF, Wanted(), article=row["article_id"], before=number - 1, after=number)
    changes = paired(lines)
    return Revision(article=row, changes=changes, tells=list(_tells(changes)))


def paired(lines: Sequence[Row]) -> list[Change]:
    """What ``analyst.diff`` says, with what went and what came of the body put together where they are alike."""
    body = [line for line in lines if line["field"] == "body"]
    changes = [Change(field=line["field"], was=line["was"], became=line["became"]) for line in lines]
    came = [line for line in body if line["was"] is None]
    matched: list[tuple[int, Change]] = []
    for line in body:
        if line["was"] is None:
            continue
        best = max(came, key=lambda other: _likeness(line["was"], other["became"]), default=None)
        if best is not None and _likeness(line["was"], best["became"]) >= _SAME:
            came.remove(best)
            matched.append((line["place"], Change(field="body", was=line["was"], became=best["became"])))
        else:
            matched.append((line["place"], Change(field="body", was=line["was"], became=None)))
    matched += [(line["place"], Change(field="body", was=None, became=line["became"])) for line in came]
    texts = [change for _, change in sorted(matched, key=lambda each: each[0])]
    before = [change for change in changes if change.field in ("headline", "kicker", "dek")]
    after = [change for change in changes if change.field in ("caption", "credit")]
    return [*before, *texts, *after]


def _likeness(was: str, became: str) -> float:
    matcher = SequenceMatcher(None, was.split(), became.split(), autojunk=False)
    return matcher.ratio() if matcher.real_quick_ratio() >= _SAME and matcher.quick_ratio() >= _SAME else 0.0


def _tells(changes: Sequence[Change]) -> Iterator[str]:
    if any(change.field == "headline" for change in changes):
        yield "headline"
    if any(
        Counter(_FIGURE.findall(change.was)) != Counter(_FIGURE.findall(change.became))
        for change in changes
        if change.was and change.became
    ):
        yield "figures"
    if any(change.field == "body" and change.became is None for change in changes):
        yield "withdrawn"
