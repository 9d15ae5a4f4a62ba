"""What was asked for and what came of it: sources, runs, URLs, fetches."""

from typing import Any

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, desc
from sqlalchemy.orm import Mapped, mapped_column

from models.tables.base import Base, CreatedAt, Hash, Id, Instant

OUTCOMES = ("stored", "revised", "unchanged", "dropped", "quarantined", "failed")


class Source(Base):
    """A publisher, agency or other site that pages come from; one row for each file under crawler/sources and for
    each further domain that pages were taken from."""

    __tablename__ = "sources"
    __table_args__ = (
        CheckConstraint("kind in ('publisher', 'agency', 'aggregator', 'government', 'ngo')", name="kind"),
        CheckConstraint("country ~ '^[A-Z]{2}$'", name="country"),
        CheckConstraint("date_order in ('DMY', 'MDY', 'YMD')", name="date_order"),
        CheckConstraint("domain = lower(domain)", name="domain"),
    )

    id: Mapped[Id]
    """Surrogate key."""
    slug: Mapped[str] = mapped_column(unique=True)
    """The name of its YAML file without .yml; for a domain without a file, the domain."""
    domain: Mapped[str] = mapped_column(index=True)
    """Its registered domain in lower case; with a port where one was given."""
    name: Mapped[str]
    """The name it publishes under; the domain where no file says more."""
    kind: Mapped[str] = mapped_column(server_default="publisher")
    """publisher, agency, aggregator, government or ngo."""
    country: Mapped[str | None]
    """ISO 3166-1 alpha-2 of its newsroom; null if unknown."""
    language: Mapped[str | None]
    """BCP 47 tag of its usual language; null if unknown."""
    timezone: Mapped[str | None]
    """IANA zone that its times are printed in; null if unknown."""
    date_order: Mapped[str | None]
    """DMY, MDY or YMD: how it writes numeric dates; null: decided by country and language."""
    created_at: Mapped[CreatedAt]
    """When this row was made."""


class CrawlRun(Base):
    """One run of one spider: a process that fetched, or read an archive, from start to end."""

    __tablename__ = "crawl_runs"
    __table_args__ = (
        CheckConstraint("status in ('running', 'finished', 'failed')", name="status"),
        CheckConstraint("finished_at >= started_at", name="finished_after_start"),
        CheckConstraint("(status = 'running') = (finished_at is null)", name="running_has_no_end"),
    )

    id: Mapped[Id]
    """Surrogate key, rising with time."""
    spider: Mapped[str]
    """news, article or warc."""
    arguments: Mapped[dict[str, Any]]
    """The spider's arguments, as given."""
    started_at: Mapped[CreatedAt]
    """When the run began."""
    finished_at: Mapped[Instant | None]
    """When it ended; null while it runs, and for ever if it was killed."""
    status: Mapped[str] = mapped_column(server_default="running")
    """running; finished: it did what it says; failed: it ended, but fell short."""
    problems: Mapped[list[str]] = mapped_column(server_default="{}")
    """What made it fall short, a line each, for people."""
    stats: Mapped[dict[str, Any]] = mapped_column(server_default="{}")
    """Scrapy's counters at the end of the run."""
    version: Mapped[str]
    """Version of Dateline that ran."""
    host: Mapped[str]
    """Name of the machine that ran it."""
    pid: Mapped[int]
    """Its process id there."""


class Url(Base):
    """An address of a page, once for all its spellings."""

    __tablename__ = "urls"
    __table_args__ = (
        CheckConstraint("octet_length(key_hash) = 32", name="key_hash"),
        CheckConstraint("url ~ '^https?://'", name="http"),
    )

    id: Mapped[Id]
    """Surrogate key."""
    key_hash: Mapped[Hash] = mapped_column(unique=True)
    """SHA-256 of the normalised URL: trackers, fragment and default port gone, parameters sorted."""
    url: Mapped[str]
    """The spelling in which it was first seen."""
    source_id: Mapped[int] = mapped_column(ForeignKey(Source.id), index=True)
    """The source it was first found for."""
    discovered_via: Mapped[str]
    """The feed, sitemap, section page or archive file that first named it; argument if a person did."""
    discovered_at: Mapped[CreatedAt]
    """When it was first seen."""


class Fetch(Base):
    """One request for a page, or one capture read from an archive, with the single outcome it came to."""

    __tablename__ = "fetches"
    __table_args__ = (
        CheckConstraint(f"outcome in {OUTCOMES}", name="outcome"),
        CheckConstraint("(reason is null) = (outcome in ('stored', 'revised', 'unchanged'))", name="reason"),
        CheckConstraint(
            "article_id is not null or outcome not in ('stored', 'revised', 'unchanged')", name="article_if_kept"
        ),
        CheckConstraint("http_status between 100 and 599", name="http_status"),
        CheckConstraint("size >= 0", name="size"),
        CheckConstraint("elapsed_ms >= 0", name="elapsed_ms"),
        CheckConstraint("octet_length(sha256) = 32", name="sha256"),
        Index(None, "url_id", desc("fetched_at")),
    )

    id: Mapped[Id]
    """Surrogate key."""
    run_id: Mapped[int] = mapped_column(ForeignKey(CrawlRun.id), index=True)
    """The run that made it."""
    url_id: Mapped[int] = mapped_column(ForeignKey(Url.id))
    """The URL asked for."""
    article_id: Mapped[int | None] = mapped_column(BigInteger, ForeignKey("news.articles.id"), index=True)
    """The article that the page belongs to; null if it gave none."""
    fetched_at: Mapped[Instant]
    """When the answer or the failure was known; for archived pages, when they were captured."""
    outcome: Mapped[str]
    """stored (new), revised (changed), unchanged, dropped (as it should be: robots.txt, 404, an older capture than the
    one kept), quarantined (needs a look), or failed (another try may help)."""
    reason: Mapped[str | None]
    """Why it was dropped, quarantined or failed: a short token such as robots, http_404, timeout; else null."""
    detail: Mapped[str | None]
    """The error in its own words."""
    final_url: Mapped[str | None]
    """The URL that answered, after redirects; null if none did."""
    http_status: Mapped[int | None]
    """HTTP status; null if there was no answer."""
    content_type: Mapped[str | None]
    """Content-Type as sent."""
    size: Mapped[int | None]
    """Payload in bytes, content encodings undone."""
    sha256: Mapped[Hash | None]
    """SHA-256 of the payload."""
    elapsed_ms: Mapped[int | None]
    """Milliseconds from request to last byte; null for archived pages."""
