"""Key figures as a report gives them: killed, injured, displaced, missing, arrested, each with its sentence.

``at least 12`` and ``more than 40`` have a low and no high; ``up to 30`` and ``nearly 30`` are 30 as printed: neither
says how few there may be. ``dozens`` are at least 24. Joined numbers (``two soldiers and three civilians``) are added.
Families and households are counted as printed, and the text says what is counted. Of a toll that rose from one number
to another, the latter is the figure. ``two more`` is no figure where the text tells of the like before it, or does
not tell what it comes on top of: see ``additions``.
"""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Final

from models.events.items import Figure, FigureKind, Story, Where
from pipelines.events.facts.additions import Told
from pipelines.events.facts.figure_clauses import is_part, pair_english, pair_nearest
from pipelines.events.facts.figure_words import FigureWords, Stem, figure_words
from pipelines.events.facts.numbers import Number, find_numbers
from pipelines.events.facts.phrases import fold, language_of, read_rows, sentence_spans

_NONE_HURT = re.compile(
    r"(?<!\w)(?:(?:there were |caused |causing |with )no (?:immediate )?(?P<both>casualties)"
    r"|no (?:\w+ )?casualties (?:were|was|had been|have been) (?:reported|recorded|registered))(?!\w)"
)
_HOUSEHOLDS = re.compile(r" (?:[\w'-]+ )?(?:families|households)(?!\w)")
_YEAR_NEVER: Final = "(?!)"


def find_figures(story: Story) -> tuple[Figure, ...]:
    """The key figures that the story's texts state, in printed order; each kind and value once a sentence."""
    language = language_of(story)
    words = figure_words(language)
    if words is None:
        return ()
    found: list[Figure] = []
    year = story.published.year if story.published else None
    for passage in story.passages:
        told = Told()
        for start, end in sentence_spans(passage.text):
            printed = passage.text[start:end]
            folded = fold(printed)
            where = Where(field=passage.field, start=start, end=end)
            if stems := list(words.stems.find(folded)):
                found += _figures_of(printed, folded, stems, words, language, where, year, told)
                told.go_on(stems)
            elif "casualties" in folded and _NONE_HURT.search(folded):
                found += _nobody(folded, where)
    return tuple(found)


def _figures_of(
    printed: str,
    folded: str,
    stems: list[Stem],
    words: FigureWords,
    language: str,
    where: Where,
    year: int | None,
    told: Told,
) -> Iterator[Figure]:
    numbers = find_numbers(folded, language)
    if language == "en":
        numbers = _with_single(folded, numbers, words, where)
    if not numbers:
        return
    whole = [number for number in numbers if not is_part(folded, number)]
    is_english = language == "en"
    pairs = pair_english(folded, printed, stems, whole, words) if is_english else pair_nearest(folded, stems, whole)
    others = () if is_english else numbers  # the other languages' tables do not have every word for the dead
    seen: set[tuple[FigureKind, int, int | None]] = set()
    behind = background_from(folded, language, year)
    for kind, group in sorted(pairs, key=lambda pair: pair[1][0].start):
        standing = told.standing_of(kind, group, folded, stems, others)
        low, high = sum(number.low for number in group), None
        if standing != "least" and all(number.high is not None for number in group):
            high = sum(number.high or 0 for number in group)
        if standing == "part" or (kind, low, high) in seen:
            continue
        seen.add((kind, low, high))
        text = _text(printed, folded, group, words, is_least=standing == "least")
        background = behind is not None and group[0].start >= behind
        yield Figure(where=where, kind=kind, low=low, high=high, text=text, is_background=background)


def _with_single(folded: str, numbers: list[Number], words: FigureWords, where: Where) -> list[Number]:
    """The numbers, and ``a man`` as one."""
    singles = [
        Number(
            start=match.start(),
            end=match.end("one"),
            low=1,
            high=1,
            adds=match.span() if match["one"] == "another" else None,
        )
        for match in words.single.finditer(folded)
    ]
    if where.field == "headline" and (match := words.heading.match(folded)) and not any(n.start == 0 for n in numbers):
        value = 2 if match.group().endswith("couple") else 1
        singles.append(Number(start=0, end=0, low=value, high=value))
    spans = [(number.start, number.end) for number in numbers]
    singles = [single for single in singles if not any(start <= single.start < end for start, end in spans)]
    return sorted([*numbers, *singles], key=lambda number: number.start) if singles else numbers


def _text(printed: str, folded: str, group: Sequence[Number], words: FigureWords, *, is_least: bool) -> str:
    """The number as printed; with its noun where the noun says how many, or that it is not people one by one;
    of a least, with what says that there were others."""
    first, last = group[0], group[-1]
    start, end = first.start, last.end
    if is_least and first.adds:
        start, end = first.adds[0], max(end, first.adds[1])
    if match := words.single.match(folded, first.start):
        end = max(end, match.end())
    elif (first.end == 0 and (match := words.heading.match(folded))) or (match := _HOUSEHOLDS.match(folded, last.end)):
        end = match.end()
    return " ".join(printed[start:end].split())


def _nobody(folded: str, where: Where) -> Iterator[Figure]:
    match = _NONE_HURT.search(folded)
    text = "no casualties" if match is None else match.group()
    kinds: tuple[FigureKind, ...] = ("killed", "injured")
    for kind in kinds:
        yield Figure(where=where, kind=kind, low=0, high=0, text=text)


def background_from(folded: str, language: str, year: int | None) -> int | None:
    """The offset from which the sentence speaks of other occurrences; 0 for a whole one, None if it does not."""
    patterns = _background(language, year)
    if patterns is None:
        return None
    whole, behind = patterns
    later = behind.search(folded)
    if (match := whole.search(folded)) and not (later and later.start() <= match.start()):
        return 0
    return later.start() if later else None


@lru_cache(maxsize=256)
def _background(language: str, year: int | None) -> tuple[re.Pattern[str], re.Pattern[str]] | None:
    rows = [row for row in read_rows("background.tsv") if row[0] == language]
    if not rows:
        return None
    before = _years_before(year)
    whole, behind = ([row[2] for row in rows if row[1] == scope] for scope in ("whole", "behind"))
    return _alternation(whole, before), _alternation(behind, before)


def _alternation(patterns: Sequence[str], year: str) -> re.Pattern[str]:
    joined = "|".join(pattern.replace("{year}", year) for pattern in patterns)
    return re.compile(rf"(?<!\w)(?:{joined})" if joined else "(?!)")


def _years_before(year: int | None) -> str:
    """Years that are over when the article appears."""
    if year is None:
        return _YEAR_NEVER
    return f"(?:{'|'.join(str(earlier) for earlier in range(max(1900, year - 120), year))})"
