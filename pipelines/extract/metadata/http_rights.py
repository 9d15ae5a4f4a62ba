"""What HTTP headers ask of machines, of an answer just fetched or of one in an archive."""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

from models.urls import is_http_url

DIRECTIVES: Final = frozenset(
    ["noai", "noimageai", "noarchive", "nocache", "nosnippet", "noindex", "noimageindex", "notranslate", "none"]
)
"""Robots directives that bear on use, in pages and headers alike."""
_TO_US: Final = frozenset(["", "*", "dateline"])
_WITH_VALUE: Final = frozenset(["unavailable_after", "max-snippet", "max-image-preview", "max-video-preview"])
_TO_A_BOT = re.compile(r"([a-z0-9_.*-]+)\s*:\s*(.*)", re.DOTALL)
_LONGEST: Final = 2_000
"""Characters of one header that are read."""

Headers = Mapping[Any, Any] | Iterable[tuple[Any, Any]]


def rights_from_headers(headers: Headers) -> tuple[str, ...]:
    """The signals in an answer's headers, for ``Hints.rights_signals``: each with where it stands before it, as in
    ``http:x-robots-tag noai`` or ``http:tdm-reservation tdm-reservation=1``.

    ``headers``: names and values, as text or bytes; a name may come several times, or have a list of values. Directives
    that are addressed to another bot (``X-Robots-Tag: otherbot: noai``) are left out; where several headers of one name
    are joined into one, what follows a bot's name counts as said to that bot.
    """
    return tuple(dict.fromkeys(f"http:{name} {signal}" for name, signal in _signals(_pairs(headers))))


def _pairs(headers: Headers) -> list[tuple[str, str]]:
    pairs = headers.items() if isinstance(headers, Mapping) else headers
    return [
        (_text(name).lower(), _text(value).strip()[:_LONGEST])
        for name, values in pairs
        for value in (values if isinstance(values, list | tuple) else [values])
    ]


def _text(value: object) -> str:
    return value.decode("latin-1") if isinstance(value, bytes) else str(value)


def _signals(pairs: list[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    for name, value in pairs:
        if name == "x-robots-tag":
            yield from ((name, directive) for directive in _directives(value.lower()))
    stated = [one.strip() for name, value in pairs if name == "tdm-reservation" for one in value.split(",")]
    if reservations := [one for one in stated if one in ("0", "1")]:
        yield "tdm-reservation", f"tdm-reservation={max(reservations)}"  # who contradicts himself has reserved
    for name, value in pairs:
        if name == "tdm-policy" and is_http_url(value) and value.isprintable():
            yield name, f"tdm-policy={value}"
            return


def _directives(value: str) -> Iterator[str]:
    """The directives to us. A bot that is named is named for all that follows, up to the next."""
    bot = ""
    for part in value.split(","):
        directive = part.strip()
        named = _TO_A_BOT.fullmatch(directive)
        if named and named[1] not in _WITH_VALUE:
            bot, directive = named[1], named[2]
        if bot in _TO_US and directive in DIRECTIVES:
            yield directive
