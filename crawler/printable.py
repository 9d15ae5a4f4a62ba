"""Strangers' text on a terminal."""

import re

# Control characters steer a terminal, bidirectional overrides make it show another text than the one that stands there.
_STEERING = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


def printable(text: str) -> str:
    """``text`` with what would steer a terminal written out, as in ``\\x1b``; tabs and line breaks stay."""
    return _STEERING.sub(lambda found: found[0].encode("unicode_escape", "surrogatepass").decode(), text)
