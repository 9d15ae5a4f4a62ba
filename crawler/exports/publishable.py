"""What of a view may be published: facts, names and addresses, and no text that is a publisher's.

A column stays if it holds no text (numbers, days, instants, yes and no), or if its name stands here. Whatever a view
gains later is left out until somebody has looked at it (docs/export.md).
"""

from collections.abc import Sequence

from models.exports.columns import Column

CAPTURES = "captures"
"""The view that says where each version's page stands: what a package without text is filled again from."""

KEPT = frozenset(
    {
        # addresses, hashes and places in the archive
        "url", "canonical_url", "photo_url", "asked_url", "final_url", "domain", "slug", "content_hash", "warc_file",
        "payload_digest", "extracted_by",
        # who published, wrote, photographed, distributed
        "source", "byline", "authors", "wire_agencies", "credit_line", "photographer", "agency", "distributor",
        "rights_holder", "courtesy", "name", "photographers", "agencies",
        # headlines, by which one finds an article again; titles of events are headlines
        "headline", "title", "kicker", "feed_headline", "headline_was", "headline_became",
        # short facts
        "kind", "role", "language", "languages", "section", "dateline", "dateline_place", "published_precision",
        "published_zone", "published_raw", "modified_raw", "timezone", "country", "source_country", "copy_kind",
        "changed", "licence", "copyright", "rights_signals", "status", "spider", "version", "last_run_status",
        # what an event is
        "time_precision", "place", "admin1", "geo_precision", "actors", "killed", "injured", "displaced", "missing",
        "arrested", "printed", "about", "field", "fate",
    }
)  # fmt: skip
"""Columns of text that stay."""

_TEXTS = ("string", "strings", "json")


def parted(columns: Sequence[Column]) -> tuple[list[Column], list[Column]]:
    """The columns that stay, and those that are left out."""
    kept = [column for column in columns if column.kind not in _TEXTS or column.name in KEPT]
    return kept, [column for column in columns if column not in kept]
