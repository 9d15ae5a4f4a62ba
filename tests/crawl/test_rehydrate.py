"""``scrapy rehydrate``: what was published without its texts gets them again where the pages are still to be had, and
what cannot be filled is said.

The paper is on loopback; who exported it had archived its pages.
"""

import csv
import itertools
import json
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import frictionless
import polars
import pytest
from sqlalchemy import Engine

from crawler import settings
from models.items import Fetch, Hints
from models.runs import open_run
from models.store import Batch, write_batch
from pipelines.archive.archive import Archive
from pipelines.archive.records import Exchange
from pipelines.archive.writer import ArchiveWriter
from pipelines.extract.document import extract_document
from tests.commands import run_command
from tests.conftest import scratch_database
from tests.crawl.conftest import environment_of
from tests.crawl.mannered import Answer, ManneredServer
from tests.faults.articles import article

NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)

Rehydrate = Callable[..., int]


def page(number: int) -> bytes:
    return article(number).page


@dataclass
class Paper:
    """A paper on loopback, and the corpus of somebody who has read it."""

    site: ManneredServer
    engine: Engine
    url: str
    archive: Path
    numbers: Any = field(default_factory=lambda: itertools.count(1))

    def keep(self, path: str, body: bytes, *, label: str = "article", at: datetime = NOON) -> None:
        """Publish the page, archive it, and store what is read there."""
        self.site.answers[path] = Answer(body=body)
        url = self.site.url + path
        run = open_run(self.engine, "article", {})
        writer = ArchiveWriter(Archive(str(self.archive), "unused"), label, run.id, file_bytes=10**9)
        headers = [(b"Content-Type", b"text/html; charset=utf-8")]
        place = writer.write(Exchange(url=url, at=at, status=200, headers=headers, payload=body, asked=url))
        writer.close()
        fetch = Fetch(
            url=url, source="paper", discovered_via="argument", fetched_at=at, final_url=url, status=200, archived=place
        )
        document = extract_document(body, url, Hints(content_type="text/html; charset=utf-8"))
        write_batch(self.engine, Batch(run, next(self.numbers), {}, [replace(fetch, document=document)]))


@pytest.fixture
def paper(engine: Engine, database_url: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Paper]:
    environment = environment_of(database_url)
    monkeypatch.setenv("DATABASE_URL", database_url)
    with ManneredServer({"/robots.txt": Answer(body=b"User-agent: *\nDisallow: /closed/\n")}) as site:
        yield Paper(site, engine, database_url, Path(environment["DATELINE_ARCHIVE"]))


@pytest.fixture
def rehydrate(tmp_path: Path) -> Rehydrate:
    def run(*arguments: str | Path, **setting: str) -> int:
        usual = {name: str(getattr(settings, name)) for name in ("EXTRACTION_TIMEOUT", "EXTRACTION_MEMORY_MB")}
        usual |= {
            "EXTRACTION_WORKERS": "1",
            "ARCHIVE": str(tmp_path / "none"),
            "ARCHIVE_SPOOL": str(tmp_path / "spool"),
        }
        return run_command("rehydrate", *map(str, arguments), **(usual | setting))

    return run


def export(*arguments: str | Path) -> int:
    return run_command("export", *map(str, arguments))


def report(folder: Path) -> dict[str, tuple[str, str]]:
    """State and reason by the last part of the address; where a version is not the first, with its number."""
    with (folder / "rehydration.csv").open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    return {
        row["url"].rpartition("/")[2] + ("" if row["revision"] == "1" else f" v{row['revision']}"): (
            row["state"],
            row["reason"],
        )
        for row in rows
    }


def column(path: Path, name: str) -> list[Any]:
    return polars.read_parquet(path)[name].to_list()


def test_a_package_without_text_is_filled_from_an_archive_to_the_letter_and_what_is_gone_later(
    paper: Paper, rehydrate: Rehydrate, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    paper.keep("/1", page(1))
    paper.keep("/2", page(2), label="other")
    rewritten = page(2).replace(b"That was on day", b"It was on day")
    paper.keep("/2", rewritten, label="other", at=NOON.replace(hour=18))
    views = ("articles", "captions", "credits", "revisions")
    thin, filled = tmp_path / "thin", tmp_path / "thin-filled"
    assert export(*views, "-o", tmp_path / "whole") == 0
    assert export(*views, "--without-text", "-o", thin) == 0
    published = b"".join(path.read_bytes() for path in thin.iterdir())
    assert b"That was on day" not in published
    assert b"on the road to" not in published

    half = tmp_path / "half"
    shutil.copytree(paper.archive / "article", half / "article")
    capsys.readouterr()
    assert rehydrate(thin, "--from-archive", half) == 1
    assert capsys.readouterr().out == f"{filled}: 3 versions: 1 same, 0 changed, 2 gone; rehydration.csv says which\n"
    assert [state for state, _ in report(filled).values()] == ["same", "gone", "gone"]
    assert "not to be had from the archive" in report(filled)["2"][1]
    assert column(filled / "articles.parquet", "rehydrated") == ["same", "gone"]
    assert column(filled / "articles.parquet", "body")[1] is None

    # With the rest of the archive alone: what was filled before stays, and is not asked for again.
    shutil.rmtree(half / "article")
    shutil.copytree(paper.archive / "other", half / "other")
    assert rehydrate(thin, "--from-archive", half) == 0
    for view in views:
        whole = polars.read_parquet(tmp_path / "whole" / f"{view}.parquet")
        again = polars.read_parquet(filled / f"{view}.parquet")
        whole = whole.drop("changes", strict=False)  # it follows from the versions' texts
        assert again.drop("rehydrated").columns == whole.columns
        assert set(again["rehydrated"]) == {"same"}
        as_objects = {"photos": json.loads} if view == "revisions" else {}
        for name in whole.columns:
            read = as_objects.get(name, lambda value: value)
            assert list(map(read, again[name].to_list())) == list(map(read, whole[name].to_list())), (view, name)
    assert frictionless.Package(str(filled / "datapackage.json")).validate().valid

    before = {path.name: path.read_bytes() for path in filled.iterdir()}
    assert rehydrate(thin, "--from-archive", tmp_path) == 0
    assert {path.name: path.read_bytes() for path in filled.iterdir()} == before


def test_a_package_is_filled_from_the_web_with_what_is_there_still_and_as_it_is_now(
    paper: Paper,
    server: str,
    migrated_template: str,
    rehydrate: Rehydrate,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
) -> None:
    for number, path in enumerate(("/news/still", "/news/changed", "/news/gone", "/closed/now"), 1):
        paper.keep(path, page(number))
    thin = tmp_path / "thin"
    assert export("articles", "captions", "--without-text", "--format", "csv", "-o", thin) == 0
    paper.site.answers["/news/changed"] = Answer(body=page(2).replace(b"That was on day", b"It was on day"))
    del paper.site.answers["/news/gone"]
    with scratch_database(server, migrated_template) as theirs:
        monkeypatch.setenv("DATABASE_URL", theirs)
        code = rehydrate(thin, "--from-web", "-o", tmp_path / "out", ARCHIVE=str(tmp_path / "archive"))
    said = capfd.readouterr()
    assert code == 1, said.err
    assert report(tmp_path / "out") == {
        "still": ("same", ""),
        "changed": ("changed", "was rewritten, or reads otherwise"),
        "gone": ("gone", "dropped: http_404"),
        "now": ("gone", "dropped: robots"),
    }
    assert "/closed/now" not in paper.site.paths
    bodies = polars.read_csv(tmp_path / "out" / "articles.csv")
    assert bodies["body"].is_null().to_list() == [False, False, True, True]
    assert "It was on day" in bodies["body"][1]
    assert bodies["rehydrated"].to_list() == ["same", "changed", "gone", "gone"]
    captions = polars.read_csv(tmp_path / "out" / "captions.csv")
    assert captions["caption"][0] == article(1).caption


def test_what_cannot_be_filled_is_refused_in_one_line(
    paper: Paper, rehydrate: Rehydrate, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    def said() -> str:
        return capsys.readouterr().err.strip().splitlines()[-1]

    paper.keep("/1", page(1))
    thin = tmp_path / "thin"
    assert export("articles", "--without-text", "--format", "csv", "-o", thin) == 0
    assert export("articles", "-o", tmp_path / "whole") == 0
    capsys.readouterr()
    assert rehydrate(tmp_path / "nowhere") == 1
    assert said() == f"scrapy rehydrate: {tmp_path / 'nowhere' / 'datapackage.json'}: No such file or directory"
    assert rehydrate(tmp_path / "whole") == 1
    assert said().endswith("nothing is left out of it: only an export --without-text is filled again")
    assert rehydrate(thin) == 1
    assert said().endswith("is no folder: name an archive with --from-archive, or say --from-web")
    assert rehydrate(thin, "--from-archive", paper.archive, "-o", tmp_path / "whole") == 1
    assert said().endswith("is there already, and of another package: name another place, or say --force")
    (thin / "articles.csv").write_text("article_id\n1\n", encoding="utf-8")
    assert rehydrate(thin, "--from-archive", paper.archive) == 1
    assert said().endswith("articles.csv is not the file that its data package describes: get it again")
    assert not (tmp_path / "thin-filled").exists()
