"""Key figures are read as the press prints them, each with the sentence that states it."""

from datetime import UTC, datetime

import pytest

from models.events.items import Figure, Passage, Story
from pipelines.events.facts.figures import find_figures


def figures(text: str, language: str = "en", field: str = "body") -> tuple[Figure, ...]:
    published = datetime(2016, 3, 1, tzinfo=UTC)
    return find_figures(
        Story(id=1, passages=(Passage(field=field, text=text),), published=published, language=language)
    )


def read(text: str, language: str = "en") -> list[tuple[str, int, int | None]]:
    return [(figure.kind, figure.low, figure.high) for figure in figures(text, language)]


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("At least 12 people were killed and 30 wounded.", [("killed", 12, None), ("injured", 30, 30)]),
        ("A blast tore through the market, killing 12 and wounding 30.", [("killed", 12, 12), ("injured", 30, 30)]),
        ("The death toll rose to 59 on Monday.", [("killed", 59, 59)]),
        ("The death toll rose from 12 to 15, officials said.", [("killed", 15, 15)]),
        ("The raid left 12 dead.", [("killed", 12, 12)]),
        ("A man was killed and two others were hurt.", [("killed", 1, 1), ("injured", 2, 2)]),
        ("Gunmen killed two brothers in the town.", [("killed", 2, 2)]),
        ("Two gunmen killed 12 people.", [("killed", 12, 12)]),
        ("Between 12 and 15 people died.", [("killed", 12, 15)]),
        ("Some 12-15 people died.", [("killed", 12, 15)]),
        ("Twenty-three soldiers died in the battle.", [("killed", 23, 23)]),
        ("The shelling killed a dozen villagers.", [("killed", 12, 12)]),
        ("Dozens were killed.", [("killed", 24, None)]),
        ("Hundreds of people were injured.", [("injured", 200, None)]),
        ("More than 1,200 people were arrested.", [("arrested", 1200, None)]),
        ("No one was killed.", [("killed", 0, 0)]),
        ("There were no casualties.", [("killed", 0, 0), ("injured", 0, 0)]),
        ("Two soldiers and three civilians were killed.", [("killed", 5, 5)]),
        ("The fighting has displaced 300 families.", [("displaced", 300, 300)]),
        ("Tens of thousands of people fled their homes.", [("displaced", 20000, None)]),
        ("Police arrested 15 suspects; four people are still missing.", [("arrested", 15, 15), ("missing", 4, 4)]),
        ("12 Palestinians killed in Gaza", [("killed", 12, 12)]),
        ("Twelve people at a wedding in the village were killed by an air strike.", [("killed", 12, 12)]),
        ("Two children were among 12 people killed.", [("killed", 12, 12)]),
        ("Up to 30 people were killed.", [("killed", 30, 30)]),
        ("It killed two soldiers and three civilians.", [("killed", 5, 5)]),
        ("It killed two soldiers and 12 were wounded.", [("killed", 2, 2), ("injured", 12, 12)]),
        ("Police made no arrests.", [("arrested", 0, 0)]),
        ("The number of wounded rose to 40.", [("injured", 40, 40)]),
        ("He named three members of one family who died.", [("killed", 3, 3)]),
        ("Forty people aboard the ferry, most of them pupils, drowned.", [("killed", 40, 40)]),
        ("A gunman who killed six people was shot dead.", [("killed", 6, 6)]),
        ("Twelve people have been arrested and charged.", [("arrested", 12, 12)]),
    ],
)
def test_figures_of_english_sentences(sentence: str, expected: list[tuple[str, int, int | None]]) -> None:
    assert read(sentence) == expected


@pytest.mark.parametrize(
    "sentence",
    [
        "Omar Ali, 12, was killed.",
        "Three bombs wounded civilians.",
        "The trial of those killed in 2014 goes on.",
        "The fire killed 12 cows.",
        "The attack could kill 100 more.",
        "It killed or wounded 40 people.",
        "Killed on June 12 at 12:30, he had $12 and 12 percent of the shares.",
        "He was killed 12 days later.",
        "Two dogs were killed.",
        "Two militants killed their commander.",
        "One of them was killed.",
        "Israel demanded the arrest of 36 men.",
        "At least 50 are feared dead.",
        "Three officials said that the commander was killed.",
        "The toll was not known; 12 ships were sent.",
    ],
)
def test_ages_days_money_beasts_and_what_may_come_are_no_figures(sentence: str) -> None:
    assert read(sentence) == []


def test_a_part_of_a_number_is_not_another_figure() -> None:
    assert read("Twelve people, two of them children, were killed.") == [("killed", 12, 12)]
    assert read("At least 120 people were killed, including 30 children.") == [("killed", 120, None)]


@pytest.mark.parametrize(
    ("language", "sentence", "expected"),
    [
        ("en", "At least three but fewer than ten people were killed.", (3, 10)),
        ("en", "More than three, but no more than ten people were killed.", (3, 10)),
        ("en", "No more than ten people were killed.", (10, 10)),
        ("en", "At most ten people were killed.", (10, 10)),
        ("en", "More than ten people were killed.", (10, None)),
        ("fr", "Au moins trois mais moins de dix personnes ont été tuées.", (3, 10)),
        ("fr", "Pas plus de dix personnes ont été tuées.", (10, 10)),
        ("fr", "Plus de dix personnes ont été tuées.", (10, None)),
        ("de", "Mindestens drei, aber weniger als zehn Menschen starben.", (3, 10)),
        ("de", "Nicht mehr als zehn Menschen starben.", (10, 10)),
        ("es", "Murieron no más de diez personas.", (10, 10)),
        ("ru", "Погибли не более десяти человек.", (10, 10)),
        ("tr", "En fazla 10 kişi öldü.", (10, 10)),
        ("ar", "مقتل ما لا يزيد عن ١٠ أشخاص", (10, 10)),
    ],
)
def test_a_least_with_a_most_is_a_range_and_a_most_alone_is_as_printed(
    language: str, sentence: str, expected: tuple[int, int | None]
) -> None:
    assert read(sentence, language) == [("killed", *expected)]


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("en", "Two more were killed."),
        ("en", "Two more bodies were found in the rubble."),
        ("en", "Another two soldiers died of their wounds."),
        ("en", "At least another 12 people were killed."),
        ("en", "A further 12 people died overnight."),
        ("en", "Another man was killed."),
        ("en", "Two more than on Monday were killed."),
        ("fr", "Deux autres personnes ont été tuées."),
        ("fr", "Deux personnes de plus ont été tuées."),
        ("es", "Otros dos civiles murieron."),
        ("es", "Dos personas más murieron."),
        ("de", "Zwei weitere Menschen wurden getötet."),
        ("pt", "Mais duas pessoas morreram."),
        ("it", "Altre due persone sono morte."),
        ("ru", "Ещё двое погибли."),
        ("uk", "Ще двоє людей загинули."),
        ("tr", "İki kişi daha öldü."),
        ("ar", "مقتل شخصين آخرين"),
    ],
)
def test_two_more_is_no_toll_where_nobody_says_how_many_there_were_before(language: str, sentence: str) -> None:
    assert read(sentence, language) == []


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("en", "12 people were killed and 30 more were wounded.", [("killed", 12, 12), ("injured", 30, 30)]),
        ("en", "A soldier was killed. Two others were wounded.", [("killed", 1, 1), ("injured", 2, 2)]),
        ("fr", "Douze personnes ont été tuées et deux autres blessées.", [("killed", 12, 12), ("injured", 2, 2)]),
        ("ru", "Погибли 12 человек, ещё 30 ранены.", [("killed", 12, 12), ("injured", 30, 30)]),
        ("uk", "Підтверджено загибель 18 людей, ще 59 постраждали.", [("injured", 59, 59)]),
    ],
)
def test_what_comes_on_top_of_those_whom_another_thing_befell_is_a_figure_of_its_own(
    language: str, text: str, expected: list[tuple[str, int, int | None]]
) -> None:
    assert read(text, language) == expected


def test_what_comes_on_top_of_a_toll_leaves_the_toll_as_it_was_told() -> None:
    assert read("A bomb killed 12 people. Two others died later.") == [("killed", 12, 12)]
    assert read("12 people were killed on Monday and two more were killed on Tuesday.") == [("killed", 12, 12)]
    assert read("12 people were killed, two more than on Monday.") == [("killed", 12, 12)]
    assert read("Two more people died, raising the death toll to 13.") == [("killed", 13, 13)]


def test_what_comes_on_top_of_those_named_is_a_least() -> None:
    assert read("Omar Ali and two others were killed.") == [("killed", 2, None)]
    assert read("He, three other adults and six children were killed.") == [("killed", 9, None)]
    assert read("The road was closed and two more people died.") == []
    assert [figure.text for figure in figures("Omar Ali and at least two others were killed.")] == [
        "at least two others"
    ]
    assert [figure.text for figure in figures("Omar Ali and another two men were killed.")] == ["another two"]


def test_the_text_is_the_number_as_printed_and_the_ground_is_its_sentence() -> None:
    text = "Smoke rose over the market. At least  a dozen people were killed."
    (figure,) = figures(text)
    assert figure.text == "At least a dozen"
    assert text[figure.where.start : figure.where.end] == "At least  a dozen people were killed."
    assert figures("A 12-year-old boy was shot dead.")[0].text == "A 12-year-old boy"
    assert figures("It displaced 300 families.")[0].text == "300 families"


def test_a_headline_leaves_out_its_articles() -> None:
    (figure,) = figures("Man killed in blast", field="headline")
    assert (figure.kind, figure.low, figure.text) == ("killed", 1, "Man")
    assert figures("Man killed in blast") == ()


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("A bomb killed 12 in the deadliest attack since March, when 30 were killed.", [False, True]),
        ("In 2014 30 people were killed in a similar attack.", [True]),
        ("More than 1,000 people have been killed since 2011.", [True]),
        ("Last year 40 people died in floods.", [True]),
        ("In 2016 12 people were killed.", [False]),
    ],
)
def test_other_occurrences_are_background(sentence: str, expected: list[bool]) -> None:
    assert [figure.is_background for figure in figures(sentence)] == expected


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("fr", "Au moins douze personnes ont été tuées et une trentaine blessées."),
        ("es", "Al menos doce muertos y treinta heridos en el ataque."),
        ("de", "Mindestens zwölf Menschen wurden getötet und dreißig verletzt."),
        ("pt", "Pelo menos doze pessoas morreram e 30 ficaram feridas."),
        ("it", "Almeno dodici morti e una trentina di feriti."),
        ("ru", "Погибли не менее 12 человек, ещё 30 ранены."),
        ("uk", "Загинули щонайменше 12 людей, ще 30 поранено."),
        ("tr", "Saldırıda en az 12 kişi öldü, 30 kişi yaralandı."),
        ("ar", "مقتل ما لا يقل عن ١٢ شخصا وإصابة ٣٠ في انفجار"),
    ],
)
def test_figures_of_other_languages(language: str, sentence: str) -> None:
    assert read(sentence, language) == [("killed", 12, None), ("injured", 30, 30)]


@pytest.mark.parametrize(
    ("language", "printed", "value"),
    [
        ("fr", "1 200 morts", 1200),
        ("de", "1.200 Tote", 1200),
        ("de", "dreiundzwanzig Tote", 23),
        ("fr", "deux cents morts", 200),
        ("es", "treinta y un muertos", 31),
        ("en", "1.5 million people displaced", 1_500_000),
        ("tr", "3 bin 250 kişi öldü", 3250),
        ("ar", "مقتل اثنين وثمانين مدنيا", 82),
    ],
)
def test_numbers_of_any_locale(language: str, printed: str, value: int) -> None:
    assert [figure.low for figure in figures(printed, language)] == [value]


def test_the_nearer_number_counts_in_other_languages() -> None:
    assert read("Le bilan est passé à 59 morts ; 12 rues sont fermées.", "fr") == [("killed", 59, 59)]
    assert read("Погибли 12 человек, ранены 30.", "ru") == [("killed", 12, 12), ("injured", 30, 30)]


def test_a_language_without_words_has_no_figures() -> None:
    assert read("12人が死亡した。", "ja") == []


@pytest.mark.parametrize(
    "text", ["x" * 10**6, "1" * 10**6, "\0" * 10**6, "(" * 10**6, "12 killed " * 10**5, "hundred " * 10**5]
)
def test_a_megabyte_without_prose_is_read_to_its_end(text: str) -> None:
    assert len(figures(text)) <= 1
