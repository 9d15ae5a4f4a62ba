"""What an event is: of its ``Member`` articles comes its record, the ``Event``, every value with its ``Ground``.

Frozen and stdlib only, as ``models.events.items`` is.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from models.events.items import EventKind, Facts, Figure, Place, PlaceKind, Story, TimePrecision, Where


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground:
    """What a value of an event stands on."""

    article: int | str
    """The article's id."""
    where: Where
    """The sentence, headline or caption in it."""
    text: str
    """Its words."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EventPhoto:
    """A photo of one of an event's articles."""

    article: int | str
    """The article's id."""
    position: int
    """0-based position of the photo in it."""
    photo: int | str
    """The photo's id: the same file in two articles has one."""
    caption: str | None = None
    """The caption as stored; null if none was printed."""
    credit: str | None = None
    """The credit line as printed; null if none was."""
    is_file_photo: bool = False
    """Whether the line says that the picture is from the archive."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """An article of an event, with all that the record is made from."""

    story: Story
    """Its texts and what is known of them."""
    facts: Facts
    """What was read in it."""
    centrality: float
    """0 to 1: how like the event's other articles it is."""
    copy_of: int | str | None = None
    """The representative whose text it has; null for one that stands for itself."""
    photos: tuple[EventPhoto, ...] = ()
    """Its photos in page order."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """Someone named as acting or acted upon."""

    name: str
    """The name in its fullest printed form."""
    kind: Literal["person", "organisation", "group", "unknown"]
    """As ``NameMention.kind``."""
    sources: int
    """How many independent sources name it."""
    ground: Ground
    """A sentence that does."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportedFigure:
    """A key figure, and who reports it."""

    figure: Figure
    """As the ground's article gives it."""
    sources: int
    """How many independent sources give this very figure."""
    ground: Ground
    """The latest sentence that gives it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """The record of an event. Null or empty: its articles do not say."""

    title: str
    """The most central headline; for articles without headlines the first sentence."""
    title_article: int | str
    """The article it is taken from."""
    first_report: datetime | None
    """When its earliest article was published."""
    last_report: datetime | None
    """When its latest article was published."""
    occurred: tuple[date, date] | None
    """First and last local day on which it happened, inclusive."""
    time_precision: TimePrecision | None
    """How finely that is known."""
    occurred_ground: Ground | None
    """What it stands on; null where only dates of publication bound it."""
    place: Place | None
    """Where it happened."""
    geo_precision: PlaceKind | None
    """How finely that is known."""
    place_ground: Ground | None
    """What it stands on."""
    kind: EventKind
    """What kind of occurrence it is; other if no sentence says."""
    kind_ground: Ground | None
    """The sentence that carries it."""
    actors: tuple[Actor, ...]
    """Most named first."""
    figures: tuple[ReportedFigure, ...]
    """Most reported and latest first within each kind."""
    articles: int
    """How many articles tell of it."""
    sources: int
    """How many independent sources: copies of one text count once, and so do pieces drawn from one agency's copy."""
    languages: tuple[str, ...]
    """Primary language subtags, most articles first."""
    photos: tuple[EventPhoto, ...]
    """The best, each photo once."""
