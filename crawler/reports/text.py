"""Text of pages on its way into a report: it is hostile until it has been through here.

Escaping is Jinja's part; here is what escaping does not touch: characters that turn a line around or cannot be seen,
length, addresses that are no links, tags of languages that are none.
"""

import re
from urllib.parse import urlsplit

from markupsafe import Markup

from models.text import primary_subtag
from models.urls import is_http_url

LONGEST = 1_500
"""Characters of any text, where a part of the report does not set less."""

# Controls, line separators, bidi embeddings and overrides, and what belongs into no interchange at all. The marks that
# Arabic, Hebrew and Persian need (LRM, RLM, ALM, ZWJ, ZWNJ) stay: each text is isolated from its surroundings.
_STEERING = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028-\u202e\u2060-\u206f\ufdd0-\ufdef\ufeff\ufff9-\uffff\ud800-\udfff"
    "\U000e0000-\U000e007f]"
)
# Signs stacked on one letter: no script has more than a handful, a prank has hundreds.
_SIGN = "[\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]"
_STACK = re.compile(f"({_SIGN}{{4}}){_SIGN}+")
_LANGUAGE = re.compile("[A-Za-z]{2,3}(?:-[A-Za-z0-9]{1,8}){0,4}")
_RIGHT_TO_LEFT = re.compile("ar|arc|azb|ckb|dv|fa|glk|he|iw|ji|khw|ks|lrc|mzn|nqo|pnb|prs|ps|sd|syr|ug|ur|yi")


def cleaned(value: object) -> object:
    """What Jinja prints: markup of our own as it is, nothing for null, and any other value as harmless text."""
    if value is None:
        return ""
    return value if isinstance(value, Markup) else cut(str(value), LONGEST)


def cut(text: str | None, longest: int) -> str:
    """``text`` with at most so many characters; what steers a display is spelled out, as ``\\u202e``."""
    text = text or ""
    if len(text) > longest:
        text = text[: longest - 1].rstrip() + "…"
    text = _STEERING.sub(lambda found: found.group().encode("unicode_escape", "surrogatepass").decode("ascii"), text)
    return _STACK.sub(r"\1", text)


def link(url: str | None) -> str | None:
    """``url`` if a person may be led there: http or https, a host, no name and password in it; else null."""
    if not url or not is_http_url(url) or _STEERING.search(url):
        return None
    return None if "@" in urlsplit(url).netloc else url


def speaks(language: str | None) -> Markup:
    """The attributes ``lang`` and ``dir`` of an element with a text in this language. ``dir`` isolates it, too."""
    tag = (language or "").replace("_", "-")
    if not _LANGUAGE.fullmatch(tag):
        return Markup('dir="auto"')
    direction = "rtl" if _RIGHT_TO_LEFT.fullmatch(primary_subtag(tag)) else "ltr"
    return Markup('lang="{}" dir="{}"').format(tag, direction)
