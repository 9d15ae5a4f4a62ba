"""``scrapy report``: what stands on the page."""

import re
from datetime import date, timedelta
from pathlib import Path

import pytest
from lxml import html
from sqlalchemy import Engine

from models.reporting.alarms import falls
from models.reporting.corpus import Coverage, Day
from models.reporting.revisions import Change, paired
from tests.commands import run_command
from tests.eventful import Desk
from tests.reported import HOSTILE, hostile_corpus, newsroom_corpus

Said = pytest.CaptureFixture[str]


@pytest.fixture
def out(database_url: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """Where the reports of a test go; its database is the one that the command uses."""
    monkeypatch.setenv("DATABASE_URL", database_url)
    (tmp_path / "sources").mkdir()
    return tmp_path / "report.html"


@pytest.fixture
def newsroom(engine: Engine, out: Path) -> Desk:
    """A newsroom's articles, in that database."""
    return newsroom_corpus(engine)


def report(out: Path, *arguments: str) -> html.HtmlElement:
    """Run the command; gives the page."""
    assert run_command("report", "-o", str(out), *arguments, folder=out.parent / "sources") == 0
    return html.fromstring(out.read_text("utf-8"))


def words(page: html.HtmlElement, css: str) -> list[str]:
    return [" ".join(found.text_content().split()) for found in page.cssselect(css)]


class TestContent:
    def test_everything_that_the_corpus_holds_is_counted_at_the_top(self, newsroom: Desk, out: Path) -> None:
        page = report(out)
        assert words(page, ".totals li")[:3] == ["4 articles", "1 sources with articles", "2 events"]
        assert words(page, ".chosen div")[0] == "Published 22 June to 9 July 2017" or "June 2017" in words(page, ".chosen")[0]

    def test_events_stand_in_order_of_time_with_figures_as_printed(self, newsroom: Desk, out: Path) -> None:
        page = report(out)
        titles = words(page, ".events h3")
        assert len(titles) == 2
        assert titles[-1] == "Bridge near Mosul #2 battle: 3 killed"
        assert "Killed, as printed: 3" in words(page, ".events .facts")[-1]
        assert "Mosul, Nineveh, Iraq" in words(page, "#places tbody th")[0]

    def test_every_chart_has_a_name_and_a_table_with_its_numbers(self, newsroom: Desk, out: Path) -> None:
        page = report(out)
        for part in ("timeline", "coverage", "places"):
            drawings = page.cssselect(f"#{part} svg")
            assert [drawing.get("class") for drawing in drawings] == ["wide", "narrow"]
            assert all(drawing.get("role") == "img" and drawing.get("aria-label") for drawing in drawings)
            assert page.cssselect(f"#{part} tbody tr")

    def test_photos_come_with_caption_names_and_the_line_as_printed(self, newsroom: Desk, out: Path) -> None:
        [photo] = report(out).cssselect(".wall li")  # one picture in four articles
        assert words(photo, "blockquote") == ["A patrol in the Shifa quarter."]
        assert words(photo, ".by") == ["Fadel Senna for AFP"]
        assert "Fadel Senna/AFP via Getty Images)" in words(photo, ".line")[0]
        assert [link.get("rel") for link in photo.cssselect("a")] == ["noopener noreferrer nofollow"] * 2

    def test_a_revision_shows_word_by_word_what_went_and_what_came(self, newsroom: Desk, out: Path) -> None:
        [revision] = report(out).cssselect(".revision")
        assert words(revision, ".tag") == ["new headline", "other figures", "paragraph withdrawn"]
        assert words(revision, "del") == ["12", "12", "The mayor denied it."]
        assert words(revision, "ins") == ["15", "15"]

    def test_texts_in_other_languages_say_so_and_arabic_runs_from_the_right(self, newsroom: Desk, out: Path) -> None:
        page = report(out, "--event", str(max(newsroom.events, key=lambda event: len(newsroom.events[event]))))
        told = {link.get("lang"): link.get("dir") for link in page.cssselect("#timeline tbody a")}
        assert told == {"en": "ltr", "fr": "ltr", "ar": "rtl"}

    def test_one_event_alone(self, newsroom: Desk, out: Path) -> None:
        event = min(newsroom.events, key=lambda event: len(newsroom.events[event]))
        page = report(out, "--event", str(event))
        assert words(page, "h1") == ["Bridge near Mosul #2 battle: 3 killed"]
        assert words(page, ".totals li")[0] == "1 article"
        assert len(page.cssselect("#timeline tbody tr")) == 1

    def test_a_period_takes_articles_events_photos_and_revisions(self, newsroom: Desk, out: Path) -> None:
        page = report(out, "--since", "2017-07-01", "--until", "2017-07-31", "--source", "paper.example")
        assert words(page, ".totals li")[:3] == ["1 article", "1 sources with articles", "1 event"]
        assert words(page, "#revisions .note") == ["No article was seen to change in what was asked for."]

    def test_a_period_without_anything_says_so_in_each_part(self, newsroom: Desk, out: Path) -> None:
        page = report(out, "--since", "1999-01-01", "--until", "1999-12-31")
        assert not page.cssselect("svg")
        for part in ("timeline", "coverage", "places", "photos", "revisions"):
            assert re.match("No .* in what was asked for|No event with a place", words(page, f"#{part} .note")[0])

    def test_an_empty_corpus_makes_a_page_too(self, out: Path) -> None:
        page = report(out)
        assert words(page, ".totals li")[0] == "0 articles"
        assert "None." in words(page, "#alarms")[0]

    def test_a_screen_reader_finds_its_way(self, newsroom: Desk, out: Path) -> None:
        page = report(out)
        assert page.get("lang") == "en"
        levels = [int(heading.tag[1]) for heading in page.cssselect("h1, h2, h3")]
        assert levels[0] == 1
        assert levels.count(1) == 1
        assert all(later - earlier <= 1 for earlier, later in zip(levels, levels[1:], strict=False))
        ids = page.xpath("//@id")
        assert len(ids) == len(set(ids))
        assert {link.get("href")[1:] for link in page.cssselect('a[href^="#"]')} <= set(ids)
        assert all(cell.get("scope") for cell in page.cssselect("th"))
        assert [len(page.cssselect(mark)) for mark in ("header", "nav", "main", "footer")] == [1, 1, 1, 1]

    @pytest.mark.parametrize("scheme", [0, 1])
    def test_every_ink_can_be_read_on_every_ground(self, newsroom: Desk, out: Path, scheme: int) -> None:
        style = report(out).cssselect("style")[0].text
        block = re.findall(r":root \{(.*?)\}", style, re.DOTALL)[scheme]
        colours = dict(re.findall(r"--([a-z]+): (#[0-9a-f]{6})", block))
        for ink in ("ink", "muted", "accent"):
            for ground in ("paper", "card"):
                assert _contrast(colours[ink], colours[ground]) >= 4.5, (ink, ground)
        for ground in ("gone", "come", "land"):
            assert _contrast(colours["ink"], colours[ground]) >= 4.5, ground


class TestHostilePages:
    def test_nothing_of_a_page_becomes_markup_script_or_a_link_that_is_none(self, engine: Engine, out: Path) -> None:
        hostile_corpus(engine)
        page = report(out)
        source = out.read_text("utf-8")
        allowed = set(
            "html head meta link title style body header footer main nav section article a p h1 h2 h3 dl div dt dd ul ol li b"
            " bdi time span details summary table caption thead tbody tr th td blockquote q del ins"
            " svg g path line rect text tspan".split()
        )
        assert {element.tag for element in page.iter() if isinstance(element.tag, str)} <= allowed
        assert not [name for element in page.iter() for name in element.attrib if name.lower().startswith("on")]
        assert all(re.match("https?://|#|data:,$", link) for link in page.xpath("//@href"))
        assert not page.xpath("//@src | //@srcset | //@style | //@action | //@background")
        assert not re.search("[\x00-\x08\x0b\x0c\x0e-\x1f\u202a-\u202e\u2066-\u2069]", source)
        assert "\\u202egnp.exe" in source
        assert "{{ 7 * 7 }}" in page.text_content()
        assert "W" * 2_000 not in source
        assert len(source) < 1_000_000

    def test_the_page_forbids_itself_everything_but_its_styles(self, newsroom: Desk, out: Path) -> None:
        [policy] = report(out).cssselect("meta[http-equiv]")
        assert policy.get("content").startswith("default-src 'none'; style-src 'unsafe-inline'; img-src data:;")


class TestCommand:
    def test_an_older_report_is_replaced_and_nothing_else_is(self, newsroom: Desk, out: Path, capsys: Said) -> None:
        report(out)
        report(out)
        out.write_text("my notes")
        assert run_command("report", "-o", str(out)) == 2
        assert "is there and is no report" in capsys.readouterr().err
        assert out.read_text() == "my notes"
        report(out, "--force")
        assert [file.name for file in out.parent.iterdir() if file.is_file()] == ["report.html"]

    @pytest.mark.parametrize(
        ("arguments", "said"),
        [
            (["--since", "yesterday"], "--since is a day, YYYY-MM-DD, not 'yesterday'"),
            (["--since", "2017-07-01", "--until", "2017-06-01"], "--until lies before --since"),
            (["--event", "99"], "there is no event 99"),
            (["--event", "x"], "--event is an id, not 'x'"),
            (["--source", "nosuch"], "there is no source 'nosuch' in the database"),
            (["more"], "what is 'more'?"),
        ],
    )
    def test_wrong_arguments_are_named(self, out: Path, capsys: Said, arguments: list[str], said: str) -> None:
        assert run_command("report", "-o", str(out), *arguments) == 2
        assert said in capsys.readouterr().err
        assert not out.exists()

    def test_a_place_that_cannot_be_written_is_named(self, out: Path, capsys: Said) -> None:
        assert run_command("report", "-o", str(out.parent)) == 2
        assert run_command("report", "-o", str(out.parent / "nosuch" / "report.html")) == 2
        assert "is a folder: name a file" in capsys.readouterr().err


class TestReading:
    def test_reworded_paragraphs_are_put_beside_each_other(self) -> None:
        lines = [
            {"field": "body", "place": 1, "was": "At least 12 people died in it.", "became": None},
            {"field": "body", "place": 1, "was": None, "became": "At least 15 people died in it."},
            {"field": "body", "place": 2, "was": "The mayor denied it.", "became": None},
            {"field": "body", "place": 3, "was": None, "became": "Nobody else spoke at all."},
        ]
        assert paired(lines) == [
            Change(field="body", was="At least 12 people died in it.", became="At least 15 people died in it."),
            Change(field="body", was="The mayor denied it.", became=None),
            Change(field="body", was=None, became="Nobody else spoke at all."),
        ]

    def test_a_share_that_fell_by_a_fifth_is_an_alarm_and_few_articles_are_none(self) -> None:
        last = date(2026, 11, 1)
        days = [
            Day(source_id=1, day=last - timedelta(days=40), articles=20, with_body=20),
            Day(source_id=1, day=last, articles=20, with_body=10),
            Day(source_id=2, day=last - timedelta(days=40), articles=5, with_body=5),
            Day(source_id=2, day=last, articles=5),
        ]
        [fall] = falls(Coverage(days=days, undated=0), last)
        assert (fall.source_id, fall.what, fall.was, fall.became, fall.of) == (1, "text", 1.0, 0.5, 20)


def _contrast(one: str, other: str) -> float:
    """WCAG's contrast of two colours."""
    low, high = sorted(map(_luminance, (one, other)))
    return (high + 0.05) / (low + 0.05)


def _luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
