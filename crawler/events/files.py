"""Events and places of files, without a database: rows in, rows out, bad ones skipped with a word."""

import gzip
import json
import sys
import zlib
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TypeVar

from crawler.columns import plain
from models.events.items import Passage, Story
from models.items import Precision

T = TypeVar("T")

_PIECE = 1024  # bytes unpacked at a time: where they are broken, so many are lost
_SHOWN = 20  # bad rows that are named; the rest is counted


@dataclass(slots=True)
class Rows:
    """The rows of a JSON lines file, plain or gzip, with what was skipped."""

    path: Path
    read: int = 0
    skipped: int = 0

    def checked(self, check: Callable[[Mapping[str, Any]], T]) -> Iterator[T]:
        """What ``check`` makes of each row that is good, in their order; it raises ValueError for a bad one. Of rows
        with one id the first counts; ``1`` and ``"1"`` are one id, as who reads the answers often knows no types."""
        seen: set[str] = set()
        for number, line in enumerate(self._lines(), 1):
            if not line.strip():
                continue
            try:
                row = json.loads(line)
                if not isinstance(row, dict):
                    raise ValueError("it is no object")
                identity = _id(row)
                if str(identity) in seen:
                    raise ValueError(f"its id {identity!r} was there before")
                found = check(row)
            except (ValueError, RecursionError) as wrong:
                self.skip(f"line {number}", str(wrong))
                continue
            seen.add(str(identity))
            self.read += 1
            yield found

    def _lines(self) -> Iterator[bytes]:
        """The lines; of a file that breaks off, all that can be read of it."""
        rest = b""
        try:
            for piece in _unpacked(self.path):
                *lines, rest = (rest + piece).split(b"\n")
                yield from lines
        except zlib.error as broken:
            yield rest
            self.skip("the end", f"the file breaks off: {broken}")
            return
        yield rest

    def skip(self, where: str, why: str) -> None:
        """Count a row that is left out, and say why."""
        self.skipped += 1
        if self.skipped <= _SHOWN:
            print(f"{plain(str(self.path))}: {plain(where)} is skipped: {plain(why)[:200]}", file=sys.stderr)


def _unpacked(path: Path) -> Iterator[bytes]:
    """The file's bytes, decompressed if it is gzip. Raises ``zlib.error`` behind the last byte that can be had."""
    with path.open("rb") as file:
        is_gzip = file.peek(2)[:2] == b"\x1f\x8b"
        unpacking, is_whole = zlib.decompressobj(wbits=31), True
        while piece := file.read(_PIECE):
            if not is_gzip:
                yield piece
                continue
            while piece:
                is_whole = False
                yield unpacking.decompress(piece)
                piece = unpacking.unused_data
                if unpacking.eof:  # there may be another member behind it
                    is_whole, unpacking = True, zlib.decompressobj(wbits=31)
        if not is_whole:
            raise zlib.error("its end is missing")


def story_of_article(row: Mapping[str, Any]) -> Story:
    """The story of a row ``{"id", "title", "body", "published"[, "language", "source"]}``. Raises ValueError."""
    texts = [("headline", _text(row, "title")), ("body", _text(row, "body"))]
    if not any(text.strip() for _, text in texts):
        raise ValueError("it has neither title nor body")
    published, precision = _published(row.get("published"))
    return Story(
        id=_id(row),
        passages=tuple(Passage(field=field, text=text) for field, text in texts if text.strip()),
        published=published,
        published_precision=precision,
        language=_text(row, "language") or None,
        source=_text(row, "source"),
    )


def text_row(row: Mapping[str, Any]) -> Mapping[str, Any]:
    """A row ``{"id", "text"[, "title", "language", "country"]}``, its texts storable. Raises ValueError."""
    return {"id": row["id"], **{name: _text(row, name) or None for name in ("text", "title", "language", "country")}}


def _id(row: Mapping[str, Any]) -> int | str:
    given = row.get("id")
    if isinstance(given, bool) or not isinstance(given, int | str) or given == "":
        raise ValueError("it has no id, which is a number or a text")
    return given


def _text(row: Mapping[str, Any], name: str) -> str:
    given = row.get(name)
    if given is None:
        return ""
    if not isinstance(given, str):
        raise ValueError(f"its {name} is no text")
    return given.encode("utf-8", "ignore").decode("utf-8")  # lone surrogates


def _published(given: object) -> tuple[datetime | None, Precision | None]:
    """A day or an instant as ISO 8601; one without a zone is taken as UTC's."""
    if given is None or given == "":
        return None, None
    if not isinstance(given, str):
        raise ValueError(f"its date is no text: {given!r}")
    try:
        at = datetime.fromisoformat(given.strip())
    except ValueError:
        raise ValueError(f"its date is not like 2017-06-22 or 2017-06-22T12:30:00Z: {given!r}") from None
    return at if at.tzinfo else at.replace(tzinfo=UTC), "day" if len(given.strip()) <= 10 else "minute"


@contextmanager
def written(path: Path) -> Iterator[Callable[[Mapping[str, Any]], None]]:
    """Give what writes a row as JSON; the file, gzip if it is named so, appears when all is written."""
    part = path.with_name(f"{path.name}.part")
    is_gzip = path.suffix == ".gz"
    try:
        with gzip.open(part, "wt", encoding="utf-8") if is_gzip else part.open("w", encoding="utf-8") as file:
            yield lambda row: print(json.dumps(row, ensure_ascii=False), file=file)
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)
