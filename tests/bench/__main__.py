"""What extraction costs: CPU time a page, of Dateline and its peers, in one run; then where Dateline's goes.

Prints, and judges nothing. The tools take turns page by page, each in a process of its own, so a busy machine slows all
alike. A page's time is the median of its rounds, after one that does not count; a tool's, the mean of its pages.
"""

import argparse
import json
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from tests.bench.reader import TOOLS
from tests.bench.stages import ENGINE, REST, STAGES
from tests.bench.tools import ENVIRONMENTS, PROJECT, Reader, make_ready

REAL = PROJECT.parent / "shared" / "eval" / "extraction" / "manifest.jsonl"
OWN = PROJECT / "tests" / "pages"
BASE = "trafilatura"
TIMED = [tool for tool in TOOLS if tool != "readability-lxml"]
"""readability-lxml is in the table of quality alone: it reads the text and little else."""


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("--pages", type=Path, help="a manifest, or a folder of .html (default: the real pages of "
                        "../shared/eval, else tests/pages)")  # fmt: skip
    parser.add_argument("--rounds", type=int, default=3, help="how often each page is read (default: 3)")
    parser.add_argument("--first", type=int, help="only so many pages")
    parser.add_argument("--tools", default=",".join(TIMED), help=f"of {', '.join(TOOLS)} (default: all but the last)")
    given = parser.parse_args()
    given.tools = [tool for tool in given.tools.split(",") if tool]
    if unknown := [tool for tool in given.tools if tool not in TOOLS]:
        parser.error(f"unknown tool {unknown[0]}")
    if given.rounds < 1:
        parser.error("--rounds must be 1 or more")
    return given


def manifest_of(pages: Path | None, folder: Path) -> tuple[Path, str]:
    """A manifest of the pages, and what they are."""
    if pages is None and REAL.is_file():
        return REAL, "the real pages of ../shared/eval"
    chosen = pages or OWN
    if chosen.is_file():
        return chosen, str(chosen)
    files = sorted(chosen.rglob("*.html"))
    made = folder / "manifest.jsonl"
    entries = [{"html_path": str(file.resolve()), "url": f"https://press.example/{file.stem}"} for file in files]
    made.write_text("".join(json.dumps(entry) + "\n" for entry in entries), "utf-8")
    said = "pages of our own, in tests/pages: ../shared/eval is not there" if pages is None else str(chosen)
    return made, said


def measure(readers: Sequence[Reader], pages: int, rounds: int) -> tuple[dict[str, float], dict[str, int]]:
    """CPU milliseconds a page, and pages that failed, by tool."""
    times: dict[str, list[list[float]]] = {reader.tool: [[] for _ in range(pages)] for reader in readers}
    failed = dict.fromkeys(times, 0)
    for number in range(rounds + 1):
        print(f"round {number} of {rounds}" if number else "warming up", file=sys.stderr)
        for page in range(pages):
            for reader in readers:
                answer = reader.ask(page)
                if number:
                    times[reader.tool][page].append(answer["cpu"])
                else:
                    failed[reader.tool] += answer["failed"] is not None
    means = {tool: 1000 * statistics.mean(map(statistics.median, found)) for tool, found in times.items()}
    return means, failed


def measure_stages(manifest: Path, pages: int, rounds: int) -> dict[str, float]:
    """CPU milliseconds a page by stage: the median round of each stage."""
    reader = Reader("dateline-stages", manifest)
    taken: list[dict[str, float]] = []
    for _ in range(rounds + 1):
        whole = sum(reader.ask(page)["cpu"] for page in range(pages))
        stages: dict[str, float] = reader.ask("stages")
        taken.append(stages | {REST: whole - sum(stages.values())})
    reader.close()
    names = (*dict.fromkeys(STAGES.values()), ENGINE, REST)
    return {name: 1000 * statistics.median(r.get(name, 0.0) for r in taken[1:]) / pages for name in names}


def main() -> None:
    given = arguments()
    console = Console()
    with tempfile.TemporaryDirectory() as folder:
        manifest, said = manifest_of(given.pages, Path(folder))
        pages = sum(1 for line in manifest.read_text("utf-8").splitlines() if line.strip())
        pages = min(pages, given.first or pages)
        if not pages:
            sys.exit(f"no pages in {said}")
        console.print(f"{pages} pages: {said}; {given.rounds} rounds", highlight=False)
        for tool in given.tools:
            try:
                make_ready(tool, ENVIRONMENTS)
            except subprocess.CalledProcessError:
                sys.exit(f"no environment for {tool}: see pip's words above; without it: --tools dateline")
        readers = [Reader(tool, manifest) for tool in given.tools]
        means, failed = measure(readers, pages, given.rounds)
        for reader in readers:
            reader.close()
        console.print(cost_table(means, failed))
        if "dateline" in given.tools:
            console.print(stage_table(measure_stages(manifest, pages, given.rounds)))


def cost_table(means: dict[str, float], failed: dict[str, int]) -> Table:
    table = Table(title="CPU a page")
    for heading in ("tool", "ms", f"against {BASE}", "failed"):
        table.add_column(heading, justify="left" if heading == "tool" else "right")
    for tool, mean in means.items():
        ratio = f"{mean / means[BASE]:.2f}" if BASE in means else "–"
        table.add_row(tool, f"{mean:.1f}", ratio, str(failed[tool]))
    return table


def stage_table(stages: dict[str, float]) -> Table:
    table = Table(title="Where Dateline's goes (clocks included)")
    for heading in ("stage", "ms", "share"):
        table.add_column(heading, justify="left" if heading == "stage" else "right")
    whole = sum(stages.values())
    rows: list[tuple[str, Any]] = [*stages.items(), ("all", whole)]
    for stage, mean in rows:
        table.add_row(stage, f"{mean:.2f}", f"{mean / whole:.0%}")
    return table


if __name__ == "__main__":
    main()
