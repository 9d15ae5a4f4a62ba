"""Articles a second that find their events, beside a small store and beside a large one, in one run.

Prints, and judges nothing. The articles are made up, the same each time: events over three years, told in one article
or in three hundred. The store is filled by COPY with what reading them would give; new articles go the real way, from
rows of articles that are due to events with their records: half of them tell of events in store, some two years late.
Assigning is all of that but reading: copies found, likes looked up and compared, events drawn anew, everything written.
"""

import argparse
import contextlib
import dataclasses
import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from rich.console import Console

from crawler.events.wiring import get_ready
from models import db
from tests.bench.crawl.__main__ import keep_to, server_of
from tests.bench.events.corpus import Corpus
from tests.bench.events.likeness import both_ways
from tests.bench.events.measure import Large, Round, measure, one_more, sizes
from tests.bench.events.report import beside, tables
from tests.bench.events.store import fill
from tests.conftest import scratch_database

SMALL = 1000
LARGE = 500_000
_LIKE = 600
"""Articles that are made both ways."""


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.bench.events", description=__doc__)
    parser.add_argument("--in-store", default=f"{SMALL},{LARGE}", metavar="N,N", help="articles in store, of each "
                        f"store (default: {SMALL},{LARGE}; filling the latter takes some ten minutes and 7 GB; for a "
                        f"quick look: {SMALL},20000)")  # fmt: skip
    parser.add_argument("--articles", type=int, default=2000, help="new articles a round: as many are assigned, and as "
                        "many others updated as a user does it (default: 2000)")  # fmt: skip
    parser.add_argument("--rounds", type=int, default=3, help="rounds, in which the stores take turns (default: 3)")
    parser.add_argument("--cores", help="which to use, as in 0,1 (default: the first two)")
    parser.add_argument("--server", help="URL of a PostgreSQL server on this machine, for a superuser (default: one of "
                        "its own)")  # fmt: skip
    parser.add_argument("--json", type=Path, help="write every figure to this file")
    given = parser.parse_args()
    try:
        given.in_store = sorted({int(each) for each in given.in_store.split(",")})
    except ValueError:
        parser.error("--in-store takes numbers, as in 1000,500000")
    if given.rounds < 1 or given.articles < 300 or given.in_store[0] < 100:
        parser.error("--rounds must be 1 or more, --articles 300 or more, --in-store 100 or more")
    return given


@contextmanager
def filled(server: str, in_store: int) -> Iterator[str]:
    """The name of a database with so many articles in it, which is dropped afterwards."""
    print(f"filling a store with {in_store:,} articles", file=sys.stderr)
    with scratch_database(server) as url:
        with db.engine_on(url) as engine:
            db.upgrade(engine)
        fill(url, in_store)
        yield url


def one_round(server: str, url: str, in_store: int, given: argparse.Namespace, number: int) -> Round:
    """A round; on a copy of the store where a round would make it another one."""
    corpus = Corpus(in_store)
    if in_store >= 20 * given.articles:
        return measure(url, corpus, in_store, given.articles, number)
    with scratch_database(server, url.partition("?")[0].rpartition("/")[2]) as copy:
        return measure(copy, corpus, in_store, given.articles, number)


def run(server: str, urls: dict[int, str], given: argparse.Namespace) -> tuple[dict[int, list[Round]], list[Large]]:
    """All rounds, the stores taking turns; then one more report of large events."""
    rounds: dict[int, list[Round]] = {in_store: [] for in_store in urls}
    for number in range(given.rounds):
        for in_store, url in urls.items():
            found = one_round(server, url, in_store, given, number)
            rounds[in_store].append(found)
            rate, whole = found.articles / found.assigning, found.articles / found.whole
            print(
                f"round {number + 1}: {in_store:,} in store: {rate:.0f} assigned a second, {whole:.0f} updated",
                file=sys.stderr,
            )
    large = max(urls)
    return rounds, one_more(urls[large], Corpus(large))


def main() -> None:
    given = arguments()
    get_ready()
    cores = keep_to(given.cores)
    console = Console(highlight=False, width=None if sys.stdout.isatty() else 150)
    console.print(f"{given.articles} new articles a round, {given.rounds} rounds; cores {cores}")
    with server_of(given) as server, contextlib.ExitStack() as stores:
        straight, read = both_ways(Corpus(max(given.in_store)), _LIKE)
        console.print(beside(straight, read))
        urls = {in_store: stores.enter_context(filled(server, in_store)) for in_store in given.in_store}
        taken = {in_store: sizes(url) for in_store, url in urls.items()}
        rounds, larges = run(server, urls, given)
    for table in tables(rounds, taken, larges):
        console.print(table)
    if given.json:
        found = {
            "cores": cores,
            "rounds": [dataclasses.asdict(each) for found in rounds.values() for each in found],
            "large": [dataclasses.asdict(each) for each in larges],
            "sizes": {in_store: dict(found) for in_store, found in taken.items()},
            "likeness": {"straight": straight, "read": read},
        }
        given.json.write_text(json.dumps(found, indent=1), "utf-8")


if __name__ == "__main__":
    main()
