"""Writes ``names.tsv``, what the CLDR tables of Babel say of dates: run by ``make names``, imported by nothing else."""

import re
from collections.abc import Iterable, Iterator
from typing import Any, Final

from babel import Locale, localedata

from pipelines.extract.dates.names import fold_name

LANGUAGES: Final = str.split(
    "en de fr es pt it nl da sv nb nn fi is et lv lt pl cs sk sl hr sr mk bg ru uk be ro hu el tr az ar fa ps ur he hi "
    "bn mr ne pa gu ta te kn ml si my th lo km vi id ms fil sw so ha am ti om ku ka hy kk ky uz tg tk mn sq bs ca gl "
    "eu ga cy mt lb af zu xh yo ig rw ja ko zh ckb sd ug or as jv ceb mg fo gd br rm fy tt sn ln ar_SY ar_DZ ar_MA "
    "ar_MR sr_Latn uz_Cyrl az_Cyrl bs_Cyrl en_IN en_GB de_AT pt_PT"
)
"""Earlier languages win where two give one name to different months."""

_UNITS: Final = ("minute", "hour", "day", "week", "month", "year")
_NUMBER = re.compile(r"\{0\}")
_TERSE = re.compile(r"[#+\-−\s]*\w?")
"""What says too little to be known for a span of time: ``-# h``."""


def table() -> str:
    """The file's text. A line: language, kind (``months``, ``days``, ``ago``), entries set apart by tabs.

    Months stand in calendar order, the names of each set apart by ``|``; ``ago`` is ``unit=pattern|pattern`` with ``#``
    for the number.
    """
    lines = []
    for language in LANGUAGES:
        localedata._cache.clear()  # what one locale leaves there stands in for what the next does not say
        locale = Locale.parse(language)
        months = ["|".join(_names(width[number] for width in _widths(locale.months))) for number in range(1, 13)]
        days = _names(name for width in _widths(locale.days) for name in width.values())
        ago = [f"{unit}={'|'.join(_patterns(locale, unit))}" for unit in _UNITS]
        for kind, entries in (("months", months), ("days", days), ("ago", ago)):
            lines.append("\t".join([language, kind, *entries]))
    return "\n".join(lines) + "\n"


def _widths(calendar: Any) -> Iterator[dict[int, str]]:
    for context in ("format", "stand-alone"):
        for width in ("wide", "abbreviated"):
            yield calendar[context][width]


def _names(printed: Iterable[object]) -> list[str]:
    folded = dict.fromkeys(fold_name(str(name)) for name in printed)
    return [name for name in folded if len(name) > 1 and not any(map(str.isdigit, name))]


def _patterns(locale: Any, unit: str) -> list[str]:
    found: dict[str, None] = {}
    for style in (unit, f"{unit}-short", f"{unit}-narrow"):
        fields = locale._data["date_fields"].get(style, {})
        to_come = set(fields.get("future", {}).values())
        said = (str(text) for text in fields.get("past", {}).values() if text not in to_come)
        found.update(dict.fromkeys(fold_name(_NUMBER.sub("#", text)) for text in said))
    return [pattern for pattern in found if "#" in pattern and not _TERSE.fullmatch(pattern)]


if __name__ == "__main__":
    print(table(), end="")
