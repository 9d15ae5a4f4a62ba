"""Names of people and organisations in credit lines: telling them apart, and writing people's names as usual."""

import re
import unicodedata
from collections.abc import Sequence

from pipelines.extract.credits.agencies import lookup_key
from pipelines.extract.credits.words import vocabulary

_NAME_WORD = re.compile(r"['’]?[^\W\d_](?:[\w'’ʼ`´.·‑-]*[^\W_.]\.?|\.)?")
_MARKS = frozenset(("Mn", "Mc", "Cf"))
_DIGIT = re.compile(r"\d")
_DOMAIN = re.compile(r"[\w-]+(?:\.[\w-]+)*\.[a-z]{2,6}", re.IGNORECASE)
_ROMAN = re.compile(r"[IVX]{2,4}")
_NAME_PIECE = re.compile(r"[^\W\d_]+")
_NEVER_FIRST = frozenset(
    {"the", "a", "an", "in", "on", "at", "by", "from", "this", "that", "these", "people"}
    | {"au", "der", "die", "das", "ein", "eine", "un", "une", "una"}
)
_ARTICLES = frozenset({"la", "el", "los", "las", "il", "het", "les"})
"""Before one word they open a newspaper's name: ``La Nación``. ``Le`` is a family name too."""
_SHOUTED = re.compile(r"[^\W\d_]{2,5}")
_VOWEL = re.compile(r"[aeiouyáéíóúàèìòùâêîôûãõäëïöüÿåæøœāēīōūąęőűıаеёиоуыэюяєіїαεηιουω]", re.IGNORECASE)
_CALL_SIGN = re.compile(r"[KWC][A-Z]{2,4}(?:-TV|-AM|-FM)?")
"""Stations of North America: ``KTTV FOX 11``."""
_CJK = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3]")

_CJK_NAME = re.compile("{0}{{1,3}} {0}{{1,3}}".format(r"[\u3005\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3]"))
_LONGEST_NAME = 6
"""Words in a person's name, particles counted; longer runs are phrases."""
_LONGEST_ORGANIZATION = 9
_LONGEST_OFFICE = 5


def is_cjk(text: str) -> bool:
    """Whether ``text`` holds Chinese, Japanese or Korean characters."""
    return _CJK.search(text) is not None


def _starts_like_a_name(word: str) -> bool:
    """Upper case, or a script without case."""
    first = word.lstrip("'’")[:1]
    if first.islower():
        return word[1:2].isupper()  # eThekwini, iStock
    return first.isalpha() and (first.isupper() or first.lower() == first.upper() or first.istitle())


def looks_like_person(words: Sequence[str]) -> bool:
    """Whether ``words`` have the shape of a person's name: two to six words, no word of organisations among them."""
    if not 2 <= len(words) <= _LONGEST_NAME or is_cjk("".join(words)):
        return False
    known = vocabulary()
    keys = [lookup_key(word) for word in words]
    initial = len(keys[0]) == 1 and words[0].endswith(".")
    if not initial and (keys[0] in _NEVER_FIRST or keys[0] in known.joiners):
        return False
    if not all(_NAME_WORD.fullmatch(_without_marks(word)) for word in words):
        return False
    if len(words) == 2 and (keys[0] in _ARTICLES or any(map(_is_acronym, words))):
        return False
    surnames = known.surnames if len(words) == 2 else frozenset()
    for key in keys:
        if len(key) > 1 and (
            (key in known.organizations and key not in surnames) or key in known.prose or key in known.phrases
        ):
            return False
    capital = [_starts_like_a_name(word) for word in words]
    if sum(capital) < 2 or not capital[-1]:
        return is_lower_case_name(words)
    return all(
        upper or key in known.particles or "-" in word for upper, key, word in zip(capital, keys, words, strict=True)
    )


def _without_marks(word: str) -> str:
    """A word without combining signs and joiners, which no class of a regular expression counts among letters."""
    if word.isascii() or word.isalpha():
        return word
    return "".join(sign for sign in word if unicodedata.category(sign) not in _MARKS)


def _is_acronym(word: str) -> bool:
    """Whether a shouted word cannot be spoken: ``МВД``, ``NYPD``. Two letters tell nothing in Latin: ``Kelvin NG``."""
    if not word.isupper() or not _SHOUTED.fullmatch(word) or _VOWEL.search(word) or is_numeral(word):
        return False
    return len(word) > 2 or word[0] > "\u0370"


def is_lower_case_name(words: Sequence[str]) -> bool:
    """Whether ``words`` could be a name that was typed without capitals: two or three words of letters."""
    known = vocabulary()
    return (
        2 <= len(words) <= 3
        and all(word.islower() and len(word) > 1 for word in words)
        and not any(lookup_key(word) in known.joiners | known.connectives | known.commissions for word in words)
    )


def looks_like_organization(words: Sequence[str]) -> bool:
    """Whether ``words`` have the shape of an organisation's name: a word of organisations, "The" or "of" in it."""
    if not words or len(words) > _LONGEST_ORGANIZATION or _DIGIT.match(words[0]):
        return False
    known = vocabulary()
    keys = [lookup_key(word).removesuffix("'s") for word in words]
    small = known.particles | known.connectives | known.joiners | known.organizations | {"for"}
    if not all(_starts_like_a_name(w) or _DIGIT.match(w) or k in small for w, k in zip(words, keys, strict=True)):
        # "Офис президента": beyond the Latin script, offices go on in small letters.
        office = len(words) <= _LONGEST_OFFICE and words[0][:1] > "\u0370" and words[0][:1].isupper()
        return is_domain(words) or (office and keys[0] in known.organizations)
    if len(words) == 2 and (keys[0] in _ARTICLES or any(map(_is_acronym, words))):
        return True
    if len(words) > 1 and _CALL_SIGN.fullmatch(words[0]) and all(w.isupper() or w.isdigit() for w in words):
        return True
    if len(words) > 1 and (keys[0] == "the" or "of" in keys[1:]):
        return True
    return is_domain(words) or any(key in known.organizations or key in known.phrases for key in keys)


def is_numeral(word: str) -> bool:
    """Whether ``word`` is the numeral of a name: ``II``, ``IV``."""
    return _ROMAN.fullmatch(word) is not None


def is_domain(words: Sequence[str]) -> bool:
    """Whether ``words`` are an address on the web such as ``example.org``."""
    return len(words) == 1 and _DOMAIN.fullmatch(words[0]) is not None


def person_name(printed: str) -> str:
    """A person's name as usually written: ``AHMAD AL-RUBAYE`` is ``Ahmad Al-Rubaye``; mixed case stays as it is.

    Initials, numerals, hyphens, apostrophes, diacritics and scripts without case are left alone.
    """
    if _CJK_NAME.fullmatch(printed):
        return printed.replace(" ", "")  # family and given name are set apart, or not
    words = printed.split()
    shouted = all(not word.isalpha() or word.isupper() or len(word) == 1 for word in words) and printed.isupper()
    typed_small = printed.islower()
    turkish = any(char in "İŞĞ" for char in printed)
    return " ".join(_name_word(word, at > 0, shouted, typed_small, turkish) for at, word in enumerate(words))


def _name_word(word: str, inside: bool, shouted: bool, typed_small: bool, turkish: bool) -> str:
    letters = [char for char in word if char.isalpha()]
    if typed_small or (shouted and len(letters) > 1):
        if inside and lookup_key(word) in _SMALL_IN_NAMES:
            return word.lower()
        return word if is_numeral(word) or word.count(".") > 1 else _capitalised(word, turkish)
    if (word.isupper() or (word[:2] == "Mc" and word[2:].isupper())) and len(letters) > 3 and not is_numeral(word):
        return _capitalised(word, turkish)  # "Bertrand GUAY": family names shouted, as French agencies print them
    return word


_SMALL_IN_NAMES = frozenset(
    {"de", "da", "do", "dos", "das", "del", "della", "di", "du", "van", "von", "vom", "der", "den", "ter", "ten"}
    | {"zu", "zum", "zur", "y", "e", "bin", "ibn"}
)


def _capitalised(word: str, turkish: bool) -> str:
    def piece(match: re.Match[str]) -> str:
        part, start = match.group(), match.start()
        if start and word[start - 1] in "'’" and len(part) == 1:
            return part.lower()
        # "İ".lower() is an i with a combining dot, which no one prints in a Turkish name
        small = part[1:].replace("I", "ı" if turkish else "I").replace("İ", "i").lower()
        if len(part) > 3 and part[:2].upper() == "MC":
            return "Mc" + small[1:].capitalize()
        return part[0].upper() + small

    return _NAME_PIECE.sub(piece, word)
