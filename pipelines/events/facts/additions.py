"""Numbers that come on top of others: ``two more were killed`` is no toll; ``12 killed, 30 more wounded`` is two."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final, Literal

from models.events.items import FigureKind
from pipelines.events.facts.figure_words import Stem
from pipelines.events.facts.numbers import Number

Standing = Literal["whole", "least", "part"]
"""Whether a number is the whole figure, the least that it may be, or an addition to one that it leaves open."""

# "killed himself and 12 others", "the mayor and two more": those it comes on top of are named, and were not counted.
_NAMED_FIRST: Final = re.compile(
    r"(?:^|[,;:] | )(?P<named>(?:[\w'-]+ ){1,4})(?:and|et|und|y|e|и|та|і|ve) (?:at least )?$"
)
_AUXILIARIES: Final = frozenset(("was", "were", "is", "are", "has", "had", "have", "been"))
_NEAR: Final = 60
"""Characters in which those are looked for."""


@dataclass(slots=True)
class Told:
    """What a passage has told so far."""

    counted: set[FigureKind] = field(default_factory=set)
    """Kinds that it has given a figure of."""
    _here: set[FigureKind] = field(default_factory=set)
    """Those of the sentence that is being read."""
    _before: frozenset[FigureKind] = frozenset()
    """Kinds that the last sentence with such words before it speaks of."""

    def go_on(self, stems: Sequence[Stem]) -> None:
        """The sentence with these words was read."""
        self.counted |= self._here
        self._here = set()
        self._before = _kinds(stems)

    def standing_of(
        self, kind: FigureKind, group: Sequence[Number], folded: str, stems: Sequence[Stem], others: Sequence[Number]
    ) -> Standing:
        """What the next figure of a sentence, taken in printed order, says of how many there were. ``others``: numbers
        of people before it that may be those it comes on top of, whatever befell them."""
        adds = group[0].adds
        standing = self._judged(kind, group, adds[0], folded, stems, others) if adds else "whole"
        if standing != "part":
            self._here.add(kind)
        return standing

    def _judged(
        self,
        kind: FigureKind,
        group: Sequence[Number],
        start: int,
        folded: str,
        stems: Sequence[Stem],
        others: Sequence[Number],
    ) -> Standing:
        if kind in self._here:
            return "part"
        ahead = [stem for stem in stems if stem[1] <= start]
        # Those it comes on top of, whom something else befell, are told of before it.
        if _kinds(ahead) - {kind} or any(number.end <= start for number in others):
            return "whole"
        begin = max(ahead[-1][1] if ahead else 0, start - _NEAR)
        named = _NAMED_FIRST.search(folded[begin:start])
        if len(group) > 1 or (named and _AUXILIARIES.isdisjoint(named["named"].split())):
            return "least"
        return "whole" if self._before - {kind} and kind not in self.counted else "part"


def _kinds(stems: Sequence[Stem]) -> frozenset[FigureKind]:
    return frozenset(kind for _, _, meanings in stems for kind, _ in meanings)
