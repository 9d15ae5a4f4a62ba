"""Rows of a package without text, filled again from what was read of their articles."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from crawler.exports.captures import RANK, State, Texts, VersionKey
from crawler.exports.tables import Row, value_for
from models import rows
from models.fields import COLUMNS
from models.items import Document, Photo
from models.text import storable

MARK = "rehydrated"
"""The column that says of each row what its text is."""
MARK_FIELD: Mapping[str, Any] = {
    "name": MARK,
    "type": "string",
    "description": "same: the text that was exported; changed: what the page says now, which differs from what was "
    "exported; gone: not filled.",
}

OF_ARTICLE = frozenset(COLUMNS) | {"authors"}
"""Columns that a page fills where a row is about an article."""
OF_CAPTION = OF_ARTICLE | {"caption", "alt"}
"""Where it is about a photo in it."""
OF_VERSION = frozenset({"headline", "kicker", "dek", "body", "photos"})
"""Where it is about a version of it."""

FOLLOWS = frozenset({"changes"})
"""Columns of revisions that follow from the texts of two of them: left out still, and not missed."""

Values = Callable[[Document, Row, bool], Mapping[str, Any] | None]
"""What a document says of a row's columns, by name; null where the row is not in it. ``True``: it is the same text."""


class Captions:
    """Where each caption stands on its page, by its id: rows of credits do not say."""

    def __init__(self) -> None:
        self._positions: dict[int, int] = {}

    def note(self, caption_rows: Iterable[Row]) -> None:
        """Remember these."""
        self._positions.update((int(row["caption_id"]), int(row["position"])) for row in caption_rows)

    def __bool__(self) -> bool:
        """Whether any is known."""
        return bool(self._positions)

    def of_credit(self, document: Document, row: Row, same: bool) -> Mapping[str, Any] | None:
        """``Values`` of a row of credits."""
        position = self._positions.get(int(row["caption_id"]))
        photos = rows.own_photos(document)
        if position is None or position >= len(photos):
            return None
        line = photos[position].credit
        if not same and (line is None or storable(line.raw) != row["credit_line"]):
            return None
        return _of_photo(document, photos[position], position)


def of_article(document: Document, row: Row, same: bool) -> Mapping[str, Any]:
    """``Values`` of a row of articles, and of whatever else has an article's id."""
    return rows.article_row(document, "") | {"authors": [author.name for author in rows.author_keys(document)]}


def of_version(document: Document, row: Row, same: bool) -> Mapping[str, Any]:
    """``Values`` of a row of revisions."""
    return rows.revision_row(document)


def of_caption(document: Document, row: Row, same: bool) -> Mapping[str, Any] | None:
    """``Values`` of a row of captions."""
    for position, photo in enumerate(rows.own_photos(document)):
        if (position == int(row["position"])) if same else (photo.url == row["photo_url"]):
            return _of_photo(document, photo, position)
    return None


def _of_photo(document: Document, photo: Photo, position: int) -> Mapping[str, Any]:
    return {**of_article(document, {}, True), **rows.caption_row(photo, position)}


class Filling:
    """Fills the rows of one table."""

    def __init__(self, form: str, fields: Iterable[Mapping[str, Any]], values: Values) -> None:
        """``fields``: the columns that are to be filled; ``values``: what a document says of them."""
        self._form = form
        self._fields = list(fields)
        self._values = values

    def filled(
        self,
        table: Iterable[Row],
        key_of: Callable[[Row], VersionKey],
        states: Mapping[VersionKey, State],
        texts: Texts,
        former: Iterator[Row] | None,
    ) -> Iterator[Row]:
        """Each row with its text, and with ``MARK``. ``former``: the same rows as they were filled before; what was
        better then stays."""
        last: tuple[VersionKey, Document] | None = None
        for row in table:
            key = key_of(row)
            before = next(former, None) if former is not None else None
            state = states.get(key, "gone")
            if last is None or last[0] != key:
                document = texts.get(key)
                last = (key, document) if document is not None else None
            found = self._values(last[1], row, state == "same") if last else None
            if found is None:
                state = "gone"
            if before is not None and RANK[before[MARK]] > RANK[state]:
                yield before
                continue
            text = {each["name"]: self._value(each, found) for each in self._fields}
            yield row | text | {MARK: state}

    def _value(self, field: Mapping[str, Any], found: Mapping[str, Any] | None) -> Any:
        return value_for(self._form, field, _stored(found[field["name"]]) if found is not None else None)


def _stored(value: Any) -> Any:
    """A value as the database holds it."""
    match value:
        case str():
            return storable(value)
        case list():
            return [_stored(each) for each in value]
        case dict():
            return {name: _stored(each) for name, each in value.items()}
        case _:
            return value
