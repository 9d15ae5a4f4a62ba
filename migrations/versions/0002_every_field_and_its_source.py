"""Dateline, wire agencies, corrections, rights and the rest of what a page says; where each field stands."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision: str = "0002"
down_revision: str | None = "0001"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    """Apply. What was known of the headline's source moves to where all sources stand."""
    op.add_column(
        "articles",
        sa.Column(
            "canonical_conflicts",
            postgresql.ARRAY(sa.Text()),
            server_default="{}",
            nullable=False,
            comment="What speaks against canonical_url, each with where it stands: other addresses that the page calls its own, and canonical links to another site or to a front page.",
        ),
        schema="news",
    )
    op.add_column(
        "articles",
        sa.Column(
            "dateline",
            sa.Text(),
            nullable=True,
            comment="The dateline as printed, such as MOSUL, Iraq (AP) —; body begins with it. Null if none.",
        ),
        schema="news",
    )
    op.add_column(
        "articles",
        sa.Column(
            "dateline_place",
            sa.Text(),
            nullable=True,
            comment="The dateline's place as printed, or the place of writing that the page's metadata state; null if neither.",
        ),
        schema="news",
    )
    op.add_column(
        "articles",
        sa.Column(
            "wire_agencies",
            postgresql.ARRAY(sa.Text()),
            server_default="{}",
            nullable=False,
            comment="News agencies whose copy the article is or draws on, under their usual names, in printed order.",
        ),
        schema="news",
    )
    op.add_column(
        "articles",
        sa.Column(
            "corrections",
            postgresql.ARRAY(sa.Text()),
            server_default="{}",
            nullable=False,
            comment="Notes that the article was corrected, as printed, in page order.",
        ),
        schema="news",
    )
    op.add_column(
        "articles",
        sa.Column(
            "has_video",
            sa.Boolean(),
            nullable=True,
            comment="Whether a video belongs to the article; null if it was stored by a version that did not look.",
        ),
        schema="news",
    )
    op.add_column(
        "articles",
        sa.Column(
            "paywalled",
            sa.Boolean(),
            nullable=True,
            comment="Whether the whole text is for subscribers or metered, as the page declares it; null if it does not say. body holds what was open.",
        ),
        schema="news",
    )
    op.add_column(
        "articles",
        sa.Column(
            "licence",
            sa.Text(),
            nullable=True,
            comment="URL or name of the licence that the page grants its text under; null if it names none.",
        ),
        schema="news",
    )
    op.add_column(
        "articles",
        sa.Column(
            "copyright",
            sa.Text(),
            nullable=True,
            comment="Copyright notice or holder, as the text's last lines or the page's metadata say; null if they don't.",
        ),
        schema="news",
    )
    op.add_column(
        "articles",
        sa.Column(
            "rights_signals",
            postgresql.ARRAY(sa.Text()),
            server_default="{}",
            nullable=False,
            comment="What the page asks of machines: robots directives such as noai and noarchive, tdm-reservation=1, tdm-policy=URL, acquire-licence=URL, usage-info=URL.",
        ),
        schema="news",
    )
    op.add_column(
        "articles",
        sa.Column(
            "field_sources",
            postgresql.JSONB(),
            server_default="{}",
            nullable=False,
            comment='Where in the page each filled column stands, by column: {"headline": "h1", "body": "text"}; authors too. Dates, captions and credits have columns of their own for that.',
        ),
        schema="news",
    )
    op.execute(
        "update news.articles set field_sources = jsonb_build_object('headline', headline_source)"
        " where headline_source is not null"
    )
    op.drop_column("articles", "headline_source", schema="news")


def downgrade() -> None:
    """Undo. The new fields are lost; a later capture of a page finds them again."""
    op.add_column(
        "articles",
        sa.Column("headline_source", sa.Text(), nullable=True, comment="Where in the page the headline was found."),
        schema="news",
    )
    op.execute("update news.articles set headline_source = field_sources ->> 'headline'")
    for column in (
        "field_sources",
        "rights_signals",
        "copyright",
        "licence",
        "paywalled",
        "has_video",
        "corrections",
        "wire_agencies",
        "dateline_place",
        "dateline",
        "canonical_conflicts",
    ):
        op.drop_column("articles", column, schema="news")
