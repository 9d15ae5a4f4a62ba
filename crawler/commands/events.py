"""``scrapy events``: events listed, shown and explained, kept up and rebuilt, ruled on, and made of files."""

import argparse
import os
import sys
from typing import Any, ClassVar

from scrapy.commands import ScrapyCommand
from scrapy.settings import BaseSettings
from sqlalchemy import Engine

from crawler.columns import print_columns
from crawler.events import arguments, printing
from crawler.events.after_crawl import counted_anew, readership, said, shortfall
from crawler.events.reading import NothingCanBeRead
from crawler.events.rulings import RulingProblem
from crawler.events.updating import due, update
from models import db
from models.events.listing import Wanted, listed, shown
from models.events.unread import Busy
from models.printing import for_people
from pipelines.events.extras import ModelProblem


class Command(ScrapyCommand):
    """List, show, explain, keep up and correct events."""

    requires_project = True
    requires_crawler_process = False
    default_settings: ClassVar[dict[str, Any]] = {"LOG_ENABLED": False}

    def syntax(self) -> str:
        """The arguments, for the usage line."""
        return (
            "list | show ID | explain ARTICLE | update | rebuild | merge ID ID… | split ID ARTICLE… | reject ID"
            " | restore RULING | cluster FILE -o OUT | places FILE -o OUT"
        )

    def short_desc(self) -> str:
        """One line for ``scrapy``'s list of commands."""
        return "List, show, explain, keep up and correct events; cluster files of articles"

    def long_desc(self) -> str:
        """For ``--help``."""
        return (
            "list: the newest events. show: one with all it stands on, its articles, photos and history. explain: why "
            "an article (id or URL) is in its event. update: read what is due; each crawl ends with that. rebuild: "
            "read and draw all anew; ids and rulings stay. merge, split, reject: rule that events are one, that "
            "articles do not belong with the others of their event, that an event is none; a ruling takes effect at "
            "once and stands for ever, until restore withdraws it. cluster, places: the events, and the places, of a "
            "file of JSON lines (.gz too), without a database. "
            "Example: scrapy events list --since 2017-06-01 --country IQ --min-sources 2"
        )

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """What is meant, and who says so."""
        super().add_options(parser)
        arguments.add_options(parser)

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        """Exit codes: 0 done; 1 not found, fell short, or no database; 2 wrong arguments."""
        try:
            asked = arguments.checked(args, opts)
        except ValueError as wrong:
            _say(str(wrong))
            self.exitcode = 2
            return
        try:
            if asked.action in ("cluster", "places"):
                from crawler.events.of_files import of_file  # loads large tables

                self.exitcode = of_file(asked, readership(self._settings()))
                return
            with db.database() as engine:
                db.check(engine)
                self.exitcode = self._do(engine, asked)
        except (db.DatabaseProblem, Busy, RulingProblem, NothingCanBeRead, ModelProblem) as problem:
            _say(str(problem))
            self.exitcode = 1
        except BrokenPipeError:  # as under ``| head``: what is left is wanted by nobody
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        except OSError as error:
            _say(f"{error.filename or 'a file'}: {error.strerror or error}")
            self.exitcode = 1
        except KeyboardInterrupt:
            _say("stopped; what it had not written yet is as it was: run it again")
            self.exitcode = 1

    def _settings(self) -> BaseSettings:
        if not isinstance(self.settings, BaseSettings):
            raise TypeError("scrapy gave the command no settings")
        return self.settings

    def _do(self, engine: Engine, asked: arguments.Asked) -> int:
        wait = self._settings().getfloat("EVENTS_WAIT")
        match asked.action:
            case "list":
                return _list(engine, asked.wanted, asked.limit)
            case "show":
                return _show(engine, asked.numbers[0])
            case "explain":
                from crawler.events.explaining import explain  # this and the next load large tables

                return explain(engine, asked.article, asked.limit)
            case "update":
                return _update(engine, self._settings(), wait, again=asked.again)
            case "rebuild":
                from crawler.events.rebuild_command import run_rebuild

                return run_rebuild(engine, readership(self._settings()), wait)
            case _:
                return _rule(engine, asked, wait)


def _list(engine: Engine, wanted: Wanted, limit: int) -> int:
    found = listed(engine, wanted, limit)
    if found:
        print_columns(printing.COLUMNS, [printing.row(event) for event in found])
    else:
        print("there are no events" + (" that were asked for" if wanted != Wanted() else ""))
    left = due(engine)
    if left.due:
        print(f"\n{left.due} articles are not taken in yet: scrapy events update")
    if left.failed:
        print(f"\n{left.failed} articles could not be taken in: scrapy events update --failed tries them again")
    return 0


def _show(engine: Engine, event: int) -> int:
    found = shown(engine, event)
    if found is None:
        _say(f"there is no event {event}; scrapy events list prints ids")
        return 1
    if found.into is not None:
        print(f"event {event} was merged into event {found.into}")
        found = shown(engine, found.into) or found
    for line in printing.in_full(found):
        print(line)
    return 0


def _update(engine: Engine, settings: BaseSettings, wait: float, *, again: bool) -> int:
    left = due(engine)
    from crawler.events.progress import bar
    from crawler.events.wiring import get_ready, our_stages  # loads large tables

    get_ready()
    with bar("reading", left.due + left.failed * again) as advance:
        done = update(engine, our_stages(), readership(settings), wait=wait, again=again, advance=advance)
    print(said(done))
    print(counted_anew(engine))
    if problem := shortfall(done.failed):
        _say(problem)
    return 1 if done.failed else 0


def _rule(engine: Engine, asked: arguments.Asked, wait: float) -> int:
    from crawler.events.rulings import Desk
    from crawler.events.wiring import our_stages

    desk = Desk(engine, our_stages(), wait=wait)
    match asked.action:
        case "merge":
            ruled = desk.merge(asked.numbers, asked.note, asked.by)
        case "split":
            ruled = desk.split(asked.numbers[0], asked.numbers[1:], asked.note, asked.by)
        case "reject":
            ruled = desk.reject(asked.numbers[0], asked.note, asked.by)
        case _:
            ruled = desk.restore(asked.numbers[0])
    print(counted_anew(engine, "timeline"), file=sys.stderr)
    events = ", ".join(map(str, ruled.events)) or "none"
    if ruled.made is None:
        print(f"ruling {asked.numbers[0]} is withdrawn; its articles are in: {events}")
        return 0
    print(f"ruling {ruled.made.id}; its articles are in: {events}. scrapy events restore {ruled.made.id} withdraws it")
    for replaced in ruled.made.replaced:
        print(f"ruling {replaced} said otherwise and is withdrawn")
    return 0


def _say(problem: str) -> None:
    print(f"scrapy events: {for_people(problem)}", file=sys.stderr)
