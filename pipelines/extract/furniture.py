"""Page furniture: what stands inside an article's element but is not its text."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Final

from lxml.html import HtmlElement

_WIDGET = re.compile(
    r"(?:^|[\s_-])(?:"
    r"vot(?:e|es|ing)|upvotes?|downvotes?|login|log-in|signin|sign-in|signup|sign-up|register|password|"
    r"newsletters?|subscrib\w*|subscription-?(?:box|form|prompt)|modal|popup|pop-up|lightbox|overlay|cookie\w*|consent|"
    r"share-?(?:bar|buttons?|tools?|links?)?|sharing|social-?(?:share|bar|links?|media|icons?)?|sharedaddy|"
    r"related\w*|recirc\w*|recommend\w*|most-?(?:read|popular)|read-?(?:more|next)|also-?read|"
    r"comments?|comment-?(?:form|list|area|section)?|disqus\w*|breadcrumbs?|tags?-?(?:list|links)?|"
    r"author-?(?:bio|box|card|info)|advert\w*|ad-?(?:slot|unit|wrapper|container|label)|sponsored|promo\w*|print-?only"
    r")(?:$|[\s_-])",
    re.IGNORECASE,
)
# The copies that carousels make of their first and last slides.
_CLONE = re.compile(r"(?:^|[\s_-])(?:cloned?|slide-duplicate)(?:$|\s)", re.IGNORECASE)
_NEVER_TEXT = ("form", "dialog", "button", "select", "textarea", "input", "nav", "aside")

# Whole lines that are a widget's own words. Each stands for a kind of widget, seen under many publishers: votes,
# accounts, newsletters, sharing, navigation, advertising, and the places where a script would have put something.
_LINE = re.compile(
    "(?:"
    + "|".join(
        (
            r"leave your vote|\d+ (?:points?|votes?|shares?|comments?)|up ?votes?|down ?votes?|up ?vote down ?vote",
            r"(?:total votes|up ?votes(?: percentage)?|down ?votes(?: percentage)?)\s*:?\s*[\d.,]+ ?%?",
            r"(?:hey|hi|hello) there|welcome back|(?:forgot|lost|reset)(?: your)? password\??",
            r"enter your .{0,60}(?:e-?mail|account|password|username).{0,120}",
            r"your password reset link .{0,80}|(?:we will|we'll) send you a link.{0,80}",
            r"(?:log|sign) ?in(?: (?:to|with) .{0,60})?|sign ?up(?: .{0,60})?|log ?out|register(?: now)?",
            r"create an account|(?:username|e-?mail)(?: or e-?mail)?(?: address)?|password|remember me",
            r"keep me (?:logged|signed) in|processing files|loading|please wait",
            r"(?:back )?to (?:the )?top|scroll to top|close|menu|search|skip to .{0,40}",
            r"(?:add to )?(?:my )?collections?|(?:add|move) to .{0,20}collections?|private|public|report post",
            r"(?:subscribe|sign up) (?:to|for) .{0,100}(?:newsletter|e-?mail|updates?|alerts?|briefing).{0,60}",
            r"(?:get|receive) .{0,80}(?:in(?:to)? your inbox|newsletter).{0,60}|newsletter",
            r"(?:share|tweet|e-?mail|print|save|pin it|copy link)(?: this.{0,30})?",
            r"(?:whatsapp|facebook|twitter|telegram|linkedin|reddit)",
            r"(?:share|tweet|follow us) (?:on|via) .{0,40}|share this (?:article|story|post|page)",
            r"(?:read|see|find out) (?:more|also|next)(?: (?:on|about) .{0,80})?|more (?:on|from|about) this .{0,40}",
            r"related(?: (?:articles?|stories|posts?|topics?|content|news))?|recommended(?: .{0,30})?",
            r"most (?:read|popular)|advertisements?|ad|anzeige|werbung|publicité|publicidad|reklama",
            r"sponsored(?: content)?|paid content|article content|accept(?: all)?(?: cookies)?|we use cookies.{0,200}",
            r"(?:please )?enable javascript.{0,120}",
            r"(?:©|\(c\)|copyright) .{0,80}\ball rights reserved\b.{0,60}",
            r"story continues below(?: advertisement)?|article continues (?:below|after) .{0,30}",
            r"continue reading.{0,40}",
            r"[\W_]*(?:last )?(?:updated?|published|posted|modified)(?: (?:on|at|by))?[\W_]*",
        )
    )
    + r")[\s.!…:»›>]*",
    re.IGNORECASE,
)


_RUNNING: Final = 60
"""Characters of a run of text that is a sentence."""
_WITHIN_A_LINE: Final = frozenset(
    ["a", "b", "strong", "em", "i", "u", "span", "font", "small", "abbr", "cite", "q", "mark", "time"]
)
"""Elements whose text may be part of a sentence: ``<a>Facebook</a> said …``."""
_LONGEST_LINE: Final = 240
_BULLET = re.compile(r"^(?:[-–—•*·|»>]\s+)+")
_COUNTER = re.compile(r"[(#]?\d{1,3}(?: ?(?:/|of) ?\d{1,3})?[.)]?")


@lru_cache(maxsize=8192)
def is_furniture_line(line: str) -> bool:
    """Whether the whole line is a widget's words rather than the article's; a list's bullet is not counted."""
    if len(line) > _LONGEST_LINE:
        return False
    line = _BULLET.sub("", line)
    return _LINE.fullmatch(line) is not None


def is_counter_line(line: str) -> bool:
    """Whether the line only numbers what stands below it: ``3.``, ``3/16``."""
    return len(line) < 12 and _COUNTER.fullmatch(line) is not None


def find_furniture(tree: HtmlElement) -> list[HtmlElement]:
    """Elements that are widgets by name or class, or by all their words; outermost only. An element that holds a good
    part of the page's running text is the article itself, whatever its class says, and never furniture. Scripts are to
    be gone already."""
    elements = list(tree.iter())
    running = _running_text(elements)
    worded = _by_words(elements)
    found: list[HtmlElement] = []
    walk = list(reversed(tree))
    while walk:
        element = walk.pop()
        if not isinstance(element.tag, str):
            continue
        by_name = _is_widget(element) and running[element] * 8 <= running[tree]
        if by_name or (element in worded and element.tag not in _WITHIN_A_LINE):
            found.append(element)
        else:
            walk.extend(reversed(element))
    return found


def _by_words(elements: Sequence[HtmlElement]) -> set[HtmlElement]:
    """Those of the elements all of whose text is a widget's words, be they one line or each in an element of its own.

    ``elements``: a tree's, in document order.
    """
    worded: set[HtmlElement] = set()
    texts: dict[HtmlElement, str | None] = {}
    for element in reversed(elements):
        pieces: list[str | None] = [element.text]
        own = [element.text or ""]
        only_worded = True
        for child in element:
            pieces += (texts[child], child.tail)
            own.append(child.tail or "")
            only_worded = only_worded and (child in worded or texts[child] == "")
        line = texts[element] = _short_line(element, pieces)
        if line == "":
            continue
        if (line and is_furniture_line(line)) or (only_worded and all(map(_is_blank_or_furniture, own))):
            worded.add(element)
    return worded


def _short_line(element: HtmlElement, pieces: Sequence[str | None]) -> str | None:
    """The pieces as one line; None if a child's was too long (its piece stands at an odd place), or this is."""
    if not isinstance(element.tag, str):
        return ""
    if None in pieces[1::2] or sum(len(piece or "") for piece in pieces) > 4 * _LONGEST_LINE:
        return None
    line = " ".join(" ".join(filter(None, pieces)).split())
    return line if len(line) <= _LONGEST_LINE else None


def _is_blank_or_furniture(text: str) -> bool:
    return not text.strip() or is_furniture_line(" ".join(text[: 4 * _LONGEST_LINE].split()))


def _is_widget(element: HtmlElement) -> bool:
    if element.tag in _NEVER_TEXT:
        return True
    if _CLONE.search(element.get("class", "")):
        return True
    if element.tag not in ("div", "section", "ul", "ol", "p", "span", "footer", "table"):
        return False
    names = f"{element.get('class', '')} {element.get('id', '')}"
    return len(names) > 1 and _WIDGET.search(names) is not None


def _running_text(elements: Iterable[HtmlElement]) -> Counter[HtmlElement]:
    """For each element, the characters in runs of text long enough to be sentences."""
    running: Counter[HtmlElement] = Counter()
    for element in reversed(list(elements)):
        above = element.getparent()
        running[element] += _if_running(element.text)
        if above is not None:
            running[above] += running[element] + _if_running(element.tail)
    return running


def _if_running(text: str | None) -> int:
    return len(text) if text and len(text) > _RUNNING else 0


def drop(elements: Iterable[HtmlElement]) -> None:
    """Take ``elements`` out of their tree, leaving the text that follows each in place."""
    for element in elements:
        parent = element.getparent()
        if parent is not None:
            element.drop_tree()
