"""Page furniture: what stands inside an article's element but is not its text."""

import re
from collections.abc import Iterable
from functools import lru_cache
from itertools import islice
from typing import Final

from lxml.html import HtmlElement

_WIDGET = re.compile(
    r"(?:^|[\s_-])(?:"
    r"vot(?:e|es|ing)|upvotes?|downvotes?|login|log-in|signin|sign-in|signup|sign-up|register|password|"
    r"newsletters?|subscrib\w*|subscription-?(?:box|form|prompt)|modal|popup|pop-up|lightbox|overlay|cookie\w*|consent|"
    r"share-?(?:bar|buttons?|tools?|links?)?|sharing|social-?(?:share|bar|links?|media|icons?)?|sharedaddy|"
    r"related\w*|recirc\w*|recommend\w*|most-?(?:read|popular)|read-?(?:more|next)|also-?read|"
    r"comments?|comment-?(?:form|list|area|section)?|disqus\w*|breadcrumbs?|tags?-?(?:list|links)?|"
    r"bio|author-?(?:bio|box|card|info|about)|about-?(?:the-?)?author|advert\w*|ad-?(?:slot|unit|wrapper|container|label)|sponsored|promo\w*|print-?only"
    r")(?:$|[\s_-])",
    re.IGNORECASE,
)
_CLONE = re.compile(
    r"(?:visually-?hidden|sr-only|screen-?reader(?:-text|-only)?|a11y-hidden|element-invisible)(?:$|[\s_-])|"
    r"(?:^|[\s_-])(?:cloned?|slide-duplicate)(?:$|\s)"
    r"|(?:^|\s)(?:twitter-tweet|twitter-video|instagram-media|tiktok-embed|fb-post|fb-video|bluesky-embed"
    r"|mastodon-embed|reddit-embed-bq|telegram-post|imgur-embed-pub)(?:$|\s)",
    re.IGNORECASE,
)
"""Text for screen readers alone, the copies that carousels make of their first and last slides, and what platforms
call posts embedded elsewhere."""
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
            r"(?:log|sign) ?in(?: (?:to|with) .{0,60})?|log ?out|register(?: now)?",
            r"sign ?up(?: (?:now|here|with|for|to) [^,.“”]{0,60})?",
            r"create an account|(?:username|e-?mail)(?: or e-?mail)?(?: address)?|password|remember me",
            r"keep me (?:logged|signed) in|processing files|loading|please wait",
            r"(?:back )?to (?:the )?top|scroll to top|close|menu|search|skip to .{0,40}",
            r"(?:add to )?(?:my )?collections?|(?:add|move) to .{0,20}collections?|private|public|report post",
            r"(?:subscribe|sign up) (?:to|for) .{0,100}(?:newsletter|e-?mail|updates?|alerts?|briefing).{0,60}",
            r"(?:get|receive) .{0,80}(?:in(?:to)? your inbox|newsletter).{0,60}|newsletter",
            r"(?:share|tweet|e-?mail|print|save|pin it|copy link)(?: this (?:article|story|post|page|link))?",
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
            r"(?:(?:play|pause|(?:un)?mute|stop|volume|settings|subtitles|full ?screen|[\d:]{4,8}|[/|·])\s*){2,}",
            r"[\W_]*(?:last )?(?:updated?|published|posted|modified)(?: (?:on|at|by))?[\W_]*",
        )
    )
    + r")[\s.!…:»›>]*",
    re.IGNORECASE,
)


_BOX = re.compile(
    r"(?:^|[\s_-])(?:\w*(?:info|fact|fakten|hint|text|side|key|quick|content)-?box\w*|box(?:es)?|\w*factbox|card|\w*-card|cards"
    r"|info(?:rmation)?|panel|callout|aside|sidebar|summary|teaser\w*|highlight|about|bio|cite\w*|encadr\w+|recuadro|despiece"
    r"|riquadro|kader|ramka|border(?:-solid)?|bg-\w+)(?:$|[\s_-])",
    re.IGNORECASE,
)
"""What boxes with facts, summaries or notes beside a text are called, and how style sheets draw them."""
_RUNNING: Final = 60
"""Characters of a run of text that is a sentence."""
_SMALL_PART: Final = 8
"""A widget has at most this part, one in so many, of the running text."""
_RUNS: Final = 40
"""Runs of text in an element, white space between them too, that is no more than labels."""
_NOT_SHOWN = re.compile(r"display:\s*none|visibility:\s*hidden", re.IGNORECASE)
_NAMED_WIDGETS: Final = frozenset(["div", "section", "ul", "ol", "p", "span", "footer", "table"])
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


def says_only_furniture(element: HtmlElement) -> bool:
    """Whether every run of text in a short element is a widget's words, each in an element of its own."""
    runs = [" ".join(run.split()) for run in islice(element.itertext(), _RUNS)]
    return len(runs) < _RUNS and all(is_furniture_line(run) for run in runs if run)


def find_furniture(root: HtmlElement) -> list[HtmlElement]:
    """Elements below ``root`` that are widgets by tag, name or class, embedded posts, or hidden; outermost only.

    An element that holds a good part of the running text is the article itself, whatever its class says; and where
    such elements hold most of it together, their names say nothing. Scripts are to be gone already.
    """
    whole = _running_text(root)
    unshown: list[HtmlElement] = []
    named: list[HtmlElement] = []
    left = whole * 3 // 4
    walk = list(reversed(root))
    while walk:
        element = walk.pop()
        if not isinstance(element.tag, str):
            continue
        by_name = _is_named(element)
        if (by_name or _is_unshown(element)) and (length := _running_text(element)) * _SMALL_PART <= whole:
            (named if by_name else unshown).append(element)
            left -= length if by_name else 0
        else:
            walk.extend(reversed(element))
    return unshown + (named if left >= 0 else [element for element in named if not _running_text(element)])


def _is_unshown(element: HtmlElement) -> bool:
    """Whether the element is no text to read by its tag, or is hidden."""
    if element.tag in _NEVER_TEXT or element.get("hidden") is not None:
        return True
    style = element.get("style")
    return style is not None and _NOT_SHOWN.search(style) is not None


def _is_named(element: HtmlElement) -> bool:
    names = f"{element.get('class') or ''} {element.get('id') or ''}"
    return len(names) > 1 and _named(names, element.tag in _NAMED_WIDGETS)


@lru_cache(maxsize=32768)
def _named(names: str, whole: bool) -> bool:
    """Whether class and id name a widget. ``whole``: of an element that may be one; copies and posts always are."""
    return _CLONE.search(names) is not None or (whole and _WIDGET.search(names) is not None)


def is_named_box(element: HtmlElement) -> bool:
    """Whether the element, or what holds it, is named for a box beside the text or drawn as one."""
    for at in (element, element.getparent()):
        if at is not None and at.tag == "aside":
            return True
        if (
            at is not None
            and at.tag in ("div", "section")
            and _BOX.search(f"{at.get('class') or ''} {at.get('id') or ''}")
        ):
            return True
    return False


def _running_text(element: HtmlElement) -> int:
    """The characters in runs of text long enough to be sentences."""
    return sum(len(run) for run in element.itertext() if len(run) > _RUNNING)


def drop(elements: Iterable[HtmlElement]) -> None:
    """Take ``elements`` out of their tree, leaving the text that follows each in place."""
    for element in elements:
        parent = element.getparent()
        if parent is not None:
            element.drop_tree()
