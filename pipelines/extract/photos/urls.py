"""Where an image lies: lazy and responsive attributes, the widest rendition, and a key that ignores its size."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import parse_qsl, unquote, urljoin, urlsplit

from lxml.html import HtmlElement

SINGLE_URL_ATTRIBUTES = (
    "data-original",
    "data-src",
    "data-lazy-src",
    "data-lazy",
    "data-full-src",
    "data-large-file",
    "data-orig-file",
    "data-hi-res-src",
    "data-image-src",
    "data-image",
    "data-img-src",
    "data-img-url",
    "data-original-src",
    "data-actualsrc",
    "data-real-src",
    "data-url",
    "data-echo",
    "data-defer-src",
    "data-delayed-url",
    "data-default-src",
    "data-fallback-src",
    "data-flickity-lazyload",
    "data-large",
    "data-full",
    "data-zoom",
    "data-zoom-image",
    "src",
)
_ANY_ADDRESS = frozenset(("data-url", "data-full", "data-large", "data-zoom"))
"""Attributes that hold an image's address on some sites, and the address of a page or a bare flag on others."""
SRCSET_ATTRIBUTES = (
    "srcset",
    "data-srcset",
    "data-lazy-srcset",
    "data-original-set",
    "data-src-set",
    "data-srcs",
    "data-sources",
    "data-flickity-lazyload-srcset",
)
_LAZY_ATTRIBUTES = frozenset(
    name for name in SINGLE_URL_ATTRIBUTES if name not in ("src", "data-full", "data-zoom", "data-large")
)
BACKGROUND_ATTRIBUTES = ("data-bg", "data-background", "data-background-image", "data-bg-src", "data-src")

_IMAGE_SUFFIX = re.compile(r"\.(?:jpe?g|png|webp|avif|gif|jfif|tiff?|bmp|heic)$", re.I)
_IMAGE_PATH = re.compile(r"\.(?:jpe?g|png|webp|avif|jfif|tiff?)(?=$|[/?#&])", re.I)
_PLACEHOLDER = re.compile(
    r"(?:^|[/_.-])(?:blank|spacer|pixel|transparent|placeholder|place-holder|dummy|clear|empty|loading|loader|lazy|"
    r"grey|gray|trans|1x1|1px|default[_-]?image|no[_-]?image|noimage)(?:[_.-]?\d*)?\.(?:gif|png|svg|jpe?g|webp)(?:$|[?#])|"
    r"(?:transparent|placeholder|spacer)[^/]*\.(?:gif|png|svg)(?:$|[?#])|data:image",
    re.I,
)
# A run in a URL path that only states a size, a crop or a quality.
_SIZE_SEGMENT = re.compile(
    r"^(?:(?:w|h|q|c|g|f|ar|dpr|fl|t|width|height|quality|fit|resize|crop|scale|format|auto|size|onerror|strip|r|fp)"
    r"[_=:-][\w.:=%-]*(?:,|$))+|^\d{2,4}x\d{2,4}(?:[a-z_-]*)$|^\d{2,4}w$|^[wh]\d{2,4}$|^s\d{3,4}[a-z]?$|"
    r"^(?:120|150|160|240|300|320|480|600|640|660|720|768|800|960|976|1024|1080|1200|1280|1440|1536|1600|1920|2048)$|^(?:small|medium|large|thumb(?:nail)?s?|"
    r"original|full|big|mini|square|landscape|portrait|wide|xl|l|m|s|xs|resize|crop|fit-in|smart)$",
    re.I,
)
_SIZE_SUFFIX = re.compile(
    r"(?:[-_.@](?:\d{2,4}[x_]\d{2,4}(?:[-_]?[a-z]{1,4})?|(?:w|h|width|height)[-_=]?\d{2,4}|\d{2,4}(?:w|px)|[1-4]x|scaled|"
    r"thumb(?:nail)?|small|medium|large|full|original|crop(?:ped)?|resized?))+$",
    re.I,
)
_SIZE_PARAMETER = re.compile(
    r"^(?:w|h|q|width|height|quality|fit|crop|resize|size|auto|format|fm|dpr|ixlib|strip|s|sig|ssl|rect|imwidth|"
    r"impolicy|scale|mode|downsize|output|optimize|type|version|v|t|ts|cb|k|auth|hash|token|itok|anchor|cw|ch|p|f|op)$",
    re.I,
)
_WIDTH_HINT = re.compile(
    r"(?:[?&,/_-](?:w|width|imwidth|cw|resize|maxw|wid)[=_:-]?(\d{2,5})(?![\w-]*\.(?:php|asp))\b)|(?:[-_/=](\d{2,5})x\d{2,5}(?=\D|$))|"
    r"(?:/(\d{3,4})w/)",
    re.I,
)
_CANDIDATE = re.compile(r"[\s,]*([^\s,][^\s]*)(?:\s+([^,]*))?(?:,|$)")
_LONGEST_SRCSET = 20_000
"""Characters of an image's candidates that are read: a dozen long addresses take some 5,000."""
_STYLE_URL = re.compile(r"background(?:-image)?\s*:[^;]*?url\(\s*['\"]?([^'\")]+)", re.I)
_ABSOLUTE = re.compile(r"https?://[^/?#\s\[\]]+[/?][^\s]", re.I)
_LARGEST = 20000
_DIGIT = re.compile(r"\d")
_TELLING_DIGITS = 4
"""A file name with fewer may be given to several pictures, which then differ in a number of their path:
``article1234567/0_march-in-the-capital.jpg``."""
_LONG_NUMBER = re.compile(r"\d{6,}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Renditions:
    """The addresses of one image in the page."""

    urls: tuple[str, ...]
    """Absolute, widest first, each once."""
    keys: frozenset[str]
    """Under any of these the same image is recognised in another size."""
    width: int | None
    """Pixels as the element's attribute says."""
    height: int | None
    """Pixels as the element's attribute says."""


@lru_cache(maxsize=2048)
def absolute_url(raw: str | None, base: str) -> str | None:
    """The absolute http(s) form of an address; None for placeholders, ``data:`` and anything unusable.

    A page saved on disk, whose ``base`` is a ``file:`` URL, has its pictures beside it: theirs may be ``file:`` too.
    """
    if not raw:
        return None
    raw = raw.strip().strip("'\"")
    if not raw or raw.startswith(("data:", "blob:", "javascript:", "about:", "#", "{", "$")) or "<" in raw:
        return None
    try:
        url = raw.replace("\n", "").replace(" ", "%20")
        if not _ABSOLUTE.match(url):
            url = urljoin(base, url)
    except ValueError:
        return None
    beside = base.startswith("file:") and url.startswith("file:")
    if not (_ABSOLUTE.match(url) or beside) or len(url) > 4000:
        return None
    return None if _PLACEHOLDER.search(url[url.rfind("/", 0, (url + "?").find("?")) :]) else url


def looks_like_image(url: str) -> bool:
    """Whether the address names an image file (``.jpg`` and so on, also in the middle of a resizing path)."""
    return bool(_IMAGE_PATH.search(url.partition("?")[0]))


def parse_srcset(value: str) -> Iterator[tuple[str, float | None, float | None]]:
    """``(address, width in pixels or None, density or None)`` of each candidate, commas inside addresses respected."""
    at = 0
    while (match := _CANDIDATE.match(value, at)) and at < _LONGEST_SRCSET:
        at = match.end()
        address, descriptor = match.group(1), (match.group(2) or "").strip()
        if address.endswith(",") and descriptor:
            # "a.jpg, b.jpg 2x": the comma ended the first candidate, what follows is the second.
            at, descriptor = match.start(2), ""
        width = density = None
        for word in descriptor.split():
            try:
                if word.endswith("w"):
                    width = float(word[:-1])
                elif word.endswith("x"):
                    density = float(word[:-1])
            except ValueError:
                continue
        yield address.rstrip(","), width, density


def width_hint(url: str) -> int | None:
    """The width in pixels that the address itself names, if any."""
    widths = [int(next(filter(None, found))) for found in _WIDTH_HINT.findall(url)]
    widths = [width for width in widths if 16 <= width <= _LARGEST]
    return max(widths) if widths else None


def pixels(value: str | None) -> int | None:
    """A width or height attribute as whole pixels; None for percentages, ``auto`` and nonsense."""
    if value is None:
        return None
    found = re.fullmatch(r"\s*(\d{1,5})(?:\.\d+)?\s*(?:px)?\s*", value)
    return int(found.group(1)) if found and int(found.group(1)) else None


def _candidates(attributes: Mapping[str, str], *, with_src: bool) -> Iterator[tuple[str, float | None]]:
    for name in SRCSET_ATTRIBUTES:
        value = attributes.get(name)
        if value and not value.startswith(("data:", "{")):
            for address, width, density in parse_srcset(value):
                yield address, width if width else (density or 0) / 100 or None
    for name in SINGLE_URL_ATTRIBUTES:
        value = attributes.get(name)
        if value and (with_src or name != "src") and _may_be_image(name, value):
            yield value, None


def _may_be_image(attribute: str, url: str) -> bool:
    """Whether what an attribute holds may be an image: of some, other scripts make the address of a page."""
    return attribute not in _ANY_ADDRESS or looks_like_image(url)


def renditions(elements: Iterable[HtmlElement], base: str, *, linked: str | None = None) -> Renditions | None:
    """All addresses that the elements (an ``img``, its ``source`` siblings) name; None if none is usable.

    ``linked`` is the address of a link around the image: if it leads to an image file, that is its full size.
    """
    ranked: dict[str, float] = {}
    seen: set[tuple[str, float | None]] = set()
    width = height = None
    elements = tuple(elements)
    told = [dict(element.items()) for element in elements]
    # A lazy image's own "src" is a placeholder, often a real file that all lazy images of the page share.
    lazy = any(
        _may_be_image(name, url)
        for attributes in told
        for name, value in attributes.items()
        if name in _LAZY_ATTRIBUTES and value and (url := absolute_url(value, base))
    )
    for element, attributes in zip(elements, told, strict=True):
        if element.tag != "source":
            width = width or pixels(element.get("width"))
            height = height or pixels(element.get("height"))
        for address, stated in _candidates(attributes, with_src=not lazy):
            if (address, stated) in seen:
                continue
            seen.add((address, stated))
            url = absolute_url(address, base)
            if url is not None:
                rank = stated if stated and stated >= 10 else (width_hint(url) or 0) + (stated or 0)
                ranked[url] = max(rank, ranked.get(url, 0.0))
    target = absolute_url(linked, base) if linked else None
    if target and looks_like_image(target) and ranked:
        ranked[target] = max(ranked.get(target, 0.0), max(ranked.values()) + 1)
    if not ranked:
        return None
    urls = tuple(sorted(ranked, key=lambda url: -ranked[url]))
    return Renditions(urls=urls, keys=image_keys(urls[0]) | image_keys(urls[-1]), width=width, height=height)


def background_url(element: HtmlElement, base: str) -> str | None:
    """The image that an element without ``img`` shows as its background (style or lazy attribute)."""
    style = element.get("style")
    if style and "url(" in style:
        found = _STYLE_URL.search(style)
        url = absolute_url(found.group(1), base) if found else None
        if url:
            return url
    for name in BACKGROUND_ATTRIBUTES:
        url = absolute_url(element.get(name), base)
        if url and looks_like_image(url):
            return url
    return None


def _innermost(url: str) -> str:
    text = unquote(unquote(url)) if "%" in url else url
    start = max(text.rfind("http://"), text.rfind("https://"))
    if start <= 0:
        return text
    inner = text[start:]
    return inner if "?" in inner else inner.partition("&")[0]


@lru_cache(maxsize=4096)
def image_keys(url: str) -> frozenset[str]:
    """Keys of an image that stay the same over sizes, crops, formats and resizing services."""
    try:
        parts = urlsplit(_innermost(url))
    except ValueError:
        return frozenset((url,))
    segments = [part for part in parts.path.split("/") if part]
    kept = [part for part in segments[:-1] if not _SIZE_SEGMENT.match(part)]
    last = _IMAGE_SUFFIX.sub("", segments[-1]) if segments else ""
    has_suffix = bool(segments) and last != segments[-1]
    stem = _SIZE_SUFFIX.sub("", last).lower() or last.lower()
    if re.fullmatch(r"\d{3,4}", stem) and any(len(part) >= 24 for part in kept):
        stem = ""  # ".../<hash>/4000.jpg" beside ".../<hash>/500.jpg": the file name is a width
    query = ""
    if not has_suffix and parts.query and not looks_like_image(parts.path):
        query = "&".join(f"{k}={v}" for k, v in parse_qsl(parts.query) if not _SIZE_PARAMETER.match(k))
    keys = {"/".join((*kept, stem)).lower() + ("?" + query if query else "")}
    if len(stem) >= 10 and not query and (digits := len(_DIGIT.findall(stem))):
        few = digits < _TELLING_DIGITS
        keys.add("stem:" + stem + ("|".join(_LONG_NUMBER.findall("/".join(segments[:-1]))) if few else ""))
    # A resizing path may go on behind the file's own name: ".../photo-17.jpeg/alternates/WIDE_700/photo".
    for part in segments[:-1]:
        if _IMAGE_SUFFIX.search(part) and len(part) >= 14 and re.search(r"\d", part):
            keys.add("stem:" + _SIZE_SUFFIX.sub("", _IMAGE_SUFFIX.sub("", part)).lower())
    return frozenset(keys)
