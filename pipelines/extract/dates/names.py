"""Names of months, weekdays and spans of time in the world's press: those of CLDR, kept in ``names.tsv``, and others.

The table is made by ``make names``: Babel's own files take a third of a second to open, in each worker.
"""

import re
import unicodedata
from functools import lru_cache
from pathlib import Path
from typing import Final

_TABLE: Final = Path(__file__).with_name("names.tsv")

EXTRA_MONTHS: Final[dict[str, int]] = {
    # What the press prints and CLDR does not list.
    "sept": 9, "janv": 1, "févr": 2, "juil": 7, "mrt": 3, "märz": 3, "maerz": 3, "jän": 1, "ene": 1,
    "set": 9, "setiembre": 9, "gen": 1, "mag": 5, "giu": 6, "lug": 7, "ago": 8, "ott": 10, "dic": 12, "abr": 4,
    "мая": 5, "сент": 9, "нояб": 11, "febr": 2, "augusti": 8, "okt": 10, "dez": 12,
    "كانون ثاني": 1, "كانون أول": 12, "تشرين أول": 10, "تشرين ثاني": 11, "جوان": 6, "جويلية": 7, "أوت": 8,
    "شباط": 2, "يونيه": 6, "يوليه": 7, "فيفري": 2, "جانفي": 1, "أفريل": 4, "ماي": 5, "غشت": 8, "شتنبر": 9,
    "نونبر": 11, "دجنبر": 12, "ديسمبر": 12, "اگست": 8, "ژوئیه": 7, "آگوست": 8, "مى": 5, "می": 5,
    "জানুয়ারী": 1, "ফেব্রুয়ারী": 2, "অগস্ট": 8, "আগষ্ট": 8, "सितम्बर": 9, "नवम्बर": 11, "दिसम्बर": 12, "अगस्त": 8,
    "ekainaren": 6, "urtarrilaren": 1, "otsailaren": 2, "martxoaren": 3, "apirilaren": 4, "maiatzaren": 5,
    "uztailaren": 7, "abuztuaren": 8, "irailaren": 9, "urriaren": 10, "azaroaren": 11, "abenduaren": 12,
    "кві": 4, "тра": 5, "чер": 6, "сер": 8, "жов": 10, "лис": 11, "гру": 12,
    "tháng một": 1, "tháng hai": 2, "tháng ba": 3, "tháng tư": 4, "tháng năm": 5, "tháng sáu": 6, "tháng bảy": 7,
    "tháng tám": 8, "tháng chín": 9, "tháng mười": 10, "tháng mười một": 11, "tháng mười hai": 12,
    "hulyo": 7, "hunyo": 6, "ogos": 8, "disember": 12,
}  # fmt: skip

EXTRA_AGO: Final = (
    "minute=# minutes ago|# mins ago|# min ago|#m ago|منذ # دقيقة|منذ # دقائق|قبل # دقايق|# минут тому назад",
    "hour=# hours ago|# hrs ago|# hr ago|#h ago|منذ # ساعة|منذ # ساعات|hace # hs|hace # hrs|# घण्टा अगाडि|# घंटा पहले"
    "|# ঘণ্টা আগে|# ชั่วโมงที่แล้ว",
    "day=#d ago|منذ # يوم|منذ # يوما|منذ # أيام",
    "week=#w ago|منذ # أسابيع|منذ # أسبوعا",
    "month=منذ # أشهر|منذ # شهرا",
)
"""What the press prints and CLDR does not list."""

_AFFIXES: Final = re.compile(r"^(?:ב|ខែ|เดือน|ເດືອນ|tháng )|(?:လ|ისს|ში|(?<=ი)ს)$")
"""What a language writes at a month's name: Hebrew its "in", Khmer, Thai and Burmese their "month"."""
_MARKS = re.compile("[\u0300-\u036f\u064b-\u0652\u0670\u093c\u09bc\u0a3c\u200b-\u200f]")
"""Accents, Arabic vowel signs, nuktas, joiners: the press sets them or not."""
_LETTERS = str.maketrans("أإآٱىیكےە", "ااااييکيه")


@lru_cache(maxsize=4096)
def month_number(name: str, language: str | None) -> int | None:
    """1 to 12 for a month's name, in that language first: ``listopad`` is October in Croatian, November in Polish."""
    key = fold_name(name)
    own = months_of(_base(language)) if language else {}
    if number := own.get(key) or _all_months().get(key):
        return number
    bare = _AFFIXES.sub("", key)
    if bare != key and (number := own.get(bare) or _all_months().get(bare)):
        return number
    # A case that CLDR does not list, in a language that is known: junij-a, ekaina-k.
    return next((own[key[:cut]] for cut in (-1, -2) if len(key) + cut >= 3 and key[:cut] in own), None)


@lru_cache(maxsize=1)
def weekday_names() -> frozenset[str]:
    """The words of every weekday name, full and abbreviated, folded."""
    entries = (name for _, kind, names in _rows() if kind == "days" for name in names)
    return frozenset(word for name in entries for word in name.split() if len(word) > 1)


@lru_cache(maxsize=128)
def weekdays_of(language: str) -> dict[str, int]:
    """0 (Monday) to 6 by the folded full names of the weekdays in a language, given by its primary subtag."""
    rows = (entries for of, kind, entries in _rows() if kind == "days" and of == language)
    # CLDR begins with Sunday, and with the full names.
    return {name: (number + 6) % 7 for entries in rows for number, name in enumerate(entries[:7])}


@lru_cache(maxsize=128)
def ago_of(language: str) -> dict[str, str]:
    """Units (``minute`` to ``year``) by the words for so long ago in a language, folded, ``#`` for the number."""
    rows = [entries for of, kind, entries in _rows() if kind == "ago" and of == language]
    found: dict[str, str] = {}
    for entry in (*(entry for entries in rows for entry in entries), *EXTRA_AGO):
        unit, _, patterns = entry.partition("=")
        for pattern in patterns.split("|"):
            found.setdefault(fold_name(pattern), unit)
    return found


@lru_cache(maxsize=1)
def ago_patterns() -> dict[str, str]:
    """Units (``minute`` to ``year``) by the words for so long ago, folded, without spaces: ``vor#tagen``."""
    found: dict[str, str] = {}
    rows = [entries for _, kind, entries in _rows() if kind == "ago"]
    for entry in (*(entry for entries in rows for entry in entries), *EXTRA_AGO):
        unit, _, patterns = entry.partition("=")
        for pattern in patterns.split("|"):
            found.setdefault(fold_name(pattern).replace(" ", ""), unit)
    return found


@lru_cache(maxsize=8192)
def fold_name(name: str) -> str:
    """A name as the tables know it: case-folded, without accents, full stops and commas, single spaces."""
    folded = name.casefold()
    if not folded.isascii():
        bare = _MARKS.sub("", unicodedata.normalize("NFD", folded))
        folded = unicodedata.normalize("NFC", bare).translate(_LETTERS)
    return " ".join(folded.replace(".", " ").replace(",", " ").replace("،", " ").split())


def _base(language: str) -> str:
    return language.replace("-", "_").split("_")[0].lower()


@lru_cache(maxsize=1)
def _rows() -> tuple[tuple[str, str, tuple[str, ...]], ...]:
    lines = _TABLE.read_text("utf-8").splitlines()
    return tuple((language, kind, tuple(entries)) for language, kind, *entries in (line.split("\t") for line in lines))


@lru_cache(maxsize=1)
def _all_months() -> dict[str, int]:
    names: dict[str, int] = {}
    for _, kind, entries in _rows():
        if kind == "months":
            _add(names, entries)
    for name, number in EXTRA_MONTHS.items():
        names.setdefault(fold_name(name), number)
    return names


@lru_cache(maxsize=128)
def months_of(language: str) -> dict[str, int]:
    """1 to 12 by the folded names of the months in a language, given by its primary subtag."""
    names: dict[str, int] = {}
    for of, kind, entries in _rows():
        if kind == "months" and _base(of) == language:
            _add(names, entries)
    return names


def _add(names: dict[str, int], entries: tuple[str, ...]) -> None:
    for number, alike in enumerate(entries, 1):
        for name in alike.split("|"):
            if name:
                names.setdefault(name, number)
