"""The long fault runs, and their short forms: the same code, other sizes. Each gives a report."""

import random
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from tests.faults import checks
from tests.faults.archives import answered_paths
from tests.faults.checks import Kill
from tests.faults.crawls import CONCURRENCY, Crawl, Newsdesk
from tests.faults.servers import MortalServer
from tests.faults.site import SITEMAP, PaperSite

PHASES = ("start-up", "discovery", "pages", "end")


@dataclass(slots=True)
class Report:
    """What was done, and what was wrong afterwards."""

    title: str
    lines: list[str] = field(default_factory=list)
    """What was done, for people."""
    wrong: list[str] = field(default_factory=list)
    """What did not hold; empty if all is well."""


def phases(rng: random.Random, kills: int) -> list[str]:
    """What each kill is aimed at: every phase at least once, where there are enough; pages most often, the end last."""
    at_end = max(1, kills // 5)
    early = max(1, kills // 6)
    aimed = [rng.choice(PHASES[:2])] if kills < 4 else ["start-up"] * early + ["discovery"] * early
    aimed += ["pages"] * (kills - at_end - len(aimed))
    rng.shuffle(aimed)
    return aimed[: kills - at_end] + ["end"] * at_end


def crawls_killed(desk: Newsdesk, *, kills: int, seed: int, after: Callable[[Crawl], None] = lambda _: None) -> Report:
    """Crawl; kill, and crawl again, so often; then crawl to the end."""
    report = Report(f"{kills} crawls killed, seed {seed}")
    rng = random.Random(seed)  # noqa: S311 - to repeat it, no secret
    aimed = phases(rng, kills)
    share = 1.6 * len(desk.site.articles) / max(1, aimed.count("pages"))
    met: list[Kill] = []
    for phase in aimed:
        crawl = desk.crawl()
        _wait_for_moment(desk.site, crawl, phase, rng, share)
        seconds = time.monotonic() - crawl.started
        was_alive = crawl.kill()
        if not was_alive and crawl.wait() != 0:
            report.wrong.append(f"crawl {crawl.number} ended by itself with exit code {crawl.wait()}")
        after(crawl)
        met.append(Kill(crawl.number, phase, seconds, was_alive, answered_paths(desk.archive), crawl.pid))
    _finish(desk, report, met)
    report.lines += _table(desk.site, met)
    return report


def _wait_for_moment(site: PaperSite, crawl: Crawl, phase: str, rng: random.Random, share: float) -> None:
    """Wait until the crawl is at the phase, and a random while longer."""
    number = crawl.number
    many = rng.uniform(1, share)
    marks: dict[str, tuple[Callable[[], bool], float]] = {
        "start-up": (lambda: True, 2.5),
        "discovery": (lambda: site.asked(SITEMAP, number) > 0, 0.3),
        "pages": (lambda: site.pages(number).total() >= many, 0.1),
        "end": (lambda: len(site.pages()) == len(site.articles) and time.monotonic() - crawl.started > 1.2, 1.0),
    }
    reached, at_most = marks[phase]
    site.wait(reached, crawl.alive)
    until = time.monotonic() + rng.uniform(0, at_most)
    site.wait(lambda: time.monotonic() >= until, crawl.alive)


def _finish(desk: Newsdesk, report: Report, kills: list[Kill]) -> None:
    """The last crawl, to the end; then every check."""
    last = desk.run()
    if last.wait() != 0:
        report.wrong.append(f"the last crawl ended with exit code {last.wait()}: {_last_lines(last)}")
    report.wrong += checks.everything(desk.site, desk.url, desk.archive, kills, CONCURRENCY)


def _last_lines(crawl: Crawl) -> str:
    return " | ".join(crawl.said.strip().splitlines()[-4:])


def _table(site: PaperSite, kills: Sequence[Kill]) -> list[str]:
    lines = [f"{'crawl':>5} {'phase':<10} {'lived s':>7} {'pages':>5} {'in flight':>9}  "]
    lines += [
        f"{kill.crawl:>5} {kill.phase:<10} {kill.seconds:>7.2f} {kill.new_pages:>5} {kill.in_flight.total():>9}"
        f"{'' if kill.was_alive else '  had ended by itself'}"
        for kill in kills
    ]
    pages = site.pages()
    in_flight = sum((kill.in_flight for kill in kills), Counter[str]())
    lines.append(
        f"{sum(kill.was_alive for kill in kills)} killed; {len(pages)} of {len(site.articles)} articles asked for, "
        f"{pages.total()} times; fetched again {pages.total() - len(pages)}, in flight at the kills {in_flight.total()}"
    )
    return lines


def database_killed(desk: Newsdesk, server: MortalServer, *, kills: int, seed: int) -> Report:
    """PostgreSQL killed and started again under one crawl, so often: it goes on, and fetches nothing again."""
    report = Report(f"PostgreSQL killed {kills} times under a crawl, seed {seed}")
    rng = random.Random(seed)  # noqa: S311 - as above
    share = len(desk.site.articles) / (kills + 1)
    crawl = desk.crawl()
    for number in range(kills):
        mark = max(1, int(share * (number + rng.random())))
        desk.site.wait(lambda mark=mark: len(desk.site.pages()) >= mark, crawl.alive)  # type: ignore[misc]
        away = _timed(server.kill, server.start)
        report.lines.append(f"after {mark:>3} articles: killed, back after {away:.2f} s")
    _end(desk, crawl, report)
    return report


def database_away(desk: Newsdesk, server: MortalServer, *, seconds: float) -> Report:
    """PostgreSQL stopped for a while under one crawl: it waits, holding little, and goes on."""
    report = Report(f"PostgreSQL away for {seconds:g} s under a crawl")
    crawl = desk.crawl()
    third = len(desk.site.articles) // 3
    desk.site.wait(lambda: len(desk.site.pages()) >= third, crawl.alive)
    server.stop()
    before = desk.site.pages().total()
    desk.site.wait(lambda: False, crawl.alive, seconds)
    meanwhile = desk.site.pages().total() - before
    server.start()
    report.lines.append(f"pages asked for before {before}, meanwhile {meanwhile}")
    if not crawl.alive():
        report.wrong.append(f"the crawl ended while the database was away: {_last_lines(crawl)}")
    _end(desk, crawl, report)
    return report


def database_frozen(desk: Newsdesk, server: MortalServer, *, seconds: float) -> Report:
    """PostgreSQL stands still for a while, its connections open: the crawl waits, and goes on."""
    report = Report(f"PostgreSQL frozen for {seconds:g} s under a crawl")
    crawl = desk.crawl()
    half = len(desk.site.articles) // 2
    desk.site.wait(lambda: len(desk.site.pages()) >= half, crawl.alive)
    with server.frozen():
        desk.site.wait(lambda: False, crawl.alive, seconds)
    _end(desk, crawl, report)
    return report


def database_away_for_good(desk: Newsdesk, server: MortalServer, *, patience: float) -> Report:
    """PostgreSQL away for longer than the crawl's patience: it stops, says so, and the next one reads its archive."""
    report = Report(f"PostgreSQL away for longer than {patience:g} s, the crawl's patience")
    crawl = desk.crawl(STORAGE_PATIENCE=patience)
    third = len(desk.site.articles) // 3
    desk.site.wait(lambda: len(desk.site.pages()) >= third, crawl.alive)
    server.stop()
    stopped = time.monotonic()
    if crawl.wait(patience + 60) != 1:
        report.wrong.append(f"it ended with exit code {crawl.wait()}, and not 1: {_last_lines(crawl)}")
    report.lines.append(f"it left {time.monotonic() - stopped:.1f} s after the database, {_said(crawl)}")
    if "Traceback" in crawl.said:
        report.wrong.append(f"it left with a traceback: {_last_lines(crawl)}")
    if "fell short: storage stopped" not in crawl.said:
        report.wrong.append(f"it does not say why it stopped: {_last_lines(crawl)}")
    archived = answered_paths(desk.archive)
    server.start()
    missing = desk.site.pages(1) - archived
    if missing.total() > CONCURRENCY:
        report.wrong.append(f"{missing.total()} articles were asked for and are not in the archive")
    # A crawl that stops may break off what it has open, as a killed one does; its own row stays open for the next.
    _finish(desk, report, [Kill(1, "database away", 0, True, archived, crawl.pid)])
    return report


def _said(crawl: Crawl) -> str:
    lines = [line for line in crawl.said.splitlines() if "fell short" in line]
    return f"saying: {lines[0]}" if lines else "saying nothing"


def _end(desk: Newsdesk, crawl: Crawl, report: Report) -> None:
    """The crawl's own end, exit code 0, nothing fetched twice; then every check."""
    if crawl.wait() != 0:
        report.wrong.append(f"the crawl ended with exit code {crawl.wait()}: {_last_lines(crawl)}")
    report.wrong += checks.everything(desk.site, desk.url, desk.archive, [], CONCURRENCY)
    pages = desk.site.pages()
    report.lines.append(f"{len(pages)} articles asked for, {pages.total()} times")


def _timed(*steps: Callable[[], None]) -> float:
    began = time.monotonic()
    for step in steps:
        step()
    return time.monotonic() - began


def desk_at(site: PaperSite, folder: Path, url: str) -> Newsdesk:
    """A desk in a new folder."""
    folder.mkdir(parents=True)
    return Newsdesk(site, folder, url)
