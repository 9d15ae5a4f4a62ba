"""The frontier, leases, the archive's places, every version of an article."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision: str = "0003"
down_revision: str | None = "0002"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

# Runs of before archived nothing that a later one could settle.
_SETTLED = "update news.crawl_runs set settled_at = finished_at, heartbeat_at = coalesce(finished_at, started_at)"

# What was kept, or failed, or never came to an outcome, is due at once; what was dropped gets another look, where that can
# give something else. Pages of archive files are not fetched from their sites.
_STATES = """
update news.urls set
  state = case
    when last.outcome in ('stored', 'revised', 'unchanged') then 'kept'
    when last.reason in ('http_404', 'http_410') then 'gone'
    else coalesce(last.outcome, 'new') end,
  next_fetch_at = case
    when last.spider = 'warc' or last.outcome = 'quarantined' then null
    when last.reason = 'robots' then now() + interval '7 days'
    when last.reason in ('not_html', 'too_large', 'not_http', 'redirect_loop', 'no_http_status') then null
    when last.outcome = 'dropped' then now() + interval '1 day'
    else now() end,
  fetched_at = last.fetched_at,
  article_id = last.article_id,
  changed_at = last.changed_at
from news.urls as own
left join lateral (
  select fetches.outcome, fetches.reason, fetches.fetched_at, fetches.article_id, crawl_runs.spider,
    least(coalesce(articles.published_at, articles.last_captured_at), articles.last_captured_at) as changed_at
  from news.fetches join news.crawl_runs on crawl_runs.id = fetches.run_id left join news.articles on articles.id = fetches.article_id
  where fetches.url_id = own.id order by fetches.fetched_at desc, fetches.id desc limit 1) as last on true
where own.id = urls.id
"""

_FIRST_VERSIONS = """
insert into news.article_revisions
  (article_id, revision, captured_at, headline, kicker, dek, body, photos, content_hash, version)
select articles.id, articles.revision, articles.last_captured_at, headline, kicker, dek, body,
  coalesce((
    select jsonb_agg(
      jsonb_build_object('url', photos.url, 'caption', captions.caption, 'credit', captions.credit_raw)
      order by captions.position)
    from news.captions join news.photos on photos.id = captions.photo_id
    where captions.article_id = articles.id), '[]'), content_hash, articles.version
from news.articles
"""


def upgrade() -> None:
    """Apply. What was stored before gets its first version, and each URL the state that its last fetch left it in."""
    op.create_table(
        "host_days",
        sa.Column(
            "host",
            sa.Text(),
            nullable=False,
            comment="Host in lower case, with its port where that is not the usual one.",
        ),
        sa.Column("day", sa.Date(), nullable=False, comment="The day, UTC."),
        sa.Column(
            "requests",
            sa.Integer(),
            nullable=False,
            comment="Requests sent, robots.txt, feeds and redirects among them.",
        ),
        sa.Column(
            "held_until",
            sa.DateTime(timezone=True),
            nullable=True,
            comment="Until when it asked on that day to be left alone (Retry-After), where that is longer than a run waits; null: it did not.",
        ),
        sa.CheckConstraint("requests >= 0", name=op.f("ck_host_days_requests")),
        sa.PrimaryKeyConstraint("host", "day", name=op.f("pk_host_days")),
        schema="news",
        comment="Requests that a host was sent in a day (UTC), by all runs: what its daily budget is held against.",
    )
    op.create_table(
        "article_revisions",
        sa.Column("article_id", sa.BigInteger(), nullable=False, comment="The article."),
        sa.Column(
            "revision", sa.Integer(), nullable=False, comment="1 for the first version seen, one more for each change."
        ),
        sa.Column(
            "captured_at",
            sa.DateTime(timezone=True),
            nullable=False,
            comment="When it was first seen to read like this.",
        ),
        sa.Column(
            "fetch_id",
            sa.BigInteger(),
            nullable=True,
            comment="The fetch that showed it, with its place in the archive; null for what was stored before there was one.",
        ),
        sa.Column(
            "changed",
            sa.ARRAY(sa.Text()),
            server_default="{}",
            nullable=False,
            comment="What differs from the version before: headline, kicker, dek, body, captions, credits; empty for the first.",
        ),
        sa.Column("headline", sa.Text(), nullable=False, comment="As in articles."),
        sa.Column("kicker", sa.Text(), nullable=True, comment="As in articles."),
        sa.Column("dek", sa.Text(), nullable=True, comment="As in articles."),
        sa.Column("body", sa.Text(), nullable=True, comment="As in articles."),
        sa.Column(
            "photos",
            postgresql.JSONB(),
            server_default="[]",
            nullable=False,
            comment="Its photos in page order, each with url, caption and credit (as printed).",
        ),
        sa.Column("content_hash", sa.LargeBinary(), nullable=False, comment="As in articles."),
        sa.Column("version", sa.Text(), nullable=False, comment="Version of Dateline that extracted it."),
        sa.CheckConstraint("octet_length(content_hash) = 32", name=op.f("ck_article_revisions_content_hash")),
        sa.CheckConstraint("revision >= 1", name=op.f("ck_article_revisions_revision")),
        sa.ForeignKeyConstraint(
            ["article_id"],
            ["news.articles.id"],
            name=op.f("fk_article_revisions_article_id_articles"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("article_id", "revision", name=op.f("pk_article_revisions")),
        schema="news",
        comment="A version of an article as it once read; the latest stands in articles too. All stay.",
    )
    op.add_column(
        "crawl_runs",
        sa.Column(
            "source_id",
            sa.BigInteger(),
            nullable=True,
            comment="The source that it crawled; null for given pages and archive files.",
        ),
        schema="news",
    )
    op.add_column(
        "crawl_runs",
        sa.Column(
            "heartbeat_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
            comment="When it last said that it lives.",
        ),
        schema="news",
    )
    op.add_column(
        "crawl_runs",
        sa.Column(
            "settled_at",
            sa.DateTime(timezone=True),
            nullable=True,
            comment="When every page that it had archived had its outcome in fetches; null: a later run of the source sees to that.",
        ),
        schema="news",
    )
    op.add_column(
        "crawl_runs",
        sa.Column(
            "batches",
            sa.Integer(),
            server_default="0",
            nullable=False,
            comment="Batches of pages that it has committed; tells a writer whose connection broke off whether its last one counts.",
        ),
        schema="news",
    )
    op.add_column(
        "crawl_runs",
        sa.Column(
            "process",
            sa.Text(),
            nullable=True,
            comment="What tells its process from every other on any machine, where the system gives that: boot, namespace, pid and start.",
        ),
        schema="news",
    )
    op.alter_column(
        "crawl_runs",
        "finished_at",
        existing_type=postgresql.TIMESTAMP(timezone=True),
        comment="When it ended; of a killed run, its last heartbeat; null while it runs.",
        existing_comment="When it ended; null while it runs, and for ever if it was killed.",
        existing_nullable=True,
        schema="news",
    )
    op.alter_column(
        "crawl_runs",
        "status",
        existing_type=sa.TEXT(),
        comment="running; finished: it did what it says; failed: it ended, but fell short; killed: it was found dead.",
        existing_comment="running; finished: it did what it says; failed: it ended, but fell short.",
        existing_nullable=False,
        existing_server_default=sa.text("'running'::text"),
        schema="news",
    )
    op.alter_column(
        "crawl_runs",
        "spider",
        existing_type=sa.TEXT(),
        comment="news, article or warc: the spider; reextract: what was archived was read anew.",
        existing_comment="news, article or warc.",
        existing_nullable=False,
        schema="news",
    )
    op.create_index(
        op.f("ix_crawl_runs_source_id"),
        "crawl_runs",
        ["source_id", sa.literal_column("started_at DESC")],
        unique=False,
        schema="news",
    )
    op.create_index(
        op.f("ix_crawl_runs_started_at"),
        "crawl_runs",
        ["started_at"],
        unique=False,
        schema="news",
        postgresql_where=sa.text("settled_at is null"),
    )
    op.create_foreign_key(
        op.f("fk_crawl_runs_source_id_sources"),
        "crawl_runs",
        "sources",
        ["source_id"],
        ["id"],
        source_schema="news",
        referent_schema="news",
    )
    op.add_column(
        "fetches",
        sa.Column(
            "warc_file",
            sa.Text(),
            nullable=True,
            comment="The archive file that holds the answer: its name below the archive's folder; null if there was no answer, it was fetched before there was an archive, or it was read from a file that was given to the warc spider.",
        ),
        schema="news",
    )
    op.add_column(
        "fetches",
        sa.Column(
            "warc_offset",
            sa.BigInteger(),
            nullable=True,
            comment="Where its record begins there, bytes; it is a gzip member of its own.",
        ),
        schema="news",
    )
    op.add_column(
        "fetches",
        sa.Column("warc_length", sa.BigInteger(), nullable=True, comment="Length of the record there, bytes."),
        schema="news",
    )
    op.add_column(
        "fetches",
        sa.Column(
            "is_revisit",
            sa.Boolean(),
            server_default="false",
            nullable=False,
            comment="Whether the record is a revisit: the payload is the one of an earlier record, which it names, or the server said that nothing has changed.",
        ),
        schema="news",
    )
    op.add_column(
        "fetches",
        sa.Column(
            "payload_digest",
            sa.Text(),
            nullable=True,
            comment="WARC-Payload-Digest of the record, as sha1:BASE32; null if there is no record.",
        ),
        schema="news",
    )
    op.create_index(
        op.f("ix_fetches_warc_file_warc_offset"),
        "fetches",
        ["warc_file", "warc_offset"],
        unique=False,
        schema="news",
        postgresql_where=sa.text("warc_file is not null"),
    )
    op.create_check_constraint(
        op.f("ck_fetches_warc_length"), "fetches", "(warc_file is null) = (warc_length is null)", schema="news"
    )
    op.create_check_constraint(
        op.f("ck_fetches_warc_offset"), "fetches", "(warc_file is null) = (warc_offset is null)", schema="news"
    )
    op.create_check_constraint(
        op.f("ck_fetches_warc_place"), "fetches", "warc_offset >= 0 and warc_length > 0", schema="news"
    )
    op.add_column(
        "sources",
        sa.Column(
            "lease_run_id",
            sa.BigInteger(),
            nullable=True,
            comment="The run that crawls it, or the last that did; null if none ever held the lease.",
        ),
        schema="news",
    )
    op.add_column(
        "sources",
        sa.Column(
            "lease_token",
            sa.BigInteger(),
            server_default="0",
            nullable=False,
            comment="Fencing token: one more each time a run takes the lease; whoever holds an older one may store nothing.",
        ),
        schema="news",
    )
    op.add_column(
        "sources",
        sa.Column(
            "lease_until",
            sa.DateTime(timezone=True),
            nullable=True,
            comment="Until when the lease holds without a further heartbeat; null: nobody holds it.",
        ),
        schema="news",
    )
    op.add_column(
        "urls",
        sa.Column(
            "hint_headline",
            sa.Text(),
            nullable=True,
            comment="The headline that feed, sitemap or section page last gave it; null if none did.",
        ),
        schema="news",
    )
    op.add_column(
        "urls",
        sa.Column(
            "hint_published",
            sa.Text(),
            nullable=True,
            comment="The publication date that they last gave it, as printed; null if none did.",
        ),
        schema="news",
    )
    op.add_column(
        "urls",
        sa.Column(
            "hint_modified",
            sa.Text(),
            nullable=True,
            comment="The date of change that they last gave it, as printed; null if none did. A new one makes the page due.",
        ),
        schema="news",
    )
    op.add_column(
        "urls",
        sa.Column(
            "state",
            sa.Text(),
            server_default="new",
            nullable=False,
            comment="What its last fetch came to: new (none yet), kept (an article), gone (404 or 410), dropped, quarantined or failed.",
        ),
        schema="news",
    )
    op.add_column(
        "urls",
        sa.Column(
            "next_fetch_at",
            sa.DateTime(timezone=True),
            nullable=True,
            comment="When it is due; null: never, until something new is heard of it.",
        ),
        schema="news",
    )
    op.add_column(
        "urls",
        sa.Column("attempts", sa.Integer(), server_default="0", nullable=False, comment="Failed fetches in a row."),
        schema="news",
    )
    op.add_column(
        "urls",
        sa.Column(
            "run_id",
            sa.BigInteger(),
            nullable=True,
            comment="The run that last took it to fetch; it is taken once a run.",
        ),
        schema="news",
    )
    op.add_column(
        "urls",
        sa.Column(
            "fetched_at", sa.DateTime(timezone=True), nullable=True, comment="When it was last fetched; null: never."
        ),
        schema="news",
    )
    op.add_column(
        "urls",
        sa.Column(
            "changed_at",
            sa.DateTime(timezone=True),
            nullable=True,
            comment="When its article last changed, as far as is known: when a change was found, or else when it was published or first fetched; null if it gave none. What has long been still is seen rarely.",
        ),
        schema="news",
    )
    op.add_column(
        "urls",
        sa.Column(
            "article_id", sa.BigInteger(), nullable=True, comment="The article that it last gave; null if it gave none."
        ),
        schema="news",
    )
    op.add_column(
        "urls",
        sa.Column("etag", sa.Text(), nullable=True, comment="ETag of the answer that was last kept, as sent."),
        schema="news",
    )
    op.add_column(
        "urls",
        sa.Column(
            "last_modified",
            sa.Text(),
            nullable=True,
            comment="Last-Modified of the answer that was last kept, as sent.",
        ),
        schema="news",
    )
    op.add_column(
        "urls",
        sa.Column(
            "redirect_to", sa.Text(), nullable=True, comment="The address that answered last, where it was another."
        ),
        schema="news",
    )
    op.add_column(
        "urls",
        sa.Column(
            "payload_fetch_id",
            sa.BigInteger(),
            nullable=True,
            comment="The fetch whose archive record holds the payload of the answer last kept; null if it is not archived.",
        ),
        schema="news",
    )
    op.create_index(
        "ix_urls_article_id",
        "urls",
        ["article_id"],
        unique=False,
        schema="news",
        postgresql_where=sa.text("article_id is not null"),
    )
    op.create_index(
        "ix_urls_due",
        "urls",
        ["source_id", "next_fetch_at"],
        unique=False,
        schema="news",
        postgresql_where=sa.text("next_fetch_at is not null"),
    )
    op.create_check_constraint(op.f("ck_urls_attempts"), "urls", "attempts >= 0", schema="news")
    op.create_check_constraint(
        op.f("ck_urls_state"),
        "urls",
        "state in ('new', 'kept', 'gone', 'dropped', 'quarantined', 'failed')",
        schema="news",
    )
    _check_status("('running', 'finished', 'failed', 'killed')")
    op.execute(_SETTLED)
    op.execute(_STATES)
    op.execute(_FIRST_VERSIONS)


def _check_status(known: str) -> None:
    op.drop_constraint(op.f("ck_crawl_runs_status"), "crawl_runs", schema="news", type_="check")
    op.create_check_constraint(op.f("ck_crawl_runs_status"), "crawl_runs", f"status in {known}", schema="news")


def downgrade() -> None:
    """Undo. Earlier versions of articles and places in the archive are lost; the archive's files stay."""
    op.execute("update news.crawl_runs set status = 'failed' where status = 'killed'")
    _check_status("('running', 'finished', 'failed')")
    op.drop_constraint(op.f("ck_urls_state"), "urls", schema="news", type_="check")
    op.drop_constraint(op.f("ck_urls_attempts"), "urls", schema="news", type_="check")
    op.drop_index(
        "ix_urls_due", table_name="urls", schema="news", postgresql_where=sa.text("next_fetch_at is not null")
    )
    op.drop_index(
        "ix_urls_article_id", table_name="urls", schema="news", postgresql_where=sa.text("article_id is not null")
    )
    op.drop_column("urls", "payload_fetch_id", schema="news")
    op.drop_column("urls", "redirect_to", schema="news")
    op.drop_column("urls", "last_modified", schema="news")
    op.drop_column("urls", "etag", schema="news")
    op.drop_column("urls", "article_id", schema="news")
    op.drop_column("urls", "changed_at", schema="news")
    op.drop_column("urls", "fetched_at", schema="news")
    op.drop_column("urls", "run_id", schema="news")
    op.drop_column("urls", "attempts", schema="news")
    op.drop_column("urls", "next_fetch_at", schema="news")
    op.drop_column("urls", "state", schema="news")
    op.drop_column("urls", "hint_modified", schema="news")
    op.drop_column("urls", "hint_published", schema="news")
    op.drop_column("urls", "hint_headline", schema="news")
    op.drop_column("sources", "lease_until", schema="news")
    op.drop_column("sources", "lease_token", schema="news")
    op.drop_column("sources", "lease_run_id", schema="news")
    op.drop_index(
        op.f("ix_fetches_warc_file_warc_offset"),
        table_name="fetches",
        schema="news",
        postgresql_where=sa.text("warc_file is not null"),
    )
    op.drop_constraint(op.f("ck_fetches_warc_place"), "fetches", schema="news", type_="check")
    op.drop_constraint(op.f("ck_fetches_warc_offset"), "fetches", schema="news", type_="check")
    op.drop_constraint(op.f("ck_fetches_warc_length"), "fetches", schema="news", type_="check")
    op.drop_column("fetches", "payload_digest", schema="news")
    op.drop_column("fetches", "is_revisit", schema="news")
    op.drop_column("fetches", "warc_length", schema="news")
    op.drop_column("fetches", "warc_offset", schema="news")
    op.drop_column("fetches", "warc_file", schema="news")
    op.drop_constraint(op.f("fk_crawl_runs_source_id_sources"), "crawl_runs", schema="news", type_="foreignkey")
    op.drop_index(
        op.f("ix_crawl_runs_started_at"),
        table_name="crawl_runs",
        schema="news",
        postgresql_where=sa.text("settled_at is null"),
    )
    op.drop_index(op.f("ix_crawl_runs_source_id"), table_name="crawl_runs", schema="news")
    op.alter_column(
        "crawl_runs",
        "status",
        existing_type=sa.TEXT(),
        comment="running; finished: it did what it says; failed: it ended, but fell short.",
        existing_comment="running; finished: it did what it says; failed: it ended, but fell short; killed: it was found dead.",
        existing_nullable=False,
        existing_server_default=sa.text("'running'::text"),
        schema="news",
    )
    op.alter_column(
        "crawl_runs",
        "finished_at",
        existing_type=postgresql.TIMESTAMP(timezone=True),
        comment="When it ended; null while it runs, and for ever if it was killed.",
        existing_comment="When it ended; of a killed run, its last heartbeat; null while it runs.",
        existing_nullable=True,
        schema="news",
    )
    op.alter_column(
        "crawl_runs",
        "spider",
        existing_type=sa.TEXT(),
        comment="news, article or warc.",
        existing_comment="news, article or warc: the spider; reextract: what was archived was read anew.",
        existing_nullable=False,
        schema="news",
    )
    op.drop_column("crawl_runs", "process", schema="news")
    op.drop_column("crawl_runs", "batches", schema="news")
    op.drop_column("crawl_runs", "settled_at", schema="news")
    op.drop_column("crawl_runs", "heartbeat_at", schema="news")
    op.drop_column("crawl_runs", "source_id", schema="news")
    op.drop_table("article_revisions", schema="news")
    op.drop_table("host_days", schema="news")
