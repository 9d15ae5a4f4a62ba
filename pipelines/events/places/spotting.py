"""Where in a passage a name of the gazetteer stands: the longest at each place."""

from dataclasses import dataclass, field

from pipelines.events.places.gazetteer import Candidate, Gazetteer
from pipelines.events.places.tables import words
from pipelines.events.places.wording import Wording

LONGEST = 5
_SHORT = frozenset(("us", "uk", "nz", "la", "hk", "kl"))
"""Names of two letters that stand alone. Others are codes."""
_LEADING, ARTICLES = words("leading"), words("article")
_CYRILLIC_ENDS = ("", "а", "я", "ь", "и", "о", "ия", "ы", "е", "ии", "ев")
_ARABIC_HEADS = ("وال", "بال", "لل", "فال", "كال", "ال", "و", "ب", "ل", "ف")


@dataclass(slots=True, eq=False)
class Spot:
    """A name of the gazetteer in a passage, before it is known whether a place is meant."""

    wording: Wording
    i: int
    """Its first token."""
    j: int
    """Behind its last token."""
    key: str
    row: int
    candidates: tuple[Candidate, ...]
    score: float = 0.0
    """Log-odds that a place is meant, from its surroundings."""
    barred: bool = False
    """Whether the surroundings say that it is something else."""
    inside: list[Candidate] = field(default_factory=list)
    """Countries and divisions that are printed right behind it."""
    is_dateline: bool = False
    """Whether it says where the report was written."""
    around: str = ""
    """The name that this one stands right behind, as its country or division."""
    chosen: Candidate | None = None
    margin: float = 0.0
    """How far the chosen place is ahead of the next."""
    support: float = 0.0
    """What speaks for the chosen place in the rest of the text."""


def spots(wording: Wording, gazetteer: Gazetteer) -> list[Spot]:
    """The names in a passage, in printed order, none overlapping."""
    found: dict[int, list[tuple[int, str, int]]] = {}
    spans = _spans(wording)
    keys = [key for _, _, key in spans]
    for (i, j, key), row in zip(spans, gazetteer.find(keys), strict=True):
        if row >= 0 and _is_fit(wording, i, j, key, row, gazetteer):
            found.setdefault(i, []).append((j, key, row))
    others = [span for i in range(len(wording)) if i not in found for span in _variants(wording, i)]
    for (i, j, key), row in zip(others, gazetteer.find([key for _, _, key in others]), strict=True):
        if row >= 0 and (i not in found or _size(gazetteer, row) > _size(gazetteer, found[i][0][2])):
            found[i] = [(j, key, row)]
    chosen = []
    reached = 0
    for i in sorted(found):
        if i < reached:
            continue
        j, key, row = max(found[i])
        if wording.folded[i] in _LEADING and i + 1 in found and _is_better(found[i + 1], j, row, gazetteer):
            continue
        chosen.append(Spot(wording, i, j, key, row, gazetteer.candidates(row)))
        reached = j
    return chosen


def _spans(wording: Wording) -> list[tuple[int, int, str]]:
    """Stretches of tokens that may be a name: from capital to capital, or any where the script has none."""
    found = []
    count, folded, capital, joined = len(wording), wording.folded, wording.capital, wording.joined
    bridge = words("bridge")
    silent, uncased, tail = wording.silent, wording.uncased, words("tail")
    for i in range(count):
        may_begin = capital[i] or ((silent or i in uncased) and _has_no_case(folded[i]))
        if not may_begin and not (folded[i] in ARTICLES and i + 1 < count and _is_article(wording, i)):
            continue
        found.append((i, i + 1, folded[i]))
        key = folded[i]
        for j in range(i + 1, min(i + LONGEST, count)):
            if not joined[j] or wording.possessive[j - 1]:
                break
            key = f"{key} {folded[j]}"
            if capital[j] or silent or folded[j] in tail or j in uncased:
                found.append((i, j + 1, key))
            elif folded[j] not in bridge and folded[j] not in ARTICLES and wording.gap[j] != "-":
                break
    return found


def _is_better(hits: list[tuple[int, str, int]], j: int, row: int, gazetteer: Gazetteer) -> bool:
    """Whether the name without its article is that of a larger place: France is, Paz is not."""
    end, _, other = max(hits)
    return end >= j and _size(gazetteer, other) > _size(gazetteer, row)


def _size(gazetteer: Gazetteer, row: int) -> int:
    return max(candidate.population for candidate in gazetteer.candidates(row))


def _is_article(wording: Wording, i: int) -> bool:
    """Whether a small ``al`` or ``el`` belongs to the name behind it; ``at`` and ``as`` do with a hyphen only."""
    if not wording.capital[i + 1]:
        return False
    return wording.gap[i + 1] == "-" or (wording.gap[i + 1] == " " and wording.folded[i] in ("al", "el"))


def _has_no_case(word: str) -> bool:
    return len(word) > 2 and word[0].lower() == word[0].upper() and word[0].isalpha()


def _is_fit(wording: Wording, i: int, j: int, key: str, row: int, gazetteer: Gazetteer) -> bool:
    """Whether the print allows it: ``US`` is in capitals, ``Ga.`` and ``TX`` stand behind a comma, and a single letter
    or number is no place."""
    if j - i == 1 and len(key) <= 2:
        if i and wording.gap[i] == ", " and gazetteer.candidates(row)[0].kind == "admin1":
            return wording.is_upper(i) or wording.text[wording.end[i] : wording.end[i] + 1] == "."
        return wording.is_upper(i) and not wording.loud and key in _SHORT
    if j - i == 1 and key in ARTICLES:
        return False
    return not key.isdigit()


def _variants(wording: Wording, i: int) -> list[tuple[int, int, str]]:
    """Other forms of the name that begins at a token that is none as it stands: without its article or prefixed
    particle, without its case ending."""
    word = wording.folded[i]
    first = word[:1]
    if wording.capital[i]:
        if i in wording.stem:
            return [(i, i + 1, wording.stem[i])]
        if "а" <= first <= "я" or first in "іїєґ":
            return [(i, i + 1, form) for form in _undeclined(word)]
    elif word in ARTICLES and i + 1 < len(wording) and _is_article(wording, i):
        return [(i, i + 2, wording.folded[i + 1])]
    elif "ء" <= first <= "ي" and (wording.silent or i in wording.uncased):
        heads = [head for head in _ARABIC_HEADS if word.startswith(head) and len(word) - len(head) > 3]
        forms = [word[len(head) :] for head in heads]
        return [(i, i + 1, form) for form in [*("ال" + form for form in forms if len(form) > 3), *forms]]
    return []


def _undeclined(word: str) -> list[str]:
    if len(word) < 4:
        return []
    forms = []
    for cut in (1, 2, 3):
        stem = word[:-cut]
        if len(stem) > 2:
            forms += [stem + end for end in _CYRILLIC_ENDS]
    return forms
