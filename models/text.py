"""Text that PostgreSQL can store, and the keys under which things are found again."""

import hashlib
import re
import unicodedata

# NUL cannot stand in a text or jsonb value at all; a surrogate without its partner has no UTF-8 form. C0 controls other
# than tab and line breaks, and the C1 block, would steer a terminal that prints them.
_UNSTORABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff]")
_NOT_WORD = re.compile(r"[\W_]+")
_OPTIONAL_SIGNS = re.compile("[\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u0640\u064b-\u0652\u0670]")


def storable(text: str) -> str:
    """``text`` without NUL bytes, control characters and lone surrogates; otherwise unchanged, never shortened."""
    return _UNSTORABLE.sub("", text)


def fold(text: str) -> str:
    """``text`` with each run of whitespace as one space, ends stripped."""
    return " ".join(text.split())


def primary_subtag(language: str | None) -> str:
    """The primary subtag of a BCP 47 tag, lower case: ``en`` of ``en_GB``; empty where there is no tag."""
    return (language or "").replace("_", "-").split("-")[0].lower()


def digest(key: str) -> bytes:
    """SHA-256 of ``key``, 32 bytes: unique indexes stand on it, because a B-tree refuses entries over 2,704 bytes."""
    return hashlib.sha256(key.encode("utf-8", "surrogatepass")).digest()


def name_key(name: str) -> str:
    """One key for the spellings of a name that differ in case, width, dots, hyphens and spaces: ``AL-RUBAYE`` is
    ``al rubaye``. Diacritics count: Muller and Müller may be two people; so do the vowel signs of Indic and Thai names,
    while the optional ones of Arabic and Hebrew, and Arabic's stretching sign, do not. A name of signs only is its own
    key."""
    folded = unicodedata.normalize("NFKC", _OPTIONAL_SIGNS.sub("", name)).casefold()
    if folded.isascii():
        spaced = _NOT_WORD.sub(" ", folded)
    else:
        spaced = "".join(sign if sign.isalnum() or unicodedata.category(sign)[0] == "M" else " " for sign in folded)
    return " ".join(spaced.split()) or folded.strip()
