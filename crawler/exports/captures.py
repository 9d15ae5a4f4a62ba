"""The versions that a package without text names, and what was found of each when it was filled again."""

import pickle
import tempfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import Any, Literal, Self

from models.items import Archived, Document

State = Literal["same", "changed", "gone"]
RANK: Mapping[str, int] = {"gone": 0, "changed": 1, "same": 2}
"""How much a state is worth: what is worth more is kept."""

VersionKey = tuple[int, int]
"""Article and revision."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """A version of an article, whose text is wanted."""

    article_id: int
    revision: int
    latest: bool
    """Whether it is the article's last in the package: what its address gives now can be it."""
    url: str
    asked_url: str
    content_hash: str
    """Hexadecimal."""
    archived: Archived | None
    """Where its page stands; null where none was archived."""
    feed_headline: str | None

    @property
    def key(self) -> VersionKey:
        """What tells it from every other."""
        return self.article_id, self.revision


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """What became of a version."""

    version: Version
    state: State
    reason: str = ""
    """Why it is not the same."""
    content_hash: str = ""
    """Of what was read, hexadecimal."""
    document: Document | None = None
    """What was read; null if nothing was."""

    def without_document(self) -> "Finding":
        """The same, small enough to keep many of."""
        return replace(self, document=None)


def versions_of(rows: Iterable[Mapping[str, Any]], *, only_latest: bool) -> list[Version]:
    """The versions of a table of captures, in the archive's order."""
    latest: dict[int, Version] = {}
    found = []
    for version in map(_version, rows):
        found.append(version)
        if version.article_id not in latest or latest[version.article_id].revision < version.revision:
            latest[version.article_id] = version
    marked = [replace(each, latest=latest[each.article_id].revision == each.revision) for each in found]
    wanted = [each for each in marked if each.latest or not only_latest]
    return sorted(wanted, key=lambda each: (each.archived.file, each.archived.offset) if each.archived else ("", 0))


def _version(row: Mapping[str, Any]) -> Version:
    file, at = row["warc_file"], row["captured_at"]
    archived = file and Archived(
        file=file,
        offset=int(row["warc_offset"]),
        length=int(row["warc_length"]),
        url=row["final_url"],
        at=datetime.fromisoformat(at) if isinstance(at, str) else at,
        digest=row["payload_digest"] or None,
    )
    return Version(
        article_id=int(row["article_id"]),
        revision=int(row["revision"]),
        latest=False,
        url=row["url"],
        asked_url=row["asked_url"],
        content_hash=row["content_hash"],
        archived=archived or None,
        feed_headline=row["feed_headline"] or None,
    )


class Texts:
    """Documents by version, on disk: in memory is only where each stands."""

    def __init__(self) -> None:
        self._stream = tempfile.TemporaryFile()  # noqa: SIM115 - closed with these
        self._places: dict[VersionKey, int] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._stream.close()

    def put(self, key: VersionKey, document: Document) -> None:
        """Keep one. Raises OSError where the disk is full."""
        self._places[key] = self._stream.seek(0, 2)
        pickle.dump(document, self._stream, pickle.HIGHEST_PROTOCOL)

    def get(self, key: VersionKey) -> Document | None:
        """The document of that version; null if none was kept."""
        if key not in self._places:
            return None
        self._stream.seek(self._places[key])
        found: Document = pickle.load(self._stream)  # noqa: S301 - our own, in a file that only we have
        return found


def report_row(finding: Finding) -> dict[str, Any]:
    """The report's line of a version, as CSV."""
    version = finding.version
    return {
        "article_id": str(version.article_id),
        "revision": str(version.revision),
        "url": version.url,
        "state": finding.state,
        "reason": finding.reason,
        "content_hash": version.content_hash,
        "content_hash_now": finding.content_hash,
    }


REPORT = Path("rehydration.csv")
REPORT_FIELDS = [
    {"name": "article_id", "type": "integer", "description": "The article."},
    {"name": "revision", "type": "integer", "description": "Its version."},
    {"name": "url", "type": "string", "description": "The address that it is known by."},
    {
        "name": "state",
        "type": "string",
        "description": "same: filled with the text that was exported; changed: filled with what its page says now, "
        "which differs; gone: not filled.",
    },
    {"name": "reason", "type": "string", "description": "Why it is not the same; empty where it is."},
    {"name": "content_hash", "type": "string", "description": "Of the version that was exported."},
    {"name": "content_hash_now", "type": "string", "description": "Of what was read; empty if nothing was."},
]
