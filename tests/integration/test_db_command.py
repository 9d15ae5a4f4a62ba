"""``scrapy db`` as a user types it, in a checkout of his own or on the server of DATABASE_URL."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import make_url

from models.local import LocalServer

PROJECT = Path(__file__).resolve().parent.parent.parent
PARTS = ("crawler", "pipelines", "models", "migrations", "pyproject.toml", "scrapy.cfg")


def scrapy(folder: Path, *arguments: str, url: str | None = None, stdin: str = "") -> subprocess.CompletedProcess[str]:
    """Run ``scrapy`` in a project folder, on the embedded server or on that of ``url``."""
    environment = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    if url is not None:
        environment["DATABASE_URL"] = url
    # With -m the folder comes first on the path: its own packages are used, as after an installation from it.
    command = [sys.executable, "-m", "scrapy", *arguments]
    return subprocess.run(
        command, cwd=folder, env=environment, input=stdin, capture_output=True, text=True, check=False, timeout=120
    )


@pytest.fixture(scope="module")
def clone(warm_checkout: Path) -> Path:
    """A checkout with the product's code and an embedded server of its own."""
    for part in PARTS:
        source = PROJECT / part
        if source.is_dir():
            shutil.copytree(source, warm_checkout / part, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(source, warm_checkout / part)
    return warm_checkout


@pytest.fixture
def project(clone: Path, warm_server: LocalServer) -> Iterator[Path]:
    """The checkout; its server does not run before and after the test."""
    assert warm_server.state().started is None
    yield clone
    warm_server.stop()


def one_line(said: str) -> str:
    assert said.count("\n") == 1, said
    assert "Traceback" not in said
    return said


def test_start_status_stop(project: Path) -> None:
    stopped = scrapy(project, "db", "status")
    assert stopped.returncode == 0
    assert "embedded, stopped" in stopped.stdout

    started = scrapy(project, "db", "start")
    assert (started.returncode, started.stderr) == (0, "")
    assert "running: postgresql://dateline@/dateline?host=" in started.stdout

    running = scrapy(project, "db", "status")
    assert (running.returncode, running.stderr) == (0, "")
    assert "PostgreSQL 18" in running.stdout
    assert "(up to date)" in running.stdout
    assert str(project / ".dateline") in running.stdout
    assert "runs until `scrapy db stop`" in running.stdout

    assert scrapy(project, "db", "stop").stdout == "stopped\n"
    assert scrapy(project, "db", "stop").stdout == "the embedded server does not run\n"


def test_psql_starts_the_server_and_stops_it_again(project: Path, warm_server: LocalServer) -> None:
    done = scrapy(project, "db", "psql", "-Atc", "select count(*) from news.articles")
    assert (done.returncode, done.stdout, done.stderr) == (0, "0\n", "")
    assert warm_server.state().started is None


def test_psql_reads_its_input_and_takes_arguments_after_two_dashes(project: Path) -> None:
    done = scrapy(project, "db", "psql", "--", "-At", "-s", "-c", "select 'Mosul'", stdin="\n")
    assert done.stdout.splitlines()[-1] == "Mosul"
    assert scrapy(project, "db", "psql", "-At", stdin="select 1 + 1;\n").stdout == "2\n"


def test_psql_gives_its_exit_code(project: Path) -> None:
    done = scrapy(project, "db", "psql", "-v", "ON_ERROR_STOP=1", stdin="select nosuch;\n")
    assert done.returncode == 3
    assert "nosuch" in done.stderr


def test_psql_as_analyst_logs_in_as_one_and_leaving_the_role_leads_nowhere(project: Path) -> None:
    asked = "set role none; select session_user, current_user, (select count(*) from articles);"
    done = scrapy(project, "db", "psql", "--analyst", "-Atq", stdin=f"{asked} select from news.articles;\n")
    assert done.stdout == "dateline_analyst|dateline_analyst|0\n"
    assert "permission denied for schema news" in one_line(done.stderr.partition("LINE")[0])


def test_the_embedded_server_gives_no_logins(project: Path) -> None:
    done = scrapy(project, "db", "grant-analyst", "sara")
    assert done.returncode == 1
    assert "use `scrapy db psql --analyst`" in one_line(done.stderr)


def test_the_url_of_a_server_that_does_not_run_comes_with_a_word(project: Path) -> None:
    done = scrapy(project, "db", "url")
    assert done.stdout.startswith("postgresql://dateline@/dateline?host=")
    assert "`scrapy db start`" in one_line(done.stderr)


def test_a_new_embedded_database_is_migrated_and_upgrade_finds_nothing_to_do(project: Path) -> None:
    done = scrapy(project, "db", "upgrade")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("schema: revision ")
    assert "before" not in done.stdout


def test_data_of_another_version_are_one_line(project: Path, warm_server: LocalServer) -> None:
    version = warm_server.place.cluster / "PG_VERSION"
    written = version.read_text()
    version.write_text("14\n")
    done = scrapy(project, "db", "start")
    version.write_text(written)
    assert done.returncode == 1
    assert "written by PostgreSQL 14" in one_line(done.stderr)


def test_database_url_names_the_server(database_url: str) -> None:
    status = scrapy(PROJECT, "db", "status", url=database_url)
    assert (status.returncode, status.stderr) == (0, "")
    assert "(up to date)" in status.stdout
    assert scrapy(PROJECT, "db", "url", url=database_url).stdout == f"{database_url}\n"
    current = scrapy(PROJECT, "db", "psql", "-Atc", "select current_database()", url=database_url)
    assert current.stdout == f"{make_url(database_url).database}\n"


def test_status_of_a_database_without_schema_fails_until_it_is_upgraded(empty_database_url: str) -> None:
    status = scrapy(PROJECT, "db", "status", url=empty_database_url)
    assert status.returncode == 1
    assert "run `scrapy db upgrade`" in one_line(status.stderr)
    upgraded = scrapy(PROJECT, "db", "upgrade", url=empty_database_url)
    assert (upgraded.returncode, upgraded.stderr) == (0, "")
    assert "(before: none)" in upgraded.stdout
    assert scrapy(PROJECT, "db", "status", url=empty_database_url).returncode == 0
    counted = scrapy(PROJECT, "db", "refresh", url=empty_database_url)
    assert (counted.returncode, counted.stderr) == (0, "")
    assert {"agencies", "coverage", "photographers", "quality"} <= set(counted.stdout.split())


@pytest.mark.parametrize("action", ["start", "stop"])
def test_a_server_of_database_url_is_not_ours_to_start_or_stop(action: str) -> None:
    done = scrapy(PROJECT, "db", action, url="postgresql://desk:s3cret@127.0.0.1:1/news")
    assert done.returncode == 1
    assert "DATABASE_URL is set (postgresql://desk:***@127.0.0.1:1/news)" in one_line(done.stderr)


@pytest.mark.parametrize("action", ["status", "psql", "upgrade"])
def test_a_server_that_is_away_is_one_line_without_the_password(action: str, unused_port: int) -> None:
    done = scrapy(PROJECT, "db", action, url=f"postgresql://desk:s3cret@127.0.0.1:{unused_port}/news")
    assert done.returncode != 0
    assert "s3cret" not in done.stderr + done.stdout
    assert "Traceback" not in done.stderr
    if action != "psql":
        assert "the server is away: start it, or correct DATABASE_URL" in one_line(done.stderr)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ((), "which action?"),
        (("nosuch",), "there is no action 'nosuch'"),
        (("status", "twice"), "what is 'twice'?"),
        (("upgrade", "head", "twice"), "what is 'twice'?"),
    ],
)
def test_a_wrong_command_line_is_one_line(arguments: tuple[str, ...], said: str) -> None:
    done = scrapy(PROJECT, "db", *arguments)
    assert done.returncode == 2
    assert said in one_line(done.stderr)


def test_help_names_every_action_and_an_example() -> None:
    said = scrapy(PROJECT, "db", "--help").stdout
    for action in (
        "start:",
        "stop:",
        "status:",
        "url:",
        "psql:",
        "upgrade [revision]:",
        "refresh:",
        "Example: scrapy db psql -c",
    ):
        assert action in " ".join(said.split())
