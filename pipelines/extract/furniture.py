"""Page furniture: what stands inside an article's element but is not its text."""

import re
from collections.abc import Iterable

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
            r"story continues below(?: advertisement)?|article continues (?:below|after) .{0,30}",
            r"continue reading.{0,40}",
        )
    )
    + r")[\s.!…:»›>]*",
    re.IGNORECASE,
)


def is_furniture_line(line: str) -> bool:
    """Whether the whole line is a widget's words rather than the article's."""
    return len(line) <= 240 and _LINE.fullmatch(line) is not None


def find_furniture(tree: HtmlElement) -> list[HtmlElement]:
    """Elements that are widgets by name or class, outermost only. An element that holds a good part of the page's
    running text is the article itself, whatever its class says, and never furniture. Scripts are to be gone already."""
    total = _running_text(tree)
    found: list[HtmlElement] = []
    walk = list(reversed(tree))
    while walk:
        element = walk.pop()
        if not isinstance(element.tag, str):
            continue
        if _is_widget(element) and _running_text(element) * 8 <= total:
            found.append(element)
        else:
            walk.extend(reversed(element))
    return found


def _is_widget(element: HtmlElement) -> bool:
    if element.tag in _NEVER_TEXT:
        return True
    if element.tag not in ("div", "section", "ul", "ol", "p", "span", "footer", "table"):
        return False
    names = f"{element.get('class', '')} {element.get('id', '')}"
    return len(names) > 1 and _WIDGET.search(names) is not None


def _running_text(element: HtmlElement) -> int:
    """Characters in runs of text long enough to be sentences."""
    return sum(length for text in element.itertext() if (length := len(text)) > 60)


def drop(elements: Iterable[HtmlElement]) -> None:
    """Take ``elements`` out of their tree, leaving the text that follows each in place."""
    for element in elements:
        parent = element.getparent()
        if parent is not None:
            element.drop_tree()
