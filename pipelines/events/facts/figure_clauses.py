"""Which number belongs to which word for the dead, the injured and so on: by the shapes of a clause."""

import re
from collections.abc import Sequence
from typing import Final

from models.events.items import FigureKind
from pipelines.events.facts.figure_words import FigureWords, Role, Stem
from pipelines.events.facts.numbers import Number

_LONGEST_GAP: Final = 160
_FARTHEST_WORDS: Final = 7
"""Words between number and stem in the languages without a grammar of their own."""

# Between a verb and the number it takes.
_TAKEN = re.compile(
    r" (?:(?:all|the|his|her|their|its|those|these|off|as well as|a total of|what it said were|dead) )*"
)
# What stands between number and verb beside the noun.
_PARENTHESIS = re.compile(
    r",? (?:including|among them|most of them|mostly|many of them|some of them|all of them|both"
    r"|[\w-]+ of (?:them|whom|which))(?!\w)[^,;]{0,80}(?:,|$)"
)
_BARRIER = re.compile(
    r"[;:]|(?<!\w)(?:but|while|before|because|whose|if|says?|said|saying|told|saw|added|that|where|by|against|when"
    r"|after"
    r"|could|would|may|might|will|not|never|and the|than)(?!\w)"
)
_PASSIVE: Final = frozenset(
    (
        *("was", "were", "is", "are", "be", "been", "being", "got", "get", "getting", "reported", "confirmed"),
        *("believed", "presumed", "lay", "left", "remain", "remains", "remained"),
    )
)
_ADVERBS: Final = frozenset(
    (
        *("has", "have", "had", "who", "also", "then", "later", "now", "still", "critically", "seriously", "severely"),
        *("slightly", "lightly", "badly", "mortally", "instantly", "immediately", "fatally", "allegedly", "reportedly"),
        *("already", "all", "both", "either", "apparently", "since", "subsequently", "just", "feared", "shot", "found"),
        *("pronounced", "declared", "thought", "known", "so", "far", "be", "to", "-"),
    )
)
_OBJECT_BEHIND = re.compile(
    r" (?:his|her|their|its|the|an?|him|them|us|himself|herself|themselves|my|our|your|each other)(?!\w)"
)
_UNREAL = re.compile(
    r"(?<!\w)(?:could|would|may|might|can|will|to|not|n't|never|of not|threatened to) (?:\w+ )?$"
    r"|(?<!\w)(?:demand|call|warrant|seek)\w* (?:for )?(?:the )?$"
)
_PREPOSITION = re.compile(
    r"(?<!\w)(?:in|at|on|from|near|of|for|with|to|inside|outside|under|aboard|into|between|during|who)(?!\w)"
)
_TOLL_TO = re.compile(
    r"(?:(?<!\w)(?:to|at|of|is|was|are|were|reached|reaches|reaching|passed|passes|past|exceeded|exceeds|above|topped"
    r"|tops"
    r"|hits?|nears|numbered|now|stands?|from|as|a|de|beyond|by|officially|currently)|[:,]) $"
)
_JOINED = re.compile(r" (?:[\w'-]+ ){1,4}(?:and|or) $|(?: [\w'-]+){1,3}, $")
_SUB = re.compile(
    r" (?:of (?:them|whom|which|those|the (?:dead|victims|wounded|injured|casualties|deceased|bodies|attackers)))(?!\w)"
)
_AMONG = re.compile(
    r"(?:including|among them|among whom|included|as well as|dont|incluid[oa]s?|darunter|tra cui|среди них|зокрема"
    r"|بينهم|بينه) (?:at least |also )?$"
)
_ANIMALS = re.compile(
    r"(?: [\w'-]+)? (?:dog|cow|sheep|horse|goat|cattle|animal|bird|whale|dolphin|fish|elephant|tree|lion)s?(?!\w)"
)


def is_part(folded: str, number: Number) -> bool:
    """Whether the number is a part of another one: ``two of them children``, ``including five women``."""
    before = folded[max(0, number.start - 30) : number.start]
    if before.endswith(" of ") and folded[number.start : number.end] == "one":  # "three members of one family"
        return True
    return _SUB.match(folded, number.end) is not None or _AMONG.search(before) is not None


def pair_english(
    folded: str, printed: str, stems: Sequence[Stem], numbers: Sequence[Number], words: FigureWords
) -> list[tuple[FigureKind, tuple[Number, ...]]]:
    """Each counted word with its numbers, joined ones together: ``two soldiers and three civilians were killed``."""
    found: list[tuple[FigureKind, list[Number]]] = []
    taken: dict[Number, FigureKind] = {}
    for stem in stems:
        if _one_of_two(folded, stem, stems):
            continue
        if pair := _number_of(folded, printed, stem, stems, numbers, words, taken):
            taken.setdefault(pair[1], pair[0])
            found.append((pair[0], [pair[1]]))
    for kind, group in found:
        _add_joined(folded, group, stems, numbers, taken, words, kind)
    return [(kind, tuple(group)) for kind, group in found]


def _one_of_two(folded: str, stem: Stem, stems: Sequence[Stem]) -> bool:
    """``killed or wounded``: of each nobody knows how many."""
    gaps = (folded[min(stem[1], other[1]) : max(stem[0], other[0])] for other in stems if other is not stem)
    return any(gap in (" or ", "/", " or were ", " and/or ") for gap in gaps)


def _number_of(
    folded: str,
    printed: str,
    stem: Stem,
    stems: Sequence[Stem],
    numbers: Sequence[Number],
    words: FigureWords,
    taken: dict[Number, FigureKind],
) -> tuple[FigureKind, Number] | None:
    start, end, meanings = stem
    behind = [number for number in numbers if number.start >= end]
    for kind, role in meanings:
        if role == "takes" and behind and _TAKEN.fullmatch(folded, end, behind[0].start):
            if not _UNREAL.search(folded[max(0, start - 22) : start]) and not _ANIMALS.match(folded, behind[0].end):
                return kind, behind[0]
        elif role == "toll" and (number := _toll(folded, end, behind)):
            return kind, number
    for number in reversed([number for number in numbers if number.end <= start][-3:]):
        if taken.get(number):
            break  # what lies beyond another figure belongs to it
        for kind, role in meanings:
            if role in ("of", "is", "things") and _is_subject(folded, printed, number, stem, role, kind, stems, words):
                return kind, number
    return None


def _toll(folded: str, end: int, behind: Sequence[Number]) -> Number | None:
    """The number that a toll rose to."""
    for number in behind:
        gap = folded[end : number.start]
        if len(gap) > 90 or ";" in gap:
            return None
        if folded.startswith("from ", number.start) and number.high is not None:  # "rose from 12 to 15"
            return Number(start=number.start, end=number.end, low=number.high, high=number.high)
        if _TOLL_TO.search(gap):
            return number
    return None


def _is_subject(
    folded: str,
    printed: str,
    number: Number,
    stem: Stem,
    role: Role,
    kind: FigureKind,
    stems: Sequence[Stem],
    words: FigureWords,
) -> bool:
    """Whether ``12 people at a wedding were`` goes before ``killed``."""
    start = stem[0]
    gap = folded[number.end : start]
    if len(gap) > _LONGEST_GAP or any(number.end <= other[0] < start for other in stems if not _same(other, stem)):
        return False
    gap = _PARENTHESIS.sub(" ", gap)
    if _BARRIER.search(gap) or _ANIMALS.match(gap):
        return False
    tokens = gap.replace(",", " , ").split()
    split = len(tokens)
    while split and (tokens[split - 1] in _PASSIVE or tokens[split - 1] in _ADVERBS):
        split -= 1
    noun, verbs = tokens[:split], tokens[split:]
    if "feared" in verbs or (noun and noun[-1] in ("and", "or")):
        return False
    people = words.people.search(" ".join(noun[:5])) is not None
    if role == "things":
        return len(noun) <= 3 and "," not in noun and not _PREPOSITION.search(" ".join(noun))
    if kind == "displaced" and role == "is" and not people and number.low < 100:
        return False
    passive = any(verb in _PASSIVE for verb in verbs)
    if not noun:
        return passive or role == "is" or not _OBJECT_BEHIND.match(folded, stem[1])
    if len(noun) > 4 or "," in noun:
        return people and (passive or role == "is" or noun[-1] == ",")
    if passive or role == "is":
        return True
    return (people or _is_capital(printed, number)) and not _OBJECT_BEHIND.match(folded, stem[1])


def _same(other: Stem, stem: Stem) -> bool:
    return other is stem or (other[1] <= stem[0] and stem[0] - other[1] < 2)


def _is_capital(printed: str, number: Number) -> bool:
    """Whether a name of a people goes on behind the number: ``12 Palestinians killed``."""
    return printed[number.end + 1 : number.end + 2].isupper()


def _add_joined(
    folded: str,
    group: list[Number],
    stems: Sequence[Stem],
    numbers: Sequence[Number],
    taken: dict[Number, FigureKind],
    words: FigureWords,
    kind: FigureKind,
) -> None:
    """Take in numbers that are joined to one by ``and``, as long as no other word counts them."""
    for following in numbers[: numbers.index(group[0])][::-1] if group[0] in numbers else ():
        between = folded[following.end : group[0].start]
        if (
            following in taken
            or not _links(between, words)
            or any(following.end <= s[0] < group[0].start for s in stems)
        ):
            break
        taken[following] = kind
        group.insert(0, following)
    for following in numbers[numbers.index(group[-1]) + 1 :] if group[-1] in numbers else ():
        between = folded[group[-1].end : following.start]
        tail = folded[following.end : following.end + 40]
        if (
            following in taken
            or not _links(between, words)
            or any(group[-1].end <= s[0] < following.start for s in stems)
        ):
            break
        if not words.people.search(" ".join(tail.split()[:4])) or re.search(
            r" (?:was|were|had|have|is|are)(?!\w)", tail
        ):
            break
        taken[following] = kind
        group.append(following)


def _links(between: str, words: FigureWords) -> bool:
    return _JOINED.fullmatch(between) is not None and words.people.search(between) is not None


def pair_nearest(
    folded: str, stems: Sequence[Stem], numbers: Sequence[Number]
) -> list[tuple[FigureKind, tuple[Number, ...]]]:
    """Each counted word with the nearest number of its clause, on either side."""
    candidates = []
    for at, (start, end, meanings) in enumerate(stems):
        for number in numbers:
            before = number.end <= start
            gap = folded[number.end : start] if before else folded[end : number.start]
            if (not before and number.start < end) or len(gap) > _LONGEST_GAP or re.search(r"[;:.!؛]", gap):
                continue
            kind, role = meanings[0]
            if role == "toll" and before:
                continue
            far = len(gap.split()) + 3 * (gap.count(",") + gap.count("،"))
            inside = any(
                min(end, number.end) <= other[0] < max(start, number.start) for other in stems if other[0] != start
            )
            if far <= (12 if role == "toll" else _FARTHEST_WORDS) and not inside:
                candidates.append((far, not before, at, number, kind))
    found: list[tuple[FigureKind, tuple[Number, ...]]] = []
    stems_done: set[int] = set()
    numbers_done: set[Number] = set()
    for _, _, at, number, kind in sorted(candidates, key=lambda candidate: candidate[:3]):
        if at not in stems_done and number not in numbers_done:
            stems_done.add(at)
            numbers_done.add(number)
            found.append((kind, (number,)))
    return found
