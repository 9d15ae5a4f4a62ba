"""What kind of occurrence a story reports, and the sentence that says so."""

from datetime import UTC, datetime
from typing import get_args

import pytest

from models.events.items import EventKind, KindMention, Passage, Story
from pipelines.events.facts.kinds import KINDS, find_kinds, leading_kind


def story(body: str, headline: str = "", language: str | None = "en") -> Story:
    passages = (Passage(field="headline", text=headline), Passage(field="body", text=body))
    published = datetime(2016, 3, 1, tzinfo=UTC)
    return Story(
        id=1, passages=tuple(passage for passage in passages if passage.text), published=published, language=language
    )


def kind(body: str, headline: str = "", language: str | None = "en") -> str | None:
    mention = leading_kind(find_kinds(story(body, headline, language)))
    return mention.kind if mention else None


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("Iraqi forces recaptured the city after months of street fighting.", "battle"),
        ("Rebels were driven out of the town in a ground offensive.", "battle"),
        ("A suicide bomber blew himself up at a market.", "explosion or remote violence"),
        ("Shelling killed five people in the village.", "explosion or remote violence"),
        ("An air strike hit the hospital.", "explosion or remote violence"),
        ("A roadside bomb killed two soldiers.", "explosion or remote violence"),
        ("Militants massacred villagers before dawn and abducted dozens of girls.", "violence against civilians"),
        ("Gunmen of the Islamist militia shot dead worshippers; troops found them.", "violence against civilians"),
        ("Thousands of demonstrators marched through the capital.", "protest"),
        ("Looters smashed windows and rioters fought police, who fired tear gas.", "riot"),
        ("The two sides agreed a truce and will exchange prisoners under the peace deal.", "strategic development"),
        ("Militants blew up the minaret and destroyed the shrine, a heritage site.", "strategic development"),
        ("A man was stabbed in a robbery, police said.", "crime"),
        ("A bus plunged into a ravine after it skidded off the highway.", "accident"),
        ("A magnitude 7.1 earthquake shook the coast.", "disaster"),
        ("Floods swept away homes after torrential rain.", "disaster"),
        ("The jury found him guilty and the judge sentenced him to life imprisonment.", "justice"),
        ("Voters went to the polls in a parliamentary election.", "politics"),
    ],
)  # fmt: skip
def test_kinds_of_english_stories(body: str, expected: str) -> None:
    assert kind(body) == expected


@pytest.mark.parametrize(
    ("language", "body", "expected"),
    [
        ("fr", "Un attentat suicide à la voiture piégée a visé le marché.", "explosion or remote violence"),
        ("es", "Un terremoto de magnitud 7 sacudió la costa.", "disaster"),
        ("de", "Tausende Demonstranten zogen bei einer Kundgebung durch die Stadt.", "protest"),
        ("pt", "Um acidente com um ônibus que capotou na rodovia.", "accident"),
        ("it", "Un terremoto ha colpito la regione, frana e maltempo.", "disaster"),
        ("ru", "Ракетный обстрел города: взрывы слышны в центре.", "explosion or remote violence"),
        ("ru", "Стороны договорились о прекращении огня и обмене пленными.", "strategic development"),
        ("uk", "Внаслідок обстрілу пошкоджено будинки.", "explosion or remote violence"),
        ("tr", "Deprem bölgesinde artçı sarsıntılar sürüyor.", "disaster"),
        ("ar", "تفجير انتحاري بسيارة مفخخة في سوق شعبية", "explosion or remote violence"),
    ],
)
def test_kinds_of_other_languages(language: str, body: str, expected: str) -> None:
    assert kind(body, language=language) == expected


def test_a_story_without_language_is_read_in_its_own() -> None:
    assert kind("Ракетный обстрел города: взрывы слышны в центре.", language=None) == "explosion or remote violence"
    body = "Un terremoto de magnitud 7 sacudió la costa de la isla y los vecinos salieron a las calles."
    assert kind(body, language=None) == "disaster"


def test_a_mention_grounds_in_its_sentence() -> None:
    body = "It was a quiet morning. A suicide bomber attacked the gate."
    (mention,) = find_kinds(story(body))
    assert body[mention.where.start : mention.where.end] == "A suicide bomber attacked the gate."


def test_the_headline_weighs_more_than_the_body() -> None:
    mentions = find_kinds(story("An earthquake hit the coast.", "Earthquake hits the coast"))
    by_field = {mention.where.field: mention.weight for mention in mentions}
    assert by_field["headline"] > by_field["body"] > 0


def test_background_and_what_was_averted_weigh_less() -> None:
    def weight(body: str) -> float:
        return max(mention.weight for mention in find_kinds(story(body)))

    assert weight("In 2014 a suicide bomber attacked the gate.") < weight("A suicide bomber attacked the gate.")
    assert weight("Police foiled a suicide bombing.") < weight("Police saw a suicide bombing.")


def test_clashes_with_crowds_are_riots_and_with_armies_battles() -> None:
    assert kind("Clashes broke out between protesters and riot police.") in ("riot", "protest")
    assert kind("Clashes broke out between the army and insurgents.") == "battle"


def test_no_words_no_kind() -> None:
    assert kind("The weather was fine.") is None
    assert leading_kind(()) is None
    assert find_kinds(story("市場で爆発", language="ja")) == ()


def test_leading_kind_is_the_one_that_most_weight_speaks_for() -> None:
    where = find_kinds(story("An earthquake shook the coast."))[0].where
    mentions = [
        KindMention(where=where, kind="battle", weight=3),
        KindMention(where=where, kind="protest", weight=2),
        KindMention(where=where, kind="protest", weight=2.5),
    ]
    assert leading_kind(mentions) == mentions[2]


def test_every_kind_is_described() -> None:
    assert set(KINDS) == set(get_args(EventKind))


@pytest.mark.parametrize("text", ["x" * 10**6, "bomb " * 10**5, "\0" * 10**6, "(" * 10**6])
def test_a_megabyte_without_prose_is_read_to_its_end(text: str) -> None:
    assert len(find_kinds(story(text))) <= 1
