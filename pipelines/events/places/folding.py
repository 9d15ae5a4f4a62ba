"""Names as keys: tokens of a text and their folded form, the same for the gazetteer and for what is read."""

import re
import unicodedata
from functools import lru_cache

APOSTROPHES = "'’ʻʼ`‘ʿʾ′‛´"
# Initials (U.S., D.C.), then words; apostrophes and word joiners inside a word belong to it.
_TOKEN = re.compile(rf"(?:[^\W\d_]\.){{2,}}|[^\W_]+(?:[{APOSTROPHES}\u200c][^\W_]+)*")
_ELISION = re.compile(rf"(?:[ldLD]|[Dd]ell|[Nn]ell|[Dd]all|[Aa]ll|[Qq]u)[{APOSTROPHES}](?=\w)")
_LETTERS = str.maketrans(
    {
        **dict.fromkeys(APOSTROPHES + "\u200c\u200d\u0640.", None),
        **{"ø": "o", "ł": "l", "ı": "i", "đ": "d", "ð": "d", "æ": "ae", "œ": "oe", "þ": "th", "ə": "a"},
        **{
            "أ": "ا",
            "إ": "ا",
            "آ": "ا",
            "ٱ": "ا",
            "ى": "ي",
            "ی": "ي",
            "ة": "ه",
            "ک": "ك",
            "ؤ": "و",
            "ئ": "ي",
            "ё": "е",
        },
    }
)
_SAME = {"saint": "st", "sainte": "st", "ste": "st", "mount": "mt", "fort": "ft"}

Token = tuple[int, int]
"""Offsets of a token: start, end."""


@lru_cache(maxsize=65536)
def fold(word: str) -> str:
    """One token without case, diacritics, apostrophes and variants of letters; ``Saint`` and ``St.`` are one."""
    if word.isascii():
        folded = word.lower()
        if not folded.isalnum():
            folded = folded.translate(_LETTERS)
    else:
        letters = unicodedata.normalize("NFKD", word.casefold().translate(_LETTERS))
        folded = "".join(letter for letter in letters if not unicodedata.combining(letter)).translate(_LETTERS)
    return _SAME.get(folded, folded)


def tokens(text: str) -> list[Token]:
    """Start and end of each token of ``text``. An elided article (l'Irak, d'Alep) is a token of its own."""
    found: list[Token] = []
    for match in _TOKEN.finditer(text):
        start, end = match.span()
        if end - start > 3 and text[start] in "ldLDnNaAqQ" and (elided := _ELISION.match(text, start, end)):
            found.append((start, elided.end() - 1))
            start = elided.end()
        found.append((start, end))
    return found


def key_of(name: str) -> str:
    """The key under which a name stands in the gazetteer: its folded tokens, with spaces between."""
    if name.isascii() and name.isalpha():
        return _SAME.get(name.lower(), name.lower())
    return " ".join(fold(name[start:end]) for start, end in tokens(name))
