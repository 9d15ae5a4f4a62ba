"""Why two reports are linked, in words: what they share, most telling first."""

from collections.abc import Mapping

import numpy as np

from models.events.items import Facts, Story
from pipelines.events.clusters.rarity import Rarity
from pipelines.events.clusters.sketch import SECTIONS, Sketch, place_features, sketch, toll_feature
from pipelines.events.clusters.vocabulary import hashed, language, words
from pipelines.events.facts.names import name_key

_SHOWN = 8


def shared(
    a: tuple[Story, Facts], b: tuple[Story, Facts], rarity: Rarity, shown: int = _SHOWN
) -> Mapping[str, tuple[str, ...]]:
    """What two stories share: section of the sketch -> words, names, places, days and numbers as printed in ``a``."""
    left, right, printed = sketch(*a), sketch(*b), _printed(*a)
    return {
        section: found
        for section in SECTIONS
        if section != "lead" and (found := _shared(left, right, section, printed, rarity, shown))
    }


def _shared(
    left: Sketch, right: Sketch, section: str, printed: Mapping[int, str], rarity: Rarity, shown: int
) -> tuple[str, ...]:
    a, b = left.vectors[section], right.vectors[section]
    both, at, opposite = np.intersect1d(a.hashes, b.hashes, return_indices=True)
    telling = np.minimum(a.weights[at], b.weights[opposite]) * rarity.idf(a.hashes[at], a.common[at])
    order = np.argsort(-telling, kind="stable")
    return tuple(printed[int(both[number])] for number in order[:shown] if telling[number] > 0)


def _printed(story: Story, facts: Facts) -> Mapping[int, str]:
    """Feature -> how the story prints it."""
    tongue = language(story.language)
    found = {tongue.feature(word)[0]: word for passage in story.passages for word in words(passage.text)}
    found.update({hashed("name " + name_key(mention.name)): mention.name for mention in facts.names})
    for mention in facts.places:
        found.update(place_features(mention.place))
    found.update({mention.first.toordinal(): mention.first.isoformat() for mention in facts.times})
    found.update({toll_feature(figure): f"{figure.text} {figure.kind}" for figure in facts.figures})
    return found
