"""Whatever is asked, and whatever text is stored, search answers quickly and plainly."""

from collections.abc import Iterator

import pytest
from sqlalchemy import Engine
from sqlalchemy.exc import DBAPIError

from models import db
from tests.conftest import scratch_database
from tests.newsstand import article, found, rows, sql, store


@pytest.fixture(scope="module")
def corpus(server: str, migrated_template: str) -> Iterator[Engine]:
    """A database with an article, which no test changes."""
    with scratch_database(server, migrated_template) as url, db.engine_on(url) as engine:
        store(engine, article("minaret", "Mosul loses its minaret", "The mosque fell."))
        yield engine


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("", "The query is empty"),
        ("  \n ", "The query is empty"),
        ("a" * 100_000, "The query is too long: 100000 characters; 1000 are the most."),
        ("(" * 400 + "mosque" + ")" * 399, "The parenthesis that opens at character 1 is never closed."),
        ("mosque)", "The parenthesis that closes at character 7 was never opened."),
        ("mosque AND", "A word or a phrase is missing at the end of the query, after AND."),
        ("mosque AND OR minaret", "A word or a phrase is missing before the OR at character 12."),
        ("OR mosque", "A word or a phrase is missing before the OR at character 1."),
        ("()", "A word or a phrase is missing before the parenthesis at character 2."),
        ('mosque "al nuri', "The quotation mark at character 8 is never closed."),
        ('""', "There is nothing between the quotation marks at character 1."),
        ("mos*que", "The \\* in the word at character 1 does not stand at the end of a word"),
        ("m*", "The word at character 1 is too short for a \\*"),
        ("mosque & minaret", "Write AND instead of the & at character 8."),
        ("mosque -minaret", "Write NOT instead of the - at character 8."),
        ("the of and", "The query holds no word that can be looked for"),
        ("?!... ;", "The query holds no word that can be looked for"),
    ],
)
def test_what_is_wrong_with_a_query_is_said_in_a_sentence(corpus: Engine, query: str, said: str) -> None:
    with pytest.raises(DBAPIError, match=said):
        found(corpus, query, "en")


@pytest.mark.parametrize(
    "query",
    [
        "'; drop schema news cascade",
        "' OR 1=1",
        "\\'; select pg_sleep(60)",
        "%s %(x)s :x {} $1",
        "mosque <-> :A mosque:B \\",
        "(" * 490 + "mosque" + ")" * 490,
        "mosque " * 140,
        '"' + "mosque " * 140 + '"',
        "NOT " * 240 + "mosque",
        " OR ".join(["mosque*"] * 80),
        "\u202emosque\u202c \u200b",
        "𝓶𝓸𝓼𝓺𝓾𝓮 😀",
        "http://mosque.example/?a=b&c=d x@mosque.example 1.5e-10",
    ],
)
def test_hostile_queries_are_answered_plainly(corpus: Engine, query: str) -> None:
    sql(corpus, "set statement_timeout = '5s'")
    found(corpus, query)
    assert len(rows(corpus, "select * from news.articles")) == 1


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ("'mosque', 'English!'", "lang takes a language tag, such as en, ar or pt-BR, and not 'English!'"),
        ("'mosque', since => '2017-02-01', until => '2017-01-01'", "since .* lies after until"),
        ("'mosque', most => 0", "most takes a number from 1 to 1000"),
        ("null", "The query is empty"),
    ],
)
def test_what_is_wrong_with_the_other_arguments_is_said_too(corpus: Engine, arguments: str, said: str) -> None:
    with pytest.raises(DBAPIError, match=said):
        rows(corpus, f"select * from analyst.search({arguments})")


@pytest.mark.parametrize("language", ["fr", "zh"])
def test_no_text_is_too_much_for_search_to_be_stored(engine: Engine, language: str) -> None:
    bodies = (
        " ".join(f"{n:05x}" for n in range(70_000)),
        "".join(chr(0x4E00 + n % 20_000) for n in range(250_000)),
        " ".join(chr(0x10400 + n // 40 % 40) + chr(0x10400 + n % 40) + str(n) for n in range(40_000)),
        "é" * 300_000,
        " ".join(f"é{n:04x}" for n in range(60_000)),
        "word " * 60_000,
        "\u0301" * 100_000,
    )
    store(engine, *(article(str(n), "The mosque", body, language) for n, body in enumerate(bodies)))
    assert len(found(engine, "mosque")) == len(bodies)


def test_every_function_is_commented(corpus: Engine) -> None:
    bare = "select proname from pg_proc where pronamespace in ('analyst'::regnamespace, 'news'::regnamespace)"
    bare += (
        " and obj_description(oid, 'pg_proc') is null and not exists (select from pg_depend where objid = pg_proc.oid"
    )
    assert rows(corpus, f"{bare} and deptype = 'e')") == []
