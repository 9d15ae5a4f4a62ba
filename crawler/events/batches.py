"""One batch of reports on its way into events, all or nothing."""

import logging
from collections import deque
from collections.abc import Callable, Collection, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TypeAlias, TypeVar

from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError

from crawler.events.counts import Counts
from crawler.events.stages import Stages
from crawler.events.undisturbed import undisturbed
from models.events.clusters import Change
from models.events.copies import bodies, candidates, hanging_together, replace_pairs, write_copies
from models.events.event import Event, Member
from models.events.items import Report
from models.events.rebuilding import all_reports
from models.events.records import clear_records, events_of, members_of, write_records
from models.events.reports import Reading, stored_reports, write_parts, write_reports
from models.events.shelf import PostgresShelf
from models.events.unread import due_events, mark_failed, mark_read, still_unread
from pipelines.events.clusters.rarity import is_outgrown

logger = logging.getLogger(__name__)

T = TypeVar("T")
Members: TypeAlias = dict[int, list[Member]]
Records: TypeAlias = dict[int, Event]

_ATTEMPTS = 5
_BROKEN = 5  # reports in a row
_SPOILT = "25P02"  # nothing can be done any more in a transaction after an error
_RECORDS = 150  # events whose records are made at a time


class Batches:
    """Takes batches in, on the one connection that may. Two threads work on a batch and use the connection in turns, as
    the driver makes them: of what a batch takes, half is the server's time and half ours."""

    def __init__(self, connection: Connection, stages: Stages) -> None:
        self._connection = connection
        self._stages = stages
        self._counts: Counts | None = None
        self._broken = 0
        self._aside = ThreadPoolExecutor(1, thread_name_prefix="events")

    def take(self, taken: Mapping[int, int], readings: Sequence[Reading], failed: Mapping[int, str]) -> dict[int, str]:
        """Write what was read of the articles ``taken`` (with their marks), group it and record the events, in one
        transaction. Returns why some were left out, by article, those that could not be read among them.

        A report that breaks the grouping is found by halving the batch, and costs itself alone. Where one after the
        other does, the fault is not theirs, and is raised.
        """
        try:
            self.retried(lambda: self._take(taken, readings, failed))
            self._broken = 0
        except DBAPIError:
            raise
        except Exception as error:
            self._counts = None
            if len(readings) > 1:
                half = len(readings) // 2
                left = self.take(taken, readings[:half], failed)
                return left | self.take(taken, readings[half:], {})
            self._broken += 1
            if self._broken > _BROKEN or not readings:
                raise
            logger.exception("article %s could not be grouped", readings[0].report.id)
            said = {int(each.report.id): f"grouping: {type(error).__name__}: {error}" for each in readings}
            self.retried(lambda: self._take(taken, (), {**failed, **said}))
            return {**failed, **said}
        return dict(failed)

    def _take(self, taken: Mapping[int, int], readings: Sequence[Reading], failed: Mapping[int, str]) -> None:
        connection = self._connection
        still = still_unread(connection, taken)
        fresh = [reading for reading in readings if reading.report.id in still]
        ids = {int(reading.report.id) for reading in fresh}
        if fresh:
            write_reports(connection, fresh)
            reports = [reading.report for reading in fresh]
            shelf = PostgresShelf(connection)
            copied = self._meanwhile(lambda: self._copied(reports), lambda: self._grouped(reports, shelf))
            self.record(shelf.changed | events_of(connection, ids | copied))
        mark_failed(connection, taken, {article: said for article, said in failed.items() if article in still})
        mark_read(connection, ids)

    def _copied(self, reports: Sequence[Report]) -> set[int]:
        write_parts(self._connection, reports)
        return self.find_copies(reports)

    def _grouped(self, reports: Sequence[Report], shelf: PostgresShelf) -> None:
        counts = self._loaded(shelf)
        before = counts.rarity.reports
        self._stages.take_in(reports, shelf, counts.rarity)
        if is_outgrown(before, counts.rarity.reports):
            again = stored_reports(self._connection, all_reports(self._connection))
            self._stages.take_in(again, shelf, counts.rarity)
        counts.save(shelf)

    def _meanwhile(self, aside: Callable[[], T], here: Callable[[], None]) -> T:
        """Do both, and return what the first gave: while one waits for the server, the other one works. Neither goes on
        when this returns or raises. Where both fail, one has spoilt the other's transaction: its error is raised."""
        begun = self._aside.submit(aside)
        try:
            here()
        except BaseException as error:
            cause = begun.exception()
            if cause is not None and getattr(getattr(error, "orig", None), "sqlstate", None) == _SPOILT:
                raise cause from None
            raise
        return begun.result()

    def look_again(self) -> int:
        """Look at the events again whose articles were deleted; returns how many there were."""
        looked = 0
        while due := self.retried(self._look_again):
            looked += due
        return looked

    def _look_again(self) -> int:
        due = due_events(self._connection, _RECORDS)
        if due:
            shelf = PostgresShelf(self._connection)
            members = shelf.members(due)
            shelf.settle(
                [
                    Change(event=event, members=left, fate="changed" if left else "emptied")
                    for event, left in members.items()
                ]
            )
            self.regroup({article for left in members.values() for article in left}, shelf)
        return len(due)

    def regroup(self, articles: Collection[int | str], shelf: PostgresShelf) -> None:
        """Draw the events of these articles anew, and record them, inside the caller's transaction."""
        if articles:
            self._stages.regroup(articles, shelf)
        self.record(shelf.changed | events_of(self._connection, {int(article) for article in articles}))

    def find_copies(self, reports: Sequence[Report]) -> set[int]:
        """Find the copies of these reports' texts; returns the articles of which something else is noted now."""
        connection, finder = self._connection, self._stages.copies
        ids = {int(report.id) for report in reports}
        pairs = candidates(connection, reports)
        texts = bodies(connection, {end for pair in pairs for end in pair})
        found = finder.compare(texts, pairs)
        about = replace_pairs(connection, ids, found)
        together, known = hanging_together(connection, about)
        return write_copies(connection, {each.id for each in together}, finder.group(together, known))

    def record(self, events: Collection[int]) -> None:
        """Make the records of these events anew. While those of some are made, the next are read."""
        ordered = sorted(events)
        begun: deque[tuple[list[int], Members, Future[Records]]] = deque()
        for at in range(0, len(ordered), _RECORDS):
            some = ordered[at : at + _RECORDS]
            members = members_of(self._connection, some)
            begun.append((some, members, self._aside.submit(self._described, members)))
            if len(begun) > 1:
                self._recorded(*begun.popleft())
        for last in begun:
            self._recorded(*last)

    def _described(self, members: Members) -> Records:
        return {event: self._stages.describe(own) for event, own in members.items()}

    def _recorded(self, events: Collection[int], members: Members, made: Future[Records]) -> None:
        records = made.result()
        write_records(self._connection, records, members)
        clear_records(self._connection, set(events) - records.keys())

    def _loaded(self, shelf: PostgresShelf) -> Counts:
        if self._counts is None:
            self._counts = Counts.load(shelf, self._stages.rarity)
        return self._counts

    def retried(self, step: Callable[[], T]) -> T:
        """Do it in a transaction; again where another session was in the way."""
        for attempt in range(_ATTEMPTS):
            try:
                with undisturbed(), self._connection.begin():
                    return step()
            except DBAPIError as error:
                self._counts = None  # it has counted what was not written
                if getattr(error.orig, "sqlstate", None) not in ("40P01", "40001") or attempt == _ATTEMPTS - 1:
                    raise
        raise AssertionError("the last attempt returns or raises")
