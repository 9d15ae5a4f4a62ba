"""What was read in articles, kept beside them: facts, place mentions, and the keys that copies are found by."""

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, bindparam, insert, text
from sqlalchemy.dialects.postgresql import JSONB

from models.events.items import Facts, Report
from models.events.packing import packed, unpacked
from models.runs import VERSION
from models.tables import PlaceMention
from models.text import storable


@dataclass(frozen=True, slots=True)
class Reading:
    """A report, and the text that it was read in."""

    report: Report
    content_hash: bytes


_WRITE = text(
    """
    insert into news.reports (article_id, content_hash, sketch, facts, version)
    select read.id, read.content_hash, read.sketch, facts.value, :version
    from unnest(cast(:ids as bigint[]), cast(:hashes as bytea[]), cast(:sketches as bytea[]))
        with ordinality as read (id, content_hash, sketch, place)
    join jsonb_array_elements(:facts) with ordinality as facts (value, place) using (place)
    on conflict (article_id) do update set content_hash = excluded.content_hash, facts = excluded.facts,
        sketch = case when reports.is_filed and not :with_sketches then reports.sketch else excluded.sketch end,
        version = excluded.version, read_at = now()
    """
).bindparams(bindparam("facts", type_=JSONB))

_UNMENTION = text("delete from news.place_mentions where article_id = any(cast(:ids as bigint[]))")
_UNBAND = text("delete from news.copy_bands where article_id = any(cast(:ids as bigint[]))")
_BAND = text(
    """
    insert into news.copy_bands (article_id, key)
    select * from unnest(cast(:ids as bigint[]), cast(:keys as bigint[])) on conflict do nothing
    """
)

_READ = text(
    """
    select article_id, sketch, facts, coalesce(
        (select array_agg(key) from news.copy_bands where copy_bands.article_id = reports.article_id), '{}') as bands
    from news.reports where article_id = any(cast(:ids as bigint[]))
    """
)

_FACTS = text("select article_id, facts from news.reports where article_id = any(cast(:ids as bigint[]))")


def write_reports(connection: Connection, readings: Sequence[Reading], *, with_sketches: bool = False) -> None:
    """Keep what was read; what an earlier reading of the same articles gave is replaced. The articles are locked.

    The sketch of a report that is on the shelf stays until it is filed again, because it is counted by that one; unless
    ``with_sketches`` says that all are to be filed anew.
    """
    if not readings:
        return
    ids = [reading.report.id for reading in readings]
    bound = {
        "ids": ids,
        "hashes": [reading.content_hash for reading in readings],
        "sketches": [reading.report.sketch for reading in readings],
        "facts": [_storable(packed(reading.report.facts)) for reading in readings],
        "version": VERSION,
        "with_sketches": with_sketches,
    }
    connection.execute(_WRITE, bound)
    connection.execute(_UNMENTION, {"ids": ids})
    if mentions := [row for reading in readings for row in _mentions(reading.report)]:
        connection.execute(insert(PlaceMention), mentions)
    connection.execute(_UNBAND, {"ids": ids})
    bands = [(reading.report.id, key) for reading in readings for key in reading.report.bands]
    if bands:
        connection.execute(_BAND, {"ids": [each for each, _ in bands], "keys": [key for _, key in bands]})


def stored_reports(connection: Connection, ids: Collection[int | str]) -> list[Report]:
    """The reports of these articles, as they were last read, in the order of ``ids``."""
    found = {row.article_id: row for row in connection.execute(_READ, {"ids": list(ids)})} if ids else {}
    return [
        Report(id=row.article_id, facts=unpacked(row.facts), sketch=bytes(row.sketch), bands=tuple(row.bands))
        for row in (found[each] for each in ids if each in found)
    ]


def stored_facts(connection: Connection, ids: Collection[int | str]) -> dict[int, Facts]:
    """What was read in these articles, by id."""
    found = connection.execute(_FACTS, {"ids": list(ids)}) if ids else ()
    return {row.article_id: unpacked(row.facts) for row in found}


def _mentions(report: Report) -> list[dict[str, Any]]:
    return [
        {
            "article_id": report.id,
            "position": position,
            "field": mention.where.field,
            "start": mention.where.start,
            "stop": mention.where.end,
            "name": mention.name,
            "place": mention.place.name,
            "kind": mention.place.kind,
            "geonames_id": mention.place.geonames_id,
            "country": mention.place.country,
            "admin1": mention.place.admin1,
            "lat": mention.place.lat,
            "lon": mention.place.lon,
            "confidence": mention.confidence,
        }
        for position, mention in enumerate(report.facts.places)
    ]


def _storable(facts: Mapping[str, Any]) -> Any:
    """What was read in stored text is storable; what a reader made of it is made so."""
    written = json.dumps(facts, ensure_ascii=False)
    clean = storable(written).replace("\\u0000", "")
    return facts if clean == written else json.loads(clean)
