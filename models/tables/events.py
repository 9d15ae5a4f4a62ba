"""Events: the record, what it stands on, its history, and what analysts have ruled."""

from datetime import date

from sqlalchemy import (
    ARRAY,
    BigInteger,
    CheckConstraint,
    ForeignKey,
    Index,
    UniqueConstraint,
    desc,
    literal_column,
    text,
)
from sqlalchemy.dialects.postgresql import DATERANGE, Range
from sqlalchemy.orm import Mapped, mapped_column

from models.tables.base import Base, CreatedAt, Id, Instant
from models.tables.reports import PLACE_KINDS, Report

KINDS = (
    "('battle', 'explosion or remote violence', 'violence against civilians', 'protest', 'riot', "
    "'strategic development', 'crime', 'accident', 'disaster', 'justice', 'politics', 'other')"
)
_WHO = "('person', 'organisation', 'group', 'unknown')"


class Event(Base):
    """An event: something that happened, as the articles that tell of it report it. Null: they do not say."""

    __tablename__ = "events"
    __table_args__ = (
        CheckConstraint("status in ('current', 'merged', 'emptied', 'rejected')", name="status"),
        CheckConstraint("(merged_into is not null) = (status = 'merged')", name="merged_into"),
        CheckConstraint(f"kind in {KINDS}", name="kind"),
        CheckConstraint("time_precision in ('day', 'week', 'month', 'year')", name="time_precision"),
        CheckConstraint(f"geo_precision in {PLACE_KINDS}", name="geo_precision"),
        CheckConstraint("(lat is null) = (lon is null)", name="coordinates"),
        CheckConstraint("country ~ '^[A-Z]{2}$'", name="country"),
        Index("ix_events_newest", desc("last_report_at"), desc("id"), postgresql_where=text("status = 'current'")),
        Index("ix_events_most_sources", desc("sources"), "id", postgresql_where=text("status = 'current'")),
        Index("ix_events_due", "id", postgresql_where=text("is_due")),
        Index(None, "occurred", postgresql_using="gist"),
        Index(None, "country", "admin1"),
    )

    id: Mapped[Id]
    """The event's id: it stays the same as long as most of its articles stay together, and is never given again."""
    title: Mapped[str] = mapped_column(server_default="")
    """The headline of its most central article."""
    title_article_id: Mapped[int | None] = mapped_column(
        BigInteger, ForeignKey(Report.article_id, ondelete="SET NULL"), index=True
    )
    """The article that the title is taken from; null if it was deleted."""
    first_report_at: Mapped[Instant | None]
    """When its earliest article was published; null if none bears a date."""
    last_report_at: Mapped[Instant | None]
    """When its latest article was published; null if none bears a date."""
    occurred: Mapped[Range[date] | None] = mapped_column(DATERANGE)
    """The local days on which it happened; the upper bound is the day after. Null if not known."""
    time_precision: Mapped[str | None]
    """How finely that is known: day, week, month or year."""
    place: Mapped[str | None]
    """Where it happened: the place's usual English name."""
    geonames_id: Mapped[int | None]
    """GeoNames' id of the place; null where there is none."""
    country: Mapped[str | None]
    """ISO 3166-1 alpha-2 of the place; null for regions of several countries."""
    admin1: Mapped[str | None]
    """The first-order division that the place lies in, or is."""
    lat: Mapped[float | None]
    """Degrees north, WGS 84."""
    lon: Mapped[float | None]
    """Degrees east, WGS 84."""
    geo_precision: Mapped[str | None]
    """How finely the place is known: site, city, admin2, admin1, country or region."""
    kind: Mapped[str] = mapped_column(server_default="other")
    """What kind of occurrence it is: battle, explosion or remote violence, violence against civilians, protest, riot,
    strategic development, crime, accident, disaster, justice, politics; other if no sentence says."""
    articles: Mapped[int] = mapped_column(server_default="0")
    """How many articles tell of it."""
    sources: Mapped[int] = mapped_column(server_default="0")
    """How many independent sources: copies of one text count once, and so do pieces drawn from one agency's copy."""
    languages: Mapped[list[str]] = mapped_column(server_default="{}")
    """Primary language subtags of its articles, the most frequent first."""
    status: Mapped[str] = mapped_column(server_default="current")
    """current; merged: its articles are in merged_into now; emptied: it has lost all; rejected: an analyst ruled that
    it is no event."""
    merged_into: Mapped[int | None] = mapped_column(BigInteger, ForeignKey("news.events.id"), index=True)
    """The event that most of its articles went to, for a merged one; that one may have been merged since."""
    is_due: Mapped[bool] = mapped_column(server_default="false")
    """Whether it is to be looked at again: one of its articles was deleted."""
    created_at: Mapped[CreatedAt]
    """When it was first seen."""
    updated_at: Mapped[CreatedAt]
    """When its articles or its record last changed."""


class EventArticle(Base):
    """An article of an event. Each article that was read is in exactly one."""

    __tablename__ = "event_articles"
    __table_args__ = (CheckConstraint("centrality between 0 and 1", name="centrality"),)

    article_id: Mapped[int] = mapped_column(
        BigInteger, ForeignKey(Report.article_id, ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    """The article."""
    event_id: Mapped[int] = mapped_column(BigInteger, ForeignKey(Event.id), index=True)
    """The event."""
    centrality: Mapped[float] = mapped_column(server_default="0")
    """0 to 1: how like the event's other articles it is; 1 for the one that is most like them."""


class EventGround(Base):
    """The sentence or caption that a value of an event stands on."""

    __tablename__ = "event_grounds"
    __table_args__ = (CheckConstraint("about in ('title', 'occurred', 'place', 'kind')", name="about"),)

    event_id: Mapped[int] = mapped_column(BigInteger, ForeignKey(Event.id), primary_key=True)
    """The event."""
    about: Mapped[str] = mapped_column(primary_key=True)
    """Which value: title, occurred, place or kind."""
    article_id: Mapped[int] = mapped_column(BigInteger, ForeignKey(Report.article_id, ondelete="CASCADE"), index=True)
    """The article."""
    field: Mapped[str]
    """headline, dek, body, or caption:N with N the photo's position in the article."""
    start: Mapped[int]
    """0-based offset of the first character there."""
    stop: Mapped[int]
    """Offset behind the last character."""
    text: Mapped[str]
    """The words."""


class EventFigure(Base):
    """A key figure of an event, as reported."""

    __tablename__ = "event_figures"
    __table_args__ = (
        CheckConstraint("kind in ('killed', 'injured', 'displaced', 'missing', 'arrested')", name="kind"),
        CheckConstraint("low >= 0 and high >= low", name="range"),
    )

    event_id: Mapped[int] = mapped_column(BigInteger, ForeignKey(Event.id), primary_key=True)
    """The event."""
    position: Mapped[int] = mapped_column(primary_key=True)
    """0-based: the most reported and latest first within each kind."""
    kind: Mapped[str]
    """killed, injured, displaced, missing or arrested."""
    low: Mapped[int] = mapped_column(BigInteger)
    """The number, or the least where a range or at least is said."""
    high: Mapped[int | None] = mapped_column(BigInteger)
    """The number, or the most; null where only a least is given."""
    printed: Mapped[str]
    """The number as printed."""
    sources: Mapped[int]
    """How many independent sources give this very figure."""
    article_id: Mapped[int] = mapped_column(BigInteger, ForeignKey(Report.article_id, ondelete="CASCADE"), index=True)
    """The article whose sentence is quoted: the latest."""
    field: Mapped[str]
    """As in event_grounds."""
    start: Mapped[int]
    """As in event_grounds."""
    stop: Mapped[int]
    """As in event_grounds."""
    text: Mapped[str]
    """The sentence."""


class EventActor(Base):
    """Someone named as acting or acted upon in an event."""

    __tablename__ = "event_actors"
    __table_args__ = (
        CheckConstraint(f"kind in {_WHO}", name="kind"),
        Index(None, "name"),
        Index(
            "ix_event_actors_letters",
            literal_column("news.name_letters(name)").label("letters"),
            postgresql_using="gin",
            postgresql_ops={"letters": "gin_trgm_ops"},
        ),
    )

    event_id: Mapped[int] = mapped_column(BigInteger, ForeignKey(Event.id), primary_key=True)
    """The event."""
    position: Mapped[int] = mapped_column(primary_key=True)
    """0-based: the most named first."""
    name: Mapped[str]
    """The name in its fullest printed form."""
    kind: Mapped[str]
    """person, organisation, group (an armed group, force or party) or unknown."""
    sources: Mapped[int]
    """How many independent sources name it."""
    article_id: Mapped[int] = mapped_column(BigInteger, ForeignKey(Report.article_id, ondelete="CASCADE"), index=True)
    """The article of a sentence that does."""
    field: Mapped[str]
    """As in event_grounds."""
    start: Mapped[int]
    """As in event_grounds."""
    stop: Mapped[int]
    """As in event_grounds."""
    text: Mapped[str]
    """The sentence."""


class EventPhoto(Base):
    """A photo of an event: its caption and credit line are those of the article it is taken from."""

    __tablename__ = "event_photos"
    __table_args__ = (UniqueConstraint("event_id", "article_id", "caption_position"),)

    event_id: Mapped[int] = mapped_column(BigInteger, ForeignKey(Event.id), primary_key=True)
    """The event."""
    position: Mapped[int] = mapped_column(primary_key=True)
    """0-based: the best first."""
    article_id: Mapped[int] = mapped_column(BigInteger, ForeignKey(Report.article_id, ondelete="CASCADE"), index=True)
    """The article."""
    caption_position: Mapped[int]
    """The photo's position there: with article_id it leads to captions."""


class EventChange(Base):
    """What became of an event, and when: its history."""

    __tablename__ = "event_changes"
    __table_args__ = (
        CheckConstraint(
            "fate in ('new', 'changed', 'merged', 'split', 'emptied', 'rejected', 'restored')", name="fate"
        ),
        Index(None, "event_id", "id"),
    )

    id: Mapped[Id]
    """Surrogate key, in the order of the changes."""
    at: Mapped[CreatedAt]
    """When."""
    event_id: Mapped[int] = mapped_column(BigInteger, ForeignKey(Event.id))
    """The event."""
    fate: Mapped[str]
    """new; changed: articles came or went; merged into another; split off another; emptied: its last article went;
    rejected by an analyst; restored: that, or its emptiness, is over."""
    other_event_id: Mapped[int | None] = mapped_column(BigInteger, ForeignKey(Event.id), index=True)
    """The event that it was merged into, or split off."""
    came: Mapped[list[int]] = mapped_column(ARRAY(BigInteger), server_default="{}")
    """Ids of the articles that came; some may have been deleted since."""
    went: Mapped[list[int]] = mapped_column(ARRAY(BigInteger), server_default="{}")
    """Ids of the articles that went; some may have been deleted since."""


class Ruling(Base):
    """What an analyst ruled on articles or an event. It stands whatever the texts say, until it is withdrawn."""

    __tablename__ = "rulings"
    __table_args__ = (CheckConstraint("kind in ('together', 'apart', 'reject')", name="kind"),)

    id: Mapped[Id]
    """Surrogate key."""
    kind: Mapped[str]
    """together: its articles belong to one event; apart: no article of side 1 is in an event with one of side 2;
    reject: what its articles made up is no event."""
    event_id: Mapped[int | None] = mapped_column(BigInteger, ForeignKey(Event.id), index=True)
    """The event that was looked at when it was made."""
    note: Mapped[str | None]
    """Why, in the analyst's words."""
    made_by: Mapped[str | None]
    """Who made it."""
    made_at: Mapped[CreatedAt]
    """When."""
    withdrawn_at: Mapped[Instant | None]
    """When it was withdrawn, or a later ruling took its place; null: it stands."""


class RulingArticle(Base):
    """An article that a ruling names."""

    __tablename__ = "ruling_articles"
    __table_args__ = (CheckConstraint("side in (1, 2)", name="side"),)

    ruling_id: Mapped[int] = mapped_column(BigInteger, ForeignKey(Ruling.id, ondelete="CASCADE"), primary_key=True)
    """The ruling."""
    article_id: Mapped[int] = mapped_column(
        BigInteger, ForeignKey(Report.article_id, ondelete="CASCADE"), primary_key=True, index=True
    )
    """The article."""
    side: Mapped[int] = mapped_column(server_default="1")
    """Which side of an apart it is on: 1 or 2; 1 in all others."""
