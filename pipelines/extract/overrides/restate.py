"""An override applied: a site's private markup is restated in HTML's own, which the rules for all sites read."""

from collections.abc import Callable, Iterable, Mapping
from itertools import chain
from typing import Final

from lxml import html
from lxml.html import HtmlElement

from pipelines.extract.furniture import drop
from pipelines.extract.overrides.reading import SELECTORS, Override


def restate(tree: HtmlElement, override: Override) -> None:
    """Change ``tree`` in place. What an expression does not find stays as it is."""
    for key in SELECTORS:
        expressions = override.selectors.get(key, ())
        found = chain.from_iterable(expression(tree) for expression in expressions)
        elements = [element for element in found if isinstance(element, HtmlElement)]
        if elements:
            _STEPS[key](tree, elements)


def confine(tree: HtmlElement, override: Override) -> None:
    """Leave nothing in the page but the override's body, if it names one: for the text, when all else is read."""
    article, body = tree.find(".//article"), tree.find("body")
    if "body" in override.selectors and article is not None and body is not None:
        body[:] = [article]


def _drop(_: HtmlElement, elements: Iterable[HtmlElement]) -> None:
    drop(elements)


def _headline(tree: HtmlElement, elements: list[HtmlElement]) -> None:
    """The first is the one ``h1``, and what the metadata say of it is out: they name something else."""
    for heading in list(tree.iter("h1")):
        heading.tag = "div"
    for named in tree.xpath("//meta[contains(@property, 'title') or contains(@name, 'title')] | //title"):
        named.getparent().remove(named)
    elements[0].tag = "h1"


def _body(tree: HtmlElement, elements: list[HtmlElement]) -> None:
    """All of them, in their order, become the one ``article``, at the place of the first."""
    for other in list(tree.iter("article", "main")):
        other.tag = "div"
    article = html.Element("article")
    elements[0].addprevious(article)
    for element in elements:
        article.append(element)


def _caption(_: HtmlElement, elements: list[HtmlElement]) -> None:
    """A ``figcaption``; where the element before it holds a picture, in one ``figure`` with it."""
    for element in elements:
        element.tag = "figcaption"
        picture = element.getprevious()
        if picture is not None and (picture.tag in ("img", "picture") or picture.find(".//img") is not None):
            figure = html.Element("figure")
            picture.addprevious(figure)
            figure.extend([picture, element])


def _credit(_: HtmlElement, elements: list[HtmlElement]) -> None:
    """An element that says ``credit``; behind a caption, or its figure, it goes into the caption."""
    for element in elements:
        element.set("class", "credit")
        before = element.getprevious()
        caption = before[-1] if before is not None and before.tag == "figure" and len(before) else before
        if caption is not None and caption.tag == "figcaption":
            element.tag = "span"
            caption.append(element)


_STEPS: Final[Mapping[str, Callable[[HtmlElement, list[HtmlElement]], None]]] = {
    "drop": _drop,
    "headline": _headline,
    "body": _body,
    "caption": _caption,
    "credit": _credit,
}
