"""Place names in stories, resolved to coordinates with GeoNames data from installed packages."""

from collections.abc import Mapping
from typing import Any

from models.events.items import Passage, PlaceMention, Story
from pipelines.events.places.finding import mentions
from pipelines.events.places.gazetteer import Gazetteer
from pipelines.events.places.opening import open_gazetteer

__all__ = ["Gazetteer", "find_places", "locate", "open_gazetteer", "story_of_row"]


def find_places(story: Story, gazetteer: Gazetteer | None = None) -> tuple[PlaceMention, ...]:
    """The places that a story names, in printed order; peoples (``Iraqi``) are no places, but say which one is meant.

    Without ``gazetteer`` the project's own is opened, and built first where that was never done.
    """
    return mentions(story, gazetteer or open_gazetteer())


def story_of_row(row: Mapping[str, Any]) -> Story:
    """The story of one row ``{"id", "text"[, "title", "language", "country"]}``; its text is the body."""
    passages = []
    if row.get("title"):
        passages.append(Passage(field="headline", text=str(row["title"])))
    passages.append(Passage(field="body", text=str(row.get("text") or "")))
    return Story(id=row["id"], passages=tuple(passages), language=row.get("language"), country=row.get("country"))


def locate(row: Mapping[str, Any], gazetteer: Gazetteer | None = None) -> dict[str, Any]:
    """The answer to such a row: ``{"id", "places": [{"start", "end", "lat", "lon", ...}]}``, offsets into its text."""
    found = find_places(story_of_row(row), gazetteer)
    return {
        "id": row["id"],
        "places": [
            {
                "start": mention.where.start,
                "end": mention.where.end,
                "lat": mention.place.lat,
                "lon": mention.place.lon,
                "name": mention.place.name,
                "geonames_id": mention.place.geonames_id,
                "country": mention.place.country,
                "confidence": mention.confidence,
            }
            for mention in found
            if mention.where.field == "body"
        ],
    }
