"""Who wrote an article: names out of JSON-LD, meta elements, the printed byline and the signature below the text."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from lxml.html import HtmlElement

from models.items import Author
from pipelines.extract.candidates import Candidate, first_of
from pipelines.extract.head import MetaTags, clean
from pipelines.extract.jsonld import types_of
from pipelines.extract.metadata.names import (
    SLUG,
    is_agency,
    is_generic,
    is_organization,
    is_own_desk,
    is_site,
    is_whole_name,
    kind_of,
    split_names,
)
from pipelines.extract.metadata.printed import byline_lines, dated_names, linked_names, near_by, printed_line
from pipelines.extract.metadata.signature import signatures
from pipelines.extract.metadata.state import stated_authors
from pipelines.extract.window import Block

AUTHOR_META: Final = tuple(
    str.split("""
    author article:author og:article:author parsely-author sailthru.author cxenseparse:author dc.creator
    dcterms.creator dc:creator byl byline article:author_name citation_author authors article_author dc.contributor
    """)
)
_AUTHOR_PAGE = re.compile(
    r"/(?:authors?|autor(?:es|en|in|i)?|auteurs?|profiles?|people|journalist(?:s|e|en)?|staff|by)/"
)
_PERSONAL: Final = frozenset(["givenName", "familyName", "jobTitle", "gender", "honorificPrefix"])
_DEPTH: Final = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Byline:
    """Who wrote an article, and what says so."""

    authors: tuple[Author, ...] = ()
    """The people, in printed order; where none is named, agencies and newsrooms."""
    byline: str | None = None
    """The line as printed, without its date; null if the page prints none."""
    source: str | None = None
    """``json-ld:author``, ``meta:NAME``, ``text`` (near the headline), ``text-end`` (the signature), ``script``."""
    candidates: tuple[Candidate, ...] = ()
    """What each witness names, in the order of weighing."""


@dataclass(slots=True)
class Names:
    """The names that one witness gives, each once, people apart from agencies, desks and newsrooms."""

    source: str
    people: list[str] = field(default_factory=list)
    others: list[str] = field(default_factory=list)
    lines: list[str] = field(default_factory=list)
    """The printed lines they were taken from."""

    def add(self, name: str, *, organization: bool) -> None:
        """Put a name where it belongs; one that is there already stays once."""
        if name.casefold() not in {known.casefold() for known in (*self.people, *self.others)}:
            (self.others if organization else self.people).append(name)

    def is_within(self, other: "Names") -> bool:
        """Whether the other witness names all these people."""
        return {name.casefold() for name in self.people} <= {name.casefold() for name in other.people}


def read_authors(
    article: dict[str, Any] | None,
    nodes: Iterable[dict[str, Any]],
    meta: MetaTags,
    blocks: Sequence[Block],
    sites: tuple[str, ...],
    tree: HtmlElement,
    headline: str | None = None,
) -> Byline:
    """The authors of an article and its byline.

    The first witness that names a person is believed: JSON-LD, meta elements, the lines near the headline, the
    signature below the text of ``tree``, what its scripts state beside its ``headline``. Where none does, the first
    that names more than a generic newsroom. ``sites``: what the site is called.
    """
    around = near_by(blocks)
    witnesses: tuple[Callable[[], Iterable[Names]], ...] = (
        lambda: _from_jsonld(article, nodes, sites),
        lambda: _from_meta(meta, sites),
        lambda: [_from_lines("text", _lines(around, tree), sites)],
        lambda: [_from_lines("text-end", signatures(tree, sites), sites)],
        lambda: [_from_state(tree, headline or "", sites)],
    )
    weighed: list[Names] = []
    for names_of in witnesses:
        weighed += [names for names in names_of() if names.people or names.others]
        if any(names.people for names in weighed):
            break
    taken = next((names for names in weighed if names.people), None) or _best_organization(weighed)
    authors = tuple(_authors(taken)) if taken else ()
    line = printed_line(around, [author.name for author in authors]) if authors else None
    signed = taken.lines[0] if taken and taken.lines else None
    byline = first_of("byline", [("text", line), (taken.source if taken else "", signed)])
    return Byline(
        authors=authors,
        byline=byline.value,
        source=taken.source if taken else None,
        candidates=(*(_as_candidate(names, taken=names is taken) for names in weighed), *byline.candidates),
    )


def _lines(around: Sequence[Block], tree: HtmlElement) -> Iterator[str]:
    yield from linked_names(around)
    yield from byline_lines(around)
    yield from dated_names(around, tree)


def _best_organization(weighed: list[Names]) -> Names | None:
    """A generic newsroom counts last, and a signature before an organization that is merely named near the headline."""
    rank = {"text": 2, "text-end": 1}
    return min(weighed, key=lambda names: (is_generic(names.others[0]), rank.get(names.source, 0)), default=None)


def _authors(names: Names) -> Iterator[Author]:
    people = set(names.people)
    for name in names.people or names.others:
        yield Author(name=name, kind="person" if name in people else kind_of(name))


def _as_candidate(names: Names, *, taken: bool) -> Candidate:
    return Candidate(field="authors", text="; ".join(names.people or names.others), source=names.source, taken=taken)


def _from_jsonld(
    article: dict[str, Any] | None, nodes: Iterable[dict[str, Any]], sites: tuple[str, ...]
) -> Iterator[Names]:
    by_id = {node["@id"]: node for node in nodes if isinstance(node.get("@id"), str) and node.get("name")}
    for key in ("author", "creator"):
        found = Names(f"json-ld:{key}")
        _add_jsonld((article or {}).get(key), found, by_id, sites)
        yield found
        if found.people:
            return


def _from_state(tree: HtmlElement, headline: str, sites: tuple[str, ...]) -> Names:
    """The people that a script's data name: a page that states none else is built by that script."""
    found = Names("script")
    for value in stated_authors(tree.iter("script"), headline) if headline else ():
        _add_jsonld(value, found, {}, sites)
        if found.people:
            break
    found.people = [name for name in found.people if is_whole_name(name)]
    return found


def _add_jsonld(
    value: Any, found: Names, by_id: dict[str, dict[str, Any]], sites: tuple[str, ...], depth: int = 0
) -> None:
    if depth > _DEPTH:
        return
    if isinstance(value, list):
        for item in value[:40]:
            _add_jsonld(item, found, by_id, sites, depth + 1)
    elif isinstance(value, str):
        for part in split_names(value):
            found.add(part, organization=_is_newsroom(part, sites))
    elif isinstance(value, dict):
        node = value if value.get("name") else by_id.get(str(value.get("@id")), value)
        name = node.get("name") or " ".join(str(node.get(part) or "") for part in ("givenName", "familyName"))
        if isinstance(name, list):
            _add_jsonld(name, found, by_id, sites, depth + 1)
        elif isinstance(name, str) and (whole := clean(name)):
            if is_site(whole, sites) or (_is_organization_node(node) and not _is_personal(node, whole)):
                found.add(whole, organization=True)
            else:
                _add_jsonld(whole, found, by_id, sites, depth)


def _is_organization_node(node: dict[str, Any]) -> bool:
    return all("Organization" in kind or kind == "Corporation" for kind in types_of(node) or ("Person",))


def _is_personal(node: dict[str, Any], name: str) -> bool:
    """Whether what is typed an organization is described as a person all the same."""
    described = not _PERSONAL.isdisjoint(node) or _AUTHOR_PAGE.search(str(node.get("url") or ""))
    return bool(described) and is_whole_name(name) and not is_organization(name)


def _is_newsroom(name: str, sites: tuple[str, ...]) -> bool:
    return is_organization(name) or is_site(name, sites) or is_own_desk(name, sites)


def _from_meta(meta: MetaTags, sites: tuple[str, ...]) -> Iterator[Names]:
    for key in AUTHOR_META:
        found = Names(f"meta:{key}")
        for content in meta.get(key, ()):
            if content.startswith(("http:", "https:", "/")) or SLUG.fullmatch(content):
                continue
            for number, name in enumerate(split_names(content)):
                organization = _is_newsroom(name, sites) or not is_whole_name(name)
                found.add(name, organization=organization)
                if number == 0 and organization and not is_agency(name):
                    break  # what follows a newsroom's name is its place
        yield found
        if found.people:
            return


def _from_lines(source: str, lines: Iterable[str], sites: tuple[str, ...]) -> Names:
    """The names of the first line that names a person, or of one that names these and more; without any, all names."""
    read = [_from_line(source, line, sites) for line in lines]
    first_line = next((found for found in read if found.people), None)
    if first_line is not None:
        return max(read, key=lambda found: len(found.people) if first_line.is_within(found) else 0)
    names = Names(source)
    for found in read:
        names.lines += found.lines
        for name in found.others:
            names.add(name, organization=True)
    return names


def _from_line(source: str, line: str, sites: tuple[str, ...]) -> Names:
    found = Names(source, lines=[line])
    for name in split_names(line):
        if is_organization(name) or is_whole_name(name):
            found.add(name, organization=_is_newsroom(name, sites))
    return found
