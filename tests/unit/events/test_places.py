"""Which places a report names, and where they are."""

import json
from datetime import UTC, datetime
from itertools import product

import pytest

from models.events.items import Passage, PlaceMention, Story
from pipelines.events.places import find_places, locate


def named(text: str, *, language: str = "en", country: str | None = None, headline: str = "") -> list[PlaceMention]:
    passages = [Passage(field="headline", text=headline)] if headline else []
    passages.append(Passage(field="body", text=text))
    return list(find_places(Story(id=1, passages=tuple(passages), language=language, country=country)))


def where(text: str, *, language: str = "en", country: str | None = None) -> list[tuple[str, str | None, str | None]]:
    return [(m.name, m.place.country, m.place.admin1) for m in named(text, language=language, country=country)]


def names(text: str, *, language: str = "en") -> list[str]:
    return [mention.name for mention in named(text, language=language)]


def test_a_place_has_its_position_its_division_and_its_geonames_id() -> None:
    (mention,) = named("Clashes broke out in Mosul on Sunday, the army said.")
    assert (mention.place.name, mention.place.kind, mention.place.country) == ("Mosul", "city", "IQ")
    assert mention.place.admin1 == "Nineveh"
    assert (mention.place.lat, mention.place.lon) == pytest.approx((36.335, 43.119), abs=0.01)
    assert mention.place.geonames_id == 99072
    assert mention.place.population > 1_000_000
    assert (mention.where.field, mention.where.start, mention.where.end) == ("body", 21, 26)
    assert mention.confidence > 0.9


@pytest.mark.parametrize("name", ["Mosul", "Mossoul", "al-Mawsil", "Al Mawsil", "Mossul", "Al-Mosul"])
def test_mosul_is_found_as_each_language_writes_it(name: str) -> None:
    (mention,) = named(f"Clashes were reported in {name} on Sunday, the army said.")
    assert mention.place.geonames_id == 99072


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("ar", "وصلت القوات إلى الموصل وبغداد والفلوجة أمس", [("الموصل", "IQ"), ("بغداد", "IQ"), ("الفلوجة", "IQ")]),
        (
            "ru",
            "В Мосуле и в Алеппо продолжаются бои, сообщили в Москве. Президент Сирии прибыл в Дамаск.",
            [("Мосуле", "IQ"), ("Алеппо", "SY"), ("Москве", "RU"), ("Сирии", "SY"), ("Дамаск", "SY")],
        ),
        ("uk", "У Києві та Харкові пролунали вибухи.", [("Києві", "UA"), ("Харкові", "UA")]),
        ("tr", "Musul'da patlama: 12 ölü. Ankara'nın açıklaması bekleniyor.", [("Musul", "IQ"), ("Ankara", "TR")]),
        (
            "fr",
            "Les combats ont repris à Alep et à Mossoul, en Irak. La France et l'Allemagne condamnent.",
            [("Alep", "SY"), ("Mossoul", "IQ"), ("Irak", "IQ"), ("France", "FR"), ("Allemagne", "DE")],
        ),
        ("es", "Los combates en Alepo, Siria, y en Ucrania.", [("Alepo", "SY"), ("Siria", "SY"), ("Ucrania", "UA")]),
        ("de", "Unruhen in Kiew und in der Türkei.", [("Kiew", "UA"), ("Türkei", "TR")]),
    ],
)
def test_other_languages_and_scripts_name_the_same_places(
    language: str, text: str, expected: list[tuple[str, str]]
) -> None:
    assert [(m.name, m.place.country) for m in named(text, language=language)] == expected


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("en", "The mosque (جامع النوري) in الموصل was destroyed.", [("الموصل", "Mosul")]),
        ("en", "Fighting went on in Mosul (الموصل) on Sunday.", [("Mosul", "Mosul"), ("الموصل", "Mosul")]),
        ("en", "The post, which read “انفجار في بغداد”, was deleted.", [("بغداد", "Baghdad")]),
        ("en", "Residents of دير الزور fled last week.", [("دير الزور", "Deir ez-Zor")]),
        ("fr", "L'armée est entrée dans الموصل dimanche.", [("الموصل", "Mosul")]),
        ("en", "The video was filmed in Бахмут, analysts said.", [("Бахмут", "Bakhmut")]),
        ("fr", "Une explosion à Харків a fait deux morts.", [("Харків", "Kharkiv")]),
        ("ru", "Взрывы в Kherson и в الموصل.", [("Kherson", "Kherson"), ("الموصل", "Mosul")]),
        ("ar", "قال الجيش إن القتال في Mosul مستمر", [("Mosul", "Mosul")]),
    ],
)
def test_a_name_in_another_script_than_the_text_s_is_a_place_too(
    language: str, text: str, expected: list[tuple[str, str]]
) -> None:
    assert [(m.name, m.place.name) for m in named(text, language=language)] == expected


@pytest.mark.parametrize(
    "text",
    [
        "He said مرحبا to the soldiers and شكرا to their commander.",
        "The president, محمد بن سلمان, declined to comment.",
        "Her brother (حسن) and his friend (كريم) were not there.",
    ],
)
def test_words_and_persons_in_another_script_are_no_places(text: str) -> None:
    assert named(text) == []


def test_paris_texas_stays_in_texas_when_it_is_named_again() -> None:
    text = "A fire broke out in Paris, Texas, on Friday. Officials in Paris said two people died."
    assert where(text) == [("Paris", "US", "Texas"), ("Texas", "US", "Texas"), ("Paris", "US", "Texas")]


def test_paris_alone_is_in_france() -> None:
    assert where("Police in Paris said two people died.") == [("Paris", "FR", "Île-de-France")]


def test_the_country_that_a_report_is_about_tells_homonyms_apart() -> None:
    lebanon = where("An explosion in Tripoli killed three, Lebanese security sources said. Beirut sent troops.")
    libya = where("An explosion in Tripoli killed three, Libyan security sources said. Benghazi was calm.")
    assert lebanon[0][:2] == ("Tripoli", "LB")
    assert libya[0][:2] == ("Tripoli", "LY")


def test_georgia_is_a_state_beside_atlanta_and_a_country_beside_tbilisi() -> None:
    assert where("Flooding in Georgia forced thousands from homes near Atlanta.")[0] == ("Georgia", "US", "Georgia")
    assert where("Georgia said Russian troops had left Gori near Tbilisi.")[0] == ("Georgia", "GE", None)


def test_the_newsroom_s_country_decides_between_equals() -> None:
    text = "Cambridge police arrested two students in Cambridge on Monday."
    assert {country for _, country, _ in where(text, country="US")} == {"US"}
    assert {country for _, country, _ in where(text, country="GB")} == {"GB"}


def test_a_list_of_countries_is_one_though_a_town_of_the_name_lies_in_the_next() -> None:
    assert where("Troops came from Turkey, Italy, Canada, Spain and Germany.") == [
        ("Turkey", "TR", None),
        ("Italy", "IT", None),
        ("Canada", "CA", None),
        ("Spain", "ES", None),
        ("Germany", "DE", None),
    ]


def test_a_dateline_is_a_place_and_so_are_the_state_and_country_behind_it() -> None:
    assert where("MOSUL, Iraq (AP) — Iraqi forces pushed deeper into the Old City on Thursday.") == [
        ("MOSUL", "IQ", "Nineveh"),
        ("Iraq", "IQ", None),
    ]
    assert where("SAN BERNARDINO, Calif. -- Two attackers killed 14.")[0] == ("SAN BERNARDINO", "US", "California")
    assert where("ATHENS, Ga. — Two men were hurt.")[0] == ("ATHENS", "US", "Georgia")


def test_a_dateline_kept_apart_from_the_text_helps_though_it_is_no_mention() -> None:
    text = "Two men were hurt on Monday when a car ran off the road into Paris."
    story = Story(id=1, passages=(Passage(field="body", text=text),), dateline_place="Paris, Texas")
    (mention,) = find_places(story)
    assert (mention.where.field, mention.place.admin1) == ("body", "Texas")


@pytest.mark.parametrize(
    "text",
    [
        "Jordan Smith, 34, said he saw smoke. Smith and Jordan were neighbours, police said.",
        "Michael Jordan scored again. Jordan said he was glad.",
        "Mr. Lincoln thanked Mrs. Paris for her help.",
        "Paris Hilton left the court without a word.",
    ],
)
def test_persons_who_bear_a_place_s_name_are_no_places(text: str) -> None:
    assert names(text) == []


def test_jordan_the_country_is_a_place() -> None:
    assert where("King Abdullah of Jordan spoke in Amman.")[0] == ("Jordan", "JO", None)


@pytest.mark.parametrize(
    "text",
    [
        "The Washington Post reported on Monday that the Bank of England would move.",
        "The New York Times said otherwise.",
        "Students of the University of Texas objected.",
        "Manchester United came from behind.",
        "The Texas A&M Forest Service sent a crew.",
        "He works for Radio New Zealand.",
        "The Bishop of Norwich said prayers.",
        "They met on Paris Street and drove down Aleppo Road.",
        "The White House demanded action.",
        "A cat named Odesa was brought out alive.",
        "He moved to the Islands with his brother Chad.",
    ],
)
def test_a_name_inside_an_organisation_s_is_no_place(text: str) -> None:
    assert names(text) == []


def test_but_an_organisation_s_place_printed_on_its_own_is_one() -> None:
    assert names("He met students at the university in Austin, and Boston police.") == ["Austin", "Boston"]


def test_clubs_in_a_match_report_are_no_places() -> None:
    text = (
        "The striker scored a late goal for Leeds against Derby. The coach praised his goalkeeper after the match, "
        "the club's first win of the season. Fans were arrested in Sheffield."
    )
    assert names(text) == ["Sheffield"]


def test_words_behind_a_name_say_that_it_is_one() -> None:
    text = (
        "London Mayor Sadiq Khan spoke. Syria's army left. The Pakistan-based group denied it. Hama province was quiet."
    )
    assert names(text) == ["London", "Syria", "Pakistan", "Hama"]


def test_nouns_in_german_have_capitals_and_do_not_hide_a_place() -> None:
    assert names("Die Stadt Aleppo wurde getroffen. Der Präsident Syriens floh.", language="de")[:1] == ["Aleppo"]


def test_a_name_of_a_far_village_is_another_village_near_what_is_named_beside_it() -> None:
    text = "The shootout took place in Dora, a village south of Srinagar in Kashmir. Indian troops searched Srinagar."
    found = {mention.name: mention.place for mention in named(text)}
    assert found["Srinagar"].country == "IN"
    assert "Dora" not in found or found["Dora"].country != "US"


def test_peoples_and_adjectives_are_no_places() -> None:
    assert names("Iraqi and Syrian officials met. The Russian ambassador left with two Swiss aides.") == []


def test_words_that_are_also_names_of_towns_need_a_sign_that_the_town_is_meant() -> None:
    assert names("Reading the letter, she wept. It was nice of them. Split up, they said. Of course.") == []
    assert names("He was born in Reading, Berkshire, and moved to Nice.") == ["Reading", "Berkshire", "Nice"]


def test_us_is_a_country_in_capitals_only() -> None:
    assert names("US-led jets struck Raqqa. Give us a break, he told us. The U.S. said so.") == ["US", "Raqqa", "U.S."]


def test_a_village_that_is_not_listed_stands_where_its_neighbour_does_and_is_less_sure() -> None:
    village, city = named("Police in the town of Xyzabad, north of Mosul, said three men were held.")
    assert (village.name, village.place.geonames_id) == ("Xyzabad", None)
    assert (village.place.lat, village.place.lon) == (city.place.lat, city.place.lon)
    assert village.confidence < city.confidence


def test_divisions_regions_seas_and_disputed_areas_are_places() -> None:
    text = (
        "Fighting spread from Anbar province to the Golan Heights and Nagorno-Karabakh. Ships left the Black Sea. "
        "The Middle East is not calm. Troops crossed the Niger river."
    )
    assert [(m.name, m.place.kind) for m in named(text)] == [
        ("Anbar", "admin1"),
        ("Golan Heights", "region"),
        ("Nagorno-Karabakh", "region"),
        ("Black Sea", "region"),
        ("Middle East", "region"),
        ("Niger river", "region"),
    ]


def test_names_are_found_in_headline_and_captions_in_printed_order() -> None:
    story = Story(
        id="a",
        passages=(
            Passage(field="headline", text="Two Killed In Mosul Blast"),
            Passage(field="body", text="A bomb went off in Mosul."),
            Passage(field="caption:0", text="MOSUL, IRAQ - JULY 9: Soldiers walk past a burning car."),
        ),
        published=datetime(2017, 7, 10, tzinfo=UTC),
    )
    assert [m.where.field for m in find_places(story)] == ["headline", "body", "caption:0", "caption:0"]


def test_a_row_of_texts_is_answered_with_offsets_into_its_text() -> None:
    row = {"id": "t1", "title": "Blast in Mosul", "text": "It hit Mosul's market. Baghdad sent police."}
    answer = locate(row)
    assert answer["id"] == "t1"
    assert [row["text"][place["start"] : place["end"]] for place in answer["places"]] == ["Mosul", "Baghdad"]
    assert answer["places"][0].keys() >= {"lat", "lon", "name", "geonames_id", "country", "confidence"}
    assert json.loads(json.dumps(answer)) == answer


@pytest.mark.parametrize("text", ["", " \n\t ", "\x00\x00", "—", "123 456", "a b c", "الى من", "\ud800"])
def test_a_text_without_names_has_no_places(text: str) -> None:
    assert names(text) == []


def test_nul_bytes_and_odd_spaces_do_no_harm() -> None:
    assert "Mosul" in names("\x00in\u2028Mosul\x00, it was said.")


@pytest.mark.parametrize(
    "text",
    [
        "PARIS " * 170_000,
        "Abcd-" * 200_000,
        "".join(f"{a}{b}{c}abad " for a, b, c in product("BCDFGHKLMNPRST", repeat=3)) * 8,
        "الموصل" * 150_000,
        "'" * 1_000_000,
        "St. " * 250_000,
    ],
    ids=["capitals", "hyphens", "names", "arabic", "apostrophes", "abbreviations"],
)
def test_a_megabyte_of_anything_is_read_as_far_as_an_article_goes(text: str) -> None:
    found = named(text)
    assert all(mention.where.end <= 60_000 for mention in found)
