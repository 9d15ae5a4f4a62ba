"""Analysts' rulings, taken in at once."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import TypeVar

from sqlalchemy import Connection, Engine

from crawler.events.batches import Batches
from crawler.events.stages import Stages
from models.events import ruling
from models.events.listing import current_event
from models.events.ruling import Made, NoSuchRuling
from models.events.shelf import PostgresShelf
from models.events.unread import updating

T = TypeVar("T")


class RulingProblem(Exception):
    """What was asked for cannot be ruled, in words for people."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ruled:
    """What a ruling came to."""

    made: Made | None
    """Null where one was withdrawn."""
    events: tuple[int, ...]
    """The events that its articles are in now."""


class Desk:
    """Where rulings are made: each in a transaction, with what it changes."""

    def __init__(self, engine: Engine, stages: Stages, *, wait: float) -> None:
        """``wait``: seconds for which an update that is at work is waited for."""
        self._engine = engine
        self._stages = stages
        self._wait = wait

    def merge(self, events: Collection[int], note: str | None, by: str | None) -> Ruled:
        """Rule that these events are one. Raises RulingProblem, Busy, DatabaseProblem, as all these do."""

        def rule(connection: Connection, shelf: PostgresShelf) -> tuple[Made, set[int]]:
            members = self._members(connection, shelf, events)
            if len(members) < 2:
                raise RulingProblem("they are one event already")
            for event in members:
                if ruling.status_of(connection, event) == "rejected":
                    raise RulingProblem(
                        f"event {event} is rejected: scrapy events show {event} names the ruling, restore withdraws it"
                    )
            articles = {article for own in members.values() for article in own}
            return ruling.together(connection, min(members), articles, note, by), articles

        return self._ruled(rule)

    def split(self, event: int, articles: Collection[int], note: str | None, by: str | None) -> Ruled:
        """Rule that these articles of the event do not belong with its others."""

        def rule(connection: Connection, shelf: PostgresShelf) -> tuple[Made, set[int]]:
            members = self._members(connection, shelf, [event])
            (found, all_of_it), one = next(iter(members.items())), set(articles)
            if strange := sorted(one - all_of_it):
                raise RulingProblem(
                    f"article {strange[0]} is not in event {found}: scrapy events show {found} lists them"
                )
            if one == all_of_it:
                raise RulingProblem(f"event {found} has no other articles: there is nothing to split them from")
            return ruling.apart(connection, found, one, all_of_it - one, note, by), all_of_it

        return self._ruled(rule)

    def reject(self, event: int, note: str | None, by: str | None) -> Ruled:
        """Rule that this is no event."""

        def rule(connection: Connection, shelf: PostgresShelf) -> tuple[Made, set[int]]:
            ((found, articles),) = self._members(connection, shelf, [event]).items()
            if ruling.status_of(connection, found) == "rejected":
                raise RulingProblem(f"event {found} is rejected already")
            return ruling.reject(connection, found, articles, note, by), articles

        return self._ruled(rule)

    def restore(self, number: int) -> Ruled:
        """Withdraw a ruling."""

        def rule(connection: Connection, shelf: PostgresShelf) -> tuple[None, set[int]]:
            try:
                return None, ruling.withdraw(connection, number)
            except NoSuchRuling:
                raise RulingProblem(
                    f"there is no ruling {number} that stands: scrapy events show ID lists them"
                ) from None

        return self._ruled(rule)

    def _ruled(self, rule: Callable[[Connection, PostgresShelf], tuple[Made | None, set[int]]]) -> Ruled:
        with updating(self._engine, self._wait) as connection:
            batches = Batches(connection, self._stages)

            def step() -> Ruled:
                shelf = PostgresShelf(connection)
                made, articles = rule(connection, shelf)
                batches.regroup(articles, shelf)
                return Ruled(made=made, events=tuple(sorted(set(shelf.events(articles).values()))))

            return batches.retried(step)

    def _members(self, connection: Connection, shelf: PostgresShelf, events: Collection[int]) -> dict[int, set[int]]:
        """The articles of these events; of merged ones, those of the event that they went into."""
        found: dict[int, set[int]] = {}
        for event in events:
            current = current_event(connection, event)
            if current is None:
                raise RulingProblem(f"there is no event {event}")
            found[current] = {int(article) for article in shelf.members([current])[current]}
            if not found[current]:
                raise RulingProblem(f"event {event} has no articles")
        return found
