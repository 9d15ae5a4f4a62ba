"""Figures and names for people, and words marked where two versions differ."""

import re
from difflib import SequenceMatcher

from babel import Locale
from markupsafe import Markup, escape

from crawler.reports.text import LONGEST, cut

_ENGLISH = Locale("en")
# Scripts without blanks between words are compared letter by letter.
_TOKEN = re.compile(
    "\\s+|[\u0e00-\u0e7f\u0e80-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]|\\w+|[^\\w\\s]"
)


def number(value: int) -> str:
    """A count, its thousands apart: ``300,000``."""
    return f"{value:,}"


def count(value: int, one: str, more: str | None = None) -> str:
    """A count with its noun: ``1 article``, ``300,000 articles``."""
    return f"{value:,} {one if value == 1 else more or one + 's'}"


def share(part: float | None, whole: float | None = 1) -> str:
    """A share as per cent; a dash where there is nothing to share."""
    return "–" if part is None or not whole else f"{100 * part / whole:.0f} %"


def country(code: str | None) -> str:
    """A country's English name, for ISO 3166-1 alpha-2; the code, where it is none."""
    return "" if code is None else str(_ENGLISH.territories.get(code, code))


def language(tag: str) -> str:
    """A language's English name, for a BCP 47 tag; the tag, where it is none."""
    return str(_ENGLISH.languages.get(tag.replace("_", "-").split("-")[0].lower(), tag))


def marked(was: str | None, became: str | None) -> tuple[Markup, Markup]:
    """Both texts as HTML, the words that went in ``del``, those that came in ``ins``."""
    old, new = (_TOKEN.findall(cut(text, LONGEST)) for text in (was, became))
    before, after = [], []
    for what, i, j, k, m in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        gone, come = escape("".join(old[i:j])), escape("".join(new[k:m]))
        before.append(gone if what == "equal" or not gone else Markup("<del>{}</del>").format(gone))
        after.append(come if what == "equal" or not come else Markup("<ins>{}</ins>").format(come))
    return Markup("").join(before), Markup("").join(after)
