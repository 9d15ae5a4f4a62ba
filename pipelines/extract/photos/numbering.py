"""The numbers that a gallery puts before its captions: ``1. Soldiers wait …``, ``2. Smoke rises …``."""

import re
from collections.abc import Iterable
from dataclasses import replace
from itertools import pairwise

from models.items import Photo

_NUMBER = re.compile(r"#?(\d{1,3})[.):]\s+(?=\S)")
_FEWEST = 3


def without_numbers(photos: Iterable[Photo]) -> tuple[Photo, ...]:
    """The photos, running numbers taken off their captions if all have them, counting up or down by one."""
    kept = tuple(photos)
    found = [(_NUMBER.match(photo.caption), photo.caption) for photo in kept if photo.caption]
    numbers = [int(match.group(1)) for match, _ in found if match]
    if len(numbers) < max(_FEWEST, len(found)):
        return kept
    steps = {after - before for before, after in pairwise(numbers)}
    if steps not in ({1}, {-1}):
        return kept
    return tuple(
        replace(photo, caption=_NUMBER.sub("", photo.caption, count=1)) if photo.caption else photo for photo in kept
    )
