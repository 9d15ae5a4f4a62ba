"""Which image files may be photographs: not icons, vectors, beacons."""

import re

from pipelines.extract.photos.urls import Renditions, looks_like_image, width_hint

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
_STEM_WORD = re.compile(r"[^\W\d_]{2,}")


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
    if _VECTOR.search(name) or (_BEACON.search(url) and not looks_like_image(name)) or _WHOLE_NAME.search(path):
        return False
    if _NOT_A_PHOTO.search(path) and not _is_described(path):
        return False
    return not (alt and re.fullmatch(r"(?:logo|icon|avatar)\b.*|.*\blogo", alt, re.I))


def _is_described(path: str) -> bool:
    """Whether the file's name is a description in several words, such as ``crowd-under-logo-of-bank.jpg``, in a folder
    that is not named for furniture: furniture goes by a word or two, and seldom as JPEG."""
    folder, _, name = path.rpartition("/")
    if _NOT_A_PHOTO.search(f"{folder}/"):
        return False
    stem, _, suffix = name.rpartition(".")
    words = len(_STEM_WORD.findall(stem))
    return words >= 5 or (words >= 3 and suffix.lower() in ("jpg", "jpeg"))
