"""An analyst's own SQL condition: looked at before it becomes part of a statement.

The role ``analyst`` and a read-only transaction hold a condition within bounds. What is refused here are the two ways
out of them: an end of the condition inside the text, and functions that do something (``set_config`` takes the role
off, ``query_to_xml`` runs a statement that is made of text).
"""

import re
from collections.abc import Iterator
from itertools import pairwise

from psycopg import Connection

HARMLESS = frozenset({"random", "clock_timestamp", "timeofday", "gen_random_uuid"})
"""Volatile functions that only give a value."""

_TOKEN = re.compile(
    r"""
      (?P<space>\s+|--[^\n]*)
    | (?P<comment>/\*)
    | (?P<escaped>[eE]'(?:[^'\\]|''|\\.)*')
    | (?P<unicode>[uU]&["'])
    | (?P<string>'(?:[^']|'')*')
    | (?P<quoted>"(?:[^"]|"")*")
    | (?P<dollar>\$(?P<tag>[^\W\d]\w*)?\$.*?\$(?(tag)(?P=tag))\$)
    | (?P<name>[^\W\d][\w$]*)
    | (?P<number>\d[\w.]*)
    | (?P<sign>.)
    """,
    re.VERBOSE | re.DOTALL,
)


class ConditionProblem(Exception):
    """The condition cannot be used: one line that says why, and what to do."""


def check_condition(connection: Connection, condition: str) -> None:
    """Raises ConditionProblem where the condition is more than one expression, or does more than look at a row."""
    tokens = list(_tokens(condition))
    _check_shape(tokens)
    called = [_named(kind, text) for (kind, text), (_, after) in pairwise(tokens) if after == "("]
    query = "select proname from pg_proc where provolatile = 'v' and proname = any(%s) and proname <> all(%s) limit 1"
    found = connection.execute(query, (called, list(HARMLESS))).fetchone()
    if found is not None:
        raise ConditionProblem(f"{found[0]}() does more than look at a row: leave it out")


def _tokens(condition: str) -> Iterator[tuple[str, str]]:
    """Kind and text of each token; blanks and comments are left out."""
    at = 0
    while at < len(condition):
        found = _TOKEN.match(condition, at)
        if found is None:
            raise ConditionProblem(f"cannot be read from {condition[at : at + 20]!r} on")
        kind, at = found.lastgroup or "sign", found.end()
        if kind == "comment":
            at = _end_of_comment(condition, found.start())
        elif kind != "space":
            yield ("dollar" if kind == "tag" else kind), found.group()


def _end_of_comment(condition: str, at: int) -> int:
    """PostgreSQL's comments nest."""
    depth = 0
    for mark in re.compile(r"/\*|\*/").finditer(condition, at):
        depth += 1 if mark.group() == "/*" else -1
        if not depth:
            return mark.end()
    raise ConditionProblem("a comment in it is not closed: write */")


def _check_shape(tokens: list[tuple[str, str]]) -> None:
    if not tokens:
        raise ConditionProblem("is empty: write a condition, such as \"language = 'en'\"")
    depth = 0
    for kind, text in tokens:
        if kind == "unicode":
            raise ConditionProblem("U&\"…\" and U&'…' are not read here: write the signs themselves")
        if kind != "sign":
            continue
        if text in "'\"":
            raise ConditionProblem(f"a quotation mark {text} in it is not closed")
        if text == ";":
            raise ConditionProblem("is more than one expression: leave out the ;")
        depth += (text == "(") - (text == ")")
        if depth < 0:
            raise ConditionProblem("a bracket ) in it closes what nothing opened")
    if depth:
        raise ConditionProblem("a bracket ( in it is not closed")


def _named(kind: str, text: str) -> str:
    """The name that a token stands for, as PostgreSQL's catalogue spells it."""
    if kind == "name":
        return text.lower()
    return text[1:-1].replace('""', '"') if kind == "quoted" else ""
