"""The tables for people."""

from collections.abc import Mapping, Sequence
from typing import Final

from rich.table import Table

from tests.bench.analyst.asking import Answer

WANTED: Final = 300
"""Milliseconds that a question may take when warm."""


def answers(found: Sequence[Answer]) -> Table:
    """How long each question took, and how it was answered."""
    table = _table("Questions", "ms warm", "first", "rows", "way", "read from end to end (rows)")
    for answer in found:
        whole = sorted(answer.plan.read_whole.items(), key=lambda each: -each[1])
        slow = "bold" if answer.median > WANTED else None
        table.add_row(
            str(answer.question), f"{answer.median:.0f}", f"{answer.first:.0f}", f"{answer.rows:,}",
            answer.problem or ("index" if answer.plan.by_index and not answer.plan.big_read_whole else
                               "kept view" if not answer.plan.big_read_whole else "whole table"),
            ", ".join(f"{name} {rows:,}" for name, rows in whole[:3]), style=slow,
        )  # fmt: skip
    slow_ones = [answer for answer in found if answer.problem or answer.median > WANTED]
    table.caption = f"{len(found) - len(slow_ones)} of {len(found)} within {WANTED} ms"
    return table


def taken(title: str, unit: str, steps: Mapping[str, float]) -> Table:
    """How much each step took."""
    table = _table(title, unit)
    for step, much in steps.items():
        table.add_row(step, f"{much:,.1f}")
    return table


def _table(title: str, *headings: str) -> Table:
    table = Table(title=title, title_justify="left")
    table.add_column("")
    for heading in headings:
        table.add_column(heading, justify="left" if heading[0] in "wr" and heading != "rows" else "right")
    return table
