"""Images that the page's metadata name (JSON-LD, Open Graph), with what they say of caption and credit."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape
from itertools import islice
from typing import Any

from lxml.html import HtmlElement

from models.items import Photo
from pipelines.extract.credits import parse_credit
from pipelines.extract.photos.captions import clean_caption, split_caption
from pipelines.extract.photos.flow import MOST_IMAGES
from pipelines.extract.photos.parts import LONGEST_CREDIT, is_credit_line
from pipelines.extract.photos.urls import absolute_url, image_keys, pixels

_CREDIT_ATTRIBUTES = (
    "data-credit",
    "data-copyright",
    "data-credits",
    "data-photographer",
    "data-image-credit",
    "data-source",
)
_HOLDERS = 5
"""Elements around an image whose tooltip may be its credit; the parser nests a ``source`` for each size."""
_META_IMAGES = frozenset(("og:image", "og:image:url", "og:image:secure_url", "twitter:image", "twitter:image:src"))
_SITE_IMAGE = re.compile(
    r"logo|default|placeholder|fallback|share|social|avatar|icon|opengraph|og[-_]image|favicon", re.I
)
_CREDIT_FIELDS = ("creditText", "creator", "author", "copyrightNotice", "copyrightHolder", "contributor")


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedImage:
    """An image of the metadata."""

    url: str
    keys: frozenset[str]
    source: str
    """``json-ld`` or the name of the ``meta``."""
    caption: str | None = None
    credit: str | None = None
    width: int | None = None
    height: int | None = None


def named_images(tree: HtmlElement, article: dict[str, Any] | None, url: str) -> tuple[str, list[NamedImage]]:
    """What relative addresses are resolved against, and the named images: JSON-LD's first, then those of ``meta``."""
    base = None
    metas = []
    for element in tree.iter("base", "meta"):
        if element.tag == "meta":
            metas.append(element)
        elif base is None:
            base = absolute_url(element.get("href"), url)
    base = base or url
    found = [] if article is None else list(islice(_from_json_ld(article, base), MOST_IMAGES))
    for meta in metas:
        name = meta.get("property") or meta.get("name")
        if name in _META_IMAGES and len(found) < MOST_IMAGES:
            address = absolute_url(meta.get("content"), base)
            if address is not None:
                found.append(NamedImage(url=address, keys=image_keys(address), source=name))
    return base, found


def _from_json_ld(article: dict[str, Any], base: str) -> Iterator[NamedImage]:
    # Some sites fill an image's caption with the article's own summary.
    said = {_text(article.get(name)) for name in ("headline", "description", "alternativeHeadline", "name")}
    for name in ("image", "associatedMedia", "primaryImageOfPage"):
        for node in _nodes(article.get(name)):
            if isinstance(node, str):
                node = {"url": node}
            if not isinstance(node, dict) or "Video" in str(node.get("@type")):
                continue
            addresses = [_text(node.get(key)) for key in ("contentUrl", "url", "@id")]
            urls = [url for url in (absolute_url(address, base) for address in addresses) if url]
            if urls:
                caption, credit = _caption_and_credit(node)
                if caption in said:
                    caption = None
                yield NamedImage(
                    url=urls[0],
                    keys=frozenset().union(*map(image_keys, urls)),
                    source="json-ld",
                    caption=caption,
                    credit=credit,
                    width=pixels(_text(node.get("width"))),
                    height=pixels(_text(node.get("height"))),
                )


def _nodes(value: object) -> list[object]:
    return value if isinstance(value, list) else [] if value is None else [value]


def _text(value: object) -> str | None:
    """The text of a JSON-LD value: itself, its ``name`` or ``@value``, the first of a list."""
    if isinstance(value, list):
        return next(filter(None, map(_text, value[:3])), None)
    if isinstance(value, dict):
        return _text(value.get("name") or value.get("@value") or value.get("url"))
    if isinstance(value, bool) or not isinstance(value, (str, int, float)):
        return None
    return " ".join(re.sub(r"<[^<>]*>", " ", unescape(str(value))).split()) or None


def _caption_and_credit(node: dict[str, Any]) -> tuple[str | None, str | None]:
    caption, tail = split_caption(_text(node.get("caption")) or "")
    credit = next(filter(None, (_text(node.get(name)) for name in _CREDIT_FIELDS)), None)
    if credit and (len(credit) > LONGEST_CREDIT or credit.startswith("http")):
        credit = None
    return clean_caption(caption), credit or tail


def named_alone(named: list[NamedImage]) -> tuple[Photo, ...]:
    """The photo of a page that shows none itself: what its metadata name, unless that is the site's own picture."""
    for image in named:
        if not _SITE_IMAGE.search(image.url.rsplit("/", 1)[-1]):
            return (
                Photo(
                    url=image.url,
                    urls=(image.url,),
                    position=0,
                    caption=image.caption,
                    caption_source=image.source if image.caption else None,
                    credit=parse_credit(image.credit) if image.credit else None,
                    credit_source=image.source if image.credit else None,
                    width=image.width,
                    height=image.height,
                ),
            )
    return ()


def told_in_attributes(element: HtmlElement) -> tuple[str | None, str | None]:
    """Caption and credit that stand only in the image's attributes.

    A credit has attributes made for it, or ends ``title`` or ``alt``. What precedes it there is then a caption; without
    a credit an alternative text describes the picture for those who can't see it, and is no caption.
    """
    for name in _CREDIT_ATTRIBUTES:
        value = _attribute(element, name)
        if value and len(value) <= LONGEST_CREDIT and not value.startswith(("http", "{", "/")):
            return clean_caption(_attribute(element, "data-caption")), value
    for name in ("data-caption", "title", "alt"):
        value = _attribute(element, name)
        if value and is_credit_line(value):
            return None, value
        caption, credit = split_caption(value)
        if credit or (caption and name == "data-caption"):
            return clean_caption(caption), credit
    for holder in islice(element.iterancestors(), _HOLDERS):
        if (value := _attribute(holder, "title")) and is_credit_line(value):
            return None, value
    return None, None


def _attribute(element: HtmlElement, name: str) -> str:
    """Folded, and without the markup that lightboxes put into attributes."""
    value = element.get(name) or ""
    return " ".join((re.sub(r"<[^<>]*>", " ", value) if "<" in value else value).split())
