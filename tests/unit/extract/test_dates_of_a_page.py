"""When was it published, when changed: the witnesses of a page and which of them wins."""

from datetime import UTC, datetime
from typing import Any

import pytest
from lxml import html

from models.items import DateReading, Hints
from pipelines.extract.dates.find import find_dates

INDIAN_LINE = "22/06/2017 3:31 AM IST | Updated 22/06/2017 7:57 PM IST"
SPANISH_LINE = "27/11/2017 01:57 | Actualizado a 27/11/2017 19:20"


def dates(
    body: str = "",
    head: str = "",
    article: dict[str, Any] | None = None,
    url: str = "https://example.org/a",
    **hints: Any,
) -> tuple[DateReading | None, DateReading | None]:
    page = f"<html><head><title>Bridge reopens</title>{head}</head><body>{body}</body></html>"
    return find_dates(html.document_fromstring(page), article, Hints(**hints), url)


def instant(reading: DateReading | None) -> str | None:
    return reading.at.astimezone(UTC).strftime("%Y-%m-%dT%H:%MZ") if reading else None


@pytest.mark.parametrize("tag", ["div", "span", "p", "time", "li"])
@pytest.mark.parametrize("before", [True, False])
def test_a_line_of_two_dates_without_any_metadata(tag: str, before: bool) -> None:
    line, heading = f"<{tag}>{INDIAN_LINE}</{tag}>", "<h1>Bridge reopens</h1>"
    body = (
        f"<article>{line + heading if before else heading + line}<p>The old bridge carries traffic again.</p></article>"
    )
    published, modified = dates(body, url="https://example.in/a")
    assert published is not None
    assert modified is not None
    assert (instant(published), instant(modified)) == ("2017-06-21T22:01Z", "2017-06-22T14:27Z")
    assert (published.raw, modified.raw) == ("22/06/2017 3:31 AM IST", "22/06/2017 7:57 PM IST")
    assert (published.zone, published.zone_basis, published.precision) == ("Asia/Kolkata", "abbreviation", "minute")


def test_the_country_comes_from_the_source_the_domain_or_the_declared_locale() -> None:
    body = f"<h1>Bridge reopens</h1><p>{INDIAN_LINE}</p>"
    assert instant(dates(body, country="IN")[0]) == "2017-06-21T22:01Z"
    assert instant(dates(body, url="https://example.co.il/a")[0]) == "2017-06-22T00:31Z"
    assert instant(dates(body, head='<meta property="og:locale" content="en_IE">')[0]) == "2017-06-22T02:31Z"


def test_a_spanish_line() -> None:
    published, modified = dates(f"<h1>Bridge reopens</h1><div><span>{SPANISH_LINE}</span></div>", country="ES")
    assert (instant(published), instant(modified)) == ("2017-11-27T00:57Z", "2017-11-27T18:20Z")
    assert modified is not None
    assert modified.raw == "27/11/2017 19:20"


def test_a_line_split_over_elements() -> None:
    body = (
        "<h1>Bridge reopens</h1><div class='stamp'><span>22/06/2017</span> <b>3:31 AM IST</b> "
        "<i>Updated</i> <span>22/06/2017 7:57 PM IST</span></div>"
    )
    published, modified = dates(body, country="IN")
    assert (instant(published), instant(modified)) == ("2017-06-21T22:01Z", "2017-06-22T14:27Z")


def test_the_order_of_trust() -> None:
    article = {"datePublished": "2017-06-01T10:00:00Z"}
    head = '<meta property="article:published_time" content="2017-06-02T10:00:00Z">'
    body = "<h1>Bridge reopens</h1><time datetime='2017-06-03T10:00:00Z'>3 June</time>"
    url = "https://example.org/2017/06/04/a"
    hint = "2017-06-05T10:00:00Z"
    origins = [
        dates(body, head, article, url, published=hint)[0],
        dates(body, head, None, url, published=hint)[0],
        dates(body, "", None, url, published=hint)[0],
        dates("", "", None, url, published=hint)[0],
        dates("", "", None, url)[0],
    ]
    assert [(reading.origin, reading.at.day) for reading in origins if reading] == [
        ("json-ld", 1),
        ("meta:article:published_time", 2),
        ("time", 3),
        ("hint", 5),
        ("url", 4),
    ]


def test_a_witness_with_an_offset_beats_a_naive_one_of_the_same_wall_clock() -> None:
    head = '<meta property="article:published_time" content="2017-06-22T03:31:00+05:30">'
    published, _ = dates("", head, {"datePublished": "2017-06-22T03:31:00"})
    assert instant(published) == "2017-06-21T22:01Z"


def test_a_day_yields_to_the_time_of_that_day_but_not_of_another() -> None:
    same = '<meta name="date" content="2017-06-22T03:31:00Z">'
    other = '<meta name="date" content="2017-06-25T03:31:00Z">'
    assert instant(dates("", same, {"datePublished": "2017-06-22"})[0]) == "2017-06-22T03:31Z"
    assert instant(dates("", other, {"datePublished": "2017-06-22"})[0]) == "2017-06-22T00:00Z"


def test_what_lies_after_the_capture_gives_way_to_the_next_witness() -> None:
    head = '<meta name="date" content="2017-06-22T03:31:00Z">'
    captured = datetime(2017, 7, 1, tzinfo=UTC)
    published, _ = dates("", head, {"datePublished": "2017-09-22T03:31:00Z"}, fetched_at=captured)
    assert instant(published) == "2017-06-22T03:31Z"


def test_a_change_before_the_publication_is_left_out_and_an_equal_one_kept() -> None:
    article = {"datePublished": "2017-06-22T10:00:00Z", "dateModified": "2017-06-22T09:00:00Z"}
    assert dates("", "", article)[1] is None
    assert instant(dates("", "", {**article, "dateModified": "2017-06-22T10:00:00Z"})[1]) == "2017-06-22T10:00Z"


@pytest.mark.parametrize(
    "label",
    ["Updated:", "Last modified", "Aktualisiert am", "Mis à jour le", "Actualizado el", "Aggiornato alle", "Обновлено:",
     "Güncelleme:", "آخر تحديث:", "更新:", "Bijgewerkt:", "Zaktualizowano:"],
)  # fmt: skip
def test_words_for_a_change(label: str) -> None:
    body = f"<h1>Bridge reopens</h1><p>22.06.2017 10:00 – {label} 23.06.2017 11:00</p>"
    published, modified = dates(body)
    assert (instant(published), instant(modified)) == ("2017-06-22T10:00Z", "2017-06-23T11:00Z")


def test_the_date_among_a_bylines_other_parts() -> None:
    body = (
        "<h1>Bridge reopens</h1><div class='row'><span>City Desk and the regional correspondents</span>"
        "<span>22 June 2017, 10:00</span><span>4 minutes to read this article aloud, share it, print it</span></div>"
    )
    assert instant(dates(body)[0]) == "2017-06-22T10:00Z"


def test_dates_in_sentences_and_scripts_are_not_the_articles() -> None:
    body = (
        "<h1>Bridge reopens</h1><script>var built = '2016-01-01 10:00';</script>"
        "<p>The river rose on 3 May 2016 and tore down the bridge that the town had built after the war.</p>"
    )
    assert dates(body) == (None, None)


def test_a_page_that_dates_only_its_change_is_dated_by_it() -> None:
    published, modified = dates("<h1>Bridge reopens</h1><p>Stand: 22.06.2017 10:00 Uhr</p>")
    assert instant(published) == instant(modified) == "2017-06-22T10:00Z"


def test_epoch_milliseconds_in_a_meta_element() -> None:
    head = '<meta property="article:published_time" content="1498082460000">'
    assert instant(dates("", head)[0]) == "2017-06-21T22:01Z"


@pytest.mark.parametrize("path", ["/2017/06/22/a", "/2017-06-22/a", "/a/20170622/b", "/n1/2017/0622/c.html"])
def test_the_day_in_the_address(path: str) -> None:
    published, _ = dates(url=f"https://example.org{path}")
    assert published is not None
    assert (published.at.date().isoformat(), published.precision, published.origin) == ("2017-06-22", "day", "url")


def test_a_stamp_of_nested_spans_with_labels() -> None:
    body = (
        "<h1>Bridge reopens</h1><div class='timestamp'><span "
        "class='timestamp__date--published'><span>22/06/2017 3:31 AM IST"
        "</span></span> <span class='timestamp__date--modified'><span>|</span> <span>Updated</span> "
        "<span>22/06/2017 7:57 PM IST</span></span></div>"
    )
    published, modified = dates(body, country="IN")
    assert published is not None
    assert modified is not None
    assert (published.raw, modified.raw) == ("22/06/2017 3:31 AM IST", "22/06/2017 7:57 PM IST")


def test_time_elements_tell_publication_from_change() -> None:
    body = (
        "<h1>Bridge reopens</h1><p>Published <time datetime='2017-06-22T10:00:00Z'>10:00</time> "
        "<span>Updated</span> <time datetime='2017-06-22T12:00:00Z'>12:00</time></p>"
    )
    published, modified = dates(body)
    assert (instant(published), instant(modified)) == ("2017-06-22T10:00Z", "2017-06-22T12:00Z")
    body = (
        "<h1>Bridge reopens</h1><time class='modified' datetime='2017-06-22T12:00:00Z'>12:00</time>"
        "<span itemprop='datePublished' content='2017-06-22T10:00:00Z'>10:00</span>"
    )
    published, modified = dates(body)
    assert (instant(published), instant(modified)) == ("2017-06-22T10:00Z", "2017-06-22T12:00Z")


def test_the_label_of_a_change_reaches_into_its_parts() -> None:
    talk = "Share this article with friends, print it, or listen to it being read aloud to you"
    body = (
        "<h1>Bridge reopens</h1><p>22 June 2017, 10:00</p>"
        f"<div><div>Updated <b><i>22 June 2017, 12:00</i></b></div><div>{talk}</div></div>"
    )
    published, modified = dates(body)
    assert (instant(published), instant(modified)) == ("2017-06-22T10:00Z", "2017-06-22T12:00Z")


def test_a_month_yields_to_a_day_in_it() -> None:
    head = '<meta name="date" content="2017-06-22T03:31:00Z">'
    assert instant(dates("", head, {"datePublished": "2017-06"})[0]) == "2017-06-22T03:31Z"
    assert instant(dates("", head, {"datePublished": "2016"})[0]) == "2016-01-01T00:00Z"


def test_json_ld_dates_in_odd_shapes() -> None:
    assert instant(dates(article={"datePublished": [{"@value": "2017-06-22T03:31:00Z"}]})[0]) == "2017-06-22T03:31Z"
    assert dates(article={"datePublished": True, "dateModified": []}) == (None, None)
    assert dates(url="http://[broken") == (None, None)


def test_a_change_on_the_day_of_publication_without_a_time_is_kept() -> None:
    article = {"datePublished": "2017-06-22T10:00:00Z", "dateModified": "2017-06-22"}
    assert instant(dates(article=article)[1]) == "2017-06-22T00:00Z"
    assert dates(article={**article, "dateModified": "2017-06-21"})[1] is None


def test_dates_on_cards_of_other_articles_are_not_this_ones() -> None:
    card = "<div class='related-card'><b>The mayor promised a market hall</b><i>3 May 2016</i></div>"
    assert dates(f"<h1>Bridge reopens</h1>{card}") == (None, None)


def test_two_unlabelled_dates_leave_the_first() -> None:
    assert instant(dates("<h1>Bridge reopens</h1><p>22.06.2017 10:00 – 24.06.2017 11:00</p>")[0]) == "2017-06-22T10:00Z"


def test_todays_date_in_the_masthead_is_not_the_articles() -> None:
    captured = datetime(2017, 7, 1, 12, tzinfo=UTC)
    heading = "<main><h1>Bridge reopens</h1><p>The bridge carries traffic.</p></main>"
    assert dates(f"<header><nav>Home</nav> 1 July 2017</header>{heading}", fetched_at=captured) == (None, None)
    masthead = "<div><div>Saturday, 1 July 2017</div><div>Subscribe</div></div>"
    filler = (
        "<div>" + "<p>Sections of the site that fill a line or two, one after the other, with words.</p>" * 4 + "</div>"
    )
    assert dates(f"{masthead}{filler}{heading}", fetched_at=captured) == (None, None)
