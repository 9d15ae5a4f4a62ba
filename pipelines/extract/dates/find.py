"""When an article was first published and last changed: every witness of the page, in order of trust."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date, timedelta
from typing import Any, Final, NamedTuple
from urllib.parse import urlsplit

from lxml.html import HtmlElement

from models.items import DateReading, Hints
from pipelines.extract.candidates import Candidate
from pipelines.extract.dates.choose import (
    alike,
    choose,
    corrected,
    is_midnight,
    is_rendering_time,
    is_settled,
    is_utc_marked,
    precedes,
)
from pipelines.extract.dates.lines import Witnesses, relative_date, shown_dates, shown_order
from pipelines.extract.dates.reading import parse_date
from pipelines.extract.dates.words import MODIFIED_META, PUBLISHED_META
from pipelines.extract.dates.zones import country_of_url
from pipelines.extract.head import MetaTags, first, language_tag, read_meta
from pipelines.extract.window import Block, headline_element, near

__all__ = ["find_dates", "parse_date"]

_URL_DAY = re.compile(
    r"(?<=[/_-])(?P<y>1[349]\d\d|20\d\d)(?:[/-](?P<m>\d{1,2}|[a-z]{3})[/-](?P<d>\d{1,2})|/?(?P<m2>\d\d)/?(?P<d2>\d\d))"
    r"(?=[/_.-]|$)|(?<=/)(?P<y3>20\d\d)/(?P<m3>\d\d)/"
)
_ISO_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_STRAY: Final = timedelta(days=2)
"""How far a day in the address may lie from the publication by zones alone, with room."""
_PUBLISHED_RANK: Final = {name: rank for rank, name in enumerate(PUBLISHED_META)}
_MODIFIED_RANK: Final = {name: rank for rank, name in enumerate(MODIFIED_META)}
_REGION = re.compile(r"-[A-Z]{2}$")


class Dates(NamedTuple):
    """When a page's article was published and last changed, each null if the page does not say; what was weighed."""

    published: DateReading | None
    modified: DateReading | None
    candidates: tuple[Candidate, ...] = ()


def find_dates(
    tree: HtmlElement, article: dict[str, Any] | None, hints: Hints, url: str
) -> tuple[DateReading | None, DateReading | None]:
    """When the page's article was published and last changed; each null if the page does not say.

    ``article`` is the JSON-LD node of the article. Neither is later than the page's capture (with a day's grace); a
    change before the publication is left out.
    """
    meta = read_meta(tree)
    title = (tree.findtext(".//title") or "")[:1000]
    headline = headline_element(tree, (first(meta, ("og:title",)) or "", title))
    return dates_of(near(tree, headline), meta, article, local_hints(tree, meta, hints, url), url)[:2]


def dates_of(blocks: Iterable[Block], meta: MetaTags, article: dict[str, Any] | None, hints: Hints, url: str) -> Dates:
    """As ``find_dates``, from parts that are already read: the blocks near the headline, and hints with a country."""
    blocks = tuple(blocks)
    if not hints.date_order and not hints.country:
        hints = replace(hints, date_order=shown_order(blocks))
    address = _url_day(url, hints)
    known = _known_days(article, address)
    stated = _stated(meta, article, hints, known)
    shown = Witnesses((), ()) if _is_plain(stated, address, hints) else shown_dates(blocks, hints, known)
    late = [reading for reading in (_read(hints.published, hints, "hint", known), address) if reading]
    witnesses = (*stated.published, *shown.published, *late)
    if not witnesses and (relative := relative_date(blocks, hints)):
        witnesses = (relative,)
    changes = (*stated.modified, *shown.modified)
    published = choose(witnesses, hints, next(iter(changes), None))
    if published:
        first_said, published = published, corrected(published, witnesses, hints)
        changes = tuple(alike(changes, first_said, published))
    modified = choose((change for change in changes if published is None or not precedes(change, published)), hints)
    candidates = (*_weighed("published", witnesses, published), *_weighed("modified", changes, modified))
    # A page that dates its last change only is not younger than that: the best that is known.
    return Dates(published or modified, modified, candidates)


def _is_plain(stated: Witnesses, address: DateReading | None, hints: Hints) -> bool:
    """Whether the metadata leave nothing to ask of what the page shows: both times with their zones, and no sign that
    they are made up (UTC, midnight, the moment of rendering, another day than the address has)."""
    if not all(readings and is_settled(readings[0]) for readings in (stated.published, stated.modified)):
        return False
    first_said = stated.published[0]
    strays = address is not None and address.precision == "day" and abs(address.at - first_said.at) > _STRAY
    odd = is_utc_marked(first_said) or is_midnight(first_said.at) or is_rendering_time(first_said, hints)
    return not (strays or odd)


def _known_days(article: dict[str, Any] | None, address: DateReading | None) -> frozenset[date]:
    """Days that are written year first in JSON-LD or the address: there is one way to read them."""
    stated = [(article or {}).get(key) for key in ("datePublished", "dateModified")]
    days = {date.fromisoformat(raw[:10]) for raw in stated if isinstance(raw, str) and _is_iso_day(raw[:10])}
    return frozenset(days | ({address.at.date()} if address and address.precision == "day" else set()))


def _is_iso_day(text: str) -> bool:
    try:
        return bool(_ISO_DAY.fullmatch(text) and date.fromisoformat(text))
    except ValueError:
        return False


def _weighed(field: str, readings: Iterable[DateReading], taken: DateReading | None) -> Iterator[Candidate]:
    chosen = (taken.raw, taken.origin) if taken else None
    for reading in readings:
        is_taken = (reading.raw, reading.origin) == chosen
        yield Candidate(field=field, text=reading.raw, source=reading.origin, taken=is_taken)
        chosen = None if is_taken else chosen


def local_hints(tree: HtmlElement, meta: MetaTags, hints: Hints, url: str) -> Hints:
    """The hints, with the country and language that the page itself tells where they say nothing of them."""
    declared = [tree.get("lang"), *meta.get("og:locale", ()), *meta.get("content-language", ())]
    stated = [tag for tag in map(language_tag, declared) if tag]
    regional = [tag for tag in stated if _REGION.search(tag)]
    # en-US is what many systems declare unless told otherwise: any other region is better evidence.
    regional.sort(key=lambda tag: tag == "en-US")
    country = hints.country or country_of_url(url) or next((tag[-2:] for tag in regional), None)
    return replace(hints, country=country, language=hints.language or next(iter(stated), None))


def _read(raw: Any, hints: Hints, origin: str, known: frozenset[date]) -> DateReading | None:
    if isinstance(raw, list):
        raw = raw[0] if raw else None
    if isinstance(raw, dict):
        raw = raw.get("@value")
    if isinstance(raw, bool) or not isinstance(raw, str | int | float):
        return None
    return parse_date(str(raw)[:200], hints, origin, known)


def _stated(meta: MetaTags, article: dict[str, Any] | None, hints: Hints, known: frozenset[date]) -> Witnesses:
    """What JSON-LD and meta elements say."""
    node = article or {}

    def readings(keys: Iterable[str], names: Mapping[str, int]) -> Iterator[DateReading]:
        for key in keys:
            if reading := _read(node.get(key), hints, "json-ld", known):
                yield reading
        for name in sorted(meta.keys() & names.keys(), key=names.__getitem__):
            for content in meta[name][:2]:
                if reading := _read(content, hints, f"meta:{name}", known):
                    yield reading

    return Witnesses(
        tuple(readings(("datePublished", "uploadDate", "dateCreated"), _PUBLISHED_RANK)),
        tuple(readings(("dateModified", "dateUpdated"), _MODIFIED_RANK)),
    )


def _url_day(url: str, hints: Hints) -> DateReading | None:
    """The day in the address, else its month (``/2017/06/``)."""
    try:
        path = urlsplit(url).path
    except ValueError:
        return None
    found = None
    for match in _URL_DAY.finditer(path[:500]):
        year, month = match["y"] or match["y3"], match["m"] or match["m2"] or match["m3"]
        day = match["d"] or match["d2"]
        printed = f"{day} {month} {year}" if month.isalpha() else f"{year}-{month:0>2}" + (f"-{day:0>2}" if day else "")
        if reading := parse_date(printed, hints, "url"):
            reading = replace(reading, raw=match.group().strip("/"))
            if reading.precision == "day":
                return reading
            found = found or reading
    return found
