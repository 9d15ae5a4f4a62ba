"""The days and spans that articles name, as local days."""

from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path

import pytest

from models.events.items import Facts, Passage, Story, TimeMention
from models.events.packing import packed, unpacked
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


BOUNDS = [
    ("en", "It has been closed since early Monday."),
    ("en", "Hundreds fled since the assault began on Monday."),
    ("en", "The road stays shut from Monday on."),
    ("en", "They held it until Monday; nobody came before Monday."),
    ("fr", "Le sucre manque depuis lundi."),
    ("fr", "Depuis le début de l’offensive, le 19 juin, la route est coupée jusqu’à lundi."),
    ("es", "Desde que comenzó la ofensiva el 19 de junio; hasta el lunes"),
    ("de", "Seit Montag, seit Beginn der Offensive am 19. Juni, bis zum 19. Juni"),
    ("pt", "desde segunda-feira, desde o dia 19 de junho, até segunda-feira"),
    ("it", "da lunedì, dal 19 giugno, fino a lunedì"),
    ("ar", "منذ يوم الاثنين، ومنذ بدء الهجوم في 19 يونيو، حتى الاثنين"),
    ("ru", "с понедельника, с начала штурма 19 июня, до понедельника"),
    ("uk", "з понеділка, до понеділка"),
    ("tr", "19 Haziran'dan beri, 19 Haziran'a kadar"),
]
WITHIN = [
    ("en", "On Monday after the attack, and after Monday's raid, on Monday on Main Street"),
    ("en", "From 3 to 5 March, from Monday to Wednesday, from Monday until Wednesday"),
    ("en", "footage from Monday"),
    ("fr", "Lundi, après l’attaque"),
    ("es", "el lunes después del ataque; del 3 al 5 de marzo"),
    ("de", "der Anschlag vom Montag, am Montag nach dem Angriff, vor drei Tagen"),
    ("it", "lunedì dopo l'attacco, dal 3 al 5 marzo"),
    ("ar", "يوم الاثنين بعد الهجوم، بعد ظهر الاثنين، قبل يومين"),
    ("ru", "в понедельник после атаки, в ночь с понедельника на вторник, с 3 по 5 марта"),
    ("tr", "pazartesi günü saldırıdan sonra, iki gün önce"),
]


@pytest.mark.parametrize(("language", "text"), BOUNDS)
def test_a_day_that_only_begins_or_ends_a_span_is_marked(language: str, text: str) -> None:
    found = find_times(_story(text, language=language))
    assert found
    assert [(mention.first, mention.is_bound) for mention in found] == [(date(2017, 6, 19), True)] * len(found)


@pytest.mark.parametrize(("language", "text"), WITHIN)
def test_the_day_of_an_occurrence_or_of_its_whole_span_is_not(language: str, text: str) -> None:
    found = find_times(_story(text, language=language))
    assert found
    assert [mention.text for mention in found if mention.is_bound] == []


def test_facts_that_were_kept_before_days_were_marked_are_read() -> None:
    facts = Facts(times=find_times(_story("It has been closed since Monday.")))
    kept = packed(facts)
    assert unpacked(kept) == facts
    del kept["times"][0]["is_bound"]
    assert [mention.is_bound for mention in unpacked(kept).times] == [False]
