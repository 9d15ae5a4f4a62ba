"""Which image files may be photographs: not icons, vectors, beacons."""

import re

from pipelines.extract.photos.urls import Renditions, width_hint

SMALLEST_SIDE = 90
_NOT_A_PHOTO = re.compile(
    r"(?:^|[/_.-])(?:logo|logos|icon|icons|favicon|avatar|avatars|gravatar|sprite|sprites|spacer|"
    r"emoji|emojis|smileys?|btn|spinner|loader|qr[-_]?code|captcha|bnr|paypal|appstore|app-store|google-?play|googleplay|"
    r"newsletter)(?:[/_.-]|\d|$)",
    re.I,
)
# Things that are photographed too, flags and banners among them: only a whole folder or file is named for furniture.
_WHOLE_NAME = re.compile(
    r"(?:^|/)(?:flags?|arrows?|banners?|badges?|buttons?|pixels?|trackers?|tracking|ratings?|stars?)(?:/|\.\w+$)", re.I
)
_VECTOR = re.compile(r"\.(?:svg|ico)(?:$|[?#])", re.I)
_BEACON = re.compile(r"/(?:b|beacon|pixel|count|counter|track|stat|stats|hit|ping|collect)(?:\.gif|/|\?|$)", re.I)


def is_photo(found: Renditions, alt: str | None) -> bool:
    """Whether address and size may be a photograph's."""
    for side in (found.width, found.height):
        if side is not None and side < SMALLEST_SIDE and (found.width or 0) < 300:
            return False
    url = found.urls[0]
    if (width_hint(url) or SMALLEST_SIDE + 31) <= SMALLEST_SIDE + 30:
        return False
    name = url.partition("?")[0]
    path = name.split("/", 3)[-1]
    if _VECTOR.search(name) or _BEACON.search(url) or _NOT_A_PHOTO.search(path) or _WHOLE_NAME.search(path):
        return False
    return not (alt and re.fullmatch(r"(?:logo|icon|avatar)\b.*|.*\blogo", alt, re.I))
