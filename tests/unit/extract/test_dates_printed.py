"""Reading one printed date: the forms that the world's press prints."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.items import Hints
from pipelines.extract.dates.find import parse_date
from pipelines.extract.dates.zones import (
    ABBREVIATIONS,
    COUNTRY_ZONE,
    UNIQUE,
    country_of_url,
    zone_info,
    zone_of_abbreviation,
)

CAPTURED = datetime(2026, 11, 1, 12, tzinfo=UTC)


def read(raw: str, **hints: object) -> str | None:
    reading = parse_date(raw, Hints(fetched_at=CAPTURED, **hints), "meta:date")  # type: ignore[arg-type]
    return f"{reading.at.isoformat()} {reading.precision}" if reading else None


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("2017-06-22T03:31:00Z", "2017-06-22T03:31:00+00:00 second"),
        ("2017-06-22T03:31:00.123Z", "2017-06-22T03:31:00.123000+00:00 second"),
        ("2017-06-22T03:31:00.9996320+05:30", "2017-06-22T03:31:00.999632+05:30 second"),
        ("2017-06-22T03:31+0530", "2017-06-22T03:31:00+05:30 minute"),
        ("2017-06-22 03:31:00 +05:30", "2017-06-22T03:31:00+05:30 second"),
        ("20170622T033100Z", "2017-06-22T03:31:00+00:00 second"),
        ("20170622", "2017-06-22T00:00:00+00:00 day"),
        ("Thu, 22 Jun 2017 03:31:00 +0530", "2017-06-22T03:31:00+05:30 second"),
        ("Thu Jun 22 03:31:00 CEST 2017", "2017-06-22T03:31:00+02:00 second"),
        ("Thu Jun 22 2017 03:31:00 GMT+0300 (Arabian Standard Time)", "2017-06-22T03:31:00+03:00 second"),
        ("22/06/2017 - 14:16 UTC+1", "2017-06-22T14:16:00+01:00 minute"),
        ("1498082460000", "2017-06-21T22:01:00+00:00 second"),
        ("1498082460", "2017-06-21T22:01:00+00:00 second"),
        ("1546 GMT, 22 June 2017", "2017-06-22T15:46:00+00:00 minute"),
        ("3:31 AM MSK, June 22nd, 2017", "2017-06-22T03:31:00+03:00 minute"),
        ("2017-06-22 03:31 Asia/Kolkata", "2017-06-22T03:31:00+05:30 minute"),
        ("22-Jun-17 03:31:00 GMT", "2017-06-22T03:31:00+00:00 second"),
        ("11:48, Thu, Jun 22, 2017", "2017-06-22T11:48:00+00:00 minute"),
        ("22 June 2017 at 12:05 am", "2017-06-22T00:05:00+00:00 minute"),
        ("22 June 2017 at 3pm", "2017-06-22T15:00:00+00:00 hour"),
        ("22 June 2017 15:31 ABC", "2017-06-22T15:31:00+00:00 minute"),
        ("22 June 2017 13:31 pm", "2017-06-22T13:31:00+00:00 minute"),
        ("22 June 2017 24:31", "2017-06-22T00:00:00+00:00 day"),
        ("22 June 2017 15:31 Not/AZone", "2017-06-22T15:31:00+00:00 minute"),
        ("22 June 2017 15:31 +99:00", "2017-06-22T15:31:00+00:00 minute"),
        ("2017. gada 22. jūnijs", "2017-06-22T00:00:00+00:00 day"),
        ("２２／０６／２０１７　３：３１", "2017-06-22T03:31:00+00:00 minute"),
        ("June 2017", "2017-06-01T00:00:00+00:00 month"),
        ("2017", "2017-01-01T00:00:00+00:00 year"),
    ],
)
def test_machine_and_english_forms(raw: str, expected: str) -> None:
    assert read(raw) == expected


@pytest.mark.parametrize(
    ("raw", "language"),
    [
        ("22. Juni 2017, 15:31 Uhr", "de"),
        ("le 22 juin 2017 à 15h31", "fr"),
        ("22 de junio de 2017 a las 3:31 p. m.", "es"),
        ("22 giugno 2017 alle 15:31", "it"),
        ("22 de junho de 2017 às 15h31", "pt"),
        ("donderdag 22 juni 2017 om 15.31 uur", "nl"),
        ("22 czerwca 2017, 15:31", "pl"),
        ("22. června 2017 v 15:31", "cs"),
        ("22 июня 2017, 15:31", "ru"),
        ("22 червня 2017, 15:31", "uk"),
        ("2017. június 22. 15:31", "hu"),
        ("2017 m. birželio 22 d. 15:31", "lt"),
        ("22 Haziran 2017 Perşembe 15:31", "tr"),
        ("22 Ιουνίου 2017, 15:31", "el"),
        ("٢٢ يونيو ٢٠١٧ ١٥:٣١", "ar"),
        ("22 حزيران 2017 - 3:31 م", "ar"),
        ("۲۲ ژوئن ۲۰۱۷، ۱۵:۳۱", "fa"),
        ("22 ביוני 2017 15:31", "he"),
        ("२२ जून २०१७, १५:३१", "hi"),
        ("ngày 22 tháng 6 năm 2017, 15:31", "vi"),
        ("2017年6月22日 15時31分", "ja"),
        ("2017年6月22日 午後3時31分", "ja"),
        ("2017년 6월 22일 오후 3:31", "ko"),
        ("2017.06.22. 오후 3:31", "ko"),
    ],
)
def test_languages_and_scripts(raw: str, language: str) -> None:
    assert read(raw, language=language) == "2017-06-22T15:31:00+00:00 minute"


@pytest.mark.parametrize(
    ("raw", "country", "offset", "zone"),
    [
        ("22/06/2017 3:31 AM IST", "IN", "+05:30", "Asia/Kolkata"),
        ("22/06/2017 3:31 AM IST", "IL", "+03:00", "Asia/Jerusalem"),
        ("22/06/2017 3:31 AM IST", "IE", "+01:00", "Europe/Dublin"),
        ("22/06/2017 3:31 AM BST", "GB", "+01:00", "Europe/London"),
        ("22/06/2017 3:31 AM BST", "BD", "+06:00", "Asia/Dhaka"),
        ("22/06/2017 3:31 AM CST", "CN", "+08:00", "Asia/Shanghai"),
        ("06/22/2017 3:31 AM CST", "US", "-05:00", "America/Chicago"),
        ("22/06/2017 3:31 AM AST", "IQ", "+03:00", "Asia/Baghdad"),
        ("22/06/2017 3:31 AM GST", "AE", "+04:00", "Asia/Dubai"),
        ("22/06/2017 3:31 AM PST", "PH", "+08:00", "Asia/Manila"),
        ("22/06/2017 3:31 AM PKT", None, "+05:00", "Asia/Karachi"),
        ("22/06/2017 3:31 AM WIB", None, "+07:00", "Asia/Jakarta"),
        ("22/06/2017 3:31 AM CET", "DE", "+02:00", "Europe/Berlin"),
        ("22/01/2017 3:31 AM CET", "DE", "+01:00", "Europe/Berlin"),
    ],
)
def test_an_abbreviated_zone_is_read_by_country_and_season(raw: str, country: str, offset: str, zone: str) -> None:
    reading = parse_date(raw, Hints(country=country, fetched_at=CAPTURED), "text")
    assert reading is not None
    assert reading.at.isoformat()[-6:] == offset
    assert (reading.zone, reading.zone_basis) == (zone, "abbreviation")


def test_the_sources_own_zone_settles_an_abbreviation() -> None:
    reading = parse_date("22/06/2017 3:31 AM IST", Hints(timezone="Asia/Jerusalem", fetched_at=CAPTURED), "text")
    assert reading is not None
    assert (reading.zone, reading.zone_basis) == ("Asia/Jerusalem", "abbreviation")


@pytest.mark.parametrize(
    ("hints", "at", "zone", "basis"),
    [
        (Hints(timezone="Asia/Baghdad"), "2017-06-22T03:31:00+03:00", "Asia/Baghdad", "source"),
        (Hints(country="FR"), "2017-06-22T03:31:00+02:00", "Europe/Paris", "source"),
        (Hints(country="US"), "2017-06-22T03:31:00+00:00", "UTC", "assumed_utc"),
        (Hints(timezone="No/Such"), "2017-06-22T03:31:00+00:00", "UTC", "assumed_utc"),
        (Hints(), "2017-06-22T03:31:00+00:00", "UTC", "assumed_utc"),
    ],
)
def test_a_time_without_zone(hints: Hints, at: str, zone: str, basis: str) -> None:
    reading = parse_date("22 June 2017 03:31", hints, "text")
    assert reading is not None
    assert (reading.at.isoformat(), reading.zone, reading.zone_basis) == (at, zone, basis)


@pytest.mark.parametrize(
    ("raw", "hints", "day"),
    [
        ("04/05/2017", {"country": "US"}, "2017-04-05"),
        ("04/05/2017", {"country": "GB"}, "2017-05-04"),
        ("04/05/2017", {"country": "US", "date_order": "DMY"}, "2017-05-04"),
        ("04/05/2017", {"language": "en-US"}, "2017-04-05"),
        ("04/05/2017", {"language": "fr"}, "2017-05-04"),
        ("06/22/2017", {"country": "GB"}, "2017-06-22"),
        ("22/06/2017", {"country": "US"}, "2017-06-22"),
        ("22.06.17", {}, "2017-06-22"),
        ("05/08/17", {"country": "NO"}, "2017-08-05"),
        ("03.11.2017", {"country": "US"}, "2017-11-03"),
        ("05/12/2026", {"country": "GB"}, "2026-05-12"),
    ],
)
def test_order_of_day_and_month(raw: str, hints: dict[str, str], day: str) -> None:
    assert (read(raw, **hints) or "").startswith(day)


@pytest.mark.parametrize(
    "raw",
    [
        "", "soon", "12/24", "13/25/2017", "31.02.2017", "05/08/17", "22 June 1799", "22 June 2027", "20:15", "5m",
        "2027-01-01T00:00:00Z", "9999999999999", "1403/04/12",
        "Thu Jun 22 29:31:00 2017", "22 Smarch 2017", "31 June 2017",
    ],
)  # fmt: skip
def test_what_is_no_date_or_no_possible_one(raw: str) -> None:
    assert read(raw) is None


def test_a_month_name_is_read_in_its_language() -> None:
    assert (read("3 listopada 2017", language="pl") or "").startswith("2017-11-03")
    assert (read("3. listopada 2017.", language="hr") or "").startswith("2017-10-03")


def test_the_printed_string_is_kept_with_its_white_space_folded() -> None:
    reading = parse_date(" Published:\n 22 June\xa02017 ", Hints(), "text")
    assert reading is not None
    assert reading.raw == "Published: 22 June 2017"


def test_numbers_in_running_text_are_no_epoch() -> None:
    assert parse_date("1498082460", Hints(), "text") is None


@given(st.text(max_size=80) | st.from_regex(r"[0-9/.: -]{4,30}(AM|PM|Z|IST|GMT[+-][0-9]{1,4})?"))
def test_any_text_is_read_or_left(raw: str) -> None:
    reading = parse_date(raw, Hints(fetched_at=CAPTURED), "meta:date")
    assert reading is None or (reading.at.tzinfo is not None and 1800 <= reading.at.year <= 2026)


def test_regional_readings_of_one_abbreviation() -> None:
    assert zone_of_abbreviation("EET", "UA", None) == "Europe/Kyiv"
    assert zone_of_abbreviation("CEST", "AT", None) == "Europe/Vienna"
    assert zone_of_abbreviation("CET", None, None) == "Europe/Paris"
    assert zone_of_abbreviation("IST", None, None) == "Asia/Kolkata"
    assert zone_of_abbreviation("NATO", "DE", None) is None


def test_every_zone_in_the_tables_exists() -> None:
    named = {
        *COUNTRY_ZONE.values(),
        *UNIQUE.values(),
        *(zone for readings in ABBREVIATIONS.values() for _, zone in readings),
    }
    assert [name for name in named if zone_info(name) is None] == []


def test_the_country_of_an_address() -> None:
    urls = ("https://a.co.uk/x", "https://a.in", "https://a.tv", "https://a.com", "https://a.zz", "http://[", "")
    assert [country_of_url(url) for url in urls] == ["GB", "IN", None, None, None, None, None]
