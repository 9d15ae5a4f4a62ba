"""What is compared of two reports: their words, names, places, days and numbers, each as a sparse vector.

A feature is a 32-bit hash of a word's stem, a name's key, a place's id; it bears a weight by where in the story it
stands (what happened stands at the head, what happened before stands below), and how common it is before any corpus is
seen.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import get_args

import numpy as np
from numpy.typing import NDArray

from models.events.items import EventKind, Facts, Figure, Place, Story
from pipelines.events.clusters.vocabulary import hashed, language, primary, words
from pipelines.events.copies.words import SHORTEST_QUOTE, quotations
from pipelines.events.facts.kinds import leading_kind
from pipelines.events.facts.names import name_key

SECTIONS = ("terms", "lead", "names", "places", "days", "numbers", "figures")
"""The vectors of a sketch, in the order in which they are packed."""

KINDS: tuple[str, ...] = get_args(EventKind)

_LEAD_WORDS = 60
_WORDS = 1500
"""Words of a story that are looked at: what stands behind that in a long read is seldom of the day."""
_TOO_COMMON = 0.5
"""A word that stands in half of all reports of its language tells nothing."""
_SURE_ENOUGH = 0.3
"""A place read with less confidence is not taken for the report's town."""
_QUOTED = 1 / 16
"""What a word of quoted speech counts: reports of two occurrences may quote one statement at length."""
_FADE = 250.0
"""Words after which a word's weight has halved."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Vector:
    """One section of a sketch. All three have one length; hashes are ascending, each once."""

    hashes: NDArray[np.uint32]
    """Features."""
    weights: NDArray[np.float32]
    """Above 0; packed in 8 bits."""
    common: NDArray[np.float32]
    """0 to 1: the part of all reports that would bear the feature; packed in 8 bits."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Meaning:
    """What a report means, as an embedding model has it: see ``embeddings``."""

    model: int
    """Which model: vectors of two models say nothing of each other."""
    vector: NDArray[np.int8]
    """Its direction alone tells."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sketch:
    """A report's vectors, its language, day, town and kind."""

    day: int | None
    """The day of publication as ordinal; null if unknown."""
    print: NDArray[np.uint32]
    """The last 32 bits of the keys that copies of its text are found by (``copies``), ascending."""
    tongue: int
    """Hash of its primary language subtag."""
    at: tuple[float, float] | None
    """Latitude and longitude of the place that it is mostly about, if that is a town or finer."""
    kind: int | None
    """What kind of occurrence it tells of, as position in ``KINDS``; null if no sentence says."""
    vectors: Mapping[str, Vector]
    """By section: see ``SECTIONS``."""
    meaning: Meaning | None = None
    """Null without an embedding model."""


class _Counts:
    """A vector while it is counted."""

    def __init__(self) -> None:
        self.weight: dict[int, float] = {}
        self.common: dict[int, float] = {}

    def add(self, feature: int, weight: float, common: float = 0.0) -> None:
        self.weight[feature] = self.weight.get(feature, 0.0) + weight
        self.common[feature] = common

    def vector(self) -> Vector:
        order = sorted(self.weight)
        weights = np.array([self.weight[feature] for feature in order], dtype=np.float32)
        common = np.array([self.common[feature] for feature in order], dtype=np.float32)
        return Vector(hashes=np.array(order, dtype=np.uint32), weights=weights, common=common)


def sketch(story: Story, facts: Facts, keys: Sequence[int] = (), meaning: Meaning | None = None) -> Sketch:
    """The sketch of a story that was read; ``keys``: what copies of its text are found by."""
    counts = {section: _Counts() for section in SECTIONS}
    _count_words(story, counts)
    _count_names(facts, counts["names"])
    _count_places(facts, counts["places"])
    day = story.published.date().toordinal() if story.published else None
    for mention in facts.times:
        if mention.precision == "day" and mention.first == mention.last and not mention.is_bound:
            counts["days"].add(mention.first.toordinal(), _prominence(mention.where.field, mention.where.start))
    for figure in facts.figures:
        if figure.low and not figure.is_background:
            weight = _prominence(figure.where.field, figure.where.start)
            counts["figures"].add(toll_feature(figure), weight, 1 / (1 + figure.low))
    return Sketch(
        day=day,
        print=np.unique(np.array(keys, dtype=np.uint64).astype(np.uint32)),
        tongue=hashed(f"language {primary(story.language)}"),
        at=_main_place(facts),
        kind=_main_kind(facts),
        vectors={section: counted.vector() for section, counted in counts.items()},
        meaning=meaning,
    )


def _count_words(story: Story, counts: Mapping[str, _Counts]) -> None:
    tongue = language(story.language)
    position = 0
    for passage in story.passages:
        in_caption = passage.field.startswith("caption")
        for part, told in _parts(passage.text):
            for word in part:
                if position >= _WORDS:
                    return
                feature, common = tongue.feature(word)
                weight = told if in_caption else told * _FADE / (_FADE + position)
                if word[0].isdigit():
                    counts["numbers"].add(feature, weight, common)
                if common <= _TOO_COMMON and (len(word) > 1 or word.isdigit()):
                    counts["terms"].add(feature, weight, common)
                    if not in_caption and position < _LEAD_WORDS:
                        counts["lead"].add(feature, told, common)
                position += not in_caption


def _parts(text: str) -> Iterator[tuple[Iterable[str], float]]:
    """The words of ``text``, part by part, and what each counts: less within quoted speech."""
    behind = 0
    for start, end in quotations(text):
        quoted = list(words(text[start:end]))
        if len(quoted) >= SHORTEST_QUOTE:
            yield words(text[behind:start]), 1.0
            yield quoted, _QUOTED
            behind = end
    yield words(text[behind:]), 1.0


def _count_names(facts: Facts, counted: _Counts) -> None:
    for mention in facts.names:
        key = name_key(mention.name)
        if " " in key:
            counted.add(hashed("name " + key), _prominence(mention.where.field, mention.where.start))


def _count_places(facts: Facts, counted: _Counts) -> None:
    """A place counts as itself and as what it lies in, so that Mosul and Nineveh meet, if weakly."""
    for mention in facts.places:
        weight = mention.confidence * _prominence(mention.where.field, mention.where.start)
        for feature, _ in place_features(mention.place):
            counted.add(feature, weight)


def place_features(place: Place) -> Iterator[tuple[int, str]]:
    """Feature and name of the place itself, then of its division, then of its country."""
    if place.kind not in ("country", "admin1"):
        yield hashed(f"place {place.geonames_id or f'{place.name} {place.country}'}"), place.name
    if place.admin1 and place.country and place.kind != "region":
        yield hashed(f"admin {place.country} {place.admin1}"), place.admin1
    if place.country:
        yield hashed(f"country {place.country}"), place.country


def toll_feature(figure: Figure) -> int:
    """Of what is counted, and how many."""
    return hashed(f"{figure.kind} {figure.low}")


def _prominence(field: str, start: int) -> float:
    """1 at the head of a story and in captions, a half behind 250 words (1,500 characters), and so on down."""
    return 1.0 if field != "body" else 1500.0 / (1500.0 + start)


def _main_place(facts: Facts) -> tuple[float, float] | None:
    """The town or site that bears most weight."""
    weights: dict[tuple[float, float], float] = {}
    for mention in facts.places:
        if mention.place.kind in ("site", "city", "admin2") and mention.confidence >= _SURE_ENOUGH:
            at = (mention.place.lat, mention.place.lon)
            weight = mention.confidence * _prominence(mention.where.field, mention.where.start)
            weights[at] = weights.get(at, 0.0) + weight
    return max(weights, key=lambda at: (weights[at], at)) if weights else None


def _main_kind(facts: Facts) -> int | None:
    """The kind whose sentences bear most weight; ``other`` is none."""
    leading = leading_kind(mention for mention in facts.kinds if mention.kind != "other")
    return KINDS.index(leading.kind) if leading else None
