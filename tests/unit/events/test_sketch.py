"""What is compared of two reports, and how like they are."""

import numpy as np
import pytest

from models.events.items import Facts
from pipelines.events.clusters.grounds import shared
from pipelines.events.clusters.likeness import likeness
from pipelines.events.clusters.packed import pack, unpack
from pipelines.events.clusters.rarity import Rarity
from pipelines.events.clusters.sketch import SECTIONS, Sketch, sketch
from pipelines.events.reading import find_facts
from tests.unit.events.telling import FERRY, MOSQUE, MOSQUE_AGAIN, MOSQUE_IN_FRENCH, report, story


def sketched(body: str, day: str | None = "2017-06-22", language: str = "en") -> Sketch:
    """The sketch of a report, as a shelf gives it back."""
    return unpack(report(1, body, day, language).sketch)


def like(*sketches: Sketch) -> float:
    """How like the first two are in a corpus of all."""
    rarity = Rarity()
    rarity.add(sketches)
    return float(likeness(sketches, np.array([[0, 1]]), rarity)[0])


def test_a_sketch_is_the_same_after_it_was_kept() -> None:
    made = sketch(told := story(1, MOSQUE, "2017-06-21"), find_facts(told), keys=(5, 1 << 40))
    kept = unpack(pack(made))
    assert (kept.day, kept.kind, kept.tongue) == (made.day, made.kind, made.tongue)
    assert kept.at == pytest.approx(made.at)
    assert list(kept.print) == list(made.print)
    for section in SECTIONS:
        assert list(kept.vectors[section].hashes) == list(made.vectors[section].hashes)
        assert kept.vectors[section].weights == pytest.approx(made.vectors[section].weights, abs=1 / 16)


def test_a_sketch_of_another_form_is_refused_with_what_to_do() -> None:
    with pytest.raises(ValueError, match="scrapy events rebuild"):
        unpack(b"\xff" + pack(sketch(story(1, MOSQUE), Facts()))[1:])


def test_reports_of_one_event_are_more_alike_than_others() -> None:
    told, again, other = sketched(MOSQUE), sketched(MOSQUE_AGAIN), sketched(FERRY)
    assert like(told, again, other) > 3 * like(told, other, again)


def test_the_same_day_and_place_count_in_any_language() -> None:
    there = sketched(MOSQUE_AGAIN)
    assert like(there, sketched(MOSQUE_IN_FRENCH, language="fr")) > like(there, sketched(FERRY, "2021-05-03"))


def test_a_day_that_only_begins_a_span_is_not_what_two_reports_share() -> None:
    assert len(sketched("Sugar has run short in Mosul since Wednesday.").vectors["days"].hashes) == 0
    assert len(sketched("Shops were looted in Mosul on Wednesday.").vectors["days"].hashes) == 1


def test_likeness_counts_less_where_many_reports_are_alike() -> None:
    few = [sketched(MOSQUE), sketched(MOSQUE_AGAIN)]
    crowd = [sketched(f"{MOSQUE} Report {number}.") for number in range(400)]
    assert like(*few, *crowd) < like(*few)


def test_what_two_reports_share_is_said_in_words() -> None:
    told, again = story(1, MOSQUE, "2017-06-22"), story(2, MOSQUE_AGAIN, "2017-06-22")
    rarity = Rarity()
    found = shared((told, find_facts(told)), (again, find_facts(again)), rarity)
    assert "Mosul" in found["places"]
    assert "2017-06-21" in found["days"]
    assert "minaret" in found["terms"]
    ferry = story(3, FERRY, "2021-05-03")
    assert shared((ferry, find_facts(ferry)), (ferry, find_facts(ferry)), rarity)["figures"] == ("at least 26 killed",)


def test_reports_that_were_counted_out_leave_no_trace() -> None:
    rarity = Rarity()
    rarity.add([sketched(MOSQUE), sketched(FERRY)])
    rarity.add([sketched(FERRY)], sign=-1)
    alone = Rarity()
    alone.add([sketched(MOSQUE)])
    assert rarity.reports == 1
    assert (rarity.counts == alone.counts).all()
