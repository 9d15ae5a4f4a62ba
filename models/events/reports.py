"""What was read in articles, kept beside them: facts, place mentions, and the keys that copies are found by."""

import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, text

from models.events.arrays import listed
from models.events.items import Facts, Report
from models.events.packing import packed, unpacked
from models.runs import VERSION
from models.text import storable


@dataclass(frozen=True, slots=True)
class Reading:
    """A report, and the text that it was read in."""

    report: Report
    content_hash: bytes
    facts: str
    """The report's facts as they are stored: ``storable_facts``."""


_WRITE = text(
    """
    insert into news.reports (article_id, content_hash, sketch, facts, version)
    select read.id, read.content_hash, read.sketch, facts.value, :version
    from unnest(cast(:ids as bigint[]), cast(:hashes as bytea[]), cast(:sketches as bytea[]))
        with ordinality as read (id, content_hash, sketch, place)
    join jsonb_array_elements(cast(:facts as jsonb)) with ordinality as facts (value, place) using (place)
    on conflict (article_id) do update set content_hash = excluded.content_hash, facts = excluded.facts,
        sketch = case when reports.is_filed and not :with_sketches then reports.sketch else excluded.sketch end,
        version = excluded.version, read_at = now()
    """
)

_UNMENTION = text("delete from news.place_mentions where article_id = any(cast(:ids as bigint[]))")
_MENTION = text(
    """
    insert into news.place_mentions (article_id, position, field, start, stop, name, place, kind, geonames_id, country,
        admin1, lat, lon, confidence)
    select article_id, mention.number - 1, printed.field, printed.start, printed."end", printed.name, place.name,
        place.kind, place.geonames_id, place.country, place.admin1, place.lat, place.lon, printed.confidence
    from news.reports
    cross join lateral jsonb_array_elements(facts -> 'places') with ordinality as mention (value, number)
    cross join lateral jsonb_to_record(mention.value) as printed (field text, start integer, "end" integer, name text,
        confidence double precision, place jsonb)
    cross join lateral jsonb_to_record(printed.place) as place (name text, kind text, geonames_id integer, country text,
        admin1 text, lat double precision, lon double precision)
    where article_id = any(cast(:ids as bigint[]))
    """
)
_UNBAND = text("delete from news.copy_bands where article_id = any(cast(:ids as bigint[]))")
_BAND = text(
    """
    insert into news.copy_bands (article_id, key)
    select * from unnest(cast(:ids as bigint[]), cast(:keys as bigint[]))
    """
)

_READ = text(
    """
    select article_id, sketch, coalesce(
        (select array_agg(key) from news.copy_bands where copy_bands.article_id = reports.article_id), '{}') as bands
    from news.reports where article_id = any(cast(:ids as bigint[]))
    """
)

_FACTS = text("select article_id, facts::text from news.reports where article_id = any(cast(:ids as bigint[]))")


def write_reports(connection: Connection, readings: Sequence[Reading], *, with_sketches: bool = False) -> None:
    """Keep what was read; what an earlier reading of the same articles gave is replaced. The articles are locked;
    ``write_parts`` has to follow.

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
        "facts": f"[{','.join(reading.facts for reading in readings)}]",
        "version": VERSION,
        "with_sketches": with_sketches,
    }
    connection.execute(_WRITE, bound)


def write_parts(connection: Connection, reports: Sequence[Report]) -> None:
    """Keep the place mentions and the keys of copies of reports that were written."""
    ids = [report.id for report in reports]
    connection.execute(_UNMENTION, {"ids": ids})
    connection.execute(_MENTION, {"ids": ids})
    connection.execute(_UNBAND, {"ids": ids})
    bands = sorted((key, report.id) for report in reports for key in set(report.bands))
    if bands:  # neighbours in the index
        connection.execute(_BAND, {"ids": listed(each for _, each in bands), "keys": listed(key for key, _ in bands)})


def stored_reports(connection: Connection, ids: Collection[int | str]) -> list[Report]:
    """The reports of these articles, as they were last read, in the order of ``ids``; without their facts, which
    ``stored_facts`` gives."""
    found = {row.article_id: row for row in connection.execute(_READ, {"ids": list(ids)})} if ids else {}
    return [
        Report(id=row.article_id, facts=Facts(), sketch=bytes(row.sketch), bands=tuple(row.bands))
        for row in (found[each] for each in ids if each in found)
    ]


def facts_rows(connection: Connection, ids: Collection[int | str]) -> list[tuple[int, str]]:
    """What was read in these articles: ids, and facts as JSON."""
    found = connection.execute(_FACTS, {"ids": list(ids)}) if ids else ()
    return [(article, facts) for article, facts in found]


def stored_facts(connection: Connection, ids: Collection[int | str]) -> dict[int, Facts]:
    """What was read in these articles, by id."""
    return {article: facts_of(stored) for article, stored in facts_rows(connection, ids)}


def facts_of(stored: str) -> Facts:
    """The facts that ``storable_facts`` made JSON of."""
    return unpacked(json.loads(stored))


def storable_facts(facts: Facts) -> str:
    """Their JSON. What was read in stored text is storable; what a reader made of it is made so."""
    return storable(json.dumps(packed(facts), ensure_ascii=False)).replace("\\u0000", "")
