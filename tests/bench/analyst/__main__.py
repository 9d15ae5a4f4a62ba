"""How fast what analysts ask is answered on a large corpus: every question of docs/cookbook.md, and some more.

Prints, and judges nothing. The corpus is made up, the same each time but for the crawls of the last four weeks; it is
filled by COPY, and the kept views are refreshed.

Like real corpora: sources, agencies, photographers and events of very different sizes; towns that are in the news for
some months; English, French and Arabic, each word as frequent as in its language; sources that never credit; pictures
that many articles show, under one address or as renditions under several; captions and credit lines that are missing,
or that nobody could read; copies, wire copy, headlines that changed within a day, claims that were withdrawn. The names
in the demo newsroom are the most frequent ones, so that a question about one of them finds most rows here.

Unlike: words follow each other without sense, so phrases are rare and all texts of a language are much alike; all towns
but the most frequent keep their English names everywhere; bodies are some 200 words, half of what newsrooms write;
nobody is spelt in two ways; reports have no sketches, keys and links, which analysts do not see; no page failed in all
the years but the last four weeks.
"""

import argparse
import json
import sys
from dataclasses import asdict
from pathlib import Path

import psycopg
from rich.console import Console

from models import analyst, db
from tests.bench.analyst import report
from tests.bench.analyst.asking import Answer, all_questions, ask
from tests.bench.analyst.store import fill
from tests.bench.crawl.__main__ import keep_to, server_of
from tests.conftest import scratch_database

ARTICLES = 300_000
_SIZES = """
    select relname, pg_total_relation_size(oid) / 1e6 from pg_class
    where relkind in ('r', 'm') and relnamespace in ('news'::regnamespace, 'analyst'::regnamespace)
    order by 2 desc limit 12
"""


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m tests.bench.analyst", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--articles", type=int, default=ARTICLES, help=f"in the corpus, with three times as many "
                        f"captions (default: {ARTICLES}; takes some eight minutes and 5 GB)")  # fmt: skip
    parser.add_argument("--only", metavar="N,N", help="ask these questions alone, by number")
    parser.add_argument("--cores", help="which to use, as in 0,1 (default: the first two)")
    parser.add_argument("--server", help="URL of a PostgreSQL server on this machine, for a superuser (default: one of "
                        "its own)")  # fmt: skip
    parser.add_argument("--database", help="URL of a database that is filled already: ask it")
    parser.add_argument("--json", type=Path, help="write every figure to this file")
    given = parser.parse_args()
    if given.articles < 500:
        parser.error("--articles must be 500 or more")
    return given


def filled(url: str, articles: int) -> dict[str, float]:
    """Fill a new database; gives seconds by step."""
    print(f"filling a store with {articles:,} articles", file=sys.stderr)
    with db.engine_on(url) as engine:
        db.upgrade(engine)
    return fill(url, articles)


def asked(url: str, given: argparse.Namespace, console: Console) -> list[Answer]:
    """Ask every question that is wanted, and print how that went."""
    wanted = {int(number) for number in given.only.split(",")} if given.only else None
    chosen = [question for question in all_questions() if wanted is None or question.number in wanted]
    found = list(ask(url, chosen))
    console.print(report.answers(found))
    with psycopg.connect(url) as connection:
        console.print(report.taken("On disk", "MB", dict(connection.execute(_SIZES).fetchall())))
    return found


def refreshed(url: str) -> dict[str, float]:
    """Count the kept views anew; gives seconds by view."""
    with db.engine_on(url) as engine:
        return analyst.refresh(engine)


def main() -> None:
    given = arguments()
    console = Console(highlight=False, width=None if sys.stdout.isatty() else 150)
    console.print(f"cores {keep_to(given.cores)}")
    steps: dict[str, float] = {}
    if given.database:
        found = asked(given.database, given, console)
        counted = refreshed(given.database)
    else:
        with server_of(given) as server, scratch_database(server) as url:
            steps = filled(url, given.articles)
            found = asked(url, given, console)
            counted = refreshed(url)
    console.print(report.taken("Filling", "s", steps))
    console.print(report.taken("Counting the kept views anew", "s", counted))
    if given.json:
        answers = [asdict(answer) | {"plan": dict(answer.plan.read_whole)} for answer in found]
        given.json.write_text(json.dumps({"filling": steps, "views": counted, "answers": answers}, indent=1), "utf-8")


if __name__ == "__main__":
    main()
