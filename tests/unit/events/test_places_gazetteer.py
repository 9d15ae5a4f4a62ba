"""The gazetteer: what it is made from, and how it is kept."""

import threading
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from pipelines.events.places.building import arrays_of
from pipelines.events.places.folding import key_of, tokens
from pipelines.events.places.gazetteer import Gazetteer
from pipelines.events.places.opening import open_gazetteer
from pipelines.events.places.sources import ALTERNATE, PRIMARY, Entry, countries, regions
from pipelines.events.places.tables import rows


def two_towns() -> tuple[Any, Any]:
    mosul = Entry("Mosul", "city", "IQ", "Nineveh", 36.335, 43.119, 99072, 1_683_000)
    mosul.add("Mosul", PRIMARY)
    mosul.add("Al Mawşil", ALTERNATE)
    reading = Entry("Reading", "city", "GB", "England", 51.456, -0.971, 2639577, 318_014)
    reading.add("Reading", PRIMARY)
    return arrays_of([mosul, reading])


def holds(gazetteer: Gazetteer, name: str) -> list[str]:
    return [
        gazetteer.place(one.number).name
        for row in gazetteer.find([key_of(name)])
        if row >= 0
        for one in gazetteer.candidates(row)
    ]


def test_it_is_built_once_and_read_from_its_folder_after_that(tmp_path: Path) -> None:
    built = []

    def make() -> tuple[Any, Any]:
        built.append(1)
        return two_towns()

    assert holds(open_gazetteer(tmp_path / "a", make), "Mosul") == ["Mosul"]
    open_gazetteer.cache_clear()
    assert holds(open_gazetteer(tmp_path / "a", make), "al-Mawsil") == ["Mosul"]
    assert len(built) == 1


def test_of_several_that_come_at_once_one_builds(tmp_path: Path) -> None:
    built = []

    def make() -> tuple[Any, Any]:
        built.append(1)
        return two_towns()

    found: list[list[str]] = []
    threads = [
        threading.Thread(target=lambda: found.append(holds(open_gazetteer.__wrapped__(tmp_path, make), "Reading")))
        for _ in range(4)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert found == [["Reading"]] * 4
    assert len(built) == 1


def test_where_nothing_can_be_written_it_is_kept_in_memory(tmp_path: Path) -> None:
    in_the_way = tmp_path / "file"
    in_the_way.write_text("no folder")
    assert holds(open_gazetteer(in_the_way / "gazetteer", two_towns), "Mosul") == ["Mosul"]


def test_a_damaged_one_is_built_again_and_other_editions_go(tmp_path: Path) -> None:
    (tmp_path / "older").mkdir()
    open_gazetteer(tmp_path, two_towns)
    (words,) = tmp_path.glob("*/words.json")
    words.write_text('{"countries"')
    open_gazetteer.cache_clear()
    assert holds(open_gazetteer(tmp_path, two_towns), "Mosul") == ["Mosul"]
    assert [path.name for path in tmp_path.iterdir() if path.is_dir()] == [words.parent.name]


def test_a_word_is_told_from_a_name_by_how_often_it_is_met() -> None:
    gazetteer = Gazetteer(*two_towns())
    reading, mosul = gazetteer.find(["reading", "mosul"])
    assert gazetteer.ordinary(reading, "en") > 1
    assert gazetteer.ordinary(mosul, "en") == 0
    assert gazetteer.find([]) == []
    assert gazetteer.find(["nowhere"]) == [-1]


def test_of_a_name_with_very_many_places_each_division_keeps_its_largest() -> None:
    places = [
        Entry("Springfield", "city", "US", f"State {number % 50}", 40, -90, number, 1000 + number)
        for number in range(200)
    ]
    for place in places:
        place.add("Springfield", PRIMARY)
    gazetteer = Gazetteer(*arrays_of(places))
    candidates = gazetteer.candidates(gazetteer.find(["springfield"])[0])
    assert len(candidates) == 64
    assert {one.admin1 for one in candidates} == {f"State {number}" for number in range(50)}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("São Paulo", "Sao Paulo"),
        ("Saint-Étienne", "St. Etienne"),
        ("Sana'a", "Sanaa"),
        ("Sana’a", "Sanaʻa"),
        ("Şanlıurfa", "Sanliurfa"),
        ("Łódź", "Lodz"),
        ("U.S.", "US"),
        ("الفلوجة", "الفلوجه"),
        ("Deir ez-Zor", "Deir Ez Zor"),
        ("Köln", "KÖLN"),
    ],
)
def test_spellings_that_differ_in_marks_only_are_one_name(one: str, other: str) -> None:
    assert key_of(one) == key_of(other)


def test_an_elided_article_is_not_part_of_a_name() -> None:
    text = "l'Irak d'Alep"
    assert [text[start:end] for start, end in tokens(text)] == ["l", "Irak", "d", "Alep"]


def test_countries_bear_their_names_in_many_languages_and_never_another_country_s() -> None:
    named = {entry.country: entry.names.keys() for entry in countries()}
    assert {"syria", "syrie", "siria", "سوريا", "сирия", "suriye"} <= named["SY"]
    assert {"uk", "britain", "royaume uni"} <= named["GB"]
    assert "china" not in named["HK"]
    assert {"burma", "myanmar"} <= named["MM"]


def test_regions_and_sites_come_from_the_project_s_own_table() -> None:
    found = {entry.name: entry for entry in regions()}
    assert found["Black Sea"].kind == "region"
    assert found["Gaza Strip"].country == "PS"
    assert "mer noire" in found["Black Sea"].names


def test_every_row_of_the_tables_has_its_fields_and_a_position_on_earth() -> None:
    for code, lat, lon, *others in rows("countries.tsv"):
        assert len(code) == 2
        assert len(others) == 2
        assert abs(float(lat)) <= 90
        assert abs(float(lon)) <= 180
    for row in rows("regions.tsv"):
        assert len(row) == 6
        assert row[1] in ("region", "site", "city", "admin2")
        assert abs(float(row[3])) <= 90
        assert abs(float(row[4])) <= 180
    for row in rows("divisions.tsv"):
        assert len(row) in (6, 7)
        assert abs(float(row[2])) <= 90
    assert all(len(row) == 3 for row in rows("spellings.tsv"))
    assert all(len(row) == 2 for row in rows("words.tsv"))


def test_the_arrays_are_no_larger_than_their_content_needs() -> None:
    arrays, _ = two_towns()
    assert arrays["key"].dtype == np.uint64
    assert arrays["lat"].dtype == np.float32
    assert len(arrays["first"]) == len(arrays["key"]) + 1
