"""From the segments of a credit line to agents in roles.

- A person is the photographer; after a copyright sign, with no agency beside and no word for "photo", the rights
  holder; after a courtesy formula, the one to whom courtesy is owed.
- What stands after "via" is a distributor.
- Of other sources, the one nearest to the photographer is the ``agency`` (the source of the photograph, whatever its
  kind), and those farther out are distributors: ``NAME/PA/dpa``, ``APA/AFP/NAME``. Where no photographer is named the
  first is the agency: ``Reuters TV / Reuters``. Picture libraries (Getty Images, IMAGO) are distributors beside
  any other source, on whichever side they stand.
- An agency that passes on a handout is its distributor, and so is a social network, whoever took the picture; where
  nothing but a distributor stands beside it, the network is the source: ``Social media/via Reuters``.
"""

from collections.abc import Sequence
from dataclasses import replace

from models.items import Credit, CreditFlag, Role
from pipelines.extract.credits.agencies import lookup_key
from pipelines.extract.credits.joints import Segment
from pipelines.extract.credits.names import is_cjk, is_lower_case_name, person_name

_FLAGS: dict[str, CreditFlag] = {"handout": "handout", "file": "file_photo", "still": "video_still"}
_NAMED = frozenset({"agency", "organization", "person", "word"})


def flags_of(segments: Sequence[Segment]) -> frozenset[CreditFlag]:
    """The flags that the words of a line raise."""
    return frozenset(_FLAGS[mark] for segment in segments for mark in segment.marks if mark in _FLAGS)


def assign_roles(segments: Sequence[Segment]) -> tuple[tuple[Credit, ...], float]:
    """Agents in printed order, each once, and the confidence (0 to 1) in the reading."""
    segments = _settled(segments)
    named = _about_the_photo([segment for segment in segments if segment.kind in _NAMED])
    marks = frozenset(mark for segment in segments for mark in segment.marks)
    roles = _source_roles(named, marks)
    credits: dict[str, Credit] = {}
    for at, segment in enumerate(named):
        person = segment.kind == "person"
        name = person_name(segment.text) if person and "pseudonym" not in segment.marks else _source_name(segment)
        kind = "person" if person else (segment.agent.kind if segment.agent else "organization")
        role = _person_role(segment, named, marks) if person else roles[at]
        credits.setdefault(lookup_key(name), Credit(name=name, role=role, kind=kind))
    return tuple(credits.values()), _confidence(segments, named, marks)


def _settled(segments: Sequence[Segment]) -> list[Segment]:
    """Decide what single unknown words are, now that the whole line is known: pseudonyms, or organisations."""
    known = [segment.agent for segment in segments if segment.agent]
    person = any(segment.kind == "person" for segment in segments)
    stock = any(agent.pseudonyms for agent in known)
    settled: list[Segment] = []
    for at, segment in enumerate(segments):
        kind = segment.kind
        if _stands_for_an_organization(segments, at):
            settled.append(replace(segment, kind="organization", marks=segment.marks | {"guessed"}))
            continue
        if _is_owed(segments, at):
            segment = replace(segment, marks=segment.marks | {"courtesy"})
        if kind == "word" and not person and segment.joint in {"start", "slash", "pipe", "colon"}:
            handle = stock and (segment.text.islower() or segment.text.istitle())
            handle = handle and "handle" not in segment.marks
            short_cjk = bool(known) and is_cjk(segment.text) and 2 <= len(segment.text) <= 4
            kind = "person" if handle or short_cjk else kind
        settled.append(segment if kind == segment.kind else _as_person(segment))
    return settled


def _stands_for_an_organization(segments: Sequence[Segment], at: int) -> bool:
    """Whether what reads as a person stands where the photographer's newspaper does: ``NAME/Sacramento Bee via AP``."""
    if not 0 < at < len(segments) - 1 or segments[at].kind != "person" or segments[at].joint != "slash":
        return False
    return segments[at - 1].kind == "person" and segments[at + 1].joint == "via" and len(segments[at].text.split()) == 2


def _is_owed(segments: Sequence[Segment], at: int) -> bool:
    """Whether the word for courtesy closes the line behind this name: ``NAME/Courtesy``."""
    last = segments[-1]
    return at == len(segments) - 2 and last.kind == "label" and last.marks == {"courtesy"} and last.joint != "start"


def _as_person(segment: Segment) -> Segment:
    return Segment(text=segment.text, joint=segment.joint, kind="person", marks=segment.marks | {"pseudonym"})


def _about_the_photo(named: list[Segment]) -> list[Segment]:
    """Without the makers of a video that the page shows beside the photograph, unless they are all there is."""
    return [segment for segment in named if "video" not in segment.marks] or named


def _source_name(segment: Segment) -> str:
    return segment.agent.name if segment.agent else segment.text


def _person_role(segment: Segment, named: Sequence[Segment], marks: frozenset[str]) -> Role:
    if "courtesy" in segment.marks:
        return "courtesy"
    sources = any(other.kind != "person" for other in named)
    return "rights_holder" if "copyright" in segment.marks and not sources and "label" not in marks else "photographer"


def _source_roles(named: Sequence[Segment], marks: frozenset[str]) -> dict[int, Role]:
    """The role of each segment of ``named`` that is not a person, by its index."""
    roles: dict[int, Role] = {}
    open_sources: list[int] = []
    persons = [at for at, segment in enumerate(named) if segment.kind == "person"]
    sources = [at for at, segment in enumerate(named) if segment.kind != "person"]
    after_via = False
    behind = [at for at in sources if named[at].joint == "via"]
    if behind and behind == sources[1:] and named[0].agent and named[0].agent.platform and not persons:
        roles[0] = "agency"
    for at, segment in enumerate(named):
        after_via = segment.joint == "via" or (after_via and segment.kind != "person")
        if segment.kind == "person" or at in roles:
            continue
        if "courtesy" in segment.marks:
            roles[at] = "courtesy"
        elif after_via or _passes_on(segment, marks, first=at == sources[0], alone=len(sources) == 1):
            roles[at] = "distributor"
        elif "copyright" in segment.marks and not persons and not (segment.agent and segment.agent.kind == "agency"):
            roles[at] = "rights_holder"
        else:
            open_sources.append(at)
    makers = [at for at in open_sources if not _is_library(named[at])] or open_sources
    last = bool(persons) and all(person > source for person in persons for source in open_sources)
    for at in open_sources:
        nearest = makers[-1] if last else makers[0]
        roles[at] = "agency" if _source_name(named[at]) == _source_name(named[nearest]) else "distributor"
    return roles


def _passes_on(segment: Segment, marks: frozenset[str], *, first: bool, alone: bool) -> bool:
    """Whether an agent did not make the photograph: a social network; an agency with a handout, unless others stand
    behind it and the handout is its own."""
    if segment.agent is None:
        return False
    handout = "handout" in marks and segment.agent.kind == "agency" and (alone or not first)
    return segment.agent.platform or handout


def _is_library(segment: Segment) -> bool:
    return segment.agent is not None and segment.agent.distributor


def _confidence(segments: Sequence[Segment], named: Sequence[Segment], marks: frozenset[str]) -> float:
    """As sure as the least sure segment; a name alone, without agency or label, could be anything."""
    context = bool(marks - {"year", "pseudonym"}) or any(segment.agent for segment in segments) or len(named) > 1
    if not named:
        return 0.9 if segments and not any(segment.kind == "unread" for segment in segments) else 0.0
    if all(segment.agent and segment.agent.ambiguous for segment in named):
        return 0.85 if marks or len(named) > 1 else 0.6
    listed = {segment.joint for segment in named[1:]} <= {"comma", "dash"} and not marks
    return min(_certainty(segment, context and not (listed and segment.kind == "word")) for segment in segments)


def _certainty(segment: Segment, context: bool) -> float:
    if "guessed" in segment.marks:
        return 0.75
    if segment.agent or segment.kind == "label":
        return 1.0
    if segment.kind == "unread":
        return 0.2
    if segment.kind == "person" and (is_lower_case_name(segment.text.split()) or "pseudonym" in segment.marks):
        return 0.8 if context else 0.4
    alone = {"person": 0.6, "organization": 0.7, "word": 0.4}[segment.kind]
    return {"person": 0.95, "organization": 0.9, "word": 0.8}[segment.kind] if context else alone
