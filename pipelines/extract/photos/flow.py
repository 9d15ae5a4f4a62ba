"""The article as a flow of lines and shots (images) in page order.

Everything that is said about a caption's place is said in terms of this flow, so that it does not matter whether a line
was a paragraph, a table cell, a definition, a ``div`` or the text after a ``<br>``.
"""

from dataclasses import dataclass, field
from typing import Final

from lxml.html import HtmlElement

from pipelines.extract.photos.urls import Renditions

MOST_IMAGES: Final = 2_000
"""Images that are looked at in one article. The longest photo essays and live tickers have a few hundred photos, each
of which may stand there as thumbnail, slide and clone, with icons between; behind so many there is nothing to read."""


@dataclass(slots=True)
class Line:
    """A run of text between block borders and line breaks."""

    index: int
    parts: list[str]
    """Text nodes, whitespace folded, in order."""
    owners: list[tuple[HtmlElement, bool]]
    """Beside each part: the element whose ``text`` (False) or ``tail`` (True) it is."""
    block: HtmlElement
    """The nearest block element around it."""
    says: int
    """What names around it say, up to the article's own container."""
    figcaption: HtmlElement | None
    styled: bool
    heading: bool
    linked: bool
    """Whether all of it is a link to another page."""
    link: str | None
    """Where the last link in it leads, as spelled; None for no link to another page."""
    label: str
    """Text for screen readers that came before (``Image source,``)."""
    text: str = ""


@dataclass(slots=True)
class Shot:
    """An image where it stands."""

    index: int
    element: HtmlElement
    renditions: Renditions
    alt: str | None
    link: str | None
    """Where a link around the image leads, as spelled; None for no link, this page or an image file."""
    says: int
    """What names between it and the article's own container say."""
    figure: HtmlElement | None
    from_noscript: bool
    weak: bool
    """Only a background."""
    identity: int = -1
    """Shots of the same image share it."""


@dataclass(slots=True)
class Flow:
    """Lines and shots of a scope, in page order, and which of them each element covers."""

    tokens: list[Line | Shot] = field(default_factory=list)
    spans: dict[HtmlElement, tuple[int, int]] = field(default_factory=dict)
    """Element -> half-open range of token indices."""

    @property
    def shots(self) -> list[Shot]:
        return [token for token in self.tokens if isinstance(token, Shot)]
