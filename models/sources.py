"""The rows of ``sources``: what the files say of each source, and its id."""

from collections.abc import Collection, Mapping
from dataclasses import asdict, dataclass

from sqlalchemy import Connection, select
from sqlalchemy.dialects.postgresql import insert as upsert

from models.tables import Source


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceRow:
    """What the crawl knows of a source; the columns of ``sources`` of the same names."""

    slug: str
    domain: str
    name: str
    kind: str = "publisher"
    country: str | None = None
    language: str | None = None
    timezone: str | None = None
    date_order: str | None = None


def source_ids(connection: Connection, known: Mapping[str, SourceRow], slugs: Collection[str]) -> dict[str, int]:
    """Ids by slug. A source's row follows its file, as ``known`` gives it; a domain without one stands for itself."""
    wanted = [known.get(slug) or SourceRow(slug=slug, domain=slug.lower(), name=slug) for slug in sorted(set(slugs))]
    kept = _kept(connection, slugs)
    # Only what differs is written: an upsert locks a row even where it changes nothing, and then every other crawl of
    # the source would wait for this batch.
    changed = [row for row in wanted if row.slug not in kept or kept[row.slug][1] != row]
    if changed:
        statement = upsert(Source)
        columns = {column: statement.excluded[column] for column in SourceRow.__slots__ if column != "slug"}
        connection.execute(
            statement.on_conflict_do_update(index_elements=["slug"], set_=columns), [asdict(row) for row in changed]
        )
        kept = _kept(connection, slugs)
    return {slug: identity for slug, (identity, _) in kept.items()}


def _kept(connection: Connection, slugs: Collection[str]) -> dict[str, tuple[int, SourceRow]]:
    names = SourceRow.__slots__
    found = connection.execute(
        select(Source.id, *(getattr(Source, name) for name in names)).where(Source.slug.in_(slugs))
    )
    return {row.slug: (row.id, SourceRow(**{name: getattr(row, name) for name in names})) for row in found}
