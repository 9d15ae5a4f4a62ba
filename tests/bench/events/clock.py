"""Where the time of taking articles into events goes."""

import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any, Final

from crawler.events import batches
from crawler.events.batches import Batches
from crawler.events.counts import Counts
from crawler.events.stages import Stages
from models.events.shelf import PostgresShelf
from pipelines.events.clusters import clustering

STEPS: Final[tuple[tuple[Any, str, str], ...]] = (
    (batches, "still_unread", "articles held"),
    (batches, "write_reports", "reports written"),
    (batches, "write_parts", "place mentions and keys of copies written"),
    (batches, "candidates", "copies: candidates"),
    (batches, "bodies", "copies: texts read back"),
    (batches, "replace_pairs", "copies: pairs written"),
    (batches, "hanging_together", "copies: groups read"),
    (batches, "write_copies", "copies: written"),
    (PostgresShelf, "file", "keys and sketches filed"),
    (PostgresShelf, "near", "near ones looked up"),
    (PostgresShelf, "sketches", "their sketches read"),
    (clustering, "compare", "compared"),
    (PostgresShelf, "connect", "links written"),
    (PostgresShelf, "links", "links read"),
    (PostgresShelf, "events", "events and members read"),
    (PostgresShelf, "members", "events and members read"),
    (PostgresShelf, "rulings", "rulings read"),
    (clustering, "partition", "partition"),
    (clustering, "carry", "ids carried over"),
    (PostgresShelf, "settle", "events settled"),
    (Counts, "save", "feature counts saved"),
    (batches, "events_of", "records: members read"),
    (batches, "gather", "records: members read"),
    (Batches, "_recorded", "records: waited for while they are made"),
    (batches, "write_records", "records: written"),
    (batches, "mark_read", "marked as read"),
    (Batches, "retried", "commit"),
)
"""Whose function, its name, and the step that it is counted under."""
_GROUPING: Final = "unpacked, counted, keys chosen"
_COMPARING: Final = "copies: texts compared"


class Clock:
    """Seconds by step; what one step calls is the other step's. Two threads are at work, so in sum they are more than
    have passed: what one waits for the other is in them."""

    def __init__(self) -> None:
        self.spent: Counter[str] = Counter()
        self._threads = threading.local()

    def timed(self, step: str, function: Callable[..., Any]) -> Callable[..., Any]:
        """The same function, watched."""

        def watched(*given: Any, **named: Any) -> Any:
            began = time.perf_counter()
            inner: list[float] = vars(self._threads).setdefault("inner", [])
            inner.append(0.0)
            try:
                return function(*given, **named)
            finally:
                whole = time.perf_counter() - began
                self.spent[step] += whole - inner.pop()
                if inner:
                    inner[-1] += whole

        return watched

    def stages(self, stages: Stages) -> Stages:
        """The same stages, watched."""
        return replace(
            stages,
            take_in=self.timed(_GROUPING, stages.take_in),
            copies=_Copies(self, stages.copies),
        )

    @contextmanager
    def watching(self) -> Iterator[None]:
        """Watch all steps."""
        before = [(owner, name, getattr(owner, name)) for owner, name, _ in STEPS]
        for owner, name, step in STEPS:
            setattr(owner, name, self.timed(step, getattr(owner, name)))
        try:
            yield
        finally:
            for owner, name, function in before:
                setattr(owner, name, function)


class _Copies:
    def __init__(self, clock: Clock, finder: Any) -> None:
        self.compare = clock.timed(_COMPARING, finder.compare)
        self.group = clock.timed(_COMPARING, finder.group)
