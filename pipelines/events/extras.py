"""Models that a user may have: none is needed, none is ever downloaded, and what is not asked for is not imported."""

from dataclasses import dataclass
from typing import Final


class ModelProblem(Exception):
    """A model that a setting asks for is not there."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Extras:
    """Which models help with reading, by name; each worker opens its own."""

    embeddings: str = ""
    """An installed model package, or the folder of a sentence-transformers model; empty: none."""
    spacy: str = ""
    """An installed spaCy pipeline, or the folder of one; empty: none."""


NO_EXTRAS: Final = Extras()


def check(extras: Extras) -> None:
    """Look whether what is asked for is there, without opening it. Raises ModelProblem."""
    if extras.embeddings:
        from pipelines.events.embeddings import find_model  # this and the next load large tables

        find_model(extras.embeddings)
    if extras.spacy:
        from pipelines.events.facts.spacy_names import find_pipeline

        find_pipeline(extras.spacy)
