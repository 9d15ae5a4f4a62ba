"""What a page says of itself in ``<meta>`` and ``<link>``, read in one pass."""

import html
import re
from collections.abc import Iterable, Mapping
from urllib.parse import urljoin, urlsplit

from lxml.html import HtmlElement

_LANGUAGE_TAG = re.compile(
    r"([A-Za-z]{2,3})(?:[-_]([A-Za-z]{4}))?(?:[-_]([A-Za-z]{2}|\d{3}))?(?:-[A-Za-z0-9]{5,8})*(?:[.@].*)?"
)

_INVISIBLE = re.compile("[\xad\u200b\u2060\ufeff\ud800-\udfff]")
"""Soft hyphens, zero-width spaces and joiners of no script, lone surrogates."""

_CONTENT = 5_000
"""Characters of a meta element that are read: keyword lists have at most a few thousand."""

MetaTags = Mapping[str, tuple[str, ...]]
"""Contents by lower-case name, in document order; ``property``, ``name``, ``itemprop`` and ``http-equiv`` alike."""


def read_meta(tree: HtmlElement) -> MetaTags:
    """All ``<meta>`` elements with content, white space folded, entities undone."""
    found: dict[str, list[str]] = {}
    for meta in tree.iter("meta"):
        content = clean((meta.get("content") or meta.get("value") or "")[:_CONTENT])
        if not content:
            continue
        for attribute in ("property", "name", "itemprop", "http-equiv"):
            if name := meta.get(attribute):
                values = found.setdefault(name.strip().lower(), [])
                if len(values) < 64 and content not in values:
                    values.append(content)
    return {name: tuple(values) for name, values in found.items()}


def first(meta: MetaTags, names: Iterable[str]) -> str | None:
    """The first content of the first of these names that the page states."""
    return next((meta[name][0] for name in names if name in meta), None)


def clean(text: str, *, entities: bool = True) -> str:
    """Text for a ``Document``: entities undone (twice encoded ones too), NUL and lone surrogates out, spaces folded."""
    if entities and "&" in text:
        text = html.unescape(html.unescape(text))
    if not text.isascii():
        text = _INVISIBLE.sub("", text)
    return " ".join(text.replace("\x00", "").split())


def language_tag(raw: str | None) -> str | None:
    """A BCP 47 tag in its usual case (``en-IN``, ``zh-Hant-TW``); null if the text is no tag."""
    match = _LANGUAGE_TAG.fullmatch((raw or "").strip())
    if match is None:
        return None
    language, script, region = match.groups()
    parts = [language.lower(), script.title() if script else "", region.upper() if region else ""]
    return "-".join(part for part in parts if part)


def absolute_url(raw: str | None, base: str) -> str | None:
    """The URL resolved against ``base``; null unless it is http or https with a host."""
    if not raw or not raw.strip():
        return None
    try:
        url = urljoin(base, raw.strip())
        parts = urlsplit(url)
        return url if parts.scheme in {"http", "https"} and parts.hostname else None
    except ValueError:
        return None
