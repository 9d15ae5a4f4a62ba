"""Rows of a store in which events were kept up for years, made from tellings without reading or grouping them."""

import json
import struct
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from random import Random
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from models.events.packing import packed
from pipelines.events.clusters.clustering import own_keys
from pipelines.events.clusters.packed import unpack
from pipelines.events.clusters.rarity import Rarity
from tests.bench.events.corpus import Corpus, Telling
from tests.bench.events.straight import report

NEAREST: Final = 30
"""Reports of its event that one is linked with; beyond it one other, by chance."""
STRAY: Final = 1
_EPOCH: Final = 730120
"""2000-01-01 as ordinal: PostgreSQL counts days from there."""
BINARY: Final = {
    "report_keys": (("article_id", "i8"), ("key", "i8"), ("day", "i4")),
    "copy_bands": (("article_id", "i8"), ("key", "i8")),
    "report_links": (("a", "i8"), ("b", "i8"), ("weight", "f8")),
}
"""Tables of numbers alone, which are copied in PostgreSQL's binary form."""
TEXT: Final = {
    "urls": "id, key_hash, url, source_id, discovered_via, state, article_id",
    "articles": "id, key_hash, source_id, url_id, url, headline, body, language, word_count, published_raw,"
    " published_at, published_precision, published_zone, published_zone_basis, published_origin, published_date,"
    " first_captured_at, last_captured_at, content_hash, version",
    "reports": "article_id, content_hash, day, sketch, is_filed, facts, version",
    "place_mentions": "article_id, position, field, start, stop, name, place, kind, geonames_id, country, admin1, lat,"
    " lon, confidence",
    "copy_pairs": "a, b, kind, a_part, b_part",
    "copies": "article_id, representative_id, kind, shared",
    "events": "id, title, title_article_id, first_report_at, last_report_at, occurred, time_precision, place,"
    " geonames_id, country, admin1, lat, lon, geo_precision, kind, articles, sources, languages",
    "event_articles": "article_id, event_id, centrality",
    "event_grounds": "event_id, about, article_id, field, start, stop, text",
    "event_figures": "event_id, position, kind, low, high, printed, sources, article_id, field, start, stop, text",
    "event_actors": "event_id, position, name, kind, sources, article_id, field, start, stop, text",
    "event_changes": "event_id, fate, came",
}
"""The other tables, in an order that suits their references."""

Rows = list[tuple[Any, ...]]


@dataclass(slots=True)
class Shard:
    """Rows of some events."""

    rows: dict[str, Rows] = field(default_factory=lambda: defaultdict(list))
    """By table."""
    numbers: dict[str, list[tuple[Any, ...]]] = field(default_factory=lambda: defaultdict(list))
    """Of the tables that are copied in binary form."""


def article_rows(id: int, telling: Telling) -> tuple[tuple[Any, ...], tuple[Any, ...], bytes]:
    """The rows of ``urls`` and ``articles``, and the text's hash."""
    url = f"https://paper-{telling.source}.example/{id}"
    key = sha256(url.encode()).digest()
    hashed = sha256(f"{telling.headline}\n{telling.body}".encode()).digest()
    at = telling.published
    article = (
        id,
        key,
        telling.source + 1,
        id,
        url,
        telling.headline,
        telling.body,
        "en",
        telling.body.count(" ") + 1,
        at.isoformat(),
        at,
        "minute",
        "UTC",
        "offset",
        "meta",
        at.date(),
        at,
        at,
        hashed,
        "1",
    )
    return (id, key, url, telling.source + 1, "feed", "kept", id), article, hashed


def shard(corpus: Corpus, events: Sequence[int], rarity: Rarity) -> Shard:
    """The rows of these events, which follow each other; articles get their ids in order of publication. Counts their
    reports in ``rarity``."""
    made = Shard()
    tellings = [telling for event in events for telling in corpus.tellings(event)]
    tellings.sort(key=lambda telling: telling.published)
    first = int(corpus.ends[events[0]] - corpus.sizes[events[0]]) + 1
    told: dict[int, list[tuple[int, Telling]]] = defaultdict(list)
    by_number: dict[tuple[int, int], int] = {}
    for id, telling in enumerate(tellings, first):
        told[telling.event].append((id, telling))
        by_number[telling.event, telling.number] = id
        _add_article(made, id, telling, rarity, is_exact=telling.event in corpus.recent or telling.event in corpus.late)
    for event, own in told.items():
        _add_event(made, corpus, event, own)
        _add_links(made, event, [id for id, _ in own], first)
        _add_copies(made, own, by_number)
    return made


def _add_article(made: Shard, id: int, telling: Telling, rarity: Rarity, *, is_exact: bool) -> None:
    url, article, hashed = article_rows(id, telling)
    made.rows["urls"].append(url)
    made.rows["articles"].append(article)
    read = report(id, telling, is_exact=is_exact)
    sketched = unpack(read.sketch)
    rarity.add([sketched])
    day = telling.published.date()
    facts = packed(read.facts)
    written = json.dumps(facts, ensure_ascii=False)
    made.rows["reports"].append((id, hashed, day, read.sketch, True, written, "1"))
    ordinal = day.toordinal() - _EPOCH
    made.numbers["report_keys"] += [(id, key, ordinal) for key in dict.fromkeys(own_keys(sketched, rarity))]
    made.numbers["copy_bands"] += [(id, key) for key in read.bands]
    for position, mention in enumerate(read.facts.places):
        place, where = mention.place, mention.where
        made.rows["place_mentions"].append(
            (
                id,
                position,
                where.field,
                where.start,
                where.end,
                mention.name,
                place.name,
                place.kind,
                place.geonames_id,
                place.country,
                place.admin1,
                place.lat,
                place.lon,
                mention.confidence,
            )
        )


def _add_event(made: Shard, corpus: Corpus, event: int, own: Sequence[tuple[int, Telling]]) -> None:
    id, town, day = event + 1, corpus.town(event), corpus.day(event)
    article, telling = own[0]
    sources = len({each.source for _, each in own if each.copy_of is None})
    made.rows["events"].append(
        (
            id,
            telling.headline,
            article,
            own[0][1].published,
            own[-1][1].published,
            f"[{day},{day}]",
            "day",
            town.name,
            town.geonames_id,
            town.country,
            town.admin1,
            town.lat,
            town.lon,
            town.kind,
            corpus.kind(event),
            len(own),
            sources,
            ["en"],
        )
    )
    dice = Random(event)  # noqa: S311 - the same each time
    made.rows["event_articles"] += [(each, id, 1.0 if each == article else round(dice.random(), 4)) for each, _ in own]
    made.rows["event_changes"].append((id, "new", [each for each, _ in own]))
    abouts = {"title": None, "day": "occurred", "place": "place", "kind": "kind"}
    grounds = {"title": (id, "title", article, "headline", 0, len(telling.headline), telling.headline)}
    figures: Rows = []
    actors: Rows = []
    for mark in telling.marks:
        said = (telling.headline if mark.field == "headline" else telling.body)[mark.start : mark.end]
        stands = (article, mark.field, mark.start, mark.end, said)
        if mark.what in abouts:
            about = abouts[mark.what] or mark.what
            grounds[about] = (id, about, *stands)
        elif mark.what == "person":
            actors.append((id, len(actors), mark.value, "person", sources, *stands))
        else:
            figures.append((id, len(figures), mark.what, mark.value, mark.value, str(mark.value), sources, *stands))
    made.rows["event_grounds"] += grounds.values()
    made.rows["event_figures"] += figures
    made.rows["event_actors"] += actors


def _add_links(made: Shard, event: int, own: Sequence[int], first: int) -> None:
    dice = Random(event)  # noqa: S311 - the same each time
    for place, id in enumerate(own):
        for other in dice.sample(own[:place], min(place, NEAREST)):
            made.numbers["report_links"].append((other, id, 0.8 + 3 * dice.random()))
        strays = {dice.randrange(first, id) for _ in range(STRAY)} - set(own) if id > first else set()
        made.numbers["report_links"] += [(other, id, 0.2 + 0.4 * dice.random()) for other in sorted(strays)]


def _add_copies(made: Shard, own: Sequence[tuple[int, Telling]], ids: dict[tuple[int, int], int]) -> None:
    for id, telling in own:
        if telling.copy_of is not None:
            other = ids[telling.event, telling.copy_of]
            made.rows["copy_pairs"].append((min(id, other), max(id, other), "same", 1.0, 1.0))
            made.rows["copies"].append((id, other, "same", 1.0))


def binary(table: str, rows: Sequence[tuple[Any, ...]]) -> bytes:
    """Rows of numbers as PostgreSQL copies them."""
    columns = BINARY[table]
    kind: list[tuple[str, str]] = [("fields", ">i2")]
    for name, form in columns:
        kind += [(f"{name}_size", ">i4"), (name, f">{form}")]
    filled: NDArray[Any] = np.empty(len(rows), np.dtype(kind))
    filled["fields"] = len(columns)
    for (name, form), values in zip(columns, zip(*rows, strict=True), strict=True):
        filled[f"{name}_size"] = int(form[1])
        filled[name] = values
    return b"PGCOPY\n\xff\r\n\0" + struct.pack(">ii", 0, 0) + filled.tobytes() + struct.pack(">h", -1)


def shards(corpus: Corpus, size: int) -> Iterator[range]:
    """The events in store, some at a time."""
    return (range(at, min(at + size, corpus.events)) for at in range(0, corpus.events, size))
