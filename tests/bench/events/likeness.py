"""Whether reports made straight away are like those that reading gives: in what, and in how much of it."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import TypeAlias

import numpy as np

from models.events.items import Report
from pipelines.events.clusters.clustering import KEYS, own_keys, take_in
from pipelines.events.clusters.in_memory import MemoryShelf
from pipelines.events.clusters.packed import unpack
from pipelines.events.clusters.rarity import Rarity
from pipelines.events.reading import read_story
from tests.bench.events.corpus import Corpus, Telling
from tests.bench.events.rows import NEAREST, STRAY
from tests.bench.events.straight import report

Distributions: TypeAlias = Mapping[str, str]
"""What, and its mean and deciles for people."""
_BATCH = 200


def both_ways(corpus: Corpus, articles: int) -> tuple[Distributions, Distributions]:
    """The distributions over the corpus's first articles, straight and read."""
    tellings: list[Telling] = []
    event = 0
    while len(tellings) < articles:
        tellings += corpus.tellings(event)
        event += 1
    tellings = sorted(tellings[:articles], key=lambda telling: telling.published)
    straight = [report(id, telling, is_exact=False) for id, telling in enumerate(tellings)]
    read = [read_story(telling.story(id)) for id, telling in enumerate(tellings)]
    links = _links_of_store(tellings)
    return _distributions(straight, links), _distributions(read, _links_found(read, tellings))


def _distributions(reports: Sequence[Report], links: Mapping[str, Sequence[int]]) -> Distributions:
    rarity = Rarity()
    sketches = [unpack(each.sketch) for each in reports]
    rarity.add(sketches)
    keys = [own_keys(sketch, rarity) for sketch in sketches]
    borne = Counter(key for each in keys for key in set(each))
    facts = [each.facts for each in reports]
    found: dict[str, Sequence[int]] = {
        "features a report": [sum(len(each.hashes) for each in sketch.vectors.values()) for sketch in sketches],
        f"keys a report (at most {KEYS})": [len(set(each)) for each in keys],
        "bearers a key": list(borne.values()),
        "bytes a sketch": [len(each.sketch) for each in reports],
        "copy keys a report": [len(each.bands) for each in reports],
        "places a report": [len(each.places) for each in facts],
        "days a report": [len(each.times) for each in facts],
        "figures a report": [len(each.figures) for each in facts],
        "kinds a report": [len(each.kinds) for each in facts],
        "names a report": [len(each.names) for each in facts],
        **links,
    }
    return {what: _said(values) for what, values in found.items()}


def _links_of_store(tellings: Sequence[Telling]) -> Mapping[str, Sequence[int]]:
    """Links as ``rows`` makes them: to so many earlier reports of the event, and to some others."""
    before: Counter[int] = Counter()
    within = []
    for telling in tellings:
        within.append(min(before[telling.event], NEAREST))
        before[telling.event] += 1
    return {"links a report, own event": within, "links a report, others": [STRAY] * len(tellings)}


def _links_found(reports: Sequence[Report], tellings: Sequence[Telling]) -> Mapping[str, Sequence[int]]:
    shelf, rarity = MemoryShelf(), Rarity()
    for at in range(0, len(reports), _BATCH):
        take_in(reports[at : at + _BATCH], shelf, rarity)
    within, beyond = [0] * len(reports), [0] * len(reports)
    for link in shelf.links(range(len(reports))):
        later = max(int(link.a), int(link.b))
        is_own = tellings[int(link.a)].event == tellings[int(link.b)].event
        (within if is_own else beyond)[later] += 1
    return {"links a report, own event": within, "links a report, others": beyond}


def _said(values: Sequence[int]) -> str:
    low, middle, high = np.percentile(values, (10, 50, 90))
    return f"{np.mean(values):.1f} ({low:.0f}, {middle:.0f}, {high:.0f})"
