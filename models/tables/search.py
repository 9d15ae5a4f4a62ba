"""What the analysts' search looks in."""

from datetime import date

from sqlalchemy import BigInteger, CheckConstraint, Index
from sqlalchemy.dialects.postgresql import TSVECTOR
from sqlalchemy.orm import Mapped, mapped_column

from models.tables.base import Base


class SearchEntry(Base):
    """What analyst.search looks in: the words of each article, caption and event. Triggers keep it, whoever writes."""

    __tablename__ = "search_entries"
    __table_args__ = (
        CheckConstraint("kind in ('article', 'caption', 'event')", name="kind"),
        Index(None, "words", postgresql_using="gin"),
        Index(None, "language", "published_date"),
    )

    kind: Mapped[str] = mapped_column(primary_key=True)
    """article, caption or event."""
    id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    """Its id."""
    language: Mapped[str]
    """Primary language subtag of its text; und where it is not known, or no such."""
    published_date: Mapped[date | None]
    """The local day on which it, or its article, was published; of an event, the first of them. Null if not known."""
    words: Mapped[str] = mapped_column(TSVECTOR)
    """Its words, stemmed as its language asks, with the month as =YYYY-MM."""
