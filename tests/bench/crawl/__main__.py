"""Pages a second through the whole path, of Dateline and of what people would use instead, in one run.

Prints, and judges nothing. A local site serves pages of real size; the contestants take turns, each started anew, all
on the same cores, with which the site and PostgreSQL must do as well. A rate is articles that were really delivered by
seconds from the start of the process to its end; a ratio, the median of the rounds' ratios.
"""

import argparse
import dataclasses
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from rich.console import Console

from tests.bench.crawl.contestants import OURS, TOOLS, Place, Run, crawl, migrated, postmaster_of
from tests.bench.crawl.pages import SIZE, Base, made_up, real
from tests.bench.crawl.report import tables
from tests.bench.crawl.site import Site, write_site
from tests.bench.tools import ENVIRONMENTS, PROJECT, make_ready
from tests.conftest import new_checkout

REAL = PROJECT.parent / "shared" / "eval" / "extraction" / "manifest.jsonl"
BASES = 300
SLOW = "news-please"


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.bench.crawl", description=__doc__)
    parser.add_argument("--pages", type=int, default=1500, help="articles on the site (default: 1500)")
    parser.add_argument("--slow-pages", type=int, help=f"articles for {SLOW}, which takes a fifth of a second for each "
                        "(default: a sixth of --pages)")  # fmt: skip
    parser.add_argument("--rounds", type=int, default=3, help="how often each contestant crawls (default: 3)")
    parser.add_argument("--tools", default=",".join(TOOLS), help=f"of {', '.join(TOOLS)} (default: all)")
    kinds = parser.add_mutually_exclusive_group()
    kinds.add_argument("--real", action="store_true", help="serve the real pages of ../shared/eval, each under many "
                       "addresses (default where they are there)")  # fmt: skip
    kinds.add_argument("--made-up", action="store_true", help="serve pages that are made up")
    parser.add_argument("--kilobytes", type=int, default=SIZE, help=f"of a made-up page (default: {SIZE})")
    parser.add_argument("--cores", help="which to use, as in 0,1 (default: the first two)")
    parser.add_argument("--server", help="URL of a PostgreSQL server on this machine (default: one of its own)")
    parser.add_argument("--no-looks", action="store_true", help="leave out the last crawl, which tells where the "
                        "time of our main process goes")  # fmt: skip
    parser.add_argument("-s", dest="settings", action="append", default=[], metavar="NAME=VALUE",
                        help="a Scrapy setting for our crawl, to try it out")  # fmt: skip
    parser.add_argument("--json", type=Path, help="write every figure to this file")
    given = parser.parse_args()
    given.tools = [tool for tool in given.tools.split(",") if tool]
    if unknown := [tool for tool in given.tools if tool not in TOOLS]:
        parser.error(f"unknown tool {unknown[0]}")
    if given.rounds < 1 or given.pages < 1:
        parser.error("--rounds and --pages must be 1 or more")
    if given.real and not REAL.is_file():
        parser.error(f"--real: {REAL} is not there")
    given.slow_pages = min(given.pages, given.slow_pages or -(-given.pages // 6))
    given.real = REAL.is_file() and not given.made_up
    return given


def keep_to(cores: str | None) -> list[int]:
    """Keep this process, and whatever it starts, to these cores."""
    if not hasattr(os, "sched_setaffinity"):
        return []
    chosen = [int(core) for core in cores.split(",")] if cores else sorted(os.sched_getaffinity(0))[:2]
    os.sched_setaffinity(0, chosen)
    return chosen


def bases_of(given: argparse.Namespace) -> tuple[list[Base], str]:
    """The pages to serve, and what they are."""
    if given.real:
        bases = list(real(REAL))
        return bases, f"{len(bases)} real pages of ../shared/eval under {given.pages} addresses"
    bases = list(made_up(min(BASES, given.pages), given.kilobytes))
    return bases, f"{given.pages} pages made up from {len(bases)}"


@contextmanager
def server_of(given: argparse.Namespace) -> Iterator[str]:
    """The URL of the PostgreSQL server: the one that was named, or an embedded one that is gone afterwards."""
    if given.server:
        yield given.server
        return
    from models.local import LocalServer

    with new_checkout() as root:
        local = LocalServer(root)
        try:
            yield local.start()
        finally:
            local.release()


def measure(given: argparse.Namespace, site: Place, slow: Place) -> list[Run]:
    """Every crawl, the contestants taking turns."""
    runs = []
    for number in range(1, given.rounds + 1):
        for tool in given.tools:
            place, pages = (slow, given.slow_pages) if tool == SLOW else (site, given.pages)
            runs.append(crawl(tool, place, pages))
            last = runs[-1]
            print(f"round {number}: {tool}: {last.articles} articles, {last.rate:.1f} a second", file=sys.stderr)
    return runs


def free_port() -> int:
    """A TCP port on loopback that nobody listens on."""
    import socket

    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def ready(tools: Sequence[str]) -> None:
    """Make the peers' environments."""
    for tool in tools:
        try:
            make_ready(tool, ENVIRONMENTS)
        except subprocess.CalledProcessError:
            sys.exit(f"no environment for {tool}: see pip's words above; without it: --tools {OURS}")


def main() -> None:
    given = arguments()
    ready(given.tools)
    cores = keep_to(given.cores)
    console = Console(highlight=False, width=None if sys.stdout.isatty() else 150)
    with tempfile.TemporaryDirectory(prefix="dl-bench-") as folder, server_of(given) as server:
        bases, said = bases_of(given)
        port = free_port()
        pages = Path(folder) / "site"
        pages.mkdir()
        size = write_site(pages, bases, given.pages, port)
        console.print(f"{said}, {size / given.pages / 1000:.0f} kB each; cores {cores}; {given.rounds} rounds")
        del bases
        with migrated(server) as template, Site(pages, port) as site:
            place = Place(
                site=site, server=server, postmaster=postmaster_of(server), template=template, folder=Path(folder),
                settings=given.settings,
            )  # fmt: skip
            runs = measure(given, place, place)
            looked = None if given.no_looks or OURS not in given.tools else crawl(OURS, place, given.pages, looks=True)
    for table in tables(runs, looked, len(cores) or 1):
        console.print(table)
    if given.json:
        found = {"site": said, "bytes": size, "cores": cores, "runs": [dataclasses.asdict(run) for run in runs]}
        found["looked"] = looked and dataclasses.asdict(looked)
        given.json.write_text(json.dumps(found, indent=1), "utf-8")


if __name__ == "__main__":
    main()
