"""Where the embedded server lives and as whom it runs.

PostgreSQL refuses to run as root. Root therefore runs it as the checkout's owner or, where root owns the checkout, as
an unprivileged account. That account may be unable to enter the checkout (below a home folder with mode 700, say);
then the server's folder lies where it can, and a link in the checkout says where. No existing folder's mode is ever
widened for it.
"""

import hashlib
import os
import pwd
import re
import secrets
import stat
import subprocess
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

UNPRIVILEGED = ("nobody", "daemon", "bin")
SYSTEM_FOLDERS = (Path("/var/lib"), Path("/var/tmp"))  # noqa: S108 - secure_folder() checks the owner
SHORT_FOLDERS = (Path("/tmp"), Path("/var/tmp"))  # noqa: S108 - secure_folder() checks the owner
SOCKET_PATH_LIMIT = 103  # bytes: sun_path is 108 on Linux and 104 elsewhere, with its NUL
SHELL = "/bin/sh"


class LocalServerProblem(Exception):
    """The embedded server cannot be used; the message says why and what to do."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """The user that runs the server."""

    uid: int
    """Numeric user id."""
    gid: int
    """Numeric id of its main group."""
    name: str
    """Login name, for messages."""
    dropped: bool
    """Whether we are root and have to become this user first."""

    def run(
        self, command: list[str], *, pass_fds: tuple[int, ...] = (), detached: bool = False
    ) -> "subprocess.CompletedProcess[str]":
        """Run a program as this account, from a folder that it can enter, without our environment and umask.

        Its children inherit the descriptors in ``pass_fds``; ``detached``, it is out of reach of our terminal's Ctrl-C.
        Raises OSError if the program cannot be run.
        """
        return subprocess.run(  # noqa: S603 - the commands are our own, and no shell reads their arguments
            command,
            user=self.uid if self.dropped else None,
            group=self.gid if self.dropped else None,
            extra_groups=[] if self.dropped else None,
            cwd="/",
            umask=0o077,
            env={"PATH": os.defpath, "LC_ALL": "C"},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            encoding="utf-8",
            errors="replace",
            check=False,
            pass_fds=pass_fds,
            start_new_session=detached,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A server's folder, account and socket folder."""

    home: Path
    """The server's own folder, mode 700: cluster, log and locks lie in it."""
    account: Account
    """Who runs the server and owns the folder."""
    sockets: Path
    """The folder of the Unix socket, mode 700."""

    @property
    def cluster(self) -> Path:
        """PostgreSQL's data directory."""
        return self.home / "data"

    @property
    def log(self) -> Path:
        """What the running server says; the previous run's is beside it, with ``.old``."""
        return self.home / "log"


def choose_place(root: Path) -> Place:
    """Decide where the server of the checkout at ``root`` lives. Makes no folder of it yet.

    Raises LocalServerProblem if its data exist where the account can no longer reach them.
    """
    root = root.resolve()
    account = server_account(root)
    home = _choose_home(account, root / ".dateline" / "postgres")
    sockets = home / "run"
    too_long = len(os.fsencode(sockets / ".s.PGSQL.5432")) > SOCKET_PATH_LIMIT
    if too_long or "," in str(sockets):  # a comma separates hosts in a connection string
        above = next((folder for folder in SHORT_FOLDERS if os.access(folder, os.W_OK)), SHORT_FOLDERS[0])
        digest = hashlib.sha256(os.fsencode(home)).hexdigest()[:12]
        sockets = above / f"dateline-{account.uid}-{digest}"
    return Place(home=home, account=account, sockets=sockets)


def server_account(root: Path) -> Account:
    """Name the user that runs the server of the checkout at ``root``: ourselves, unless we are root."""
    me = os.geteuid()
    if me != 0:
        if user_name(me) == str(me):  # initdb looks its user up by number
            raise LocalServerProblem(
                f"user number {me} has no account on this machine, and PostgreSQL needs one: "
                "run as another user, or set DATABASE_URL"
            )
        return Account(uid=me, gid=os.getegid(), name=user_name(me), dropped=False)
    owner = root.stat().st_uid
    # An owner without an account (a bind mount in a container) will not do, for the same reason.
    candidates = ([user_name(owner)] if owner else []) + list(UNPRIVILEGED)
    for name in candidates:
        try:
            entry = pwd.getpwnam(name)
        except KeyError:
            continue
        return Account(uid=entry.pw_uid, gid=entry.pw_gid, name=name, dropped=True)
    raise LocalServerProblem(
        "PostgreSQL does not run as root, and this machine has no user 'nobody' to run it as: "
        "run as an ordinary user, or set DATABASE_URL"
    )


def user_name(uid: int) -> str:
    """Give a user's login name, or the number if the account is gone."""
    try:
        return pwd.getpwuid(uid).pw_name
    except KeyError:
        return str(uid)


def _choose_home(account: Account, inside: Path) -> Path:
    """Prefer the checkout; otherwise the link there names a folder outside that is this checkout's alone.

    The folder's name is random: a new clone at an old one's path does not find the old one's data.
    """
    if not account.dropped:
        return inside
    if inside.is_symlink():
        return _linked(inside)
    nearest = next(folder for folder in inside.parents if folder.is_dir())
    if can_enter(account, nearest):
        return inside
    if inside.exists():
        raise LocalServerProblem(
            f"the database lies in {inside}, which user {account.name!r} can no longer enter: "
            "let that user pass the folders above it, or move it away to start with an empty one"
        )
    above = next((folder for folder in SYSTEM_FOLDERS if os.access(folder, os.W_OK)), SYSTEM_FOLDERS[0])
    _make_above(inside.parent, account)
    try:
        with suppress(FileExistsError):  # another process was faster
            inside.symlink_to(above / f"dateline-{secrets.token_hex(6)}")
    except OSError as error:
        raise LocalServerProblem(f"cannot make {inside}: {error.strerror}; or set DATABASE_URL") from None
    return _linked(inside)


def _linked(link: Path) -> Path:
    """Read the link to a server's folder outside its checkout; only such a folder as we name is believed."""
    target = link.readlink()
    if target.parent not in SYSTEM_FOLDERS or not re.fullmatch(r"dateline-[0-9a-f]{12}", target.name):
        raise LocalServerProblem(f"{link} is in the way: it links to {target}, which is no folder of the server's")
    return target


def can_enter(account: Account, folder: Path) -> bool:
    """Ask the kernel, by trying: mode bits alone do not know of access lists."""
    try:
        return account.run([SHELL, "-c", 'cd "$0"', str(folder)]).returncode == 0
    except OSError as error:  # a container may deny root the change of user
        raise LocalServerProblem(
            f"PostgreSQL does not run as root, and running it as user {account.name!r} fails ({error.strerror}): "
            "run as an ordinary user, or set DATABASE_URL"
        ) from None


def secure_folder(folder: Path, account: Account) -> None:
    """Make ``folder`` with mode 700 for the account, or make sure that the one which exists is just that.

    Raises LocalServerProblem if it is something else, or somebody else's: its parent may be writable for everyone.
    """
    try:
        with suppress(FileExistsError):  # whoever made it, it is looked at now
            folder.mkdir(mode=0o700)
        found = folder.lstat()
        if not stat.S_ISDIR(found.st_mode):
            raise LocalServerProblem(f"{folder} is in the way: the embedded server needs a folder there")
        if account.dropped and found.st_uid == 0:
            os.chown(folder, account.uid, account.gid, follow_symlinks=False)
            found = folder.lstat()
    except OSError as error:
        raise LocalServerProblem(f"cannot make {folder}: {error.strerror}; or set DATABASE_URL") from None
    if found.st_uid != account.uid:
        raise LocalServerProblem(
            f"{folder} belongs to user {user_name(found.st_uid)!r}, and the server runs as {account.name!r}: "
            "work as that user, or set DATABASE_URL"
        )
    if stat.S_IMODE(found.st_mode) != 0o700:
        folder.chmod(0o700)


def prepare(place: Place) -> None:
    """Make the folders of a place. Raises LocalServerProblem if one cannot be had safely."""
    if place.home.parent not in SYSTEM_FOLDERS:
        _make_above(place.home.parent, place.account)
    secure_folder(place.home, place.account)
    secure_folder(place.sockets, place.account)


def _make_above(folder: Path, account: Account) -> None:
    """Make the checkout's ``.dateline``, for its owner, if it is not there; other things lie in it as well."""
    try:
        with suppress(FileExistsError):
            folder.mkdir(mode=0o755)
            folder.chmod(0o755)  # it is new and ours: a strict umask must not lock the server's user out
            if account.dropped:
                root = folder.parent.stat()
                os.chown(folder, root.st_uid, root.st_gid)
    except OSError as error:
        raise LocalServerProblem(f"cannot make {folder}: {error.strerror}; or set DATABASE_URL") from None
