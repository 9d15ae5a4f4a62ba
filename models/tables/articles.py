"""Articles and the people and agencies named in them."""

from datetime import date
from typing import Any

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, literal_column, text
from sqlalchemy.orm import Mapped, mapped_column

from models.tables.base import Base, CreatedAt, Hash, Id, Instant, StorableJson
from models.tables.crawl import Source, Url

_PRECISIONS = "('year', 'month', 'day', 'hour', 'minute', 'second')"
_ZONE_BASES = "('offset', 'abbreviation', 'source', 'assumed_utc')"


def _date_checks(prefix: str) -> tuple[CheckConstraint, ...]:
    """A date's columns are filled together or not at all."""
    columns = (f"{prefix}_raw", f"{prefix}_precision", f"{prefix}_zone_basis", f"{prefix}_origin")
    together = " and ".join(f"({prefix}_at is null) = ({column} is null)" for column in columns)
    return (
        CheckConstraint(f"{prefix}_precision in {_PRECISIONS}", name=f"{prefix}_precision"),
        CheckConstraint(f"{prefix}_zone_basis in {_ZONE_BASES}", name=f"{prefix}_zone_basis"),
        CheckConstraint(together, name=f"{prefix}_together"),
    )


class Article(Base):
    """An article as it reads in its latest capture. One row for each canonical URL of a site; a syndicated copy on
    another site is an article of its own."""

    __tablename__ = "articles"
    __table_args__ = (
        CheckConstraint("octet_length(key_hash) = 32", name="key_hash"),
        CheckConstraint("octet_length(content_hash) = 32", name="content_hash"),
        CheckConstraint("last_captured_at >= first_captured_at", name="captured"),
        CheckConstraint("word_count >= 0", name="word_count"),
        CheckConstraint("revision >= 1", name="revision"),
        *_date_checks("published"),
        *_date_checks("modified"),
        CheckConstraint("(published_at is null) = (published_date is null)", name="published_date"),
        Index(None, "source_id", text("published_at desc nulls last")),
        Index("ix_articles_published_at", "published_at", "published_date"),
        Index("ix_articles_whose", "id", unique=True, postgresql_include=["source_id", "language"]),
        Index(None, "published_date"),
        Index(None, "tags", postgresql_using="gin"),
    )

    id: Mapped[Id]
    """Surrogate key."""
    key_hash: Mapped[Hash] = mapped_column(unique=True)
    """SHA-256 of the normalised URL that the article is known by: its canonical URL where that lies on the same site,
    else the URL that answered."""
    source_id: Mapped[int] = mapped_column(ForeignKey(Source.id))
    """The source that published it."""
    url_id: Mapped[int] = mapped_column(ForeignKey(Url.id), index=True)
    """The URL of its first capture."""
    url: Mapped[str]
    """The URL that the article is known by."""
    canonical_url: Mapped[str | None]
    """The canonical URL as the page states it, which may lie on another site; null if it states none."""
    canonical_conflicts: Mapped[list[str]] = mapped_column(server_default="{}")
    """What speaks against canonical_url, each with where it stands: other addresses that the page calls its own, and
    canonical links to another site or to a front page."""
    headline: Mapped[str]
    """The headline without site name and kicker."""
    kicker: Mapped[str | None]
    """The label before the headline, such as PHOTOS, without its colon; null if none."""
    dek: Mapped[str | None]
    """The standfirst below the headline; null if none."""
    byline: Mapped[str | None]
    """The byline as printed; the people in it are in article_authors."""
    body: Mapped[str | None]
    """The text, a paragraph a line, without captions and credits; null where a page has photos only."""
    language: Mapped[str | None]
    """BCP 47 tag as the page declares it, or else its source's; null if unknown."""
    section: Mapped[str | None]
    """Section or category, as the page names it."""
    tags: Mapped[list[str]] = mapped_column(server_default="{}")
    """Keywords as the page gives them, in order, each once."""
    word_count: Mapped[int]
    """Words in body; characters in scripts that set no spaces."""
    dateline: Mapped[str | None]
    """The dateline as printed, such as MOSUL, Iraq (AP) —; body begins with it. Null if none."""
    dateline_place: Mapped[str | None]
    """The dateline's place as printed, or the place of writing that the page's metadata state; null if neither."""
    wire_agencies: Mapped[list[str]] = mapped_column(server_default="{}")
    """News agencies whose copy the article is or draws on, under their usual names, in printed order."""
    corrections: Mapped[list[str]] = mapped_column(server_default="{}")
    """Notes that the article was corrected, as printed, in page order."""
    has_video: Mapped[bool | None]
    """Whether a video belongs to the article; null if it was stored by a version that did not look."""
    paywalled: Mapped[bool | None]
    """Whether the whole text is for subscribers or metered, as the page declares it; null if it does not say. body
    holds what was open."""
    licence: Mapped[str | None]
    """URL or name of the licence that the page grants its text under; null if it names none."""
    copyright: Mapped[str | None]
    """Copyright notice or holder, as the text's last lines or the page's metadata say; null if they don't."""
    rights_signals: Mapped[list[str]] = mapped_column(server_default="{}")
    """What the page asks of machines: robots directives such as noai and noarchive, tdm-reservation=1, tdm-policy=URL,
    acquire-licence=URL, usage-info=URL."""
    field_sources: Mapped[dict[str, Any]] = mapped_column(server_default="{}")
    """Where in the page each filled column stands, by column: {"headline": "h1", "body": "text"}; authors too. Dates,
    captions and credits have columns of their own for that."""
    published_raw: Mapped[str | None]
    """The publication date as printed; null if none was found."""
    published_at: Mapped[Instant | None]
    """Start of the interval that published_raw denotes. Read it together with published_precision."""
    published_precision: Mapped[str | None]
    """The smallest unit printed: year, month, day, hour, minute or second."""
    published_zone: Mapped[str | None]
    """IANA name or UTC offset by which published_at was placed."""
    published_zone_basis: Mapped[str | None]
    """Ground for the zone: offset or abbreviation (printed), source (its usual zone), assumed_utc."""
    published_origin: Mapped[str | None]
    """Where in the page published_raw stands."""
    published_date: Mapped[date | None]
    """The local day of published_at: by published_zone, UTC for want of one. Of a month or a year, its first day."""
    modified_raw: Mapped[str | None]
    """The date of the last change as printed; null if none was found."""
    modified_at: Mapped[Instant | None]
    """Start of the interval that modified_raw denotes. Read it together with modified_precision."""
    modified_precision: Mapped[str | None]
    """As published_precision."""
    modified_zone: Mapped[str | None]
    """As published_zone."""
    modified_zone_basis: Mapped[str | None]
    """As published_zone_basis."""
    modified_origin: Mapped[str | None]
    """Where in the page modified_raw stands."""
    first_captured_at: Mapped[Instant]
    """When it was first fetched or captured."""
    last_captured_at: Mapped[Instant]
    """When it was last fetched or captured, changed or not."""
    content_hash: Mapped[Hash]
    """SHA-256 over headline, dek, body, captions and credits: a change of it is a revision."""
    revision: Mapped[int] = mapped_column(server_default="1")
    """1 for the first version stored, one more for each change seen."""
    version: Mapped[str]
    """Version of Dateline that extracted this text."""


class ArticleRevision(Base):
    """A version of an article as it once read; the latest stands in articles too. All stay."""

    __tablename__ = "article_revisions"
    __table_args__ = (
        CheckConstraint("revision >= 1", name="revision"),
        CheckConstraint("octet_length(content_hash) = 32", name="content_hash"),
        Index("ix_article_revisions_later", "captured_at", postgresql_where=text("revision > 1")),
    )

    article_id: Mapped[int] = mapped_column(BigInteger, ForeignKey(Article.id, ondelete="CASCADE"), primary_key=True)
    """The article."""
    revision: Mapped[int] = mapped_column(primary_key=True)
    """1 for the first version seen, one more for each change."""
    captured_at: Mapped[Instant]
    """When it was first seen to read like this."""
    fetch_id: Mapped[int | None] = mapped_column(BigInteger)
    """The fetch that showed it, with its place in the archive; null for what was stored before there was one."""
    changed: Mapped[list[str]] = mapped_column(server_default="{}")
    """What differs from the version before: headline, kicker, dek, body, captions, credits; empty for the first."""
    headline: Mapped[str]
    """As in articles."""
    kicker: Mapped[str | None]
    """As in articles."""
    dek: Mapped[str | None]
    """As in articles."""
    body: Mapped[str | None]
    """As in articles."""
    photos: Mapped[list[dict[str, Any]]] = mapped_column(StorableJson, server_default="[]")
    """Its photos in page order, each with url, caption and credit (as printed)."""
    content_hash: Mapped[Hash]
    """As in articles."""
    version: Mapped[str]
    """Version of Dateline that extracted it."""


class Agent(Base):
    """A person, agency or organisation named in a byline or credit line; once for all its spellings."""

    __tablename__ = "agents"
    __table_args__ = (
        CheckConstraint("octet_length(key_hash) = 32", name="key_hash"),
        CheckConstraint("kind in ('person', 'agency', 'organization')", name="kind"),
        Index(
            "ix_agents_letters",
            literal_column("news.name_letters(name)").label("letters"),
            postgresql_using="gin",
            postgresql_ops={"letters": "gin_trgm_ops"},
        ),
    )

    id: Mapped[Id]
    """Surrogate key."""
    key_hash: Mapped[Hash] = mapped_column(unique=True)
    """SHA-256 of the kind and the name without case, dots, hyphens and spaces."""
    kind: Mapped[str]
    """person, agency or organization."""
    name: Mapped[str]
    """The name, normalised, in the spelling first seen."""
    created_at: Mapped[CreatedAt]
    """When the name was first seen."""


class ArticleAuthor(Base):
    """An author in an article's byline: a person, or, where none is named, an agency or newsroom."""

    __tablename__ = "article_authors"
    __table_args__ = (CheckConstraint("position >= 0", name="position"),)

    article_id: Mapped[int] = mapped_column(BigInteger, ForeignKey(Article.id, ondelete="CASCADE"), primary_key=True)
    """The article."""
    position: Mapped[int] = mapped_column(primary_key=True)
    """0-based order in the byline."""
    agent_id: Mapped[int] = mapped_column(ForeignKey(Agent.id), index=True)
    """The author."""
