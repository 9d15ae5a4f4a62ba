"""What analysts ask is looked up, not searched for: of a large corpus no question reads a table from end to end."""

from collections.abc import Iterator
from typing import Any, Final

import psycopg
import pytest

from models.views import PLANNING
from tests.bench.analyst.asking import all_questions, role_of
from tests.bench.analyst.plans import BIG, plan_of
from tests.bench.analyst.store import fill
from tests.conftest import scratch_database
from tests.cookbook import Question

ARTICLES: Final = 2000
TIMES: Final = 150
"""How much larger the corpus is that the planner is told of."""
ALLOWED: Final = {
    "How many articles are there, and in which languages?": {"articles": "each of them counts"},
    "Which articles copy whose text, in a month": {"copies": "few articles are copies"},
}
"""Tables that a question may read whole, each with the reason, by the question's title."""


@pytest.fixture(scope="module")
def corpus(server: str, migrated_template: str) -> Iterator[psycopg.Connection[Any]]:
    """A small corpus whose tables the planner takes for large ones: so many times the rows, and the pages to read."""
    with scratch_database(server, migrated_template) as url:
        fill(url, ARTICLES)
        with psycopg.connect(url, autocommit=True) as connection:
            connection.execute(
                "update pg_class set reltuples = %s * reltuples where relnamespace = 'news'::regnamespace"
                " and relkind in ('r', 'i') and reltuples > 0"
                " and coalesce((select indrelid from pg_index where indexrelid = oid), oid) = any(%s::regclass[])",
                [TIMES, [f"news.{table}" for table in BIG if exists(connection, table)]],
            )
            for name, value in (*PLANNING.items(), ("seq_page_cost", TIMES)):
                connection.execute(f"set {name} = {value}")  # type: ignore[call-overload]
            yield connection


def exists(connection: psycopg.Connection[Any], table: str) -> bool:
    return connection.execute("select to_regclass(%s)", [f"news.{table}"]).fetchone() != (None,)


@pytest.mark.parametrize("question", all_questions(), ids=str)
def test_a_question_is_answered_by_an_index(corpus: psycopg.Connection[Any], question: Question) -> None:
    plan = plan_of(corpus, question.sql, role_of(corpus), TIMES)
    assert set(plan.big_read_whole) <= set(ALLOWED.get(question.title, {}))
