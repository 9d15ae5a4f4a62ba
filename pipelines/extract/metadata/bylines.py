"""Who wrote an article: names out of JSON-LD, meta elements and the printed byline."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from models.items import AgentKind, Author
from pipelines.extract.credits.agencies import known_agent
from pipelines.extract.dates.words import MODIFIED, PUBLISHED
from pipelines.extract.head import MetaTags, clean
from pipelines.extract.jsonld import types_of
from pipelines.extract.metadata.byline_words import AGENCIES, DESK, JOB, JOINERS, LEAD_IN, TITLES
from pipelines.extract.window import Block, text_of

AUTHOR_META: Final = tuple(
    str.split("""
    author article:author og:article:author parsely-author sailthru.author cxenseparse:author dc.creator
    dcterms.creator dc:creator byl byline article:author_name citation_author authors article_author dc.contributor
    """)
)
_NAMED = re.compile(
    r"byline|\bby-line|author|autor|auteur|writer|reporter|verfasser|journalist|forfatter|skribent|firma\b"
)
_NOT_NAMED = re.compile(r"author-?(?:bio|desc|image|photo|avatar|social|follow)|comment|newsletter")
_ADDRESS = re.compile(r"https?://\S+|www\.\S+|\S+@\S+\.\w+|(?<!\w)@\w+")
_BRACKETS = re.compile(r"\s*[(\[（][^()\[\]（）]*[)\]）]\s*")
_SLUG = re.compile(
    r"[a-z0-9]+(?:[._-][a-z0-9]+)+|[\w.-]+\.(?:com|org|net|de|co|uk|fr|es|it|tv|is|at|ch|lt|in|info)", re.IGNORECASE
)
_HARD = re.compile(r"\s*(?:[;|/•·、،\n]|\s[-–—]\s|(?<=\w)\s?,\s?)\s*")
_SOFT = re.compile(rf"\s+(?:{JOINERS})\s+|\s*&\s*|\s+و\s?(?=\w)", re.IGNORECASE)
_DATE_BEGINS = re.compile(
    r"\s*(?:[|•·]\s*)?(?=\b\d{1,2}[./:]\d|\b(?:\w+\.?\s)?\d{1,2},?\s\w*\.?\s?\d{4}\b|\b\d{4}[-/.年])"
)
_CJK = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_PLACE = re.compile(
    r"\s+(?:skrifar|writes|reports|schreibt|berichtet|escribe)\b.*$"
    r"|\s+(?:in|en|à|aus|da|from|reporting from|desde|depuis)\s+(?=[A-ZÀ-Þ]).*$"
)
_MAX_WORDS: Final = 6
_REACH: Final = 14
"""How many blocks after the headline a byline stands at most."""


@dataclass(slots=True)
class Names:
    """Names found so far, each once, people apart from agencies, desks and newsrooms."""

    people: list[str] = field(default_factory=list)
    others: list[str] = field(default_factory=list)

    def add(self, names: Iterable[str], *, organization: bool = False) -> None:
        """Put each name where it belongs; one that is there already stays once."""
        for name in names:
            known = {known.casefold() for known in (*self.people, *self.others)}
            if name.casefold() not in known:
                (self.others if organization or is_organization(name) else self.people).append(name)

    def or_else(self, later: "Names") -> "Names":
        """The people of a later witness; its organizations only where this one names none."""
        return Names(later.people, self.others or later.others)


def read_authors(
    article: dict[str, Any] | None,
    nodes: Iterable[dict[str, Any]],
    meta: MetaTags,
    blocks: Iterable[Block],
    sites: tuple[str, ...],
) -> tuple[tuple[Author, ...], str | None]:
    """The people who wrote the article, in order, and the byline as printed.

    Agencies, desks and the newsroom (``sites``: what the site is called) count only where no person is named.
    """
    near_by = [block for block in blocks if -4 <= block.place <= _REACH]
    lines = list(_byline_texts(near_by))
    by_id = {node["@id"]: node for node in nodes if isinstance(node.get("@id"), str) and node.get("name")}
    found = Names()
    for key in ("author", "creator"):
        if not found.people:
            _add_jsonld((article or {}).get(key), found, by_id, sites)
    if not found.people:
        found = found.or_else(_from_meta(meta, sites))
    if not found.people:
        found = found.or_else(_from_lines([*_linked_names(near_by), *lines], sites))
    names = found.people or found.others
    authors = tuple(Author(name=name, kind="person" if found.people else _kind_of(name)) for name in names)
    return authors, _printed(lines, names)


def _kind_of(name: str) -> AgentKind:
    """What a name that is no person's stands for; a newsroom or desk is an organization."""
    agent = known_agent(name)
    return agent.kind if agent else "organization"


def split_names(raw: str) -> tuple[str, ...]:
    """The names in one byline: ``By A and B, Reuters`` gives A, B and Reuters; titles and addresses are left out."""
    text = _BRACKETS.sub(" ", _ADDRESS.sub(" ", clean(raw)[:400]))
    text = LEAD_IN.sub("", text.strip(" ,;:|-–—"))
    names: list[str] = []
    for part in _HARD.split(_swapped(text)):
        names.extend(_soft_split(part))
    return tuple(name for name in map(_bare_name, names) if name and _is_name(name))


def is_organization(name: str) -> bool:
    """Whether the name is an agency's or a desk's rather than a person's."""
    key = re.sub(r"[^\w\s]", " ", name.casefold())
    return " ".join(key.split()) in AGENCIES or DESK.search(name) is not None or _SLUG.fullmatch(name) is not None


def _swapped(text: str) -> str:
    """``Doe, Jane`` the right way round."""
    parts = [part.strip() for part in text.split(",")]
    if len(parts) == 2 and all(part and " " not in part for part in parts) and not any(map(is_organization, parts)):
        return f"{parts[1]} {parts[0]}"
    return text


def _soft_split(part: str) -> list[str]:
    pieces = [piece.strip() for piece in _SOFT.split(part)]
    # A joiner inside one name (Ortega y Gasset) has a single word on a side.
    whole = all(len(piece.split()) > 1 or is_organization(piece) or _CJK.search(piece) for piece in pieces if piece)
    if whole or re.search(r"\s(?:and|und|&|et)\s", part, re.IGNORECASE):
        return pieces
    return [part.strip()]


def _bare_name(name: str) -> str:
    previous = None
    name = name.strip(" ,;:.|-–—*\"'’“”«»")
    while previous != name:
        previous = name
        name = TITLES.sub("", LEAD_IN.sub("", name)).strip()
    name = re.sub(r"\s*(?:기자|記者|记者)$", "", name)
    return name.removeprefix("the ") if is_organization(name) else _PLACE.sub("", name).strip()


def _is_name(name: str) -> bool:
    if is_organization(name):
        return len(name) < 60
    words = name.split()
    letters = sum(map(str.isalpha, name))
    if letters < 2 or any(map(str.isdigit, name)) or len(words) > _MAX_WORDS or len(name) > 60:
        return False
    return not (JOB.search(name) or PUBLISHED.search(name) or MODIFIED.search(name)) and not (
        words[0].islower() and len(words) > 3
    )


def _is_whole_name(name: str) -> bool:
    """Stricter, for names out of running text: two words at least, all but particles capitalised, or CJK."""
    if _CJK.search(name):
        return len(name) <= 8
    words = name.split()
    cased = [word for word in words if word[:1].isupper() or not word[:1].islower()]
    return len(words) >= 2 and bool(cased) and cased[0] == words[0] and len(cased) * 2 >= len(words)


def _add_jsonld(
    value: Any, found: Names, by_id: dict[str, dict[str, Any]], sites: tuple[str, ...], depth: int = 0
) -> None:
    if depth > 4:
        return
    if isinstance(value, list):
        for item in value[:40]:
            _add_jsonld(item, found, by_id, sites, depth + 1)
    elif isinstance(value, str):
        found.add(name for name in split_names(value) if not _is_site(name, sites))
    elif isinstance(value, dict):
        node = value if value.get("name") else by_id.get(str(value.get("@id")), value)
        name = node.get("name")
        if isinstance(name, list):
            _add_jsonld(name, found, by_id, sites, depth + 1)
        elif isinstance(name, str):
            organization = any("Organization" in kind or kind == "Corporation" for kind in types_of(node))
            whole = clean(name)
            if organization or _is_site(whole, sites):
                found.add([whole] if whole else [], organization=True)
            else:
                found.add(split_names(whole))


def _from_meta(meta: MetaTags, sites: tuple[str, ...]) -> Names:
    found = Names()
    for key in AUTHOR_META:
        for content in meta.get(key, ()):
            if content.startswith(("http:", "https:", "/")) or _SLUG.fullmatch(content):
                continue
            for number, name in enumerate(split_names(content)):
                own = _is_site(name, sites) or not _is_whole_name(name)
                found.add([name], organization=own)
                if number == 0 and (own or is_organization(name)):
                    break  # what follows a newsroom's name is its place
        if found.people:
            break
    return found


def _from_lines(lines: list[str], sites: tuple[str, ...]) -> Names:
    found = Names()
    for line in lines:
        for name in split_names(line):
            if is_organization(name) or _is_whole_name(name):
                found.add([name], organization=_is_site(name, sites))
        if found.people:
            break
    return found


def _is_site(name: str, sites: tuple[str, ...]) -> bool:
    key = re.sub(r"\W", "", name.casefold())
    return bool(key) and any(key == re.sub(r"\W", "", site.casefold()) for site in sites)


def _byline_texts(blocks: Iterable[Block]) -> Iterator[str]:
    """Lines near the headline that say who wrote: by the name of their element, or by beginning with ``By``."""
    for block in blocks:
        if _NAMED.search(block.names):
            for element in block.element.iter():
                names = " ".join(element.get(name) or "" for name in ("class", "itemprop", "rel", "id")).lower()
                if isinstance(element.tag, str) and _NAMED.search(names) and not _NOT_NAMED.search(names):
                    text = text_of(element, 200)
                    if 3 < len(text) <= 200 and _without_date(text):
                        yield _without_date(text)
        elif len(block.text) <= 160 and LEAD_IN.match(block.text):
            yield _without_date(block.text)


def _linked_names(blocks: Iterable[Block]) -> Iterator[str]:
    """The names that a byline links to their authors' pages, one line a byline."""
    for block in blocks:
        links = block.element.iter("a") if _NAMED.search(block.names) or LEAD_IN.match(block.text) else ()
        named = [
            text_of(link, 80)
            for link in links
            if _NAMED.search(" ".join(link.get(name) or "" for name in ("rel", "href", "class")).lower())
        ]
        names = [name for name in named if _is_whole_name(name) and _is_name(name)]
        if names:
            yield "; ".join(dict.fromkeys(names))


def _without_date(line: str) -> str:
    """The line up to where its date begins, without the words that announce a date."""
    text = _DATE_BEGINS.split(line)[0]
    for announces in (PUBLISHED, MODIFIED):
        found = announces.search(text)
        if found and found.start() > 3 and len(text) - found.end() < 8:
            text = text[: found.start()]
    return text.strip(" |•·/,;–—-")


def _printed(lines: list[str], authors: Sequence[str]) -> str | None:
    """The line that names the authors: of those that name most, the shortest."""

    def named(line: str) -> int:
        return sum(author.casefold() in line.casefold() for author in authors)

    ranked = sorted((line for line in lines if named(line)), key=lambda line: (-named(line), len(line)))
    if ranked:
        return ranked[0]
    return next((line for line in lines if LEAD_IN.match(line)), None)
