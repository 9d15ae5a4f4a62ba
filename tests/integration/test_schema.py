"""The schema that users meet in psql: commented, migrated as the code says, and strict."""

from dataclasses import replace
from pathlib import Path

import pytest
from alembic import command
from sqlalchemy import Engine, text
from sqlalchemy.exc import IntegrityError

from models import db, schema
from models.dictionary import data_dictionary
from models.runs import open_run
from models.store import Batch, write_batch
from models.tables import Base
from tests.documents import CREDIT, document, fetch


def test_every_table_and_column_says_what_it_holds(engine: Engine) -> None:
    bare = """
        select relname, attname from pg_class
        join pg_attribute on attrelid = pg_class.oid and attnum > 0 and not attisdropped
        where relnamespace = 'news'::regnamespace and relkind = 'r'
        and (col_description(pg_class.oid, attnum) is null or obj_description(pg_class.oid, 'pg_class') is null)
    """
    with engine.connect() as connection:
        assert connection.execute(text(bare)).all() == []
        comment = connection.scalar(text("select obj_description('news.captions'::regclass)"))
    assert comment == "A photo in an article: its place, its caption, and its credit line as printed."


def test_every_view_column_and_function_of_the_analysts_says_what_it_is(engine: Engine) -> None:
    bare = """
        select relname, attname from pg_class
        join pg_attribute on attrelid = pg_class.oid and attnum > 0 and not attisdropped
        where relnamespace = 'analyst'::regnamespace and relkind in ('r', 'v', 'm')
        and (col_description(pg_class.oid, attnum) is null or obj_description(pg_class.oid, 'pg_class') is null)
        union all
        select proname, '' from pg_proc
        where pronamespace = 'analyst'::regnamespace and obj_description(oid, 'pg_proc') is null
    """
    with engine.connect() as connection:
        assert connection.execute(text(bare)).all() == []


def test_the_data_dictionary_is_the_databases(engine: Engine) -> None:
    written = Path(__file__).parents[2] / "docs" / "data-dictionary.md"
    with engine.connect() as connection:
        assert written.read_text("utf-8") == data_dictionary(connection), "run `make docs`"


def test_the_migrations_make_the_tables_of_the_code(engine: Engine) -> None:
    with engine.begin() as connection:
        command.check(schema.alembic_config(connection))


def test_the_schema_goes_down_and_up_again(engine: Engine) -> None:
    db.downgrade(engine, "base")
    with engine.connect() as connection:
        left = connection.scalar(text("select count(*) from pg_tables where schemaname = 'news'"))
    assert left == 1  # alembic_version
    db.upgrade(engine)
    db.check(engine)


def test_what_was_known_of_a_headlines_source_is_kept_on_the_way_up_and_down(engine: Engine) -> None:
    run = open_run(engine, "article", {})
    write_batch(engine, Batch(run, 1, {}, [fetch(document(sources={"headline": "h1", "body": "text"}))]))
    db.downgrade(engine, "0001")
    with engine.connect() as connection:
        assert connection.scalar(text("select headline_source from news.articles")) == "h1"
    db.upgrade(engine)
    with engine.connect() as connection:
        sources, video = connection.execute(text("select field_sources, has_video from news.articles")).one()
    assert sources == {"headline": "h1"}
    assert video is None  # nobody looked


def test_what_was_stored_before_there_was_a_frontier_is_due_as_it_should_be_and_has_its_first_version(
    engine: Engine,
) -> None:
    given, archive = open_run(engine, "article", {}), open_run(engine, "warc", {})
    kept = fetch(document("kept"), source="paper")
    forbidden, pdf, blocked = (
        replace(kept, url=f"https://paper.example/{reason}", document=None, outcome="dropped", reason=reason)
        for reason in ("robots", "not_html", "http_403")
    )
    write_batch(engine, Batch(given, 1, {}, [kept, forbidden, pdf, blocked]))
    imported = replace(kept, url="https://paper.example/imported", document=document("imported"))
    write_batch(engine, Batch(archive, 1, {}, [imported]))
    db.downgrade(engine, "0002")
    db.upgrade(engine)
    with engine.connect() as connection:
        days = "round(extract(epoch from next_fetch_at - now()) / 86400)"
        due = f"select url, state, {days} from news.urls order by url"
        assert [tuple(row) for row in connection.execute(text(due))] == [
            ("https://paper.example/2017/kept", "kept", 0),
            ("https://paper.example/http_403", "dropped", 1),
            ("https://paper.example/imported", "kept", None),
            ("https://paper.example/not_html", "dropped", None),
            ("https://paper.example/robots", "dropped", 7),
        ]
        versions = "select headline, revision, photos -> 0 ->> 'credit' from analyst.revisions order by 1"
        assert [tuple(row) for row in connection.execute(text(versions))] == [
            ("The battle, part imported", 1, CREDIT.raw),
            ("The battle, part kept", 1, CREDIT.raw),
        ]


@pytest.mark.parametrize("table", sorted(table.name for table in Base.metadata.tables.values()))
def test_text_columns_are_text_without_a_limit(engine: Engine, table: str) -> None:
    with engine.connect() as connection:
        limited = connection.execute(
            text(
                "select column_name from information_schema.columns where table_schema = 'news' and table_name = :t"
                " and character_maximum_length is not null"
            ),
            {"t": table},
        ).all()
    assert limited == []


@pytest.mark.parametrize(
    ("statement", "constraint"),
    [
        ("insert into news.sources (slug, domain, name, country) values ('a', 'a', 'a', 'gb')", "country"),
        ("insert into news.agents (key_hash, kind, name) values ('\\x00', 'person', 'a')", "key_hash"),
        ("insert into news.credits (caption_id, position, agent_id, role) values (1, 0, 1, 'agency')", "fk_credits"),
        (
            "insert into news.urls (key_hash, url, source_id, discovered_via)"
            " values (sha256('a'), 'javascript:alert(1)', 1, 'argument')",
            "http",
        ),
    ],
)
def test_what_makes_no_sense_is_refused(engine: Engine, statement: str, constraint: str) -> None:
    with pytest.raises(IntegrityError, match=constraint), engine.begin() as connection:
        connection.execute(text(statement))
