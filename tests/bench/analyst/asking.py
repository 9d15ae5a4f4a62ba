"""Questions asked of a filled database, as an analyst asks them."""

import statistics
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import psycopg
import yaml

from tests.bench.analyst.plans import Plan, plan_of
from tests.cookbook import COOKBOOK, Question, questions

WARM: Final = 5
"""Times that a question is asked once more."""
LIMIT: Final = "60s"
_OWN: Final = Path(__file__).with_name("questions.yml")
_FIRST: Final = 101
"""Numbers of questions that are not of the cookbook."""


@dataclass(frozen=True, slots=True)
class Answer:
    """How a question was answered."""

    question: Question
    first: float
    """Milliseconds, the first time, on a new connection."""
    warm: Sequence[float]
    """Milliseconds, each time after that."""
    rows: int
    plan: Plan
    problem: str = ""
    """Why there is no answer."""

    @property
    def median(self) -> float:
        """Milliseconds when warm."""
        return statistics.median(self.warm) if self.warm else float("nan")


def all_questions() -> list[Question]:
    """The cookbook's, where it is there, and the bench's own."""
    of_cookbook = questions() if COOKBOOK.is_file() else []
    own = yaml.safe_load(_OWN.read_text("utf-8"))
    return of_cookbook + [
        Question(number=number, title=title, sql=sql, output="")
        for number, (title, sql) in enumerate(own.items(), _FIRST)
    ]


def ask(url: str, asked: Sequence[Question]) -> Iterator[Answer]:
    """Ask each question on a connection of its own, with the rights that analysts have."""
    for question in asked:
        with psycopg.connect(url, autocommit=True, options=f"-c statement_timeout={LIMIT}") as connection:
            role = role_of(connection)
            try:
                taken, rows = _asked(connection, question, role)
                plan = plan_of(connection, question.sql, role)
            except psycopg.Error as error:
                yield Answer(question, float("nan"), (), 0, Plan({}, frozenset()), str(error).partition("\n")[0])
            else:
                yield Answer(question, taken[0], taken[1:], rows, plan)


def role_of(connection: psycopg.Connection[Any]) -> str | None:
    """The analysts' role, where it may read the views."""
    found = connection.execute(
        "select rolname from pg_roles where rolname = 'analyst' and has_schema_privilege(oid, 'analyst', 'usage')"
    ).fetchone()
    return str(found[0]) if found else None


def _asked(connection: psycopg.Connection[Any], question: Question, role: str | None) -> tuple[list[float], int]:
    """Milliseconds of each time, the first one first, and how many rows came."""
    taken, rows = [], 0
    if role:
        connection.execute(f"set role {role}")  # type: ignore[call-overload]
    for _ in range(1 + WARM):
        began = time.perf_counter()
        rows = len(connection.execute(question.sql).fetchall())  # type: ignore[call-overload]
        taken.append(1000 * (time.perf_counter() - began))
    connection.execute("reset role")
    return taken, rows
