"""Which paths a site reserves from text and data mining."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.manners.tdmrep import MOST_BYTES, read_tdmrep, signals_for

SITE = "https://paper.example"


def said(path: str, *entries: Any) -> tuple[str, ...]:
    rules = read_tdmrep(json.dumps(entries).encode(), f"{SITE}/.well-known/tdmrep.json")
    return signals_for(SITE + path, rules)


def test_reservation_and_policy_of_the_first_rule_that_matches() -> None:
    entries = (
        {"location": "/opinion/free/", "tdm-reservation": 0},
        {"location": "/opinion/", "tdm-reservation": 1, "tdm-policy": "/policy.json"},
        {"location": "/", "tdm-reservation": 0, "tdm-policy": "https://rights.example/all.json"},
    )
    assert said("/opinion/a.html", *entries) == ("tdm-reservation=1", f"tdm-policy={SITE}/policy.json")
    assert said("/opinion/free/a.html", *entries) == ("tdm-reservation=0",)
    assert said("/news", *entries) == ("tdm-reservation=0", "tdm-policy=https://rights.example/all.json")


@pytest.mark.parametrize(
    ("location", "path", "matches"),
    [
        ("/", "", True),
        ("/news", "/newsletter", True),
        ("/news$", "/newsletter", False),
        ("/news$", "/news", True),
        ("/*/photo", "/2017/06/photo.html", True),
        ("/*/photo$", "/2017/06/photo.html", False),
        ("/*.html$", "/2017/a.html", True),
        ("/*.html$", "/2017/a.html?page=2", False),
        ("/*?page=", "/2017/a.html?page=2", True),
        ("/a*a$", "/a", False),
        ("/News", "/news", False),
        ("/caf%c3%a9", "/café/1", True),
        ("/café", "/caf%C3%A9/1", True),
        ("/%61rticles", "/articles/1", True),
        ("/a%2Fb", "/a/b", False),
        ("/" + "*a" * 900, "/" + "a" * 1900, True),
        ("/" + "*a" * 900 + "b", "/" + "a" * 1900, False),
    ],
)
def test_paths_match_as_they_do_in_robots_txt(location: str, path: str, matches: bool) -> None:
    assert bool(said(path, {"location": location, "tdm-reservation": 1})) is matches


@pytest.mark.parametrize(
    "entry",
    [
        None,
        7,
        [],
        {},
        {"location": "/", "tdm-reservation": 2},
        {"location": "/", "tdm-reservation": True},
        {"location": "/", "tdm-reservation": [1]},
        {"location": "news", "tdm-reservation": 1},
        {"location": ["/"], "tdm-reservation": 1},
        {"location": "/" * 5000, "tdm-reservation": 1},
        {"location": "/", "tdm-policy": "javascript:alert(1)"},
        {"location": "/", "tdm-policy": "http://["},
        {"location": "/", "tdm-policy": "https://rights.example/\ud800"},
        {"location": "/", "tdm-policy": {"a": 1}},
    ],
)
def test_an_entry_that_makes_no_sense_is_passed_over(entry: Any) -> None:
    assert said("/a", entry, {"location": "/\ud800"}, {"location": "/", "tdm-reservation": "1"}) == (
        "tdm-reservation=1",
    )


@pytest.mark.parametrize(
    "body", [b"", b"<html></html>", b"{}", b"[" * 200_000, b'"', b"\xff\xfe", b"[" + b"9" * 9000 + b"]", b"null"]
)
def test_a_file_that_is_no_list_of_rules_says_nothing(body: bytes) -> None:
    assert read_tdmrep(body, SITE) == ()


def test_an_endless_file_is_not_read_to_its_end() -> None:
    rule = b'{"location": "/", "tdm-reservation": 1}'
    assert read_tdmrep(b"[" + b" " * MOST_BYTES + rule + b"]", SITE) == ()
    assert len(read_tdmrep(b"[" + b",".join([rule] * 5000) + b"]", SITE)) == 1000


@given(
    st.recursive(
        st.none() | st.booleans() | st.floats() | st.text(),
        lambda c: st.lists(c) | st.dictionaries(st.sampled_from(["location", "tdm-reservation", "tdm-policy"]), c),
    )
)
def test_whatever_a_site_writes_there_is_no_error(value: Any) -> None:
    assert all(signal.startswith("tdm") or " tdm-" in signal for signal in said("/a", value))
