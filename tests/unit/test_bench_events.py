"""The benchmark of events still runs, and takes in what it says."""

import json
import subprocess
import sys
from pathlib import Path

from tests.crawl.conftest import PROJECT


def bench(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "tests.bench.events", *map(str, arguments)], cwd=PROJECT, capture_output=True, text=True
    )


def test_a_small_store_takes_articles_in_and_is_measured(server: str, tmp_path: Path) -> None:
    figures = tmp_path / "figures.json"
    done = bench(
        *("--in-store", "100", "--articles", "300", "--rounds", "1", "--cores", "1"),
        *("--server", server, "--json", figures),
    )
    assert done.returncode == 0, done.stderr
    (measured,) = json.loads(figures.read_text("utf-8"))["rounds"]
    assert (measured["in_store"], measured["articles"]) == (100, 300)
    assert measured["assigning"] > 0
    assert measured["steps"]["near ones looked up"] > 0
    assert "One more report of a large event" in done.stdout


def test_a_size_that_makes_no_sense_is_refused() -> None:
    done = bench("--in-store", "3")
    assert done.returncode == 2
    assert "--in-store 100 or more" in done.stderr
