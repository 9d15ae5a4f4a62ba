"""What was asked for and what came of it: sources, runs, URLs, fetches."""

from datetime import date
from typing import Any

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, desc, text
from sqlalchemy.orm import Mapped, mapped_column

from models.tables.base import Base, CreatedAt, Hash, Id, Instant

OUTCOMES = ("stored", "revised", "unchanged", "dropped", "quarantined", "failed")
STATES = ("new", "kept", "gone", "dropped", "quarantined", "failed")


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
    lease_run_id: Mapped[int | None] = mapped_column(BigInteger)
    """The run that crawls it, or the last that did; null if none ever held the lease."""
    lease_token: Mapped[int] = mapped_column(BigInteger, server_default="0")
    """Fencing token: one more each time a run takes the lease; whoever holds an older one may store nothing."""
    lease_until: Mapped[Instant | None]
    """Until when the lease holds without a further heartbeat; null: nobody holds it."""


class CrawlRun(Base):
    """One run of one spider: a process that fetched, or read an archive, from start to end."""

    __tablename__ = "crawl_runs"
    __table_args__ = (
        CheckConstraint("status in ('running', 'finished', 'failed', 'killed')", name="status"),
        CheckConstraint("finished_at >= started_at", name="finished_after_start"),
        CheckConstraint("(status = 'running') = (finished_at is null)", name="running_has_no_end"),
        Index(None, "source_id", desc("started_at")),
        Index("ix_crawl_runs_newest", desc("started_at")),
        Index(None, "started_at", postgresql_where=text("settled_at is null")),
    )

    id: Mapped[Id]
    """Surrogate key, rising with time."""
    spider: Mapped[str]
    """news, article or warc: the spider; reextract: what was archived was read anew."""
    source_id: Mapped[int | None] = mapped_column(ForeignKey(Source.id))
    """The source that it crawled; null for given pages and archive files."""
    arguments: Mapped[dict[str, Any]]
    """The spider's arguments, as given."""
    started_at: Mapped[CreatedAt]
    """When the run began."""
    finished_at: Mapped[Instant | None]
    """When it ended; of a killed run, its last heartbeat; null while it runs."""
    heartbeat_at: Mapped[CreatedAt]
    """When it last said that it lives."""
    settled_at: Mapped[Instant | None]
    """When every page that it had archived had its outcome in fetches; null: a later run of the source sees to that."""
    batches: Mapped[int] = mapped_column(server_default="0")
    """Batches of pages that it has committed; tells a writer whose connection broke off whether its last one counts."""
    status: Mapped[str] = mapped_column(server_default="running")
    """running; finished: it did what it says; failed: it ended, but fell short; killed: it was found dead."""
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
    process: Mapped[str | None]
    """What tells its process from every other on any machine, where the system gives that: boot, namespace, pid and
    start."""


class Url(Base):
    """An address of a page, once for all its spellings."""

    __tablename__ = "urls"
    __table_args__ = (
        CheckConstraint("octet_length(key_hash) = 32", name="key_hash"),
        CheckConstraint("url ~ '^https?://'", name="http"),
        CheckConstraint(f"state in {STATES}", name="state"),
        CheckConstraint("attempts >= 0", name="attempts"),
        Index("ix_urls_due", "source_id", "next_fetch_at", postgresql_where=text("next_fetch_at is not null")),
        Index("ix_urls_article_id", "article_id", postgresql_where=text("article_id is not null")),
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
    hint_headline: Mapped[str | None]
    """The headline that feed, sitemap or section page last gave it; null if none did."""
    hint_published: Mapped[str | None]
    """The publication date that they last gave it, as printed; null if none did."""
    hint_modified: Mapped[str | None]
    """The date of change that they last gave it, as printed; null if none did. A new one makes the page due."""
    state: Mapped[str] = mapped_column(server_default="new")
    """What its last fetch came to: new (none yet), kept (an article), gone (404 or 410), dropped, quarantined or
    failed."""
    next_fetch_at: Mapped[Instant | None]
    """When it is due; null: never, until something new is heard of it."""
    attempts: Mapped[int] = mapped_column(server_default="0")
    """Failed fetches in a row."""
    run_id: Mapped[int | None] = mapped_column(BigInteger)
    """The run that last took it to fetch; it is taken once a run."""
    fetched_at: Mapped[Instant | None]
    """When it was last fetched; null: never."""
    changed_at: Mapped[Instant | None]
    """When its article last changed, as far as is known: when a change was found, or else when it was published or
    first fetched; null if it gave none. What has long been still is seen rarely."""
    article_id: Mapped[int | None] = mapped_column(BigInteger)
    """The article that it last gave; null if it gave none."""
    etag: Mapped[str | None]
    """ETag of the answer that was last kept, as sent."""
    last_modified: Mapped[str | None]
    """Last-Modified of the answer that was last kept, as sent."""
    redirect_to: Mapped[str | None]
    """The address that answered last, where it was another."""
    payload_fetch_id: Mapped[int | None] = mapped_column(BigInteger)
    """The fetch whose archive record holds the payload of the answer last kept; null if it is not archived."""


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
        CheckConstraint("(warc_file is null) = (warc_offset is null)", name="warc_offset"),
        CheckConstraint("(warc_file is null) = (warc_length is null)", name="warc_length"),
        CheckConstraint("warc_offset >= 0 and warc_length > 0", name="warc_place"),
        Index(None, "url_id", desc("fetched_at")),
        Index(None, "warc_file", "warc_offset", postgresql_where=text("warc_file is not null")),
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
    warc_file: Mapped[str | None]
    """The archive file that holds the answer: its name below the archive's folder; null if there was no answer, it was
    fetched before there was an archive, or it was read from a file that was given to the warc spider."""
    warc_offset: Mapped[int | None] = mapped_column(BigInteger)
    """Where its record begins there, bytes; it is a gzip member of its own."""
    warc_length: Mapped[int | None] = mapped_column(BigInteger)
    """Length of the record there, bytes."""
    is_revisit: Mapped[bool] = mapped_column(server_default="false")
    """Whether the record is a revisit: the payload is the one of an earlier record, which it names, or the server said
    that nothing has changed."""
    payload_digest: Mapped[str | None]
    """WARC-Payload-Digest of the record, as sha1:BASE32; null if there is no record."""


class HostDay(Base):
    """Requests that a host was sent in a day (UTC), by all runs: what its daily budget is held against."""

    __tablename__ = "host_days"
    __table_args__ = (CheckConstraint("requests >= 0", name="requests"),)

    host: Mapped[str] = mapped_column(primary_key=True)
    """Host in lower case, with its port where that is not the usual one."""
    day: Mapped[date] = mapped_column(primary_key=True)
    """The day, UTC."""
    requests: Mapped[int]
    """Requests sent, robots.txt, feeds and redirects among them."""
    held_until: Mapped[Instant | None]
    """Until when it asked on that day to be left alone (Retry-After), where that is longer than a run waits; null: it
    did not."""
