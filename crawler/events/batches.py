"""One batch of reports on its way into events, all or nothing."""

import logging
from collections.abc import Callable, Collection, Mapping, Sequence
from typing import TypeVar

from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError

from crawler.events.counts import Counts
from crawler.events.stages import Stages
from crawler.events.undisturbed import undisturbed
from models.events.clusters import Change
from models.events.copies import bodies, candidates, hanging_together, replace_pairs, write_copies
from models.events.items import Report
from models.events.rebuilding import all_reports
from models.events.records import clear_records, events_of, members_of, write_records
from models.events.reports import Reading, stored_reports, write_reports
from models.events.shelf import PostgresShelf
from models.events.unread import due_events, mark_failed, mark_read, still_unread
from pipelines.events.clusters.rarity import is_outgrown

logger = logging.getLogger(__name__)

T = TypeVar("T")

_ATTEMPTS = 5
_BROKEN = 5  # reports in a row
_RECORDS = 200  # events whose records are made at a time


class Batches:
    """Takes batches in, on the one connection that may."""

    def __init__(self, connection: Connection, stages: Stages) -> None:
        self._connection = connection
        self._stages = stages
        self._counts: Counts | None = None
        self._broken = 0

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
        connection, stages = self._connection, self._stages
        still = still_unread(connection, taken)
        fresh = [reading for reading in readings if reading.report.id in still]
        ids = {int(reading.report.id) for reading in fresh}
        if fresh:
            write_reports(connection, fresh)
            reports = [reading.report for reading in fresh]
            copied = self.find_copies(reports)
            shelf = PostgresShelf(connection)
            counts = self._loaded(shelf)
            before = counts.rarity.reports
            stages.take_in(reports, shelf, counts.rarity)
            if is_outgrown(before, counts.rarity.reports):
                stages.take_in(stored_reports(connection, all_reports(connection)), shelf, counts.rarity)
            counts.save(shelf)
            self.record(shelf.changed | events_of(connection, ids | copied))
        mark_failed(connection, taken, {article: said for article, said in failed.items() if article in still})
        mark_read(connection, ids)

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
        """Make the records of these events anew."""
        ordered = sorted(events)
        for at in range(0, len(ordered), _RECORDS):
            members = members_of(self._connection, ordered[at : at + _RECORDS])
            records = {event: self._stages.describe(own) for event, own in members.items()}
            write_records(self._connection, records, members)
            clear_records(self._connection, set(ordered[at : at + _RECORDS]) - records.keys())

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
