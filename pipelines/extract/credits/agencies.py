"""The agencies, distributors and organisations that stand in credit lines, looked up under any of their spellings."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Literal

import yaml

_KEY = str.maketrans({".": None, "-": " ", "‑": " ", "_": " ", "’": "'", "ʼ": "'", "\u200e": None, "\u200f": None})


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownAgent:
    """An agency or organisation of ``agencies.yml``."""

    name: str
    """The usual name."""
    kind: Literal["agency", "organization"]
    """``agency`` for wire services, photographers' agencies and picture libraries."""
    distributor: bool = False
    """Passes on the photographs of other agencies beside its own."""
    ambiguous: bool = False
    """The name is an everyday word too: alone it does not make a line a credit line."""
    pseudonyms: bool = False
    """Its contributors often sign with a pseudonym of one word."""


def lookup_key(text: str) -> str:
    """Fold case, full stops, hyphens and whitespace, so that ``A.F.P.`` meets ``afp``."""
    return " ".join(text.casefold().translate(_KEY).split())


def load_words(file_name: str) -> Mapping[str, Any]:
    """Read one of the YAML files beside this module."""
    words: Mapping[str, Any] = yaml.safe_load(files(__package__ or "").joinpath(file_name).read_text(encoding="utf-8"))
    return words


@cache
def _agents() -> Mapping[str, KnownAgent]:
    lists = load_words("agencies.yml")
    ambiguous = {lookup_key(name) for name in lists["ambiguous"]}
    by_key: dict[str, KnownAgent] = {}
    for section in ("agencies", "distributors", "organizations"):
        for name, spellings in lists[section].items():
            for spelling in (name, *spellings):
                spelled = lookup_key(spelling)
                agent = KnownAgent(
                    name=name,
                    kind="organization" if section == "organizations" else "agency",
                    distributor=section == "distributors",
                    ambiguous=spelled in ambiguous,
                    pseudonyms=name in lists["pseudonyms_at"],
                )
                by_key.setdefault(spelled, agent)
    return by_key


def known_agent(text: str) -> KnownAgent | None:
    """The agency or organisation that ``text`` names as a whole, whatever its spelling; None if it is unknown."""
    if agent := _agents().get(lookup_key(text)):
        return agent
    host, dot, suffix = text.rpartition(".")
    return _agents().get(lookup_key(host)) if dot and suffix.isalpha() and 2 <= len(suffix) <= 4 else None
