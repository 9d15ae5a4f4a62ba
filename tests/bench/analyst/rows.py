"""Rows of the made-up corpus, an event's at a time."""

import json
from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime, timedelta
from hashlib import sha256
from itertools import count
from typing import Any, Final

from models.rows import ROLES
from tests.bench.analyst.drafts import Draft, Telling
from tests.bench.analyst.pictures import LIBRARY, SIZES, Shown, library_address
from tests.bench.analyst.world import FIRST_DAY, MIDNIGHT, WORDS, Agent, World

CAPTIONS: Final = 32
"""Ids of captions that an article has room for: the first one's is so many times its own."""
COLUMNS: Final = {
    "photos": "id, key_hash, url, width, height, first_seen_at",
    "urls": "id, key_hash, url, source_id, discovered_via, state, article_id, run_id, fetched_at",
    "fetches": "id, run_id, url_id, article_id, fetched_at, outcome, final_url, http_status, content_type, size,"
    " sha256, warc_file, warc_offset, warc_length, payload_digest",
    "articles": "id, key_hash, source_id, url_id, url, headline, dek, byline, body, language, section, tags,"
    " word_count, dateline, dateline_place, wire_agencies, corrections, has_video, published_raw, published_at,"
    " published_precision, published_zone, published_zone_basis, published_origin, published_date,"
    " first_captured_at, last_captured_at, content_hash, revision, version",
    "article_revisions": "article_id, revision, captured_at, fetch_id, changed, headline, body, photos, content_hash,"
    " version",
    "article_authors": "article_id, position, agent_id",
    "captions": "id, article_id, source_id, published_at, published_date, position, photo_id, caption,"
    " caption_source, alt, credit_raw, credit_source, credit_confidence, photographer, agency,"
    " distributor, courtesy, is_handout, is_file_photo",
    "credits": "caption_id, position, agent_id, role",
    "reports": "article_id, content_hash, day, sketch, is_filed, facts, version",
    "place_mentions": "article_id, position, field, start, stop, name, place, kind, geonames_id, country, admin1, lat,"
    " lon, confidence",
    "copies": "article_id, representative_id, kind, shared",
    "events": "id, title, title_article_id, first_report_at, last_report_at, occurred, time_precision, place,"
    " geonames_id, country, admin1, lat, lon, geo_precision, kind, articles, sources, languages",
    "event_articles": "article_id, event_id, centrality",
    "event_grounds": "event_id, about, article_id, field, start, stop, text",
    "event_figures": "event_id, position, kind, low, high, printed, sources, article_id, field, start, stop, text",
    "event_actors": "event_id, position, name, kind, sources, article_id, field, start, stop, text",
    "event_photos": "event_id, position, article_id, caption_position",
    "event_changes": "event_id, fate, came",
}
"""The tables that are copied, in an order that suits their references."""
_FIGURES: Final = ("killed", "injured")
_RUN_DAYS: Final = 4
"""Days that a run of a source stands for."""
_VERSION: Final = "1"

Rows = dict[str, list[tuple[Any, ...]]]


def run_of(world: World, draft: Draft) -> int:
    """The run that first fetched it."""
    return (draft.published.date() - FIRST_DAY).days // _RUN_DAYS * len(world.sources) + draft.source.id


def run_rows(world: World, days: int) -> list[tuple[Any, ...]]:
    """The runs of all sources from the first day on, of ``crawl_runs``."""
    made = []
    for period in range(days // _RUN_DAYS + 1):
        for source in world.sources:
            began = MIDNIGHT + timedelta(days=period * _RUN_DAYS, minutes=10 * source.id)
            fell_short = (period + source.id) % 41 == 0
            made.append(
                (period * len(world.sources) + source.id, "news", source.id, "{}", began, began + timedelta(minutes=9),
                 began, began, "failed" if fell_short else "finished",
                 ["the front page did not answer"] if fell_short else [], _VERSION, "host", 1)
            )  # fmt: skip
    return made


RUN_COLUMNS: Final = (
    "id, spider, source_id, arguments, started_at, finished_at, heartbeat_at, settled_at, status, problems, version,"
    " host, pid"
)


def rows_of(world: World, events: Sequence[int]) -> Rows:
    """The rows of these events, which follow each other; articles get their ids in order of publication."""
    made: Rows = defaultdict(list)
    tellings = [Telling(world, event) for event in events]
    told = [(telling, telling.drafts()) for telling in tellings]
    first = int(world.events.ends[events[0]] - world.events.sizes[events[0]]) + 1
    drafts = sorted((draft for _, own in told for draft in own), key=lambda draft: draft.published)
    photos: dict[str, int] = {}
    for id, draft in enumerate(drafts, first):
        draft.id = id
    for draft in drafts:
        _add_article(made, world, draft)
        _add_captions(made, draft, photos)
    for telling, own in told:
        _add_event(made, world, telling, sorted(own, key=lambda draft: draft.published))
    return made


def library_rows() -> list[tuple[Any, ...]]:
    """The file pictures, of ``photos``: the first ids are theirs."""
    return [_photo_row(number + 1, library_address(number), *SIZES[-1], MIDNIGHT) for number in range(LIBRARY)]


def _photo_row(id: int, url: str, width: int, height: int, at: datetime) -> tuple[Any, ...]:
    return (id, sha256(url.encode()).digest(), url, width, height, at)


def _add_article(made: Rows, world: World, draft: Draft) -> None:
    id, source, at = draft.id, draft.source, draft.published
    url = f"https://{source.domain}/{at:%Y/%m}/{id}"
    key = sha256(url.encode()).digest()
    hashed = sha256(f"{draft.headline}\n{draft.body}".encode()).digest()
    seen, run = at + timedelta(minutes=25), run_of(world, draft)
    revised = seen + draft.revised_after
    last = revised if draft.revisions > 1 else seen
    local = at.astimezone(source.clock)
    language = source.language
    town = draft.body.partition(" —")[0]
    made["articles"].append(
        (id, key, source.id, id, url, draft.headline, None,
         WORDS["bylines"][language].format(name=draft.author.name) if draft.author else None, draft.body, language,
         WORDS["sections"][language][id % 3], draft.dice.sample(WORDS["tags"], 2), draft.body.count(" ") + 1,
         f"{town} —", town, [draft.wire.name] if draft.wire else [],
         [WORDS["correction"][language]] if draft.claim else [], id % 5 == 0, local.isoformat(), at, "minute",
         source.zone, "source", "time", local.date(), seen, last, hashed, draft.revisions, _VERSION)
    )  # fmt: skip
    made["urls"].append((id, key, url, source.id, "feed", "kept", id, run, last))
    for place in range(draft.revisions):
        made["fetches"].append(
            (2 * id + place, run, id, id, revised if place else seen, "revised" if place else "stored", url, 200,
             "text/html", 90_000 + id % 50_000, hashed, f"{at:%Y/%m}/{source.slug}-{at:%Y%m%d}.warc.gz",
             id % 1000 * 40_000, 30_000, f"sha1:{hashed.hex()[:32].upper()}")
        )  # fmt: skip
    _add_revisions(made, draft, hashed, [seen, revised])
    if draft.author or draft.wire:
        made["article_authors"].append((id, 0, (draft.author or draft.wire).id))  # type: ignore[union-attr]
    made["reports"].append((id, hashed, local.date(), b"\0", True, "{}", _VERSION))


def _add_revisions(made: Rows, draft: Draft, hashed: bytes, seen: Sequence[Any]) -> None:
    """The versions of an article: the last as it reads now, the one before without what changed."""
    photos = [_photo(shown) for shown in draft.shown]
    printed = before = json.dumps(photos, ensure_ascii=False)
    changed: list[str] = []
    if draft.revisions > 1:
        changed = ["headline"] if draft.headline_was else ["body"] if draft.claim else ["credits"]
        if draft.is_recredited:
            before = json.dumps([photo | {"credit": None} for photo in photos], ensure_ascii=False)
        if draft.taken_off:
            before, changed = json.dumps([*photos, _photo(draft.taken_off)], ensure_ascii=False), ["captions"]
        body = f"{draft.body}\n{draft.claim}" if draft.claim else draft.body
        other = sha256(hashed).digest()
        headline = draft.headline_was or draft.headline
        made["article_revisions"].append(
            (draft.id, 1, seen[0], 2 * draft.id, [], headline, body, before, other, _VERSION)
        )
    last = draft.revisions - 1
    made["article_revisions"].append(
        (draft.id, last + 1, seen[last], 2 * draft.id + last, changed, draft.headline, draft.body, printed, hashed,
         _VERSION)
    )  # fmt: skip


def _photo(shown: Shown) -> dict[str, str | None]:
    return {"url": shown.url, "caption": shown.caption, "credit": shown.credit}


def _add_captions(made: Rows, draft: Draft, photos: dict[str, int]) -> None:
    for position, shown in enumerate(draft.shown):
        id, picture = draft.id * CAPTIONS + position, shown.picture
        photo = photos.get(shown.url) if picture.library is None else picture.library + 1
        if photo is None:
            photo = photos[shown.url] = LIBRARY + id
            made["photos"].append(_photo_row(photo, shown.url, shown.width, shown.height, draft.published))
        named: dict[str, Agent | None] = {}
        if shown.credit and picture.is_understood:
            named = {role: getattr(picture, role, None) for role in ROLES}
        made["captions"].append(
            (id, draft.id, draft.source.id, draft.published, draft.day, position, photo, shown.caption,
             "figcaption" if shown.caption else None, shown.alt,
             shown.credit, "tail" if shown.credit else None,
             (1.0 if picture.is_understood else 0.3) if shown.credit else None,
             *((agent := named.get(role)) and agent.name for role in ("photographer", "agency", "distributor",
                                                                      "courtesy")),
             bool(shown.credit) and picture.is_handout, bool(shown.credit) and picture.library is not None)
        )  # fmt: skip
        places = count()
        made["credits"] += [(id, next(places), agent.id, role) for role, agent in named.items() if agent]


def _add_event(made: Rows, world: World, telling: Telling, own: Sequence[Draft]) -> None:
    id, town, first = telling.event + 1, telling.town, own[0]
    day = FIRST_DAY + timedelta(days=world.day(telling.event))
    voices = {draft.wire.name if draft.wire else draft.source.id for draft in own if draft.copy_of is None}
    languages = sorted({draft.source.language for draft in own})
    made["events"].append(
        (id, first.headline, first.id, first.published, own[-1].published, f"[{day},{day}]", "day", town.name,
         town.geonames_id, town.country, town.admin1, town.lat, town.lon, town.kind, telling.kind, len(own),
         len(voices), languages)
    )  # fmt: skip
    for draft in own:
        made["event_articles"].append((draft.id, id, 1.0 if draft is first else round(draft.dice.random(), 4)))
        name = world.spelt(town, draft.source.language)
        made["place_mentions"] += [
            (draft.id, place, field, start, start + len(name), name, town.name, town.kind, town.geonames_id,
             town.country, town.admin1, town.lat, town.lon, 0.9)
            for place, (field, start) in enumerate((("headline", max(0, draft.headline.find(name))), ("body", 0)))
        ]  # fmt: skip
        if draft.copy_of is not None:
            made["copies"].append((draft.id, draft.copy_of.id, "same", 1.0))
    sentence = first.body.partition("\n")[0][:200]
    stands = (first.id, "body", 0, len(sentence), sentence)
    made["event_grounds"] += [(id, about, *stands) for about in ("title", "occurred", "place", "kind")]
    if telling.kind != "politics":
        for place, kind in enumerate(_FIGURES):
            for more in range(1 + (len(own) > 5)):
                number = telling.toll[place] + more
                told = (id, 2 * place + more, kind, number, number, str(number), len(voices))
                made["event_figures"].append((*told, *stands))
    for place, name in enumerate(telling.actors):
        made["event_actors"].append((id, place, name, "group" if place < 2 else "person", len(voices), *stands))
    pictured = [(draft.id, position) for draft in own for position in range(min(2, len(draft.shown)))][:6]
    made["event_photos"] += [(id, place, *each) for place, each in enumerate(pictured)]
    made["event_changes"].append((id, "new", [draft.id for draft in own]))
