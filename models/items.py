"""What passes between the stages of a crawl: ``Page`` in, ``Document`` out.

Frozen and stdlib only, so that an item crosses a process boundary as it is and can be shared without fear. Text is
Unicode without NUL bytes or lone surrogates once it stands in a ``Document``; a ``Page`` holds raw bytes.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from hashlib import sha256
from typing import Literal, Self

Role = Literal["photographer", "agency", "distributor", "rights_holder", "courtesy"]
AgentKind = Literal["person", "agency", "organization"]
Precision = Literal["year", "month", "day", "hour", "minute", "second"]
ZoneBasis = Literal["offset", "abbreviation", "source", "assumed_utc"]
DateOrder = Literal["DMY", "MDY", "YMD"]
Failure = Literal["dropped", "quarantined", "failed"]
CreditFlag = Literal["handout", "file_photo", "video_still"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Hints:
    """What is known of a page before it is read: from its source's YAML, its feed entry and its HTTP headers."""

    content_type: str | None = None
    """The Content-Type header as sent; its charset is one witness among several."""
    country: str | None = None
    """ISO 3166-1 alpha-2 of the source's newsroom, upper case; settles zone abbreviations such as IST."""
    timezone: str | None = None
    """IANA name of the zone that the source prints its times in."""
    language: str | None = None
    """BCP 47 tag of the source's usual language."""
    date_order: DateOrder | None = None
    """How the source writes numeric dates; null means: decide by country and language."""
    headline: str | None = None
    """The headline in the feed or news sitemap."""
    published: str | None = None
    """The publication date in the feed or news sitemap, as printed there."""
    fetched_at: datetime | None = None
    """When the page was captured, aware; no article is published later than that (a day's grace)."""
    asked_url: str | None = None
    """The URL that was asked for, where another may have answered; null if it is not known. A redirect to a consent or
    login page shows by it."""
    rights_signals: tuple[str, ...] = ()
    """What HTTP headers and the site's ``tdmrep.json`` ask of machines, in the words of ``Document.rights_signals``,
    each with where it stands before it: ``http:x-robots-tag noai``, ``tdmrep.json tdm-reservation=1``."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Archived:
    """Where an answer stands in the archive."""

    file: str
    """The archive file's name below the archive's folder."""
    offset: int
    """Where the record's gzip member begins there, bytes."""
    length: int
    """The member's length there, bytes."""
    url: str
    """WARC-Target-URI: the address that gave this answer."""
    at: datetime
    """WARC-Date, aware, UTC."""
    digest: str | None = None
    """WARC-Payload-Digest, as ``sha1:BASE32``; null if the record states none."""
    is_revisit: bool = False
    """Whether the record holds no payload, but names the earlier one that does."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """One fetched page: bytes and where they come from. Nothing in it is interpreted yet."""

    url: str
    """The URL that was asked for, absolute, as the discovering document spelled it."""
    final_url: str
    """The URL that answered, after redirects."""
    status: int
    """HTTP status of the answer."""
    body: bytes
    """The payload, content encodings undone."""
    fetched_at: datetime
    """When the answer was received (for an archived page: captured), aware, UTC."""
    source: str
    """The slug of the source it was crawled for; for a page outside every known source, its domain."""
    discovered_via: str
    """The feed, sitemap, section page or archive file that named the URL; ``argument`` if a person did."""
    elapsed_ms: int | None = None
    """From sending the request to the last byte of the answer; null for archived pages."""
    hints: Hints = field(default_factory=Hints)
    """What the source and the headers say of the page."""
    since: date | None = None
    """Articles published before this day are not wanted; null: no bound."""
    until: date | None = None
    """Articles published after this day are not wanted; null: no bound."""
    archived: Archived | None = None
    """Where the answer stands in the archive; null if none is kept."""
    is_replayed: bool = False
    """Whether it was read back from the archive: an earlier run fetched it, and later answers may be known."""
    etag: str | None = None
    """The ETag header as sent."""
    last_modified: str | None = None
    """The Last-Modified header as sent."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DateReading:
    """A printed date and what was understood of it."""

    raw: str
    """The date as printed, whitespace folded."""
    at: datetime
    """The start of the interval that the date denotes, aware, carrying the offset in which it was printed."""
    precision: Precision
    """The smallest unit that was printed."""
    zone: str | None
    """The IANA name or ``UTC±hh:mm`` used to place it."""
    zone_basis: ZoneBasis
    """The ground for the zone: printed offset, printed abbreviation, the source's zone, or UTC for want of one."""
    origin: str
    """Where it stands: ``json-ld``, ``meta:article:published_time``, ``time``, ``text``, ``hint`` …"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Credit:
    """One agent named in a credit line, in one role."""

    name: str
    """Normalised: ``AHMAD AL-RUBAYE`` is ``Ahmad Al-Rubaye``; agencies under their usual name (``AP``, ``AFP``)."""
    role: Role
    """What the line says of the agent."""
    kind: AgentKind
    """What the agent is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CreditLine:
    """A credit line as printed, and its reading."""

    raw: str
    """As printed, whitespace folded; brackets and prefix words (``Photo:``) left in place."""
    credits: tuple[Credit, ...] = ()
    """Agents in printed order; empty where the line could not be read."""
    flags: frozenset[CreditFlag] = frozenset()
    """``handout``, ``file_photo``, ``video_still`` as the line says."""
    confidence: float = 0.0
    """0 to 1: 0 unread, 1 every word accounted for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Photo:
    """A photograph of the article's own, where it stands in the page."""

    url: str
    """Absolute URL of the widest rendition named in the page."""
    urls: tuple[str, ...] = ()
    """Every rendition named in the page, absolute, widest first; contains ``url``."""
    position: int
    """0-based order on the page."""
    alt: str | None = None
    """The alt text as printed; null if absent or empty."""
    caption: str | None = None
    """The caption without its credit, whitespace folded; null if none."""
    caption_source: str | None = None
    """How the caption was found: ``figcaption``, ``wp-caption``, ``class``, ``paragraph``, ``json-ld`` …"""
    credit: CreditLine | None = None
    """The credit line; null if none was printed."""
    credit_source: str | None = None
    """How the credit was found: ``element``, ``caption-tail``, ``line-before``, ``json-ld`` …"""
    width: int | None = None
    """Pixels, where the markup says so."""
    height: int | None = None
    """Pixels, where the markup says so."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Author:
    """Who wrote the article, as its byline says."""

    name: str
    """Without ``By``, titles and places."""
    kind: AgentKind
    """A person; or an agency or newsroom, which a byline counts as author only where it names no person."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """What was read from one page. Every text has its whitespace folded, except ``body`` (paragraphs: one a line)."""

    url: str
    """The page's own URL."""
    canonical_url: str | None = None
    """The address that the page calls its own, absolute: its ``link rel=canonical``, else ``og:url`` or JSON-LD; null
    if it names none. It may lie on another site, which is then where the article comes from; a front page is none."""
    canonical_conflicts: tuple[str, ...] = ()
    """What speaks against ``canonical_url``, each with where it stands: addresses of other pages
    (``meta:og:url https://…``), and the canonical link itself where it leads to another site or to a front page."""
    headline: str | None = None
    """The headline without site name and kicker."""
    kicker: str | None = None
    """The label before the headline (``PHOTOS:``), without its colon."""
    dek: str | None = None
    """The standfirst below the headline."""
    authors: tuple[Author, ...] = ()
    """The people in the byline, in order; where it names none, its agencies and newsrooms."""
    byline: str | None = None
    """The byline as printed."""
    published: DateReading | None = None
    """First publication."""
    modified: DateReading | None = None
    """The last change that the page states; null if it states none."""
    language: str | None = None
    """BCP 47 tag, as the page declares it or else as the source does."""
    section: str | None = None
    """The section or category, as the page names it."""
    tags: tuple[str, ...] = ()
    """Keywords as the page gives them, in order, each once."""
    body: str | None = None
    """The article's text, a paragraph a line; captions, credits, widgets and forms are not in it."""
    word_count: int = 0
    """Words in ``body``; in scripts without spaces, characters."""
    dateline: str | None = None
    """The dateline as printed, whitespace folded: ``MOSUL, Iraq (AP) —``; ``body`` keeps it. Null if none."""
    dateline_place: str | None = None
    """The place in the dateline as printed there (``MOSUL, Iraq``), without date and agency; where the text bears no
    dateline, the place that JSON-LD says the article was written in; null if neither."""
    wire_agencies: tuple[str, ...] = ()
    """News agencies whose copy the article is or draws on, as its dateline, byline, source line or metadata say, under
    their usual names (``AP``, ``AFP``), in printed order; empty if none is named."""
    corrections: tuple[str, ...] = ()
    """Notes that the article was corrected, as printed, in page order, each once."""
    has_video: bool = False
    """Whether the page says that a video belongs to the article, or shows a player in the article's part."""
    paywalled: bool | None = None
    """Whether the whole text is for subscribers or behind a meter, as the page declares it, or as it asks where a short
    text breaks off; null if it does not say. ``body`` holds what was open."""
    licence: str | None = None
    """URL of the licence that the page grants the text under, or else its name; null if it names none."""
    copyright: str | None = None
    """The copyright notice or its holder, as the page's metadata or the text's last lines say; null if they don't."""
    rights_signals: tuple[str, ...] = ()
    """What page, HTTP headers and site ask of machines, lower case: robots directives (``noai``, ``noarchive`` …),
    ``tdm-reservation=1``, ``tdm-policy=URL``, ``acquire-licence=URL``, ``usage-info=URL``."""
    photos: tuple[Photo, ...] = ()
    """The article's own photographs in page order."""
    sources: Mapping[str, str] = field(default_factory=dict, hash=False)
    """Where each field that is filled stands, by field: ``h1``, ``json-ld:headline``, ``meta:og:url``, ``text`` …;
    several parted by ``, ``. Dates, photos and conflicts carry their own."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetch:
    """What one request for a page came to: a ``Document``, or the reason why there is none."""

    url: str
    """The URL that was asked for, absolute."""
    source: str
    """As in ``Page``."""
    discovered_via: str
    """As in ``Page``."""
    fetched_at: datetime
    """When the answer, or the failure, was known, aware, UTC."""
    final_url: str | None = None
    """The URL that answered; null where none did."""
    status: int | None = None
    """HTTP status, where there was an answer."""
    content_type: str | None = None
    """The Content-Type header as sent."""
    size: int | None = None
    """Payload, bytes."""
    sha256: bytes | None = None
    """Digest of the payload; null where there was none."""
    elapsed_ms: int | None = None
    """As in ``Page``."""
    document: Document | None = None
    """What was read from the page; null where the next three say why not."""
    outcome: Failure | None = None
    """``dropped``: as it should be (robots.txt, 404, a PDF); ``quarantined``: the page needs a person's look;
    ``failed``: trying again later may help; null if there is a document, or nothing has changed."""
    reason: str | None = None
    """A short lower-case token: ``robots``, ``http_404``, ``timeout``, ``not_html`` …"""
    detail: str | None = None
    """The error's own words, for people."""
    is_same: bool = False
    """The answer is, byte for byte or in the server's own words (304), the one that was last kept: nothing was read."""
    archived: Archived | None = None
    """As in ``Page``."""
    is_replayed: bool = False
    """As in ``Page``."""
    etag: str | None = None
    """As in ``Page``."""
    last_modified: str | None = None
    """As in ``Page``."""
    retry_after: float | None = None
    """Seconds that the server asks to be left alone; null if it does not say."""

    @classmethod
    def of(cls, page: Page) -> Self:
        """The fetch that gave ``page``, before anything is known of its outcome. The bytes are not carried on: a crawl
        holds thousands of pages."""
        return cls(
            url=page.url,
            source=page.source,
            discovered_via=page.discovered_via,
            fetched_at=page.fetched_at,
            final_url=page.final_url,
            status=page.status,
            content_type=page.hints.content_type,
            size=len(page.body),
            sha256=sha256(page.body).digest() if page.body else None,
            elapsed_ms=page.elapsed_ms,
            archived=page.archived,
            is_replayed=page.is_replayed,
            etag=page.etag,
            last_modified=page.last_modified,
        )


class Rejected(Exception):
    """The page cannot become an article."""

    def __init__(self, reason: str, detail: str = "") -> None:
        super().__init__(reason, detail)
        self.reason = reason
        """A short lower-case token: ``not_html``, ``empty``, ``no_headline``, ``no_content`` …"""
        self.detail = detail
        """For people; may be empty."""

    def __str__(self) -> str:
        return f"{self.reason}: {self.detail}" if self.detail else self.reason
