"""Extraction scored on real pages with gold answers, where ``../shared/eval`` is there. The floors only rise."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.crawl.conftest import PROJECT, run_scrapy

EVAL = PROJECT.parent / "shared" / "eval"

# Figure of the scorer, floor, and what the figure is.
FLOORS = {
    "sh_f1": (0.955, "body F1"),
    "title_ex": (0.89, "title exact"),
    "pub_inst": (0.98, "published, same instant"),
    "pub_date": (0.97, "published, same date"),
    "auth_f1": (0.89, "authors F1"),
    "cap_f1": (0.915, "captions F1"),
    "cap_ex": (0.97, "captions exact"),
    "cred_ex": (0.94, "credits exact"),
    "cred_prec": (0.895, "credits precision"),
}


@pytest.fixture(scope="module")
def scores(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    if not EVAL.is_dir():
        pytest.skip("not scored: the real pages of ../shared/eval are not there")
    folder = tmp_path_factory.mktemp("quality")
    predicted, aggregates = folder / "dateline.jsonl", folder / "scores.json"
    done = run_scrapy("extract", "--manifest", EVAL / "extraction" / "manifest.jsonl", "-o", predicted)
    assert done.returncode == 0, done.stderr
    scored = subprocess.run(
        [sys.executable, EVAL / "score.py", predicted, "--json", aggregates],
        capture_output=True,
        text=True,
        check=True,
    )
    print(scored.stdout)
    found: dict[str, Any] = json.loads(Path(aggregates).read_text())["dateline"]["all"]
    return found


@pytest.mark.parametrize("figure", FLOORS)
def test_a_figure_does_not_fall_below_its_floor(scores: dict[str, Any], figure: str) -> None:
    floor, name = FLOORS[figure]
    print(f"{name}: {scores[figure]:.3f} (floor {floor})")
    assert scores[figure] >= floor
