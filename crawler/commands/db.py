"""``scrapy db``: the database's server and schema."""

import argparse
import os
import shutil
import signal
import subprocess
import sys
from typing import Any, ClassVar

from scrapy.commands import ScrapyCommand
from sqlalchemy import Engine, make_url, text

from models import db
from models.local import LocalServerProblem
from models.local.programs import programs_folder, wheel_folder


class Command(ScrapyCommand):
    """Scrapy finds the command by its module's name."""

    requires_project = True
    requires_crawler_process = False
    default_settings: ClassVar[dict[str, Any]] = {"LOG_ENABLED": False}

    def syntax(self) -> str:
        """Name the actions."""
        return f"{'|'.join(ACTIONS)} [arguments]"

    def short_desc(self) -> str:
        """Say it in a line."""
        return "Start, stop, look at, query and migrate the database"

    def long_desc(self) -> str:
        """Explain each action."""
        return (
            "start: start the embedded server and keep it running; crawls start it by themselves, and stop it again. "
            "stop: stop it, or let the last process that uses it do so. status: server, size and schema. "
            "url: the whole URL, password and all, for other programs. psql: PostgreSQL's shell; arguments are passed "
            "on (after -- if Scrapy knows them too). upgrade [revision]: migrate the schema. "
            "refresh: count the analysts' views anew, as each crawl does at its end. "
            "With DATABASE_URL set, that server is meant. "
            "Example: scrapy db psql -c 'select count(*) from news.articles'"
        )

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        """Run one action; a problem is one line on stderr, and exit code 1, or 2 if the command line is wrong."""
        action, *rest = args or [""]
        if action not in ACTIONS:
            wrong = f"there is no action {action!r}." if action else "which action?"
            print(f"scrapy db: {wrong} Use one of {', '.join(ACTIONS)}", file=sys.stderr)
            self.exitcode = 2
            return
        if action == "psql":
            rest = rest[1:] if rest[:1] == ["--"] else rest
        elif len(rest) > (action == "upgrade"):
            print(f"scrapy db {action}: what is {rest[-1]!r}? See scrapy db --help", file=sys.stderr)
            self.exitcode = 2
            return
        try:
            self.exitcode = ACTIONS[action](rest)
        except (db.DatabaseProblem, LocalServerProblem) as problem:
            print(f"scrapy db {action}: {problem}", file=sys.stderr)
            self.exitcode = 1


def start(_: list[str]) -> int:
    """Start the embedded server and let it run."""
    _refuse_foreign("started")
    with db.database(keep=True) as engine:
        print(f"running: {db.masked(_plain(engine))}")
    return 0


def stop(_: list[str]) -> int:
    """Stop the embedded server, now or with its last user."""
    _refuse_foreign("stopped")
    server = db.local_server()
    if server.state().started is None:
        print("the embedded server does not run")
    elif server.stop():
        print("stopped")
    else:
        print("in use by another process: it stops when the last one ends")
    return 0


def status(_: list[str]) -> int:
    """Print how server and schema are; exit code 1 if the database is not fit for use."""
    if db.database_url() is not None:
        with db.database() as engine:
            _print_rows(_measured(engine))
            db.check(engine)
        return 0
    state = db.local_server().state()
    _print_rows({"data": str(state.home / "data")})
    if state.started is None:
        _print_rows({"server": "embedded, stopped: a crawl starts it, or `scrapy db start`"})
        return 0
    with db.database() as engine:
        _print_rows(_measured(engine))
        ends = "`scrapy db stop` is called" if state.kept else "its last user ends"
        _print_rows({"embedded": f"runs until {ends}"})
        db.check(engine)
    return 0


def url(_: list[str]) -> int:
    """Print the URL for other programs, the password included."""
    given = db.database_url()
    if given is not None:
        print(given)
        return 0
    state = db.local_server().state()
    print(state.url)
    if state.started is None:
        print("scrapy db url: the server does not run now: `scrapy db start` starts it", file=sys.stderr)
    return 0


def psql(arguments: list[str]) -> int:
    """Run PostgreSQL's shell on the database, and give its exit code."""
    with db.database() as engine:
        parsed = make_url(_plain(engine))
        environment = dict(os.environ)
        if parsed.password is not None:  # a command line is visible to every user of the machine
            environment["PGPASSWORD"] = parsed.password
            parsed = parsed._replace(password=None)  # set() takes None for "leave it"
        shipped = str(programs_folder(wheel_folder()) / "psql")
        # The wheel's knows no TLS: for a server elsewhere the machine's own is the better one.
        program = (shutil.which("psql") if db.database_url() else None) or shipped
        command = [program, "--dbname", parsed.render_as_string(hide_password=False), *arguments]
        with subprocess.Popen(command, env=environment) as shell:  # noqa: S603 - the user's own arguments
            ours = signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C cancels a query in psql, and does not end us
            try:
                return shell.wait()
            finally:
                signal.signal(signal.SIGINT, ours)


def upgrade(arguments: list[str]) -> int:
    """Migrate the schema to the head, or to the revision given."""
    from models.schema import current_revision

    with db.database() as engine:
        before = current_revision(engine)
        db.upgrade(engine, *arguments)
        after = current_revision(engine)
    print(f"schema: revision {after}" + ("" if after == before else f" (before: {before or 'none'})"))
    return 0


def refresh(_: list[str]) -> int:
    """Count the analysts' views anew that are not made of the tables each time they are read."""
    from models import analyst

    with db.database() as engine:
        db.check(engine)
        taken = analyst.refresh(engine)
    for view, seconds in taken.items():
        print(f"{view:<16}{seconds:8.1f} s")
    if not taken:
        print(analyst.said(taken))
    return 0


ACTIONS = {
    "start": start,
    "stop": stop,
    "status": status,
    "url": url,
    "psql": psql,
    "upgrade": upgrade,
    "refresh": refresh,
}


def _refuse_foreign(done: str) -> None:
    """Raise DatabaseProblem if DATABASE_URL names a server: that one is not ours."""
    given = db.database_url()
    if given is not None:
        raise db.DatabaseProblem(
            f"DATABASE_URL is set ({db.masked(given)}): that server is not {done} from here; "
            "unset it to use the embedded server"
        )


def _plain(engine: Engine) -> str:
    """Give an engine's URL as PostgreSQL's own programs read it."""
    return engine.url.set(drivername="postgresql").render_as_string(hide_password=False)


def _measured(engine: Engine) -> dict[str, str]:
    """Ask a server about itself. Raises DatabaseProblem."""
    from models.schema import current_revision, head_revision

    query = text(
        "select current_setting('server_version'), pg_size_pretty(pg_database_size(current_database())),"
        " to_char(pg_postmaster_start_time() at time zone 'UTC', 'YYYY-MM-DD HH24:MI:SS \"UTC\"')"
    )
    with db.problems_named(engine), engine.connect() as connection:
        version, size, since = connection.execute(query).one()
    current, head = current_revision(engine), head_revision()
    schema = f"revision {current or 'none'}" + (" (up to date)" if current == head else f", this code needs {head}")
    return {
        "server": f"PostgreSQL {version}, running since {since}",
        "url": db.masked(_plain(engine)),
        "size": size,
        "schema": schema,
    }


def _print_rows(rows: dict[str, str]) -> None:
    """Print names and what they have, in two columns."""
    for name, content in rows.items():
        print(f"{name:<10}{content}")
