"""Text from outside on its way to a terminal or a log: nothing in it steers, and no secret stands in it.

Archive and database keep addresses as they are; only what people read over somebody's shoulder goes through here.
"""

import logging
import re

_MASK = "***"

# Controls steer a terminal, lone surrogates break its encoding, line separators forge a line of a log, and directional
# marks turn an address around (``moc.elpmaxe``): each is shown as an escape instead.
_UNPRINTABLE = re.compile(
    "[\x00-\x08\x0a-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff\ud800-\udfff]"
)

_USERINFO = re.compile(r"(?i)\b([a-z][a-z0-9+.-]*://)[^\s/?#\"'<>]*@")

_BARE_USERINFO = re.compile(r"(?<![\w.])[\w.+-]+:[^\s/@\"'<>]+@(?=[\w\[])")  # as in an error about a host

# Names of parameters that hold a credential: these words anywhere in the name; those only as a part by themselves, or
# `author` and `keywords` would be masked too.
_ANYWHERE = r"token|secret|passw(?:or)?d|passphrase|api[_.-]?key|access[_.-]?key|signature|credential|session|ticket"
_BY_THEMSELVES = r"auth|authorization|key|sig|hmac|sid|jsessionid|phpsessid|pass|pwd|jwt|otp|nonce|policy|key-pair-id"
_PARAMETER = re.compile(
    rf"(?i)((?:[?&;#]|%3f|%26)(?:[\w.-]*?(?:{_ANYWHERE})[\w.-]*|(?:\w+[.-])?(?:{_BY_THEMSELVES})|x-(?:amz|goog|ms)-[\w-]+)"
    r"(?:=|%3d))(?:(?!%26|%23)[^\s&;#\"'<>])+"
)


def printable(text: str) -> str:
    """``text`` in one line: controls, line breaks, directional marks and lone surrogates as ``\\x1b``, ``\\u202e``."""
    return _UNPRINTABLE.sub(lambda found: found.group().encode("unicode_escape", "surrogatepass").decode("ascii"), text)


def without_secrets(text: str) -> str:
    """``text`` with what looks like a credential in any URL masked: user and password, tokens, keys, signatures."""
    if "@" in text:
        text = _BARE_USERINFO.sub(f"{_MASK}@", _USERINFO.sub(rf"\1{_MASK}@", text))
    return _PARAMETER.sub(rf"\1{_MASK}", text)


def for_people(text: str) -> str:
    """``text`` in one line that is safe to print: ``printable`` and ``without_secrets``."""
    return printable(without_secrets(text))


class SafeFormatter(logging.Formatter):
    """Formats a record as another formatter does, then makes it safe. Lines after the first are indented, so that no
    line break in a message can begin a line that looks like a record of its own."""

    def __init__(self, inner: logging.Formatter | None = None) -> None:
        super().__init__()
        self._inner = inner or logging.Formatter()

    def format(self, record: logging.LogRecord) -> str:
        """The record as text; tracebacks are part of it."""
        lines = without_secrets(self._inner.format(record)).split("\n")
        return "\n    ".join(map(printable, lines))


def make_safe(handler: logging.Handler) -> None:
    """Have ``handler`` write only what is safe to print; again does no harm."""
    if not isinstance(handler.formatter, SafeFormatter):
        handler.setFormatter(SafeFormatter(handler.formatter))
