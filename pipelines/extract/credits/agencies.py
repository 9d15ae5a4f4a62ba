"""The agencies, distributors and organisations that stand in credit lines, looked up under any of their spellings."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any, Literal

import yaml

try:  # libyaml reads the lists nine times as fast; not every wheel of PyYAML has it
    from yaml import CSafeLoader as _Loader
except ImportError:  # pragma: no cover
    from yaml import SafeLoader as _Loader  # type: ignore[assignment]

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
    platform: bool = False
    """A social network: what stands there was taken by somebody else."""
    pseudonyms: bool = False
    """Its contributors often sign with a pseudonym of one word."""


@lru_cache(maxsize=16384)
def lookup_key(text: str) -> str:
    """Fold case, full stops, hyphens and whitespace, so that ``A.F.P.`` meets ``afp``."""
    return " ".join(text.casefold().translate(_KEY).split())


@cache
def load_words(file_name: str) -> Mapping[str, Any]:
    """Read one of the YAML files beside this module."""
    text = files(__package__ or "").joinpath(file_name).read_text(encoding="utf-8")
    words: Mapping[str, Any] = yaml.load(text, Loader=_Loader)
    return words


@cache
def _agents() -> Mapping[str, KnownAgent]:
    lists = load_words("agencies.yml")
    ambiguous = {lookup_key(name) for name in lists["ambiguous"]}
    by_key: dict[str, KnownAgent] = {}
    for section in ("agencies", "distributors", "platforms", "organizations"):
        for name, spellings in lists[section].items():
            for spelling in (name, *spellings):
                spelled = lookup_key(spelling)
                agent = KnownAgent(
                    name=name,
                    kind="agency" if section in ("agencies", "distributors") else "organization",
                    distributor=section in ("distributors", "platforms"),
                    platform=section == "platforms",
                    ambiguous=spelled in ambiguous,
                    pseudonyms=name in lists["pseudonyms_at"],
                )
                by_key.setdefault(spelled, agent)
    return by_key


# Beside the name proper: what a company is, in law and in the trade.
_LEGAL_FORMS = frozenset(
    ("gmbh", "inc", "ltd", "llc", "ag", "plc", "sa", "spa", "srl", "corp", "limited", "pbc", "kk", "oy", "ab", "as")
)
_AGENCY_BEFORE = frozenset(
    (
        *("agence", "agencia", "agência", "agenzia", "agentur", "agencja", "agenția"),
        *("агентство", "агенція", "агенция", "وكالة", "خبرگزاری", "סוכנות"),
    )
)
_AGENCY_BEHIND = ("news agency", "photo agency", "agency")
_LONGEST_AGENT = 80


@lru_cache(maxsize=8192)
def known_agent(text: str) -> KnownAgent | None:
    """The agency or organisation that ``text`` names as a whole, whatever its spelling; None if it is unknown."""
    if len(text) > _LONGEST_AGENT:
        return None
    agents, key = _agents(), lookup_key(text)
    if agent := agents.get(key):
        return agent
    words = key.split()
    if len(words) > 1 and (agent := agents.get(_bare_name(words))):
        return agent
    host, dot, suffix = text.rpartition(".")
    return agents.get(lookup_key(host)) if dot and suffix.isalpha() and 2 <= len(suffix) <= 4 else None


def _bare_name(words: list[str]) -> str:
    """A name of several words without its legal form, or without the word for an agency: ``dpa GmbH``."""
    if words[-1] in _LEGAL_FORMS:
        return " ".join(words[:-1])
    if words[0] in _AGENCY_BEFORE:
        return " ".join(words[1:])
    key = " ".join(words)
    return next((key.removesuffix(f" {word}") for word in _AGENCY_BEHIND if key.endswith(f" {word}")), key)
