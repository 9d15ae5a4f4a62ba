"""The gold of ``../shared/eval``, its scorer, and the cases in which the gold itself is wrong."""

import importlib.util
import json
from collections.abc import Collection, Iterable, Mapping
from copy import deepcopy
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any, Final

import yaml

from tests.crawl.conftest import PROJECT

EVAL: Final = PROJECT.parent / "shared" / "eval"
MANIFEST: Final = EVAL / "extraction" / "manifest.jsonl"
FAULTS: Final = Path(__file__).parent / "gold_faults.yml"
OF_A_PAGE: Final = ("body", "title", "authors", "published")
OF_AN_IMAGE: Final = ("caption", "credit")

Record = Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class GoldFault:
    """A case in which the gold is wrong, so that no right answer can score."""

    page: str
    """The page's id in the manifest."""
    figure: str
    """One of ``OF_A_PAGE`` or ``OF_AN_IMAGE``; or ``image``: a photo of the article that the gold lacks."""
    gold: int | None = None
    """For ``caption`` and ``credit``: the image's place in the page's gold, from 0."""
    image: str | None = None
    """For ``image``: a part of its address."""
    reason: str
    """What the gold says and what the page says, in a line; no text of the page."""


def read_faults(path: Path = FAULTS) -> list[GoldFault]:
    """The file's faults; none if there is no file. Raises ``ValueError`` for one that means nothing."""
    listed = yaml.safe_load(path.read_text("utf-8")) if path.is_file() else None
    faults = [GoldFault(**stated) for stated in listed or []]
    for fault in faults:
        if fault.figure not in (*OF_A_PAGE, *OF_AN_IMAGE, "image"):
            raise ValueError(f"{path.name}: {fault.page}: {fault.figure!r} is no figure")
        if (fault.gold is not None) != (fault.figure in OF_AN_IMAGE) or (fault.image is not None) != (
            fault.figure == "image"
        ):
            raise ValueError(f"{path.name}: {fault.page}: a {fault.figure} is not told apart so")
        if not fault.reason.strip() or "\n" in fault.reason:
            raise ValueError(f"{path.name}: {fault.page}: the reason is a line")
    return faults


@cache
def scorer() -> ModuleType:
    """``score.py`` as a module."""
    spec = importlib.util.spec_from_file_location("score", EVAL / "score.py")
    if spec is None or spec.loader is None:
        raise FileNotFoundError(EVAL / "score.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def read_lines(path: Path) -> list[dict[str, Any]]:
    """A file of JSON lines."""
    return [json.loads(line) for line in path.read_text("utf-8").splitlines() if line.strip()]


def aggregate(
    gold: Iterable[Record], predicted: Mapping[str, Record], languages: Collection[str] | None = None
) -> dict[str, Any]:
    """The scorer's figures over the pages in these languages, or over all."""
    score = scorer()
    pages = [page for page in gold if languages is None or page["language"] in languages]
    found: dict[str, Any] = score.aggregate([score.score_page(page, predicted.get(page["id"], {})) for page in pages])
    return found


def set_aside(
    gold: Iterable[Record], predicted: Mapping[str, Record], faults: Iterable[GoldFault]
) -> tuple[list[Record], dict[str, Record]]:
    """Gold and predictions without the faults: what a fault concerns stands in neither."""
    by_page: dict[str, list[GoldFault]] = {}
    for fault in faults:
        by_page.setdefault(fault.page, []).append(fault)
    kept_gold: list[Record] = []
    kept = dict(predicted)
    for page in gold:
        right, found = deepcopy(dict(page)), deepcopy(dict(predicted.get(page["id"], {})))
        for fault in by_page.get(page["id"], ()):
            _set_aside(right, found, fault)
        kept_gold.append(right)
        kept[page["id"]] = found
    return kept_gold, kept


def _set_aside(page: dict[str, Any], found: dict[str, Any], fault: GoldFault) -> None:
    images = found.get("images") or []
    if fault.figure == "body":
        page["has_body"] = False
    elif fault.figure == "authors":
        page["authors"] = []
    elif fault.figure in OF_A_PAGE:
        page[fault.figure] = None
    elif fault.figure == "image":
        found["images"] = [image for image in images if not any(str(fault.image) in url for url in image["urls"])]
    else:
        meant = page["images"][fault.gold]
        own = [image for image in images if _keys(meant) & _keys(image)]
        for image in own or [image for image in images if meant["caption"] and image["caption"] == meant["caption"]]:
            image[fault.figure] = None
        meant["caption" if fault.figure == "caption" else "credits"] = None if fault.figure == "caption" else []


def _keys(image: Record) -> set[str]:
    """What the scorer tells an image by."""
    return set().union(*map(scorer().url_keys, image["urls"]))
