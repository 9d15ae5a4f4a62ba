"""What a caption tells of its photograph, names without a label behind it, and names that are one person's or two's."""

import pytest

from models.items import CreditFlag
from models.text import name_key
from pipelines.extract.credits import flags_told, is_credit_line, parse_credit, split_bare_name, split_caption


@pytest.mark.parametrize(
    ("caption", "flags"),
    [
        ("Vor dem Rathaus (Archivbild)", {"file_photo"}),
        ("Archivbild (16.08.2024): Soldaten am Fluss", {"file_photo"}),
        ("FILE - A man walks by the river, May 3.", {"file_photo"}),
        ("FILE PHOTO: A man walks by the river.", {"file_photo"}),
        ("ARCHIVO - Un hombre junto al río", {"file_photo"}),
        ("Un homme au bord du fleuve (photo d'archives)", {"file_photo"}),
        ("Солдат у реки (архивное фото)", {"file_photo"}),
        ("会見する首相（資料写真）", {"file_photo"}),
        ("The bridge (file photo from 2019)", {"file_photo"}),
        ("The bridge, in this undated file photo.", {"file_photo"}),
        ("The bridge in this handout photo.", {"handout"}),
        ("Smoke rises in this still image from video.", {"video_still"}),
        ("A file clerk (centre) by the river", set()),
        ("The File: a story of a river", set()),
        ("A soldier by the river (AP)", set()),
        ("Ein Soldat (Symbolbild)", set()),
    ],
)
def test_a_caption_tells_of_file_photos_handouts_and_stills(caption: str, flags: set[CreditFlag]) -> None:
    assert flags_told(caption) == flags


def test_a_bare_name_behind_a_captions_last_sentence_is_its_credit() -> None:
    assert split_bare_name("A soldier waits in the streets of Mosul. Jane Doe") == (
        "A soldier waits in the streets of Mosul.",
        "Jane Doe",
    )


@pytest.mark.parametrize(
    "caption",
    [
        "The minister meets with Gen. Mark Milley",
        "On patrol with the army and Capt. Jane Doe",
        "He was seen there last with Maj. Gen. Jane Doe",
        "A crowd waits in the street for her. Jane Doe.",
        "A crowd waits in the street for her. Nobody came",
        "From left: Max. Jane Doe",
        "Jane Doe",
    ],
)
def test_a_name_that_belongs_to_the_caption_stays_in_it(caption: str) -> None:
    assert split_bare_name(caption) == (caption, None)


@pytest.mark.parametrize(
    ("text", "caption", "credit"),
    [
        ("評価検討会＝１３日午後（代表撮影）", "評価検討会＝１３日午後", "（代表撮影）"),
        ("A crowd waits. Example Park Lodge: Jane Doe, jane@example.org", "A crowd waits.", None),
        ("Smoke over the river. @example/X", "Smoke over the river.", "@example/X"),
        ("Un soldat attend. Présidence/Handout", "Un soldat attend.", "Présidence/Handout"),
    ],
)
def test_other_tails_are_cut_off_too(text: str, caption: str, credit: str | None) -> None:
    assert split_caption(text) == (caption, credit or text.removeprefix(caption).strip())


@pytest.mark.parametrize(
    "printed",
    ["@example/X", "Screenshot/Telegram", "Présidence/Handout", "Jane Doe for The Guardian", "via REUTERS", "(PA)"],
)
def test_these_stand_by_themselves_as_credits(printed: str) -> None:
    assert is_credit_line(printed)


@pytest.mark.parametrize(
    "text", ["Felipe Dana (links) | Chris McGrath (rechts)", "Contact: Jane Doe, jane@example.org"]
)
def test_these_do_not(text: str) -> None:
    assert not is_credit_line(text)


def agent(printed: str) -> str:
    return name_key(parse_credit(printed).credits[0].name)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("AHMAD AL-RUBAYE/AFP", "Ahmad Al-Rubaye / AFP"),
        ("AHMAD AL RUBAYE/AFP", "Ahmad Al-Rubaye/AFP"),
        ("J.J. GUILLÉN/EPA", "J. J. Guillén/EPA"),
        ("JOHN O'NEILL/PA", "John O’Neill/PA"),
        ("山田 太郎撮影", "山田太郎撮影"),
        ("तस्वीर: मीरा शर्मा/पीटीआई", "फोटो: मीरा शर्मा/PTI"),
        ("صورة: مُحَمَّد علي/رويترز", "صورة: محمد علي/رويترز"),
    ],
)
def test_spellings_of_one_name_have_one_key(one: str, other: str) -> None:
    assert agent(one) == agent(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("A. Al-Rubaye/AFP", "Ahmad Al-Rubaye/AFP"),
        ("Max Müller/dpa", "Max Muller/dpa"),
        ("Kovács János/MTI", "János Kovács/MTI"),
        ("फोटो: मीरा शर्मा/PTI", "फोटो: मोरा शर्मा/PTI"),
        ("Jane Doe/AP", "Jane M. Doe/AP"),
    ],
)
def test_names_that_may_be_two_peoples_have_two(one: str, other: str) -> None:
    assert agent(one) != agent(other)


def test_a_name_that_may_be_a_papers_is_trusted_less() -> None:
    """Nobody knows whether the second is a photographer or a paper, but for the place where it stands."""
    line = parse_credit("Felipe Dana/Sacramento Bee via AP")
    assert [found.kind for found in line.credits] == ["person", "organization", "agency"]
    assert line.confidence < parse_credit("Felipe Dana/The Sacramento Bee via AP").confidence


def test_a_name_that_is_a_word_too_is_trusted_less_alone() -> None:
    assert parse_credit("MENA").confidence < parse_credit("Foto: MENA").confidence < parse_credit("AFP").confidence


def test_a_company_is_known_by_its_name_with_or_without_its_legal_form() -> None:
    assert agent("dpa GmbH") == agent("dpa")


def test_an_agency_is_known_with_the_word_for_an_agency_before_it() -> None:
    assert agent("Agence Belga") == agent("Belga")
