"""What a run counts, and whether it did what it says."""

from collections.abc import Collection, Mapping, MutableMapping
from typing import Any

from models.articles import Stored

OUTCOME = "dateline/outcome"
PROBLEMS = "dateline/problems"
KEPT = ("stored", "revised", "unchanged")


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


def problems(stats: Mapping[str, Any], shortfalls: Collection[str]) -> list[str]:
    """How the run fell short, a line each; empty if it did what it says.

    ``shortfalls``: the outcomes that this kind of run may not have: ``failed`` for a crawl of a source, each one that
    is not kept for URLs that a person named.
    """
    found = list(stats.get(PROBLEMS, ()))
    by_outcome = outcomes(stats)
    found += [
        f"{by_outcome[outcome]} of {sum(by_outcome.values())} pages {outcome}: {_reasons(stats, outcome)}"
        for outcome in shortfalls
        if by_outcome.get(outcome)
    ]
    if exceptions := stats.get("spider_exceptions/count"):
        found.append(f"{exceptions} errors in the spider; the log has them")
    if by_outcome and not any(by_outcome.get(outcome) for outcome in KEPT):
        found.append(f"none of {sum(by_outcome.values())} pages gave an article")
    return found


def _reasons(stats: Mapping[str, Any], outcome: str) -> str:
    prefix = f"{OUTCOME}/{outcome}/"
    reasons = {key.removeprefix(prefix): number for key, number in stats.items() if key.startswith(prefix)}
    return ", ".join(f"{reason} {number}" for reason, number in sorted(reasons.items(), key=lambda item: -item[1]))
