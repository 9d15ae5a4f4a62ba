"""``scrapy export``: what analysts take away is whole, typed, of one moment and described."""

import csv
import errno
import hashlib
import json
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import duckdb
import frictionless
import pandas
import polars
import pytest
from scrapy.exceptions import UsageError
from sqlalchemy import Engine, text

from crawler.exports.exporting import Order, export
from crawler.exports.files import PartFile, TargetProblem
from crawler.exports.publishable import parted
from models import db
from models.exports.columns import views_of
from models.items import Credit, CreditLine
from models.runs import open_run
from models.store import Batch, write_batch
from tests.commands import run_command
from tests.conftest import scratch_database
from tests.documents import CREDIT, PHOTO, document, fetch

Run = Callable[..., int]

# What breaks formats: marks, breaks, controls that may stand in a text, a cell that a spreadsheet would reckon.
NASTY = 'He said: "leave", they say;\nC:\\new\\table\t\\.\n\\.\n\u2028=1+1, ناس 🕌'
HANDOUT = CreditLine(
    raw="(Handout via Reuters)", credits=(Credit(name="Reuters", role="agency", kind="agency"),), confidence=0.75
)


def store(engine: Engine, *paths: str, **changes: Any) -> None:
    fetches = [fetch(document(path, **changes)) for path in paths]
    write_batch(engine, Batch(open_run(engine, "article", {}), 1, {}, fetches))


EVENTS = """
    insert into news.events (title, kind, status, occurred, time_precision, lat, lon, place, geo_precision, articles,
      sources, languages)
    select title, 'battle', 'current', '[2017-06-21,2017-06-22]', 'day', lat, lon, place, precision, 1, 1, '{en}'
    from (values ('The battle', 36.335, 43.119, 'Mosul', 'city'), ('A raid', null, null, null, null))
      as event (title, lat, lon, place, precision)
"""


def fill(engine: Engine) -> None:
    """Three articles: one plain, one nasty with two photos, one without anything that may be missing; two events."""
    store(engine, "a", dek="In brief.", tags=("Mosul", "Iraq"), licence="https://creativecommons.org/licenses/by/4.0/")
    photos = (replace(PHOTO, caption=NASTY), replace(PHOTO, url="https://paper.example/2.jpg", credit=HANDOUT))
    store(engine, "b", headline="Deux, « trois »", body=NASTY, language="fr", photos=photos, paywalled=True)
    store(engine, "c", body=None, word_count=0, authors=(), published=None, photos=())
    with engine.begin() as connection:
        connection.execute(text(EVENTS))


@pytest.fixture(scope="module")
def corpus(server: str, migrated_template: str) -> Iterator[Engine]:
    """What ``fill`` makes; nobody writes to it."""
    with scratch_database(server, migrated_template) as url, db.engine_on(url) as engine:
        fill(engine)
        yield engine


@pytest.fixture
def own_corpus(engine: Engine) -> Engine:
    """The same, for one test alone."""
    fill(engine)
    return engine


def runner(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> Run:
    """``scrapy export`` with these arguments on that database; gives its exit code."""
    monkeypatch.setenv("DATABASE_URL", engine.url.set(drivername="postgresql").render_as_string(hide_password=False))
    return lambda *arguments: run_command("export", *map(str, arguments))


@pytest.fixture
def run(corpus: Engine, monkeypatch: pytest.MonkeyPatch) -> Run:
    return runner(corpus, monkeypatch)


@pytest.fixture
def run_own(own_corpus: Engine, monkeypatch: pytest.MonkeyPatch) -> Run:
    return runner(own_corpus, monkeypatch)


def said(capsys: pytest.CaptureFixture[str]) -> str:
    """The last line on stderr."""
    return capsys.readouterr().err.strip().splitlines()[-1].removeprefix("scrapy export: ")


def package(folder: Path) -> dict[str, Any]:
    return dict(json.loads((folder / "datapackage.json").read_text("utf-8")))


def files(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()} if folder.exists() else set()


def test_the_same_rows_come_in_each_format_to_the_letter(run: Run, corpus: Engine, tmp_path: Path) -> None:
    for form in ("parquet", "csv", "jsonl"):
        assert run("articles", "captions", "--format", form, "-o", tmp_path) == 0
    with corpus.connect() as connection:
        rows = connection.execute(text("select * from analyst.articles order by article_id")).mappings().all()
        captions = connection.execute(text("select caption from analyst.captions order by caption_id")).scalars().all()
    lines = [json.loads(line) for line in (tmp_path / "articles.jsonl").read_text("utf-8").split("\n")[:-1]]
    parquet = polars.read_parquet(tmp_path / "articles.parquet").to_dicts()
    with (tmp_path / "articles.csv").open(encoding="utf-8", newline="") as stream:
        table = list(csv.DictReader(stream))
    assert [row["body"] for row in parquet] == ["The first paragraph.\nThe second one.", NASTY, None]
    for row, line, typed, cells in zip(rows, lines, parquet, table, strict=True):
        assert typed == dict(row)
        assert {**line, **{name: row[name] for name, value in row.items() if isinstance(value, date)}} == dict(row)
        assert cells["body"] == (row["body"] or "")
        assert json.loads(cells["tags"]) == row["tags"]
        assert cells["paywalled"] == ("" if row["paywalled"] is None else str(row["paywalled"]).lower())
        assert cells["first_captured_at"] == row["first_captured_at"].isoformat().replace("+00:00", "Z")
    for form in ("parquet", "jsonl"):
        read = polars.read_parquet if form == "parquet" else polars.read_ndjson
        assert read(tmp_path / f"captions.{form}")["caption"].to_list() == captions


def test_parquet_opens_with_right_types_in_pandas_polars_and_duckdb(run: Run, corpus: Engine, tmp_path: Path) -> None:
    assert run("articles", "revisions", "captions", "-o", tmp_path) == 0
    articles, path = tmp_path / "articles.parquet", str(tmp_path / "articles.parquet")
    schema = polars.read_parquet_schema(articles)
    assert schema["article_id"] == polars.Int64
    assert schema["published_at"] == polars.Datetime("us", "UTC")
    assert schema["published_date"] == polars.Date
    assert schema["authors"] == schema["tags"] == polars.List(polars.String)
    assert schema["paywalled"] == polars.Boolean
    assert polars.read_parquet_schema(tmp_path / "captions.parquet")["credit_confidence"] == polars.Float64
    photos = polars.read_parquet(tmp_path / "revisions.parquet")["photos"]
    assert json.loads(photos[0])[0]["credit"] == CREDIT.raw
    kinds = {name: str(kind) for name, kind in pandas.read_parquet(articles, dtype_backend="pyarrow").dtypes.items()}
    assert kinds["published_at"] == "timestamp[us, tz=UTC][pyarrow]"
    assert (kinds["article_id"], kinds["event_id"]) == ("int64[pyarrow]", "int64[pyarrow]")
    assert str(pandas.read_parquet(articles)["published_at"].dtype) == "datetime64[us, UTC]"
    found = dict(duckdb.sql(f"select column_name, column_type from (describe from '{path}')").fetchall())
    assert (found["article_id"], found["published_date"], found["tags"]) == ("BIGINT", "DATE", "VARCHAR[]")
    assert found["published_at"] == "TIMESTAMP WITH TIME ZONE"
    [[day]] = duckdb.sql(f"select published_date from '{path}' where headline like 'The battle, part a'").fetchall()
    assert day == date(2017, 6, 22)


def test_events_are_points_on_a_map_and_those_without_a_place_are_counted(
    run: Run, corpus: Engine, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("events", "-o", tmp_path / "events.geojson") == 0
    assert said(capsys) == "events: 1 row without a place left out: a map cannot show them"
    [feature] = json.loads((tmp_path / "events.geojson").read_text("utf-8"))["features"]
    assert feature["geometry"] == {"type": "Point", "coordinates": [43.119, 36.335]}
    assert feature["properties"]["title"] == "The battle"
    assert feature["properties"]["occurred_from"] == "2017-06-21"
    assert feature["id"] == feature["properties"]["event_id"]
    assert package(tmp_path)["resources"][0]["unplaced"] == 1
    assert run("articles", "--format", "geojson", "-o", tmp_path / "x") == 2
    assert said(capsys).startswith("articles has no lat and lon to draw on a map: geojson is for ")


def test_a_data_package_says_what_each_file_holds_and_is_valid(run: Run, corpus: Engine, tmp_path: Path) -> None:
    for form in ("csv", "parquet", "geojson"):
        assert run("all", "--format", form, "-o", tmp_path / form) == 0
        checked = frictionless.Package(str(tmp_path / form / "datapackage.json")).validate()
        assert checked.valid, checked.flatten(["type", "message"])
    about = package(tmp_path / "csv")
    assert any("belong to their publishers" in line for line in about["rights"])
    assert any("GeoNames" in line and "CC BY 4.0" in line for line in about["rights"])
    [articles] = [each for each in about["resources"] if each["name"] == "articles"]
    content = (tmp_path / "csv" / "articles.csv").read_bytes()
    assert articles["hash"] == f"sha256:{hashlib.sha256(content).hexdigest()}"
    assert (articles["bytes"], articles["rows"]) == (len(content), 3)
    assert articles["licencesOfPages"] == [{"licence": "https://creativecommons.org/licenses/by/4.0/", "articles": 1}]
    headline = next(each for each in articles["schema"]["fields"] if each["name"] == "headline")
    assert headline["description"]
    assert {"software", "schemaRevision", "snapshot", "query"} <= articles["provenance"].keys()
    [broken] = [path for path in (tmp_path / "parquet").iterdir() if path.name == "articles.parquet"]
    broken.write_bytes(broken.read_bytes()[:-1])
    assert not frictionless.Package(str(tmp_path / "parquet" / "datapackage.json")).validate().valid


def test_json_lines_are_as_their_schema_says(run: Run, corpus: Engine, tmp_path: Path) -> None:
    assert run("articles", "revisions", "--format", "jsonl", "-o", tmp_path) == 0
    for each in package(tmp_path)["resources"]:
        lines = (tmp_path / each["path"]).read_text("utf-8").split("\n")[:-1]
        resource = frictionless.Resource(
            data=[json.loads(line) for line in lines], schema=frictionless.Schema.from_descriptor(each["schema"])
        )
        checked = resource.validate()
        assert checked.valid, checked.flatten(["type", "message"])


def test_a_second_export_joins_the_package_and_writes_over_nothing_unasked(
    run_own: Run, own_corpus: Engine, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run_own("articles", "-o", tmp_path / "a.csv") == 0
    assert run_own("captions", "-o", tmp_path / "c.parquet") == 0
    assert [each["path"] for each in package(tmp_path)["resources"]] == ["a.csv", "c.parquet"]
    before = (tmp_path / "a.csv").read_bytes()
    store(own_corpus, "d")
    assert run_own("articles", "-o", tmp_path / "a.csv") == 1
    assert said(capsys) == f"{tmp_path / 'a.csv'} is there already: name another place, or say --force to write over it"
    assert (tmp_path / "a.csv").read_bytes() == before
    assert run_own("articles", "-o", tmp_path / "a.csv", "--force") == 0
    assert [each["rowCount"] for each in package(tmp_path)["resources"]] == [3, 4]
    (tmp_path / "theirs").mkdir()
    (tmp_path / "theirs" / "datapackage.json").write_text('{"name": "theirs", "resources": [{"path": "x.csv"}]}')
    assert run_own("articles", "-o", tmp_path / "theirs") == 1
    assert said(capsys).endswith("is a data package, but none of scrapy export: name another place")
    assert files(tmp_path / "theirs") == {"datapackage.json"}


def test_an_export_that_breaks_off_leaves_no_half_file(
    run_own: Run, own_corpus: Engine, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run_own("captions", "articles", "-o", tmp_path) == 0
    before = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    store(own_corpus, "d")
    assert run_own("captions", "articles", "--where", "10 / (article_id - 2) > 0", "-o", tmp_path, "--force") == 2
    assert said(capsys) == ("captions: division by zero (correct --where: it is put after WHERE, in PostgreSQL's SQL)")
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == before
    (tmp_path / "articles.csv.part").write_bytes(b"left by one that was killed")
    assert run_own("articles", "--format", "csv", "-o", tmp_path) == 0
    assert (tmp_path / "articles.csv").read_bytes().startswith(b"article_id,")
    assert "articles.csv.part" not in files(tmp_path)
    writing = PartFile(tmp_path / "articles.csv")
    assert run_own("articles", "--format", "csv", "-o", tmp_path, "--force") == 1
    assert "another export is writing it" in said(capsys)
    writing.discard()


def test_all_of_one_call_is_of_one_moment(own_corpus: Engine, tmp_path: Path) -> None:
    @contextmanager
    def crawl_goes_on(name: str, rows: int | None) -> Iterator[Callable[[int], None]]:
        store(own_corpus, f"while-{name}")
        yield lambda steps: None

    done, _ = export(own_corpus, Order(names=["articles", "captions", "credits"], target=tmp_path), crawl_goes_on)
    assert [each.rows for each in done] == [3, 3, 7]
    assert {each.at for each in done} == {done[0].at}
    assert len({each["provenance"]["snapshot"] for each in package(tmp_path)["resources"]}) == 1


@pytest.mark.parametrize(
    ("options", "rows"),
    [
        (["--where", "language = 'fr' -- of the two"], 1),
        (["--where", "headline like '%«%' or \"language\" = 'en' and word_count > 0"], 2),
        (["--where", "article_id in (select article_id from analyst.captions where agency = 'Reuters')"], 1),
        (["--where", 'body ~ $$leave", (they)? say;$$ /* a ; /* and */ ) */'], 1),
        (["--where", "random() < 2"], 3),
        (["--since", "2017-06-22"], 2),
        (["--until", "2017-06-21"], 0),
        (["--since", "2017-06-22", "--until", "2017-06-22", "--where", "paywalled"], 1),
    ],
)
def test_conditions_and_days_choose_the_rows(
    run: Run, corpus: Engine, tmp_path: Path, options: list[str], rows: int
) -> None:
    assert run("articles", "-o", tmp_path / "a.parquet", *options) == 0
    assert len(polars.read_parquet(tmp_path / "a.parquet")) == rows


@pytest.mark.parametrize(
    ("condition", "problem"),
    [
        ("true; drop table news.articles", "is more than one expression: leave out the ;"),
        ("true) union select 1 from (select 1", "a bracket ) in it closes what nothing opened"),
        ("(true", "a bracket ( in it is not closed"),
        ("headline = 'one", "a quotation mark ' in it is not closed"),
        ("true /* and", "a comment in it is not closed: write */"),
        ("  -- nothing", "is empty: write a condition, such as \"language = 'en'\""),
        ("set_config('role', 'none', true) is null", "set_config() does more than look at a row: leave it out"),
        ('pg_catalog."query_to_xml" ($$x$$, true, true, $$$$) is null', "query_to_xml() does more than look at a row"),
        ("U&\"set\\005fconfig\"('role', 'none', true) is null", "U&"),
        ("word_count >", "syntax error at or near"),
        ("wordcount > 1", 'column "wordcount" does not exist (articles has the columns article_id, source'),
    ],
)
def test_a_condition_that_is_none_is_one_clear_line_and_does_nothing(
    run: Run, corpus: Engine, tmp_path: Path, capsys: pytest.CaptureFixture[str], condition: str, problem: str
) -> None:
    assert run("articles", "--where", condition, "-o", tmp_path / "out") == 2
    assert said(capsys).startswith(f"articles: --where: {problem}")
    assert not (tmp_path / "out").exists()
    with corpus.connect() as connection:
        assert connection.scalar(text("select count(*) from news.articles")) == 3


@pytest.fixture
def analyst_role(corpus: Engine) -> Iterator[None]:
    """The server has the role, with what it may do."""
    made = "do $$ begin create role analyst nologin; exception when duplicate_object then null; end $$"
    with corpus.begin() as connection:
        connection.execute(text(made))
        connection.execute(text("grant usage on schema analyst to analyst"))
        connection.execute(text("grant select on all tables in schema analyst to analyst"))
    yield
    with corpus.begin() as connection:
        connection.execute(text("drop owned by analyst"))


@pytest.mark.usefixtures("analyst_role")
@pytest.mark.parametrize(
    "condition", ["article_id in (select id from news.articles)", "exists (select from news.urls)"]
)
def test_a_condition_has_no_more_rights_than_an_analyst(
    run: Run, corpus: Engine, tmp_path: Path, capsys: pytest.CaptureFixture[str], condition: str
) -> None:
    assert run("articles", "--where", condition, "-o", tmp_path / "out") == 2
    assert said(capsys) == (
        "articles: --where: permission denied for schema news "
        "(a condition may read the views of schema analyst, and nothing else)"
    )
    assert run("articles", "captions", "--where", "article_id > 0", "-o", tmp_path / "out") == 0


def test_without_text_there_are_facts_and_addresses_and_no_publishers_text(
    run: Run, corpus: Engine, tmp_path: Path
) -> None:
    assert run("articles", "captions", "revisions", "--without-text", "--where", "article_id <> 1", "-o", tmp_path) == 0
    assert files(tmp_path) == {
        "articles.parquet", "captions.parquet", "captures.parquet", "datapackage.json", "revisions.parquet"
    }  # fmt: skip
    articles = polars.read_parquet(tmp_path / "articles.parquet")
    assert articles["headline"].to_list() == ["Deux, « trois »", "The battle, part c"]
    assert {"url", "content_hash", "published_at", "byline"} <= set(articles.columns)
    assert not {"body", "dek", "corrections"} & set(articles.columns)
    captions = polars.read_parquet(tmp_path / "captions.parquet")
    assert captions["credit_line"].to_list() == [CREDIT.raw, HANDOUT.raw]
    assert captions["agency"].to_list() == ["AFP", "Reuters"]
    assert not {"caption", "alt"} & set(captions.columns)
    captures = polars.read_parquet(tmp_path / "captures.parquet")
    assert captures["article_id"].to_list() == [2, 3]
    assert {"asked_url", "content_hash", "warc_file", "warc_offset", "warc_length"} <= set(captures.columns)
    about = package(tmp_path)
    assert "scrapy rehydrate" in about["description"]
    left_out = {each["name"]: [column["name"] for column in each.get("leftOut", ())] for each in about["resources"]}
    assert {"body", "dek"} <= set(left_out["articles"])
    assert "photos" in left_out["revisions"]
    assert left_out["captures"] == []


def test_of_no_view_a_column_of_text_is_published_that_nobody_has_judged(corpus: Engine) -> None:
    texts = {"body", "dek", "caption", "alt", "corrections", "changes", "was", "became", "photos", "quote", "sentence"}
    with corpus.connect() as connection:
        driver: Any = connection.connection.driver_connection
        for view in views_of(driver).values():
            published = {column.name for column in parted(view.columns)[0] if column.kind in ("string", "json")}
            assert not texts & published, view.name


def test_wrong_arguments_are_said_in_a_line(
    run: Run, corpus: Engine, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("article") == 2
    assert said(capsys).startswith("there is no 'article' to export: name some of ")
    for arguments, problem in (
        ([], "say what"),
        (["articles", "--since", "2017-06-02", "--until", "2017-06-01"], "--until lies before --since"),
        (["articles", "--format", "csv", "-o", "a.parquet"], "--format csv goes to a file"),
        (["articles", "--wehre", "true"], "unknown option --wehre"),
    ):
        with pytest.raises(UsageError, match=problem):
            run(*arguments)
    assert run("articles", "captions", "-o", tmp_path / "both.csv") == 1
    assert "is one file, and 2 are asked for: name a folder with -o" in said(capsys)
    with pytest.raises(TargetProblem, match="is a folder"):
        export(
            corpus,
            Order(names=["articles"], target=tmp_path, is_file=True, since=datetime.now(UTC).date() - timedelta(1)),
            lambda name, rows: pytest.fail("nothing is to be written"),
        )


@pytest.mark.parametrize("form", ["csv", "jsonl", "geojson", "parquet"])
def test_an_export_onto_a_full_disk_ends_and_leaves_nothing(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], form: str
) -> None:
    def full(self: PartFile, piece: bytes) -> int:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(PartFile, "write", full)
    assert run("events" if form == "geojson" else "articles", "--format", form, "-o", tmp_path / "out") == 1
    assert "No space left" in said(capsys)
    assert files(tmp_path / "out") == set()
