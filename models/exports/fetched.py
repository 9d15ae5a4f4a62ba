"""What a crawl of given addresses came to, by address."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Engine, bindparam, func, select, text

from models.engine import problems_named
from models.items import Archived
from models.tables import Fetch
from models.text import digest
from models.urls import url_key

_AT_ONCE = 1000  # addresses asked for in a statement

_NEWEST = text(
    """
    select distinct on (urls.key_hash) urls.key_hash, fetches.outcome, fetches.reason, fetches.fetched_at,
      fetches.warc_file, fetches.warc_offset, fetches.warc_length, fetches.payload_digest, fetches.is_revisit,
      coalesce(fetches.final_url, urls.url) as answered
    from news.fetches join news.urls on urls.id = fetches.url_id
    where fetches.id > :after and urls.key_hash = any(:keys)
    order by urls.key_hash, fetches.id desc
    """
).bindparams(bindparam("keys"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetched:
    """The newest fetch of an address."""

    outcome: str
    reason: str | None
    archived: Archived | None
    """Where its answer stands; null if there was none."""


def last_fetch(engine: Engine) -> int:
    """The id of the last fetch there is; 0 if there is none. Raises DatabaseProblem."""
    with problems_named(engine), engine.connect() as connection:
        return connection.scalar(select(func.max(Fetch.id))) or 0


def fetched_after(engine: Engine, urls: Sequence[str], after: int) -> dict[str, Fetched]:
    """The newest fetch of each of these addresses whose id is above ``after``; one that has none is left out. Raises
    DatabaseProblem."""
    by_key = {digest(url_key(url)): url for url in urls}
    keys = list(by_key)
    found = {}
    with problems_named(engine), engine.connect() as connection:
        for start in range(0, len(keys), _AT_ONCE):
            for row in connection.execute(_NEWEST, {"after": after, "keys": keys[start : start + _AT_ONCE]}):
                archived = row.warc_file and Archived(
                    file=row.warc_file,
                    offset=row.warc_offset,
                    length=row.warc_length,
                    url=row.answered,
                    at=row.fetched_at,
                    digest=row.payload_digest,
                    is_revisit=row.is_revisit,
                )
                url = by_key[bytes(row.key_hash)]
                found[url] = Fetched(outcome=row.outcome, reason=row.reason, archived=archived or None)
    return found
