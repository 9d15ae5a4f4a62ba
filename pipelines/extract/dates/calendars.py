"""Calendars besides the Gregorian that the press dates by: their months, and their days as Gregorian ones.

The arithmetic is that of Reingold and Dershowitz, *Calendrical Calculations*; the Persian calendar's by its 33-year
cycle, which agrees with the astronomical one from 1343 (1964) to 1472 (2093).
"""

import re
from datetime import date
from functools import lru_cache
from typing import Final, Literal

from models.items import Precision
from pipelines.extract.dates.names import fold_name, month_number

Calendar = Literal["gregorian", "persian", "islamic", "ethiopian", "nepali"]

_MONTHS: Final[dict[Calendar, str]] = {
    # In order; the names of one month are set apart by strokes. Persian ones: Iran's, then Afghanistan's two sets.
    "persian": """فروردین|farvardin|حمل|وری; اردیبهشت|ordibehesht|ثور|غویی; خرداد|khordad|جوزا|غبرګولی;
        تیر|tir|سرطان|چنګاښ; مرداد|امرداد|mordad|اسد|زمری; شهریور|shahrivar|سنبله|وږی; مهر|mehr|میزان|تله;
        آبان|aban|عقرب|لړم; آذر|azar|قوس|لیندۍ; دی|dey|جدی|مرغومی; بهمن|bahman|دلو|سلواغه; اسفند|esfand|حوت|کب""",
    "islamic": """محرم|محرم الحرام|muharram; صفر|صفر المظفر|safar; ربيع الأول|ربیع الاول|rabi al-awwal;
        ربيع الآخر|ربيع الثاني|rabi al-thani; جمادى الأولى|جمادی الاول|jumada al-awwal|jumada al-ula;
        جمادى الآخرة|جمادى الثانية|جمادی الثانی|jumada al-thani; رجب|رجب المرجب|rajab;
        شعبان|شعبان المعظم|shaban|sha'ban; رمضان|رمضان المبارک|ramadan|ramazan; شوال|شوال المکرم|shawwal;
        ذو القعدة|ذي القعدة|ذوالقعدہ|ذی القعده|ذیقعد|dhu al-qadah|dhul qadah;
        ذو الحجة|ذي الحجة|ذوالحجہ|ذی الحجه|dhu al-hijjah|dhul hijjah""",
    "ethiopian": """መስከረም; ጥቅምት; ኅዳር|ህዳር|ሕዳር; ታኅሣሥ|ታህሳስ; ጥር; የካቲት; መጋቢት; ሚያዝያ|ሚያዚያ; ግንቦት; ሰኔ; ሐምሌ|ሀምሌ; ነሐሴ|ነሀሴ;
        ጳጉሜን|ጳጉሜ""",
    "nepali": """बैशाख|वैशाख; जेठ|जेष्ठ; असार|आषाढ; साउन|श्रावण; भदौ|भाद्र; असोज|आश्विन; कात्तिक|कार्तिक; मंसिर|मङ्सिर; पुस|पौष;
        माघ; फागुन|फाल्गुन; चैत|चैत्र""",
}
_YEARS: Final[dict[Calendar, range]] = {
    # What a year of each can be in a printed date: articles from 1800 on, and none from the future.
    "gregorian": range(1800, 2200),
    "persian": range(1200, 1480),
    "islamic": range(1215, 1520),
    "ethiopian": range(1850, 2100),
    "nepali": range(1900, 2200),
}
_PERSIAN_LEAPS: Final = (1, 5, 9, 13, 17, 22, 26, 30)
_PERSIAN_EPOCH: Final = 226_530
"""The ordinal of the first day of year 0, so that 1 Farvardin 1396 is 21 March 2017."""
_NEPALI_STARTS: Final = ((4, 14), (5, 15), (6, 15), (7, 16), (8, 17), (9, 17), (10, 18), (11, 17), (12, 16), (1, 15),
                         (2, 13), (3, 14))  # fmt: skip
"""Where the Nepali months begin, give or take a day: their lengths are announced from year to year."""
_THAI = re.compile("[\u0e00-\u0e7f]|\\bB\\.?E\\b")


def month_of(name: str, language: str | None) -> tuple[Calendar, int] | None:
    """The calendar and the number of a month's name; the Gregorian calendar's where a name is of two, unless the
    language dates by the other."""
    own: Calendar | None = {"am": "ethiopian", "ne": "nepali"}.get((language or "")[:2])  # type: ignore[assignment]
    others = _named().get(fold_name(name))
    if others and (others[0] == own or not month_number(name, language)):
        return others
    return ("gregorian", number) if (number := month_number(name, language)) else None


def day_of(calendar: Calendar, year: int, month: int, day: int, *, latest: date) -> tuple[date, Precision] | None:
    """The Gregorian day of a printed one, and how precise that is; null if there is no such day or it lies after
    ``latest``.

    Islamic months begin with the sighting of the moon and Nepali ones as announced: what is printed to the day is known
    to the month only, at its margins to the year.
    """
    if year not in _YEARS[calendar]:
        return None
    try:
        found = _convert(calendar, year, month, day)
    except ValueError:
        return None
    if found is None or not date(1800, 1, 1) <= found <= latest:
        return None
    if calendar not in ("islamic", "nepali"):
        return found, "day"
    return (found.replace(day=1), "month") if 3 < found.day < 27 else (found.replace(month=1, day=1), "year")


def thai_year(year: int, text: str, language: str | None, country: str | None) -> int:
    """The Gregorian year of one printed in a text; 2560 of the Buddhist era is 2017 where Thai is written."""
    is_thai = language == "th" or country == "TH" or _THAI.search(text) is not None
    return year - 543 if 2400 <= year < 2700 and is_thai else year


def numeric_calendar(year: int, language: str | None, country: str | None) -> Calendar:
    """Which calendar a date of numbers is of: 1396/04/01 in an Iranian or Afghan page, 1438/09/27 in an Arab one."""
    if not 1200 <= year < 1520:
        return "gregorian"
    spoken = (language or "").split("-")[0]
    if spoken in ("fa", "ps", "uz", "ckb") or country in ("IR", "AF"):
        return "persian"
    return "islamic" if spoken in ("ar", "ur") or country == "SA" else "gregorian"


def era_year(era: str, year: str, language: str | None, country: str | None) -> int | None:
    """The Gregorian year of 平成29年, 令和元年, 民國106年, 2017年; null if it names none."""
    number = 1 if year == "元" else int(year)
    for name, before in (("令和", 2018), ("平成", 1988), ("昭和", 1925), ("大正", 1911), ("民", 1911)):
        if era.startswith(name):
            return before + number
    if number >= 1000:
        return number
    taiwan = country == "TW" or language in ("zh-TW", "zh-Hant", "zh-Hant-TW")
    return 1911 + number if taiwan and 90 <= number < 200 else None


@lru_cache(maxsize=1)
def _named() -> dict[str, tuple[Calendar, int]]:
    found: dict[str, tuple[Calendar, int]] = {}
    for calendar, months in _MONTHS.items():
        for number, names in enumerate(months.split(";"), 1):
            for name in names.split("|"):
                found.setdefault(fold_name(name), (calendar, number))
    return found


def _convert(calendar: Calendar, year: int, month: int, day: int) -> date | None:
    if calendar == "gregorian":
        return date(year, month, day)
    if not (1 <= month <= 13 and 1 <= day <= 32):
        return None
    if calendar == "persian":
        return _persian(year, month, day)
    if calendar == "islamic":
        elapsed = 29 * (month - 1) + (6 * month - 1) // 11 + (year - 1) * 354 + (3 + 11 * year) // 30
        return date.fromordinal(227_014 + elapsed + day) if month <= 12 and day <= 30 else None
    if calendar == "ethiopian":
        length = 30 if month <= 12 else 6 if year % 4 == 3 else 5
        elapsed = 365 * (year - 1) + year // 4 + 30 * (month - 1)
        return date.fromordinal(2_795 + elapsed + day) if day <= length else None
    start, start_day = _NEPALI_STARTS[(month - 1) % 12]
    western = year - (57 if start >= 4 else 56)
    return date.fromordinal(date(western, start, start_day).toordinal() + day - 1) if month <= 12 else None


def _persian(year: int, month: int, day: int) -> date | None:
    length = 31 if month <= 6 else 30 if month <= 11 or year % 33 in _PERSIAN_LEAPS else 29
    if month > 12 or day > length:
        return None
    leaps = 8 * (year // 33) + sum(leap < year % 33 for leap in _PERSIAN_LEAPS)
    days = 31 * (month - 1) if month <= 7 else 186 + 30 * (month - 7)
    return date.fromordinal(_PERSIAN_EPOCH + 365 * year + leaps + days + day - 1)
