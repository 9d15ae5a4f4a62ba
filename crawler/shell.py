"""PostgreSQL's own shell."""

import os
import shutil
import signal
import subprocess

from sqlalchemy import make_url

from models.local.programs import programs_folder, wheel_folder


def run(url: str, arguments: list[str], *, is_ours: bool, options: str = "") -> int:
    """Run psql on the database of ``url``, and give its exit code; ``is_ours``: on the embedded server. ``options`` are
    those of the session, as in PGOPTIONS."""
    parsed = make_url(url)
    environment = dict(os.environ)
    if parsed.password is not None:  # a command line is visible to every user of the machine
        environment["PGPASSWORD"] = parsed.password
        parsed = parsed._replace(password=None)  # set() takes None for "leave it"
    if options:
        environment["PGOPTIONS"] = f"{environment.get('PGOPTIONS', '')} {options}".strip()
    shipped = str(programs_folder(wheel_folder()) / "psql")
    # The wheel's knows no TLS: for a server elsewhere the machine's own is the better one.
    program = (None if is_ours else shutil.which("psql")) or shipped
    command = [program, "--dbname", parsed.render_as_string(hide_password=False), *arguments]
    with subprocess.Popen(command, env=environment) as shell:  # noqa: S603 - the user's own arguments
        ours = signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C cancels a query in psql, and does not end us
        try:
            return shell.wait()
        finally:
            signal.signal(signal.SIGINT, ours)
