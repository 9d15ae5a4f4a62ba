"""Events and places scored on sets with right answers. The floors only rise.

Our own sets are scored in each run, in memory. Those of ``../shared/eval`` take minutes: they are scored here where
``EVENTS_QUALITY=full`` asks for it, and by ``make quality``.
"""

import os
import re
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path

import pytest

from models.events.items import Report
from pipelines.events.clusters.in_memory import cluster
from pipelines.events.places import locate
from tests.crawl.conftest import PROJECT
from tests.quality.events.measure import EVENT_SETS, NOT_THERE, PLACE_SETS, US, Values, judged, values_of
from tests.quality.events.places import PLACES, score_places
from tests.quality.events.records import records, score_records, truths
from tests.quality.events.sets import LabelledSet, development_sets, read_rows, score
from tests.quality.gold import EVAL

# By name of the set as docs/quality.md has it: B3 F1 and pair F1.
EVENT_FLOORS = {
    "conflict (our own)": (0.823, 0.691),
    "conflict (our own, undated)": (0.741, 0.537),
    "incidents (our own)": (0.823, 0.696),
    "incidents (our own, undated)": (0.831, 0.728),
}
# mentions F1, within 161 km of those found, both.
PLACE_FLOORS = {"places (our own)": (0.941, 0.954, 0.893)}
RECORD_FLOORS = {
    "conflict (our own)": {"occurred": 0.928, "place": 0.877, "kind": 0.857, "killed": 0.811},
    "incidents (our own)": {"occurred": 0.958, "place": 0.713, "kind": 0.836, "killed": 0.799},
}
# B3 F1, pair F1, multi B3 F1; mentions F1, within 161 km, both.
JUDGED_FLOORS = {
    "gva": (0.913, 0.778, 0.897),
    "ecbplus": (0.905, 0.872, 0.905),
    "tr-news": (0.837, 0.915, 0.728),
}
FULL = "EVENTS_QUALITY"

Own = Mapping[str, tuple[LabelledSet, list[Report]]]


@pytest.fixture(scope="module")
def own() -> Own:
    """Our own sets, read with their dates and without."""
    found = {}
    for labelled in development_sets():
        for name, each in ((f"{labelled.name} (our own)", labelled),
                           (f"{labelled.name} (our own, undated)", labelled.undated())):  # fmt: skip
            found[name] = each, each.read()
    return found


@pytest.fixture(scope="module")
def measured(own: Own) -> dict[str, Values]:
    """The figures of docs/quality.md on our own sets."""
    found = {
        name: values_of(score(labelled.events, [event for _, event in cluster(reports)]))
        for name, (labelled, reports) in own.items()
    }
    rows = read_rows(PLACES)
    said = {row["id"]: locate(row)["places"] for row in rows}
    return found | {"places (our own)": values_of(score_places(rows, said))}


def above(found: Values, floors: tuple[float, ...]) -> bool:
    return all(value is not None and value >= floor for value, floor in zip(found, floors, strict=False))


@pytest.mark.parametrize("name", EVENT_FLOORS)
def test_reports_find_their_events_as_well_as_ever(measured: dict[str, Values], name: str) -> None:
    print(name, measured[name])
    assert above(measured[name], EVENT_FLOORS[name]), measured[name]


@pytest.mark.parametrize("name", PLACE_FLOORS)
def test_places_are_found_and_located_as_well_as_ever(measured: dict[str, Values], name: str) -> None:
    assert above(measured[name], PLACE_FLOORS[name]), measured[name]


@pytest.mark.parametrize("name", RECORD_FLOORS)
def test_records_say_when_where_what_and_how_many_as_well_as_ever(own: Own, name: str) -> None:
    labelled, reports = own[name]
    found = asdict(score_records(records(labelled, reports), truths(labelled)))
    assert {figure: found[figure] for figure, floor in RECORD_FLOORS[name].items() if found[figure] < floor} == {}


def said_of(name: str) -> list[float]:
    """Our figures on a set in docs/quality.md."""
    text = (PROJECT / "docs" / "quality.md").read_text("utf-8")
    line = re.search(rf"^\| {re.escape(name)} \| {US} \| (.*) \|$", text, re.MULTILINE)
    assert line is not None, f"docs/quality.md does not speak of {name}: run `make quality`"
    return [float(cell) for cell in line[1].split(" | ")]


@pytest.mark.parametrize("name", [*EVENT_FLOORS, *PLACE_FLOORS])
def test_the_docs_say_no_more_of_events_than_what_is_measured(measured: dict[str, Values], name: str) -> None:
    assert above(measured[name], tuple(figure - 0.0015 for figure in said_of(name))), "run `make quality`"


@pytest.mark.parametrize("name", [*EVENT_SETS, *PLACE_SETS])
def test_the_sets_of_other_origin(tmp_path: Path, name: str) -> None:
    if not EVAL.is_dir():
        pytest.skip(NOT_THERE)
    if os.environ.get(FULL) != "full":
        pytest.skip(f"{name} is left out, it takes a minute: {FULL}=full, or make quality")
    found = judged(name, tmp_path)
    assert above(found, JUDGED_FLOORS[name]), found
    assert above(found, tuple(figure - 0.0015 for figure in said_of(name))), "run `make quality`"


def test_a_grouping_is_scored_as_the_field_does() -> None:
    gold, said = "aaabbc", [1, 1, 2, 2, 2, 3]
    found = score(gold, said)
    assert (round(found.b3, 3), found.pair) == (0.778, 0.5)
    assert score(gold, gold) == score("a", "b") == score("abc", "xyz")


def test_a_place_that_may_or_may_not_be_named_counts_for_nothing() -> None:
    gold = [
        {"id": 1, "places": [{"start": 0, "end": 5, "lat": 36.3, "lon": 43.1}], "optional": [{"start": 9, "end": 12}]}
    ]
    right, optional = {"start": 0, "end": 5, "lat": 36.0, "lon": 43.0}, {"start": 9, "end": 12, "lat": 0, "lon": 0}
    assert score_places(gold, {1: [right, optional]}) == score_places(gold, {1: [right]})
    assert score_places(gold, {1: [right]}).both == 1.0
    assert score_places(gold, {1: [right, right]}).mentions == pytest.approx(2 / 3)
    assert score_places(gold, {}).both == 0.0
