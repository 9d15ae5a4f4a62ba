"""What was read of an article, field by field and in one shape, whether from a page or from the rows that were stored.

Two readings of a page are compared in it. What a field holds is as it is stored: without characters that PostgreSQL
cannot hold; people, agencies and photos by the keys under which they are found again, however they are spelled.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from models import rows
from models.items import Document
from models.rows import AgentKey
from models.text import storable

Fields = Mapping[str, Any]
"""Values by field: text, numbers, tuples and mappings of such, ``Moment``, ``AgentKey``, ``PhotoKey``; null or empty
where there is none. Fields of photos hold one value a photo, in page order."""

COLUMNS = (
    "headline", "kicker", "dek", "byline", "body", "word_count", "language", "section", "tags", "dateline",
    "dateline_place", "wire_agencies", "corrections", "has_video", "paywalled", "licence", "copyright",
    "rights_signals", "canonical_url", "canonical_conflicts", "url", "field_sources", "content_hash",
)  # fmt: skip
"""The fields that are columns of ``articles`` by themselves."""
KEPT_OF_A_VERSION = ("headline", "kicker", "dek", "body", "content_hash")
"""Those that ``article_revisions`` has too."""
OF_PHOTOS = ("photos", "captions", "alts", "credit_lines", "credits", "credit_flags", "photo_sources")
DATE_PARTS = ("raw", "at", "precision", "zone", "zone_basis", "origin")
_FLAGS = ("is_handout", "is_file_photo", "is_video_still")


@dataclass(frozen=True, slots=True)
class Moment:
    """A date as printed, and what was understood of it."""

    raw: str
    at: datetime
    precision: str
    zone: str | None
    zone_basis: str
    origin: str


@dataclass(frozen=True, slots=True)
class PhotoKey:
    """A photo; two spellings of its address are the same one."""

    key_hash: bytes
    url: str = field(compare=False)


@dataclass(frozen=True, slots=True)
class Placed:
    """A photo in its place: the row of ``captions``, and the agents that its credit line names, each with a role."""

    photo: PhotoKey
    caption: Mapping[str, Any]
    credits: Sequence[tuple[AgentKey, str]]


def fields_of(document: Document) -> Fields:
    """What ``articles``, authors, captions and credits would hold of the document."""
    placed = [
        Placed(PhotoKey(rows.photo_key(photo), photo.url), rows.caption_row(photo, i), rows.credit_keys(photo))
        for i, photo in enumerate(rows.own_photos(document))
    ]
    return stored_fields(rows.article_row(document, ""), rows.author_keys(document), placed)


def fields_of_version(document: Document) -> Fields:
    """What ``article_revisions`` would hold of the document."""
    return stored_version_fields(rows.revision_row(document))


def stored_fields(article: Mapping[str, Any], authors: Iterable[AgentKey], placed: Sequence[Placed]) -> Fields:
    """The fields of an article by its rows, in their order."""
    captions = [each.caption for each in placed]
    return {
        **{name: _plain(article[name]) for name in COLUMNS},
        "published": _moment(article, "published"),
        "modified": _moment(article, "modified"),
        "authors": tuple(authors),
        "photos": tuple(each.photo for each in placed),
        "captions": tuple(_plain(row["caption"]) for row in captions),
        "alts": tuple(_plain(row["alt"]) for row in captions),
        "credit_lines": tuple(_plain(row["credit_raw"]) for row in captions),
        "credits": tuple(tuple(each.credits) for each in placed),
        "credit_flags": tuple(tuple(flag for flag in _FLAGS if row[flag]) for row in captions),
        "photo_sources": tuple(
            (_plain(row["caption_source"]), _plain(row["credit_source"]), row["credit_confidence"]) for row in captions
        ),
    }


def stored_version_fields(version: Mapping[str, Any]) -> Fields:
    """The fields of a version of an article by its row."""
    photos = version["photos"]
    return {
        **{name: _plain(version[name]) for name in KEPT_OF_A_VERSION},
        "photos": tuple(_plain(photo["url"]) for photo in photos),
        "captions": tuple(_plain(photo["caption"]) for photo in photos),
        "credit_lines": tuple(_plain(photo["credit"]) for photo in photos),
    }


def is_filled(value: Any) -> bool:
    """Whether a field says something: false for null, empty text, and tuples of nothing else."""
    match value:
        case None | "":
            return False
        case tuple():
            return any(map(is_filled, value))
        case dict():
            return bool(value)
        case _:
            return True


def _moment(article: Mapping[str, Any], prefix: str) -> Moment | None:
    if article[f"{prefix}_at"] is None:
        return None
    return Moment(*(_plain(article[f"{prefix}_{part}"]) for part in DATE_PARTS))


def _plain(value: Any) -> Any:
    """The value as it stands in the database."""
    match value:
        case str():
            return storable(value)
        case list() | tuple():
            return tuple(map(_plain, value))
        case dict():
            return {storable(name): _plain(item) for name, item in value.items()}
        case memoryview():
            return bytes(value)
        case _:
            return value
