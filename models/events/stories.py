"""Articles as events see them, read back from the store: rows, and the stories that any process may make of them."""

import json
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import Connection, text

from models.events.event import EventPhoto
from models.events.items import Passage, Story
from models.items import Precision
from models.zones import zone_of

# Captions by photo position; an article's texts are a few kilobytes, so a batch of hundreds is one round trip.
_STORIES = text(
    """
    select articles.id, articles.content_hash, headline, dek, body, articles.language, published_at,
        published_precision, published_zone, dateline_place, wire_agencies, slug, country, timezone, photos
    from news.articles
    join news.sources on sources.id = articles.source_id
    left join lateral (
        select jsonb_agg(
            jsonb_build_array(position, caption, photo_id, credit_raw, is_file_photo) order by position)::text as photos
        from news.captions where article_id = articles.id
    ) as seen on true
    where articles.id = any(cast(:ids as bigint[])) order by articles.id
    """
)


class StoryRow(NamedTuple):
    """The columns that a story is made of."""

    id: int
    content_hash: bytes
    headline: str
    dek: str | None
    body: str | None
    language: str | None
    published_at: datetime | None
    published_precision: Precision | None
    published_zone: str | None
    dateline_place: str | None
    wire_agencies: list[str]
    slug: str
    country: str | None
    timezone: str | None
    photos: str | None
    """As JSON: lists of position, caption, photo_id, credit_raw, is_file_photo."""


@dataclass(frozen=True, slots=True)
class StoredStory:
    """A story, and what else is stored of its article."""

    story: Story
    content_hash: bytes
    """Of the text that it was made of."""
    photos: tuple[EventPhoto, ...]
    """In page order."""


def story_rows(connection: Connection, ids: Collection[int]) -> list[StoryRow]:
    """The articles of these ids, in their order; those that are not there any more are left out."""
    return [StoryRow(*row) for row in connection.execute(_STORIES, {"ids": sorted(ids)})] if ids else []


def stored_stories(connection: Connection, ids: Collection[int]) -> dict[int, StoredStory]:
    """The articles of these ids, by id; those that are not there any more are left out."""
    return {row.id: stored_story(row) for row in story_rows(connection, ids)}


def stored_story(row: StoryRow) -> StoredStory:
    """What stands in a row."""
    photos = json.loads(row.photos) if row.photos else []
    texts = [("headline", row.headline), ("dek", row.dek), ("body", row.body)]
    texts += [(f"caption:{position}", caption) for position, caption, *_ in photos]
    story = Story(
        id=row.id,
        passages=tuple(Passage(field=field, text=words) for field, words in texts if words),
        published=_local(row.published_at, row.published_zone or row.timezone),
        published_precision=row.published_precision,
        language=row.language,
        source=row.slug,
        country=row.country,
        dateline_place=row.dateline_place,
        agencies=tuple(row.wire_agencies),
    )
    return StoredStory(story, bytes(row.content_hash), tuple(_photo(row.id, *photo) for photo in photos))


def _local(at: datetime | None, zone: str | None) -> datetime | None:
    """In its printed zone; a date at the edge of what there is stays in UTC."""
    if at is None:
        return None
    try:
        return at.astimezone(zone_of(zone))
    except OverflowError:
        return at


def _photo(
    article_id: int, position: int, caption: str | None, photo_id: int, credit: str | None, is_file_photo: bool
) -> EventPhoto:
    return EventPhoto(
        article=article_id,
        position=position,
        photo=photo_id,
        caption=caption,
        credit=credit,
        is_file_photo=is_file_photo,
    )
