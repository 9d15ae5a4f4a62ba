"""``scrapy reextract``: what was archived is read anew, told, and written; nobody is asked anything over the network.

The pages are of a paper that no name server knows: they were archived, and stored, as a crawl does it.
"""

import itertools
import json
from argparse import ArgumentParser
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from scrapy.exceptions import UsageError
from scrapy.settings import Settings
from sqlalchemy import Engine, text

from crawler.commands.reextract import Command
from models.items import Archived, Document, Fetch, Hints, Rejected
from models.runs import Run, open_run
from models.store import Batch, write_batch
from models.versions import Scope, count_pages
from pipelines.archive.archive import Archive
from pipelines.archive.records import Exchange
from pipelines.archive.writer import ArchiveWriter
from pipelines.extract.document import extract_document
from tests.crawl.conftest import Crawled, Scrapy, environment_of, run_scrapy
from tests.faults.articles import article

NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)
SITE = "https://paper.invalid"
NOTHING = b"<!doctype html><html><head><title>x</title></head><body></body></html>"


@dataclass
class Paper:
    """An archive with pages of the paper, and the database that they were stored in."""

    engine: Engine
    archive: Archive
    run: Run
    writer: ArchiveWriter
    numbers: Any = field(default_factory=lambda: itertools.count(1))

    def keep(self, path: str, page: bytes, at: datetime = NOON, document: Document | None = None) -> Archived:
        """Archive the page and store what is read there, or ``document`` instead."""
        url = SITE + path
        place = self.writer.write(
            Exchange(url=url, at=at, status=200, headers=[(b"Content-Type", b"text/html")], payload=page, asked=url)
        )
        fetch = Fetch(
            url=url, source="paper.invalid", discovered_via="argument", fetched_at=at, final_url=url, status=200,
            archived=place,
        )  # fmt: skip
        try:
            fetch = replace(fetch, document=document or extract_document(page, url, Hints(content_type="text/html")))
        except Rejected as rejected:
            fetch = replace(fetch, outcome="quarantined", reason=rejected.reason)
        write_batch(self.engine, Batch(self.run, next(self.numbers), {}, [fetch]))
        return place

    def rows(self, query: str) -> list[tuple[Any, ...]]:
        with self.engine.connect() as connection:
            return [tuple(row) for row in connection.execute(text(query))]

    def change(self, *statements: str) -> None:
        """What an older version would have stored."""
        with self.engine.begin() as connection:
            for statement in statements:
                connection.execute(text(statement))

    def everything(self) -> list[list[tuple[Any, ...]]]:
        """All that is stored of articles."""
        return [self.rows(query) for query in STORED]


STORED = (
    "select * from news.articles order by id",
    "select * from news.article_revisions order by article_id, revision",
    "select article_id, position, agent_id from news.article_authors order by 1, 2",
    "select article_id, c.position, photo_id, caption, caption_source, alt, credit_raw, credit_source,"
    " credit_confidence, is_handout, k.position, agent_id, role from news.captions c"
    " left join news.credits k on k.caption_id = c.id order by 1, 2, 11",
    "select id, state, fetched_at, article_id, next_fetch_at from news.urls order by id",
)


@pytest.fixture
def paper(engine: Engine, database_url: str) -> Paper:
    archive = Archive(environment_of(database_url)["DATELINE_ARCHIVE"], "unused")
    run = open_run(engine, "article", {})
    return Paper(engine, archive, run, ArchiveWriter(archive, "article", run.id, file_bytes=10**9))


Report = Callable[..., tuple[int, dict[str, Any], str]]


@pytest.fixture
def reextract(scrapy: Scrapy, tmp_path: Path) -> Report:
    """Run the command: its exit code, its report as JSON, and what it printed."""

    def run(*arguments: str) -> tuple[int, dict[str, Any], str]:
        path = tmp_path / "report.json"
        done = scrapy(
            "reextract", "--json", path, "--workers", "1", *arguments, DATELINE_ARCHIVE_SPOOL=str(tmp_path / "spool")
        )
        report = json.loads(path.read_text("utf-8")) if path.exists() else {}
        return done.returncode, report, done.stdout + done.stderr

    return run


def differing(report: dict[str, Any]) -> dict[str, tuple[int, int, int]]:
    counts = {name: (each["filled"], each["lost"], each["changed"]) for name, each in report["fields"].items()}
    return {name: count for name, count in counts.items() if any(count)}


def test_what_an_older_version_read_is_told_field_by_field_then_mended_and_then_nothing_differs(
    paper: Paper, reextract: Report
) -> None:
    for number in (1, 2, 3):
        paper.keep(f"/{number}", article(number).page)
    paper.keep("/3", article(3).page.replace(b"That was on day", b"It was on day"), NOON + timedelta(hours=1))
    paper.keep("/nothing", NOTHING)
    paper.writer.close()
    well_read = paper.everything()
    paper.change(
        "update news.articles set headline = headline || ' - The Low Water Courier', version = '0.0.1' where id = 1",
        "update news.articles set body = 'Menu' || chr(10) || body, published_zone = null where id = 2",
        "update news.captions set caption = null where article_id = 2",
        "delete from news.credits where caption_id in (select id from news.captions where article_id = 1)",
        "update news.article_revisions set dek = 'Share this', version = '0.0.1' where article_id = 3 and revision = 1",
        "update news.article_revisions set changed = '{dek,body}' where article_id = 3 and revision = 2",
        "update news.articles set content_hash = sha256('an older way') where id = 3",
    )
    badly_read = paper.everything()

    code, report, said = reextract("--dry-run")
    assert code == 0, said
    assert (report["read"], report["unchanged"], report["differing"], report["written"]) == (4, 0, 4, None)
    assert differing(report) == {
        "headline": (0, 0, 1),
        "dek": (0, 1, 0),
        "body": (0, 0, 1),
        "published": (0, 0, 1),
        "captions": (1, 0, 0),
        "credits": (1, 0, 0),
        "content_hash": (0, 0, 1),
    }
    sample = report["fields"]["headline"]["samples"]["changed"][0]
    assert (sample["article_id"], sample["revision"], sample["url"]) == (1, 1, f"{SITE}/1")
    assert sample["before"] == f"{article(1).headline} - The Low Water Courier"
    assert sample["after"] == article(1).headline
    assert f"    + {article(2).caption}" in said
    assert "1 archived pages gave no article: --quarantined has them read, too." in said
    assert "Nothing was written." in said
    assert paper.everything() == badly_read, "a dry run writes nothing"

    code, report, said = reextract()
    assert code == 0, said
    assert report["written"] == {"written": 4, "meanwhile": [], "refused": {}}
    version = paper.rows("select version from news.crawl_runs order by id desc limit 1")[0][0]
    assert paper.rows("select distinct version from news.article_revisions") == [(version,)]
    assert paper.everything() == well_read, "versions, numbers and captures stay; what was read there is mended"
    assert paper.rows("select spider, status, problems from news.crawl_runs order by id desc limit 1") == [
        ("reextract", "finished", [])
    ]

    code, report, said = reextract("--source", "paper.invalid", "--until", "2026-11-20")
    assert (code, report["unchanged"], report["differing"], differing(report)) == (0, 4, 0, {}), said
    assert paper.rows("select count(*) from news.crawl_runs where spider = 'reextract'") == [(1,)]


def test_what_cannot_be_read_is_told_and_stays_as_it_is(paper: Paper, reextract: Report) -> None:
    kept = extract_document(article(1).page, f"{SITE}/gone")
    lost = paper.keep("/lost", article(1).page)
    paper.writer.close()
    gone = paper.keep("/gone", NOTHING, document=replace(kept, headline="\x1b[31mRed"))
    paper.keep("/2", article(2).page)
    paper.keep("/elsewhere", article(3).page)
    paper.writer.close()
    paper.archive.path(lost.file).unlink()
    paper.change(
        "update news.articles set tags = '{Mosul}', rights_signals = '{noarchive,tdm-reservation=1}' where id = 3",
        "update news.articles set key_hash = sha256('another'), url = 'https://paper.invalid/other', dek = 'x'"
        " where id = 4",
    )
    before = paper.everything()

    articles = [part for number in (1, 2, 3, 4, 99) for part in ("--article", str(number))]
    code, report, said = reextract("--samples", "1", *articles)
    assert code == 1
    assert "there is no article 99" in said
    assert report["unreadable"][lost.file]["pages"] == 1
    assert f"{lost.file}: not in the archive" in said
    assert list(report["rejected"]) == ["no_headline"] or list(report["rejected"]) == ["no_content"]
    assert f"{SITE}/gone" in said
    assert gone.file != lost.file
    assert report["read"] == 2
    after = paper.everything()
    assert [row for row in after[0] if row[0] in (1, 2)] == [row for row in before[0] if row[0] in (1, 2)]
    assert paper.rows("select tags, rights_signals from news.articles where id = 3") == [([], ["tdm-reservation=1"])]
    assert report["other_url"]["articles"] == 1
    assert paper.rows("select url, key_hash = sha256('another'), dek from news.articles where id = 4") == [
        ("https://paper.invalid/other", True, None)
    ]


def test_a_page_that_gave_nothing_is_stored_with_its_capture_once_it_can_be_read(
    paper: Paper, reextract: Report
) -> None:
    paper.keep("/1", NOTHING)
    paper.keep("/2", NOTHING)
    paper.keep("/readable-now", NOTHING)
    url = f"{SITE}/readable-now"
    good = paper.writer.write(Exchange(url=url, at=NOON, status=200, payload=article(5).page, asked=url))
    with paper.engine.begin() as connection:
        place = {"offset": good.offset, "length": good.length}
        moved = "update news.fetches set warc_offset = :offset, warc_length = :length where id = 3"
        connection.execute(text(moved), place)
    paper.writer.close()

    code, report, said = reextract(
        "--quarantined", "--source", "paper.invalid", "--since", "2026-11-20", "--until", "2026-11-20"
    )
    assert code == 0, said
    assert (report["pages"]["read"], report["pages"]["now"]) == (3, 1)
    assert report["pages"]["samples"] == [{"url": f"{SITE}/readable-now", "headline": article(5).headline}]
    assert "1 of 1 pages stored as articles." in said
    assert paper.rows(
        "select headline, first_captured_at, outcome, warc_offset, state from news.articles"
        " join news.fetches on fetches.article_id = articles.id join news.urls on urls.id = fetches.url_id"
    ) == [(article(5).headline, NOON, "stored", good.offset, "kept")]

    assert count_pages(paper.engine, Scope()) == 2, "what is stored now is not read again"
    assert count_pages(paper.engine, Scope(until=NOON)) == 0


def test_what_has_just_been_crawled_reads_the_same_and_no_site_is_asked_anything(crawled: Crawled) -> None:
    asked = len(crawled.newsroom.requests)
    done = run_scrapy("reextract", "--dry-run", url=crawled.url)
    assert done.returncode == 0, done.stderr
    with crawled.engine.connect() as connection:
        query = "select warc_file is not null, count(*) from analyst.revisions group by 1"
        versions = {bool(archived): int(count) for archived, count in connection.execute(text(query))}
    assert f"{versions[True]} versions of articles read: {versions[True]} as stored, 0 differ." in done.stdout
    assert f"{versions[False]} versions were stored without an archive" in done.stdout
    assert len(crawled.newsroom.requests) == asked


def test_wrong_arguments_are_refused(scrapy: Scrapy) -> None:
    done = scrapy("reextract", "--source", "no-such-paper")
    assert (done.returncode, done.stdout) == (2, "")
    assert "no source is named 'no-such-paper'" in done.stderr


@pytest.fixture
def command() -> tuple[Command, ArgumentParser]:
    """The command in this process, and the parser of its arguments."""
    command, parser = Command(), ArgumentParser()
    command.settings = Settings()
    command.add_options(parser)
    return command, parser


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--since", "yesterday"], "'yesterday' is not a date"),
        (["--article", "mosul"], "'mosul' is not an article's id"),
        (["--workers", "0"], "at least 1"),
        (["--samples", "-1"], "'-1' is not a number"),
    ],
)
def test_a_value_that_cannot_be_meant_is_named(
    command: tuple[Command, ArgumentParser], arguments: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit, match="2"):
        command[1].parse_args(arguments)
    assert said in capsys.readouterr().err


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--since", "2026-11-02", "--until", "2026-11-01"], "--until lies before --since"),
        (["--article", "1", "--quarantined"], "leave out --article"),
    ],
)
def test_arguments_that_contradict_each_other_are_refused(
    command: tuple[Command, ArgumentParser], arguments: list[str], said: str
) -> None:
    reextract, parser = command
    with pytest.raises(UsageError, match=said):
        reextract.run([], parser.parse_args(arguments))
    with pytest.raises(UsageError, match="no such argument: mosul"):
        reextract.run(["mosul"], parser.parse_args([]))


def test_a_database_that_is_away_is_named(
    command: tuple[Command, ArgumentParser],
    tmp_path: Path,
    unused_port: int,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    reextract, parser = command
    assert reextract.settings is not None
    reextract.settings.set("SOURCES_FOLDER", str(tmp_path))
    monkeypatch.setenv("DATABASE_URL", f"postgresql://127.0.0.1:{unused_port}/paper_test")
    reextract.run([], parser.parse_args([]))
    assert reextract.exitcode == 1
    assert f"paper_test on 127.0.0.1:{unused_port}: the server is away" in capsys.readouterr().err
