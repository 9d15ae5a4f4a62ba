"""Cases in which the gold is wrong are written down with a reason, and set aside without touching the gold."""

from pathlib import Path
from typing import Any

import pytest

from tests.quality.gold import EVAL, GoldFault, read_faults, set_aside

PAGE: dict[str, Any] = {
    "id": "xx/Gazette", "has_body": True, "title": "Mill burns", "authors": ["Lotte Fenn"], "published": "2026-03-02",
    "images": [{"urls": ["https://g.example/img/mill-1200.jpg"], "caption": "The mill.", "credits": ["Lotte Fenn"]},
               {"urls": ["https://g.example/img/ford-1200.jpg"], "caption": "The ford.", "credits": []}],
}  # fmt: skip
PREDICTED: dict[str, Any] = {
    "images": [{"url": "https://g.example/img/mill-600.jpg", "caption": "The mill."},
               {"url": "https://g.example/img/ford-1200.jpg", "caption": "The ford."}],
}  # fmt: skip


def fault(figure: str, image: int | None = None) -> GoldFault:
    return GoldFault(page="xx/Gazette", figure=figure, image=image, reason="the page says otherwise")


def test_a_figure_set_aside_is_not_scored_and_the_gold_stays_as_it_was() -> None:
    (page,), _ = set_aside([PAGE], {}, [fault(name) for name in ("body", "title", "authors", "published")])
    assert (page["has_body"], page["title"], page["authors"], page["published"]) == (False, None, [], None)
    assert page["images"] == PAGE["images"]
    assert (PAGE["title"], PAGE["authors"]) == ("Mill burns", ["Lotte Fenn"])


def test_faults_of_other_pages_change_nothing() -> None:
    (page,), predicted = set_aside([PAGE | {"id": "xx/Other"}], {"xx/Other": PREDICTED}, [fault("title")])
    assert page["title"] == "Mill burns"
    assert predicted == {"xx/Other": PREDICTED}


@pytest.mark.skipif(not EVAL.is_dir(), reason="the scorer of ../shared/eval is not there")
@pytest.mark.parametrize(("image", "left"), [(0, ["The ford."]), (1, ["The mill."]), (None, [])])
def test_an_image_set_aside_is_neither_in_the_gold_nor_among_what_was_read(image: int | None, left: list[str]) -> None:
    (page,), predicted = set_aside([PAGE], {"xx/Gazette": PREDICTED}, [fault("credits", image)])
    assert [found["caption"] for found in page["images"]] == left
    assert [found["caption"] for found in predicted["xx/Gazette"]["images"]] == left


@pytest.mark.parametrize(
    ("stated", "said"),
    [
        ("figure: colour\n  reason: r", "'colour' is none of body, title"),
        ("figure: title\n  image: 0\n  reason: r", "only captions and credits have an image"),
        ("figure: title\n  reason: ''", "the reason is a line"),
    ],
)
def test_a_fault_that_means_nothing_is_refused(tmp_path: Path, stated: str, said: str) -> None:
    path = tmp_path / "gold_faults.yml"
    path.write_text(f"- page: xx/Gazette\n  {stated}\n")
    with pytest.raises(ValueError, match="xx/Gazette") as caught:
        read_faults(path)
    assert said in str(caught.value)


def test_a_file_that_is_not_there_has_no_faults(tmp_path: Path) -> None:
    assert read_faults(tmp_path / "gold_faults.yml") == []
