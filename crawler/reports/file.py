"""The report's file: an older report is replaced at once and whole, anything else is left alone."""

import os
from pathlib import Path

GENERATOR = "Dateline report"
"""What the page says it was made by."""
_HEAD = 2_000  # bytes: the words stand before the title


class FileKept(Exception):
    """The file is not written: it is something else than an older report."""


def check_place(path: Path, *, force: bool) -> None:
    """Make sure that a report may be written there, before an hour goes into it. Raises FileKept, ValueError."""
    if path.is_dir():
        raise ValueError(f"{path} is a folder: name a file, such as {path / 'report.html'}")
    if not path.parent.is_dir():
        raise ValueError(f"there is no folder {path.parent}")
    if force or not path.exists():
        return
    try:
        with path.open("rb") as file:
            head = file.read(_HEAD)
    except OSError as error:
        raise FileKept(
            f"{path} cannot be read ({error.strerror}), so it is left as it is; --force overwrites it"
        ) from None
    if f'content="{GENERATOR}'.encode() not in head:
        raise FileKept(f"{path} is there and is no report: name another file, or overwrite it with --force")


def put(path: Path, page: str) -> None:
    """Write the page; whoever opens the file meanwhile sees the old one or the new one. Raises OSError."""
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        part.write_text(page, "utf-8")
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)
