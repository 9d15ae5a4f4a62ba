"""Indexes for what analysts ask: articles counted, days in the order of time, what changed, what was told of most."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0009"
down_revision: str | None = "0008"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    """Apply: some seconds for each 100,000 articles."""
    # Days are asked for, in the order of time: those before them are passed over within the index.
    for table in ("articles", "captions"):
        op.drop_index(f"ix_{table}_published_at", table, schema="news")
        op.create_index(f"ix_{table}_published_at", table, ["published_at", "published_date"], schema="news")
    # What counting articles needs of them, which are not read then.
    op.create_index(
        "ix_articles_whose",
        "articles",
        ["id"],
        unique=True,
        schema="news",
        postgresql_include=["source_id", "language"],
    )
    op.create_index(
        "ix_article_revisions_later",
        "article_revisions",
        ["captured_at"],
        schema="news",
        postgresql_where=sa.text("revision > 1"),
    )
    op.create_index(
        "ix_events_most_sources",
        "events",
        [sa.literal_column("sources DESC"), "id"],
        schema="news",
        postgresql_where=sa.text("status = 'current'"),
    )


def downgrade() -> None:
    """Undo."""
    op.drop_index("ix_events_most_sources", "events", schema="news")
    op.drop_index("ix_article_revisions_later", "article_revisions", schema="news")
    op.drop_index("ix_articles_whose", "articles", schema="news")
    for table in ("articles", "captions"):
        op.drop_index(f"ix_{table}_published_at", table, schema="news")
        op.create_index(f"ix_{table}_published_at", table, ["published_at"], schema="news")
