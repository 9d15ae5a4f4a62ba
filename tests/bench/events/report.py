"""The tables for people."""

import statistics
from collections.abc import Iterator, Mapping, Sequence

from rich.table import Table

from tests.bench.events.likeness import Distributions
from tests.bench.events.measure import Large, Round

_SMALL = 0.005
"""Milliseconds: steps that take less are added up."""


def tables(
    rounds: Mapping[int, Sequence[Round]], sizes: Mapping[int, Sequence[tuple[str, int]]], larges: Sequence[Large]
) -> Iterator[Table]:
    """Everything that was measured; ``rounds`` and ``sizes`` by articles in store."""
    yield _rates(rounds)
    yield _steps(rounds)
    yield _sizes(sizes)
    if larges:
        yield _larges(larges)


def _table(title: str, *headings: str) -> Table:
    table = Table(title=title, title_justify="left")
    for place, heading in enumerate(headings):
        table.add_column(heading, justify="right" if place else "left")
    return table


def _rates(rounds: Mapping[int, Sequence[Round]]) -> Table:
    table = _table(
        "Articles a second; CPU in ms an article, of assigning", "in store", "assigned/s", "from - to", "ours",
        "PostgreSQL", "read/s", "updated/s", "memory MB",
    )  # fmt: skip
    for in_store, found in rounds.items():
        rates = [each.articles / each.assigning for each in found]
        table.add_row(
            f"{in_store:,}",
            f"{statistics.median(rates):.0f}",
            f"{min(rates):.0f} - {max(rates):.0f}",
            f"{_median([1000 * each.python / each.articles for each in found]):.2f}",
            f"{_median([1000 * each.postgresql / each.articles for each in found]):.2f}",
            f"{_median([each.articles / each.reading for each in found]):.0f}",
            f"{_median([each.articles / each.whole for each in found]):.0f}",
            f"{max(each.memory for each in found):.0f}",
        )
    small, large = min(rounds), max(rounds)
    if small != large:
        pairs = list(zip(rounds[small], rounds[large], strict=True))
        table.add_section()
        table.add_row(
            "the large to the small",
            f"{_median([a.assigning / b.assigning for a, b in pairs]):.2f}",
            "",
            f"{_median([b.python / a.python for a, b in pairs]):.2f}",
            f"{_median([b.postgresql / a.postgresql for a, b in pairs]):.2f}",
            f"{_median([a.reading / b.reading for a, b in pairs]):.2f}",
            f"{_median([a.whole / b.whole for a, b in pairs]):.2f}",
            "",
        )
    return table


def _steps(rounds: Mapping[int, Sequence[Round]]) -> Table:
    table = _table(
        "Where the time of assigning goes, ms an article", "step", *(f"{each:,} in store" for each in rounds)
    )
    spent = {
        in_store: {
            step: _median([1000 * each.steps.get(step, 0.0) / each.articles for each in found])
            for step in {step for each in found for step in each.steps}
        }
        for in_store, found in rounds.items()
    }
    steps = sorted({step for each in spent.values() for step in each}, key=lambda step: -spent[max(spent)].get(step, 0))
    small = [step for step in steps if all(each.get(step, 0.0) < _SMALL for each in spent.values())]
    for step in steps:
        if step not in small:
            table.add_row(step, *(f"{each.get(step, 0.0):.2f}" for each in spent.values()))
    if small:
        table.add_row("smaller ones", *(f"{sum(each.get(step, 0.0) for step in small):.2f}" for each in spent.values()))
    return table


def _sizes(sizes: Mapping[int, Sequence[tuple[str, int]]]) -> Table:
    large = max(sizes)
    table = _table(f"Tables and their indexes, {large:,} in store", "table", "MB", "bytes an article")
    for name, size in sizes[large]:
        if size / large >= 10:
            table.add_row(name, f"{size / 1e6:,.0f}", f"{size / large:,.0f}")
    whole = sum(size for _, size in sizes[large])
    own = sum(size for name, size in sizes[large] if name not in ("articles", "urls"))
    table.add_row("all", f"{whole / 1e6:,.0f}", f"{whole / large:,.0f}")
    table.add_row("all but the articles and their URLs", f"{own / 1e6:,.0f}", f"{own / large:,.0f}")
    return table


def _larges(larges: Sequence[Large]) -> Table:
    table = _table("One more report of a large event", "articles in it", "ms", "most of it")
    for each in larges:
        most = sorted(each.steps.items(), key=lambda step: -step[1])[:4]
        table.add_row(
            str(each.members),
            f"{1000 * each.seconds:.0f}",
            ", ".join(f"{step} {1000 * seconds:.0f}" for step, seconds in most),
        )
    return table


def beside(straight: Distributions, read: Distributions) -> Table:
    """Rows made straight away beside what reading gives."""
    table = _table("The store's rows beside what reading gives, the same articles", "what", "straight", "read")
    for what in straight:
        table.add_row(what, straight[what], read[what])
    return table


def _median(values: Sequence[float]) -> float:
    return statistics.median(values)
