"""News agencies by name, as datelines, bylines and source lines print them."""

import re
from collections.abc import Mapping
from functools import cache
from typing import Final

from pipelines.extract.credits.agencies import known_agent, load_words, lookup_key

_PARTS = re.compile(
    r"\s*[/,;&+|、・＝=]\s*|\s+[-–—]\s+|\s+(?:and|und|et|y|e|og|och|en|ja|i|и|та|ve|via|with|mit|avec|con|με)\s+|\s+و\s*(?=\w)"
)
_INITIALS = re.compile(r"[a-zäöüß]{1,5}|[a-z]{2,4}\.")
"""What editors sign with: ``(kle/dpa)``."""
_SHORT: Final = 4
_EDGES: Final = " .,:;()[]（）【】«»\"'“”©\u200e\u200f"


@cache
def _text_only() -> Mapping[str, str]:
    listed = load_words("agencies.yml")["texts_only"]
    return {lookup_key(spelling): name for name, spellings in listed.items() for spelling in spellings}


@cache
def _pictures_only() -> frozenset[str]:
    return frozenset(load_words("agencies.yml")["pictures_only"])


def wire_agency(text: str) -> str | None:
    """The usual name of the news agency that ``text`` names as a whole; null if it names none. Picture agencies
    and platforms are none."""
    bare = text.strip(_EDGES)
    if not 1 < len(bare) <= 60:
        return None
    if (name := _text_only().get(lookup_key(bare))) and not _is_word(bare, name):
        return name
    agent = known_agent(bare)
    if agent is None or agent.kind != "agency" or agent.distributor or agent.name in _pictures_only():
        return None
    return None if agent.ambiguous and _is_word(bare, agent.name) else agent.name


def _is_word(bare: str, name: str) -> bool:
    """Whether a short name is printed as words and initials are rather than as the agency: ``Map`` for ``MAP``."""
    return len(bare) <= _SHORT and bare.isascii() and not bare.isupper() and bare not in (name, name.lower())


def wire_agencies(text: str) -> tuple[tuple[str, ...], bool]:
    """The agencies in a list such as ``dpa/AFP`` or ``kle/dpa``, each once, and whether the list holds nothing else
    but editors' initials."""
    if name := wire_agency(text):
        return (name,), True
    found: dict[str, None] = {}
    only = True
    for part in _PARTS.split(text.strip(_EDGES)):
        if name := wire_agency(part):
            found[name] = None
        elif part and not _INITIALS.fullmatch(part):
            only = False
    return tuple(found), only
