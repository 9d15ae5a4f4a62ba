"""Stages for tests of the driver: an event is what a word in capitals in the headline names, a number sign included.

``#7`` in two headlines makes one event of them, however far apart; what is done with texts is done elsewhere, and
tested there.
"""

import os
import re
import time
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Sequence
from contextlib import AbstractContextManager, nullcontext
from hashlib import sha256

import numpy as np
from numpy.typing import NDArray

from crawler.events.stages import Stages
from models.events.copies import GroupText, Pair
from models.events.event import Actor, Event, Ground, Member, ReportedFigure
from models.events.items import Copy, Facts, Figure, KindMention, Place, PlaceMention, Report, Story, Where
from models.events.reports import Reading, storable_facts
from models.events.stories import StoredStory
from pipelines.events.clusters.identity import carry
from pipelines.events.clusters.shelf import Change, Filed, Id, Link, Shelf, Wanted

MOSUL = Place(name="Mosul", kind="city", country="IQ", admin1="Nineveh", lat=36.335, lon=43.119, geonames_id=99072)


def read(story: Story) -> Report:
    """Keys are the marks in the headline; ``crash``, ``hang`` and ``broken`` do what they say."""
    headline = story.passages[0].text
    if "crash" in headline:
        os._exit(3)
    if "hang" in headline:
        time.sleep(60)
    if "broken" in headline:
        raise ValueError("no such headline\0")
    where = Where(field="headline", start=0, end=len(headline))
    found = [
        PlaceMention(
            where=Where(field="headline", start=at.start(), end=at.end()), name=at.group(), place=MOSUL, confidence=0.9
        )
        for at in re.finditer("Mosul|Mossoul", headline)
    ]
    killed = [
        Figure(where=where, kind="killed", low=int(at.group(1)), high=int(at.group(1)), text=at.group(1))
        for at in re.finditer(r"(\d+) killed", headline)
    ]
    kinds = (KindMention(where=where, kind="battle", weight=1.0),) if "battle" in headline else ()
    body = next((passage.text for passage in story.passages if passage.field == "body"), "")
    day = story.published.date().toordinal() if story.published else 0
    return Report(
        id=story.id,
        facts=Facts(places=tuple(found), figures=tuple(killed), kinds=kinds),
        sketch=f"{day} {' '.join(marks(headline))}".encode(),
        bands=(_key(body),),
    )


def marks(text: str) -> list[str]:
    """Marks such as ``#7``."""
    return sorted(set(re.findall(r"#\w+", text)))


def _key(text: str) -> int:
    return int.from_bytes(sha256(text.encode()).digest()[:8], "little") >> 1


class Counted:
    """Counts reports by their marks."""

    def __init__(self, reports: int, counts: NDArray[np.uint32] | None) -> None:
        self.reports = reports
        self.counts = np.zeros(1 << 20, dtype=np.uint32) if counts is None else counts

    def add(self, sketches: Iterable[bytes], sign: int) -> None:
        """Count in, or out."""
        for sketch in sketches:
            self.reports += sign
            for mark in sketch.decode().split()[1:]:
                cell = _key(mark) % (1 << 20)
                self.counts[cell] = int(self.counts[cell]) + sign


def take_in(reports: Sequence[Report], shelf: Shelf, rarity: Counted) -> Sequence[Change]:
    """Links reports that share a mark."""
    if any(b"#unlucky" in report.sketch for report in reports):
        raise RuntimeError("an unlucky report")
    rarity.add(shelf.sketches([report.id for report in reports]).values(), -1)
    rarity.add((report.sketch for report in reports), 1)
    filed = []
    for report in reports:
        day, *found = report.sketch.decode().split()
        filed.append(Filed(id=report.id, day=int(day) or None, sketch=report.sketch, keys=tuple(map(_key, found))))
    shelf.file(filed)
    near = shelf.near([Wanted(id=each.id, keys=each.keys, first=None, last=None) for each in filed])
    pairs = {(min(a, b), max(a, b)) for a, others in near.items() for b in others}  # type: ignore[type-var]
    shelf.connect([Link(a=a, b=b, weight=3.0) for a, b in sorted(pairs)])
    return regroup({report.id for report in reports} | {end for pair in pairs for end in pair}, shelf)


def regroup(reports: Collection[Id], shelf: Shelf) -> Sequence[Change]:
    """Events are what hangs together by links and rulings, less what is ruled apart."""
    nodes = set(reports) | {each for named in shelf.rulings(reports).together for each in named}
    old = shelf.members(set(shelf.events(nodes).values()))
    nodes |= {each for members in old.values() for each in members}
    ruled = shelf.rulings(nodes)
    edges = [(link.a, link.b) for link in shelf.links(nodes)]
    for one, two in ruled.apart:
        edges = [(a, b) for a, b in edges if not ({a, b} & one and {a, b} & two)]
    edges += [(min(named), each) for named in ruled.together for each in named]  # type: ignore[type-var]
    home = {node: node for node in nodes}

    def root(node: Id) -> Id:
        while home[node] != node:
            node = home[node]
        return node

    for a, b in edges:
        home[root(a)] = root(b)
    clusters: dict[Id, set[Id]] = defaultdict(set)
    for node in nodes:
        clusters[root(node)].add(node)
    changes = carry(old, sorted(map(frozenset, clusters.values()), key=lambda each: min(map(int, each))))
    shelf.settle(changes)
    return changes


class SameTexts:
    """Texts that are equal are copies."""

    def compare(self, texts: dict[int, str], pairs: Collection[tuple[int, int]]) -> list[Pair]:
        """Equal ones."""
        return [
            Pair(a=a, b=b, kind="same", a_part=1.0, b_part=1.0)
            for a, b in sorted(pairs)
            if a in texts and texts.get(a) == texts.get(b)
        ]

    def group(self, texts: Sequence[GroupText], pairs: Iterable[Pair]) -> Sequence[Copy]:
        """The smallest id stands for its group."""
        first: dict[int, int] = {}
        for pair in pairs:
            first[pair.b] = min(pair.a, first.get(pair.b, pair.a))
        return [Copy(id=each, of=of, kind="same", shared=1.0) for each, of in first.items()]


def describe(members: Sequence[Member]) -> Event:
    """The first article's headline, and what it says."""
    first = members[0]
    headline = first.story.passages[0].text
    if "undescribable" in headline:
        raise RuntimeError("no record")
    reports = sorted(member.story.published for member in members if member.story.published)
    ground = Ground(article=first.story.id, where=Where(field="headline", start=0, end=len(headline)), text=headline)
    places = [mention for member in members for mention in member.facts.places]
    figures = [
        ReportedFigure(figure=figure, sources=1, ground=ground) for member in members for figure in member.facts.figures
    ]
    day = reports[0].date() if reports else None
    return Event(
        title=headline,
        title_article=first.story.id,
        first_report=reports[0] if reports else None,
        last_report=reports[-1] if reports else None,
        occurred=(day, day) if day else None,
        time_precision="day" if day else None,
        occurred_ground=ground if day else None,
        place=places[0].place if places else None,
        geo_precision="city" if places else None,
        place_ground=ground if places else None,
        kind="battle" if any(member.facts.kinds for member in members) else "other",
        kind_ground=ground,
        actors=(Actor(name="Golden Division", kind="group", sources=1, ground=ground),),
        figures=tuple(figures),
        articles=len(members),
        sources=sum(member.copy_of is None for member in members),
        languages=("en",),
        photos=tuple(photo for member in members for photo in member.photos),
    )


STAGES = Stages(read=read, take_in=take_in, regroup=regroup, rarity=Counted, copies=SameTexts(), describe=describe)


class HereReadership:
    """Reads in the test's own process: a worker takes most of a second to start."""

    def __init__(self, reader: Callable[[Story], Report] = read) -> None:
        self._reader = reader

    def readers(self, stages: Stages, stories: int) -> "HereReadership":
        """Itself."""
        return self

    def helper(self, stories: int) -> AbstractContextManager[None]:
        """None."""
        return nullcontext()

    async def read(self, stored: Collection[StoredStory]) -> tuple[list[Reading], dict[int, str]]:
        """What a worker would give."""
        reports = [(self._reader(each.story), each.content_hash) for each in stored]
        return [Reading(report, content, storable_facts(report.facts)) for report, content in reports], {}

    def close(self) -> None:
        """Nothing was started."""
