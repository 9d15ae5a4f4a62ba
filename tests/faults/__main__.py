"""``make test-faults``: crawls and databases killed, stopped and taken away, at full size; exit code 1 if anything is
lost, stored twice or fetched again without need."""

import argparse
import random
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from pathlib import Path

from tests.faults import scenarios
from tests.faults.crawls import Newsdesk
from tests.faults.scenarios import Report
from tests.faults.servers import MortalServer, mortal_server
from tests.faults.site import PaperSite

Scenario = Callable[[Newsdesk, MortalServer], Report]


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.faults", description=__doc__)
    parser.add_argument("--seed", type=int, help="repeat a run's moments (default: random, and printed)")
    parser.add_argument("--articles", type=int, default=500, help="articles of the site (default: 500)")
    parser.add_argument("--kills", type=int, default=25, help="crawls that are killed (default: 25)")
    parser.add_argument("--away", type=float, default=60, help="seconds that PostgreSQL is away (default: 60)")
    parser.add_argument("--only", help="names of scenarios, parted by commas (default: all)")
    parser.add_argument("--keep", type=Path, help="a folder for archives and logs (default: none is kept)")
    given = parser.parse_args()
    given.seed = given.seed if given.seed is not None else random.SystemRandom().randrange(1_000_000)
    return given


def named_scenarios(given: argparse.Namespace) -> Mapping[str, Scenario]:
    """What there is to run, by name."""
    return {
        "crawls-killed": lambda desk, _: scenarios.crawls_killed(desk, kills=given.kills, seed=given.seed),
        "database-killed": partial(scenarios.database_killed, kills=max(1, given.kills // 5), seed=given.seed),
        "database-away": partial(scenarios.database_away, seconds=given.away),
        "database-frozen": partial(scenarios.database_frozen, seconds=given.away / 4),
        "database-away-for-good": partial(scenarios.database_away_for_good, patience=5),
    }


@contextmanager
def kept(folder: Path | None) -> Iterator[Path]:
    """The folder given, or one that is gone afterwards."""
    if folder is not None:
        folder.mkdir(parents=True, exist_ok=True)
        yield folder.resolve()
        return
    with tempfile.TemporaryDirectory(prefix="dl-faults-") as passing:
        yield Path(passing).resolve()


def main() -> int:
    given = arguments()
    chosen = named_scenarios(given)
    if given.only:
        if unknown := set(given.only.split(",")) - set(chosen):
            sys.exit(f"there is no scenario {', '.join(unknown)}; there are {', '.join(chosen)}")
        chosen = {name: chosen[name] for name in given.only.split(",")}
    print(f"seed {given.seed}: to repeat the moments, python -m tests.faults --seed {given.seed}", flush=True)
    failed = 0
    with kept(given.keep) as folder, mortal_server() as server:
        for name, scenario in chosen.items():
            failed += _run(name, scenario, given.articles, folder / name, server)
    return min(failed, 1)


def _run(name: str, scenario: Scenario, articles: int, folder: Path, server: MortalServer) -> bool:
    """Run one and print its report; true if anything was wrong."""
    began = time.monotonic()
    with PaperSite(articles) as site, server.database() as url, scenarios.desk_at(site, folder, url) as desk:
        report = scenario(desk, server)
    print(f"\n{name}: {report.title}; {articles} articles, {time.monotonic() - began:.0f} s")
    for line in report.lines:
        print(f"  {line}")
    for line in report.wrong:
        print(f"  WRONG: {line}")
    print("  nothing lost, nothing twice" if not report.wrong else f"  {len(report.wrong)} wrong", flush=True)
    return bool(report.wrong)


if __name__ == "__main__":
    sys.exit(main())
