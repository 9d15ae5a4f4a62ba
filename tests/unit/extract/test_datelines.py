"""Datelines in the styles of the world's agencies: the line as printed, its place, its agency."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.extract.story.dateline import read_dateline

TEXT = "The bridge over the river was opened to traffic again on Monday, three years after it had been blown up."


def parts(line: str, language: str = "en") -> tuple[str, str | None, tuple[str, ...]] | None:
    found = read_dateline([line, TEXT], language)
    return (found.printed, found.place, found.agencies) if found else None


@pytest.mark.parametrize(
    ("dateline", "rest", "place", "agencies"),
    [
        ("MOSUL, Iraq (AP) —", " Troops fought", "MOSUL, Iraq", ("AP",)),
        ("ANKARA, July 3 (Reuters) -", " Turkey said", "ANKARA", ("Reuters",)),
        ("KYIV/LVIV, Ukraine, May 3 (Reuters) -", " A bridge", "KYIV/LVIV, Ukraine", ("Reuters",)),
        ("ST. PETERSBURG, Russia (AP) —", " Police said", "ST. PETERSBURG, Russia", ("AP",)),
        ("PORT-AU-PRINCE, Haiti (AP) _", " Police said", "PORT-AU-PRINCE, Haiti", ("AP",)),
        ("BEIJING, July 3 (Xinhua) --", " The ministry", "BEIJING", ("Xinhua",)),
        ("New Delhi, Jul 3 (PTI)", " The minister", "New Delhi", ("PTI",)),
        ("PARIS (AFP) -", " Le ministre", "PARIS", ("AFP",)),
        ("Paris, 3 juil 2017 (AFP) -", " Le ministre", "Paris", ("AFP",)),
        ("Berlin (dpa) –", " Der Landtag", "Berlin", ("dpa",)),
        ("Berlin/Potsdam (dpa/bb) -", " Der Landtag", "Berlin/Potsdam", ("dpa",)),
        ("Genf (AFP/dpa) -", " Der Rat", "Genf", ("AFP", "dpa")),
        ("Madrid, 3 jul (EFE).-", " El Gobierno", "Madrid", ("EFE",)),
        ("MADRID 3 Jul. (EUROPA PRESS) -", " El Gobierno", "MADRID", ("Europa Press",)),
        ("(ANSA) - ROMA, 03 LUG -", " Il governo", "ROMA", ("ANSA",)),
        ("Lisboa, 03 jul 2017 (Lusa) –", " O Governo", "Lisboa", ("Lusa",)),
        ("İSTANBUL, 3 Temmuz (Reuters) -", " Bakan", "İSTANBUL", ("Reuters",)),
        ("Москва. 3 июля. INTERFAX.RU -", " Министр", "Москва", ("Interfax",)),
        ("МОСКВА, 3 июля – РИА Новости.", " Министр", "МОСКВА", ("RIA Novosti",)),
        ("МОСКВА, 3 июля. /ТАСС/.", " Министр", "МОСКВА", ("TASS",)),
        ("ΑΘΗΝΑ (ΑΠΕ-ΜΠΕ) –", " Ο υπουργός", "ΑΘΗΝΑ", ("ANA-MPA",)),
        ("بغداد (رويترز) -", " قالت الشرطة", "بغداد", ("Reuters",)),
        ("القاهرة – أ ف ب:", " قالت الشرطة", "القاهرة", ("AFP",)),
        ("الموصل/ الأناضول/", " قالت الشرطة", "الموصل", ("Anadolu",)),
        ("تهران (ایرنا) -", " وزیر گفت", "تهران", ("IRNA",)),
        ("नई दिल्ली, 3 जुलाई (भाषा)", " मंत्री ने कहा", "नई दिल्ली", ("PTI",)),
        ("Hà Nội (TTXVN) -", " Bộ trưởng", "Hà Nội", ("VNA",)),
        ("【ワシントン時事】", "大臣は三日", "ワシントン", ("Jiji",)),
        ("【カイロ共同】", "大臣は三日", "カイロ", ("Kyodo",)),
        ("[東京 3日 ロイター] -", " 大臣は三日", "東京", ("Reuters",)),
        ("【ワシントン=山田太郎】", "大臣は三日", "ワシントン", ()),
        ("【AFP=時事】", "大臣は三日", None, ("AFP", "Jiji")),
        ("【路透東京】", "大臣は三日", "東京", ("Reuters",)),
        ("(서울=연합뉴스)", " 김철수 기자 = 정부는", "서울", ("Yonhap",)),
        ("[서울=뉴시스]", " 홍길동 기자 = 정부는", "서울", ("Newsis",)),
        ("新华社北京4月24日电", " 部长说", "北京", ("Xinhua",)),
        ("（中央社記者王大明台北3日電）", "部長說", "台北", ("CNA",)),
        ("【路透莫斯科3日電】", "部長說", "莫斯科", ("Reuters",)),
        ("(Reuters) -", " Troops fought", None, ("Reuters",)),
        ("(CNN) —", " Troops fought", None, ()),
        ("KYIV, Tuesday (Reuters) -", " Troops fought", "KYIV", ("Reuters",)),
        ("PARIS, mardi (AFP) -", " Le ministre", "PARIS", ("AFP",)),
        ("KIEW, Dienstag, 4. Juli (dpa) -", " Der Rat", "KIEW", ("dpa",)),
        ("WASHINGTON — WASHINGTON (AP) —", " Troops fought", "WASHINGTON", ("AP",)),
        ("Baden-Baden (dpa) -", " Der Landtag", "Baden-Baden", ("dpa",)),
        ("BAD-DÜRKHEIM (dpa) -", " Der Landtag", "BAD-DÜRKHEIM", ("dpa",)),
        ("Damascus, SANA-", " The ministry said", "Damascus", ("SANA",)),
        ("Mitrovica (AFP)", " The bridge", "Mitrovica", ("AFP",)),
        ("Sept 12 (Reuters) -", " Troops fought", None, ("Reuters",)),
        ("CAPE CANAVERAL, Fla. (AP) —", " The rocket", "CAPE CANAVERAL, Fla.", ("AP",)),
        ("AFP –", " Troops fought", None, ("AFP",)),
    ],
)
def test_place_and_agency_are_told_apart(
    dateline: str, rest: str, place: str | None, agencies: tuple[str, ...]
) -> None:
    assert parts(dateline + rest) == (dateline, place, agencies)


@pytest.mark.parametrize(
    ("dateline", "rest", "place", "language"),
    [
        ("DUBLIN —", " The minister", "DUBLIN", "en"),
        ("WASHINGTON, D.C. —", " The minister", "WASHINGTON, D.C.", "en"),
        ("GENEVA, July 3 —", " The council", "GENEVA", "en"),
        ("NEW DELHI:", " The minister", "NEW DELHI", "en"),
        ("KATHMANDU (RSS) -", " The minister", "KATHMANDU", "en"),
        ("Riad.", " Der Minister", "Riad", "de"),
        ("Bagdad –", " Der Minister", "Bagdad", "de"),
        ("Bruxelles -", " Le ministre", "Bruxelles", "fr"),
    ],
)
def test_a_place_alone_is_a_dateline_in_capitals_or_where_it_is_known(
    dateline: str, rest: str, place: str, language: str
) -> None:
    assert parts(dateline + rest, language) == (dateline, place, ())


@pytest.mark.parametrize(
    "line",
    [
        "BREAKING — The minister has resigned",
        "WATCH: The minister speaks",
        "EXCLUSIVE — The minister talks",
        "NATO — The alliance met",
        "DUBLIN — once a quiet town — has grown",
        "BRIDGE REOPENS - THREE YEARS LATER THEY CHEER",
        "Yes – The minister said so",
        "Hintergrund - Die Lage am Fluss",
        "Olaf Muster (SPD) – Der Minister",
        "The minister (AP) said on Monday",
        "Photo: Reuters",
        "Reuters, Mosul",
        "Felipe Dana/AP",
        "Reuters/Alaa Al-Marjani",
        "By Jane Austen — The minister",
        "[헤럴드경제=홍길동 기자] 정부는",
        "January 3 - The bridge was opened",
        "Aa. Bb. Cc. Dd. Ee. Ff. MOSUL (AP) - The bridge was opened",
        "【橋 川 町 村 山 時事】大臣は三日",
        "【速報】大臣は三日",
        "— The bridge was opened to traffic again on Monday by the minister",
        "",
    ],
)
def test_what_is_no_dateline(line: str) -> None:
    assert parts(line) is None


def test_a_transcript_names_speakers() -> None:
    assert read_dateline(["AUSTEN: What do you see?", "BRONTE: A bridge.", "AUSTEN: And now?"], "en") is None


def test_the_dateline_may_stand_below_a_short_line() -> None:
    found = read_dateline(["Kortversjonen", "MOSUL, Iraq (AP) — The bridge", TEXT], "en")
    assert found is not None
    assert found.place == "MOSUL, Iraq"


def test_places_that_begin_later_paragraphs_are_items_of_a_list() -> None:
    assert read_dateline([TEXT, "PARIS — The bridge there", "ROME — And there"], "en") is None


lines = st.text(max_size=60) | st.sampled_from(
    ["MOSUL, Iraq (AP) — ", "(Reuters) - ", "【時事】", "新华社4日电", "Riad. "]
)


@settings(max_examples=300, deadline=None)
@given(st.lists(st.lists(lines, max_size=3).map("".join), max_size=5), st.text(max_size=8))
def test_any_lines_are_read(texts: list[str], language: str) -> None:
    found = read_dateline(texts, language)
    if found:
        assert any(found.printed in text for text in texts)
