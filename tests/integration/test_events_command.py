"""What ``scrapy events`` prints, refuses and reads from files."""

import gzip
import json
from pathlib import Path

import pytest
from scrapy.settings import Settings
from sqlalchemy import Engine

from crawler.events.after_crawl import keep_up
from crawler.events.files import Rows, story_of_article
from crawler.events.rulings import Desk as RulingDesk
from models.events.unread import updating
from tests.commands import run_command
from tests.documents import PHOTO
from tests.eventful import Desk
from tests.events_stand_in import STAGES

Said = pytest.CaptureFixture[str]


@pytest.fixture
def desk(engine: Engine, database_url: str, monkeypatch: pytest.MonkeyPatch) -> Desk:
    """The database that the commands of the test use."""
    monkeypatch.setenv("DATABASE_URL", database_url)
    return Desk(engine)


def events(*arguments: str) -> int:
    return run_command("events", *arguments, EVENTS_WAIT="0", EXTRACTION_TIMEOUT="20", EXTRACTION_MEMORY_MB="2048")


class TestList:
    def test_the_newest_events_with_what_is_known_of_them(self, desk: Desk, capsys: Said) -> None:
        desk.store("a #7 battle for Mosul", "b #7 Mosul", "c #8 \x1b[2J elsewhere")
        desk.keep_up()
        desk.store("d #9")
        assert events("list") == 0
        head, *lines, empty, due = capsys.readouterr().out.splitlines()
        assert head.split() == ["id", "when", "where", "kind", "articles", "sources", "title"]
        assert len(lines) == 2
        battle = next(line for line in lines if "battle" in line)
        assert "2017-06-22  Mosul, Nineveh, IQ  battle  2" in battle
        assert (empty, due) == ("", "1 articles are not taken in yet: scrapy events update")

    @pytest.mark.parametrize(
        ("filters", "found"),
        [
            (["--kind", "battle"], ["1"]),
            (["--country", "iq"], ["1"]),
            (["--min-sources", "2"], ["1"]),
            (["--since", "2017-06-23"], []),
            (["--until", "2017-06-22", "--limit", "1"], ["2"]),
            (["--since", "2017-06-22", "--until", "2017-06-22"], ["2", "1"]),
        ],
    )
    def test_only_what_is_asked_for(self, desk: Desk, capsys: Said, filters: list[str], found: list[str]) -> None:
        desk.store("a #7 battle for Mosul", "b #7")
        desk.keep_up()
        desk.store("c #8")
        desk.keep_up()
        assert events("list", *filters) == 0
        lines = capsys.readouterr().out.splitlines()
        assert [line.split()[0] for line in lines[1:]] == found
        if not found:
            assert lines == ["there are no events that were asked for"]


class TestShow:
    def test_the_whole_record_with_what_it_stands_on(self, desk: Desk, engine: Engine, capsys: Said) -> None:
        desk.store("a #7 battle for Mosul, 12 killed", photos=(PHOTO,), body="The very same words.")
        desk.keep_up()
        desk.store("b #7", body="The very same words.")
        desk.keep_up()
        RulingDesk(engine, STAGES, wait=0).split(1, [desk.id("b")], "other \x1b[2Jday", "me")
        assert events("show", "1") == 0
        said = capsys.readouterr().out
        for line in (
            "event 1: a #7 battle for Mosul, 12 killed",
            "  when      2017-06-22 (day)",
            "  where     Mosul, Nineveh, IQ (36.3350, 43.1190; city)",
            "            “a #7 battle for Mosul, 12 killed” (article 1, headline)",
            "    killed: 12 (1 source)",
            "    Golden Division, group (1 source)",
            "    A patrol in the Shifa quarter.",
            "      Credit: Fadel Senna/AFP via Getty Images)",
            "  articles (1): id, when published (UTC), source, headline, how central of 1",
            "by me: other [2Jday",
        ):
            assert line in said
        history = said[said.index("history") :]
        assert "new: came 1" in history
        assert f"changed: came {desk.id('b')}" in history
        assert f"changed: went {desk.id('b')}" in history

    def test_a_merged_event_leads_to_the_one_it_went_into(self, desk: Desk, engine: Engine, capsys: Said) -> None:
        desk.store("a #7", "b #7", "c #8")
        desk.keep_up()
        RulingDesk(engine, STAGES, wait=0).merge([1, 2], None, None)
        assert events("show", "2") == 0
        assert capsys.readouterr().out.startswith("event 2 was merged into event 1\nevent 1: ")

    def test_an_id_that_is_none(self, desk: Desk, capsys: Said) -> None:
        assert events("show", "77") == 1
        assert capsys.readouterr().err == "scrapy events: there is no event 77; scrapy events list prints ids\n"


class TestExplain:
    def test_links_with_what_they_share_and_the_nearest_event_that_it_is_not_in(
        self, desk: Desk, engine: Engine, capsys: Said
    ) -> None:
        desk.store("a #7 Baghouz recaptured", "b #7 Baghouz taken", "c #7 a third")
        desk.keep_up()
        RulingDesk(engine, STAGES, wait=0).split(1, [desk.id("c")], None, None)
        assert events("explain", str(desk.id("a"))) == 0
        said = capsys.readouterr().out
        assert said.startswith(f"article {desk.id('a')}: a #7 Baghouz recaptured\n  in event 1, centrality 1.00\n")
        asked = "two are put together that are 2.1 alike, many that are 1.5 alike on average"
        assert f"  linked in it with 1 article ({asked})\n" in said
        assert f"    3.00  {desk.id('b')}  paper.example: b #7 Baghouz taken\n" in said
        assert "baghouz" in said.lower().split("linked in it")[1]
        assert "the nearest event that it is not in: 2, 1 link" in said
        assert "ruling 1, apart, side 2" in said

    def test_one_that_is_due_or_could_not_be_read_says_so(self, desk: Desk, capsys: Said) -> None:
        desk.store("a #unlucky", "b #8")
        desk.keep_up()
        desk.store("c #9")
        assert events("explain", "https://paper.example/2017/a") == 0
        said = capsys.readouterr().out
        assert "could not be read: grouping: RuntimeError: an unlucky report; scrapy events update --failed" in said
        assert "it is in no event yet" in said
        assert events("explain", str(desk.id("c"))) == 0
        assert "is read at the next update" in capsys.readouterr().out

    def test_one_that_is_not_stored(self, desk: Desk, capsys: Said) -> None:
        assert events("explain", "https://paper.example/none") == 1
        assert capsys.readouterr().err.startswith("scrapy events: no article is stored under")


class TestKeepingUp:
    def test_whoever_comes_second_leaves_it_to_the_first(self, desk: Desk, engine: Engine, capsys: Said) -> None:
        settings = Settings({"EVENTS_WAIT": 0, "EXTRACTION_TIMEOUT": 20, "EXTRACTION_MEMORY_MB": 2048})
        said, problem = keep_up(engine, settings)
        assert (said.partition(":")[0], problem) == ("views", None)  # no article is due; a run was at work
        desk.store("a #7")
        with updating(engine, 0):
            said, problem = keep_up(engine, settings)
            assert events("update") == 1
        assert said.startswith("events: another update of events is at work (dateline events, process ")
        assert problem is None
        assert "another update of events is at work" in capsys.readouterr().err


class TestRulings:
    def test_each_says_what_came_of_it_and_how_to_take_it_back(self, desk: Desk, capsys: Said) -> None:
        desk.store("a #7", "b #7", "c #8")
        desk.keep_up()
        assert events("reject", "2", "--note", "a column", "--by", "me") == 0
        assert capsys.readouterr().out == ("ruling 1; its articles are in: 2. scrapy events restore 1 withdraws it\n")
        assert events("restore", "1") == 0
        assert capsys.readouterr().out == "ruling 1 is withdrawn; its articles are in: 2\n"
        assert events("restore", "1") == 1
        assert (
            capsys.readouterr().err
            == "scrapy events: there is no ruling 1 that stands: scrapy events show ID lists them\n"
        )

    def test_none_is_made_while_an_update_is_at_work(self, desk: Desk, engine: Engine, capsys: Said) -> None:
        desk.store("a #7")
        desk.keep_up()
        with updating(engine, 0):
            assert events("reject", "1") == 1
        assert "another update of events is at work (dateline events, process" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ([], "which action?"),
        (["lsit"], "there is no action 'lsit'"),
        (["show"], "show takes the id of one event"),
        (["show", "one"], "'one' is no id"),
        (["merge", "1"], "merge takes the ids of two events or more"),
        (["merge", "1", "1"], "merge takes the ids of two events or more"),
        (["split", "1"], "split takes the id of an event, and those of its articles"),
        (["update", "1"], "update takes no ids"),
        (["explain", "a b"], "explain takes one article"),
        (["list", "--since", "yesterday"], "--since is a day, YYYY-MM-DD"),
        (["list", "--since", "2017-06-22", "--until", "2017-06-21"], "--until lies before --since"),
        (["list", "--kind", "war"], "--kind is one of battle, "),
        (["list", "--country", "Iraq"], "--country is two letters"),
        (["list", "--limit", "-1"], "--limit is 1 or more"),
        (["list", "--note", "x"], "list takes no --note"),
        (["show", "1", "--kind", "battle"], "show takes no --kind"),
        (["cluster"], "cluster takes one file"),
    ],
)
def test_wrong_arguments_are_refused_in_a_line(capsys: Said, arguments: list[str], said: str) -> None:
    assert events(*arguments) == 2
    error = capsys.readouterr().err
    assert error.startswith(f"scrapy events: {said}")
    assert error.count("\n") == 1


def rows_of(path: Path) -> list[dict[str, object]]:
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


ARTICLE = {
    "id": "a1",
    "published": "2017-07-10",
    "title": "Mosul retaken",
    "body": "The army retook Mosul.",
    "source": "x",
}


def test_bad_rows_cost_themselves_alone_and_are_named(tmp_path: Path, capsys: Said) -> None:
    lines = [
        json.dumps(ARTICLE),
        "{not json",
        "[1, 2]",
        json.dumps(ARTICLE),
        json.dumps({**ARTICLE, "id": None}),
        json.dumps({**ARTICLE, "id": 2, "published": "yesterday"}),
        json.dumps({**ARTICLE, "id": 3, "title": None, "body": " "}),
        json.dumps({**ARTICLE, "id": 4, "body": 7}),
        "",
        json.dumps({**ARTICLE, "id": 5, "published": None, "title": "lone \ud800 surrogate"}),
    ]
    file = tmp_path / "articles.jsonl.gz"
    file.write_bytes(gzip.compress("\n".join(lines).encode("utf-8"))[:-9])
    rows = Rows(file)
    stories = list(rows.checked(story_of_article))
    assert [story.id for story in stories] == ["a1", 5]
    assert [story.passages[0].text for story in stories] == ["Mosul retaken", "lone  surrogate"]
    assert str(stories[0].published) == "2017-07-10 00:00:00+00:00"
    assert (rows.read, rows.skipped) == (2, 8)
    said = capsys.readouterr().err
    for why in (
        "line 2 is skipped: ",
        "line 3 is skipped: it is no object",
        "line 4 is skipped: its id 'a1' was there before",
        "line 5 is skipped: it has no id",
        "line 6 is skipped: its date is not like 2017-06-22",
        "line 7 is skipped: it has neither title nor body",
        "line 8 is skipped: its body is no text",
        "the end is skipped: the file breaks off",
    ):
        assert why in said


def test_a_number_and_the_same_number_as_a_text_are_one_id_given_twice(tmp_path: Path, capsys: Said) -> None:
    given = (1, "2", "1", 2, "a1", "01")
    file = tmp_path / "articles.jsonl"
    file.write_text("".join(json.dumps({**ARTICLE, "id": identity}) + "\n" for identity in given))
    rows = Rows(file)
    assert [story.id for story in rows.checked(story_of_article)] == [1, "2", "a1", "01"]
    said = capsys.readouterr().err
    assert "line 3 is skipped: its id '1' was there before" in said
    assert "line 4 is skipped: its id 2 was there before" in said
