"""What kind of occurrence a story reports: sentences that say so, by words and phrases kept in ``words/kinds.tsv``."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import cache
from typing import Final

from models.events.items import EventKind, KindMention, Story, Where
from pipelines.events.facts.figures import background_from
from pipelines.events.facts.phrases import ARABIC_PREFIX, Phrases, fold, language_of, read_rows, sentence_spans

KINDS: Final[Mapping[EventKind, str]] = {
    "battle": "Fighting between armed sides, and places taken or retaken by force.",
    "explosion or remote violence": "Bombings, suicide attacks, shelling, air, missile and drone strikes, mines.",
    "violence against civilians": "Massacres, executions, abductions, attacks on civilians by armed sides.",
    "protest": "Demonstrations, marches, strikes, sit-ins.",
    "riot": "Violent crowds: rioting, looting, mobs, street fights with the police.",
    "strategic development": "Ceasefires, agreements, troop movements, coups, heritage destroyed by a force.",
    "crime": "Violence and theft between private persons.",
    "accident": "Crashes, sinkings, collapses, and fires or blasts that nobody meant.",
    "disaster": "Earthquakes, floods, storms, wildfires, epidemics.",
    "justice": "Charges, trials, verdicts, sentences, inquests.",
    "politics": "Elections, governments, laws, diplomacy.",
    "other": "None of these: business, sport, science, culture.",
}
"""ACLED's event types where they fit, and what else newsrooms report."""

# By where a sentence stands: what an article is about stands first.
_HEADLINE: Final = 4.0
_DEK: Final = 2.5
_LEAD: Final = 3.0
_CAPTION: Final = 1.5
_EARLY: Final = 1.5
_LATE: Final = 0.5
_LATE_FROM: Final = 10

_BACKGROUND: Final = 0.25
_UNSAID: Final = 0.3
_UNSAID_WITHIN: Final = 24
_CONTEXT: Final = 2
"""Sentences of a story that name an armed side, a crowd or open country, and thereby colour all of it."""
_AGAIN: Final = 0.5
"""What a second word of a kind in one sentence adds, of its weight."""
_EITHER: Final[Mapping[str, tuple[str, EventKind, EventKind]]] = {
    "assault": ("armed", "violence against civilians", "crime"),
    "clash": ("crowd", "riot", "battle"),
    "fire": ("wild", "disaster", "accident"),
}
"""Cues whose kind hangs on a context: the context, the kind within it, the kind without."""
_COLOURS: Final = frozenset(context for context, *_ in _EITHER.values())


def find_kinds(story: Story) -> tuple[KindMention, ...]:
    """The sentences that say what kind of occurrence is reported, in printed order; up to three kinds a sentence."""
    language = language_of(story)
    cues = _cues(language)
    if cues is None:
        return ()
    year = story.published.year if story.published else None
    sentences = list(_sentences(story, cues))
    colour = {name for name in _COLOURS if sum(name in classes for *_, classes in sentences) >= _CONTEXT}
    found: list[KindMention] = []
    for where, folded, place, hits, classes in sentences:
        scores = _scores(hits, colour | classes)
        if not scores:
            continue
        damped = _BACKGROUND if background_from(folded, language, year) == 0 else 1.0
        best = sorted(scores.items(), key=lambda score: -score[1])
        found += [
            KindMention(where=where, kind=kind, weight=round(score * place * damped, 3))
            for kind, score in best[:3]
            if score >= best[0][1] / 3
        ]
    return tuple(found)


def leading_kind(mentions: Iterable[KindMention]) -> KindMention | None:
    """Of the kind that most weight speaks for, the mention that carries it best; None if there are none."""
    weights: defaultdict[EventKind, float] = defaultdict(float)
    best: dict[EventKind, KindMention] = {}
    for mention in mentions:
        weights[mention.kind] += mention.weight
        if mention.kind not in best or mention.weight > best[mention.kind].weight:
            best[mention.kind] = mention
    return best[max(weights, key=lambda kind: weights[kind])] if weights else None


_Hit = tuple[str, float]


def _sentences(story: Story, cues: Phrases[_Hit]) -> Iterable[tuple[Where, str, float, list[_Hit], set[str]]]:
    """Each sentence that holds a cue: where, folded, the weight of its place, the cues, the classes among them."""
    for passage in story.passages:
        for at, (start, end) in enumerate(sentence_spans(passage.text)):
            folded = fold(passage.text[start:end])
            hits: list[_Hit] = []
            unsaid = -_UNSAID_WITHIN
            for first, last, (kind, weight) in cues.find(folded):
                if kind == "unsaid":
                    unsaid = last
                else:
                    hits.append((kind, weight * (_UNSAID if first - unsaid < _UNSAID_WITHIN else 1.0)))
            if hits:
                where = Where(field=passage.field, start=start, end=end)
                yield where, folded, _place(passage.field, at), hits, {kind for kind, _ in hits}


def _place(field: str, at: int) -> float:
    if field == "headline":
        return _HEADLINE
    if field == "dek":
        return _DEK
    if field.startswith("caption"):
        return _CAPTION
    if at == 0:
        return _LEAD
    return _EARLY if at < 3 else 1.0 if at < _LATE_FROM else _LATE


def _scores(hits: Iterable[_Hit], named: set[str]) -> dict[EventKind, float]:
    scores: dict[EventKind, float] = {}
    for name, weight in hits:
        kind = _resolved(name, named)
        if kind is not None:
            scores[kind] = scores.get(kind, 0.0) + (weight * _AGAIN if kind in scores else weight)
    return scores


def _resolved(name: str, named: set[str]) -> EventKind | None:
    """The kind that a cue says, by who or what else is named."""
    if name in _EITHER:
        context, there, else_ = _EITHER[name]
        return there if context in named else else_
    return next((kind for kind in KINDS if kind == name), None)


@cache
def _cues(language: str) -> Phrases[_Hit] | None:
    meanings: dict[str, _Hit] = {}
    for of, kind, weight, phrases in read_rows("kinds.tsv"):
        if of == language:
            for phrase in phrases.split("|"):
                meanings.setdefault(phrase, (kind, float(weight)))
    if not meanings:
        return None
    return Phrases(meanings, prefix=ARABIC_PREFIX if language == "ar" else "")
