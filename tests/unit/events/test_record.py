"""The record of an event: what its articles agree on, and the words that each value stands on."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone
from itertools import permutations
from pathlib import Path

import pytest

from models.events.event import Event, EventPhoto, Ground, Member
from models.events.items import (
    EventKind,
    Facts,
    Figure,
    FigureKind,
    KindMention,
    NameMention,
    Passage,
    Place,
    PlaceMention,
    Story,
    Where,
)
from pipelines.events.record.making import record
from pipelines.events.times.finding import find_times
from pipelines.extract.document import extract_document

MOSUL = Place(name="Mosul", kind="city", country="IQ", admin1="Nineveh", lat=36.335, lon=43.119, population=1_700_000)
BAGHDAD = Place(name="Baghdad", kind="city", country="IQ", admin1="Baghdad", lat=33.34, lon=44.4, population=7_000_000)
IRAQ = Place(name="Iraq", kind="country", country="IQ", admin1=None, lat=33.0, lon=44.0)
SYRIA = Place(name="Syria", kind="country", country="SY", admin1=None, lat=35.0, lon=38.0)
NURI = Place(name="Great Mosque of al-Nuri", kind="site", country="IQ", admin1="Nineveh", lat=36.343, lon=43.127)
GAZETTEER = {"Mosul": MOSUL, "Mossoul": MOSUL, "Mossul": MOSUL, "الموصل": MOSUL, "Baghdad": BAGHDAD, "Iraq": IRAQ}


def _where(story: Story, words: str, field: str | None = None) -> Where:
    """The first place in the story, or in one of its texts, where these words stand."""
    for passage in story.passages:
        if field in (None, passage.field) and words in passage.text:
            start = passage.text.index(words)
            return Where(field=passage.field, start=start, end=start + len(words))
    raise AssertionError(f"{words!r} is not in the story")


def _all_names(story: Story, places: dict[str, Place]) -> tuple[PlaceMention, ...]:
    found = []
    for passage in story.passages:
        for name, place in places.items():
            start = passage.text.find(name)
            while start >= 0:
                where = Where(field=passage.field, start=start, end=start + len(name))
                found.append(PlaceMention(where=where, name=name, place=place, confidence=0.9))
                start = passage.text.find(name, start + 1)
    return tuple(found)


def _story(
    id: int,
    headline: str,
    body: str,
    *,
    published: str | None = "2017-06-22T09:00:00+00:00",
    source: str | None = None,
    language: str | None = "en",
    captions: Sequence[str] = (),
    agencies: tuple[str, ...] = (),
) -> Story:
    texts = [("headline", headline), ("body", body), *((f"caption:{n}", text) for n, text in enumerate(captions))]
    return Story(
        id=id,
        passages=tuple(Passage(field=field, text=text) for field, text in texts if text),
        published=datetime.fromisoformat(published) if published else None,
        published_precision="minute" if published else None,
        language=language,
        source=f"paper-{id}" if source is None else source,
        agencies=agencies,
    )


def _member(
    story: Story,
    *,
    kinds: Sequence[tuple[str, EventKind]] = (),
    figures: Sequence[Figure] = (),
    names: Sequence[NameMention] = (),
    centrality: float = 0.5,
    places: dict[str, Place] | None = None,
    copy_of: int | None = None,
    photos: Sequence[EventPhoto] = (),
) -> Member:
    facts = Facts(
        places=_all_names(story, GAZETTEER if places is None else places),
        times=find_times(story),
        figures=tuple(figures),
        kinds=tuple(KindMention(where=_where(story, words), kind=kind, weight=1.0) for words, kind in kinds),
        names=tuple(names),
    )
    return Member(story=story, facts=facts, centrality=centrality, copy_of=copy_of, photos=tuple(photos))


def _figure(story: Story, words: str, low: int, *, kind: FigureKind = "killed", high: int | None = 0) -> Figure:
    return Figure(where=_where(story, words), kind=kind, low=low, high=low if high == 0 else high, text=str(low))


def _killed(id: int, low: int, *, day: int = 22, **more: object) -> Member:
    body = f"The bomb killed {low} people in Mosul on Wednesday."
    story = _story(id, f"Bomb in Mosul, report {id}", body, published=f"2017-06-{day}T09:00:00+00:00")
    figure = _figure(story, body, low)
    return replace(_member(story, kinds=[(body, "explosion or remote violence")], figures=[figure]), **more)  # type: ignore[arg-type]


def _name(story: Story, words: str, *, is_actor: bool = True, kind: str = "person") -> NameMention:
    return NameMention(where=_where(story, words), name=words, kind=kind, is_actor=is_actor)  # type: ignore[arg-type]


def _grounds(event: Event) -> list[Ground]:
    single = [event.occurred_ground, event.place_ground, event.kind_ground]
    return [ground for ground in single if ground] + [each.ground for each in (*event.actors, *event.figures)]


# When


def test_an_attack_is_of_the_day_that_its_reports_tell_not_of_the_day_on_which_officials_spoke() -> None:
    first = "Gunmen stormed a market in Mosul on Wednesday, the interior ministry said on Thursday."
    second = "A ministry spokesman told reporters in Baghdad on Thursday that Wednesday's raid had been foiled."
    event = record([_member(_story(1, "Market stormed", first)), _member(_story(2, "Raid foiled", second))])
    assert event.occurred == (date(2017, 6, 21), date(2017, 6, 21))
    assert event.time_precision == "day"
    assert event.occurred_ground is not None
    assert event.occurred_ground.text == first


def test_the_date_of_a_dateline_and_of_an_older_attack_are_background() -> None:
    body = (
        "MOSUL, Iraq, June 23 (Reuters) - A car bomb went off in a street on Wednesday.\n"
        "In the same street a bomb had killed nine on May 2. On May 2 nobody claimed it."
    )
    event = record([_member(_story(1, "Car bomb", body, published="2017-06-23T09:00:00+00:00"))])
    assert event.occurred == (date(2017, 6, 21), date(2017, 6, 21))


def test_a_day_since_which_something_lasts_is_the_occurrence_s_only_where_nothing_else_is_named() -> None:
    story = _story(1, "Sugar runs out", "Sugar has been short since Monday. Shops were looted in Mosul on Wednesday.")
    assert record([_member(story)]).occurred == (date(2017, 6, 21), date(2017, 6, 21))
    lasting = _story(1, "Sugar runs out", "Sugar has been short in Mosul since Monday.")
    assert record([_member(lasting)]).occurred == (date(2017, 6, 19), date(2017, 6, 19))


def test_what_came_after_the_first_reports_does_not_move_the_day() -> None:
    first = _story(1, "Two shot", "Two men were shot on Wednesday.")
    funeral = _story(2, "Buried", "They were buried on Saturday.", published="2017-06-25T09:00:00+00:00")
    trial = _story(3, "Sentenced", "He was sentenced on Monday.", published="2018-03-06T09:00:00+00:00")
    assert record([_member(each) for each in (first, funeral, trial)]).occurred == (date(2017, 6, 21),) * 2


def test_a_stray_article_of_another_year_does_not_date_the_event() -> None:
    told = [_member(_story(number, "Strike", "A strike hit the camp on Wednesday.")) for number in (1, 2)]
    stray = _story(9, "Meeting", "They met on Monday.", published="2016-02-03T09:00:00+00:00")
    event = record([*told, _member(stray, centrality=0.1)])
    assert event.occurred == (date(2017, 6, 21), date(2017, 6, 21))


def test_neighbouring_days_are_a_range_where_reports_tell_of_both() -> None:
    sunday = _story(1, "Town taken", "Troops took the town on Sunday.", published="2017-07-10T08:00:00+00:00")
    monday = _story(2, "Victory", "The last quarter fell on Monday.", published="2017-07-10T20:00:00+00:00")
    both = _story(3, "In two days", "It was taken on July 9 and 10.", published="2017-07-11T08:00:00+00:00")
    members = [_member(each, kinds=[(each.passages[1].text, "battle")]) for each in (sunday, monday, both)]
    event = record(members)
    assert event.occurred == (date(2017, 7, 9), date(2017, 7, 10))
    assert event.occurred_ground is not None
    assert event.occurred_ground.article == 3


def test_a_day_that_one_of_many_names_is_no_part_of_the_range() -> None:
    told = [_member(_story(number, "Strike", "A strike hit the camp on Wednesday.")) for number in range(1, 5)]
    other = _member(_story(9, "Strike", "A strike hit the camp on Tuesday."))
    assert record([*told, other]).occurred == (date(2017, 6, 21), date(2017, 6, 21))


def test_where_only_a_month_is_named_the_record_says_no_more() -> None:
    story = _story(1, "Village burned last month", "Soldiers burned the village last month.")
    event = record([_member(story)])
    assert event.occurred == (date(2017, 5, 1), date(2017, 5, 31))
    assert event.time_precision == "month"


def test_reports_that_name_no_day_bound_it_by_their_first_and_have_no_ground() -> None:
    stories = [_story(1, "Dam bursts", "The dam has burst."), _story(2, "Flood", "Water is in the streets.")]
    event = record([_member(each) for each in stories])
    assert (event.occurred, event.time_precision) == ((date(2017, 6, 22), date(2017, 6, 22)), "day")
    assert event.occurred_ground is None


def test_a_single_report_of_no_known_kind_and_without_a_day_leaves_it_open() -> None:
    assert record([_member(_story(1, "Memories", "He remembers."))]).occurred is None
    assert record([_member(_story(1, "Memories", "He remembers.", published=None))]).occurred is None


# Where


def test_the_city_that_reports_agree_on_goes_before_its_country_and_the_capital_where_officials_spoke() -> None:
    strike = "An air strike in Mosul killed a family on Wednesday."
    first = _story(1, "Air strike kills family in Iraq", f"BAGHDAD (AFP) - {strike}")
    second = _story(2, "Strike in Mosul", "A spokesman told reporters in Baghdad that Iraq regretted it.")
    event = record([_member(first, places=GAZETTEER | {"BAGHDAD": BAGHDAD}), _member(second)])
    assert event.place == MOSUL
    assert event.geo_precision == "city"


def test_a_site_is_the_place_only_where_its_city_is_not_named() -> None:
    text = "The Great Mosque was blown up in Mosul on Wednesday."
    story = _story(1, "Great Mosque gone", text)
    assert record([_member(story, places={"Great Mosque": NURI, "Mosul": MOSUL})]).place == MOSUL
    assert record([_member(story, places={"Great Mosque": NURI})]).geo_precision == "site"


def test_a_country_is_the_place_where_nothing_finer_is_named_and_none_where_nothing_is() -> None:
    story = _story(1, "Strike in Syria", "Jets struck a convoy in Syria.")
    event = record([_member(story, places={"Syria": SYRIA})])
    assert (event.place, event.geo_precision) == (SYRIA, "country")
    assert event.place_ground is not None
    event = record([_member(story, places={})])
    assert (event.place, event.geo_precision, event.place_ground) == (None, None, None)


# What, who, how many


def test_the_kind_is_what_most_voices_report_and_comes_with_its_sentence() -> None:
    members = [_killed(1, 3), _killed(2, 3)]
    protest = "Hundreds protested against the bombing."
    members.append(_member(_story(3, "Protest", protest), kinds=[(protest, "protest")]))
    event = record(members)
    assert event.kind == "explosion or remote violence"
    assert event.kind_ground is not None
    assert event.kind_ground.text.startswith("The bomb killed 3")
    assert record([_member(_story(1, "Hm", "Nothing."))]).kind == "other"


def test_figures_that_most_sources_stand_by_come_first_then_the_latest() -> None:
    event = record([_killed(1, 9), _killed(2, 12), _killed(3, 12, day=23), _killed(4, 11, day=24)])
    assert [(each.figure.low, each.sources) for each in event.figures] == [(12, 2), (11, 1), (9, 1)]
    assert event.figures[0].ground.article == 3


def test_an_agency_s_later_count_takes_the_place_of_its_earlier_one() -> None:
    early = [_killed(number, 9) for number in (1, 2)]
    agency = [replace(each, story=replace(each.story, agencies=("AFP",))) for each in early]
    late = _killed(3, 14, day=23)
    late = replace(late, story=replace(late.story, agencies=("AFP",)))
    event = record([*agency, late])
    assert [(each.figure.low, each.sources) for each in event.figures] == [(14, 1), (9, 1)]
    assert event.sources == 1


def test_background_figures_are_left_out() -> None:
    member = _killed(1, 3)
    old = replace(member.facts.figures[0], low=300, high=300, is_background=True)
    member = replace(member, facts=replace(member.facts, figures=(*member.facts.figures, old)))
    assert [each.figure.low for each in record([member]).figures] == [3]


def test_a_surname_counts_for_its_bearer_and_actors_are_named_in_full() -> None:
    one = _story(1, "Abadi visits", "Haider al-Abadi visited the troops.")
    two = _story(2, "Al-Abadi visits", "Haïder Al-Abadi a visité la ville.")
    three = _story(3, "Visit", "Abadi was greeted. The reporter saw it.")
    members = [
        _member(one, names=[_name(one, "Haider al-Abadi")]),
        _member(two, names=[_name(two, "Haïder Al-Abadi")]),
        _member(three, names=[_name(three, "Abadi"), _name(three, "The reporter", is_actor=False)]),
    ]
    (actor,) = record(members).actors
    assert actor.name in ("Haider al-Abadi", "Haïder Al-Abadi")
    assert (actor.sources, actor.kind) == (3, "person")


# Sources, title, photos


def test_copies_and_pieces_of_one_agency_are_one_source() -> None:
    own = _killed(1, 3)
    copy = _killed(2, 3, copy_of=1)
    wires = [_killed(number, 3) for number in (3, 4)]
    wires = [replace(each, story=replace(each.story, agencies=("Reuters",))) for each in wires]
    two = _killed(5, 3)
    two = replace(two, story=replace(two.story, agencies=("AFP", "Reuters")))
    event = record([own, copy, *wires, two])
    assert (event.articles, event.sources) == (5, 3)


def test_the_title_is_the_most_central_headline_that_says_what_happened() -> None:
    headlines = [
        ("Who blew up the mosque?", 0.9, "en"),
        ("LIVE: Battle for Mosul", 0.95, "en"),
        ("World", 0.99, "en"),
        ("La mosquée Al-Nouri dynamitée à Mossoul", 0.62, "fr"),
        ("Historic Mosul mosque blown up", 0.6, "en"),
        ("A mosque is no more", 0.3, "en"),
    ]
    members = [
        _member(_story(number, text, "It is gone.", language=language), centrality=centrality)
        for number, (text, centrality, language) in enumerate(headlines)
    ]
    event = record(members)
    assert (event.title, event.title_article) == ("Historic Mosul mosque blown up", 4)


def test_without_headlines_the_first_sentence_is_the_title() -> None:
    assert record([_member(_story(1, "", "It is gone. Nobody knows why."))]).title == "It is gone."


def test_photos_come_once_each_the_telling_ones_first() -> None:
    def photo(article: int, position: int, id: str, caption: str | None, *, old: bool = False) -> EventPhoto:
        credit = "Felipe Dana/AP" if caption else None
        return EventPhoto(
            article=article, position=position, photo=id, caption=caption, credit=credit, is_file_photo=old
        )

    captions = ["A street in Mosul, Iraq, on June 21, 2017.", "A soldier rests."]
    one = _member(
        _story(1, "Mosque gone", "It was blown up in Mosul on Wednesday.", captions=captions),
        photos=[photo(1, 0, "street", captions[0]), photo(1, 1, "soldier", captions[1]), photo(1, 2, "bare", None)],
    )
    two = _member(
        _story(2, "Mosque", "It was blown up in Mosul on Wednesday."),
        centrality=0.9,
        photos=[photo(2, 0, "old", "The mosque in Mosul in 2014.", old=True), photo(2, 1, "soldier", None)],
    )
    assert [each.photo for each in record([one, two]).photos] == ["street", "soldier", "bare", "old"]
    many = replace(two, photos=tuple(photo(2, number, f"p{number}", "A view.") for number in range(20)))
    assert len(record([many]).photos) == 12


def test_a_gallery_leaves_room_for_the_photos_of_other_articles() -> None:
    def shown(article: int, photos: int, centrality: float) -> Member:
        captions = [f"View {at} of {article}." for at in range(photos)]
        printed = [
            EventPhoto(article=article, position=at, photo=f"{article}.{at}", caption=caption, credit="AP")
            for at, caption in enumerate(captions)
        ]
        story = _story(article, "Mosque gone", "It was blown up.", captions=captions)
        return _member(story, photos=printed, centrality=centrality)

    photos = record([shown(1, 20, 1.0), shown(2, 1, 0.2)]).photos
    assert [photo.photo for photo in photos][:3] == ["1.0", "2.0", "1.1"]


def test_a_photo_that_two_outlets_keep_in_files_of_their_own_comes_once() -> None:
    def shown(article: int, caption: str, credit: str) -> Member:
        printed = EventPhoto(article=article, position=0, photo=f"file {article}", caption=caption, credit=credit)
        return _member(_story(article, "Mosque gone", "It was blown up.", captions=[caption]), photos=[printed])

    members = [
        shown(1, "The ruins in Mosul.", "Handout/Reuters"),
        shown(2, "The  ruins in Mosul.", "HANDOUT/REUTERS"),
        shown(3, "The ruins in Mosul.", "Felipe Dana/AP"),
    ]
    assert {each.photo for each in record(members).photos} == {"file 1", "file 3"}


def test_a_photo_of_the_place_and_the_day_comes_before_one_of_the_place() -> None:
    captions = ["The minaret in Mosul, Iraq, May 24, 2017.", "Ruins in Mosul, Iraq, June 21, 2017."]
    story = _story(1, "Mosque gone", "It was blown up in Mosul on Wednesday.", captions=captions)
    photos = [
        EventPhoto(article=1, position=at, photo=at, caption=caption, credit="AP")
        for at, caption in enumerate(captions)
    ]
    assert [each.position for each in record([_member(story, photos=photos)]).photos] == [1, 0]


def test_first_and_last_report_and_languages() -> None:
    ist = timezone(timedelta(hours=5, minutes=30))
    early = _story(1, "One", "It is gone.", published="2017-06-22T03:31:00+05:30", language="en-IN")
    late = _story(2, "Two", "It is gone.", published="2017-06-22T01:00:00+00:00", language="en-GB")
    none = _story(3, "Trois", "Fini.", published=None, language="fr")
    event = record([_member(each) for each in (late, none, early)])
    assert event.first_report == datetime(2017, 6, 22, 3, 31, tzinfo=ist)
    assert event.last_report == datetime(2017, 6, 22, 1, 0, tzinfo=UTC)
    assert event.languages == ("en", "fr")


def test_the_record_is_the_same_in_any_order_of_the_articles() -> None:
    members = [_killed(1, 3), _killed(2, 4, day=23), _killed(3, 4, copy_of=2), _killed(4, 5)]
    assert {repr(record(order)) for order in permutations(members)} == {repr(record(members))}


def test_an_event_of_hundreds_of_articles_is_told_as_one_of_few() -> None:
    members = [_killed(number, 3 + number % 2, day=22 + number % 3) for number in range(400)]
    event = record(members)
    assert (event.place, event.articles, event.sources) == (MOSUL, 400, 400)
    assert event.occurred == (date(2017, 6, 21), date(2017, 6, 21))


# The demo newsroom

OUTLETS = Path(__file__).parents[3] / "crawler/newsroom/outlets"


def _printed(path: str, *kinds: tuple[str, EventKind]) -> Member:
    """A story of the demo newsroom as it is extracted, with the sentences that carry its kind."""
    outlet, _, rest = path.partition("/")
    document = extract_document((OUTLETS / path).read_bytes(), f"https://{outlet}.example/{rest}")
    texts = [("headline", document.headline), ("dek", document.dek), ("body", document.body)]
    texts += [(f"caption:{photo.position}", photo.caption) for photo in document.photos]
    assert document.published
    story = Story(
        id=path,
        passages=tuple(Passage(field=field, text=text) for field, text in texts if text),
        published=document.published.at,
        published_precision=document.published.precision,
        language=document.language,
        source=outlet,
        dateline_place=document.dateline_place,
        agencies=document.wire_agencies,
    )
    photos = [
        EventPhoto(article=path, position=each.position, photo=each.url, caption=each.caption)
        for each in document.photos
    ]
    return _member(story, kinds=kinds, photos=photos)


VICTORY = "courrier-du-port/international/mossoul-victoire.html"
CITY_FREE = "two-banks/news/1655-city-free.html"
FLAG = "harbour-daily/2017/07/flag-over-mosul/index.html"
AFTER = "tigris-post/entry/what-comes-after-mosul.html"
FRAMES = "plains-courier/article/mosul-in-pictures.html"


def test_the_mosque_was_destroyed_on_21_june_in_mosul() -> None:
    kind: EventKind = "explosion or remote violence"
    blown = _printed("tigris-post/entry/mosul-nuri-mosque.html", ("was blown up on Wednesday night", kind))
    rubble = _printed("rheinufer-bote/politik/altstadt-von-mossul-221.html", ("die Trümmer der Nuri-Moschee", kind))
    for members in ([blown], [blown, rubble]):
        event = record(members)
        assert event.occurred == (date(2017, 6, 21), date(2017, 6, 21))
        assert (event.place, event.kind) == (MOSUL, kind)
        assert event.photos


@pytest.mark.parametrize(
    "paths", [(VICTORY, CITY_FREE), (VICTORY, CITY_FREE, FLAG, AFTER), (VICTORY, CITY_FREE, FLAG, AFTER, FRAMES)]
)
def test_the_city_was_recaptured_on_9_and_10_july(paths: tuple[str, ...]) -> None:
    fought: dict[str, tuple[str, EventKind]] = {
        VICTORY: ("Le Premier ministre irakien a proclamé la fin des combats.", "battle"),
        CITY_FREE: ("الموصل تعود إلى أهلها بعد تسعة أشهر من القتال", "battle"),
        FLAG: ("government has taken back the last streets of Mosul", "battle"),
        AFTER: ("What victory means", "battle"),
        FRAMES: ("The battle for Mosul", "battle"),
    }
    event = record([_printed(path, fought[path]) for path in paths])
    assert event.occurred == (date(2017, 7, 9), date(2017, 7, 10))
    assert (event.place, event.kind, event.sources) == (MOSUL, "battle", len(paths))


def test_every_value_stands_on_words_of_an_article() -> None:
    members = [_printed(path) for path in (VICTORY, CITY_FREE, FLAG)]
    members += [_killed(1, 3), _killed(2, 4)]
    texts = {member.story.id: {each.field: each.text for each in member.story.passages} for member in members}
    grounds = _grounds(record(members))
    assert len(grounds) >= 4
    for ground in grounds:
        text = texts[ground.article][ground.where.field]
        assert text[ground.where.start : ground.where.end] == ground.text
