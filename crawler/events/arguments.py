"""The arguments of ``scrapy events``."""

import argparse
import re
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path
from typing import get_args

from models.events.items import EventKind
from models.events.listing import Wanted
from models.urls import is_http_url

ACTIONS = (
    "list", "show", "explain", "update", "rebuild", "merge", "split", "reject", "restore", "cluster", "places"
)  # fmt: skip
_LIMIT = 20
_LINKS = 5
_LONGEST_ID = 18  # digits: PostgreSQL's bigint holds them
_FILTERS = ("since", "until", "kind", "country", "min_sources")
_TAKES = {  # ids at least and at most
    "list": (0, 0),
    "update": (0, 0),
    "rebuild": (0, 0),
    "show": (1, 1),
    "reject": (1, 1),
    "restore": (1, 1),
    "merge": (2, None),
    "split": (2, None),
}
_OPTIONS = {
    "list": (*_FILTERS, "limit"),
    "explain": ("limit",),
    "update": ("failed",),
    "merge": ("note", "by"),
    "split": ("note", "by"),
    "reject": ("note", "by"),
    "cluster": ("output",),
    "places": ("output",),
}
_MEANT = {
    "show": "the id of one event",
    "reject": "the id of one event",
    "restore": "the number of one ruling",
    "merge": "the ids of two events or more",
    "split": "the id of an event, and those of its articles that do not belong there",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What is to be done."""

    action: str
    numbers: tuple[int, ...] = ()
    """Ids, as given."""
    article: str = ""
    """explain: an article's id or URL."""
    wanted: Wanted = field(default_factory=Wanted)
    limit: int = _LIMIT
    again: bool = False
    """update: what could not be read, too."""
    note: str | None = None
    by: str | None = None
    file: Path = Path()
    output: Path | None = None
    """cluster, places: null: standard output."""


def add_options(parser: argparse.ArgumentParser) -> None:
    """The options of all actions."""
    parser.add_argument("--since", metavar="DATE", help="list: that happened on this day or later")
    parser.add_argument("--until", metavar="DATE", help="list: that happened on this day or earlier")
    parser.add_argument("--kind", help=f"list: of this kind: {', '.join(get_args(EventKind))}")
    parser.add_argument("--country", metavar="XX", help="list: in this country (ISO 3166-1 alpha-2, such as IQ)")
    parser.add_argument("--min-sources", type=int, metavar="N", help="list: told by so many independent sources")
    parser.add_argument(
        "--limit",
        type=int,
        metavar="N",
        help=f"list: at most so many (default {_LIMIT}); explain: links (default {_LINKS})",
    )
    parser.add_argument("--failed", action="store_true", help="update: try again what could not be read")
    parser.add_argument("--note", metavar="TEXT", help="merge, split, reject: why")
    parser.add_argument("--by", metavar="NAME", help="merge, split, reject: who says so")
    parser.add_argument("-o", "--output", type=Path, metavar="FILE", help="cluster, places: where to (.gz: compressed)")


def checked(args: list[str], opts: argparse.Namespace) -> Asked:
    """What is asked for. Raises ValueError, in words for people."""
    action, *given = args or [""]
    if action not in ACTIONS:
        wrong = f"there is no action {action!r}." if action else "which action?"
        raise ValueError(f"{wrong} Use one of {', '.join(ACTIONS)}")
    _check_options(action, opts)
    if action in ("cluster", "places"):
        if len(given) != 1:
            raise ValueError(f"{action} takes one file")
        return Asked(action=action, file=Path(given[0]), output=opts.output)
    limit = opts.limit if opts.limit is not None else (_LINKS if action == "explain" else _LIMIT)
    if action == "explain":
        if len(given) != 1 or not (is_http_url(given[0]) or _is_id(given[0])):
            raise ValueError("explain takes one article, by its id or http(s) URL")
        return Asked(action=action, article=given[0], limit=limit)
    return Asked(
        action=action,
        numbers=_numbers(action, given),
        wanted=_wanted(opts),
        limit=limit,
        again=opts.failed,
        note=opts.note,
        by=opts.by,
    )


def _check_options(action: str, opts: argparse.Namespace) -> None:
    """No option is passed over in silence."""
    allowed = _OPTIONS.get(action, ())
    for name in (*_FILTERS, "limit", "failed", "note", "by", "output"):
        value = getattr(opts, name)
        if value is not None and value is not False and name not in allowed:
            raise ValueError(f"{action} takes no --{name.replace('_', '-')}")
    for name in ("limit", "min_sources"):
        if (value := getattr(opts, name)) is not None and not 1 <= value < 2**31:
            raise ValueError(f"--{name.replace('_', '-')} is 1 or more, not {value}")


def _numbers(action: str, given: list[str]) -> tuple[int, ...]:
    for one in given:
        if not _is_id(one):
            raise ValueError(f"{one!r} is no id; scrapy events list and show print them")
    least, most = _TAKES[action]
    numbers = tuple(dict.fromkeys(map(int, given)))
    if len(numbers) < least or (most is not None and len(given) > most):
        raise ValueError(f"{action} takes {_MEANT.get(action, 'no ids')}")
    return numbers


def _is_id(given: str) -> bool:
    return re.fullmatch(f"[0-9]{{1,{_LONGEST_ID}}}", given) is not None


def _wanted(opts: argparse.Namespace) -> Wanted:
    if opts.kind is not None and opts.kind not in get_args(EventKind):
        raise ValueError(f"--kind is one of {', '.join(get_args(EventKind))}, not {opts.kind!r}")
    country = None if opts.country is None else opts.country.upper()
    if country is not None and not re.fullmatch("[A-Z]{2}", country):
        raise ValueError(f"--country is two letters such as IQ, not {opts.country!r}")
    since, until = _day(opts.since, "--since"), _day(opts.until, "--until")
    if since and until and until < since:
        raise ValueError("--until lies before --since")
    return Wanted(since=since, until=until, kind=opts.kind, country=country, min_sources=opts.min_sources or 0)


def _day(given: str | None, option: str) -> date | None:
    if given is None:
        return None
    try:
        return datetime.strptime(given, "%Y-%m-%d").replace(tzinfo=UTC).date()
    except ValueError:
        raise ValueError(f"{option} is a day, YYYY-MM-DD, not {given!r}") from None
