"""Captions and credits with the gold's own faults set aside: each listed case exists, and the rest keeps its floors."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.crawl.conftest import PROJECT, run_scrapy
from tests.quality.gold_faults import figures, load_scorer, read_faults, set_aside

EVAL = PROJECT.parent / "shared" / "eval"
FLOORS = {"cap_f1": (0.96, "captions F1"), "cap_ex": (0.96, "captions exact"), "cred_prec": (0.96, "credits precision")}


def lines(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


@pytest.fixture(scope="module")
def manifest() -> list[dict[str, Any]]:
    if not EVAL.is_dir():
        pytest.skip("not scored: the real pages of ../shared/eval are not there")
    return lines(EVAL / "extraction" / "manifest.jsonl")


def test_every_listed_case_is_one_of_the_golds(manifest: list[dict[str, Any]]) -> None:
    images = {page["id"]: len(page["images"] or ()) for page in manifest}
    for fault in read_faults():
        assert fault["page"] in images
        assert fault["figure"] in {"caption", "credit", "image"}
        assert fault["reason"]
        if fault["figure"] != "image":
            assert fault["gold"] < images[fault["page"]]


def test_the_figures_without_the_golds_faults_keep_their_floors(
    manifest: list[dict[str, Any]], tmp_path_factory: pytest.TempPathFactory
) -> None:
    predicted = tmp_path_factory.mktemp("faults") / "dateline.jsonl"
    done = run_scrapy("extract", "--manifest", EVAL / "extraction" / "manifest.jsonl", "-o", predicted)
    assert done.returncode == 0, done.stderr
    found = figures(manifest, {page["id"]: page for page in lines(predicted)}, load_scorer(EVAL))
    for figure, (floor, name) in FLOORS.items():
        print(f"{name}, {len(read_faults())} cases set aside: {found[figure]:.3f} (floor {floor})")
        assert found[figure] >= floor, name


def test_a_fault_takes_the_case_out_of_both_sides(manifest: list[dict[str, Any]]) -> None:
    gold = {"images": [{"urls": ["https://a.example/p/1234567.jpg"], "caption": None, "credits": ["AP"]}]}
    seen = {"images": [{"urls": ["https://a.example/p/1234567.jpg"], "caption": "A bridge.", "credit": "AP"}]}
    fault = {"figure": "caption", "gold": 0}
    left, right = set_aside(gold, seen, [fault], load_scorer(EVAL))
    assert right["images"][0]["caption"] is None
    assert left["images"][0]["credits"] == [right["images"][0]["credit"]]
    assert seen["images"][0]["caption"] == "A bridge."
