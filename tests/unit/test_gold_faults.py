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
    "images": [{"urls": ["https://g.example/img/mill-600.jpg"], "caption": "The mill.", "credit": "L. Fenn"},
               {"urls": ["https://g.example/img/ford-1200.jpg"], "caption": "The ford.", "credit": None}],
}  # fmt: skip


def fault(figure: str, gold: int | None = None, image: str | None = None) -> GoldFault:
    return GoldFault(page="xx/Gazette", figure=figure, gold=gold, image=image, reason="the page says otherwise")


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
def test_a_caption_set_aside_is_in_neither_and_its_credit_stays() -> None:
    (page,), predicted = set_aside([PAGE], {"xx/Gazette": PREDICTED}, [fault("caption", gold=0)])
    assert [found["caption"] for found in page["images"]] == [None, "The ford."]
    assert [found["caption"] for found in predicted["xx/Gazette"]["images"]] == [None, "The ford."]
    assert page["images"][0]["credits"] == ["Lotte Fenn"]
    assert PREDICTED["images"][0]["caption"] == "The mill."


@pytest.mark.skipif(not EVAL.is_dir(), reason="the scorer of ../shared/eval is not there")
def test_a_credit_set_aside_is_in_neither() -> None:
    (page,), predicted = set_aside([PAGE], {"xx/Gazette": PREDICTED}, [fault("credit", gold=0)])
    assert page["images"][0]["credits"] == []
    assert predicted["xx/Gazette"]["images"][0]["credit"] is None


def test_a_picture_that_the_gold_lacks_is_not_counted() -> None:
    _, predicted = set_aside([PAGE], {"xx/Gazette": PREDICTED}, [fault("image", image="mill-600")])
    assert [found["caption"] for found in predicted["xx/Gazette"]["images"]] == ["The ford."]


@pytest.mark.parametrize(
    ("stated", "said"),
    [
        ("figure: colour\n  reason: r", "'colour' is no figure"),
        ("figure: title\n  image: a\n  reason: r", "a title is not told apart so"),
        ("figure: caption\n  reason: r", "a caption is not told apart so"),
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
