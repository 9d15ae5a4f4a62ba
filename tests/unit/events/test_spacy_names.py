"""A spaCy pipeline of the user's adds the names that we do not find ourselves."""

from importlib.util import find_spec
from pathlib import Path
from types import SimpleNamespace

import pytest

from models.events.items import NameMention, Passage, Story
from pipelines.events.extras import Extras
from pipelines.events.facts.names import find_names
from pipelines.events.facts.spacy_names import Pipeline, find_entities
from pipelines.events.reading import find_facts

TEXT = (
    "Masked men of the night shift at Acme took the bridge near Mosul, k. d. marrow said. Haider al-Abadi came.\n"
    "Photo by Ludmer Fenwick"
)


def pipeline(*entities: tuple[str, str], language: str = "en") -> Pipeline:
    """Sees the texts given, with their labels, wherever they stand."""

    def read(text: str) -> SimpleNamespace:
        found = [
            SimpleNamespace(start_char=text.find(said), end_char=text.find(said) + len(said), label_=label, text=said)
            for said, label in entities
            if said in text
        ]
        return SimpleNamespace(ents=found)

    return Pipeline(language=language, read=read)


def story(text: str = TEXT, language: str | None = "en") -> Story:
    return Story(id=1, passages=(Passage(field="body", text=text),), language=language)


def added(*entities: tuple[str, str], text: str = TEXT) -> list[NameMention]:
    told = story(text)
    ours = find_names(told)
    return [each for each in find_names(told, (), find_entities(told, pipeline(*entities))) if each not in ours]


def test_persons_and_organisations_are_added_with_where_they_stand() -> None:
    found = added(("k. d. marrow", "PERSON"), ("the night shift", "ORG"))
    assert [(each.name, each.kind) for each in found] == [
        ("the night shift", "organisation"),
        ("k. d. marrow", "person"),
    ]
    assert [TEXT[each.where.start : each.where.end] for each in found] == ["the night shift", "k. d. marrow"]


@pytest.mark.parametrize(
    ("entity", "label"),
    [
        ("Abadi", "PERSON"),  # ours already, with his first name
        ("Mosul", "GPE"),
        ("night", "TIME"),
        ("Ludmer Fenwick", "PERSON"),  # in a credit line
    ],
)
def test_what_is_ours_already_places_times_and_photographers_are_not_added(entity: str, label: str) -> None:
    assert added((entity, label)) == []


def test_agencies_are_not_added() -> None:
    assert added(("Reuters", "ORG"), text="Two men fled, reuters said, and Reuters added.") == []


@pytest.mark.parametrize(
    ("of_story", "of_pipeline", "is_read"),
    [("en-GB", "en", True), (None, "en", True), ("fr", "xx", True), ("fr", "en", False)],
)
def test_a_pipeline_reads_stories_of_its_language(of_story: str | None, of_pipeline: str, is_read: bool) -> None:
    found = find_entities(story(language=of_story), pipeline(("k. d. marrow", "PER"), language=of_pipeline))
    assert [each.name for each in found] == (["k. d. marrow"] if is_read else [])


@pytest.mark.skipif(find_spec("spacy") is None, reason="spaCy is not installed: pip install '.[spacy]'")
@pytest.mark.filterwarnings("ignore")  # what spaCy warns of is not ours
def test_a_pipeline_in_a_folder_is_opened_and_adds_names(tmp_path: Path) -> None:
    import spacy

    made = spacy.blank("en")
    made.add_pipe("entity_ruler").add_patterns([{"label": "PERSON", "pattern": "k. d. marrow"}])
    made.to_disk(tmp_path / "pipeline")
    facts = find_facts(story(), Extras(spacy=str(tmp_path / "pipeline")))
    assert "k. d. marrow" in [each.name for each in facts.names]
