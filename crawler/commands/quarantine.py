"""``scrapy quarantine``: the pages that want a person's look: listed, shown, and fetched again."""

import argparse
import re
import sys
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from shlex import quote
from typing import Any, ClassVar

from scrapy.commands import ScrapyCommand
from sqlalchemy import Engine

from crawler.columns import plain, print_columns
from crawler.sources.reading import readable_sources
from crawler.sources.schema import Source
from models import db
from models.quarantine import QuarantinedPage, QuarantineGroup, Retried, Wanted, listed, retry, shown

_ACTIONS = ("list", "show", "retry")
_LIMIT = 20
_LONGEST_ID = 18  # digits: PostgreSQL's bigint holds them


class Command(ScrapyCommand):
    """List, show and retry pages in quarantine."""

    requires_project = True
    requires_crawler_process = False
    default_settings: ClassVar[dict[str, Any]] = {"LOG_ENABLED": False}

    def syntax(self) -> str:
        """The arguments, for the usage line."""
        return "list | show ID | retry [ID …] [options]"

    def short_desc(self) -> str:
        """One line for ``scrapy``'s list of commands."""
        return "List, show and retry the pages that want a person's look"

    def long_desc(self) -> str:
        """For ``--help``."""
        return (
            "list: what is in quarantine, by reason and source, and the newest pages. show: one in full. retry: make "
            "pages due, so that their source's next crawl fetches them again: those of the ids, or all of a --source, "
            "of a --reason, or --all. An id is that of the fetch, as listed. "
            "Example: scrapy quarantine retry --source al-jazeera --reason timeout"
        )

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """Which pages are meant."""
        super().add_options(parser)
        parser.add_argument("--source", metavar="SLUG", help="list, retry: of this source, or domain")
        parser.add_argument("--reason", help="list, retry: for this reason, such as no_content")
        parser.add_argument("--since", metavar="DATE", help="list, retry: quarantined on this day (UTC) or later")
        parser.add_argument(
            "--limit", type=int, default=_LIMIT, metavar="N", help=f"list: at most so many pages (default: {_LIMIT})"
        )
        parser.add_argument("--all", action="store_true", help="retry: all there are")

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        """Exit codes: 0 done; 1 not found, or no database; 2 wrong arguments."""
        try:
            action, ids, wanted = _checked(args, opts)
        except ValueError as wrong:
            print(f"scrapy quarantine: {wrong}", file=sys.stderr)
            self.exitcode = 2
            return
        try:
            with db.database() as engine:
                db.check(engine)
                if action == "list":
                    _print_list(*listed(engine, wanted, opts.limit), wanted)
                elif action == "show":
                    self.exitcode = _show(engine, ids[0])
                else:
                    sources = {source.slug: source for source in self._sources()}
                    done = retry(engine, wanted, list(sources), ids or None)
                    self.exitcode = _report(done, sources)
        except db.DatabaseProblem as problem:
            print(f"scrapy quarantine: {problem}", file=sys.stderr)
            self.exitcode = 1

    def _sources(self) -> list[Source]:
        if self.settings is None:
            raise RuntimeError("the command runs inside a Scrapy project")
        sources, problems = readable_sources(Path(self.settings["SOURCES_FOLDER"]))
        for problem in problems:
            print(f"scrapy quarantine: {problem}", file=sys.stderr)
        return sources


def _checked(args: list[str], opts: argparse.Namespace) -> tuple[str, list[int], Wanted]:
    """The action, its ids, and which pages are meant. Raises ValueError, in words for people."""
    action, *given = args or [""]
    if action not in _ACTIONS:
        wrong = f"there is no action {action!r}." if action else "which action?"
        raise ValueError(f"{wrong} Use one of {', '.join(_ACTIONS)}")
    for one in given:
        if not re.fullmatch(f"[0-9]{{1,{_LONGEST_ID}}}", one):
            raise ValueError(f"{one!r} is no id; 'scrapy quarantine list' prints them")
    wanted = Wanted(source=opts.source, reason=opts.reason, since=_day(opts.since))
    filters = opts.source or opts.reason or opts.since
    if action == "list" and given:
        raise ValueError("list takes no ids; see 'scrapy quarantine show'")
    if action == "list" and opts.limit < 0:
        raise ValueError("--limit is a number of pages")
    if action == "show" and (len(given) != 1 or filters):
        raise ValueError("show takes one id")
    if action == "retry" and sum(map(bool, (given, filters, opts.all))) != 1:
        raise ValueError("retry what? Give ids, or --source, --reason and --since, or --all")
    return action, [int(one) for one in given], wanted


def _day(given: str | None) -> datetime | None:
    if given is None:
        return None
    try:
        return datetime.strptime(given, "%Y-%m-%d").replace(tzinfo=UTC)
    except ValueError:
        raise ValueError(f"--since is a day, YYYY-MM-DD, not {given!r}") from None


def _print_list(groups: Sequence[QuarantineGroup], pages: Sequence[QuarantinedPage], wanted: Wanted) -> None:
    total = sum(group.pages for group in groups)
    if not total:
        meant = wanted != Wanted()
        print("nothing is in quarantine" + (" that was asked for" if meant else ""))
        return
    if total > len(pages):
        rows = [(str(group.pages), plain(group.reason), plain(group.source), _at(group.newest)) for group in groups]
        print_columns(("pages", "reason", "source", "newest"), rows)
        print(f"\n{total} pages are in quarantine; the newest {len(pages)}:\n" if pages else f"\n{total} pages")
    if pages:
        print_columns(("id", "when", "source", "reason", "URL, and what was said"), [_row(page) for page in pages])


def _row(page: QuarantinedPage) -> tuple[str, ...]:
    said = plain(page.url) + (f"  ({plain(page.detail)})" if page.detail else "")
    return (str(page.id), _at(page.fetched_at), plain(page.source), plain(page.reason), said)


def _at(moment: datetime) -> str:
    return moment.strftime("%Y-%m-%d %H:%M")


def _show(engine: Engine, fetch_id: int) -> int:
    found = shown(engine, fetch_id)
    if found is None:
        print(f"scrapy quarantine: there is no fetch {fetch_id}", file=sys.stderr)
        return 1
    for name, value in _facts(found).items():
        print(f"{name:<15}{plain(str(value))}")
    if found["warc_file"] is None:
        print("\nIts answer is not in the archive.")
    else:
        print(f"\nThe bytes as they came: scrapy archive show {fetch_id}")
    if found["state"] == "quarantined" and found["later_id"] is None:
        print(f"Fetch it again:         scrapy quarantine retry {fetch_id}")
    return 0


def _facts(found: Mapping[str, Any]) -> dict[str, Any]:
    """What is known of a fetch, by the name that people give it; what is not known is left out."""
    state = found["state"]
    if found["next_fetch_at"] is not None:
        state = f"{state}, due {_at(found['next_fetch_at'])} UTC"
    place = found["warc_file"] and f"{found['warc_file']}, {found['warc_length']} bytes at {found['warc_offset']}"
    facts = {
        "URL": found["url"],
        "answered as": found["final_url"] if found["final_url"] != found["url"] else None,
        "source": found["slug"],
        "found in": found["discovered_via"],
        "first seen": f"{_at(found['discovered_at'])} UTC",
        "fetched": f"{_at(found['fetched_at'])} UTC by run {found['run_id']} ({found['spider']}, {found['version']})",
        "outcome": f"{found['outcome']} {found['reason'] or ''}".rstrip(),
        "detail": found["detail"],
        "HTTP status": found["http_status"],
        "content type": found["content_type"],
        "size": None if found["size"] is None else f"{found['size']} bytes",
        "SHA-256": found["sha256"] and bytes(found["sha256"]).hex(),
        "took": None if found["elapsed_ms"] is None else f"{found['elapsed_ms']} ms",
        "archive": place and place + (" (a revisit record)" if found["is_revisit"] else ""),
        "URL is now": state,
        "fetched since": found["later_id"] and f"fetch {found['later_id']}",
    }
    return {name: value for name, value in facts.items() if value is not None}


def _report(done: Retried, sources: Mapping[str, Source]) -> int:
    """Say which crawl takes what, and what none takes; the exit code."""
    for slug, pages in done.due.items():
        by_hand = f"; it is not enabled: scrapy crawl news -a source={slug}" if not sources[slug].enabled else ""
        print(f"{pages} due: the next crawl of {slug} takes {'it' if pages == 1 else 'them'}{by_hand}")
    for slug, (pages, example) in done.left.items():
        print(
            f"{pages} of {plain(slug)} left as they are: it has no source file, so no crawl takes them; "
            f"by hand: scrapy crawl article -a {plain(quote(f'url={example}'))}"
        )
    for unknown in done.unknown:
        print(f"scrapy quarantine: fetch {unknown} is of no page in quarantine", file=sys.stderr)
    if not done.due and not done.left and not done.unknown:
        print("nothing is in quarantine that was asked for")
    return 1 if done.unknown else 0
