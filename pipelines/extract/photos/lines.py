"""Captions in the lines around photos that have none in their own block: below or above them, or listed apart.

Whether captions stand below or above is decided once for a page, by counting.
"""

import statistics
from collections.abc import Iterator, Sequence

from pipelines.extract.photos.captions import is_control
from pipelines.extract.photos.flow import Flow, Line, Shot
from pipelines.extract.photos.groups import Evidence, Group, is_subhead, may_end_with_credit
from pipelines.extract.photos.parts import is_credit_line, is_sentence

_LONGEST_STYLED = 400
_LONGEST_BESIDE_CREDIT = 320
_LONGEST_SHORT = 160
_SERIES = 4
_MUCH_LONGER, _SHORTEST_PARAGRAPH = 1.5, 80


def pair_lines(flow: Flow, bare: Sequence[Shot], taken: set[int], credited: frozenset[int]) -> dict[int, Group]:
    """Caption groups for the shots that have none of their own: shot index -> group.

    ``taken``: indices of lines that belong to somebody. ``credited``: indices of shots that have a credit of their own.
    """
    if not bare:
        return {}
    evidence = Evidence(flow, taken)
    if headed := _headed(flow, bare, taken):
        return headed
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


def _headed(flow: Flow, shots: Sequence[Shot], taken: set[int]) -> dict[int, Group]:
    """A series of pictures, each with a heading for its caption and a credit line, and no story between them. In a list
    of places or things a story follows each picture, and the headings are the story's."""
    for order in ((1, 2), (-1, 1), (2, 1), (-2, -1)):
        units = [_headed_unit(flow, shot, *order) for shot in shots]
        if len(units) < _SERIES or not all(units) or len(set(map(_level, units))) > 1:
            continue
        indices = sorted({line.index for lines in units for line in lines} | {shot.index for shot in shots})
        # A subhead at either end of the series: the headings may as well be meant for the pictures beyond.
        beyond = (index for index in (indices[0] - 1, indices[-1] + 1) if 0 <= index < len(flow.tokens))
        if any(is_subhead(flow.tokens[index]) for index in beyond):
            continue
        if indices[-1] - indices[0] == len(indices) - 1:
            return {
                shot.index: Group(lines=tuple(line for line in lines if line.index not in taken), source="below")
                for shot, lines in zip(shots, units, strict=True)
            }
    return {}


def _level(lines: tuple[Line, ...]) -> str:
    return next(str(line.block.tag) for line in lines if line.heading)


def _headed_unit(flow: Flow, shot: Shot, heading: int, credit: int) -> tuple[Line, ...]:
    """The heading and the credit line at these distances from a shot, in page order; empty if they are not there."""
    places = sorted((shot.index + heading, shot.index + credit))
    if places[0] < 0 or places[1] >= len(flow.tokens):
        return ()
    first, second = flow.tokens[places[0]], flow.tokens[places[1]]
    if not isinstance(first, Line) or not isinstance(second, Line):
        return ()
    above, below = (first, second) if heading < credit else (second, first)
    fits = above.heading and is_sentence(above.text, _LONGEST_BESIDE_CREDIT) and is_credit_line(below.text)
    return (first, second) if fits else ()


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
    if len(below) >= _SERIES and _is_series(flow, below):
        return {index: Group(lines=(line,), source="below") for index, line in below.items()}
    chosen = {line.index for line in below.values()}
    plain = [token for token in flow.tokens if isinstance(token, Line) and token.index not in chosen]
    others = [len(line.text) for line in plain if line.block.tag == "p"]
    if len(others) < len(chosen):
        others = [len(line.text) for line in plain if not line.linked and len(line.text) > _SHORTEST_PARAGRAPH]
    longest = max(len(line.text) for line in below.values())
    if len(others) < len(chosen) or statistics.median(others) < _MUCH_LONGER * longest:
        return {}
    return {index: Group(lines=(line,), source="below") for index, line in below.items()}


def _is_series(flow: Flow, below: dict[int, Line]) -> bool:
    """Whether each of the lines is followed by the next picture, the last one aside: no story goes on between them."""
    tokens = flow.tokens
    return all(isinstance(tokens[line.index + 1], Shot) for line in list(below.values())[:-1])


def _placed(shots: Sequence[Shot], evidence: Evidence, used: set[int], *, downwards: bool) -> dict[int, Group]:
    found: dict[int, Group] = {}
    for shot in shots:
        group = evidence.below(shot) if downwards else evidence.above(shot)
        if group is not None and not used & {line.index for line in group.lines}:
            found[shot.index] = group
    return found


def _around(shots: Sequence[Shot], evidence: Evidence) -> dict[int, Group]:
    """Most pictures stand between a line that is nothing but a credit and one that reads as a caption. The line above
    the credit may read as one too; then the shorter are the captions."""
    found: dict[int, Group] = {}
    above: list[int] = []
    for shot in shots:
        credit, caption = evidence.beside(shot, -1), evidence.beside(shot, 1)
        if not (credit and caption and is_credit_line(credit.text) and evidence.may_follow(credit, caption)):
            continue
        found[shot.index] = Group(lines=(credit, caption), source="line-before")
        before = evidence.free(credit.index - 1)
        if before is not None and is_sentence(before.text, _LONGEST_BESIDE_CREDIT):
            above.append(len(before.text))
    if len(found) * 2 <= len(shots):
        return {}
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
        elif run and isinstance(token, Line) and not is_control(token.text):
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
    promising = {token.index for token in flow.tokens if isinstance(token, Line) and may_end_with_credit(token.text)}
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
