"""What holds of credits and captions for any text at all."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.extract.credits import credit_prefix, is_credit_line, parse_credit, split_caption

PIECES = st.sampled_from(
    [
        "Felipe Dana",
        "AP",
        "AFP",
        "/",
        " via ",
        "Getty Images",
        "(",
        ")",
        "[",
        "]",
        ". ",
        ", ",
        "Foto:",
        "©",
        "(c)",
        " - ",
        " | ",
        "by",
        "Handout",
        "A soldier waits",
        "in the town",
        "2017",
        "사진 =",
        "共同",
        "＝",
        "أ ف ب",
        " and ",
        " for ",
        "\u00a0",
        ":",
        "’",
        "İ",
    ]
)
LINES = st.one_of(st.text(max_size=300), st.lists(PIECES, max_size=14).map("".join))


@given(LINES)
def test_any_text_gives_a_reading(text: str) -> None:
    line = parse_credit(text)
    assert line.raw == " ".join(text.split())
    assert 0.0 <= line.confidence <= 1.0
    assert all(agent.name for agent in line.credits)
    assert len({agent.name for agent in line.credits}) == len(line.credits)


@given(LINES)
def test_caption_and_credit_are_parts_of_the_text(text: str) -> None:
    folded = " ".join(text.split())
    caption, credit = split_caption(text)
    assert caption is None or caption in folded
    assert credit is None or credit in folded
    kept = (caption or "") + (credit or "")
    separators = str.maketrans("", "", " |•·-–—/:.＝=")
    assert sorted(kept.translate(separators)) == sorted(folded.translate(separators))


@given(LINES)
def test_the_other_questions_never_fail(text: str) -> None:
    assert is_credit_line(text) in {True, False}
    prefix = credit_prefix(text)
    assert prefix is None or prefix in text


@pytest.mark.parametrize(
    "piece", ["a", "a ", "(", "/", "Felipe Dana/AP ", "Foto: ", "© ", "A. ", "] ", "- ", "AP, ", "\u200f"]
)
def test_a_text_of_100_kilobytes_is_quick(piece: str) -> None:
    text = piece * (100_000 // len(piece))
    started = time.perf_counter()
    parse_credit(text), split_caption(text), is_credit_line(text), credit_prefix(text)
    assert time.perf_counter() - started < 0.5
