"""Reading one stored article back, as a reader would want it."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Engine, false, or_, select
from sqlalchemy.orm import Session

from models.engine import problems_named
from models.tables import Agent, Article, ArticleAuthor, Caption, Credit, Fetch, Photo, Source, Url
from models.text import digest
from models.urls import url_key


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredPhoto:
    """A photo of a stored article."""

    url: str
    caption: str | None
    credit_raw: str | None
    agents: Sequence[tuple[str, str]]
    """Name and role of each agent credited, in printed order."""
    flags: Sequence[str]
    """handout, file photo, video still, as the line says."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredArticle:
    """A stored article with what belongs to it."""

    article: Article
    source: str
    authors: Sequence[str]
    photos: Sequence[StoredPhoto]


def find_article(engine: Engine, url_or_id: str) -> StoredArticle | None:
    """The article of that id; or the one known by that URL, or fetched under it, in any spelling. Null: none is.

    Raises DatabaseProblem, and ValueError for what is neither id nor URL.
    """
    with problems_named(engine), Session(engine) as session:
        wanted = _by_id(url_or_id) if url_or_id.isdecimal() else _by_url(url_or_id)
        row = session.execute(select(Article, Source.name).join(Source).where(wanted)).first()
        if row is None:
            return None
        article, source = row
        session.expunge(article)
        return StoredArticle(
            article=article,
            source=source,
            authors=_authors(session, article.id),
            photos=[_photo(session, caption, url) for caption, url in _captions(session, article.id)],
        )


def _by_id(number: str) -> ColumnElement[bool]:
    return Article.id == int(number) if len(number) < 19 else false()


def _by_url(url: str) -> ColumnElement[bool]:
    key_hash = digest(url_key(url))
    fetched = select(Fetch.article_id).join(Url).where(Url.key_hash == key_hash)
    return or_(Article.key_hash == key_hash, Article.id.in_(fetched))


def _authors(session: Session, article_id: int) -> Sequence[str]:
    statement = select(Agent.name).join(ArticleAuthor).where(ArticleAuthor.article_id == article_id)
    return session.scalars(statement.order_by(ArticleAuthor.position)).all()


def _captions(session: Session, article_id: int) -> Sequence[tuple[Caption, str]]:
    statement = select(Caption, Photo.url).join(Photo).where(Caption.article_id == article_id)
    return [(caption, url) for caption, url in session.execute(statement.order_by(Caption.position))]


def _photo(session: Session, caption: Caption, url: str) -> StoredPhoto:
    statement = select(Agent.name, Credit.role).join(Credit).where(Credit.caption_id == caption.id)
    said = {"handout": caption.is_handout, "file photo": caption.is_file_photo, "video still": caption.is_video_still}
    return StoredPhoto(
        url=url,
        caption=caption.caption,
        credit_raw=caption.credit_raw,
        agents=[(name, role) for name, role in session.execute(statement.order_by(Credit.position))],
        flags=[flag for flag, holds in said.items() if holds],
    )
