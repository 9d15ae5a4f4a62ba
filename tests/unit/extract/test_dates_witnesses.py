"""What a page's metadata say of its dates, held against what it shows, its address, and the day of its capture."""

from datetime import UTC, datetime
from typing import Any

import pytest
from lxml import html

from models.items import DateReading, Hints
from pipelines.extract.dates.find import Dates, dates_of, local_hints
from pipelines.extract.head import read_meta
from pipelines.extract.window import headline_element, near

CAPTURED = datetime(2017, 6, 24, 12, tzinfo=UTC)


def weigh(
    line: str = "",
    article: dict[str, Any] | None = None,
    head: str = "",
    url: str = "https://example.org/a",
    **known: Any,
) -> Dates:
    body = f"<h1>Bridge reopens</h1><div class='date'>{line}</div><p>The bridge carries traffic again.</p>"
    tree = html.document_fromstring(f"<html><head><title>Bridge reopens</title>{head}</head><body>{body}</body></html>")
    hints = Hints(**{"fetched_at": CAPTURED, **known})
    meta = read_meta(tree)
    blocks = near(tree, headline_element(tree, ("Bridge reopens",)))
    return dates_of(blocks, meta, article, local_hints(tree, meta, hints, url), url)


def told(reading: DateReading | None) -> str | None:
    return f"{reading.at:%Y-%m-%dT%H:%M%z} {reading.precision} {reading.origin}" if reading else None


def test_local_time_marked_as_utc_gives_way_to_the_printed_zone() -> None:
    article = {"datePublished": "2017-06-22T15:31:07Z", "dateModified": "2017-06-22T17:00:00Z"}
    found = weigh("Thursday, 22 June 2017 03:31 PM IST", article, country="IN")
    assert told(found.published) == "2017-06-22T15:31+0530 minute text"
    assert told(found.modified) == "2017-06-22T17:00+0530 second json-ld"
    shown = weigh("<time datetime='2017-06-22T15:31:07+02:00'>22. Juni 2017, 15:31 Uhr</time>", article)
    assert told(shown.published) == "2017-06-22T15:31+0200 second time"


def test_utc_that_the_page_confirms_stands() -> None:
    article = {"datePublished": "2017-06-22T10:01:07Z"}
    assert (
        told(weigh("22 June 2017 03:31 PM IST", article, country="IN").published)
        == "2017-06-22T10:01+0000 second json-ld"
    )
    # A clock without a zone proves nothing: some sites print UTC.
    assert told(weigh("22 June 2017 10:01", article, country="FR").published) == "2017-06-22T10:01+0000 second json-ld"


def test_utc_after_the_capture_is_the_newsrooms_own_time() -> None:
    article = {"datePublished": "2017-06-24T16:40:00Z"}
    found = weigh("", article, country="IN").published
    assert told(found) == "2017-06-24T16:40+0530 second json-ld"
    assert found is not None
    assert (found.zone, found.zone_basis) == ("Asia/Kolkata", "source")
    assert told(weigh("", article).published) == "2017-06-24T16:40+0000 second json-ld"


@pytest.mark.parametrize("midnight", ["2017-06-22T00:00:00Z", "2017-06-22T00:00:00+05:30", "2017-06-21T18:30:00Z"])
def test_midnight_in_the_metadata_yields_to_the_time_that_the_page_shows(midnight: str) -> None:
    found = weigh("22 June 2017 03:31 PM IST", {"datePublished": midnight}, country="IN")
    assert told(found.published) == "2017-06-22T15:31+0530 minute text"


def test_midnight_stands_where_the_page_shows_the_change_only() -> None:
    article = {"datePublished": "2017-06-22T00:00:00+05:30", "dateModified": "2017-06-22T15:31:40+05:30"}
    found = weigh("22 June 2017 03:31 PM IST", article, country="IN")
    assert told(found.published) == "2017-06-22T00:00+0530 second json-ld"


def test_the_moment_of_rendering_yields_to_the_day_that_the_page_shows() -> None:
    article = {"datePublished": "2017-06-24T11:58:00+00:00", "dateModified": "2017-06-24T11:58:00+00:00"}
    assert told(weigh("22 June 2017", article).published) == "2017-06-22T00:00+0000 day text"
    assert told(weigh("", article).published) == "2017-06-24T11:58+0000 second json-ld"
    # The address agrees with the metadata: then what is shown is another day.
    again = weigh("22 June 2017", article, url="https://example.org/2017/06/24/a")
    assert told(again.published) == "2017-06-24T11:58+0000 second json-ld"


def test_a_day_shown_and_in_the_address_beats_later_metadata() -> None:
    article = {"datePublished": "2017-06-20T08:00:00+02:00", "dateModified": "2017-06-20T08:00:00+02:00"}
    url = "https://example.org/2017/06/14/a"
    assert told(weigh("14 June 2017", article, url=url).published) == "2017-06-14T00:00+0000 day text"
    assert told(weigh("", article, url=url).published) == "2017-06-20T08:00+0200 second json-ld"


@pytest.mark.parametrize(
    ("line", "known", "day"),
    [
        ("04/05/2017", {"article": {"dateModified": "2017-04-05T10:00:00Z"}}, "2017-04-05"),
        ("04/05/2017", {"url": "https://example.org/2017/04/05/a"}, "2017-04-05"),
        ("04/05/2017", {"url": "https://example.org/2017/05/04/a", "country": "US"}, "2017-05-04"),
        ("04/05/2017 and 05/22/2017", {}, "2017-04-05"),
        ("04/05/2017 – 22/05/2017", {"language": "en"}, "2017-05-04"),
        ("04/05/2017 3:31 PM IST", {"language": "en"}, "2017-05-04"),
        ("04/05/2017 3:31 PM EDT", {"language": "fr"}, "2017-04-05"),
        ("04/05/2017 15:31 GMT", {"language": "fr"}, "2017-05-04"),
        ("04/07/2017", {"country": "GB"}, "2017-04-07"),  # 4 July is still to come
        ("04/05/2017", {"country": "GB"}, "2017-05-04"),
        ("04/05/2017", {"country": "PH"}, "2017-04-05"),
        ("04/05/2017", {"language": "en"}, "2017-04-05"),
        ("04/05/2017", {"language": "de"}, "2017-05-04"),
    ],
)
def test_what_settles_the_order_of_day_and_month(line: str, known: dict[str, Any], day: str) -> None:
    found = weigh(f"{line}", **known)
    assert (told(found.published) or "").startswith(day)


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://example.org/2017/06/21/a", "2017-06-21T00:00+0000 day url"),
        ("https://example.org/2017/jun/21/a", "2017-06-21T00:00+0000 day url"),
        ("https://example.org/news/a-20170621.html", "2017-06-21T00:00+0000 day url"),
        ("https://example.org/2017/06/a-bridge/", "2017-06-01T00:00+0000 month url"),
        ("https://example.ir/news/1396/03/31/1438/a", "2017-06-21T00:00+0430 day url"),
        ("https://example.org/2017/06/a/2017-06-20/", "2017-06-20T00:00+0000 day url"),
        ("https://example.org/2018/06/21/a", None),
        ("https://example.org/20179931/a", None),
    ],
)
def test_the_address_is_the_last_witness(url: str, expected: str | None) -> None:
    assert told(weigh("", url=url).published) == expected


@pytest.mark.parametrize(
    ("line", "language", "expected"),
    [
        ("3 hours ago", "en", "2017-06-24T09:00+0000 hour"),
        ("Published 5 mins ago", "en", "2017-06-24T11:55+0000 minute"),
        ("vor 2 Tagen", "de", "2017-06-22T00:00+0000 day"),
        ("il y a 3 heures", "fr", "2017-06-24T09:00+0000 hour"),
        ("hace 3 horas", "es", "2017-06-24T09:00+0000 hour"),
        ("منذ 3 ساعات", "ar", "2017-06-24T09:00+0000 hour"),
        ("۳ ساعت پیش", "fa", "2017-06-24T09:00+0000 hour"),
        ("3 घंटे पहले", "hi", "2017-06-24T09:00+0000 hour"),
        ("৩ ঘণ্টা আগে", "bn", "2017-06-24T09:00+0000 hour"),
        ("3 часа назад", "ru", "2017-06-24T09:00+0000 hour"),
        ("3小时前", "zh", "2017-06-24T09:00+0000 hour"),
        ("3 時間前", "ja", "2017-06-24T09:00+0000 hour"),
        ("3시간 전", "ko", "2017-06-24T09:00+0000 hour"),
        ("3 ชั่วโมงที่แล้ว", "th", "2017-06-24T09:00+0000 hour"),
        ("3 weeks ago", "en", "2017-06-01T00:00+0000 month"),
        ("2 years ago", "en", "2015-01-01T00:00+0000 year"),
        ("Yesterday, 15:31", "en", "2017-06-23T15:31+0000 minute"),
        ("Heute, 9:05 Uhr", "de", "2017-06-24T09:05+0000 minute"),
        ("вчера, 15:31", "ru", "2017-06-23T15:31+0000 minute"),
        ("昨日 15:31", "ja", "2017-06-23T15:31+0000 minute"),
        ("22 June, 3:31 pm", "en", "2017-06-22T15:31+0000 minute"),
        ("Dec 30, 3:31 pm", "en", "2016-12-30T15:31+0000 minute"),
        ("6月22日 15時31分", "ja", "2017-06-22T15:31+0000 minute"),
    ],
)
def test_what_is_dated_by_the_day_of_reading(line: str, language: str, expected: str) -> None:
    found = weigh(line, language=language).published
    assert told(found) == f"{expected} relative"
    assert found is not None
    assert found.raw == line


@pytest.mark.parametrize(
    "line",
    ["3 hours to go", "Yesterday", "22 June", "31 June, 15:31", "Updated 3 hours ago", "3 bridges ago", "99 days"],
)
def test_what_tells_no_date(line: str) -> None:
    assert weigh(line).published is None


def test_a_capture_of_unknown_date_dates_nothing() -> None:
    assert weigh("3 hours ago", fetched_at=None).published is None


def test_a_stated_date_stands_before_one_relative_to_the_capture() -> None:
    found = weigh("3 hours ago", url="https://example.org/2017/06/21/a")
    assert told(found.published) == "2017-06-21T00:00+0000 day url"


def test_what_was_weighed_is_told_with_what_was_taken() -> None:
    article = {"datePublished": "2017-06-22", "dateModified": "2017-06-23T10:00:00+02:00"}
    head = '<meta name="date" content="2017-06-22T15:31:00+02:00">'
    found = weigh("21 June 2017", article, head, "https://example.org/2017/06/21/a")
    assert [(each.field, each.text, each.source, each.taken) for each in found.candidates] == [
        ("published", "2017-06-22", "json-ld", False),
        ("published", "2017-06-22T15:31:00+02:00", "meta:date", True),
        ("published", "21 June 2017", "text", False),
        ("published", "2017/06/21", "url", False),
        ("modified", "2017-06-23T10:00:00+02:00", "json-ld", True),
    ]
