"""What is read in an article for events: ``Story`` in, ``Report`` out. What events are is in ``models.events.event``.

Frozen and stdlib only, as ``models.items`` is. Every value that was read in a text carries its ``Where``: the sentence
or caption that it stands on.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from models.items import Precision

PlaceKind = Literal["site", "city", "admin2", "admin1", "country", "region"]
TimePrecision = Literal["day", "week", "month", "year"]
FigureKind = Literal["killed", "injured", "displaced", "missing", "arrested"]
CopyKind = Literal["same", "edited", "excerpt"]
EventKind = Literal[
    "battle",
    "explosion or remote violence",
    "violence against civilians",
    "protest",
    "riot",
    "strategic development",
    "crime",
    "accident",
    "disaster",
    "justice",
    "politics",
    "other",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """One text of a story, as stored."""

    field: str
    """``headline``, ``dek``, ``body``, or ``caption:N`` with N the photo's 0-based position in the article."""
    text: str
    """The text itself; paragraphs end in a line break."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """An article as events see it: plain texts and what is known of them."""

    id: int | str
    """The article's id, unique in its corpus."""
    passages: tuple[Passage, ...]
    """Headline, dek, body, captions, in this order; empty ones are left out."""
    published: datetime | None = None
    """Aware, in the zone it was printed in, so that ``published.date()`` is its local day; null if unknown."""
    published_precision: Precision | None = None
    """The smallest unit printed; null if ``published`` is."""
    language: str | None = None
    """BCP 47 tag; null if unknown."""
    source: str = ""
    """Who published it: the source's slug."""
    country: str | None = None
    """ISO 3166-1 alpha-2 of the source's newsroom; null if unknown."""
    dateline_place: str | None = None
    """The dateline's place as printed; null if there is none."""
    agencies: tuple[str, ...] = ()
    """News agencies whose copy the article is or draws on, under their usual names."""


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Where:
    """Where in a story a value stands."""

    field: str
    """As ``Passage.field``."""
    start: int
    """0-based offset of the first character in that passage."""
    end: int
    """Offset behind the last character."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A place in the gazetteer."""

    name: str
    """Its usual English name."""
    kind: PlaceKind
    """site (a building, bridge, camp), city, admin2, admin1, country, or region (Middle East, a sea, a river)."""
    country: str | None
    """ISO 3166-1 alpha-2; null for regions of several countries."""
    admin1: str | None
    """Name of the first-order division it lies in (or is); null if not known."""
    lat: float
    """Degrees north, WGS 84."""
    lon: float
    """Degrees east, WGS 84."""
    geonames_id: int | None = None
    """GeoNames' id; null where the package gives none."""
    population: int = 0
    """Inhabitants; 0 if not known."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceMention:
    """A place name in a story, and which place it is taken for."""

    where: Where
    """The name itself, without its country or state where that follows as a mention of its own."""
    name: str
    """As printed."""
    place: Place
    """What it was resolved to."""
    confidence: float
    """0 to 1: how sure the reading is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TimeMention:
    """A day or a span of days named in a story."""

    where: Where
    """The words that name it."""
    text: str
    """As printed."""
    first: date
    """First local day that is meant."""
    last: date
    """Last local day that is meant, inclusive."""
    precision: TimePrecision
    """The unit that was named."""
    is_relative: bool
    """Whether it was read against the article's date (``on Wednesday``, ``last month``)."""
    is_bound: bool = False
    """Whether it only begins or ends a span (``since Monday``, ``until 5 March``): mostly that of something else."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A key figure as one report gives it."""

    where: Where
    """The sentence that states it."""
    kind: FigureKind
    """What is counted."""
    low: int
    """The number, or the least where a range or ``at least`` is given."""
    high: int | None
    """The number, or the most; null where only a least is given (``at least 12``, ``more than 40``)."""
    text: str
    """The number as printed, such as ``at least a dozen``."""
    is_background: bool = False
    """Whether the sentence speaks of other or earlier occurrences (``since 2014``, ``last year's attack``)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class KindMention:
    """A sentence that says what kind of occurrence is reported."""

    where: Where
    """The sentence."""
    kind: EventKind
    """What it says."""
    weight: float
    """How strongly, above 0; headline and lead weigh more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NameMention:
    """A person, force, group or organisation named in a story."""

    where: Where
    """The name as it stands there."""
    name: str
    """Its fullest form in the story, whitespace folded; for well-known armed groups and bodies the usual name."""
    kind: Literal["person", "organisation", "group", "unknown"]
    """group: an armed group, force or party; unknown: a capitalised name that nothing tells apart."""
    is_actor: bool
    """Whether the name stands as the one who acts or is acted upon in a sentence on the occurrence."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What was read in one story. All in printed order."""

    places: tuple[PlaceMention, ...] = ()
    """Place mentions."""
    times: tuple[TimeMention, ...] = ()
    """Days and spans named."""
    figures: tuple[Figure, ...] = ()
    """Key figures."""
    kinds: tuple[KindMention, ...] = ()
    """Sentences that carry a kind."""
    names: tuple[NameMention, ...] = ()
    """Names that are not places."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """A story once it was read."""

    id: int | str
    """The story's id."""
    facts: Facts
    """What was read in it."""
    sketch: bytes
    """Its vectors, days and names, packed: see ``pipelines.events.clusters.sketch``."""
    bands: tuple[int, ...] = ()
    """Keys under which copies of its text are found, 63 bits each: see ``pipelines.events.copies``."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Copy:
    """An article whose text another one has too."""

    id: int | str
    """The article."""
    of: int | str
    """The representative of its group: the earliest, or the fullest of the earliest."""
    kind: CopyKind
    """same text, edited, or an excerpt."""
    shared: float
    """0 to 1: the part of the shorter text that stands in the other."""
