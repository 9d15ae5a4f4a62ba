"""A PostgreSQL of the test's own that can be killed, stopped and frozen under a crawl."""

import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from models import db
from models.local import LocalServer
from models.local.postmaster import read_postmaster
from tests.conftest import new_checkout, scratch_database
from tests.faults.crawls import descendants, is_alive, wait_for


class MortalServer:
    """An embedded server, and what can be done to it."""

    def __init__(self, root: Path) -> None:
        self._local = LocalServer(root)
        self.url = self._local.start()

    def _processes(self) -> list[int]:
        """The postmaster first."""
        running = read_postmaster(self._local.place.cluster)
        if running is None:
            raise RuntimeError("the server does not run")
        return [running.pid, *descendants(running.pid)]

    def kill(self) -> None:
        """SIGKILL for all of its processes."""
        processes = self._processes()
        for process in processes:
            with suppress(ProcessLookupError):
                os.kill(process, signal.SIGKILL)
        wait_for(lambda: not any(map(is_alive, processes)), 20, "a killed server does not leave")

    def stop(self) -> None:
        """Shut it down as an administrator does: sessions are cut off."""
        if not self._local.stop():
            raise RuntimeError("the server is held by somebody else")

    def start(self) -> None:
        """Start it again, recovery included."""
        self._local.start()

    @contextmanager
    def frozen(self) -> Iterator[None]:
        """All of its processes stand still: connections stay open, nothing answers."""
        processes = self._processes()
        try:
            for process in processes:
                with suppress(ProcessLookupError):
                    os.kill(process, signal.SIGSTOP)
            yield
        finally:
            for process in processes:
                with suppress(ProcessLookupError):
                    os.kill(process, signal.SIGCONT)

    @contextmanager
    def database(self) -> Iterator[str]:
        """The URL of a new, migrated database, named ``*_test``."""
        with scratch_database(self.url) as url:
            with db.engine_on(url) as engine:
                db.upgrade(engine)
            try:
                yield url
            finally:
                self.start()  # it is dropped on a server that runs


@contextmanager
def mortal_server() -> Iterator[MortalServer]:
    """A server in a folder of its own, both gone afterwards."""
    with new_checkout() as root:
        server = MortalServer(root)
        try:
            yield server
        finally:
            server.stop()
