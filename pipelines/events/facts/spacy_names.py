"""Names that a spaCy pipeline finds, where the user has one (``pip install '.[spacy]'``, and a pipeline's package)."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Final

from models.events.items import Story
from pipelines.events.extras import ModelProblem
from pipelines.events.facts.name_runs import Found, is_agency
from pipelines.events.facts.name_words import NameKind

_KINDS: Final[dict[str, NameKind]] = {"PERSON": "person", "PER": "person", "ORG": "organisation"}
"""Labels of English pipelines and of the others. Places are read by ``places``: they are no names."""
_NOT_NEEDED: Final = ("parser", "lemmatizer")
_ANY: Final = "xx"
"""The language of pipelines that are made for several."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pipeline:
    """A spaCy pipeline that is open."""

    language: str
    """ISO 639-1; ``xx``: any."""
    read: Callable[[str], Any]
    """A text as spaCy's ``Doc``."""


def find_pipeline(named: str) -> str:
    """What ``spacy.load`` takes for a pipeline: its package or folder. Imports nothing. Raises ModelProblem."""
    if find_spec("spacy") is None:
        raise ModelProblem(
            "EVENTS_SPACY is set, and spaCy is not installed: pip install '.[spacy]' in the project's folder"
        )
    folder = Path(named).expanduser()
    if (folder / "meta.json").is_file():
        return str(folder.resolve())
    if named.isidentifier() and find_spec(named) is not None:
        return named
    raise ModelProblem(f"EVENTS_SPACY is {named!r}: neither an installed spaCy pipeline nor the folder of one")


@lru_cache(maxsize=1)
def open_pipeline(named: str) -> Pipeline:
    """Load a pipeline: once in a process. Raises ModelProblem."""
    found = find_pipeline(named)
    import spacy

    opened = spacy.load(found, exclude=_NOT_NEEDED)
    return Pipeline(language=opened.lang, read=opened)


def find_entities(story: Story, pipeline: Pipeline) -> tuple[Found, ...]:
    """The persons and organisations that the pipeline sees in a story of its language, in printed order."""
    language = (story.language or pipeline.language).partition("-")[0].lower()
    if pipeline.language not in (language, _ANY):
        return ()
    return tuple(
        Found(
            field=passage.field,
            start=entity.start_char,
            end=entity.end_char,
            name=name,
            kind=_KINDS[entity.label_],
            titled=False,
            at_place=False,
        )
        for passage in story.passages
        for entity in pipeline.read(passage.text).ents
        if entity.label_ in _KINDS and (name := " ".join(entity.text.split())) and not is_agency(name)
    )
