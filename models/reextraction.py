"""Writing what today's extraction reads in archived pages over what an earlier one read there.

That is no revision: the publisher has said nothing new. The versions of an article stay, each with its number and its
capture, and so does the URL that the article is known by; what was read of them is replaced.
"""

import logging
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, Engine, delete, select, update
from sqlalchemy.exc import DataError, DBAPIError, IntegrityError, ProgrammingError

from models import rows
from models.articles import compare_revisions, write_parts
from models.items import Document
from models.runs import VERSION, Run, prove
from models.tables import Article, ArticleAuthor, ArticleRevision, Caption

logger = logging.getLogger(__name__)

_REFUSALS = (DataError, IntegrityError, ProgrammingError, ValueError)
_ATTEMPTS = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Reread:
    """A version of an article as today's extraction reads it, which is not as it is stored."""

    article_id: int
    revision: int
    latest: int
    """The article's latest version when the stored fields were read."""
    is_article: bool
    """Whether what differs stands in ``articles``, or with it; else it stands in ``article_revisions`` alone."""
    has_other_parts: bool
    """Whether authors, photos, captions or credits differ."""
    keeps_url: bool
    """Whether the article goes on under its URL, because the one that is read now is another article's key."""
    document: Document


@dataclass(slots=True)
class Rewritten:
    """What became of some versions."""

    written: int = 0
    meanwhile: list[int] = field(default_factory=list)
    """Ids of articles that were revised or deleted after their pages were read: left alone."""
    refused: dict[int, str] = field(default_factory=dict)
    """What the database said, by article id, of those that it does not take."""

    def add(self, other: "Rewritten") -> None:
        """Count another batch in."""
        self.written += other.written
        self.meanwhile += other.meanwhile
        self.refused |= other.refused


def rewrite(engine: Engine, run: Run, number: int, reread: Sequence[Reread]) -> Rewritten:
    """Write the batch in one transaction. ``number``: 1 for the run's first, one more for each.

    Raises ``models.runs.Fenced``, and ``sqlalchemy.exc.DBAPIError`` where the database is away.
    """
    for attempt in range(_ATTEMPTS):
        try:
            return _committed(engine, run, number, reread)
        except DBAPIError as error:
            lost_a_race = getattr(error.orig, "sqlstate", None) in ("40P01", "40001")
            if not lost_a_race or attempt == _ATTEMPTS - 1:
                raise
    raise AssertionError("the last attempt returns or raises")


def _committed(engine: Engine, run: Run, number: int, reread: Sequence[Reread]) -> Rewritten:
    with engine.begin() as connection:
        prove(connection, run, batches=number)
        current = _lock(connection, {each.article_id for each in reread})
        standing = [each for each in reread if current.get(each.article_id) == each.latest]
        meanwhile = {each.article_id for each in reread} - {each.article_id for each in standing}
        done = Rewritten(meanwhile=sorted(meanwhile))
        try:
            with connection.begin_nested():
                _write(connection, standing)
            done.written = len(standing)
        except _REFUSALS as refusal:
            logger.warning("a batch of %d was refused, writing one by one: %s", len(standing), _said(refusal))
            for each in standing:
                _write_alone(connection, each, done)
        return done


def _said(refusal: Exception) -> str:
    return str(getattr(refusal, "orig", refusal)).partition("\n")[0]


def _lock(connection: Connection, ids: set[int]) -> dict[int, int]:
    """The latest version of each article, whose row is locked: in the order in which crawls lock them."""
    locked = select(Article.id, Article.revision).where(Article.id.in_(ids)).order_by(Article.key_hash)
    return {row.id: row.revision for row in connection.execute(locked.with_for_update())}


def _write_alone(connection: Connection, reread: Reread, done: Rewritten) -> None:
    try:
        with connection.begin_nested():
            _write(connection, [reread])
        done.written += 1
    except _REFUSALS as refusal:
        done.refused[reread.article_id] = _said(refusal)


def _write(connection: Connection, reread: Sequence[Reread]) -> None:
    for each in reread:
        version = (ArticleRevision.article_id == each.article_id, ArticleRevision.revision == each.revision)
        values = rows.revision_row(each.document) | {"version": VERSION}
        connection.execute(update(ArticleRevision).where(*version).values(values))
    articles = [each for each in reread if each.is_article]
    for each in articles:
        connection.execute(update(Article).where(Article.id == each.article_id).values(_article_row(each)))
    anew = {each.article_id: each.document for each in articles if each.has_other_parts}
    if anew:
        connection.execute(delete(ArticleAuthor).where(ArticleAuthor.article_id.in_(anew)))
        connection.execute(delete(Caption).where(Caption.article_id.in_(anew)))
        write_parts(connection, anew)
    numbers = {(each.article_id, each.revision + step) for each in reread for step in (0, 1)}
    compare_revisions(connection, sorted(numbers))


def _article_row(reread: Reread) -> dict[str, Any]:
    row = rows.article_row(reread.document, VERSION)
    if reread.keeps_url:
        del row["url"]
    return row
