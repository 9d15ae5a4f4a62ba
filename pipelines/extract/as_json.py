"""A ``Document`` as a JSON object: what ``scrapy extract`` writes, one a line."""

from typing import Any

from models.items import DateReading, Document, Photo


def document_json(document: Document) -> dict[str, Any]:
    """Everything the document holds. ``title`` is the headline; ``published`` and ``modified`` are ISO 8601 with their
    offset; ``credit`` is the credit line as printed, ``credits`` its reading; ``sources`` says by the
    ``Document``'s field where it stands."""
    return {
        "url": document.url,
        "canonical_url": document.canonical_url,
        "canonical_conflicts": list(document.canonical_conflicts),
        "title": document.headline,
        "kicker": document.kicker,
        "dek": document.dek,
        "authors": [author.name for author in document.authors],
        "byline": document.byline,
        **_date("published", document.published),
        **_date("modified", document.modified),
        "language": document.language,
        "section": document.section,
        "tags": list(document.tags),
        "body": document.body,
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
        "sources": dict(document.sources),
        "images": [_image(photo) for photo in document.photos],
    }


def _date(name: str, reading: DateReading | None) -> dict[str, Any]:
    return {
        name: reading and reading.at.isoformat(),
        f"{name}_raw": reading and reading.raw,
        f"{name}_precision": reading and reading.precision,
        f"{name}_zone": reading and reading.zone,
        f"{name}_zone_basis": reading and reading.zone_basis,
        f"{name}_origin": reading and reading.origin,
    }


def _image(photo: Photo) -> dict[str, Any]:
    line = photo.credit
    return {
        "position": photo.position,
        "url": photo.url,
        "urls": list(photo.urls),
        "alt": photo.alt,
        "width": photo.width,
        "height": photo.height,
        "caption": photo.caption,
        "caption_source": photo.caption_source,
        "credit": line and line.raw,
        "credit_source": photo.credit_source,
        "credits": [{"name": c.name, "role": c.role, "kind": c.kind} for c in line.credits] if line else [],
        "credit_flags": sorted(line.flags) if line else [],
        "credit_confidence": line and line.confidence,
    }
