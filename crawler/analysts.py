"""Analysts' access, as ``scrapy db`` gives it, takes it away and shows it."""

import argparse
import secrets
import sys

from sqlalchemy import Engine, text

from models import db, logins, roles

_LEAST_PASSWORD = 12  # characters, of one that a person chose
_LONGEST = 86400  # seconds
_MOST = 50  # a server has 100 connections, if nobody raised that
_OPTIONS = {
    "connection_limit": "grant-analyst",
    "timeout": "grant-analyst",
    "password_stdin": "grant-analyst",
    "end_overdue": "analysts",
}


def add_options(parser: argparse.ArgumentParser) -> None:
    """The options of the analysts' actions."""
    parser.add_argument(
        "--connection-limit",
        type=int,
        metavar="N",
        help=f"grant-analyst: sessions at a time (default: {logins.CONNECTIONS})",
    )
    parser.add_argument(
        "--timeout",
        type=int,
        metavar="SECONDS",
        help=f"grant-analyst: what a statement may take (default: {logins.SECONDS})",
    )
    parser.add_argument(
        "--password-stdin", action="store_true", help="grant-analyst: read the password, a line, instead of making one"
    )
    parser.add_argument(
        "--end-overdue",
        action="store_true",
        help="analysts: end sessions that lifted their time limit and outlived it; for cron",
    )


def wrong(action: str, opts: argparse.Namespace) -> str:
    """What is wrong with these options, in words for people; empty if nothing is."""
    for name, its in _OPTIONS.items():
        if getattr(opts, name) not in (None, False) and action != its:
            return f"--{name.replace('_', '-')} is for {its}"
    if opts.connection_limit is not None and not 1 <= opts.connection_limit <= _MOST:
        return f"--connection-limit is a number from 1 to {_MOST}"
    if opts.timeout is not None and not 1 <= opts.timeout <= _LONGEST:
        return f"--timeout is a number of seconds from 1 to {_LONGEST}"
    return ""


def grant(arguments: list[str], opts: argparse.Namespace) -> int:
    """Make a login or renew it, and print how to come in."""
    name = logins.check_name(arguments[0])
    if db.database_url() is None:
        raise db.DatabaseProblem(
            "the embedded server asks nobody for a password: whoever reaches its socket can be anyone; "
            "use `scrapy db psql --analyst`, or set DATABASE_URL to a server of your own"
        )
    password = _read_password() if opts.password_stdin else secrets.token_urlsafe(24)
    connections, seconds = opts.connection_limit or logins.CONNECTIONS, opts.timeout or logins.SECONDS
    with db.database() as engine:
        db.check(engine)
        logins.grant_login(engine, name, password, connections, seconds)
        print(f"{name} reads schema analyst, {connections} sessions at a time, {seconds} s a statement.")
        if opts.password_stdin:
            print(f"psql '{logins.url_for(engine.url, name, None)}'")
        else:
            print("The password is shown this once:")
            print(f"psql '{logins.url_for(engine.url, name, password)}'")
        with db.problems_named(engine), engine.connect() as connection:
            others, open_to_all = logins.reached(connection, name), roles.left_open(connection)
    if others:
        print(
            f"{name} can also connect to {', '.join(others)}, as everybody can: in a database of ours revoke connect on"
            " it from public, or let pg_hba.conf name the one database"
        )
    for gap in open_to_all:
        print(f"scrapy db grant-analyst: {gap}", file=sys.stderr)
    return 0


def revoke(arguments: list[str], _: argparse.Namespace) -> int:
    """Take a login away."""
    with db.database() as engine:
        print(logins.revoke_login(engine, arguments[0]))
    return 0


def show(_: list[str], opts: argparse.Namespace) -> int:
    """Print logins and gaps; exit code 1 if there are gaps."""
    with db.database() as engine:
        for ended in logins.end_overdue(engine) if opts.end_overdue else ():
            print(f"ended {ended}")
        found, gaps = _look(engine)
    for login in found:
        print(f"{login.name:<20}{login.sessions} of {login.connections} sessions, {login.seconds} s a statement")
    if not found:
        print("no logins")
    for gap in gaps:
        print(f"scrapy db analysts: {gap}", file=sys.stderr)
    return 1 if gaps else 0


def in_a_line(engine: Engine) -> str:
    """How it stands with the analysts' access, for `scrapy db status`."""
    found, gaps = _look(engine)
    if gaps:
        more = f" ({len(gaps) - 1} more: `scrapy db analysts`)" if len(gaps) > 1 else ""
        return f"WARNING: {gaps[0]}{more}"
    return f"role analyst, logins: {len(found)}"


def own_url(engine: Engine) -> tuple[str, str]:
    """The URL, and the options of the session, with which we see what analysts see: as a login on the embedded server,
    which is made if need be; else as ourselves in the role. Raises DatabaseProblem."""
    if db.database_url() is None:
        logins.grant_login(engine, logins.LOCAL_LOGIN, None)
        return logins.url_for(engine.url, logins.LOCAL_LOGIN, None), ""
    with db.problems_named(engine), engine.connect() as connection:
        usable = roles.is_ours(connection) and connection.scalar(
            text("select pg_has_role(current_user, 'analyst', 'usage')")
        )
    if not usable:
        raise db.DatabaseProblem("this user may not take the role analyst: `scrapy db analysts` says why")
    settings = {"role": roles.ROLE, **logins.defaults()}
    plain = engine.url.set(drivername="postgresql").render_as_string(hide_password=False)
    return plain, " ".join(f"-c {name}={value}" for name, value in settings.items())


def _look(engine: Engine) -> tuple[list[logins.Login], list[str]]:
    """The logins, and what is not as it should be."""
    with db.problems_named(engine), engine.connect() as connection:
        if connection.scalar(text("select to_regnamespace('analyst')")) is None:
            return [], []  # no schema yet: that is said elsewhere
        found, gaps = logins.logins(connection), roles.gaps(connection)
        return found, gaps + (roles.left_open(connection) if found else [])


def _read_password() -> str:
    """One line of the standard input. Raises DatabaseProblem."""
    password = sys.stdin.readline().rstrip("\r\n")
    if len(password) < _LEAST_PASSWORD:
        raise db.DatabaseProblem(f"the password has {_LEAST_PASSWORD} characters at least")
    return password
