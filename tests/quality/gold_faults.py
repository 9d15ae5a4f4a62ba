"""The gold's and a prediction's images without the cases of ``gold_faults.yml``, so that both figures can be shown."""

import importlib.util
import sys
from collections.abc import Iterable
from copy import deepcopy
from pathlib import Path
from types import ModuleType
from typing import Any

import yaml

FAULTS = Path(__file__).with_name("gold_faults.yml")
Page = dict[str, Any]


def read_faults() -> list[dict[str, Any]]:
    """The listed cases: ``page``, ``figure`` (caption, credit, image), ``gold`` or ``image``, ``reason``."""
    faults: list[dict[str, Any]] = yaml.safe_load(FAULTS.read_text(encoding="utf-8"))
    return faults


def load_scorer(folder: Path) -> ModuleType:
    """``score.py`` of the folder with the eval, as a module."""
    spec = importlib.util.spec_from_file_location("eval_score", folder / "score.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


def set_aside(gold: Page, predicted: Page, faults: Iterable[dict[str, Any]], scorer: ModuleType) -> tuple[Page, Page]:
    """Copies of a page's gold and prediction in which neither holds what a fault of the gold concerns."""
    gold, predicted = deepcopy(gold), deepcopy(predicted)
    for fault in faults:
        images = predicted.get("images") or []
        if fault["figure"] == "image":
            predicted["images"] = [image for image in images if not any(fault["image"] in url for url in image["urls"])]
            continue
        meant = gold["images"][fault["gold"]]
        keys = set().union(*map(scorer.url_keys, meant["urls"]))
        own = [image for image in images if keys & set().union(*map(scorer.url_keys, image["urls"]))]
        for image in own or [image for image in images if meant["caption"] and image["caption"] == meant["caption"]]:
            image[fault["figure"]] = None
        meant["caption" if fault["figure"] == "caption" else "credits"] = None if fault["figure"] == "caption" else []
    return gold, predicted


def figures(manifest: list[Page], predictions: dict[str, Page], scorer: ModuleType) -> dict[str, float]:
    """The scorer's figures with the faults of the gold set aside."""
    by_page: dict[str, list[dict[str, Any]]] = {}
    for fault in read_faults():
        by_page.setdefault(fault["page"], []).append(fault)
    pages = []
    for gold in manifest:
        pair = set_aside(gold, predictions.get(gold["id"], {}), by_page.get(gold["id"], ()), scorer)
        pages.append(scorer.score_page(*pair))
    found: dict[str, float] = scorer.aggregate(pages)
    return found
