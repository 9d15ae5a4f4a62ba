"""Captions in the lines around photos that have none in their own block: below or above them, or listed apart.

A plain paragraph beside a picture is a caption only on evidence: it ends with a credit, it follows or precedes a line
that is nothing but a credit, it is named a caption, it repeats the alternative text, or it is set small, italic or
centred. Whether captions stand below or above is decided once for a page, by counting.
"""

import re
import statistics
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pipelines.extract.photos.blocks import repeats_alt
from pipelines.extract.photos.captions import is_control, is_credit_line, is_sentence, is_tail_captioned
from pipelines.extract.photos.flow import Flow, Line, Shot
from pipelines.extract.photos.words import Says

_LONGEST_STYLED = 400
_LONGEST_BESIDE_CREDIT = 320
_LONGEST_AFTER_CREDIT = 240
_LONGEST_TAIL = 600
_CENTRED_SHARE = 0.4
_LONGEST_SHORT = 160
_MUCH_LONGER = 1.5
# A cheap sign that a line may end with a credit, before the grammar is asked.
_CREDIT_SIGN = re.compile(
    r"[/©)\]:|=]|[A-Z]{2,}|\b(?i:via|getty|reuters|photos?|foto|bild|images?|picture|courtesy|supplied|handout)\b|写真|撮影|사진|nuotr"
)
_HEAD_SIGN = re.compile(r"\w ?/ ?\w|[\w.] via |\.\s?/")
_LONGEST_HEAD = 60
_PLAIN_SIGN = re.compile(r"[/©)\]|]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """One caption with its credit: a line, or a credit line and the caption beside it."""

    lines: tuple[Line, ...]
    source: str
    """``caption-tail``, ``line-before``, ``line-after``, ``styled``, ``class``, ``alt`` or ``below``."""


class Evidence:
    """What lines of this flow are worth."""

    def __init__(self, flow: Flow, taken: set[int]) -> None:
        self.flow = flow
        self.taken = taken
        lines = [token for token in flow.tokens if isinstance(token, Line)]
        centred = sum(bool(line.says & Says.CENTRED) for line in lines)
        self.centring_tells = centred <= _CENTRED_SHARE * len(lines)
        styled = sum(line.styled for line in lines)
        self.style_tells = styled <= _CENTRED_SHARE * len(lines)
        self._groups: dict[int, Group | None] = {}

    def free(self, index: int) -> Line | None:
        """The line at an index, if it is one and belongs to nobody yet."""
        if not 0 <= index < len(self.flow.tokens):
            return None
        token = self.flow.tokens[index]
        if not isinstance(token, Line) or token.index in self.taken:
            return None
        # A heading is no caption, unless a credit ends it.
        return token if not token.heading or is_tail_captioned(token.text) else None

    def is_styled(self, line: Line) -> bool:
        if line.linked or not is_sentence(line.text, _LONGEST_STYLED):
            return False
        if line.says & (Says.CAPTION | Says.CREDIT) or line.figcaption is not None:
            return True
        if len(line.text.split()) == 2 or len(line.text.split()) == 3:
            return False  # a name: the author's stands in italics too
        return (line.styled and self.style_tells) or bool(line.says & Says.CENTRED and self.centring_tells)

    def group_at(self, index: int) -> Group | None:
        """The caption group that starts at a line, if one does."""
        if index not in self._groups:
            self._groups[index] = self._read_group(index)
        return self._groups[index]

    def _read_group(self, index: int) -> Group | None:
        line = self.free(index)
        if line is None:
            return None
        after = self.free(index + 1)
        if is_credit_line(line.text):
            if after is not None and self.may_follow(line, after):
                return Group(lines=(line, after), source="line-before")
            return Group(lines=(line,), source="element")
        if after is not None and is_credit_line(after.text) and is_sentence(line.text, _LONGEST_BESIDE_CREDIT):
            beyond = self.free(index + 2)
            # "text, credit, short text": the credit may as well belong to what follows it, unless a picture stands
            # right above the text.
            at_shot = index > 0 and isinstance(self.flow.tokens[index - 1], Shot)
            if at_shot or beyond is None or self.is_styled(line) or not self.may_follow(after, beyond):
                return Group(lines=(line, after), source="line-after")
        if len(line.text) <= _LONGEST_TAIL and _may_hold_credit(line.text) and is_tail_captioned(line.text):
            return Group(lines=(line,), source="caption-tail")
        if self.is_styled(line):
            return Group(lines=(line,), source="class" if line.says & Says.CAPTION else "styled")
        return None

    def may_follow(self, credit: Line, line: Line) -> bool:
        """Whether ``line`` reads as the caption that a credit line announces."""
        if is_credit_line(line.text) or is_tail_captioned(line.text) or line.linked:
            return False
        longest = (
            _LONGEST_BESIDE_CREDIT if line.block is credit.block or self.is_styled(line) else _LONGEST_AFTER_CREDIT
        )
        return is_sentence(line.text, longest)

    def below(self, shot: Shot) -> Group | None:
        """The group right below a shot."""
        index = self._skip(shot, 1)
        group = self.group_at(index)
        line = self.free(index)
        if group is None and line is not None and repeats_alt(line.text, shot):
            return Group(lines=(line,), source="alt")
        return group

    def above(self, shot: Shot) -> Group | None:
        """The group that ends right above a shot."""
        last = self._skip(shot, -1)
        for start in (last - 1, last):
            group = self.group_at(start)
            if group is not None and group.source != "styled" and group.lines[-1].index == last:
                return group
        return None

    def _skip(self, shot: Shot, step: int) -> int:
        """The nearest index that is neither a button's label nor a twin of the shot."""
        index = shot.index + step
        while 0 <= index < len(self.flow.tokens):
            token = self.flow.tokens[index]
            if isinstance(token, Line):
                if not is_control(token.text):
                    break
            elif token.identity != shot.identity:
                break
            index += step
        return index


def _may_hold_credit(text: str) -> bool:
    """Whether it is worth asking the grammar for a credit at the end of a line, or glued to its beginning."""
    return _may_end_with_credit(text) or _HEAD_SIGN.search(text[:_LONGEST_HEAD]) is not None


def _may_end_with_credit(text: str) -> bool:
    """Cheap, so that the grammar need not read every paragraph beside a picture."""
    if len(text) > 2 * _LONGEST_STYLED // 3 and not _PLAIN_SIGN.search(text[-40:]):
        return False
    return _CREDIT_SIGN.search(text[-60:]) is not None


def pair_lines(flow: Flow, bare: Sequence[Shot], taken: set[int], credited: frozenset[int]) -> dict[int, Group]:
    """Caption groups for the shots that have none of their own: shot index -> group.

    ``taken``: indices of lines that belong to somebody. ``credited``: indices of shots that have a credit of their own.
    """
    evidence = Evidence(flow, taken)
    paired = dict(_listed_runs(flow, bare, evidence))
    rest = [shot for shot in bare if shot.index not in paired]
    used = {line.index for group in paired.values() for line in group.lines}
    below = _placed(rest, evidence, used, downwards=True)
    above = _placed(rest, evidence, used, downwards=False) if len(below) < len(rest) else {}
    paired.update(_around(rest, evidence) or (below if len(below) >= len(above) else above))
    if not paired and len(bare) >= 2:
        paired.update(_listed_apart(flow, bare, evidence))
    if not paired and len(credited) >= 2:
        paired.update(_short_below(flow, [shot for shot in bare if shot.index in credited], evidence))
    return paired


def _short_below(flow: Flow, shots: Sequence[Shot], evidence: Evidence) -> dict[int, Group]:
    """Every picture with a credit is followed by a line far shorter than the story's paragraphs: its caption."""
    below: dict[int, Line] = {}
    for shot in shots:
        index = shot.index + 1
        while index in evidence.taken:
            index += 1
        line = evidence.free(index)
        if line is None or line.linked or not is_sentence(line.text, _LONGEST_SHORT):
            return {}
        below[shot.index] = line
    chosen = {line.index for line in below.values()}
    others = [len(t.text) for t in flow.tokens if isinstance(t, Line) and t.index not in chosen and t.block.tag == "p"]
    longest = max(len(line.text) for line in below.values())
    if len(others) < len(chosen) or statistics.median(others) < _MUCH_LONGER * longest:
        return {}
    return {index: Group(lines=(line,), source="below") for index, line in below.items()}


def _placed(shots: Sequence[Shot], evidence: Evidence, used: set[int], *, downwards: bool) -> dict[int, Group]:
    found: dict[int, Group] = {}
    for shot in shots:
        group = evidence.below(shot) if downwards else evidence.above(shot)
        if group is not None and not used & {line.index for line in group.lines}:
            found[shot.index] = group
    return found


def _around(shots: Sequence[Shot], evidence: Evidence) -> dict[int, Group]:
    """Each picture stands between its credit and its caption: the line above is nothing but a credit, the one below
    reads as a caption. The line above the credit may read as one too; then the shorter are the captions."""
    found: dict[int, Group] = {}
    above: list[int] = []
    for shot in shots:
        credit, caption = evidence.free(shot.index - 1), evidence.free(shot.index + 1)
        if credit is None or caption is None or not is_credit_line(credit.text):
            return {}
        if not evidence.may_follow(credit, caption):
            return {}
        found[shot.index] = Group(lines=(credit, caption), source="line-before")
        before = evidence.free(shot.index - 2)
        if before is not None and is_sentence(before.text, _LONGEST_BESIDE_CREDIT):
            above.append(len(before.text))
    captions = [len(group.lines[-1].text) for group in found.values()]
    if len(above) == len(captions) and sum(above) < sum(captions):
        return {}
    return found


def _runs(flow: Flow, bare: Sequence[Shot]) -> Iterator[list[Shot]]:
    """Two or more shots with no line between them."""
    wanted = {shot.index for shot in bare}
    run: list[Shot] = []
    for token in flow.tokens:
        if isinstance(token, Shot) and token.index in wanted:
            run.append(token)
        elif isinstance(token, Line) and not is_control(token.text):
            if len(run) > 1:
                yield run
            run = []
    if len(run) > 1:
        yield run


def _listed_runs(flow: Flow, bare: Sequence[Shot], evidence: Evidence) -> Iterator[tuple[int, Group]]:
    """A run of pictures and, right below or above it, as many captions: pair them in order."""
    for run in _runs(flow, bare):
        groups = list(_groups_from(evidence, run[-1].index + 1))
        if len(groups) != len(run):
            groups = _groups_before(evidence, run[0].index - 1, len(run))
        if len(groups) == len(run):
            yield from ((shot.index, group) for shot, group in zip(run, groups, strict=True))


def _groups_from(evidence: Evidence, index: int) -> Iterator[Group]:
    while (group := evidence.group_at(index)) is not None:
        yield group
        index = group.lines[-1].index + 1


def _groups_before(evidence: Evidence, index: int, wanted: int) -> list[Group]:
    """The groups that end at a line and go back without a gap, in page order; none if there are more than wanted."""
    start = index
    while start >= 0 and evidence.free(start) is not None:
        start -= 1
    groups: list[Group] = []
    at = start + 1
    while at <= index:
        group = evidence.group_at(at)
        if group is None:
            groups = []
            at += 1
        else:
            groups.append(group)
            at = group.lines[-1].index + 1
    return groups if len(groups) == wanted else []


def _listed_apart(flow: Flow, bare: Sequence[Shot], evidence: Evidence) -> dict[int, Group]:
    """Pictures in one place, captions with credits in another: pair them in order if the counts agree."""
    promising = {token.index for token in flow.tokens if isinstance(token, Line) and _may_end_with_credit(token.text)}
    if len(promising) < len(bare):
        return {}
    groups: list[Group] = []
    at = 0
    while at < len(flow.tokens):
        line = evidence.free(at)
        likely = line is not None and len(line.text) <= _LONGEST_STYLED and (at in promising or at + 1 in promising)
        group = evidence.group_at(at) if likely else None
        if group is not None and group.source in ("caption-tail", "line-before", "line-after"):
            groups.append(group)
            at = group.lines[-1].index
            if len(groups) > len(bare):
                return {}
        at += 1
    if len(groups) != len(bare):
        return {}
    return {shot.index: group for shot, group in zip(bare, groups, strict=True)}
