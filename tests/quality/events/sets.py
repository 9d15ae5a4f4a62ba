"""The development sets: reports of our own writing, labelled by event, and how well a grouping of them does."""

import gzip
import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

from crawler.events.files import story_of_article
from models.events.items import Report, Story
from pipelines.events.reading import read_story

HERE: Final = Path(__file__).parent
SETS: Final = ("conflict", "incidents")


@dataclass(frozen=True, slots=True, kw_only=True)
class LabelledSet:
    """Reports and their events."""

    name: str
    stories: tuple[Story, ...]
    events: tuple[str, ...]
    """The event of each story."""
    rows: tuple[Mapping[str, Any], ...]
    """As written."""

    def undated(self) -> "LabelledSet":
        """The same reports, bare of their dates."""
        bare = tuple(replace(story, published=None, published_precision=None) for story in self.stories)
        return replace(self, name=f"{self.name}, undated", stories=bare)

    def read(self) -> list[Report]:
        """Each story read."""
        return [read_story(story) for story in self.stories]


def read_rows(path: Path) -> list[Mapping[str, Any]]:
    """The rows of a JSON lines file, gzip if it is named so."""
    with gzip.open(path, "rt", encoding="utf-8") if path.suffix == ".gz" else path.open(encoding="utf-8") as lines:
        return [json.loads(line) for line in lines if line.strip()]


def read_set(path: Path) -> LabelledSet:
    """A set in the form of the scorers' gold."""
    rows = read_rows(path)
    return LabelledSet(
        name=path.name.removesuffix(".gz").removesuffix(".jsonl"),
        stories=tuple(story_of_article(row) for row in rows),
        events=tuple(row["event"] for row in rows),
        rows=tuple(rows),
    )


def development_sets() -> list[LabelledSet]:
    """The sets that lie beside this module."""
    return [read_set(HERE / f"{name}.jsonl") for name in SETS]


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """How well reports were put into events, each figure from 0 to 1."""

    b3: float
    """B-cubed F1: mean over reports of how the event they were put in and the one they are of overlap."""
    pair: float
    """F1 over pairs of reports put in one event."""
    multi: float
    """B-cubed F1 over the reports whose event has two or more."""


def score(gold: Sequence[object], said: Sequence[object]) -> Score:
    """The figures of one grouping beside the right one, report by report."""
    return Score(b3=b_cubed(gold, said)[2], pair=pair_f1(gold, said), multi=multi_f1(gold, said))


def b_cubed(gold: Sequence[object], said: Sequence[object]) -> tuple[float, float, float]:
    """B-cubed precision, recall and F1."""
    both, of_gold, of_said = Counter(zip(gold, said, strict=True)), Counter(gold), Counter(said)
    precision = sum(n * n / of_said[pred] for (_, pred), n in both.items()) / len(gold)
    recall = sum(n * n / of_gold[true] for (true, _), n in both.items()) / len(gold)
    return precision, recall, 2 * precision * recall / (precision + recall)


def pair_f1(gold: Sequence[object], said: Sequence[object]) -> float:
    """F1 over pairs of reports put in one event; 1 if there are none and none were made."""

    def pairs(groups: Sequence[object]) -> int:
        return sum(n * (n - 1) // 2 for n in Counter(groups).values())

    total = pairs(gold) + pairs(said)
    return 2 * pairs(list(zip(gold, said, strict=True))) / total if total else 1.0


def multi_f1(gold: Sequence[object], said: Sequence[object]) -> float:
    """B-cubed F1 over the reports whose event has two or more."""
    sizes = Counter(gold)
    kept = [(true, pred) for true, pred in zip(gold, said, strict=True) if sizes[true] > 1]
    return b_cubed([true for true, _ in kept], [pred for _, pred in kept])[2] if kept else 1.0
