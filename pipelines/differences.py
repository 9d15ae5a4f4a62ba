"""What differs between two readings of a page, field by field: found, counted, and shown in samples. No database."""

import random
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC
from itertools import zip_longest
from typing import Any, Literal

from models.fields import COLUMNS, OF_PHOTOS, Fields, Moment, PhotoKey, is_filled
from models.rows import AgentKey

Kind = Literal["filled", "lost", "changed"]
KINDS: tuple[Kind, ...] = ("filled", "lost", "changed")

ORDER = (
    *COLUMNS[:4], "authors", "published", "modified", *COLUMNS[4:-2], *OF_PHOTOS, *COLUMNS[-2:],
)  # fmt: skip
"""The fields in the order in which they are reported."""
PARTS = frozenset({"authors", *OF_PHOTOS})
"""Fields that stand in tables of their own."""
_FOLLOWS = {
    "word_count": frozenset({"body"}),
    "content_hash": frozenset({"headline", "kicker", "dek", "body", "photos", "captions", "credit_lines"}),
}  # what differs because these do is no difference of its own
_LONGEST = 2000  # characters of a sample that are kept
_LEAD = 30  # characters of a cut text before the first difference
_NONE = "(none)"


@dataclass(frozen=True, slots=True)
class Change:
    """A field that reads otherwise now."""

    before: Any
    after: Any
    of_photos: bool = False
    """Whether the values hold one part a photo."""

    @property
    def kind(self) -> Kind:
        """Newly filled, lost, or changed; of photos: more of them have it, fewer do, or as many."""
        had, has = (
            (sum(map(is_filled, self.before)), sum(map(is_filled, self.after)))
            if self.of_photos
            else (is_filled(self.before), is_filled(self.after))
        )
        return "changed" if had == has else "filled" if has > had else "lost"


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """A change as people see it."""

    article_id: int
    revision: int
    url: str
    before: str
    after: str


@dataclass(slots=True)
class FieldCount:
    """What became of one field."""

    before: int = 0
    """Versions in which it was filled."""
    after: int = 0
    """Versions in which it is now."""
    kinds: dict[Kind, int] = field(default_factory=lambda: dict.fromkeys(KINDS, 0))
    samples: dict[Kind, list[Sample]] = field(default_factory=lambda: {kind: [] for kind in KINDS})


def changes(before: Fields, after: Fields) -> dict[str, Change]:
    """The fields of ``before`` that read otherwise in ``after``, with both values."""
    found = {
        name: Change(value, after[name], name in OF_PHOTOS) for name, value in before.items() if value != after[name]
    }
    return {name: change for name, change in found.items() if not _FOLLOWS.get(name, frozenset()) & found.keys()}


class Tally:
    """Counts what differs, and keeps ``samples`` of each kind and field, chosen evenly from all there are."""

    def __init__(self, samples: int) -> None:
        self.fields: dict[str, FieldCount] = {}
        self._samples = samples
        self._chance = random.Random(0)  # noqa: S311 - the same samples for the same archive, no secret

    def add(
        self, article_id: int, revision: int, url: str, before: Fields, after: Fields, changed: Mapping[str, Change]
    ) -> None:
        """Count one version; ``before`` and ``after`` hold its fields."""
        for name, value in before.items():
            count = self.fields.setdefault(name, FieldCount())
            count.before += is_filled(value)
            count.after += is_filled(after[name])
        for name, change in changed.items():
            count = self.fields.setdefault(name, FieldCount())
            count.kinds[change.kind] += 1
            self._keep(count, change, (article_id, revision, url))

    def _keep(self, count: FieldCount, change: Change, of: tuple[int, int, str]) -> None:
        """Reservoir sampling: each change has the same chance, and no more than the samples are held."""
        kept, seen = count.samples[change.kind], count.kinds[change.kind]
        place = len(kept) if len(kept) < self._samples else self._chance.randrange(seen)
        if place < self._samples:
            before, after = excerpts(in_words(change.before), in_words(change.after), _LONGEST)
            kept[place : place + 1] = [Sample(article_id=of[0], revision=of[1], url=of[2], before=before, after=after)]


def in_words(value: Any) -> str:
    """A field's value for people."""
    match value:
        case None | "" | ():
            return _NONE
        case bool():
            return "yes" if value else "no"
        case Moment():
            zone = f"{value.zone or 'no zone'} by {value.zone_basis}"
            at = f"{value.at.astimezone(UTC):%Y-%m-%d %H:%M:%S} UTC"
            return f"{at}, to the {value.precision}, {zone}; printed {value.raw!r}, in {value.origin}"
        case AgentKey():
            return f"{value.name} ({value.kind})"
        case PhotoKey():
            return value.url
        case bytes():
            return value.hex()
        case dict():
            return ", ".join(f"{name}: {in_words(item)}" for name, item in sorted(value.items()))
        case (AgentKey() as agent, str() as role):
            return f"{agent.name} as {role}"
        case tuple():
            return " | ".join(", ".join(map(in_words, each)) if _is_list(each) else in_words(each) for each in value)
        case _:
            return str(value)


def _is_list(value: Any) -> bool:
    return isinstance(value, tuple) and bool(value) and not isinstance(value[0], AgentKey)


def excerpts(before: str, after: str, width: int) -> tuple[str, str]:
    """Both texts, each at most ``width`` characters long, cut around the first character in which they differ."""
    if max(len(before), len(after)) <= width:
        return before, after
    same = next(i for i, (old, new) in enumerate(zip_longest(f"{before}\0", f"{after}\0\0")) if old != new)
    start = max(0, same - _LEAD) if same + _LEAD > width // 2 else 0
    return _cut(before, start, width), _cut(after, start, width)


def _cut(text: str, start: int, width: int) -> str:
    if start:
        text = f"…{text[start:]}"
    return text if len(text) <= width else f"{text[: width - 1]}…"
