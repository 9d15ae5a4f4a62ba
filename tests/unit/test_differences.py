"""What a re-extraction says of two readings of a page."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from models.fields import Fields, fields_of, is_filled
from models.rows import agent_key
from pipelines.differences import ORDER, Change, Tally, changes, excerpts, in_words
from pipelines.spool import Spool
from tests.documents import CREDIT, PHOTO, PUBLISHED, document

URL = "https://paper.example/2017/a"


def changed(**other: Any) -> dict[str, Change]:
    return changes(fields_of(document()), fields_of(document(**other)))


def test_two_readings_that_agree_differ_in_nothing() -> None:
    assert changed() == {}


@pytest.mark.parametrize(
    ("other", "fields"),
    [
        ({"headline": "Another"}, {"headline"}),
        ({"body": "Another text.", "word_count": 2}, {"body"}),
        ({"word_count": 7}, {"word_count"}),
        ({"authors": ()}, {"authors"}),
        ({"published": replace(PUBLISHED, zone="Asia/Dhaka")}, {"published"}),
        ({"photos": (replace(PHOTO, caption="Another."),)}, {"captions"}),
        ({"photos": (replace(PHOTO, credit=replace(CREDIT, credits=CREDIT.credits[:1])),)}, {"credits"}),
        ({"photos": (replace(PHOTO, credit=replace(CREDIT, flags=frozenset({"handout"}))),)}, {"credit_flags"}),
        ({"photos": (replace(PHOTO, caption_source="class"),)}, {"photo_sources"}),
        ({"sources": {"headline": "h1"}}, {"field_sources"}),
    ],
)
def test_each_field_is_compared_by_itself(other: dict[str, Any], fields: set[str]) -> None:
    assert changed(**other).keys() == fields


def test_the_same_instant_and_the_same_name_are_no_difference_however_they_are_spelled() -> None:
    elsewhere = replace(PUBLISHED, at=PUBLISHED.at.astimezone(UTC))
    assert changed(published=elsewhere) == {}
    assert agent_key("person", "AHMAD AL-RUBAYE") == agent_key("person", "Ahmad Al-Rubaye")


def test_what_the_database_cannot_hold_is_no_difference() -> None:
    assert changed(headline="The battle,\x00 part a") == {}


@pytest.mark.parametrize(
    ("before", "after", "kind"),
    [
        (None, "x", "filled"),
        ((), ("x",), "filled"),
        ((None, ""), (None, "x"), "filled"),
        (None, False, "filled"),
        ("x", None, "lost"),
        (("x",), (None,), "lost"),
        ("x", "y", "changed"),
        (0, 3, "changed"),
    ],
)
def test_a_difference_is_newly_filled_lost_or_changed(before: Any, after: Any, kind: str) -> None:
    assert Change(before, after).kind == kind


def test_a_caption_less_is_a_loss_though_others_are_left() -> None:
    two = (PHOTO, replace(PHOTO, url="https://paper.example/img/bridge.jpg", caption="The bridge."))
    both, one = fields_of(document(photos=two)), fields_of(document(photos=(PHOTO, replace(two[1], caption=None))))
    assert changes(both, one)["captions"].kind == "lost"
    assert changes(one, both)["captions"].kind == "filled"
    assert changes(both, fields_of(document(photos=two[::-1])))["captions"].kind == "changed"


def test_every_field_has_its_place_in_the_report() -> None:
    assert set(ORDER) == fields_of(document()).keys()


def test_a_long_text_is_cut_around_the_first_difference() -> None:
    before = "the same words again and again, " * 20 + "then 17 dead, " + "and more " * 40
    first, second = excerpts(before, before.replace("17", "18"), 60)
    assert first.startswith("…")
    assert "then 17 dead" in first
    assert "then 18 dead" in second
    assert max(len(first), len(second)) <= 60
    assert excerpts("short", "shorter", 60) == ("short", "shorter")
    assert excerpts("a" * 100, "a" * 101, 60)[1].endswith("aaa")


def test_fields_are_told_in_words() -> None:
    said = {name: in_words(value) for name, value in fields_of(document()).items()}
    assert said["published"] == (
        "2017-06-21 22:01:00 UTC, to the minute, Asia/Kolkata by abbreviation; "
        "printed '22/06/2017 3:31 AM IST', in text"
    )
    assert said["authors"] == "Foreign Desk (organization)"
    assert said["photos"] == PHOTO.url
    assert said["credits"] == "Fadel Senna as photographer, AFP as agency, Getty Images as distributor"
    assert said["dek"] == "(none)"
    assert in_words(True) == "yes"
    assert in_words(b"\x01\xff") == "01ff"
    assert in_words({"b": "2", "a": None}) == "a: (none), b: 2"


def test_of_many_differences_a_few_are_kept_from_all_over() -> None:
    tally = Tally(samples=3)
    empty: Fields = {"dek": None}
    for number in range(300):
        after: Fields = {"dek": f"Dek {number}"}
        tally.add(number, 1, URL, empty, after, changes(empty, after))
    count = tally.fields["dek"]
    assert (count.before, count.after, count.kinds["filled"], count.kinds["lost"]) == (0, 300, 300, 0)
    assert len(count.samples["filled"]) == 3
    assert max(sample.article_id for sample in count.samples["filled"]) > 50
    silent = Tally(samples=0)
    silent.add(1, 1, URL, empty, {"dek": "x"}, changes(empty, {"dek": "x"}))
    assert silent.fields["dek"].samples["filled"] == []


def test_an_empty_list_or_mapping_says_nothing() -> None:
    assert not any(map(is_filled, (None, "", (), (None, ("",)), {})))
    assert all(map(is_filled, (0, False, "x", (None, "x"), {"a": "b"}, datetime.now(UTC) - timedelta(1))))


def test_a_spool_gives_back_what_it_got_and_leaves_no_file(tmp_path: Path) -> None:
    folder = tmp_path / "spool"
    with Spool[int](folder) as spool:
        for number in range(7):
            spool.append(number)
        assert len(spool) == 7
        assert list(spool.batches(3)) == [[0, 1, 2], [3, 4, 5], [6]]
        assert list(folder.iterdir()) == []
