"""Who a stretch of a credit line names: an agency, an organisation, people, or a word nobody knows."""

from collections.abc import Iterator
from dataclasses import replace

from pipelines.extract.credits.agencies import known_agent, lookup_key
from pipelines.extract.credits.joints import Joint, Segment, SegmentKind
from pipelines.extract.credits.names import (
    is_cjk,
    looks_like_organization,
    looks_like_person,
)
from pipelines.extract.credits.words import phrase_at_tail, vocabulary

_LONGEST_SUFFIXED = 12
"""Characters of a name before a word such as 기자 (reporter); what is longer is a sentence."""
_BY = frozenset({"by", "par", "por", "von", "di", "door", "av", "af"})
_ON = frozenset({"on", "auf", "sur", "en", "em", "su", "på", "op"})
_LONGEST_AGENCY = 4
_LONGEST_CJK_NAME = 4


def read_names(words: list[str], joint: Joint, marks: frozenset[str]) -> Iterator[Segment]:
    """One segment, or several where "and" joins names, "for" commissions them, "photo by" tells the photographer, or an
    agency's name runs on into its photographer's."""
    cut = _joined_names(words)
    if cut:
        for at, name in enumerate(cut):
            yield _read_name(name, joint if at == 0 else "and", marks)
        return
    for at in range(1, len(words) - 1):
        if _commissions(words, at):
            yield from read_names(words[:at], joint, marks)
            yield _read_name(words[at + 1 :], "for", frozenset())
            return
    if (joint == "colon" or marks) and (beside := _agency_beside(words)):
        for at, word in enumerate(beside):
            segment = _read_name([word], joint if at == 0 else "slash", marks)
            yield segment if segment.agent else replace(segment, kind="person")
        return
    if pair := _photo_by(words) or _agency_first(words):
        maker, person = pair
        yield _read_name(maker, joint, marks)
        yield from read_names(person, "slash", frozenset({"label", "by"}) if "by" not in marks else frozenset())
        return
    yield from _read_service_member(words, joint, marks)


def is_on_platform(words: list[str], at: int) -> bool:
    """Whether ``words[at]`` is the "on" of ``NAME on PLATFORM``."""
    if words[at] not in _ON:
        return False
    agent = known_agent(" ".join(words[at + 1 :]))
    return agent is not None and (agent.platform or agent.pseudonyms)


def _agency_beside(words: list[str]) -> list[str] | None:
    """The two names of ``顾明远 新华社``, photographer and agency, in either order; None if that is not what stands
    there. Chinese, Japanese and Korean names are one word, so a space sets two names apart."""
    if len(words) != 2 or not all(map(is_cjk, words)) or known_agent(" ".join(words)):
        return None
    for name, agency in (words, words[::-1]):
        agent = known_agent(agency)
        if agent and agent.kind == "agency" and not known_agent(name) and 2 <= len(name) <= _LONGEST_CJK_NAME:
            return words
    return None


def _photo_by(words: list[str]) -> tuple[list[str], list[str]] | None:
    """The two names of ``White House photo by NAME``; None if that is not what the words say."""
    keys = [lookup_key(word) for word in words]
    for at in range(2, len(words) - 1):
        tail = phrase_at_tail(keys[:at]) if keys[at] in _BY else None
        if tail and tail[0] == "label" and tail[1] < at and looks_like_person(words[at + 1 :]):
            maker = words[: at - tail[1]]
            while len(maker) > 1 and vocabulary().phrases.get(lookup_key(maker[0])) == "noise":
                maker = maker[1:]
            if known_agent(" ".join(maker)) or looks_like_organization(maker):
                return maker, words[at + 1 :]
    return None


def _agency_first(words: list[str]) -> tuple[list[str], list[str]] | None:
    """The two names of ``AFP PHOTO NAME``: an agency, "photo", and the photographer; None if there is no such run."""
    if len(words) < 4 or known_agent(" ".join(words)) is not None:
        return None
    for length in range(min(_LONGEST_AGENCY, len(words) - 2), 1, -1):
        ends_with_label = vocabulary().phrases.get(lookup_key(words[length - 1])) == "label"
        if ends_with_label and known_agent(" ".join(words[:length])) and looks_like_person(words[length:]):
            return words[:length], words[length:]
    return None


def _commissions(words: list[str], at: int) -> bool:
    """Whether ``words[at]`` is the "for" of ``NAME for NEWSPAPER``; shouted, only before a newspaper that is known."""
    known = vocabulary().commissions
    told = words[at] in known or (words[at].casefold() in known and known_agent(" ".join(words[at + 1 :])) is not None)
    return told and (looks_like_person(words[:at]) or bool(_joined_names(words[:at])))


def _read_service_member(words: list[str], joint: Joint, marks: frozenset[str]) -> Iterator[Segment]:
    """``U.S. Army photo by Sgt. NAME``, ``U.S. Army Sgt. NAME``: the force, then the photographer without rank."""
    keys = [lookup_key(word) for word in words]
    ranks = [at for at, key in enumerate(keys) if key in vocabulary().ranks]
    if not ranks or known_agent(" ".join(words)) or not looks_like_person(words[ranks[-1] + 1 :]):
        yield _read_name(words, joint, marks)
        return
    force, by = words[: ranks[0]], False
    while force and (lookup_key(force[-1]) == "by" or vocabulary().phrases.get(lookup_key(force[-1])) == "label"):
        force, by = force[:-1], True
    if force:
        yield _read_name(force, joint, marks | ({"label", "by"} if by else set()))
    yield _read_name(words[ranks[-1] + 1 :], "slash" if force else joint, marks)


def _joined_names(words: list[str]) -> list[list[str]]:
    """The names that "and" joins; empty if it joins none, or stands inside one name."""
    joiners = vocabulary().joiners
    if known_agent(" ".join(words)) is not None:
        return []
    names: list[list[str]] = [[]]
    for word in words:
        if word.casefold() in joiners and word == word.lower():
            names.append([])
        else:
            names[-1].append(word)
    if len(names) > 1 and all(looks_like_person(name) or known_agent(" ".join(name)) for name in names):
        return names
    return []


def _read_name(words: list[str], joint: Joint, marks: frozenset[str]) -> Segment:
    text = " ".join(words)
    if agent := known_agent(text):
        return Segment(text=text, joint=joint, kind=agent.kind, agent=agent, marks=marks)
    for suffix in vocabulary().courtesy_suffixes:
        if text.endswith(suffix) and len(text) > len(suffix):
            bare = text.removesuffix(suffix).strip()
            return Segment(
                text=bare, joint=joint, kind="organization", marks=marks | {"courtesy"}, agent=known_agent(bare)
            )
    for suffix in vocabulary().person_suffixes:
        if text.endswith(suffix) and 1 < len(text) - len(suffix) <= _LONGEST_SUFFIXED:
            return Segment(text=text.removesuffix(suffix).strip(), joint=joint, kind="person", marks=marks | {"label"})
    return Segment(text=text, joint=joint, kind=_name_kind(words, marks), marks=marks)


def _name_kind(words: list[str], marks: frozenset[str]) -> SegmentKind:
    if looks_like_person(words):
        return "person"
    if looks_like_organization(words):
        return "organization"
    if len(words) == 1:
        return "word" if any(char.isalpha() for char in words[0]) else "unread"
    if is_cjk("".join(words)):
        return "organization" if len(words) <= 5 and marks else "unread"
    return "unread"
