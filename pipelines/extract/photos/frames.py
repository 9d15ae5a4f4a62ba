"""What the walk over an article knows of an open element: its tag's kind, its names, the link and figure around it."""

import re
from typing import Final

from lxml.html import HtmlElement

from pipelines.extract.photos.urls import looks_like_image
from pipelines.extract.photos.words import Says

SKIPPED = frozenset(
    (
        *("script", "style", "nav", "select", "option", "textarea", "iframe", "object", "embed", "video", "audio"),
        *("svg", "math", "template", "canvas", "head", "link", "meta", "map", "input"),
    )
)
BLOCKS = frozenset(
    (
        *("p", "div", "section", "article", "main", "header", "footer", "aside", "figure", "figcaption", "blockquote"),
        *(
            "ul",
            "ol",
            "li",
            "dl",
            "dt",
            "dd",
            "table",
            "thead",
            "tbody",
            "tfoot",
            "tr",
            "td",
            "th",
            "caption",
            "center",
        ),
        *("h1", "h2", "h3", "h4", "h5", "h6", "pre", "address", "form", "fieldset", "details", "summary", "hr", "body"),
        *("picture", "amp-img", "img", "amp-carousel", "hgroup"),
    )
)
HEADINGS = frozenset(("h1", "h2", "h3", "h4"))
STYLED = frozenset(("em", "i", "small", "cite"))
BACKGROUND_TAGS = frozenset(("div", "span", "figure", "a", "section", "li"))
BACKGROUNDS = ("style", "data-bg", "data-src", "data-background-image")
STYLING = frozenset((*BACKGROUNDS, "hidden", "align"))
"""Attributes that few elements have, asked for one by one where one of them stands."""
NAMED: Final = Says.CAPTION | Says.CREDIT
IMAGE_TAGS = frozenset(("img", "amp-img", "picture", "image"))


# Pages that show an image large: a lightbox's address, an attachment's, a gallery's.
_IMAGE_PAGE = re.compile(
    r"(?:^|/)(?:images?|photos?|gallery|galleries|fotos?|bild(?:er)?|galeri[ae]s?|slideshows?|attachments?|lightbox|"
    r"pictures?|media|img|fotogaleri[ae]s?|diaporamas?)(?:[/_.-]|$)",
    re.I,
)


class Frame:
    """An open element and what holds inside it."""

    __slots__ = (
        *("block", "element", "figcaption", "figure", "heading", "hidden"),
        *("link", "opens_line", "says", "silent", "start", "styled"),
    )

    def __init__(self, element: HtmlElement, start: int, above: "Frame | None") -> None:
        self.element = element
        self.start = start
        self.says: int = Says.NOTHING if above is None else above.says
        self.figure: HtmlElement | None = None if above is None else above.figure
        self.figcaption: HtmlElement | None = None if above is None else above.figcaption
        self.link: str | None = None if above is None else above.link
        self.block: HtmlElement = element if above is None else above.block
        self.styled: bool = above is not None and above.styled
        self.heading: bool = above is not None and above.heading
        self.silent: bool = above is not None and above.silent
        self.hidden: bool = above is not None and above.hidden
        self.opens_line: bool = above is None


def foreign_link(href: str | None, here: str) -> str | None:
    """The address of another page; None for image files, pages that show an image, anchors and the page itself.

    ``here`` is the page's own address without query and closing slash. Told from the spelling alone: a page has
    hundreds of links.
    """
    if not href:
        return None
    plain = href.partition("#")[0].partition("?")[0].strip().rstrip("/")
    if not plain or plain.startswith(("javascript:", "mailto:", "data:")) or looks_like_image(plain):
        return None
    path = plain.split("/", 3)[-1] if "//" in plain else plain
    if _IMAGE_PAGE.search(path):
        return None
    # The page itself, and what lies below it, such as ".../story/slide-2".
    if (
        here.endswith(plain)
        or plain.startswith(here + "/")
        or ("//" not in plain and len(path) > 1 and f"{path}/" in f"{here}/")
    ):
        return None
    return href
