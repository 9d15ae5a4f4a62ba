"""The questions of docs/cookbook.md: each with its SQL and what psql printed for it on the demo's corpus."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

COOKBOOK = Path(__file__).parents[1] / "docs" / "cookbook.md"

_QUESTION = re.compile(
    r"^## (?P<number>\d+)\. (?P<title>[^\n]+)\n(?P<told>.*?)"
    r"^```sql\n(?P<sql>.*?)^```\n+```text\n(?P<output>.*?)^```$",
    re.MULTILINE | re.DOTALL,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A question of the cookbook."""

    number: int
    """From 1, in the order of the page."""
    title: str
    """The question as a researcher asks it."""
    sql: str
    """One statement, with its semicolon."""
    output: str
    """What psql printed, aligned; ends with a line break."""

    def __str__(self) -> str:
        return f"{self.number}. {self.title}"


def questions(file: Path = COOKBOOK) -> list[Question]:
    """Each question in order. Raises ValueError if one has not got one SQL block with one text block after it."""
    page = file.read_text("utf-8")
    found = [_question(match) for match in _QUESTION.finditer(page)]
    headings = re.findall(r"^## \d+\. (.+)$", page, re.MULTILINE)
    if [question.title for question in found] != headings or page.count("```sql\n") != len(headings):
        raise ValueError(f"{file}: a question needs one sql block and one text block after it")
    return found


def with_outputs(page: str, outputs: Iterator[str]) -> str:
    """The page with the questions' outputs, in order, in the place of those that stand there."""

    def renewed(match: re.Match[str]) -> str:
        start, end = (place - match.start() for place in match.span("output"))
        return match[0][:start] + next(outputs) + match[0][end:]

    return _QUESTION.sub(renewed, page)


def _question(match: re.Match[str]) -> Question:
    return Question(number=int(match["number"]), title=match["title"], sql=match["sql"], output=match["output"])
