"""The days and spans that articles name, as local days."""

from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path

import pytest

from models.events.items import Passage, Story, TimeMention
from models.items import Precision
from pipelines.events.times.finding import find_times


def _story(
    text: str,
    *,
    field: str = "body",
    published: str | None = "2017-06-22T03:31:00+05:30",
    precision: Precision = "minute",
    language: str | None = "en",
    country: str | None = None,
) -> Story:
    return Story(
        id=1,
        passages=(Passage(field=field, text=text),),
        published=datetime.fromisoformat(published) if published else None,
        published_precision=precision if published else None,
        language=language,
        country=country,
    )


def _rows() -> Iterator[tuple[str, str, str, str]]:
    for line in Path(__file__).with_name("named_times.txt").read_text("utf-8").splitlines():
        if line and not line.startswith("#"):
            head, text, meant = (part.strip() for part in line.split(" | "))
            *day, language = head.split()
            yield (day or ["2017-06-22"])[0], language, text, meant


def _printed(mention: TimeMention) -> str:
    span = str(mention.first) if mention.first == mention.last else f"{mention.first}..{mention.last}"
    return span if mention.precision == "day" else f"{span} {mention.precision}"


@pytest.mark.parametrize(("day", "language", "text", "meant"), list(_rows()))
def test_words_for_a_time_mean_these_days(day: str, language: str, text: str, meant: str) -> None:
    found = find_times(_story(text, language=language, published=f"{day}T12:00:00+00:00"))
    assert " ; ".join(map(_printed, found)) == meant.replace("-" if meant == "-" else "", "", 1)
    for mention in found:
        assert text[mention.where.start : mention.where.end] == mention.text


def test_the_local_day_counts_not_that_of_greenwich() -> None:
    (mention,) = find_times(_story("It fell on Wednesday.", published="2017-06-21T23:30:00-05:00"))
    assert mention.first == date(2017, 6, 21)


def test_without_a_date_of_publication_only_dates_with_a_year_are_known() -> None:
    text = "On Wednesday, yesterday, on June 21, in July. On June 21, 2017, and in 2014."
    (day, year) = find_times(_story(text, published=None))
    assert (day.text, day.first, day.is_relative) == ("June 21, 2017", date(2017, 6, 21), False)
    assert (year.text, year.precision) == ("2014", "year")


def test_an_article_known_by_its_month_has_no_yesterday() -> None:
    assert find_times(_story("It fell yesterday.", published="2017-06-01T00:00:00+00:00", precision="month")) == ()


@pytest.mark.parametrize(("country", "day"), [("US", date(2017, 6, 7)), ("GB", date(2017, 7, 6))])
def test_the_newsroom_s_country_settles_the_order_of_numeric_dates(country: str, day: date) -> None:
    (mention,) = find_times(_story("Taken on 06/07/2017.", country=country))
    assert mention.first == day


def test_the_words_around_a_date_are_its_own_and_no_more() -> None:
    (mention,) = find_times(_story("late on Wednesday night, June 21, 2017, they say"))
    assert mention.text == "Wednesday night, June 21, 2017"
    (mention,) = find_times(_story("He died on March 27. The inquest goes on."))
    assert mention.text == "March 27"
    (mention,) = find_times(_story("dans la nuit du 21 au 22 juin, dit-il", language="fr-FR"))
    assert mention.text == "21 au 22 juin"


def test_captions_by_agency_style_are_read_and_keep_their_field() -> None:
    caption = "A frame shows what was left of the mosque in Mosul, Iraq, on June 21, 2017."
    (mention,) = find_times(_story(caption, field="caption:2", published=None))
    assert (mention.where.field, mention.first, mention.precision) == ("caption:2", date(2017, 6, 21), "day")


def test_passages_come_in_order() -> None:
    story = Story(
        id=1,
        passages=(Passage(field="headline", text="Attack in 2014"), Passage(field="body", text="It was June 3, 2014.")),
    )
    assert [mention.where.field for mention in find_times(story)] == ["headline", "body"]
