"""One page under endless addresses ends the crawl; articles that have two addresses do not."""

from pipelines.traps import Repeats
from tests.documents import document, fetch


def test_many_pages_that_read_alike_are_a_trap() -> None:
    repeats = Repeats(few=5)
    for number in range(6):
        repeats.note(fetch(document("same", url=f"https://paper.example/calendar/{number}")))
        assert repeats.trap is None
    repeats.note(fetch(document("same", url="https://paper.example/calendar/7")))
    assert "6 of 7 pages repeat others" in (repeats.trap or "")


def test_a_site_where_each_article_has_two_addresses_is_none() -> None:
    repeats = Repeats(few=5)
    for number in range(40):
        for variant in ("", "/amp"):
            repeats.note(fetch(document(f"{number}", url=f"https://paper.example/{number}{variant}")))
    assert repeats.trap is None


def test_pages_that_were_never_read_say_nothing() -> None:
    repeats = Repeats(few=1)
    for _ in range(10):
        repeats.note(fetch(document=None, outcome="failed", reason="timeout", sha256=None))
    assert repeats.trap is None
