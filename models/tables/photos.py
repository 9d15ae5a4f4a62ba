"""The photo record: which picture stands where, what is said of it, and who is credited."""

from datetime import date

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from models.tables.articles import Agent, Article
from models.tables.base import Base, CreatedAt, Hash, Id, Instant
from models.tables.crawl import Source

# In the index too, because a view asks for them wherever it joins: to count names, no row need be read.
_BESIDE = ("article_id", "photo_id", "source_id")


class Photo(Base):
    """An image file by its address; the same file in two articles is one row."""

    __tablename__ = "photos"
    __table_args__ = (
        CheckConstraint("octet_length(key_hash) = 32", name="key_hash"),
        CheckConstraint("width > 0", name="width"),
        CheckConstraint("height > 0", name="height"),
        Index("ix_photos_picture", text("news.picture_key(url)")),
    )

    id: Mapped[Id]
    """Surrogate key."""
    key_hash: Mapped[Hash] = mapped_column(unique=True)
    """SHA-256 of the image's normalised URL."""
    url: Mapped[str]
    """URL of the widest rendition named in the page."""
    width: Mapped[int | None]
    """Pixels, as the page says; null if it does not."""
    height: Mapped[int | None]
    """Pixels, as the page says; null if it does not."""
    first_seen_at: Mapped[CreatedAt]
    """When it was first seen."""


class Caption(Base):
    """A photo in an article: its place, its caption, and its credit line as printed."""

    __tablename__ = "captions"
    __table_args__ = (
        UniqueConstraint("article_id", "position"),
        UniqueConstraint("article_id", "photo_id"),
        CheckConstraint("position >= 0", name="position"),
        CheckConstraint("credit_confidence between 0 and 1", name="credit_confidence"),
        CheckConstraint("(credit_raw is null) = (credit_confidence is null)", name="credit_together"),
        Index("ix_captions_same", text("news.caption_key(caption)"), postgresql_where=text("length(caption) >= 30")),
        *(
            Index(None, role, postgresql_where=text(f"{role} is not null"), postgresql_include=list(_BESIDE))
            for role in ("photographer", "agency")
        ),
        Index(None, "distributor", postgresql_where=text("distributor is not null")),
        Index("ix_captions_published_at", "published_at", "published_date"),
        Index(None, "published_date"),
        Index(None, "source_id", "published_at"),
    )

    id: Mapped[Id]
    """Surrogate key."""
    article_id: Mapped[int] = mapped_column(BigInteger, ForeignKey(Article.id, ondelete="CASCADE"))
    """The article."""
    source_id: Mapped[int] = mapped_column(ForeignKey(Source.id))
    """The article's source. A trigger writes it, and the next two, as they stand in articles."""
    published_at: Mapped[Instant | None]
    """As in articles."""
    published_date: Mapped[date | None]
    """As in articles."""
    position: Mapped[int]
    """0-based order of the photo on the page."""
    photo_id: Mapped[int] = mapped_column(ForeignKey(Photo.id), index=True)
    """The photo."""
    caption: Mapped[str | None]
    """The caption without its credit; null if none was printed."""
    caption_source: Mapped[str | None]
    """How the caption was found in the page."""
    alt: Mapped[str | None]
    """The image's alt text; null if absent or empty."""
    credit_raw: Mapped[str | None]
    """The credit line as printed; null if none was. Its reading is in credits."""
    credit_source: Mapped[str | None]
    """How the credit line was found in the page."""
    credit_confidence: Mapped[float | None]
    """0 to 1: how far the credit line was understood; null if there is none."""
    photographer: Mapped[str | None]
    """The names in credits whose role is photographer, in printed order, joined by and; null if there is none."""
    agency: Mapped[str | None]
    """As photographer, for the role agency."""
    distributor: Mapped[str | None]
    """As photographer, for the role distributor."""
    rights_holder: Mapped[str | None]
    """As photographer, for the role rights_holder."""
    courtesy: Mapped[str | None]
    """As photographer, for the role courtesy."""
    is_handout: Mapped[bool] = mapped_column(server_default="false")
    """The line says that the picture was handed out by an interested party."""
    is_file_photo: Mapped[bool] = mapped_column(server_default="false")
    """The line says that the picture is from the archive."""
    is_video_still: Mapped[bool] = mapped_column(server_default="false")
    """The line says that the picture is a frame of a video."""


class Credit(Base):
    """An agent named in a credit line, in one role."""

    __tablename__ = "credits"
    __table_args__ = (
        UniqueConstraint("caption_id", "agent_id", "role"),
        CheckConstraint("position >= 0", name="position"),
        Index(None, "agent_id", "role"),
        CheckConstraint("role in ('photographer', 'agency', 'distributor', 'rights_holder', 'courtesy')", name="role"),
    )

    caption_id: Mapped[int] = mapped_column(BigInteger, ForeignKey(Caption.id, ondelete="CASCADE"), primary_key=True)
    """The caption whose credit line it is."""
    position: Mapped[int] = mapped_column(primary_key=True)
    """0-based order in the line."""
    agent_id: Mapped[int] = mapped_column(ForeignKey(Agent.id))
    """Who is credited."""
    role: Mapped[str]
    """photographer, agency (made or owns the picture), distributor (passes it on), rights_holder, or courtesy."""
