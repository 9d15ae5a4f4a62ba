"""One batch of reports on its way into events, all or nothing."""

import logging
from collections import deque
from collections.abc import Callable, Collection, Mapping, Sequence
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from typing import TypeAlias, TypeVar

from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError

from crawler.events.counts import Counts
from crawler.events.stages import Stages
from crawler.events.undisturbed import undisturbed
from models.events.clusters import Change
from models.events.copies import Pair, bodies, candidates, hanging_together, replace_pairs, write_copies
from models.events.items import Report
from models.events.rebuilding import all_reports
from models.events.record_rows import Gathered, RecordRows, made_records
from models.events.records import clear_records, events_of, gather, write_records
from models.events.reports import Reading, stored_reports, write_parts, write_reports
from models.events.shelf import PostgresShelf
from models.events.unread import due_events, mark_failed, mark_read, still_unread
from pipelines.events.clusters.rarity import is_outgrown
from pipelines.pool import LOST

logger = logging.getLogger(__name__)

T = TypeVar("T")
Pairs: TypeAlias = set[tuple[int, int]]

_ATTEMPTS = 5
_BROKEN = 5  # reports in a row
_SPOILT = "25P02"  # nothing can be done any more in a transaction after an error
_PART = 150  # reports that are grouped at a time
_RECORDS = 60  # events whose records are made at a time


class Batches:
    """Takes batches in, on the one connection that may. Two threads work on a batch and use the connection in turns, as
    the driver makes them: of what a batch takes, half is the server's time and half ours."""

    def __init__(self, connection: Connection, stages: Stages, helper: Executor | None = None) -> None:
        """``helper``: what makes the records, if not the batch's second thread."""
        self._connection = connection
        self._stages = stages
        self._counts: Counts | None = None
        self._broken = 0
        self._aside = ThreadPoolExecutor(1, thread_name_prefix="events")
        self._helper = helper or self._aside
        self._begun: deque[tuple[list[int], Gathered, Future[RecordRows]]] = deque()

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
        for at in range(0, len(fresh), _PART):
            self._group(fresh[at : at + _PART])
        self._write_records()
        mark_failed(connection, taken, {article: said for article, said in failed.items() if article in still})
        mark_read(connection, ids)

    def _group(self, readings: Sequence[Reading]) -> None:
        """Find the events of a part of the batch, and begin their records: these are made while the next is grouped."""
        connection = self._connection
        write_reports(connection, readings)
        reports = [reading.report for reading in readings]
        shelf = PostgresShelf(connection)
        pairs, texts = self._maybe_copies(reports)
        copied = self._meanwhile(lambda: self._copied(reports, pairs, texts), lambda: self._grouped(reports, shelf))
        self._begin_records(shelf.changed | events_of(connection, {int(report.id) for report in reports} | copied))

    def _copied(self, reports: Sequence[Report], pairs: Pairs, texts: dict[int, str]) -> set[int]:
        """The other thread computes at first, and then has much to ask of the server: so this one does the reverse."""
        write_parts(self._connection, reports)
        found = self._stages.copies.compare(texts, pairs)
        return self._note_copies(reports, found)

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
        pairs, texts = self._maybe_copies(reports)
        return self._note_copies(reports, self._stages.copies.compare(texts, pairs))

    def _maybe_copies(self, reports: Sequence[Report]) -> tuple[Pairs, dict[int, str]]:
        pairs = candidates(self._connection, reports)
        return pairs, bodies(self._connection, {end for pair in pairs for end in pair})

    def _note_copies(self, reports: Sequence[Report], found: Sequence[Pair]) -> set[int]:
        connection = self._connection
        about = replace_pairs(connection, {int(report.id) for report in reports}, found)
        together, known = hanging_together(connection, about)
        groups = self._stages.copies.group(together, known)
        return write_copies(connection, {each.id for each in together}, groups)

    def record(self, events: Collection[int]) -> None:
        """Make the records of these events anew."""
        self._begin_records(events)
        self._write_records()

    def _begin_records(self, events: Collection[int]) -> None:
        """Gather what the records are made from, and have them made; those that were begun before are written."""
        ordered = sorted(events)
        for at in range(0, len(ordered), _RECORDS):
            some = ordered[at : at + _RECORDS]
            gathered = gather(self._connection, some)
            self._begun.append((some, gathered, self._helper.submit(made_records, self._stages.describe, gathered)))
            while self._begun and self._begun[0][2].done():
                self._recorded(*self._begun.popleft())

    def _write_records(self) -> None:
        """Write all that were begun, in this order: of an event that was looked at twice the later one stays."""
        while self._begun:
            self._recorded(*self._begun.popleft())

    def _recorded(self, events: Collection[int], gathered: Gathered, made: Future[RecordRows]) -> None:
        try:
            rows = made.result()
        except LOST:  # the kernel may have chosen the helper when memory ran out
            logger.warning("the process that makes records is lost; they are made here from now on")
            self._helper = self._aside
            rows = made_records(self._stages.describe, gathered)
        write_records(self._connection, rows)
        clear_records(self._connection, set(events) - set(rows.events))

    def _loaded(self, shelf: PostgresShelf) -> Counts:
        if self._counts is None:
            self._counts = Counts.load(shelf, self._stages.rarity)
        return self._counts

    def retried(self, step: Callable[[], T]) -> T:
        """Do it in a transaction; again where another session was in the way."""
        for attempt in range(_ATTEMPTS):
            try:
                self._begun.clear()
                with undisturbed(), self._connection.begin():
                    return step()
            except DBAPIError as error:
                self._counts = None  # it has counted what was not written
                if getattr(error.orig, "sqlstate", None) not in ("40P01", "40001") or attempt == _ATTEMPTS - 1:
                    raise
        raise AssertionError("the last attempt returns or raises")
