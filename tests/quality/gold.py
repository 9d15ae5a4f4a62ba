"""The gold of ``../shared/eval``, its scorer, and the cases in which the gold itself is wrong."""

import importlib.util
import json
from collections.abc import Collection, Iterable, Mapping
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
FIGURES: Final = ("body", "title", "authors", "published", "captions", "credits")

Record = Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class GoldFault:
    """A case in which the gold is wrong, so that no right answer can score."""

    page: str
    """The page's id in the manifest."""
    figure: str
    """One of ``FIGURES``."""
    image: int | None = None
    """For captions and credits the image's place in the page's gold, from 0; null: all of them."""
    reason: str
    """What the gold says and what the page says, in a line; no text of the page."""


def read_faults(path: Path = FAULTS) -> list[GoldFault]:
    """The file's faults; none if there is no file. Raises ``ValueError`` for one that means nothing."""
    listed = yaml.safe_load(path.read_text("utf-8")) if path.is_file() else None
    faults = [GoldFault(**stated) for stated in listed or []]
    for fault in faults:
        if fault.figure not in FIGURES:
            raise ValueError(f"{path.name}: {fault.page}: {fault.figure!r} is none of {', '.join(FIGURES)}")
        if fault.image is not None and fault.figure not in ("captions", "credits"):
            raise ValueError(f"{path.name}: {fault.page}: only captions and credits have an image")
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
    gold: Iterable[Record], predicted: Mapping[str, Record], faults: Collection[GoldFault]
) -> tuple[list[Record], dict[str, Record]]:
    """Gold and predictions without the faults: a figure of a page is not scored, an image stands in neither."""
    kept_gold: list[Record] = []
    kept = dict(predicted)
    for page in gold:
        mine = [fault for fault in faults if fault.page == page["id"]]
        figures = {fault.figure for fault in mine if fault.image is None}
        changed = dict(page)
        changed["has_body"] = page["has_body"] and "body" not in figures
        changed |= {name: None for name in ("title", "published") if name in figures}
        changed |= {"authors": []} if "authors" in figures else {}
        images = page["images"] or []
        gone = {fault.image for fault in mine if fault.image is not None}
        if figures & {"captions", "credits"}:
            gone = set(range(len(images)))
        changed["images"] = [image for place, image in enumerate(images) if place not in gone]
        prediction = predicted.get(page["id"])
        if gone and prediction:
            lost = [images[place] for place in sorted(gone)]
            others = [image for image in prediction.get("images", []) if not any(_same(image, g) for g in lost)]
            kept[page["id"]] = {**prediction, "images": others}
        kept_gold.append(changed)
    return kept_gold, kept


def _same(image: Record, gold: Record) -> bool:
    """Whether a predicted image is the gold's: by address, or by the words of its caption."""
    score = scorer()
    addresses = [*(image.get("urls") or []), image.get("url")]
    keys = set().union(*(score.url_keys(url) for url in addresses), set())
    told = set().union(*(score.url_keys(url) for url in gold["urls"]), set())
    caption = score.toks(image.get("caption"))
    return bool(keys & told) or (bool(caption) and score.bow(caption, score.toks(gold["caption"]))[2] >= 0.8)
