"""The first tables."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision: str = "0001"
down_revision: str | None = None
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    """Apply."""
    op.execute("comment on schema news is 'News events: sources, runs, articles, photos, captions and credits.'")
    op.create_table(
        "agents",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False, comment="Surrogate key."),
        sa.Column(
            "key_hash",
            sa.LargeBinary(),
            nullable=False,
            comment="SHA-256 of the kind and the name without case, dots, hyphens and spaces.",
        ),
        sa.Column("kind", sa.Text(), nullable=False, comment="person, agency or organization."),
        sa.Column("name", sa.Text(), nullable=False, comment="The name, normalised, in the spelling first seen."),
        sa.Column(
            "created_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
            comment="When the name was first seen.",
        ),
        sa.CheckConstraint("kind in ('person', 'agency', 'organization')", name=op.f("ck_agents_kind")),
        sa.CheckConstraint("octet_length(key_hash) = 32", name=op.f("ck_agents_key_hash")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agents")),
        sa.UniqueConstraint("key_hash", name=op.f("uq_agents_key_hash")),
        schema="news",
        comment="A person, agency or organisation named in a byline or credit line; once for all its spellings.",
    )
    op.create_table(
        "crawl_runs",
        sa.Column(
            "id", sa.BigInteger(), sa.Identity(always=True), nullable=False, comment="Surrogate key, rising with time."
        ),
        sa.Column("spider", sa.Text(), nullable=False, comment="news, article or warc."),
        sa.Column("arguments", postgresql.JSONB(), nullable=False, comment="The spider's arguments, as given."),
        sa.Column(
            "started_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
            comment="When the run began.",
        ),
        sa.Column(
            "finished_at",
            sa.DateTime(timezone=True),
            nullable=True,
            comment="When it ended; null while it runs, and for ever if it was killed.",
        ),
        sa.Column(
            "status",
            sa.Text(),
            server_default="running",
            nullable=False,
            comment="running; finished: it did what it says; failed: it ended, but fell short.",
        ),
        sa.Column(
            "problems",
            sa.ARRAY(sa.Text()),
            server_default="{}",
            nullable=False,
            comment="What made it fall short, a line each, for people.",
        ),
        sa.Column(
            "stats",
            postgresql.JSONB(),
            server_default="{}",
            nullable=False,
            comment="Scrapy's counters at the end of the run.",
        ),
        sa.Column("version", sa.Text(), nullable=False, comment="Version of Dateline that ran."),
        sa.Column("host", sa.Text(), nullable=False, comment="Name of the machine that ran it."),
        sa.Column("pid", sa.Integer(), nullable=False, comment="Its process id there."),
        sa.CheckConstraint(
            "(status = 'running') = (finished_at is null)", name=op.f("ck_crawl_runs_running_has_no_end")
        ),
        sa.CheckConstraint("status in ('running', 'finished', 'failed')", name=op.f("ck_crawl_runs_status")),
        sa.CheckConstraint("finished_at >= started_at", name=op.f("ck_crawl_runs_finished_after_start")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_crawl_runs")),
        schema="news",
        comment="One run of one spider: a process that fetched, or read an archive, from start to end.",
    )
    op.create_table(
        "photos",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False, comment="Surrogate key."),
        sa.Column("key_hash", sa.LargeBinary(), nullable=False, comment="SHA-256 of the image's normalised URL."),
        sa.Column("url", sa.Text(), nullable=False, comment="URL of the widest rendition named in the page."),
        sa.Column("width", sa.Integer(), nullable=True, comment="Pixels, as the page says; null if it does not."),
        sa.Column("height", sa.Integer(), nullable=True, comment="Pixels, as the page says; null if it does not."),
        sa.Column(
            "first_seen_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
            comment="When it was first seen.",
        ),
        sa.CheckConstraint("height > 0", name=op.f("ck_photos_height")),
        sa.CheckConstraint("octet_length(key_hash) = 32", name=op.f("ck_photos_key_hash")),
        sa.CheckConstraint("width > 0", name=op.f("ck_photos_width")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_photos")),
        sa.UniqueConstraint("key_hash", name=op.f("uq_photos_key_hash")),
        schema="news",
        comment="An image file by its address; the same file in two articles is one row.",
    )
    op.create_table(
        "sources",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False, comment="Surrogate key."),
        sa.Column(
            "slug",
            sa.Text(),
            nullable=False,
            comment="The name of its YAML file without .yml; for a domain without a file, the domain.",
        ),
        sa.Column(
            "domain",
            sa.Text(),
            nullable=False,
            comment="Its registered domain in lower case; with a port where one was given.",
        ),
        sa.Column(
            "name",
            sa.Text(),
            nullable=False,
            comment="The name it publishes under; the domain where no file says more.",
        ),
        sa.Column(
            "kind",
            sa.Text(),
            server_default="publisher",
            nullable=False,
            comment="publisher, agency, aggregator, government or ngo.",
        ),
        sa.Column("country", sa.Text(), nullable=True, comment="ISO 3166-1 alpha-2 of its newsroom; null if unknown."),
        sa.Column("language", sa.Text(), nullable=True, comment="BCP 47 tag of its usual language; null if unknown."),
        sa.Column(
            "timezone", sa.Text(), nullable=True, comment="IANA zone that its times are printed in; null if unknown."
        ),
        sa.Column(
            "date_order",
            sa.Text(),
            nullable=True,
            comment="DMY, MDY or YMD: how it writes numeric dates; null: decided by country and language.",
        ),
        sa.Column(
            "created_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
            comment="When this row was made.",
        ),
        sa.CheckConstraint("country ~ '^[A-Z]{2}$'", name=op.f("ck_sources_country")),
        sa.CheckConstraint("date_order in ('DMY', 'MDY', 'YMD')", name=op.f("ck_sources_date_order")),
        sa.CheckConstraint(
            "kind in ('publisher', 'agency', 'aggregator', 'government', 'ngo')", name=op.f("ck_sources_kind")
        ),
        sa.CheckConstraint("domain = lower(domain)", name=op.f("ck_sources_domain")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sources")),
        sa.UniqueConstraint("slug", name=op.f("uq_sources_slug")),
        schema="news",
        comment="A publisher, agency or other site that pages come from; one row for each file under crawler/sources and for each further domain that pages were taken from.",
    )
    op.create_index(op.f("ix_sources_domain"), "sources", ["domain"], unique=False, schema="news")
    op.create_table(
        "urls",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False, comment="Surrogate key."),
        sa.Column(
            "key_hash",
            sa.LargeBinary(),
            nullable=False,
            comment="SHA-256 of the normalised URL: trackers, fragment and default port gone, parameters sorted.",
        ),
        sa.Column("url", sa.Text(), nullable=False, comment="The spelling in which it was first seen."),
        sa.Column("source_id", sa.BigInteger(), nullable=False, comment="The source it was first found for."),
        sa.Column(
            "discovered_via",
            sa.Text(),
            nullable=False,
            comment="The feed, sitemap, section page or archive file that first named it; argument if a person did.",
        ),
        sa.Column(
            "discovered_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
            comment="When it was first seen.",
        ),
        sa.CheckConstraint("url ~ '^https?://'", name=op.f("ck_urls_http")),
        sa.CheckConstraint("octet_length(key_hash) = 32", name=op.f("ck_urls_key_hash")),
        sa.ForeignKeyConstraint(["source_id"], ["news.sources.id"], name=op.f("fk_urls_source_id_sources")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_urls")),
        sa.UniqueConstraint("key_hash", name=op.f("uq_urls_key_hash")),
        schema="news",
        comment="An address of a page, once for all its spellings.",
    )
    op.create_index(op.f("ix_urls_source_id"), "urls", ["source_id"], unique=False, schema="news")
    op.create_table(
        "articles",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False, comment="Surrogate key."),
        sa.Column(
            "key_hash",
            sa.LargeBinary(),
            nullable=False,
            comment="SHA-256 of the normalised URL that the article is known by: its canonical URL where that lies on the same site, else the URL that answered.",
        ),
        sa.Column("source_id", sa.BigInteger(), nullable=False, comment="The source that published it."),
        sa.Column("url_id", sa.BigInteger(), nullable=False, comment="The URL of its first capture."),
        sa.Column("url", sa.Text(), nullable=False, comment="The URL that the article is known by."),
        sa.Column(
            "canonical_url",
            sa.Text(),
            nullable=True,
            comment="The canonical URL as the page states it, which may lie on another site; null if it states none.",
        ),
        sa.Column("headline", sa.Text(), nullable=False, comment="The headline without site name and kicker."),
        sa.Column("headline_source", sa.Text(), nullable=True, comment="Where in the page the headline was found."),
        sa.Column(
            "kicker",
            sa.Text(),
            nullable=True,
            comment="The label before the headline, such as PHOTOS, without its colon; null if none.",
        ),
        sa.Column("dek", sa.Text(), nullable=True, comment="The standfirst below the headline; null if none."),
        sa.Column(
            "byline",
            sa.Text(),
            nullable=True,
            comment="The byline as printed; the people in it are in article_authors.",
        ),
        sa.Column(
            "body",
            sa.Text(),
            nullable=True,
            comment="The text, a paragraph a line, without captions and credits; null where a page has photos only.",
        ),
        sa.Column(
            "language",
            sa.Text(),
            nullable=True,
            comment="BCP 47 tag as the page declares it, or else its source's; null if unknown.",
        ),
        sa.Column("section", sa.Text(), nullable=True, comment="Section or category, as the page names it."),
        sa.Column(
            "tags",
            sa.ARRAY(sa.Text()),
            server_default="{}",
            nullable=False,
            comment="Keywords as the page gives them, in order, each once.",
        ),
        sa.Column(
            "word_count",
            sa.Integer(),
            nullable=False,
            comment="Words in body; characters in scripts that set no spaces.",
        ),
        sa.Column(
            "published_raw",
            sa.Text(),
            nullable=True,
            comment="The publication date as printed; null if none was found.",
        ),
        sa.Column(
            "published_at",
            sa.DateTime(timezone=True),
            nullable=True,
            comment="Start of the interval that published_raw denotes. Read it together with published_precision.",
        ),
        sa.Column(
            "published_precision",
            sa.Text(),
            nullable=True,
            comment="The smallest unit printed: year, month, day, hour, minute or second.",
        ),
        sa.Column(
            "published_zone",
            sa.Text(),
            nullable=True,
            comment="IANA name or UTC offset by which published_at was placed.",
        ),
        sa.Column(
            "published_zone_basis",
            sa.Text(),
            nullable=True,
            comment="Ground for the zone: offset or abbreviation (printed), source (its usual zone), assumed_utc.",
        ),
        sa.Column("published_origin", sa.Text(), nullable=True, comment="Where in the page published_raw stands."),
        sa.Column(
            "modified_raw",
            sa.Text(),
            nullable=True,
            comment="The date of the last change as printed; null if none was found.",
        ),
        sa.Column(
            "modified_at",
            sa.DateTime(timezone=True),
            nullable=True,
            comment="Start of the interval that modified_raw denotes. Read it together with modified_precision.",
        ),
        sa.Column("modified_precision", sa.Text(), nullable=True, comment="As published_precision."),
        sa.Column("modified_zone", sa.Text(), nullable=True, comment="As published_zone."),
        sa.Column("modified_zone_basis", sa.Text(), nullable=True, comment="As published_zone_basis."),
        sa.Column("modified_origin", sa.Text(), nullable=True, comment="Where in the page modified_raw stands."),
        sa.Column(
            "first_captured_at",
            sa.DateTime(timezone=True),
            nullable=False,
            comment="When it was first fetched or captured.",
        ),
        sa.Column(
            "last_captured_at",
            sa.DateTime(timezone=True),
            nullable=False,
            comment="When it was last fetched or captured, changed or not.",
        ),
        sa.Column(
            "content_hash",
            sa.LargeBinary(),
            nullable=False,
            comment="SHA-256 over headline, dek, body, captions and credits: a change of it is a revision.",
        ),
        sa.Column(
            "revision",
            sa.Integer(),
            server_default="1",
            nullable=False,
            comment="1 for the first version stored, one more for each change seen.",
        ),
        sa.Column("version", sa.Text(), nullable=False, comment="Version of Dateline that extracted this text."),
        sa.CheckConstraint(
            "modified_precision in ('year', 'month', 'day', 'hour', 'minute', 'second')",
            name=op.f("ck_articles_modified_precision"),
        ),
        sa.CheckConstraint(
            "modified_zone_basis in ('offset', 'abbreviation', 'source', 'assumed_utc')",
            name=op.f("ck_articles_modified_zone_basis"),
        ),
        sa.CheckConstraint(
            "published_precision in ('year', 'month', 'day', 'hour', 'minute', 'second')",
            name=op.f("ck_articles_published_precision"),
        ),
        sa.CheckConstraint(
            "published_zone_basis in ('offset', 'abbreviation', 'source', 'assumed_utc')",
            name=op.f("ck_articles_published_zone_basis"),
        ),
        sa.CheckConstraint(
            "(modified_at is null) = (modified_raw is null) and (modified_at is null) = (modified_precision is null) and (modified_at is null) = (modified_zone_basis is null) and (modified_at is null) = (modified_origin is null)",
            name=op.f("ck_articles_modified_together"),
        ),
        sa.CheckConstraint(
            "(published_at is null) = (published_raw is null) and (published_at is null) = (published_precision is null) and (published_at is null) = (published_zone_basis is null) and (published_at is null) = (published_origin is null)",
            name=op.f("ck_articles_published_together"),
        ),
        sa.CheckConstraint("last_captured_at >= first_captured_at", name=op.f("ck_articles_captured")),
        sa.CheckConstraint("octet_length(content_hash) = 32", name=op.f("ck_articles_content_hash")),
        sa.CheckConstraint("octet_length(key_hash) = 32", name=op.f("ck_articles_key_hash")),
        sa.CheckConstraint("revision >= 1", name=op.f("ck_articles_revision")),
        sa.CheckConstraint("word_count >= 0", name=op.f("ck_articles_word_count")),
        sa.ForeignKeyConstraint(["source_id"], ["news.sources.id"], name=op.f("fk_articles_source_id_sources")),
        sa.ForeignKeyConstraint(["url_id"], ["news.urls.id"], name=op.f("fk_articles_url_id_urls")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_articles")),
        sa.UniqueConstraint("key_hash", name=op.f("uq_articles_key_hash")),
        schema="news",
        comment="An article as it reads in its latest capture. One row for each canonical URL of a site; a syndicated copy on another site is an article of its own.",
    )
    op.create_index(op.f("ix_articles_published_at"), "articles", ["published_at"], unique=False, schema="news")
    op.create_index(
        op.f("ix_articles_source_id"),
        "articles",
        ["source_id", sa.literal_column("published_at desc nulls last")],
        unique=False,
        schema="news",
    )
    op.create_index(op.f("ix_articles_tags"), "articles", ["tags"], unique=False, schema="news", postgresql_using="gin")
    op.create_index(op.f("ix_articles_url_id"), "articles", ["url_id"], unique=False, schema="news")
    op.create_table(
        "article_authors",
        sa.Column("article_id", sa.BigInteger(), nullable=False, comment="The article."),
        sa.Column("position", sa.Integer(), nullable=False, comment="0-based order in the byline."),
        sa.Column("agent_id", sa.BigInteger(), nullable=False, comment="The author."),
        sa.CheckConstraint("position >= 0", name=op.f("ck_article_authors_position")),
        sa.ForeignKeyConstraint(["agent_id"], ["news.agents.id"], name=op.f("fk_article_authors_agent_id_agents")),
        sa.ForeignKeyConstraint(
            ["article_id"],
            ["news.articles.id"],
            name=op.f("fk_article_authors_article_id_articles"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("article_id", "position", name=op.f("pk_article_authors")),
        schema="news",
        comment="An author in an article's byline: a person, or, where none is named, an agency or newsroom.",
    )
    op.create_index(op.f("ix_article_authors_agent_id"), "article_authors", ["agent_id"], unique=False, schema="news")
    op.create_table(
        "captions",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False, comment="Surrogate key."),
        sa.Column("article_id", sa.BigInteger(), nullable=False, comment="The article."),
        sa.Column("position", sa.Integer(), nullable=False, comment="0-based order of the photo on the page."),
        sa.Column("photo_id", sa.BigInteger(), nullable=False, comment="The photo."),
        sa.Column(
            "caption", sa.Text(), nullable=True, comment="The caption without its credit; null if none was printed."
        ),
        sa.Column("caption_source", sa.Text(), nullable=True, comment="How the caption was found in the page."),
        sa.Column("alt", sa.Text(), nullable=True, comment="The image's alt text; null if absent or empty."),
        sa.Column(
            "credit_raw",
            sa.Text(),
            nullable=True,
            comment="The credit line as printed; null if none was. Its reading is in credits.",
        ),
        sa.Column("credit_source", sa.Text(), nullable=True, comment="How the credit line was found in the page."),
        sa.Column(
            "credit_confidence",
            sa.Double(),
            nullable=True,
            comment="0 to 1: how far the credit line was understood; null if there is none.",
        ),
        sa.Column(
            "is_handout",
            sa.Boolean(),
            server_default="false",
            nullable=False,
            comment="The line says that the picture was handed out by an interested party.",
        ),
        sa.Column(
            "is_file_photo",
            sa.Boolean(),
            server_default="false",
            nullable=False,
            comment="The line says that the picture is from the archive.",
        ),
        sa.Column(
            "is_video_still",
            sa.Boolean(),
            server_default="false",
            nullable=False,
            comment="The line says that the picture is a frame of a video.",
        ),
        sa.CheckConstraint(
            "(credit_raw is null) = (credit_confidence is null)", name=op.f("ck_captions_credit_together")
        ),
        sa.CheckConstraint("credit_confidence between 0 and 1", name=op.f("ck_captions_credit_confidence")),
        sa.CheckConstraint("position >= 0", name=op.f("ck_captions_position")),
        sa.ForeignKeyConstraint(
            ["article_id"], ["news.articles.id"], name=op.f("fk_captions_article_id_articles"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["photo_id"], ["news.photos.id"], name=op.f("fk_captions_photo_id_photos")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_captions")),
        sa.UniqueConstraint("article_id", "photo_id", name=op.f("uq_captions_article_id_photo_id")),
        sa.UniqueConstraint("article_id", "position", name=op.f("uq_captions_article_id_position")),
        schema="news",
        comment="A photo in an article: its place, its caption, and its credit line as printed.",
    )
    op.create_index(op.f("ix_captions_photo_id"), "captions", ["photo_id"], unique=False, schema="news")
    op.create_table(
        "fetches",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False, comment="Surrogate key."),
        sa.Column("run_id", sa.BigInteger(), nullable=False, comment="The run that made it."),
        sa.Column("url_id", sa.BigInteger(), nullable=False, comment="The URL asked for."),
        sa.Column(
            "article_id",
            sa.BigInteger(),
            nullable=True,
            comment="The article that the page belongs to; null if it gave none.",
        ),
        sa.Column(
            "fetched_at",
            sa.DateTime(timezone=True),
            nullable=False,
            comment="When the answer or the failure was known; for archived pages, when they were captured.",
        ),
        sa.Column(
            "outcome",
            sa.Text(),
            nullable=False,
            comment="stored (new), revised (changed), unchanged, dropped (as it should be: robots.txt, 404, an older capture than the one kept), quarantined (needs a look), or failed (another try may help).",
        ),
        sa.Column(
            "reason",
            sa.Text(),
            nullable=True,
            comment="Why it was dropped, quarantined or failed: a short token such as robots, http_404, timeout; else null.",
        ),
        sa.Column("detail", sa.Text(), nullable=True, comment="The error in its own words."),
        sa.Column(
            "final_url", sa.Text(), nullable=True, comment="The URL that answered, after redirects; null if none did."
        ),
        sa.Column("http_status", sa.Integer(), nullable=True, comment="HTTP status; null if there was no answer."),
        sa.Column("content_type", sa.Text(), nullable=True, comment="Content-Type as sent."),
        sa.Column("size", sa.Integer(), nullable=True, comment="Payload in bytes, content encodings undone."),
        sa.Column("sha256", sa.LargeBinary(), nullable=True, comment="SHA-256 of the payload."),
        sa.Column(
            "elapsed_ms",
            sa.Integer(),
            nullable=True,
            comment="Milliseconds from request to last byte; null for archived pages.",
        ),
        sa.CheckConstraint(
            "(reason is null) = (outcome in ('stored', 'revised', 'unchanged'))", name=op.f("ck_fetches_reason")
        ),
        sa.CheckConstraint(
            "article_id is not null or outcome not in ('stored', 'revised', 'unchanged')",
            name=op.f("ck_fetches_article_if_kept"),
        ),
        sa.CheckConstraint(
            "outcome in ('stored', 'revised', 'unchanged', 'dropped', 'quarantined', 'failed')",
            name=op.f("ck_fetches_outcome"),
        ),
        sa.CheckConstraint("elapsed_ms >= 0", name=op.f("ck_fetches_elapsed_ms")),
        sa.CheckConstraint("http_status between 100 and 599", name=op.f("ck_fetches_http_status")),
        sa.CheckConstraint("octet_length(sha256) = 32", name=op.f("ck_fetches_sha256")),
        sa.CheckConstraint("size >= 0", name=op.f("ck_fetches_size")),
        sa.ForeignKeyConstraint(["article_id"], ["news.articles.id"], name=op.f("fk_fetches_article_id_articles")),
        sa.ForeignKeyConstraint(["run_id"], ["news.crawl_runs.id"], name=op.f("fk_fetches_run_id_crawl_runs")),
        sa.ForeignKeyConstraint(["url_id"], ["news.urls.id"], name=op.f("fk_fetches_url_id_urls")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_fetches")),
        schema="news",
        comment="One request for a page, or one capture read from an archive, with the single outcome it came to.",
    )
    op.create_index(op.f("ix_fetches_article_id"), "fetches", ["article_id"], unique=False, schema="news")
    op.create_index(op.f("ix_fetches_run_id"), "fetches", ["run_id"], unique=False, schema="news")
    op.create_index(
        op.f("ix_fetches_url_id"),
        "fetches",
        ["url_id", sa.literal_column("fetched_at DESC")],
        unique=False,
        schema="news",
    )
    op.create_table(
        "credits",
        sa.Column("caption_id", sa.BigInteger(), nullable=False, comment="The caption whose credit line it is."),
        sa.Column("position", sa.Integer(), nullable=False, comment="0-based order in the line."),
        sa.Column("agent_id", sa.BigInteger(), nullable=False, comment="Who is credited."),
        sa.Column(
            "role",
            sa.Text(),
            nullable=False,
            comment="photographer, agency (made or owns the picture), distributor (passes it on), rights_holder, or courtesy.",
        ),
        sa.CheckConstraint(
            "role in ('photographer', 'agency', 'distributor', 'rights_holder', 'courtesy')",
            name=op.f("ck_credits_role"),
        ),
        sa.CheckConstraint("position >= 0", name=op.f("ck_credits_position")),
        sa.ForeignKeyConstraint(["agent_id"], ["news.agents.id"], name=op.f("fk_credits_agent_id_agents")),
        sa.ForeignKeyConstraint(
            ["caption_id"], ["news.captions.id"], name=op.f("fk_credits_caption_id_captions"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("caption_id", "position", name=op.f("pk_credits")),
        sa.UniqueConstraint("caption_id", "agent_id", "role", name=op.f("uq_credits_caption_id_agent_id_role")),
        schema="news",
        comment="An agent named in a credit line, in one role.",
    )
    op.create_index(op.f("ix_credits_agent_id"), "credits", ["agent_id"], unique=False, schema="news")


def downgrade() -> None:
    """Undo."""
    op.drop_index(op.f("ix_credits_agent_id"), table_name="credits", schema="news")
    op.drop_table("credits", schema="news")
    op.drop_index(op.f("ix_fetches_url_id"), table_name="fetches", schema="news")
    op.drop_index(op.f("ix_fetches_run_id"), table_name="fetches", schema="news")
    op.drop_index(op.f("ix_fetches_article_id"), table_name="fetches", schema="news")
    op.drop_table("fetches", schema="news")
    op.drop_index(op.f("ix_captions_photo_id"), table_name="captions", schema="news")
    op.drop_table("captions", schema="news")
    op.drop_index(op.f("ix_article_authors_agent_id"), table_name="article_authors", schema="news")
    op.drop_table("article_authors", schema="news")
    op.drop_index(op.f("ix_articles_url_id"), table_name="articles", schema="news")
    op.drop_index(op.f("ix_articles_tags"), table_name="articles", schema="news", postgresql_using="gin")
    op.drop_index(op.f("ix_articles_source_id"), table_name="articles", schema="news")
    op.drop_index(op.f("ix_articles_published_at"), table_name="articles", schema="news")
    op.drop_table("articles", schema="news")
    op.drop_index(op.f("ix_urls_source_id"), table_name="urls", schema="news")
    op.drop_table("urls", schema="news")
    op.drop_index(op.f("ix_sources_domain"), table_name="sources", schema="news")
    op.drop_table("sources", schema="news")
    op.drop_table("photos", schema="news")
    op.drop_table("crawl_runs", schema="news")
    op.drop_table("agents", schema="news")
