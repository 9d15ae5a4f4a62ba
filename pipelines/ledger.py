"""What a run counts, and whether it did what it says."""

from collections.abc import Collection, Mapping, MutableMapping
from typing import Any

from models.articles import Stored

OUTCOME = "dateline/outcome"
PROBLEMS = "dateline/problems"
NOT_STORED = "dateline/not_stored"
ANSWERED = "dateline/answered"
REPLAYED = "dateline/replayed"
KEPT = ("stored", "revised", "unchanged")

# Why Scrapy ended a crawl, where that was not its natural end. What stopped the storage is a problem of its own.
_ENDS: Mapping[str | None, str] = {
    None: "broken off before its end; the log says why",
    "shutdown": "stopped by a signal before its end",
    "start_error": "broken off by an error in the spider's start; the log has it",
    "memusage_exceeded": "stopped before its end: it used more memory than MEMUSAGE_LIMIT_MB allows",
}
_SAID_ELSEWHERE = ("finished", "storage_stopped", "archive_stopped", "fenced")


def count(stats: MutableMapping[str, Any], stored: Stored) -> None:
    """Count one page's outcome, and its reason below it."""
    key = f"{OUTCOME}/{stored.outcome}"
    stats[key] = stats.get(key, 0) + 1
    if stored.reason:
        stats[f"{key}/{stored.reason}"] = stats.get(f"{key}/{stored.reason}", 0) + 1


def outcomes(stats: Mapping[str, Any]) -> dict[str, int]:
    """Pages by outcome, reasons left out; outcomes without a page are not named."""
    prefix = f"{OUTCOME}/"
    return {
        key.removeprefix(prefix): number
        for key, number in stats.items()
        if key.startswith(prefix) and "/" not in key.removeprefix(prefix)
    }


def add_problem(stats: MutableMapping[str, Any], problem: str) -> None:
    """Record a line that says how the run fell short."""
    stats.setdefault(PROBLEMS, []).append(problem)


def answer(stats: MutableMapping[str, Any]) -> None:
    """Count a page that was asked for and has its answer, or its failure: it must end in one outcome."""
    stats[ANSWERED] = stats.get(ANSWERED, 0) + 1


def answered(stats: Mapping[str, Any]) -> int:
    """How many pages had their answer, or their failure."""
    return int(stats.get(ANSWERED, 0))


def add_replayed(stats: MutableMapping[str, Any], run_id: int) -> None:
    """Note an earlier run of which no archived page is without an outcome once this run's pages are stored."""
    stats.setdefault(REPLAYED, []).append(run_id)


def replayed(stats: Mapping[str, Any]) -> list[int]:
    """The earlier runs that this one has taken up."""
    return list(stats.get(REPLAYED, ()))


def is_settled(stats: Mapping[str, Any], recorded: int) -> bool:
    """Whether each page that was answered has its outcome among the ``recorded`` ones."""
    return not stats.get(NOT_STORED) and recorded == answered(stats)


def lose(stats: MutableMapping[str, Any], pages: int = 1) -> None:
    """Count pages that were fetched and are not stored."""
    stats[NOT_STORED] = stats.get(NOT_STORED, 0) + pages


def plain(stats: Mapping[str, Any]) -> dict[str, int | float | str]:
    """The counters that JSON can hold."""
    return {key: value for key, value in stats.items() if isinstance(value, int | float | str)}


def problems(stats: Mapping[str, Any], shortfalls: Collection[str]) -> list[str]:
    """How the run fell short, a line each; empty if it did what it says. To be asked when Scrapy has ended.

    ``shortfalls``: the outcomes that this kind of run may not have: ``failed`` for a crawl of a source, each one that
    is not kept for URLs that a person named.
    """
    found = list(stats.get(PROBLEMS, ()))
    reason = stats.get("finish_reason")
    if reason not in _SAID_ELSEWHERE:
        found.append(_ENDS.get(reason) or f"stopped before its end: {reason}")
    by_outcome = outcomes(stats)
    found += [
        f"{by_outcome[outcome]} of {sum(by_outcome.values())} pages {outcome}: {_reasons(stats, outcome)}"
        for outcome in shortfalls
        if by_outcome.get(outcome)
    ]
    if exceptions := stats.get("spider_exceptions/count"):
        found.append(f"{exceptions} errors in the spider; the log has them")
    if lost := stats.get(NOT_STORED):
        found.append(f"{lost} fetched pages could not be stored; the next run takes them from the archive")
    if by_outcome and not any(by_outcome.get(outcome) for outcome in KEPT):
        found.append(f"none of {sum(by_outcome.values())} pages gave an article")
    return found


def _reasons(stats: Mapping[str, Any], outcome: str) -> str:
    prefix = f"{OUTCOME}/{outcome}/"
    reasons = {key.removeprefix(prefix): number for key, number in stats.items() if key.startswith(prefix)}
    return ", ".join(f"{reason} {number}" for reason, number in sorted(reasons.items(), key=lambda item: -item[1]))
