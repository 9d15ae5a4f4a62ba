"""What ``scrapy status`` and ``scrapy quarantine`` print."""

import json
import re
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine

from tests.commands import run_command
from tests.ledger import HOUR, Ledger, article, quarantined, sources

Said = pytest.CaptureFixture[str]


@pytest.fixture
def ledger(engine: Engine, database_url: str, monkeypatch: pytest.MonkeyPatch) -> Ledger:
    """The database that the commands of the test use."""
    monkeypatch.setenv("DATABASE_URL", database_url)
    return Ledger(engine)


@pytest.fixture
def folder(tmp_path: Path, ledger: Ledger) -> Path:
    """Source files: one that does well, one that fell short, one that rests; the second has pages in quarantine."""
    sources(tmp_path, well="", short="crawl: {every: 2h}", resting="enabled: false")
    ledger.store(ledger.run("well", ago=timedelta(minutes=5)), article("well", "a"))
    run = ledger.run(
        "short",
        ago=HOUR + timedelta(seconds=30),
        status="failed",
        problems=["2 of 3 pages\x1b[2J failed", "and the feed"],
    )
    bad = quarantined("short", "bad", detail="no block of text")
    ledger.store(run, bad, quarantined("short", "late", "timeout", HOUR / 2), quarantined("elsewhere.example", "x"))
    ledger.sql("update news.urls set url = url || chr(27) || '[31m' where url like '%/bad'")
    return tmp_path


class TestStatus:
    def test_a_line_for_each_source_and_what_is_wrong(self, folder: Path, capsys: Said) -> None:
        assert run_command("status", folder=folder) == 0
        head, resting, short, well, summary, others = capsys.readouterr().out.splitlines()
        columns = "source, every, last run, took, state, next, 24 h, 7 d, due, quar., pages, wrong"
        assert re.split("  +", head) == columns.split(", ")
        assert resting.split() == ["resting", "off", "never", "0", "0", "0", "0"]
        assert short.endswith("2      3 quarantined  fell short: 2 of 3 pages\\x1b[2J failed")
        assert well.split()[:3] == ["well", "1h", "5"]
        assert well.endswith("1 stored")
        assert summary == "sources: 3, with something wrong: 1"
        assert others == "domains without a source file: 1, their URLs: 1, in quarantine: 1, failed: 0"

    def test_only_what_is_wrong_for_monitoring(self, folder: Path, capsys: Said) -> None:
        assert run_command("status", "--wrong", "--check", folder=folder) == 1
        lines = capsys.readouterr().out.splitlines()
        assert [line.split()[0] for line in lines[:2]] == ["source", "short"]
        (folder / "short.yml").unlink()
        (folder / "resting.yml").unlink()
        assert run_command("status", "--wrong", "--check", folder=folder) == 0
        assert capsys.readouterr().out.startswith("sources: 1, with something wrong: 0\n")

    def test_a_source_file_that_is_broken_is_wrong_too(self, folder: Path, capsys: Said) -> None:
        (folder / "short.yml").write_text("name: [\n")
        assert run_command("status", "--check", folder=folder) == 1
        assert capsys.readouterr().err.startswith(f"scrapy status: {folder / 'short.yml'}:")

    def test_one_source_in_full_with_its_runs_and_all_their_problems(self, folder: Path, capsys: Said) -> None:
        assert run_command("status", "--source", "short", folder=folder) == 0
        said = capsys.readouterr().out
        assert "  every        2h\n" in said
        assert "  next crawl   in 59 min\n" in said
        assert "  URLs         2: 0 due now, 2 in quarantine, 0 failed\n" in said
        assert "  wrong        fell short: 2 of 3 pages\\x1b[2J failed\n  runs, the newest first\n" in said
        assert said.endswith("      2 of 3 pages\\x1b[2J failed\n      and the feed\n")

    def test_the_same_for_machines(self, folder: Path, capsys: Said) -> None:
        assert run_command("status", "--source", "short", "--json", folder=folder) == 0
        told = json.loads(capsys.readouterr().out)
        assert told["sources"][0]["every_seconds"] == 7200
        assert told["runs"][0]["problems"] == ["2 of 3 pages\x1b[2J failed", "and the feed"]


class TestQuarantine:
    def test_few_pages_are_listed_at_once_and_harmless_to_print(self, folder: Path, capsys: Said) -> None:
        assert run_command("quarantine", "list", "--source", "short", folder=folder) == 0
        head, *pages = capsys.readouterr().out.splitlines()
        assert head.split() == ["id", "when", "source", "reason", "URL,", "and", "what", "was", "said"]
        assert [line.split()[3:5] for line in pages] == [["short", "timeout"], ["short", "no_content"]]
        assert pages[1].endswith("https://short.example/bad\\x1b[31m  (no block of text)")

    def test_many_pages_are_counted_first(self, folder: Path, capsys: Said) -> None:
        assert run_command("quarantine", "list", "--limit", "1", folder=folder) == 0
        said = capsys.readouterr().out
        assert said.startswith("pages  reason")
        assert "\n3 pages are in quarantine; the newest 1:\n" in said

    def test_nothing_is_said_plainly(self, folder: Path, capsys: Said) -> None:
        assert run_command("quarantine", "list", "--reason", "nosuch", folder=folder) == 0
        assert run_command("quarantine", "retry", "--reason", "nosuch", folder=folder) == 0
        assert capsys.readouterr().out.splitlines() == ["nothing is in quarantine that was asked for"] * 2

    def test_one_page_is_shown_with_its_place_in_the_archive(self, folder: Path, ledger: Ledger, capsys: Said) -> None:
        fetch = str(ledger.sql("select id from news.fetches where detail is not null"))
        assert run_command("quarantine", "show", fetch, folder=folder) == 0
        said = capsys.readouterr().out
        assert "URL            https://short.example/bad\\x1b[31m\n" in said
        assert "outcome        quarantined no_content\n" in said
        assert "detail         no block of text\n" in said
        assert said.endswith(
            f"Its answer is not in the archive.\nFetch it again:         scrapy quarantine retry {fetch}\n"
        )
        ledger.sql(
            "update news.fetches set warc_file = 'short/00000002-00001.warc.gz', warc_offset = 7, warc_length = 900,"
            " is_revisit = true where id = :id",
            id=int(fetch),
        )
        assert run_command("quarantine", "show", fetch, folder=folder) == 0
        said = capsys.readouterr().out
        assert "archive        short/00000002-00001.warc.gz, 900 bytes at 7 (a revisit record)\n" in said
        assert f"The bytes as they came: scrapy archive show {fetch}\n" in said
        assert run_command("quarantine", "show", "999999", folder=folder) == 1
        assert capsys.readouterr().err == "scrapy quarantine: there is no fetch 999999\n"

    def test_a_retry_says_which_crawl_takes_what(self, folder: Path, capsys: Said) -> None:
        assert run_command("quarantine", "retry", "--all", folder=folder) == 0
        assert capsys.readouterr().out.splitlines() == [
            "2 due: the next crawl of short takes them",
            "1 of elsewhere.example left as they are: it has no source file, so no crawl takes them; "
            "by hand: scrapy crawl article -a url=https://elsewhere.example.example/x",
        ]

    def test_a_retry_of_a_page_that_is_not_in_quarantine_says_so(self, folder: Path, capsys: Said) -> None:
        assert run_command("quarantine", "retry", "999999", folder=folder) == 1
        assert capsys.readouterr().err == "scrapy quarantine: fetch 999999 is of no page in quarantine\n"
