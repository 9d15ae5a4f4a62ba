"""The tables for people."""

import statistics
from collections.abc import Iterable, Iterator, Mapping, Sequence

from rich.table import Table

from tests.bench.crawl.contestants import OURS, TOOLS, Run


def tables(runs: Sequence[Run], looked: Run | None, cores: int) -> Iterator[Table]:
    """Everything that was measured."""
    by_tool = {tool: [run for run in runs if run.tool == tool] for tool in TOOLS}
    by_tool = {tool: found for tool, found in by_tool.items() if found}
    yield _rates(by_tool)
    if ours := by_tool.get(OURS):
        yield _whole(ours, cores)
        yield _main_process(ours, looked)
        yield _promises(ours)


def _table(title: str, *headings: str) -> Table:
    table = Table(title=title, title_justify="left")
    for place, heading in enumerate(headings):
        table.add_column(heading, justify="right" if place else "left")
    return table


def _rates(by_tool: Mapping[str, Sequence[Run]]) -> Table:
    table = _table(
        "Pages a second; CPU in ms a page", "contestant", "articles", "delivered", "seconds", "pages/s", "under way",
        "ours is", "main", "children", "server", "site",
    )  # fmt: skip
    for tool, runs in by_tool.items():
        usages = [run.usage for run in runs]
        milliseconds = (
            _median(_per_page(run, getattr(run.usage, part)) for run in runs)
            for part in ("main", "children", "postgresql", "server")
        )
        table.add_row(
            TOOLS[tool],
            str(runs[0].pages),
            "all" if all(run.articles == run.pages for run in runs) else f"{min(run.articles for run in runs)}",
            f"{_median(usage.wall for usage in usages):.1f}",
            f"{_median(run.rate for run in runs):.1f}",
            f"{_median(_steady(run) for run in runs):.1f}",
            _ratio(by_tool.get(OURS, ()), runs),
            *(f"{value:.1f}" for value in milliseconds),
        )
    return table


def _steady(run: Run) -> float:
    """Articles a second between the first article asked for and the last."""
    taken = run.served["last"] - run.served["first"]
    return run.articles / taken if taken > 0 else 0.0


def _ratio(ours: Sequence[Run], theirs: Sequence[Run]) -> str:
    """How many times theirs our rate is, round by round: the middle, and from where to where."""
    found = sorted(one.rate / other.rate for one, other in zip(ours, theirs, strict=False) if other.rate)
    if not found:
        return "–"
    return f"{statistics.median(found):.2f} × ({found[0]:.2f}–{found[-1]:.2f})"


def _median(values: Iterable[float]) -> float:
    return statistics.median(values)


def _whole(runs: Sequence[Run], cores: int) -> Table:
    """Where the time of all cores goes."""
    table = _table("Where the time of the cores goes, in our crawl", "process", "ms/page", "share")
    parts = {"workers": "children", "main process": "main", "PostgreSQL": "postgresql", "the site itself": "server"}
    spent = {name: _median(_per_page(run, getattr(run.usage, part)) for run in runs) for name, part in parts.items()}
    whole = _median(_per_page(run, run.usage.wall * cores) for run in runs)
    busy = _median(_per_page(run, run.usage.busy) for run in runs)
    spent["what else runs on the machine"] = max(0.0, busy - sum(spent.values()))
    for name, value in [*spent.items(), ("idle", whole - sum(spent.values())), ("all", whole)]:
        table.add_row(name, f"{value:.2f}", f"{value / whole:.0%}")
    return table


def _per_page(run: Run, seconds: float) -> float:
    """Milliseconds an article."""
    return 1000 * seconds / max(1, run.articles)


def _main_process(runs: Sequence[Run], looked: Run | None) -> Table:
    """Where our main process's own time goes: its threads as the kernel counts them, the main one by its stacks."""
    table = _table("Our main process", "thread, stage", "ms/page")
    threads = {name for run in runs for name in run.probe["threads"]}
    spent = {name: _median(_per_page(run, run.probe["threads"].get(name, 0.0)) for run in runs) for name in threads}
    for name, value in sorted(spent.items(), key=lambda part: -part[1]):
        table.add_row(name, f"{value:.2f}")
        if name == "main" and looked is not None:
            seen: Mapping[str, int] = looked.probe["stages"]
            for stage, times in sorted(seen.items(), key=lambda part: -part[1]):
                table.add_row(f"  {stage}", f"{value * times / max(1, sum(seen.values())):.2f}")
    collecting = _median(_per_page(run, run.probe["collecting"]["seconds"]) for run in runs)
    table.add_row("garbage collection, in whatever thread", f"{collecting:.2f}")
    return table


def _promises(runs: Sequence[Run]) -> Table:
    """The event loop's lag and the memory, of the worst round."""
    table = _table("Lag of the event loop, and memory", "what", "value")
    for name in ("p50", "p99", "max"):
        table.add_row(f"lag, {name}", f"{max(run.probe['late'][name] for run in runs):.1f} ms")
    longest_collection = max(run.probe["collecting"]["longest"] for run in runs)
    table.add_row("garbage collection, the longest", f"{1000 * longest_collection:.1f} ms")
    longest = max(runs, key=lambda run: max((own for _, own, _ in run.usage.memory), default=0.0))
    series = longest.usage.memory
    for name, part in (("a tenth", 0.1), ("a quarter", 0.25), ("half", 0.5), ("three quarters", 0.75), ("the end", 1)):
        if series:
            _, own, children = series[min(len(series) - 1, int(len(series) * part))]
            table.add_row(f"main process, at {name}", f"{own:.0f} MB (workers {children:.0f})")
    if series:
        table.add_row("main process, at most", f"{max(own for _, own, _ in series):.0f} MB")
    return table
