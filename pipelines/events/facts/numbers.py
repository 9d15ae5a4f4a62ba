"""Numbers as the press prints them, in digits or words: ``at least a dozen``, ``12-15``, ``1 200``, ``deux cents``."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

from pipelines.events.facts.phrases import fold, read_words

_MOST: Final = 10**10
"""Above the number of people there are, no number counts people."""
_LONGEST_RUN: Final = 8
"""Words of a number in words."""
_LONGEST_ADDING: Final = 16
"""Characters before a number in which ``an additional`` may stand."""
_DIGITS: Final = r"\d{1,3}(?:[.,'٬ ]\d{2,3})*[.,'٬ ]\d{3}(?!\d)|\d{1,9}(?:[.,٫]\d{1,2}(?!\d))?"
_SPACED: Final = frozenset({"fr", "ru", "uk", "es", "pt", "de", "it"})
"""Where thousands may be set off by a space."""
_MONEY = re.compile(r"(?:[$€£¥₹₽₺₴#№]|\b(?:us|rs|usd|eur|gbp|euro|euros)) ?$")
_NOT_BEFORE = re.compile(
    r"(?:(?<!\w)(?:aged?|number|room|flight|highway|route|route|page|article|no|nr|aged between|im alter von|de|edad de"
    r"|january|february|march|april|may|june|july|august|september|october|november|december"
    r"|jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec)\.?) $"
)
_YEAR_BEFORE = re.compile(
    r"(?:(?<!\w)(?:in|since|of|from|until|by|late|early|mid|before|after|en|depuis|desde|seit|im|dal|nel|em|в|с|у|з|عام|منذ)"
    r"|[,(-]) ?$"
)
_THAN: Final = " (?:than|que|als|do que|che|чем|ніж)(?!\\w)"
_AGE_AFTER = re.compile(r" ?[,.;)]|$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Number:
    """A number in a sentence that may count people."""

    start: int
    """Offset of the words that print it, ``at least`` included."""
    end: int
    """Offset behind them."""
    low: int
    """The number, or the least of a range."""
    high: int | None
    """The number, or the most; null where only a least is said."""
    adds: tuple[int, int] | None = None
    """Start and end with the words that say that it comes on top of others: ``two more``, ``another two``; null if none
    does."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Grammar:
    pattern: re.Pattern[str]
    words: Mapping[str, int]
    vague: Mapping[str, int]
    units: re.Pattern[str]
    word: re.Pattern[str]
    adding: re.Pattern[str]
    """What makes the number behind it an addition: to be met just before the number."""
    added: re.Pattern[str]
    """What makes the number before it an addition."""


def find_numbers(folded: str, language: str) -> list[Number]:
    """The numbers of a folded sentence, in order, without those that date, weigh, price, age or measure something."""
    grammar = _grammar(language)
    if grammar is None:
        return []
    found = []
    for match in grammar.pattern.finditer(folded):
        first = _value(match["a"], grammar)
        last = _value(match["b"], grammar) if match["b"] else None
        if first is None or first[0] > _MOST or not _counts(folded, match, first[0], grammar):
            continue
        low, high = first
        if last is not None:
            if last[0] <= low:
                continue
            high = last[1]
        elif match["least"] or match["behind"]:
            high = None
        bare = last is None and (match["between"] or match["opener"]) and not (match["least"] or match["about"])
        start, end = match.start("a") if bare else match.start(), match.end()
        behind = grammar.added.match(folded, end)
        if behind and behind["than"]:  # "two more than on Monday" is a difference
            continue
        before = grammar.adding.search(folded[max(0, start - _LONGEST_ADDING) : start])
        adds = (start - len(before.group()) if before else start, behind.end() if behind else end)
        found.append(Number(start=start, end=end, low=low, high=high, adds=adds if before or behind else None))
    return found


def _value(words: str, grammar: _Grammar) -> tuple[int, int | None] | None:
    """What digits or words are worth: least and most."""
    if words in grammar.vague:
        return grammar.vague[words], None
    total, current, seen = 0, 0.0, False
    for piece in grammar.word.findall(words)[:_LONGEST_RUN]:
        if piece[:1].isdigit():
            value: float = _digits(piece)
        elif piece in grammar.words:
            value = grammar.words[piece]
        else:
            continue
        if value in (12, 100) and seen and 0 < current < 100 and not piece[:1].isdigit():
            current *= value
        elif value >= 1000 and seen and not piece[:1].isdigit() and current:
            total, current = total + round(current * value), 0
        else:
            current += value
        seen = True
    number = total + round(current)
    return (number, number) if seen else None


def _digits(printed: str) -> float:
    """``1,200``, ``1.200`` and ``1 200`` are 1200; ``1.5`` is one and a half (millions)."""
    groups = re.split(r"[.,'٬٫ ]", printed)
    if len(groups) > 1 and len(groups[-1]) != 3:
        return float(f"{int(groups[0])}.{groups[1]}")
    return int("".join(groups))


def _counts(folded: str, match: re.Match[str], value: int, grammar: _Grammar) -> bool:
    """Whether the number can count people, by what stands before and behind it."""
    before, end = folded[max(0, match.start() - 14) : match.start()], match.end()
    if folded[end : end + 1] in ("%", "€", "$", "£", ":") or (folded[end : end + 2] == " %"):
        return False
    if _MONEY.search(before) or grammar.units.match(folded, end):
        return False
    printed = match["a"]
    if not printed[:1].isdigit():
        return True
    if len(printed) == 4 and 1800 <= value < 2100 and _YEAR_BEFORE.search(before):
        return False
    alone = not (match["about"] or match["least"] or match["b"])
    if value <= 110 and alone and _is_age(before, folded, end):
        return False
    return not (value <= 31 and _NOT_BEFORE.search(before))


def _is_age(before: str, folded: str, end: int) -> bool:
    """``Omar Ali, 12, was killed`` and ``Omar Ali (12)``: what stands between commas behind a word."""
    return bool(re.search(r"[^\W\d](?:,|\() ?$", before)) and _AGE_AFTER.match(folded, end) is not None


@cache
def _grammar(language: str) -> _Grammar | None:
    table: Mapping[str, Any] | None = read_words("numbers.yml").get(language)
    if table is None:
        return None
    words = {fold(str(word)): int(value) for word, value in table["words"].items()}
    if language == "de":
        words |= _german_compounds(words)
    vague = {fold(word): int(value) for word, value in table["vague"].items()}
    word = _any_of([*words])
    digits = _DIGITS if language in _SPACED else _DIGITS.replace("٬ ]", "٬]")
    joined = "|".join(("[ -]", *(f" {re.escape(fold(joint))} ?" for joint in table["and"])))
    in_digits = rf"(?:{digits})(?: (?:{word})(?: \d{{1,3}}(?!\d))?)?"
    run = rf"{in_digits}|(?:{_any_of([*vague])})|(?:{word})(?:(?:{joined})(?:{word})){{0,{_LONGEST_RUN}}}"
    least = [fold(phrase) for phrase in table["least"] if not phrase.startswith("~")]
    behind = [fold(phrase[1:].strip()) for phrase in table["least"] if phrase.startswith("~")]
    pairs = [tuple(part.strip() for part in fold(shape).split("#")[:2]) for shape in table["between"]]
    plain = {joint for opener, joint in pairs if not opener}
    adversative = [joint for joint in plain if " " in joint]  # "three, but fewer than ten"
    pattern = (
        rf"(?<![\w$€£./,'-])(?<!\d[.,:])(?:(?P<least>{_any_of(least)}) {{0,2}})?"
        rf"(?:(?P<about>{_any_of([*map(fold, table['about'])])}) {{0,2}})?"
        rf"(?:(?P<between>{_any_of([opener for opener, joint in pairs if opener and joint not in plain])}) )?"
        rf"(?:(?P<opener>{_any_of([opener for opener, joint in pairs if opener and joint in plain])}) )?"
        rf"(?<!\w)(?P<a>{run})(?!\w)"
        rf"(?:(?(between) (?:{_any_of([joint for opener, joint in pairs if joint not in plain])}) "
        rf"|(?: ?- ?|,? (?:{_any_of(adversative)}) | (?:{_any_of([*plain])}) ))(?P<b>{run})(?!\w))?"
        rf"(?P<behind>\+| ?(?:{_any_of(behind)}))?"
    )
    return _Grammar(
        pattern=re.compile(pattern),
        words=words,
        vague=vague,
        units=re.compile(
            rf"(?: |-| ?\+? ?)?(?:{_any_of([fold(unit).lstrip('-') for unit in map(str, table['units'])])})"
        ),
        word=re.compile(rf"{digits}|{word}"),
        adding=re.compile(rf"(?<!\w)(?:{_any_of(_beside(table['adds'], before=True))}) $"),
        added=re.compile(rf" (?:{_added(_beside(table['adds'], before=False))})(?! (?:fazla|\d))(?P<than>{_THAN})?"),
    )


def _beside(shapes: list[str], *, before: bool) -> list[str]:
    """The words of ``another #`` and the like that stand before the number, or behind it."""
    cut = [fold(shape).partition("#") for shape in shapes]
    return [words.strip() for words in ((head if before else tail) for head, _, tail in cut) if words]


def _added(shapes: list[str]) -> str:
    nouns = [shape.removeprefix("* ") for shape in shapes if shape.startswith("* ")]
    return rf"{_any_of([shape for shape in shapes if not shape.startswith('* ')])}|[\w'-]+ (?:{_any_of(nouns)})"


def _any_of(phrases: list[str]) -> str:
    """An alternation, longest first; ``day*`` is the head of a word, and what has no asterisk is a whole one."""
    if not phrases:
        return "(?!)"
    whole = []
    for phrase in sorted(set(phrases), key=len, reverse=True):
        open_end = phrase.endswith("*") or not phrase[-1:].isalnum()
        escaped = re.escape(phrase.rstrip("*")).replace("\\ ", "[ -]")
        whole.append(escaped if open_end else rf"{escaped}(?!\w)")
    return "|".join(whole)


def _german_compounds(words: Mapping[str, int]) -> dict[str, int]:
    """``dreiundzwanzig``, ``zweihundertfünf``: German writes its numbers as one word."""
    ones = {"ein": 1} | {word: value for word, value in words.items() if 2 <= value <= 9 and " " not in word}
    tens = {word: value for word, value in words.items() if 20 <= value <= 90 and value % 10 == 0}
    return {f"{one}und{ten}": ones[one] + tens[ten] for one in ones for ten in tens if " " not in ten}
