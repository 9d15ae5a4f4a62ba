"""What is printed steers no terminal and gives away no secret."""

import logging
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.printing import SafeFormatter, for_people, make_safe, printable, without_secrets


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("A bridge over the Tigris", "A bridge over the Tigris"),
        ("جسر فوق دجلة – Brücke, 橋 👍", "جسر فوق دجلة – Brücke, 橋 👍"),
        ("two\tcolumns", "two\tcolumns"),
        ("\x1b]0;owned\x07", "\\x1b]0;owned\\x07"),
        ("\x9b2J", "\\x9b2J"),
        ("one\r\ntwo\u2028three", "one\\r\\ntwo\\u2028three"),
        ("\u202emoc.elpmaxe", "\\u202emoc.elpmaxe"),
        ("\ud83d", "\\ud83d"),
    ],
)
def test_controls_are_shown_and_words_in_any_script_kept(text: str, shown: str) -> None:
    assert printable(text) == shown


@given(st.text())
def test_whatever_comes_one_printable_line_is_printed(text: str) -> None:
    shown = for_people(text)
    assert len(shown.splitlines()) <= 1
    assert all(character == "\t" or character >= " " for character in shown)
    assert shown.encode("utf-8").decode("utf-8") == shown


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("https://reader:hunter2@paper.example/a", "https://***@paper.example/a"),
        ("https://hunter2@paper.example", "https://***@paper.example"),
        ("postgresql://u:hun@ter2@db/news", "postgresql://***@db/news"),
        ("no host reader:hunter2@paper.example", "no host ***@paper.example"),
        ("<GET https://p.example/a?token=hunter2>", "<GET https://p.example/a?token=***>"),
        ("https://p.example/a?page=2&access_token=hunter2&b=c", "https://p.example/a?page=2&access_token=***&b=c"),
        ("?X-Amz-Signature=hunter2&X-Amz-Date=2", "?X-Amz-Signature=***&X-Amz-Date=***"),
        ("/a?apiKey=hunter2;id=5", "/a?apiKey=***;id=5"),
        ("/a?api-key=hunter2#part", "/a?api-key=***#part"),
        ("/a?key=hunter2 (referer: None)", "/a?key=*** (referer: None)"),
        ("/a#id_token=hunter2", "/a#id_token=***"),
        ("/a?PHPSESSID=hunter2", "/a?PHPSESSID=***"),
        ("/go?to=https%3A%2F%2Fp.example%2F%3Fpassword%3Dhunter2%26b%3Dc", None),
    ],
)
def test_credentials_in_urls_are_masked(text: str, shown: str | None) -> None:
    assert "hunter2" not in without_secrets(text)
    if shown:
        assert without_secrets(text) == shown


@pytest.mark.parametrize(
    "text",
    [
        "https://p.example/a?author=Amna&keywords=mosul&id=7&monkey=1&page=2",
        "https://p.example/2017/06/22/secret-token-of-the-city?section=key-events",
        "https://p.example/@reporter/12:30",
        "2026-11-21 12:00:01 [scrapy] INFO: mail desk@paper.example",
    ],
)
def test_other_addresses_stay_as_they_are(text: str) -> None:
    assert without_secrets(text) == text


def test_a_message_cannot_begin_a_line_of_the_log_and_a_traceback_stays_readable() -> None:
    try:
        raise ValueError("bad\n2001-01-01 INFO: all is well\x1b[2J")
    except ValueError:
        record = logging.makeLogRecord({"msg": "page %s", "args": ("a\nb",), "exc_info": sys.exc_info()})
    lines = SafeFormatter().format(record).split("\n")
    assert lines[0] == "page a"
    assert all(line.startswith("    ") for line in lines[1:])
    assert lines[-1] == "    2001-01-01 INFO: all is well\\x1b[2J"
    assert "    Traceback (most recent call last):" in lines


def test_a_handler_is_made_safe_once() -> None:
    handler = logging.NullHandler()
    handler.setFormatter(logging.Formatter("%(levelname)s: %(message)s"))
    make_safe(handler)
    formatter = handler.formatter
    make_safe(handler)
    assert handler.formatter is formatter
    assert handler.format(logging.makeLogRecord({"levelname": "INFO", "msg": "\x1b"})) == "INFO: \\x1b"
