"""The photo wall: captions and who is credited."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection

from models.reporting.wanted import Row, Wanted, rows

SHOWN = 120
"""Captions on the wall: the newest that have words, each photo and each wording once."""
NAMED = 20
"""Photographers and agencies in their tables."""
_LOOKED_AT = 2_000
_OF_ONE_ARTICLE = 4
_LONGEST = 4_000  # characters of any text: more is no caption

_WALL = f"""
    select caption_id, article_id, photo_id, left(photo_url, {_LONGEST}) as photo_url,
        left(caption, {_LONGEST}) as caption, left(credit_line, {_LONGEST}) as credit_line, photographer, agency,
        distributor, rights_holder, courtesy, is_handout, is_file_photo, is_video_still, source,
        left(url, {_LONGEST}) as url, left(headline, {_LONGEST}) as headline, language, published_date
    from analyst.captions where {{conditions}} and caption is not null
    order by published_at desc nulls last, article_id, position limit :limit
"""  # noqa: S608 - our own constants

# Two photographers of one picture stand in one column, joined by and.
_CREDITED = """
    select name, count(*) as captions, count(distinct article_id) as articles,
        count(distinct source_id) as sources, count(*) over () as total
    from analyst.captions cross join lateral {names} as name
    where {conditions} and {role} is not null
    group by name order by count(*) desc, name limit :limit
"""
_NAMES = {"photographer": "regexp_split_to_table(photographer, ' and ')", "agency": "unnest(array[agency])"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Photos:
    """Captions of the period."""

    shown: Sequence[Row]
    photographers: Sequence[Row]
    """``name``, ``captions``, ``articles``, ``sources``, ``total`` (how many names there are); the most captions
    first."""
    agencies: Sequence[Row]


def read_photos(connection: Connection, wanted: Wanted) -> Photos:
    """The wall and the names on it."""
    found = rows(connection, _WALL.format(conditions=wanted.articles), wanted, limit=_LOOKED_AT)
    photographers, agencies = (
        rows(connection, _CREDITED.format(role=role, names=names, conditions=wanted.articles), wanted, limit=NAMED)
        for role, names in _NAMES.items()
    )
    return Photos(shown=_various(found), photographers=photographers, agencies=agencies)


def _various(found: Iterable[Row]) -> list[Row]:
    """The first of each photo and wording, and a few of one article: a gallery would fill the wall."""
    seen: set[object] = set()
    taken: Counter[int] = Counter()
    wall = []
    for row in found:
        if row["photo_id"] in seen or row["caption"] in seen or taken[row["article_id"]] == _OF_ONE_ARTICLE:
            continue
        seen |= {row["photo_id"], row["caption"]}
        taken[row["article_id"]] += 1
        wall.append(row)
        if len(wall) == SHOWN:
            break
    return wall
