"""From a ``Document`` to rows: pure functions, no database."""

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from models.items import AgentKind, DateReading, Document, Fetch, Photo
from models.text import digest, name_key, storable
from models.urls import is_front_page, same_site, url_key
from models.zones import local_day

_MAX_INT = 2**31 - 1
ROLES = ("photographer", "agency", "distributor", "rights_holder", "courtesy")


@dataclass(frozen=True, slots=True, order=True)
class AgentKey:
    """An agent as mentioned; two mentions with one ``key_hash`` are the same agent, however spelled."""

    key_hash: bytes
    kind: AgentKind = field(compare=False)
    name: str = field(compare=False)


def agent_key(kind: AgentKind, name: str) -> AgentKey:
    """The agent of that name; names that differ in case, dots or hyphens only are one."""
    return AgentKey(digest(f"{kind}\0{name_key(storable(name))}"), kind, name)


def article_url(document: Document) -> str:
    """The URL that an article is known by: the canonical one where the page names one on its own site that can be an
    article's, else the page's. A canonical link to another site, or to the site's front page, does not count."""
    canonical = document.canonical_url
    if canonical and same_site(canonical, document.url) and not is_front_page(canonical):
        return canonical
    return document.url


def article_key(document: Document) -> bytes:
    """The 32 bytes under which the article is unique."""
    return digest(url_key(article_url(document)))


def content_hash(document: Document) -> bytes:
    """32 bytes over what a reader would call the article: headline, dek, body, captions, credits. Where they stand in
    the page does not count: a site that is built anew has not rewritten its articles."""
    hasher = hashlib.sha256()
    for text in _readable(document):
        hasher.update(storable(text or "").encode("utf-8"))
        hasher.update(b"\0")
    return hasher.digest()


def _readable(document: Document) -> Iterator[str | None]:
    yield from (document.kicker, document.headline, document.dek, document.body)
    for photo in document.photos:
        yield photo.caption
        yield photo.credit.raw if photo.credit else None


def _date_columns(prefix: str, reading: DateReading | None) -> dict[str, Any]:
    return {
        f"{prefix}_raw": reading and reading.raw,
        f"{prefix}_at": reading and reading.at,
        f"{prefix}_precision": reading and reading.precision,
        f"{prefix}_zone": reading and reading.zone,
        f"{prefix}_zone_basis": reading and reading.zone_basis,
        f"{prefix}_origin": reading and reading.origin,
    }


def _local_day(reading: DateReading | None) -> date | None:
    return local_day(reading.at, reading.zone) if reading else None


def article_row(document: Document, version: str) -> dict[str, Any]:
    """The columns of ``articles`` that the page decides."""
    return {
        "url": article_url(document),
        "canonical_url": document.canonical_url,
        "canonical_conflicts": list(document.canonical_conflicts),
        "headline": document.headline,
        "kicker": document.kicker,
        "dek": document.dek,
        "byline": document.byline,
        "body": document.body,
        "language": document.language,
        "section": document.section,
        "tags": list(document.tags),
        "word_count": document.word_count,
        "dateline": document.dateline,
        "dateline_place": document.dateline_place,
        "wire_agencies": list(document.wire_agencies),
        "corrections": list(document.corrections),
        "has_video": document.has_video,
        "paywalled": document.paywalled,
        "licence": document.licence,
        "copyright": document.copyright,
        "rights_signals": list(document.rights_signals),
        "field_sources": dict(document.sources),
        **_date_columns("published", document.published),
        "published_date": _local_day(document.published),
        **_date_columns("modified", document.modified),
        "content_hash": content_hash(document),
        "version": version,
    }


def revision_row(document: Document) -> dict[str, Any]:
    """The columns of ``article_revisions`` that the page decides."""
    return {
        "headline": document.headline,
        "kicker": document.kicker,
        "dek": document.dek,
        "body": document.body,
        "photos": [
            {"url": photo.url, "caption": photo.caption, "credit": photo.credit and photo.credit.raw}
            for photo in document.photos
        ],
        "content_hash": content_hash(document),
    }


def author_keys(document: Document) -> list[AgentKey]:
    """The authors, each once, in order."""
    return list(dict.fromkeys(agent_key(author.kind, author.name) for author in document.authors))


def photo_key(photo: Photo) -> bytes:
    """The 32 bytes under which the photo is unique."""
    return digest(url_key(photo.url))


def photo_rows(photos: Iterable[Photo]) -> dict[bytes, dict[str, Any]]:
    """Rows of ``photos`` by key; pixel sizes that no picture has are left out."""
    return {
        photo_key(photo): {
            "key_hash": photo_key(photo),
            "url": photo.url,
            "width": _pixels(photo.width),
            "height": _pixels(photo.height),
        }
        for photo in photos
    }


def _pixels(size: int | None) -> int | None:
    return size if size and 0 < size <= _MAX_INT else None


def own_photos(document: Document) -> list[Photo]:
    """The document's photos, the same file once: its first place counts."""
    return list({photo_key(photo): photo for photo in reversed(document.photos)}.values())[::-1]


def caption_row(photo: Photo, position: int) -> dict[str, Any]:
    """The columns of ``captions`` that the page decides."""
    line = photo.credit
    flags = line.flags if line else frozenset()
    return {
        "position": position,
        "caption": photo.caption,
        "caption_source": photo.caption_source,
        "alt": photo.alt,
        "credit_raw": line and line.raw,
        "credit_source": photo.credit_source if line else None,
        "credit_confidence": line and line.confidence,
        "is_handout": "handout" in flags,
        "is_file_photo": "file_photo" in flags,
        "is_video_still": "video_still" in flags,
    }


def credit_keys(photo: Photo) -> list[tuple[AgentKey, str]]:
    """The agents credited and their roles, each pair once, in printed order."""
    credits = photo.credit.credits if photo.credit else ()
    return list(dict.fromkeys((agent_key(credit.kind, credit.name), credit.role) for credit in credits))


def named_in_credits(credited: Iterable[tuple[str, str]]) -> dict[str, str | None]:
    """The columns of ``captions`` that name who is credited in each role, from (name, role) in printed order."""
    names: dict[str, list[str]] = {role: [] for role in ROLES}
    for name, role in credited:
        names[role].append(name)
    return {role: " and ".join(named) or None for role, named in names.items()}


def fetch_row(fetch: Fetch) -> dict[str, Any]:
    """The columns of ``fetches`` that the fetch itself decides."""
    return {
        "fetched_at": fetch.fetched_at,
        "detail": fetch.detail,
        "final_url": fetch.final_url,
        "http_status": fetch.status if fetch.status and 100 <= fetch.status <= 599 else None,
        "content_type": fetch.content_type,
        "size": fetch.size,
        "sha256": fetch.sha256,
        "elapsed_ms": fetch.elapsed_ms,
        "warc_file": fetch.archived and fetch.archived.file,
        "warc_offset": fetch.archived and fetch.archived.offset,
        "warc_length": fetch.archived and fetch.archived.length,
        "is_revisit": fetch.archived is not None and fetch.archived.is_revisit,
        "payload_digest": fetch.archived and fetch.archived.digest,
    }
