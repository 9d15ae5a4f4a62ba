"""The benchmark prints what each tool costs and where our time goes."""

import subprocess
import sys
from pathlib import Path

from tests.bench.stages import ENGINE, STAGES
from tests.crawl.conftest import PROJECT

PAGES = PROJECT / "tests" / "pages"


def bench(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "tests.bench", *map(str, arguments)], cwd=PROJECT, capture_output=True, text=True
    )


def test_a_folder_of_pages_is_measured_stage_by_stage() -> None:
    done = bench("--pages", PAGES, "--first", "6", "--rounds", "1", "--tools", "dateline")
    assert done.returncode == 0, done.stderr
    assert f"6 pages: {PAGES}" in done.stdout.replace("\n", "")
    cells = [[cell.strip() for cell in line.split("│")] for line in done.stdout.splitlines() if "│" in line]
    times = {row[1]: float(row[2]) for row in cells}
    assert [stage for stage in (*STAGES.values(), ENGINE) if not times[stage] > 0] == []


def test_a_tool_that_is_not_known_is_named() -> None:
    done = bench("--tools", "newspaper")
    assert done.returncode == 2
    assert "unknown tool newspaper" in done.stderr


def test_no_pages_is_said(tmp_path: Path) -> None:
    done = bench("--pages", tmp_path)
    assert done.returncode == 1
    assert f"no pages in {tmp_path}" in done.stderr
