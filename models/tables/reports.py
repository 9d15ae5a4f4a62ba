"""What was read in articles for the making of events, and how it is found again."""

from datetime import date
from typing import Any

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from models.tables.articles import Article
from models.tables.base import Base, CreatedAt, Hash, Instant

PLACE_KINDS = "('site', 'city', 'admin2', 'admin1', 'country', 'region')"


class Unread(Base):
    """Articles whose reading for events is due. Triggers on articles make these rows, in the transaction that stores,
    revises or re-extracts an article, whoever does it."""

    __tablename__ = "unread"
    __table_args__ = (
        CheckConstraint("marks >= 1", name="marks"),
        Index("ix_unread_next", "published_at", "article_id", postgresql_where=text("problem is null")),
    )

    article_id: Mapped[int] = mapped_column(
        BigInteger, ForeignKey(Article.id, ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    """The article."""
    published_at: Mapped[Instant | None]
    """As in articles: they are read in this order, undated ones last."""
    marks: Mapped[int] = mapped_column(server_default="1")
    """How often it changed since it was last read: a reading that took an earlier state does not count."""
    marked_at: Mapped[CreatedAt]
    """When it changed first."""
    problem: Mapped[str | None]
    """Why its reading failed: it is not tried again until the article changes, or scrapy events update --failed is
    called; null: none was tried, or it is under way."""


class Report(Base):
    """An article as it was last read for events. All that is made of it goes when the article is deleted."""

    __tablename__ = "reports"
    __table_args__ = (
        CheckConstraint("octet_length(content_hash) = 32", name="content_hash"),
        Index("ix_reports_undated", "article_id", postgresql_where=text("day is null and is_filed")),
    )

    article_id: Mapped[int] = mapped_column(
        BigInteger, ForeignKey(Article.id, ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    """The article."""
    content_hash: Mapped[Hash]
    """Of the text that was read: as in articles."""
    day: Mapped[date | None]
    """The day it is filed under: its local day of publication; null if it bears no date."""
    sketch: Mapped[Hash]
    """Its vectors, days and names, packed, for comparison with others."""
    is_filed: Mapped[bool] = mapped_column(server_default="false")
    """Whether it is found by its keys, and counted in feature_counts: true once it was compared with others."""
    facts: Mapped[dict[str, Any]]
    """Places, times, figures, kinds and names that were read in it, each with field, start and end of where it
    stands."""
    version: Mapped[str]
    """Version of Dateline that read it."""
    read_at: Mapped[CreatedAt]
    """When it was read."""


class ReportKey(Base):
    """A rare feature of a report: reports that share some may tell of one event."""

    __tablename__ = "report_keys"
    __table_args__ = (Index("ix_report_keys_near", "key", "day", "article_id"),)

    article_id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    """The report."""
    key: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    """Hash of the feature, 63 bits."""
    day: Mapped[date | None]
    """As in reports."""


class ReportLink(Base):
    """Two reports that are like each other. Each pair stands here once."""

    __tablename__ = "report_links"
    __table_args__ = (CheckConstraint("a < b", name="once"), Index(None, "b"))

    a: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    """The article with the smaller id."""
    b: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    """The other."""
    weight: Mapped[float]
    """How like they are, from 0, seldom above 5."""


class CopyBand(Base):
    """A key under which copies of a report's text are found."""

    __tablename__ = "copy_bands"
    __table_args__ = (Index(None, "key", "article_id"),)

    article_id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    """The report."""
    key: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    """Hash of a part of its text's sketch, 63 bits."""


class CopyPair(Base):
    """Two articles whose texts were found to be copies. Each pair stands here once; copies has the groups."""

    __tablename__ = "copy_pairs"
    __table_args__ = (
        CheckConstraint("a < b", name="once"),
        CheckConstraint("kind in ('same', 'edited', 'excerpt')", name="kind"),
        CheckConstraint("a_part between 0 and 1 and b_part between 0 and 1", name="parts"),
        Index(None, "b"),
    )

    a: Mapped[int] = mapped_column(BigInteger, ForeignKey(Report.article_id, ondelete="CASCADE"), primary_key=True)
    """The article with the smaller id."""
    b: Mapped[int] = mapped_column(BigInteger, ForeignKey(Report.article_id, ondelete="CASCADE"), primary_key=True)
    """The other."""
    kind: Mapped[str]
    """same (the same text), edited, or excerpt."""
    a_part: Mapped[float]
    """0 to 1: the part of the first text that stands in the second."""
    b_part: Mapped[float]
    """0 to 1: the part of the second text that stands in the first."""


class Copy(Base):
    """An article whose text another one has too: a syndicated copy, a wire rewrite, the same under another URL."""

    __tablename__ = "copies"
    __table_args__ = (
        CheckConstraint("kind in ('same', 'edited', 'excerpt')", name="kind"),
        CheckConstraint("shared between 0 and 1", name="shared"),
        CheckConstraint("article_id <> representative_id", name="other"),
    )

    article_id: Mapped[int] = mapped_column(
        BigInteger, ForeignKey(Report.article_id, ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    """The copy."""
    representative_id: Mapped[int] = mapped_column(
        BigInteger, ForeignKey(Report.article_id, ondelete="CASCADE"), index=True
    )
    """The article that stands for its group: the earliest, or the fullest of the earliest."""
    kind: Mapped[str]
    """same (the same text), edited, or excerpt."""
    shared: Mapped[float]
    """0 to 1: the part of the shorter text that stands in the other."""


class PlaceMention(Base):
    """A place name in an article, and which place it is taken for."""

    __tablename__ = "place_mentions"
    __table_args__ = (
        CheckConstraint(f"kind in {PLACE_KINDS}", name="kind"),
        CheckConstraint("confidence between 0 and 1", name="confidence"),
        Index(None, "geonames_id", postgresql_where=text("geonames_id is not null")),
        Index(None, "country", "admin1"),
    )

    article_id: Mapped[int] = mapped_column(
        BigInteger, ForeignKey(Report.article_id, ondelete="CASCADE"), primary_key=True
    )
    """The article."""
    position: Mapped[int] = mapped_column(primary_key=True)
    """0-based order in the article."""
    field: Mapped[str]
    """headline, dek, body, or caption:N with N the photo's position in the article."""
    start: Mapped[int]
    """0-based offset of the name's first character there."""
    stop: Mapped[int]
    """Offset behind its last character."""
    name: Mapped[str]
    """The name as printed."""
    place: Mapped[str]
    """The place's usual English name."""
    kind: Mapped[str]
    """site, city, admin2, admin1, country or region."""
    geonames_id: Mapped[int | None]
    """GeoNames' id; null where there is none."""
    country: Mapped[str | None]
    """ISO 3166-1 alpha-2; null for regions of several countries."""
    admin1: Mapped[str | None]
    """The first-order division that it lies in, or is; null if not known."""
    lat: Mapped[float]
    """Degrees north, WGS 84."""
    lon: Mapped[float]
    """Degrees east, WGS 84."""
    confidence: Mapped[float]
    """0 to 1: how sure the reading is."""


class FeatureCount(Base):
    """How many reports bear each feature, packed: what tells rare features from common ones."""

    __tablename__ = "feature_counts"
    __table_args__ = (CheckConstraint("chunk >= -1", name="chunk"),)

    chunk: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    """Which part of the table of counts; -1 holds the number of reports that were counted; from 1048576: what was noted
    since, a batch each."""
    counts: Mapped[Hash]
    """Unsigned 32-bit counts, little-endian, one after the other; of a note, first the places of those that have
    changed."""
