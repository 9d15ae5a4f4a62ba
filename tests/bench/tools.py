"""The tools that are compared: an environment for each peer, made at first use, and a process that reads with it."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any, Final

HERE: Final = Path(__file__).parent
PROJECT: Final = HERE.parents[1]
ENVIRONMENTS: Final = PROJECT / ".bench"
REQUIREMENTS: Final = {
    "trafilatura": "trafilatura",
    "trafilatura-fast": "trafilatura",
    "newspaper4k": "newspaper4k",
    "news-please": "news-please",
    "readability-lxml": "readability-lxml",
    "scrapy": "scrapy",
    "scrapy-body": "scrapy",
}
"""The environment of each peer; ``requirements-NAME.txt`` says what is in it."""


def interpreter(tool: str, folder: Path = ENVIRONMENTS) -> Path:
    """The Python that has the tool: for Dateline this one."""
    return folder / REQUIREMENTS[tool] / "bin" / "python" if tool in REQUIREMENTS else Path(sys.executable)


def is_ready(tool: str, folder: Path = ENVIRONMENTS) -> bool:
    """Whether the tool's environment is there, with the versions that are asked for today."""
    if tool not in REQUIREMENTS:
        return True
    made = folder / REQUIREMENTS[tool] / "made-from.txt"
    return made.is_file() and made.read_text("utf-8") == _requirements(tool).read_text("utf-8")


def make_ready(tool: str, folder: Path = ENVIRONMENTS) -> None:
    """Make the tool's environment, from the package index that pip knows. Raises ``CalledProcessError``."""
    if is_ready(tool, folder):
        return
    place, wanted = folder / REQUIREMENTS[tool], _requirements(tool)
    print(f"making an environment for {REQUIREMENTS[tool]} in {place}", file=sys.stderr)
    subprocess.run([sys.executable, "-m", "venv", "--clear", place], check=True)
    pip: list[str | Path] = [place / "bin" / "python", "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    subprocess.run([*pip, "--requirement", wanted], check=True)
    (place / "made-from.txt").write_text(wanted.read_text("utf-8"), "utf-8")


def _requirements(tool: str) -> Path:
    return HERE / f"requirements-{REQUIREMENTS[tool]}.txt"


class Reader:
    """A tool's process. It reads only when asked, so that one tool at a time is at work."""

    def __init__(self, tool: str, manifest: Path, folder: Path = ENVIRONMENTS) -> None:
        ours = tool not in REQUIREMENTS
        paths = {"PYTHONPATH": str(PROJECT)} if ours else {}
        inherited = {key: value for key, value in os.environ.items() if key != "PYTHONPATH"}
        self.tool = tool
        self._process = subprocess.Popen(
            [interpreter(tool, folder), "-P", HERE / "reader.py", tool, manifest],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=None if ours else subprocess.DEVNULL,
            env=inherited | paths,
            cwd=PROJECT if ours else HERE,
            text=True,
            encoding="utf-8",
        )

    def ask(self, question: int | str) -> dict[str, Any]:
        """What the tool made of the page of that number. Raises ``RuntimeError`` if the tool is gone."""
        asked, answers = self._process.stdin, self._process.stdout
        if asked is None or answers is None:
            raise RuntimeError(f"{self.tool} has no pipes")
        try:
            asked.write(f"{question}\n")
            asked.flush()
        except BrokenPipeError:
            pass  # the next line says so
        line = answers.readline()
        if not line:
            raise RuntimeError(f"{self.tool} ended, exit code {self._process.wait()}")
        found: dict[str, Any] = json.loads(line)
        return found

    def close(self) -> None:
        """End the process."""
        if self._process.stdin is not None:
            self._process.stdin.close()
        if self._process.stdout is not None:
            self._process.stdout.close()
        self._process.wait()
