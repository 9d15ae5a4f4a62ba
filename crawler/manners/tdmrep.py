"""``/.well-known/tdmrep.json``: which of a site's paths are reserved from text and data mining (TDMRep)."""

import json
import re
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import quote, urlsplit

from models.urls import is_http_url
from pipelines.extract.head import absolute_url

SITE_RIGHTS: Final = "site_rights"
"""The key of ``Request.meta`` under which a page's answer bears what its site's tdmrep.json says of it, in the form of
``Hints.rights_signals``."""
PATH: Final = "/.well-known/tdmrep.json"
MOST_BYTES: Final = 512 * 1024
_MOST_RULES: Final = 1_000
_LONGEST: Final = 2_000
"""Characters of a path or an address."""
_ESCAPE = re.compile("%([0-9A-Fa-f]{2})")
_UNRESERVED = re.compile(r"[A-Za-z0-9._~-]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """What is said of the paths that match."""

    location: str
    """A path pattern as in robots.txt: a prefix, ``*`` for anything, ``$`` at the end for the end."""
    signals: tuple[str, ...]
    """``tdm-reservation=1``, ``tdm-policy=URL``."""


def read_tdmrep(body: bytes, url: str) -> tuple[Rule, ...]:
    """The rules of a tdmrep.json that stands at ``url``. Whatever is none is passed over; a file that is no JSON list
    has no rules."""
    try:
        entries = json.loads(body[:MOST_BYTES])
    except (ValueError, RecursionError):
        return ()
    if not isinstance(entries, list):
        return ()
    rules = (_rule(entry, url) for entry in entries[:_MOST_RULES])
    return tuple(rule for rule in rules if rule)


def _rule(entry: Any, url: str) -> Rule | None:
    if not isinstance(entry, dict):
        return None
    location, reservation, policy = (entry.get(name) for name in ("location", "tdm-reservation", "tdm-policy"))
    if not isinstance(location, str) or not location.startswith("/") or len(location) > _LONGEST:
        return None
    signals = []
    if str(reservation) in ("0", "1"):  # some write the number as a text
        signals.append(f"tdm-reservation={reservation}")
    address = absolute_url(policy, url) if isinstance(policy, str) and len(policy) <= _LONGEST else None
    if address and is_http_url(address) and address.isprintable():
        signals.append(f"tdm-policy={address}")
    return Rule(location=location, signals=tuple(signals)) if signals else None


def signals_for(url: str, rules: tuple[Rule, ...]) -> tuple[str, ...]:
    """What the rules say of the page at ``url``: the first that matches counts, and no other."""
    parts = urlsplit(url)
    path = _plain(parts.path or "/") + (f"?{_plain(parts.query)}" if parts.query else "")
    return next((rule.signals for rule in rules if _matches(_plain(rule.location), path)), ())


def _plain(path: str) -> str:
    """A path in the one spelling in which two can be compared: only what must be escaped is."""

    def spelled(escape: re.Match[str]) -> str:
        character = chr(int(escape[1], 16))
        return character if _UNRESERVED.match(character) else escape[0].upper()

    return _ESCAPE.sub(spelled, quote(path, safe="%/?:@!$&'()*+,;=~-._[]", errors="replace"))


def _matches(pattern: str, path: str) -> bool:
    """Linear in both: no regular expression is made of what a stranger wrote."""
    ends = pattern.endswith("$")
    first, *parts = pattern.removesuffix("$").split("*")
    if not path.startswith(first):
        return False
    if not parts:
        return not ends or path == first
    at = len(first)
    for part in parts[:-1]:
        found = path.find(part, at)
        if found < 0:
            return False
        at = found + len(part)
    last = parts[-1]
    return len(path) - len(last) >= at and path.endswith(last) if ends else path.find(last, at) >= 0
