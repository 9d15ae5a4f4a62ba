"""``scrapy report``: what stands on the page."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path
from secrets import token_hex
from tempfile import TemporaryDirectory

import pytest
from lxml import html
from sqlalchemy import Engine, make_url

from models import db
from models.reporting.alarms import falls
from models.reporting.corpus import Coverage, Day
from models.reporting.revisions import Change, paired
from tests.commands import run_command
from tests.conftest import scratch_database
from tests.eventful import Desk
from tests.reported import hostile_corpus, newsroom_corpus

Said = pytest.CaptureFixture[str]


@dataclass(frozen=True)
class Newsroom:
    """A newsroom's articles, the database that holds them, and reports on it."""

    desk: Desk
    url: str
    folder: Path

    @property
    def out(self) -> Path:
        return self.folder / "report.html"

    def report(self, *arguments: str) -> html.HtmlElement:
        return reported(self.url, self.out, *arguments)

    def event(self, articles: int) -> str:
        """The id of the event with so many articles."""
        [event] = [event for event, members in self.desk.events.items() if len(members) == articles]
        return str(event)


def reported(url: str, out: Path, *arguments: str) -> html.HtmlElement:
    """Run the command on a database, without sources of our own; gives the page."""
    assert command(url, "-o", str(out), *arguments) == 0
    return html.fromstring(out.read_text("utf-8"))


def command(url: str, *arguments: str) -> int:
    with pytest.MonkeyPatch.context() as patch, TemporaryDirectory() as no_sources:
        patch.setenv("DATABASE_URL", url)
        return run_command("report", *arguments, folder=Path(no_sources))


@pytest.fixture(scope="module")
def newsroom(server: str, migrated_template: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Newsroom]:
    """Nothing in it is changed by the tests."""
    with scratch_database(server, migrated_template) as url, db.engine_on(url) as engine:
        yield Newsroom(newsroom_corpus(engine), url, tmp_path_factory.mktemp("report"))


@pytest.fixture(scope="module")
def page(newsroom: Newsroom) -> html.HtmlElement:
    """The report on all of it."""
    return newsroom.report()


def words(page: html.HtmlElement, css: str) -> list[str]:
    return [" ".join(found.text_content().split()) for found in page.cssselect(css)]


class TestContent:
    def test_everything_that_the_corpus_holds_is_counted_at_the_top(self, page: html.HtmlElement) -> None:
        assert words(page, ".totals li")[:3] == ["4 articles", "1 source with articles", "2 events"]
        assert words(page, ".chosen dd")[0] == "22 June 2017 to 9 July 2017"

    def test_events_stand_in_order_of_time_with_figures_as_printed(self, page: html.HtmlElement) -> None:
        titles = words(page, ".events h3")
        assert len(titles) == 2
        assert titles[-1] == "Bridge near Mosul #2 battle: 3 killed"
        assert "Killed, as printed: 3" in words(page, ".events .facts")[-1]
        assert "Mosul, Nineveh, Iraq" in words(page, "#places tbody th")[0]

    def test_every_chart_has_a_name_and_a_table_with_its_numbers(self, page: html.HtmlElement) -> None:
        for part in ("timeline", "coverage", "places"):
            drawings = page.cssselect(f"#{part} svg")
            assert [drawing.get("class") for drawing in drawings] == ["wide", "narrow"]
            assert all(drawing.get("role") == "img" and drawing.get("aria-label") for drawing in drawings)
            assert page.cssselect(f"#{part} tbody tr")

    def test_photos_come_with_caption_names_and_the_line_as_printed(self, page: html.HtmlElement) -> None:
        [photo] = page.cssselect(".wall li")  # one picture in four articles
        assert words(photo, "blockquote") == ["A patrol in the Shifa quarter."]
        assert words(photo, ".by") == ["Fadel Senna for AFP"]
        assert "Fadel Senna/AFP via Getty Images)" in words(photo, ".line")[0]
        assert [link.get("rel") for link in photo.cssselect("a")] == ["noopener noreferrer nofollow"] * 2

    def test_a_revision_shows_word_by_word_what_went_and_what_came(self, page: html.HtmlElement) -> None:
        [revision] = page.cssselect(".revision")
        assert words(revision, ".tag") == ["new headline", "other figures", "paragraph withdrawn"]
        assert words(revision, "del") == ["12", "12", "The mayor denied it."]
        assert words(revision, "ins") == ["15", "15"]

    def test_texts_in_other_languages_say_so_and_arabic_runs_from_the_right(self, newsroom: Newsroom) -> None:
        page = newsroom.report("--event", newsroom.event(articles=3))
        told = {link.get("lang"): link.get("dir") for link in page.cssselect("#timeline tbody a")}
        assert told == {"en": "ltr", "fr": "ltr", "ar": "rtl"}

    def test_one_event_alone(self, newsroom: Newsroom) -> None:
        page = newsroom.report("--event", newsroom.event(articles=1))
        assert words(page, "h1") == ["Bridge near Mosul #2 battle: 3 killed"]
        assert words(page, ".totals li")[0] == "1 article"
        assert len(page.cssselect("#timeline tbody tr")) == 1

    def test_a_period_takes_articles_events_photos_and_revisions(self, newsroom: Newsroom) -> None:
        page = newsroom.report("--since", "2017-07-01", "--until", "2017-07-31", "--source", "paper.example")
        assert words(page, ".totals li")[:3] == ["1 article", "1 source with articles", "1 event"]
        assert words(page, "#revisions .note") == ["No article was seen to change in what was asked for."]

    def test_a_period_without_anything_says_so_in_each_part(self, newsroom: Newsroom) -> None:
        page = newsroom.report("--since", "1999-01-01", "--until", "1999-12-31")
        assert not page.cssselect("svg")
        for part in ("timeline", "coverage", "places", "photos", "revisions"):
            assert re.match("No .* in what was asked for|No event with a place", words(page, f"#{part} .note")[0])

    def test_an_empty_corpus_makes_a_page_too(self, database_url: str, tmp_path: Path) -> None:
        page = reported(database_url, tmp_path / "report.html")
        assert words(page, ".totals li")[0] == "0 articles"
        assert "None." in words(page, "#alarms")[0]

    def test_a_screen_reader_finds_its_way(self, page: html.HtmlElement) -> None:
        assert page.get("lang") == "en"
        levels = [int(heading.tag[1]) for heading in page.cssselect("h1, h2, h3")]
        assert levels[0] == 1
        assert levels.count(1) == 1
        assert all(later - earlier <= 1 for earlier, later in pairwise(levels))
        ids = page.xpath("//@id")
        assert len(ids) == len(set(ids))
        assert {link.get("href")[1:] for link in page.cssselect('a[href^="#"]')} <= set(ids)
        assert all(cell.get("scope") for cell in page.cssselect("th"))
        assert [len(page.cssselect(mark)) for mark in ("header", "nav", "main", "footer")] == [1, 1, 1, 1]

    @pytest.mark.parametrize("scheme", [0, 1])
    def test_every_ink_can_be_read_on_every_ground(self, page: html.HtmlElement, scheme: int) -> None:
        style = page.cssselect("style")[0].text
        block = re.findall(r":root \{(.*?)\}", style, re.DOTALL)[scheme]
        colours = dict(re.findall(r"--([a-z]+): (#[0-9a-f]{6})", block))
        for ink in ("ink", "muted", "accent"):
            for ground in ("paper", "card"):
                assert _contrast(colours[ink], colours[ground]) >= 4.5, (ink, ground)
        for ground in ("gone", "come", "land"):
            assert _contrast(colours["ink"], colours[ground]) >= 4.5, ground


class TestHostilePages:
    def test_nothing_of_a_page_becomes_markup_script_or_a_link_that_is_none(
        self, engine: Engine, database_url: str, tmp_path: Path
    ) -> None:
        hostile_corpus(engine)
        out = tmp_path / "report.html"
        page = reported(database_url, out)
        source = out.read_text("utf-8")
        allowed = re.compile(
            "html|head|meta|link|title|style|body|header|footer|main|nav|section|article|a|p|h[123]|dl|div|dt|dd|ul|ol|li|b"
            "|bdi|time|span|details|summary|table|caption|thead|tbody|tr|th|td|blockquote|q|del|ins"
            "|svg|g|path|line|rect|text|tspan"
        )
        assert not [element for element in page.iter() if not allowed.fullmatch(str(element.tag))]
        assert not [name for element in page.iter() for name in element.attrib if name.lower().startswith("on")]
        assert all(re.match("https?://|#|data:,$", link) for link in page.xpath("//@href"))
        assert not page.xpath("//@src | //@srcset | //@style | //@action | //@background")
        assert not re.search("[\x00-\x08\x0b\x0c\x0e-\x1f\u202a-\u202e\u2066-\u2069]", source)
        assert "\\u202egnp.exe" in source
        assert "{{ 7 * 7 }}" in page.text_content()
        assert "W" * 2_000 not in source
        assert len(source) < 1_000_000

    def test_the_page_forbids_itself_everything_but_its_styles(self, page: html.HtmlElement) -> None:
        [policy] = page.cssselect("meta[http-equiv]")
        assert policy.get("content").startswith("default-src 'none'; style-src 'unsafe-inline'; img-src data:;")


class TestCommand:
    def test_an_older_report_is_replaced_and_nothing_else_is(self, newsroom: Newsroom, capsys: Said) -> None:
        newsroom.report("--until", "1999-12-31")
        newsroom.report("--until", "1999-12-31")
        newsroom.out.write_text("my notes")
        assert command(newsroom.url, "-o", str(newsroom.out)) == 2
        assert "is there and is no report" in capsys.readouterr().err
        assert newsroom.out.read_text() == "my notes"
        newsroom.report("--until", "1999-12-31", "--force")
        assert [file.name for file in newsroom.folder.iterdir()] == ["report.html"]

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
    def test_wrong_arguments_are_named(
        self, newsroom: Newsroom, tmp_path: Path, capsys: Said, arguments: list[str], said: str
    ) -> None:
        assert command(newsroom.url, "-o", str(tmp_path / "report.html"), *arguments) == 2
        assert said in capsys.readouterr().err
        assert not list(tmp_path.iterdir())

    def test_a_place_that_cannot_be_written_is_named(self, newsroom: Newsroom, tmp_path: Path, capsys: Said) -> None:
        assert command(newsroom.url, "-o", str(tmp_path)) == 2
        assert command(newsroom.url, "-o", str(tmp_path / "nosuch" / "report.html")) == 2
        assert "is a folder: name a file" in capsys.readouterr().err

    def test_an_analysts_login_is_enough_and_the_page_says_what_it_could_not_see(
        self, analyst: str, tmp_path: Path
    ) -> None:
        page = reported(analyst, tmp_path / "report.html")
        assert words(page, ".totals li")[0] == "4 articles"
        assert "This login may read the analysts' schema only" in words(page, "#alarms")[0]
        assert "No source fell silent" not in words(page, "#alarms")[0]


@pytest.fixture
def analyst(newsroom: Newsroom) -> Iterator[str]:
    """The URL of a login that may use the schema ``analyst`` and nothing else."""
    name = f"analyst_{token_hex(4)}"
    newsroom.desk.sql(f"create role {name} login password '{name}'")
    newsroom.desk.sql(f"grant analyst to {name}")
    yield make_url(newsroom.url).set(username=name, password=name).render_as_string(hide_password=False)
    newsroom.desk.sql(f"drop role {name}")


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
