"""What the address that answered says, where it is not the one that was asked for."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final
from urllib.parse import SplitResult, parse_qsl, unquote, urlsplit

_NAMED: Final = {
    "consent_wall": "consent consents gdpr cookie cookies cmp privacy privacywall cookiewall consentwall datenschutz "
    "einwilligung zustimmung consentement consentimiento consenso toestemming samtykke samtycke zgoda",
    "login_wall": "login logon signin signon sso auth oauth oauth2 authorize authenticate authentication idp register "
    "registration signup anmelden anmeldung einloggen registrieren connexion inscription acceder accedi inloggen "
    "logowanie zaloguj prihlaseni giris entrar regwall loginwall",
    "bot_wall": "captcha recaptcha challenge botcheck robot robots bot verify verification blocked denied "
    "forbidden 403",
    "soft_404": "404 410 error errors notfound missing gone expired unavailable fehler fehlerseite erreur errore erro "
    "oops pagenotfound",
}
"""Words of which a part of a wall's address is made."""
_KINDS: Final = {word: kind for kind, words in _NAMED.items() for word in words.split()}
_BESIDE = (
    "a and my the page pages user users account accounts access check code gate wall walls required settings setting"
    " manager manage policy html htm php aspx asp jsp index form de en fr es it nl www secure id identity member"
    " members subscriber session sign in up on log not found please site service"
)
_GLUE: Final = frozenset(_BESIDE.split())
"""Words that may stand beside them."""
_PAIRS = re.compile(r"\b(?:sign-?(?:in|up|on)|log-?(?:in|on)|not-?found)\b")
_PARAMETERS = (
    "return returnto returnurl returl ret redirect redirecturl redirectto redirecturi redir continue next goto dest"
    " destination target url uri u back backurl from origin originalurl ref referer forward success successurl service"
    " relaystate callback callbackurl r"
)
_CARRYING: Final = frozenset(_PARAMETERS.split())
"""Names of parameters that carry the address to go back to, without ``_`` and ``-``."""
_SHORTEST: Final = 3
"""Characters of a path that may stand in another address by chance."""
_WORD = re.compile(r"[a-z0-9]+")
_ADDRESS = re.compile(r"(?:https?:)?/{1,2}[^/\s].{6,}")


@dataclass(frozen=True, slots=True)
class Led:
    """Where a request was led."""

    kind: str | None
    """The kind of wall that the address names; null if none."""
    carries: bool
    """Whether it bears the address to go back to."""
    said: str
    """The address, for people."""


def read_address(asked: str | None, url: str) -> Led | None:
    """What the address that answered says; null if it is the one that was asked for, or tells nothing.

    ``asked``: null if it is not known; then only an address that bears another is looked at.
    """
    try:
        answered = urlsplit(url)
        wanted = urlsplit(asked) if asked else None
        carries = _carries(answered, wanted)
        kind = next(_kinds(answered, wanted), None)
    except ValueError:
        return None
    if wanted is None and not carries:
        return None
    if wanted and (_place(wanted) == _place(answered) or not (kind or carries)):
        return None
    return Led(kind, carries, f"{answered.netloc}{answered.path}"[:120]) if kind or carries else None


def _place(parts: SplitResult) -> tuple[str, str]:
    return (parts.hostname or "").removeprefix("www."), parts.path.rstrip("/")


def _kinds(answered: SplitResult, wanted: SplitResult | None) -> Iterator[str]:
    """The kinds that the last parts of the path, or the host's first labels, name; not what was asked for did too."""
    known = set(_segments(wanted)) if wanted else set()
    for segment in reversed(_segments(answered)):
        if segment in known:
            continue
        joined = _PAIRS.sub(lambda pair: pair[0].replace("-", ""), segment)
        words = _WORD.findall(joined)
        kinds = {_KINDS[word] for word in words if word in _KINDS}
        if len(kinds) != 1 or not all(word in _KINDS or word in _GLUE for word in words):
            continue
        # "missing" and "error" name sections too; only a page's own name says that it is an error page.
        if kinds != {"soft_404"} or segment == answered.path.lower().rstrip("/").rpartition("/")[2].replace("_", "-"):
            yield kinds.pop()


def _segments(parts: SplitResult) -> list[str]:
    labels = (parts.hostname or "").split(".")[:-2]
    return [*reversed(labels), *(part for part in unquote(parts.path).lower().replace("_", "-").split("/") if part)]


def _carries(answered: SplitResult, wanted: SplitResult | None) -> bool:
    path = wanted.path if wanted and len(wanted.path) > _SHORTEST else None
    for name, value in parse_qsl(answered.query):
        value = unquote(value)
        if path and path in value:
            return True
        if wanted is None and re.sub(r"[_-]", "", name.lower()) in _CARRYING and _ADDRESS.fullmatch(value):
            return True
    return path is not None and answered.path != path and path in f"{answered.path}#{answered.fragment}"
