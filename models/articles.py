"""Writing articles with their authors, photos, captions and credits, inside the caller's transaction."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from sqlalchemy import (
    ARRAY,
    BigInteger,
    Connection,
    any_,
    bindparam,
    delete,
    func,
    insert,
    literal,
    select,
    text,
    update,
)
from sqlalchemy.dialects.postgresql import insert as upsert

from models import rows
from models.items import Document, Failure
from models.keyed import among, insert_missing
from models.rows import AgentKey
from models.runs import VERSION
from models.tables import Agent, Article, ArticleAuthor, ArticleRevision, Caption, Credit, Photo

Outcome = Literal["stored", "revised", "unchanged"] | Failure


@dataclass(frozen=True, slots=True)
class Stored:
    """What became of one fetch."""

    outcome: Outcome
    reason: str | None = None
    article_id: int | None = None
    revision: int | None = None
    """The version that it made; null if it made none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A document on its way into ``articles``."""

    index: int
    """Its place in the batch."""
    key_hash: bytes
    """The article it belongs to."""
    document: Document
    captured_at: datetime
    source_id: int
    url_id: int


@dataclass(frozen=True, slots=True)
class _Kept:
    """What the database holds of an article, locked."""

    id: int
    content_hash: bytes
    last_captured_at: datetime
    revision: int


def write_articles(connection: Connection, candidates: Sequence[Candidate]) -> dict[int, Stored]:
    """Store, revise or leave each candidate's article; returns what became of it by the candidate's index.

    ``candidates`` holds each article once and is sorted by ``key_hash``.
    """
    kept = _lock(connection, [candidate.key_hash for candidate in candidates])
    new = [candidate for candidate in candidates if candidate.key_hash not in kept]
    inserted = _insert(connection, new)
    if len(inserted) < len(new):  # another writer was first; its rows are committed now
        kept |= _lock(connection, [item.key_hash for item in new if item.key_hash not in inserted])
    results: dict[int, Stored] = {}
    for candidate in candidates:
        key = candidate.key_hash
        results[candidate.index] = (
            Stored("stored", None, inserted[key], 1) if key in inserted else _judge(candidate, kept[key])
        )
    revised = [candidate for candidate in candidates if results[candidate.index].outcome == "revised"]
    _touch(connection, [c for c in candidates if results[c.index].outcome == "unchanged"], kept)
    _revise(connection, revised, kept)
    ids = inserted | {candidate.key_hash: kept[candidate.key_hash].id for candidate in revised}
    write_parts(connection, {ids[c.key_hash]: c.document for c in candidates if c.key_hash in ids})
    return results


def _judge(candidate: Candidate, kept: _Kept) -> Stored:
    """A capture that is older than the one kept does not replace it."""
    if rows.content_hash(candidate.document) == kept.content_hash:
        return Stored("unchanged", None, kept.id)
    if candidate.captured_at < kept.last_captured_at:
        return Stored("dropped", "older_capture", kept.id)
    return Stored("revised", None, kept.id, kept.revision + 1)


def _lock(connection: Connection, keys: Sequence[bytes]) -> dict[bytes, _Kept]:
    statement = (
        select(Article.key_hash, Article.id, Article.content_hash, Article.last_captured_at, Article.revision)
        .where(among(Article.key_hash, keys))
        .order_by(Article.key_hash)
        .with_for_update()
    )
    return {
        bytes(row.key_hash): _Kept(row.id, bytes(row.content_hash), row.last_captured_at, row.revision)
        for row in connection.execute(statement)
    }


def _insert(connection: Connection, candidates: Sequence[Candidate]) -> dict[bytes, int]:
    if not candidates:
        return {}
    statement = upsert(Article).on_conflict_do_nothing(index_elements=["key_hash"])
    inserted = connection.execute(
        statement.returning(Article.key_hash, Article.id),
        [
            {
                **rows.article_row(candidate.document, VERSION),
                "key_hash": candidate.key_hash,
                "source_id": candidate.source_id,
                "url_id": candidate.url_id,
                "first_captured_at": candidate.captured_at,
                "last_captured_at": candidate.captured_at,
            }
            for candidate in candidates
        ],
    )
    return {bytes(key): identity for key, identity in inserted}


def _captured(bound: Any) -> dict[str, Any]:
    return {
        "first_captured_at": func.least(Article.first_captured_at, bound),
        "last_captured_at": func.greatest(Article.last_captured_at, bound),
    }


def _touch(connection: Connection, candidates: Sequence[Candidate], kept: Mapping[bytes, _Kept]) -> None:
    if candidates:
        at = bindparam("captured", type_=Article.last_captured_at.type)
        connection.execute(
            update(Article).where(Article.id == bindparam("article")).values(_captured(at)),
            [{"article": kept[c.key_hash].id, "captured": c.captured_at} for c in candidates],
        )


def touch_same(connection: Connection, seen: Mapping[int, tuple[int | None, datetime]]) -> dict[int, Stored]:
    """Note that articles were seen again as they are; ``seen`` holds each one's id and instant by the fetch's index."""
    results: dict[int, Stored] = {}
    touched: list[tuple[int, datetime]] = []
    for i, (article_id, captured_at) in seen.items():
        if article_id is None:  # the server says that nothing has changed, and there is nothing to compare with
            results[i] = Stored("failed", "not_modified")
            continue
        results[i] = Stored("unchanged", None, article_id)
        touched.append((article_id, captured_at))
    if touched:
        at = bindparam("captured", type_=Article.last_captured_at.type)
        statement = update(Article).where(Article.id == bindparam("article")).values(_captured(at))
        connection.execute(statement, [{"article": article, "captured": when} for article, when in sorted(touched)])
    return results


def write_revisions(
    connection: Connection,
    candidates: Sequence[Candidate],
    results: Mapping[int, Stored],
    fetch_ids: Sequence[int],
) -> None:
    """Keep each version that the candidates made, with what differs from the one before."""
    made = [
        {
            **rows.revision_row(candidate.document),
            "article_id": results[candidate.index].article_id,
            "revision": results[candidate.index].revision,
            "captured_at": candidate.captured_at,
            "fetch_id": fetch_ids[candidate.index],
            "version": VERSION,
        }
        for candidate in candidates
        if results[candidate.index].revision is not None
    ]
    if made:
        connection.execute(insert(ArticleRevision), made)
    compare_revisions(connection, [(row["article_id"], row["revision"]) for row in made])


def compare_revisions(connection: Connection, versions: Iterable[tuple[Any, Any]]) -> None:
    """Note in each of these versions, by article id and number, what differs from the one before."""
    later = [{"article": article_id, "number": number} for article_id, number in versions if number != 1]
    if later:
        connection.execute(_COMPARE, later)


_COMPARE = text(
    """
    update news.article_revisions as new set changed = array_remove(array[
      case when new.headline is distinct from old.headline then 'headline' end,
      case when new.kicker is distinct from old.kicker then 'kicker' end,
      case when new.dek is distinct from old.dek then 'dek' end,
      case when new.body is distinct from old.body then 'body' end,
      case when jsonb_path_query_array(new.photos, '$[*].caption')
        is distinct from jsonb_path_query_array(old.photos, '$[*].caption') then 'captions' end,
      case when jsonb_path_query_array(new.photos, '$[*].credit')
        is distinct from jsonb_path_query_array(old.photos, '$[*].credit') then 'credits' end], null)
    from news.article_revisions as old
    where new.article_id = :article and new.revision = :number
      and old.article_id = new.article_id and old.revision = new.revision - 1
    """
)


def _revise(connection: Connection, candidates: Sequence[Candidate], kept: Mapping[bytes, _Kept]) -> None:
    if not candidates:
        return
    for candidate in candidates:
        article_id = kept[candidate.key_hash].id
        values = rows.article_row(candidate.document, VERSION) | _captured(candidate.captured_at)
        connection.execute(
            update(Article).where(Article.id == article_id).values(revision=Article.revision + 1, **values)
        )
    # At once: a trigger on captions looks at what each statement deletes.
    revised = literal([kept[candidate.key_hash].id for candidate in candidates], ARRAY(BigInteger))
    connection.execute(delete(ArticleAuthor).where(ArticleAuthor.article_id == any_(revised)))
    connection.execute(delete(Caption).where(Caption.article_id == any_(revised)))


def write_parts(connection: Connection, documents: Mapping[int, Document]) -> None:
    """Authors, photos, captions and credits of articles that have none yet, by article id."""
    agents = _agents(connection, documents.values())
    authors = [
        {"article_id": article_id, "position": position, "agent_id": agents[key.key_hash].id}
        for article_id, document in documents.items()
        for position, key in enumerate(rows.author_keys(document))
    ]
    if authors:
        connection.execute(insert(ArticleAuthor), authors)
    photos = rows.photo_rows(photo for document in documents.values() for photo in document.photos)
    photo_ids = insert_missing(connection, Photo, photos)
    placed = [
        (article_id, position, photo)
        for article_id, document in documents.items()
        for position, photo in enumerate(rows.own_photos(document))
    ]
    if not placed:
        return
    credited = [[(agents[key.key_hash], role) for key, role in rows.credit_keys(photo)] for _, _, photo in placed]
    captions = [
        {
            **rows.caption_row(photo, position),
            **rows.named_in_credits((agent.name, role) for agent, role in named),
            "article_id": article_id,
            "photo_id": photo_ids[rows.photo_key(photo)],
        }
        for (article_id, position, photo), named in zip(placed, credited, strict=True)
    ]
    caption_ids = connection.scalars(insert(Caption).returning(Caption.id, sort_by_parameter_order=True), captions)
    credits = [
        {"caption_id": caption_id, "position": position, "agent_id": agent.id, "role": role}
        for caption_id, named in zip(caption_ids, credited, strict=True)
        for position, (agent, role) in enumerate(named)
    ]
    if credits:
        connection.execute(insert(Credit), credits)


@dataclass(frozen=True, slots=True)
class _Named:
    """An agent as it is stored."""

    id: int
    name: str
    """In the spelling first seen, which may be another article's."""


def _agents(connection: Connection, documents: Iterable[Document]) -> dict[bytes, _Named]:
    mentioned: set[AgentKey] = set()
    for document in documents:
        mentioned.update(rows.author_keys(document))
        for photo in document.photos:
            mentioned.update(key for key, _ in rows.credit_keys(photo))
    wanted = {key.key_hash: {"key_hash": key.key_hash, "kind": key.kind, "name": key.name} for key in mentioned}
    ids = insert_missing(connection, Agent, wanted)
    stored = select(Agent.id, Agent.name).where(Agent.id == any_(literal(list(ids.values()), ARRAY(BigInteger))))
    names = {row.id: row.name for row in connection.execute(stored)} if ids else {}
    return {key: _Named(id_, names[id_]) for key, id_ in ids.items()}
