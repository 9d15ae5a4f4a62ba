"""The headline of an article: what the page shows as one, weighed against what its metadata call it."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final

from lxml.html import HtmlElement

from pipelines.extract.head import MetaTags, clean, first
from pipelines.extract.metadata.words import KICKER_LABEL, KICKER_NAMES
from pipelines.extract.window import LONG, Block, text_of, words

_SEPARATOR = re.compile(
    r"\s+[|–—»«·•:/-]{1,3}\s+|\s*[|｜]\s*|\s*--\s*|(?<=[^\x00-\x7f])[：:_]\s*(?=[^\x00-\x7f]|\w+$)|\s+::\s+"
)
_LABEL_SEPARATOR: Final = r"\s*[:|：]\s*|\s+[–—-]\s+|\s*/\s+"
_LABELLED = re.compile(rf"(?P<label>{KICKER_LABEL})(?:{_LABEL_SEPARATOR})(?P<rest>\S.{{7,}})", re.IGNORECASE)
_ELLIPSIS = re.compile(r"\s*(?:…|\.\.\.)$")
_KICKER_LENGTH: Final = 60
_NAME_WORDS: Final = 3
"""Words of a site's name, at most."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Headline:
    """A headline, where it was taken from, and the kicker set apart from it."""

    text: str | None
    source: str | None
    kicker: str | None


def site_names(meta: MetaTags, article: dict[str, Any] | None, host: str) -> tuple[str, ...]:
    """What the site calls itself: ``og:site_name`` and kin, the publisher in JSON-LD, the domain's own label."""
    publisher = (article or {}).get("publisher")
    if isinstance(publisher, list):
        publisher = publisher[0] if publisher else None
    name = publisher.get("name") if isinstance(publisher, dict) else publisher
    own = [meta[key][0] for key in ("og:site_name", "application-name", "apple-mobile-web-app-title") if key in meta]
    labels = [label for label in host.split(".") if len(label) > 2 and label not in {"www", "com", "net", "org"}]
    return tuple(dict.fromkeys([*own, *([clean(name)] if isinstance(name, str) else []), *labels, host]))


def find_headline(
    element: HtmlElement | None,
    meta: MetaTags,
    article: dict[str, Any] | None,
    title: str,
    sites: tuple[str, ...],
    hint: str | None,
) -> Headline:
    """The headline without site name and kicker.

    The page's own heading wins where any metadata agree with it; where it agrees with none, two witnesses in the
    metadata that agree win over it.
    """
    shown, kicker = _shown(element)
    raw = {
        "json-ld": _text((article or {}).get("headline")) or _text((article or {}).get("name")),
        "og:title": first(meta, ("og:title", "twitter:title", "dc.title", "sailthru.title")) or "",
        "title": clean(title),
        "hint": clean(hint or ""),
    }
    # An unclosed element can swallow a whole page: that is no headline.
    raw = {source: text for source, text in raw.items() if len(text) <= LONG}
    known = [text for text in (shown, *raw.values()) if text]
    stated = {source: _without_site(text, known, sites) for source, text in raw.items() if text}
    stated = {source: text for source, text in stated.items() if not _is_site(text, sites)} or stated
    tag = str(element.tag) if element is not None else ""
    if element is not None and shown and (agreed := _agreed(element, shown, kicker, stated, known, sites)):
        return agreed
    masthead = any(_key(text) != _key(shown) and _key(text).endswith(_key(shown)) for text in raw.values())
    # Where nothing but a ``title`` speaks against the heading: it may be the site's for every page.
    alone = stated.keys() <= {"title"} or all(_is_site(text, sites) for text in stated.values())
    if shown and tag == "h1" and alone and not masthead and not _is_site(shown, sites):
        return _finish(shown, tag, kicker)
    if shown and tag != "h1" and all(len(words(text)) <= _NAME_WORDS < len(words(shown)) for text in stated.values()):
        return _finish(shown, tag, kicker)  # the metadata know no more than the site's name
    return _voted(shown, tag, kicker, stated)


def _agreed(
    element: HtmlElement,
    shown: str,
    kicker: str | None,
    stated: dict[str, str],
    known: list[str],
    sites: tuple[str, ...],
) -> Headline | None:
    """The headline where heading and metadata agree on it; None where they don't."""
    tag, whole = str(element.tag), text_of(element, LONG)
    for text in (shown, _without_site(shown, known, sites)):
        if any(_agree(text, other) for other in stated.values()):
            return _finish(text, tag, kicker)
    for source, other in stated.items():
        # The publisher's own headline carries the page's kicker, or leaves out what the page does not mark as one.
        if kicker and words(whole) == words(other):
            return _finish(other, source, None)
        if kicker and _ends_with(other, shown):
            return _finish(shown, tag, kicker)
        if _ends_with(whole, other):
            return _finish(other, source, kicker or whole[: max(0, len(whole) - len(other))])
    return None


def _voted(shown: str, tag: str, kicker: str | None, stated: dict[str, str]) -> Headline:
    for source in ("json-ld", "og:title", "title"):
        others = [text for other, text in stated.items() if other != source]
        if source in stated and any(_agree(stated[source], text) for text in others):
            return _finish(stated[source], source, kicker)
    wanted = {word for text in stated.values() for word in words(text)}
    own = set(words(shown))
    if own and (not wanted or len(own & wanted) * 3 >= len(own)):
        return _finish(shown, tag, kicker)
    for source, text in stated.items():
        if text:
            return _finish(text, source, kicker)
    return _finish(shown, tag, kicker) if shown else Headline(text=None, source=None, kicker=None)


def _finish(text: str, source: str, kicker: str | None) -> Headline:
    label = _LABELLED.fullmatch(text)
    if label and not label["rest"][0].islower():  # "In pictures: the road south" is one headline
        return Headline(text=label["rest"], source=source, kicker=label["label"])
    bare = re.sub(r"^[\s:|/–—-]+|[\s:|/–—-]+$", "", kicker or "")
    return Headline(text=text, source=source, kicker=bare if 1 < len(bare) <= _KICKER_LENGTH else None)


def kicker_near(blocks: Iterable[Block], headline: str) -> str | None:
    """The text of an element right beside the headline that is named for a kicker."""
    for block in sorted((block for block in blocks if -3 <= block.place <= 1), key=lambda block: abs(block.place)):
        if KICKER_NAMES.search(f"{block.element.get('class') or ''} {block.element.get('itemprop') or ''}".lower()):
            text = block.text.strip(" :|/–—-")
            if 1 < len(text) <= _KICKER_LENGTH and words(text) != words(headline):
                return text
    return None


def _shown(element: HtmlElement | None) -> tuple[str, str | None]:
    """The heading's text and its kicker, where a part of it is named for one."""
    if element is None:
        return "", None
    whole = text_of(element, LONG)
    if len(whole) > LONG:
        return "", None
    for part in element.iterdescendants("span", "strong", "small", "em", "div", "p", "a", "b"):
        if KICKER_NAMES.search((part.get("class") or "").lower()):
            kicker = text_of(part, LONG)
            if kicker and whole.startswith(kicker) and len(whole) > len(kicker) + 8:
                return whole[len(kicker) :].lstrip(" :|/–—-·•"), kicker
    return whole, None


def _without_site(text: str, known: list[str], sites: tuple[str, ...]) -> str:
    """The text without the site's name at its end or beginning, by what else is known of both."""
    heads = {words(other) for other in known if other != text}
    cuts = list(_SEPARATOR.finditer(text))
    for cut in cuts:
        if len(head := text[: cut.start()].strip()) > 8 and words(head) in heads:
            return head
    for cut in cuts:
        if len(rest := text[cut.end() :].strip()) > 8 and words(rest) in heads:
            return rest
    while cuts and _is_site(text[cuts[-1].end() :], sites):
        text = text[: cuts[-1].start()].strip()
        cuts.pop()
    if cuts and _is_site(text[: cuts[0].start()], sites) and len(text) - cuts[0].end() > 12:
        text = text[cuts[0].end() :].strip()
    return text


def _is_site(segment: str, sites: tuple[str, ...]) -> bool:
    own = _key(segment)
    if not own or len(own) > 40:
        return False
    return any(
        own == key or (len(key) > 3 and own.startswith(key)) or (len(own) > 3 and own in key)
        for key in map(_key, sites)
        if key
    )


def _key(text: str) -> str:
    return re.sub(r"\W|^the\s", "", text.casefold())


def _agree(one: str, other: str) -> bool:
    first_words, other_words = words(one), words(_ELLIPSIS.sub("", other))
    if first_words == other_words:
        return True
    cut = other != _ELLIPSIS.sub("", other) and len(other_words) > 4
    return cut and first_words[: len(other_words) - 1] == other_words[:-1]


def _ends_with(whole: str, part: str) -> bool:
    """Whether the heading is this headline with a few words before it."""
    whole_words, part_words = words(whole), words(part)
    extra = len(whole_words) - len(part_words)
    return 0 < extra <= 6 and len(part_words) > 3 and whole_words[extra:] == part_words and whole.endswith(part[-1:])


def _text(value: Any) -> str:
    if isinstance(value, list):
        value = value[0] if value else None
    return clean(value) if isinstance(value, str) else ""
