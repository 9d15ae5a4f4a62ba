"""Phrases of a language, found in one pass; and what the finders of facts share: folding, sentences, language."""

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any, Final, Generic, TypeVar

import yaml

from models.events.items import Story
from models.text import primary_subtag
from pipelines.events.sentences import sentences

try:  # libyaml reads the lists nine times as fast; not every wheel of PyYAML has it
    from yaml import CSafeLoader as _Loader
except ImportError:  # pragma: no cover
    from yaml import SafeLoader as _Loader  # type: ignore[assignment]

T = TypeVar("T")
_WORDS: Final = Path(__file__).with_name("words")

# Signs that the press sets in several ways, each to one: offsets stay as they are.
_ALIKE: Final = str.maketrans("’ʼ`´‑‐–—\u00a0\u202f\t\0", "''''----    ")
_ARABIC_ALIKE: Final = str.maketrans("أإآٱىکیة", "اااايكيه")
_ARABIC: Final = re.compile("[\u0620-\u06d3]")
_LONGEST_SENTENCE: Final = 2_000
"""Characters of a sentence that are read: what is longer is no prose, and the rest of it is passed over."""
_MOST_SENTENCES: Final = 20_000
"""Sentences of a passage that are read: a long book's worth."""


def read_words(name: str) -> Mapping[str, Any]:
    """One of the YAML tables in ``words/``."""
    words: Mapping[str, Any] = yaml.load((_WORDS / name).read_text("utf-8"), Loader=_Loader)
    return words


def read_rows(name: str) -> list[list[str]]:
    """The rows of one of the tab-separated tables in ``words/``, without comments and empty lines."""
    lines = (_WORDS / name).read_text("utf-8").splitlines()
    return [line.split("\t") for line in lines if line.strip() and not line.startswith("#")]


@lru_cache(maxsize=256)
def fold(text: str) -> str:
    """``text`` in small letters, with one apostrophe, dash and space, as long as it was: offsets stay as they are."""
    folded = text.lower()
    if len(folded) != len(text):  # Turkish "İ" becomes two
        folded = "".join(lower[0] if (lower := sign.lower()) else sign for sign in text)
    if folded.isascii():
        return folded.replace("\t", " ").replace("\0", " ")
    folded = folded.translate(_ALIKE)
    return folded.translate(_ARABIC_ALIKE) if _ARABIC.search(folded) else folded


@lru_cache(maxsize=32)
def sentence_spans(text: str) -> tuple[tuple[int, int], ...]:
    """As ``sentences``, kept for the next finder; what is too long for prose is cut short."""
    return tuple((start, min(end, start + _LONGEST_SENTENCE)) for start, end in sentences(text)[:_MOST_SENTENCES])


class Phrases(Generic[T]):
    """Phrases, each with what it stands for. ``bomb*`` heads any word; a space meets a hyphen too."""

    def __init__(self, meanings: Mapping[str, T], *, prefix: str = "") -> None:
        self._whole: dict[str, T] = {}
        self._stems: dict[str, T] = {}
        self._open: list[tuple[re.Pattern[str], T]] = []
        for phrase, meaning in meanings.items():
            key = fold(phrase).replace("-", " ")
            if "*" in key[:-1]:
                inner = re.escape(key).replace(r"\*", r"\w*")
                self._open.append((re.compile(inner), meaning))
            elif key.endswith("*"):
                self._stems[key[:-1]] = meaning
            else:
                self._whole[key] = meaning
        branches = _branches(_tree([fold(phrase).replace("-", " ") for phrase in meanings]))
        self._pattern = re.compile(rf"(?<!\w){prefix}({branches})" if meanings else r"(?!)")
        self._known: dict[str, T] = {}

    def find(self, folded: str) -> Iterator[tuple[int, int, T]]:
        """Start, end and meaning of each phrase in ``folded``, the longest at each place; they do not overlap."""
        for match in self._pattern.finditer(folded):
            yield match.start(1), match.end(1), self._meaning(match[1])

    def stands_in(self, folded: str) -> bool:
        """Whether any phrase stands in ``folded``."""
        return self._pattern.search(folded) is not None

    def _meaning(self, words: str) -> T:
        if words in self._known:
            return self._known[words]
        key = words.replace("-", " ")
        if key in self._whole:
            meaning = self._whole[key]
        elif inner := next((meaning for pattern, meaning in self._open if pattern.fullmatch(key)), None):
            meaning = inner
        else:
            meaning = next(self._stems[key[:cut]] for cut in range(len(key), 0, -1) if key[:cut] in self._stems)
        if len(self._known) < 4096 and len(words) < 64:
            self._known[words] = meaning
        return meaning


_INNER: Final = "\0"
"""In the tree, the asterisk of ``ceas* fire``: an end of a word inside a phrase."""
_SIGNS: Final = {" ": "[ -]", _INNER: r"\w*"}


def _tree(phrases: list[str]) -> dict[str, Any]:
    root: dict[str, Any] = {}
    for phrase in phrases:
        node = root
        for sign in phrase.removesuffix("*"):
            node = node.setdefault(_INNER if sign == "*" else sign, {})
        node["*" if phrase.endswith("*") else ""] = {}
    return root


def _branches(node: dict[str, Any]) -> str:
    """The tree as a regular expression that tries longer phrases first."""
    found = []
    for sign, below in node.items():
        if sign not in ("", "*"):
            found.append(_SIGNS.get(sign, re.escape(sign)) + _branches(below))
    if "*" in node:
        found.append(r"\w*")
    elif "" in node:
        found.append(r"(?!\w)")
    return found[0] if len(found) == 1 else f"(?:{'|'.join(found)})"


_COMMON: Final = {
    "en": "the of and to in that was for with said",
    "fr": "le la les des et du une dans que est",
    "es": "el la los las de que en del por una",
    "de": "der die das und den von mit nicht ein auf",
    "pt": "o os as do da que em uma não foi",
    "it": "il di che gli della per un sono nel alla",
    "tr": "ve bir bu için ile da de olarak daha oldu",
}
"""Words by which a text without a language tag is known."""


def language_of(story: Story) -> str:
    """The primary language subtag of a story; a story without one is judged by its letters and commonest words."""
    if story.language:
        return primary_subtag(story.language)
    text = " ".join(passage.text[:1000] for passage in story.passages[:3])
    return _language_of_text(text[:2000])


@lru_cache(maxsize=64)
def _language_of_text(text: str) -> str:
    letters = fold(text)
    if _ARABIC.search(letters):
        return "ar"
    if re.search("[а-я]", letters):
        return "uk" if re.search("[іїєґ]", letters) else "ru"
    words = re.findall(r"\w+", letters)
    counts = {language: sum(words.count(word) for word in common.split()) for language, common in _COMMON.items()}
    return max(counts, key=lambda language: counts[language])


ARABIC_PREFIX: Final = "(?:[وف]?(?:ال|بال|لل|ب|ل|ك)?)"
"""What Arabic writes onto the front of a word: and, the, in, for."""
