"""What a page offers for a field: the reading that was taken, and those that it beat."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """One reading of one field. A page's candidates are listed in the order in which they were weighed."""

    field: str
    """The ``Document``'s field: ``headline``, ``authors``, ``published`` …"""
    text: str
    """As found, whitespace folded."""
    source: str
    """Where it stands: ``h1``, ``json-ld:headline``, ``meta:og:title``, ``text`` …"""
    taken: bool = False
    """Whether the field got this reading."""
