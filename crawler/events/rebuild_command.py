"""``scrapy events rebuild``."""

import sys

from sqlalchemy import Engine

from crawler.events.after_crawl import counted_anew, shortfall
from crawler.events.progress import bars
from crawler.events.rebuilding import rebuild
from crawler.events.updating import Readership
from crawler.events.wiring import get_ready, our_stages


def run_rebuild(engine: Engine, readership: Readership, wait: float) -> int:
    """Read and draw all anew, with bars; the exit code."""
    get_ready()
    with bars() as progress:
        done = rebuild(engine, our_stages(), readership, wait=wait, progress=progress)
    print(f"events: {done.articles} articles; events that have changed: {done.changed}")
    print(counted_anew(engine))
    if problem := shortfall(done.failed):
        print(f"scrapy events: {problem}", file=sys.stderr)
    return 1 if done.failed else 0
