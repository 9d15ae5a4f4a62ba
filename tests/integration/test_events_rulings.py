"""What analysts rule takes effect at once and stands for ever; a rebuild keeps ids and rulings."""

import pytest
from sqlalchemy import Engine

from crawler.events.rebuilding import Rebuilt, rebuild
from crawler.events.rulings import Desk as RulingDesk
from crawler.events.rulings import RulingProblem
from tests.eventful import Desk
from tests.events_stand_in import STAGES, HereReadership


@pytest.fixture
def desk(engine: Engine) -> Desk:
    """Two articles of one event, and one of another."""
    desk = Desk(engine)
    desk.store("a #7", "b #7", "c #8")
    desk.keep_up()
    assert desk.events == {1: ["a", "b"], 2: ["c"]}
    return desk


@pytest.fixture
def ruling(engine: Engine) -> RulingDesk:
    """Where rulings are made."""
    return RulingDesk(engine, STAGES, wait=0)


def rebuilt(desk: Desk) -> Rebuilt:
    return rebuild(desk.engine, STAGES, HereReadership(), wait=0, batch=2)  # type: ignore[arg-type]


def test_events_that_belong_together_are_one_at_once_and_after_a_rebuild(desk: Desk, ruling: RulingDesk) -> None:
    ruled = ruling.merge([1, 2], "one battle", "an analyst")
    assert ruled.events == (1,)
    assert desk.events == {1: ["a", "b", "c"]}
    desk.store("d #8")
    desk.keep_up()
    rebuilt(desk)
    assert desk.events == {1: ["a", "b", "c", "d"]}
    made = desk.rows("select kind, note, made_by, withdrawn_at from news.rulings")
    assert made == [("together", "one battle", "an analyst", None)]
    assert desk.rows("select articles from analyst.events") == [(4,)]
    assert desk.rows("select distinct event_id from news.event_grounds") == [(1,)], "what was merged stands there alone"


def test_an_event_that_was_rejected_is_merged_only_after_that_is_withdrawn(desk: Desk, ruling: RulingDesk) -> None:
    made = ruling.reject(2, None, None).made
    assert made is not None
    with pytest.raises(RulingProblem, match="event 2 is rejected: scrapy events show 2"):
        ruling.merge([1, 2], None, None)
    ruling.restore(made.id)
    assert ruling.merge([1, 2], None, None).events == (1,)


def test_articles_that_do_not_belong_are_split_off_and_never_come_back(desk: Desk, ruling: RulingDesk) -> None:
    ruled = ruling.split(1, [desk.id("b")], None, None)
    assert len(ruled.events) == 2
    apart = desk.events
    assert sorted(apart.values()) == [["a"], ["b"], ["c"]]
    desk.sql("update news.articles set body = 'As it reads now.'")
    desk.keep_up()
    assert desk.events == apart
    assert rebuilt(desk).changed == 0
    assert desk.events == apart


def test_a_ruling_that_is_withdrawn_is_as_if_it_had_never_been(desk: Desk, ruling: RulingDesk) -> None:
    made = ruling.merge([1, 2], None, None).made
    assert made is not None
    ruling.restore(made.id)
    assert sorted(desk.events.values()) == [["a", "b"], ["c"]]
    with pytest.raises(RulingProblem, match="no ruling 1 that stands"):
        ruling.restore(made.id)


def test_of_two_rulings_that_contradict_each_other_the_later_one_stands(desk: Desk, ruling: RulingDesk) -> None:
    ruling.merge([1, 2], None, None)
    made = ruling.split(1, [desk.id("c")], None, None).made
    assert made is not None
    assert made.replaced == (1,)
    assert sorted(desk.events.values()) == [["a", "b"], ["c"]]
    together = ruling.merge(list(desk.events), None, None).made
    assert together is not None
    assert made.id in together.replaced
    assert list(desk.events.values()) == [["a", "b", "c"]]


def test_what_is_no_event_is_left_out_and_stays_so_as_it_grows_until_that_is_withdrawn(
    desk: Desk, ruling: RulingDesk
) -> None:
    made = ruling.reject(1, "a column, not an event", None).made
    assert made is not None
    desk.store("d #7")
    desk.keep_up()
    rebuilt(desk)
    assert desk.rows("select event_id from analyst.events") == [(2,)]
    assert desk.rows("select status, articles from news.events where id = 1") == [("rejected", 3)]
    with pytest.raises(RulingProblem, match="rejected already"):
        ruling.reject(1, None, None)
    ruling.restore(made.id)
    assert desk.rows("select event_id from analyst.events order by 1") == [(1,), (2,)]
    assert desk.rows("select fate from news.event_changes where event_id = 1 order by id") == [
        ("new",),
        ("rejected",),
        ("changed",),
        ("restored",),
    ]


def test_what_is_split_off_a_rejected_event_is_none_either(desk: Desk, ruling: RulingDesk) -> None:
    ruling.reject(1, None, None)
    desk.sql("update news.articles set headline = 'b #9' where headline = 'b #7'")
    desk.keep_up()
    assert desk.rows("select distinct status from news.events where id <> 2") == [("rejected",)]
    assert len(desk.events) == 3


def test_what_cannot_be_ruled_is_refused_in_words(desk: Desk, ruling: RulingDesk) -> None:
    with pytest.raises(RulingProblem, match="no event 77"):
        ruling.merge([1, 77], None, None)
    with pytest.raises(RulingProblem, match="is not in event 1"):
        ruling.split(1, [desk.id("c")], None, None)
    with pytest.raises(RulingProblem, match="nothing to split"):
        ruling.split(2, [desk.id("c")], None, None)
    ruling.merge([1, 2], None, None)
    with pytest.raises(RulingProblem, match="one event already"):
        ruling.merge([1, 2], None, None)
    assert desk.rows("select count(*) from news.rulings") == [(1,)]


def test_a_ruling_on_a_merged_event_is_one_on_the_event_that_it_went_into(desk: Desk, ruling: RulingDesk) -> None:
    ruling.merge([1, 2], None, None)
    ruling.reject(2, None, None)
    assert desk.rows("select id, status from news.events order by 1") == [(1, "rejected"), (2, "merged")]


def test_a_rebuild_carries_ids_over_and_says_what_has_changed(desk: Desk) -> None:
    desk.store("later #10", "undated #8", published=None)
    desk.keep_up()
    before = desk.events
    assert rebuilt(desk) == Rebuilt(articles=5, changed=0, failed={})
    assert desk.events == before
    history = desk.rows("select count(*) from news.event_changes")
    # As if the rules had changed: what was read then would be grouped otherwise now.
    desk.sql("alter table news.articles disable trigger user")
    desk.sql("update news.articles set headline = 'c #7' where headline = 'c #8'")
    done = rebuilt(desk)
    assert done.articles == 5
    assert ["a", "b", "c"] in desk.events.values()
    assert desk.rows("select count(*) from news.event_changes") > history
    newest = desk.rows("select max(id) from news.events")
    assert newest[0][0] >= max(desk.events)


def test_a_rebuild_that_is_killed_has_changed_no_event(desk: Desk) -> None:
    def killed(doing: str, done: int, total: int) -> None:
        if doing == "recording":
            raise KeyboardInterrupt

    before = (
        desk.rows("select * from news.event_articles order by 1"),
        desk.rows("select * from news.events order by id"),
    )
    with pytest.raises(KeyboardInterrupt):
        rebuild(desk.engine, STAGES, HereReadership(), wait=0, progress=killed)  # type: ignore[arg-type]
    after = (
        desk.rows("select * from news.event_articles order by 1"),
        desk.rows("select * from news.events order by id"),
    )
    assert after == before
    desk.store("d #7")
    desk.keep_up(wait=0)
    assert desk.events == {1: ["a", "b", "d"], 2: ["c"]}
