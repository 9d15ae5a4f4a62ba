"""Places that the gazetteer does not have but the text names beyond doubt: they are placed at what stands near them."""

from collections import Counter
from collections.abc import Sequence

from pipelines.events.places.gazetteer import Candidate, Gazetteer
from pipelines.events.places.spotting import ARTICLES, Spot
from pipelines.events.places.tables import words
from pipelines.events.places.wording import Wording

FARTHEST = 40
"""Tokens between a place and the one that it is placed at, within a passage."""
LONGEST = 4
_SETTLEMENT, _LANDFORM, _STRONG = words("settlement"), words("landform"), words("strong")
_BARRED = (
    words("organisation") | words("title") | words("given") | words("calendar") | words("role") | words("facility")
)
_OF = frozenset(("of", "de", "von", "di"))
_NEAR = words("near")

Unlisted = tuple[Wording, int, int, Candidate]
"""Passage, first token, behind the last token, and the place that it is near."""


def unlisted(wording: Wording, taken: Sequence[Spot], placed: Sequence[Spot], gazetteer: Gazetteer) -> list[Unlisted]:
    """Names of settlements and landforms in a passage that no spot of ``taken`` covers.

    Each is given with the nearest of ``placed``, the spots of this passage that were resolved; without one it is left
    out.
    """
    if not placed or wording.loud or wording.silent:
        return []
    covered = {i for spot in taken for i in range(spot.i, spot.j)}
    found: list[Unlisted] = []
    i = 0
    while i < len(wording):
        j = _end_of_name(wording, i, covered) if wording.capital[i] and i not in covered else i
        if j > i and _is_place(wording, i, j, gazetteer):
            anchor = nearest(i, j, placed)
            if anchor:
                found.append((wording, i, j, anchor))
        i = max(j, i + 1)
    return found


def nearest(i: int, j: int, placed: Sequence[Spot]) -> Candidate | None:
    """The place that stands nearest to the tokens ``i`` to ``j``, rather a town of the country that the passage is
    about than another; null if all are far."""
    around = [spot for spot in placed if min(abs(spot.i - j), abs(i - spot.j)) <= FARTHEST]
    if not around:
        return None
    main = Counter(spot.chosen.country for spot in around if spot.chosen).most_common(1)[0][0]

    def distance(spot: Spot) -> int:
        abroad = spot.chosen is not None and spot.chosen.country != main
        return min(abs(spot.i - j), abs(i - spot.j)) + _width(spot) + 12 * abroad

    return min(around, key=distance).chosen


def _width(spot: Spot) -> int:
    """A town is a better anchor than a country, even a bit further off."""
    return 0 if spot.chosen and spot.chosen.kind in ("city", "admin2", "site") else 15


def _end_of_name(wording: Wording, i: int, covered: set[int]) -> int:
    """Behind the last token of the capitalised name that begins at ``i``; ``i`` if it is too long or has a listed
    place in it."""
    j = i + 1
    while j < len(wording) and wording.joined[j] and not wording.possessive[j - 1]:
        if wording.capital[j] or (wording.folded[j] in ARTICLES and wording.gap[j] == "-"):
            if j in covered:
                return i
            j += 1
        else:
            break
    return j if j - i <= LONGEST else i


def _is_place(wording: Wording, i: int, j: int, gazetteer: Gazetteer) -> bool:
    folded = wording.folded
    name = folded[i:j]
    if any(word in _BARRED for word in name) or any(word in gazetteer.peoples for word in name):
        return False
    before = folded[i - 1] if i and wording.joined[i] else ""
    if j - i > 1 and name[-1] in _LANDFORM and not wording.opens_sentence(i):
        return len(name[0]) > 1
    if before in _OF and i > 1 and folded[i - 2] in _SETTLEMENT:
        return True
    behind = folded[j] if j < len(wording) and wording.joined[j] and not wording.capital[j] else ""
    is_rare = all(word not in gazetteer.known for word in name) and all(len(word) > 2 for word in name)
    if not is_rare:
        return False
    return before in _NEAR or behind in _SETTLEMENT or before in _SETTLEMENT or before in _STRONG
