"""What analysts look up, beside what it is read from: the local day of an article, the names in a credit line."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0007"
down_revision: str | None = "0006"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

_ROLES = ("photographer", "agency", "distributor", "rights_holder", "courtesy")
_LOOKED_UP = ("photographer", "agency", "distributor")

# PostgreSQL takes UTC+05:30 for a zone west of Greenwich, and fails for a name that it does not know.
_DAYS = r"""
    update news.articles set published_date = case
        when published_zone ~ '^(UTC)?[+-]([01][0-9]|2[0-3]):[0-5][0-9]$'
        then ((published_at at time zone 'UTC') + substring(published_zone from '[+-].*')::interval)::date
        else (published_at at time zone coalesce(known.name, 'UTC'))::date end
    from (select distinct coalesce(published_zone, '') as zone from news.articles) as zones
    left join pg_timezone_names as known on known.name = zones.zone
    where published_at is not null and coalesce(published_zone, '') = zones.zone
"""

_NAMES = f"""
    update news.captions set {", ".join(f"{role} = named.{role}" for role in _ROLES)}
    from (
        select caption_id, {
    ", ".join(
        f"string_agg(agents.name, ' and ' order by position) filter (where role = '{role}') as {role}"
        for role in _ROLES
    )
}
        from news.credits join news.agents on agents.id = agent_id group by caption_id
    ) as named
    where captions.id = named.caption_id
"""  # noqa: S608 - our own constants


def upgrade() -> None:
    """Apply. What is there already is filled in: some seconds for each 100,000 articles."""
    op.add_column(
        "articles",
        sa.Column(
            "published_date",
            sa.Date(),
            nullable=True,
            comment="The local day of published_at: by published_zone, UTC for want of one. Of a month or a year, its first day.",
        ),
        schema="news",
    )
    comments = [
        "The names in credits whose role is photographer, in printed order, joined by and; null if there is none."
    ]
    comments += [f"As photographer, for the role {role}." for role in _ROLES[1:]]
    for role, comment in zip(_ROLES, comments, strict=True):
        op.add_column("captions", sa.Column(role, sa.Text(), nullable=True, comment=comment), schema="news")
    op.execute(_DAYS)
    op.execute(_NAMES)
    op.create_check_constraint(
        op.f("ck_articles_published_date"),
        "articles",
        "(published_at is null) = (published_date is null)",
        schema="news",
    )
    op.create_index(op.f("ix_articles_published_date"), "articles", ["published_date"], schema="news")
    op.create_index("ix_crawl_runs_newest", "crawl_runs", [sa.literal_column("started_at DESC")], schema="news")
    for role in _LOOKED_UP:
        op.create_index(
            op.f(f"ix_captions_{role}"),
            "captions",
            [role],
            schema="news",
            postgresql_where=sa.text(f"{role} is not null"),
        )


def downgrade() -> None:
    """Undo. What these columns hold stands elsewhere too."""
    op.drop_index("ix_crawl_runs_newest", "crawl_runs", schema="news")
    for role in _ROLES:
        op.drop_column("captions", role, schema="news")
    op.drop_column("articles", "published_date", schema="news")
