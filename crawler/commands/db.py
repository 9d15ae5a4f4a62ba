"""``scrapy db``: the database's server and schema."""

import argparse
import sys
from typing import Any, ClassVar

from scrapy.commands import ScrapyCommand
from sqlalchemy import Engine, text

from crawler import analysts, shell
from models import db
from models.local import LocalServerProblem


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
            "on (after -- if Scrapy knows them too); with --analyst it sees what analysts see. That is "
            "a convenience and no wall: on a server of DATABASE_URL `set role none` leads back to that URL's own user, "
            "and on the embedded one whoever reaches its socket can log in as its owner. upgrade [revision]: migrate "
            "the schema. refresh: count the analysts' views anew, as each crawl does at its end. "
            "grant-analyst NAME: make a login that reads schema analyst and nothing else, or renew it; "
            "the password is made up and shown once. revoke-analyst NAME: take it away, and end its sessions. "
            "analysts: list the logins, and what stands open to them and should not. "
            "With DATABASE_URL set, that server is meant. "
            "Example: scrapy db psql -c 'select count(*) from news.articles'"
        )

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """Those of single actions; all else is psql's."""
        super().add_options(parser)
        parser.add_argument("--analyst", action="store_true", help="psql: see what analysts see")
        analysts.add_options(parser)

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        """Run one action; a problem is one line on stderr, and exit code 1, or 2 if the command line is wrong."""
        action, *rest = args or [""]
        wrong = _wrong(action, rest, opts)
        if wrong:
            print(f"scrapy db{f' {action}' if action in ACTIONS else ''}: {wrong}", file=sys.stderr)
            self.exitcode = 2
            return
        try:
            self.exitcode = ACTIONS[action](rest, opts)
        except (db.DatabaseProblem, LocalServerProblem) as problem:
            print(f"scrapy db {action}: {problem}", file=sys.stderr)
            self.exitcode = 1


def _wrong(action: str, rest: list[str], opts: argparse.Namespace) -> str:
    """What is wrong with the command line, in words for people; empty if nothing is."""
    if action not in ACTIONS:
        return f"{f'there is no action {action!r}.' if action else 'which action?'} Use one of {', '.join(ACTIONS)}"
    if opts.analyst and action != "psql":
        return "--analyst is for psql"
    if action in _WITH_NAME and not rest:
        return "whose? Give a name"
    takes = 1 if action in ("upgrade", *_WITH_NAME) else 0
    if action != "psql" and len(rest) > takes:
        return f"what is {rest[-1]!r}? See scrapy db --help"
    return analysts.wrong(action, opts)


def start(_: list[str], __: argparse.Namespace) -> int:
    """Start the embedded server and let it run."""
    _refuse_foreign("started")
    with db.database(keep=True) as engine:
        print(f"running: {db.masked(_plain(engine))}")
    return 0


def stop(_: list[str], __: argparse.Namespace) -> int:
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


def status(_: list[str], __: argparse.Namespace) -> int:
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


def url(_: list[str], __: argparse.Namespace) -> int:
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


def psql(arguments: list[str], opts: argparse.Namespace) -> int:
    """Run PostgreSQL's shell on the database, and give its exit code."""
    arguments = arguments[1:] if arguments[:1] == ["--"] else arguments
    with db.database() as engine:
        url, options = analysts.own_url(engine) if opts.analyst else (_plain(engine), "")
        return shell.run(url, arguments, is_ours=db.database_url() is None, options=options)


def upgrade(arguments: list[str], _: argparse.Namespace) -> int:
    """Migrate the schema to the head, or to the revision given."""
    from models.schema import current_revision

    with db.database() as engine:
        before = current_revision(engine)
        db.upgrade(engine, *arguments)
        after = current_revision(engine)
    print(f"schema: revision {after}" + ("" if after == before else f" (before: {before or 'none'})"))
    return 0


def refresh(_: list[str], __: argparse.Namespace) -> int:
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
    "grant-analyst": analysts.grant,
    "revoke-analyst": analysts.revoke,
    "analysts": analysts.show,
}
_WITH_NAME = ("grant-analyst", "revoke-analyst")


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
        "analysts": analysts.in_a_line(engine),
    }


def _print_rows(rows: dict[str, str]) -> None:
    """Print names and what they have, in two columns."""
    for name, content in rows.items():
        print(f"{name:<10}{content}")
