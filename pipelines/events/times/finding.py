"""Days and spans of time that a story names, as local days: ``on Wednesday``, ``last month``, ``9-10 July``.

Relative words are read against the story's own day; where that is unknown only dates with a year count. Times of day
name no day and are passed over.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import pairwise
from typing import Final

from models.events.items import Passage, Story, TimeMention, TimePrecision, Where
from models.text import primary_subtag
from pipelines.events.times.dates import Order, Printed, around_month, numeric_dates, order_of
from pipelines.events.times.days import (
    Reading,
    between_days,
    month_days,
    nearest_month,
    relative,
    weekday,
    whole_month,
    yearless,
)
from pipelines.events.times.text import TimeText
from pipelines.events.times.words import Lexicon, Phrase, lexicon

_NO_DAY: Final = frozenset(["month", "year"])
_YEARS: Final = range(1800, 2200)
"""Years in which articles are dated; a date outside them is an error, and nothing is read against it."""
_BOUND: Final = re.compile(r"\s?(?:[-–—]|to|through|until|till|au|al|bis|по|до|الى|على)\s?(?:the\s)?")
_AND: Final = re.compile(r"\s(?:and|et|y|e|und|и|і|та|ve|و)\s?(?:the\s)?")
_BETWEEN: Final = re.compile(r"(?:between|entre|zwischen|между|між|tra|fra|بين)\W+$")
_FAR: Final = timedelta(days=45)
"""Two dates that ``to`` joins are one span if they lie no farther apart."""
_NEAR: Final = 16
_WORDS_ALONE: Final = re.compile(r"[\w\s'’–—-]+")
"""Two times with so little between them, and no comma, are the two ends of a span."""
_SHORT_MONTHS: Final = frozenset(["may", "mai", "маи", "мая", "мае"])
_ATTACHED: Final = re.compile(r"[\s,،(]{0,3}(?:\w{2,3}\s)?")
"""What stands between a weekday and the date that it belongs to: ``Wednesday, the 21st of June``."""


def find_times(story: Story) -> tuple[TimeMention, ...]:
    """The days, weeks, months and years named in a story's texts, in printed order."""
    language = primary_subtag(story.language) or "en"
    day = story.published.date() if story.published and story.published_precision not in _NO_DAY else None
    if day and day.year not in _YEARS:
        day = None
    order = order_of(story.country, language)
    found: list[TimeMention] = []
    for passage in story.passages:
        found += _Scan(passage, lexicon(language), day, order).mentions()
    return tuple(found)


@dataclass(frozen=True, slots=True)
class _Found:
    """A reading and where it stands; which weekday the words are, for a date that follows."""

    start: int
    end: int
    reading: Reading
    is_relative: bool
    weekday: int | None = None


class _Scan:
    """One passage, read from left to right."""

    def __init__(self, passage: Passage, words: Lexicon, day: date | None, order: Order | None) -> None:
        self._passage = passage
        self._text = TimeText(passage.text, words)
        self._day = day
        self._order = order

    def mentions(self) -> list[TimeMention]:
        """What is named, spans joined."""
        found = sorted([*self._worded(), *self._numeric()], key=lambda each: (each.start, -each.end))
        joined = list(self._joined(found))
        return [self._mention(each, self._is_bound(joined, at)) for at, each in enumerate(joined)]

    def _numeric(self) -> Iterator[_Found]:
        for start, end, day in numeric_dates(self._passage.text, self._order):
            yield _Found(start, end, Reading(day, day, "day"), False)

    def _worded(self) -> list[_Found]:
        found: list[_Found] = []
        phrases, numbers = self._text.words.phrases, self._text.words.numbers
        end = 0
        for index, word in enumerate(self._text.tokens):
            is_number = word.isdecimal() or word in numbers
            if (not is_number and word not in phrases) or self._text.starts[index] < end:
                continue
            each: list[_Found] = []
            for phrase in self._text.candidates(word, index, is_number):
                if (count := self._text.matches(phrase, index)) and (each := self._read(phrase, index, count, found)):
                    break
            if not each and len(word) == 4 and word.isdecimal() and (year := self._year(index)):
                each = [year]
            if each:
                if found and each[0].start <= found[-1].start:
                    found.pop()  # the weekday of this date
                found += each
                end = each[-1].end
        return found

    def _read(self, phrase: Phrase, index: int, count: int, before: list[_Found]) -> list[_Found]:
        if phrase.unit == "month name":
            return self._month(phrase.value, index, count, before)
        if self._day is None:
            return []
        if phrase.unit == "weekday":
            return self._weekday(phrase.value, index, count, self._day)
        start, end = self._text.starts[index], self._text.ends[index + count - 1]
        if phrase.unit in ("before", "after"):
            last = next((each for each in reversed(before) if each.reading.precision == "day"), None)
            spoken_of = last.reading.first if last else self._day
            day = spoken_of + timedelta(days=-1 if phrase.unit == "before" else 1)
            return [_Found(start, end, Reading(day, day, "day"), True)]
        number = phrase.value
        if phrase.unit.startswith("ago "):
            number = -self._text.number_in(index, index + count)
        reading = relative(phrase.unit, number, self._day)
        return [_Found(start, self._text.part_of_day(index + count, end), reading, True)] if reading else []

    # Weekdays

    def _weekday(self, number: int, index: int, count: int, today: date) -> list[_Found]:
        after = index + count
        start, end = self._text.starts[index], self._text.ends[after - 1]
        if not self._text.is_spelt("days", start) or self._text.beside("named", index, after):
            return []
        if weeks := self._text.unit_behind("week", after):
            sunday = today + timedelta(days=6 + 7 * weeks[0] - today.weekday())
            day, end = weekday(number, sunday), weeks[1]
        else:
            past, to_come = self._text.beside("past", index, after), self._text.beside("future", index, after)
            for beside in (past, to_come):
                start, end = (min(start, beside[0]), max(end, beside[1])) if beside else (start, end)
            ahead = not past and (bool(to_come) or self._text.is_to_come(self._text.starts[index], end))
            day = weekday(number, today, ahead=ahead, other=bool(past or to_come))
        reading = Reading(day, day, "day")
        if (night := self._text.night_before(index)) is not None:
            reading, start = replace(reading, first=day - timedelta(days=1)), night
        return [_Found(start, self._text.part_of_day(after, end), reading, True, number)]

    # Months and years

    def _month(self, number: int, index: int, count: int, before: list[_Found]) -> list[_Found]:
        start, after = self._text.starts[index], index + count
        if not self._text.is_spelt("months", start):
            return []
        end = self._second_name(number, after)
        follows = self._text.words.language in ("en", "fil", "tl")
        since = before[-1].end if before else 0
        printed = around_month(self._text.folded, start, end, number, since=since, day_may_follow=follows)
        if printed[0].first is None:
            return self._bare_month(printed[0], index, after)
        hint = before[-1] if before and before[-1].weekday is not None else None
        if hint and not _ATTACHED.fullmatch(self._text.folded, hint.end, printed[0].start):
            hint = None
        return [each for one in printed if (each := self._dated(one, hint, after, index))]

    def _second_name(self, number: int, after: int) -> int:
        """The end of the month's name, behind its other name: ``حزيران/يونيو``."""
        end = self._text.ends[after - 1]
        if after < len(self._text.tokens) and self._text.folded[end : self._text.starts[after]].strip() in ("/", "("):
            for phrase in self._text.candidates(self._text.tokens[after], after, False):
                is_same = phrase.unit == "month name" and phrase.value == number
                if is_same and (count := self._text.matches(phrase, after)):
                    return self._text.ends[after + count - 1]
        return end

    def _dated(self, printed: Printed, hint: _Found | None, after: int, index: int) -> _Found | None:
        year, end = printed.year, printed.end
        if year is None and self._day and (said := self._text.unit_behind("year", after)):
            year, end = self._day.year + said[0], said[1]
        if year is None and self._day is None:
            return None
        if year is None and self._day:
            days = yearless(printed, self._day, hint.weekday if hint else None)
        else:
            days = month_days(printed, year)
        if days is None:
            return None
        start = hint.start if hint else printed.start
        at = next((i for i in range(index, max(-1, index - 6), -1) if self._text.starts[i] == printed.start), index)
        if (night := self._text.night_before(at)) is not None and days[0] == days[1]:
            days, start = (days[0] - timedelta(days=1), days[1]), min(start, night)
        return _Found(start, end, Reading(*days, "day"), printed.year is None)

    def _bare_month(self, printed: Printed, index: int, after: int) -> list[_Found]:
        word = self._text.tokens[index]
        year, end = printed.year, printed.end
        if year is None:
            cued = self._text.stands_behind("in", index) or self._text.stands_before("month after", after)
            past = self._text.beside("past", index, after)
            is_whole = len(word) > 3 or word in _SHORT_MONTHS
            if self._day is None or not is_whole or not (cued or past):
                return []
            if said := self._text.unit_behind("year", after):
                year, end = self._day.year + said[0], said[1]
        if year is not None:
            return [_Found(printed.start, end, whole_month(printed.month, year), printed.year is None)]
        return [_Found(printed.start, end, nearest_month(printed.month, self._day), True)] if self._day else []

    def _year(self, index: int) -> _Found | None:
        year = int(self._text.tokens[index])
        latest = self._day.year + 10 if self._day else 2100
        if not 1800 <= year <= latest or not self._text.stands_alone(index):
            return None
        if "year after" in self._text.words.words:
            cued = self._text.stands_before("year after", index + 1)
        else:
            cued = self._text.stands_behind("year in", index)
        if not cued:
            return None
        reading = Reading(date(year, 1, 1), date(year, 12, 31), "year")
        return _Found(self._text.starts[index], self._text.ends[index], reading, False)

    # Spans

    def _joined(self, found: list[_Found]) -> Iterator[_Found]:
        """Two dates that words make one span become one."""
        last: _Found | None = None
        for each in found:
            if last is None:
                last = each
            elif each.start < last.end:
                continue
            elif span := self._span(last, each):
                last = span
            else:
                yield last
                last = each
        if last:
            yield last

    def _span(self, first: _Found, second: _Found) -> _Found | None:
        gap = self._text.folded[first.end : second.start]
        if len(gap) > 12 or {first.reading.precision, second.reading.precision} != {"day"} or first.weekday is not None:
            return None
        between = _AND.fullmatch(gap) and _BETWEEN.search(self._text.folded, max(0, first.start - 24), first.start)
        if not between and not _BOUND.fullmatch(gap):
            return None
        reading = between_days(first.reading, second.reading, _FAR)
        return _Found(first.start, second.end, reading, first.is_relative and second.is_relative) if reading else None

    def _is_bound(self, found: list[_Found], at: int) -> bool:
        """Whether it bounds a span of which nothing else is known: ``since Monday``, not ``from Monday to Friday``."""
        each, folded = found[at], self._text.folded
        is_span = each.reading.precision == "day" and (each.reading.last - each.reading.first).days > 1
        if is_span or not self._text.is_bound(each.start, each.end):
            return False
        gaps = [folded[one.end : two.start] for one, two in pairwise(found[max(0, at - 1) : at + 2])]
        return not any(len(gap) <= _NEAR and _WORDS_ALONE.fullmatch(gap) for gap in gaps)

    def _mention(self, found: _Found, is_bound: bool) -> TimeMention:
        where = Where(field=self._passage.field, start=found.start, end=found.end)
        precision: TimePrecision = found.reading.precision
        return TimeMention(
            where=where,
            text=self._passage.text[found.start : found.end],
            first=found.reading.first,
            last=found.reading.last,
            precision=precision,
            is_relative=found.is_relative,
            is_bound=is_bound,
        )
