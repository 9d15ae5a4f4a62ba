"""Texts are told apart at a glance only where comparing them finds no copy."""

from random import Random

import pytest

from pipelines.events.copies import compare, may_be_copies, seeds

_WORDS = [f"{first}{last}" for first in "bdfgklmnprst" for last in ("ala", "emo", "ino", "oru", "uta", "erin", "osta")]


def _text(seed: int, count: int) -> str:
    dice = Random(seed)  # noqa: S311 - the same each time
    return " ".join(dice.choice(_WORDS) for _ in range(count))


@pytest.mark.parametrize("shared", range(5, 120, 5))
def test_a_passage_that_makes_two_texts_copies_is_never_overlooked(shared: int) -> None:
    passage = _text(1, shared)
    a, b = f"{passage} {_text(2, 40)}", f"{_text(3, 60)} {passage}"
    if compare(a, b) is not None:
        assert may_be_copies(seeds(a), seeds(b))


def test_texts_that_share_a_turn_of_phrase_need_not_be_compared() -> None:
    phrase = "officials told a news conference in the capital"
    assert not may_be_copies(seeds(f"{_text(4, 80)} {phrase}"), seeds(f"{phrase} {_text(5, 80)}"))


@pytest.mark.parametrize(
    "text", ["short", _text(6, 80) + " &amp; more", "警方说爆炸造成三人死亡" * 20, "<p>" + _text(7, 80)]
)
def test_texts_whose_words_do_not_stand_plain_are_always_compared(text: str) -> None:
    assert may_be_copies(seeds(text), seeds(_text(8, 80)))
