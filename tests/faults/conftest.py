"""Short forms of the fault runs: a small site, a database of the test's own, and a desk that starts crawls."""

import random
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.faults.crawls import Newsdesk
from tests.faults.scenarios import desk_at
from tests.faults.servers import MortalServer, mortal_server
from tests.faults.site import PaperSite


@pytest.fixture
def seed() -> int:
    """Another one each time; the assertions print it."""
    return random.SystemRandom().randrange(1_000_000)


@pytest.fixture
def site() -> Iterator[PaperSite]:
    """A paper of 60 articles that takes its time, so that faults find it at work."""
    with PaperSite(60, delay=(0.05, 0.2)) as opened:
        yield opened


@pytest.fixture
def desk(site: PaperSite, tmp_path: Path, database_url: str) -> Iterator[Newsdesk]:
    """A desk for that paper on the tests' server."""
    with desk_at(site, tmp_path / "desk", database_url) as opened:
        yield opened


@pytest.fixture(scope="module")
def mortal() -> Iterator[MortalServer]:
    """A server that may be killed: it is this module's alone."""
    with mortal_server() as server:
        yield server


@pytest.fixture
def mortal_desk(site: PaperSite, tmp_path: Path, mortal: MortalServer) -> Iterator[Newsdesk]:
    """A desk for the paper on that server."""
    with mortal.database() as url, desk_at(site, tmp_path / "desk", url) as opened:
        yield opened
