"""The headline of an article: what the page shows as one, weighed against what its metadata call it."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any, Final

from lxml.html import HtmlElement

from pipelines.extract.candidates import Candidate
from pipelines.extract.head import MetaTags, clean, first
from pipelines.extract.metadata.names import CJK
from pipelines.extract.metadata.words import KICKER_LABEL, KICKER_NAMES
from pipelines.extract.window import LONG, Block, text_of, words

_SEPARATOR = re.compile(
    r"\s+[|–—»«·•›‹:/-]{1,3}\s+|\s*[|｜]\s*|\s*--\s*|(?<=[^\x00-\x7f])[：:_]\s*(?=[^\x00-\x7f]|\w+$)|\s+::\s+"
)
_LABEL_SEPARATOR: Final = r"\s*[:|：]\s*|\s+[–—-]\s+|\s*/\s+"
_LABELLED = re.compile(rf"(?P<label>{KICKER_LABEL})(?:{_LABEL_SEPARATOR})(?P<rest>\S.{{7,}})", re.IGNORECASE)
_ELLIPSIS = re.compile(r"\s*(?:…|\.\.\.)$")
_KICKER_LENGTH: Final = 60
_NAME_WORDS: Final = 3
"""Words of a site's name, at most."""
_CUT: Final = 100
"""Characters from which a headline in the metadata may be cut short without a sign: search engines ask for 110."""
_TITLE_META: Final = ("og:title", "twitter:title", "dc.title", "sailthru.title")
_KINDS: Final = ("json-ld:", "meta:")
_PARTS: Final = ("span", "strong", "small", "em", "div", "p", "a", "b")
_ALIKE: Final = 0.5
"""Share of words that two wordings of one headline have in common, at least."""
_BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)
_MARKUP = re.compile(r"</?(?:a|b|em|i|mark|q|span|strong|sub|sup|u)(?:\s[^<>]*)?/?>", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Headline:
    """A headline, where it was taken from, and the kicker set apart from it."""

    text: str | None
    source: str | None
    """The heading's tag, ``json-ld:headline``, ``meta:NAME``, ``title`` or ``hint``."""
    kicker: str | None
    candidates: tuple[Candidate, ...] = ()
    """The page's heading and what its metadata call it, without the site's name, in the order of weighing."""


@dataclass(frozen=True, slots=True)
class _Heading:
    """What the page shows as its headline."""

    shown: str
    """Without its kicker."""
    kicker: str | None
    whole: str
    tag: str
    parts: frozenset[str]
    """The texts of its elements."""


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

    The page's own heading wins where any metadata agree with it. Where none do, an ``h1`` wins if the publisher's
    metadata are at odds with each other, since then the page has several headlines and this is the printed one; if they
    speak with one voice, they win: the heading may be a section's or the site's.
    """
    heading = _read_heading(element)
    raw = _stated(meta, article, title, hint)
    known = frozenset(words(text) for text in (heading.shown, *raw.values()) if text)
    stated = {source: _without_site(text, heading.shown, known, sites) for source, text in raw.items()}
    stated = {source: text for source, text in stated.items() if not _is_site(text, sites)} or stated
    agreed = _agreed(heading, stated, known, sites) if heading.shown else None
    if agreed is None and heading.shown and _stands_alone(heading, raw, stated, sites):
        agreed = heading.shown, heading.tag, heading.kicker
    text, source, kicker = agreed or _voted(heading, stated)
    found = _finish(text, source, kicker) if text else Headline(text=None, source=None, kicker=kicker)
    weighed = {heading.tag: heading.shown, **stated} if heading.shown else stated
    candidates = (
        Candidate(field="headline", text=text, source=source, taken=source == found.source)
        for source, text in weighed.items()
    )
    return replace(found, candidates=tuple(candidates))


def _stated(meta: MetaTags, article: dict[str, Any] | None, title: str, hint: str | None) -> dict[str, str]:
    """What the metadata call the article, by source. An unclosed element can swallow a whole page: that is none."""
    own = next((key for key in ("headline", "name") if _text((article or {}).get(key))), "headline")
    named = next((name for name in _TITLE_META if name in meta), _TITLE_META[0])
    texts = {
        f"json-ld:{own}": _text((article or {}).get(own)),
        f"meta:{named}": first(meta, (named,)) or "",
        "title": clean(title),
        "hint": clean(hint or ""),
    }
    return {source: text for source, text in texts.items() if 0 < len(text) <= LONG}


def _agreed(
    heading: _Heading, stated: dict[str, str], known: frozenset[tuple[str, ...]], sites: tuple[str, ...]
) -> tuple[str, str, str | None] | None:
    """Headline, source and kicker where heading and metadata agree on it; None where they don't."""
    for source, other in stated.items():
        rest = heading.whole[len(other) :].strip() if heading.whole.startswith(other) else ""
        if rest and rest in heading.parts:
            return other, source, heading.kicker  # the rest is a line of its own: a subheading in the same element
    for text in (heading.shown, _without_site(heading.shown, "", known, sites)):
        if any(_agree(text, other) for other in stated.values()):
            return text, heading.tag, heading.kicker
    for source, other in stated.items():
        # The publisher's own headline carries the page's kicker, or leaves out what the page does not mark as one.
        if heading.kicker and words(heading.whole) == words(other):
            return other, source, None
        if heading.kicker and _ends_with(other, heading.shown):
            return heading.shown, heading.tag, heading.kicker
        if _ends_with(heading.whole, other):
            return other, source, heading.kicker or heading.whole[: max(0, len(heading.whole) - len(other))]
    return None


def _stands_alone(heading: _Heading, raw: dict[str, str], stated: dict[str, str], sites: tuple[str, ...]) -> bool:
    """Whether the heading is the headline though no metadata agree with it, for want of a better witness."""
    if heading.tag != "h1":
        return _is_sentence(heading.shown) and not any(_is_sentence(text) for text in stated.values())
    if _is_site(heading.shown, sites):
        return False
    own, social = (next((text for source, text in stated.items() if source.startswith(kind)), "") for kind in _KINDS)
    if own and social and _is_sentence(heading.shown) and _likeness(own, social) < _ALIKE:
        return True
    # Where nothing but a ``title`` speaks against the heading: it may be the site's for every page.
    masthead = any(
        _key(text) != _key(heading.shown) and _key(text).endswith(_key(heading.shown)) for text in raw.values()
    )
    alone = stated.keys() <= {"title"} or all(_is_site(text, sites) for text in stated.values())
    return alone and not masthead


def _voted(heading: _Heading, stated: dict[str, str]) -> tuple[str, str, str | None]:
    for source, text in stated.items():
        if any(_agree(text, other) for agreeing, other in stated.items() if agreeing != source):
            return text, source, heading.kicker
    wanted = {unit for text in stated.values() for unit in _units(text)}
    own = _units(heading.shown)
    if not stated or (own and len(own & wanted) * 3 >= len(own)):
        return heading.shown, heading.tag, heading.kicker
    source, text = next(iter(stated.items()))
    return text, source, heading.kicker


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


def _read_heading(element: HtmlElement | None) -> _Heading:
    """The heading's text and its kicker, where a part of it is named for one."""
    whole = text_of(element, LONG) if element is not None else ""
    if element is None or len(whole) > LONG:
        return _Heading("", None, "", "", frozenset())
    tag = str(element.tag)
    parts = [(part, text_of(part, LONG)) for part in element.iterdescendants(*_PARTS)]
    texts = frozenset(text for _, text in parts)
    for part, text in parts:
        before = text and whole.startswith(text) and len(whole) > len(text) + 8
        if before and KICKER_NAMES.search((part.get("class") or "").lower()):
            return _Heading(whole[len(text) :].lstrip(" :|/–—-·•"), text, whole, tag, texts)
    return _Heading(whole, None, whole, tag, texts)


def _without_site(text: str, shown: str, known: frozenset[tuple[str, ...]], sites: tuple[str, ...]) -> str:
    """The text without the site's name at its end or beginning, by what else is known of both.

    What the page itself shows as its heading loses nothing.
    """
    cuts = list(_SEPARATOR.finditer(text))
    if not cuts or words(text) == words(shown):
        return text
    heads = known - {words(text)}
    heading = words(shown) or ("",)
    for cut in cuts:
        head = text[: cut.start()].strip()
        if len(head) > 8 and (words(head) in heads or words(head)[-len(heading) :] == heading):
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
    if len(other) >= _CUT and one.casefold().startswith(other.casefold()):
        return True
    cut = other != _ELLIPSIS.sub("", other) and len(other_words) > 4
    return cut and first_words[: len(other_words) - 1] == other_words[:-1]


def _ends_with(whole: str, part: str) -> bool:
    """Whether the heading is this headline with a few words before it."""
    whole_words, part_words = words(whole), words(part)
    extra = len(whole_words) - len(part_words)
    return 0 < extra <= 6 and len(part_words) > 3 and whole_words[extra:] == part_words and whole.endswith(part[-1:])


def _likeness(one: str, other: str) -> float:
    first_units, other_units = _units(one), _units(other)
    return len(first_units & other_units) / (len(first_units | other_units) or 1)


def _units(text: str) -> frozenset[str]:
    """What two wordings can have in common: words, or characters in scripts that set no spaces."""
    folded = words(text)
    return frozenset("".join(folded)) if CJK.search(text) else frozenset(folded)


def _is_sentence(text: str) -> bool:
    """Whether the text is longer than a name is."""
    return len(words(text)) > _NAME_WORDS or (CJK.search(text) is not None and len(text) > 3 * _NAME_WORDS)


def _text(value: Any) -> str:
    if isinstance(value, list):
        value = value[0] if value else None
    text = clean(value) if isinstance(value, str) else ""
    return clean(_MARKUP.sub("", _BREAK.sub(" ", text)), entities=False) if "<" in text else text
