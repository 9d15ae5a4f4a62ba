"""Whether a video belongs to the article."""

import re
from collections.abc import Iterable, Iterator
from typing import Any, Final

from lxml.html import HtmlElement

from pipelines.extract.candidates import Candidate, Found
from pipelines.extract.head import MetaTags
from pipelines.extract.jsonld import types_of
from pipelines.extract.photos.words import Says, says_of

_PLAYERS = re.compile(
    r"//(?:[\w-]+\.)*(?:"
    r"youtube(?:-nocookie)?\.com/(?:embed|v)/|youtu\.be/|player\.vimeo\.com/video|(?:geo\.)?dailymotion\.com/(?:embed|player)"
    r"|players\.brightcove\.(?:net|com)/|jwplatform\.com/players|jwplayer\.com/players|facebook\.com/plugins/video"
    r"|tiktok\.com/(?:embed|player)|rutube\.ru/(?:play/)?embed|vk\.com/video_ext|ok\.ru/videoembed|player\.bilibili\.com"
    r"|player\.twitch\.tv|streamable\.com/[eo]/|rumble\.com/embed|aparat\.com/video|kaltura\.com/p/|tv\.naver\.com/embed"
    r"|play\.dugout\.com|mediadelivery\.net/embed|cloudflarestream\.com/"
    r")",
    re.IGNORECASE,
)
"""Addresses under which the platforms that anyone can embed from serve their video players."""
_ELEMENTS: Final = (
    "video",
    "iframe",
    "embed",
    "object",
    "amp-youtube",
    "amp-video",
    "amp-brightcove",
    "amp-dailymotion",
)
_ADDRESS: Final = ("src", "data-src", "data-lazy-src", "data", "data-url")
_VIDEO_META: Final = ("og:video", "og:video:url", "og:video:secure_url", "twitter:player:stream")
_OUTSIDE: Final = frozenset(["nav", "footer", "form"])
_ABOVE: Final = 5


def read_video(
    root: HtmlElement, meta: MetaTags, article: dict[str, Any] | None, nodes: Iterable[dict[str, Any]]
) -> Found[bool]:
    """Whether the page states a video, or shows a player in ``root``, the article's part of the tree."""
    candidates = tuple(
        Candidate(field="has_video", text=text, source=source, taken=True)
        for source, text in _witnesses(root, meta, article or {}, nodes)
    )
    return Found(bool(candidates), candidates)


def _witnesses(
    root: HtmlElement, meta: MetaTags, article: dict[str, Any], nodes: Iterable[dict[str, Any]]
) -> Iterator[tuple[str, str]]:
    stated = article.get("video")
    for video in stated if isinstance(stated, list) else [stated]:
        if isinstance(video, dict) and (video.get("name") or video.get("contentUrl") or video.get("embedUrl")):
            yield "json-ld:video", _named(video)
    for node in nodes:
        if "VideoObject" in types_of(node):
            yield "json-ld:VideoObject", _named(node)
    for name in _VIDEO_META:
        if name in meta:
            yield f"meta:{name}", meta[name][0]
    if any(content.startswith("video") for content in meta.get("og:type", ())):
        yield "meta:og:type", meta["og:type"][0]
    for element in root.iter(*_ELEMENTS):
        if (address := _player(element)) is not None and not _aside(element, root):
            yield str(element.tag), address


def _named(video: dict[str, Any]) -> str:
    told = next((video[key] for key in ("name", "contentUrl", "embedUrl") if isinstance(video.get(key), str)), "")
    return " ".join(told[:500].split())


def _player(element: HtmlElement) -> str | None:
    """The address that an element plays, empty if it names none; null if it plays no video."""
    address = next((found for name in _ADDRESS if (found := element.get(name))), "")
    if element.tag in ("iframe", "embed", "object"):
        return address if _PLAYERS.search(address) else None
    # A short film that runs by itself, mute and for ever, is decoration.
    decoration = element.tag == "video" and "loop" in element.attrib and "autoplay" in element.attrib
    return None if decoration else address


def _aside(element: HtmlElement, root: HtmlElement) -> bool:
    at = element.getparent()
    for _ in range(_ABOVE):
        if at is None or at is root:
            return False
        if at.tag in _OUTSIDE or says_of(at) & (Says.FURNITURE | Says.SUSPECT):
            return True
        at = at.getparent()
    return False
