"""What the clusterer asks of whatever keeps reports, links and events: memory (``in_memory``) or PostgreSQL."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Protocol, TypeAlias

from models.events.clusters import Change, Filed, Link, Rulings, Wanted

__all__ = ["Change", "Filed", "Id", "Link", "Pair", "Rulings", "Shelf", "Wanted"]

Id: TypeAlias = int | str
Pair: TypeAlias = tuple[Id, Id]


class Shelf(Protocol):
    """Keeps what was read. Reports without an event are not on it: each filed report is settled in its batch."""

    def near(self, wanted: Sequence[Wanted]) -> Mapping[Id, Sequence[Id]]:
        """For each wanted id, other filed reports within its days that share its keys, those that share most first,
        so many at most as the shelf allows. Of the many that bear one key, those nearest in time."""
        ...

    def sketches(self, ids: Collection[Id]) -> Mapping[Id, bytes]:
        """The sketches of filed reports."""
        ...

    def links(self, ids: Collection[Id]) -> Iterable[Link]:
        """The links both of whose ends are among ``ids``."""
        ...

    def events(self, ids: Collection[Id]) -> Mapping[Id, int]:
        """The event that each report is in; new ones are left out."""
        ...

    def members(self, events: Collection[int]) -> Mapping[int, frozenset[Id]]:
        """The reports of each event."""
        ...

    def rulings(self, ids: Collection[Id]) -> Rulings:
        """The rulings that name any of ``ids``, whole."""
        ...

    def file(self, filed: Sequence[Filed]) -> None:
        """Put reports on the shelf; one that is there already is replaced, and its links are dropped."""
        ...

    def connect(self, links: Sequence[Link]) -> None:
        """Keep links."""
        ...

    def settle(self, changes: Sequence[Change]) -> None:
        """Take over what became of events, and keep the history of it."""
        ...
