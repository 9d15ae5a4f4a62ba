"""The Retry-After header: how long a server asks to be left alone."""

from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Final

LONGEST: Final = 7 * 86_400.0
"""Seconds; whoever asks for more gets this much, and is then asked again. A date needs a bound, and so does a typo."""


def retry_after(value: bytes | str | None, now: datetime) -> float | None:
    """Seconds that the header asks for: between 0 and ``LONGEST``; null if it is missing, or neither a number nor an
    HTTP date.

    ``now``: what an HTTP date is held against, aware. A date that is past is 0.
    """
    text = value.decode("latin-1") if isinstance(value, bytes) else value or ""
    text = text.strip()
    if not text or len(text) > 100:
        return None
    if text.isascii() and text.isdecimal():
        return min(float(text), LONGEST)
    try:
        at = parsedate_to_datetime(text)
    except (ValueError, OverflowError):
        return None
    at = at.replace(tzinfo=UTC) if at.tzinfo is None else at
    return min(max(0.0, (at - now).total_seconds()), LONGEST)


def asked_to_wait(status: int, headers: Mapping[str, bytes | str | None], now: datetime) -> float | None:
    """Seconds that an answer asks for, if it is one that says "too much" (429) or "not now" (503)."""
    return retry_after(headers.get("Retry-After"), now) if status in (429, 503) else None
