"""Which lines are credit lines by themselves, and which words mark one; the word lists behind that."""

import pytest

from pipelines.extract.credits import credit_prefix, is_credit_line
from pipelines.extract.credits.agencies import load_words

SEED_CREDITS = [
    "AHMAD AL-RUBAYE via Getty Images",
    "Reuters TV / Reuters",
    "Handout . / Reuters",
    "Felipe Dana/AP",
    "Felipe Dana/AP)",
    "Fadel Senna/AFP via Getty Images)",
    "Ahmad Al-Rubaye/AFP/Getty Images)",
    "Alaa Al-Marjani/Reuters",
]


@pytest.mark.parametrize("printed", SEED_CREDITS)
def test_the_credit_lines_of_the_seeds_stand_by_themselves(printed: str) -> None:
    assert is_credit_line(printed)


@pytest.mark.parametrize(
    "printed",
    [
        "Getty Images",
        "© AFP",
        "Foto: Felipe Dana/dpa",
        "Photo by Felipe Dana",
        "(AP Photo/Felipe Dana)",
        "Handout via Reuters",
        "Image source, Reuters",
        "Felipe Dana, AP",
        "Felipe Dana/CBC",
        "CBC/Felipe Dana",
        "AFP - FADEL SENNA",
        "Foto: Privat",
        "Supplied",
        "[사진 출처 = 연합뉴스]",
        "新华社发（王小明摄）",
    ],
)
def test_credit_lines_are_known_as_such(printed: str) -> None:
    assert is_credit_line(printed)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Angela Merkel",
        "Mosul, Iraq",
        "MOSUL, Iraq (AP)",
        "He said this to Reuters.",
        "Reuters contributed to this report.",
        "Getty Images sues a maker of pictures",
        "Reuters/Ipsos poll shows a lead",
        "AP: Two towns retaken",
        "By Felipe Dana, AP",
        "By Reuters",
        "PHOTOS: Victory for the City",
        "Photos: Old City Retaken",
        "Photo: A woman by the river",
        "Image",
        "Credits",
        "Archive",
        "BBC",
        "Read more: Reuters",
        "Leaders of the party (SPD)",
        "© 2025 Example Media. All rights reserved.",
        "Felipe Dana (SPD) and Chris McGrath (FDP)",
        "جندي في الموصل (رويترز)",
        "Felipe Dana | Foto: dpa",
        "Berlin / Paris",
        "The Ministry of Health, Reuters",
        "Felipe Dana (r.)",
        "x" * 5000,
    ],
)
def test_other_lines_are_no_credit_lines(text: str) -> None:
    assert not is_credit_line(text)


@pytest.mark.parametrize(
    ("text", "prefix"),
    [
        ("Foto: Felipe Dana", "Foto:"),
        ("Photograph: Felipe Dana", "Photograph:"),
        ("© AFP", "©"),
        ("(c) AFP", "(c)"),
        ("Crédit photo : AFP", "Crédit photo :"),
        ("Image credit: NASA", "Image credit:"),
        ("(Picture: PA)", "Picture:"),
        ("Photo by Felipe Dana", "Photo by"),
        ("[사진 출처 = 연합뉴스]", "사진 출처 ="),
        ("Bild © Felipe Dana", "Bild ©"),
        ("Felipe Dana/AP", None),
        ("Mosul: a city", None),
        ("", None),
        ("by Felipe Dana", None),
        ("A picture of war", None),
    ],
)
def test_the_prefix_of_a_credit(text: str, prefix: str | None) -> None:
    assert credit_prefix(text) == prefix


@pytest.mark.parametrize("file_name", ["agencies.yml", "words.yml"])
def test_the_word_lists_hold_words_only(file_name: str) -> None:
    """YAML reads a bare ``no`` or ``on`` as a truth value."""
    for entries in load_words(file_name).values():
        spellings = (
            entries if isinstance(entries, list) else [name for pair in entries.items() for name in (pair[0], *pair[1])]
        )
        assert [spelling for spelling in spellings if not isinstance(spelling, str)] == []


def test_every_ambiguous_name_is_in_the_lists() -> None:
    lists = load_words("agencies.yml")
    spelled = {
        spelling
        for section in ("agencies", "distributors", "platforms", "organizations")
        for name, others in lists[section].items()
        for spelling in (name, *others)
    }
    assert set(lists["ambiguous"]) - spelled == set()
    assert set(lists["pseudonyms_at"]) - spelled == set()
