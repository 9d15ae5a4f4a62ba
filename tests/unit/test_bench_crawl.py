"""The benchmark of the whole crawl still runs, and counts what was really delivered."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.bench.crawl.probe import stage_of
from tests.crawl.conftest import PROJECT


def bench(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "tests.bench.crawl", *map(str, arguments)], cwd=PROJECT, capture_output=True, text=True
    )


def test_a_small_site_is_crawled_to_the_end_and_measured(server: str, tmp_path: Path) -> None:
    figures = tmp_path / "figures.json"
    done = bench(
        *("--made-up", "--pages", "12", "--kilobytes", "30", "--rounds", "1", "--tools", "dateline"),
        *("--server", server, "-s", "EXTRACTION_WORKERS=1", "--no-looks", "--json", figures),
    )
    assert done.returncode == 0, done.stderr
    (run,) = json.loads(figures.read_text("utf-8"))["runs"]
    assert (run["articles"], run["served"]["served"]) == (12, 12)
    assert run["probe"]["late"]["calls"] > 0
    assert run["usage"]["main"] > 0
    assert run["usage"]["children"] > 0
    for said in ("Dateline", "workers", "lag, p99", "main process, at most"):
        assert said in done.stdout


def test_a_contestant_that_is_not_known_is_named() -> None:
    done = bench("--tools", "scrapie")
    assert done.returncode == 2
    assert "unknown tool scrapie" in done.stderr


@pytest.mark.parametrize(
    ("stack", "stage"),
    [
        (["/lib/zlib.py", "/site-packages/scrapy/downloadermiddlewares/httpcompression.py"], "decompress"),
        (["/lib/multiprocessing/connection.py", "/site-packages/pebble/pool/process.py"], "pool"),
        (["/lib/json.py", "/elsewhere.py"], "the rest"),
    ],
)
def test_time_counts_for_the_innermost_stage(stack: list[str], stage: str) -> None:
    assert stage_of(stack) == stage
