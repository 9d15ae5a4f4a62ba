"""How a page labels its article: language, section, keywords."""

import re
from collections.abc import Iterator
from typing import Any, Final

from lxml.html import HtmlElement

from models.items import Hints
from pipelines.extract.candidates import Candidate, Found, first_of
from pipelines.extract.head import MetaTags, clean, language_tag
from pipelines.extract.jsonld import types_of

_TAGS: Final = 100
"""Keywords that are kept of one page."""
_TAG_LENGTH: Final = 100
_STEP_LENGTH: Final = 40
_TEXT: Final = 5_000
"""Characters of one text in the metadata that are read."""
_LANGUAGE_META: Final = ("og:locale", "content-language", "language", "dc.language", "dcterms.language", "inlanguage")
_SECTION_META: Final = ("section", "cxenseparse:section", "articlesection", "dc.subject")
_KEYWORD_SEPARATOR = re.compile(r"\s*[,;、،|]\s*")


def string_of(value: Any) -> str | None:
    """The text of a JSON-LD value: its first item, its name; null if there is none."""
    if isinstance(value, list):
        value = value[0] if value else None
    if isinstance(value, dict):
        value = value.get("name")
    return (clean(value[:_TEXT]) or None) if isinstance(value, str) else None


def read_language(tree: HtmlElement, meta: MetaTags, article: dict[str, Any] | None, hints: Hints) -> Found[str | None]:
    """The page's own tag, else its source's; a region is added by a later witness of the same language."""
    stated = [
        ("html:lang", tree.get("lang") or tree.get("xml:lang")),
        ("json-ld:inLanguage", string_of((article or {}).get("inLanguage"))),
        *((f"meta:{name}", meta[name][0]) for name in _LANGUAGE_META if name in meta),
        ("hint", hints.language),
    ]
    tags = [(source, tag) for source, raw in stated if (tag := language_tag(raw))]
    regional = (entry for entry in tags if "-" in entry[1] and entry[1].split("-")[0] == tags[0][1])
    own = next(regional, tags[0]) if tags else None
    candidates = [
        Candidate(field="language", text=tag, source=source, taken=(source, tag) == own) for source, tag in tags
    ]
    return Found(own and own[1], tuple(candidates))


def read_section(meta: MetaTags, article: dict[str, Any] | None, nodes: list[dict[str, Any]]) -> Found[str | None]:
    """The section as meta elements, JSON-LD or the breadcrumb trail name it."""
    offers = [(f"meta:{name}", meta[name][0]) for name in ("article:section", "parsely-section") if name in meta]
    in_jsonld = ("json-ld:articleSection", string_of((article or {}).get("articleSection")))
    later = [(f"meta:{name}", meta[name][0]) for name in _SECTION_META if name in meta]
    return first_of("section", [*offers, in_jsonld, *later, ("json-ld:BreadcrumbList", _trail(nodes))])


def _trail(nodes: list[dict[str, Any]]) -> str | None:
    """The first step of the breadcrumb trail after the start page that is short enough for a section."""
    for node in nodes:
        crumbs = [node, node.get("breadcrumb")]
        for crumb in crumbs:
            items = crumb.get("itemListElement") if isinstance(crumb, dict) else None
            if "BreadcrumbList" not in types_of(crumb) or not isinstance(items, list):
                continue
            names = [string_of(item) or string_of(item.get("item")) for item in items if isinstance(item, dict)]
            steps = [name for name in names[1:] if name and len(name) <= _STEP_LENGTH]
            if steps:
                return steps[0]
    return None


def read_tags(meta: MetaTags, article: dict[str, Any] | None) -> Found[tuple[str, ...]]:
    """The page's keywords, in order, each once whatever its case; a candidate is a list of them."""
    seen: dict[str, str] = {}
    candidates: list[Candidate] = []
    for source, text in _keyword_lists(meta, article):
        before = len(seen)
        for tag in _KEYWORD_SEPARATOR.split(text):
            key = tag.strip().casefold()
            if key and len(key) <= _TAG_LENGTH and len(seen) < _TAGS:
                seen.setdefault(key, tag.strip())
        candidates.append(Candidate(field="tags", text=text, source=source, taken=len(seen) > before))
    return Found(tuple(seen.values()), tuple(candidates))


def _keyword_lists(meta: MetaTags, article: dict[str, Any] | None) -> Iterator[tuple[str, str]]:
    keywords = (article or {}).get("keywords")
    yield from _contents(meta, "news_keywords", "article:tag", "og:article:tag")
    for item in keywords if isinstance(keywords, list) else [keywords]:
        if text := string_of(item):
            yield "json-ld:keywords", text
    yield from _contents(meta, "keywords", "parsely-tags")


def _contents(meta: MetaTags, *names: str) -> list[tuple[str, str]]:
    return [(f"meta:{name}", content) for name in names for content in meta.get(name, ())]
