"""What came of the crawls of one call: a line for each as it ends, and whether any fell short."""

import signal
import sys
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from sqlalchemy import Engine

from crawler.columns import plain
from crawler.schedule.crawl import Crawl
from crawler.schedule.due import Standing, roughly
from models.crawls import CrawlResult, result_of
from models.engine import DatabaseProblem

RUNS_ALREADY = 3
"""The exit code of ``scrapy crawl news`` where another run holds the source's lease."""


@dataclass(slots=True)
class Tally:
    """Counts the crawls of one call. What is as it should be goes to stdout, what fell short to stderr."""

    engine: Engine
    host: str
    """This machine, as runs name it."""
    after: int
    """The newest run before the first crawl."""
    finished: int = 0
    short: int = 0
    passed: int = 0

    def pass_over(self, standing: Standing) -> None:
        """A source that another call has taken meanwhile."""
        self.passed += 1
        print(f"{standing.source.slug}: skipped: another call of crawl-due has taken it")

    def count(self, crawl: Crawl) -> None:
        """A crawl has ended: say in a line what came of it."""
        code = crawl.process.returncode
        if code == RUNS_ALREADY:
            self.passed += 1
            print(f"{crawl.slug}: skipped: another run crawls it")
            return
        took = roughly(timedelta(seconds=crawl.seconds))
        status, pages, problem = self._result(crawl)
        # Told to stop when its run had ended already, it may not live to say 0.
        if code == 0 or (crawl.told and status == "finished"):
            self.finished += 1
            print(f"{crawl.slug}: finished in {took}: {pages}; log: {shown(crawl.log)}", flush=True)
            return
        self.short += 1
        said = f"{crawl.slug}: fell short in {took}: {pages}; {problem}; log: {shown(crawl.log)}"
        print(said, file=sys.stderr, flush=True)

    def _result(self, crawl: Crawl) -> tuple[str, str, str]:
        """The run's status, its pages by outcome, and how it fell short."""
        try:
            result = result_of(self.engine, host=self.host, pid=crawl.process.pid, after=self.after)
        except DatabaseProblem as problem:
            return "", "its outcome cannot be read", plain(str(problem))
        if result is None:
            return "", "no run was begun", plain(f"{_ending(crawl)}: {crawl.last_line() or 'its log is empty'}")
        return result.status, _pages(result), plain("; ".join(result.problems)) or _ending(crawl)

    def close(self, left: int) -> bool:
        """Sum up; ``left`` sources were not begun because we were told to stop. Returns whether anything fell short."""
        print(f"{self.finished} finished, {self.short} fell short, {self.passed} skipped", flush=True)
        if left:
            print(f"told to stop; due and not begun: {left}", file=sys.stderr)
        return bool(self.short or left)


def shown(path: Path) -> str:
    """A path as short as it can be given from here."""
    here = Path.cwd()
    return str(path.relative_to(here) if path.is_relative_to(here) else path)


def _pages(result: CrawlResult) -> str:
    return ", ".join(f"{count} {outcome}" for outcome, count in result.outcomes.items()) or "no page asked for"


def _ending(crawl: Crawl) -> str:
    code = crawl.process.returncode
    return f"ended by {signal.Signals(-code).name}" if code < 0 else f"exit code {code}"
