"""When an article was first published and last changed: every witness of the page, in order of trust."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any, Final
from urllib.parse import urlsplit

from lxml.html import HtmlElement

from models.items import DateReading, Hints
from pipelines.extract.dates.grammar import Printed, scan
from pipelines.extract.dates.reading import fold, latest_instant, parse_date, read_printed, reader_of
from pipelines.extract.dates.words import MODIFIED, MODIFIED_META, PUBLISHED, PUBLISHED_META
from pipelines.extract.dates.zones import country_of_url
from pipelines.extract.head import MetaTags, first, language_tag, read_meta
from pipelines.extract.window import SHORT, Block, headline_element, near, text_of

__all__ = ["find_dates", "parse_date"]

_URL_DAY = re.compile(
    r"/(?P<y>19\d\d|20\d\d)(?:[/-](?P<m>\d{1,2})[/-](?P<d>\d{1,2})|/?(?P<m2>\d\d)/?(?P<d2>\d\d))(?=[/_.-]|$)"
)
_DIGIT = re.compile(r"\d")
_REGION = re.compile(r"-[A-Z]{2}$")
_DATE_NAMES = re.compile(
    r"date|time|publi|posted|updat|modif|byline|dateline|meta\b|article-?info|fecha|datum|heure|horaire|erschien|stand\b"
)
_CHANGE_NAMES = re.compile(r"updat|modif|aktualis|actuali|revis|edited")
_FIRST_NAMES = re.compile(r"publish|posted|entry-date|creat|pubdate")
_OTHERS = re.compile(
    r"teaser|related|read-?more|recommend|comment|\bcard|most-?read|popular|live-?blog|ticker|sidebar"
    r"|caption|credit|legend|image|photo|figure"
)
_REACH: Final = 12
"""How many blocks after the headline a date stands at most, where other text stands beside it."""
_MACHINE: Final = ("datetime", "content", "data-datetime", "data-date", "data-timestamp", "data-time")
_RESIDUE_BARE: Final = 45
"""Letters beside the dates of a line that nothing but its form marks as a date line: a byline, a place."""
_RESIDUE_OTHERS: Final = 15
"""The same within what is named for other articles, or for a picture: captions have dates of their own."""
_RESIDUE_NAMED: Final = 130
"""The same for a line whose element is named for dates."""


@dataclass(frozen=True, slots=True)
class Witnesses:
    """Readings in order of trust."""

    published: tuple[DateReading, ...]
    modified: tuple[DateReading, ...]


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
    return dates_of(near(tree, headline), meta, article, local_hints(tree, meta, hints, url), url)


def dates_of(
    blocks: Iterable[Block], meta: MetaTags, article: dict[str, Any] | None, hints: Hints, url: str
) -> tuple[DateReading | None, DateReading | None]:
    """As ``find_dates``, from parts that are already read: the blocks near the headline, and hints with a country."""
    stated = _stated(meta, article, hints)
    settled = all(
        any(_is_settled(reading) for reading in readings[:1]) for readings in (stated.published, stated.modified)
    )
    printed = Witnesses((), ()) if settled else _printed(blocks, hints)
    late = [_read(hints.published, hints, "hint"), _url_day(url, hints)]
    published = _choose((*stated.published, *printed.published, *(reading for reading in late if reading)))
    modified = _choose(
        reading
        for reading in (*stated.modified, *printed.modified)
        if published is None or not _precedes(reading, published)
    )
    # A page that dates its last change only is not younger than that: the best that is known.
    return published or modified, modified


def local_hints(tree: HtmlElement, meta: MetaTags, hints: Hints, url: str) -> Hints:
    """The hints, with the country and language that the page itself tells where they say nothing of them."""
    declared = [tree.get("lang"), *meta.get("og:locale", ()), *meta.get("content-language", ())]
    stated = [tag for tag in map(language_tag, declared) if tag]
    regional = [tag for tag in stated if _REGION.search(tag)]
    # en-US is what many systems declare unless told otherwise: any other region is better evidence.
    regional.sort(key=lambda tag: tag == "en-US")
    country = hints.country or country_of_url(url) or next((tag[-2:] for tag in regional), None)
    return replace(hints, country=country, language=hints.language or next(iter(stated), None))


def _read(raw: Any, hints: Hints, origin: str) -> DateReading | None:
    if isinstance(raw, list):
        raw = raw[0] if raw else None
    if isinstance(raw, dict):
        raw = raw.get("@value")
    if isinstance(raw, bool) or not isinstance(raw, str | int | float):
        return None
    return parse_date(str(raw)[:200], hints, origin)


def _stated(meta: MetaTags, article: dict[str, Any] | None, hints: Hints) -> Witnesses:
    """What JSON-LD and meta elements say."""
    node = article or {}

    def readings(keys: Iterable[str], names: Iterable[str]) -> Iterator[DateReading]:
        for key in keys:
            if reading := _read(node.get(key), hints, "json-ld"):
                yield reading
        for name in names:
            for content in meta.get(name, ())[:2]:
                if reading := _read(content, hints, f"meta:{name}"):
                    yield reading

    return Witnesses(
        tuple(readings(("datePublished", "uploadDate", "dateCreated"), PUBLISHED_META)),
        tuple(readings(("dateModified", "dateUpdated"), MODIFIED_META)),
    )


def _printed(blocks: Iterable[Block], hints: Hints) -> Witnesses:
    """What ``<time>`` elements and lines of text near the headline say."""
    published: list[DateReading] = []
    modified: list[DateReading] = []
    machine: list[DateReading] = []
    for block in blocks:
        if not block.text and "date" not in block.names and "time" not in block.names:
            continue
        changed = bool(_CHANGE_NAMES.search(block.names)) and not _FIRST_NAMES.search(block.names)
        for reading, change in _machine_dates(block, hints):
            (modified if change else machine).append(reading)
        for reading, change in _line_dates(block, hints, changed):
            if block.place < -1 and _is_today(reading, hints):
                continue  # a masthead's
            (modified if change else published).append(reading)
        if len(published) + len(machine) > 3:
            break
    return Witnesses((*machine, *published), tuple(modified))


def _is_today(reading: DateReading, hints: Hints) -> bool:
    """Whether the reading is no more than the day of the page's capture."""
    captured = latest_instant(hints) - timedelta(days=1)
    return reading.precision == "day" and abs(reading.at.date() - captured.date()) <= timedelta(days=1)


def _machine_dates(block: Block, hints: Hints) -> Iterator[tuple[DateReading, bool]]:
    """Attributes of ``<time>`` and of elements with a date's ``itemprop``, and whether each is a change."""
    tags = ("time", "span", "div", "p", "abbr") if "date" in block.names else ("time",)
    for element in block.element.iter(*tags):
        is_time = element.tag == "time"
        prop = (element.get("itemprop") or "").lower()
        if not is_time and not prop.startswith("date"):
            continue
        raw = next((element.get(name) for name in _MACHINE if element.get(name)), None)
        if raw and (reading := _read(raw, hints, "time" if is_time else f"itemprop:{prop}")):
            names = f"{element.get('class') or ''} {prop} {element.get('id') or ''}".lower()
            said = _CHANGE_NAMES.search(names) and not _FIRST_NAMES.search(names.replace("datemodified", ""))
            yield reading, bool(said) or _label_says_change(element)


def _label_says_change(element: HtmlElement) -> bool:
    previous = element.getprevious()
    before = (previous.tail if previous is not None else getattr(element.getparent(), "text", None)) or ""
    if (
        previous is not None
        and not before.strip()
        and previous.tag in ("span", "b", "strong", "em", "label", "dt", "i")
    ):
        before = previous.text or ""
    return bool(MODIFIED.search(f"{before[-40:]} {(element.text or '')[:40]}"))


def _line_dates(block: Block, hints: Hints, changed: bool, depth: int = 0) -> Iterator[tuple[DateReading, bool]]:
    """Dates in the text of a block, and whether each is a change: by the words before it, else by the block's names.

    In a block that says more than a date line does, the line is looked for among its parts.
    """
    if not _DIGIT.search(block.text):
        return
    dates = list(scan(block.text, reader_of(hints)))
    if not dates:
        return
    if _is_date_line(block, dates):
        yield from _read_line(block.text, dates, hints, changed)
    elif depth < 8 and -3 <= block.place <= _REACH and not _OTHERS.search(block.names):
        for child in block.element:
            if isinstance(child.tag, str) and (text := text_of(child, SHORT)):
                names = (child.get("class") or "").lower()
                part_changed = bool(_CHANGE_NAMES.search(names)) and not _FIRST_NAMES.search(names)
                part = Block(child, text, names, block.place)
                part_changed = part_changed or MODIFIED.search(block.text[:30]) is not None
                yield from _line_dates(part, hints, part_changed, depth + 1)


def _read_line(text: str, dates: list[Printed], hints: Hints, changed: bool) -> Iterator[tuple[DateReading, bool]]:
    end = unlabelled = 0
    # Where words tell a change from the publication, the element's name says nothing of a date without such words.
    changed = changed and not MODIFIED.search(text[dates[0].end :])
    for printed in dates:
        label = text[end : printed.start]
        end = printed.end
        says_change, says_first = MODIFIED.search(label), PUBLISHED.search(label)
        unlabelled += not (says_change or says_first)
        if unlabelled > 1:
            return
        reading = read_printed(printed, fold(text[printed.start : printed.end]), hints, "text")
        if reading:
            yield reading, bool(says_change) or (changed and not says_first)


def _is_date_line(block: Block, dates: list[Printed]) -> bool:
    inside = sum(printed.end - printed.start for printed in dates)
    residue = sum(map(str.isalnum, PUBLISHED.sub("", MODIFIED.sub("", block.text)))) - inside
    named = block.element.tag == "time" or _DATE_NAMES.search(block.names)
    if _OTHERS.search(block.names):
        return residue <= _RESIDUE_OTHERS
    return residue <= (_RESIDUE_NAMED if named else _RESIDUE_BARE)


def _url_day(url: str, hints: Hints) -> DateReading | None:
    try:
        path = urlsplit(url).path
    except ValueError:
        return None
    for match in _URL_DAY.finditer(path):
        month, day = match["m"] or match["m2"], match["d"] or match["d2"]
        if reading := parse_date(f"{match['y']}-{month:0>2}-{day:0>2}", hints, "url"):
            return replace(reading, raw=match.group().strip("/"))
    return None


def _choose(readings: Iterable[DateReading]) -> DateReading | None:
    """The first reading, unless a later one says the same and more: its wall clock's offset, its day's time."""
    witnesses = tuple(readings)
    if not witnesses:
        return None
    best = witnesses[0]
    for other in witnesses[1:]:
        if _is_coarse(best) and not _is_coarse(other) and _same_day(best, other):
            best = other
    if best.zone_basis in ("source", "assumed_utc") and not _is_coarse(best):
        for other in witnesses[1:]:
            if _is_settled(other) and _same_clock(best, other):
                return other
    return best


def _is_settled(reading: DateReading) -> bool:
    """Whether no other witness could say it better."""
    return not _is_coarse(reading) and reading.zone_basis in ("offset", "abbreviation")


def _is_coarse(reading: DateReading) -> bool:
    return reading.precision in ("day", "month", "year")


def _same_day(coarse: DateReading, fine: DateReading) -> bool:
    if coarse.precision == "day":
        return fine.at.date() == coarse.at.date() or fine.at.astimezone(coarse.at.tzinfo).date() == coarse.at.date()
    same_year = fine.at.year == coarse.at.year
    return same_year and (coarse.precision == "year" or fine.at.month == coarse.at.month)


def _same_clock(one: DateReading, other: DateReading) -> bool:
    wall = (reading.at.replace(second=0, microsecond=0, tzinfo=None) for reading in (one, other))
    return len(set(wall)) == 1


def _precedes(reading: DateReading, published: DateReading) -> bool:
    if _is_coarse(reading) or _is_coarse(published):
        return reading.at.date() < published.at.date() and reading.at < published.at
    # Printed to the minute beside a publication known to the second.
    return reading.at < published.at - (timedelta(minutes=1) if reading.precision == "minute" else timedelta())
