"""Chinese, Japanese and Korean datelines: ``【ワシントン時事】``, ``(서울=연합뉴스)``, ``新华社北京4月24日电``."""

import re
from typing import Final

from pipelines.extract.story.agencies import wire_agencies, wire_agency

_EASTERN: Final = "\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af"
_BRACKETED = re.compile(
    r"\s*(?:【([^】]{2,40})】|\[([^\]]{2,40})\]|[(（]([^()（）]{2,40})[)）]|［([^］]{2,40})］)\s*[-–—―=]?\s*"
)
_FILED = re.compile(
    rf"(?P<reporter>记者|記者)?(?P<place>[{_EASTERN}·・]{{2,12}}?)\s?(?:\d{{1,2}}\s?月\s?)?\d{{1,2}}\s?日\s?"
    r"(?:[电電讯訊]|綜合外電|专电|專電)"
)
_LONGEST_NAME: Final = 6
"""Characters of an agency's name that is glued to a place."""
_DATE = re.compile(r"(?:\d{1,2}\s?月\s?)?\d{1,2}\s?日")
_REPORTER = re.compile(r"\s*(?:기자|특파원|記者|记者|特派員)$")
_NAME: Final = 3
"""Characters of a Chinese reporter's name, most often; nothing parts it from the place that follows."""
_HANGUL = re.compile(r"[\uac00-\ud7af]")
_ANY = re.compile(f"[{_EASTERN}]")

Parts = tuple[str, str | None, tuple[str, ...]]
"""The dateline as printed, its place, its agencies."""


def read_eastern(line: str) -> Parts | None:
    """The dateline at the head of a line in an East Asian script; null if there is none."""
    if not _ANY.search(line[:40]):
        return None
    if filed := _read_filed(line):
        return filed
    match = _BRACKETED.match(line)
    if match is None:
        return None
    inside = next(group for group in match.groups() if group)
    if (filed := _read_filed(inside)) and len(filed[0]) >= len(inside) - 2:
        return match[0].strip(), filed[1], filed[2]
    told = _told(_DATE.sub(" ", inside), boxed=line.lstrip()[:1] == "【")
    return (match[0].strip(), *told) if told else None


def _read_filed(text: str) -> Parts | None:
    """``新华社北京4月24日电``, ``中央社記者…台北3日電``."""
    for length in range(_LONGEST_NAME, 1, -1):
        agency = wire_agency(text[:length]) if text[:1].isalnum() else None
        match = _FILED.match(text, length) if agency else None
        if agency and match:
            return text[: match.end()], match["place"][_NAME if match["reporter"] else 0 :] or None, (agency,)
    return None


def _told(inside: str, *, boxed: bool) -> tuple[str | None, tuple[str, ...]] | None:
    """Place and agencies of what stands in brackets; null if it is something else."""
    pieces = [piece for piece in re.split(r"\s*[=＝/／・、,]\s*|\s+", inside.strip()) if piece]
    if not 0 < len(pieces) <= 4:
        return None
    agencies: list[str] = []
    place: str | None = None
    for number, piece in enumerate(pieces):
        known, only = wire_agencies(piece)
        if known and only:
            agencies += known
        elif glued := _glued(piece):
            place, agencies = place or glued[0], [*agencies, glued[1]]
        elif number == 0:
            place = piece
    if agencies:
        return place, tuple(dict.fromkeys(agencies))
    # 【ワシントン=山田太郎】: a paper's own correspondent. In Korean the paper's name stands there.
    named = boxed and len(pieces) == 2 and bool(re.search("[=＝]", inside)) and not _HANGUL.search(inside)
    return (_REPORTER.sub("", place), ()) if named and place else None


def _glued(piece: str) -> tuple[str, str] | None:
    """``ワシントン時事`` as place and agency; the agency may stand first."""
    for cut in range(2, len(piece) - 1):
        if agency := wire_agency(piece[cut:]):
            return piece[:cut], agency
        if agency := wire_agency(piece[:cut]):
            return piece[cut:], agency
    return None
