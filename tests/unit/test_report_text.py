"""What a report does to a page's texts, addresses and times before they are printed."""

from datetime import date

import pytest

from crawler.reports import spans
from crawler.reports.charts.drawing import drawn
from crawler.reports.charts.labels import View, country_labels
from crawler.reports.charts.places import view_of
from crawler.reports.text import cut, link, speaks
from crawler.reports.wording import count, country, language, marked, share


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("on the\tbridge", "on the\tbridge"),
        ("report\u202egnp.exe", "report\\u202egnp.exe"),
        ("a\x00b\x9bc", "a\\x00b\\x9bc"),
        ("می\u200cروم \u200falef", "می\u200cروم \u200falef"),
        ("Z" + "\u0301" * 15, "Z" + "\u0301" * 4),
        ("word " * 100, "word " * 3 + "word…"),
    ],
)
def test_text_keeps_what_scripts_need_and_spells_out_what_steers(text: str, shown: str) -> None:
    assert cut(text, 20) == shown


@pytest.mark.parametrize(
    "url",
    [
        None,
        "",
        "javascript:alert(1)",
        "data:text/html,x",
        "//evil.example/",
        "https://bank.example@evil.example/",
        "https://evil.example/\u202egpj.x",
        "https://evil.example/a b",
        "https://",
    ],
)
def test_what_is_no_plain_address_is_no_link(url: str | None) -> None:
    assert link(url) is None


def test_an_address_in_arabic_is_a_link() -> None:
    assert link("https://paper.example/أخبار?id=1&x=2") == "https://paper.example/أخبار?id=1&x=2"


def test_only_a_language_tag_becomes_one() -> None:
    assert speaks("ar-IQ") == 'lang="ar-IQ" dir="rtl"'
    assert speaks("en_GB") == 'lang="en-GB" dir="ltr"'
    assert speaks('en" onload="x') == 'dir="auto"'
    assert speaks(None) == 'dir="auto"'


def test_words_are_marked_in_any_script_and_escaped() -> None:
    assert marked("12 <b>died</b>", "15 <b>died</b>")[0] == "<del>12</del> &lt;b&gt;died&lt;/b&gt;"
    assert marked("死者12人", "死者15人")[1] == "死者<ins>15人</ins>"
    assert marked(None, "new") == ("", "<ins>new</ins>")


def test_figures_and_names_for_people() -> None:
    assert (count(1, "article"), count(300_000, "article")) == ("1 article", "300,000 articles")
    assert (share(1, 3), share(0, 0), share(None)) == ("33 %", "–", "–")
    assert (country("IQ"), country("XX"), country(None)) == ("Iraq", "XX", "")
    assert (language("ckb-IQ"), language("xx-none")) == ("Central Kurdish", "xx-none")


@pytest.mark.parametrize(
    ("last", "unit", "said"),
    [
        (date(2017, 6, 30), "day", "17 June 2017"),
        (date(2018, 6, 30), "week", "week of 12 June 2017"),
        (date(2021, 6, 30), "month", "June 2017"),
        (date(2030, 6, 30), "quarter", "April to June 2017"),
        (date(2080, 6, 30), "year", "2017"),
    ],
)
def test_days_are_put_together_until_there_are_few(last: date, unit: str, said: str) -> None:
    first = date(2017, 6, 17)
    assert spans.unit_of([last, first], 62) == unit
    starts = spans.all_starts(first, last, unit)
    assert len(starts) <= 64
    assert starts[0] <= first <= last
    assert spans.spelled(starts[0], unit) == said


def test_a_stretch_of_days_is_said_shortly() -> None:
    assert spans.days(date(2017, 6, 1), date(2017, 6, 30)) == "1 to 30 June 2017"
    assert spans.days(date(2017, 6, 1), date(2017, 6, 1)) == "1 June 2017"


def test_a_map_shows_all_its_places_and_names_the_countries_around_them() -> None:
    places = [{"lat": 36.3, "lon": 43.1}, {"lat": 33.3, "lon": 44.4}]
    view = view_of(places, narrow=False)
    for place in places:
        x, y = view.at(place["lat"], place["lon"])
        assert 0 < x < view.width
        assert 0 < y < view.height
    assert {"Iraq", "Iran", "Syria", "Turkey"} <= {label.word for label in country_labels(view, view.seen(), [])}


@pytest.mark.parametrize("lat", [-90.0, 90.0, 0.0])
@pytest.mark.parametrize("lon", [-180.0, 180.0])
def test_a_map_of_the_worlds_ends_has_room_as_well(lat: float, lon: float) -> None:
    view: View = view_of([{"lat": lat, "lon": lon}], narrow=True)
    assert view.scale > 0


def test_no_land_is_turned_inside_out_when_it_is_drawn_small() -> None:
    view = view_of([{"lat": -40, "lon": -150}, {"lat": 66, "lon": 150}], narrow=True)
    seen = view.seen()
    assert {"Russia", "Iraq", "Brazil", "Australia"} <= {land.country for land in seen}
    for land in (land for land in seen if land.east - land.west < 180):  # Russia's goes around the date line
        ring = view.pixels(land.ring)
        assert len(ring) >= 4
        # Clockwise as seen, y downwards: what d3 takes for the inside.
        assert sum(ring[at - 1][0] * y - x * ring[at - 1][1] for at, (x, y) in enumerate(ring)) > 1, land.country


def test_a_chart_may_draw_and_nothing_else() -> None:
    spec = {
        "$schema": "https://vega.github.io/schema/vega-lite/v6.json",
        "data": {"values": [{"u": "https://evil.example/x.png"}]},
        "mark": "image",
        "encoding": {"url": {"field": "u"}},
    }
    with pytest.raises(ValueError, match="a chart has an element 'image'"):
        drawn(spec, label="", css="")
