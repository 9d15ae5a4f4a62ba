"""The cookbook: each question's SQL prints for an analyst what stands below it."""

import re

import pytest

from tests.cookbook import COOKBOOK, Question, questions
from tests.crawl.conftest import Crawled
from tests.crawl.cookbook import answers

QUESTIONS = questions()


@pytest.fixture(scope="module")
def printed(kept_up: Crawled) -> dict[int, str]:
    """Each question's output by its number."""
    return dict(zip((question.number for question in QUESTIONS), answers(kept_up, QUESTIONS), strict=True))


@pytest.mark.parametrize("question", QUESTIONS, ids=str)
def test_the_answer_is_the_one_that_the_page_shows(question: Question, printed: dict[int, str]) -> None:
    assert printed[question.number] == question.output, "if it should be so: python -m tests.crawl.cookbook"


def test_there_are_25_numbered_questions() -> None:
    assert [question.number for question in QUESTIONS] == list(range(1, 26))


def test_nearly_every_question_finds_something_in_the_demo() -> None:
    assert len([question for question in QUESTIONS if question.output.endswith("(0 rows)\n")]) <= 2


@pytest.mark.parametrize("question", QUESTIONS, ids=str)
def test_a_question_is_one_statement_on_the_analysts_views(question: Question) -> None:
    assert question.sql.count(";") == 1
    assert question.sql.endswith(";\n")
    assert re.findall(r"\bnews\.|\bset role\b", question.sql) == []
    assert re.search(r"\b(from|join) analyst\.", question.sql)


def test_the_lines_of_the_page_fit_a_screen() -> None:
    prose = re.sub(r"^```text\n.*?^```$", "", COOKBOOK.read_text("utf-8"), flags=re.MULTILINE | re.DOTALL)
    assert [line for line in prose.splitlines() if len(line) > 120] == []
