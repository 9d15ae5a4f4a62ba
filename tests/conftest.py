"""Databases for tests: one server a session, a new migrated database for each test that asks for one.

The server is the one of DATABASE_URL, or else an embedded one in a temporary folder. Without PostgreSQL tests fail.
"""

import secrets
import shutil
import socket
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import Engine, make_url
from xdist.scheduler.loadfile import LoadFileScheduling

from models import db
from models.local import LocalServer

# Each worker has fixtures of its own: what uses the crawl of the whole newsroom is left to one, which crawls it once.
ONE_CRAWL = ("tests/crawl/test_cookbook.py", "tests/crawl/test_demo_crawl.py", "tests/crawl/test_reextract.py")


class _FilesScheduling(LoadFileScheduling):  # type: ignore[misc]
    def _split_scope(self, nodeid: str) -> str:
        file: str = super()._split_scope(nodeid)
        return ONE_CRAWL[0] if file in ONE_CRAWL else file


def pytest_xdist_make_scheduler(config: pytest.Config, log: object) -> LoadFileScheduling | None:
    """With ``--dist loadfile``, a file's tests run in one worker, and those of ``ONE_CRAWL`` in the same."""
    return _FilesScheduling(config, log) if config.getvalue("dist") == "loadfile" else None


@pytest.fixture(scope="session", autouse=True)
def events_only_where_they_are_tested() -> Iterator[None]:
    """Crawls of tests do not end with keeping events up, which takes seconds, unless a test asks for it."""
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("DATELINE_EVENTS_AFTER_CRAWL", "0")
        yield


@pytest.fixture(scope="session", autouse=True)
def archive_of_the_tests(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Where the crawls of tests archive what they get, unless a test names a place of its own: not in the checkout."""
    folder = tmp_path_factory.mktemp("archive")
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("DATELINE_ARCHIVE", str(folder))
        environment.setenv("DATELINE_ARCHIVE_SPOOL", str(folder / "spool"))
        yield folder


def named(server: str, database: str) -> str:
    """Give the URL of another database on the same server."""
    return make_url(server).set(database=database).render_as_string(hide_password=False)


@contextmanager
def scratch_database(server: str, template: str = "template0") -> Iterator[str]:
    """Give the URL of a new database that is dropped afterwards."""
    name = f"dateline_{secrets.token_hex(6)}_test"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"create database {name} template {template} encoding 'UTF8'")
    try:
        yield named(server, name)
    finally:
        drop(server, name)


def drop(server: str, name: str) -> None:
    """Drop a test's database, and no other."""
    if not name.endswith("_test"):
        raise ValueError(f"{name!r} is not a test's database: its name does not end in _test")
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"drop database {name} with (force)")


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The URL of a PostgreSQL server on which databases can be created."""
    given = db.database_url()
    if given is not None:
        yield given
        return
    root = tmp_path_factory.mktemp("server")
    local = LocalServer(root)
    yield local.start()
    local.release()
    remove_server(root)


@contextmanager
def new_checkout() -> Iterator[Path]:
    """Make a folder that stands for a checkout and that every user can enter; its server is gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="dl-") as folder:
        root = Path(folder).resolve()
        root.chmod(0o755)
        yield root
        remove_server(root)


@pytest.fixture
def checkout() -> Iterator[Path]:
    """A folder that stands for a new checkout; its embedded server was never started."""
    with new_checkout() as root:
        yield root


@pytest.fixture(scope="module")
def warm_checkout() -> Iterator[Path]:
    """A folder that stands for a checkout whose embedded server has run already; the tests of a module share it."""
    with new_checkout() as root:
        local = LocalServer(root)
        local.start()
        local.release()
        yield root


@pytest.fixture
def warm_server(warm_checkout: Path) -> Iterator[LocalServer]:
    """The launcher of the embedded server of ``warm_checkout``; it does not run, before and after the test."""
    local = LocalServer(warm_checkout)
    yield local
    if not local.stop():
        raise RuntimeError("a test left a process behind that uses the server")


@pytest.fixture
def local_server(checkout: Path) -> Iterator[LocalServer]:
    """The launcher of the embedded server of ``checkout``, which does not run yet."""
    local = LocalServer(checkout)
    yield local
    local.release()


def remove_server(root: Path) -> None:
    """Stop a checkout's embedded server and delete its folders, wherever they are."""
    local = LocalServer(root)
    if not local.stop():
        raise RuntimeError(f"a test left a process behind that uses the server of {root}")
    shutil.rmtree(local.place.home, ignore_errors=True)
    shutil.rmtree(local.place.sockets, ignore_errors=True)


@pytest.fixture(scope="session")
def migrated_template(server: str) -> Iterator[str]:
    """The name of a database at the newest revision, to copy."""
    with scratch_database(server) as url:
        with db.engine_on(url) as engine:
            db.upgrade(engine)
        yield str(make_url(url).database)


@pytest.fixture
def database_url(server: str, migrated_template: str) -> Iterator[str]:
    """The URL of a new, empty database at the newest revision, named ``*_test``."""
    with scratch_database(server, migrated_template) as url:
        yield url


@pytest.fixture
def empty_database_url(server: str) -> Iterator[str]:
    """The URL of a new database without our schema, named ``*_test``."""
    with scratch_database(server) as url:
        yield url


@pytest.fixture
def drop_database(server: str) -> Callable[[str], None]:
    """What drops a database of a test by its name, and refuses every other."""
    return partial(drop, server)


@pytest.fixture
def engine(database_url: str) -> Iterator[Engine]:
    """An engine on ``database_url``."""
    with db.engine_on(database_url) as engine:
        yield engine


@pytest.fixture
def unused_port() -> int:
    """A TCP port on loopback that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
