"""Which image files may be photographs: not icons, vectors, beacons."""

import re

from pipelines.extract.image_urls import Renditions, width_hint

SMALLEST_SIDE = 90
_NOT_A_PHOTO = re.compile(
    r"(?:^|[/_.-])(?:logo|logos|icon|icons|favicon|avatar|avatars|gravatar|sprite|sprites|spacer|pixel|tracker|tracking|"
    r"emoji|emojis|smileys?|badge|badges|button|buttons|btn|spinner|loader|arrow|flags?|rating|stars?|"
    r"qr[-_]?code|captcha|banner|banners|bnr|paypal|appstore|app-store|google-?play|googleplay|newsletter)(?:[/_.-]|\d|$)",
    re.I,
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
    if _VECTOR.search(name) or _BEACON.search(url) or _NOT_A_PHOTO.search(name.split("/", 3)[-1]):
        return False
    return not (alt and re.fullmatch(r"(?:logo|icon|avatar)\b.*|.*\blogo", alt, re.I))
