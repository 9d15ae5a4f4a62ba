"""The fields of articles, read back from their rows."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, Row, select

from models.fields import COLUMNS, DATE_PARTS, Fields, PhotoKey, Placed, stored_fields
from models.rows import AgentKey
from models.tables import Agent, Article, ArticleAuthor, Caption, Credit, Photo


def article_fields(connection: Connection, ids: Sequence[int]) -> dict[int, Fields]:
    """The fields of these articles by id; an id that no article has is left out."""
    dates = [f"{kind}_{part}" for kind in ("published", "modified") for part in DATE_PARTS]
    columns = [Article.id, *(getattr(Article, name) for name in (*COLUMNS, *dates))]
    authors = _by_first(
        connection.execute(
            select(ArticleAuthor.article_id, Agent.key_hash, Agent.kind, Agent.name)
            .join(Agent)
            .where(ArticleAuthor.article_id.in_(ids))
            .order_by(ArticleAuthor.article_id, ArticleAuthor.position)
        )
    )
    placed = _placed(connection, ids)
    return {
        row.id: stored_fields(
            row._asdict(), [_agent(author) for author in authors.get(row.id, ())], placed.get(row.id, [])
        )
        for row in connection.execute(select(*columns).where(Article.id.in_(ids)))
    }


def _placed(connection: Connection, ids: Sequence[int]) -> Mapping[int, list[Placed]]:
    captions = list(
        connection.execute(
            select(*Caption.__table__.columns, Photo.key_hash, Photo.url)
            .join(Photo)
            .where(Caption.article_id.in_(ids))
            .order_by(Caption.article_id, Caption.position)
        )
    )
    credits = _by_first(
        connection.execute(
            select(Credit.caption_id, Agent.key_hash, Agent.kind, Agent.name, Credit.role)
            .join(Agent)
            .where(Credit.caption_id.in_([row.id for row in captions]))
            .order_by(Credit.caption_id, Credit.position)
        )
    )
    placed: dict[int, list[Placed]] = defaultdict(list)
    for row in captions:
        named = [(_agent(credit), credit.role) for credit in credits.get(row.id, ())]
        placed[row.article_id].append(Placed(PhotoKey(bytes(row.key_hash), row.url), row._asdict(), named))
    return placed


def _by_first(rows: Any) -> Mapping[int, list[Row[Any]]]:
    grouped: dict[int, list[Row[Any]]] = defaultdict(list)
    for row in rows:
        grouped[row[0]].append(row)
    return grouped


def _agent(row: Row[Any]) -> AgentKey:
    return AgentKey(bytes(row.key_hash), row.kind, row.name)
