"""What analysts look up, beside what it is read from: the local day of an article, the names in a credit line."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0007"
down_revision: str | None = "0006"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

_ROLES = ("photographer", "agency", "distributor", "rights_holder", "courtesy")
_READ_ALONG = ("article_id", "photo_id", "source_id")

# By triggers: whoever stores a caption, or dates an article anew, leaves the two alike.
_TRIGGERS = """
create function news.place_caption() returns trigger language plpgsql as $$
begin
  select source_id, published_at, published_date into new.source_id, new.published_at, new.published_date
  from news.articles where id = new.article_id;
  return new;
end
$$;
comment on function news.place_caption is 'Writes source and date of its article beside a caption.';

create trigger placed_by_its_article before insert or update of article_id on news.captions
for each row execute function news.place_caption();

create function news.place_captions() returns trigger language plpgsql as $$
begin
  update news.captions set source_id = new.source_id, published_at = new.published_at,
    published_date = new.published_date
  where article_id = new.id;
  return null;
end
$$;
comment on function news.place_captions is 'Writes source and date of an article beside its captions.';

create trigger changed_places_captions after update of source_id, published_at, published_date on news.articles
for each row when (
  (old.source_id, old.published_at, old.published_date)
  is distinct from (new.source_id, new.published_at, new.published_date))
execute function news.place_captions();
"""
_UNTRIGGERED = """
drop trigger changed_places_captions on news.articles;
drop trigger placed_by_its_article on news.captions;
drop function news.place_captions;
drop function news.place_caption;
"""

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

_BESIDE = f"""
    update news.captions set source_id = articles.source_id, published_at = articles.published_at,
        published_date = articles.published_date, {", ".join(f"{role} = named.{role}" for role in _ROLES)}
    from news.articles, (
        select captions.id as caption_id, captions.article_id, {
    ", ".join(
        f"string_agg(agents.name, ' and ' order by credits.position) filter (where role = '{role}') as {role}"
        for role in _ROLES
    )
}
        from news.captions
        left join news.credits on credits.caption_id = captions.id
        left join news.agents on agents.id = agent_id
        group by captions.id
    ) as named
    where captions.id = named.caption_id and articles.id = named.article_id
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
    source = "The article's source. A trigger writes it, and the next two, as they stand in articles."
    op.add_column("captions", sa.Column("source_id", sa.BigInteger(), nullable=True, comment=source), schema="news")
    for column in (
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=True, comment="As in articles."),
        sa.Column("published_date", sa.Date(), nullable=True, comment="As in articles."),
    ):
        op.add_column("captions", column, schema="news")
    op.execute(_DAYS)
    # It would compare every caption with itself, to find that nothing is changed that events are made from.
    op.execute("alter table news.captions disable trigger changed_is_unread")
    op.execute(_BESIDE)
    op.execute("alter table news.captions enable trigger changed_is_unread")
    op.create_check_constraint(
        op.f("ck_articles_published_date"),
        "articles",
        "(published_at is null) = (published_date is null)",
        schema="news",
    )
    op.create_index(op.f("ix_articles_published_date"), "articles", ["published_date"], schema="news")
    op.create_index("ix_crawl_runs_newest", "crawl_runs", [sa.literal_column("started_at DESC")], schema="news")
    op.alter_column("captions", "source_id", nullable=False, schema="news")
    op.create_foreign_key(
        op.f("fk_captions_source_id_sources"),
        "captions",
        "sources",
        ["source_id"],
        ["id"],
        source_schema="news",
        referent_schema="news",
    )
    for role, beside in (("photographer", _READ_ALONG), ("agency", _READ_ALONG), ("distributor", ())):
        op.create_index(
            op.f(f"ix_captions_{role}"),
            "captions",
            [role],
            schema="news",
            postgresql_where=sa.text(f"{role} is not null"),
            postgresql_include=list(beside),
        )
    for columns in (["published_at"], ["published_date"], ["source_id", "published_at"]):
        op.create_index(op.f(f"ix_captions_{'_'.join(columns)}"), "captions", columns, schema="news")
    op.execute(_TRIGGERS)


def downgrade() -> None:
    """Undo. What these columns hold stands elsewhere too."""
    op.execute(_UNTRIGGERED)
    op.drop_index("ix_crawl_runs_newest", "crawl_runs", schema="news")
    for column in ("source_id", "published_at", "published_date", *_ROLES):
        op.drop_column("captions", column, schema="news")
    op.drop_column("articles", "published_date", schema="news")
