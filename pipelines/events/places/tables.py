"""The small tables that lie beside this module: tab-separated, ``#`` begins a comment, lists are split at ``|``."""

from functools import cache
from pathlib import Path

from pipelines.events.places.folding import fold

_FOLDER = Path(__file__).parent
FILES = ("countries.tsv", "divisions.tsv", "regions.tsv", "spellings.tsv", "words.tsv")


def rows(name: str) -> list[list[str]]:
    """The rows of one table as lists of fields."""
    lines = (_FOLDER / name).read_text("utf-8").splitlines()
    return [line.split("\t") for line in lines if line and not line.startswith("#")]


def several(field: str) -> list[str]:
    """The values of a field that holds a list."""
    return [value for value in field.split("|") if value]


@cache
def words(kind: str) -> frozenset[str]:
    """The words of one kind in ``words.tsv``, folded."""
    return frozenset(fold(word) for row in rows("words.tsv") if row[0] == kind for word in row[1].split())
