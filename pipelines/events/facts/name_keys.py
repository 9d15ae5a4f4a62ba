"""Keys under which spellings of one name meet."""

import re
import unicodedata
from functools import lru_cache
from typing import Final

from pipelines.events.facts.phrases import fold

_ARTICLE = re.compile(r"(?<!\w)(?:al|el|ad|ar|as|ash|an|at|az|ul|il)[ -](?=\w{3})")
_SIGNS = re.compile(r"[^\w ]")
_CYRILLIC: Final = {
    "а": "a", "б": "b", "в": "v", "г": "g", "ґ": "g", "д": "d", "е": "e", "ё": "e", "є": "ye", "ж": "zh", "з": "z",
    "и": "i", "і": "i", "ї": "i", "й": "y", "к": "k", "л": "l", "м": "m", "н": "n", "о": "o", "п": "p", "р": "r",
    "с": "s", "т": "t", "у": "u", "ф": "f", "х": "kh", "ц": "ts", "ч": "ch", "ш": "sh", "щ": "shch", "ъ": "", "ы": "y",
    "ь": "", "э": "e", "ю": "yu", "я": "ya", "'": "",
}  # fmt: skip
_ARABIC: Final = {
    "ا": "a", "ب": "b", "ت": "t", "ث": "th", "ج": "j", "ح": "h", "خ": "kh", "د": "d", "ذ": "dh", "ر": "r", "ز": "z",
    "س": "s", "ش": "sh", "ص": "s", "ض": "d", "ط": "t", "ظ": "z", "ع": "a", "غ": "gh", "ف": "f", "ق": "q", "ك": "k",
    "ل": "l", "م": "m", "ن": "n", "ه": "h", "و": "w", "ي": "y", "ء": "", "ؤ": "w", "ئ": "y", "پ": "p", "چ": "ch",
    "گ": "g", "ـ": "",
}  # fmt: skip
_LETTERS: Final = str.maketrans({**_CYRILLIC, **_ARABIC})
_APART: Final = str.maketrans(
    {"ı": "i", "ł": "l", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "ß": "ss", "æ": "ae", "œ": "oe"}
)
_ARABIC_ARTICLE = re.compile(r"(?<!\w)ال(?=\w{3})")
_CASE_ENDINGS = re.compile(r"(?<=[а-яіїє]{3})(?:ого|ому|ым|им|ом|ем|ою|ой|ів|ам)(?!\w)")
_SOUNDS: Final = str.maketrans({"q": "k", "c": "k", "p": "b", "v": "f", "w": None, "y": None, "j": "g", "x": "k"})
_PAIRS: Final = (
    *(("tsch", "ch"), ("shch", "sh"), ("sch", "sh"), ("dsch", "j"), ("tch", "ch"), ("ou", "u"), ("ph", "f")),
    *(("kh", "h"), ("gh", "g"), ("dh", "d"), ("th", "t"), ("dj", "j")),
)


@lru_cache(maxsize=16384)
def name_key(name: str) -> str:
    """``name`` without case, accents, hyphens and Arabic articles; Cyrillic and Arabic in Latin letters."""
    folded = _ARABIC_ARTICLE.sub("", fold(name))
    folded = unicodedata.normalize("NFKD", folded).translate(_APART)
    bare = "".join(sign for sign in folded if not unicodedata.combining(sign)).translate(_LETTERS)
    bare = _ARTICLE.sub("", bare)
    return " ".join(_SIGNS.sub("", bare.replace("-", " ").replace(".", " ")).split())


@lru_cache(maxsize=16384)
def name_skeleton(name: str) -> str:
    """The consonants of a name as they sound: what transliterations of it share. Short ones fall together by chance."""
    key = name_key(_CASE_ENDINGS.sub("", fold(name)))
    for pair, sound in _PAIRS:
        key = key.replace(pair, sound)
    words = []
    for word in key.split():
        sounds = re.sub(r"(.)\1+", r"\1", re.sub("[aeiou]", "", word.translate(_SOUNDS)))
        words.append(sounds.removesuffix("h") if len(sounds) > 2 else sounds)
    return " ".join(word for word in words if word)
