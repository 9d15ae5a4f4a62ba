"""Cadences, logs, slots, and commands that are given what they cannot take."""

import os
import re
from datetime import timedelta
from pathlib import Path

import pytest

from crawler import settings
from crawler.columns import plain
from crawler.schedule.crawl import LOG_SIZE, free_slots, start, trim
from crawler.schedule.due import roughly
from crawler.sources.cadence import cadence, spelled
from tests.commands import run_command


@pytest.mark.parametrize("written", ["5m", "15m", "90m", "2h", "36h", "1d", "30d"])
def test_a_cadence_reads_as_it_is_written(written: str) -> None:
    assert spelled(cadence(written)) == written


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("30", "'30' is no cadence; write a number of minutes, hours or days: 15m, 2h or 1d"),
        (30, "30 is no cadence"),
        ("1.5h", "'1.5h' is no cadence"),
        ("hourly", "'hourly' is no cadence"),
        ("-1h", "'-1h' is no cadence"),
        ("1w", "'1w' is no cadence"),
        ("٣h", "'٣h' is no cadence"),
        ("4m", "'4m' is not between 5m and 30d"),
        ("31d", "'31d' is not between 5m and 30d"),
        ("999999999d", "'999999999d' is not between 5m and 30d"),
    ],
)
def test_a_wrong_cadence_is_told(written: object, said: str) -> None:
    with pytest.raises(ValueError, match=re.escape(said)):
        cadence(written)


def test_the_usual_cadence_is_one() -> None:
    assert cadence(settings.CRAWL_EVERY) == timedelta(hours=1)


@pytest.mark.parametrize(
    ("seconds", "said"),
    [(0, "0 s"), (59, "59 s"), (60, "1 min"), (7199, "119 min"), (7200, "2 h"), (172_799, "47 h"), (172_800, "2 d")],
)
def test_lengths_of_time_are_rough(seconds: float, said: str) -> None:
    assert roughly(timedelta(seconds=seconds)) == said


def test_what_is_printed_cannot_steer_a_terminal_and_every_script_stays_as_it_is() -> None:
    assert plain("a\x1b[2Jb\nc\u202ed\u2066\x9b\x00") == "a\\x1b[2Jb c\\u202ed\\u2066\\x9b\\x00"
    told = "الموصل، می‌شود — हिन्दी 北京 Ünsal"
    assert plain(told) == told


def test_the_last_logs_of_a_source_are_kept_and_a_crawl_that_cannot_begin_says_why(tmp_path: Path) -> None:
    log = tmp_path / "desk.log"
    for number, name in enumerate(("desk.log", "desk.1.log", "desk.2.log", "desk.3.log")):
        (tmp_path / name).write_text(str(number))
    (slot,) = free_slots(tmp_path, 1)
    crawl = start("desk", log, slot, [f"SOURCES_FOLDER={tmp_path / 'nowhere'}"])
    assert crawl.process.wait() == 2
    os.close(slot)
    assert crawl.last_line().endswith("/nowhere: no such folder of sources")
    assert [path.name for path in sorted(tmp_path.glob("*.log"))] == [
        "desk.1.log",
        "desk.2.log",
        "desk.3.log",
        "desk.log",
    ]
    assert [(tmp_path / f"desk.{number}.log").read_text() for number in (1, 2, 3)] == ["0", "1", "2"]


def test_a_long_log_keeps_its_end(tmp_path: Path) -> None:
    log = tmp_path / "desk.log"
    log.write_text("x" * LOG_SIZE + "the end")
    trim(log)
    assert log.stat().st_size == LOG_SIZE
    assert log.read_text().endswith("the end")


def test_a_slot_is_free_when_nobody_holds_it(tmp_path: Path) -> None:
    first, second = free_slots(tmp_path, 2)
    assert free_slots(tmp_path, 2) == []
    (third,) = free_slots(tmp_path, 3)
    os.close(first)
    (again,) = free_slots(tmp_path, 2)
    for slot in (second, third, again):
        os.close(slot)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ("crawl-due --at-once 0", "--at-once is a number from 1 to 64, not 0"),
        ("crawl-due --source al-jazera", "did you mean 'al-jazeera'"),
        ("crawl-due --source gb/bbc.yml", "--source takes a slug, and 'gb/bbc.yml' is a path"),
        ("crawl-due bbc", "what is 'bbc'? See scrapy crawl-due --help"),
        ("crawl-due --nosuch", "what is '--nosuch'?"),
        ("status bbc", "what is 'bbc'? See scrapy status --help"),
        ("status --source nosuch", "no source is named 'nosuch'"),
        ("quarantine", "which action? Use one of list, show, retry"),
        ("quarantine drop", "there is no action 'drop'. Use one of list, show, retry"),
        ("quarantine list 5", "list takes no ids"),
        ("quarantine list --since lately", "--since is a day, YYYY-MM-DD, not 'lately'"),
        ("quarantine list --limit -1", "--limit is a number of pages"),
        ("quarantine show", "show takes one id"),
        ("quarantine show 1 2", "show takes one id"),
        ("quarantine show x", "'x' is no id; 'scrapy quarantine list' prints them"),
        ("quarantine show 9999999999999999999", "is no id"),
        ("quarantine retry", "retry what? Give ids, or --source, --reason and --since, or --all"),
        ("quarantine retry 5 --all", "retry what?"),
    ],
)
def test_a_wrong_argument_is_one_line_and_exit_code_2(
    capsys: pytest.CaptureFixture[str], arguments: str, said: str
) -> None:
    assert run_command(*arguments.split()) == 2
    told = capsys.readouterr().err
    assert said in told
    assert told.count("\n") == 1


@pytest.mark.parametrize("name", ["crawl-due", "status"])
def test_a_wrong_usual_cadence_is_told(capsys: pytest.CaptureFixture[str], name: str) -> None:
    assert run_command(name, CRAWL_EVERY="5") == 2
    assert f"scrapy {name}: CRAWL_EVERY: '5' is no cadence" in capsys.readouterr().err


@pytest.mark.parametrize("name", ["crawl-due", "status", "quarantine"])
def test_a_database_that_is_away_is_one_line(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://reader:hunter2@127.0.0.1:1/news")
    assert run_command(name, *(["list"] if name == "quarantine" else [])) == 1
    told = capsys.readouterr().err
    assert "the server is away" in told
    assert "hunter2" not in told
    assert told.count("\n") == 1
