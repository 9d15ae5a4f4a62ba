"""Who signed below the text, or in its last or first line: where the press of many languages puts its names."""

import re
from collections.abc import Iterator
from itertools import islice
from typing import Final

from lxml.html import HtmlElement

from pipelines.extract.metadata.byline_words import LEAD_IN, OTHER_WORK
from pipelines.extract.metadata.names import (
    CJK,
    is_agency,
    is_organization,
    is_site,
    is_whole_name,
    split_names,
)
from pipelines.extract.window import text_of

_PARAGRAPH: Final = 80
"""Characters from which a paragraph is one of the text's."""
_WEIGHED: Final = 300
"""Characters of a paragraph that are counted."""
_SIGNATURE: Final = 90
"""Characters of a line that is a signature, at most."""
_BELOW: Final = 5
"""How many elements after the last paragraph a signature stands at most."""
_TAIL: Final = 200
_SHARE: Final = 0.6
"""Of a signature's letters that its names have, at least: joiners and addresses have the rest."""
_BRACKETED = re.compile(r"[(（【\[]([^()（）【】\[\]]{2,120})[)）】\]]\s*[.。]?$")
_AFTER_STOP = re.compile(r"[.!?…。！？\"”»）)]\s*$")
_DASHED = re.compile(r"(?:^|[.!?…\"”»]\s+)[–—―-]{1,2}\s*([^–—―.]{4,60})$")
_CHINESE_REPORTER = re.compile(r".{0,8}[记記]者\s*[:：]?\s*([\u3400-\u9fff·]{2,4}(?:[、，,\s]+[\u3400-\u9fff·]{2,4})*)")
_KOREAN_REPORTER = re.compile(
    r"([가-힣]{2,4}(?:[·,\s]+[가-힣]{2,4})?)\s*(?:선임|수습|인턴)?(?:기자|특파원)(?=\s*(?:[=(＝]|$|\S+@))"
)
_JAPANESE = re.compile(r"[\u3400-\u9fff々]{3,5}(?:[、・][\u3400-\u9fff々]{3,5})*")
_NO_SIGNATURE: Final = frozenset(["敬称略", "写真省略", "一部省略", "次回続く", "随時掲載", "文中敬称略"])
_BRACKETS_AND_DASHES: Final = " ()（）[]【】–—―-"
_OPENING = re.compile(r"^[^。.!?]{0,60}?(?:[(（\[【]([^()（）\[\]【】]{2,60})[)）\]】])")
_SENTENCE = re.compile(r"\w{4,}[.!?]\s")
_EMPHASIS: Final = frozenset(["strong", "em", "b", "i", "cite", "address"])
_SIGNED = re.compile(r"sign|author|autor|byline|firma|credit-?line|source|text-right|align-?right|righ?t-?align")
_RIGHT = re.compile(r"text-align\s*:\s*(?:right|end)")
_ASIDE: Final = frozenset(
    ["ul", "ol", "aside", "nav", "footer", "figure", "form", "table", "section", "h2", "h3", "h4"]
)
_NOT_TEXT: Final = frozenset(["aside", "nav", "footer", "figure", "form", "li", "blockquote", "td"])


def signatures(tree: HtmlElement, sites: tuple[str, ...]) -> Iterator[str]:
    """The lines that sign the text of a page, the most telling first; the site's own name is left out of them."""
    paragraphs = _paragraphs(tree)
    if not paragraphs:
        return
    tail = text_of(paragraphs[-1], 100_000)[-_TAIL:]
    below = list(_below(paragraphs[-1]))
    yield from _reporters(tail, text_of(paragraphs[0], _TAIL), [text for _, text in below])
    yield from _tails(tail)
    for element, text in below:
        if _is_signature(element, text, sites):
            yield _without_site(text, sites)
    # An appeal to the reader can follow the signature. A line set apart within the text can be a subheading: of those,
    # only newsrooms and agencies sign.
    for paragraph in paragraphs[-3:-1]:
        for element, text in _below(paragraph):
            if is_organization(text) and _is_signature(element, text, sites):
                yield text


def _without_site(text: str, sites: tuple[str, ...]) -> str:
    parts = text.strip(_BRACKETS_AND_DASHES).split("/")
    return " / ".join(part.strip() for part in parts if not is_site(part, sites)) or text


def _paragraphs(tree: HtmlElement) -> list[HtmlElement]:
    """The paragraphs of the text: those of the element that holds most of it."""
    held: dict[HtmlElement, list[HtmlElement]] = {}
    weight: dict[HtmlElement, int] = {}
    for paragraph in tree.iter("p"):
        holder = paragraph.getparent()
        if holder is None or holder.tag in _NOT_TEXT:
            continue
        length = len(text_of(paragraph, _WEIGHED))
        if length >= _PARAGRAPH or (length >= _PARAGRAPH // 3 and CJK.search(paragraph.text or "")):
            held.setdefault(holder, []).append(paragraph)
            weight[holder] = weight.get(holder, 0) + length
    return held[max(weight, key=weight.__getitem__)] if weight else []


def _below(last: HtmlElement) -> Iterator[tuple[HtmlElement, str]]:
    """The short lines after the last paragraph, up to where something else begins."""
    for sibling in islice(last.itersiblings(), _BELOW):
        if not isinstance(sibling.tag, str) or sibling.tag in _ASIDE:
            return
        text = text_of(sibling, _SIGNATURE)
        if len(text) > _SIGNATURE:
            return
        if text:
            yield sibling, text


def _reporters(tail: str, opening: str, below: list[str]) -> Iterator[str]:
    """Names that the word for reporter marks: in Chinese alone on a line or in brackets, in Korean before ``=`` too."""
    bracketed = (match[1] for match in (_BRACKETED.search(tail), _OPENING.match(opening)) if match)
    lines = [*bracketed, *(line.strip(_BRACKETS_AND_DASHES) for line in below)]
    found = [match[1] for match in map(_CHINESE_REPORTER.fullmatch, lines) if match]
    found += [match[1] for match in map(_KOREAN_REPORTER.search, [*lines, tail, opening[:60]]) if match]
    for names in found:
        yield re.sub(r"[,，·\s]+", "、", names)


def _tails(tail: str) -> Iterator[str]:
    """What the last paragraph ends with: ``… it said. (Jane Austen)``, ``… it said. — Jane Austen, Reuters``."""
    if bracketed := _BRACKETED.search(tail):
        inner, before = bracketed[1], tail[: bracketed.start()]
        names = split_names(inner)
        stops = _AFTER_STOP.search(before) is not None or not before.strip()
        japanese = _JAPANESE.fullmatch(inner) and inner not in _NO_SIGNATURE
        whole = bool(names) and all(map(_is_agency_or_person, names))
        if LEAD_IN.match(inner) or (stops and (japanese or whole)):
            yield inner
        elif any(is_agency(name) for name in names) and all(len(part) <= 4 for part in re.split(r"[/,\s]+", inner)):
            yield "; ".join(name for name in names if is_agency(name))  # (dpa/abc): the rest are initials
    elif (dashed := _DASHED.search(tail)) and all(map(_is_agency_or_person, split_names(dashed[1]))):
        yield dashed[1]


def _is_agency_or_person(name: str) -> bool:
    return is_agency(name) or (is_whole_name(name) and not CJK.search(name) and not is_organization(name))


def _is_signature(element: HtmlElement, text: str, sites: tuple[str, ...]) -> bool:
    """Whether a line below the text is a signature: by its first word, its form, or how it is set apart."""
    inner = text.strip(_BRACKETS_AND_DASHES + ".")
    if OTHER_WORK.match(inner) or inner[-1:] in ":?!…" or _SENTENCE.search(inner):
        return False
    names = split_names(inner)
    if sum(map(len, names)) < _SHARE * len(LEAD_IN.sub("", inner)):
        return False
    own = [is_site(name, sites) for name in names]
    if not all(site or is_organization(name) or is_whole_name(name) for name, site in zip(names, own, strict=True)):
        return False
    if LEAD_IN.match(inner) or _BRACKETED.fullmatch(text) or _DASHED.search(text):
        return bool(names)
    if "/" in inner and len(names) > 1:
        return any(own) or any(map(is_agency, names))
    return bool(names) and (is_agency(inner) or _is_set_apart(element, text))


def _is_set_apart(element: HtmlElement, text: str) -> bool:
    """Whether the whole line is stressed, stands at the right edge, or is named for a signature, and heads no list."""
    following = element.getnext()
    if following is not None and following.tag in ("ul", "ol"):
        return False
    names = f"{element.get('class') or ''} {element.get('itemprop') or ''}".lower()
    if _SIGNED.search(names) or _RIGHT.search(element.get("style") or "") or element.get("align") == "right":
        return True
    stressed = element if element.tag in _EMPHASIS else next(iter(element), None)
    return stressed is not None and stressed.tag in _EMPHASIS and text_of(stressed, _SIGNATURE) == text
