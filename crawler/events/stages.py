"""The pure stages of event building, as the driver calls them."""

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from models.events.copies import GroupText, Pair
from models.events.event import Event, Member
from models.events.items import Copy, Report
from pipelines.events.clusters.shelf import Change, Id, Shelf


class Rarity(Protocol):
    """How rare features are in the corpus."""

    reports: int
    counts: NDArray[np.uint32]


class CopyFinder(Protocol):
    """Tells copies from texts."""

    def compare(self, texts: dict[int, str], pairs: Collection[tuple[int, int]]) -> list[Pair]:
        """Those of the pairs whose texts are copies."""
        ...

    def group(self, texts: Sequence[GroupText], pairs: Iterable[Pair]) -> Sequence[Copy]:
        """Who is a copy of whom, given all pairs that hang together."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Stages:
    """What is done with stories, reports and events."""

    read: Callable[..., Report]
    """Reads one story, in a worker: it is importable by name. Takes ``extras``, too, where a model is to help."""
    take_in: Callable[[Sequence[Report], Shelf, Any], Sequence[Change]]
    """Files reports, links them and settles the events they touch; counts them in the rarity."""
    regroup: Callable[[Collection[Id], Shelf], Sequence[Change]]
    """Draws the events of reports anew from the links there are and what was ruled."""
    rarity: Callable[[int, NDArray[np.uint32] | None], Rarity]
    """Makes a rarity of the number of reports counted and the counts; of none for an empty corpus."""
    copies: CopyFinder
    describe: Callable[[Sequence[Member]], Event]
    """Makes the record of an event from its articles, the most central first."""
