"""Override files, read and checked: one YAML file a site, beside this module."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit

import yaml
from lxml import etree

SHIPPED: Final = Path(__file__).parent
SELECTORS: Final = ("drop", "headline", "body", "caption", "credit")
"""Keys that hold XPath expressions, in the order in which they are applied."""
_TEXTS: Final = ("reason", "proof")
_DAYS: Final = ("since", "until")

Overrides = Mapping[str, tuple["Override", ...]]
"""Overrides by host, without ``www.``."""


class OverrideError(ValueError):
    """An override file cannot be used."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Override:
    """What a site's private markup means, from one day to another."""

    name: str
    """The file's name without its suffix."""
    hosts: tuple[str, ...]
    """Lower case, without ``www.``; each stands for itself alone, not for its subdomains."""
    since: date
    """The first capture day that it is for."""
    until: date | None
    """The last capture day that it is for; null: it still holds."""
    reason: str
    """Why no rule for all sites can read these pages."""
    proof: str
    """The page under ``tests/pages`` that is read wrongly without it."""
    selectors: Mapping[str, tuple[etree.XPath, ...]]
    """Compiled expressions by the keys of ``SELECTORS``."""

    def covers(self, day: date | None) -> bool:
        """Whether it is for a page captured on ``day``; a page of no known day is taken for one of today."""
        if day is None:
            return self.until is None
        return self.since <= day and (self.until is None or day <= self.until)


def override_for(url: str, day: date | None, overrides: Overrides) -> Override | None:
    """The override for a page, if its host has one that covers the day."""
    try:
        host = (urlsplit(url).hostname or "").removeprefix("www.")
    except ValueError:
        return None
    return next((found for found in overrides.get(host, ()) if found.covers(day)), None)


@cache
def shipped_overrides() -> Overrides:
    """The overrides beside this module, read once a process."""
    return read_overrides(SHIPPED)


def read_overrides(folder: Path) -> Overrides:
    """The ``*.yml`` files of a folder. Raises ``OverrideError`` with file and key of what is wrong."""
    by_host: dict[str, tuple[Override, ...]] = {}
    for path in sorted(folder.glob("*.yml")):
        override = read_override(path)
        for host in override.hosts:
            for other in by_host.get(host, ()):
                if _overlap(override, other):
                    raise OverrideError(
                        f"{path.name}: hosts: {host} has an override for these days in {other.name}.yml"
                    )
            by_host[host] = (*by_host.get(host, ()), override)
    return by_host


def _overlap(one: Override, other: Override) -> bool:
    return one.since <= (other.until or date.max) and other.since <= (one.until or date.max)


def read_override(path: Path) -> Override:
    """One file. Raises ``OverrideError``."""
    try:
        stated = yaml.safe_load(path.read_text("utf-8"))
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise OverrideError(f"{path.name}: {error}") from None
    if not isinstance(stated, dict):
        raise OverrideError(f"{path.name}: not a mapping of keys")
    if unknown := stated.keys() - {"hosts", *_DAYS, *_TEXTS, *SELECTORS}:
        raise OverrideError(f"{path.name}: {min(map(str, unknown))}: no such key")
    since, until = (_day(path, stated, key) for key in _DAYS)
    if since is None:
        raise OverrideError(f"{path.name}: since: missing")
    if until is not None and until < since:
        raise OverrideError(f"{path.name}: until: before since")
    reason, proof = (_text(path, stated, key) for key in _TEXTS)
    selectors = {key: _selectors(path, stated, key) for key in SELECTORS if key in stated}
    if not selectors:
        raise OverrideError(f"{path.name}: none of {', '.join(SELECTORS)}: it would change nothing")
    return Override(
        name=path.stem, hosts=_hosts(path, stated), since=since, until=until, reason=reason, proof=proof,
        selectors=selectors,
    )  # fmt: skip


def _day(path: Path, stated: Mapping[str, Any], key: str) -> date | None:
    value = stated.get(key)
    if value is not None and type(value) is not date:
        raise OverrideError(f"{path.name}: {key}: not a day, such as 2026-09-01")
    return value


def _text(path: Path, stated: Mapping[str, Any], key: str) -> str:
    value = stated.get(key)
    if not isinstance(value, str) or not value.strip():
        raise OverrideError(f"{path.name}: {key}: missing")
    return value.strip()


def _hosts(path: Path, stated: Mapping[str, Any]) -> tuple[str, ...]:
    hosts = _strings(path, stated, "hosts")
    for host in hosts:
        if host != host.lower() or "/" in host or "." not in host or host.startswith("www."):
            raise OverrideError(f"{path.name}: hosts: {host!r} is not a host name in lower case without www.")
    return hosts


def _selectors(path: Path, stated: Mapping[str, Any], key: str) -> tuple[etree.XPath, ...]:
    compiled = []
    for expression in _strings(path, stated, key):
        try:
            selector = etree.XPath(expression)
            found = selector(etree.Element("html"))
        except etree.XPathError:
            raise OverrideError(f"{path.name}: {key}: {expression!r} is not an XPath 1.0 expression") from None
        if not isinstance(found, list):
            raise OverrideError(f"{path.name}: {key}: {expression!r} does not select elements")
        compiled.append(selector)
    return tuple(compiled)


def _strings(path: Path, stated: Mapping[str, Any], key: str) -> tuple[str, ...]:
    value = stated.get(key)
    listed = value if isinstance(value, list) else [value]
    if not listed or not all(isinstance(text, str) and text.strip() for text in listed):
        raise OverrideError(f"{path.name}: {key}: neither a text nor a list of texts")
    return tuple(listed)
