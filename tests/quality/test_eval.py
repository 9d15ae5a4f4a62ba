"""Extraction scored on real pages with gold answers, where ``../shared/eval`` is there. The floors only rise."""

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from pipelines.extract.overrides.reading import shipped_overrides
from tests.crawl.conftest import PROJECT, run_scrapy
from tests.quality.gold import EVAL, read_lines
from tests.quality.report import FIGURES, US

# Figure of the scorer, floor, and what the figure is.
FLOORS = {
    "sh_f1": (0.976, "body F1"),
    "title_ex": (0.91, "title exact"),
    "pub_inst": (0.98, "published, same instant"),
    "pub_date": (0.98, "published, same date"),
    "auth_f1": (0.95, "authors F1"),
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


@pytest.mark.parametrize("page", ["docs/quality.md", "README.md"])
def test_the_docs_say_no_more_than_what_is_measured(scores: dict[str, Any], page: str) -> None:
    headings = {heading: figure for figure, (heading, _) in FIGURES.items()}
    lines = (PROJECT / page).read_text("utf-8").splitlines()
    number = next(number for number, line in enumerate(lines) if line.startswith(f"| {US} |"))
    names, values = (re.split(r"\s*\|\s*", lines[row].strip("| ")) for row in (number - 2, number))
    said = dict(zip(names[1:] if names[0] in ("", "|") else names, values[1:], strict=True))
    assert len(said) >= 8
    better = {name: (value, scores[headings[name]]) for name, value in said.items()
              if float(value) > scores[headings[name]] + 0.0005}  # fmt: skip
    assert better == {}, "run `make quality`"


@pytest.fixture(scope="module")
def gold() -> dict[str, dict[str, Any]]:
    if not EVAL.is_dir():
        pytest.skip("the real pages of ../shared/eval are not there")
    return {page["id"]: page for page in read_lines(EVAL / "extraction" / "manifest.jsonl")}


def test_no_figure_rests_on_an_override(gold: dict[str, dict[str, Any]]) -> None:
    hosts = {(urlsplit(page["url"]).hostname or "").removeprefix("www.") for page in gold.values()}
    assert hosts & set(shipped_overrides()) == set()
