"""Persons, organisations and armed groups are named once, in full; places, bylines and agencies are not among them."""

import pytest

from models.events.items import NameMention, Passage, Place, PlaceMention, Story, Where
from pipelines.events.facts.name_keys import name_key, name_skeleton
from pipelines.events.facts.names import find_names


def names(text: str, language: str = "en", field: str = "body") -> tuple[NameMention, ...]:
    return find_names(Story(id=1, passages=(Passage(field=field, text=text),), language=language))


def said(text: str, language: str = "en") -> list[tuple[str, str]]:
    return [(mention.name, mention.kind) for mention in names(text, language)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Lt. Gen. Abdul Amir Yarallah said so.", [("Abdul Amir Yarallah", "person")]),
        ("Iraqi Prime Minister Haider al-Abadi arrived.", [("Haider al-Abadi", "person")]),
        ("Pakistan Foreign Minister Abdul Sattar spoke.", [("Abdul Sattar", "person")]),
        ("They saw Osama bin Laden there.", [("Osama bin Laden", "person")]),
        ("U.N. envoy Staffan de Mistura left.", [("United Nations", "organisation"), ("Staffan de Mistura", "person")]),
        ("The Ministry of Defence denied it.", [("Ministry of Defence", "organisation")]),
        ("They fled from ISIS.", [("Islamic State", "group")]),
        ("They fled from Daesh.", [("Islamic State", "group")]),
        ("The Rapid Support Forces (RSF) denied it.", [("Rapid Support Forces", "group")] * 2),
        ("Fighters of the Taliban came.", [("Taliban", "group")]),
        ("On Monday the Iraqi soldiers left.", []),
        ("The Institute for the Study of War said so.", [("Institute for the Study of War", "organisation")]),
        ("Ahmed Hassan and Omar Ali fled.", [("Ahmed Hassan", "person"), ("Omar Ali", "person")]),
        (
            "Staff of Mercy Hospital and Ahmed Hassan fled.",
            [("Mercy Hospital", "organisation"), ("Ahmed Hassan", "person")],
        ),
        ("Then Ludmer Fenwick, 45, was found.", [("Ludmer Fenwick", "person")]),
        ("The Khalifa Brigade left.", [("Khalifa Brigade", "group")]),
        ("They met on Apple Tree Street.", [("Apple Tree Street", "unknown")]),
        ("They left Al Qaim.", [("Al Qaim", "unknown")]),
        ("He spoke to Reuters and the BBC.", [("BBC", "unknown")]),
        ("It happened in World War II.", [("World War II", "unknown")]),
        ("Residents said that Shiites and Sunnis fled.", []),
    ],
)
def test_names_of_english_sentences(text: str, expected: list[tuple[str, str]]) -> None:
    assert said(text) == expected


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("fr", "Le président Emmanuel Macron a parlé.", ("Emmanuel Macron", "person")),
        ("fr", "L'attaque de l'organisation Etat islamique.", ("Islamic State", "group")),
        ("de", "Ministerpräsident Haider al-Abadi sprach am Montag.", ("Haider al-Abadi", "person")),
        ("ru", "Президент Владимир Путин уехал.", ("Владимир Путин", "person")),
        ("ru", "Боевики ИГИЛ ушли.", ("Islamic State", "group")),
        ("uk", "Збройні сили України відбили напад.", ("Armed Forces of Ukraine", "group")),
        ("ar", "استعادة المدينة من تنظيم الدولة الإسلامية", ("Islamic State", "group")),
        ("ar", "وقال رئيس الوزراء حيدر العبادي أمس", ("حيدر العبادي", "person")),
        ("ar", "قصف الجيش الإسرائيلي", ("Israel Defense Forces", "group")),
    ],
)
def test_names_of_other_languages(language: str, text: str, expected: tuple[str, str]) -> None:
    assert said(text, language) == [expected]


def test_a_surname_bears_the_full_name() -> None:
    text = 'Gen. Abdul Amir Yarallah came. "We have won," Yarallah told reporters.'
    first, second = names(text)
    assert first.name == second.name == "Abdul Amir Yarallah"
    assert text[second.where.start : second.where.end] == "Yarallah"


def test_a_surname_of_two_persons_stands_for_neither() -> None:
    mentions = said("President George Bush met Governor Jeb Bush. Later they saw that Bush was gone.")
    assert ("Bush", "person") not in mentions[:2]
    assert mentions[-1][0] == "Bush"


def test_who_acts_is_an_actor_and_who_took_the_picture_is_nobody() -> None:
    mentions = {mention.name: mention for mention in names("Islamic State seized the town, far from Angela Merkel.")}
    assert mentions["Islamic State"].is_actor
    assert not mentions["Angela Merkel"].is_actor
    assert said("Soldiers walk in the street. (AP Photo/Felipe Dana)") == []
    assert said("(Reporting by John Smith; Editing by Mary Jones)") == []


def test_what_is_a_place_is_no_name() -> None:
    text = "They came to Hit with Ahmed Hassan."
    place = Place(name="Hit", kind="city", country="IQ", admin1=None, lat=33.6, lon=42.8)
    mention = PlaceMention(where=Where(field="body", start=13, end=16), name="Hit", place=place, confidence=1)
    story = Story(id=1, passages=(Passage(field="body", text=text),), language="en")
    assert [each.name for each in find_names(story, [mention])] == ["Ahmed Hassan"]
    assert [each.name for each in find_names(story)] == ["Hit", "Ahmed Hassan"]


def test_capitals_of_a_shouted_headline_tell_nothing() -> None:
    headline = "Iraqi Forces Retake Old Quarter From Islamic State"
    assert [mention.name for mention in names(headline, field="headline")] == ["Islamic State"]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Haider al-Abadi", "Haïder Al Abadi"),
        ("José María Aznar", "Jose Maria Aznar"),
        ("Jean-Yves Le Drian", "Jean Yves Le Drian"),
        ("Владимир Путин", "Vladimir Putin"),
        ("Володимир", "Volodimir"),
        ("O’Brien", "O'Brien"),
    ],
)
def test_spellings_meet_under_one_key(one: str, other: str) -> None:
    assert name_key(one) == name_key(other)


def test_transliterations_share_their_consonants() -> None:
    assert name_skeleton("حيدر العبادي") == name_skeleton("Haider al-Abadi") == name_skeleton("Hayder el-Abadi")
    assert name_skeleton("Владимиром Путиным") == name_skeleton("Vladimir Poutine")
    assert name_skeleton("Haider al-Abadi") != name_skeleton("Nouri al-Maliki")


@pytest.mark.parametrize(
    "text", ["x" * 10**6, "Ab " * 10**5, "A-" * 10**5, "(AP" * 10**5, "Abc of the " * 10**5, "\0" * 10**6]
)
def test_a_megabyte_without_prose_is_read_to_its_end(text: str) -> None:
    assert len(names(text)) < 1000
