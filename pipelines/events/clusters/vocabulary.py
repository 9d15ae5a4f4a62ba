"""Words as features: stems, hashed, with how common they are in their language before any corpus is seen."""

import math
import re
from collections.abc import Iterator
from functools import lru_cache
from hashlib import blake2b

import Stemmer
from wordfreq import available_languages, get_frequency_dict

from models.text import primary_subtag

_WORD = re.compile(r"[^\W_]+(?:['’ʼ][^\W_]+)?")
_UNSPACED = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]")
_POSSESSIVE = ("'s", "’s", "ʼs")
_ARTICLE_LENGTH = 400
"""Words of a usual report: a word's share of them tells how many reports bear it."""
_STEMMERS = {
    "ar": "arabic", "ca": "catalan", "cs": "czech", "da": "danish", "de": "german", "el": "greek", "en": "english",
    "es": "spanish", "fa": "persian", "fi": "finnish", "fr": "french", "hi": "hindi", "hu": "hungarian",
    "id": "indonesian", "it": "italian", "lt": "lithuanian", "nb": "norwegian", "nl": "dutch", "no": "norwegian",
    "pl": "polish", "pt": "portuguese", "ro": "romanian", "ru": "russian", "sr": "serbian", "sv": "swedish",
    "ta": "tamil", "tr": "turkish",
}  # fmt: skip


def primary(language: str | None) -> str:
    """The primary subtag of a BCP 47 tag, lower case; English where none is known."""
    return primary_subtag(language) or "en"


def hashed(feature: str) -> int:
    """32 bits that are the same in every process and version."""
    return int.from_bytes(blake2b(feature.encode("utf-8", "surrogatepass"), digest_size=4).digest(), "big")


def words(text: str) -> Iterator[str]:
    """The words of ``text`` as printed; pairs of signs where a script sets no spaces."""
    for word in _WORD.findall(text):
        if _UNSPACED.match(word):
            yield from (word[at : at + 2] for at in range(max(1, len(word) - 1)))
        else:
            yield word


class Language:
    """Stems and their commonness in one language."""

    def __init__(self, subtag: str) -> None:
        name = _STEMMERS.get(subtag)
        self._stemmer = Stemmer.Stemmer(name) if name else None
        self._common = _commonness(subtag, self._stemmer)

    @lru_cache(maxsize=100_000)  # noqa: B019 - languages live as long as the process: see language()
    def feature(self, word: str) -> tuple[int, float]:
        """Hash of a printed word's stem, and the part of all reports that bears it, 0 to 1."""
        low = word.lower()
        if low.endswith(_POSSESSIVE):
            low = low[:-2]
        stem = self._stemmer.stemWord(low) if self._stemmer else low
        return hashed(stem), self._common.get(stem, 0.0)


@lru_cache(maxsize=64)
def language(tag: str | None) -> Language:
    """The language of a BCP 47 tag; one that is not known is read as words without stems."""
    return Language(primary(tag))


def _commonness(subtag: str, stemmer: Stemmer.Stemmer | None) -> dict[str, float]:
    """Stem -> the part of reports of usual length that bears it."""
    known = "nb" if subtag == "no" else subtag
    if known not in available_languages("small"):
        return {}
    frequencies: dict[str, float] = {}
    table = get_frequency_dict(known, wordlist="small")
    for word, frequency in table.items():
        stem = stemmer.stemWord(word) if stemmer else word
        frequencies[stem] = frequencies.get(stem, 0.0) + frequency
    return {stem: 1 - math.exp(-_ARTICLE_LENGTH * frequency) for stem, frequency in frequencies.items()}
